"""An instance through the objects and the solve path of every case, and how it ended."""

from __future__ import annotations

import time
from dataclasses import dataclass

from highspy import HighsModelStatus as Ended

from ionwright.network.benchmark.parts import Instance
from ionwright.network.direct import ENDINGS, Effort, Loaded
from ionwright.network.model import build
from ionwright.network.numbers import lower
from ionwright.network.plan import Plan

WORDS = {
    ENDINGS[Ended.kOptimal]: "optimal",
    ENDINGS[Ended.kTimeLimit]: "time limit",
    ENDINGS[Ended.kInterrupt]: "interrupted",
    ENDINGS[Ended.kInfeasible]: "infeasible",
    ENDINGS[Ended.kUnbounded]: "unbounded",
}
"""How benchmarks say that a solve ended."""
LEAST = 0.5
"""Time for the solver when building has taken the whole limit [s]."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an instance.

    Parameters
    ----------
    instance : Instance
    plan : Plan
    seconds : float
        For building and solving [s].
    """

    instance: Instance
    plan: Plan
    seconds: float

    @property
    def status(self) -> str:
        """A word of `WORDS`, or what the solver says."""
        return WORDS.get(self.plan.status, self.plan.status)

    @property
    def objective(self) -> float:
        """Cost of the plan; infinite where there is none [units of the file]."""
        return self.plan.objective

    @property
    def bound(self) -> float:
        """What no plan can beat; the solver's may pass a proved plan by a rounding."""
        return min(self.plan.bound, self.plan.objective)


def run(instance: Instance, seconds: float = 3600.0, gap: float = 1e-7) -> Outcome:
    """Return how an instance ends.

    Parameters
    ----------
    instance : Instance
    seconds : float
        Limit for building and solving [s].
    gap : float
        Relative distance between plan and bound that counts as proof [1].
    """
    begun = time.perf_counter()
    loaded = Loaded(build(lower(instance.case, instance.scenarios)))
    left = max(seconds - (time.perf_counter() - begun), LEAST)
    plan = loaded.solve(Effort(gap=gap, seconds=left))
    return Outcome(instance, plan, time.perf_counter() - begun)
