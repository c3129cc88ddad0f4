"""Properties of an electrolyte that change with the concentration of its salt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

MOLAR = 1000.0
"""Concentration in which the sums of powers count [mol/m3]: 1 mol/L."""


@dataclass(frozen=True, slots=True)
class PowerSum:
    """y = sum of a_k (c/c_1)^p_k, c_1 = 1000 mol/m3.

    Parameters
    ----------
    terms : tuple of (float, float)
        Power p_k [1], above 0 or equal to it, and coefficient a_k in the unit of y.

    Notes
    -----
    A fit: it holds where its source measured. Between 0 and 4 mol/L those in the data stay
    positive, which a solver needs on its way.
    """

    terms: tuple[tuple[float, float], ...]

    def __call__(self, c: ArrayLike) -> NDArray[np.float64]:
        """Return the property at concentration `c` [mol/m3] (any shape)."""
        x = np.maximum(np.asarray(c, float), 0.0) / MOLAR
        return sum((a * x**p for p, a in self.terms), np.zeros(x.shape))
