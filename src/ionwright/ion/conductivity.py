"""Conductivity against temperature.

Two Arrhenius conventions are in use and differ by about 0.026 eV for the same data, so each
is an object of its own and says which one it is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ionwright.ion.constants import T_REF, arrhenius


@dataclass(frozen=True, slots=True)
class Arrhenius:
    """sigma = sigma_ref exp(-E_a/R (1/T - 1/T_ref)).

    Parameters
    ----------
    sigma_ref : float
        Conductivity at `T_ref` [S/m].
    E_a : float
        Activation energy [J/mol].
    T_ref : float
        [K].

    Notes
    -----
    For crystalline and glassy single-ion conductors without a phase transition between
    T_ref and T; usually measured between -20 and 100 degC.
    """

    sigma_ref: float
    E_a: float
    T_ref: float = T_REF

    def __call__(self, T: float) -> float:
        """Return the conductivity at `T` [K] in S/m."""
        return self.sigma_ref * arrhenius(self.E_a, T, self.T_ref)


@dataclass(frozen=True, slots=True)
class ArrheniusT:
    """sigma T = sigma_ref T_ref exp(-E_a/R (1/T - 1/T_ref)).

    The form that follows from random hops (Nernst-Einstein). Parameters and limits as in
    `Arrhenius`; the same data give an E_a that is larger by about R T (0.026 eV at 25 degC).
    """

    sigma_ref: float
    E_a: float
    T_ref: float = T_REF

    def __call__(self, T: float) -> float:
        """Return the conductivity at `T` [K] in S/m."""
        return self.sigma_ref * self.T_ref / T * arrhenius(self.E_a, T, self.T_ref)


@dataclass(frozen=True, slots=True)
class Vtf:
    """sigma = A T^(-1/2) exp(-B/(T - T_0)), Vogel-Tammann-Fulcher, for amorphous polymers.

    Parameters
    ----------
    A : float
        [S K^0.5/m].
    B : float
        Pseudo-activation temperature [K].
    T_0 : float
        Ideal glass temperature [K]; at or below it the law returns 0.
    T_low, T_high : float
        Range in which it was fitted [K]. Below it the polymer may crystallise, and conducts
        far less than the law says.
    """

    A: float
    B: float
    T_0: float
    T_low: float = 0.0
    T_high: float = math.inf

    def __call__(self, T: float) -> float:
        """Return the conductivity at `T` [K] in S/m."""
        if T <= self.T_0:
            return 0.0
        return self.A / math.sqrt(T) * math.exp(-self.B / (T - self.T_0))

    def holds(self, T: float) -> bool:
        """Return whether `T` [K] lies in the range in which the law was fitted (to 0.1 K)."""
        return self.T_low - 0.1 <= T <= self.T_high + 0.1


Conductivity = Arrhenius | ArrheniusT | Vtf
"""Every conductivity law: a frozen object that is called with T [K]."""
