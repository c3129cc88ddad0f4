"""Cuts: rows that no plan of whole buildings breaks, but mixes of their shares would."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import xarray as xr

from ionwright.network.numbers import Array, Numbers
from ionwright.network.program import Program, Row

ROUNDING = 1e-9
"""Share by which sums of amounts may differ from a capacity that is meant to be as large."""


def linking(p: Program) -> None:
    """Carry nothing on a lane whose maker is closed; these are cuts, no new rule.

    f_at <= d_t z_lt,  z_lt = sum_{o of l, open by t} y_o      for every lane a from a node that
                                        only line l, which does not stand yet, can fill
    """
    n = p.numbers
    lanes = sole(p)
    if not lanes:
        return
    names, maker = [lane for lane, *_ in lanes], [line for _, line, _ in lanes]
    makers = list(dict.fromkeys(maker))
    build = p["build"]
    builds = 1.0 * (n["adds"].sel(option=list(build.indexes["option"]), line=makers) > 0.0)
    shape = builds.isel(option=0, decided=0, drop=True)
    open_ = p.model.add_variables(lower=0.0, coords=shape.coords, name="open")
    p.add("open", Row("1", "{line} in {year}: open once it was built"),
          1.0 * open_ - build @ builds == 0.0)  # fmt: skip
    at = open_.sel(line=maker).rename(line="lane").assign_coords(lane=names)
    p.add("linking", Row("unit/yr", "{lane} in {year}: nothing from a maker that is closed"),
          p["flow"].sel(lane=names) - _amounts(n, lanes) * at <= 0.0)  # fmt: skip


def spare(p: Program, n: Numbers) -> Array:
    """Return by how much load may go beyond capacity, over (line, year, future): 0 or any amount.

    Where any size of a line has room for all that it can sell, linking alone closes it. Its row of
    capacity says nothing more, and slows the solver down by far: it is as long as it has lanes.
    """
    lines = _lines_linked(p)
    coords = [(d, n.coords[d]) for d in ("line", "year", "future")]
    out = xr.DataArray(np.zeros([len(x) for _, x in coords]), coords=coords)
    if not lines:
        return out
    lanes = sole(p)
    node = {line: n.start[lane] for lane, line, _ in lanes}
    runs = {r.line: r.name for r in n.case.runs}
    made = [float(n["made"].sel(run=runs[x], node=node[x])) for x in lines]
    used = [float(n["used"].sel(run=runs[x], line=x)) for x in lines]
    per = xr.DataArray(np.array(used) / np.array(made), coords=[("line", lines)])
    of = xr.DataArray([x for _, x, _ in lanes], dims="lane", name="line")
    sold = _amounts(n, lanes).groupby(of).sum().sel(line=lines)
    adds = n["adds"].sel(line=lines)
    smallest = adds.where(adds > 0.0, np.inf).min(["option", "decided"])
    room = n["available"].sel(line=lines) * smallest * (1.0 + ROUNDING)
    fits = (per * sold <= room).transpose("line", "year", "future")
    out.loc[{"line": lines}] = np.where(fits, np.inf, 0.0)
    return out


def _lines_linked(p: Program) -> list[str]:
    """Return the lines with one run of which every lane is linked, and nothing else takes."""
    n = p.numbers
    lanes = sole(p)
    linked = {lane for lane, *_ in lanes}
    nodes = np.array(n.coords["node"])
    loose = {n.start[x.name] for x in n.case.lanes if x.name not in linked}
    loose |= set(nodes[(n["made"] < 0.0).any("run").values])
    loose |= set(nodes[(n["wanted"] > 0.0).any("demand").values])
    runs = Counter(r.line for r in n.case.runs)
    closed = dict.fromkeys(line for lane, line, _ in lanes if n.start[lane] not in loose)
    return [line for line in closed if runs[line] == 1]


def _amounts(n: Numbers, lanes: Sequence[tuple[str, str, str]]) -> Array:
    """Return what the demand at the end of each lane wants, over (lane, year, future)."""
    goal = xr.DataArray([x for *_, x in lanes], coords=[("lane", [x for x, *_ in lanes])])
    return n["amount"].sel(demand=goal).drop_vars("demand")


def sole(p: Program) -> list[tuple[str, str, str]]:
    """Return (lane, line, demand) where the line alone fills the lane and the demand empties it."""
    if "build" not in p:
        return []
    case = p.numbers.case
    site = {x.name: x.site for x in case.lines}
    ways = {w.name: w for w in case.ways}
    wants = Counter((d.item, d.site) for d in case.demands)
    wanted = {(d.item, d.site): d.name for d in case.demands if wants[d.item, d.site] == 1}
    makers: dict[tuple[str, str], set[str]] = {}
    for run in case.runs:
        for item in ways[run.way].makes:
            makers.setdefault((item, site[run.line]), set()).add(run.line)
    fed = {(x.item, x.to) for x in case.lanes} | {(s.item, s.site) for s in case.supplies}
    kept = {i.name for i in case.items if i.hold is not None or i.waste is not None}
    used = {(i, site[r.line]) for r in case.runs for i in ways[r.way].takes}
    used |= {(x.item, x.origin) for x in case.lanes}
    bare = {x.name for x in case.lines if max(x.existing) == 0.0 and x.over is None}
    bare -= {o.line for o in case.options if o.waits or not o.whole}
    out = []
    for lane in case.lanes:
        start, end = (lane.item, lane.origin), (lane.item, lane.to)
        lines = makers.get(start, set())
        alone = len(lines) == 1 and start not in fed and lane.item not in kept
        if alone and end in wanted and end not in used and lines <= bare:
            out.append((lane.name, *lines, wanted[end]))
    return out
