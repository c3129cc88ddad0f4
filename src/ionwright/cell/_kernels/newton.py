"""Newton on the bordered block system of one stage."""

from ionwright.cell._kernels.field import assemble, populations
from ionwright.numerics.jit import kernel

CURRENT, VOLTAGE, POWER, RESISTANCE = 0, 1, 2, 3


@kernel
def control(kind, target, V, i):
    """Return the residual of a control and its derivatives by voltage and current density.

    kind 0 current density [A/m2], 1 voltage [V], 2 power [W/m2], 3 resistance [ohm m2].
    """
    if kind == 1:
        return V - target, 1.0, 0.0
    if kind == 2:
        return V * i - target, i, V
    if kind == 3:
        return V - target * i, 1.0, -target
    return i - target, 0.0, 1.0


@kernel
def eliminate(w, i):
    """Eliminate the lower block of row i with row i - 1, on both right sides."""
    D, U, L, x, b = w.middle, w.upper, w.lower, w.delta, w.border
    p, q, r, t = D[i - 1, 0, 0], D[i - 1, 0, 1], D[i - 1, 1, 0], D[i - 1, 1, 1]
    det = p * t - q * r
    for row in range(2):
        m_0 = (L[i, row, 0] * t - L[i, row, 1] * r) / det
        m_1 = (L[i, row, 1] * p - L[i, row, 0] * q) / det
        D[i, row, 0] -= m_0 * U[i - 1, 0, 0] + m_1 * U[i - 1, 1, 0]
        D[i, row, 1] -= m_0 * U[i - 1, 0, 1] + m_1 * U[i - 1, 1, 1]
        x[i, row] -= m_0 * x[i - 1, 0] + m_1 * x[i - 1, 1]
        b[i, row] -= m_0 * b[i - 1, 0] + m_1 * b[i - 1, 1]


@kernel
def solve_blocks(n, w):
    """Solve for minus the residual (into delta) and for the border (in place)."""
    D, U, x, b = w.middle, w.upper, w.delta, w.border
    for i in range(n):
        x[i, 0] = -w.residual[i, 0]
        x[i, 1] = -w.residual[i, 1]
    for i in range(1, n):
        eliminate(w, i)
    for i in range(n - 1, -1, -1):
        p, q, r, t = D[i, 0, 0], D[i, 0, 1], D[i, 1, 0], D[i, 1, 1]
        det = p * t - q * r
        for right in (x, b):
            v_0, v_1 = right[i, 0], right[i, 1]
            if i < n - 1:
                v_0 -= U[i, 0, 0] * right[i + 1, 0] + U[i, 0, 1] * right[i + 1, 1]
                v_1 -= U[i, 1, 0] * right[i + 1, 0] + U[i, 1, 1] * right[i + 1, 1]
            right[i, 0] = (t * v_0 - q * v_1) / det
            right[i, 1] = (p * v_1 - r * v_0) / det


@kernel
def holds(m, s, w):
    """Return whether the surface of every particle has places taken and places free.

    Beyond them the tables go on straight, which helps Newton and means nothing.
    """
    for i in range(m.h.shape[0]):
        first, last = populations(m, i)
        for p in range(first, last):
            if not 0.0 < w.x[i, p] - w.rho[p] * s.y[i, p] < 1.0:
                return False
    return True


@kernel
def newton(m, s, w, weight, kind, target):
    """Solve one stage for the fields and the current; return sweeps, or -1.

    `weight` is the implicit weight of the stage [s]; 0 freezes the differential states.
    """
    n = m.h.shape[0]
    for sweep in range(40):
        V, dV = assemble(m, s, w, weight)
        e, e_V, e_i = control(kind, target, V, s.io[0])
        solve_blocks(n, w)
        along, by_current = 0.0, dV
        for i in range(n):
            for p in range(2):
                along += w.gradient[i, p] * w.delta[i, p]
                by_current += w.gradient[i, p] * w.border[i, p]
        di = -(e + e_V * along) / (e_V * by_current + e_i)
        largest, worst = 0.0, abs(di) / (1.0 + abs(s.io[0]))
        for i in range(n):
            largest = max(largest, abs(w.delta[i, 0] + w.border[i, 0] * di))
            relative = abs(w.delta[i, 1] + w.border[i, 1] * di) / (1.0 + abs(s.z[i, 1]))
            worst = max(worst, relative)
        worst = max(worst, largest)
        if not worst < 1e300:
            return -1
        damp = 1.0 if largest < 0.3 else 0.3 / largest
        for i in range(n):
            s.z[i, 0] += damp * (w.delta[i, 0] + w.border[i, 0] * di)
            dc = damp * (w.delta[i, 1] + w.border[i, 1] * di)
            s.z[i, 1] += max(dc, -0.8 * s.z[i, 1])  # salt stays positive
        s.io[0] += damp * di
        if worst < 1e-6:
            s.io[1], _ = assemble(m, s, w, weight)
            return sweep + 1 if holds(m, s, w) else -1
    return -1
