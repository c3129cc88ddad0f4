"""Two routes compared draw by draw, and how far an input would have to move to turn the answer.

The bands of two costs may overlap widely while one is below the other in nearly every draw, since
both rise and fall with the inputs that they share. What counts is the difference in each draw.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from ionwright.errors import InputError
from ionwright.plant.draws import Draws

Array = NDArray[np.float64]
CONFIDENCE = 0.95
"""Of the intervals [1]."""
TOLD = 0.8
"""Share of draws above which one is called cheaper; from 20 to 80 % it is "cannot tell" [1]."""
CLOSE = 1e-4
"""Relative width to which a multiplier is found [1]."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of draws, with what a finite number of draws leaves open.

    Parameters
    ----------
    count, draws : int
        Draws in which something holds, of all.

    Notes
    -----
    The interval speaks of the number of draws only. It says nothing of whether the ranges of the
    inputs are right.
    """

    count: int
    draws: int

    @property
    def value(self) -> float:
        """The share [1]."""
        return self.count / self.draws

    @property
    def interval(self) -> tuple[float, float]:
        """Its 95 % interval [1], binomial, as Wilson scores it (J. Am. Stat. Assoc. 22, 1927)."""
        z2, n, p = NormalDist().inv_cdf(0.5 + 0.5 * CONFIDENCE) ** 2, self.draws, self.value
        middle = (p + z2 / (2.0 * n)) / (1.0 + z2 / n)
        half = math.sqrt(z2 * (p * (1.0 - p) / n + z2 / (4.0 * n * n))) / (1.0 + z2 / n)
        return max(middle - half, 0.0), min(middle + half, 1.0)

    def __str__(self) -> str:
        """In per cent, with the interval."""
        low, high = self.interval
        return f"{self.value:.1%} of {self.draws:,} draws ({low:.1%} to {high:.1%})"


@dataclass(frozen=True, eq=False)
class Outcomes:
    """One figure of one plant in each draw.

    Parameters
    ----------
    name : str
        Of the plant or route.
    values : array, shape (draw,)
        From draw 0 on; unit and money basis are those of the figure, and the same in all outcomes
        that are compared.
    seed : int
    correlation : float
        Of the draws [1].

    Raises
    ------
    InputError
        If there is no value, or one that is not finite.
    """

    name: str
    values: Array
    seed: int
    correlation: float

    def __post_init__(self) -> None:
        """Check that each draw has a number, and that there are draws."""
        if not len(self.values):
            raise InputError("figures are compared over one draw or more", where=self.name)
        wrong = np.flatnonzero(~np.isfinite(self.values))
        if wrong.size:
            raise InputError(
                "a figure is a finite number in every draw",
                seen=f"{self.values[wrong[0]]} in draw {wrong[0]}",
                where=self.name,
            )

    @property
    def band(self) -> tuple[float, float, float]:
        """5 % point, median and 95 % point over the draws, in the unit of the figure."""
        low, middle, high = np.quantile(self.values, (0.05, 0.5, 0.95))
        return float(low), float(middle), float(high)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the draws say of two plants.

    Parameters
    ----------
    a, b : str
        Their names.
    a_cheaper, b_cheaper : Share
        Draws in which the figure of one is below that of the other; the rest are equal.
    """

    a: str
    b: str
    a_cheaper: Share
    b_cheaper: Share

    @property
    def cheaper(self) -> str | None:
        """The cheaper one; None where the draws cannot tell."""
        for name, share in ((self.a, self.a_cheaper), (self.b, self.b_cheaper)):
            if share.value > TOLD:
                return name
        return None

    def __str__(self) -> str:
        """One sentence with the answer."""
        answer = f"{self.cheaper} is cheaper" if self.cheaper else "cannot tell"
        return f"{self.a} is cheaper than {self.b} in {self.a_cheaper}: {answer}"


def compare(a: Outcomes, b: Outcomes) -> Verdict:
    """Return the verdict on two plants over the same draws.

    Parameters
    ----------
    a, b : Outcomes
        Of one figure on one basis, from the same draws.

    Raises
    ------
    InputError
        If they come from other draws.
    """
    for what, one, other in (
        ("number", len(a.values), len(b.values)),
        ("seed", a.seed, b.seed),
        ("correlation", a.correlation, b.correlation),
    ):
        if one != other:
            raise InputError(
                f"plants are compared on the same draws, which have one {what}",
                seen=f"{one} for {a.name} and {other} for {b.name}",
                do=f"Draw both with the same {what}",
            )
    less, more = int((a.values < b.values).sum()), int((a.values > b.values).sum())
    return Verdict(a.name, b.name, Share(less, len(a.values)), Share(more, len(a.values)))


def holds(margin: Array) -> Share:
    """Return the share of draws in which a sign holds, that is, its margin is above 0.

    Parameters
    ----------
    margin : array, shape (draw,)
        What has to be above 0, such as the cost of one route less that of another.
    """
    return Share(int((margin > 0.0).sum()), len(margin))


@dataclass(frozen=True, slots=True)
class Reversal:
    """Where a sign turns as one input is multiplied.

    Parameters
    ----------
    name : str
        The input.
    multiplier : float or None
        On the draws of the input, where the sign holds in half of the draws [1]; None where it
        does not turn within the range.
    low, high : float
        Range of the multiplier that was searched [1].
    before : Share
        Draws in which the sign holds as the input stands.
    """

    name: str
    multiplier: float | None
    low: float
    high: float
    before: Share

    def __str__(self) -> str:
        """One sentence."""
        span = f"its range of {self.low:.3g} to {self.high:.3g} times the typical value"
        if self.multiplier is None:
            return f"{self.name}: never within {span}"
        return f"{self.name}: at {self.multiplier:.3g} times, within {span}"


def reversal(
    margin: Callable[[Array], Array],
    draws: Draws,
    name: str,
    count: int,
    span: tuple[float, float] | None = None,
) -> Reversal:
    """Return the multiplier on an input at which a sign turns.

    All draws of the input are multiplied, and the multiplier is halved in on where the median of
    the margin over the draws is 0: the sign then holds in one half of them. Other inputs stay as
    drawn, those that share its draw too.

    Parameters
    ----------
    margin : callable
        Takes inputs, shape (draw, input); returns what is above 0 where the sign holds, (draw,).
    draws : Draws
    name : str
        The input.
    count : int
        Draws from 0 on.
    span : (float, float) or None
        Lowest and highest multiplier, around 1; None for low / typical to high / typical [1].

    Returns
    -------
    Reversal
        The turn that is nearer to 1 where both a smaller and a larger input turn the sign.

    Raises
    ------
    InputError
        If the typical value is 0 and no span is given, or the span does not hold 1.

    Notes
    -----
    Between 1 and an end of the span the median is taken to cross 0 at most once; an even number
    of crossings is not seen. For two plants, `draws` holds the inputs of both, each once: a key
    gives the same draw whatever stands beside it.
    """
    low, high = _span(draws, name) if span is None else span
    if not 0.0 <= low <= 1.0 <= high < math.inf:
        raise InputError("multipliers lie around 1, from 0 up", seen=f"{low:g} to {high:g}")
    values = draws.values(0, count)

    def moved(by: float) -> Array:
        return margin(draws.multiplied(values, name, by))

    return Reversal(name, turn(moved, low, high), low, high, holds(moved(1.0)))


def turn(margin: Callable[[float], Array], low: float, high: float) -> float | None:
    """Return the multiplier at which a sign holds in half of the draws [1].

    Parameters
    ----------
    margin : callable
        Takes a multiplier; returns what is above 0 where the sign holds, shape (draw,).
    low, high : float
        Ends of the search, around 1.

    Returns
    -------
    float or None
        The turn that is nearer to 1 where both a smaller and a larger multiplier turn the sign;
        None where neither end does.
    """

    def median(by: float) -> float:
        return float(np.median(margin(by)))

    sign = median(1.0) > 0.0
    ends = [end for end in (low, high) if end != 1.0 and (median(end) > 0.0) != sign]
    found = [_halve(median, 1.0, end, sign) for end in ends]
    return min(found, key=lambda by: abs(by - 1.0), default=None)


def _span(draws: Draws, name: str) -> tuple[float, float]:
    x = draws.inputs[draws.where(name)]
    if x.typical <= 0.0:
        raise InputError(
            "the range of a multiplier comes from a typical value above 0",
            seen=x.typical,
            do="Give the span",
            where=name,
        )
    return x.low / x.typical, x.high / x.typical


def _halve(median: Callable[[float], float], near: float, far: float, sign: bool) -> float:
    """Return where the median leaves its sign at `near` on the way to `far`."""
    while abs(far - near) > CLOSE * max(near, far):
        middle = 0.5 * (near + far)
        if (median(middle) > 0.0) == sign:
            near = middle
        else:
            far = middle
    return 0.5 * (near + far)
