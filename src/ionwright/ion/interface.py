"""Charge transfer between an electrode material and an electrolyte."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ionwright.ion.constants import FARADAY, GAS_CONSTANT, T_REF, arrhenius


@dataclass(frozen=True, slots=True)
class ConstantExchange:
    """i_0 that does not depend on composition: lithium metal, alloys.

    Parameters
    ----------
    i_ref : float
        Exchange current density at `T_ref` [A/m2].
    E_a : float
        Activation energy [J/mol].
    T_ref : float
        [K].
    """

    i_ref: float
    E_a: float = 0.0
    T_ref: float = T_REF

    def __call__(self, x: ArrayLike = 0.5, T: float = T_REF) -> NDArray[np.float64]:
        """Return i_0 [A/m2] at stoichiometry `x` (any shape) and `T` [K]."""
        return np.full(np.shape(x), self.i_ref * arrhenius(self.E_a, T, self.T_ref))


@dataclass(frozen=True, slots=True)
class InsertionExchange:
    """i_0 = i_ref 2 sqrt(x (1 - x)): host sites and lithium both needed, single-ion electrolyte.

    Parameters
    ----------
    i_ref : float
        Exchange current density at x = 1/2 and `T_ref` [A/m2].
    E_a : float
        Activation energy [J/mol].
    T_ref : float
        [K].

    Notes
    -----
    Butler-Volmer with alpha = 1/2 and a fixed lithium-ion concentration in the electrolyte,
    as in the COMSOL application li_battery_solid_electrolyte. In a binary electrolyte the
    factor (c_e/c_ref)^(1/2) is added by the cell model.
    """

    i_ref: float
    E_a: float = 0.0
    T_ref: float = T_REF

    def __call__(self, x: ArrayLike = 0.5, T: float = T_REF) -> NDArray[np.float64]:
        """Return i_0 [A/m2] at stoichiometry `x` (any shape) and `T` [K]."""
        inside = np.clip(np.asarray(x, float), 0.0, 1.0)
        return (
            self.i_ref * 2.0 * np.sqrt(inside * (1.0 - inside)) * arrhenius(self.E_a, T, self.T_ref)
        )


ExchangeCurrent = ConstantExchange | InsertionExchange
"""Every exchange-current law: called with x and T [K]."""


@dataclass(frozen=True, slots=True)
class Interface:
    """An electrode material against an electrolyte.

    Parameters
    ----------
    exchange : ExchangeCurrent
        Exchange current density per touching area.
    resistance : float
        Area-specific resistance of films in series with the charge transfer [ohm m2].
    contact : float
        Share of the area that touches, (0, 1].
    """

    exchange: ExchangeCurrent
    resistance: float = 0.0
    contact: float = 1.0

    def small_signal(self, x: float, T: float, factor: float = 1.0) -> float:
        """Return the area-specific resistance of charge transfer and film at rest [ohm m2].

        R = (R T/(F i_0) + R_film)/theta, the linear limit of Butler-Volmer with
        alpha_a + alpha_c = 1; the current density on the touching area is i/theta. `factor`
        multiplies i_0, to try the ends of its range.
        """
        i_0 = factor * float(self.exchange(x, T))
        return (GAS_CONSTANT * T / (FARADAY * i_0) + self.resistance) / self.contact
