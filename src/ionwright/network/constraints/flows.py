"""Rows of flow: balance of each node, one source, shares of lanes, stock that keeps."""

from __future__ import annotations

from collections.abc import Sequence

import linopy
import numpy as np
import xarray as xr

from ionwright.network.numbers import Numbers
from ionwright.network.program import Program, Row


def balance(p: Program) -> None:
    """Everything that comes to a node leaves it.

    sum_a f_in - sum_a f_out + sum_r m_rn q_r + b_n + u_n - w_n
        - (s_nt - s_n,t-1) / years_t = d_n      for every n, t, omega
    """
    n = p.numbers
    sides = [
        p[name] @ n[matrix]
        for name, matrix in (("flow", "moved"), ("run", "made"), ("buy", "bought"))
        if name in p
    ]
    if "short" in p:
        names = p["short"].indexes["demand"]
        sides.append(p["short"] @ n["wanted"].sel(demand=names))
    if "wasted" in p:
        sides.append(p["wasted"].rename(node="from") @ _onto(p, "wasted", -1.0))
    if "stock" in p:
        sides.append(_drawn(p))
    total = sides[0]
    for side in sides[1:]:
        total = total + side
    p.add("balance", Row("unit/yr", "{node} in {year}: what comes in is used"), total == wanted(n))


def wanted(n: Numbers) -> xr.DataArray:
    """Return what is wanted at each node, over (node, year, future)."""
    return n["amount"].dot(n["wanted"], dim="demand").transpose("node", "year", "future")


def _onto(p: Program, name: str, factor: float) -> xr.DataArray:
    """Return the matrix that puts a variable of some nodes onto all nodes."""
    nodes, some = p.numbers.coords["node"], list(p[name].indexes["node"])
    out = xr.DataArray(
        factor * (xr.DataArray(some, dims="from") == xr.DataArray(nodes, dims="node")),
        coords={"from": some, "node": nodes},
    )
    return out


def _drawn(p: Program) -> linopy.LinearExpression:
    """Return what stock gives to each node in a year, over (node, year, future)."""
    n = p.numbers
    years = [x.name for x in n.case.periods]
    step = xr.DataArray(0.0, coords=[("end", years), ("year", years)])
    for t, period in enumerate(n.case.periods):
        step[t, t] = -1.0 / period.years
        if t:
            step[t - 1, t] = 1.0 / period.years
    held = p["stock"].rename(node="from", year="end") @ step
    return held @ _onto(p, "stock", 1.0)


def shelf(p: Program) -> None:
    """Use stock before it is too old; the flows of the last period go on after it.

    s_nt <= sum_{t' > t} h_tt' (what leaves the node in t')      for every stored n with a shelf
        life, t; h_tt' are the years of t' within a shelf life of the end of t
    """
    n = p.numbers
    if "stock" not in p:
        return
    of = dict(zip(n.coords["node"], n.nodes, strict=True))
    for item in n.case.items:
        names = [x for x in p["stock"].indexes["node"] if of[x][0] == item.name]
        if item.shelf is None or not names:
            continue
        within = keeps(n, item.shelf)
        used = 1.0 * p["stock"].sel(node=names)
        for name, matrix in (("flow", "moved"), ("run", "made")):
            if name in p:
                drawn = (-n[matrix].sel(node=names)).clip(min=0.0)
                used = used - p[name].rename(year="leaving") @ drawn @ within
        if "short" in p:
            some, wants = p["short"].indexes["demand"], n["wanted"].sel(node=names)
            used = used + p["short"].rename(year="leaving") @ wants.sel(demand=some) @ within
        if "wasted" in p and item.waste is not None:
            used = used - p["wasted"].sel(node=names).rename(year="leaving") @ within
        row = Row("unit", "{node} after {year}: stock is used while it keeps")
        p.add(f"shelf_{item.name}", row, used <= drawn_within(n, names, item.shelf))


def drawn_within(n: Numbers, names: Sequence[str], life: float) -> xr.DataArray:
    """Return what demand wants within a shelf life of the end of each year, by node."""
    wants = wanted(n).sel(node=list(names)).rename(year="leaving")
    return wants.dot(keeps(n, life), dim="leaving").transpose("node", "year", "future")


def keeps(n: Numbers, life: float) -> xr.DataArray:
    """Return the years of each period within a shelf life of the end of each, (leaving, year)."""
    years = n.coords["year"]
    ends = np.cumsum([float(x.years) for x in n.case.periods])
    starts = np.concatenate([[0.0], ends[:-1]])
    last = np.where(ends == ends[-1], np.inf, ends)
    overlap = np.minimum(last[:, None], ends + life) - np.maximum(starts[:, None], ends)
    return xr.DataArray(np.maximum(overlap, 0.0), coords=[("leaving", years), ("year", years)])


def one_source(p: Program) -> None:
    """One lane brings all that a demand gets.

    f_a = d z_a, sum_a z_a <= 1, z binary      for every lane a to a demand of one source
    """
    n = p.numbers
    single = [d for d in n.case.demands if d.one_source]
    to = {(d.item, d.site): d.name for d in single}
    lanes = [x for x in n.case.lanes if (x.item, x.to) in to]
    if not lanes:
        return
    names = [x.name for x in lanes]
    goal = xr.DataArray([to[x.item, x.to] for x in lanes], coords=[("lane", names)])
    amount = n["amount"].sel(demand=goal).drop_vars("demand")
    z = p.model.add_variables(coords=amount.coords, binary=True, name="chosen")
    p.add("chosen_flow", Row("unit/yr", "{lane} in {year}: all or nothing"),
          p["flow"].sel(lane=names) - amount * z == 0.0)  # fmt: skip
    one = xr.DataArray(
        1.0 * (goal == xr.DataArray([d.name for d in single], dims="demand")),
        coords={"lane": names, "demand": [d.name for d in single]},
    )
    p.add("one_source", Row("1", "{demand} in {year}: one source"), z @ one <= 1.0)


def second_source(p: Program) -> None:
    """No origin brings more than its share of what a demand gets.

    sum_{a from i} f_a <= share (d - u)      for every second source rule and origin i
    """
    n = p.numbers
    for rule in n.case.second_sources:
        (demand,) = (d for d in n.case.demands if d.name == rule.demand)
        into = [x for x in n.case.lanes if (x.item, x.to) == (demand.item, demand.site)]
        if not into:
            continue
        origins = list(dict.fromkeys(x.origin for x in into))
        names = [x.name for x in into]
        by = xr.DataArray(
            [[1.0 * (x.origin == o) for o in origins] for x in into],
            coords=[("lane", names), ("origin", origins)],
        )
        most = rule.share * n["amount"].sel(demand=rule.demand, drop=True)
        got = p["flow"].sel(lane=names) @ by
        if demand.short is not None:
            some = list(p["short"].indexes["demand"])
            of = [[rule.share * (x == rule.demand) for _ in origins] for x in some]
            got = got + p["short"] @ xr.DataArray(
                of, coords=[("demand", some), ("origin", origins)]
            )
        p.add(f"second_source_{rule.name}",
              Row("unit/yr", f"{rule.name}: {{origin}} in {{year}} brings no more than its share"),
              got <= most)  # fmt: skip
