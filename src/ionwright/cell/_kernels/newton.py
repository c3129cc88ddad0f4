"""Newton on one stage: charge transfer, fields and control together.

Charge transfer is linearised in every cell and eliminated, y = y0 + yu du + yc dc, so that a
sweep costs one table look-up a cell and one narrow system. Currents follow the linear step:
they add up to the current of the cell to round-off, however far Newton has come.
"""

import math

from ionwright.cell._kernels.arrays import (
    AMBIENT, CAPACITY, CHARGED, COLUMNS, CONTACT, COOLING, ENTROPY, FACE, FACE_C, FACE_INPUTS,
    FACE_N, FACE_U, F_CONSTANT, F_FACE, F_H, GIVEN, HEAT, HYST, IO, I_0, I_AT, I_KIND, I_PLANAR,
    KELVIN, LEAK, M, METAL, METAL_N, METAL_REF, N, NONE, NOW, O_C, O_L, O_U, PASSED, PIECES, PLATED,
    POTENTIAL, SALT, T_REF, U_BARE, VARIES, W, WORKED, W_AREA, W_D0, W_D1, W_FACE, W_MADE,
    W_OHMIC, W_RHO, W_TURN, W_V, W_VOLT, W_X, W_XH, W_Y0, W_YC, W_YU, X, Y, Y_C, Y_J, Z_J, Z_Y,
)  # fmt: skip
from ionwright.cell._kernels.charge import IN_LAYERS, MOVING, along, charge, paths
from ionwright.cell._kernels.particle import ROOT_3, contents, responses, surfaces
from ionwright.cell._kernels.planar import LEAST_SALT, add_faces, slope_of_salt
from ionwright.cell._kernels.properties import FARADAY, populations, properties
from ionwright.cell._kernels.salt import charge_and_salt, contents_of_salt
from ionwright.cell._kernels.transfer import FARTHEST, electrons, reactions
from ionwright.numerics.jit import inlined, kernel
from ionwright.numerics.table import find_share, look_up

CURRENT, VOLTAGE, POWER, RESISTANCE = 0, 1, 2, 3
"""Kinds of control: current density [A/m2], voltage [V], power [W/m2], resistance [ohm m2]."""
LONGEST = 0.05
"""Longest step of a potential that is not damped [V]: 2 R T/F."""
OVERDRAWN = 1e-3
"""Share of the last METAL_REF of lithium by which Newton may overdraw a face."""
MOST_SALT = 0.8
"""Share of its salt that a cell may lose in one sweep: salt stays positive."""
BEND_OF_SALT = 0.3
"""What a relative step of the salt leaves, over its square [V]; assumed, for about 2 chi."""
SPREAD_OF_SIGMA = 0.3
"""What a step of the contents leaves where conductivity follows them, over the step [V]: by 25
in its logarithm, over some 10 mV."""
BEND_OF_FACE = 0.02
"""What a step of a planar face leaves, over the square of its relative step [V]: about R T/F."""
ALL_OF_THEM = 1e300
"""What a sweep leaves if it is a number at all."""
SAME_TEMPERATURE = 1e-9
"""Relative change of the temperature at which a stage with heat is done."""
HEAT_SWEEPS = 20
"""Most changes of temperature within a stage."""


@inlined
def control(kind, target, V, i):
    """Return the residual of a control and its derivatives by voltage and current density."""
    if kind == VOLTAGE:
        return V - target, 1.0, 0.0
    if kind == POWER:
        return V * i - target, i, V
    if kind == RESISTANCE:
        return V - target * i, 1.0, -target
    return i - target, 0.0, 1.0


@inlined
def holds(k, f, s, w, weight):
    """Return whether particles have places taken and free, faces salt, and metal is not overdrawn.

    Beyond them the tables go on straight, which helps Newton and means nothing.
    """
    wide, kinds, xh, rho, z_j = k[W], k[I_KIND], k[W_XH], k[W_RHO], k[X] + k[Z_J]
    ys, metals = k[X] + k[Z_Y], k[W_X] + k[O_L] + METAL_N
    for i in range(k[N]):
        first, last = populations(k, i)
        for p in range(first, last):
            a = i * wide + p - first
            if k[kinds + p] != PLATED and not 0.0 < w[xh + a] - w[rho + a] * s[ys + a] < 1.0:
                return False
    for side in range(2):
        if k[k[I_PLANAR] + side] != NONE and k[SALT] == 1:
            near = k[X] + k[N] if side == 0 else k[X] + 2 * k[N] - 1
            if s[near] + slope_of_salt(k, f, w, side) * s[z_j] <= LEAST_SALT:
                return False
        if k[k[I_PLANAR] + side] == METAL:
            left = w[metals + side] - weight * s[z_j + 1 + side] / FARADAY
            if left < -OVERDRAWN * f[METAL_REF]:
                return False
    return True


@inlined
def terminals(k, f, s, w, kind, target, V, dV):
    """Return the step of j that meets the control, with V + dV dj the voltage of the fields.

    The separator leaks electrons: i = j - g V; contacts carry i. Fills current and voltage in s.
    """
    j, g, R, io = s[k[X] + k[Z_J]], f[LEAK], f[CONTACT], k[IO]
    V -= w[k[W_OHMIC]] * j
    dV -= w[k[W_OHMIC]]
    i, di = j - g * V, 1.0 - g * dV
    e, e_V, e_i = control(kind, target, V - R * i, i)
    dj = -e / (e_V * (dV - R * di) + e_i * di)
    s[io] = i + di * dj
    s[io + 1] = V + dV * dj - R * s[io]
    return dj


@inlined
def update(k, f, s, w, dj, salt, weight):
    """Take the linear step of z, damped; return what it leaves of the equations [V].

    Newton leaves what is quadratic in its step, and that is known in every cell.
    Currents grow exponentially with u, by 2 R T/F: along ln(1 + z)/z of a step that is z times
    as long, with kinetics settled in every cell, the iteration cannot run away. Reads d0, d1,
    y0, yu, yc, turn and rho.
    """
    n, wide, us, ys = k[N], k[W], k[X], k[X] + k[Z_Y]
    cs, d0, d1, y0, yu, yc = us + n, k[W_D0], k[W_D1], k[W_Y0], k[W_YU], k[W_YC]
    turn, rho, varies, hyst = k[W_TURN], k[W_RHO], k[VARIES] == 1, k[HYST] == 1
    largest, worst, damp = 0.0, 0.0, 1.0
    for i in range(n):
        largest = max(largest, abs(w[d0 + i] + w[d1 + i] * dj))
    if largest > LONGEST:
        damp, worst = LONGEST / largest * math.log(1.0 + largest / LONGEST), 1.0
    for i in range(n):
        du, dc = damp * (w[d0 + i] + w[d1 + i] * dj), 0.0
        if salt:
            c = s[cs + i]
            dc = damp * (w[d0 + n + i] + w[d1 + n + i] * dj)
            if dc < -MOST_SALT * c:
                dc, worst = -MOST_SALT * c, 1.0
            worst = max(worst, BEND_OF_SALT * (dc / c) * (dc / c))
            s[cs + i] = c + dc
        s[us + i] += du
        first, last = populations(k, i)
        for a in range(i * wide, i * wide + last - first):
            y = w[y0 + a] + w[yu + a] * du + w[yc + a] * dc
            dy = y - w[y0 + a]
            worst = max(worst, w[turn + a] * dy * dy)
            if w[rho + a] * abs(dy) > FARTHEST:
                worst = 1.0
            if hyst and (y < 0.0) != (w[y0 + a] < 0.0):  # a branch of U bends where y turns
                worst = max(worst, abs(dy) / w[yu + a])
            if varies:
                worst = max(worst, SPREAD_OF_SIGMA * w[rho + a] * abs(y - s[ys + a]))
            s[ys + a] = y
    for side in range(2):
        if k[k[I_PLANAR] + side] != NONE:
            worst = max(worst, update_face(k, f, s, w, side, dj, damp, salt, weight))
    s[us + k[Z_J]] += damp * dj
    return worst


@inlined
def update_face(k, f, s, w, side, dj, damp, salt, weight):
    """Take the step of y of a planar face; return what it leaves [V]."""
    n, b, at, dc = k[N], k[W_FACE] + FACE * side, k[X] + k[Z_J] + 1 + side, 0.0
    if salt and w[b + Y_C] != 0.0:
        near = n if side == 0 else 2 * n - 1
        dc = slope_of_salt(k, f, w, side) * dj + w[k[W_D0] + near] + w[k[W_D1] + near] * dj
    y = w[b + Y] + damp * (w[b + Y_J] * dj + w[b + Y_C] * dc)
    z = (y - s[at]) / (abs(y) + w[b + I_0])
    left = BEND_OF_FACE * z * z
    if k[k[I_PLANAR] + side] == METAL:  # second order of U_bare (1 - n/n_ref)^3 by y
        moved = weight / (FARADAY * f[METAL_REF])
        part = 1.0 + moved * max(y, s[at]) - w[k[W_X] + k[O_L] + METAL_N + side] / f[METAL_REF]
        if part > 0.0:
            moved *= y - s[at]
            left += 3.0 * f[U_BARE] * part * moved * moved
    if k[SALT] == 1:  # second order of chi ln c beside the face
        near, by_j = n if side == 0 else 2 * n - 1, slope_of_salt(k, f, w, side)
        moved = damp * by_j * dj
        c = s[k[X] + near] + by_j * s[k[X] + k[Z_J]] + moved
        if salt:
            moved += damp * (w[k[W_D0] + near] + w[k[W_D1] + near] * dj)
        by = moved / max(c - moved, LEAST_SALT)
        left += abs(w[k[W_VOLT] + 1]) * by * by
    s[at] = y
    return left


@kernel
def fields(k, f, s, w, weight, kind, target, tolerance, most):
    """Solve a stage at a given temperature; return sweeps, or -1.

    `weight` is the implicit weight of the stage [s]; 0 freezes the differential states. What
    is left is below `tolerance` [V], after at most `most` sweeps.
    """
    salt, varies, moves = k[SALT] == 1, k[VARIES] == 1, k[SALT] == 1 and weight > 0.0
    frozen = IN_LAYERS if k[CHARGED] == 1 and weight == 0.0 else MOVING
    for sweep in range(most):
        if salt:
            contents_of_salt(k, f, s, w)
        if varies:
            electrons(k, f, s, w, weight)
        if salt or varies:
            paths(k, f, s, w)
        reactions(k, f, s, w, weight, tolerance)
        V, dV = add_faces(k, f, s, w, weight)
        if moves:
            charge_and_salt(k, f, s, w, weight)
        else:
            charge(k, f, s, w, frozen)
        more, slope = along(k, f, s, w, moves)
        dj = terminals(k, f, s, w, kind, target, V + more, dV + slope)
        if frozen == IN_LAYERS:
            for i in range(k[N]):
                w[k[W_MADE] + i] += w[k[W_MADE] + k[N] + i] * dj
        worst = update(k, f, s, w, dj, moves, weight)
        if not worst < ALL_OF_THEM:
            return -1
        if worst <= tolerance:
            return sweep + 1 if holds(k, f, s, w, weight) else -1
    return -1


@kernel
def heat(k, f, s, w):
    """Return the heat that a cell makes [W/m2]: chemical power less electrical.

    sum a y (-U + T dU/dT) over all hosts at their mean composition, less i V; what mixes
    within a particle is left out. Reads v, area and the state.
    """
    T, pieces, modes, wide = w[k[W_VOLT] + NOW], k[PIECES], k[M], k[W]
    v, ys, z_j, io = k[W_V], k[X] + k[Z_Y], k[X] + k[Z_J], k[IO]
    power = -s[io] * s[io + 1]
    for i in range(k[N]):
        first, last = populations(k, i)
        for p in range(first, last):
            if k[k[I_KIND] + p] == PLATED:
                continue
            a = i * wide + p - first
            x = min(max(ROOT_3 * w[v + a * modes], 0.0), 1.0)
            piece, d, over = find_share(x, pieces, 1.0 / pieces)
            at, U = k[I_AT] + p * COLUMNS, f[k[F_CONSTANT] + p * COLUMNS + POTENTIAL]
            if k[at + POTENTIAL] >= 0:
                U, _ = look_up(f, k[at + POTENTIAL], piece, d, over)
            if k[at + ENTROPY] >= 0:
                S, _ = look_up(f, k[at + ENTROPY], piece, d, over)
                U += S * (T - f[T_REF]) - T * S
            power -= f[k[F_H] + i] * w[k[W_AREA] + p] * s[ys + a] * U
    for side in range(2):
        if k[k[I_PLANAR] + side] != NONE:
            power -= s[z_j + 1 + side] * f[k[F_FACE] + FACE_INPUTS * side + FACE_U]
    return power


@inlined
def differential(k, f, s, w, weight):
    """Fill v with all differential states at the end of a stage, but for temperature.

    Reads x and the algebraic states.
    """
    n, us, j_at, io = k[N], k[X], k[X] + k[Z_J], k[IO]
    contents(k, f, s, w, weight)
    if k[SALT] == 1:
        at = k[W_V] + k[O_C]
        for i in range(n):
            w[at + i] = s[us + n + i]
    if k[CHARGED] == 1:
        at = k[W_V] + k[O_U]
        for i in range(n):
            w[at + i] = s[us + i]
    v, x = k[W_V] + k[O_L], k[W_X] + k[O_L]
    for side in range(2):
        y, C = s[j_at + 1 + side], f[k[F_FACE] + FACE_INPUTS * side + FACE_C]
        w[v + METAL_N + side] = w[x + METAL_N + side]
        w[v + FACE_N + side] = w[x + FACE_N + side]
        if k[k[I_PLANAR] + side] == METAL:
            w[v + METAL_N + side] -= weight * y / FARADAY
        if k[k[I_PLANAR] + side] != NONE and C > 0.0:
            sign = 1.0 if side == 0 else -1.0
            w[v + FACE_N + side] += weight * (sign * s[j_at] - y) / C
    w[v + KELVIN] = w[k[W_VOLT] + NOW]
    w[v + GIVEN] = w[x + GIVEN] + weight * s[io]
    w[v + PASSED] = w[x + PASSED] + weight * s[j_at]
    power = s[io] * s[io + 1]
    w[v + WORKED] = w[x + WORKED] + weight * power


@kernel
def stage(k, f, slow, s, w, weight, kind, target, tolerance, most):
    """Solve a stage for its algebraic states and fill v; return sweeps, or -1.

    With heat, temperature and fields take turns until T = (T_before + by (heat + cooling
    T_ambient))/(1 + by cooling), by = weight/capacity, stands still.
    """
    total = fields(k, f, s, w, weight, kind, target, tolerance, most)
    if total < 0:
        return -1
    differential(k, f, s, w, weight)
    if k[HEAT] == 0 or weight == 0.0:
        return total
    before, by = w[k[W_X] + k[O_L] + KELVIN], weight / f[CAPACITY]
    for _ in range(HEAT_SWEEPS):
        T = (before + by * (heat(k, f, s, w) + f[COOLING] * f[AMBIENT])) / (1.0 + by * f[COOLING])
        moved = abs(T - w[k[W_VOLT] + NOW])
        if moved < SAME_TEMPERATURE * T:
            return total
        properties(k, f, slow, w, T)
        responses(k, f, w, weight)
        surfaces(k, f, w)
        paths(k, f, s, w)
        more = fields(k, f, s, w, weight, kind, target, tolerance, most)
        if more < 0:
            return -1
        total += more
        differential(k, f, s, w, weight)
    return total
