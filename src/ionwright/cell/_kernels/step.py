"""One step in time: ESDIRK4(3)6L[2]SA, implicit part of ARK4(3)6L[2]SA, gamma = 1/4.

Stiffly accurate: the last stage is the step, so the algebraic equations hold at its end. The
first stage is the last one of the step before.

References
----------
Kennedy and Carpenter 2003, doi 10.1016/S0168-9274(02)00138-1, appendix C.
"""

import numpy as np

from ionwright.cell._kernels.field import FARADAY, populations
from ionwright.cell._kernels.newton import newton
from ionwright.numerics.jit import kernel

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


@kernel
def responses(m, w, weight):
    """Fill rho: by how much a current lowers the surface within a stage [m2/A]."""
    for p in range(m.k[5]):
        total = 0.0
        for j in range(m.eigen.shape[0]):
            rate = m.D[p] * m.eigen[j] / (m.radius[p] * m.radius[p])
            total += m.surface[j] * m.surface[j] * weight / (1.0 + weight * rate)
        w.rho[p] = total / (m.radius[p] * FARADAY * m.c_max[p])


@kernel
def histories(m, s, w, weight, dt, stage):
    """Fill what earlier stages leave in q, c and the surface stoichiometries."""
    for i in range(m.h.shape[0]):
        c = s.c[i]
        for j in range(stage):
            c += dt * A[stage, j] * s.rate_c[j, i]
        w.c[i] = c
        first, last = populations(m, i)
        for p in range(first, last):
            total = 0.0
            for e in range(m.eigen.shape[0]):
                v = s.q[i, p, e]
                for j in range(stage):
                    v += dt * A[stage, j] * s.rate_q[j, i, p, e]
                w.q[i, p, e] = v
                rate = m.D[p] * m.eigen[e] / (m.radius[p] * m.radius[p])
                total += m.surface[e] * v / (1.0 + weight * rate)
            w.x[i, p] = total


@kernel
def keep_rates(m, s, w, weight, stage):
    """Store the rates that the solved stage implies."""
    for i in range(m.h.shape[0]):
        s.rate_c[stage, i] = (s.z[i, 1] - w.c[i]) / weight
        first, last = populations(m, i)
        for p in range(first, last):
            flux = s.y[i, p] / (m.radius[p] * FARADAY * m.c_max[p])
            for e in range(m.eigen.shape[0]):
                rate = m.D[p] * m.eigen[e] / (m.radius[p] * m.radius[p])
                s.rate_q[stage, i, p, e] = (-rate * w.q[i, p, e] - flux * m.surface[e]) / (
                    1.0 + weight * rate
                )


@kernel
def finish(m, s, w, weight, dt):
    """Move the state to the end of the step; return its error in stoichiometry."""
    worst = 0.0
    for i in range(m.h.shape[0]):
        d = 0.0
        for j in range(6):
            d += ERROR[j] * s.rate_c[j, i]
        worst = max(worst, abs(dt * d) / (1.0 + abs(s.z[i, 1])))
        s.c[i] = s.z[i, 1]
        first, last = populations(m, i)
        for p in range(first, last):
            surface = 0.0
            for e in range(m.eigen.shape[0]):
                d = 0.0
                for j in range(6):
                    d += ERROR[j] * s.rate_q[j, i, p, e]
                surface += m.surface[e] * d
                s.q[i, p, e] = w.q[i, p, e] + weight * s.rate_q[5, i, p, e]
            worst = max(worst, abs(dt * surface))
    return worst


@kernel
def advance(m, s, w, kind, target, drift, dt):
    """Advance one cell by `dt` [s]; return the error of the step, or -1 if it has no solution.

    `target` is the control at the start of the step and `drift` its change per second. On entry
    `s` holds a consistent state with its rates in row 0; on success it holds the state at the
    end, with the rates there in row 5.
    """
    weight = 0.25 * dt
    responses(m, w, weight)
    for stage in range(1, 6):
        histories(m, s, w, weight, dt, stage)
        if newton(m, s, w, weight, kind, target + drift * C[stage] * dt) < 0:
            return -1.0
        keep_rates(m, s, w, weight, stage)
        s.rate_i[stage] = s.io[0]
    for stage in range(6):
        s.io[2] += dt * A[5, stage] * s.rate_i[stage]
    return finish(m, s, w, weight, dt)
