"""A consistent start: algebraic states and rates that belong to given differential states."""

from ionwright.cell._kernels.arrays import (
    AMBIENT, CAPACITY, CHANGING, CHARGED, COOLING, FACE_C, FACE_INPUTS, FACE_N, F_D, F_DECAY,
    F_EIGEN, F_FACE, F_H, F_LAYER, F_SURFACE, GIVEN, HEAT, HYST, IO, I_KIND, I_PLANAR, KELVIN, M,
    METAL, METAL_N, N, NONE, O_C, O_H, O_L, O_U, PASSED, PLATED, RATE, SALT, VARIES, W, WORKED,
    W_AREA, W_FLUX, W_MADE, W_RATE, W_S, W_V, W_X, X, Z_J, Z_Y,
)  # fmt: skip
from ionwright.cell._kernels.charge import EVERYWHERE, charge, paths, stores
from ionwright.cell._kernels.newton import heat, stage
from ionwright.cell._kernels.particle import ROOT_3, mobility, responses, surfaces
from ionwright.cell._kernels.properties import FARADAY, populations, properties
from ionwright.cell._kernels.salt import contents_of_salt, flows
from ionwright.cell._kernels.transfer import electrons
from ionwright.numerics.jit import kernel

START = 1e-12
"""What Newton may leave at a start [V]."""
START_SWEEPS = 60
"""Most sweeps of a start, which may begin far from its solution."""


@kernel
def start(k, f, slow, s, w, kind, target):
    """Make z consistent with frozen x and fill the rates; return 0, or -1 if there is no start.

    Reads x in s, and z as a guess; fills z, terminals and row 0 of the rates in s.
    """
    n, x, us = k[N], k[W_X], k[X]
    properties(k, f, slow, w, s[k[O_L] + KELVIN])
    for i in range(us):
        w[x + i] = s[i]
        w[k[W_V] + i] = s[i]
    if k[SALT] == 1:
        for i in range(n):
            s[us + n + i] = s[k[O_C] + i]
    if k[CHARGED] == 1:
        for i in range(n):
            if stores(k, f, i):
                s[us + i] = s[k[O_U] + i]
    paths(k, f, s, w)
    responses(k, f, w, 0.0)
    surfaces(k, f, w)
    if stage(k, f, slow, s, w, 0.0, kind, target, START, START_SWEEPS) < 0:
        return -1
    rates(k, f, s, w)
    return 0


@kernel
def again(k, f, slow, s, w):
    """Fill the rates of a state that was stored: x, z, terminals in s.

    Nothing is solved but what the cells make: where a double layer stores charge, that is what
    currents leave to it.
    """
    x, v = k[W_X], k[W_V]
    properties(k, f, slow, w, s[k[O_L] + KELVIN])
    for i in range(k[X]):
        w[x + i], w[v + i] = s[i], s[i]
    responses(k, f, w, 0.0)
    surfaces(k, f, w)
    if k[SALT] == 1:
        contents_of_salt(k, f, s, w)
    if k[VARIES] == 1:
        electrons(k, f, s, w, 0.0)
    paths(k, f, s, w)
    charge(k, f, s, w, EVERYWHERE)
    rates(k, f, s, w)


@kernel
def rates(k, f, s, w):
    """Fill row 0 of the rates of a consistent state, from what its cells make."""
    rates_of_particles(k, f, s, w)
    if k[CHARGED] == 1:
        rates_of_layers(k, f, s, w)
    if k[SALT] == 1:
        flows(k, f, s, w)
    rates_of_lumped(k, f, s, w)


@kernel
def rates_of_particles(k, f, s, w):
    """Fill the first rates of all particle states, and the reaction S of every cell in w."""
    modes, wide, ys, rates, o_h = k[M], k[W], k[X] + k[Z_Y], k[RATE], k[O_H]
    surface, eigen = k[F_SURFACE], k[F_EIGEN]
    for i in range(k[N]):
        first, last = populations(k, i)
        S = 0.0
        for p in range(first, last):
            a = i * wide + p - first
            q, y, flux = a * modes, s[ys + a], w[k[W_FLUX] + p]
            S += w[k[W_AREA] + p] * y
            if k[k[I_KIND] + p] == PLATED:
                lost = f[k[F_D] + p] * s[q]
                s[rates + q], s[rates + q + 1] = -y / FARADAY - lost, lost
                continue
            rate = w[k[W_RATE] + p]
            if k[k[I_KIND] + p] == CHANGING:
                by, _ = mobility(k, f, p, ROOT_3 * s[q])
                rate *= by
            for e in range(modes):
                s[rates + q + e] = -rate * f[eigen + e] * s[q + e] - flux * y * f[surface + e]
            if k[HYST] == 1:
                b = 3.0 * flux * f[k[F_DECAY] + p]
                s[rates + o_h + a] = b * (y - abs(y) * s[o_h + a])
        w[k[W_S] + i] = S


@kernel
def rates_of_layers(k, f, s, w):
    """Fill the first rates of u where double layers store, and add what they take up to S."""
    rate, S, made = k[RATE] + k[O_U], k[W_S], k[W_MADE]
    for i in range(k[N]):
        first, last = populations(k, i)
        C = 0.0
        for p in range(first, last):
            C += w[k[W_AREA] + p] * f[k[F_LAYER] + p]
        s[rate + i] = 0.0
        if C > 0.0:
            extra = w[made + i] / f[k[F_H] + i] - w[S + i]
            s[rate + i] = extra / C
            w[S + i] += extra


@kernel
def rates_of_lumped(k, f, s, w):
    """Fill the first rates of the lumped states."""
    at, rate, j_at, io = k[O_L], k[RATE] + k[O_L], k[X] + k[Z_J], k[IO]
    j = s[j_at]
    for side in range(2):
        y, C = s[j_at + 1 + side], f[k[F_FACE] + FACE_INPUTS * side + FACE_C]
        s[rate + METAL_N + side], s[rate + FACE_N + side] = 0.0, 0.0
        if k[k[I_PLANAR] + side] == METAL:
            s[rate + METAL_N + side] = -y / FARADAY
        if k[k[I_PLANAR] + side] != NONE and C > 0.0:
            sign = 1.0 if side == 0 else -1.0
            s[rate + FACE_N + side] = (sign * j - y) / C
    s[rate + KELVIN] = 0.0
    if k[HEAT] == 1:
        away = f[COOLING] * (s[at + KELVIN] - f[AMBIENT])
        s[rate + KELVIN] = (heat(k, f, s, w) - away) / f[CAPACITY]
    s[rate + GIVEN], s[rate + PASSED] = s[io], j
    s[rate + WORKED] = s[io] * s[io + 1]
