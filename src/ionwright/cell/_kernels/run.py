"""One segment of a protocol: consistent start, steps of adapted size, exact limits."""

from ionwright.cell._kernels.field import FARADAY, assemble, populations
from ionwright.cell._kernels.newton import newton
from ionwright.cell._kernels.step import advance
from ionwright.numerics.jit import kernel

TIME, LOW_VOLTAGE, HIGH_VOLTAGE, LOW_CURRENT, HIGH_CURRENT, CHARGE = 0, 1, 2, 3, 4, 5
FULL, NO_START, STUCK = 6, 7, 8
SMALLEST = 1e-7
"""Smallest step [s]: one that fails below this ends the run."""


@kernel
def start(m, s, w, kind, target):
    """Make the fields consistent with frozen states and fill the rates; return 0 or NO_START."""
    n = m.h.shape[0]
    for p in range(m.k[5]):
        w.rho[p] = 0.0
    for i in range(n):
        s.z[i, 1] = s.c[i]
        w.c[i] = s.c[i]
        first, last = populations(m, i)
        for p in range(first, last):
            total = 0.0
            for e in range(m.eigen.shape[0]):
                total += m.surface[e] * s.q[i, p, e]
            w.x[i, p] = total
    if newton(m, s, w, 0.0, kind, target) < 0:
        return NO_START
    assemble(m, s, w, 1.0)  # with c on its history, the salt residual is minus its rate
    for i in range(n):
        s.rate_c[0, i] = 0.0
        if m.k[3] == 1:
            s.rate_c[0, i] = -w.residual[i, 1] / (m.eps[i] * m.h[i])
        first, last = populations(m, i)
        for p in range(first, last):
            flux = s.y[i, p] / (m.radius[p] * FARADAY * m.c_max[p])
            for e in range(m.eigen.shape[0]):
                rate = m.D[p] * m.eigen[e] / (m.radius[p] * m.radius[p])
                s.rate_q[0, i, p, e] = -rate * s.q[i, p, e] - flux * m.surface[e]
    return 0


@kernel
def exchange(m, s, w, back):
    """Copy the state into memory, or `back` from it."""
    at = 0
    for i in range(m.h.shape[0]):
        first, last = populations(m, i)
        for p in range(first, last):
            for e in range(m.eigen.shape[0]):
                if back:
                    s.q[i, p, e] = w.saved[at]
                else:
                    w.saved[at] = s.q[i, p, e]
                at += 1
            if back:
                s.y[i, p] = w.saved[at]
            else:
                w.saved[at] = s.y[i, p]
            at += 1
        if back:
            s.c[i], s.z[i, 0], s.z[i, 1] = w.saved[at], w.saved[at + 1], w.saved[at + 2]
        else:
            w.saved[at], w.saved[at + 1], w.saved[at + 2] = s.c[i], s.z[i, 0], s.z[i, 1]
        at += 3
    if back:
        s.io[0], s.io[1], s.io[2] = w.saved[at], w.saved[at + 1], w.saved[at + 2]
    else:
        w.saved[at], w.saved[at + 1], w.saved[at + 2] = s.io[0], s.io[1], s.io[2]


@kernel
def distance(io, limits, which):
    """Return how far a state is from a limit, positive before it."""
    if which == LOW_VOLTAGE:
        return io[1] - limits[0]
    if which == HIGH_VOLTAGE:
        return limits[1] - io[1]
    if which == LOW_CURRENT:
        return abs(io[0]) - limits[2]
    if which == HIGH_CURRENT:
        return limits[3] - abs(io[0])
    return (limits[4] - abs(io[2])) / max(limits[4], 1.0)


@kernel
def crossed(io, limits):
    """Return which limit is crossed, TIME for none."""
    for which in range(LOW_VOLTAGE, CHARGE + 1):
        if distance(io, limits, which) < 0.0:
            return which
    return TIME


@kernel
def land(m, s, w, kind, target, drift, dt, limits, which):
    """Retake the step so that it ends on the limit; return its length, or -1.

    Regula falsi with halving of the stale end (Illinois) on the distance to the limit; every
    trial is a step of its own from the same start.
    """
    exchange(m, s, w, True)
    low, f_low = 0.0, distance(s.io, limits, which)
    high = dt
    f_high = -1.0
    trial = dt
    side = 0
    for count in range(60):
        if advance(m, s, w, kind, target, drift, trial) < 0.0:
            return -1.0
        f = distance(s.io, limits, which)
        if abs(f) < 1e-9 or high - low < 1e-9:
            return trial
        if f > 0.0:
            low, f_low = trial, f
            if side == 1:
                f_high *= 0.5
            side = 1
        else:
            high, f_high = trial, f
            if side == -1:
                f_low *= 0.5
            side = -1
        trial = (low * f_high - high * f_low) / (f_high - f_low)
        if not low < trial < high:
            trial = 0.5 * (low + high)
        if count < 59:
            exchange(m, s, w, True)
    return trial


@kernel
def store(s, out, row, t, charge, trace):
    """Keep time, voltage, current and charge of a row, and its full state."""
    out[row, 0], out[row, 1], out[row, 2], out[row, 3] = t, s.io[1], s.io[0], charge
    at = 0
    for i in range(s.c.shape[0]):
        trace[row, at], trace[row, at + 1] = s.z[i, 0], s.z[i, 1]
        at += 2
        for p in range(s.y.shape[1]):
            trace[row, at] = s.y[i, p]
            at += 1
            for e in range(s.q.shape[2]):
                trace[row, at] = s.q[i, p, e]
                at += 1


@kernel
def segment(m, s, w, kind, target, drift, limits, steps, out, trace):
    """Run one segment from a consistent state.

    Parameters
    ----------
    kind, target, drift
        Control, its value at the start and its change per second.
    limits : float [5]
        Lowest and highest voltage [V], smallest and largest current density [A/m2], largest
        charge of the segment [C/m2].
    steps : float [5]
        Duration, first step, longest step [s], tolerance [stoichiometry], time of row 0 [s].
    out : float [rows, 4]
        Time, voltage, current density, charge; row 0 holds the start and is kept.
    trace : float [rows, ...]
        Full states of the same rows.

    Returns
    -------
    code, rows : int
    """
    t, dt, tolerance = 0.0, steps[1], steps[3]
    before = out[0, 3]
    s.io[2] = 0.0
    s.rate_i[0] = s.io[0]
    row = 1
    while row < out.shape[0]:
        dt = min(dt, steps[0] - t)
        exchange(m, s, w, False)
        error = advance(m, s, w, kind, target + drift * t, drift, dt)
        if not 0.0 <= error <= tolerance:
            exchange(m, s, w, True)
            shrink = 0.25 if not error > 0.0 else max(0.2, 0.9 * (tolerance / error) ** 0.25)
            dt *= shrink
            if dt < SMALLEST:
                return STUCK, row
            continue
        which = crossed(s.io, limits)
        taken = dt
        if which != TIME:
            taken = land(m, s, w, kind, target + drift * t, drift, dt, limits, which)
            if taken < 0.0:
                return STUCK, row
        t += taken
        store(s, out, row, steps[4] + t, before + s.io[2], trace)
        row += 1
        s.rate_i[0] = s.rate_i[5]
        for i in range(m.h.shape[0]):
            s.rate_c[0, i] = s.rate_c[5, i]
            for p in range(m.k[5]):
                for e in range(m.eigen.shape[0]):
                    s.rate_q[0, i, p, e] = s.rate_q[5, i, p, e]
        if which != TIME or t >= steps[0] * (1.0 - 1e-14):
            return which, row
        grow = 0.9 * (tolerance / max(error, 1e-30)) ** 0.25
        dt = min(dt * min(max(grow, 0.3), 4.0), steps[2])
    return FULL, row
