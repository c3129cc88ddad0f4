"""Cost of each future by cause."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ionwright.network.case import Option
from ionwright.network.evaluate.chosen import Chosen
from ionwright.network.evaluate.given import Given

CAUSES = (
    "building", "people", "runs", "freight and duty", "purchases", "stock", "waste", "shortage",
    "over capacity", "carbon", "grants", "time on the way",
)  # fmt: skip
"""Causes of cost, in the order in which they are shown."""


def by_cause(g: Given, x: Chosen) -> dict[str, np.ndarray]:
    """Return the discounted cost of each future by cause [money], arrays of shape (futures,)."""
    found: tuple[Callable[[Given, Chosen], np.ndarray], ...] = (
        building, people, runs, freight, purchases, stock, waste, shortage, beyond, carbon,
        grants, on_the_way,
    )  # fmt: skip
    return {cause: cost(g, x) for cause, cost in zip(CAUSES, found, strict=True)}


def paid(g: Given, option: Option) -> np.ndarray:
    """Return what a whole option costs by period of its decision, up to the end of its life."""
    n, weight = len(g.case.periods), g.weight
    out = np.zeros(n)
    for t in range(n):
        end = n if option.life is None else min(n, t + option.lead + option.life)
        for year in range(t, end):
            out[t] += option.yearly * weight[year]
    return out


def building(g: Given, x: Chosen) -> np.ndarray:
    """Return what options cost, from the decision to the end of their lives."""
    total = np.zeros(g.shape[1])
    for option in g.case.options:
        total += paid(g, option) @ x.built[option.name]
    return total


def people(g: Given, x: Chosen) -> np.ndarray:
    """Return what training costs, alike in every future."""
    once = g.weight / g.years
    total = sum(float(once @ x.hired[p.name]) * p.cost for p in g.case.pools)
    return np.full(g.shape[1], total)


def runs(g: Given, x: Chosen) -> np.ndarray:
    """Return what runs cost beyond what they take."""
    total = np.zeros(g.shape[1])
    for row in g.case.runs:
        total += g.weight @ (g.value("runs", row.name, "cost", row.cost) * x.run[row.name])
    return total


def freight(g: Given, x: Chosen) -> np.ndarray:
    """Return what lanes cost."""
    total = np.zeros(g.shape[1])
    for row in g.case.lanes:
        total += g.weight @ (g.value("lanes", row.name, "cost", row.cost) * x.flow[row.name])
    return total


def purchases(g: Given, x: Chosen) -> np.ndarray:
    """Return what is paid for what is bought."""
    total = np.zeros(g.shape[1])
    for row in g.case.supplies:
        price = g.value("supplies", row.name, "price", row.price)
        total += g.weight @ (price * x.buy[row.name])
    return total


def stock(g: Given, x: Chosen) -> np.ndarray:
    """Return what holding costs."""
    hold = {i.name: i.hold or 0.0 for i in g.case.items}
    total = np.zeros(g.shape[1])
    for (item, _), held in x.stock.items():
        total += hold[item] * (g.weight @ held)
    return total


def waste(g: Given, x: Chosen) -> np.ndarray:
    """Return what getting rid costs; negative where it is sold."""
    cost = {i.name: i.waste or 0.0 for i in g.case.items}
    total = np.zeros(g.shape[1])
    for (item, _), thrown in x.wasted.items():
        total += cost[item] * (g.weight @ thrown)
    return total


def shortage(g: Given, x: Chosen) -> np.ndarray:
    """Return the cost of what is not delivered."""
    total = np.zeros(g.shape[1])
    for row in g.case.demands:
        total += (row.short or 0.0) * (g.weight @ x.short[row.name])
    return total


def beyond(g: Given, x: Chosen) -> np.ndarray:
    """Return the cost of what lines run beyond their capacity."""
    total = np.zeros(g.shape[1])
    for row in g.case.lines:
        total += (row.over or 0.0) * (g.weight @ x.over[row.name])
    return total


def carbon(g: Given, x: Chosen) -> np.ndarray:
    """Return what carbon costs at its price."""
    return (g.weight * g.series(g.case.carbon_price)) @ emitted(g, x)


def grants(g: Given, x: Chosen) -> np.ndarray:
    """Return what grants cost less what owners then need not earn; negative where they pay."""
    return np.full(g.shape[1], sum(net_grants(g, x).values()))


def net_grants(g: Given, x: Chosen) -> dict[str, float]:
    """Return by option what its grants cost less what they save [money]."""
    once, rules = g.weight / g.years, {r.name: r for r in g.case.grants}
    reliefs = {o.name: o.relief for o in g.case.options}
    out: dict[str, float] = {}
    for (name, option), money in x.granted.items():
        each = rules[name].cost - reliefs[option]
        out[option] = out.get(option, 0.0) + each * float(once @ money)
    return out


def on_the_way(g: Given, x: Chosen) -> np.ndarray:
    """Return what the money costs that is tied up in goods on their way."""
    tied = {i.name: i.tied for i in g.case.items}
    total = np.zeros(g.shape[1])
    for row in g.case.lanes:
        years = g.value("lanes", row.name, "time", (row.time,))
        total += g.weight @ (tied[row.item] * years * x.flow[row.name])
    return total


def emitted(g: Given, x: Chosen) -> np.ndarray:
    """Return the carbon of runs, lanes and supplies [kg CO2/yr], over (period, future)."""
    total = np.zeros(g.shape)
    for rows, amounts in (
        (g.case.runs, x.run), (g.case.lanes, x.flow), (g.case.supplies, x.buy)
    ):  # fmt: skip
        for row in rows:
            total += row.carbon * amounts[row.name]
    return total
