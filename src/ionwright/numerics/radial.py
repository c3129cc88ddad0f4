"""Diffusion in a sphere by a Galerkin basis, in its own eigenmodes.

dc/dt = D (1/r^2) d/dr(r^2 dc/dr) with -D dc/dr = j at r = R. Even polynomials in x = r/R, the
weight x^2 and the flux as natural boundary term; the generalised eigenproblem of stiffness and
mass then gives modes q_m that decouple:

    dq_m/dt = -(D/R^2) l_m q_m - (j/R) s_m,    c(R) = sum s_m q_m,    mean c = sqrt(3) q_0.

The mean is a mode of its own (l_0 = 0, s_0 = sqrt(3)), so that lithium is conserved exactly.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@cache
def sphere_modes(m: int) -> tuple[Array, Array]:
    """Return eigenvalues l and surface values s of the first `m` Galerkin modes.

    Parameters
    ----------
    m : int
        Number of functions, at least 1.

    Returns
    -------
    l, s : array, shape (m,)
        l rises from 0; s is positive.
    """
    # Legendre polynomials in y = 2 x^2 - 1 are well conditioned; x^2 dx = sqrt((1 + y)/2)/4 dy
    points, weights = np.polynomial.legendre.leggauss(8 * m + 16)
    x = 0.5 * (points + 1.0)
    w = 0.5 * weights * x**2
    basis = np.polynomial.legendre.legvander(2.0 * x**2 - 1.0, m - 1)
    slopes = np.empty_like(basis)
    for k in range(m):
        series = np.zeros(m)
        series[k] = 1.0
        d = np.polynomial.legendre.legder(series)
        slopes[:, k] = np.polynomial.legendre.legval(2.0 * x**2 - 1.0, d) * 4.0 * x
    mass = basis.T @ (w[:, None] * basis)
    stiffness = slopes.T @ (w[:, None] * slopes)
    lower = np.linalg.inv(np.linalg.cholesky(mass))
    l_m, v = np.linalg.eigh(lower @ stiffness @ lower.T)
    s = (lower.T @ v).sum(axis=0)  # every Legendre polynomial is 1 at the surface
    l_m[0] = 0.0
    return np.maximum(l_m, 0.0), np.abs(s)
