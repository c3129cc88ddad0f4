"""Diffusion in the particles, and metal on them: x and its answer to a current.

In radial functions with eigenvalues l_e and surface values s_e, with theta the share of the
surface that touches electrolyte,

    dq_e/dt = -(D/R^2) l_e q_e - theta y s_e/(R F c_max),    x = sum_e s_e q_e.

A stage of implicit weight `weight` ends at (q_e - weight flux y s_e)/(1 + weight rate l_e), so
that the surface is x = xh - rho y. The mean is sqrt(3) q_0.
"""

from ionwright.cell._kernels.arrays import (
    COLUMNS, F_CONSTANT, F_D, F_DECAY, F_EIGEN, F_SURFACE, F_SWELLING, HOST, HYST, I_AT, I_KIND, M,
    MOBILITY, N_N, N_P, N_S, O_H, PIECES, PLATED, P_ALL, P_N, W, W_FLUX, W_LEFT, W_MH, W_RATE,
    W_RHO, W_RHO_P, W_V, W_X, W_XH, X, Z_Y,
)  # fmt: skip
from ionwright.cell._kernels.properties import FARADAY
from ionwright.numerics.jit import inlined, kernel
from ionwright.numerics.table import find_share, look_up

ROOT_3 = 3.0**0.5
"""Surface value of the first radial function, which is constant."""


@inlined
def responses(k, f, w, weight):
    """Fill what a stage leaves of each radial function, and by how much a current lowers x.

    Reads rate and flux, fills left and rho_p.
    """
    modes, surface, eigen = k[M], k[F_SURFACE], k[F_EIGEN]
    for p in range(k[P_ALL]):
        total, rate, left = 0.0, weight * w[k[W_RATE] + p], k[W_LEFT] + p * modes
        for e in range(modes):
            w[left + e] = 1.0 / (1.0 + rate * f[eigen + e])
            total += f[surface + e] * f[surface + e] * w[left + e]
        w[k[W_RHO_P] + p] = total * weight * w[k[W_FLUX] + p]


@inlined
def cells_of(k, p):
    """Return the cells of a population and its place among those of its electrode."""
    if p < k[P_N]:
        return 0, k[N_N], p
    first = k[N_N] + k[N_S]
    return first, first + k[N_P], p - k[P_N]


@inlined
def surfaces(k, f, w):
    """Fill surface and mean stoichiometry at the end of a stage in which no current flows.

    Reads x, left and rho_p, fills xh, mh and rho of hosts with one diffusivity.
    """
    modes, wide, surface, x = k[M], k[W], k[F_SURFACE], k[W_X]
    xh, mh, rho = k[W_XH], k[W_MH], k[W_RHO]
    for p in range(k[P_ALL]):
        if k[k[I_KIND] + p] != HOST:
            continue
        low, high, place = cells_of(k, p)
        left, response = k[W_LEFT] + p * modes, w[k[W_RHO_P] + p]
        for i in range(low, high):
            a = i * wide + place
            q, total = x + a * modes, 0.0
            for e in range(modes):
                total += f[surface + e] * w[q + e] * w[left + e]
            w[xh + a], w[mh + a], w[rho + a] = total, ROOT_3 * w[q], response


@kernel
def mobility(k, f, p, mean):
    """Return by what content multiplies diffusion in the material frame, and the surface.

    A particle that has grown by the factor l in length has surface l^2 and, since gradients
    are counted per length as made, diffuses as with D/l^2.
    """
    inside = min(max(mean, 0.0), 1.0)
    growth = (1.0 + f[k[F_SWELLING] + p] * inside) ** (2.0 / 3.0)
    column = p * COLUMNS + MOBILITY
    by, table = f[k[F_CONSTANT] + column], k[k[I_AT] + column]
    if table >= 0:
        piece, d, over = find_share(inside, k[PIECES], 1.0 / k[PIECES])
        by, _ = look_up(f, table, piece, d, over)
    return by / growth, growth


@kernel
def changing(k, f, w, p, a, y, weight):
    """Fill xh, rho and mh of a host whose rate changes; return the factor on its i_0."""
    modes, q, surface, eigen = k[M], k[W_X] + a * k[M], k[F_SURFACE], k[F_EIGEN]
    mean = ROOT_3 * w[q] - 3.0 * weight * w[k[W_FLUX] + p] * y
    by, growth = mobility(k, f, p, mean)
    x, rho = 0.0, 0.0
    for e in range(modes):
        s = f[surface + e]
        left = 1.0 / (1.0 + weight * w[k[W_RATE] + p] * by * f[eigen + e])
        x += s * w[q + e] * left
        rho += s * s * weight * left
    w[k[W_XH] + a], w[k[W_RHO] + a] = x, rho * w[k[W_FLUX] + p]
    w[k[W_MH] + a] = ROOT_3 * w[q]
    return growth


@inlined
def contents(k, f, s, w, weight):
    """Fill the particles' part of v, their states at the end of a stage, from x and currents.

    Hysteresis dh/dt = b (y - |y| h) becomes h = (h + b y)/(1 + |b y|), b with the weight.
    """
    modes, wide, surface, eigen = k[M], k[W], k[F_SURFACE], k[F_EIGEN]
    xs, vs, ys, hyst, o_h = k[W_X], k[W_V], k[X] + k[Z_Y], k[HYST] == 1, k[O_H]
    for p in range(k[P_ALL]):
        low, high, place = cells_of(k, p)
        kind, per_y, left = k[k[I_KIND] + p], weight * w[k[W_FLUX] + p], k[W_LEFT] + p * modes
        lost, decay = weight * f[k[F_D] + p], f[k[F_DECAY] + p]  # lost: of plated metal
        for i in range(low, high):
            a = i * wide + place
            y, q, v = s[ys + a], xs + a * modes, vs + a * modes
            moved = per_y * y
            if kind == HOST:
                for e in range(modes):
                    w[v + e] = (w[q + e] - moved * f[surface + e]) * w[left + e]
            elif kind == PLATED:
                w[v] = (w[q] - weight * y / FARADAY) / (1.0 + lost)
                w[v + 1] = w[q + 1] + lost * w[v]
            else:
                by, _ = mobility(k, f, p, w[k[W_MH] + a] - 3.0 * moved)
                rate = weight * w[k[W_RATE] + p] * by
                for e in range(modes):
                    w[v + e] = (w[q + e] - moved * f[surface + e]) / (1.0 + rate * f[eigen + e])
            if hyst and kind != PLATED:
                at, b = o_h + a, 3.0 * moved * decay
                w[vs + at] = (w[xs + at] + b) / (1.0 + abs(b))
