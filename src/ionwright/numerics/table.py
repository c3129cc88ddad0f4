"""A smooth law on a uniform grid, as a kernel reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ionwright.numerics.jit import inlined
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


@inlined
def find(x, low, width, n):
    """Return the piece of an even grid that `x` lies in, and where in it; ends go on straight."""
    t = (x - low) / width
    i = int(t)
    if i < 0:
        i = 0
    elif i > n - 1:
        i = n - 1
    d = x - (low + i * width)
    inside = min(max(d, 0.0), width)
    return i, inside, d - inside


@inlined
def find_share(x, n, width):
    """Return the same on the grid of `n` pieces from 0 to 1, each 1/n = `width` wide."""
    i = int(x * n)
    if i < 0:
        i = 0
    elif i > n - 1:
        i = n - 1
    d = x - i * width
    inside = min(max(d, 0.0), width)
    return i, inside, d - inside


@inlined
def look_up(c, first, i, d, over):
    """Return value and slope in piece `i` of the table whose coefficients begin at `first`."""
    y, s, _ = look_twice(c, first, i, d, over)
    return y, s


@inlined
def look_twice(c, first, i, d, over):
    """Return value, slope and curvature there."""
    k = first + 6 * i
    c1, c2, c3, c4, c5 = c[k + 1], c[k + 2], c[k + 3], c[k + 4], c[k + 5]
    y = c[k] + d * (c1 + d * (c2 + d * (c3 + d * (c4 + d * c5))))
    s = c1 + d * (2.0 * c2 + d * (3.0 * c3 + d * (4.0 * c4 + d * 5.0 * c5)))
    b = 2.0 * c2 + d * (6.0 * c3 + d * (12.0 * c4 + d * 20.0 * c5))
    return y + over * s, s, b
