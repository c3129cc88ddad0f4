"""A location problem from its prices to a plan and a bound."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

import numpy as np

from ionwright.network.effort import Effort
from ionwright.network.location.plans import Search
from ionwright.network.location.prices import AHEAD, Prices
from ionwright.network.location.shape import Location
from ionwright.network.location.tree import Tree
from ionwright.network.location.whole import Ended, Found, Whole
from ionwright.network.matrix import Matrix

ROUNDS = (300, 100, 100, 100)
"""Rounds of prices between searches."""
ASKED = 3
"""Sets of sites that prices open whose cost is asked for, and a tenth of those near the best."""
LATE = 0.4
"""Share of the time after which prices and searches end."""
NEAR = 0.01
"""Share by which one source a customer is guessed to cost more than several."""
SLICE = 0.1
"""Share of the time that one source a customer gets with one set of sites."""
TREE = 0.6
"""Share of the time after which its tree gives way to HiGHS if it has no plan."""


@dataclass
class Solve:
    """A location problem at work.

    Parameters
    ----------
    m : Matrix
        The program as HiGHS would get it.
    at : Location
    effort : Effort
    """

    m: Matrix
    at: Location
    effort: Effort
    prices: Prices = field(init=False)
    search: Search = field(init=False)

    def __post_init__(self) -> None:
        """Start the clock."""
        self.begun = time.perf_counter()
        self.until = self.begun + self.effort.seconds
        self.prices = Prices.of(self.at)
        self.search = Search(self.m, self.at, self.prices, self._share(LATE))

    def run(self) -> Found:
        """Return the best plan and bound."""
        self._price()
        return self._single() if self.at.one_source else self._shared()

    def _share(self, part: float) -> float:
        """Return when a share of the time is over [s of `time.perf_counter`]."""
        return self.begun + part * self.effort.seconds

    def _price(self) -> None:
        """Raise the bound by prices, and look for a good set of sites on the way."""
        prices, search = self.prices, self.search
        guess = _guess(self.at)
        for rounds in ROUNDS:
            if np.isfinite(prices.bound):
                guess = max(guess, prices.bound + AHEAD * abs(prices.bound))
            prices.climb(rounds, min(search.value, guess), search.until)
            search.best_of(prices.sets.values(), ASKED)
            search.improve(10 * ASKED)
            if search.x is not None and not self.at.one_source:
                prices.fix(search.value)

    def _shared(self) -> Found:
        """Go on with a tree, where a set of sites is all that is left to choose."""
        search, bound = self.search, self.prices.bound
        search.until = self.until
        if search.x is None:
            search.ask(min(self.prices.sets.values(), key=self.prices.least))
        if search.x is None:
            search.ask(self.prices.sites)
        if search.x is None:
            return Found(None, np.inf, bound, Ended.kTimeLimit)
        tree = Tree(search, self.effort.gap, self.until)
        status = Ended.kOptimal if tree.run() else Ended.kTimeLimit
        return Found(search.x, search.value, min(max(bound, tree.bound), search.value), status)

    def _single(self) -> Found:
        """Go on with one source a customer: a tree whose leaves HiGHS solves, then HiGHS."""
        whole, shared = Whole(self.m, self.at, self.effort), self.search

        def settle(some: np.ndarray, upper: float, tries: int) -> Found:
            slot = SLICE * (1 + tries) * self.effort.seconds
            until = min(time.perf_counter() + slot, self.until)
            first = np.isinf(upper) and not tries
            limit = (1.0 + NEAR) * shared.value if first else upper
            found = whole.solve(some, some, limit, until, None)
            return replace(found, status=Ended.kTimeLimit) if first else found

        search = Search(self.m, self.at, self.prices, self.until, whole=False)
        guess = (1.0 + NEAR) * shared.value
        tree = Tree(search, self.effort.gap, self.until, guess, settle)
        if len(shared.sites):
            tree.begin(shared.value, shared.sites)
        if search.x is None:
            tree.until = self._share(TREE)
        closed = tree.run()
        bound = min(max(self.prices.bound, tree.bound), search.value)
        if search.x is not None:
            status = Ended.kOptimal if closed else Ended.kTimeLimit
            return Found(search.x, search.value, bound, status)
        last = whole.solve(self.prices.sites, self.prices.held, np.inf, self.until, None)
        return replace(last, bound=min(max(bound, last.bound), last.value))


def _guess(at: Location) -> float:
    """Return about what a plan costs: sites that are cheap for their room, each customer's best."""
    order = np.argsort(at.fixed / np.minimum(at.capacity, at.demand.sum()), kind="stable")
    many = int(np.searchsorted(np.cumsum(at.capacity[order]), at.demand.sum())) + 1
    some = order[:many]
    return float(at.fixed[some].sum() + at.cost[some].min(0).sum())
