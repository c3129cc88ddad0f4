"""The triangular law that has a given mode and given points at two equal tails.

With ends a and b, mode m, s = (m - a)/(b - a) and tails of p each, the points l and h obey

    (l - a)^2 = p (b - a)(m - a)    and    (b - h)^2 = p (b - a)(b - m)

which is  m - l = W (s - sqrt(p s)),  h - m = W (1 - s - sqrt(p (1 - s)))  with W = b - a. Their
ratio is one equation for s, monotone from s = p (l is the mode) to s = 1 - p (h is the mode), so
every l <= m <= h has one solution; l = m = h is a constant.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
TAIL = 0.05
"""Share of the law below the low point and above the high point [1]."""
HALVINGS = 60
"""Of an interval below 1: to the last bit of s."""


@dataclass(frozen=True, eq=False)
class Triangles:
    """Triangular laws side by side, each in the unit of its own input.

    Parameters
    ----------
    start, mode, end : array, shape (input,)
        Where the law begins, is densest, and ends.
    """

    start: Array
    mode: Array
    end: Array

    def quantile(self, u: Array) -> Array:
        """Return the value that a share u of the law lies below.

        Parameters
        ----------
        u : array, shape (..., input)
            0 to 1.

        Returns
        -------
        array, shape (..., input)
        """
        rise, fall = self.mode - self.start, self.end - self.mode
        width = rise + fall
        up = self.start + np.sqrt(u * (width * rise))
        down = self.end - np.sqrt((1.0 - u) * (width * fall))
        return np.where(u * width < rise, up, down)

    def share_below(self, x: Array) -> Array:
        """Return the share of each law below x; of a constant 0 up to its value, 1 above.

        Parameters
        ----------
        x : array, shape (..., input)
            May be infinite.
        """
        x = np.clip(x, self.start, self.end)
        rise, fall = self.mode - self.start, self.end - self.mode
        width = rise + fall
        scale = np.where(width > 0.0, width, 1.0)
        up = (x - self.start) ** 2 / (scale * np.where(rise > 0.0, rise, 1.0))
        down = 1.0 - (self.end - x) ** 2 / (scale * np.where(fall > 0.0, fall, 1.0))
        return np.where(width > 0.0, np.where(x < self.mode, up, down), 0.0)


def triangles(low: Array, mode: Array, high: Array, tail: float = TAIL) -> Triangles:
    """Return the triangular laws with these modes and points.

    Parameters
    ----------
    low, mode, high : array, shape (input,)
        low <= mode <= high; equal for a constant.
    tail : float
        Share below `low` and above `high`, 0 to below 0.5 [1].

    Returns
    -------
    Triangles
        Its quantiles at `tail` and 1 - `tail` are `low` and `high` to rounding. Where `low` is the
        mode, the law still begins below it: a share `tail` of it.
    """
    left, right = mode - low, high - mode
    span = left + right
    root = math.sqrt(tail)
    split = _split(np.divide(left, span, out=np.full_like(span, 0.5), where=span > 0.0), root)
    both = 1.0 - root * (np.sqrt(split) + np.sqrt(1.0 - split))
    width = span / both
    # each end from the point on its side, so that a narrow side keeps its digits
    start = low - root * width * np.sqrt(split)
    end = high + root * width * np.sqrt(1.0 - split)
    return Triangles(start, mode.copy(), end)


def _split(ratio: Array, root: float) -> Array:
    """Return s of (s - r sqrt(s)) / (1 - r (sqrt(s) + sqrt(1 - s))) = ratio by halving.

    `ratio` is (m - l)/(h - l) and r the root of the tail. What is halved is monotone in s.
    """
    least = root * root
    under, over = np.full_like(ratio, least), np.full_like(ratio, 1.0 - least)
    for _ in range(HALVINGS):
        s = 0.5 * (under + over)
        left, right = s - root * np.sqrt(s), 1.0 - s - root * np.sqrt(1.0 - s)
        short = left * (1.0 - ratio) < right * ratio
        under, over = np.where(short, s, under), np.where(short, over, s)
    return 0.5 * (under + over)
