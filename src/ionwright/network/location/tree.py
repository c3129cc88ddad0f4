"""Branch and bound on prices (Goertz and Klose, INFORMS Journal on Computing 2012).

A node is a set of sites that are open and one of sites that are closed. It takes over the prices
of the node above, raises the bound by a few rounds, and closes or holds what they decide.
"""

from __future__ import annotations

import heapq
import time
from dataclasses import dataclass, field

import numpy as np

from ionwright.network.location.plans import Search
from ionwright.network.location.prices import Prices

ROUNDS = 40
"""Rounds of prices at a node."""
STEP, PATIENCE = 0.1, 4
"""First step of a node, and rounds without a better bound after which it gets shorter."""
ASKED = 2
"""Sets of sites whose cost is asked for at a node."""


@dataclass(order=True, slots=True)
class Node:
    """Sites that are open and closed, and what no plan with them can beat."""

    bound: float
    number: int
    free: np.ndarray = field(compare=False)
    held: np.ndarray = field(compare=False)
    price: np.ndarray = field(compare=False)


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
    """

    search: Search
    gap: float
    until: float
    nodes: list[Node] = field(default_factory=list)
    made: int = 0

    @property
    def bound(self) -> float:
        """What no plan can beat [solver's money]."""
        least = self.nodes[0].bound if self.nodes else np.inf
        return min(least, self.search.value)

    def run(self) -> bool:
        """Close the gap, or stop when the time is over: whether it is closed."""
        first = self.search.prices
        self._add(first.bound, first.free, first.held, first.best)
        while self.nodes and not self._close():
            node = self.nodes[0]
            below = self._below(node)
            if time.perf_counter() > self.until:  # what was asked last may have no answer
                return False
            heapq.heappop(self.nodes)
            for bound, free, held, price in below:
                self._add(bound, free, held, price)
        return True

    def _close(self) -> bool:
        value = self.search.value
        return value - self.bound <= self.gap * abs(value)

    def _add(self, bound: float, free: np.ndarray, held: np.ndarray, price: np.ndarray) -> None:
        heapq.heappush(self.nodes, Node(bound, self.made, free, held, price))
        self.made += 1

    def _below(self, node: Node) -> list[tuple[float, np.ndarray, np.ndarray, np.ndarray]]:
        """Return what a node leaves open: nothing, or itself with one site open and closed."""
        search = self.search
        prices = Prices(search.at, node.free, node.held, node.price, STEP, PATIENCE)
        prices.climb(ROUNDS, search.value, self.until)
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
        both = (np.sort(np.append(prices.held, site)), prices.held)
        return [(bound, rest, held, prices.best) for held in both]
