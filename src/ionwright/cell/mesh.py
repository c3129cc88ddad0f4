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
        Logarithm of how much thinner the volumes are where reaction and salt change most than
        at the far end of the layer; 0 for volumes of equal width.
    pieces : int
        Pieces of a table over stoichiometry.
    """

    electrode: int = 24
    separator: int = 10
    radial: int = 14
    tolerance: float = 1e-5
    grading: float = 2.0
    pieces: int = 1024

    def widths(self, thickness: float, n: int, share: float = 0.5) -> Array:
        """Return the widths of `n` volumes [m] over a thickness [m].

        The density of volumes falls as exp(-g s) from the first end and as exp(-g (1 - s)) from
        the other, weighted by `share` and 1 - `share`. In an electrode reaction gathers at the
        separator in proportion to what the electrolyte resists, at the collector in proportion
        to what the electron path does (Newman and Tobias 1962, doi 10.1149/1.2425269).

        Parameters
        ----------
        thickness : float
            Of the layer [m].
        n : int
            Volumes.
        share : float
            Weight of the first end, 0 to 1.
        """
        N = np.linspace(0.0, 1.0, n + 1)
        g = self.grading
        if g < 1e-6:
            return thickness * np.diff(N)
        # N (1 - e^-g) = share (1 - 1/E) + (1 - share) e^-g (E - 1) with E = e^(g s)
        near, far = share, (1.0 - share) * np.exp(-g)
        b = near - far + N * np.expm1(-g)
        E = 2.0 * near / (b + np.sqrt(b * b + 4.0 * far * near)) if near > 0.0 else -b / far
        s = np.log(E) / g
        s[0], s[-1] = 0.0, 1.0
        return thickness * np.diff(s)
