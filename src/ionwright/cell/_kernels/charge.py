"""Charge over the thickness, and the voltage.

With j the current density through the electrolyte (positive on discharge) and i_e that of the
electrolyte within an electrode, both along x from the negative to the positive, and
u = phi_s - phi_e,

    i_e = (du/dx + j/sigma + chi dln c/dx)/(1/sigma + 1/kappa),    d i_e/dx = sum_k a_k y_k.

Finite volumes: one unknown a cell, its mean of u, and one tridiagonal system, bordered by j.
Means of neighbours differ by what the current drops between their middles if it were that of
the face all the way, and by what it is more or less than that on either side: with v the current
that a cell makes, and the parabola of i_e through three faces (`arrays.tilts`), to fourth order,

    i_e = G (u_i - u_(i-1) + src - tilt_l v_(i-1) - tilt_r v_i) + Gj j,
    phi_e falls by re i_e - src + drop_l v_(i-1) + drop_r v_i.

Where resistance jumps, as where salt runs out, the current bends more sharply than a parabola:
tilt and drop fade with 4 r_l r_r/(r_l + r_r)^2, which differs from 1 in second order.
"""

import math

from ionwright.cell._kernels.arrays import (
    BLOCK, CHI, FACE, F_END, F_H, F_LAYER, F_TILT, I_PLANAR, N, NONE, N_N, N_P, N_S, PHI_C, SALT,
    W_BLOCK, W_D0, W_D1, W_DROP, W_FACE, W_FADE, W_G, W_GJ, W_HALF_E, W_HALF_S, W_MADE, W_RE, W_S,
    W_SLOPE_E, W_SRC, W_SU, W_TILT, W_VOLT, X, Z_J,
)  # fmt: skip
from ionwright.cell._kernels.properties import populations
from ionwright.numerics.jit import inlined, kernel


MOVING, IN_LAYERS, EVERYWHERE = range(3)
"""Where u is given: nowhere, where a double layer stores charge, in all cells."""
ALIKE = 0.05
"""Up to this difference over sum the logarithm of a ratio is a series, to 1e-14."""


@inlined
def log_of_ratio(a, b):
    """Return ln(b/a) = 2 artanh((b - a)/(b + a)) of positive numbers."""
    z = (b - a) / (b + a)
    if abs(z) > ALIKE:
        return math.log(b / a)
    q = z * z
    return 2.0 * z * (1.0 + q * (1 / 3 + q * (1 / 5 + q * (1 / 7 + q * (1 / 9)))))


@kernel
def paths(k, f, s, w):
    """Fill re, G, Gj, src, tilt and drop from half_e, half_s and the salt.

    Face i lies left of cell i; faces 0 and n are the ends.
    """
    n_n, n_s, n = k[N_N], k[N_S], k[N]
    if n == 0:
        return
    half_e, half_s, chi = k[W_HALF_E], k[W_HALF_S], w[k[W_VOLT] + CHI]
    re, G, Gj, src, by = k[W_RE], k[W_G], k[W_GJ], k[W_SRC], k[F_TILT]
    salt, c, fade, tilt, drop = k[SALT] == 1, k[X] + n, k[W_FADE], k[W_TILT], k[W_DROP]
    for i in range(1, n):
        left, right, at = w[half_e + i - 1], w[half_e + i], 2 * i
        w[re + i] = left + right
        w[src + i] = 0.0
        if salt:
            w[src + i] = chi * log_of_ratio(s[c + i - 1], s[c + i])
        if i < n_n or i > n_n + n_s:
            P, Q, P_r, Q_r = f[by + 4 * i], f[by + 4 * i + 1], f[by + 4 * i + 2], f[by + 4 * i + 3]
            both_l, both_r = left + w[half_s + i - 1], right + w[half_s + i]
            one = 1.0 / (both_l + both_r)
            much = both_l * both_r * one * one
            w[G + i], w[fade + i] = one, much
            w[Gj + i] = one * (w[half_s + i - 1] + w[half_s + i])
            w[drop + at], w[drop + at + 1] = (
                much * (right * Q_r - left * P), much * (right * P_r - left * Q),
            )  # fmt: skip
            w[tilt + at], w[tilt + at + 1] = (
                much * (both_r * Q_r - both_l * P), much * (both_r * P_r - both_l * Q),
            )  # fmt: skip
        else:
            w[G + i], w[Gj + i], w[fade + i] = 0.0, 1.0, 0.0
            for both in (tilt + at, drop + at):
                w[both], w[both + 1] = 0.0, 0.0
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
def held(k, f, i, frozen):
    """Return whether u of cell i is given."""
    return frozen == EVERYWHERE or (frozen == IN_LAYERS and stores(k, f, i))


@inlined
def charge(k, f, s, w, frozen):
    """Solve the linearised balance of charge, v_i = i_(i+1) - i_i, for du = d0 + d1 dj.

    Reads u and j in s, G, Gj, src, tilt, S and Su in w; fills d0, d1 and what cells make, and the
    factor of each cell in its block. `frozen` keeps u where a double layer holds it, or everywhere:
    what such a cell makes is its unknown.
    """
    n_n, n_s, n = k[N_N], k[N_S], k[N]
    us, Gs, Gjs, S, Su, made = k[X], k[W_G], k[W_GJ], k[W_S], k[W_SU], k[W_MADE]
    hs, at0, at1, block = k[F_H], k[W_D0], k[W_D1], k[W_BLOCK]
    j, d0, d1, up = s[us + k[Z_J]], 0.0, 0.0, 0.0
    for i in range(n):  # what a cell makes, and its change by the unknown
        w[made + i], w[made + n + i] = f[hs + i] * w[S + i], f[hs + i] * w[Su + i]
        if held(k, f, i, frozen):
            w[made + i], w[made + n + i] = 0.0, 1.0
    left, by_left, by_own = w[Gjs] * j, 0.0, 0.0
    for i in range(n):
        own, slope = w[made + i], w[made + n + i]
        right, low, high, at = w[Gjs + i + 1] * j, 0.0, 0.0, k[W_TILT] + 2 * (i + 1)
        if i < n - 1:
            G, beside, by = w[Gs + i + 1], w[made + i + 1], w[made + n + i + 1]
            rise = s[us + i + 1] - s[us + i] + w[k[W_SRC] + i + 1]
            right += G * (rise - w[at] * own - w[at + 1] * beside)
            low, high = -G * (1.0 + w[at] * slope), G * (1.0 - w[at + 1] * by)
            if held(k, f, i, frozen):
                low = -G * w[at]
            if held(k, f, i + 1, frozen):
                high = -G * w[at + 1]
        if n_n <= i < n_n + n_s:
            d0, d1, up = -s[us + i], 0.0, 0.0
        else:
            by_j = w[Gjs + i + 1] - w[Gjs + i]
            down = 1.0 / (low - by_own - slope + by_left * up)
            d0 = (left - right + own + by_left * d0) * down
            d1 = (-by_j + by_left * d1) * down
            up = high * down
        w[at0 + i], w[at1 + i], w[block + BLOCK * i] = d0, d1, up
        left, by_left, by_own = right, low, high
    for i in range(n - 2, -1, -1):
        up = w[block + BLOCK * i]
        w[at0 + i] -= up * w[at0 + i + 1]
        w[at1 + i] -= up * w[at1 + i + 1]
    for i in range(n):
        slope = w[made + n + i]
        w[made + i] += slope * w[at0 + i]
        w[made + n + i] = slope * w[at1 + i]
        if held(k, f, i, frozen):
            w[at0 + i], w[at1 + i] = 0.0, 0.0


@inlined
def along(k, f, s, w, salt):
    """Return the voltage of the fields after the linear step, and its slope by j.

    Reads what `paths` fills, d0, d1 and what cells make; `salt` says that d0 and d1 also hold
    steps of c.
    """
    n, us, d0, d1, made = k[N], k[X], k[W_D0], k[W_D1], k[W_MADE]
    c, c0, c1, slope_e = us + n, d0 + n, d1 + n, k[W_SLOPE_E]
    Gs, Gjs, res, srcs, tilt, drop = k[W_G], k[W_GJ], k[W_RE], k[W_SRC], k[W_TILT], k[W_DROP]
    j, V, dV, chi = s[us + k[Z_J]], 0.0, 0.0, w[k[W_VOLT] + CHI]
    for i in range(1, n):
        G, Gj, re, src, at = w[Gs + i], w[Gjs + i], w[res + i], w[srcs + i], 2 * i
        v_l, v_r, by_l, by_r = w[made + i - 1], w[made + i], w[made + n + i - 1], w[made + n + i]
        more0, more1 = w[d0 + i] - w[d0 + i - 1], w[d1 + i] - w[d1 + i - 1]
        rise, grow = s[us + i] - s[us + i - 1] + src + more0, more1
        V += src - w[drop + at] * v_l - w[drop + at + 1] * v_r
        dV -= w[drop + at] * by_l + w[drop + at + 1] * by_r
        if salt:
            add0 = chi * (w[c0 + i] / s[c + i] - w[c0 + i - 1] / s[c + i - 1])
            add1 = chi * (w[c1 + i] / s[c + i] - w[c1 + i - 1] / s[c + i - 1])
            on_left, on_right, els_l, els_r = beside_face(k, f, w, i, v_l, v_r)
            i_e = G * (rise - w[tilt + at] * v_l - w[tilt + at + 1] * v_r) + Gj * j
            on_left = (i_e + els_l - re * G * (i_e + on_left)) * w[slope_e + i - 1]
            on_right = (i_e + els_r - re * G * (i_e + on_right)) * w[slope_e + i]
            rise, grow = rise + add0, grow + add1
            V += add0 - on_left * w[c0 + i - 1] - on_right * w[c0 + i]
            dV += add1 - on_left * w[c1 + i - 1] - on_right * w[c1 + i]
        V -= re * (G * (rise - w[tilt + at] * v_l - w[tilt + at + 1] * v_r) + Gj * j)
        dV -= re * (G * (grow - w[tilt + at] * by_l - w[tilt + at + 1] * by_r) + Gj)
    if n > 0:
        V0, dV0 = beside(k, w, s, 0, 0, salt)
        V1, dV1 = beside(k, w, s, 1, n - 1, salt)
        V2, dV2 = bent(k, f, w)
        V, dV = V + V0 + V1 + V2, dV + dV0 + dV1 + dV2
    return V, dV


@inlined
def beside_face(k, f, w, i, v_l, v_r):
    """Return how bends at face i change with half_e left and right [A/m2]: of u, then of phi_e.

    v_l and v_r are the currents that the cells beside it make.
    """
    at, e, s = k[F_TILT] + 4 * i, k[W_HALF_E] + i, k[W_HALF_S] + i
    G, much = w[k[W_G] + i], w[k[W_FADE] + i]
    B_l, B_r = -f[at] * v_l - f[at + 1] * v_r, f[at + 3] * v_l + f[at + 2] * v_r
    left, right = w[e - 1] + w[s - 1], w[e] + w[s]
    X, X_e = left * B_l + right * B_r, w[e - 1] * B_l + w[e] * B_r
    by_l, by_r = G * (right * G - 2.0 * much), G * (left * G - 2.0 * much)
    B_l, B_r = much * B_l, much * B_r
    return B_l + X * by_l, B_r + X * by_r, B_l + X_e * by_l, B_r + X_e * by_r


@inlined
def bent(k, f, w):
    """Return what V gains as currents fall towards the ends of electrodes, and its slope by j."""
    n_n, first, n, made, V, dV = k[N_N], k[N_N] + k[N_S], k[N], k[W_MADE], 0.0, 0.0
    for end in range(4):
        cells = n_n if end < 2 else n - first
        if cells == 0:
            continue
        i, r = (0, n_n - 1, first, n - 1)[end], k[W_HALF_E]
        if end == 0 or end == 3:
            r = k[W_HALF_S]
        beside = 1 if end == 0 or end == 2 else -1
        if cells == 1:
            beside = 0
        by = w[r + i] if end < 2 else -w[r + i]
        one, two = by * f[k[F_END] + 2 * end], by * f[k[F_END] + 2 * end + 1]
        V += one * w[made + i] - two * w[made + i + beside]
        dV += one * w[made + n + i] - two * w[made + n + i + beside]
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
