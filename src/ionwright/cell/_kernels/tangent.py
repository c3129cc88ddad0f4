"""A run repeated on given steps, for derivatives.

Two runs on the same steps differ by what their inputs differ, without the noise of step control.
From the stages of the first, the second needs one sweep of Newton a stage: what that leaves is
quadratic in the difference.
"""

from ionwright.cell._kernels.arrays import GIVEN, IO, KELVIN, O_L, RATE, W_POINTS, W_V, W_X, X, Z
from ionwright.cell._kernels.charge import paths
from ionwright.cell._kernels.newton import stage
from ionwright.cell._kernels.particle import responses, surfaces
from ionwright.cell._kernels.properties import properties
from ionwright.cell._kernels.run import TIME, distance, store
from ionwright.cell._kernels.start import start
from ionwright.cell._kernels.step import C, accept, advance, history, rates, reject
from ionwright.numerics.jit import kernel

EXACT = 1e-9
"""Tolerance of the first run: what Newton leaves must vanish beside a difference."""
ONCE = 1e300
"""What a single sweep may leave [V]."""
SHORTER = 1e-4
"""By what share the last step is shortened to see how fast its limit is approached."""


@kernel
def first(k, f, slow, s, w, drive, limits, which, times, points, out):
    """Repeat a segment whose steps end at `times`; keep the stages of every step.

    Returns
    -------
    slope : float
        How fast the limit `which` is approached at the end [1/s]; 0 without one; nan if a step
        has no solution.
    """
    base, given, slope = drive[1], s[k[O_L] + GIVEN], 0.0
    if start(k, f, slow, s, w, int(drive[0]), base) < 0:
        return 0.0 / 0.0 * base
    store(k, f, s, out, 0, times[0])
    for row in range(1, times.shape[0]):
        dt = times[row] - times[row - 1]
        drive[1] = base + drive[2] * (times[row - 1] - times[0])
        last = row == times.shape[0] - 1 and which != TIME
        if last:
            before = advance(k, f, slow, s, w, drive, (1.0 - SHORTER) * dt, EXACT)
            slope = distance(s, k[IO], s[k[O_L] + GIVEN] - given, limits, which)
            reject(k, s, w, (1.0 - SHORTER) * dt)
            if before < 0.0:
                return 0.0 / 0.0 * base
        if advance(k, f, slow, s, w, drive, dt, EXACT) < 0.0:
            return 0.0 / 0.0 * base
        if last:  # and end on the limit to round-off
            here = distance(s, k[IO], s[k[O_L] + GIVEN] - given, limits, which)
            slope = (here - slope) / (SHORTER * dt)
            reject(k, s, w, dt)
            dt -= here / slope
            times[row] = times[row - 1] + dt
            if advance(k, f, slow, s, w, drive, dt, EXACT) < 0.0:
                return 0.0 / 0.0 * base
        for i in range(5 * k[Z]):
            points[row, i] = w[k[W_POINTS] + 3 * k[Z] + i]
        accept(k, s, w, dt)
        store(k, f, s, out, row, times[row])
    drive[1] = base
    return slope


@kernel
def along(k, f, slow, s, w, drive, dt, points, ahead):
    """Advance by `dt` with one sweep a stage from recorded points, moved by `ahead`."""
    n_x, n_z, weight, kind = k[X], k[Z], 0.25 * dt, int(drive[0])
    properties(k, f, slow, w, s[k[O_L] + KELVIN])
    paths(k, f, s, w)
    responses(k, f, w, weight)
    for number in range(1, 6):
        for i in range(n_z):
            s[k[X] + i] = points[(number - 1) * n_z + i] + ahead[i]
        history(k, f, s, w, number, dt)
        surfaces(k, f, w)
        target = drive[1] + drive[2] * C[number] * dt
        if stage(k, f, slow, s, w, weight, kind, target, ONCE, 1) < 0:
            return -1
        at = k[RATE] + number * n_x
        rates(s[at : at + n_x], w[k[W_V] : k[W_V] + n_x], w[k[W_X] : k[W_X] + n_x], 1.0 / weight)
    for i in range(n_x):
        s[i] = w[k[W_V] + i]
        s[k[RATE] + i] = s[k[RATE] + 5 * n_x + i]
    return 0


@kernel
def second(k, f, slow, s, w, drive, limits, which, slope, times, points, other, kept, ahead, out):
    """Repeat a segment with other numbers along the stages of the first; return 0, or -1.

    `other` holds the rows of the first run; `kept` [length of s] and `ahead` [length of z] are
    memory. A step that ended on a limit is moved until it does so again, by the slope of the
    first.
    """
    base, given, n_z = drive[1], s[k[O_L] + GIVEN], k[Z]
    for i in range(n_z):
        s[k[X] + i] = other[0, 4 + k[X] + i]
    if start(k, f, slow, s, w, int(drive[0]), base) < 0:
        return -1
    store(k, f, s, out, 0, times[0])
    for row in range(1, times.shape[0]):
        dt = times[row] - times[row - 1]
        drive[1] = base + drive[2] * (times[row - 1] - times[0])
        for i in range(n_z):
            ahead[i] = s[k[X] + i] - other[row - 1, 4 + k[X] + i]
        last = row == times.shape[0] - 1 and which != TIME and slope != 0.0
        if last:
            for i in range(s.shape[0]):
                kept[i] = s[i]
        if along(k, f, slow, s, w, drive, dt, points[row], ahead) < 0:
            return -1
        for _ in range(2 if last else 0):
            here = distance(s, k[IO], s[k[O_L] + GIVEN] - given, limits, which)
            dt -= here / slope
            for i in range(s.shape[0]):
                s[i] = kept[i]
            if along(k, f, slow, s, w, drive, dt, points[row], ahead) < 0:
                return -1
        store(k, f, s, out, row, times[row - 1] + dt)
    drive[1] = base
    return 0
