"""One step in time: ESDIRK4(3)6L[2]SA, implicit part of ARK4(3)6L[2]SA, gamma = 1/4.

Stiffly accurate: the last stage is the step, so the algebraic equations hold at its end. The
first stage is the last one of the step before.

References
----------
Kennedy and Carpenter 2003, doi 10.1016/S0168-9274(02)00138-1, appendix C.
"""

import numpy as np

from ionwright.cell._kernels.arrays import (
    CHARGED, C_REF, F_SURFACE, HEAT, HYST, IO, I_KIND, KELVIN, M, N_N, N_P, N_S, O_C, O_H, O_L, O_U,
    PLATED, RATE, SALT, W, W_IO, W_MIRROR, W_PICK, W_POINTS, W_TIMES, W_V, W_VOLT, W_VOLTS, W_X, X,
    Z,
)  # fmt: skip
from ionwright.cell._kernels.charge import paths
from ionwright.cell._kernels.newton import stage
from ionwright.cell._kernels.particle import responses, surfaces
from ionwright.cell._kernels.properties import populations, properties
from ionwright.numerics.jit import inlined, kernel

A = np.array(
    [
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        [1 / 4, 1 / 4, 0.0, 0.0, 0.0, 0.0],
        [8611 / 62500, -1743 / 31250, 1 / 4, 0.0, 0.0, 0.0],
        [5012029 / 34652500, -654441 / 2922500, 174375 / 388108, 1 / 4, 0.0, 0.0],
        [
            15267082809 / 155376265600,
            -71443401 / 120774400,
            730878875 / 902184768,
            2285395 / 8070912,
            1 / 4,
            0.0,
        ],
        [82889 / 524892, 0.0, 15625 / 83664, 69875 / 102672, -2260 / 8211, 1 / 4],
    ]
)
B_HAT = np.array(
    [
        4586570599 / 29645900160,
        0.0,
        178811875 / 945068544,
        814220225 / 1159782912,
        -3700637 / 11593932,
        61727 / 225920,
    ]
)
C = A.sum(axis=1)
ERROR = A[5] - B_HAT
FROM = np.array(
    [[0, 0, 0, 0], [0, 1, 2, 2], [1, 2, 3, 3], [1, 2, 3, 4], [2, 3, 4, 5], [3, 4, 5, 6]]
)
"""Rows of the points that a stage is foreseen from: 0 and 1 stand in the step before, 2 is the
start, 3 to 7 are the stages."""
COUNT = np.array([0, 3, 3, 4, 4, 4])
EARLY, LATE = np.array([0, 2, 1, 3]), np.array([1, 3, 4, 5])
"""Rows of the mirror for the first part of a step that is taken again, and for the rest."""
SWEEPS, BEFORE, DONE, MIRRORED, MIRROR_DT = 8, 9, 10, 11, 12
"""In the times: Newton sweeps so far; whether rows 0 and 1 hold a step; whether all stages of
this step do; whether the mirror holds a step, and how long that was."""
QUICK = 8
"""Sweeps after which a stage within a step has no solution."""
NEWTON = 0.01
"""What Newton may leave over the tolerance of the step [V]."""


@inlined
def blend(k, s, w, base, first, count, rows):
    """Put z on the sum of rows, weighted by `pick`."""
    n = k[Z]
    z = s[k[X] : k[X] + n]
    for i in range(n):
        z[i] = 0.0
    for a in range(first, count):
        at, by = base + rows[a] * n, w[k[W_PICK] + a]
        row = w[at : at + n]
        for i in range(n):
            z[i] += by * row[i]


@inlined
def foresee(k, s, w, number, dt):
    """Guess the algebraic states of a stage by a polynomial through other points.

    These are the earlier stages and the step before; or if a step is taken again, its own
    stages when it was longer.
    """
    t, first, times = C[number] * dt, 0, k[W_TIMES]
    again = w[times + MIRRORED] == 1.0 and t <= w[times + MIRROR_DT]
    long = w[times + MIRROR_DT]
    rows, count, base = FROM[number], COUNT[number], k[W_POINTS]
    if again:
        rows, count, base = (EARLY if t < 0.5 * long else LATE), 4, k[W_MIRROR]
    elif w[times + BEFORE] == 0.0:
        while first < count and rows[first] < 2:
            first += 1
    for a in range(first, count):
        top = 1.0
        here = C[rows[a]] * long if again else w[times + rows[a]]
        for b in range(first, count):
            if b != a:
                there = C[rows[b]] * long if again else w[times + rows[b]]
                top *= (t - there) / (here - there)
        w[k[W_PICK] + a] = top
    blend(k, s, w, base, first, count, rows)
    if k[SALT] == 1:
        n = k[N_N] + k[N_S] + k[N_P]
        for i in range(k[X] + n, k[X] + 2 * n):
            s[i] = max(s[i], 0.1 * w[k[W_POINTS] + 2 * k[Z] + i - k[X]])


@inlined
def history(k, f, s, w, number, dt):
    """Fill w.x with what the earlier stages make of the differential states."""
    n = k[X]
    x = w[k[W_X] : k[W_X] + n]
    for i in range(n):
        x[i] = s[i]
    for j in range(number):
        if A[number, j] != 0.0:
            add(x, s[k[RATE] + j * n : k[RATE] + (j + 1) * n], dt * A[number, j])


@inlined
def rates(rate, v, x, by):
    """Fill the rates that took a history to the end of a stage."""
    for i in range(rate.shape[0]):
        rate[i] = (v[i] - x[i]) * by


@inlined
def add(x, rate, by):
    """Add a multiple of rates to states."""
    for i in range(x.shape[0]):
        x[i] += by * rate[i]


@inlined
def error_of(k, f, s, w, dt):
    """Return the error of a step, in stoichiometry at the surface or relative salt."""
    worst, modes = 0.0, k[M]
    n = k[N_N] + k[N_S] + k[N_P]
    n_x = k[X]
    x = w[k[W_X] : k[W_X] + n_x]
    for i in range(n_x):
        x[i] = 0.0
    for j in range(6):
        if ERROR[j] != 0.0:
            add(x, s[k[RATE] + j * n_x : k[RATE] + (j + 1) * n_x], dt * ERROR[j])
    for i in range(n):
        first, last = populations(k, i)
        for p in range(first, last):
            a = i * k[W] + p - first
            if k[k[I_KIND] + p] == PLATED:
                continue
            total = 0.0
            for e in range(modes):
                total += f[k[F_SURFACE] + e] * w[k[W_X] + a * modes + e]
            worst = max(worst, abs(total))
            if k[HYST] == 1:
                worst = max(worst, 0.05 * abs(w[k[W_X] + k[O_H] + a]))
        if k[SALT] == 1:
            worst = max(worst, abs(w[k[W_X] + k[O_C] + i]) / f[C_REF])
        if k[CHARGED] == 1:
            worst = max(worst, abs(w[k[W_X] + k[O_U] + i]))
    at = k[O_L]
    for i in range(2):
        worst = max(worst, abs(w[k[W_X] + at + 2 + i]))
    if k[HEAT] == 1:
        worst = max(worst, 0.01 * abs(w[k[W_X] + at + KELVIN]))
    return worst


@kernel
def advance(k, f, slow, s, w, drive, dt, tolerance):
    """Advance one cell by `dt` [s]; return the error of the step, or -1 if it has no solution.

    `drive` holds the kind of control, its target at the start of the step and its change per
    second. On entry `s` is consistent, with its rates in row 0. Afterwards call `accept` or
    `reject`.
    """
    n_z, n_x, weight = k[Z], k[X], 0.25 * dt
    kind = int(drive[0])
    T = s[k[O_L] + KELVIN]
    if k[HEAT] == 1 or w[k[W_VOLT] + 2] != T:
        properties(k, f, slow, w, T)
        paths(k, f, s, w)
    responses(k, f, w, weight)
    w[k[W_IO]], w[k[W_IO] + 1] = s[k[IO]], s[k[IO] + 1]
    for i in range(n_z):
        w[k[W_POINTS] + 2 * k[Z] + i] = s[k[X] + i]
    w[k[W_TIMES] + 2], w[k[W_TIMES] + DONE] = 0.0, 0.0
    w[k[W_VOLTS]], w[k[W_VOLTS] + 1] = s[k[IO] + 1], s[k[IO]]
    for number in range(1, 6):
        foresee(k, s, w, number, dt)
        history(k, f, s, w, number, dt)
        surfaces(k, f, w)
        target = drive[1] + drive[2] * C[number] * dt
        left = NEWTON * tolerance
        sweeps = stage(k, f, slow, s, w, weight, kind, target, left, QUICK)
        if sweeps < 0:  # again from the point before
            for i in range(n_z):
                s[k[X] + i] = w[k[W_POINTS] + (number + 1) * n_z + i]
            sweeps = stage(k, f, slow, s, w, weight, kind, target, left, QUICK)
        if sweeps < 0:
            for i in range(n_x):
                w[k[W_V] + i] = s[i]
            return -1.0
        w[k[W_TIMES] + SWEEPS] += sweeps
        for i in range(n_z):
            w[k[W_POINTS] + (number + 2) * k[Z] + i] = s[k[X] + i]
        w[k[W_TIMES] + number + 2] = C[number] * dt
        w[k[W_VOLTS] + 2 * number] = s[k[IO] + 1]
        w[k[W_VOLTS] + 2 * number + 1] = s[k[IO]]
        rates(
            s[k[RATE] + number * n_x : k[RATE] + (number + 1) * n_x],
            w[k[W_V] : k[W_V] + n_x],
            w[k[W_X] : k[W_X] + n_x],
            1.0 / weight,
        )
    for i in range(n_x):  # error_of uses w.x; the new state is in w.v
        s[i], w[k[W_V] + i] = w[k[W_V] + i], s[i]
    w[k[W_TIMES] + DONE] = 1.0
    return error_of(k, f, s, w, dt)


@kernel
def accept(k, s, w, dt):
    """Keep a step: its last rates are the first of the next, its points foresee the next."""
    rate, n, points, times = k[RATE], k[Z], k[W_POINTS], k[W_TIMES]
    for i in range(k[X]):
        s[rate + i] = s[rate + 5 * k[X] + i]
    for i in range(n):
        w[points + i] = w[points + 2 * n + i]
        w[points + n + i] = w[points + 5 * n + i]
    w[times], w[times + 1] = -dt, (C[3] - 1.0) * dt
    w[times + BEFORE], w[times + MIRRORED] = 1.0, 0.0


@kernel
def reject(k, s, w, dt):
    """Go back to the start of a step of length `dt`; what it found foresees the next trial."""
    n, times = k[Z], k[W_TIMES]
    for i in range(k[X]):
        s[i] = w[k[W_V] + i]
    for i in range(n):
        s[k[X] + i] = w[k[W_POINTS] + 2 * n + i]
    s[k[IO]], s[k[IO] + 1] = w[k[W_IO]], w[k[W_IO] + 1]
    if w[times + DONE] == 1.0:
        for i in range(6 * n):
            w[k[W_MIRROR] + i] = w[k[W_POINTS] + 2 * n + i]
        w[times + MIRRORED], w[times + MIRROR_DT] = 1.0, dt
