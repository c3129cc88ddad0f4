"""A process as the network sees it: what flows in, what one unit costs beside that, sizes.

What is taken and is made by no process of the case, nor traded in it, is bought where the plant
stands at the price of the data; it is summed to one figure, money for each unit. Amounts in kg or
kWh of the item made, capacity in kg/yr or kWh/yr, money in US dollars of 2025.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from ionwright import cell, plant
from ionwright.cell import Design
from ionwright.network.build.book import DOLLARS
from ionwright.plant import chemical, chemical_terms, handoff, learning, settings
from ionwright.plant.chemical import PLANT
from ionwright.plant.chemical_cost import FREE
from ionwright.plant.plant import Plant
from ionwright.plant.process import Amount, Process

KG = 1e3
"""kg in a tonne."""
GWH = 1e6
"""kWh in a GWh."""
ROLLED = "F-0"
"""Row of the steps of a route that buys its lithium as foil."""
DRAWS = 8
"""Draws behind the ranges of a cell process; only typical values enter a case."""


@dataclass(frozen=True, slots=True)
class Size:
    """A plant that may be built: output [unit/yr], capital [USD], people."""

    capacity: float
    capital: float
    people: float


@dataclass(frozen=True)
class Recipe:
    """A way to make an item.

    Parameters
    ----------
    name, item, unit : str
    takes : mapping of str to float
        What flows in [kg/unit].
    bought : float
        What is bought beside that [USD/unit].
    energy : mapping of str to float
        By carrier [kWh/unit].
    hours : float
        Paid by a person in a year [h/yr].
    sizes : tuple of Size
        The smallest first.
    upkeep : float
        Share of the capital in a year [1/yr].
    life : float
        [yr].
    lead : float
        From decision to first output [yr].
    ramp : tuple of float
        Output over nameplate in the first, second, ... year; the last stays [1].
    mass : float
        [kg/unit].
    evidence : mapping of str to str
        Kind of each figure by name.
    notes : tuple of str
    """

    name: str
    item: str
    unit: str
    takes: Mapping[str, float]
    bought: float
    energy: Mapping[str, float]
    hours: float
    sizes: tuple[Size, ...]
    upkeep: float
    life: float
    lead: float
    ramp: tuple[float, ...]
    mass: float
    evidence: Mapping[str, str]
    notes: tuple[str, ...]

    def size(self, capacity: float) -> Size:
        """Return the size class of a capacity [unit/yr]."""
        (found,) = (s for s in self.sizes if s.capacity == capacity)
        return found


def of_chemical(way: str, sizes: tuple[float, ...], flows: Collection[str]) -> Recipe:
    """Return a way of the chemical plants.

    Parameters
    ----------
    way : str
    sizes : tuple of float
        [t/yr].
    flows : collection of str
        Items that flow in the case; all else is bought.
    """
    found = chemical.build(way, DOLLARS, size=sizes[0])
    prices = {i: _price(i) for i in found.takes if i not in flows and i not in FREE}
    return Recipe(
        name=way,
        item=found.commodity,
        unit="kg",
        takes={i: a.typical for i, a in found.takes.items() if i in flows},
        bought=sum(found.takes[i].typical * p.typical for i, p in prices.items()),
        energy={c: a.typical for c, a in found.energy.items()},
        hours=found.hours.typical,
        sizes=tuple(
            Size(KG * s, found.capital.total(s).typical, chemical.people(s).typical) for s in sizes
        ),
        upkeep=chemical.number(PLANT, "maintenance_share", "1").typical,
        life=chemical.number(PLANT, "lifetime", "yr").typical,
        lead=found.lead_time.typical,
        ramp=_ramp(found.ramp),
        mass=1.0,
        evidence=_evidence(found) | {f"price {i}": p.kind for i, p in prices.items()},
        notes=found.notes,
    )


def of_cells(
    item: str,
    line: Plant,
    design: Design,
    sizes: tuple[float, ...],
    flows: Collection[str],
    *,
    ramp: str,
    lead: Amount,
) -> Recipe:
    """Return a cell plant that makes an item.

    Parameters
    ----------
    item : str
        What the cell is to its customers.
    line : Plant
        Where it stands plays no part but in its building.
    design : Design
    sizes : tuple of float
        [GWh/yr].
    flows : collection of str
    ramp : str
        Item of the table of learning.
    lead : Amount
        [yr].
    """
    other = max(sizes) * 2.0 if len(sizes) == 1 else sizes[-1]
    grid = tuple(dict.fromkeys((*sizes, other)))
    found = handoff.of_cells(
        line, design, ramp=learning.ramp(ramp), lead_time=lead, sizes=grid, count=DRAWS
    )
    solved = plant.solve(line, design)
    rolled = any(step.row == ROLLED for step in line.route.steps)
    takes: dict[str, float] = {}
    bought, kinds = 0.0, {}
    parts = zip(
        solved.low.wide.cell.streams, solved.run.flows.bought[0], solved.low.prices, strict=True
    )
    for stream, mass, price in parts:
        name = "lithium-foil" if rolled and stream.item == "lithium" else stream.item
        kg = float(mass) / solved.low.wide.energy
        if name in flows:
            takes[name] = takes.get(name, 0.0) + kg
        else:
            bought += kg * price.typical
            kinds[price.name] = price.row.kind
    money = settings.load_settings()
    return Recipe(
        name=f"{item} by {found.way}",
        item=item,
        unit="kWh",
        takes=takes,
        bought=bought,
        energy={c: a.typical for c, a in found.energy.items()},
        hours=found.hours.typical,
        sizes=tuple(Size(GWH * s.capacity, s.capital.typical, s.people.typical)
                    for s in found.sizes if s.capacity in sizes),
        upkeep=money.overhead.maintenance,
        life=money.finance.equipment_years,
        lead=lead.typical,
        ramp=_ramp(found.ramp),
        mass=found.makes[handoff.PRODUCT],
        evidence=_evidence(found) | kinds,
        notes=found.notes,
    )  # fmt: skip


def joined(outer: Recipe, inner: Recipe, size: float) -> Recipe:
    """Return a recipe that makes one of its inputs for itself, on the same site.

    Parameters
    ----------
    outer, inner : Recipe
        `outer` takes what `inner` makes.
    size : float
        Class of `inner` whose capital and people serve for each unit, whatever the size of the
        outer plant [unit/yr].
    """
    kg = outer.takes[inner.item]
    beside = inner.size(size)
    takes = {i: x for i, x in outer.takes.items() if i != inner.item}
    for item, x in inner.takes.items():
        takes[item] = takes.get(item, 0.0) + kg * x
    carriers = {*outer.energy, *inner.energy}
    return replace(
        outer,
        takes=takes,
        bought=outer.bought + kg * inner.bought,
        energy={c: outer.energy.get(c, 0.0) + kg * inner.energy.get(c, 0.0) for c in carriers},
        sizes=tuple(
            Size(
                s.capacity,
                s.capital + kg * s.capacity / size * beside.capital,
                s.people + kg * s.capacity / size * beside.people,
            )
            for s in outer.sizes
        ),
        evidence={**outer.evidence, **inner.evidence},
        notes=(*outer.notes, f"makes its {inner.item} on the same site", *inner.notes),
    )


def plant_of(route: str, design: str, capacity: str, anode: str | None) -> tuple[Plant, Design]:
    """Return a plant in Chongqing and the design that it makes, by their names."""
    return plant.load(route, capacity, "chongqing", anode=anode), cell.load(design)


def _ramp(ramp: learning.Ramp) -> tuple[float, ...]:
    """Return output over that of the mature plant by year, until it is within 2 % [1]."""
    out: list[float] = []
    while not out or out[-1] < 0.98:
        year = len(out)
        out.append(float(ramp.mean(year, year + 1)) / ramp.final)
    return (*out, 1.0)


def _price(item: str) -> Amount:
    none = Amount(0.0, 0.0, 0.0, "1", "assumed", "", "")
    return chemical_terms.price(item, chemical_terms.Terms(DOLLARS, "chongqing", none, none))


def _evidence(found: Process) -> dict[str, str]:
    kinds = (k for k, n in found.evidence.items() for _ in range(n))
    return {f"{found.way}, figure {i}": kind for i, kind in enumerate(kinds)}
