"""Newton on one stage: charge transfer, fields and control together.

Charge transfer is linearised in every cell and eliminated, y = y0 + yu du + yc dc, so that a
sweep costs one table look-up a cell and one narrow system. Currents follow the linear step:
they add up to the current of the cell to round-off, however far Newton has come.
"""

import math

from ionwright.cell._kernels.arrays import (
    AMBIENT, CAPACITY, CHARGED, COLUMNS, CONTACT, COOLING, ENTROPY, FACE, FACE_N, F_CONSTANT,
    F_FACE, F_H, GIVEN, HEAT, IO, I_AT, I_KIND, I_PLANAR, KELVIN, LEAK, M, METAL, METAL_N,
    METAL_REF, NONE, N_N, N_P, N_S, O_C, O_L, O_U, PASSED, PIECES, PLATED, POTENTIAL, SALT,
    T_REF, VARIES, W, WORKED, W_AREA, W_D0, W_D1, W_FACE, W_OHMIC, W_RHO, W_TURN, W_V, W_VOLT,
    W_X, W_XH, W_Y0, W_YC, W_YU, X, Z_J, Z_Y,
)  # fmt: skip
from ionwright.cell._kernels.charge import along, charge, paths
from ionwright.cell._kernels.particle import ROOT_3, contents
from ionwright.cell._kernels.planar import add_faces, slope_of_salt
from ionwright.cell._kernels.properties import FARADAY, populations, properties
from ionwright.cell._kernels.salt import charge_and_salt, contents_of_salt
from ionwright.cell._kernels.transfer import electrons, reactions
from ionwright.numerics.jit import inlined, kernel
from ionwright.numerics.table import find_share, look_up

CURRENT, VOLTAGE, POWER, RESISTANCE = 0, 1, 2, 3
LONGEST = 0.05
"""Longest step of a potential that is not damped [V]: 2 R T/F."""


@inlined
def control(kind, target, V, i):
    """Return the residual of a control and its derivatives by voltage and current density.

    kind 0 current density [A/m2], 1 voltage [V], 2 power [W/m2], 3 resistance [ohm m2].
    """
    if kind == VOLTAGE:
        return V - target, 1.0, 0.0
    if kind == POWER:
        return V * i - target, i, V
    if kind == RESISTANCE:
        return V - target * i, 1.0, -target
    return i - target, 0.0, 1.0


@inlined
def holds(k, f, s, w, weight):
    """Return whether every particle has places taken and free, and no metal is overdrawn.

    Beyond them the tables go on straight, which helps Newton and means nothing.
    """
    for i in range(k[N_N] + k[N_S] + k[N_P]):
        first, last = populations(k, i)
        for p in range(first, last):
            a = i * k[W] + p - first
            if k[k[I_KIND] + p] != PLATED:
                if not 0.0 < w[k[W_XH] + a] - w[k[W_RHO] + a] * s[k[X] + k[Z_Y] + a] < 1.0:
                    return False
    for side in range(2):
        if k[k[I_PLANAR] + side] == METAL:
            y = s[k[X] + k[Z_J] + 1 + side]
            left = w[k[W_X] + k[O_L] + METAL_N + side] - weight * y / FARADAY
            if left < -f[METAL_REF]:
                return False
    return True


@inlined
def terminals(k, f, s, w, kind, target, V, dV):
    """Return the step of j that meets the control, with V + dV dj the voltage of the fields.

    The separator leaks electrons: i = j - g V; contacts carry i.
    """
    j, g, R = s[k[X] + k[Z_J]], f[LEAK], f[CONTACT]
    V -= w[k[W_OHMIC]] * j
    dV -= w[k[W_OHMIC]]
    i, di = j - g * V, 1.0 - g * dV
    e, e_V, e_i = control(kind, target, V - R * i, i)
    dj = -e / (e_V * (dV - R * di) + e_i * di)
    s[k[IO]] = i + di * dj
    s[k[IO] + 1] = V + dV * dj - R * s[k[IO]]
    return dj


@inlined
def update(k, f, s, w, dj, salt):
    """Take the linear step, damped; return what it leaves of the equations [V].

    Newton leaves what is quadratic in its step, and that is known in every cell.
    Currents grow exponentially with u, by 2 R T/F: along ln(1 + z)/z of a step that is z times
    as long, with kinetics settled in every cell, the iteration cannot run away.
    """
    n, wide, z_y = k[N_N] + k[N_S] + k[N_P], k[W], k[X] + k[Z_Y]
    d0, d1, y0, yu, yc = k[W_D0], k[W_D1], k[W_Y0], k[W_YU], k[W_YC]
    largest, worst, damp, varies = 0.0, 0.0, 1.0, k[VARIES] == 1
    for i in range(n):
        largest = max(largest, abs(w[d0 + i] + w[d1 + i] * dj))
    if largest > LONGEST:
        damp, worst = LONGEST / largest * math.log(1.0 + largest / LONGEST), 1.0
    for i in range(n):
        du, dc = damp * (w[d0 + i] + w[d1 + i] * dj), 0.0
        if salt:
            c = s[k[X] + n + i]
            dc = damp * (w[d0 + n + i] + w[d1 + n + i] * dj)
            if dc < -0.8 * c:  # salt stays positive
                dc, worst = -0.8 * c, 1.0
            worst = max(worst, 0.3 * (dc / c) * (dc / c))
            s[k[X] + n + i] = c + dc
        s[k[X] + i] += du
        first, last = populations(k, i)
        for a in range(i * wide, i * wide + last - first):
            y = w[y0 + a] + w[yu + a] * du + w[yc + a] * dc
            dy = y - w[y0 + a]
            worst = max(worst, w[k[W_TURN] + a] * dy * dy)
            if varies:  # conductivity follows contents by 25 in ln, over some 10 mV
                worst = max(worst, 0.3 * w[k[W_RHO] + a] * abs(y - s[z_y + a]))
            s[z_y + a] = y
    for side in range(2):
        if k[k[I_PLANAR] + side] != NONE:
            worst = max(worst, update_face(k, f, s, w, side, dj, damp, salt))
    s[k[X] + k[Z_J]] += damp * dj
    return worst


@inlined
def update_face(k, f, s, w, side, dj, damp, salt):
    """Take the step of a planar face; return what it leaves [V]."""
    b, at, dc = k[W_FACE] + FACE * side, k[X] + k[Z_J] + 1 + side, 0.0
    if salt and w[b + 5] != 0.0:
        n = k[N_N] + k[N_S] + k[N_P]
        near = n if side == 0 else 2 * n - 1
        dc = slope_of_salt(k, f, w, side) * dj + w[k[W_D0] + near] + w[k[W_D1] + near] * dj
    y = w[b + 3] + damp * (w[b + 4] * dj + w[b + 5] * dc)
    z = (y - s[at]) / (abs(y) + w[b + 6])
    s[at] = y
    return 0.02 * z * z


@kernel
def fields(k, f, s, w, weight, kind, target, tolerance, most):
    """Solve a stage at a given temperature; return sweeps, or -1.

    `weight` is the implicit weight of the stage [s]; 0 freezes the differential states. What
    is left is below `tolerance` [V], after at most `most` sweeps.
    """
    salt = k[SALT] == 1 and weight > 0.0
    varies = k[VARIES] == 1
    for sweep in range(most):
        if k[SALT] == 1:
            contents_of_salt(k, f, s, w)
        if varies:
            electrons(k, f, s, w, weight)
        if k[SALT] == 1 or varies:
            paths(k, f, s, w)
        reactions(k, f, s, w, weight, tolerance)
        V, dV = add_faces(k, f, s, w, weight)
        if salt:
            charge_and_salt(k, f, s, w, weight)
        else:
            charge(k, f, s, w, k[CHARGED] == 1 and weight == 0.0)
        more, slope = along(k, f, s, w, salt)
        dj = terminals(k, f, s, w, kind, target, V + more, dV + slope)
        worst = update(k, f, s, w, dj, salt)
        if not worst < 1e300:
            return -1
        if worst <= tolerance:
            return sweep + 1 if holds(k, f, s, w, weight) else -1
    return -1


@kernel
def heat(k, f, s, w):
    """Return the heat that a cell makes [W/m2]: chemical power less electrical.

    sum a y (-U + T dU/dT) over all hosts at their mean composition, less i V; what mixes
    within a particle is left out.
    """
    T, n = w[k[W_VOLT] + 2], k[PIECES]
    power = -s[k[IO]] * s[k[IO] + 1]
    for i in range(k[N_N] + k[N_S] + k[N_P]):
        first, last = populations(k, i)
        for p in range(first, last):
            a = i * k[W] + p - first
            if k[k[I_KIND] + p] == PLATED:
                continue
            y = s[k[X] + k[Z_Y] + a]
            x = min(max(ROOT_3 * w[k[W_V] + a * k[M]], 0.0), 1.0)
            piece, d, over = find_share(x, n, 1.0 / n)
            c = p * COLUMNS
            U = f[k[F_CONSTANT] + c + POTENTIAL]
            if k[k[I_AT] + c + POTENTIAL] >= 0:
                U, _ = look_up(f, k[k[I_AT] + c + POTENTIAL], piece, d, over)
            if k[k[I_AT] + c + ENTROPY] >= 0:
                S, _ = look_up(f, k[k[I_AT] + c + ENTROPY], piece, d, over)
                U += S * (T - f[T_REF]) - T * S
            power -= f[k[F_H] + i] * w[k[W_AREA] + p] * y * U
    for side in range(2):
        if k[k[I_PLANAR] + side] != NONE:
            power -= s[k[X] + k[Z_J] + 1 + side] * f[k[F_FACE] + 5 * side]
    return power


@inlined
def differential(k, f, s, w, weight):
    """Fill w.v with all differential states at the end of a stage, but for temperature."""
    n, at = k[N_N] + k[N_S] + k[N_P], k[O_L]
    contents(k, f, s, w, weight)
    if k[SALT] == 1:
        for i in range(n):
            w[k[W_V] + k[O_C] + i] = s[k[X] + n + i]
    if k[CHARGED] == 1:
        for i in range(n):
            w[k[W_V] + k[O_U] + i] = s[k[X] + i]
    for side in range(2):
        y = s[k[X] + k[Z_J] + 1 + side]
        w[k[W_V] + at + METAL_N + side] = w[k[W_X] + at + METAL_N + side]
        w[k[W_V] + at + FACE_N + side] = w[k[W_X] + at + FACE_N + side]
        if k[k[I_PLANAR] + side] == METAL:
            w[k[W_V] + at + METAL_N + side] -= weight * y / FARADAY
        if k[k[I_PLANAR] + side] != NONE and f[k[F_FACE] + 5 * side + 4] > 0.0:
            sign = 1.0 if side == 0 else -1.0
            w[k[W_V] + at + FACE_N + side] += (
                weight * (sign * s[k[X] + k[Z_J]] - y) / f[k[F_FACE] + 5 * side + 4]
            )
    w[k[W_V] + at + KELVIN] = w[k[W_VOLT] + 2]
    w[k[W_V] + at + GIVEN] = w[k[W_X] + at + GIVEN] + weight * s[k[IO]]
    w[k[W_V] + at + PASSED] = w[k[W_X] + at + PASSED] + weight * s[k[X] + k[Z_J]]
    power = s[k[IO]] * s[k[IO] + 1]
    w[k[W_V] + at + WORKED] = w[k[W_X] + at + WORKED] + weight * power


@kernel
def stage(k, f, slow, s, w, weight, kind, target, tolerance, most):
    """Solve a stage for its algebraic states and fill w.v; return sweeps, or -1."""
    total = fields(k, f, s, w, weight, kind, target, tolerance, most)
    if total < 0:
        return -1
    differential(k, f, s, w, weight)
    if k[HEAT] == 0 or weight == 0.0:
        return total
    before = w[k[W_X] + k[O_L] + KELVIN]
    for _ in range(20):
        by = weight / f[CAPACITY]
        T = (before + by * (heat(k, f, s, w) + f[COOLING] * f[AMBIENT])) / (1.0 + by * f[COOLING])
        moved = abs(T - w[k[W_VOLT] + 2])
        if moved < 1e-9 * T:
            return total
        properties(k, f, slow, w, T)
        paths(k, f, s, w)
        more = fields(k, f, s, w, weight, kind, target, tolerance, most)
        if more < 0:
            return -1
        total += more
        differential(k, f, s, w, weight)
    return total
