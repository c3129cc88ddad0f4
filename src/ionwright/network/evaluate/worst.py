"""What the worst figures of a budget add to each future, by sorting."""

from __future__ import annotations

import math

import numpy as np

from ionwright.network.case import Item
from ionwright.network.evaluate.chosen import Chosen
from ionwright.network.evaluate.costs import paid
from ionwright.network.evaluate.given import Given
from ionwright.network.robust import Robust, Uncertain


def worst(g: Given, x: Chosen, robust: Robust) -> np.ndarray:
    """Return what a budget of uncertainty adds to each future [money], shape (futures,).

    The figures that add most go to their bad ends, as many as the budget counts; one more goes the
    part of its way that is left of the budget.
    """
    if not robust.counts:
        return np.zeros(g.shape[1])
    adds = np.array([adding(g, x, f) for f in robust.figures])
    largest = -np.sort(-np.maximum(adds, 0.0), axis=0)
    whole = min(math.floor(robust.budget), len(largest))
    total = largest[:whole].sum(axis=0)
    if whole < len(largest):
        total = total + (robust.budget - whole) * largest[whole]
    return total


def adding(g: Given, x: Chosen, figure: Uncertain) -> np.ndarray:
    """Return what one figure adds at its bad end to each future [money]; negative: it saves."""
    total = np.zeros(g.shape[1])
    amounts = {"supplies": x.buy, "lanes": x.flow, "runs": x.run, "demands": x.short}
    for path, factor in figure.factors.items():
        table, _, rest = path.partition(".")
        name, _, part = rest.rpartition(".")
        (row,) = (r for r in g.case.table(table) if r.name == name)
        if table == "options":
            total += (factor[0] - 1.0) * (paid(g, row) @ x.built[name])
            continue
        if table == "items":
            total += (factor[0] - 1.0) * time_of(g, x, row)
            continue
        cost = getattr(row, part)
        if cost is not None:
            series = cost if isinstance(cost, tuple) else (cost,)
            each = g.value(table, name, part, series) * (g.series(factor) - 1.0)[:, None]
            total += g.weight @ (each * amounts[table][name])
    return total


def time_of(g: Given, x: Chosen, item: Item) -> np.ndarray:
    """Return what an item's time on the way costs in each future [money]."""
    total = np.zeros(g.shape[1])
    for lane in g.case.lanes:
        if lane.item == item.name:
            years = g.value("lanes", lane.name, "time", (lane.time,))
            total += g.weight @ (item.tied * years * x.flow[lane.name])
    return total
