"""The liquid line twice, by the scaled and by the counted engine, in one form and one money.

Scaled: the rows of BatPaC 5 at 10 GWh/yr and at its own cell, where every driver has the ratio 1.
Counted: the reference plant of ProZell with its floors and rooms put right. Prices of ProZell's
machines are mostly those of BatPaC's own manual, scaled by its authors: the two are independent
in rates, counts, crews and buildings, not in prices.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ionwright.plant import prozell_rules
from ionwright.plant.cost import Goods, Rates, Stack, stack
from ionwright.plant.files import load_route
from ionwright.plant.lower import PER_KWH
from ionwright.plant.prozell_cost import Reference
from ionwright.plant.reference import SIZE
from ionwright.plant.scaled import Work
from ionwright.plant.settings import Settings

Array = NDArray[np.float64]
GROUPS = {
    "warehouse": (("E1",), ()),
    "mixing": (("E2", "E3"), ("mixing",)),
    "coating, drying, solvent": (("E4", "E5", "E6"), ("coating",)),
    "calendering": (("E7",), ("calendering",)),
    "vacuum drying": (("E10",), ("post-drying",)),
    "slitting and notching": (("E8", "E9"), ("slitting",)),
    "stacking or winding": (("E11",), ("winding",)),
    "welding": (("E12",), ("welding",)),
    "insertion": (("E13",), ("insertion",)),
    "filling, wetting, sealing": (("E14",), ("filling", "wetting", "sealing")),
    "formation and ageing": (("E15",), ("formation", "ageing")),
    "x-ray and end of line": (("E16",), ("testing",)),
    "dry room": (("E17", "E18"), ("dry room",)),
    "services of the building": (("E19",), ()),
    "scrap and laboratory": (("E20",), ("laboratory", "packing")),
}
"""Rows of the scaled and of the counted line that stand beside each other."""
DRY = ("E17", "E18", "dry room")


@dataclass(frozen=True)
class Line:
    """A line as one engine sees it.

    Parameters
    ----------
    steps : tuple of str
    work : Work
        Of one draw, capital in `currency`; floor stands at the last step.
    shell, land : float
        Building and land at the engine's own prices [currency].
    currency : str
        Money of 2022.
    """

    steps: tuple[str, ...]
    work: Work
    shell: float
    land: float
    currency: str

    @property
    def capital(self) -> float:
        """Machines, building and land [currency]."""
        return float(self.work.capital.sum()) + self.shell + self.land

    def of(self, steps: tuple[str, ...]) -> float:
        """Return the machines of some steps [currency]."""
        at = [self.steps.index(name) for name in steps]
        return float(self.work.capital[0, at].sum())


def scaled_line(price_of_building: float) -> Line:
    """Return the scaled line of 10 GWh/yr; `price_of_building` [USD of 2022/m2]."""
    route = load_route("liquid").steps
    amount = {
        what: np.array([[s.amount(what)[1] * by * SIZE for s in route]])
        for what, by in PER_KWH.items()
    }
    energy = np.array([[sum(e[1] for e in s.energy().values()) * SIZE for s in route]])
    none = np.zeros_like(energy)
    work = Work(
        amount["capital"], amount["labour"], amount["area"], np.stack([energy, none], axis=-1)
    )
    shell = float(work.area.sum()) * price_of_building
    return Line(tuple(s.id for s in route), work, shell, 0.0, "USD")


def counted_line(plant: Reference) -> Line:
    """Return the counted line of a reference plant; floor is that of its whole building."""
    rooms, names = plant.rooms, [s.name for s in plant.steps]
    steps = (*names, "dry room", "laboratory", "building")
    rest = [float(rooms.dry_price), float(rooms.lab_price), 0.0]
    capital = np.array([[float(s.capital) for s in plant.steps] + rest])
    posts = [float(s.skilled + s.helper) for s in plant.steps]
    labour = np.array([[n * prozell_rules.HOURS for n in posts] + [0.0] * 3])
    spent = [float(s.energy) for s in plant.steps]
    spent += [float(plant.energy["dry room"]), float(plant.energy["laboratory"]), 0.0]
    energy = np.stack([np.array([spent]), np.zeros((1, len(steps)))], axis=-1)
    area = np.zeros_like(capital)
    area[0, -1] = float(rooms.building)
    work = Work(capital, labour, area, energy)
    return Line(steps, work, float(rooms.factory_price), float(rooms.land_price), "EUR")


def beside(a: Line, b: Line, dollars: float) -> list[tuple[str, float, float, float]]:
    """Return (group, capital of a, of b, difference), a in USD and b in EUR.

    Parameters
    ----------
    a, b : Line
        Scaled and counted.
    dollars : float
        For a euro [USD/EUR]; differences are in USD and add up to that of the whole.
    """
    rows = [(name, a.of(one), b.of(other)) for name, (one, other) in GROUPS.items()]
    rows.append(("building and land", a.shell + a.land, b.shell + b.land))
    return [(name, x, y, x - dollars * y) for name, x, y in rows]


def processing(line: Line, dollars: float, rates: Rates, settings: Settings) -> Stack:
    """Return what a line costs without any material, in the one stack [USD of 2022].

    Parameters
    ----------
    line : Line
    dollars : float
        For a unit of its currency [USD].
    rates : Rates
        The same for both lines: then a difference is machines, crews, floor and energy only.
    settings : Settings
    """
    nothing = np.zeros_like(line.work.capital)
    w = line.work
    work = Work(w.capital * dollars, w.labour, w.area, w.energy)
    dry = np.array([name in DRY for name in line.steps], bool)
    return stack(work, Goods(nothing, nothing, nothing, nothing), dry, rates, settings, SIZE)
