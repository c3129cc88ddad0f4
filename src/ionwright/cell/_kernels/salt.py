"""Salt over the thickness, together with charge.

    eps dc/dt = -dN/dx + (1/F) sum_k a_k y_k,    N = -D dc/dx + t_+ i_e/F.

The salt stands in flux form, so that what leaves one volume enters the next; at a planar face
lithium enters as cations alone. Newton's matrix has 2 x 2 blocks in u and c.
"""

from ionwright.cell._kernels.arrays import (
    BLOCK, C_REF, F_DIFFUSIVITY, F_EPS, F_H, F_KAPPA, I_LAW_OF_CELL, I_SALT_AT, N_N, N_P, N_S, O_C,
    PIECES, RATE, T_PLUS, W_BLOCK, W_D0, W_D1, W_G, W_GJ, W_HALF_D, W_HALF_E, W_S, W_SC, W_SLOPE_D,
    W_SLOPE_E, W_SRC, W_SU, W_VOLT, W_X, X, Z_J,
)  # fmt: skip
from ionwright.cell._kernels.properties import FARADAY, factor
from ionwright.numerics.jit import inlined, kernel
from ionwright.numerics.table import find, look_up

DILUTE = 1e-3
"""A salt whose conductivity has no table conducts alike down to this share of C_REF, and below
it in proportion to what is dissolved (Nernst-Einstein)."""
LEAST = 1e-6
"""Least share of its value at C_REF that a salt property falls to."""
HIGHEST = 4.0
"""Tables of salt properties run from 0 to this multiple of C_REF."""


@kernel
def contents_of_salt(k, f, s, w):
    """Fill the resistances to ions and salt at the concentration of every cell, with slopes."""
    n, pieces, at_e, at_d = k[N_N] + k[N_S] + k[N_P], k[PIECES], k[I_SALT_AT], k[I_SALT_AT] + 1
    for i in range(n):
        half = 0.5 * f[k[F_H] + i] / factor(k, f, k[k[I_LAW_OF_CELL] + i], w[k[W_VOLT] + 2])
        x = s[k[X] + n + i] / f[C_REF]
        piece, d, over = 0, 0.0, 0.0
        if k[at_e] >= 0 or k[at_d] >= 0:
            piece, d, over = find(x, 0.0, HIGHEST / pieces, pieces)
        if k[at_e] >= 0:
            value, slope = look_up(f, k[at_e], piece, d, over)
            value = max(value, LEAST)
            w[k[W_HALF_E] + i] = half / (f[k[F_KAPPA] + i] * value)
            w[k[W_SLOPE_E] + i] = -w[k[W_HALF_E] + i] * slope / (value * f[C_REF])
        else:
            more = half / (f[k[F_KAPPA] + i] * (1.0 + DILUTE))
            w[k[W_HALF_E] + i] = more * (1.0 + DILUTE / x)
            w[k[W_SLOPE_E] + i] = -more * DILUTE / (x * x * f[C_REF])
        if k[at_d] >= 0:
            value, slope = look_up(f, k[at_d], piece, d, over)
            value = max(value, LEAST)
            w[k[W_HALF_D] + i] = half / (f[k[F_DIFFUSIVITY] + i] * value)
            w[k[W_SLOPE_D] + i] = -w[k[W_HALF_D] + i] * slope / (value * f[C_REF])


@inlined
def flux(k, f, s, w, i):
    """Return through face i: i_e and F N, with their slopes by ln c on both sides."""
    n, z = k[N_N] + k[N_S] + k[N_P], k[X]
    left, right = s[z + n + i - 1], s[z + n + i]
    G, chi, t = w[k[W_G] + i], w[k[W_VOLT] + 1], f[T_PLUS]
    i_e = G * (s[z + i] - s[z + i - 1] + w[k[W_SRC] + i]) + w[k[W_GJ] + i] * s[z + k[Z_J]]
    by_l = -G * (chi + i_e * w[k[W_SLOPE_E] + i - 1] * left)
    by_r = G * (chi - i_e * w[k[W_SLOPE_E] + i] * right)
    D = 1.0 / (w[k[W_HALF_D] + i - 1] + w[k[W_HALF_D] + i])
    step = D * (right - left)
    N_l = FARADAY * D * (1.0 + step * w[k[W_SLOPE_D] + i - 1]) * left + t * by_l
    N_r = -FARADAY * D * (1.0 - step * w[k[W_SLOPE_D] + i]) * right + t * by_r
    return i_e, t * i_e - FARADAY * step, by_l, by_r, N_l, N_r


@kernel
def flows(k, f, s, w):
    """Fill the rates of salt [mol/m3/s] at given concentrations and reactions."""
    n_n, n_p = k[N_N], k[N_P]
    n = n_n + k[N_S] + n_p
    j = s[k[X] + k[Z_J]]
    left = j if n_n == 0 else 0.0
    for i in range(n):
        right = j if n_p == 0 else 0.0
        if i < n - 1:
            _, right, _, _, _, _ = flux(k, f, s, w, i + 1)
        s[k[RATE] + k[O_C] + i] = (left - right + f[k[F_H] + i] * w[k[W_S] + i]) / (
            FARADAY * f[k[F_EPS] + i] * f[k[F_H] + i]
        )
        left = right


@kernel
def charge_and_salt(k, f, s, w, weight):
    """Solve both linearised balances for (du, dc) = d0 + d1 dj, in u and ln c."""
    n_n, n_s, n_p = k[N_N], k[N_S], k[N_P]
    n = n_n + n_s + n_p
    t, j = f[T_PLUS], s[k[X] + k[Z_J]]
    i_l, N_l = w[k[W_GJ]] * j, (j if n_n == 0 else 0.0)
    ij_l, Nj_l = w[k[W_GJ]], (1.0 if n_n == 0 else 0.0)
    G_l, il_l, il_r, Nl_l, Nl_r = 0.0, 0.0, 0.0, 0.0, 0.0
    b = k[W_BLOCK]
    for i in range(n):
        h = f[k[F_H] + i]
        i_r, N_r = w[k[W_GJ] + n] * j, (j if n_p == 0 else 0.0)
        ij_r, Nj_r = w[k[W_GJ] + n], (1.0 if n_p == 0 else 0.0)
        G_r, ir_l, ir_r, Nr_l, Nr_r = 0.0, 0.0, 0.0, 0.0, 0.0
        if i < n - 1:
            i_r, N_r, ir_l, ir_r, Nr_l, Nr_r = flux(k, f, s, w, i + 1)
            G_r, ij_r = w[k[W_G] + i + 1], w[k[W_GJ] + i + 1]
            Nj_r = t * ij_r
        store = FARADAY * f[k[F_EPS] + i] * h / weight
        by_ln = h * w[k[W_SC] + i] * s[k[X] + n + i]
        d11, d12 = -G_r - G_l - h * w[k[W_SU] + i], ir_l - il_r - by_ln
        d21 = -t * (G_r + G_l) - h * w[k[W_SU] + i]
        d22 = Nr_l - Nl_r + store * s[k[X] + n + i] - by_ln
        u11, u12, u21, u22 = G_r, ir_r, t * G_r, Nr_r
        l11, l12, l21, l22 = G_l, -il_l, t * G_l, -Nl_l
        p0, p1 = i_l - i_r + h * w[k[W_S] + i], ij_l - ij_r
        q0 = N_l - N_r + h * w[k[W_S] + i] - store * (s[k[X] + n + i] - w[k[W_X] + k[O_C] + i])
        q1 = Nj_l - Nj_r
        if n_n <= i < n_n + n_s:
            d11, d12, u11, u12, l11, l12, p0, p1 = 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, -s[k[X] + i], 0.0
        if i > 0:  # what is left of the row before: (du, dc) = (p, q) - U (du, dc)_i
            a = b - BLOCK
            p0 -= l11 * w[a + 4] + l12 * w[a + 5]
            q0 -= l21 * w[a + 4] + l22 * w[a + 5]
            p1 -= l11 * w[a + 6] + l12 * w[a + 7]
            q1 -= l21 * w[a + 6] + l22 * w[a + 7]
            d11 -= l11 * w[a] + l12 * w[a + 2]
            d12 -= l11 * w[a + 1] + l12 * w[a + 3]
            d21 -= l21 * w[a] + l22 * w[a + 2]
            d22 -= l21 * w[a + 1] + l22 * w[a + 3]
        det = 1.0 / (d11 * d22 - d12 * d21)
        e11, e12, e21, e22 = d22 * det, -d12 * det, -d21 * det, d11 * det
        w[b], w[b + 1] = e11 * u11 + e12 * u21, e11 * u12 + e12 * u22
        w[b + 2], w[b + 3] = e21 * u11 + e22 * u21, e21 * u12 + e22 * u22
        w[b + 4], w[b + 5] = e11 * p0 + e12 * q0, e21 * p0 + e22 * q0
        w[b + 6], w[b + 7] = e11 * p1 + e12 * q1, e21 * p1 + e22 * q1
        b += BLOCK
        i_l, N_l, ij_l, Nj_l = i_r, N_r, ij_r, Nj_r
        G_l, il_l, il_r, Nl_l, Nl_r = G_r, ir_l, ir_r, Nr_l, Nr_r
    back(k, w, n)
    for i in range(n):
        c = s[k[X] + n + i]
        w[k[W_D0] + n + i] *= c
        w[k[W_D1] + n + i] *= c


@kernel
def back(k, w, n):
    """Substitute from the last cell to the first."""
    d0, d1 = k[W_D0], k[W_D1]
    for i in range(n - 1, -1, -1):
        b = k[W_BLOCK] + BLOCK * i
        p0, q0, p1, q1 = w[b + 4], w[b + 5], w[b + 6], w[b + 7]
        if i < n - 1:
            p0 -= w[b] * w[d0 + i + 1] + w[b + 1] * w[d0 + n + i + 1]
            q0 -= w[b + 2] * w[d0 + i + 1] + w[b + 3] * w[d0 + n + i + 1]
            p1 -= w[b] * w[d1 + i + 1] + w[b + 1] * w[d1 + n + i + 1]
            q1 -= w[b + 2] * w[d1 + i + 1] + w[b + 3] * w[d1 + n + i + 1]
        w[d0 + i], w[d0 + n + i], w[d1 + i], w[d1 + n + i] = p0, q0, p1, q1
