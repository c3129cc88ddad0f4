"""Salt over the thickness, together with charge.

    eps dc/dt = -dN/dx + (1/F) sum_k a_k y_k,    N = -D dc/dx + t_+ i_e/F.

The salt stands in flux form, so that what leaves one volume enters the next; at a planar face
lithium enters as cations alone. Newton's matrix has 2 x 2 blocks in u and c.
"""

from ionwright.cell._kernels.arrays import (
    BLOCK, B_P, B_PJ, B_Q, B_QJ, CHI, C_REF, F_EPS, F_H, I_SALT_AT, N, N_N, N_P, N_S, O_C, PIECES,
    RATE, T_PLUS, U_11, U_12, U_21, U_22, W_BASE_D, W_BASE_E, W_BLOCK, W_D0, W_D1, W_G, W_GJ,
    W_HALF_D, W_HALF_E, W_MADE, W_S, W_SC, W_SLOPE_D, W_SLOPE_E, W_SRC, W_SU, W_TILT, W_VOLT, W_X,
    X, Z_J,
)  # fmt: skip
from ionwright.cell._kernels.charge import beside_face
from ionwright.cell._kernels.properties import FARADAY
from ionwright.numerics.jit import inlined, kernel
from ionwright.numerics.table import find_share, look_up

DILUTE = 1e-3
"""A salt whose conductivity has no table conducts alike down to this share of C_REF, and below
it in proportion to what is dissolved (Nernst-Einstein)."""
LEAST = 1e-6
"""Least share of its value at C_REF that a salt property falls to."""
HIGHEST = 4.0
"""Tables of salt properties run from 0 to this multiple of C_REF."""


@kernel
def contents_of_salt(k, f, s, w):
    """Fill half_e and half_d with their slopes at the concentration c of every cell."""
    n, pieces, one = k[N], k[PIECES], 1.0 / f[C_REF]
    cs, base_e, base_d = k[X] + n, k[W_BASE_E], k[W_BASE_D]
    half_e, half_d, slope_e, slope_d = k[W_HALF_E], k[W_HALF_D], k[W_SLOPE_E], k[W_SLOPE_D]
    at_e, at_d = k[k[I_SALT_AT]], k[k[I_SALT_AT] + 1]
    for i in range(n):
        x = s[cs + i] * one
        piece, d, over = 0, 0.0, 0.0
        if at_e >= 0 or at_d >= 0:
            piece, d, over = find_share(x / HIGHEST, pieces, 1.0 / pieces)
            d, over = d * HIGHEST, over * HIGHEST
        if at_e >= 0:
            value, slope = look_up(f, at_e, piece, d, over)
            down = 1.0 / max(value, LEAST)
            w[half_e + i] = w[base_e + i] * down
            w[slope_e + i] = -w[half_e + i] * slope * down * one
        else:
            more, down = w[base_e + i] / (1.0 + DILUTE), 1.0 / x
            w[half_e + i] = more * (1.0 + DILUTE * down)
            w[slope_e + i] = -more * DILUTE * down * down * one
        if at_d >= 0:
            value, slope = look_up(f, at_d, piece, d, over)
            down = 1.0 / max(value, LEAST)
            w[half_d + i] = w[base_d + i] * down
            w[slope_d + i] = -w[half_d + i] * slope * down * one


@inlined
def flux(k, f, s, w, i):
    """Return through face i: i_e and F N, with their slopes by ln c and i_e's by u on both sides.

    Reads u, c and j; G, Gj, src, tilt, half_d, the slopes of both resistances and the reaction.
    """
    u, h, at = k[X] + i, k[F_H] + i, k[W_TILT] + 2 * i
    c, slope_e, half_d, slope_d = u + k[N], k[W_SLOPE_E] + i, k[W_HALF_D] + i, k[W_SLOPE_D] + i
    left, right, j, S, Sc = s[c - 1], s[c], s[k[X] + k[Z_J]], k[W_S] + i, k[W_SC] + i
    G, chi, t = w[k[W_G] + i], w[k[W_VOLT] + CHI], f[T_PLUS]
    v_l, v_r = f[h - 1] * w[S - 1], f[h] * w[S]
    rise = s[u] - s[u - 1] + w[k[W_SRC] + i] - w[at] * v_l - w[at + 1] * v_r
    i_e = G * rise + w[k[W_GJ] + i] * j
    on_left, on_right, _, _ = beside_face(k, f, w, i, v_l, v_r)
    by_l = -G * (chi + ((i_e + on_left) * w[slope_e - 1] + w[at] * f[h - 1] * w[Sc - 1]) * left)
    by_r = G * (chi - ((i_e + on_right) * w[slope_e] + w[at + 1] * f[h] * w[Sc]) * right)
    u_l = -G * (1.0 + w[at] * f[h - 1] * w[k[W_SU] + i - 1])
    u_r = G * (1.0 - w[at + 1] * f[h] * w[k[W_SU] + i])
    D = 1.0 / (w[half_d - 1] + w[half_d])
    step = D * (right - left)
    N_l = FARADAY * D * (1.0 + step * w[slope_d - 1]) * left + t * by_l
    N_r = -FARADAY * D * (1.0 - step * w[slope_d]) * right + t * by_r
    return i_e, t * i_e - FARADAY * step, by_l, by_r, N_l, N_r, u_l, u_r


@kernel
def flows(k, f, s, w):
    """Fill the rates of salt [mol/m3/s] at given concentrations and reactions S."""
    n, j, rate = k[N], s[k[X] + k[Z_J]], k[RATE] + k[O_C]
    left = j if k[N_N] == 0 else 0.0
    for i in range(n):
        right = j if k[N_P] == 0 else 0.0
        if i < n - 1:
            _, right, _, _, _, _, _, _ = flux(k, f, s, w, i + 1)
        h, eps = f[k[F_H] + i], f[k[F_EPS] + i]
        s[rate + i] = (left - right + h * w[k[W_S] + i]) / (FARADAY * eps * h)
        left = right


@kernel
def charge_and_salt(k, f, s, w, weight):
    """Solve both linearised balances for (du, dc) = d0 + d1 dj, in u and ln c.

    Row 1 of a cell is charge, row 2 salt: i_l - i_r + h S = 0 and N_l - N_r + h S = store (c - x),
    with N times F. D, U and L are the parts of the matrix for this cell, the next one and the
    one before; p, q the right-hand sides. Fills block, d0 and d1.
    """
    n_n, n_s, n = k[N_N], k[N_S], k[N]
    us, c_at, before = k[X], k[X] + n, k[W_X] + k[O_C]
    Gjs, S, Su, Sc, v = k[W_GJ], k[W_S], k[W_SU], k[W_SC], k[W_MADE]
    t, j = f[T_PLUS], s[us + k[Z_J]]
    at_left, at_right = 1.0 if n_n == 0 else 0.0, 1.0 if k[N_P] == 0 else 0.0
    i_l, N_l, ij_l, Nj_l = w[Gjs] * j, at_left * j, w[Gjs], at_left
    gl_l, gl_r, il_l, il_r, Nl_l, Nl_r = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for i in range(n):
        b, h, c = k[W_BLOCK] + BLOCK * i, f[k[F_H] + i], s[c_at + i]
        i_r, N_r, ij_r, Nj_r = w[Gjs + n] * j, at_right * j, w[Gjs + n], at_right
        gr_l, gr_r, ir_l, ir_r, Nr_l, Nr_r = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        if i < n - 1:
            i_r, N_r, ir_l, ir_r, Nr_l, Nr_r, gr_l, gr_r = flux(k, f, s, w, i + 1)
            ij_r = w[Gjs + i + 1]
            Nj_r = t * ij_r
        store, made = FARADAY * f[k[F_EPS] + i] * h / weight, h * w[S + i]
        by_u, by_ln = h * w[Su + i], h * w[Sc + i] * c
        d11, d12 = gr_l - gl_r - by_u, ir_l - il_r - by_ln
        d21, d22 = t * (gr_l - gl_r) - by_u, Nr_l - Nl_r + store * c - by_ln
        u11, u12, u21, u22 = gr_r, ir_r, t * gr_r, Nr_r
        l11, l12, l21, l22 = -gl_l, -il_l, -t * gl_l, -Nl_l
        p0, p1 = i_l - i_r + made, ij_l - ij_r
        q0, q1 = N_l - N_r + made - store * (c - w[before + i]), Nj_l - Nj_r
        if n_n <= i < n_n + n_s:
            d11, d12, u11, u12, l11, l12, p0, p1 = 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, -s[us + i], 0.0
        if i > 0:  # take the row before off, which holds no cell before its own
            a = b - BLOCK
            p0 -= l11 * w[a + B_P] + l12 * w[a + B_Q]
            q0 -= l21 * w[a + B_P] + l22 * w[a + B_Q]
            p1 -= l11 * w[a + B_PJ] + l12 * w[a + B_QJ]
            q1 -= l21 * w[a + B_PJ] + l22 * w[a + B_QJ]
            d11 -= l11 * w[a + U_11] + l12 * w[a + U_21]
            d12 -= l11 * w[a + U_12] + l12 * w[a + U_22]
            d21 -= l21 * w[a + U_11] + l22 * w[a + U_21]
            d22 -= l21 * w[a + U_12] + l22 * w[a + U_22]
        keep(w, b, (d11, d12, d21, d22), (u11, u12, u21, u22), (p0, q0, p1, q1))
        i_l, N_l, ij_l, Nj_l = i_r, N_r, ij_r, Nj_r
        gl_l, gl_r, il_l, il_r, Nl_l, Nl_r = gr_l, gr_r, ir_l, ir_r, Nr_l, Nr_r
    back(k, w, n)
    for i in range(n):
        c, h, d0, d1 = s[c_at + i], f[k[F_H] + i], k[W_D0] + i, k[W_D1] + i
        w[d0 + n] *= c
        w[d1 + n] *= c
        w[v + i] = h * (w[S + i] + w[Su + i] * w[d0] + w[Sc + i] * w[d0 + n])
        w[v + n + i] = h * (w[Su + i] * w[d1] + w[Sc + i] * w[d1 + n])


@inlined
def keep(w, b, D, U, right):
    """Multiply a row by the inverse of D and keep it in the block at `b`."""
    d11, d12, d21, d22 = D
    u11, u12, u21, u22 = U
    p0, q0, p1, q1 = right
    det = 1.0 / (d11 * d22 - d12 * d21)
    e11, e12, e21, e22 = d22 * det, -d12 * det, -d21 * det, d11 * det
    w[b + U_11], w[b + U_12] = e11 * u11 + e12 * u21, e11 * u12 + e12 * u22
    w[b + U_21], w[b + U_22] = e21 * u11 + e22 * u21, e21 * u12 + e22 * u22
    w[b + B_P], w[b + B_Q] = e11 * p0 + e12 * q0, e21 * p0 + e22 * q0
    w[b + B_PJ], w[b + B_QJ] = e11 * p1 + e12 * q1, e21 * p1 + e22 * q1


@kernel
def back(k, w, n):
    """Substitute from the last cell to the first: fill d0 and d1, of u and then of ln c."""
    u0, u1 = k[W_D0], k[W_D1]
    c0, c1 = u0 + n, u1 + n
    for i in range(n - 1, -1, -1):
        b = k[W_BLOCK] + BLOCK * i
        p0, q0, p1, q1 = w[b + B_P], w[b + B_Q], w[b + B_PJ], w[b + B_QJ]
        if i < n - 1:
            p0 -= w[b + U_11] * w[u0 + i + 1] + w[b + U_12] * w[c0 + i + 1]
            q0 -= w[b + U_21] * w[u0 + i + 1] + w[b + U_22] * w[c0 + i + 1]
            p1 -= w[b + U_11] * w[u1 + i + 1] + w[b + U_12] * w[c1 + i + 1]
            q1 -= w[b + U_21] * w[u1 + i + 1] + w[b + U_22] * w[c1 + i + 1]
        w[u0 + i], w[c0 + i], w[u1 + i], w[c1 + i] = p0, q0, p1, q1
