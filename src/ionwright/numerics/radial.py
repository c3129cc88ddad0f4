"""Diffusion in a sphere by a Galerkin basis, in its own eigenmodes.

dc/dt = D (1/r^2) d/dr(r^2 dc/dr) with -D dc/dr = j at r = R. Even polynomials in x = r/R, the
weight x^2 and the flux as natural boundary term. The Jacobi polynomials p_k = sqrt(4 k + 3)
P_k^(0, 1/2)(2 x^2 - 1) are orthonormal under x^2 dx, and so the mass is one and the stiffness
stands at the surface alone: by parts, for i <= j, where (x^2 p_i')'/x^2 is of a lower degree
than p_j,

    int x^2 p_i' p_j' dx = p_i'(1) p_j(1) = i (2 i + 3) p_i(1) p_j(1),    p_k(1) = sqrt(4 k + 3).

Its eigenvectors are modes q_m that decouple:

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
    k = np.arange(m)
    at_surface = np.sqrt(4.0 * k + 3.0)
    least = np.minimum.outer(k, k)
    stiffness = least * (2.0 * least + 3.0) * np.outer(at_surface, at_surface)
    l_m, v = np.linalg.eigh(stiffness)
    s = at_surface @ v
    l_m[0] = 0.0
    return np.maximum(l_m, 0.0), np.abs(s)
