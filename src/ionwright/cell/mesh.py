"""Mesh and tolerance of a run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Mesh:
    """Mesh and tolerance of a run.

    Parameters
    ----------
    electrode : int
        Finite volumes in each electrode.
    separator : int
        Finite volumes in the separator, where it holds salt.
    radial : int
        Radial functions in a particle, at least 2.
    tolerance : float
        Error of a step in surface stoichiometry and relative salt concentration [1]. What
        Newton leaves in the equations is a hundredth of it, in volts.
    grading : float
        0 for volumes of equal width; towards 1 the volumes at both ends of a layer shrink,
        where reaction and salt change most.
    pieces : int
        Pieces of a table over stoichiometry.
    """

    electrode: int = 20
    separator: int = 10
    radial: int = 8
    tolerance: float = 1e-5
    grading: float = 0.8
    pieces: int = 512

    def widths(self, thickness: float, n: int) -> Array:
        """Return the widths of `n` volumes [m] over a thickness [m]."""
        s = np.linspace(0.0, 1.0, n + 1)
        return thickness * np.diff(s - self.grading * np.sin(2.0 * np.pi * s) / (2.0 * np.pi))
