"""Mesh and tolerance of a run."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
FEWEST, MOST = 20, 80
"""Radial functions where the design chooses them."""
BENT = 0.016
"""Largest kink of a run [V] that its volumes hold: the mean of u in a volume differs from u in its
middle by a 24th of it. Of 490 random runs those more than 10 mV off their own refinement for want
of volumes bent by 0.04 to 0.23 V, the designs of the house at C/3 to 2C by 0.013 V at most."""
MISSED = 0.001
"""Voltage that radial functions may miss [V]."""
FINEST, MOST_AGAIN = 384, 160
"""Most volumes in an electrode, and most radial functions, that a run may ask for."""
MOST_NUMBERS = 8_000_000
"""Most numbers that the rows of a run done again may hold: some seconds, 64 MB."""


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

    def finer(self, bent: float, missed: float, modes: int, size: int) -> Mesh | None:
        """Return the mesh that a run asks for, None where this one holds it or more cannot be.

        Parameters
        ----------
        bent, missed : float
            What `resolution` found in its rows [V].
        modes : int
            Radial functions that it had.
        size : int
            Numbers in its rows.
        """
        out, room = self, MOST_NUMBERS / max(size, 1)
        if bent > BENT:
            most = min(FINEST // self.electrode, int(room), 4 if bent > 4.0 * BENT else 2)
            by = 1 << max(most, 1).bit_length() - 1
            out = replace(out, electrode=by * self.electrode, separator=by * self.separator)
            room /= by
        if missed > MISSED and room >= 2.0 and modes < MOST_AGAIN:
            out = replace(out, radial=min(2 * modes, MOST_AGAIN))
        return None if out == self else out

    def why(self, first: Mesh, held: bool) -> tuple[str, ...]:
        """Return what a reader of a run is told, of a mesh that is not the first or holds it not.

        Parameters
        ----------
        first : Mesh
            Mesh that the run began with.
        held : bool
            Whether this one holds it.
        """
        out = []
        if self.electrode != first.electrode:
            what = f"{self.electrode} volumes in each electrode: {first.electrode} do not hold"
            out.append(f"{what} the front of its reaction.")
        if self.radial != first.radial:
            out.append(f"{self.radial} radial functions: fewer miss the first moments of a step.")
        if not held:
            out.append("A finer mesh may move its voltage by more than 5 mV: this run is long.")
        return tuple(out)

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


def holds(bent: float, missed: float) -> bool:
    """Return whether a mesh holds a run in whose rows `resolution` found these [V]."""
    return bent <= BENT and missed <= MISSED


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
