"""What knowing is worth: of the stochastic solution, of perfect information; regret of plans.

Every solve leaves a gap, so each cost is an interval from its bound to its plan, and so is every
difference. Where a difference contains zero, nothing is said about which is better.

Here-and-now decisions of a plan are held and each future is solved apart, in one program that is
changed in place; the mean and the tail of the least costs of the futures are the least mean and
tail, as both grow with every cost.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ionwright.network.case import Case
from ionwright.network.direct import EFFORT, Effort, Loaded
from ionwright.network.driver import solve
from ionwright.network.evaluate import weighed
from ionwright.network.futures import Future, Scenarios
from ionwright.network.model import build
from ionwright.network.numbers import lower
from ionwright.network.plan import Plan
from ionwright.network.program import MEAN, Risk
from ionwright.network.robust import NOTHING, Robust

UNSEEN = "no difference that we can see"


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure that lies between two bounds.

    Parameters
    ----------
    low, high : float
    """

    low: float
    high: float

    def __sub__(self, other: Interval) -> Interval:
        """Return the interval of a difference."""
        return Interval(_less(self.low, other.high), _less(self.high, other.low))

    @property
    def seen(self) -> bool:
        """Whether it does not contain zero, so that its sign is known."""
        return self.low > 0.0 or self.high < 0.0

    def text(self, unit: str) -> str:
        """Return both bounds, and what they do not show."""
        bounds = f"{self.low:,.6g} to {self.high:,.6g} {unit}"
        return bounds if self.seen else f"{UNSEEN} ({bounds})"


def _less(a: float, b: float) -> float:
    """Return a - b; what is impossible in both has no difference that is known."""
    both = math.isinf(a) and math.isinf(b) and (a > 0.0) == (b > 0.0)
    return 0.0 if both else a - b


def between(plan: Plan) -> Interval:
    """Return the interval of the least cost of a program: its bound to its plan's [money]."""
    if plan.status == "infeasible":
        return Interval(math.inf, math.inf)
    return Interval(min(plan.bound, plan.objective), plan.objective)


@dataclass(frozen=True, slots=True)
class Value:
    """What knowing is worth [money].

    Parameters
    ----------
    recourse : Interval
        Cost of the best plan for all futures.
    expected_value : Interval
        Cost, over all futures, of the plan made for their mean; infinite where it cannot be
        carried out in one of them.
    wait_and_see : Interval
        Cost if each future were known before deciding.
    plan, mean_plan : Plan
        The best plan, and the one made for the mean. Another plan as cheap in the mean can have
        another cost over the futures.
    """

    recourse: Interval
    expected_value: Interval
    wait_and_see: Interval
    plan: Plan
    mean_plan: Plan

    @property
    def stochastic(self) -> Interval:
        """Value of the stochastic solution: what the plan made for the mean costs more."""
        return self.expected_value - self.recourse

    @property
    def information(self) -> Interval:
        """Value of perfect information: what knowing the future before deciding would save."""
        return self.recourse - self.wait_and_see


@dataclass(frozen=True, slots=True)
class Regret:
    """What plans cost in each future, beside the best that could be done in it [money].

    Parameters
    ----------
    best : dict of str to Interval
        By future: cost if it were known.
    costs : dict of str to (dict of str to Interval)
        By plan, then by future: cost with the plan's decisions of now.
    """

    best: dict[str, Interval]
    costs: dict[str, dict[str, Interval]]

    @property
    def regret(self) -> dict[str, dict[str, Interval]]:
        """Return by plan and future what the plan costs more than the best."""
        return {
            plan: {future: cost - self.best[future] for future, cost in by_future.items()}
            for plan, by_future in self.costs.items()
        }

    def compare(self, one: str, other: str) -> dict[str, Interval]:
        """Return by future what a plan costs more than another."""
        return {f: self.costs[one][f] - self.costs[other][f] for f in self.best}


def worth(
    case: Case, scenarios: Scenarios, *, risk: Risk = MEAN, effort: Effort = EFFORT
) -> Value:  # fmt: skip
    """Return the value of the stochastic solution and of perfect information.

    Parameters
    ----------
    case : Case
    scenarios : Scenarios
    risk : Risk
    effort : Effort
        Of each solve.

    Raises
    ------
    InputError
        If a future names what the case has not.
    """
    plan = solve(case, scenarios, risk=risk, effort=effort)
    mean_plan = solve(case, scenarios.mean(), risk=replace(risk, weight=0.0), effort=effort)
    plans = {"mean": mean_plan} if mean_plan.values else {}
    found = regret(case, scenarios, plans, robust=risk.robust, effort=effort)
    nothing = {f.name: Interval(math.inf, math.inf) for f in scenarios.futures}
    return Value(
        between(plan),
        _weighed(found.costs.get("mean", nothing), scenarios, risk),
        _weighed(found.best, scenarios, risk),
        plan,
        mean_plan,
    )


def regret(
    case: Case,
    scenarios: Scenarios,
    plans: Mapping[str, Plan],
    *,
    robust: Robust = NOTHING,
    effort: Effort = EFFORT,
) -> Regret:
    """Return what plans cost in each future, with their decisions of now held.

    Parameters
    ----------
    case : Case
    scenarios : Scenarios
    plans : mapping of str to Plan
        Of the same case, by any name.
    robust : Robust
        Figures of which some turn bad in every future.
    effort : Effort
        Of each solve: one a plan and future, and one a future.
    """
    loaded = Loaded(build(lower(case, _alone(scenarios.futures[0])), Risk(robust=robust)))
    best: dict[str, Interval] = {}
    costs: dict[str, dict[str, Interval]] = {name: {} for name in plans}
    for future in scenarios.futures:
        loaded.change(scenarios=_alone(future))
        best[future.name] = between(loaded.solve(effort))
        for name, plan in plans.items():
            with loaded.fixed(plan):
                costs[name][future.name] = between(loaded.solve(effort))
    return Regret(best, costs)


def _alone(future: Future) -> Scenarios:
    return Scenarios((replace(future, name="this future", probability=1.0),))


def _weighed(costs: Mapping[str, Interval], scenarios: Scenarios, risk: Risk) -> Interval:
    """Return mean and tail of intervals; a future that cannot happen weighs nothing."""
    happens = [f for f in scenarios.futures if f.probability > 0.0]
    share = [f.probability for f in happens]

    def of(ends: Sequence[float]) -> float:
        return math.inf if math.inf in ends else weighed(ends, share, risk)

    return Interval(
        of([costs[f.name].low for f in happens]), of([costs[f.name].high for f in happens])
    )
