"""Charge over the thickness, and the voltage.

With j the current density through the electrolyte (positive on discharge) and i_e that of the
electrolyte within an electrode, both along x from the negative to the positive, and
u = phi_s - phi_e,

    i_e = (du/dx + j/sigma + chi dln c/dx)/(1/sigma + 1/kappa),    d i_e/dx = sum_k a_k y_k.

Finite volumes: one unknown a cell, one tridiagonal system, bordered by j.
"""

import math

from ionwright.cell._kernels.arrays import (
    FACE, F_H, F_LAYER, I_PLANAR, NONE, N_N, N_P, N_S, SALT, W_BLOCK, W_D0, W_D1, W_FACE, W_G,
    W_GJ, W_HALF_E, W_HALF_S, W_RE, W_S, W_SLOPE_E, W_SRC, W_SU, W_VOLT, X, Z_J,
)  # fmt: skip
from ionwright.cell._kernels.properties import populations
from ionwright.numerics.jit import inlined, kernel


@kernel
def paths(k, f, s, w):
    """Fill resistances, shares and diffusion potentials between the middles of the cells.

    Face i lies left of cell i; faces 0 and n are the ends.
    """
    n_n, n_s = k[N_N], k[N_S]
    n = n_n + n_s + k[N_P]
    if n == 0:
        return
    salt, before, c = k[SALT] == 1, 0.0, k[X] + n
    if salt:
        before = math.log(s[c])
    for i in range(1, n):
        w[k[W_RE] + i] = w[k[W_HALF_E] + i - 1] + w[k[W_HALF_E] + i]
        w[k[W_SRC] + i] = 0.0
        if salt:
            here = math.log(s[c + i])
            w[k[W_SRC] + i] = w[k[W_VOLT] + 1] * (here - before)
            before = here
        if i < n_n or i > n_n + n_s:
            rs = w[k[W_HALF_S] + i - 1] + w[k[W_HALF_S] + i]
            w[k[W_G] + i] = 1.0 / (w[k[W_RE] + i] + rs)
            w[k[W_GJ] + i] = w[k[W_G] + i] * rs
        else:
            w[k[W_G] + i], w[k[W_GJ] + i] = 0.0, 1.0
    for i in (0, n):
        w[k[W_G] + i], w[k[W_RE] + i], w[k[W_SRC] + i] = 0.0, 0.0, 0.0
    w[k[W_GJ]] = 0.0 if n_n > 0 else 1.0
    w[k[W_GJ] + n] = 0.0 if k[N_P] > 0 else 1.0


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

    `frozen` keeps u where a double layer holds it.
    """
    n_n, n_s = k[N_N], k[N_S]
    n = n_n + n_s + k[N_P]
    j, left, G, d0, d1, up = s[k[X] + k[Z_J]], 0.0, 0.0, 0.0, 0.0, 0.0
    if n > 0:
        left = w[k[W_GJ]] * j
    for i in range(n):
        right = w[k[W_GJ] + i + 1] * j
        if i < n - 1:
            right += w[k[W_G] + i + 1] * (s[k[X] + i + 1] - s[k[X] + i] + w[k[W_SRC] + i + 1])
        if n_n <= i < n_n + n_s:
            d0, d1, up = -s[k[X] + i], 0.0, 0.0
        elif frozen and stores(k, f, i):
            d0, d1, up = 0.0, 0.0, 0.0
        else:
            off = w[k[W_GJ] + i + 1] - w[k[W_GJ] + i]
            den = 1.0 / (-(w[k[W_G] + i + 1] + G) - f[k[F_H] + i] * w[k[W_SU] + i] - G * up)
            d0 = (left - right + f[k[F_H] + i] * w[k[W_S] + i] - G * d0) * den
            d1 = (-off - G * d1) * den
            up = w[k[W_G] + i + 1] * den
        w[k[W_D0] + i], w[k[W_D1] + i], w[k[W_BLOCK] + 12 * i] = d0, d1, up
        left, G = right, w[k[W_G] + i + 1]
    for i in range(n - 2, -1, -1):
        w[k[W_D0] + i] -= w[k[W_BLOCK] + 12 * i] * w[k[W_D0] + i + 1]
        w[k[W_D1] + i] -= w[k[W_BLOCK] + 12 * i] * w[k[W_D1] + i + 1]


@inlined
def along(k, f, s, w, salt):
    """Return the voltage of the fields after the linear step, and its slope by j.

    `salt` says that d0 and d1 also hold steps of c.
    """
    n, z, d0, d1 = k[N_N] + k[N_S] + k[N_P], k[X], k[W_D0], k[W_D1]
    c, c0, c1 = z + n, d0 + n, d1 + n
    j, V, dV, chi = s[z + k[Z_J]], 0.0, 0.0, w[k[W_VOLT] + 1]
    for i in range(1, n):
        G, Gj, re, src = w[k[W_G] + i], w[k[W_GJ] + i], w[k[W_RE] + i], w[k[W_SRC] + i]
        rise = s[z + i] - s[z + i - 1] + src
        more0, more1 = w[d0 + i] - w[d0 + i - 1], w[d1 + i] - w[d1 + i - 1]
        if salt:
            add0 = chi * (w[c0 + i] / s[c + i] - w[c0 + i - 1] / s[c + i - 1])
            add1 = chi * (w[c1 + i] / s[c + i] - w[c1 + i - 1] / s[c + i - 1])
            more0 += add0
            more1 += add1
            q_l, q_r = w[k[W_SLOPE_E] + i - 1], w[k[W_SLOPE_E] + i]
            kept = (G * rise + Gj * j) * (1.0 - re * G)
            V += add0 - kept * (q_l * w[c0 + i - 1] + q_r * w[c0 + i])
            dV += add1 - kept * (q_l * w[c1 + i - 1] + q_r * w[c1 + i])
        V += src - re * (G * (rise + more0) + Gj * j)
        dV -= re * (G * more1 + Gj)
    if n > 0:
        V0, dV0 = beside(k, w, s, 0, 0, salt)
        V1, dV1 = beside(k, w, s, 1, n - 1, salt)
        V, dV = V + V0 + V1, dV + dV0 + dV1
    return V, dV


@inlined
def beside(k, w, s, side, i, salt):
    """Return what the outer half of the first or last cell adds to the voltage."""
    n, j = k[N_N] + k[N_S] + k[N_P], s[k[X] + k[Z_J]]
    if k[k[I_PLANAR] + side] == NONE:
        sign, r = -1.0 if side == 0 else 1.0, w[k[W_HALF_S] + i]
        return sign * (s[k[X] + i] + w[k[W_D0] + i]) - r * j, sign * w[k[W_D1] + i] - r
    r = w[k[W_HALF_E] + i]
    V, dV = -r * j, -r
    if salt:
        q = w[k[W_FACE] + FACE * side + 2] - w[k[W_SLOPE_E] + i] * j
        V += q * w[k[W_D0] + n + i]
        dV += q * w[k[W_D1] + n + i]
    return V, dV
