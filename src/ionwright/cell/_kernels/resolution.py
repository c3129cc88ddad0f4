"""How well the mesh holds what a run did: read from the rows of a segment when it is over."""

import math

from ionwright.cell._kernels.arrays import (
    F_H, I_KIND, M, N, N_N, N_P, N_S, PLATED, P_ALL, P_N, W, W_AREA, W_RATE, X, Z_Y,
)  # fmt: skip
from ionwright.cell._kernels.run import ABOUT
from ionwright.numerics.jit import inlined, kernel

LEAST = 0.1
"""Least current that a share is taken of [A/m2]."""
ENDS = 0.02
"""Share of the time of a step, at its start and at its end, that is not looked at."""
FADES, AHEAD = 4.5, 7.0
"""A surface that follows a flux with M functions has the error 7 e^(-4.5 z) of its rise, at most
1, with z = M (D t/R^2)^(1/4): measured for z from 0.2 to 2, M from 10 to 80."""


@inlined
def made(k, f, w, y, i):
    """Return the size of the current of charge transfer that a cell makes [A/m2].

    `y` is a row of interface currents.
    """
    first, last = 0, k[P_N]
    if i >= k[N_N]:
        first, last = k[P_N], k[P_ALL]
    total = 0.0
    for p in range(first, last):
        total += w[k[W_AREA] + p] * y[i * k[W] + p - first]
    return abs(total) * f[k[F_H] + i]


@kernel
def kink(k, f, w, row, low, high):
    """Return the largest bend of u between neighbouring cells, times their share of the current.

    `row` holds x and z; the cells low to high are those of an electrode. The bend is
    |u_l - 2 u + u_r| [V], the share the largest of the three.
    """
    if high - low < 3:
        return 0.0
    u, y = row[k[X] :], row[k[X] + k[Z_Y] :]
    total = 0.0
    for i in range(low, high):
        total += made(k, f, w, y, i)
    worst, left, here = 0.0, made(k, f, w, y, low), made(k, f, w, y, low + 1)
    for i in range(low + 1, high - 1):
        right = made(k, f, w, y, i + 1)
        bend = abs(u[i - 1] - 2.0 * u[i] + u[i + 1])
        worst = max(worst, bend * max(left, here, right))
        left, here = here, right
    return worst / max(total, LEAST)


@kernel
def resolution(k, f, w, out):
    """Return the largest kink of a step [V], and what radial functions may miss of its voltage [V].

    The latter is what the voltage moved since the start, times the error of a surface by then.
    From 2 to 98 % of the time: before and after a curve is too steep to be told but by its
    charge.

    Parameters
    ----------
    w : float [...]
        Work of the cell, with the properties of its last step.
    out : float [rows, ABOUT + X + Z]
        Rows of a step.
    """
    bent, missed, rows = 0.0, 0.0, out.shape[0]
    if rows < 3 or k[N] == 0:
        return bent, missed
    rate = 1e300
    for p in range(k[P_ALL]):
        if k[k[I_KIND] + p] != PLATED:
            rate = min(rate, w[k[W_RATE] + p])
    first, span = k[N_N] + k[N_S], out[rows - 1, 0] - out[0, 0]
    for r in range(1, rows - 1):
        t = out[r, 0] - out[0, 0]
        if ENDS * span <= t <= (1.0 - ENDS) * span:
            row = out[r, ABOUT:]
            bent = max(bent, kink(k, f, w, row, 0, k[N_N]))
            bent = max(bent, kink(k, f, w, row, first, first + k[N_P]))
            z = k[M] * math.sqrt(math.sqrt(rate * t))
            share = min(AHEAD * math.exp(-FADES * z), 1.0)
            missed = max(missed, share * abs(out[r, 1] - out[0, 1]))
    return bent, missed
