"""Charge transfer in the cells of an electrode, linearised about the iterate.

At a host of population k in cell i, with U of the surface stoichiometry x = xh - rho y and h the
state of hysteresis,

    u = U(x, h) + R y + 2 (R T/F) asinh(y/(2 i_0)),    i_0 = 2 sqrt(x (1 - x)) g(x) sqrt(c/c_ref).

Every node is linearised, y = y0 + yu du + yc dc, and what a cell's nodes make of it is added up
to the reaction per volume S [A/m3] and its slopes Su, Sc.
"""

import math

from ionwright.cell._kernels.arrays import (
    CHANGING, CHARGED, COLUMNS, C_REF, ENTROPY, EXCHANGE, F_CONSTANT, F_D, F_DECAY, F_H, F_LAYER,
    F_SIGMA, GAP, HYST, I_AT, I_KIND, M, N, NOW, N_N, O_H, O_U, PIECES, PLATED, PLATE_REF,
    POTENTIAL, P_ALL, SALT, SIGMA, THERMAL, T_REF, W, W_AREA, W_FILM, W_FLUX, W_HALF, W_HALF_S,
    W_I0, W_MH, W_RHO, W_ROOT, W_S, W_SC, W_SU, W_TURN, W_VOLT, W_X, W_XH, W_Y0, W_YC, W_YU, X, Z_Y,
)  # fmt: skip
from ionwright.cell._kernels.particle import cells_of, changing
from ionwright.cell._kernels.properties import FARADAY, populations
from ionwright.numerics.jit import inlined, kernel
from ionwright.numerics.table import find_share, look_twice, look_up

TINY = 1e-9
"""Least share of places, taken or free, that an exchange current is computed with."""
LEAST_I_0 = 1e-300
"""Least exchange current [A/m2]: 1/i_0 stays a number."""
LEAST_SLOPE = 1e-30
"""A slope by y below this [ohm m2] would turn Newton round: then that of the kinetics is used."""
SETTLED = 60
"""Most steps of Newton in y at fixed u."""
FARTHEST = 3e-5
"""A longer step of a surface's stoichiometry is followed by another: it may have left the piece
of the table whose bend is known."""
UNSEEN = 10.0
"""What the bends of a changing rate or a hysteresis, which `turn` does not count, make of it."""
OVERDRAWN = -0.5
"""Share of PLATE_REF by which a stage may overdraw plated metal, as it extrapolates the others. At
-1 the activity of the metal has a pole; a step that ends below this is taken again."""
LARGEST = 60.0
"""Largest exponent of plating: beyond it the linear step is long enough."""


@inlined
def host(f, tables, grid, point, law):
    """Return what is left of a host's kinetics [V], and how it changes.

    What vanishes is u - U(x, h) - R y - 2 (R T/F) asinh(y/(2 i_0)), with h the state of
    hysteresis and i_0 = 2 sqrt(x (1 - x)) g(x) times what salt and temperature make of it.

    Parameters
    ----------
    tables : (int, int, int, int, float, float)
        Where potential, exchange current, gap and entropy stand; constants of the first two.
    grid : (int, float)
        Pieces of a table and their width.
    point : (float, float, float, float)
        u, y, x and -dx/dy.
    law : (float, ...)
        R, 2 R T/F, factor on i_0, history and decay of the hysteresis, T less T_REF.

    Returns
    -------
    left, slope, by_i0, turn, i_0 : float
        What is left; minus its slope by y; its slope by ln i_0; its second-order term by y.
    """
    at_U, at_g, at_gap, at_S, U, g = tables
    u, y, x, rho = point
    film, two, scale, h_0, b_h, warm = law
    piece, d, over = find_share(x, grid[0], grid[1])
    dU, bend, by_h, d_ln = 0.0, 0.0, 0.0, 0.0
    if at_U >= 0:
        U, dU, bend = look_twice(f, at_U, piece, d, over)
    if at_gap >= 0:
        gap, d_gap = look_up(f, at_gap, piece, d, over)
        below = 1.0 / (1.0 + b_h * abs(y))
        h = (h_0 + b_h * y) * below
        U += 0.5 * h * gap
        dU += 0.5 * h * d_gap
        by_h = 0.5 * gap * b_h * (1.0 - h if y >= 0.0 else 1.0 + h) * below
    if at_S >= 0:
        entropy, d_entropy = look_up(f, at_S, piece, d, over)
        U += entropy * warm
        dU += d_entropy * warm
    inside = min(max(x, TINY), 1.0 - TINY)
    product = inside * (1.0 - inside)
    if inside == x:
        d_ln = 0.5 * (1.0 - 2.0 * inside) / product
    if at_g >= 0:
        g, dg = look_up(f, at_g, piece, d, over)
        d_ln += dg / g
    i_0 = max(scale * 2.0 * math.sqrt(product) * g, LEAST_I_0)
    half = 0.5 / i_0
    z = half * y
    root = math.sqrt(1.0 + z * z)
    by = two / root
    left = u - U - film * y - two * math.copysign(math.log(abs(z) + root), z)
    slope = film + by_h - dU * rho + by * (half + z * rho * d_ln)
    if slope < LEAST_SLOPE:
        slope = film + by * half
    turn = 0.5 * abs(bend) * rho * rho + by * (0.5 * half * half + rho * rho * d_ln * d_ln)
    return left, slope, by * z, turn, i_0


@inlined
def hosts(k, f, s, w, p, weight, tolerance):
    """Linearise charge transfer into the hosts of population `p`, in all its cells.

    Newton in y at fixed u goes on until what it leaves is below `tolerance` [V]: where nothing
    bends, that is one step. Reads u and y; xh, rho, root, half and the hysteresis in x; fills
    y0, yu, yc and turn, adds to S, Su and Sc.
    """
    low, high, place = cells_of(k, p)
    wide, grid, kind = k[W], (k[PIECES], 1.0 / k[PIECES]), k[k[I_KIND] + p]
    ys, xh, rhos, hyst = k[X] + k[Z_Y], k[W_XH], k[W_RHO], k[HYST] == 1
    y0, yu, yc, turns, h_at = k[W_Y0], k[W_YU], k[W_YC], k[W_TURN], k[W_X] + k[O_H]
    S, Su, Sc, us, roots, halves = k[W_S], k[W_SU], k[W_SC], k[X], k[W_ROOT], k[W_HALF]
    at, c = k[I_AT] + p * COLUMNS, k[F_CONSTANT] + p * COLUMNS
    tables = (
        k[at + POTENTIAL], k[at + EXCHANGE], k[at + GAP], k[at + ENTROPY],
        f[c + POTENTIAL], f[c + EXCHANGE],
    )  # fmt: skip
    film, two = w[k[W_FILM] + p], 2.0 * w[k[W_VOLT] + THERMAL]
    factor, area = w[k[W_I0] + p], w[k[W_AREA] + p]
    b_h, warm = 3.0 * weight * w[k[W_FLUX] + p] * f[k[F_DECAY] + p], w[k[W_VOLT] + NOW] - f[T_REF]
    for i in range(low, high):
        a = i * wide + place
        y, scale, h_0 = s[ys + a], factor * w[roots + i], 0.0
        if hyst:
            h_0 = w[h_at + a]
        law = (film, two, scale, h_0, b_h, warm)
        again = kind == CHANGING
        slope, by_i0, turn = 1.0, 0.0, 0.0
        if not again:
            point = (s[us + i], y, w[xh + a] - w[rhos + a] * y, w[rhos + a])
            left, slope, by_i0, turn, _ = host(f, tables, grid, point, law)
            again = turn * left * left > tolerance * slope * slope
            if w[rhos + a] * abs(left) > FARTHEST * slope:
                again = True
            if hyst and (y + left / slope < 0.0) != (y < 0.0):
                again = True
            if not again:
                y += left / slope
        if again:
            given = (s[us + i], y, weight, tolerance)
            y, slope, by_i0, turn = settle(k, f, w, tables, grid, (p, a), given, law)
        if kind == CHANGING or hyst:  # what their own bends add is not counted in turn
            turn *= UNSEEN
        down = 1.0 / slope
        w[y0 + a], w[yu + a], w[turns + a] = y, down, turn
        w[yc + a] = by_i0 * down * w[halves + i]
        w[S + i] += area * y
        w[Su + i] += area * down
        w[Sc + i] += area * w[yc + a]


@kernel
def settle(k, f, w, tables, grid, which, given, law):
    """Return y, slope, slope by ln i_0 and bend of one host after Newton in y at fixed u.

    `which` is (population, node), `given` (u, y, weight of the stage, what may be left [V]).
    """
    p, a = which
    u, y, weight, tolerance = given
    film, two, scale, h_0, b_h, warm = law
    slope, by_i0, turn, grown = 1.0, 0.0, 0.0, 1.0
    for _ in range(SETTLED):
        if k[k[I_KIND] + p] == CHANGING:
            grown = changing(k, f, w, p, a, y, weight)
        rho = w[k[W_RHO] + a]
        left, slope, by_i0, turn, _ = host(
            f, tables, grid, (u, y, w[k[W_XH] + a] - rho * y, rho),
            (film, two, scale * grown, h_0, b_h, warm),
        )  # fmt: skip
        step = left / slope
        if (y + step) * y < 0.0:  # from 0 on either side Newton rises to the root
            y = 0.0
            continue
        y += step
        near = turn * step * step <= tolerance and rho * abs(step) <= FARTHEST
        if near and (y < 0.0) == (y - step < 0.0):
            break
    return y, slope, by_i0, turn


@kernel
def plate(k, f, w, p, a, u, weight, scale):
    """Return current density and slope by u of metal on particles, stripped as far as it is there.

    y = i_0 (m e^(u/2Vt) - e^(-u/2Vt)), m = n/(n + n_ref), n = (n_0 - w y/F)/(1 + w k): a
    quadratic in n.
    """
    i_0 = scale * f[k[F_CONSTANT] + p * COLUMNS + EXCHANGE]
    half = 0.5 / w[k[W_VOLT] + THERMAL]
    E = math.exp(min(max(half * u, -LARGEST), LARGEST))
    ref = f[PLATE_REF]
    n_0 = max(w[k[W_X] + a * k[M]], OVERDRAWN * ref)
    if weight == 0.0:
        m = n_0 / (n_0 + ref)
        return i_0 * (m * E - 1.0 / E), i_0 * (m * E + 1.0 / E) * half
    A, B = n_0 * FARADAY / weight, (1.0 + weight * f[k[F_D] + p]) * FARADAY / weight
    b = A - B * ref - i_0 * E + i_0 / E
    root = math.sqrt(b * b + 4.0 * B * (A + i_0 / E) * ref)
    n = 0.5 * (b + root) / B if b > 0.0 else 2.0 * (A + i_0 / E) * ref / (root - b)
    m = n / (n + ref)
    by_u = i_0 * (m * E + 1.0 / E) * half
    by_n = i_0 * E * ref / ((n + ref) * (n + ref))
    return A - B * n, by_u / (1.0 + by_n / B)


@kernel
def plates(k, f, s, w, p, weight):
    """Linearise plating and stripping on the particles of the negative, like `hosts`."""
    wide, us, roots, halves = k[W], k[X], k[W_ROOT], k[W_HALF]
    y0, yu, yc, turn, S, Su, Sc = k[W_Y0], k[W_YU], k[W_YC], k[W_TURN], k[W_S], k[W_SU], k[W_SC]
    area = w[k[W_AREA] + p]
    for i in range(k[N_N]):
        a = i * wide + p
        scale = w[roots + i] * w[k[W_I0] + p]
        y, slope = plate(k, f, w, p, a, s[us + i], weight, scale)
        w[y0 + a], w[yu + a], w[turn + a] = y, slope, 0.0
        w[yc + a] = y * w[halves + i]
        w[S + i] += area * y
        w[Su + i] += area * slope
        w[Sc + i] += area * w[yc + a]


@kernel
def layers(k, f, s, w, weight):
    """Add to S and Su what the double layers of all cells store."""
    us, before, S, Su = k[X], k[W_X] + k[O_U], k[W_S], k[W_SU]
    for i in range(k[N]):
        first, last = populations(k, i)
        for p in range(first, last):
            C = w[k[W_AREA] + p] * f[k[F_LAYER] + p] / weight
            w[S + i] += C * (s[us + i] - w[before + i])
            w[Su + i] += C


@inlined
def reactions(k, f, s, w, weight, tolerance):
    """Fill the linearised charge transfer of every cell, each solved for itself.

    Fills S, Su and Sc, root and half where there is salt, and what `hosts` and `plates` fill.
    """
    n, salt, cs = k[N], k[SALT] == 1, k[X] + k[N]
    S, Su, Sc, roots, halves = k[W_S], k[W_SU], k[W_SC], k[W_ROOT], k[W_HALF]
    for i in range(n):
        w[S + i], w[Su + i], w[Sc + i] = 0.0, 0.0, 0.0
        if salt:
            c = s[cs + i]
            w[roots + i], w[halves + i] = math.sqrt(c / f[C_REF]), 0.5 / c
    for p in range(k[P_ALL]):
        if k[k[I_KIND] + p] == PLATED:
            plates(k, f, s, w, p, weight)
        else:
            hosts(k, f, s, w, p, weight, tolerance)
    if k[CHARGED] == 1 and weight > 0.0:
        layers(k, f, s, w, weight)


@kernel
def electrons(k, f, s, w, weight):
    """Fill half_s where conductivity changes with the mean contents of the particles.

    Reads mh and y.
    """
    pieces, wide, half_s, mh, ys = k[PIECES], k[W], k[W_HALF_S], k[W_MH], k[X] + k[Z_Y]
    for i in range(k[N]):
        first, last = populations(k, i)
        total = f[k[F_SIGMA] + i]
        for p in range(first, last):
            table = k[k[I_AT] + p * COLUMNS + SIGMA]
            if table >= 0:
                a = i * wide + p - first
                mean = w[mh + a] - 3.0 * weight * w[k[W_FLUX] + p] * s[ys + a]
                piece, d, over = find_share(min(max(mean, 0.0), 1.0), pieces, 1.0 / pieces)
                value, _ = look_up(f, table, piece, d, over)
                total += math.exp(value)
        w[half_s + i] = 0.5 * f[k[F_H] + i] / total
