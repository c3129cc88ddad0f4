"""A planar face of lithium, a bare collector or a reference, linearised about the iterate.

With phi its potential against the electrolyte and y its current density, positive out of the
metal, +j at the negative and -j at the positive,

    phi = U + R y + 2 (R T/F) asinh(y/(2 i_0)),    +-j = y + C dphi/dt.
"""

import math

from ionwright.cell._kernels.arrays import (
    CHI, C_REF, FACE, FACE_C, FACE_INPUTS, FACE_N, FACE_U, FILM, F_FACE, I_0, I_PLANAR, METAL,
    METAL_N, METAL_REF, N, NONE, O_L, PHI, PHI_C, PHI_J, SALT, THERMAL, T_PLUS, U_BARE, W_FACE,
    W_HALF_D, W_VOLT, W_X, X, Y, Y_C, Y_J, Z_J,
)  # fmt: skip
from ionwright.cell._kernels.properties import FARADAY
from ionwright.numerics.jit import inlined

LEAST_SALT = 1e-3
"""Least salt that Newton sees at a face [mol/m3]: beyond the limiting current there is none."""


@inlined
def potential(k, f, w, side, y, c, weight):
    """Return the potential of a face against the electrolyte [V], its slopes by y and by c.

    The last METAL_REF of lithium gives way to the collector: below it U_bare (1 - n/n_ref)^3
    is added to U. Reads x, face and volt.
    """
    b, U, by_U = k[W_FACE] + FACE * side, f[k[F_FACE] + FACE_INPUTS * side + FACE_U], 0.0
    if k[k[I_PLANAR] + side] == METAL:
        metal = w[k[W_X] + k[O_L] + METAL_N + side] - weight * y / FARADAY
        part = 1.0 - metal / f[METAL_REF]
        if part > 0.0:
            U += f[U_BARE] * part * part * part
            by_U = 3.0 * f[U_BARE] * part * part * weight / (FARADAY * f[METAL_REF])
    i_0, salt = w[b + I_0], k[SALT] == 1 and c > 0.0
    if salt:
        i_0 *= math.sqrt(c / f[C_REF])
    z, two = 0.5 * y / i_0, 2.0 * w[k[W_VOLT] + THERMAL]
    root = math.sqrt(1.0 + z * z)
    phi = U + w[b + FILM] * y + two * math.copysign(math.log(abs(z) + root), z)
    by_c = 0.0
    if salt:
        by_c = -two * z / root * 0.5 / c
    return phi, w[b + FILM] + by_U + two / root * 0.5 / i_0, by_c


@inlined
def face(k, f, s, w, side, c, weight):
    """Fill phi and y of a face: PHI + PHI_J dj + PHI_C dc and Y + Y_J dj + Y_C dc.

    Reads its y and j in s and its double layer in x.
    """
    sign, b = 1.0 if side == 0 else -1.0, k[W_FACE] + FACE * side
    j_at = k[X] + k[Z_J]
    y, C = s[j_at + 1 + side], f[k[F_FACE] + FACE_INPUTS * side + FACE_C]
    phi, by_y, by_c = potential(k, f, w, side, y, c, weight)
    if C > 0.0:
        before = w[k[W_X] + k[O_L] + FACE_N + side]
        if weight == 0.0:  # the double layer holds the potential
            w[b + PHI], w[b + PHI_J], w[b + PHI_C] = before, 0.0, 0.0
            w[b + Y], w[b + Y_J], w[b + Y_C] = y - (phi - before) / by_y, 0.0, 0.0
            return
        share = C / weight
        down = 1.0 / (1.0 + share * by_y)
        y0 = y + (sign * s[j_at] - y - share * (phi - before)) * down
        y_j, y_c = sign * down, -share * by_c * down
    else:
        y0, y_j, y_c = sign * s[j_at], sign, 0.0
    w[b + PHI], w[b + PHI_J], w[b + PHI_C] = phi + by_y * (y0 - y), by_y * y_j, by_c + by_y * y_c
    w[b + Y], w[b + Y_J], w[b + Y_C] = y0, y_j, y_c


@inlined
def slope_of_salt(k, f, w, side):
    """Return by how much j raises the salt at a face over that of the cell beside it."""
    i = 0 if side == 0 else k[N] - 1
    slope = w[k[W_HALF_D] + i] * (1.0 - f[T_PLUS]) / FARADAY
    return slope if side == 0 else -slope


@inlined
def add_faces(k, f, s, w, weight):
    """Fill both planar faces; return their part of the voltage, and its slope by j.

    With salt beside a face, PHI_C becomes the slope of the voltage by c of the cell beside it.
    """
    V, dV, n = 0.0, 0.0, k[N]
    j, c_at, chi, salt = s[k[X] + k[Z_J]], k[X] + n, w[k[W_VOLT] + CHI], k[SALT] == 1
    for side in range(2):
        if k[k[I_PLANAR] + side] == NONE:
            continue
        sign, b = -1.0 if side == 0 else 1.0, k[W_FACE] + FACE * side
        c, slope, near = 0.0, 0.0, 0.0
        if salt:
            near = s[c_at] if side == 0 else s[c_at + n - 1]
            slope = slope_of_salt(k, f, w, side)
            c = max(near + slope * j, LEAST_SALT)
        face(k, f, s, w, side, c, weight)
        V += sign * w[b + PHI]
        dV += sign * w[b + PHI_J]
        w[b + PHI_C] *= sign
        if salt:
            V -= sign * chi * math.log(near / c)
            by_c = w[b + PHI_C] + sign * chi / c if c > LEAST_SALT else 0.0
            dV += by_c * slope
            w[b + PHI_C] = by_c - sign * chi / near
    return V, dV
