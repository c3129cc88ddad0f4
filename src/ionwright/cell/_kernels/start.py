"""A consistent start: algebraic states and rates that belong to given differential states."""

from ionwright.cell._kernels.arrays import (
    AMBIENT, CAPACITY, CHANGING, CHARGED, COOLING, FACE_N, F_D, F_DECAY, F_EIGEN, F_FACE, F_H,
    F_LAYER, F_SURFACE, GIVEN, HEAT, HYST, IO, I_KIND, I_PLANAR, KELVIN, M, METAL, METAL_N, NONE,
    N_N, N_P, N_S, O_C, O_H, O_L, O_U, PASSED, PLATED, RATE, SALT, W, WORKED, W_AREA, W_FLUX, W_G,
    W_GJ, W_RATE, W_S, W_SRC, W_V, W_X, X, Z_J, Z_Y,
)  # fmt: skip
from ionwright.cell._kernels.charge import paths, stores
from ionwright.cell._kernels.newton import heat, stage
from ionwright.cell._kernels.particle import ROOT_3, mobility, responses, surfaces
from ionwright.cell._kernels.properties import FARADAY, populations, properties
from ionwright.cell._kernels.salt import flows
from ionwright.numerics.jit import kernel

START = 1e-9
"""What Newton may leave at a start [V]."""


@kernel
def start(k, f, slow, s, w, kind, target):
    """Make z consistent with frozen x and fill the rates; return 0, or -1 if there is no start."""
    n = k[N_N] + k[N_S] + k[N_P]
    properties(k, f, slow, w, s[k[O_L] + KELVIN])
    for i in range(k[X]):
        w[k[W_X] + i] = s[i]
        w[k[W_V] + i] = s[i]
    if k[SALT] == 1:
        for i in range(n):
            s[k[X] + n + i] = s[k[O_C] + i]
    if k[CHARGED] == 1:
        for i in range(n):
            if stores(k, f, i):
                s[k[X] + i] = s[k[O_U] + i]
    paths(k, f, s, w)
    responses(k, f, w, 0.0)
    surfaces(k, f, w)
    if stage(k, f, slow, s, w, 0.0, kind, target, START, 60) < 0:
        return -1
    rates_of_particles(k, f, s, w)
    rates_of_fields(k, f, s, w)
    return 0


@kernel
def rates_of_particles(k, f, s, w):
    """Fill the first rates of all particle states."""
    modes = k[M]
    for i in range(k[N_N] + k[N_S] + k[N_P]):
        first, last = populations(k, i)
        S = 0.0
        for p in range(first, last):
            a = i * k[W] + p - first
            y = s[k[X] + k[Z_Y] + a]
            S += w[k[W_AREA] + p] * y
            if k[k[I_KIND] + p] == PLATED:
                lost = f[k[F_D] + p] * s[a * modes]
                s[k[RATE] + a * modes], s[k[RATE] + a * modes + 1] = -y / FARADAY - lost, lost
                continue
            rate = w[k[W_RATE] + p]
            if k[k[I_KIND] + p] == CHANGING:
                by, _ = mobility(k, f, p, ROOT_3 * s[a * modes])
                rate *= by
            for e in range(modes):
                at = a * modes + e
                s[k[RATE] + at] = (
                    -rate * f[k[F_EIGEN] + e] * s[at] - w[k[W_FLUX] + p] * y * f[k[F_SURFACE] + e]
                )
            if k[HYST] == 1:
                b = 3.0 * w[k[W_FLUX] + p] * f[k[F_DECAY] + p]
                s[k[RATE] + k[O_H] + a] = b * (y - abs(y) * s[k[O_H] + a])
        w[k[W_S] + i] = S


@kernel
def rates_of_fields(k, f, s, w):
    """Fill the first rates of salt, double layers and lumped states."""
    n, at = k[N_N] + k[N_S] + k[N_P], k[O_L]
    j = s[k[X] + k[Z_J]]
    if k[CHARGED] == 1:
        left = w[k[W_GJ]] * j
        for i in range(n):
            right = w[k[W_GJ] + i + 1] * j
            if i < n - 1:
                right += w[k[W_G] + i + 1] * (s[k[X] + i + 1] - s[k[X] + i] + w[k[W_SRC] + i + 1])
            C = 0.0
            first, last = populations(k, i)
            for p in range(first, last):
                C += w[k[W_AREA] + p] * f[k[F_LAYER] + p]
            s[k[RATE] + k[O_U] + i] = 0.0
            if C > 0.0:
                extra = (right - left) / f[k[F_H] + i] - w[k[W_S] + i]
                s[k[RATE] + k[O_U] + i] = extra / C
                w[k[W_S] + i] += extra
            left = right
    if k[SALT] == 1:
        flows(k, f, s, w)
    for side in range(2):
        y = s[k[X] + k[Z_J] + 1 + side]
        s[k[RATE] + at + METAL_N + side], s[k[RATE] + at + FACE_N + side] = 0.0, 0.0
        if k[k[I_PLANAR] + side] == METAL:
            s[k[RATE] + at + METAL_N + side] = -y / FARADAY
        if k[k[I_PLANAR] + side] != NONE and f[k[F_FACE] + 5 * side + 4] > 0.0:
            sign = 1.0 if side == 0 else -1.0
            s[k[RATE] + at + FACE_N + side] = (sign * j - y) / f[k[F_FACE] + 5 * side + 4]
    s[k[RATE] + at + KELVIN] = 0.0
    if k[HEAT] == 1:
        away = f[COOLING] * (s[at + KELVIN] - f[AMBIENT])
        s[k[RATE] + at + KELVIN] = (heat(k, f, s, w) - away) / f[CAPACITY]
    s[k[RATE] + at + GIVEN], s[k[RATE] + at + PASSED] = s[k[IO]], j
    s[k[RATE] + at + WORKED] = s[k[IO]] * s[k[IO] + 1]
