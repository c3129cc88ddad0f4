"""Other prices, demand and bounds in a program that HiGHS holds already.

A constraint keeps its shape; what changes are costs of columns, bounds, right sides and, where a
bound multiplies a variable, a coefficient. Everything is worked out by the functions that the
constraints themselves use, so a changed program is the one that would have been built anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import highspy
import numpy as np
import xarray as xr

from ionwright.errors import InputError
from ionwright.network.case import Case
from ionwright.network.constraints import cuts, flows, limits, worst
from ionwright.network.cost import prices_later, prices_now
from ionwright.network.numbers import Array, Numbers
from ionwright.network.program import Program, flow_most
from ionwright.network.rules import TABLES

MAY_CHANGE = {
    "runs": {"cost"},
    "lanes": {"cost", "open", "most", "time"},
    "supplies": {"price", "most"},
    "demands": {"amount", "short"},
    "items": {"hold", "waste", "tied"},
    "lines": {"over"},
    "options": {"yearly"},
    "pools": {"now", "cost"},
    "slots": {"most"},
    "budgets": {"most"},
    "carbon_caps": {"most"},
    "growths": {"seed"},
    "grants": {"most", "cost"},
}
"""What of a case can change in place, by table; the carbon price can, and the futures."""


def check(old: Numbers, case: Case, futures: tuple[str, ...]) -> None:
    """Raise where a case or its futures differ from those built by more than may change."""
    if list(futures) != list(old.coords["future"]):
        raise InputError("a changed program keeps its futures by name", seen=", ".join(futures),
                         allowed=", ".join(old.coords["future"]), where="scenarios")  # fmt: skip
    for kind in TABLES:
        for one, other in zip(old.case.table(kind), case.table(kind), strict=False):
            for f in fields(one):
                before, after = getattr(one, f.name), getattr(other, f.name)
                if f.name in MAY_CHANGE.get(kind, ()):
                    before, after = before is None, after is None
                if before != after:
                    raise InputError(
                        "in a program that stands only prices, demand and bounds change",
                        seen=f"{kind}.{one.name}.{f.name}",
                        do="Build it anew with network.solve", where="case",
                    )  # fmt: skip
        if len(old.case.table(kind)) != len(case.table(kind)):
            raise InputError("a changed program keeps its rows", do="Build it anew",
                             seen=f"{len(case.table(kind))} {kind}", where="case")  # fmt: skip


def change(h: highspy.Highs, p: Program, new: Numbers) -> None:
    """Write the numbers of another case or other futures into HiGHS, and into the program."""
    column = places(p.model.variables.label_index.vlabels)
    row = places(p.model.constraints.label_index.clabels)
    for name, cost in _costs(p, new).items():
        at, values = _flat(p[name].labels, cost)
        h.changeColsCost(len(at), column[at], values)
    tops = {"flow": flow_most(new), "buy": new["supply_most"], "short": new["amount"]}
    for name, top in tops.items():
        if name in p:
            here = p[name].dims[0]
            at, values = _flat(p[name].labels, top.sel({here: p[name].indexes[here]}))
            h.changeColsBounds(len(at), column[at], np.zeros(len(at)), values)
    for name, sense, side in _sides(p, new):
        at, values = _flat(p.model.constraints[name].labels, side)
        low = np.full(len(at), -np.inf) if sense == "<" else values
        high = np.full(len(at), np.inf) if sense == ">" else values
        h.changeRowsBounds(len(at), row[at], low, high)  # pyright: ignore[reportAttributeAccessIssue]
    for (rows, columns, now), (_, _, was) in zip(_entries(p, new), _entries(p, p.numbers),
                                                 strict=True):  # fmt: skip
        at, to, value, before = (x.values.ravel() for x in xr.broadcast(rows, columns, now, was))
        for i in np.flatnonzero(value != before):
            h.changeCoeff(int(row[at[i]]), int(column[to[i]]), float(value[i]))
    p.numbers = new


def places(labels: np.ndarray) -> np.ndarray:
    """Return the place in the matrix of each label."""
    out = np.full(int(labels.max(initial=-1)) + 1, -1, np.int32)
    out[labels] = np.arange(len(labels), dtype=np.int32)
    return out


def _flat(labels: Array, values: Array) -> tuple[np.ndarray, np.ndarray]:
    """Return labels and their values in one order."""
    at, each = xr.broadcast(labels, values)
    return at.values.ravel(), np.ascontiguousarray(each.values.ravel(), np.float64)


def _costs(p: Program, n: Numbers) -> dict[str, Array]:
    """Return the coefficient of each variable in the objective."""
    mean = (1.0 - p.risk.weight) * n.probability
    later = {name: price * mean for name, price in prices_later(p, n).items()}
    tail = {}
    if "beyond" in p:
        tail["beyond"] = p.risk.weight / (1.0 - p.risk.tail) * n.probability
    return prices_now(p, n) | later | tail


def _sides(p: Program, n: Numbers) -> Iterator[tuple[str, str, Array]]:
    """Return family, sense and right side of the rows whose right side may change."""
    case, coords = n.case, n.coords
    yield "balance", "=", flows.wanted(n)
    if "capacity" in p.rows:
        yield "capacity", "<", cuts.spare(p, n)
    of = dict(zip(coords["node"], n.nodes, strict=True))
    for item in case.items:
        if f"shelf_{item.name}" in p.rows and item.shelf is not None:
            names = [x for x in p["stock"].indexes["node"] if of[x][0] == item.name]
            yield f"shelf_{item.name}", "<", flows.drawn_within(n, names, item.shelf)
    for rule in case.second_sources:
        if f"second_source_{rule.name}" in p.rows:
            wants = n["amount"].sel(demand=rule.demand, drop=True)
            yield f"second_source_{rule.name}", "<", rule.share * wants
    for pool in case.pools:
        yield f"staff_{pool.name}", "=", limits.stays(n, pool)
    for kind in case.slots:
        if f"slots_{kind.name}" in p.rows:
            yield f"slots_{kind.name}", "<", limits.at_decision(n, kind.most)
    for rule in case.budgets:
        if f"budget_{rule.name}" in p.rows:
            yield f"budget_{rule.name}", "<", limits.at_decision(n, rule.most) / n.scales.money
    for rule in case.grants if "granted" in p else ():
        limit = limits.at_decision(n, rule.most) / n.scales.money
        yield f"granted_{rule.name}", "<", limit
    for rule in case.growths:
        yield f"growth_{rule.name}", "<", limits.growth_side(n, rule)
    for rule in case.quotas:
        if f"quota_{rule.name}" in p.rows:
            yield f"quota_{rule.name}", ">", limits.quota_side(n, rule)
    for rule in case.carbon_caps:
        if f"carbon_{rule.name}" in p.rows:
            yield f"carbon_{rule.name}", "<", limits.carbon_side(n, rule)


def _entries(p: Program, n: Numbers) -> Iterator[tuple[Array, Array, Array]]:
    """Return rows, columns and coefficients where what may change multiplies a variable."""
    rows = {name: p.model.constraints[name].labels for name in p.rows}
    if "capacity" in rows:
        for name in ("standing", "grown"):
            if name in p:
                yield rows["capacity"], p[name].labels, -n["available"]
    demand = {(d.item, d.site): d.name for d in n.case.demands}
    goal = {x.name: demand.get((x.item, x.to)) for x in n.case.lanes}
    maker = {lane: line for lane, line, _ in cuts.sole(p)}
    for family, name in (("linking", "open"), ("linking_over", "open"), ("chosen_flow", "chosen")):
        if family in rows:
            names = list(rows[family].coords["lane"].values)
            to = xr.DataArray([goal[x] for x in names], coords=[("lane", names)])
            amount = n["amount"].sel(demand=to).drop_vars("demand")
            column = p[name] if name == "chosen" else cuts.at(p[name], maker, names)
            yield rows[family], column.labels, -amount
    for figure in p.risk.robust.figures if "added" in p else ():
        for name, each in worst.extra(p, n, figure).items():
            columns = p[name].labels
            columns = columns.sel({d: each.coords[d] for d in columns.dims if d in each.dims})
            yield rows[worst.family(figure)], columns, each
    if "tail" in rows:
        for name, price in prices_later(p, n).items():
            yield rows["tail"], p[name].labels, price
