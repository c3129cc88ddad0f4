"""From a plant and a design to what it takes and costs, for one plant or thousands of draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ionwright.plant import batpac
from ionwright.plant.balance import Flows
from ionwright.plant.cost import Goods, Rates, Stack, along, stack
from ionwright.plant.counted_rows import replaced
from ionwright.plant.drivers import AMOUNTS
from ionwright.plant.lower import Lowered
from ionwright.plant.prozell_rows import number
from ionwright.plant.reference import SIZE
from ionwright.plant.scaled import Amounts, Work, work

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Run:
    """One pass over some draws.

    Parameters
    ----------
    flows : Flows
        Of a year at full load.
    work : Work
    goods : Goods
    stack : Stack
    price : array [draw, stream]
        [money/kg].
    """

    flows: Flows
    work: Work
    goods: Goods
    stack: Stack
    price: Array


def run(low: Lowered, x: Array) -> Run:
    """Return what a plant takes and costs in each row of inputs [draw, input]."""
    flows = low.flows(x)
    price = np.take(x, low.streams, axis=1)
    done = work(low.terms, _amounts(low, x), low.wide, flows, low.typical_flows)
    plant = low.plant
    if plant.counted:
        done = replaced(done, plant.route.steps, low.wide, flows, plant.settings.money)
    goods = _goods(low, x, flows, price)
    rates = _rates(low, x)
    found = stack(done, goods, low.dry, rates, plant.settings, low.wide.energy)
    return Run(flows, done, goods, found, price)


def _amounts(low: Lowered, x: Array) -> Amounts:
    drawn = {name: np.take(x, columns, axis=1) for name, columns in low.steps.items()}
    capital, area, energy = low.conditions.at(np.take(x, low.air, axis=1))
    by = {"capital": capital, "labour": 1.0, "area": area}
    return Amounts(
        **{what: drawn[what] * SIZE * by[what] for what in AMOUNTS},
        energy=drawn["energy"] * SIZE * energy,
        exponent=drawn["exponent"],
        heat=low.heat,
    )


def _goods(low: Lowered, x: Array, flows: Flows, price: Array) -> Goods:
    scrap = along(flows.lost, 3) * price[:, None, :]
    back = along(flows.lost * low.losses.recovered, 3) * price[:, None, :]
    material = np.zeros(scrap.shape[:2])
    for k, s in enumerate(low.wide.cell.streams):
        material[:, low.wide.chain.entry[k]] += s.mass * low.wide.number * price[:, k]
    return Goods(
        material=material,
        scrap=along(scrap, 2),
        credit=along(back, 2),
        consumables=_solvents(low, x, flows),
    )


def solvent_per_active() -> float:
    """Return solvent evaporated for each kilogram of positive active material [kg/kg].

    That of BatPaC's baseline plant: 36.3 kt over 72.5 kt.
    """
    base = batpac.baseline()
    return base.solvent / base.positive_active


def _solvents(low: Lowered, x: Array, flows: Flows) -> Array:
    """Return money for solvent that is not recovered [money/yr], [draw, step]."""
    out = np.zeros(flows.enter.shape[:2])
    mine = np.flatnonzero(low.wide.active("positive"))
    for s in low.solvents:
        active = np.zeros(len(x))
        for k in mine:
            active = active + flows.bought[:, k]
        made_up = active * solvent_per_active() * (1.0 - x[:, s.recovered])
        out[:, s.step] += made_up * x[:, s.price]
    return out


def _rates(low: Lowered, x: Array) -> Rates:
    def of(name: str) -> Array:
        return x[:, low.rates[name]].copy() if name in low.rates else np.zeros(len(x))

    return Rates(
        wage=of("wage") * (1.0 + of("employer load")),
        electricity=of("electricity"),
        heat=of("heat"),
        construction=of("construction"),
        land=of("land"),
        land_per_floor=1.0 + number("prozell-building", "open_land_share", "1"),
        tax=low.plant.place.typical("tax"),
    )
