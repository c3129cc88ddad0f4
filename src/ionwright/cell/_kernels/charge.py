"""Charge over the thickness, and the voltage.

With j the current density through the electrolyte (positive on discharge) and i_e that of the
electrolyte within an electrode, both along x from the negative to the positive, and
u = phi_s - phi_e,

    i_e = (du/dx + j/sigma + chi dln c/dx)/(1/sigma + 1/kappa),    d i_e/dx = sum_k a_k y_k.

Finite volumes: one unknown a cell, one tridiagonal system, bordered by j. Between the middles
of cells i - 1 and i

    i_e = G (u_i - u_(i-1) + src) + Gj j,    phi_e falls by re i_e - src.
"""

import math

from ionwright.cell._kernels.arrays import (
    BLOCK, CHI, FACE, F_H, F_LAYER, I_PLANAR, N, NONE, N_N, N_P, N_S, PHI_C, SALT, W_BLOCK, W_D0,
    W_D1, W_FACE, W_G, W_GJ, W_HALF_E, W_HALF_S, W_RE, W_S, W_SLOPE_E, W_SRC, W_SU, W_VOLT, X, Z_J,
)  # fmt: skip
from ionwright.cell._kernels.properties import populations
from ionwright.numerics.jit import inlined, kernel


@kernel
def paths(k, f, s, w):
    """Fill re, G, Gj and src from half_e, half_s and the salt.

    Face i lies left of cell i; faces 0 and n are the ends.
    """
    n_n, n_s, n = k[N_N], k[N_S], k[N]
    if n == 0:
        return
    half_e, half_s, chi = k[W_HALF_E], k[W_HALF_S], w[k[W_VOLT] + CHI]
    re, G, Gj, src = k[W_RE], k[W_G], k[W_GJ], k[W_SRC]
    salt, before, c = k[SALT] == 1, 0.0, k[X] + n
    if salt:
        before = math.log(s[c])
    for i in range(1, n):
        w[re + i] = w[half_e + i - 1] + w[half_e + i]
        w[src + i] = 0.0
        if salt:
            here = math.log(s[c + i])
            w[src + i] = chi * (here - before)
            before = here
        if i < n_n or i > n_n + n_s:
            rs = w[half_s + i - 1] + w[half_s + i]
            w[G + i] = 1.0 / (w[re + i] + rs)
            w[Gj + i] = w[G + i] * rs
        else:
            w[G + i], w[Gj + i] = 0.0, 1.0
    for i in (0, n):
        w[G + i], w[re + i], w[src + i] = 0.0, 0.0, 0.0
    w[Gj] = 0.0 if n_n > 0 else 1.0
    w[Gj + n] = 0.0 if k[N_P] > 0 else 1.0


@kernel
def stores(k, f, i):
    """Return whether a double layer stores charge in cell i."""
    first, last = populations(k, i)
    for p in range(first, last):
        if f[k[F_LAYER] + p] > 0.0:
            return True
    return False


@inlined
def charge(k, f, s, w, frozen):
    """Solve the linearised balance of charge for du = d0 + d1 dj.

    Reads u and j in s, G, Gj, src, S and Su in w; fills d0 and d1, and the factor of each cell
    in its block. `frozen` keeps u where a double layer holds it.
    """
    n_n, n_s, n = k[N_N], k[N_S], k[N]
    us, Gs, Gjs, srcs, S, Su = k[X], k[W_G], k[W_GJ], k[W_SRC], k[W_S], k[W_SU]
    hs, at0, at1, block = k[F_H], k[W_D0], k[W_D1], k[W_BLOCK]
    j, left, G, d0, d1, up = s[us + k[Z_J]], 0.0, 0.0, 0.0, 0.0, 0.0
    if n > 0:
        left = w[Gjs] * j
    for i in range(n):
        right = w[Gjs + i + 1] * j
        if i < n - 1:
            right += w[Gs + i + 1] * (s[us + i + 1] - s[us + i] + w[srcs + i + 1])
        if n_n <= i < n_n + n_s:
            d0, d1, up = -s[us + i], 0.0, 0.0
        elif frozen and stores(k, f, i):
            d0, d1, up = 0.0, 0.0, 0.0
        else:
            h, G_right = f[hs + i], w[Gs + i + 1]
            by_j = w[Gjs + i + 1] - w[Gjs + i]
            down = 1.0 / (-(G_right + G) - h * w[Su + i] - G * up)
            d0 = (left - right + h * w[S + i] - G * d0) * down
            d1 = (-by_j - G * d1) * down
            up = G_right * down
        w[at0 + i], w[at1 + i], w[block + BLOCK * i] = d0, d1, up
        left, G = right, w[Gs + i + 1]
    for i in range(n - 2, -1, -1):
        up = w[block + BLOCK * i]
        w[at0 + i] -= up * w[at0 + i + 1]
        w[at1 + i] -= up * w[at1 + i + 1]


@inlined
def along(k, f, s, w, salt):
    """Return the voltage of the fields after the linear step, and its slope by j.

    Reads what `paths` fills, d0 and d1; `salt` says that these also hold steps of c.
    """
    n, us, d0, d1 = k[N], k[X], k[W_D0], k[W_D1]
    c, c0, c1, slope_e = us + n, d0 + n, d1 + n, k[W_SLOPE_E]
    Gs, Gjs, res, srcs = k[W_G], k[W_GJ], k[W_RE], k[W_SRC]
    j, V, dV, chi = s[us + k[Z_J]], 0.0, 0.0, w[k[W_VOLT] + CHI]
    for i in range(1, n):
        G, Gj, re, src = w[Gs + i], w[Gjs + i], w[res + i], w[srcs + i]
        rise = s[us + i] - s[us + i - 1] + src
        more0, more1 = w[d0 + i] - w[d0 + i - 1], w[d1 + i] - w[d1 + i - 1]
        if salt:
            add0 = chi * (w[c0 + i] / s[c + i] - w[c0 + i - 1] / s[c + i - 1])
            add1 = chi * (w[c1 + i] / s[c + i] - w[c1 + i - 1] / s[c + i - 1])
            more0 += add0
            more1 += add1
            by_left, by_right = w[slope_e + i - 1], w[slope_e + i]
            kept = (G * rise + Gj * j) * (1.0 - re * G)
            V += add0 - kept * (by_left * w[c0 + i - 1] + by_right * w[c0 + i])
            dV += add1 - kept * (by_left * w[c1 + i - 1] + by_right * w[c1 + i])
        V += src - re * (G * (rise + more0) + Gj * j)
        dV -= re * (G * more1 + Gj)
    if n > 0:
        V0, dV0 = beside(k, w, s, 0, 0, salt)
        V1, dV1 = beside(k, w, s, 1, n - 1, salt)
        V, dV = V + V0 + V1, dV + dV0 + dV1
    return V, dV


@inlined
def beside(k, w, s, side, i, salt):
    """Return what the outer half of the first or last cell adds to the voltage, and to its slope.

    Next to a collector it is u and the half to electrons, else the half to ions and what the
    salt does at the planar face.
    """
    n, d0, d1 = k[N], k[W_D0] + i, k[W_D1] + i
    j = s[k[X] + k[Z_J]]
    if k[k[I_PLANAR] + side] == NONE:
        sign, r = -1.0 if side == 0 else 1.0, w[k[W_HALF_S] + i]
        return sign * (s[k[X] + i] + w[d0]) - r * j, sign * w[d1] - r
    r = w[k[W_HALF_E] + i]
    V, dV = -r * j, -r
    if salt:
        by_c = w[k[W_FACE] + FACE * side + PHI_C] - w[k[W_SLOPE_E] + i] * j
        V += by_c * w[d0 + n]
        dV += by_c * w[d1 + n]
    return V, dV
