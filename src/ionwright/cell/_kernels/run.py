"""One segment of a protocol: consistent start, steps of adapted size, exact limits."""

import numpy as np

from ionwright.cell._kernels.arrays import (
    BEFORE, F_SURFACE, GIVEN, IO, I_KIND, M, MIRRORED, N, O_L, PLATED, RATE, STAGES, W, W_TIMES,
    W_VOLTS, X, Z,
)  # fmt: skip
from ionwright.cell._kernels.properties import populations
from ionwright.cell._kernels.start import start
from ionwright.cell._kernels.step import NEWTON, C, accept, advance, reject
from ionwright.numerics.jit import inlined, kernel

TIME, LOW_VOLTAGE, HIGH_VOLTAGE, LOW_CURRENT, HIGH_CURRENT, CHARGE = range(6)
"""What ends a segment: its duration, or a limit."""
FULL, NO_START, STUCK, PASSED_BEFORE = range(6, 10)
"""Codes of a segment that did not end so: no rows left, no consistent start, no step; the limit
PASSED_BEFORE + which was passed at the start."""
V_LOW, V_HIGH, I_LOW, I_HIGH, MOST_CHARGE, CHARGE_BEFORE = range(6)
"""What `limits` holds."""
DURATION, ELAPSED, LONGEST, TOLERANCE, BEGUN, FIRST = range(6)
"""What `steps` holds."""
ABOUT = 4
"""Time, voltage, current density and charge of a row, before its x and z."""
ORDER = np.array([0, 2, 1, 3, 4, 5])
"""Stages of a step by time."""
SHARP = 1e-6
"""Tolerance of a step that ends on a limit: what Newton leaves must not move the limit."""
NEAR = 1e-9
"""How near to its limit a step ends at most [V], or relative to it."""
SMALLEST = 1e-10
"""Smallest step [s]: one that fails below this ends the run. Double layers take up a step of
current in C a h^2/kappa, some 1e-8 s in the thinnest volumes."""
INNER = 0.1
"""A trial by bracket keeps this share of it off both ends."""
TRIALS = 60
"""Most trials to end on a limit."""
NARROW = 1e-12
"""Share of a step: a bracket of a limit, or a rest of a segment, that counts as nothing."""
SHORT = 1e-5
"""Step that is not shortened by what lies ahead [s]."""
FIRST_SHARE, USUAL = 0.1, 1e-3
"""First step of a segment over its longest, at the usual tolerance."""
ORDER_OF_ERROR = 0.25
"""The error of a step grows with its fourth power."""
SAFE = 0.9
"""Share taken of the step that would just meet the tolerance."""
LEAST_FACTOR, LEAST_AGAIN, MOST_FACTOR = 0.3, 0.2, 5.0
"""Least change of a step after one that was kept, or rejected; and most."""
FAILED = 0.4
"""What a step without solution is shortened to."""
TOWARDS = 0.6
"""Share of the way to what had no solution that the next step goes."""
AHEAD = 1.5
"""A step over the time in which a surface would be full at its present rate: it slows down."""


@inlined
def apart(V, i, given, limits, which):
    """Return how far a state is from a limit, positive before it."""
    if which == LOW_VOLTAGE:
        return V - limits[V_LOW]
    if which == HIGH_VOLTAGE:
        return limits[V_HIGH] - V
    if which == LOW_CURRENT:
        return abs(i) - limits[I_LOW]
    if which == HIGH_CURRENT:
        return limits[I_HIGH] - abs(i)
    return (limits[MOST_CHARGE] - abs(given)) / max(limits[MOST_CHARGE], 1.0)


@inlined
def distance(s, io, given, limits, which):
    """Return the same of the state `s`, whose terminals stand at `io`."""
    return apart(s[io + 1], s[io], given, limits, which)


@kernel
def crossed(s, io, given, limits, near):
    """Return which limit is crossed or nearer than `near`, TIME for none."""
    for which in range(LOW_VOLTAGE, CHARGE + 1):
        if distance(s, io, given, limits, which) < near:
            return which
    return TIME


@kernel
def passed(s, io, given, limits, which):
    """Return another limit that is crossed where the step ends on `which`, TIME for none."""
    for other in range(LOW_VOLTAGE, CHARGE + 1):
        if other != which and distance(s, io, given, limits, other) < -NEAR:
            return other
    return TIME


@kernel
def guess(k, w, limits, which, dt):
    """Return where the stages of a step that crosses a limit meet it, and the slope there."""
    volts = k[W_VOLTS]
    last, f_last = 0.0, 1.0
    for place in range(STAGES):
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
    at, io = k[O_L] + GIVEN, k[IO]
    high, f_high = dt, distance(s, io, s[at] - given, limits, which)
    if which == CHARGE:
        moved = abs(s[at] - given)
        reject(k, s, w, dt)
        before = abs(s[at] - given)
        trial, slope = dt * (limits[MOST_CHARGE] - before) / (moved - before), 0.0
    else:
        trial, slope = guess(k, w, limits, which, dt)
        reject(k, s, w, dt)
    low, f_low = 0.0, distance(s, io, s[at] - given, limits, which)
    other, f_other = high, f_high
    for count in range(TRIALS):
        if not low < trial < high:
            trial = low + (high - low) * min(max(f_low / (f_low - f_high), INNER), 1.0 - INNER)
        if advance(k, f, slow, s, w, drive, trial, min(tolerance, SHARP)) < 0.0:
            return -1.0
        here = distance(s, io, s[at] - given, limits, which)
        if (
            abs(here) < min(NEAR, NEWTON * tolerance)
            or high - low < NARROW * dt
            or count == TRIALS - 1
        ):
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
def meet(k, f, slow, s, w, drive, dt, tolerance, limits, which, given):
    """Retake the step until it ends on the limit that is met first; return that and its length."""
    taken = land(k, f, slow, s, w, drive, dt, tolerance, limits, which, given)
    for _ in range(CHARGE):
        first = passed(s, k[IO], s[k[O_L] + GIVEN] - given, limits, which)
        if taken < 0.0 or first == TIME:
            break
        which = first
        taken = land(k, f, slow, s, w, drive, taken, tolerance, limits, which, given)
    return which, taken


@kernel
def store(k, f, s, out, row, t):
    """Keep time, voltage, current density and charge of a row, and its full state."""
    out[row, 0], out[row, 1], out[row, 2] = t, s[k[IO] + 1], s[k[IO]]
    out[row, 3] = s[k[O_L] + GIVEN]
    for i in range(k[X] + k[Z]):
        out[row, ABOUT + i] = s[i]


@kernel
def room(k, f, s):
    """Return the time in which the first particle surface would be full or empty [s].

    Reads x and row 0 of the rates.
    """
    longest, modes, wide, rates, surface = 1e300, k[M], k[W], k[RATE], k[F_SURFACE]
    for i in range(k[N]):
        first, last = populations(k, i)
        for p in range(first, last):
            if k[k[I_KIND] + p] == PLATED:
                continue
            q = (i * wide + p - first) * modes
            x, rate = 0.0, 0.0
            for e in range(modes):
                x += f[surface + e] * s[q + e]
                rate += f[surface + e] * s[rates + q + e]
            left = 1.0 - x if rate > 0.0 else x
            if abs(rate) * longest > left:
                longest = left / abs(rate)
    return longest


@inlined
def begin(k, f, s, w, limits, steps, out):
    """Store a consistent start and choose the first step; return which limit is passed."""
    w[k[W_TIMES] + BEFORE], w[k[W_TIMES] + MIRRORED] = 0.0, 0.0
    store(k, f, s, out, 0, steps[BEGUN])
    by = (steps[TOLERANCE] / USUAL) ** ORDER_OF_ERROR
    which = crossed(s, k[IO], 0.0, limits, NEAR)
    if which == TIME:
        steps[FIRST] = min(FIRST_SHARE * steps[LONGEST] * by, steps[LONGEST])
    return which


@inlined
def pace(k, f, s, dt, t, failed, taken, duration):
    """Return the length of the next step at time `t`, and whether it is the last.

    What had no solution lies at `failed`: walk up to it, by `taken` at least.
    """
    dt = min(dt, max(AHEAD * room(k, f, s), SHORT))
    if t < failed:
        dt = min(dt, max(TOWARDS * (failed - t), taken))
    left = duration - t
    if dt >= left * (1.0 - NARROW):
        return left, True
    if dt > 0.5 * left:  # two equal steps rather than one and a rest of round-off
        return 0.5 * left, False
    return dt, False


@inlined
def shortened(dt, error, tolerance):
    """Return the length to try after a step that was rejected for its error, or had none."""
    if not error > 0.0:
        return dt * FAILED
    return dt * max(LEAST_AGAIN, SAFE * (tolerance / error) ** ORDER_OF_ERROR)


@inlined
def next_length(dt, error, tolerance, longest):
    """Return the length to try after a step of length `dt` that was kept."""
    grow = SAFE * (tolerance / max(error, 1e-30)) ** ORDER_OF_ERROR
    return min(dt * min(max(grow, LEAST_FACTOR), MOST_FACTOR), longest)


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
    out : float [rows, ABOUT + X + Z]
        Time, voltage, current density, charge, x, z.

    Returns
    -------
    code, rows : int
    """
    tolerance, row = steps[TOLERANCE], 0
    given, base, at = limits[CHARGE_BEFORE], drive[1], k[O_L] + GIVEN
    if steps[FIRST] == 0.0:
        if start(k, f, slow, s, w, int(drive[0]), base) < 0:
            return NO_START, 0
        row, which = 1, begin(k, f, s, w, limits, steps, out)
        if which != TIME:
            if distance(s, k[IO], 0.0, limits, which) > -NEAR:  # the step before ended there
                return which, row
            return PASSED_BEFORE + which, row
    t, dt, failed, taken = steps[ELAPSED], steps[FIRST], -1.0, SHORT
    code = FULL
    while row < out.shape[0]:
        dt, last = pace(k, f, s, dt, t, failed, taken, steps[DURATION])
        drive[1] = base + drive[2] * t
        error = advance(k, f, slow, s, w, drive, dt, tolerance)
        if not 0.0 <= error <= tolerance:
            reject(k, s, w, dt)
            if not error > 0.0:
                failed, taken = t + dt, SHORT
            dt = shortened(dt, error, tolerance)
        else:
            which, taken = crossed(s, k[IO], s[at] - given, limits, 0.0), dt
            if which != TIME:
                which, taken = meet(k, f, slow, s, w, drive, dt, tolerance, limits, which, given)
            if taken >= 0.0:
                accept(k, s, w, taken)
                t = steps[DURATION] if last and which == TIME else t + taken
                steps[ELAPSED] = t
                store(k, f, s, out, row, steps[BEGUN] + t)
                row += 1
                if which != TIME or t >= steps[DURATION]:
                    code = which
                    break
                dt = next_length(dt, error, tolerance, steps[LONGEST])
                steps[FIRST] = dt
                continue
            reject(k, s, w, dt)
            dt, taken = dt * FAILED, SHORT
        if dt < SMALLEST:
            code = STUCK
            break
    drive[1] = base
    return code, row
