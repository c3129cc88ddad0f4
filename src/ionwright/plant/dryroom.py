"""A dry room from its balance of water.

Water enters a room by people, by outside air that gets in, and by what the product still gives
off. Dry supply air takes it up, so that with S supply air, L air that leaks in, w water over dry
air (kg/kg),

    people + product + L (w_out - w_room) = S (w_room - w_supply).

Supply air is no drier than a depression of its dew point below that of the room allows, and no
less than some changes of the room's air: the larger flow counts, and w_supply follows. An air
handler mixes what comes back with outside air (make-up M), cools that on a coil and takes the rest
of the water up on a rotor, which heat regenerates:

    water that it takes = (S - M) w_room + M w_out - S w_supply.

Power: fans (flow x pressure / efficiency), regeneration (heat for each kilogram that the rotor
takes), cooling (heat of the fans, of condensation and of sorption, the last at least the latent
heat, over the coefficient of performance). Left out: heat of machines and people, heat through
walls, the sensible heat of outside air, and rotors that need hotter air the drier they work. So
the balance gives how power grows with dew point, people and leaks; its level is that of one of two
published figures (`anchors`), which differ by a factor of nearly three. Most of the numbers about
air are assumed (table plant/dryroom): only water from people, air changes and the two anchors have
a source. Boxes of inert gas are left out: nothing that could be read gives their leaks and purges.

Floats may be arrays, shape (draw,).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ionwright import units
from ionwright.core.laws import Law
from ionwright.errors import InputError
from ionwright.plant import humidity
from ionwright.plant.dryroom_inputs import Air, Room, row, typical, usual
from ionwright.plant.prozell_rows import number

Array = NDArray[np.float64]
Numbers = humidity.Numbers
TOLERANCE = 1e-9


@dataclass(frozen=True, eq=False)
class DryRoom:
    """A dry room with its flows and power, all of one shape: (draw,), or () for one room.

    Parameters
    ----------
    room : Room
    air : Air
    people, infiltrated, product : array
        Water that enters the room [kg/h].
    supply, leak, make_up : array
        Dry air [kg/h].
    water_room, water_supply, water_outside : array
        Over dry air [kg/kg].
    condensed, adsorbed : array
        Water that coil and rotor take up [kg/h].
    fans, chillers, regeneration : array
        Power [kW]; the first two are electric, the last is heat.
    """

    room: Room
    air: Air
    people: Array
    infiltrated: Array
    product: Array
    supply: Array
    leak: Array
    make_up: Array
    water_room: Array
    water_supply: Array
    water_outside: Array
    condensed: Array
    adsorbed: Array
    fans: Array
    chillers: Array
    regeneration: Array

    @property
    def electricity(self) -> Array:
        """Electric power [kW]."""
        return self.fans + self.chillers

    @property
    def power(self) -> Array:
        """All power, heat and electricity added up [kW]."""
        return self.electricity + self.regeneration

    @property
    def per_floor(self) -> Array:
        """Power [W/m2]."""
        return 1000.0 * self.power / self.room.floor

    @property
    def heat_share(self) -> Array:
        """Heat over all power [1]."""
        return self.regeneration / self.power

    def energy(self, hours: Numbers) -> Array:
        """Return electricity and heat of a year [kWh/yr], shape (..., 2).

        Parameters
        ----------
        hours : float or array
            In which it runs: day and night, whatever the line makes [h/yr].
        """
        return np.stack([self.electricity * hours, self.regeneration * hours], axis=-1)

    @property
    def changes(self) -> Array:
        """Volumes of the room that the supply fills [1/h]."""
        return self.supply / (self.room.floor * self.air.height * self._density)

    @property
    def dew_point_supply(self) -> Array:
        """Dew point of the supply air [degC]."""
        return humidity.dew_point(self.water_supply)

    @property
    def _density(self) -> Array:
        return humidity.density(self.air.temperature)

    def check(self) -> tuple[Law, ...]:
        """Return the laws it obeys, each with its largest residual over the draws."""
        exhaust = self.make_up + self.leak
        back = self.supply + self.leak - exhaust
        sources = self.people + self.product
        entered = sources + self.leak * self.water_outside
        room = (
            self.supply * self.water_supply + entered
            - (self.supply + self.leak) * self.water_room
        )  # fmt: skip
        whole = entered + self.make_up * self.water_outside
        gone = self.condensed + self.adsorbed + exhaust * self.water_room
        handler = (
            back * self.water_room + self.make_up * self.water_outside
            - self.condensed - self.adsorbed - self.supply * self.water_supply
        )  # fmt: skip
        wet = np.maximum(self.water_supply - self.water_room, 0.0)
        parts = (self.fans, self.chillers, self.regeneration, self.condensed, self.adsorbed)
        below = np.max([np.maximum(-np.asarray(p), 0.0) for p in parts], axis=0)
        circulating = (self.supply + self.leak) * self.water_room
        return (
            _law("water into the room = water out of it", room, circulating, "water in its air"),
            _law("water into room and air handler = water out", whole - gone, whole, "water in"),
            _law("water into the air handler = water out", handler, whole + circulating,
                 "water in its air"),
            _law("supply air is not wetter than the room", wet, self.water_room, "water of room"),
            _law("no power and no water taken up below zero", below, 1.0, "1 kW, 1 kg/h"),
        )  # fmt: skip


def _law(name: str, gap: Array, scale: Numbers, of: str) -> Law:
    return Law(name, float(np.max(np.abs(gap) / scale)), TOLERANCE, of)


def balance(room: Room, air: Air) -> DryRoom:
    """Return flows and power of a dry room.

    Parameters
    ----------
    room : Room
    air : Air

    Raises
    ------
    InputError
        If outside air is no wetter than the room, or more make-up air is asked for than the room
        is supplied with at least.
    """
    _possible(room, air)
    volume = room.floor * air.height * humidity.density(air.temperature)  # kg of dry air
    inside, outside = humidity.ratio(room.dew_point), humidity.ratio(air.outside)
    leak, make_up = volume * air.infiltration, volume * air.make_up
    people, product = room.people * air.person, room.product * air.product
    gained = people + product + leak * (outside - inside)
    driest = humidity.ratio(np.asarray(room.dew_point) - air.depression)
    supply = np.maximum(gained / (inside - driest), volume * air.least)
    water = inside - gained / supply
    taken = (supply - make_up) * inside + make_up * outside - supply * water
    coil = humidity.ratio(np.minimum(air.coil, air.outside))
    condensed = make_up * (outside - coil)
    adsorbed = taken - condensed
    fans = supply / 3600.0 / humidity.density(air.temperature) * air.pressure / air.fan / 1000.0
    heat = fans + humidity.LATENT_HEAT * (condensed + adsorbed)
    arrays = (
        people, leak * outside, product, supply, leak, make_up, inside, water, outside,
        condensed, adsorbed, fans, heat / air.cooling, adsorbed * air.regeneration,
    )  # fmt: skip
    return DryRoom(room, air, *np.broadcast_arrays(*(np.asarray(a, float) for a in arrays)))


def _possible(room: Room, air: Air) -> None:
    if not np.all(np.asarray(room.dew_point) < np.minimum(air.outside, air.coil)):
        raise InputError(
            "a dry room is drier than outside air and than a cooling coil makes it",
            seen=f"dew point {float(np.max(room.dew_point)):g} degC",
            do="Give the dew point of the room in degC, such as -40",
        )
    if not np.all(np.asarray(air.make_up) <= air.least):
        raise InputError(
            "make-up air is a part of the supply air",
            seen=f"{float(np.max(air.make_up)):g} changes an hour",
            allowed=f"up to the least changes, {float(np.min(air.least)):g} an hour",
        )
    if not np.all(np.asarray(air.depression) > 0.0):
        raise InputError("supply air is drier than the room", seen=air.depression)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A published power of a dry room.

    Parameters
    ----------
    name : str
    per_floor : float
        [W/m2].
    per_volume : float
        [W/m3].
    dew_point : float
        That it is taken for [degC].
    source : str
    """

    name: str
    per_floor: float
    per_volume: float
    dew_point: float
    source: str


@cache
def anchors() -> tuple[Anchor, Anchor]:
    """Return the two published figures, the lower one first.

    Argonne's process model gives power for a volume, below 100 parts of water per million; the
    data base of ProZell gives it for a floor and states no dew point. Each is carried over to the
    other's measure with the height of `typical`.
    """
    height = typical().height
    volume = units.to(row("room_volume", "argonne").value.value, "m3")
    dense = row("dry_room_power", "argonne").value.value / volume
    moist = row("water_fraction", "argonne")
    floor = number("prozell-building", "room_power", "W/m2", "dry room")
    usual_dew = units.to(row("dew_point", "prozell").value.value, "degC")
    limit = humidity.of_fraction(moist.value.value)
    return (
        Anchor("Argonne", dense * height, dense, limit, moist.source),
        Anchor("ProZell", floor, floor / height, usual_dew, "lechner2024"),
    )


def factor(room: Room, air: Air, anchor: Anchor) -> Array:
    """Return the power of a room over that of a usual one at the anchor's dew point [1].

    Both are for one floor, in the same air; a usual room has the people of a counted plant.
    """
    floor = np.asarray(room.floor, float)
    return over(room, air, usual(floor, anchor.dew_point), air)


def over(room: Room, air: Air, other: Room, behind: Air) -> Array:
    """Return the power for each floor of a room in its air over that of another in its own [1]."""
    return balance(room, air).per_floor / balance(other, behind).per_floor


def between(room: Room, air: Air) -> tuple[Array, Array]:
    """Return the power of a room on the level of each anchor [W/m2], Argonne's first."""
    low, high = (a.per_floor * factor(room, air, a) for a in anchors())
    return low, high


def capital(floor: Numbers, multiple: Numbers = 1.0) -> Numbers:
    """Return the price of a dry room with its air handlers [EUR of 2022].

    Parameters
    ----------
    floor : float or array
        [m2].
    multiple : float or array
        On the price of a room of about -40 degC: 1.3 to 3 for -50 to -60 degC by the rows A1-21
        and A2-21 of the table of steps, which are assumed; no source gives a price by dew point.
    """
    price = number("prozell-building", "construction_cost", "EUR/m2", "dry room")
    return floor * price * multiple


def life() -> float:
    """Return the life of a dry room [yr]."""
    return number("prozell-building", "lifetime", "yr", "dry room")
