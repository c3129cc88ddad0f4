"""Diffusion in the particles, and metal on them: x and its answer to a current."""

from ionwright.cell._kernels.arrays import (
    COLUMNS, F_CONSTANT, F_D, F_DECAY, F_EIGEN, F_SURFACE, F_SWELLING, HOST, HYST, I_AT, I_KIND,
    M, MOBILITY, N_N, N_P, N_S, O_H, PIECES, PLATED, P_ALL, P_N, W, W_FLUX, W_LEFT, W_MH, W_RATE,
    W_RHO, W_RHO_P, W_V, W_X, W_XH, X, Z_Y,
)  # fmt: skip
from ionwright.cell._kernels.properties import FARADAY
from ionwright.numerics.jit import inlined, kernel
from ionwright.numerics.table import find_share, look_up

ROOT_3 = 3.0**0.5


@inlined
def responses(k, f, w, weight):
    """Fill what a stage leaves of each radial function, and by how much a current lowers x."""
    modes = k[M]
    for p in range(k[P_ALL]):
        total, rate, left = 0.0, weight * w[k[W_RATE] + p], k[W_LEFT] + p * modes
        for e in range(modes):
            w[left + e] = 1.0 / (1.0 + rate * f[k[F_EIGEN] + e])
            total += f[k[F_SURFACE] + e] * f[k[F_SURFACE] + e] * w[left + e]
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
    """Fill surface and mean stoichiometry at the end of a stage in which no current flows."""
    modes, wide, surface, xh, mh, rho = k[M], k[W], k[F_SURFACE], k[W_XH], k[W_MH], k[W_RHO]
    for p in range(k[P_ALL]):
        if k[k[I_KIND] + p] != HOST:
            continue
        low, high, l = cells_of(k, p)
        left, response, x = k[W_LEFT] + p * modes, w[k[W_RHO_P] + p], k[W_X]
        for i in range(low, high):
            a = i * wide + l
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
    c = p * COLUMNS + MOBILITY
    by = f[k[F_CONSTANT] + c]
    if k[k[I_AT] + c] >= 0:
        i, d, over = find_share(inside, k[PIECES], 1.0 / k[PIECES])
        by, _ = look_up(f, k[k[I_AT] + c], i, d, over)
    return by / growth, growth


@kernel
def changing(k, f, w, p, a, y, weight):
    """Fill history and response of a host whose rate changes; return the factor on its i_0."""
    modes, q = k[M], k[W_X] + a * k[M]
    mean = ROOT_3 * w[q] - 3.0 * weight * w[k[W_FLUX] + p] * y
    by, growth = mobility(k, f, p, mean)
    x, rho = 0.0, 0.0
    for e in range(modes):
        s = f[k[F_SURFACE] + e]
        left = 1.0 / (1.0 + weight * w[k[W_RATE] + p] * by * f[k[F_EIGEN] + e])
        x += s * w[q + e] * left
        rho += s * s * weight * left
    w[k[W_XH] + a], w[k[W_RHO] + a] = x, rho * w[k[W_FLUX] + p]
    w[k[W_MH] + a] = ROOT_3 * w[q]
    return growth


@inlined
def contents(k, f, s, w, weight):
    """Fill w.v with the particles' states at the end of a stage, from its currents."""
    modes, wide, surface, eigen = k[M], k[W], k[F_SURFACE], k[F_EIGEN]
    xs, vs, ys = k[W_X], k[W_V], k[X] + k[Z_Y]
    for p in range(k[P_ALL]):
        low, high, l = cells_of(k, p)
        kind, per_y, left = k[k[I_KIND] + p], weight * w[k[W_FLUX] + p], k[W_LEFT] + p * modes
        for i in range(low, high):
            a = i * wide + l
            y, q, v = s[ys + a], xs + a * modes, vs + a * modes
            moved = per_y * y
            if kind == HOST:
                for e in range(modes):
                    w[v + e] = (w[q + e] - moved * f[surface + e]) * w[left + e]
            elif kind == PLATED:
                lost = weight * f[k[F_D] + p]
                w[v] = (w[q] - weight * y / FARADAY) / (1.0 + lost)
                w[v + 1] = w[q + 1] + lost * w[v]
            else:
                by, _ = mobility(k, f, p, w[k[W_MH] + a] - 3.0 * moved)
                rate = weight * w[k[W_RATE] + p] * by
                for e in range(modes):
                    w[v + e] = (w[q + e] - moved * f[surface + e]) / (1.0 + rate * f[eigen + e])
            if k[HYST] == 1 and kind != PLATED:
                at, b = k[O_H] + a, 3.0 * moved * f[k[F_DECAY] + p]
                w[vs + at] = (w[xs + at] + b) / (1.0 + abs(b))
