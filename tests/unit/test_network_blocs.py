"""The case four-blocs: what is drawn, what leaves China costs, and strategies between countries."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ionwright import network
from ionwright.network import cases, summary
from ionwright.network.cases import chongqing_market as market
from ionwright.network.cases.chongqing import OXIDE
from ionwright.network.cases.chongqing_makers import SOLID
from ionwright.network.cases.four_blocs import FourBlocs, scenarios
from ionwright.network.strategies import Apart

EFFORT = network.Effort(gap=5e-3, seconds=60.0)
TO_AMERICA = "lanes.all-solid-cell: yangtze-delta to savannah by sea.cost"


@pytest.fixture(scope="module")
def built():
    return FourBlocs().build()


@pytest.fixture(scope="module")
def drawn(built):
    return scenarios(built.book, built.case, 9)


@pytest.fixture(scope="module")
def plans(built, drawn):
    """Plans under three strategies by name."""
    listed = {s.name: s for s in cases.strategies("four-blocs", built.book)}
    names = ("everything from China", "whatever is cheapest", "two blocs for each critical item")
    return {
        n: network.solve(listed[n].apply(built.case), drawn, effort=EFFORT) for n in names
    }  # fmt: skip


def test_what_is_drawn_does_not_change_with_the_count_and_adds_up(built, drawn):
    more = scenarios(built.book, built.case, 60)
    for a, b in zip(drawn.futures, more.futures, strict=False):
        assert (a.path, a.factors) == (b.path, b.factors)
    assert math.fsum(f.probability for f in more.futures) == pytest.approx(1.0, rel=1e-12, abs=0)
    assert {f.path for f in drawn.futures} == set(market.PATHS)
    shut = [any(p.endswith(".open") for p in f.factors) for f in more.futures]
    assert 0.3 < float(np.mean(shut)) < 0.7  # a chance of a half, 60 draws: five sigma is 0.32
    assert scenarios(built.book, built.case, 9, seed=2) != drawn


def test_duties_are_drawn_from_their_year_on_and_within_their_range(built):
    more = scenarios(built.book, built.case, 60)
    b, value = built.book, market.full_costs(built.book, built.recipes)[SOLID]
    (lane,) = (x for x in built.case.lanes if f"lanes.{x.name}.cost" == TO_AMERICA)
    duties = []
    for f in more.futures:
        first, *_, last = f.factors[TO_AMERICA]
        assert f.factors[TO_AMERICA][:2] == (first, first)
        duties.append((last - first) * lane.cost[0] / value + b["united-states.tariff"])
    a = b.amount("united-states.tariff")
    assert a.low <= min(duties) < a.typical < max(duties) <= a.high


def test_freight_at_sea_is_drawn_alike_for_every_lane_of_a_future(built, drawn):
    a = built.book.amount("sea.freight_price")
    lanes = {x.name: x for x in built.case.lanes}
    for f in drawn.futures:
        found = []
        for path, factor in f.factors.items():
            name = path.removeprefix("lanes.").removesuffix(".cost")
            if name in lanes and lanes[name].item == "NMC811" and path.endswith(".cost"):
                found.append((factor[0] - 1.0) * lanes[name].cost[0] * 1e3 + a.typical)
        assert max(found) == pytest.approx(min(found), rel=1e-9, abs=0)
        assert a.low <= found[0] <= a.high


def test_cells_that_leave_china_bear_the_tax_that_is_not_paid_back(built):
    cost = {(x.origin, x.to): x.cost[0] for x in built.case.lanes if x.item == SOLID}
    value = market.full_costs(built.book, built.recipes)[SOLID]
    # At sea every way costs the same: what is left is the tax, and to America the duty.
    levy = cost["yangtze-delta", "salzgitter"] - cost["idemitsu-chiba", "salzgitter"]
    assert levy == pytest.approx(built.book["china.export_levy"] * value, rel=1e-9, abs=0)
    both = cost["yangtze-delta", "savannah"] - cost["idemitsu-chiba", "savannah"]
    assert both == pytest.approx(levy + 0.25 * value, rel=1e-9, abs=0)


def test_an_oxide_cell_has_its_drawn_futures_too():
    found = FourBlocs(solid=OXIDE).build()
    scenarios(found.book, found.case, 3).check(found.case)


def test_every_plan_keeps_every_rule_and_what_forbids_never_costs_less(plans):
    free = plans["whatever is cheapest"]
    for name, plan in plans.items():
        assert plan.status == "done", name
        assert all(law.holds for law in plan.check()), name
        assert plan.objective >= free.bound
        assert plan.seconds < 60.0


def test_from_china_alone_nothing_new_stands_elsewhere(built, plans):
    china = built.home
    plan = plans["everything from China"]
    assert {b.region for b in summary.decided_now(plan)} <= {china}
    region = {s.name: s.region for s in plan.case.sites}
    elsewhere = {region[x.site] for x in plan.case.lines} - {china}
    assert elsewhere
    assert float(summary.made(plan, SOLID, elsewhere).max()) == 0.0


def test_two_blocs_make_each_critical_item(built, plans):
    plan = plans["two blocs for each critical item"]
    (two,) = (s for s in cases.strategies("four-blocs", built.book) if isinstance(s, Apart))
    regions = {s.region for s in plan.case.sites}
    for item in ("Li2S", "Li6PS5Cl", "lithium-foil"):
        every, home = (summary.made(plan, item, r)[-3:] for r in (regions, {built.home}))
        assert float((home - two.share * every).max()) <= 1e-6 * float(every.max())
        assert float(every.max()) > 0.0
