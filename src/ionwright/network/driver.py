"""From a case and its futures to a plan, the whole at once or in parts."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from ionwright.network.benders.blocks import Blocks, late, split
from ionwright.network.benders.run import Mark, decompose
from ionwright.network.benders.workers import Dask, Threads, Workers
from ionwright.network.case import Case
from ionwright.network.direct import EFFORT, Effort, Loaded
from ionwright.network.explain import explain
from ionwright.network.futures import Scenarios
from ionwright.network.model import build
from ionwright.network.numbers import lower
from ionwright.network.plan import Plan
from ionwright.network.program import MEAN, Risk
from ionwright.network.stop import Stop, by_hand

__all__ = ["Effort", "Parts", "Progress", "Whole", "solve"]

MANY = 100
"""Futures from which a program is solved in parts. On Chongqing they take 0.7 of the memory but
three times the time at 50 futures, 0.4 and as long at 100, 0.2 and 0.3 of the time at 200
(show/network_scale.py)."""
EVERY = 0.5
"""Time between two looks at the bounds of a whole program [s]."""


@dataclass(frozen=True, slots=True)
class Whole:
    """Solve the whole program at once, in this process."""

    def text(self, futures: int) -> str:
        """Return how a program was solved, in words."""
        return f"the whole program at once, {_counted(futures)}"


@dataclass(frozen=True, slots=True)
class Parts:
    """Solve by decomposition: what is decided now in a master, each future apart.

    Parameters
    ----------
    address : str or None
        Scheduler of a dask cluster whose workers solve the futures, for example
        "tcp://10.0.0.1:8786"; None: threads of this process.
    threads : int
        Without a cluster.
    """

    address: str | None = None
    threads: int = 2

    def text(self, futures: int) -> str:
        """Return how a program was solved, in words."""
        where = f"{self.threads} threads" if self.address is None else f"cluster {self.address}"
        return f"decomposed, {_counted(futures)} on {where}"

    def crew(self) -> Callable[[Blocks], Workers]:
        """Return what makes who solves the futures."""
        if self.address is None:
            return partial(Threads, count=self.threads)
        return partial(Dask, address=self.address)


Method = Whole | Parts


@dataclass(frozen=True, slots=True)
class Progress:
    """Both bounds at a moment.

    Parameters
    ----------
    seconds : float
        Since the start [s].
    cost, bound : float
        Of the best plan so far, infinite while there is none; and what no plan can beat [money].
    """

    seconds: float
    cost: float
    bound: float

    @property
    def gap(self) -> float:
        """Distance between plan and bound over the plan [1]."""
        if not np.isfinite(self.cost - self.bound):
            return np.inf
        return (self.cost - self.bound) / max(abs(self.cost), 1e-9)


Tell = Callable[[Progress], None]


def solve(
    case: Case,
    scenarios: Scenarios | None = None,
    *,
    risk: Risk = MEAN,
    effort: Effort = EFFORT,
    method: Method | None = None,
    tell: Tell | None = None,
) -> Plan:
    """Return the cheapest plan that can be found, with the bound that no plan can beat.

    The first Ctrl-C stops it and keeps the best plan and bound.

    Parameters
    ----------
    case : Case
    scenarios : Scenarios or None
        What may happen; None: the case holds as written.
    risk : Risk
        Mean of the cost, or a mix of mean and tail.
    effort : Effort
        Gap and time, building included.
    method : Whole, Parts or None
        None: in parts from `MANY` futures if nothing whole is decided late, else whole; the plan
        says which in `method`.
    tell : callable or None
        Told both bounds now and then.

    Returns
    -------
    Plan
        `status` says how it ended; an infeasible case has no values, and `reason` says why.

    Raises
    ------
    InputError
        If a future names what the case has not, or parts are asked for and something whole is
        decided late.
    """
    scenarios = scenarios or Scenarios.certain()
    method = method or choice(case, scenarios)
    do = _whole if isinstance(method, Whole) else partial(_parts, method)
    with by_hand() as stop:
        plan = do(case, scenarios, risk, effort, Watch(tell, stop))
    return replace(plan, method=method.text(len(scenarios.futures)))


def choice(case: Case, scenarios: Scenarios) -> Method:
    """Return how a program is solved if nobody says: by its futures and what is decided late."""
    if len(scenarios.futures) < MANY:
        return Whole()
    one = scenarios.alone(scenarios.futures[0].name)
    return Whole() if late(build(lower(case, one))) else Parts()


@dataclass
class Watch:
    """Who is told of bounds, and may ask to stop."""

    tell: Tell | None
    stop: Stop
    begun: float = 0.0
    last: float = 0.0

    def __post_init__(self) -> None:
        """Start the clock."""
        self.begun = time.perf_counter()

    @property
    def seconds(self) -> float:
        """Time since the start [s]."""
        return time.perf_counter() - self.begun

    def left(self, effort: Effort) -> Effort:
        """Return an effort without the time that is gone."""
        return replace(effort, seconds=max(effort.seconds - self.seconds, 0.0))

    def note(self, cost: float, bound: float) -> None:
        """Tell both bounds [money]."""
        if self.tell is not None:
            self.tell(Progress(self.seconds, cost, bound))

    def follow(self, loaded: Loaded) -> None:
        """Tell the bounds of a program in HiGHS as it runs, and stop it if asked."""
        money = loaded.program.numbers.scales.money

        def look(event: Any) -> None:
            if self.seconds > self.last + EVERY:
                self.last = self.seconds
                out = event.data_out
                self.note(out.mip_primal_bound * money, out.mip_dual_bound * money)

        self.stop.follow(loaded.highs)
        if self.tell is not None:
            loaded.highs.cbMipInterrupt += look


def _whole(case: Case, scenarios: Scenarios, risk: Risk, effort: Effort, watch: Watch) -> Plan:
    program = build(lower(case, scenarios), risk)
    loaded = Loaded(program)
    watch.follow(loaded)
    plan = loaded.solve(watch.left(effort))
    watch.note(plan.objective, plan.bound)
    if plan.status == "infeasible":
        return replace(plan, reason=explain(program).sentence)
    return plan


def _parts(
    how: Parts, case: Case, scenarios: Scenarios, risk: Risk, effort: Effort, watch: Watch
) -> Plan:
    blocks = split(case, scenarios, risk)
    money = blocks.numbers.scales.money

    def tell(mark: Mark) -> None:
        watch.note(mark.upper * money, mark.lower * money)

    return decompose(blocks, watch.left(effort), how.crew(), tell, watch.stop)[0]


def _counted(futures: int) -> str:
    return f"{futures} future{'s' if futures > 1 else ''}"
