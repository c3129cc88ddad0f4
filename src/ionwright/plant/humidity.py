"""Water in air from its dew point.

Vapour pressure over ice and over water by D. M. Murphy and T. Koop, Q. J. R. Meteorol. Soc. 131
(2005) 1539, doi 10.1256/qj.04.94, equations 7 and 10: ice from -163 to 0 degC, water from -150 to
59 degC. Below the triple point a dew point is meant over ice (a frost point), above it over water.
The article was not opened; its constants were read in code that cites it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ionwright.errors import InputError

Numbers = Any  # a float or an array, shape (draw,), as in plant.steps
Array = NDArray[np.float64]
KELVIN = 273.15
TRIPLE_POINT = 273.16
"""Of water [K]."""
PRESSURE = 101325.0
"""Of the air, if nothing else is said [Pa]."""
WATER_OVER_AIR = 18.01528 / 28.9647
"""Molar mass of water over that of dry air [1]."""
AIR_CONSTANT = 8.31446261815324 / 28.9647e-3
"""Gas constant of dry air [J/(kg K)]."""
LATENT_HEAT = 2.4535e6 / 3.6e6
"""Heat of evaporation at 20 degC [kWh/kg]; 1 % lower at 30 degC."""
COLDEST, WARMEST = -120.0, 50.0
"""Range of dew points that is accepted [degC]."""


def vapour_pressure(dew_point: Numbers) -> Array:
    """Return the pressure of water vapour in air [Pa].

    Parameters
    ----------
    dew_point : float or array
        [degC].

    Raises
    ------
    InputError
        Outside -120 to 50 degC.

    >>> [round(float(x) / 101325e-6, 1) for x in vapour_pressure([-40.0, -50.0, -60.0])]
    [126.8, 38.9, 10.7]
    """
    given = np.asarray(dew_point, float)
    if not np.all((given >= COLDEST) & (given <= WARMEST)):
        raise InputError(
            "a dew point lies where the law of vapour pressure holds",
            seen=f"{float(np.min(given)):g} to {float(np.max(given)):g} degC",
            allowed=f"{COLDEST:g} to {WARMEST:g} degC",
        )
    t = given + KELVIN
    return np.exp(np.where(t < TRIPLE_POINT, _ice(t), _water(t)))


def _ice(t: Array) -> Array:
    return 9.550426 - 5723.265 / t + 3.53068 * np.log(t) - 0.00728332 * t


def _water(t: Array) -> Array:
    log = np.log(t)
    near = 53.878 - 1331.22 / t - 9.44523 * log + 0.014025 * t
    return (
        54.842763 - 6763.22 / t - 4.210 * log + 0.000367 * t + np.tanh(0.0415 * (t - 218.8)) * near
    )


def ratio(dew_point: Numbers, pressure: float = PRESSURE) -> Array:
    """Return the water in air over its dry air [kg/kg].

    Parameters
    ----------
    dew_point : float or array
        [degC].
    pressure : float
        Of the air [Pa].
    """
    p = vapour_pressure(dew_point)
    return WATER_OVER_AIR * p / (pressure - p)


def dew_point(water: Numbers, pressure: float = PRESSURE) -> Array:
    """Return the dew point [degC] at which air holds `water` [kg/kg of dry air].

    By bisection to below 1e-9 K; water outside the range of the law gives its end.
    """
    wanted = np.asarray(water, float)
    low = np.full(wanted.shape, COLDEST)
    high = np.full(wanted.shape, WARMEST)
    for _ in range(38):
        middle = 0.5 * (low + high)
        wetter = ratio(middle, pressure) > wanted
        high, low = np.where(wetter, middle, high), np.where(wetter, low, middle)
    return 0.5 * (low + high)


def of_fraction(share: float) -> float:
    """Return the dew point [degC] of air in which `share` of all molecules is water [1]."""
    return float(dew_point(WATER_OVER_AIR * share / (1.0 - share)))


def density(temperature: Numbers, pressure: float = PRESSURE) -> Array:
    """Return the density of dry air [kg/m3] at a temperature [degC]."""
    return pressure / (AIR_CONSTANT * (np.asarray(temperature, float) + KELVIN))
