"""What conditions other than those behind its row do to a step.

A dry room: energy in proportion to the power of the balance of water (`dryroom`) at the conditions
asked for over that at those behind the row, in the same air; capital with a power of that ratio,
which is assumed, because no source gives a price by dew point. Both rooms take the same webs and
cells for each floor, and the usual people for each floor unless the step says otherwise.

A stay: places taken are flow x time (Little's law), so capital and floor go with the time. Where a
row holds formation and ageing, each part goes with its own time, and their shares are those of a
place in a tower and on a rack of the counted line. Hours of labour and energy go with cells and
stay as they are.

At the conditions behind the row every factor is exactly 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ionwright import units
from ionwright.data import steps
from ionwright.plant import conditions, dryroom, prozell_rules
from ionwright.plant.conditions import DryAir, Stay
from ionwright.plant.draws import NOT_NEGATIVE, Uncertain
from ionwright.plant.dryroom_inputs import Air, Room, drawn, inputs, row, typical, usual
from ionwright.plant.formation import place_of
from ionwright.plant.reference import SIZE
from ionwright.plant.route import RouteStep

Array = NDArray[np.float64]
FLOOR = "E18"
"""Row whose floor is that of the dry room."""
PLACED = ("formation", "ageing")
"""Stays whose places have a price and a floor in the counted line."""


def uncertain() -> tuple[Uncertain, ...]:
    """Return the inputs that a change of air needs: those of `Air`, and the power of capital."""
    v = row("capital_exponent").value
    own = Uncertain(
        "dry room capital exponent", v.low, v.value, v.high, NOT_NEGATIVE, "", "dry room"
    )
    return (*inputs(), own)


def entering(mass: float) -> float:
    """Return webs and cells that enter a dry room [kg/h] for each m2 of its floor.

    Parameters
    ----------
    mass : float
        Of good cells [kg/kWh].
    """
    floor = steps.amount(FLOOR, "area")[1] * units.read("1 kWh/yr", "W")
    return mass * SIZE / prozell_rules.HOURS / (floor * SIZE)


def power(step: str, asked: DryAir, air: Air, product: float) -> Array:
    """Return the power of a dry room over that behind its row [1].

    Parameters
    ----------
    step : str
        Its row.
    asked : DryAir
    air : Air
        Behind the row; floats or arrays [draw].
    product : float
        Webs and cells that enter [kg/h] for each m2.

    Raises
    ------
    InputError
        If no room can be so.
    """
    behind = usual(1.0, conditions.dew_point(step), product)
    wanted = conditions.given(asked)
    dew = wanted.get("dew_point")
    floor = wanted.get("area_per_person")
    room = Room(
        1.0,
        behind.dew_point if dew is None else units.to(dew, "degC"),
        behind.people if floor is None else 1.0 / floor,
        product,
    )
    return dryroom.over(room, _other(air, wanted), behind, air)


def _other(air: Air, wanted: dict[str, float]) -> Air:
    """Return air with other leaks and another moisture of what enters.

    Drawn values move by the ratio of what is asked for to what is typical, so that they keep their
    spread.
    """
    change = {}
    for name, unit in (("infiltration", "1/h"), ("product", "1")):
        if name in wanted:
            usually, asked = getattr(typical(), name), units.to(wanted[name], unit)
            change[name] = asked / usually * np.asarray(getattr(air, name))
    return replace(air, **change)


def stays(step: str, asked: Stay) -> tuple[float, float]:
    """Return capital and floor of a step over those behind its row [1]."""
    behind, wanted = conditions.times(step), conditions.given(asked)
    now = {name: units.to(wanted[name], "h") if name in wanted else behind[name] for name in behind}
    out = []
    for what in ("price", "floor"):
        weight = {n: getattr(place_of(n), what) if n in PLACED else 1.0 for n in behind}
        out.append(
            sum(weight[n] * now[n] for n in behind) / sum(weight[n] * behind[n] for n in behind)
        )
    return out[0], out[1]


@dataclass(frozen=True, eq=False)
class Factors:
    """Factors on the amounts of a route's steps.

    Parameters
    ----------
    capital, floor : array [step]
        From the times that cells stay [1].
    rooms : tuple of (int, str, DryAir)
        Place in the route, row and air of each dry room that is not as behind its row.
    product : float
        Webs and cells that enter [kg/h] for each m2 of dry room.
    """

    capital: Array
    floor: Array
    rooms: tuple[tuple[int, str, DryAir], ...]
    product: float

    def at(self, x: Array) -> tuple[Array, Array, Array]:
        """Return factors on capital, floor and energy, each [draw, step].

        Parameters
        ----------
        x : array [draw, input]
            Drawn inputs of `uncertain`; without columns where no room differs.
        """
        capital, floor = (np.tile(f, (len(x), 1)) for f in (self.capital, self.floor))
        energy = np.ones_like(capital)
        for i, name, asked in self.rooms:
            by = power(name, asked, drawn(x[:, :-1]), self.product)
            energy[:, i] *= by
            capital[:, i] *= by ** x[:, -1]
        return capital, floor, energy


def factors(route: Sequence[RouteStep], mass: float) -> Factors:
    """Return the factors of a route's steps.

    Parameters
    ----------
    route : sequence of RouteStep
    mass : float
        Of good cells [kg/kWh].
    """
    stay = np.array([stays(s.row, s.stay) if s.stay else (1.0, 1.0) for s in route])
    rooms = tuple((i, s.row, s.dry_air) for i, s in enumerate(route) if s.dry_air)
    return Factors(stay[:, 0], stay[:, 1], rooms, entering(mass))


def said(route: Sequence[RouteStep], mass: float) -> list[str]:
    """Return a sentence for each step that is not as behind its row."""
    out = []
    for s in route:
        if s.dry_air:
            by = float(power(s.row, s.dry_air, typical(), entering(mass)))
            out.append(f"dry room {s.row} {_words(s.dry_air)}: {by:.3g} x the power of its row")
        if s.stay:
            capital, floor = stays(s.row, s.stay)
            out.append(
                f"step {s.row} {_words(s.stay)}: {capital:.3g} x capital and {floor:.3g} x floor "
                "of its row"
            )
    return out


SHOWN = {"dew_point": "degC", "area_per_person": "m2", "infiltration": "1/h", "product": "%"}


def _words(part: DryAir | Stay) -> str:
    found = conditions.given(part).items()
    return "with " + ", ".join(
        f"{name.replace('_', ' ')} {units.show(x, SHOWN.get(name, 'h'))}" for name, x in found
    )
