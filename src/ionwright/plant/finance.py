"""Money over time: annuity, net present value, internal rate, levelised cost, minimum price.

Pure functions. Amounts of one call are in one currency of one year (real money); time is in
whole years, year 0 first, flows at the end of a year. Rates are shares a year [1/yr].

Tax is taken on price minus operating cost minus depreciation, and a loss is paid back in the
year in which it arises, as in a firm with other profits: stated, because it favours new plants.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ionwright.errors import InputError

Array = NDArray[np.float64]


def annuity(rate: ArrayLike, years: ArrayLike) -> Array:
    """Return the yearly payment for each unit of capital [1/yr].

    A/K = r/(1 - (1 + r)^-n), which is r (1 + r)^n/((1 + r)^n - 1), and 1/n without interest.

    Parameters
    ----------
    rate : array_like
        Interest r [1/yr], more than -1.
    years : array_like
        Life n [yr], more than 0.

    Raises
    ------
    InputError
        If these bounds do not hold.
    """
    r, n = np.broadcast_arrays(_rate(rate), np.asarray(years, float))
    if not np.all(n > 0.0):
        raise InputError("a life is longer than nothing", seen=f"{years} yr", do="Give years")
    some = np.abs(r) > 1e-300  # log1p and expm1 are exact down to here
    safe = np.where(some, r, 1.0)
    return np.where(some, safe / -np.expm1(-n * np.log1p(safe)), 1.0 / n)[()]


def npv(rate: ArrayLike, flows: ArrayLike) -> Array:
    """Return the net present value [money], sum of f_t/(1 + r)^t.

    Parameters
    ----------
    rate : array_like
        Discount rate [1/yr]; a shape (draw,) is broadcast before the years.
    flows : array_like
        Cash flows [money], shape (..., year), year 0 first.
    """
    f = np.asarray(flows, float)
    return (f * discount(rate, f.shape[-1])).sum(-1)


def discount(rate: ArrayLike, years: int) -> Array:
    """Return (1 + r)^-t for t = 0 .. years - 1 [1], shape (..., year)."""
    return np.exp(-np.log1p(_rate(rate))[..., None] * np.arange(years))


def sign_changes(flows: Sequence[float]) -> int:
    """Return how often a series of flows changes its sign; zeros are left out."""
    signs = np.sign([f for f in flows if f != 0.0])
    return int(np.count_nonzero(np.diff(signs)))


@dataclass(frozen=True, slots=True)
class InternalRate:
    """Internal rate of return, or why there is none.

    Parameters
    ----------
    rate : float or None
        Rate at which the net present value is zero [1/yr].
    sign_changes : int
        Of the flows; by Descartes' rule there are at most so many rates above -1.
    reason : str
        "" with a rate, else one sentence.
    """

    rate: float | None
    sign_changes: int
    reason: str


def irr(flows: Sequence[float], low: float = -0.9, high: float = 10.0) -> InternalRate:
    """Return the internal rate of return by bisection.

    Parameters
    ----------
    flows : sequence of float
        Cash flows [money], year 0 first.
    low, high : float
        Bracket [1/yr].

    Returns
    -------
    InternalRate
        The rate to the last digits where there is one between the ends of the bracket. Flows
        that change their sign once have one at most; where machines are bought anew they change
        it several times. If several rates bring the value to zero, none is given, and the reason
        says so; use the net present value. A rate at which the value touches zero and turns back
        is none.
    """
    changes = sign_changes(flows)
    if not changes:
        return InternalRate(None, changes, "the flows never change their sign")
    found = brackets(flows, low, high)
    if len(found) > 1:
        what = f"the flows change their sign {changes} times, and {len(found)} rates bring the"
        return InternalRate(None, changes, f"{what} value to zero")
    if not found:
        return InternalRate(
            None, changes, f"no rate between {low:.0%} and {high:.0%} brings the value to zero"
        )
    ((a, b),) = found
    rises = float(npv(b, flows)) > 0.0
    while True:
        middle = 0.5 * (a + b)
        if middle in (a, b):
            return InternalRate(middle, changes, "")
        if (float(npv(middle, flows)) > 0.0) == rises:
            b = middle
        else:
            a = middle


def brackets(flows: Sequence[float], low: float, high: float) -> list[tuple[float, float]]:
    """Return pairs of rates between which the value of flows passes zero once [1/yr].

    The value is a polynomial in 1/(1 + r). Its roots, from the eigenvalues of the companion
    matrix, only say where to look, complex ones too: signs of the value itself between them are
    what counts, so that a root a little off is neither lost nor counted twice.

    Parameters
    ----------
    flows : sequence of float
        [money], year 0 first; not all zero.
    low, high : float
        Rates above -1 [1/yr].
    """
    x = np.polynomial.Polynomial(flows).roots().real
    near = np.unique(1.0 / x[x > 0.0] - 1.0)
    near = near[(low < near) & (near < high)]
    marks = np.array([low, *0.5 * (near[1:] + near[:-1]), high])
    value = npv(marks, flows)
    marks, sign = marks[value != 0.0], np.sign(value[value != 0.0])
    ends = zip(marks[:-1].tolist(), marks[1:].tolist(), strict=True)
    return [pair for pair, step in zip(ends, np.diff(sign), strict=True) if step]


@dataclass(frozen=True, slots=True)
class Project:
    """A plant over its years; each an array of shape (..., year), year 0 first.

    Parameters
    ----------
    investment : Array
        Money paid for it [money/yr], grants already taken off.
    output : Array
        What it makes [unit/yr], for example kWh.
    cost : Array
        Operating cost [money/yr].
    depreciation : Array
        Written off against tax [money/yr].
    credit : Array
        Money that comes without output's price and without tax [money/yr].
    tax : float
        Rate of tax on profit [1], at least 0 and below 1.
    rate : float
        Discount rate, the weighted cost of capital [1/yr].

    Raises
    ------
    InputError
        If the tax is no share or the plant never makes anything.
    """

    investment: Array
    output: Array
    cost: Array
    depreciation: Array
    credit: Array
    tax: float
    rate: float

    def __post_init__(self) -> None:
        """Check what would divide by zero."""
        if not 0.0 <= self.tax < 1.0:
            raise InputError(
                "a tax rate is at least 0 and below 1", seen=f"{self.tax:g}", do="Give a share"
            )
        if not np.all(np.asarray(self.output).sum(-1) > 0.0):
            raise InputError(
                "a plant makes something in its life",
                seen="an output of zero",
                do="Give an output above zero for at least a year",
            )

    def flows(self, price: ArrayLike) -> Array:
        """Return cash flows [money/yr] at a price [money/unit], shape (..., year).

        f = (p o - c)(1 - tau) + tau d + s - I
        """
        earned = np.asarray(price, float)[..., None] * self.output - self.cost
        kept = (1.0 - self.tax) * earned + self.tax * np.asarray(self.depreciation)
        return kept + self.credit - self.investment


def minimum_price(project: Project) -> Array:
    """Return the price at which the net present value is zero [money/unit].

    The value is linear in the price, so it is closed:
    p = (sum I g^t - tau sum d g^t - sum s g^t + (1 - tau) sum c g^t)/((1 - tau) sum o g^t) with
    g = 1/(1 + r). Without credit and with cost in proportion to output this is the levelised
    cost of Lechner et al. 2024, 10.1038/s44172-024-00306-0.
    """
    p = project
    sold = (1.0 - p.tax) * npv(p.rate, p.output)
    return -npv(p.rate, p.flows(0.0)) / sold


def levelised(project: Project) -> tuple[Array, Array]:
    """Return the levelised cost [money/unit] as (operating, capital); credits are left out.

    Operating is sum c g^t/sum o g^t; capital is (sum I g^t - tau sum d g^t)/((1 - tau) sum o g^t).
    """
    p = project
    made = npv(p.rate, p.output)
    tied = npv(p.rate, p.investment) - p.tax * npv(p.rate, p.depreciation)
    return npv(p.rate, p.cost) / made, tied / ((1.0 - p.tax) * made)


def straight_line(capital: float, life: int, years: int, first: int = 1) -> Array:
    """Return yearly depreciation [money/yr], shape (year,): capital/life from `first` on.

    What falls after the last of `years` is not written off within them.
    """
    t = np.arange(years)
    return np.where((t >= first) & (t < first + life), capital / life, 0.0)


def minimum_efficient_scale(
    cost: Callable[[float], float], fall: float, low: float, high: float, steps: int = 8
) -> float | None:
    """Return the scale beyond which doubling it saves less than `fall` of the cost.

    Parameters
    ----------
    cost : callable
        Cost for each unit of output over scale; any unit, any scale above zero.
    fall : float
        Share of the cost that a doubling must save to count [1], for example 0.02.
    low, high : float
        Range of scales to look at.
    steps : int
        Points looked at in each doubling: a plant of whole machines does not fall smoothly.

    Returns
    -------
    float or None
        Smallest scale from which no doubling within the range saves as much, refined by
        bisection; `low` if none does, None if the last one still does.

    Raises
    ------
    InputError
        If the range is empty or `fall` is no share.
    """
    if not (0.0 < low < high and 0.0 < fall < 1.0):
        raise InputError(
            "a smallest efficient scale needs a range of scales and a share",
            seen=f"{low:g} to {high:g}, {fall:g}",
            do="Give a lower and a higher scale above zero and a share between 0 and 1",
        )

    def still_saves(scale: float) -> bool:
        return 1.0 - cost(2.0 * scale) / cost(scale) >= fall

    count = int(np.ceil(np.log2(high / low) * steps)) + 1
    scales = np.geomspace(low, high, count)
    last = max((i for i, s in enumerate(scales) if still_saves(float(s))), default=-1)
    if last == -1:
        return low
    if last == count - 1:
        return None
    a, b = float(scales[last]), float(scales[last + 1])
    for _ in range(50):
        middle = 0.5 * (a + b)
        a, b = (middle, b) if still_saves(middle) else (a, middle)
    return b


def _rate(rate: ArrayLike) -> Array:
    r = np.asarray(rate, float)
    if not np.all(r > -1.0):
        raise InputError(
            "a rate of interest is above -100 %",
            seen=f"{float(r.min()):g}",
            do="Give a share a year, such as 0.08",
        )
    return r
