"""Carbon dioxide of a plant's energy, on one basis.

Carbon is carrier x factor. A factor counts either what a fire gives off (combustion) or the whole
chain before it as well (life cycle); the two are never added up. The data hold combustion for
electricity (of China and its provinces) and both for gas; a factor of electricity on the basis of
a life cycle is the user's to give.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ionwright import units
from ionwright.data import Row, find, regions
from ionwright.errors import InputError, known
from ionwright.plant.energy import Used

Array = NDArray[np.float64]
BASES = ("combustion", "life cycle")
"""What a factor of carbon may count."""


@dataclass(frozen=True, slots=True)
class Carbon:
    """Carbon dioxide for each kWh of a carrier.

    Parameters
    ----------
    low, typical, high : float
        [kg/kWh].
    basis : str
        "combustion" or "life cycle".
    says : str
        Year and scope, as the row has them.
    source, kind : str
    stand_in : str
        Region whose number serves here, or "".
    """

    low: float
    typical: float
    high: float
    basis: str
    says: str
    source: str
    kind: str
    stand_in: str = ""

    def __post_init__(self) -> None:
        """Check the basis and the order."""
        known(self.basis, BASES, "carbon is counted on one of two bases", "basis")
        if not 0.0 <= self.low <= self.typical <= self.high:
            seen = f"{self.low:g}, {self.typical:g}, {self.high:g}"
            raise InputError("low, typical and high do not fall", seen=seen)


def _of(row: Row, stand_in: str = "") -> Carbon:
    v = row.value
    low, typical, high = (units.to(x, "kg/kWh") for x in (v.low, v.value, v.high))
    basis = (row.condition("basis") or "").split(",")[0]
    return Carbon(low, typical, high, basis, row.conditions_text(), row.source, row.kind, stand_in)


def grid(region: str) -> Carbon:
    """Return the carbon of electricity of a region.

    Raises
    ------
    InputError
        If neither the region nor its stand-ins have a number.
    """
    found = regions.factor(region, "grid_carbon")
    return _of(found.row, found.stand_in)


def grids(region: str) -> tuple[Carbon, ...]:
    """Return the carbon of a region and that of the grid it hangs on, where the data name one."""
    wide = regions.region(region).grid
    return (grid(region), grid(wide)) if wide else (grid(region),)


def gas_heat(basis: str = "combustion") -> Carbon:
    """Return the carbon of heat from natural gas, burnt in a boiler.

    Parameters
    ----------
    basis : str
        "combustion" or "life cycle".

    Raises
    ------
    InputError
        If the data have no factor on this basis.
    """
    fuel = [_of(r) for r in find("natural-gas", "fuel_carbon")]
    known(basis, BASES, "carbon is counted on one of two bases", "basis")
    (one,) = (f for f in fuel if f.basis == basis)
    (boiler,) = (r.value for r in find("natural-gas", "boiler_efficiency"))
    return Carbon(
        one.low / boiler.high, one.typical / boiler.value, one.high / boiler.low,
        one.basis, f"{one.says}; boiler {boiler.value:g}", one.source, "assumed",
    )  # fmt: skip


def given_off(per_energy: Array, factors: Array) -> Array:
    """Return carbon dioxide [kg/kWh of good cells], [draw, step, carrier].

    Parameters
    ----------
    per_energy : array [draw, step, carrier]
        Energy used [kWh/kWh of good cells].
    factors : array [carrier] or [draw, carrier]
        Of electricity and of heat on one basis [kg/kWh].
    """
    return per_energy * np.asarray(factors)[..., None, :]


def carbon(taken: Used, electricity: Carbon, heat: Carbon) -> Array:
    """Return the carbon dioxide of a plant's energy [kg/kWh of good cells], [draw, step, carrier].

    Parameters
    ----------
    taken : Used
    electricity, heat : Carbon
        Their typical values count.

    Raises
    ------
    InputError
        If the two are counted on different bases.
    """
    if electricity.basis != heat.basis:
        raise InputError(
            "carbon of electricity and of heat is counted on one basis",
            seen=f"{electricity.basis!r} and {heat.basis!r}",
            do=f"Take the factor of heat for {electricity.basis!r}, or give one of electricity",
        )
    return given_off(taken.per_energy, np.array([electricity.typical, heat.typical]))
