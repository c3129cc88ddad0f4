"""Mesh and tolerance of a run."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
FEWEST, MOST = 20, 80
"""Radial functions where the design chooses them."""


@dataclass(frozen=True)
class Mesh:
    """Mesh and tolerance of a run.

    Parameters
    ----------
    electrode : int
        Finite volumes in each electrode.
    separator : int
        Finite volumes in the separator, where it holds salt.
    radial : int or None
        Radial functions in a particle, at least 2; None for as many as the slowest particles of
        the design need, 20 to 80.
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
    radial: int | None = None
    tolerance: float = 1e-5
    grading: float = 2.0
    pieces: int = 1024

    def functions(self, rate: float) -> int:
        """Return the radial functions, for particles whose least D/R^2 is `rate` [1/s].

        A flux lifts the surface to 1e-3 of its rise with 1.9 tau^(-1/4) functions, tau = D t/R^2
        (measured, tau from 1e-6 to 1e-3). At 3C the surface has half its places to give for
        tau = pi (900 rate)^2; a two-hundredth of that is resolved.
        """
        if self.radial is not None:
            return self.radial
        tau = math.pi * (900.0 * rate) ** 2 / 200.0
        return int(min(max(math.ceil(1.9 * tau**-0.25), FEWEST), MOST))

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


def halves(h: Array, v: Array, r: Array, inside: NDArray[np.bool_]) -> tuple[Array, Array]:
    """Return how far the current left and right of the inner faces differs from theirs [A/m2].

    i = i_f + alpha x + beta x^2 runs through three faces, i' = v/h on average over each cell;
    means of u differ by the resistance times i, weighted by 1 + x/a from -a to 0 on the left and
    by 1 - x/b from 0 to b on the right. Where the resistance r of the cells jumps, both fade.
    """
    a, b, slope = h[:-1], h[1:], v / h
    fade = r[:-1] * r[1:] / (r[:-1] + r[1:]) ** 2 * (a + b) ** 2 / (a * b)
    fade = np.where(inside, fade, 0.0)
    beta = fade * np.diff(slope) / (a + b)
    alpha = fade * (a * slope[1:] + b * slope[:-1]) / (a + b)
    return beta * a**2 / 6.0 - alpha * a / 3.0, alpha * b / 3.0 + beta * b**2 / 6.0


def at_end(h: Array, v: Array) -> float:
    """Return by how much the current beside the end of an electrode exceeds that there [A/m2].

    The same parabola and weight; cells run inwards from the end.
    """
    beta = (v[1] / h[1] - v[0] / h[0]) / (h[0] + h[1]) if len(h) > 1 else 0.0
    alpha = v[0] / h[0] - beta * h[0]
    return alpha * h[0] / 3.0 + beta * h[0] ** 2 / 6.0
