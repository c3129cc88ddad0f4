"""What temperature and slow states make of the numbers of a cell."""

import math

from ionwright.cell._kernels.arrays import (
    CHI, FACE, FACE_FILM, FACE_INPUTS, FACE_I_0, FACE_THETA, FILM, F_A, F_C_MAX, F_D, F_DIFFUSIVITY,
    F_FACE, F_FILM, F_H, F_KAPPA, F_LAW_TABLE, F_OHMIC, F_RADIUS, F_SIGMA, F_THETA, I_0, I_FACE_LAW,
    I_LAWS, I_LAW_OF_CELL, I_OHMIC_LAW, LAWS, LAW_LOW, LAW_WIDTH, N, NOW, N_N, N_OHMIC, N_S, P_ALL,
    P_N, S_ACTIVE, S_CONTACT, S_FACE_CONTACT, S_FACE_FILM, S_FILM, THERMAL, THERMO, T_PLUS, T_REF,
    W_AREA, W_BASE_D, W_BASE_E, W_FACE, W_FILM, W_FLUX, W_HALF, W_HALF_D, W_HALF_E, W_HALF_S, W_I0,
    W_OHMIC, W_RATE, W_ROOT, W_SLOPE_D, W_SLOPE_E, W_VOLT,
)  # fmt: skip
from ionwright.numerics.jit import inlined, kernel
from ionwright.numerics.table import find, look_up

FARADAY = 96485.33212331
BOLTZMANN = 8.31446261815324 / FARADAY
"""R/F [V/K]."""
POWERS = 6
"""Coefficients of one piece of a table."""


@kernel
def factor(k, f, law, T):
    """Return by what a law of temperature multiplies its value at T_REF; 1 for no law."""
    if law < 0 or f[T_REF] == T:
        return 1.0
    pieces = k[LAWS]
    piece, d, over = find(T, f[LAW_LOW], f[LAW_WIDTH], pieces)
    value, _ = look_up(f, k[F_LAW_TABLE] + POWERS * pieces * law, piece, d, over)
    return math.exp(value)


@kernel
def properties(k, f, slow, w, T):
    """Fill what depends on temperature and slow states.

    In w: volt; half_e, half_s, half_d, their slopes and bases, root and half of every cell; area,
    film, i0, rate and flux of every population; ohmic; i_0 and film of the planar faces.
    """
    volt = k[W_VOLT]
    w[volt + THERMAL] = BOLTZMANN * T
    w[volt + CHI] = 2.0 * BOLTZMANN * T * (1.0 - f[T_PLUS]) * f[THERMO]
    w[volt + NOW] = T
    half_e, half_d, half_s = k[W_HALF_E], k[W_HALF_D], k[W_HALF_S]
    slope_e, slope_d, root, half = k[W_SLOPE_E], k[W_SLOPE_D], k[W_ROOT], k[W_HALF]
    base_e, base_d = k[W_BASE_E], k[W_BASE_D]
    h, kappa, D, sigma, laws = k[F_H], k[F_KAPPA], k[F_DIFFUSIVITY], k[F_SIGMA], k[I_LAW_OF_CELL]
    for i in range(k[N]):
        width = 0.5 * f[h + i] / factor(k, f, k[laws + i], T)
        w[half_e + i] = w[base_e + i] = width / f[kappa + i]
        w[half_d + i] = w[base_d + i] = width / f[D + i]
        w[half_s + i] = 0.5 * f[h + i] / f[sigma + i]
        w[slope_e + i], w[slope_d + i] = 0.0, 0.0
        w[root + i], w[half + i] = 1.0, 0.0
    for p in range(k[P_ALL]):
        R, law = f[k[F_RADIUS] + p], k[I_LAWS] + 2 * p
        theta = min(f[k[F_THETA] + p] * slow[k[S_CONTACT] + p], 1.0)
        w[k[W_AREA] + p] = f[k[F_A] + p] * slow[k[S_ACTIVE] + p] * theta
        w[k[W_FILM] + p] = f[k[F_FILM] + p] + slow[k[S_FILM] + p]
        w[k[W_I0] + p] = factor(k, f, k[law + 1], T)
        w[k[W_RATE] + p] = f[k[F_D] + p] * factor(k, f, k[law], T) / (R * R)
        w[k[W_FLUX] + p] = theta / (R * FARADAY * f[k[F_C_MAX] + p])
    total = 0.0
    for layer in range(k[N_OHMIC]):
        total += f[k[F_OHMIC] + layer] / factor(k, f, k[k[I_OHMIC_LAW] + layer], T)
    w[k[W_OHMIC]] = total
    for side in range(2):
        given, b = k[F_FACE] + FACE_INPUTS * side, k[W_FACE] + FACE * side
        theta = min(f[given + FACE_THETA] * slow[k[S_FACE_CONTACT] + side], 1.0)
        by = factor(k, f, k[k[I_FACE_LAW] + side], T)
        w[b + I_0] = f[given + FACE_I_0] * theta * by
        w[b + FILM] = (f[given + FACE_FILM] + slow[k[S_FACE_FILM] + side]) / theta


@inlined
def populations(k, i):
    """Return the range of populations in cell i (empty in the separator)."""
    if i < k[N_N]:
        return 0, k[P_N]
    if i < k[N_N] + k[N_S]:
        return 0, 0
    return k[P_N], k[P_ALL]
