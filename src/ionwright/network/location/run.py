"""A location problem from its prices to a plan and a bound."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

import highspy
import numpy as np

from ionwright.network.effort import Effort
from ionwright.network.location.left import Divisible, Left, divisible, left
from ionwright.network.location.plans import Search
from ionwright.network.location.prices import ROUNDING, Prices
from ionwright.network.location.shape import Location
from ionwright.network.location.tree import Tree
from ionwright.network.matrix import Matrix, Vector, highs

ROUNDS = (300, 100, 100, 100)
"""Rounds of prices between searches."""
ASKED = 3
"""Sets of sites that prices open whose cost is asked for, and a tenth of those near the best."""
AHEAD = 0.05
"""Least share by which a guess of the cost is above the bound."""
LATE = 0.4
"""Share of the time after which prices and searches end."""
BEYOND = (0.002, 0.01, 0.05)
"""Shares by which one source a customer is guessed to cost more than several."""
ATTEMPT = 0.4
"""Share of the time left that an attempt at a guessed cost gets."""
Ended = highspy.HighsModelStatus


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a solve.

    Parameters
    ----------
    x : array, shape (columns,), or None
        The plan.
    value, bound : float
        Its cost, and what no plan can beat [solver's money].
    status : HighsModelStatus
    """

    x: Vector | None
    value: float
    bound: float
    status: Ended


@dataclass
class Solve:
    """A location problem at work: the best plan and bound so far.

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
    x: Vector | None = None
    value: float = np.inf
    bound: float = -np.inf
    prices: Prices = field(init=False)
    search: Search = field(init=False)

    def __post_init__(self) -> None:
        """Start the clock."""
        begun = time.perf_counter()
        self.until = begun + self.effort.seconds
        self.prices = Prices.of(self.at)
        self.search = Search(self.m, self.at, self.prices, begun + LATE * self.effort.seconds)

    def run(self) -> Found:
        """Return the best plan and bound."""
        self._price()
        shared = self.search.value
        if not self.at.one_source:
            return self._branched()
        guesses = [shared * (1.0 + x) for x in BEYOND] if np.isfinite(shared) else []
        for guess in guesses:
            ahead = self.until - time.perf_counter()
            self._attempt(guess, self.until - (1.0 - ATTEMPT) * ahead)
            if self.value < np.inf:
                break
        status = Ended.kOptimal
        if not self._proved():
            status = self._attempt(self.value, self.until)
        return Found(self.x, self.value, min(self.bound, self.value), status)

    def _branched(self) -> Found:
        """Go on with a tree, where a set of sites is all that is left to choose."""
        search = self.search
        search.until = self.until
        if search.x is None:
            search.ask(self.prices.sites)
        if search.x is None:
            return Found(None, np.inf, self.bound, Ended.kTimeLimit)
        tree = Tree(search, self.effort.gap, self.until)
        status = Ended.kOptimal if tree.run() else Ended.kTimeLimit
        bound = min(max(self.bound, tree.bound), search.value)
        return Found(search.x, search.value, bound, status)

    def _proved(self) -> bool:
        return self.value - self.bound <= self.effort.gap * abs(self.value)

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
        self.bound = self.prices.bound

    def _attempt(self, upper: float, until: float) -> Ended:
        """Solve what is left of plans that cost less than this; it need not be a plan's cost."""
        sites, held = self.prices.left(upper)
        of = left(self.m, self.at, sites, held)
        rows = divisible(of, until)
        m = narrowed(of, rows, self.at, upper)
        h = self._handed(m, until)
        if self.x is not None and self.value <= upper:
            start = highspy.HighsSolution()
            start.col_value = self.x[of.columns].tolist()
            h.setSolution(start)
        h.run()
        info, status = h.getInfo(), h.getModelStatus()
        if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
            value = info.objective_function_value
            if value <= self.value:
                self.x, self.value = np.zeros(len(self.m.cost)), value
                self.x[of.columns] = np.asarray(h.getSolution().col_value)
        nothing = status == Ended.kInfeasible
        proved = max(rows.value, np.inf if nothing else info.mip_dual_bound)
        self.bound = max(self.bound, min(upper, proved))
        return Ended.kOptimal if nothing and self.x is not None else status

    def _handed(self, m: Matrix, until: float) -> highspy.Highs:
        h = highs(m)
        for name, value in (
            ("mip_rel_gap", self.effort.gap),
            ("time_limit", max(until - time.perf_counter(), 0.05)),
            ("threads", self.effort.threads),
            ("random_seed", self.effort.seed),
        ):
            h.setOptionValue(name, value)
        return h


def narrowed(of: Left, rows: Divisible, at: Location, upper: float) -> Matrix:
    """Return what is left with the linking rows that were broken, closed further by its duals.

    A whole decision that raises the divisible cost beyond the limit is not taken, one whose
    absence does is. One source a customer: so for each of its lanes.
    """
    m = of.with_rows(rows.rows)
    room = upper - rows.value + ROUNDING * abs(upper)
    if not np.isfinite(room):
        return m
    low, high = m.low.copy(), m.high.copy()
    build = np.searchsorted(of.columns, at.build)
    y, dual = rows.x[build], rows.dual[build]
    high[build[(y < 0.5) & (dual > room)]] = 0.0
    low[build[(y > 0.5) & (dual < -room)]] = 1.0
    if at.one_source:
        kept = np.isin(at.flow, of.columns)
        flow, chosen = (np.searchsorted(of.columns, x[kept]) for x in (at.flow, at.chosen))
        amount = np.broadcast_to(at.demand, kept.shape)[kept]
        dual = rows.dual[chosen] + amount * rows.dual[flow]
        shut = (rows.x[chosen] < 0.5) & (dual > room)
        high[chosen[shut]], high[flow[shut]] = 0.0, 0.0
    return replace(m, low=low, high=high)


def _guess(at: Location) -> float:
    """Return about what a plan costs: sites that are cheap for their room, each customer's best."""
    order = np.argsort(at.fixed / np.minimum(at.capacity, at.demand.sum()), kind="stable")
    many = int(np.searchsorted(np.cumsum(at.capacity[order]), at.demand.sum())) + 1
    some = order[:many]
    return float(at.fixed[some].sum() + at.cost[some].min(0).sum())
