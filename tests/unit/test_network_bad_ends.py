"""Figures of Chongqing at their bad ends, and what a budget of them does to its plan."""

from __future__ import annotations

import pytest

from ionwright import network
from ionwright.errors import InputError
from ionwright.network import cases, summary
from ionwright.network.cases.bad_ends import FIGURES, SALTS

EFFORT = network.Effort(gap=2e-4, seconds=100.0)
PATH = "breakthrough"


@pytest.fixture(scope="module")
def opened():
    return cases.opened("chongqing")


@pytest.fixture(scope="module")
def figures():
    return cases.uncertain("chongqing")


def test_every_figure_raises_what_it_moves(opened, figures):
    assert [f.name for f in figures] == [SALTS, *FIGURES]
    for f in figures:
        assert f.factors, f.name
        assert min(min(x) for x in f.factors.values()) >= 1.0
        assert max(max(x) for x in f.factors.values()) > 1.0 + 1e-3
    network.Robust(figures, 1.0).check(opened.case)


def test_the_bad_end_of_what_is_lost_is_its_high_end(opened, figures):
    """Loss for each kWh replaced: 60, at most 120, on top of a liquid cell."""
    (lost,) = (f for f in figures if f.name == "substitute.premium_lost.all-solid-cell")
    for d in opened.case.demands:
        path = f"demands.{d.name}.short"
        if path in lost.factors:
            assert d.short * (lost.factors[path][0] - 1.0) == pytest.approx(60.0, rel=1e-9, abs=0)
    assert len(lost.factors) == 3


def test_what_moves_more_than_costs_belongs_to_futures():
    for name in ("solid-state-line.slots", "supplier.open_share", "Li2S.growth_seed"):
        with pytest.raises(InputError, match=r"Give futures instead"):
            cases.uncertain("chongqing", (name,))


def test_one_figure_with_a_budget_of_one_is_the_case_built_with_its_bad_end(opened):
    name = "supplier.margin.young"
    (figure,) = cases.uncertain("chongqing", (name,))[1:]
    assert opened.built is not None
    book = opened.built.book
    bad = cases.built("chongqing", book.changed(name, book.amount(name).high)).case
    futures = opened.scenarios.along(PATH)
    risk = network.Risk(robust=network.Robust((figure,), 1.0))
    found = network.solve(opened.case, futures, risk=risk, effort=EFFORT)
    other = network.solve(bad, futures, effort=EFFORT)
    assert found.bound <= other.objective * (1.0 + 1e-9)
    assert other.bound <= found.objective * (1.0 + 1e-9)


def test_a_budget_of_one_costs_more_and_builds_electrolyte_at_home(opened, figures):
    """The supplier of a young item may ask for much more: a plant at home is worth it then."""
    futures = opened.scenarios.along(PATH)
    plans = {}
    for budget in (0.0, 1.0):
        risk = network.Risk(robust=network.Robust(figures, budget))
        plans[budget] = plan = network.solve(opened.case, futures, risk=risk, effort=EFFORT)
        assert all(law.holds for law in plan.check())
        assert plan.size.smallest > 1e-6
    e = plans[1.0].evaluated()
    assert plans[1.0].bound > plans[0.0].objective
    assert e.mean >= plans[0.0].bound  # as it is, the plan of the budget is no cheaper
    home = {
        b: [x for x in summary.decided_now(plans[b])
            if x.region == "chongqing" and x.option.startswith("Li6PS5Cl")]
        for b in plans
    }  # fmt: skip
    assert not home[0.0]
    assert home[1.0]
