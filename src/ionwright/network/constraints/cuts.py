"""Cuts: rows that no plan of whole buildings breaks, but mixes of their shares would."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import linopy
import numpy as np
import xarray as xr

from ionwright.network.numbers import Array, Numbers
from ionwright.network.program import Program, Row

Lane = tuple[str, str, str]
"""Lane, the line that alone fills it, and the demand that alone empties it."""
ROUNDING = 1e-9
"""Share by which sums of amounts may differ from a capacity that is meant to be as large."""


def linking(p: Program) -> None:
    """Carry nothing on a lane whose maker is closed; these are cuts, no new rule.

    f_at <= d_t z_lt,  z_lt = sum_{o of l, open by t} y_o      for every lane a from a node that
                                        only line l, which does not stand yet, can fill
    f_at <= d_t z_lt + m_a o_lt     where l may go beyond its capacity: m_a is the most of the item
                                        that a unit of capacity makes
    """
    n = p.numbers
    lanes = sole(p)
    if not lanes:
        return
    maker = {lane: line for lane, line, _ in lanes}
    makers = list(dict.fromkeys(maker.values()))
    build = p["build"]
    builds = 1.0 * (n["adds"].sel(option=list(build.indexes["option"]), line=makers) > 0.0)
    shape = builds.isel(option=0, decided=0, drop=True)
    open_ = p.model.add_variables(lower=0.0, coords=shape.coords, name="open")
    p.add("open", Row("1", "{line} in {year}: open once it was built"),
          1.0 * open_ - build @ builds == 0.0)  # fmt: skip
    beyond = set(p["over"].indexes["line"]) if "over" in p else set()
    tight = [x for x in maker if maker[x] not in beyond]
    most = per_capacity(n, [x for x in lanes if x[1] in beyond])
    loose = [x for x in maker if np.isfinite(most.get(n.start[x], np.inf))]
    amount = wants(n, lanes)
    for name, names in (("linking", tight), ("linking_over", loose)):
        if names:
            closed = p["flow"].sel(lane=names) - amount.sel(lane=names) * at(open_, maker, names)
            if names is loose:
                each = xr.DataArray([most[n.start[x]] for x in names], coords=[("lane", names)])
                closed = closed - each * at(p["over"], maker, names)
            words = "{lane} in {year}: nothing from a maker that is closed"
            p.add(name, Row("unit/yr", words), closed <= 0.0)


def at(
    variable: linopy.Variable, maker: Mapping[str, str], lanes: Sequence[str]
) -> linopy.Variable:
    """Return a variable of lines at the lanes that they fill."""
    return variable.sel(line=[maker[x] for x in lanes]).rename(line="lane").assign_coords(
        lane=list(lanes)
    )  # fmt: skip


def per_capacity(n: Numbers, lanes: Sequence[Lane]) -> dict[str, float]:
    """Return by node at which lanes start the most that a unit of its maker's capacity makes."""
    runs: dict[str, list[str]] = {}
    for run in n.case.runs:
        runs.setdefault(run.line, []).append(run.name)
    most: dict[str, float] = {}
    for line, node in dict.fromkeys((line, n.start[lane]) for lane, line, _ in lanes):
        made = n["made"].sel(run=runs[line], node=node).values
        used = n["used"].sel(run=runs[line], line=line).values
        some = made > 0.0
        with np.errstate(divide="ignore"):
            most[node] = float((made[some] / used[some]).max())
    return most


def spare(p: Program, n: Numbers) -> Array:
    """Return by how much load may go beyond capacity, over (line, year, future): 0 or any amount.

    Where any size of a line has room for all that it can sell, linking alone closes it. Its row of
    capacity says nothing more, and slows the solver down by far: it is as long as it has lanes.
    """
    lanes = sole(p)
    lines = _linked(n, lanes)
    coords = [(d, n.coords[d]) for d in ("line", "year", "future")]
    out = xr.DataArray(np.zeros([len(x) for _, x in coords]), coords=coords)
    if not lines:
        return out
    most, last = per_capacity(n, lanes), {line: lane for lane, line, _ in lanes}
    per = xr.DataArray([most[n.start[last[x]]] for x in lines], coords=[("line", lines)])
    line = xr.DataArray([x for _, x, _ in lanes], dims="lane", name="line")
    sold = wants(n, lanes).groupby(line).sum().sel(line=lines)
    adds = n["adds"].sel(line=lines)
    smallest = adds.where(adds > 0.0, np.inf).min(["option", "decided"])
    room = per * n["available"].sel(line=lines) * smallest * (1.0 + ROUNDING)
    fits = (sold <= room).transpose("line", "year", "future")
    out.loc[{"line": lines}] = np.where(fits, np.inf, 0.0)
    return out


def _linked(n: Numbers, lanes: Sequence[Lane]) -> list[str]:
    """Return the lines with one run of which every lane is linked, and nothing else takes."""
    linked = {lane for lane, *_ in lanes}
    nodes = np.array(n.coords["node"])
    taken = {n.start[x.name] for x in n.case.lanes if x.name not in linked}
    taken |= set(nodes[(n["made"] < 0.0).any("run").values])
    taken |= set(nodes[(n["wanted"] > 0.0).any("demand").values])
    runs = Counter(r.line for r in n.case.runs)
    over = {x.name for x in n.case.lines if x.over is not None}
    closed = dict.fromkeys(line for lane, line, _ in lanes if n.start[lane] not in taken)
    return [line for line in closed if runs[line] == 1 and line not in over]


def wants(n: Numbers, lanes: Sequence[Lane]) -> Array:
    """Return what the demand at the end of each lane wants, over (lane, year, future)."""
    goal = xr.DataArray([x for *_, x in lanes], coords=[("lane", [x for x, *_ in lanes])])
    return n["amount"].sel(demand=goal).drop_vars("demand")


def sole(p: Program) -> list[Lane]:
    """Return the lanes that one line alone fills and one demand alone empties."""
    if "build" not in p:
        return []
    case = p.numbers.case
    site = {x.name: x.site for x in case.lines}
    ways = {w.name: w for w in case.ways}
    many = Counter((d.item, d.site) for d in case.demands)
    wanted = {(d.item, d.site): d.name for d in case.demands if many[d.item, d.site] == 1}
    makers: dict[tuple[str, str], set[str]] = {}
    for run in case.runs:
        for item in ways[run.way].makes:
            makers.setdefault((item, site[run.line]), set()).add(run.line)
    fed = {(x.item, x.to) for x in case.lanes} | {(s.item, s.site) for s in case.supplies}
    kept = {i.name for i in case.items if i.hold is not None or i.waste is not None}
    used = {(i, site[r.line]) for r in case.runs for i in ways[r.way].takes}
    used |= {(x.item, x.origin) for x in case.lanes}
    bare = {x.name for x in case.lines if max(x.existing) == 0.0}
    bare -= {o.line for o in case.options if o.waits or not o.whole}
    out = []
    for lane in case.lanes:
        start, end = (lane.item, lane.origin), (lane.item, lane.to)
        lines = makers.get(start, set())
        alone = len(lines) == 1 and start not in fed and lane.item not in kept
        if alone and end in wanted and end not in used and lines <= bare:
            out.append((lane.name, *lines, wanted[end]))
    return out
