"""Plans of whole sites: what a set of sites costs, and better sets among its neighbours."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import highspy
import numpy as np

from ionwright.network.location.left import Left, left
from ionwright.network.location.prices import ROUNDING, Prices
from ionwright.network.location.shape import Location
from ionwright.network.matrix import Matrix, Vector, highs

LEAST = 0.5
"""Time that each question gets, however late it is [s]."""
POOL = 20
"""Sites that are loaded beyond twice those of a plan."""


class Serving:
    """The cheapest way to serve customers from a given set of sites; customers may be shared.

    Parameters
    ----------
    m : Matrix
        The whole program.
    at : Location
    sites : int array
        Sites that may be asked about.
    """

    def __init__(self, m: Matrix, at: Location, sites: np.ndarray) -> None:
        self.of: Left = left(m, at, sites, np.empty(0, int))
        none = np.zeros(int(self.of.lazy.sum()), bool)
        self.h = highs(replace(self.of.with_rows(none), whole=np.zeros_like(self.of.m.whole)))
        self.h.setOptionValue("threads", 1)
        self.columns = len(m.cost)
        self.build = np.searchsorted(self.of.columns, at.build).astype(np.int32)

    def cost(self, some: np.ndarray, until: float) -> float:
        """Return what it costs with these sites open; infinite where they cannot serve all."""
        y = np.zeros(len(self.build))
        y[some] = 1.0
        h = self.h
        h.changeColsBounds(len(y), self.build, y, y)
        h.setOptionValue("time_limit", h.getRunTime() + max(until - time.perf_counter(), LEAST))
        h.run()
        done = h.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return h.getInfo().objective_function_value if done else np.inf

    def plan(self) -> Vector:
        """Return the columns of the whole program in the last answer."""
        x = np.zeros(self.columns)
        x[self.of.columns] = np.asarray(self.h.getSolution().col_value)
        return x


@dataclass
class Search:
    """The best set of sites so far, and a search among those that differ by a site or two.

    Parameters
    ----------
    m : Matrix
    at : Location
    prices : Prices
    until : float
        When to stop [s of `time.perf_counter`].
    whole : bool
        The cheapest way to serve is a plan; else it is a bound, and goes to `pending`.

    Attributes
    ----------
    value, sites, x
        Cost, sites and columns of the best plan.
    pending : list of (float, int array)
        Sets of sites that may be better, with the cost that no plan of them can beat.
    """

    m: Matrix
    at: Location
    prices: Prices
    until: float
    whole: bool = True
    value: float = np.inf
    sites: np.ndarray = field(default_factory=lambda: np.empty(0, int))
    x: Vector | None = None
    seen: set[bytes] = field(default_factory=set)
    pending: list[tuple[float, np.ndarray]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Load what asks for the cost of serving."""
        self.pool, self.columns = np.empty(0, int), len(self.m.cost)

    def _load(self, some: np.ndarray) -> None:
        """Load the cost of serving from some sites and the most hopeful of the others."""
        sites = self.prices.sites
        hopeful = sites[np.argsort(self.prices.worth[sites], kind="stable")]
        many = 2 * len(some) + POOL
        self.pool = np.union1d(some, hopeful[:many])
        self.serving = Serving(self.m, self.at, self.pool)

    def ask(self, some: np.ndarray) -> bool:
        """Whether a set of sites is better than all before."""
        if self._known(some) or self.prices.least(some) >= self.value:
            return False
        self.seen.add(key(some))
        if not np.isin(some, self.pool).all():
            self._load(some)
        cost = self.serving.cost(some, self.until)
        if not cost < self.value - ROUNDING * abs(cost):
            return False
        if not self.whole:
            self.pending.append((cost, some))
            return False
        self.value, self.sites, self.x = cost, some, self.serving.plan()
        return True

    def improve(self, most: int) -> None:
        """Ask about neighbours of the best set, the most hopeful first, while one is better."""
        begun = len(self.seen)
        better = len(self.sites) > 0
        while better:
            better = False
            for some in self._hopeful(self._neighbours()):
                if len(self.seen) - begun >= most or time.perf_counter() > self.until:
                    return
                if self.ask(some):
                    better = True
                    break

    def best_of(self, sets: Iterable[np.ndarray], most: int) -> None:
        """Ask about the most hopeful of some sets."""
        for some in self._hopeful(sets)[:most]:
            if time.perf_counter() > self.until:
                return
            self.ask(some)

    def _known(self, some: np.ndarray) -> bool:
        return key(some) in self.seen

    def _hopeful(self, sets: Iterable[np.ndarray]) -> list[np.ndarray]:
        """Return the sets that may be better and were not asked about, the most hopeful first."""
        least = [(self.prices.least(s), s) for s in sets if not self._known(s)]
        below = [(low, s.tolist(), s) for low, s in least if low < self.value]
        return [s for *_, s in sorted(below, key=lambda x: x[:2])]

    def _neighbours(self) -> Iterator[np.ndarray]:
        """Return the sets with one site more, one less, or one in another's place."""
        inside = self.sites
        outside = np.setdiff1d(np.intersect1d(self.pool, self.prices.sites), inside)
        loose = np.setdiff1d(inside, self.prices.held)
        for i in outside:
            yield np.sort(np.append(inside, i))
        for i in loose:
            rest = inside[inside != i]
            yield rest
            for j in outside:
                yield np.sort(np.append(rest, j))


def key(some: np.ndarray) -> bytes:
    """Return a set of sites as a word to look it up by."""
    return np.sort(some).astype(np.int32).tobytes()
