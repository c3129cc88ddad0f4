"""Fewer futures in place of many, and how far they are from them.

Fast forward selection: one future after another is kept so that what is lost by moving every other
future to its nearest kept one is least, the middle one of each path first; the probabilities move
with them. That loss is the Kantorovich distance of both sets (Heitsch and Romisch 2003, doi
10.1023/A:1021805924152). A future moves only within its named path, so every path keeps its chance.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from ionwright.errors import InputError
from ionwright.network.case import Series
from ionwright.network.futures import Scenarios


@dataclass(frozen=True, slots=True)
class Reduced:
    """Futures that stand for more.

    Parameters
    ----------
    scenarios : Scenarios
        Kept futures with their own and others' probabilities.
    distance : float
        Kantorovich distance to all [1]: the mean way of a future to its stand-in, the way between
        two being the sum over what differs of the mean change of its factor.
    whole : float
        The same if each path were held by one future alone, its best: what there was to lose [1].
    stands : dict of str to str
        Who stands for each future.
    """

    scenarios: Scenarios
    distance: float
    whole: float
    stands: dict[str, str]

    def text(self) -> str:
        """Return the error in one sentence."""
        share = f", {self.distance / self.whole:.1%} of that of one a path" if self.whole else ""
        return (
            f"{len(self.scenarios.futures)} futures for {len(self.stands)}: Kantorovich distance "
            f"{self.distance:.4g}{share}"
        )


def reduce(scenarios: Scenarios, count: int) -> Reduced:
    """Return so many of the futures, in the order in which they stood.

    Parameters
    ----------
    scenarios : Scenarios
    count : int
        Futures to keep: one for each named path at least.

    Raises
    ------
    InputError
        If there are fewer futures, or more paths than that.
    """
    futures = scenarios.futures
    paths = [f.path for f in futures]
    least = len(set(paths))
    if not least <= count <= len(futures):
        raise InputError("what is kept holds each path and is no more than there is",
                         seen=f"{count} futures", allowed=f"{least} to {len(futures)}",
                         where="count")  # fmt: skip
    apart = distances(scenarios)
    chance = np.array([f.probability for f in futures])
    kept, near = _forward(apart, chance, paths, count)
    whole = near if count == least else _forward(apart, chance, paths, least)[1]
    to = [min(kept, key=lambda k, i=i: (apart[i, k], k)) for i in range(len(futures))]
    out = [
        replace(futures[k], probability=math.fsum(
            f.probability for f, t in zip(futures, to, strict=True) if t == k))
        for k in sorted(kept)
    ]  # fmt: skip
    stands = {f.name: futures[t].name for f, t in zip(futures, to, strict=True)}
    return Reduced(Scenarios(tuple(out)), near, whole, stands)


def distances(scenarios: Scenarios) -> np.ndarray:
    """Return the way between every two futures [1], infinite between paths; shape (n, n).

    What moves alike in every future, for example the lines that one drought stops, counts once.
    """
    futures = scenarios.futures
    named = dict.fromkeys(path for f in futures for path in f.factors)
    alike = dict.fromkeys(tuple(f.factors.get(p, (1.0,)) for f in futures) for p in named)
    total = np.zeros((len(futures), len(futures)))
    for column in alike:
        rows = _long(column)
        total += np.abs(rows[:, None, :] - rows[None, :, :]).mean(axis=2)
    same = np.array([[a.path == b.path for b in futures] for a in futures])
    return np.where(same, total, np.inf)


def _long(column: tuple[Series, ...]) -> np.ndarray:
    """Return series as rows of one length."""
    n = max(map(len, column))
    return np.array([x if len(x) == n else x * n for x in column], float)


def _forward(
    apart: np.ndarray, chance: np.ndarray, paths: list[str], count: int
) -> tuple[list[int], float]:
    """Return the futures kept, one for each path first, and the distance that is left."""
    kept: list[int] = []
    for path in dict.fromkeys(paths):
        mine = [i for i, p in enumerate(paths) if p == path]
        among = apart[np.ix_(mine, mine)] @ chance[mine]
        kept.append(mine[int(np.argmin(among))])
    way = apart[:, kept].min(axis=1)
    while len(kept) < count:
        lost = np.minimum(way[:, None], apart).T @ chance
        lost[kept] = np.inf
        kept.append(int(np.argmin(lost)))
        way = np.minimum(way, apart[:, kept[-1]])
    return kept, float(way @ chance)
