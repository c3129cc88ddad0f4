"""Rows of public money: a grant lowers what the owner of a plant must earn, within a budget."""

from __future__ import annotations

import xarray as xr

from ionwright.network.constraints.limits import at_decision
from ionwright.network.numbers import Array, Numbers
from ionwright.network.program import Program, Row


def grants(p: Program) -> None:
    """Grant a share of capital, to what is built, within the budget.

    g_got <= share_g capital_o y_ot      for every grant g, option o of its region, t
    sum_o g_got <= most_gt years_t       for every g, t

    A unit of g_got costs cost_g - relief_o at its decision.
    """
    n, case = p.numbers, p.numbers.case
    regions = {x.name: x.region for x in case.sites}
    place = {x.name: regions[x.site] for x in case.lines}
    there = {g.region for g in case.grants}
    some = [o for o in case.options if not o.waits and place[o.line] in there and o.capital > 0.0]
    if not some:
        return
    names, kinds = [o.name for o in some], [g.name for g in case.grants]
    coords = [("grant", kinds), ("option", names), ("decided", n.coords["decided"])]
    granted = p.model.add_variables(lower=0.0, coords=coords, name="granted")
    most = xr.DataArray(
        [[g.share * o.capital / n.scales.money * (place[o.line] == g.region) for o in some]
         for g in case.grants], coords=coords[:2],
    )  # fmt: skip
    for d in p.decisions:
        mine = [x for x in names if x in d.options]
        if mine and not d.waits:
            row = Row("money", "{grant} in {decided}: {option} gets its share of what is built")
            built = most.sel(option=mine) * d.variable.sel(option=mine)
            p.add(f"share_{d.variable.name}", row, granted.sel(option=mine) - built <= 0.0)
    for g in case.grants:
        row = Row("money", f"{g.name} in {{decided}}: grants")
        spent = granted.sel(grant=g.name, drop=True).sum("option")
        p.add(f"granted_{g.name}", row, spent <= at_decision(n, g.most) / n.scales.money)


def prices(n: Numbers, options: list[str]) -> Array:
    """Return what a unit granted costs less what it saves, over (grant, option, decided)."""
    cost = xr.DataArray([g.cost for g in n.case.grants],
                        coords=[("grant", [g.name for g in n.case.grants])])  # fmt: skip
    reliefs = {o.name: o.relief for o in n.case.options}
    relief = xr.DataArray([reliefs[x] for x in options], coords=[("option", options)])
    once = xr.DataArray([t.weight / t.years for t in n.case.periods],
                        coords=[("decided", n.coords["decided"])])  # fmt: skip
    return (cost - relief) * once
