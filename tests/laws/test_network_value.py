"""What knowing is worth: never negative, in the right order, and honest about gaps."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from network_cases import EXACT, RTOL, close, farm, some_case, some_futures

from ionwright import network
from ionwright.network.evaluate import weighed
from ionwright.network.value import UNSEEN, Interval, between

FINITE = st.floats(-1e6, 1e6)


@pytest.mark.parametrize(("seed", "weight"), [(0, 0.0), (1, 0.5), (3, 0.0)])
def test_waiting_costs_least_then_recourse_then_the_plan_made_for_the_mean(seed, weight):
    case = some_case(seed)
    futures, risk = some_futures(case, seed), network.Risk(weight, 0.5)
    found = network.worth(case, futures, risk=risk, effort=EXACT)
    slack = RTOL * abs(found.recourse.high)
    assert found.wait_and_see.low <= found.recourse.high + slack
    assert found.recourse.low <= found.expected_value.high + slack
    assert found.stochastic.high >= -slack
    assert found.information.high >= -slack
    assert found.information.seen
    again = network.regret(case, futures, {"best": found.plan}, effort=EXACT)
    share = [f.probability for f in futures.futures]
    cost = weighed([again.costs["best"][f.name].high for f in futures.futures], share, risk)
    assert close(cost, found.plan.objective)
    for regret in again.regret["best"].values():
        assert regret.high >= -slack


def test_figures_of_a_case_solved_by_hand():
    case, futures = farm()
    found = network.worth(case, futures, effort=EXACT)
    # Nothing: 150, 600. Small: 105, 100 + 10 + 300 = 410. Large: 165, 180.
    # Mean demand 12.5: nothing 375, small 185, large 172.5. So the mean asks for the large one.
    assert found.plan.built == {"large": {"2030": 1.0}} == found.mean_plan.built
    assert found.recourse.high == pytest.approx(172.5, rel=1e-9, abs=0)
    assert found.wait_and_see.high == pytest.approx((105 + 180) / 2, rel=1e-9, abs=0)
    assert found.information.high == pytest.approx(30.0, rel=1e-9, abs=0)
    assert found.stochastic.high == pytest.approx(0.0, rel=0, abs=1e-9 * 172.5)
    dear = replace(case, options=(case.options[0], replace(case.options[1], yearly=190.0)))
    plans = {"small": network.solve(dear, effort=EXACT), "large": found.plan}
    assert plans["small"].built == {"small": {"2030": 1.0}}
    seen = network.regret(dear, futures, plans, effort=EXACT)
    # Best: 105 in the low future, 190 + 20 = 210 in the high one.
    assert seen.regret["small"]["low"].high == pytest.approx(0.0, rel=0, abs=1e-7)
    assert seen.regret["small"]["high"].high == pytest.approx(200.0, rel=1e-9, abs=0)
    assert seen.regret["large"]["low"].high == pytest.approx(90.0, rel=1e-9, abs=0)
    assert seen.compare("large", "small")["low"].seen
    value = network.worth(dear, futures, effort=EXACT)
    # Mean demand 12.5 asks for the small one (185 against 202.5): 257.5 over both futures; the
    # large one costs (195 + 210) / 2 = 202.5.
    assert value.stochastic.high == pytest.approx(257.5 - 202.5, rel=1e-9, abs=0)


def test_a_plan_that_cannot_be_carried_out_in_a_future_costs_without_end():
    case, futures = farm()
    bound = replace(case, supplies=(), options=(replace(case.options[0], yearly=1.0),
                                                replace(case.options[1], yearly=50.0)))  # fmt: skip
    easy = network.Scenarios((replace(futures.futures[0], probability=0.9),
                              replace(futures.futures[1], probability=0.1)))  # fmt: skip
    found = network.worth(bound, easy, effort=EXACT)
    assert found.expected_value == Interval(math.inf, math.inf)
    assert found.stochastic.low == math.inf
    assert found.recourse.high < math.inf


def test_a_gap_is_said_where_it_hides_the_difference():
    wide, near = Interval(90.0, 100.0), Interval(95.0, 97.0)
    assert not (wide - near).seen
    assert (wide - near).text("EUR").startswith(UNSEEN)
    assert (Interval(98.0, 100.0) - near).text("EUR") == "1 to 5 EUR"


@given(FINITE, FINITE, FINITE, FINITE, st.floats(0, 1), st.floats(0, 1))
def test_a_difference_holds_every_difference_of_what_the_intervals_hold(a, b, c, d, x, y):
    one, other = Interval(min(a, b), max(a, b)), Interval(min(c, d), max(c, d))
    at = one.low + x * (one.high - one.low) - (other.low + y * (other.high - other.low))
    found, dust = one - other, 1e-9 * 1e6
    assert found.low - dust <= at <= found.high + dust
    assert (other - one) == Interval(-found.high, -found.low)


def test_a_solve_that_was_stopped_has_an_interval_that_holds_the_best():
    case = some_case(3)
    futures = some_futures(case, 3)
    best = network.solve(case, futures, effort=EXACT)
    rough = between(network.solve(case, futures, effort=replace(EXACT, gap=0.2)))
    assert rough.low * (1 - RTOL) <= best.objective <= rough.high * (1 + RTOL)
