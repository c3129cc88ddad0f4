"""Monotone interpolation with two continuous derivatives.

A piecewise quintic through the data with slopes d_i and curvatures s_i at the knots. In
Bernstein form on [x_i, x_i + h] its control values are

    P0 = f0                        P3 = f1 - 2 h d1/5 + h^2 s1/20
    P1 = f0 + h d0/5               P4 = f1 - h d1/5
    P2 = f0 + 2 h d0/5 + h^2 s0/20 P5 = f1

and the piece is monotone if P0 <= ... <= P5 (or all >=), since its derivative then has
Bernstein coefficients of one sign. Slopes and curvatures are estimated from the data and
reduced only where a piece breaks this rule; d = s = 0 always meets it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Quintic:
    """A piecewise quintic; `coefficients[i]` are the powers of (x - knots[i]), lowest first.

    Parameters
    ----------
    knots : array, shape (n,)
        Strictly increasing abscissae. Outside them the end piece is continued linearly, so
        that a solver which looks a little too far meets no cliff.
    coefficients : array, shape (n - 1, 6)
        Coefficients of each piece.
    """

    knots: Array
    coefficients: Array

    def __call__(self, x: ArrayLike) -> Array:
        """Return the value at `x` (any shape)."""
        return self._evaluate(x, 0)

    def slope(self, x: ArrayLike) -> Array:
        """Return the first derivative at `x` (any shape)."""
        return self._evaluate(x, 1)

    def curvature(self, x: ArrayLike) -> Array:
        """Return the second derivative at `x` (any shape); zero outside the knots."""
        return self._evaluate(x, 2)

    def integral(self, low: float, high: float) -> float:
        """Return the integral from `low` to `high`, both within the knots."""
        return float(self._antiderivative(high) - self._antiderivative(low))

    def inverse(self, y: float, tolerance: float = 1e-13) -> float:
        """Return the x within the knots where the value is `y`, by bisection.

        Values beyond either end give that end.
        """
        low, high = float(self.knots[0]), float(self.knots[-1])
        f_low, f_high = float(self(low)), float(self(high))
        rising = f_high >= f_low
        if (y <= f_low) == rising:
            return low
        if (y >= f_high) == rising:
            return high
        while high - low > tolerance * max(1.0, abs(high)):
            middle = 0.5 * (low + high)
            if (float(self(middle)) < y) == rising:
                low = middle
            else:
                high = middle
        return 0.5 * (low + high)

    def _evaluate(self, x: ArrayLike, order: int) -> Array:
        x = np.asarray(x, float)
        inside = np.clip(x, self.knots[0], self.knots[-1])
        piece = np.clip(np.searchsorted(self.knots, inside, "right") - 1, 0, len(self.knots) - 2)
        t = inside - self.knots[piece]
        c = self.coefficients[piece]
        for _ in range(order):
            c = c[..., 1:] * np.arange(1, c.shape[-1])
        y = c[..., -1]
        for k in range(c.shape[-1] - 2, -1, -1):
            y = y * t + c[..., k]
        outside = x - inside
        if order == 0 and np.any(outside):
            return y + outside * self._evaluate(inside, 1)
        return np.where(outside == 0.0, y, 0.0) if order == 2 else y

    def _antiderivative(self, x: float) -> float:
        h = np.diff(self.knots)
        powers = 1.0 / np.arange(1, 7)
        whole = (self.coefficients * powers * h[:, None] ** np.arange(1, 7)).sum(axis=1)
        piece = int(np.clip(np.searchsorted(self.knots, x, "right") - 1, 0, len(h) - 1))
        t = x - self.knots[piece]
        part = float((self.coefficients[piece] * powers * t ** np.arange(1, 7)).sum())
        return float(whole[:piece].sum()) + part


def monotone_quintic(x: ArrayLike, y: ArrayLike) -> Quintic:
    """Interpolate monotone data by a monotone piecewise quintic with continuous curvature.

    Parameters
    ----------
    x : array, shape (n,)
        Strictly increasing, n >= 2.
    y : array, shape (n,)
        Strictly monotone, or with equal neighbours (flat pieces stay flat).

    Returns
    -------
    Quintic
        Through every point, monotone, twice continuously differentiable. Third-order
        accurate in h where the data are smooth and strictly monotone.

    Raises
    ------
    ValueError
        If x is not increasing or y not monotone.
    """
    x, y = np.asarray(x, float), np.asarray(y, float)
    h, dy = np.diff(x), np.diff(y)
    if len(x) < 2 or len(x) != len(y) or np.any(h <= 0.0):
        raise ValueError("x must be strictly increasing and as long as y")
    if np.any(dy > 0.0) and np.any(dy < 0.0):
        raise ValueError("y must be monotone")
    sign = -1.0 if np.any(dy < 0.0) else 1.0
    d, s = _fit_monotone(h, sign * dy, *_estimates(x, sign * y))
    return Quintic(x, quintic_coefficients(y, h, sign * d, sign * s))


def _estimates(x: Array, y: Array) -> tuple[Array, Array]:
    """Slopes and curvatures at the knots from parabolas through three neighbours."""
    if len(x) == 2:
        return np.full(2, (y[1] - y[0]) / (x[1] - x[0])), np.zeros(2)
    h, secant = np.diff(x), np.diff(y) / np.diff(x)
    second = (secant[1:] - secant[:-1]) / (x[2:] - x[:-2])
    middle = (h[1:] * secant[:-1] + h[:-1] * secant[1:]) / (h[1:] + h[:-1])
    first = secant[0] - h[0] * second[0]
    last = secant[-1] + h[-1] * second[-1]
    d = np.concatenate([[first], middle, [last]])
    s = 2.0 * np.concatenate([[second[0]], second, [second[-1]]])
    return d, s


def _fit_monotone(h: Array, dy: Array, d: Array, s: Array) -> tuple[Array, Array]:
    """Reduce d >= 0 and s at the knots of pieces that break the rule, until none does."""
    d = np.maximum(d, 0.0)
    steepest = 5.0 * np.minimum(
        np.concatenate([[np.inf], dy / h]), np.concatenate([dy / h, [np.inf]])
    )
    d = np.minimum(d, steepest)
    for _ in range(200):
        up = np.concatenate([-4.0 * d[:-1] / h, [-np.inf]])
        down = np.concatenate([[np.inf], 4.0 * d[1:] / h])
        s = np.clip(s, np.minimum(up, 0.0), np.maximum(down, 0.0))
        gap = dy - 0.4 * h * (d[:-1] + d[1:]) + h**2 * (s[1:] - s[:-1]) / 20.0
        bad = np.flatnonzero(gap < -1e-14 * np.maximum(dy, 1e-300))
        if len(bad) == 0:
            return d, s
        knots = np.union1d(bad, bad + 1)
        d[knots] *= 0.9
        s[knots] *= 0.9
    d[np.union1d(bad, bad + 1)] = 0.0
    s[np.union1d(bad, bad + 1)] = 0.0
    return _fit_monotone(h, dy, d, s)


def quintic_coefficients(y: Array, h: Array, d: Array, s: Array) -> Array:
    """Power coefficients of each piece from values, slopes and curvatures at its ends."""
    rise = (y[1:] - y[:-1] - d[:-1] * h - 0.5 * s[:-1] * h**2) / h**3
    turn = (d[1:] - d[:-1] - s[:-1] * h) / h**2
    bend = (s[1:] - s[:-1]) / h
    c3 = 10.0 * rise - 4.0 * turn + 0.5 * bend
    c4 = (-15.0 * rise + 7.0 * turn - bend) / h
    c5 = (6.0 * rise - 3.0 * turn + 0.5 * bend) / h**2
    return np.stack([y[:-1], d[:-1], 0.5 * s[:-1], c3, c4, c5], axis=1)
