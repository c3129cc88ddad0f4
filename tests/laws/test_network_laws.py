"""Laws of the whole model on random cases in which every table has a say."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from network_cases import (
    EXACT,
    RTOL,
    close,
    doubled,
    shuffled,
    solved,
    some_case,
    some_futures,
    split,
)

from ionwright import network
from ionwright.network.case import Case
from ionwright.network.evaluate import cvar

SEEDS = (1, 2, 3)
"""Of cases in which each limit binds in one at least."""
RISK = network.Risk(0.3, 0.6)
FREE = (math.inf,)


def each(rows, **fields):
    """Return rows with the same fields of each replaced."""
    return tuple(replace(row, **fields) for row in rows)


RELAXED = {
    "people": lambda c: replace(c, pools=()),
    "slots": lambda c: replace(c, slots=each(c.slots, most=FREE)),
    "growth": lambda c: replace(c, growths=each(c.growths, factor=9.0)),
    "local content": lambda c: replace(c, quotas=each(c.quotas, share=(0.0,))),
    "carbon": lambda c: replace(c, carbon_caps=each(c.carbon_caps, most=FREE)),
    "second source": lambda c: replace(c, second_sources=()),
    "budgets": lambda c: replace(c, budgets=each(c.budgets, most=FREE)),
    "shelf life": lambda c: replace(c, items=each(c.items, shelf=None)),
    "one source": lambda c: replace(c, demands=each(c.demands, one_source=False)),
    "lanes": lambda c: replace(c, lanes=each(c.lanes, most=FREE, open=(1.0,))),
    "supplies": lambda c: replace(c, supplies=each(c.supplies, most=FREE)),
    "sizes": lambda c: replace(c, options=each(c.options, whole=False)),
    "decisions now": lambda c: replace(c, options=each(c.options, waits=True)),
    "dates": lambda c: replace(c, options=each(c.options, when=None)),
    "ramps": lambda c: replace(c, options=each(c.options, ramp=(1.0,))),
    "capacity": lambda c: replace(c, lines=each(c.lines, over=8.0)),
}
"""Ways of taking a limit back, each alone."""


@pytest.fixture(scope="module")
def plans() -> dict[int, network.Plan]:
    return {s: solved(some_case(s), some_futures(some_case(s), s, 2), RISK) for s in SEEDS}


@pytest.mark.parametrize("limit", RELAXED)
def test_relaxing_a_limit_never_raises_the_cost_and_somewhere_lowers_it(limit, plans):
    falls = []
    for plan in plans.values():
        found = network.solve(
            RELAXED[limit](plan.case), plan.scenarios, risk=plan.risk, effort=EXACT
        )
        assert found.objective <= plan.objective * (1.0 + RTOL)
        assert found.bound <= plan.objective * (1.0 + RTOL)
        falls.append(1.0 - found.objective / plan.objective)
    assert max(falls) > 1e-6


@pytest.mark.parametrize("seed", SEEDS)
def test_twice_of_everything_costs_twice(seed):
    case = some_case(seed)
    case = replace(case, options=each(case.options, whole=False))
    futures = some_futures(case, seed, 2)
    assert close(solved(doubled(case), futures, RISK).objective,
                 2.0 * solved(case, futures, RISK).objective)  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_splitting_every_future_in_two_changes_nothing(seed, plans):
    plan = plans[seed]
    found = solved(plan.case, split(plan.scenarios), RISK)
    assert close(found.objective, plan.objective)
    assert found.built.keys() == plan.built.keys()


@pytest.mark.parametrize("seed", SEEDS)
def test_other_names_in_another_order_change_nothing(seed, plans):
    plan = plans[seed]
    case, futures, names = shuffled(plan.case, plan.scenarios, seed)
    found = solved(case, futures, RISK)
    assert close(found.objective, plan.objective)
    assert set(found.built) == {names["options"][name] for name in plan.built}


@pytest.mark.parametrize("seed", SEEDS)
def test_one_future_is_the_case_as_written(seed):
    case = some_case(seed)
    one = network.Scenarios((network.Future("only", 1.0),))
    plain = solved(case)
    assert close(solved(case, one).objective, plain.objective)
    assert close(solved(case, one, network.Risk(0.7, 0.9)).objective, plain.objective)
    prices = (0.5, 1.0, 2.0)
    factors = {"demands.cars.amount": (1.3,), "supplies.ore at port.price": prices}
    changed = network.Scenarios((network.Future("only", 1.0, factors=factors),))
    cars, ore = case.demands[0], case.supplies[0]
    case = replace(
        case,
        demands=(replace(cars, amount=tuple(1.3 * x for x in cars.amount)), *case.demands[1:]),
        supplies=(
            replace(ore, price=tuple(a * b for a, b in zip(ore.price, prices, strict=True))),
            *case.supplies[1:],
        ),
    )
    assert close(solved(case).objective, solved(some_case(seed), changed).objective)


def test_the_tail_is_the_mean_at_nought_grows_and_tends_to_the_worst():
    case = some_case(3)
    futures = some_futures(case, 3, 3)
    mean = solved(case, futures).objective
    assert close(solved(case, futures, network.Risk(1.0, 0.0)).objective, mean)
    last = mean
    for tail in (0.3, 0.6, 0.9, 0.999):
        found = solved(case, futures, network.Risk(1.0, tail)).objective
        assert found >= last * (1.0 - RTOL)
        last = found
    worst = max(
        solved(case, futures.alone(f.name)).objective for f in futures.futures
    )  # no plan for all is cheaper in its worst future than the best for that one
    assert last >= worst * (1.0 - RTOL)
    robust = solved(case, futures, network.Risk(1.0, 0.999))
    assert close(float(robust.evaluated().total.max()), last)


def test_a_heavier_tail_lowers_the_worst_and_raises_the_mean():
    case = some_case(1)
    futures = some_futures(case, 1, 3)
    found = [solved(case, futures, network.Risk(w, 0.6)).evaluated() for w in (0.0, 0.5, 1.0)]
    for lighter, heavier in zip(found, found[1:], strict=False):
        low, high = (replace(e, risk=network.Risk(1.0, 0.6)).objective for e in (heavier, lighter))
        assert low <= high * (1.0 + RTOL)
        assert lighter.mean <= heavier.mean * (1.0 + RTOL)


COSTS = st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=6)


@given(COSTS, st.integers(0, 2**31), st.floats(0.0, 0.95), st.floats(0.0, 0.95))
def test_cvar_by_sorting_obeys_its_laws(costs, seed, one, other):
    share = np.random.default_rng(seed).dirichlet(np.ones(len(costs)))
    low, high = sorted((one, other))
    dust = 1e-9 * 1e3
    assert cvar(costs, share, 0.0) == pytest.approx(float(np.dot(costs, share)), rel=0, abs=dust)
    assert cvar(costs, share, low) <= cvar(costs, share, high) + dust
    assert cvar(costs, share, high) <= max(costs) + dust
    assert cvar(costs, share, 1.0 - 0.5 * share[int(np.argmax(costs))]) == pytest.approx(
        max(costs), rel=0, abs=dust
    )
    # The least over eta of the other definition.
    other_way = min(
        e + sum(p * max(c - e, 0.0) for c, p in zip(costs, share, strict=True)) / (1.0 - high)
        for e in costs
    )
    assert cvar(costs, share, high) == pytest.approx(other_way, rel=0, abs=dust)


@settings(max_examples=8)
@given(st.integers(10, 10_000))
def test_every_random_case_keeps_every_rule(seed):
    case: Case = some_case(seed, years=2)
    solved(case, some_futures(case, seed, 2), RISK)
