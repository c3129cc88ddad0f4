"""Equilibrium potential against stoichiometry, smooth and monotone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ionwright.numerics import Quintic, monotone_quintic


@dataclass(frozen=True)
class TableOcp:
    """U(x) through measured points: monotone, two continuous derivatives.

    Parameters
    ----------
    x : tuple of float
        Lithium content of the host relative to its maximum concentration [1].
    U : tuple of float
        Potential against Li/Li+ [V], falling.
    uncertainty : float
        Half-width of the band around U [V].

    Notes
    -----
    Holds within [x_low, x_high], the range that was measured; beyond it the curve goes on
    along its end slope so that a solver meets no cliff, and `holds(x)` is False there.
    """

    x: tuple[float, ...]
    U: tuple[float, ...]
    uncertainty: float = 0.0

    @cached_property
    def curve(self) -> Quintic:
        """The interpolant, made once."""
        return monotone_quintic(self.x, self.U)

    @property
    def x_low(self) -> float:
        """Lowest measured stoichiometry [1]."""
        return self.x[0]

    @property
    def x_high(self) -> float:
        """Highest measured stoichiometry [1]."""
        return self.x[-1]

    def __call__(self, x: ArrayLike) -> NDArray[np.float64]:
        """Return U [V] at `x` (any shape)."""
        return self.curve(x)

    def slope(self, x: ArrayLike) -> NDArray[np.float64]:
        """Return dU/dx [V] at `x` (any shape)."""
        return self.curve.slope(x)

    def mean(self, x_0: float, x_1: float) -> float:
        """Return the mean of U between two stoichiometries [V], by exact integration."""
        if x_0 == x_1:
            return float(self(x_0))
        return self.curve.integral(x_0, x_1) / (x_1 - x_0)

    def stoichiometry(self, U: float) -> float:
        """Return the x at which the potential is `U` [V]; the nearer end if it lies beyond."""
        return self.curve.inverse(U)

    def holds(self, x: float) -> bool:
        """Return whether `x` lies in the measured range (to 1e-9)."""
        return self.x_low - 1e-9 <= x <= self.x_high + 1e-9


@dataclass(frozen=True)
class FlatOcp:
    """A potential that does not depend on composition: lithium metal, two-phase alloys.

    Parameters
    ----------
    potential : float
        Against Li/Li+ [V].
    uncertainty : float
        Half-width of the band [V].
    x_low, x_high : float
        Composition range of the plateau [1].
    """

    potential: float
    uncertainty: float = 0.0
    x_low: float = 0.0
    x_high: float = 1.0

    def __call__(self, x: ArrayLike) -> NDArray[np.float64]:
        """Return U [V] at `x` (any shape)."""
        return np.full(np.shape(x), self.potential)

    def slope(self, x: ArrayLike) -> NDArray[np.float64]:
        """Return 0 at `x` (any shape)."""
        return np.zeros(np.shape(x))

    def mean(self, x_0: float, x_1: float) -> float:
        """Return the potential [V]."""
        return self.potential

    def holds(self, x: float) -> bool:
        """Return whether `x` lies on the plateau (to 1e-9)."""
        return self.x_low - 1e-9 <= x <= self.x_high + 1e-9


@dataclass(frozen=True)
class BranchedOcp:
    """Two branches: the potential while lithium goes in, and while it comes out.

    Parameters
    ----------
    lithiation, delithiation : TableOcp
        The lower and the upper branch.
    """

    lithiation: TableOcp
    delithiation: TableOcp

    @property
    def x_low(self) -> float:
        """Lowest stoichiometry that both branches cover [1]."""
        return max(self.lithiation.x_low, self.delithiation.x_low)

    @property
    def x_high(self) -> float:
        """Highest stoichiometry that both branches cover [1]."""
        return min(self.lithiation.x_high, self.delithiation.x_high)

    @property
    def uncertainty(self) -> float:
        """The wider of the two bands [V]."""
        return max(self.lithiation.uncertainty, self.delithiation.uncertainty)

    def __call__(self, x: ArrayLike) -> NDArray[np.float64]:
        """Return the mean of both branches [V] at `x` (any shape)."""
        return 0.5 * (self.lithiation(x) + self.delithiation(x))

    def slope(self, x: ArrayLike) -> NDArray[np.float64]:
        """Return the mean slope of both branches [V] at `x` (any shape)."""
        return 0.5 * (self.lithiation.slope(x) + self.delithiation.slope(x))

    def mean(self, x_0: float, x_1: float) -> float:
        """Return the mean potential on the way from `x_0` to `x_1` [V], on that way's branch."""
        branch = self.lithiation if x_1 > x_0 else self.delithiation
        return branch.mean(x_0, x_1)

    def hysteresis(self, x: ArrayLike) -> NDArray[np.float64]:
        """Return the gap between the branches [V] at `x` (any shape)."""
        return self.delithiation(x) - self.lithiation(x)

    def stoichiometry(self, U: float) -> float:
        """Return the x at which the mean of both branches is `U` [V], by bisection."""
        low, high = self.x_low, self.x_high
        if float(self(low)) <= U:
            return low
        if float(self(high)) >= U:
            return high
        for _ in range(60):
            middle = 0.5 * (low + high)
            low, high = (middle, high) if float(self(middle)) > U else (low, middle)
        return 0.5 * (low + high)

    def holds(self, x: float) -> bool:
        """Return whether both branches cover `x`."""
        return self.lithiation.holds(x) and self.delithiation.holds(x)


Ocp = TableOcp | FlatOcp | BranchedOcp
"""Every equilibrium potential: called with x, gives V against Li/Li+."""
