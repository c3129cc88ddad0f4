"""The objective: what is decided now, the mean of what follows, and the tail of it."""

from __future__ import annotations

import linopy
import xarray as xr

from ionwright.network.constraints import grants, worst
from ionwright.network.numbers import Array, Numbers
from ionwright.network.program import Program, Row


def objective(p: Program) -> None:
    """Minimise C_now + (1 - beta) sum_omega pi C_omega + beta CVaR(C_omega).

    C_omega counts what the worst figures of a budget add (`constraints.worst`).

    CVaR = eta + sum_omega pi xi / (1 - alpha), xi >= C_omega - eta, xi >= 0 (Rockafellar and
    Uryasev 2000, doi 10.21314/JOR.2000.038, eq. 4 and 17).
    """
    n, risk = p.numbers, p.risk
    now, later = here_and_now(p), by_future(p)
    mean = later @ n.probability
    if risk.weight == 0.0:
        total = mean if now is None else now + mean
    else:
        futures = [("future", n.coords["future"])]
        eta = p.model.add_variables(name="eta")
        xi = p.model.add_variables(lower=0.0, coords=futures, name="beyond")
        alike = 1.0 * eta * xr.ones_like(n.probability)
        row = Row("money", "{future}: cost beyond the tail")
        p.add("tail", row, later - alike - xi <= 0.0)
        tail = eta + (xi @ n.probability) * (1.0 / (1.0 - risk.tail))
        total = (1.0 - risk.weight) * mean + risk.weight * tail
        total = total if now is None else now + total
    p.model.add_objective(total)


def here_and_now(p: Program) -> linopy.LinearExpression | None:
    """Return the cost of what is decided before the future is known."""
    return _sum([p[name] @ price for name, price in prices_now(p, p.numbers).items()])


def by_future(p: Program) -> linopy.LinearExpression:
    """Return the cost of each future, over (future)."""
    total = _sum(
        [
            p[name] @ price if "future" not in price.dims else (p[name] * price).sum(_but(price))
            for name, price in prices_later(p, p.numbers).items()
        ]
    )
    assert total is not None, "a case has a flow"
    return total


def prices_now(p: Program, n: Numbers) -> dict[str, Array]:
    """Return what a unit of each variable of now costs, over its dimensions [solver's money]."""
    found = {
        d.variable.name: n["pays"].sel(option=list(d.options)) for d in p.decisions if not d.waits
    }
    if "hired" in p:
        cost = xr.DataArray([x.cost / n.scales.money for x in n.case.pools],
                            coords=[("pool", n.coords["pool"])])  # fmt: skip
        first = [x.weight / x.years for x in n.case.periods]
        found["hired"] = cost * xr.DataArray(first, coords=[("year", n.coords["year"])])
    if "granted" in p:
        found["granted"] = grants.prices(n, list(p["granted"].indexes["option"]))
    return found


def prices_later(p: Program, n: Numbers) -> dict[str, Array]:
    """Return what a unit of each recourse variable costs in a future, discounted."""
    money, scales, case = n.scales.money, n.scales, n.case
    items = {i.name: i for i in case.items}
    node = dict(zip(n.coords["node"], n.nodes, strict=True))
    prices = {"run": n["run_cost"], "flow": n["lane_cost"], "buy": n["price"]}
    held = {x: (items[k].hold or 0.0) * scales.item[k] for x, (k, _) in node.items()}
    wasted = {x: (items[k].waste or 0.0) * scales.item[k] for x, (k, _) in node.items()}
    flat = {
        "short": ("demand", {d.name: (d.short or 0.0) * scales.item[d.item] for d in case.demands}),
        "over": ("line", {x.name: (x.over or 0.0) * scales.line[x.name] for x in case.lines}),
        "stock": ("node", held),
        "wasted": ("node", wasted),
    }  # fmt: skip
    for name, (dim, cost) in flat.items():
        if name in p:
            names = list(p[name].indexes[dim])
            prices[name] = xr.DataArray([cost[x] / money for x in names], coords=[(dim, names)])
    found = {name: price * n.weight for name, price in prices.items() if name in p}
    if "added" in p:
        found["added"] = worst.prices(p.risk.robust)
    for d in p.decisions:
        if d.waits:
            found[d.variable.name] = n["pays"].sel(option=list(d.options))
    return found


def _but(price: Array) -> list[str]:
    return [str(d) for d in price.dims if d != "future"]


def _sum(parts: list[linopy.LinearExpression]) -> linopy.LinearExpression | None:
    total: linopy.LinearExpression | None = None
    for part in parts:
        total = part if total is None else total + part
    return total
