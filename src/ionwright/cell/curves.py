"""Laws over stoichiometry, concentration and temperature as tables that kernels read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ionwright.ion.composition import OfComposition, Uniform
from ionwright.ion.interface import ExchangeCurrent, InsertionExchange
from ionwright.ion.ocp import BranchedOcp, FlatOcp, Ocp, TableOcp
from ionwright.numerics.table import Table, sample

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Walled:
    """A potential that leaves the voltage window before the host is quite full or empty.

    Beyond what was measured, and at most half a per cent from x = 0 and 1, a cubic wall of 5 V is
    added: a curve that goes on straight would let a model fill a host beyond its last site.

    Parameters
    ----------
    ocp : TableOcp
    pieces : int
        Of the table that it is sampled on. The wall begins at the end of a piece, at the latest
        at that of the last but one: begun within a piece it leaves the table too high before it,
        and a potential that rises as a host fills parts an electrode into full and empty zones.
    """

    ocp: TableOcp
    pieces: int

    def __call__(self, x: Array) -> Array:
        """Return the potential [V]."""
        return self.ocp(x) + self._wall(x, 0)

    def slope(self, x: Array) -> Array:
        """Return its first derivative [V]."""
        return self.ocp.slope(x) + self._wall(x, 1)

    def curvature(self, x: Array) -> Array:
        """Return its second derivative [V]."""
        return self.ocp.curve.curvature(x) + self._wall(x, 2)

    def _wall(self, x: Array, order: int) -> Array:
        factor, power = (1.0, 3.0, 6.0)[order], 3 - order
        n = self.pieces
        high = min(np.ceil(max(self.ocp.x_high, 0.995) * n), n - 1.0) / n
        low = max(np.floor(min(self.ocp.x_low, 0.005) * n), 1.0) / n
        above = np.maximum(x - high, 0.0) ** power / (1.0 - high) ** 3
        below = np.maximum(low - x, 0.0) ** power / low**3
        return 5.0 * factor * (below * (-1.0) ** order - above)


@dataclass(frozen=True)
class Difference:
    """One walled potential less another."""

    upper: Walled
    lower: Walled
    sign: float = -1.0
    scale: float = 1.0

    def __call__(self, x: Array) -> Array:
        """Return the value [V]."""
        return self.scale * (self.upper(x) + self.sign * self.lower(x))

    def slope(self, x: Array) -> Array:
        """Return its first derivative [V]."""
        return self.scale * (self.upper.slope(x) + self.sign * self.lower.slope(x))

    def curvature(self, x: Array) -> Array:
        """Return its second derivative [V]."""
        return self.scale * (self.upper.curvature(x) + self.sign * self.lower.curvature(x))


@dataclass(frozen=True, eq=False)
class Numeric:
    """A law whose derivatives are taken by central differences of width `step`."""

    law: Callable[[Array], Array]
    step: float

    def __call__(self, x: Array) -> Array:
        """Return the value."""
        return np.asarray(self.law(x), float)

    def slope(self, x: Array) -> Array:
        """Return the first derivative."""
        return (self(x + self.step) - self(x - self.step)) / (2.0 * self.step)

    def curvature(self, x: Array) -> Array:
        """Return the second derivative."""
        return (self(x + self.step) - 2.0 * self(x) + self(x - self.step)) / self.step**2


@lru_cache(maxsize=256)
def potential(ocp: Ocp, pieces: int) -> Table | float:
    """Return the potential, of two branches their mean, made once; nobody writes into it."""
    if isinstance(ocp, FlatOcp):
        return ocp.potential
    if isinstance(ocp, BranchedOcp):
        out, back = Walled(ocp.delithiation, pieces), Walled(ocp.lithiation, pieces)
        return sample(Difference(out, back, 1.0, 0.5), 0.0, 1.0, pieces)
    return sample(Walled(ocp, pieces), 0.0, 1.0, pieces)


@dataclass(frozen=True)
class Even:
    """A law that is one number everywhere."""

    value: float

    def __call__(self, x: Array) -> Array:
        """Return the number."""
        return np.full(np.shape(x), self.value)

    def slope(self, x: Array) -> Array:
        """Return 0."""
        return np.zeros(np.shape(x))

    curvature = slope


def even(value: float, pieces: int) -> Table | None:
    """Return a table of one number, None for 0: kernels then leave out what it is for."""
    return sample(Even(value), 0.0, 1.0, pieces) if value else None


@lru_cache(maxsize=256)
def gap(ocp: Ocp, pieces: int) -> Table | None:
    """Return the distance between the branches of a potential, if it has two."""
    if not isinstance(ocp, BranchedOcp):
        return None
    out, back = Walled(ocp.delithiation, pieces), Walled(ocp.lithiation, pieces)
    return sample(Difference(out, back), 0.0, 1.0, pieces)


@lru_cache(maxsize=256)
def exchange(law: ExchangeCurrent, T: float, pieces: int) -> Table | float:
    """Return i_0/(2 sqrt(x (1 - x))): the singular ends are split off in closed form."""
    if isinstance(law, InsertionExchange):
        return float(law(0.5, T))

    def regular(x: Array) -> Array:
        inside = np.clip(x, 1e-3, 1.0 - 1e-3)
        return law(inside, T) / (2.0 * np.sqrt(inside * (1.0 - inside)))

    return sample(Numeric(regular, 1e-5), 0.0, 1.0, pieces)


@lru_cache(maxsize=256)
def ratio(law: OfComposition, T: float, x_ref: float, pieces: int) -> Table | float:
    """Return a property over its value at `x_ref`, over composition."""
    if isinstance(law, Uniform):
        return 1.0
    at = float(law(x_ref, T))
    return sample(Numeric(lambda x: law(np.clip(x, 0.0, 1.0), T) / at, 1e-5), 0.0, 1.0, pieces)


@lru_cache(maxsize=256)
def logarithm(law: OfComposition, T: float, pieces: int) -> Table | float:
    """Return ln of a property over composition, or its value where it does not change."""
    if isinstance(law, Uniform):
        return float(law(0.5, T))
    log = Numeric(lambda x: np.log(law(np.clip(x, 0.0, 1.0), T)), 1e-5)
    return sample(log, 0.0, 1.0, pieces)
