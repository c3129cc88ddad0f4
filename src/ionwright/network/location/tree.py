"""Branch and bound on prices (Goertz and Klose, INFORMS Journal on Computing 2012).

A node is a set of sites that are open and one of sites that are closed. It takes over the prices
of the node above, raises the bound by a few rounds, and closes or holds what they decide.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from ionwright.network.location.plans import Search, key
from ionwright.network.location.prices import Prices
from ionwright.network.location.whole import Ended, Found

ROUNDS = 40
"""Rounds of prices at a node."""
STEP, PATIENCE = 0.1, 4
"""First step of a node, and rounds without a better bound after which it gets shorter."""
ASKED = 2
"""Sets of sites whose cost is asked for at a node."""


@dataclass(frozen=True, slots=True)
class Node:
    """Sites that are open and closed, and what no plan with them can beat.

    Parameters
    ----------
    bound : float
        [solver's money]
    number : int
        Order in which nodes were made; it settles ties.
    free, held : int array
        Sites to decide on, and those that are open.
    price : array, shape (customers,)
        To start from [solver's money].
    tries : int
        How often a set of sites without a free one was given to `settle`.
    """

    bound: float
    number: int
    free: np.ndarray
    held: np.ndarray
    price: np.ndarray
    tries: int = 0

    def __lt__(self, other: Node) -> bool:
        """Order by bound, then by age."""
        return (self.bound, self.number) < (other.bound, other.number)


Settle = Callable[[np.ndarray, float, int], Found]
"""Solves for a set of sites below a cost, the how manieth time."""


@dataclass
class Tree:
    """The nodes that are open, the least bound first.

    Parameters
    ----------
    search : Search
        With the best plan so far, and the prices of the first node.
    gap : float
        Share between plan and bound that counts as proof [1].
    until : float
        When to stop [s of `time.perf_counter`].
    guess : float
        About what a plan costs, as long as there is none [solver's money].
    settle : callable or None
        For sets of sites of which the cheapest way to serve is no plan.
    """

    search: Search
    gap: float
    until: float
    guess: float = np.inf
    settle: Settle | None = None
    nodes: list[Node] = field(default_factory=list)
    made: int = 0
    record: float = np.inf

    @property
    def bound(self) -> float:
        """What no plan can beat [solver's money]."""
        least = self.nodes[0].bound if self.nodes else np.inf
        return min(least, self.search.value)

    def begin(self, cost: float, some: np.ndarray) -> None:
        """Settle a set of sites first, for a plan to compare with; its cost is at least this."""
        self.search.seen.add(key(some))
        self.record = cost
        for node in self._settled(Node(cost, 0, np.empty(0, int), some, self.search.prices.best)):
            self._add(node)

    def run(self) -> bool:
        """Close the gap, or stop when the time is over: whether it is closed."""
        first = self.search.prices
        first.fix(self.search.value)
        self._add(Node(first.bound, 0, first.free, first.held, first.best))
        self._take()
        while self.nodes and not self._closed():
            node = self.nodes[0]
            below = self._below(node) if len(node.free) else self._settled(node)
            if time.perf_counter() > self.until:  # what was asked last may have no answer
                return self._closed()
            heapq.heappop(self.nodes)
            for each in below:
                self._add(each)
            self._take()
        return True

    def _closed(self) -> bool:
        value = self.search.value
        return value < np.inf and value - self.bound <= self.gap * abs(value)

    def _add(self, node: Node) -> None:
        heapq.heappush(self.nodes, replace(node, number=self.made))
        self.made += 1

    def _take(self) -> None:
        """Take over the sets that are to be settled; one that may be the best so far is at once."""
        none, pending = np.empty(0, int), self.search.pending
        while pending:
            cost, some = pending.pop(0)
            node = Node(cost, 0, none, some, self.search.prices.best)
            hopeful, self.record = cost < self.record, min(cost, self.record)
            for each in self._settled(node) if hopeful else [node]:
                self._add(each)

    def _settled(self, node: Node) -> list[Node]:
        """Solve for a set of sites; return it with a better bound where time was too short."""
        search = self.search
        if self.settle is None or node.bound >= search.value:
            return []
        found = self.settle(node.held, search.value, node.tries)
        if found.x is not None and found.value < search.value:
            search.value, search.sites, search.x = found.value, node.held, found.x
        if found.status in (Ended.kOptimal, Ended.kInfeasible) or found.bound >= search.value:
            return []
        return [replace(node, bound=max(node.bound, found.bound), tries=node.tries + 1)]

    def _below(self, node: Node) -> list[Node]:
        """Return what a node leaves open: nothing, or itself with one site open and closed."""
        search = self.search
        prices = Prices(search.at, node.free, node.held, node.price, STEP, PATIENCE)
        prices.climb(ROUNDS, min(search.value, self.guess), self.until)
        bound = max(node.bound, prices.bound)
        if bound >= search.value:
            return []
        search.best_of(prices.sets.values(), ASKED)
        prices.fix(search.value)
        if not len(prices.free):
            search.ask(prices.held)
            return []
        part = np.abs(prices.share[prices.free] - 0.5)
        site = prices.free[[int(part.argmin())]]
        rest = np.setdiff1d(prices.free, site)
        if not len(rest):  # both sets are whole: they are asked about, and nothing is left
            search.ask(np.sort(np.append(prices.held, site)))
            search.ask(prices.held)
            return []
        both = (np.sort(np.append(prices.held, site)), prices.held)
        return [Node(bound, 0, rest, held, prices.best) for held in both]
