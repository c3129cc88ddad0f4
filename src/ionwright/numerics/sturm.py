"""How many real roots a polynomial has in an interval: Sturm's theorem, in exact arithmetic.

The chain of a polynomial is p, p', and then each time less the remainder of the last two. The
number of distinct roots between two ends is the number of sign changes along the chain at the one
less that at the other. Floats are fractions, so nothing is rounded.

References
----------
Sturm 1835; for example Basu, Pollack, Roy, Algorithms in Real Algebraic Geometry (2006), chapter 2,
doi 10.1007/3-540-33099-2.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

Polynomial = list[Fraction]


def roots_between(coefficients: Sequence[float], low: float, high: float) -> int:
    """Return how many distinct real roots lie above `low` and up to `high`.

    Parameters
    ----------
    coefficients : sequence of float
        Of x^0, x^1, ...; not all zero.
    low, high : float
        low < high, and neither a multiple root.

    >>> roots_between([2.0, -3.0, 1.0], 0.0, 1.5)  # (x - 1)(x - 2)
    1
    """
    chain = _chain(_trimmed([Fraction(c) for c in coefficients]))
    at_low, at_high = (_changes(chain, Fraction(x)) for x in (low, high))
    return at_low - at_high


def _chain(p: Polynomial) -> list[Polynomial]:
    out = [p, _trimmed([k * c for k, c in enumerate(p)][1:])]
    while out[-1]:
        rest = _remainder(out[-2], out[-1])
        out.append([-c for c in rest])
    return out[:-1]


def _remainder(a: Polynomial, b: Polynomial) -> Polynomial:
    a = list(a)
    while len(a) >= len(b):
        by, shift = a[-1] / b[-1], len(a) - len(b)
        a = _trimmed([x - by * (b[k - shift] if k >= shift else 0) for k, x in enumerate(a)][:-1])
    return a


def _trimmed(p: Polynomial) -> Polynomial:
    """Return a polynomial without the zeros above its degree."""
    end = max((k for k, c in enumerate(p) if c), default=-1)
    return p[: end + 1]


def _changes(chain: list[Polynomial], x: Fraction) -> int:
    signs = [v > 0 for v in (_at(p, x) for p in chain) if v]
    return sum(a != b for a, b in zip(signs[:-1], signs[1:], strict=True))


def _at(p: Polynomial, x: Fraction) -> Fraction:
    out = Fraction(0)
    for c in reversed(p):
        out = out * x + c
    return out
