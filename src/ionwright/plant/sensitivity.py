"""Which inputs the spread of a result comes from: Sobol indices of groups, and the tornado.

Sobol's method splits the variance of a result over groups of inputs that are drawn independently.
So the keys are independent here whatever correlation the draws have; inputs that share a key move
together and count as one. With correlated keys the parts would not add up to the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ionwright.core.laws import Law
from ionwright.errors import InputError
from ionwright.numerics.sampling import generator
from ionwright.numerics.triangle import TAIL
from ionwright.plant.draws import Draws

Array = NDArray[np.float64]
CONFIDENCE = 0.95
"""Of the bootstrap intervals [1]."""


@dataclass(frozen=True, eq=False)
class Indices:
    """Sobol indices of groups of inputs.

    Parameters
    ----------
    groups : tuple of str
        In the order of their first input.
    first : array, shape (group,)
        Share of the variance that would go, on average, if the group were known: what it brings by
        itself [1].
    total : array, shape (group,)
        Share of the variance that would stay, on average, if all other groups were known: what it
        brings by itself and together with others [1].
    first_again, total_again : array, shape (resample, group)
        The same from draws resampled with replacement [1].
    evaluations : int
        Times that the model was evaluated.
    """

    groups: tuple[str, ...]
    first: Array
    total: Array
    first_again: Array
    total_again: Array
    evaluations: int

    @property
    def first_half(self) -> Array:
        """Half widths of the 95 % intervals of `first`, shape (group,) [1]."""
        return _half(self.first_again)

    @property
    def total_half(self) -> Array:
        """Half widths of the 95 % intervals of `total`, shape (group,) [1]."""
        return _half(self.total_again)

    def check(self, together: int = 1) -> list[Law]:
        """Return the laws of the indices, each with its bootstrap half width as tolerance.

        Parameters
        ----------
        together : int
            How many such laws are looked at together. An interval of 95 % is missed now and then
            by chance; with more than one law all of them share the 5 % (Bonferroni).
        """
        over = float(self.first.sum()) - 1.0
        half = float(_half(self.first_again.sum(axis=1), together))
        out = [Law("first-order indices add up to 1 at most", max(over, 0.0), half, "variance")]
        short = np.maximum(self.first - self.total, 0.0)
        halves = _half(self.first_again - self.total_again, together)
        for group, gap, near in zip(self.groups, short, halves, strict=True):
            name = f"the total index of {group} is its first-order index at least"
            out.append(Law(name, float(gap), float(near), "variance"))
        return out


def _half(again: Array, together: int = 1) -> Array:
    """Half width of a normal interval from resamples along the first axis."""
    share = 1.0 - (1.0 - CONFIDENCE) / together
    return NormalDist().inv_cdf(0.5 + 0.5 * share) * np.std(again, axis=0, ddof=1)


def sobol(
    model: Callable[[Array], Array],
    groups: Sequence[str],
    *,
    size: int = 1024,
    seed: int = 1,
    resamples: int = 200,
) -> Indices:
    """Return Sobol indices of a model of independent numbers between 0 and 1.

    Parameters
    ----------
    model : callable
        Takes an array of shape (evaluation, key), each column uniform from 0 to 1, and returns the
        result of each row, shape (evaluation,). For a plant: ``lambda u: cost(draws.at(u))``.
    groups : sequence of str
        Group of each key, as `Draws.grouped` returns them; at least two different ones.
    size : int
        Points of the base sequence, a power of 2; the model is evaluated size x (groups + 2) times.
    seed : int
        Of the scrambling of Sobol's sequence and of the resamples.
    resamples : int
        Of the bootstrap, 2 or more.

    Raises
    ------
    InputError
        If there is one group, `size` is no power of 2, or the result does not vary.

    Notes
    -----
    Estimators of Saltelli et al. (Comput. Phys. Commun. 181, 259, 2010) on Saltelli's scheme, as
    SALib has them. The bootstrap treats the points as independent; Sobol's sequence is more even
    than that, so the intervals are on the wide side.
    """
    from SALib.analyze import sobol as analysis  # brings scipy and pandas: two seconds
    from SALib.sample import sobol as points

    problem = _problem(groups, size)
    u = points.sample(problem, size, calc_second_order=False, seed=seed)
    result = np.asarray(model(u), float)
    if not np.ptp(result) > 0.0:
        raise InputError("a result whose variance is split varies", seen=f"{result[0]:g} always")
    found = analysis.analyze(
        problem,
        result,
        calc_second_order=False,
        num_resamples=resamples,
        keep_resamples=True,
        seed=generator(seed, "resamples", 0),  # type: ignore[arg-type]
    )
    names = tuple(dict.fromkeys(groups))
    first, total = found["S1"], found["ST"]
    return Indices(names, first, total, found["S1_conf_all"], found["ST_conf_all"], len(u))


def _problem(groups: Sequence[str], size: int) -> dict[str, Any]:
    """Return the inputs as SALib takes them, after a check of groups and size."""
    names = set(groups)
    if len(names) < 2:
        raise InputError("a variance is split over two groups or more", seen=", ".join(names))
    if size < 2 or size & (size - 1):
        raise InputError("the points of a Sobol sequence are a power of 2", seen=size)
    return {
        "num_vars": len(groups),
        "names": [f"key {i}" for i in range(len(groups))],
        "bounds": [[0.0, 1.0]] * len(groups),
        "groups": list(groups),
    }


@dataclass(frozen=True, slots=True)
class Bar:
    """What one group does alone.

    Parameters
    ----------
    group : str
    low, high : float
        The result with the draws of the group at their 5 % and 95 % points, all else typical.
    """

    group: str
    low: float
    high: float

    @property
    def swing(self) -> float:
        """Distance between the two results."""
        return abs(self.high - self.low)


def tornado(
    model: Callable[[Array], Array], draws: Draws, groups: Sequence[str]
) -> tuple[Bar, ...]:
    """Return the bars of a tornado, the longest first.

    Parameters
    ----------
    model : callable
        Takes inputs, shape (draw, input); returns the result of each row, shape (draw,).
    draws : Draws
    groups : sequence of str
        Group of each key, as `Draws.grouped` returns them.

    Notes
    -----
    One group moves at a time, all its keys together and at once from one end to the other: this
    is a picture of slopes, it does not see what groups do together.
    """
    names = list(dict.fromkeys(groups))
    values = np.tile(draws.typical, (2 * len(names), 1))
    of_key = dict(zip(draws.keys, groups, strict=True))
    ends = [draws.at(np.full((1, len(groups)), u))[0] for u in (TAIL, 1.0 - TAIL)]
    for column, x in enumerate(draws.inputs):
        if x.key in of_key:
            row = 2 * names.index(of_key[x.key])
            values[row : row + 2, column] = ends[0][column], ends[1][column]
    result = np.asarray(model(values), float).reshape(-1, 2)
    bars = [Bar(name, float(a), float(b)) for name, (a, b) in zip(names, result, strict=True)]
    return tuple(sorted(bars, key=lambda bar: -bar.swing))
