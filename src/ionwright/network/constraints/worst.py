"""Rows of a budget of uncertainty: what the worst figures add to the cost of a future."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import xarray as xr

from ionwright.network.case import Lane, Series, index
from ionwright.network.numbers import Array, Numbers
from ionwright.network.program import Program, Row
from ionwright.network.robust import Robust, Uncertain

THRESHOLD = "any figure"
"""Name of what every figure of the budget pays up to: z of a future."""


def worst(p: Program) -> None:
    """Count the worst Gamma of the figures that may turn bad.

    E_fw <= z_w + v_fw,  z_w, v_fw >= 0; C_w counts Gamma z_w + sum_f v_fw      for every f, omega
    E_fw = sum_j (b_fj - 1) c_jw x_jw, b_fj the factor of figure f on the cost c_j of amount x_j

    The least of it is max { sum_f u_f E_fw : 0 <= u <= 1, sum_f u_f <= Gamma } (Bertsimas and Sim
    2004, doi 10.1287/opre.1030.0065, theorem 1).
    """
    n, robust = p.numbers, p.risk.robust
    robust.check(n.case)
    if not robust.counts:
        return
    names = [THRESHOLD, *(f.name for f in robust.figures)]
    coords = [("figure", names), ("future", n.coords["future"])]
    added = p.model.add_variables(lower=0.0, coords=coords, name="added")
    for figure in robust.figures:
        mine = xr.DataArray([1.0 * (x in (THRESHOLD, figure.name)) for x in names],
                            coords=[("figure", names)])  # fmt: skip
        total = -1.0 * (added @ mine)
        for name, each in extra(p, n, figure).items():
            over = [d for d in each.dims if d != "future"]
            now = "future" not in p[name].dims
            part = p[name] @ each if now or "future" not in each.dims else (
                (p[name].sel({d: each.coords[d] for d in over}) * each).sum(over)
            )  # fmt: skip
            total = total + part
        row = Row("money", f"{{future}}: what {figure.name} adds at its bad end")
        p.add(family(figure), row, total <= 0.0)


def family(figure: Uncertain) -> str:
    """Return the name of the rows of a figure."""
    return f"worst_{figure.name}"


def prices(robust: Robust) -> Array:
    """Return what a unit of each part of what is added costs: Gamma, then 1 a figure."""
    names = [THRESHOLD, *(f.name for f in robust.figures)]
    return xr.DataArray([robust.budget, *(1.0 for _ in robust.figures)],
                        coords=[("figure", names)])  # fmt: skip


def extra(p: Program, n: Numbers, figure: Uncertain) -> dict[str, Array]:
    """Return by variable what a unit of it costs more at the bad end, discounted [solver's money].

    Over the rows that the figure moves, period and future; carbon at its price is not moved.
    """
    case, out = n.case, {}
    scales = n.scales
    line = {r.name: scales.line[r.line] for r in case.runs}
    parts = {
        "buy": ("supplies", "supply", "price", lambda x: scales.item[x.item]),
        "run": ("runs", "run", "cost", lambda x: line[x.name]),
        "short": ("demands", "demand", "short", lambda x: scales.item[x.item]),
    }
    for name, (table, dim, part, unit) in parts.items():
        rows = [x for x in case.table(table) if f"{table}.{x.name}.{part}" in figure.factors]
        rows = [x for x in rows if getattr(x, part) is not None]
        if rows and name in p:
            each = np.array([unit(x) / scales.money * _more(n, figure, table, part, x)
                             for x in rows])  # fmt: skip
            out[name] = xr.DataArray(each, coords=_coords(n, dim, rows)) * n.weight
    lanes = [x for x in case.lanes if f"lanes.{x.name}.cost" in figure.factors
             or f"items.{x.item}.tied" in figure.factors]  # fmt: skip
    if lanes:
        each = np.array([scales.item[x.item] / scales.money *
                         (_more(n, figure, "lanes", "cost", x) + _on_the_way(n, figure, x))
                         for x in lanes])  # fmt: skip
        out["flow"] = xr.DataArray(each, coords=_coords(n, "lane", lanes)) * n.weight
    return out | _options(p, n, figure)


def _on_the_way(n: Numbers, figure: Uncertain, lane: Lane) -> np.ndarray:
    """Return what time on a lane costs more at the bad end, over (year, future) [case's money]."""
    case = n.case
    (item,) = (i for i in case.items if i.name == lane.item)
    (factor,) = figure.factors.get(f"items.{item.name}.tied", (1.0,))
    path = f"lanes.{lane.name}.time"
    own = [case.series(f.factors.get(path, (1.0,))) for f in n.scenarios.futures]
    return (factor - 1.0) * item.tied * lane.time * np.array(own, float).T


def _coords(n: Numbers, dim: str, rows: Sequence[Any]) -> list[tuple[str, list[str]]]:
    names = [x.name for x in rows]
    return [(dim, names), *((d, n.coords[d]) for d in ("year", "future"))]


def _more(n: Numbers, figure: Uncertain, table: str, part: str, row: Any) -> np.ndarray:
    """Return what a unit costs more at the bad end, over (year, future) [case's money]."""
    path, case = f"{table}.{row.name}.{part}", n.case

    def series(values: Series) -> np.ndarray:
        return np.array(case.series(values), float)

    value = getattr(row, part)
    base = series(value if isinstance(value, tuple) else (value,))
    more = base * (series(figure.factors.get(path, (1.0,))) - 1.0)
    own = [series(f.factors.get(path, (1.0,))) for f in n.scenarios.futures]
    return more[:, None] * np.array(own).T


def _options(p: Program, n: Numbers, figure: Uncertain) -> dict[str, Array]:
    """Return what each option costs more at the bad end, by variable of its decision."""
    out, place = {}, index(n.case.options)
    more = np.zeros(len(place))
    for name, i in place.items():
        (factor,) = figure.factors.get(f"options.{name}.yearly", (1.0,))
        more[i] = factor - 1.0
    each = n["pays"] * xr.DataArray(more, coords=[("option", n.coords["option"])])
    each = each.expand_dims(future=n.coords["future"], axis=-1)
    for d in p.decisions:
        mine = each.sel(option=list(d.options))
        if bool(mine.any()):
            out[d.variable.name] = mine
    return out
