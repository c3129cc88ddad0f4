"""A state of the kernel under the names of the field, and its laws as tables."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ionwright.cell._kernels import arrays as A
from ionwright.cell._kernels.arrays import Numbers
from ionwright.cell._kernels.salt import DILUTE

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Fields:
    """One state of a cell under the names of the field, with the rates of what changes in time.

    Parameters
    ----------
    u, c : array [n]
    y : array [n, W]
    q : array [n, W, M]
        Radial amplitudes of stoichiometry; of a plating population metal and dead metal.
    h : array [n, W] or None
    lumped : array [LUMPED]
    j, i, V : float
    faces : array [2]
        y of the planar faces.
    dc, du, dq, dh, dlumped
        Rates of the differential ones, or None.
    """

    u: Array
    c: Array
    y: Array
    q: Array
    h: Array | None
    lumped: Array
    j: float
    i: float
    V: float
    faces: Array
    dc: Array | None = None
    du: Array | None = None
    dq: Array | None = None
    dh: Array | None = None
    dlumped: Array | None = None


def unpack(m: Numbers, x: Array, z: Array, io: Array, rate: Array | None = None) -> Fields:
    """Return a state of the kernel as named fields."""
    k, n = m.k, len(m.h)
    W, M = int(k[A.W]), int(k[A.M])

    def differential(v: Array | None) -> tuple:
        if v is None:
            return None, None, None, None, None
        q = v[: k[A.O_H]].reshape(n, W, M)
        h = v[k[A.O_H] : k[A.O_C]].reshape(n, W) if k[A.HYST] else None
        c = v[k[A.O_C] : k[A.O_U]] if k[A.SALT] else np.zeros(n)
        u = v[k[A.O_U] : k[A.O_L]] if k[A.CHARGED] else None
        return q, h, c, u, v[k[A.O_L] :]

    q, h, c, _, lumped = differential(x)
    dq, dh, dc, du, dlumped = differential(rate)
    c = z[n : 2 * n] if k[A.SALT] else np.full(n, m.f[A.C_REF])
    y = z[k[A.Z_Y] : k[A.Z_J]].reshape(n, W)
    at = int(k[A.Z_J])
    return Fields(
        z[:n], c, y, q, h, lumped, z[at], io[0], io[1], z[at + 1 : at + 3], dc, du, dq, dh, dlumped
    )  # fmt: skip


def nodes(m: Numbers, p: int) -> tuple[slice, int]:
    """Return the cells of population `p` and its place among those of its electrode."""
    if p < m.k[A.P_N]:
        return slice(0, int(m.k[A.N_N])), p
    return slice(int(m.k[A.N_N] + m.k[A.N_S]), len(m.h)), p - int(m.k[A.P_N])


def temperature(m: Numbers, s: Fields) -> float:
    """Return the temperature [K]."""
    return float(s.lumped[A.KELVIN])


def factor(m: Numbers, law: int, T: float) -> float:
    """Return by what a law of temperature multiplies its value at T_ref [1]."""
    if law < 0 or m.f[A.T_REF] == T:
        return 1.0
    n, width = int(m.k[A.LAWS]), m.f[A.LAW_WIDTH]
    at = np.array([T - m.f[A.LAW_LOW]])
    return float(np.exp(table(m.law_table, 6 * n * law, at, n, n * width)[0]))


def electrolyte(m: Numbers, s: Fields) -> tuple[Array, Array]:
    """Return kappa and D of the salt in every cell, at its concentration and temperature."""
    T = temperature(m, s)
    by = np.array([factor(m, law, T) for law in m.law_of_cell])
    out = [m.kappa * by, m.diffusivity * by]
    if m.k[A.SALT] and m.salt_at[0] < 0:  # a dilute salt conducts in proportion to what is there
        x = s.c / m.f[A.C_REF]
        out[0] = out[0] * x * (1.0 + DILUTE) / (x + DILUTE)
    for which in (0, 1):
        if m.k[A.SALT] and m.salt_at[which] >= 0:
            x = s.c / m.f[A.C_REF]
            n = int(m.k[A.PIECES])
            out[which] = out[which] * np.maximum(table(m.table, m.salt_at[which], x, n, 4.0), 1e-6)
    return out[0], out[1]


def electronic(m: Numbers, s: Fields) -> Array:
    """Sigma = carbon + sum over populations of share sigma_p(mean x) [S/m]."""
    sigma = m.sigma.copy()
    for p in range(len(m.a)):
        if m.at[p * A.COLUMNS + A.SIGMA] >= 0:
            here, place = nodes(m, p)
            mean = np.clip(np.sqrt(3.0) * s.q[here, place, 0], 0.0, 1.0)
            sigma[here] += np.exp(column(m, p, A.SIGMA, mean))
    return sigma


def column(m: Numbers, p: int, which: int, x: Array) -> Array:
    """Return one of a population's laws over stoichiometry."""
    c = p * A.COLUMNS + which
    if m.at[c] < 0:
        return np.full_like(x, m.constant[c])
    return table(m.table, m.at[c], x, int(m.k[A.PIECES]), 1.0)


def table(coefficients: Array, at: int, x: Array, n: int, high: float) -> Array:
    """Return a table of `n` pieces from 0 to `high`; beyond its ends it goes on straight."""
    width = high / n
    i = np.clip((x / width).astype(int), 0, n - 1)
    d = x - i * width
    t = np.clip(d, 0.0, width)
    c = coefficients[at : at + 6 * n].reshape(n, 6)[i]
    slopes = np.arange(1, 6) * t[:, None] ** np.arange(5)
    value = (c * t[:, None] ** np.arange(6)).sum(axis=1)
    return value + (d - t) * (c[:, 1:] * slopes).sum(axis=1)
