"""Properties that change with the lithium content of the host."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ionwright.ion.constants import T_REF, arrhenius
from ionwright.numerics import Quintic, monotone_quintic


@dataclass(frozen=True)
class Uniform:
    """A property that does not depend on composition.

    Parameters
    ----------
    value : float
        The property at `T_ref`, in SI.
    E_a : float
        Activation energy [J/mol]: the value is multiplied by exp(-E_a/R (1/T - 1/T_ref)).
    T_ref : float
        [K].
    """

    value: float
    E_a: float = 0.0
    T_ref: float = T_REF

    def __call__(self, x: ArrayLike, T: float = T_REF) -> NDArray[np.float64]:
        """Return the property at stoichiometry `x` (any shape) and `T` [K]."""
        return np.full(np.shape(x), self.value * arrhenius(self.E_a, T, self.T_ref))


@dataclass(frozen=True)
class LogTable:
    """A positive property through points (x, y): smooth and monotone in ln y.

    Parameters
    ----------
    x : tuple of float
        Stoichiometry of lithium in the host, increasing [1].
    y : tuple of float
        The property at `T_ref`, in SI, positive and monotone.
    E_a : float
        Activation energy [J/mol].
    T_ref : float
        [K].

    Notes
    -----
    Beyond the table the value at its end is kept: a logarithm that is continued along its
    slope leaves the physical range within a few per cent of lithium.
    """

    x: tuple[float, ...]
    y: tuple[float, ...]
    E_a: float = 0.0
    T_ref: float = T_REF

    @cached_property
    def curve(self) -> Quintic:
        """Ln y over x, made once."""
        return monotone_quintic(self.x, np.log(self.y))

    def __call__(self, x: ArrayLike, T: float = T_REF) -> NDArray[np.float64]:
        """Return the property at stoichiometry `x` (any shape) and `T` [K]."""
        inside = np.clip(np.asarray(x, float), self.x[0], self.x[-1])
        return np.exp(self.curve(inside)) * arrhenius(self.E_a, T, self.T_ref)


OfComposition = Uniform | LogTable
"""Diffusivity [m2/s] or electronic conductivity [S/m]: called with x and T [K]."""
