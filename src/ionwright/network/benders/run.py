"""The rounds: divisible first, half-way between the best and the boldest; then whole decisions."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from ionwright.network.benders.blocks import Blocks, split, whole_solution
from ionwright.network.benders.future import Answer, Basis, floor
from ionwright.network.benders.master import Master
from ionwright.network.benders.workers import Threads, Workers
from ionwright.network.direct import EFFORT, Effort
from ionwright.network.matrix import Vector, matrix, size_of
from ionwright.network.plan import Plan, plan_of
from ionwright.network.program import Program

DIVISIBLE = 0.1
"""Share of the wanted gap to which the divisible rounds go."""
BOLD = 0.5
"""Share of the master's own answer in the decisions that are asked about."""
LOOSE, NEARER = 0.05, 0.3
"""Gap of the first whole master, and of the later ones over the gap of the rounds."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Both bounds at a moment [solver's money, s]."""

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
    lower: float = -np.inf
    upper: float = np.inf
    best: Vector | None = None
    marks: list[Mark] = field(default_factory=list)
    begun: float = field(default_factory=time.perf_counter)

    def __post_init__(self) -> None:
        """Bound each future from below and load the master."""
        now, linking = self.blocks.now, self.blocks.linking
        low, high = now.low[linking], now.high[linking]
        with ThreadPoolExecutor(2) as pool:
            found = pool.map(partial(floor, low=low, high=high), self.blocks.futures)
            floors = np.array(list(found))
        self.master = Master(self.blocks, floors)
        self.bases: list[Basis | None] = [None] * len(self.blocks.futures)

    @property
    def left(self) -> float:
        """Time left [s]."""
        return self.effort.seconds - (time.perf_counter() - self.begun)

    def run(self) -> None:
        """Bring the bounds together, or stop when the time is over."""
        self._divisible()
        if self.blocks.now.whole.any():
            self.upper, self.best = np.inf, None
            self._whole()

    def _ask(self, x: Vector) -> list[Answer]:
        answers = self.workers.ask(x[self.blocks.linking], self.bases)
        self.bases = [a.basis if a.basis is not None else b
                      for a, b in zip(answers, self.bases, strict=True)]  # fmt: skip
        return answers

    def _total(self, x: Vector, answers: list[Answer]) -> float:
        if not all(a.feasible for a in answers):
            return np.inf
        return self.master.cost_now(x) + float(sum(a.value for a in answers))

    def _divisible(self) -> None:
        """Close the gap of the divisible problem; ask between its answer and the best so far."""
        held: Vector | None = None
        best, bold = np.inf, 1.0
        while self.left > 0.0:
            bound = self.master.relax()
            self.lower = max(self.lower, bound)
            if bound == np.inf:
                return
            out = self.master.x
            x = out if held is None else bold * out + (1.0 - bold) * held
            answers = self._ask(x)
            total = self._total(x, answers)
            added = self.master.add(x[self.blocks.linking], answers)
            if total < best:
                best, held = total, x
            self._mark(best, "divisible")
            if not self.blocks.now.whole.any():
                self.upper, self.best = best, held
            if best - self.lower <= DIVISIBLE * self.effort.gap * abs(best):
                return
            if not added and bold == 1.0:
                return
            bold = BOLD if added else 1.0

    def _whole(self) -> None:
        """Close the gap with whole decisions; the master's own gap follows that of the rounds."""
        start: Vector | None = None
        own, wanted = LOOSE, self.effort.gap
        while self.left > 0.0:
            bound = self.master.whole(own, max(self.left, 1.0), start)
            self.lower = max(self.lower, bound)
            if bound == np.inf:
                return
            x = self.master.x
            answers = self._ask(x)
            total = self._total(x, answers)
            if total < self.upper:
                self.upper, self.best, start = total, x, x
            self._mark(self.upper, "whole")
            near = (self.upper - self.lower) / abs(self.upper) if self.upper < np.inf else np.inf
            if near <= wanted:
                return
            added = self.master.add(x[self.blocks.linking], answers)
            own = max(0.5 * wanted, min(own, NEARER * near)) if added else 0.5 * wanted

    def _mark(self, upper: float, phase: str) -> None:
        mark = Mark(
            time.perf_counter() - self.begun, self.lower, upper, len(self.master.cuts), phase
        )
        self.marks.append(mark)
        if self.tell is not None:
            self.tell(mark)


def decompose(
    program: Program,
    effort: Effort = EFFORT,
    workers: Callable[[Blocks], Workers] = Threads,
    tell: Callable[[Mark], None] | None = None,
) -> tuple[Plan, list[Mark]]:
    """Return the plan of a program by decomposition, and both bounds at every round.

    Parameters
    ----------
    program : Program
    effort : Effort
    workers : callable
        Makes who solves the futures, from the blocks.
    tell : callable or None
        Told of every round.

    Raises
    ------
    InputError
        If something whole is decided when the future is known.
    """
    blocks = split(program)
    crew = workers(blocks)
    try:
        rounds = Rounds(blocks, crew, effort, tell)
        rounds.run()
        x = None
        if rounds.best is not None:
            answers = crew.ask(rounds.best[blocks.linking], rounds.bases, plan=True)
            later = [a.y for a in answers if a.y is not None]
            x = whole_solution(blocks, rounds.best, later)
    finally:
        crew.close()
    done = rounds.upper < np.inf
    done = done and rounds.upper - rounds.lower <= effort.gap * abs(rounds.upper)
    status = "done" if done else "stopped: the time is over; the best plan and bound stand"
    if rounds.lower == np.inf:
        status = "infeasible"
    plan = plan_of(program, x, (rounds.upper, rounds.lower), status,
                   (size_of(matrix(program)), time.perf_counter() - rounds.begun))  # fmt: skip
    return plan, rounds.marks
