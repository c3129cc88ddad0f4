"""From a case and its futures to a plan."""

from __future__ import annotations

from dataclasses import replace

from ionwright.network.case import Case
from ionwright.network.direct import EFFORT, Effort, Loaded
from ionwright.network.explain import explain
from ionwright.network.futures import Scenarios
from ionwright.network.model import build
from ionwright.network.numbers import lower
from ionwright.network.plan import Plan
from ionwright.network.program import MEAN, Risk

__all__ = ["Effort", "solve"]


def solve(
    case: Case,
    scenarios: Scenarios | None = None,
    *,
    risk: Risk = MEAN,
    effort: Effort = EFFORT,
) -> Plan:
    """Return the cheapest plan that can be found, with the bound that no plan can beat.

    Parameters
    ----------
    case : Case
    scenarios : Scenarios or None
        What may happen; None: the case holds as written.
    risk : Risk
        Mean of the cost, or a mix of mean and tail.
    effort : Effort
        Gap and time.

    Returns
    -------
    Plan
        `status` says how it ended; an infeasible case has no values, and `reason` says why.

    Raises
    ------
    InputError
        If a future names what the case has not.
    """
    numbers = lower(case, scenarios or Scenarios.certain())
    program = build(numbers, risk)
    plan = Loaded(program).solve(effort)
    if plan.status == "infeasible":
        return replace(plan, reason=explain(program).sentence)
    return plan
