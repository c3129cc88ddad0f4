"""Rows of capacity: what stands, what it runs, what may be built together."""

from __future__ import annotations

import numpy as np
import xarray as xr

from ionwright.network.constraints.cuts import spare
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

    sum_r use_r q_r - o_l <= avail_lt,omega K_lt      for every l, t, omega (`cuts.spare`)
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
    p.add(
        "capacity", Row("capacity", "{line} in {year}: load within capacity"), load <= spare(p, n)
    )


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
