"""All tables of one cell as kernels read them: laws over composition, laws of temperature."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ionwright.cell import curves
from ionwright.numerics.table import Table, sample

Array = NDArray[np.float64]
LAW_PIECES, LAW_BELOW, LAW_ABOVE = 48, 60.0, 120.0
"""Laws of temperature run from so far below the starting temperature to so far above it [K]."""


class Tables:
    """All tables of a cell, one after the other, and all laws of temperature."""

    def __init__(self, T: float, heat: bool) -> None:
        self.T, self.heat, self.laws = T, heat, [np.zeros(0)]
        self.parts, self.length, self.error = [np.zeros(0)], 0, 0.0

    def add(self, table: Table | float | None) -> tuple[int, float]:
        """Return where a table begins (-1 for a number) and the number."""
        if table is None:
            return -1, 0.0
        if not isinstance(table, Table):
            return -1, float(table)
        at, self.length = self.length, self.length + table.coefficients.size
        self.parts.append(table.coefficients.ravel())
        self.error = max(self.error, table.error)
        return at, 0.0

    def law(self, of: Callable[[float], float]) -> int:
        """Return the number of a law of temperature; -1 where the cell has one temperature."""
        if not self.heat or abs(of(self.T + 1.0) / of(self.T) - 1.0) < 1e-12:
            return -1

        def log(T: Array) -> Array:
            return np.array([np.log(max(of(float(t)), 1e-300)) for t in np.ravel(T)]) - base

        base = np.log(of(self.T))
        low, high = self.T - LAW_BELOW, self.T + LAW_ABOVE
        table = sample(curves.Numeric(_shaped(log), 0.01), low, high, LAW_PIECES)
        self.laws.append(table.coefficients.ravel())
        return len(self.laws) - 2


def _shaped(law: Callable[[Array], Array]) -> Callable[[Array], Array]:
    return lambda x: law(x).reshape(np.shape(x))
