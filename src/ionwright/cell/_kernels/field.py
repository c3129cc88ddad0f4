"""The two fields over the thickness: potential difference u and salt concentration c.

With i the current density through the cell (positive on discharge) and i_e that of the
electrolyte, both along x from the negative to the positive, u = phi_s - phi_e,

    i_e = (du/dx + i/sigma + chi dln c/dx)/(1/sigma + 1/kappa),
    d i_e/dx = sum_k a_k y_k,
    eps dc/dt = -dN/dx + (1/F) sum_k a_k y_k,    N = -D dc/dx + t_+ i_e/F.

Finite volumes; one Newton system of 2 x 2 blocks, bordered by the control. The salt stands in
flux form, so that what leaves one volume enters the next.
"""

import math

from ionwright.cell._kernels.node import transfer
from ionwright.numerics.jit import kernel

FARADAY = 96485.33212331


@kernel
def between(h, v, i):
    """Return the conductance of the path between the middles of cells i and i + 1."""
    return 1.0 / (0.5 * h[i] / v[i] + 0.5 * h[i + 1] / v[i + 1])


@kernel
def populations(m, i):
    """Return the range of populations in cell i (empty in the separator)."""
    if i < m.k[0]:
        return 0, m.k[4]
    if i < m.k[0] + m.k[1]:
        return 0, 0
    return m.k[4], m.k[5]


@kernel
def clear(n, w):
    """Empty the Newton system."""
    for i in range(n):
        for p in range(2):
            w.residual[i, p] = 0.0
            w.border[i, p] = 0.0
            w.gradient[i, p] = 0.0
            for q in range(2):
                w.lower[i, p, q] = 0.0
                w.middle[i, p, q] = 0.0
                w.upper[i, p, q] = 0.0


@kernel
def reactions(m, s, w, weight):
    """Add reaction and storage of every cell; solves the kinetics of every population."""
    n_n, n_s, n_p, binary, p_n, p_all = m.k[0], m.k[1], m.k[2], m.k[3], m.k[4], m.k[5]
    for i in range(n_n + n_s + n_p):
        S, dS, by_c = 0.0, 0.0, 0.0
        if n_n <= i < n_n + n_s:
            w.residual[i, 0] = s.z[i, 0]
            w.middle[i, 0, 0] = 1.0
        else:
            first, last = (0, p_n) if i < n_n else (p_n, p_all)
            scale = 1.0
            if binary == 1:
                scale = math.sqrt(max(s.z[i, 1], 1e-3) / m.f[7])
            for p in range(first, last):
                y, dy, by_ln = transfer(
                    m.table, m.meta, p, s.z[i, 0], w.x[i, p], w.rho[p], m.film[p], scale, m.f[0],
                    s.y[i, p],
                )  # fmt: skip
                s.y[i, p] = y
                S += m.a[p] * y
                dS += m.a[p] * dy
                if binary == 1 and s.z[i, 1] > 1e-3:
                    by_c += m.a[p] * by_ln * 0.5 / s.z[i, 1]
            w.residual[i, 0] = -m.h[i] * S
            w.middle[i, 0, 0] = -m.h[i] * dS
            w.middle[i, 0, 1] = -m.h[i] * by_c
        if binary == 1 and weight > 0.0:
            store = m.eps[i] * m.h[i] / weight
            w.residual[i, 1] = store * (s.z[i, 1] - w.c[i]) - m.h[i] * S / FARADAY
            w.middle[i, 1, 1] = store - m.h[i] * by_c / FARADAY
            w.middle[i, 1, 0] = -m.h[i] * dS / FARADAY
        else:
            w.residual[i, 1] = s.z[i, 1] - w.c[i]
            w.middle[i, 1, 1] = 1.0


@kernel
def electrode_face(m, s, w, i, kf, chi_lnc, dl, dr):
    """Add the current between two cells of one electrode; return (i_e, G, 1/sf)."""
    sf = between(m.h, m.sigma, i)
    G = 1.0 / (1.0 / sf + 1.0 / kf)
    i_e = G * (s.z[i + 1, 0] - s.z[i, 0] + s.io[0] / sf + chi_lnc)
    w.residual[i, 0] += i_e
    w.residual[i + 1, 0] -= i_e
    w.middle[i, 0, 0] -= G
    w.upper[i, 0, 0] += G
    w.lower[i + 1, 0, 0] += G
    w.middle[i + 1, 0, 0] -= G
    w.border[i, 0] -= G / sf
    w.border[i + 1, 0] += G / sf
    w.middle[i, 0, 1] += G * dl
    w.upper[i, 0, 1] += G * dr
    w.lower[i + 1, 0, 1] -= G * dl
    w.middle[i + 1, 0, 1] -= G * dr
    w.gradient[i, 0] += G / kf
    w.gradient[i + 1, 0] -= G / kf
    w.gradient[i, 1] += dl * (1.0 - G / kf)
    w.gradient[i + 1, 1] += dr * (1.0 - G / kf)
    return i_e, G, 1.0 / sf


@kernel
def salt_face(m, s, w, i, i_e, path):
    """Add the salt flux between two cells; G is 0 where the current is the cell's."""
    G, r_s, dl, dr = path
    df = between(m.h, m.diffusivity, i)
    N = -df * (s.z[i + 1, 1] - s.z[i, 1]) + m.f[1] * i_e / FARADAY
    w.residual[i, 1] += N
    w.residual[i + 1, 1] -= N
    w.middle[i, 1, 1] += df
    w.upper[i, 1, 1] -= df
    w.lower[i + 1, 1, 1] -= df
    w.middle[i + 1, 1, 1] += df
    t = m.f[1] / FARADAY
    w.middle[i, 1, 1] += t * G * dl
    w.upper[i, 1, 1] += t * G * dr
    w.lower[i + 1, 1, 1] -= t * G * dl
    w.middle[i + 1, 1, 1] -= t * G * dr
    w.middle[i, 1, 0] -= t * G
    w.upper[i, 1, 0] += t * G
    w.lower[i + 1, 1, 0] += t * G
    w.middle[i + 1, 1, 0] -= t * G
    by_current = t if G == 0.0 else t * G * r_s
    w.border[i, 1] -= by_current
    w.border[i + 1, 1] += by_current


@kernel
def faces(m, s, w, weight):
    """Add the fluxes between cells; return the electrolyte's share of voltage and its slope."""
    n_n, n_s, n_p, binary = m.k[0], m.k[1], m.k[2], m.k[3]
    cur, chi = s.io[0], m.f[2]
    V, dV = 0.0, 0.0
    for i in range(n_n + n_s + n_p - 1):
        kf = between(m.h, m.kappa, i)
        lnc, dl, dr = 0.0, 0.0, 0.0
        if binary == 1:
            lnc = chi * math.log(s.z[i + 1, 1] / s.z[i, 1])
            dl, dr = -chi / s.z[i, 1], chi / s.z[i + 1, 1]
        i_e, G, r_s = cur, 0.0, 0.0
        if i + 1 < n_n or i >= n_n + n_s:
            i_e, G, r_s = electrode_face(m, s, w, i, kf, lnc, dl, dr)
            dV -= G * r_s / kf
        else:
            if i + 1 == n_n:
                w.residual[i, 0] += cur
                w.border[i, 0] -= 1.0
            if i == n_n + n_s - 1:
                w.residual[i + 1, 0] -= cur
                w.border[i + 1, 0] += 1.0
            w.gradient[i, 1] += dl
            w.gradient[i + 1, 1] += dr
            dV -= 1.0 / kf
        V += lnc - i_e / kf
        if binary == 1 and weight > 0.0:
            salt_face(m, s, w, i, i_e, (G, r_s, dl, dr))
    if n_n + n_s == 0:  # the separator of a half cell without salt is a resistance in f
        w.residual[0, 0] -= cur
        w.border[0, 0] += 1.0
    if n_n == 0 and binary == 1 and weight > 0.0:  # lithium ions enter at the planar face
        w.residual[0, 1] -= cur / FARADAY
        w.border[0, 1] += 1.0 / FARADAY
    return V, dV


@kernel
def ends(m, s, w):
    """Return what both ends add to the voltage, and its slope by the current."""
    n_n, last, cur = m.k[0], m.h.shape[0] - 1, s.io[0]
    V = s.z[last, 0] - 0.5 * m.h[last] * cur / m.sigma[last] - cur * m.f[3]
    dV = -0.5 * m.h[last] / m.sigma[last] - m.f[3]
    w.gradient[last, 0] += 1.0
    if n_n > 0:
        w.gradient[0, 0] -= 1.0
        r = 0.5 * m.h[0] / m.sigma[0]
        return V - s.z[0, 0] - r * cur, dV - r
    r = 0.5 * m.h[0] / m.kappa[0] + m.f[6]
    i_0, slope, c = m.f[5], 0.0, 0.0
    if m.k[6] == 1:  # concentration at the face itself
        slope = 0.5 * m.h[0] * (1.0 - m.f[1]) / (FARADAY * m.diffusivity[0])
        c = max(s.z[0, 1] + slope * cur, 1e-3)
        i_0 *= math.sqrt(c / m.f[7])
        V += m.f[2] * math.log(s.z[0, 1] / c)
        dV -= m.f[2] * slope / c
        w.gradient[0, 1] += m.f[2] * (1.0 / s.z[0, 1] - 1.0 / c)
    x = 0.5 * cur / i_0
    if m.k[6] == 1 and c > 1e-3:  # i_0 follows the concentration
        by_c = m.f[0] * x / (c * math.sqrt(1.0 + x * x))
        w.gradient[0, 1] += by_c
        dV += by_c * slope
    V -= m.f[4] + cur * r + 2.0 * m.f[0] * math.asinh(x)
    return V, dV - r - m.f[0] / (i_0 * math.sqrt(1.0 + x * x))


@kernel
def assemble(m, s, w, weight):
    """Fill the Newton system at the iterate; return (voltage, its slope by the current)."""
    clear(m.h.shape[0], w)
    reactions(m, s, w, weight)
    V, dV = faces(m, s, w, weight)
    V_ends, dV_ends = ends(m, s, w)
    return V + V_ends, dV + dV_ends
