"""Rows of capacity: what stands, what it runs, what may be built together, strong linking."""

from __future__ import annotations

import numpy as np
import xarray as xr

from ionwright.network.program import Program, Row


def standing(p: Program) -> None:
    """Capacity is what stood and what was built, after its lead and by its ramp.

    K_lt = K0_lt + sum_{o of l} sum_{t' <= t - lead} ramp(t - lead - t') cap_o y_ot'
    """
    n = p.numbers
    for name, waits, start in (("standing", False, n["existing"]), ("grown", True, 0.0)):
        if name not in p:
            continue
        total = 1.0 * p[name]
        for decision in p.decisions:
            if decision.waits is waits:
                built = decision.variable @ n["adds"].sel(option=list(decision.options))
                total = total - built
        words = "{line} in {year}: capacity is what was built"
        p.add(name, Row("capacity", words), total == start)


def capacity(p: Program) -> None:
    """Nothing runs beyond what stands and is available.

    sum_r use_r q_r - o_l <= avail_lt,omega K_lt      for every l, t, omega
    """
    n = p.numbers
    if "run" not in p:
        return
    load = p["run"] @ n["used"] - n["available"] * p.standing()
    if "over" in p:
        lines = list(p["over"].indexes["line"])
        onto = xr.DataArray(
            1.0 * (np.array(lines)[:, None] == np.array(n.coords["line"])),
            coords={"from": lines, "line": n.coords["line"]},
        )
        load = load - p["over"].rename(line="from") @ onto
    p.add("capacity", Row("capacity", "{line} in {year}: load within capacity"), load <= 0.0)


def one_size(p: Program) -> None:
    """In a period a line starts at most one size, and an option is built at most once.

    sum_{o of l} y_ot <= 1      for every l, t
    sum_t y_ot <= 1             for every o
    """
    n = p.numbers
    lines = [o.line for o in n.case.options]
    shared = [x for x in dict.fromkeys(lines) if lines.count(x) > 1]
    if shared:
        of = xr.DataArray(
            [[1.0 * (x == line) for line in shared] for x in lines],
            coords=[("option", n.coords["option"]), ("line", shared)],
        )
        total = p.decided(of)
        assert total is not None, "a shared line has options"
        p.add("one_size", Row("1", "{line} in {decided}: one size at a time"), total <= 1.0)
    for decision in p.decisions if n.years > 1 else ():
        name = decision.variable.name
        p.add(f"once_{name}", Row("1", "{option} is built once at most"),
              decision.variable.sum("decided") <= 1.0)  # fmt: skip


def linking(p: Program) -> None:
    """Carry nothing on a lane whose maker is closed; these are cuts, no new rule.

    f_at <= d_t sum_{o of l, open by t} y_o      for every lane a from a node that only line l,
                                                 which does not stand yet and has no overload, can
                                                 fill, to a node that only wants
    """
    n = p.numbers
    lanes = _sole(p)
    whole = [d for d in p.decisions if not d.waits and d.variable.name == "build"]
    if not lanes or not whole:
        return
    names = [lane for lane, *_ in lanes]
    goal = xr.DataArray([demand for *_, demand in lanes], coords=[("lane", names)])
    amount = n["amount"].sel(demand=goal).drop_vars("demand")
    opened = 1.0 * (n["adds"].sel(option=list(whole[0].options)) > 0.0)
    maker = xr.DataArray([line for _, line, _ in lanes], coords=[("lane", names)])
    here = opened.sel(line=maker).drop_vars("line")
    shape = here.isel(option=0, decided=0, drop=True)
    open_ = p.model.add_variables(lower=0.0, coords=shape.coords, name="open")
    p.add("open", Row("1", "{lane} in {year}: open where its maker stands"),
          1.0 * open_ - whole[0].variable @ here == 0.0)  # fmt: skip
    p.add("linking", Row("unit/yr", "{lane} in {year}: nothing from a maker that is closed"),
          p["flow"].sel(lane=names) - amount * open_ <= 0.0)  # fmt: skip


def _sole(p: Program) -> list[tuple[str, str, str]]:
    """Return (lane, line, demand) for lanes to which a strong link applies."""
    case = p.numbers.case
    site = {x.name: x.site for x in case.lines}
    ways = {w.name: w for w in case.ways}
    wants = [(d.item, d.site) for d in case.demands]
    wanted = {(d.item, d.site): d.name for d in case.demands if wants.count((d.item, d.site)) == 1}
    makers: dict[tuple[str, str], set[str]] = {}
    for run in case.runs:
        for item in ways[run.way].makes:
            makers.setdefault((item, site[run.line]), set()).add(run.line)
    fed = {(x.item, x.to) for x in case.lanes} | {(s.item, s.site) for s in case.supplies}
    kept = {i.name for i in case.items if i.hold is not None or i.waste is not None}
    taken = {(i, site[r.line]) for r in case.runs for i in ways[r.way].takes}
    leaves = {(x.item, x.origin) for x in case.lanes}
    bare = {x.name for x in case.lines if max(x.existing) == 0.0 and x.over is None}
    later = {o.line for o in case.options if o.waits or not o.whole}
    out = []
    for lane in case.lanes:
        start, end = (lane.item, lane.origin), (lane.item, lane.to)
        lines = makers.get(start, set())
        alone = len(lines) == 1 and start not in fed and lane.item not in kept
        last = end in wanted and end not in taken | leaves
        if alone and last and lines <= bare and not lines & later:
            out.append((lane.name, *lines, wanted[end]))
    return out
