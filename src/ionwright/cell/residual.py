"""THE MODEL: every equation once, in plain numpy, on the mesh of the kernel.

Symbols: u = phi_s - phi_e potential difference [V], c salt concentration [mol/m3], y current
density of charge transfer on the touching area [A/m2], x stoichiometry, i current density
through the cell, positive on discharge [A/m2]. Faces run from the negative to the positive.

A step of the kernel, put in here with the rates at its end, gives zeros to the tolerance of its
Newton iteration.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ionwright.cell._kernels.arrays import Numbers, State

Array = NDArray[np.float64]
F = 96485.33212331


def residual(m: Numbers, s: State, row: int = 0) -> dict[str, float]:
    """Return the largest residual of each equation, relative to the scale that is named with it.

    Parameters
    ----------
    m : Numbers
    s : State
        A solved state; `row` of its rates holds the rates at that state.

    Returns
    -------
    dict
        Equation -> largest absolute residual over its scale [1].
    """
    n_n, n_s, _, binary, p_n, p_all, _ = m.k
    n, cur, u, c = len(m.h), s.io[0], s.z[:, 0], s.z[:, 1]
    thermal, t_plus, chi, series, U_neg, i_neg, film_neg, c_ref = m.f
    cells = np.arange(n)
    electrode = (cells < n_n) | (cells >= n_n + n_s)
    scale = max(abs(cur), 1e-3)

    # reaction: Butler-Volmer, alpha = 1/2, i_0 = 2 sqrt(x (1 - x)) g(x) sqrt(c/c_ref)
    S, kinetics = np.zeros(n), 0.0
    for p in range(p_all):
        here = cells < n_n if p < p_n else cells >= n_n + n_s
        x = s.q[here, p] @ m.surface
        U, g = _table(m, p, 0, x), _table(m, p, 4, x)
        i_0 = 2.0 * np.sqrt(x * (1.0 - x)) * g
        if binary:
            i_0 = i_0 * np.sqrt(c[here] / c_ref)
        y = s.y[here, p]
        eta = u[here] - U - m.film[p] * y
        kinetics = max(kinetics, float(np.abs(eta - 2 * thermal * np.arcsinh(y / (2 * i_0))).max()))
        S[here] += m.a[p] * y

    # charge: i_e = (du/dx + i/sigma + chi dln c/dx)/(1/sigma + 1/kappa), d i_e/dx = S
    r_e, r_s = _path(m.h, m.kappa), _path(m.h, m.sigma)
    d_lnc = np.diff(np.log(c)) if binary else np.zeros(n - 1)
    i_e = (np.diff(u) + cur * r_s + chi * d_lnc) / (r_s + r_e)
    inside = electrode[:-1] & electrode[1:] & ((cells[:-1] + 1 != n_n) | (n_s > 0))
    if n_s == 0 and n_n > 0:
        inside[n_n - 1] = False
    i_e = np.where(inside, i_e, cur)
    left = np.concatenate([[0.0 if n_n else cur], i_e])
    right = np.concatenate([i_e, [0.0]])
    charge = np.abs(right - left - m.h * S)[electrode].max() / scale

    # mass of salt: eps dc/dt = -dN/dx + S/F, N = -D dc/dx + t_+ i_e/F; lithium enters at a
    # planar face as cations alone
    salt = 0.0
    if binary:
        N = -np.diff(c) / _path(m.h, m.diffusivity) + t_plus * i_e / F
        N_left = np.concatenate([[0.0 if n_n else cur / F], N])
        N_right = np.concatenate([N, [0.0]])
        balance = m.eps * m.h * s.rate_c[row] + N_right - N_left - m.h * S / F
        salt = float(np.abs(balance).max() * F / scale)

    # mass in the particles, mode by mode: dq/dt = -(D/R^2) l q - y s/(R F c_max)
    particles = 0.0
    for p in range(p_all):
        here = cells < n_n if p < p_n else cells >= n_n + n_s
        flux = s.y[here, p] / (m.radius[p] * F * m.c_max[p])
        rate = m.D[p] * m.eigen / m.radius[p] ** 2
        balance = s.rate_q[row][here, p] + rate * s.q[here, p] + np.outer(flux, m.surface)
        size = np.abs(flux).max() + 1e-300
        particles = max(particles, float(np.abs(balance).max() / size))

    # voltage: along the electrolyte, through the half cells at the ends, through what is in series
    V = np.sum(-i_e * r_e + chi * d_lnc) + u[-1] - cur * (series + 0.5 * m.h[-1] / m.sigma[-1])
    if n_n:
        V -= u[0] + 0.5 * m.h[0] / m.sigma[0] * cur
    else:
        V -= _planar(m, c[0], cur, (thermal, t_plus, chi, U_neg, i_neg, film_neg, c_ref))
    return {
        "charge, over the current": float(charge),
        "salt, over the current": salt,
        "particles, over their flux": particles,
        "kinetics, V": kinetics,
        "voltage, V": abs(float(V - s.io[1])),
    }


def _planar(m: Numbers, c: float, cur: float, f: tuple[float, ...]) -> float:
    """Potential of a planar negative over that of the electrolyte in the first cell [V]."""
    thermal, t_plus, chi, U, i_0, film, c_ref = f
    V = U + cur * (film + 0.5 * m.h[0] / m.kappa[0])
    if m.k[6]:
        face = c + 0.5 * m.h[0] * (1.0 - t_plus) * cur / (F * m.diffusivity[0])
        V -= chi * np.log(c / face)
        i_0 = i_0 * np.sqrt(face / c_ref)
    return float(V + 2.0 * thermal * np.arcsinh(0.5 * cur / i_0))


def _path(h: Array, v: Array) -> Array:
    """Resistance between the middles of neighbouring cells."""
    return 0.5 * (h[:-1] / v[:-1] + h[1:] / v[1:])


def _table(m: Numbers, p: int, column: int, x: Array) -> Array:
    start, pieces, low, width = m.meta[p, column : column + 4]
    i = np.clip(((x - low) / width).astype(int), 0, int(pieces) - 1)
    t = np.clip(x - (low + i * width), 0.0, width)
    over = x - (low + i * width) - t
    c = m.table[int(start) + i]
    powers = t[:, None] ** np.arange(6)
    slopes = np.arange(1, 6) * t[:, None] ** np.arange(5)
    return (c * powers).sum(axis=1) + over * (c[:, 1:] * slopes).sum(axis=1)
