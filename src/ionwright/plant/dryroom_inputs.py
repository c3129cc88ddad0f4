"""What the balance of a dry room takes: the room, and how people, building and air handler behave.

Numbers of the second kind stand in the table plant/dryroom with their ranges; most are assumed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ionwright import units
from ionwright.data import Row, table
from ionwright.errors import InputError
from ionwright.plant.draws import FREE, NOT_NEGATIVE, SHARE, Uncertain
from ionwright.plant.humidity import Numbers

Array = NDArray[np.float64]
TABLE = "plant/dryroom"


@dataclass(frozen=True, slots=True)
class Room:
    """A dry room.

    Parameters
    ----------
    floor : float or array
        [m2].
    dew_point : float or array
        Of its air, over ice [degC].
    people : float or array
        At work in it at a time [1].
    product : float or array
        Webs and cells that enter [kg/h].

    Raises
    ------
    InputError
        If the floor is not above zero, or people or product are below it.
    """

    floor: Numbers
    dew_point: Numbers
    people: Numbers
    product: Numbers = 0.0

    def __post_init__(self) -> None:
        """Check the signs."""
        if not np.all(np.asarray(self.floor) > 0.0):
            raise InputError("the floor of a dry room is above zero", seen=self.floor)
        for name in ("people", "product"):
            if not np.all(np.asarray(getattr(self, name)) >= 0.0):
                raise InputError(
                    f"{name} in a dry room are at least zero", seen=getattr(self, name)
                )


@dataclass(frozen=True, slots=True)
class Air:
    """How people, building and air handler behave.

    Parameters
    ----------
    person : float or array
        Water that one gives off [kg/h].
    product : float or array
        Water given off over the mass that enters [1].
    height : float or array
        Of the room [m].
    temperature : float or array
        Of its air [degC].
    least : float or array
        Changes of the room's air at least [1/h].
    make_up, infiltration : float or array
        Outside air through the air handler, and into the room itself [1/h].
    outside : float or array
        Dew point of outside air [degC].
    coil : float or array
        Dew point after the cooling coil [degC].
    depression : float or array
        Of the dew point of the supply below that of the room, at most [K].
    pressure : float or array
        That fans build up [Pa].
    fan : float or array
        Efficiency of fans [1].
    regeneration : float or array
        Heat for a kilogram of water on the rotor [kWh/kg].
    cooling : float or array
        Coefficient of performance of the chillers [1].
    """

    person: Numbers
    product: Numbers
    height: Numbers
    temperature: Numbers
    least: Numbers
    make_up: Numbers
    infiltration: Numbers
    outside: Numbers
    coil: Numbers
    depression: Numbers
    pressure: Numbers
    fan: Numbers
    regeneration: Numbers
    cooling: Numbers


# field of Air -> quantity, sample, unit
ROWS = {
    "person": ("water_per_person", "default", "kg/h"),
    "product": ("water_share", "product", "1"),
    "height": ("room_height", "", "m"),
    "temperature": ("room_temperature", "", "degC"),
    "least": ("air_changes", "least", "1/h"),
    "make_up": ("air_changes", "make-up", "1/h"),
    "infiltration": ("air_changes", "infiltration", "1/h"),
    "outside": ("dew_point", "outside", "degC"),
    "coil": ("dew_point", "after the cooling coil", "degC"),
    "depression": ("dew_depression", "", "K"),
    "pressure": ("pressure_rise", "", "Pa"),
    "fan": ("fan_efficiency", "", "1"),
    "regeneration": ("regeneration_energy", "", "kWh/kg"),
    "cooling": ("cooling_performance", "", "1"),
}
BOUNDS = {"temperature": FREE, "outside": FREE, "coil": FREE, "fan": SHARE}


@cache
def row(quantity: str, sample: str = "") -> Row:
    """Return a row of the table; raises KeyError where it holds none (a fault of the data)."""
    found = {(r.quantity, r.condition("sample") or ""): r for r in table(TABLE)}
    return found[quantity, sample]


def inputs() -> tuple[Uncertain, ...]:
    """Return what `Air` holds with its ranges, in the order of its fields."""
    out = []
    for name, (quantity, sample, unit) in ROWS.items():
        v = row(quantity, sample).value
        low, typical, high = (units.to(x, unit) for x in (v.low, v.value, v.high))
        bounds = BOUNDS.get(name, NOT_NEGATIVE)
        out.append(Uncertain(f"dry room {name}", low, typical, high, bounds, "", "dry room"))
    return tuple(out)


def drawn(x: Array) -> Air:
    """Return the air of drawn `inputs` [draw, input], or of one row of them [input]."""
    return Air(*np.moveaxis(np.asarray(x, float), -1, 0))


def typical() -> Air:
    """Return the air at typical values."""
    return Air(*(x.typical for x in inputs()))


def usual(floor: Numbers, dew_point: Numbers, product: Numbers = 0.0) -> Room:
    """Return a room with the people for each floor of a counted plant.

    Parameters
    ----------
    floor : float or array
        [m2].
    dew_point : float or array
        [degC].
    product : float or array
        Webs and cells that enter [kg/h].
    """
    return Room(floor, dew_point, floor / row("area_per_person").value.value, product)
