"""Whether the mesh of a run holds what it did."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from ionwright.cell._kernels import resolution as kernel
from ionwright.cell.way import Cell

AGREES = 0.005
"""Two meshes whose voltages lie no further apart need no third [V]."""
SHARE = 1e-3
"""Share of the capacity by which curves may be shifted before their voltages are compared: a
steep end is judged by its charge."""


def resolution(cell: Cell) -> tuple[float, float]:
    """Return the largest kink of u, and the most that radial functions may miss, of a run [V].

    Parameters
    ----------
    cell : Cell
        At its end, all rows in one array.
    """
    bent, missed, stages = 0.0, 0.0, cell.stages
    if not cell.out:
        return bent, missed
    rows, step = cell.out[0], cell.step[0]
    for a, b in pairwise([0, *(np.flatnonzero(np.diff(step)) + 1).tolist(), len(step)]):
        mem = next(s for s in reversed(stages) if s.first <= a).memory
        found = kernel.resolution(mem.k, mem.f, mem.w, rows[a:b])
        bent, missed = max(bent, found[0]), max(missed, found[1])
    return bent, missed


def agree(coarse: Cell, fine: Cell) -> bool:
    """Return whether two runs of one protocol need no finer one: voltage, and charge at the ends.

    Voltages from 2 to 98 % of the time of every step, at the rows of the coarse one; 1 % of the
    capacity counts as 10 mV.
    """
    if not coarse.out or not fine.out or coarse.step[0][-1] != fine.step[0][-1]:
        return False
    scale, steps = coarse.scale, (coarse.step[0], fine.step[0])
    for number in np.unique(steps[0]):
        a, b = (c.out[0][s == number, :4] for c, s in zip((coarse, fine), steps, strict=True))
        if abs(a[-1, 3] - b[-1, 3]) > AGREES * scale:
            return False
        t, t_b = a[:, 0] - a[0, 0], b[:, 0] - b[0, 0]
        here = (t >= 0.02 * t[-1]) & (t <= 0.98 * min(t[-1], t_b[-1]))
        span = np.minimum(SHARE * scale / np.maximum(np.abs(a[here, 2]), 1e-9), 0.01 * t[-1])
        V = [np.interp(t[here] + way * span, t_b, b[:, 1]) for way in (-1.0, 0.0, 1.0)]
        off = np.maximum(np.min(V, axis=0) - a[here, 1], a[here, 1] - np.max(V, axis=0))
        if off.size and off.max() > AGREES:
            return False
    return True
