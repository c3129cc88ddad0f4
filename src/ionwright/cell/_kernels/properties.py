"""What temperature and slow states make of the numbers of a cell."""

import math

from ionwright.cell._kernels.arrays import (
    FACE, F_A, F_C_MAX, F_D, F_DIFFUSIVITY, F_FACE, F_FILM, F_H, F_KAPPA, F_LAW_TABLE, F_OHMIC,
    F_RADIUS, F_SIGMA, F_THETA, I_FACE_LAW, I_LAWS, I_LAW_OF_CELL, I_OHMIC_LAW, LAWS, LAW_LOW,
    LAW_WIDTH, N_N, N_OHMIC, N_P, N_S, P_ALL, P_N, S_ACTIVE, S_CONTACT, S_FACE_CONTACT,
    S_FACE_FILM, S_FILM, THERMO, T_PLUS, T_REF, W_AREA, W_FACE, W_FILM, W_FLUX, W_HALF, W_HALF_D,
    W_HALF_E, W_HALF_S, W_I0, W_OHMIC, W_RATE, W_ROOT, W_SLOPE_D, W_SLOPE_E, W_VOLT,
)  # fmt: skip
from ionwright.numerics.jit import inlined, kernel
from ionwright.numerics.table import find, look_up

FARADAY = 96485.33212331
BOLTZMANN = 8.31446261815324 / FARADAY
"""R/F [V/K]."""


@kernel
def factor(k, f, law, T):
    """Return by what a law of temperature multiplies its value at T_REF; 1 for no law."""
    if law < 0 or f[T_REF] == T:
        return 1.0
    n = k[LAWS]
    i, d, over = find(T, f[LAW_LOW], f[LAW_WIDTH], n)
    value, _ = look_up(f, k[F_LAW_TABLE] + 6 * n * law, i, d, over)
    return math.exp(value)


@kernel
def properties(k, f, slow, w, T):
    """Fill what depends on temperature and slow states."""
    n = k[N_N] + k[N_S] + k[N_P]
    w[k[W_VOLT]] = BOLTZMANN * T
    w[k[W_VOLT] + 1] = 2.0 * BOLTZMANN * T * (1.0 - f[T_PLUS]) * f[THERMO]
    w[k[W_VOLT] + 2] = T
    for i in range(n):
        half = 0.5 * f[k[F_H] + i] / factor(k, f, k[k[I_LAW_OF_CELL] + i], T)
        w[k[W_HALF_E] + i] = half / f[k[F_KAPPA] + i]
        w[k[W_HALF_D] + i] = half / f[k[F_DIFFUSIVITY] + i]
        w[k[W_HALF_S] + i] = 0.5 * f[k[F_H] + i] / f[k[F_SIGMA] + i]
        w[k[W_SLOPE_E] + i], w[k[W_SLOPE_D] + i] = 0.0, 0.0
        w[k[W_ROOT] + i], w[k[W_HALF] + i] = 1.0, 0.0
    for p in range(k[P_ALL]):
        theta = min(f[k[F_THETA] + p] * slow[k[S_CONTACT] + p], 1.0)
        w[k[W_AREA] + p] = f[k[F_A] + p] * slow[k[S_ACTIVE] + p] * theta
        w[k[W_FILM] + p] = f[k[F_FILM] + p] + slow[k[S_FILM] + p]
        w[k[W_I0] + p] = factor(k, f, k[k[I_LAWS] + 2 * p + 1], T)
        by = factor(k, f, k[k[I_LAWS] + 2 * p], T)
        w[k[W_RATE] + p] = f[k[F_D] + p] * by / (f[k[F_RADIUS] + p] * f[k[F_RADIUS] + p])
        w[k[W_FLUX] + p] = theta / (f[k[F_RADIUS] + p] * FARADAY * f[k[F_C_MAX] + p])
    total = 0.0
    for i in range(k[N_OHMIC]):
        total += f[k[F_OHMIC] + i] / factor(k, f, k[k[I_OHMIC_LAW] + i], T)
    w[k[W_OHMIC]] = total
    for side in range(2):
        theta = min(f[k[F_FACE] + 5 * side + 3] * slow[k[S_FACE_CONTACT] + side], 1.0)
        w[k[W_FACE] + FACE * side + 6] = (
            f[k[F_FACE] + 5 * side + 1] * theta * factor(k, f, k[k[I_FACE_LAW] + side], T)
        )
        w[k[W_FACE] + FACE * side + 7] = (
            f[k[F_FACE] + 5 * side + 2] + slow[k[S_FACE_FILM] + side]
        ) / theta


@inlined
def populations(k, i):
    """Return the range of populations in cell i (empty in the separator)."""
    if i < k[N_N]:
        return 0, k[P_N]
    if i < k[N_N] + k[N_S]:
        return 0, 0
    return k[P_N], k[P_ALL]
