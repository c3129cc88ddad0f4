"""Strategies side by side: cost as an interval from both bounds, regret, jobs, what is seen.

A difference of two costs is known no better than both bounds: from the lower bound of one less the
plan of the other to the reverse. Where it contains zero nothing is ranked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ionwright.network import summary
from ionwright.network.case import Case
from ionwright.network.direct import EFFORT, Effort
from ionwright.network.driver import solve
from ionwright.network.futures import Scenarios
from ionwright.network.plan import Plan
from ionwright.network.stop import go_on
from ionwright.network.strategies import Strategy
from ionwright.network.value import UNSEEN, Interval, between

ALL = "all paths"


@dataclass(frozen=True)
class Outcome:
    """A strategy with its plan for some futures.

    Parameters
    ----------
    strategy, path : str
    cost : Interval
        With what the strategy costs beside the plan [money].
    plan : Plan
    """

    strategy: str
    path: str
    cost: Interval
    plan: Plan

    def local(self, region: str) -> tuple[str, ...]:
        """Return what a region decides on now."""
        return tuple(b.option for b in summary.decided_now(self.plan) if b.region == region)

    def posts(self, region: str) -> float:
        """Return the posts of a region in the last period, mean over futures [people]."""
        if not self.plan.values:
            return 0.0
        chance = np.array([f.probability for f in self.plan.scenarios.futures])
        return float(summary.posts(self.plan, region)[-1] @ chance)


def outcomes(
    case: Case,
    scenarios: Scenarios,
    strategies: Sequence[Strategy],
    effort: Effort = EFFORT,
) -> tuple[Outcome, ...]:
    """Return each strategy on each named path alone, then on all of them."""
    paths = [*dict.fromkeys(f.path for f in scenarios.futures if f.path)]
    out = []
    for s in strategies:
        changed = s.apply(case)
        beside = s.beside(changed)
        for path in (*paths, ALL):
            some = scenarios if path == ALL else scenarios.along(path)
            plan = solve(changed, some, effort=effort)
            go_on(plan.status)
            found = between(plan)
            cost = Interval(found.low + beside, found.high + beside)
            out.append(Outcome(s.name, path, cost, plan))
    return tuple(out)


def difference(a: Outcome, b: Outcome, money: str) -> str:
    """Return one sentence on two outcomes of one path."""
    gap = a.cost - b.cost
    if not gap.seen:
        bounds = f"{gap.low / 1e6:,.1f} to {gap.high / 1e6:,.1f} M{money}"
        return f"{a.strategy} against {b.strategy}: {UNSEEN} ({bounds})"
    word, ends = ("dearer", (gap.low, gap.high)) if gap.low > 0.0 else (
        "cheaper", (-gap.high, -gap.low)
    )  # fmt: skip
    return (
        f"{a.strategy} is {ends[0] / 1e6:,.1f} to {ends[1] / 1e6:,.1f} M{money} {word} "
        f"than {b.strategy}"
    )


def regret(found: Sequence[Outcome]) -> dict[tuple[str, str], Interval]:
    """Return by strategy and path what it costs beyond the best strategy of that path."""
    best: dict[str, Outcome] = {}
    for o in found:
        if o.path not in best or o.cost.high < best[o.path].cost.high:
            best[o.path] = o
    return {(o.strategy, o.path): _beyond(o, best[o.path]) for o in found}


def _beyond(o: Outcome, best: Outcome) -> Interval:
    """Return a regret; that of the best is nothing."""
    if o is best:
        return Interval(0.0, 0.0)
    gap = o.cost - best.cost
    return Interval(max(0.0, gap.low), max(0.0, gap.high))


@dataclass(frozen=True, slots=True)
class Switch:
    """Where between two values of a figure the answer changes.

    Parameters
    ----------
    figure : str
    low, typical, high : float
    below, above : tuple of float or None
        Last value with the answer of the typical one and first with another, towards the low and
        the high end; None: the answer holds to that end.
    """

    figure: str
    low: float
    typical: float
    high: float
    below: tuple[float, float] | None
    above: tuple[float, float] | None

    def text(self, unit: str) -> str:
        """Return one sentence."""
        head = f"{self.figure} = {self.typical:.4g} ({self.low:.4g} to {self.high:.4g}) {unit}: "
        found = [
            f"another plan {word} {sorted(pair)[0]:.4g} to {sorted(pair)[1]:.4g}"
            for word, pair in (("below", self.below), ("above", self.above))
            if pair is not None
        ]
        return head + ("; ".join(found) if found else "the plan holds in the whole range")


def switching(
    figure: str, ends: tuple[float, float, float], answer: Callable[[float], object], steps: int = 5
) -> Switch:
    """Return where the answer changes, by bisection from the typical value to each end.

    Parameters
    ----------
    figure : str
    ends : tuple of float
        Low, typical and high value.
    answer : callable
        Of a value; answers are compared for equality. An answer that changes and comes back
        between two values that are looked at is not seen.
    steps : int
        Halvings.
    """
    low, typical, high = ends
    here = answer(typical)

    def towards(end: float) -> tuple[float, float] | None:
        if end == typical or answer(end) == here:
            return None
        same, other = typical, end
        for _ in range(steps):
            middle = 0.5 * (same + other)
            same, other = (middle, other) if answer(middle) == here else (same, middle)
        return same, other

    return Switch(figure, low, typical, high, towards(low), towards(high))
