"""The model: its variables, its constraints in reading order, its objective."""

from __future__ import annotations

from ionwright.network import cost
from ionwright.network.constraints import capacity, cuts, flows, grants, limits, worst
from ionwright.network.numbers import Numbers
from ionwright.network.program import MEAN, Program, Risk, variables

CONSTRAINTS = (
    flows.balance,
    capacity.standing,
    capacity.capacity,
    capacity.one_size,
    cuts.linking,
    flows.one_source,
    flows.second_source,
    limits.spreads,
    flows.shelf,
    limits.people,
    limits.slots,
    limits.budgets,
    grants.grants,
    limits.growth,
    limits.quotas,
    limits.carbon_caps,
    worst.worst,
)
"""Every constraint; one that has nothing to say adds no row."""


def build(numbers: Numbers, risk: Risk = MEAN) -> Program:
    """Return the program of a case and its futures."""
    p = Program(numbers, risk)
    variables(p)
    for constraint in CONSTRAINTS:
        constraint(p)
    cost.objective(p)
    return p
