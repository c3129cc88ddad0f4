"""Rows of limits: people, equipment slots, growth, local content, carbon, capital."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import linopy
import numpy as np
import xarray as xr

from ionwright.network.case import CarbonCap, Growth, Option, Pool, Quota, Series
from ionwright.network.numbers import Array, Numbers
from ionwright.network.program import Program, Row


def people(p: Program) -> None:
    """Fill posts with those who are there, and train them in time.

    N_t = (1 - leave)^years_t N_t-1 + h_t,  h_t <= train_t years_t
    sum_{l in region} share people_l K_lt <= N_t
    """
    n = p.numbers
    pools = n.case.pools
    if not pools:
        return
    train = _series(p, "pool", pools, lambda x: x.train) * _years(p)
    hired = p.model.add_variables(lower=0.0, upper=train, name="hired")
    staff = p.model.add_variables(lower=0.0, coords=train.coords, name="staff")
    years, names = n.coords["year"], [x.name for x in pools]
    passed = xr.DataArray(0.0, coords=[("pool", names), ("before", years), ("year", years)])
    for i, pool in enumerate(pools):
        for t, period in enumerate(n.case.periods[1:]):
            passed[i, t, t + 1] = (1.0 - pool.leave) ** period.years
    for i, name in enumerate(names):
        now, new = (v.isel(pool=i, drop=True) for v in (staff, hired))
        before = now.rename(year="before") @ passed.isel(pool=i, drop=True)
        p.add(f"staff_{name}", Row("people", f"{name} in {{year}}: who is there was trained"),
              1.0 * now - before - new == stays(n, pools[i]))  # fmt: skip
    posts = xr.DataArray(
        [[_posts(p, x.name, line.name) for line in n.case.lines] for x in pools],
        coords=[("pool", names), ("line", n.coords["line"])],
    ).transpose("line", "pool")
    p.add("people", Row("people", "{pool} in {year}: posts are filled"),
          p.standing() @ posts - p.alike("staff") <= 0.0)  # fmt: skip


def stays(n: Numbers, pool: Pool) -> Array:
    """Return who of today's people is still there in the first year, over (year)."""
    out = xr.DataArray(np.zeros(n.years), coords=[("year", n.coords["year"])])
    out[0] = (1.0 - pool.leave) ** n.case.periods[0].years * pool.now
    return out


def _posts(p: Program, pool_name: str, line_name: str) -> float:
    """Return posts of a pool for each solver's unit of capacity of a line."""
    case = p.numbers.case
    (pool,) = (x for x in case.pools if x.name == pool_name)
    (line,) = (x for x in case.lines if x.name == line_name)
    (site,) = (x for x in case.sites if x.name == line.site)
    there = site.region == pool.region
    return pool.share * line.people * p.numbers.scales.line[line_name] if there else 0.0


def slots(p: Program) -> None:
    """Lines that start in a period find their equipment.

    sum_o slots_o y_ot <= most_t years_t      for every kind of slot, t
    """
    n = p.numbers
    for kind in n.case.slots:
        total = _decided(p, lambda o, name=kind.name: o.slots.get(name, 0.0))
        if total is not None:
            p.add(f"slots_{kind.name}", Row("slots", f"{kind.name} in {{decided}}: slots"),
                  total <= at_decision(n, kind.most))  # fmt: skip


def budgets(p: Program) -> None:
    """Capital decided on in a region stays within its budget.

    sum_{o in region} capital_o y_ot <= most_t years_t
    """
    n = p.numbers
    regions = {x.name: x.region for x in n.case.sites}
    place = {x.name: regions[x.site] for x in n.case.lines}
    money = n.scales.money
    for rule in n.case.budgets:
        total = _decided(
            p, lambda o, r=rule.region: o.capital / money if place[o.line] == r else 0.0
        )
        if total is not None:
            most = tuple(x / money for x in rule.most)
            p.add(f"budget_{rule.name}", Row("money", f"{rule.name} in {{decided}}: capital"),
                  total <= at_decision(n, most))  # fmt: skip


def growth(p: Program) -> None:
    """Capacity for an item grows by no more than a factor, beyond a seed and what is announced.

    C_t <= factor C_t-1 + seed + max(0, E_t - E_t-1),  C_t = sum_l m_k K_lt
                                                       E_t = sum_l m_k K0_lt

    for every growth rule, t: a plant that `existing` lets start in t needs no room for growth.
    """
    n = p.numbers
    years = n.coords["year"]
    for rule in n.case.growths:
        per = xr.DataArray(_per_capacity(n, rule.item), coords=[("line", n.coords["line"])])
        able = p.standing() @ per
        before = xr.DataArray(0.0, coords=[("last", years), ("year", years)])
        for t in range(1, n.years):
            before[t - 1, t] = rule.factor
        p.add(f"growth_{rule.name}", Row("unit/yr", f"{rule.name} in {{year}}: growth"),
              able - able.rename(year="last") @ before
              <= growth_side(n, rule))  # fmt: skip


def growth_side(n: Numbers, rule: Growth) -> Array:
    """Return the seed of each year, what is announced in it and, in the first, what stood grown."""
    stood = np.dot(_per_capacity(n, rule.item), n["existing"].values)
    out = xr.DataArray(np.zeros(n.years), coords=[("year", n.coords["year"])])
    out[0] = rule.factor * stood[0]
    out[1:] = np.maximum(0.0, np.diff(stood))
    return out + rule.seed / n.scales.item[rule.item]


def _per_capacity(n: Numbers, item: str) -> list[float]:
    """Return the most of an item that a unit of capacity of each line makes [solver's units]."""
    ways = {w.name: w for w in n.case.ways}
    most = dict.fromkeys(n.coords["line"], 0.0)
    for run in n.case.runs:
        if run.use > 0.0:
            made = ways[run.way].makes.get(item, 0.0) / run.use
            size = n.scales.line[run.line] / n.scales.item[item]
            most[run.line] = max(most[run.line], made * size)
    return [most[x] for x in n.coords["line"]]


def quotas(p: Program) -> None:
    """Make a share of what a region uses of an item there.

    sum_{r in region} m_rk q_r >= share (sum_{r in region} -m_rk q_r + sum_{d in region} (d - u))
    """
    n = p.numbers
    regions = {x.name: x.region for x in n.case.sites}
    for rule in n.case.quotas:
        here = [item == rule.item and regions[site] == rule.region for item, site in n.nodes]
        nodes = [x for x, inside in zip(n.coords["node"], here, strict=True) if inside]
        if not nodes:
            continue
        share = _yearly(n, rule.share)
        flow = n["made"].sel(node=nodes)
        made, taken = flow.clip(min=0.0).sum("node"), (-flow).clip(min=0.0).sum("node")
        wanted = n["wanted"].sel(node=nodes).sum("node")
        local = p["run"] @ made - share * (p["run"] @ taken)
        if "short" in p:
            some = list(p["short"].indexes["demand"])
            local = local + share * (p["short"] @ wanted.sel(demand=some))
        p.add(f"quota_{rule.name}", Row("unit/yr", f"{rule.name} in {{year}}: local content"),
              local >= quota_side(n, rule))  # fmt: skip


def quota_side(n: Numbers, rule: Quota) -> Array:
    """Return the share of what is wanted in the region that must be made there, (year, future)."""
    regions = {x.name: x.region for x in n.case.sites}
    here = [1.0 * (d.item == rule.item and regions[d.site] == rule.region) for d in n.case.demands]
    inside = xr.DataArray(here, coords=[("demand", n.coords["demand"])])
    return _yearly(n, rule.share) * n["amount"].dot(inside, dim="demand")


def spreads(p: Program) -> None:
    """Let some regions bring no more than a share of what is made and bought of an item.

    sum_{r, b in regions} (m_rk q_r + b) <= share (sum_r m_rk q_r + sum_b b)      for every rule,
        t, omega; m_rk what run r makes of item k beyond what it takes, b what is bought
    """
    n = p.numbers
    region = {x.name: x.region for x in n.case.sites}
    for rule in n.case.spreads:
        some = [(x, region[site] in rule.regions) for x, (item, site) in
                zip(n.coords["node"], n.nodes, strict=True) if item == rule.item]  # fmt: skip
        nodes, share = [x for x, _ in some], _yearly(n, rule.share)
        here = xr.DataArray([1.0 * inside for _, inside in some], coords=[("node", nodes)])
        total: linopy.LinearExpression | None = None
        for name, matrix in (("run", "made"), ("buy", "bought")):
            if name in p:
                brings = n[matrix].sel(node=nodes).clip(min=0.0)
                part = p[name] @ (brings * here).sum("node") - share * (
                    p[name] @ brings.sum("node")
                )
                total = part if total is None else total + part
        if total is not None:
            row = Row("unit/yr", f"{rule.name} in {{year}}: no more than its share")
            p.add(f"spread_{rule.name}", row, total <= 0.0)


def carbon_caps(p: Program) -> None:
    """Carbon of runs, lanes and supplies together stays under a cap.

    sum_r e_r q_r + sum_a e_a f_a + sum_b e_b b <= cap_t      for every t, omega
    """
    n = p.numbers
    scales, case = n.scales, n.case
    line_of = {r.name: r.line for r in case.runs}
    parts: list[tuple[str, str, Sequence[Any], Callable[[Any], float]]] = [
        ("run", "run", case.runs, lambda x: scales.line[line_of[x.name]]),
        ("flow", "lane", case.lanes, lambda x: scales.item[x.item]),
        ("buy", "supply", case.supplies, lambda x: scales.item[x.item]),
    ]
    for rule in case.carbon_caps:
        most = scales.carbon[rule.name]
        total: linopy.LinearExpression | None = None
        for name, dim, rows, size in parts:
            if name in p:
                each = [x.carbon * size(x) / most for x in rows]
                part = p[name] @ xr.DataArray(each, coords=[(dim, n.coords[dim])])
                total = part if total is None else total + part
        if total is not None:
            row = Row("share of the cap", f"{rule.name} in {{year}}: carbon")
            p.add(f"carbon_{rule.name}", row, total <= carbon_side(n, rule))


def carbon_side(n: Numbers, rule: CarbonCap) -> Array:
    """Return a cap over (year), in the unit of its rows."""
    return _yearly(n, rule.most) / n.scales.carbon[rule.name]


def _decided(p: Program, per: Callable[[Option], float]) -> linopy.LinearExpression | None:
    """Return a sum over options of a figure times what is built, over (decided[, future])."""
    each = [per(o) for o in p.numbers.case.options]
    return p.decided(xr.DataArray(each, coords=[("option", p.numbers.coords["option"])]))


def at_decision(n: Numbers, values: Series) -> Array:
    """Return a limit for a whole period, over decided."""
    both = zip(n.case.series(values), n.case.periods, strict=True)
    return xr.DataArray([x * t.years for x, t in both], coords=[("decided", n.coords["decided"])])


def _yearly(n: Numbers, values: Series) -> Array:
    return xr.DataArray(list(n.case.series(values)), coords=[("year", n.coords["year"])])


def _years(p: Program) -> Array:
    n = p.numbers
    return xr.DataArray([x.years for x in n.case.periods], coords=[("year", n.coords["year"])])


def _series(p: Program, dim: str, rows: Sequence[Any], get: Callable[[Any], Series]) -> Array:
    n = p.numbers
    values = [n.case.series(get(x)) for x in rows]
    return xr.DataArray(values, coords=[(dim, n.coords[dim]), ("year", n.coords["year"])])
