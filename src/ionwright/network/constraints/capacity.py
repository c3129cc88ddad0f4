"""Rows of capacity: what stands, what it runs, what may be built together."""

from __future__ import annotations

import numpy as np
import xarray as xr

from ionwright.network.constraints.cuts import roomy
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

    sum_r use_r q_r - o_l <= avail_lt,omega K_lt      for every l, t, omega of which linking does
                                                      not say as much
    """
    n = p.numbers
    open_ = set(roomy(p))
    kept = [x for x in n.coords["line"] if x not in open_]
    if "run" not in p or not kept:
        return
    able = n["available"].sel(line=kept) * p.standing().sel(line=kept)
    load = p["run"] @ n["used"].sel(line=kept) - able
    if "over" in p:
        lines = list(p["over"].indexes["line"])
        onto = xr.DataArray(
            1.0 * (np.array(lines)[:, None] == np.array(kept)),
            coords={"from": lines, "line": kept},
        )
        load = load - p["over"].rename(line="from") @ onto
    p.add("capacity", Row("capacity", "{line} in {year}: load within capacity"), load <= 0.0)


def one_size(p: Program) -> None:
    """In a period a line starts at most one size, and an option is built at most once.

    sum_{o of l} y_ot <= 1      for every l, t
    sum_t y_ot <= 1             for every o
    """
    n = p.numbers
    for decision in p.decisions:
        options = [o for o in n.case.options if o.name in set(decision.options)]
        lines = [o.line for o in options]
        shared = [x for x in dict.fromkeys(lines) if lines.count(x) > 1]
        name = decision.variable.name
        if shared:
            of = xr.DataArray(
                [[1.0 * (x == line) for line in shared] for x in lines],
                coords=[("option", list(decision.options)), ("line", shared)],
            )
            p.add(f"one_size_{name}", Row("1", "{line} in {decided}: one size at a time"),
                  decision.variable @ of <= 1.0)  # fmt: skip
        if n.years > 1:
            p.add(f"once_{name}", Row("1", "{option} is built once at most"),
                  decision.variable.sum("decided") <= 1.0)  # fmt: skip
