"""The counted engine on a route: rows of the liquid line whose machines have a price and a rate.

Machines, rates, crews and floors are those of ProZell's reference line (Lechner et al. 2024); what
passes them is that of the route's own cell and balance. A cell takes slurry by the mass of its
coatings and web by its faces, as the reference cell does; towers and racks count places for cells,
whatever their size. Rows without such machines stay as the scaled engine leaves them: warehouse,
stacking (the reference winds), dry room, services, scrap and laboratory. Solvent recovery and
notching are parts of the machines that coat and slit.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ionwright import units
from ionwright.data import money
from ionwright.plant import conditions, counted, prozell_rules
from ionwright.plant.balance import Flows
from ionwright.plant.conditions import Stay
from ionwright.plant.counted import CountedLine, CountedStep, Energy, Group, StepWork
from ionwright.plant.drivers import Plantwide
from ionwright.plant.prozell import handed, line
from ionwright.plant.prozell_cell import phev2
from ionwright.plant.prozell_cost import rooms
from ionwright.plant.prozell_reading import Corrected
from ionwright.plant.route import RouteStep
from ionwright.plant.scaled import Work
from ionwright.plant.settings import Money
from ionwright.plant.steps import Residence

Array = NDArray[np.float64]
PRICE_YEAR = 2022
"""Year whose euro the reference line's prices are taken as."""
ROWS: dict[str, tuple[tuple[str, str], ...]] = {
    "E2": (("mixing", "cathode"),),
    "E3": (("mixing", "anode"),),
    "E4": (("coating", "cathode"),),
    "E5": (("coating", "anode"),),
    "E6": (),
    "E7": (("calendering", ""),),
    "E8": (("slitting", ""),),
    "E9": (),
    "E10": (("post-drying", ""),),
    "E12": (("welding", ""),),
    "E13": (("insertion", ""),),
    "E14": (("filling", ""), ("wetting", ""), ("sealing", "")),
    "E15": (("formation", ""), ("ageing", "")),
    "E16": (("testing", ""),),
}
"""Row -> steps of the reference line, with the side where only one side's machines are meant."""
SIDES = {"cathode": "positive", "anode": "negative"}


def replaced(
    work: Work, route: tuple[RouteStep, ...], wide: Plantwide, flows: Flows, wanted: Money
) -> Work:
    """Return the work of a plant with counted machines wherever they are sourced.

    Parameters
    ----------
    work : Work
        Of the scaled engine, [draw, step].
    route : tuple of RouteStep
    wide : Plantwide
    flows : Flows
        Of a year at full load.
    wanted : Money
        Of the plant.
    """
    out = [getattr(work, name).copy() for name in ("capital", "labour", "area", "energy")]
    capital, labour, area, energy = out
    paid = money.convert(
        1.0, currency="EUR", year=PRICE_YEAR, to_currency=wanted.currency, to_year=wanted.year
    )
    for i, step in enumerate(route):
        if step.row not in ROWS:
            continue
        for x in out:
            x[:, i] = 0.0
        for _, found in machines(step, i, wide, flows):
            capital[:, i] += paid * found.capital
            labour[:, i] += (found.skilled + found.helper) * prozell_rules.HOURS
            area[:, i] += rooms(found.floor, Corrected()).building
            energy[:, i, 0] += found.energy
    return Work(capital, labour, area, energy)


def machines(
    step: RouteStep, i: int, wide: Plantwide, flows: Flows
) -> tuple[tuple[CountedStep, StepWork], ...]:
    """Return the steps of the reference line that a row is, for the route's cell, each with sizes.

    Parameters
    ----------
    step : RouteStep
        Of a row in `ROWS`.
    i : int
        Its place in the route.
    wide : Plantwide
    flows : Flows
        Of a year at full load.
    """
    out = []
    for name, side in ROWS[step.row]:
        chosen = _held(_step(name, side, wide), step.stay)
        chain = CountedLine((chosen,), prozell_rules.HOURS, ())
        (found,) = counted.work(chain, _into(step, i, side, wide, flows)[:, None])
        out.append((chosen, found))
    return tuple(out)


def _into(step: RouteStep, i: int, side: str, wide: Plantwide, flows: Flows) -> Array:
    """Return what enters a step, in cells a year: by mass, by web or in cells."""
    if step.row in ("E2", "E3"):
        mine = np.flatnonzero(wide.active(SIDES[side]))
        good = sum(wide.cell.streams[k].mass for k in mine) * wide.number
        entering = sum((flows.enter[:, i, k] for k in mine), np.zeros(len(flows.cells)))
        return entering / good * wide.number
    if step.driver == "cells":
        return flows.cells[:, i]
    return flows.web[:, i] * wide.number


def _step(name: str, side: str, wide: Plantwide) -> CountedStep:
    """Return a step of the reference line for the cell of a route."""
    found = next(s for s in line(Corrected()).steps if s.name == name)
    groups = [g for g in found.groups if side in g.name]
    size = wide.cell.energy / phev2().energy
    return replace(
        found,
        groups=tuple(_group(g, name, wide) for g in groups),
        energy=Energy(found.energy.per_cell * size, found.energy.per_year * size),
    )


def _held(step: CountedStep, stay: Stay | None) -> CountedStep:
    """Return a step of towers or racks in which cells stay as long as its route asks for."""
    time = conditions.given(stay).get(step.name)
    if time is None:
        return step
    (group,) = step.groups
    law = group.machine.law
    assert isinstance(law, Residence)  # towers and racks
    machine = replace(group.machine, law=replace(law, time=units.to(time, "h")))
    return replace(step, groups=(replace(group, machine=machine),))


def _group(group: Group, name: str, wide: Plantwide) -> Group:
    """Return a group of machines with what passes them for a cell of the route."""
    side = next((s for s in SIDES if group.name.endswith(f", {s}")), "")
    if not side:
        return group
    part = SIDES[side]
    cell = phev2()
    if name == "mixing":
        kinds = (f"{part}/active", f"{part}/additive")
        mine = sum(s.mass for s in wide.cell.streams if s.name in kinds)
        return replace(group, per_cell=group.per_cell * mine / handed(cell).coating[side])
    coating, mass = getattr(cell, side), getattr(cell, f"{side}_mass")
    faces = mass / (coating.thickness * coating.density) / 1e6  # mm2 -> m2, both faces
    return replace(group, per_cell=group.per_cell * wide.cell.web(part) / faces)
