"""A plan evaluated: cost of each future by cause, mean, tail and objective, every rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ionwright.core.laws import Law
from ionwright.network.case import Case
from ionwright.network.evaluate import buildings, flows, limits
from ionwright.network.evaluate.checks import Check
from ionwright.network.evaluate.chosen import Chosen, chosen
from ionwright.network.evaluate.costs import by_cause
from ionwright.network.evaluate.given import Given
from ionwright.network.evaluate.tail import Weighing, cvar, weighed
from ionwright.network.evaluate.worst import worst
from ionwright.network.futures import Scenarios

TOLERANCE = 1e-6
"""Of each rule over its scale: a solver's tolerance on whole numbers, 1e-6, times its capacity."""


@dataclass(frozen=True)
class Evaluation:
    """What a plan costs in each future, by cause, and how far it is from each rule.

    Parameters
    ----------
    given : Given
    chosen : Chosen
    costs : dict of str to array, shape (futures,)
        Discounted cost by cause [money].
    checks : tuple of Check
    risk : Weighing
    added : array, shape (futures,)
        What the worst figures of its budget of uncertainty add [money]; not among the causes.
    """

    given: Given
    chosen: Chosen
    costs: dict[str, np.ndarray]
    checks: tuple[Check, ...]
    risk: Weighing
    added: np.ndarray

    @property
    def total(self) -> np.ndarray:
        """Cost of each future as it is, no figure at its bad end [money], shape (futures,)."""
        return np.sum(list(self.costs.values()), axis=0)

    @property
    def mean(self) -> float:
        """Mean cost [money]."""
        return float(self.total @ self.given.probability)

    @property
    def cvar(self) -> float:
        """Mean cost of the worst futures, at the tail of the risk [money]."""
        return cvar(list(self.total), list(self.given.probability), self.risk.tail)

    @property
    def objective(self) -> float:
        """What is minimised [money]."""
        counted = list(self.total + self.added)
        return weighed(counted, list(self.given.probability), self.risk)

    def laws(self, objective: float) -> tuple[Law, ...]:
        """Return how far the solver's objective and each family of rules are from holding.

        Parameters
        ----------
        objective : float
            What the solver says that the plan costs [money].
        """
        gross = sum(float(np.abs(c) @ self.given.probability) for c in self.costs.values())
        scale = abs(objective) or gross or 1.0
        cost = Law(
            "cost of the evaluator is the solver's", (self.objective - objective) / scale, 1e-6,
            "the solver's objective" if objective else "sum of the costs by cause",
        )  # fmt: skip
        return (cost, *(Law(c.words, c.residual, TOLERANCE, c.scale) for c in self.checks))


def evaluate(
    case: Case, scenarios: Scenarios, values: Mapping[str, Any], risk: Weighing
) -> Evaluation:
    """Return what a plan costs and how far it is from each rule of its case.

    Parameters
    ----------
    case : Case
    scenarios : Scenarios
    values : mapping of str to DataArray
        Amounts of the plan by variable, labelled, in units of the case.
    risk : Weighing
        Weight and size of the tail, and the budget of uncertainty.

    Raises
    ------
    ValueError
        If an array lacks a period of the case or a future.
    """
    g = Given(case, scenarios)
    x = chosen(g, values)
    n, stands = flows.Nodes(g, x), buildings.capacity(g, x)
    checks = (
        flows.balance(n),
        flows.signs(n),
        flows.most(n),
        buildings.loads(g, x, stands),
        buildings.sizes(g, x),
        buildings.whole(g, x),
        buildings.decided_now(g, x),
        flows.one_source(n),
        flows.second_source(n),
        flows.shelf(n),
        buildings.people(g, x, stands),
        buildings.slots(g, x),
        buildings.budgets(g, x),
        buildings.grants(g, x),
        buildings.growth(g, stands),
        limits.quotas(n),
        limits.spreads(n),
        limits.carbon_caps(g, x),
    )
    return Evaluation(g, x, by_cause(g, x), checks, risk, worst(g, x, risk.robust))
