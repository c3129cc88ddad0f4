"""The rounds: each future by itself, a few at once, all with divisible, then with whole decisions.

Alone, the futures bound the whole; a few that stand for all give the first plan, and at the prices
that these few put on what is decided now every future alone gives a bound that is near the best of
divisible decisions. The rounds then close what is left.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import highspy
import numpy as np

from ionwright.network.benders.blocks import Blocks
from ionwright.network.benders.future import Answer, Basis, alone, answer
from ionwright.network.benders.master import Master
from ionwright.network.benders.start import few, start
from ionwright.network.benders.tail import tighten
from ionwright.network.benders.workers import Threads, Workers
from ionwright.network.direct import EFFORT, ENDINGS, Effort
from ionwright.network.explain import explain
from ionwright.network.matrix import Vector
from ionwright.network.model import build
from ionwright.network.numbers import lower
from ionwright.network.plan import Plan, made_plan
from ionwright.network.stop import BY_HAND, Stop

BOLD = 0.5
"""Share of the master's own answer in the decisions that are asked about."""
LOOSE, NEARER = 0.05, 0.3
"""Gap of the first whole master, and of the later ones over the gap of the rounds."""
MISSED = 0.5
"""Share of a gap that all groups together may miss without a cut."""
CUTS = 50
"""Cuts of a round, at most: of more futures, those that cost alike share one."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Both bounds at a moment [s, solver's money]; no plan is known while `upper` is infinite."""

    seconds: float
    lower: float
    upper: float
    cuts: int
    phase: str


@dataclass
class Rounds:
    """A decomposition at work: both bounds, the best decisions, every mark."""

    blocks: Blocks
    workers: Workers
    effort: Effort
    tell: Callable[[Mark], None] | None = None
    stop: Stop = field(default_factory=Stop)
    lower: float = -np.inf
    upper: float = np.inf
    best: Vector | None = None
    known: Vector | None = None
    """The best decisions with the cost of each group: a plan for the master."""
    held: Vector | None = None
    least: float = np.inf
    """Cost of the decisions that are held, the best divisible ones so far."""
    bases: list[Basis | None] = field(default_factory=list)
    hopeless: str = ""
    """A future that has no plan even by itself, or gains without end."""
    marks: list[Mark] = field(default_factory=list)
    begun: float = field(default_factory=time.perf_counter)

    @property
    def left(self) -> float:
        """Time left [s]; none once somebody asked to stop."""
        if self.stop.asked:
            return 0.0
        return self.effort.seconds - (time.perf_counter() - self.begun)

    @property
    def near(self) -> float:
        """Relative distance of the bounds [1]."""
        if self.upper == np.inf:
            return np.inf
        return (self.upper - self.lower) / max(abs(self.upper), 1e-9)

    def run(self) -> None:
        """Bring the bounds together, or stop when the time is over."""
        if self.left <= 0.0 or not self._begin():
            return
        self._divisible()
        if self.blocks.now.whole.any() and self.lower < np.inf:
            self._whole()

    def _begin(self) -> bool:
        """Bound each future by itself and load the master; return whether there can be a plan."""
        b, crew = self.blocks, self.workers
        paid = [f.probability * b.now.cost for f in b.futures]
        _, basis = alone(b.futures[0], b.now, paid[0], None)  # a start for all: they are alike
        found = crew.alone(b.now, paid, [basis] * len(paid))
        costs = np.array([cost for cost, _ in found])
        if not np.isfinite(costs).all():
            self.lower = -np.inf if np.isneginf(costs).any() else np.inf
            self.hopeless = b.scenarios.futures[int(np.argmax(np.abs(costs)))].name
            return False
        self.lower = float(costs.sum())
        chance = np.array([f.probability for f in b.futures])
        self.of = few(costs, chance, CUTS).of
        self.master = Master(b, self.of, costs, self.stop.follow)
        self._mark("alone")
        first = start(b, costs, max(self.left, 0.1), self.stop.follow)
        if first is None or self.left <= 0.0:
            return True
        prices = [-x for x in first.slopes]
        again = crew.alone(b.now, prices, [x for _, x in found])
        self.master.add_alone([cost for cost, _ in again], prices)
        if self.left > 0.0:
            self._hold(first.divisible, self._cut(first.divisible)[0])
        if first.whole is not None and self.left > 0.0:
            self._keep(first.whole, self._cut(first.whole)[0])
        self.lower = max(self.lower, self.master.relax(max(self.left, 0.1)))
        self._mark("start")
        return True

    def _ask(self, x: Vector) -> list[Answer]:
        if not self.bases:  # one basis is a start for all: they are alike
            first = answer(self.blocks.futures[0], x, None).basis
            self.bases = [first] * len(self.blocks.futures)
        answers = self.workers.ask(x, self.bases)
        self.bases = [a.basis if a.basis is not None else b
                      for a, b in zip(answers, self.bases, strict=True)]  # fmt: skip
        return answers

    def _cut(self, x: Vector, least: float = 0.0) -> tuple[list[Answer], int]:
        """Ask every future about decisions and add what the master misses; return how many."""
        answers = self._ask(x)
        return answers, self.master.add(x, answers, least)

    def _total(self, x: Vector, answers: Sequence[Answer]) -> float:
        if not all(a.feasible for a in answers):
            return np.inf
        return self.master.cost_now(x) + float(sum(a.value for a in answers))

    def _hold(self, x: Vector, answers: Sequence[Answer]) -> None:
        """Hold divisible decisions if they are the best so far; a plan where none are whole."""
        total = self._total(x, answers)
        if total < self.least:
            self.least, self.held = total, x
        if not self.blocks.now.whole.any():
            self._keep(x, answers)

    def _keep(self, x: Vector, answers: Sequence[Answer]) -> None:
        """Keep decisions as a plan if they are the best so far."""
        total = self._total(x, answers)
        if total < self.upper:
            self.upper, self.best = total, x
            costs = np.bincount(self.of, [a.value for a in answers]).astype(float)
            self.known = np.concatenate([x, costs])

    def _divisible(self) -> None:
        """Close the gap of the divisible problem; ask between its answer and the best so far."""
        bold = 1.0 if self.held is None else BOLD
        gap = self.effort.gap
        while self.left > 0.0:
            bound = self.master.relax(self.left)
            self.lower = max(self.lower, bound)
            if np.isinf(bound) or self.near <= gap:
                return
            if self.least - self.lower <= gap * abs(self.least):
                return
            out = self.master.x
            x = out if self.held is None else bold * out + (1.0 - bold) * self.held
            answers, added = self._cut(x, self._spare(gap, self.least))
            self._hold(x, answers)
            self._mark("divisible")
            if self.least - self.lower <= gap * abs(self.least) or (not added and bold == 1.0):
                return
            bold = BOLD if added and self.held is not None else 1.0

    def _spare(self, gap: float, cost: float) -> float:
        """Return what a group may miss without a cut at a gap that is sought."""
        if cost == np.inf:
            return 0.0
        return MISSED * gap * abs(cost) / (self.of.max() + 1)

    def _whole(self) -> None:
        """Close the gap with whole decisions; the master's own gap follows that of the rounds."""
        wanted = self.effort.gap
        own = max(0.5 * wanted, min(LOOSE, NEARER * self.near))
        while self.left > 0.0 and self.near > wanted:
            bound = self.master.whole(own, max(self.left, 0.1), self.known)
            self.lower = max(self.lower, bound)
            if bound == np.inf or not self.master.found or self.left <= 0.0:
                return
            x = self.master.x
            answers, added = self._cut(x, self._spare(0.5 * wanted, self.upper))
            self._keep(x, answers)
            self._mark("whole")
            own = max(0.5 * wanted, min(own, NEARER * self.near)) if added else 0.5 * wanted

    def _mark(self, phase: str) -> None:
        mark = Mark(
            time.perf_counter() - self.begun, self.lower, self.upper, len(self.master.cuts), phase
        )
        self.marks.append(mark)
        if self.tell is not None:
            self.tell(mark)

    def status(self) -> str:
        """Return how it ended."""
        if self.lower == np.inf:
            return "infeasible"
        if self.near <= self.effort.gap:
            return "done"
        if self.hopeless:
            return ENDINGS[highspy.HighsModelStatus.kUnbounded]
        return BY_HAND if self.stop.asked else ENDINGS[highspy.HighsModelStatus.kTimeLimit]


def decompose(
    blocks: Blocks,
    effort: Effort = EFFORT,
    workers: Callable[[Blocks], Workers] = Threads,
    tell: Callable[[Mark], None] | None = None,
    stop: Stop | None = None,
) -> tuple[Plan, list[Mark]]:
    """Return the plan of a program by decomposition, and both bounds at every round.

    Parameters
    ----------
    blocks : Blocks
    effort : Effort
    workers : callable
        Makes who solves the futures, from the blocks.
    tell : callable or None
        Told of every round.
    stop : Stop or None
        Who may ask to stop; None: nobody.

    Returns
    -------
    Plan
        Of an infeasible program `reason` says why: of one future by itself where one has no plan.
    list of Mark
    """
    crew = workers(blocks)
    try:
        rounds = Rounds(blocks, crew, effort, tell, stop or Stop())
        rounds.run()
        values = {}
        if rounds.best is not None:
            answers = crew.ask(rounds.best, rounds.bases, plan=True)
            later = [a.y for a in answers if a.y is not None]
            rounds.upper = min(rounds.upper, tighten(blocks, rounds.best, later))
            values = blocks.columns(rounds.best, later)
    finally:
        crew.close()
    took = time.perf_counter() - rounds.begun
    aim, bounds = (blocks.scenarios, blocks.risk), (rounds.upper, rounds.lower)
    plan = made_plan(blocks.numbers, aim, values, bounds, rounds.status(), (blocks.size(), took))
    if plan.status == "infeasible":
        plan = replace(plan, reason=_reason(blocks, rounds.hopeless))
    return plan, rounds.marks


def _reason(blocks: Blocks, future: str) -> str:
    """Return why there is no plan; where a future has none by itself, of that one alone."""
    some = blocks.scenarios.alone(future) if future else blocks.scenarios
    found = explain(build(lower(blocks.case, some, blocks.numbers.scales), blocks.risk)).sentence
    return f"In the future '{future}': {found}" if future else found
