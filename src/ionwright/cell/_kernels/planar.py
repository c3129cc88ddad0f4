"""A planar face of lithium, a bare collector or a reference, linearised about the iterate."""

import math

from ionwright.cell._kernels.arrays import (
    C_REF, FACE, FACE_N, F_FACE, I_PLANAR, METAL, METAL_N, METAL_REF, NONE, N_N, N_P, N_S, O_L,
    SALT, T_PLUS, U_BARE, W_FACE, W_HALF_D, W_VOLT, W_X, X, Z_J,
)  # fmt: skip
from ionwright.cell._kernels.properties import FARADAY
from ionwright.numerics.jit import inlined


@inlined
def potential(k, f, w, side, y, c, weight):
    """Return the potential of a face against the electrolyte [V], its slopes by y and by c.

    phi = U + R y + 2 (R T/F) asinh(y/(2 i_0)); the last METAL_REF of lithium gives way to the
    collector: U = U_bare (1 - n/n_ref)^3 below it.
    """
    U, by_U = f[k[F_FACE] + 5 * side], 0.0
    if k[k[I_PLANAR] + side] == METAL:
        part = 1.0 - (w[k[W_X] + k[O_L] + METAL_N + side] - weight * y / FARADAY) / f[METAL_REF]
        if part > 0.0:
            U += f[U_BARE] * part * part * part
            by_U = 3.0 * f[U_BARE] * part * part * weight / (FARADAY * f[METAL_REF])
    i_0 = w[k[W_FACE] + FACE * side + 6]
    if k[SALT] == 1 and c > 0.0:
        i_0 *= math.sqrt(c / f[C_REF])
    z, two = 0.5 * y / i_0, 2.0 * w[k[W_VOLT]]
    s = math.sqrt(1.0 + z * z)
    phi = U + w[k[W_FACE] + FACE * side + 7] * y + two * math.copysign(math.log(abs(z) + s), z)
    by_c = 0.0
    if k[SALT] == 1 and c > 0.0:
        by_c = -two * z / s * 0.5 / c
    return phi, w[k[W_FACE] + FACE * side + 7] + by_U + two / s * 0.5 / i_0, by_c


@inlined
def face(k, f, s, w, side, c, weight):
    """Fill phi and y of a face as phi0 + phi1 dj + phi_c dc, y0 + y1 dj + y_c dc.

    Both interface and double layer carry the current: +-j = y + C dphi/dt.
    """
    sign = 1.0 if side == 0 else -1.0
    at = k[Z_J] + 1 + side
    y, C = s[k[X] + at], f[k[F_FACE] + 5 * side + 4]
    phi, by_y, by_c = potential(k, f, w, side, y, c, weight)
    if C > 0.0:
        before = w[k[W_X] + k[O_L] + FACE_N + side]
        if weight == 0.0:  # the double layer holds the potential
            (
                w[k[W_FACE] + FACE * side],
                w[k[W_FACE] + FACE * side + 1],
                w[k[W_FACE] + FACE * side + 2],
            ) = before, 0.0, 0.0
            (
                w[k[W_FACE] + FACE * side + 3],
                w[k[W_FACE] + FACE * side + 4],
                w[k[W_FACE] + FACE * side + 5],
            ) = y - (phi - before) / by_y, 0.0, 0.0
            return
        share = C / weight
        down = 1.0 / (1.0 + share * by_y)
        y0 = y + (sign * s[k[X] + k[Z_J]] - y - share * (phi - before)) * down
        y1, y_c = sign * down, -share * by_c * down
    else:
        y0, y1, y_c = sign * s[k[X] + k[Z_J]], sign, 0.0
    w[k[W_FACE] + FACE * side] = phi + by_y * (y0 - y)
    w[k[W_FACE] + FACE * side + 1] = by_y * y1
    w[k[W_FACE] + FACE * side + 2] = by_c + by_y * y_c
    (
        w[k[W_FACE] + FACE * side + 3],
        w[k[W_FACE] + FACE * side + 4],
        w[k[W_FACE] + FACE * side + 5],
    ) = y0, y1, y_c


@inlined
def slope_of_salt(k, f, w, side):
    """Return by how much j raises the salt at a face over that of the cell beside it."""
    i = 0 if side == 0 else k[N_N] + k[N_S] + k[N_P] - 1
    slope = w[k[W_HALF_D] + i] * (1.0 - f[T_PLUS]) / FARADAY
    return slope if side == 0 else -slope


@inlined
def add_faces(k, f, s, w, weight):
    """Fill both planar faces; return their part of the voltage, and its slope by j.

    With salt beside a face, its slope by c of the neighbouring cell is left in w[k[W_FACE] + 8 * . + 2].
    """
    V, dV = 0.0, 0.0
    n = k[N_N] + k[N_S] + k[N_P]
    for side in range(2):
        if k[k[I_PLANAR] + side] == NONE:
            continue
        sign = -1.0 if side == 0 else 1.0
        c, slope, near = 0.0, 0.0, 0.0
        if k[SALT] == 1:
            near = s[k[X] + n] if side == 0 else s[k[X] + 2 * n - 1]
            slope = slope_of_salt(k, f, w, side)
            c = max(near + slope * s[k[X] + k[Z_J]], 1e-3)
        face(k, f, s, w, side, c, weight)
        V += sign * w[k[W_FACE] + FACE * side]
        dV += sign * w[k[W_FACE] + FACE * side + 1]
        w[k[W_FACE] + FACE * side + 2] *= sign
        if k[SALT] == 1:
            V -= sign * w[k[W_VOLT] + 1] * math.log(near / c)
            by = 1.0 if c > 1e-3 else 0.0
            dV += (w[k[W_FACE] + FACE * side + 2] + sign * w[k[W_VOLT] + 1] / c) * slope * by
            w[k[W_FACE] + FACE * side + 2] = (
                w[k[W_FACE] + FACE * side + 2] + sign * w[k[W_VOLT] + 1] / c
            ) * by
            w[k[W_FACE] + FACE * side + 2] -= sign * w[k[W_VOLT] + 1] / near
    return V, dV
