"""One step in time: ESDIRK4(3)6L[2]SA, implicit part of ARK4(3)6L[2]SA, gamma = 1/4.

Stiffly accurate: the last stage is the step, so the algebraic equations hold at its end. The
first stage is the last one of the step before.

References
----------
Kennedy and Carpenter 2003, doi 10.1016/S0168-9274(02)00138-1, appendix C.
"""

import numpy as np

from ionwright.cell._kernels.arrays import (
    BEFORE, CHARGED, C_REF, DONE, FACE_N, F_SURFACE, HEAT, HYST, IO, I_KIND, KELVIN, M, MIRRORED,
    MIRROR_DT, N, O_C, O_H, O_L, O_U, PASSED, PLATED, PLATE_REF, RATE, SALT, STAGES, SWEEPS, W,
    W_IO, W_MIRROR, W_PICK, W_POINTS, W_TIMES, W_V, W_VOLTS, W_X, X, Z,
)  # fmt: skip
from ionwright.cell._kernels.charge import paths, stores
from ionwright.cell._kernels.newton import stage
from ionwright.cell._kernels.particle import responses, surfaces
from ionwright.cell._kernels.properties import populations, properties
from ionwright.cell._kernels.transfer import OVERDRAWN
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
GAMMA = 1 / 4
"""Diagonal of A: the implicit weight of every stage over the length of the step."""
ERROR = A[5] - B_HAT
FROM = np.array(
    [[0, 0, 0, 0], [0, 1, 2, 2], [1, 2, 3, 3], [1, 2, 3, 4], [2, 3, 4, 5], [3, 4, 5, 6]]
)
"""Rows of the points that a stage is foreseen from."""
COUNT = np.array([0, 3, 3, 4, 4, 4])
EARLY, LATE = np.array([0, 2, 1, 3]), np.array([1, 3, 4, 5])
"""Rows of the mirror for the first part of a step that is taken again, and for the rest."""
AT_START, MIDDLE = 2, 3
"""Row of the points for the start of a step: stage `number` stands in row AT_START + number,
start and stage MIDDLE of the step before in rows 0 and 1."""
QUICK = 8
"""Sweeps after which a stage within a step has no solution."""
PATIENT, LONGER = 1e-6, 5
"""Tolerance up to which a step must succeed, as it ends on a limit; times QUICK it may take."""
NEWTON = 0.01
"""What Newton may leave over the tolerance of the step [V]."""
STORED = 1e-3
"""Newton goes on by this share in the last stage, whose state is stored and kept laws are struck
on: that is one more sweep."""
OVER = 1e9
"""Error of a step that ends with plated metal overdrawn."""
LEAST_GUESS = 0.1
"""Share of its salt at the start that a guess leaves to every cell."""
# What an error of a state counts for, against stoichiometry and relative salt: 20 of hysteresis,
# 1 V, 100 K, 1 mAh/cm2 through the electrolyte
OF_HYST, OF_KELVIN, OF_CHARGE = 0.05, 0.01, 1.0 / 36000.0


@inlined
def blend(k, s, w, base, first, count, rows):
    """Put z on the sum of rows that begin at `base`, weighted by `pick`."""
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
    stages when it was longer. Reads points or mirror, and times; fills pick and z.
    """
    t, first, times = C[number] * dt, 0, k[W_TIMES]
    again = w[times + MIRRORED] == 1.0 and t <= w[times + MIRROR_DT]
    long = w[times + MIRROR_DT]
    rows, count, base = FROM[number], COUNT[number], k[W_POINTS]
    if again:
        rows, count, base = (EARLY if t < 0.5 * long else LATE), 4, k[W_MIRROR]
    elif w[times + BEFORE] == 0.0:
        while first < count and rows[first] < AT_START:
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
        n, began = k[N], k[W_POINTS] + AT_START * k[Z]
        for i in range(n, 2 * n):
            s[k[X] + i] = max(s[k[X] + i], LEAST_GUESS * w[began + i])


@inlined
def history(k, f, s, w, number, dt):
    """Fill x in w with what the earlier stages make of the differential states."""
    n, rate = k[X], k[RATE]
    x = w[k[W_X] : k[W_X] + n]
    for i in range(n):
        x[i] = s[i]
    for j in range(number):
        if A[number, j] != 0.0:
            add(x, s[rate + j * n : rate + (j + 1) * n], dt * A[number, j])


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
    """Return the error of a step, in stoichiometry at the surface or relative salt.

    Reads all rates and the new state; leaves the error of every state in x.
    """
    n_x, rate, at = k[X], k[RATE], k[W_X]
    x = w[at : at + n_x]
    for i in range(n_x):
        x[i] = 0.0
    for j in range(STAGES):
        if ERROR[j] != 0.0:
            add(x, s[rate + j * n_x : rate + (j + 1) * n_x], dt * ERROR[j])
    worst, modes, wide, surface = 0.0, k[M], k[W], k[F_SURFACE]
    hysts, salts, layers, lumped = at + k[O_H], at + k[O_C], at + k[O_U], at + k[O_L]
    for i in range(k[N]):
        first, last = populations(k, i)
        for p in range(first, last):
            a = i * wide + p - first
            if k[k[I_KIND] + p] == PLATED:
                if s[a * modes] < OVERDRAWN * f[PLATE_REF]:
                    worst = OVER
                continue
            q, total = at + a * modes, 0.0
            for e in range(modes):
                total += f[surface + e] * w[q + e]
            worst = max(worst, abs(total))
            if k[HYST] == 1:
                worst = max(worst, OF_HYST * abs(w[hysts + a]))
        if k[SALT] == 1:
            worst = max(worst, abs(w[salts + i]) / f[C_REF])
        if k[CHARGED] == 1 and stores(k, f, i):
            worst = max(worst, abs(w[layers + i]))
    for side in range(2):
        worst = max(worst, abs(w[lumped + FACE_N + side]))
    worst = max(worst, OF_CHARGE * abs(w[lumped + PASSED]))
    if k[HEAT] == 1:
        worst = max(worst, OF_KELVIN * abs(w[lumped + KELVIN]))
    return worst


@kernel
def advance(k, f, slow, s, w, drive, dt, tolerance):
    """Advance one cell by `dt` [s]; return the error of the step, or -1 if it has no solution.

    `drive` holds the kind of control, its target at the start of the step and its change per
    second. On entry `s` is consistent, with its rates in row 0; on return it is the end of the
    step and v holds the x of its start. Afterwards call `accept` or `reject`.
    """
    n_x, v, io, weight, kind = k[X], k[W_V], k[IO], GAMMA * dt, int(drive[0])
    T = s[k[O_L] + KELVIN]
    properties(k, f, slow, w, T)  # slow states may have moved since the last step
    paths(k, f, s, w)
    responses(k, f, w, weight)
    w[k[W_IO]], w[k[W_IO] + 1] = s[io], s[io + 1]
    note(k, s, w, 0, 0.0)
    w[k[W_TIMES] + DONE] = 0.0
    left, most = NEWTON * tolerance, QUICK if tolerance > PATIENT else LONGER * QUICK
    for number in range(1, STAGES):
        if number == STAGES - 1:
            left *= STORED
        foresee(k, s, w, number, dt)
        history(k, f, s, w, number, dt)
        surfaces(k, f, w)
        target = drive[1] + drive[2] * C[number] * dt
        sweeps = stage(k, f, slow, s, w, weight, kind, target, left, QUICK)
        if sweeps < 0:  # again from the point before
            for i in range(k[Z]):
                s[k[X] + i] = w[k[W_POINTS] + (AT_START + number - 1) * k[Z] + i]
            sweeps = stage(k, f, slow, s, w, weight, kind, target, left, most)
        if sweeps < 0:
            for i in range(n_x):
                w[v + i] = s[i]
            return -1.0
        w[k[W_TIMES] + SWEEPS] += sweeps
        note(k, s, w, number, C[number] * dt)
        rates(
            s[k[RATE] + number * n_x : k[RATE] + (number + 1) * n_x],
            w[v : v + n_x],
            w[k[W_X] : k[W_X] + n_x],
            1.0 / weight,
        )
    for i in range(n_x):  # error_of uses x; the new state is in v
        s[i], w[v + i] = w[v + i], s[i]
    w[k[W_TIMES] + DONE] = 1.0
    return error_of(k, f, s, w, dt)


@inlined
def note(k, s, w, number, t):
    """Keep z of a stage in points, its time in times, its voltage and current in volts."""
    row, volts, io = AT_START + number, k[W_VOLTS] + 2 * number, k[IO]
    at = k[W_POINTS] + row * k[Z]
    for i in range(k[Z]):
        w[at + i] = s[k[X] + i]
    w[k[W_TIMES] + row] = t
    w[volts], w[volts + 1] = s[io + 1], s[io]


@kernel
def accept(k, s, w, dt):
    """Keep a step: its last rates are the first of the next, its points foresee the next."""
    n_x, n, rate, points, times = k[X], k[Z], k[RATE], k[W_POINTS], k[W_TIMES]
    last, middle = rate + (STAGES - 1) * n_x, points + (AT_START + MIDDLE) * n
    for i in range(n_x):
        s[rate + i] = s[last + i]
    for i in range(n):
        w[points + i] = w[points + AT_START * n + i]
        w[points + n + i] = w[middle + i]
    w[times], w[times + 1] = -dt, (C[MIDDLE] - 1.0) * dt
    w[times + BEFORE], w[times + MIRRORED] = 1.0, 0.0


@kernel
def reject(k, s, w, dt):
    """Go back to the start of a step of length `dt`; what it found foresees the next trial."""
    n, times, mirror, io = k[Z], k[W_TIMES], k[W_MIRROR], k[IO]
    began = k[W_POINTS] + AT_START * n
    for i in range(k[X]):
        s[i] = w[k[W_V] + i]
    for i in range(n):
        s[k[X] + i] = w[began + i]
    s[io], s[io + 1] = w[k[W_IO]], w[k[W_IO] + 1]
    if w[times + DONE] == 1.0:
        for i in range(STAGES * n):
            w[mirror + i] = w[began + i]
        w[times + MIRRORED], w[times + MIRROR_DT] = 1.0, dt
