"""The evaluator sees what is wrong with a plan, and where its cost lies."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from network_cases import close, solved, some_case, some_futures

from ionwright import network
from ionwright.core.laws import all_hold
from ionwright.errors import InputError
from ionwright.network.case import (
    Budget,
    CarbonCap,
    Case,
    Demand,
    Growth,
    Item,
    Lane,
    Line,
    Option,
    Period,
    Pool,
    Quota,
    Run,
    SecondSource,
    Site,
    Slots,
    Supply,
    Way,
)
from ionwright.network.evaluate import CAUSES, evaluate, landed
from ionwright.network.evaluate.flows import within
from ionwright.network.evaluate.given import Given

RISK = network.Risk(0.4, 0.5)


@pytest.fixture(scope="module")
def plan() -> network.Plan:
    case = some_case(3)
    return solved(case, some_futures(case, 3), RISK)


def broken(plan: network.Plan, **values) -> set[str]:
    """Return the laws that a plan with other values breaks."""
    found = replace(plan, values=plan.values | values).check()
    return {law.name for law in found if not law.holds}


def test_another_amount_breaks_the_balance_and_the_cost(plan):
    flow = plan.values["flow"] * 1.001
    assert {"what comes to a node leaves it", "cost of the evaluator is the solver's"} <= broken(
        plan, flow=flow
    )


def test_labels_not_places_say_what_an_amount_is(plan):
    turned = {
        name: v.isel({d: slice(None, None, -1) for d in v.dims}).transpose(*v.dims[::-1])
        for name, v in plan.values.items()
    }
    assert not broken(plan, **turned)


def test_part_of_a_whole_option_is_seen(plan):
    build = plan.values["build"] * 0.5
    assert {"whole options are whole", "lines run within what stands"} <= broken(plan, build=build)


def test_a_negative_amount_is_seen(plan):
    assert "nothing is negative or where it may not be" in broken(plan, buy=-plan.values["buy"])


def test_stock_of_what_is_not_stored_is_seen(plan):
    stock = plan.values["stock"]
    names = [x.replace("salt", "cell") for x in map(str, stock.coords["node"].values)]
    assert "nothing is negative or where it may not be" in broken(
        plan, stock=stock.assign_coords(node=names) + 1.0
    )


def test_a_plan_tells_what_stands(plan):
    standing = plan.values["standing"] + 1.0
    assert broken(plan, standing=standing) == {"lines run within what stands"}


TIGHTER = {
    "posts are filled by those who are there": lambda c: replace(
        c, pools=tuple(replace(p, now=0.0, leave=1.0) for p in c.pools)
    ),
    "equipment slots suffice": lambda c: replace(c, slots=(Slots("kilns", (0.01,)),)),
    "capital within its budgets": lambda c: replace(c, budgets=(Budget("b", "inland", (1.0,)),)),
    "capacity grows no faster than it may": lambda c: replace(
        c, growths=(Growth("g", "cell", 1.0, 0.1),)
    ),
    "local content as the quota says": lambda c: replace(
        c, quotas=(Quota("q", "salt", "inland", (1.0,)),)
    ),
    "carbon under its caps": lambda c: replace(c, carbon_caps=(CarbonCap("cap", (1.0,)),)),
    "no origin brings more than its share": lambda c: replace(
        c, second_sources=(SecondSource("s", "cars", 0.01),)
    ),
    "stock is used while it keeps": lambda c: replace(
        c, items=tuple(replace(i, shelf=1e-3 if i.hold else None) for i in c.items)
    ),
    "one lane brings all of a demand of one source": lambda c: replace(
        c, demands=tuple(replace(d, one_source=d.name == "cars") for d in c.demands)
    ),
    "lanes and supplies within their most": lambda c: replace(
        c, lanes=tuple(replace(x, open=(0.0,)) for x in c.lanes)
    ),
    "one size at a time, built once, when it may be": lambda c: replace(
        c, options=tuple(replace(o, when=()) for o in c.options)
    ),
    "lines run within what stands": lambda c: replace(
        c, options=tuple(replace(o, lead=2) for o in c.options)
    ),
    "whole options are whole": lambda c: replace(
        c, options=tuple(replace(o, whole=True) for o in c.options)
    ),
}
"""Rules set tighter than a plan made for easier ones."""


@pytest.mark.parametrize("rule", TIGHTER)
def test_a_plan_for_easier_rules_breaks_the_tighter_one(rule, plan):
    found = evaluate(TIGHTER[rule](plan.case), plan.scenarios, plan.values, plan.risk)
    (worst,) = (c for c in found.checks if c.words == rule)
    assert worst.residual > 1e-3
    assert worst.where


def test_decisions_of_now_that_differ_between_futures_are_seen(plan):
    futures = list(plan.values["flow"].coords["future"].values)
    apart = plan.values["build"].expand_dims(future=futures).copy()
    apart[0] = 1.0 - apart[0]
    assert "what is decided now is alike in every future" in broken(plan, build=apart)


def test_a_plan_without_values_is_not_evaluated(plan):
    with pytest.raises(InputError, match="infeasible"):
        replace(plan, status="infeasible", values={}).check()


@pytest.mark.parametrize("seed", [0, 3, 5])
def test_parts_of_the_landed_cost_add_up_to_the_cost_of_the_plan(seed):
    case = some_case(seed)
    e = solved(case, some_futures(case, seed), RISK).evaluated()
    found = landed(e)
    assert close(sum(float(e.costs[c] @ e.given.probability) for c in CAUSES), e.mean)
    for cause in CAUSES:
        carried = sum(
            found.unit_cost[d][cause] * found.delivered[d] for d in found.unit_cost
        ) + found.apart[cause]  # fmt: skip
        assert carried == pytest.approx(
            float(e.costs[cause] @ e.given.probability), rel=1e-9, abs=1e-9 * e.mean
        )
    assert found.apart["freight and duty"] == pytest.approx(0.0, rel=0, abs=1e-6 * e.mean)
    assert found.apart["purchases"] == pytest.approx(0.0, rel=0, abs=1e-6 * e.mean)
    assert found.apart["shortage"] == pytest.approx(
        float(e.costs["shortage"] @ e.given.probability), rel=1e-9, abs=0
    )


def test_landed_cost_of_a_chain_worked_out_by_hand():
    case = Case(
        "chain", "EUR", (Period("1", 2.0, 2.0), Period("2", 1.0, 0.5)),
        (Site("mine", "west"), Site("town", "east")),
        (Item("ore", "kg", hold=0.1), Item("good", "pc"), Item("tails", "kg", waste=0.25)),
        (Way("make", {"ore": 2.0}, {"good": 1.0, "tails": 4.0}),),
        (Line("plant", "town", "pc", people=0.5),),
        (Run("make", "plant", "make", cost=(3.0,), carbon=2.0),),
        (Option("o", "plant", 10.0, 40.0, when=(0,)),),
        (Lane("rail", "mine", "town", "ore", cost=(0.5,), carbon=0.5),),
        (Supply("pit", "mine", "ore", (1.0,), carbon=1.0),),
        (Demand("all", "town", "good", (10.0, 5.0)),),
        pools=(Pool("crew", "east", 1.0, 0.0, (2.0,), 6.0, 1.0),),
        carbon_price=(0.1,),
    )  # fmt: skip
    e = solved(case).evaluated()
    found = landed(e).unit_cost["all"]
    units = 10 * 2.0 + 5 * 0.5  # discounted
    want = {
        "building": 40.0 * 2.5 / units,
        "people": 4 * 6.0 * (2.0 / 2.0) / units,  # 10 x 0.5 posts, 1 there: 4 trained
        "runs": 3.0,
        "freight and duty": 2 * 0.5,
        "purchases": 2 * 1.0,
        "carbon": 0.1 * (2.0 + 2 * 0.5 + 2 * 1.0),
    }
    for cause in CAUSES:
        assert found[cause] == pytest.approx(want.get(cause, 0.0), rel=1e-9, abs=1e-12), cause
    # Tails leave nowhere: getting rid of them, 4 kg at 0.25, stays apart.
    assert landed(e).apart["waste"] == pytest.approx(units, rel=1e-9, abs=0)


def test_stock_keeps_over_the_periods_within_its_life():
    leaves, ends = np.array([[1.0], [2.0], [4.0]]), np.array([1.0, 3.0, 4.0])
    assert within(leaves, ends, 0, 0.5)[0] == pytest.approx(1.0, rel=1e-12, abs=0)
    assert within(leaves, ends, 0, 2.25)[0] == pytest.approx(4.0 + 1.0, rel=1e-12, abs=0)
    assert within(leaves, ends, 0, 5.0)[0] == pytest.approx(4.0 + 4.0 + 8.0, rel=1e-12, abs=0)
    assert within(leaves, ends, 2, 0.5)[0] == pytest.approx(2.0, rel=1e-12, abs=0)


def test_nothing_times_no_limit_is_nothing():
    case = some_case(0)
    closed = network.Scenarios(
        (network.Future("shut", 1.0, factors={"supplies.ore at port.most": (0.0,)}),)
    )
    g = Given(case, closed)
    assert (g.value("supplies", "ore at port", "most", case.supplies[0].most) == 0.0).all()
    assert all_hold(solved(case, closed).check())
