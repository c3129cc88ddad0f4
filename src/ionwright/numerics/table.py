"""A smooth law on a uniform grid, as a kernel reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ionwright.numerics.jit import kernel
from ionwright.numerics.spline import quintic_coefficients

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Table:
    """Quintic pieces of equal width, two continuous derivatives.

    Parameters
    ----------
    low, width : float
        First abscissa and width of a piece.
    coefficients : array, shape (n, 6)
        Powers of (x - x_i), lowest first.
    error : float
        Largest difference from the law that was sampled, between the grid points.
    """

    low: float
    width: float
    coefficients: Array
    error: float


class Smooth(Protocol):
    """A law with two derivatives."""

    def __call__(self, x: Array) -> Array:
        """Return the value."""
        ...

    def slope(self, x: Array) -> Array:
        """Return the first derivative."""
        ...

    def curvature(self, x: Array) -> Array:
        """Return the second derivative."""
        ...


def sample(curve: Smooth, low: float, high: float, n: int) -> Table:
    """Sample a curve and its first two derivatives on `n` equal pieces from `low` to `high`.

    The pieces take value, slope and curvature of the curve at their ends, so the table is C2
    and agrees with the curve to third order between them.
    """
    x = np.linspace(low, high, n + 1)
    h = x[1] - x[0]
    steps = np.full(n, h)
    coefficients = quintic_coefficients(curve(x), steps, curve.slope(x), curve.curvature(x))
    t = h * (np.arange(8) + 0.5) / 8.0
    middle = coefficients @ (t[:, None] ** np.arange(6)).T
    error = np.abs(middle - curve(x[:-1, None] + t)).max()
    return Table(float(x[0]), float(h), coefficients, float(error))


def constant(value: float) -> Table:
    """Return a table of one piece that holds a constant."""
    coefficients = np.zeros((1, 6))
    coefficients[0, 0] = value
    return Table(0.0, 1.0, coefficients, 0.0)


@kernel
def look_up(c, start, n, low, width, x):
    """Return value and slope of the table that begins at row `start` of `c` and has `n` pieces.

    Beyond its ends a table goes on straight.
    """
    t = (x - low) / width
    i = int(t)
    if t < 0.0:
        i = 0
    if i > n - 1:
        i = n - 1
    d = x - (low + i * width)
    over = 0.0
    if d < 0.0:
        over = d
        d = 0.0
    elif d > width:
        over = d - width
        d = width
    k = start + i
    c1, c2, c3, c4, c5 = c[k, 1], c[k, 2], c[k, 3], c[k, 4], c[k, 5]
    y = c[k, 0] + d * (c1 + d * (c2 + d * (c3 + d * (c4 + d * c5))))
    s = c1 + d * (2.0 * c2 + d * (3.0 * c3 + d * (4.0 * c4 + d * 5.0 * c5)))
    return y + over * s, s
