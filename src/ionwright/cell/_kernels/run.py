"""One segment of a protocol: consistent start, steps of adapted size, exact limits."""

import numpy as np

from ionwright.cell._kernels.arrays import (
    F_SURFACE, GIVEN, IO, I_KIND, M, N_N, N_P, N_S, O_L, PLATED, RATE, W, W_TIMES, W_VOLTS, X, Z,
)  # fmt: skip
from ionwright.cell._kernels.properties import populations
from ionwright.cell._kernels.start import start
from ionwright.cell._kernels.step import BEFORE, MIRRORED, C, accept, advance, reject
from ionwright.numerics.jit import inlined, kernel

TIME, LOW_VOLTAGE, HIGH_VOLTAGE, LOW_CURRENT, HIGH_CURRENT, CHARGE = 0, 1, 2, 3, 4, 5
FULL, NO_START, STUCK, PASSED_BEFORE = 6, 7, 8, 9
ORDER = np.array([0, 2, 1, 3, 4, 5])
"""Stages of a step by time."""
SHARP = 1e-6
"""Tolerance of a step that ends on a limit: what Newton leaves must not move the limit."""
NEAR = 1e-9
"""How near to its limit a step ends [V], or relative to it."""
SMALLEST = 1e-6
"""Smallest step [s]: one that fails below this ends the run."""


@inlined
def apart(V, i, given, limits, which):
    """Return how far a state is from a limit, positive before it."""
    if which == LOW_VOLTAGE:
        return V - limits[0]
    if which == HIGH_VOLTAGE:
        return limits[1] - V
    if which == LOW_CURRENT:
        return abs(i) - limits[2]
    if which == HIGH_CURRENT:
        return limits[3] - abs(i)
    return (limits[4] - abs(given)) / max(limits[4], 1.0)


@inlined
def distance(s, io, given, limits, which):
    """Return the same of the state `s`, whose terminals stand at `io`."""
    return apart(s[io + 1], s[io], given, limits, which)


@kernel
def crossed(s, io, given, limits):
    """Return which limit is crossed, TIME for none."""
    for which in range(LOW_VOLTAGE, CHARGE + 1):
        if distance(s, io, given, limits, which) < 0.0:
            return which
    return TIME


@kernel
def guess(k, w, limits, which, dt):
    """Return where the stages of a step that crosses a limit meet it, and the slope there."""
    volts = k[W_VOLTS]
    last, f_last = 0.0, 1.0
    for place in range(6):
        number = ORDER[place]
        t = C[number] * dt
        here = apart(w[volts + 2 * number], w[volts + 2 * number + 1], 0.0, limits, which)
        if here <= 0.0 and place > 0:
            slope = (here - f_last) / (t - last)
            return last - f_last / slope, slope
        last, f_last = t, here
    return 0.5 * dt, -1.0 / dt


@kernel
def land(k, f, slow, s, w, drive, dt, tolerance, limits, which, given):
    """Retake the step so that it ends on the limit; return its length, or -1.

    Secants from where the stages meet the limit, within a bracket that every trial narrows;
    every trial is a step of its own from the same start.
    """
    at = k[O_L] + GIVEN
    high, f_high = dt, distance(s, k[IO], s[at] - given, limits, which)
    if which == CHARGE:
        moved = abs(s[at] - given)
        reject(k, s, w, dt)
        before = abs(s[at] - given)
        trial, slope = dt * (limits[4] - before) / (moved - before), 0.0
    else:
        trial, slope = guess(k, w, limits, which, dt)
        reject(k, s, w, dt)
    low, f_low = 0.0, distance(s, k[IO], s[at] - given, limits, which)
    other, f_other = high, f_high
    for count in range(60):
        if not low < trial < high:
            trial = low + (high - low) * min(max(f_low / (f_low - f_high), 0.1), 0.9)
        if advance(k, f, slow, s, w, drive, trial, min(tolerance, SHARP)) < 0.0:
            return -1.0
        here = distance(s, k[IO], s[at] - given, limits, which)
        if abs(here) < min(NEAR, 0.01 * tolerance) or high - low < 1e-12 * dt or count == 59:
            break
        reject(k, s, w, trial)
        if count > 0 or slope == 0.0:
            slope = (here - f_other) / (trial - other)
        other, f_other = trial, here
        if here > 0.0:
            low, f_low = trial, here
        else:
            high, f_high = trial, here
        trial -= here / slope
    return trial


@kernel
def store(k, f, s, out, row, t):
    """Keep time, voltage, current density and charge of a row, and its full state."""
    out[row, 0], out[row, 1], out[row, 2] = t, s[k[IO] + 1], s[k[IO]]
    out[row, 3] = s[k[O_L] + GIVEN]
    for i in range(k[X]):
        out[row, 4 + i] = s[i]
    for i in range(k[Z]):
        out[row, 4 + k[X] + i] = s[k[X] + i]


@kernel
def room(k, f, s):
    """Return the time in which the first particle surface would be full or empty [s]."""
    longest, modes = 1e300, k[M]
    for i in range(k[N_N] + k[N_S] + k[N_P]):
        first, last = populations(k, i)
        for p in range(first, last):
            if k[k[I_KIND] + p] == PLATED:
                continue
            q = (i * k[W] + p - first) * modes
            x, rate = 0.0, 0.0
            for e in range(modes):
                x += f[k[F_SURFACE] + e] * s[q + e]
                rate += f[k[F_SURFACE] + e] * s[k[RATE] + q + e]
            left = 1.0 - x if rate > 0.0 else x
            if abs(rate) * longest > left:
                longest = left / abs(rate)
    return longest


@kernel
def segment(k, f, slow, s, w, drive, limits, steps, out):
    """Run one segment.

    Parameters
    ----------
    drive : float [3]
        Kind of control, its value at the start and its change per second.
    limits : float [6]
        Lowest and highest voltage [V], smallest and largest current density [A/m2], largest
        charge of the segment [C/m2], charge at its start [C/m2].
    steps : float [6]
        Duration, time done, longest step [s], tolerance [stoichiometry], time of the segment's
        start [s], step to begin with [s] (0 for a fresh start; kept for going on).
    out : float [rows, 4 + X + Z]
        Time, voltage, current density, charge, x, z.

    Returns
    -------
    code, rows : int
    """
    tolerance, t, row = steps[3], steps[1], 0
    given, base = limits[5], drive[1]
    if steps[5] == 0.0:
        w[k[W_TIMES] + BEFORE], w[k[W_TIMES] + MIRRORED] = 0.0, 0.0
        if start(k, f, slow, s, w, int(drive[0]), base) < 0:
            return NO_START, 0
        store(k, f, s, out, 0, steps[4])
        row = 1
        which = crossed(s, k[IO], 0.0, limits)
        if which != TIME:
            return PASSED_BEFORE + which, row
        steps[5] = min(0.1 * steps[2] * (tolerance / 1e-3) ** 0.25, steps[2])
    dt, failed, taken = steps[5], -1.0, 10.0 * SMALLEST
    while row < out.shape[0]:
        dt = min(dt, max(1.5 * room(k, f, s), 10.0 * SMALLEST))
        if t < failed:  # what had no solution lies there: walk up to it
            dt = min(dt, max(0.6 * (failed - t), taken))
        left = steps[0] - t
        last = dt >= left * (1.0 - 1e-12)
        if last:
            dt = left
        drive[1] = base + drive[2] * t
        error = advance(k, f, slow, s, w, drive, dt, tolerance)
        if not 0.0 <= error <= tolerance:
            reject(k, s, w, dt)
            if not error > 0.0:
                failed, taken = t + dt, 10.0 * SMALLEST
                dt *= 0.4
            else:
                dt *= max(0.2, 0.9 * (tolerance / error) ** 0.25)
            if dt < SMALLEST:
                drive[1] = base
                return STUCK, row
            continue
        which = crossed(s, k[IO], s[k[O_L] + GIVEN] - given, limits)
        taken = dt
        if which != TIME:
            taken = land(k, f, slow, s, w, drive, dt, tolerance, limits, which, given)
            if taken < 0.0:
                reject(k, s, w, dt)
                dt *= 0.4
                if dt < SMALLEST:
                    drive[1] = base
                    return STUCK, row
                taken = 10.0 * SMALLEST
                continue
        accept(k, s, w, taken)
        t = steps[0] if last and which == TIME else t + taken
        steps[1] = t
        store(k, f, s, out, row, steps[4] + t)
        row += 1
        if which != TIME or t >= steps[0]:
            drive[1] = base
            return which, row
        grow = 0.9 * (tolerance / max(error, 1e-30)) ** 0.25
        dt = min(dt * min(max(grow, 0.3), 5.0), steps[2])
        steps[5] = dt
    drive[1] = base
    return FULL, row
