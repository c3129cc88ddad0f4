"""Formation: energy of charges and discharges, and places as flow x time.

The cycles and efficiencies are those of the reference plant of Lechner et al. 2024 (its code):
two full charges, the first with the loss of the first cycle, two discharges of which a share comes
back, and a half charge that stays in the cell. Life tests of samples are not in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ionwright.core.laws import Law
from ionwright.errors import InputError
from ionwright.plant.prozell_rows import floor, number
from ionwright.plant.steps import Residence

Array = NDArray[np.float64]
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Formation:
    """Formation of a cell: two full charges, two discharges, a half charge at the end.

    Parameters
    ----------
    first_charge : float or array
        Charge that the first cycle gives back over what it took [1].
    cycle : float or array
        Efficiency of charging [1].
    recovered : float or array
        Share of the energy of a discharge that comes back [1].
    place : Residence
        Places of one tower, and the time that a cell stays [h].
    """

    first_charge: float | Array
    cycle: float | Array
    recovered: float | Array
    place: Residence

    def __post_init__(self) -> None:
        """Check that the efficiencies are shares."""
        for name in ("first_charge", "cycle", "recovered"):
            given = np.asarray(getattr(self, name))
            above = given >= 0.0 if name == "recovered" else given > 0.0
            if not np.all(above & (given <= 1.0)):
                raise InputError(
                    "efficiencies of formation are shares",
                    seen=f"{name} {getattr(self, name)}",
                    allowed="above 0, up to 1" if name != "recovered" else "0 to 1",
                )

    @property
    def taken(self) -> float | Array:
        """Energy of all charges over that of the cell [1]."""
        return (1.0 / self.first_charge + 1.5) / self.cycle

    @property
    def returned(self) -> float | Array:
        """Energy of both discharges that comes back [1]."""
        return 2.0 * self.recovered

    @property
    def net(self) -> float | Array:
        """What a cell takes from the grid over its energy [1]."""
        return self.taken - self.returned

    @property
    def lost(self) -> float | Array:
        """What becomes heat: losses of each charge, and what discharges do not give back [1]."""
        first = 1.0 / (self.first_charge * self.cycle) - 1.0
        others = 1.5 * (1.0 / self.cycle - 1.0)
        return first + others + 2.0 * (1.0 - self.recovered)

    @property
    def kept(self) -> float:
        """Energy left in a cell that goes on to ageing [1]."""
        return 0.5

    def positions(self, cells: float | Array) -> float | Array:
        """Return the places that are taken for a flow [cells/h]: flow x time (Little's law)."""
        return cells * self.place.time

    def towers(self, cells: float | Array) -> float | Array:
        """Return the towers that run for a flow [cells/h]."""
        return self.place.needed(cells)

    def check(self) -> tuple[Law, ...]:
        """Return the laws it obeys."""
        gap = np.abs(self.taken - self.returned - self.lost - self.kept) / self.taken
        low = np.maximum(-np.asarray(self.lost), 0.0)
        return (
            Law("energy taken = returned + lost + kept in the cell", float(np.max(gap)),
                TOLERANCE, "energy taken"),
            Law("formation loses energy", float(np.max(low)), TOLERANCE, "energy of the cell"),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A place for one cell in a tower or rack: price [EUR of 2022] and floor [m2]."""

    price: float
    floor: float


@cache
def place_of(step: str) -> Place:
    """Return a place of the reference line of Lechner et al.: "formation" or "ageing"."""
    item = f"prozell-{step}"
    places = number(item, "positions", "1")
    plates = sum(floor(item, air) for air in ("", "dry", "lab"))
    return Place(number(item, "machine_price", "EUR") / places, plates / places)


def lechner_formation() -> Formation:
    """Return formation as the reference plant of Lechner et al. has it."""
    step = "prozell-formation"
    return Formation(
        first_charge=number(step, "efficiency", "1", "charge of the first cycle"),
        cycle=number(step, "efficiency", "1", "energy of a cycle"),
        recovered=number(step, "recovered_share", "1", "energy of discharge"),
        place=Residence(number(step, "positions", "1"), number(step, "residence_time", "h")),
    )
