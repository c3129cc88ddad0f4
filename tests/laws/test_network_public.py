"""Grants out of a budget, and shares of regions: by hand, as laws, as the evaluator sees them."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from network_cases import (
    EXACT,
    close,
    doubled,
    shuffled,
    solved,
    some_case,
    some_futures,
    split,
)

from ionwright import network
from ionwright.errors import InputError
from ionwright.network import files
from ionwright.network.benders.blocks import split as split_blocks
from ionwright.network.benders.run import decompose
from ionwright.network.case import (
    Case,
    Demand,
    Grant,
    Item,
    Lane,
    Line,
    Option,
    Period,
    Run,
    Site,
    Spread,
    Supply,
    Way,
)
from ionwright.network.direct import Loaded
from ionwright.network.evaluate import evaluate, landed
from ionwright.network.model import build
from ionwright.network.numbers import lower

RISK = network.Risk(0.3, 0.6)


def public(case: Case) -> Case:
    """Return a case with owners of unlike rates, two grants and two shares of regions."""
    options = tuple(replace(o, relief=1.0 + 0.12 * (i % 4)) for i, o in enumerate(case.options))
    return replace(
        case, options=options,
        grants=(Grant("inland grant", "inland", (20.0,), 0.4, 1.05),
                Grant("coast grant", "coast", (0.0, *(30.0,) * (len(case.periods) - 1)), 0.6)),
        spreads=(Spread("salt of two coasts", "salt", ("coast",), (0.7,)),
                 Spread("cells", "cell", ("coast", "nowhere"), (0.6,))),
    )  # fmt: skip


def hand(**tables) -> Case:
    """Return two plants, the owner of the first wanting 1.6 of what is granted, or buying at 10."""
    base = {
        "name": "hand", "money": "EUR",
        "periods": tuple(Period(str(2030 + t), 1.0, w) for t, w in enumerate((1.0, 0.5))),
        "sites": (Site("here", "land"), Site("there", "sea")), "items": (Item("good", "kg"),),
        "ways": (Way("make", {}, {"good": 1.0}),),
        "lines": (Line("one", "here", "kg"), Line("two", "here", "kg")),
        "runs": (Run("one", "one", "make", cost=(1.0,)), Run("two", "two", "make", cost=(1.0,))),
        "options": (Option("young", "one", 10.0, 60.0, capital=200.0, when=(0,), relief=1.6),
                    Option("old", "two", 10.0, 60.0, capital=100.0, when=(0,), relief=1.1)),
        "lanes": (), "supplies": (Supply("bought", "here", "good", (10.0,)),),
        "demands": (Demand("wanted", "here", "good", (20.0,)),),
    }  # fmt: skip
    return Case(**(base | tables))


def test_grants_go_where_they_save_most_until_the_budget_or_the_share_binds():
    # Both plants stand for 1.5 years of weight: 180, and make 30 at 1.
    plain = 180.0 + 30.0
    assert solved(hand()).objective == pytest.approx(plain, rel=1e-9, abs=0)
    for most, share, cost, saved in (
        (50.0, 0.5, 1.0, 50 * 0.6),  # the budget binds: all to the young owner
        (120.0, 0.5, 1.0, 100 * 0.6 + 20 * 0.1),  # his share binds: the rest to the old one
        (500.0, 0.5, 1.0, 100 * 0.6 + 50 * 0.1),
        (500.0, 0.5, 1.2, 100 * 0.4),  # public money costs more than the old one saves
        (500.0, 0.5, 1.7, 0.0),
    ):
        rule = (Grant("funds", "land", (most,), share, cost),)
        found = solved(hand(grants=rule))
        assert found.objective == pytest.approx(plain - saved, rel=1e-9, abs=0), (most, cost)
        there = solved(hand(grants=(replace(rule[0], region="sea"),)))
        assert there.objective == pytest.approx(plain, rel=1e-9, abs=0)


def test_a_grant_can_make_a_plant_pay():
    """Bought: 150. One plant at 100 a year: 150 + 15; 40 granted at 0.6 bring it to 141."""
    dear = (Option("young", "one", 10.0, 100.0, capital=80.0, when=(0,), relief=1.6),)
    asked = hand(options=dear, demands=(Demand("wanted", "here", "good", (10.0,)),))
    assert solved(asked).objective == pytest.approx(150.0, rel=1e-9, abs=0)
    found = solved(replace(asked, grants=(Grant("funds", "land", (1e3,), 0.5),)))
    assert found.objective == pytest.approx(165.0 - 24.0, rel=1e-9, abs=0)
    assert found.built == {"young": {"2030": 1.0}}


def test_what_fails_together_brings_no_more_than_its_share():
    """Made here at 1 or bought there at 10: with a share of 0.75 a quarter of 20 is bought."""
    free = (Option("o", "one", 100.0, 1.0, when=(0,)),)
    asked = hand(options=free, sites=(Site("here", "land"), Site("there", "sea")),
                 supplies=(Supply("bought", "there", "good", (10.0,)),),
                 lanes=(Lane("way", "there", "here", "good"),))  # fmt: skip
    assert solved(asked).objective == pytest.approx(1.5 + 30.0, rel=1e-9, abs=0)
    for share, cost in ((0.75, 1.5 * (15 + 50)), (0.0, 1.5 * 200 - 1.5), (1.0, 30.0)):
        rule = Spread("land alone", "good", ("land",), (share,))
        found = solved(replace(asked, spreads=(rule,)))
        assert found.objective == pytest.approx(1.5 + cost, rel=1e-9, abs=0), share
    both = replace(asked, spreads=(Spread("both", "good", ("land", "sea"), (0.9,)),))
    found = network.solve(both)
    assert found.status == "infeasible"
    assert "the share of regions 'both'" in found.reason


@pytest.mark.parametrize("seed", [1, 2])
def test_the_laws_hold_with_grants_and_shares(seed):
    case = public(some_case(seed))
    futures = some_futures(case, seed, 2)
    plan = solved(case, futures, RISK)
    assert close(solved(case, split(futures), RISK).objective, plan.objective)
    other, turned, _ = shuffled(case, futures, seed)
    assert close(solved(other, turned, RISK).objective, plan.objective)
    for eased in (
        replace(case, grants=tuple(replace(g, most=(math.inf,)) for g in case.grants)),
        replace(case, grants=tuple(replace(g, share=0.5, cost=0.9) for g in case.grants)),
        replace(case, spreads=tuple(replace(s, share=(1.0,)) for s in case.spreads)),
    ):
        found = network.solve(eased, futures, risk=RISK, effort=EXACT)
        assert found.objective < plan.objective * (1.0 - 1e-6)
    none = replace(case, spreads=tuple(replace(s, share=(1.0,)) for s in case.spreads))
    gone = replace(case, spreads=())
    assert close(*(solved(c, futures, RISK).objective for c in (none, gone)))


def test_twice_of_everything_costs_twice_with_grants():
    case = public(some_case(1))
    case = replace(case, options=tuple(replace(o, whole=False) for o in case.options))
    twice = replace(doubled(case), grants=tuple(
        replace(g, most=tuple(2.0 * x for x in g.most)) for g in case.grants))  # fmt: skip
    futures = some_futures(case, 1, 2)
    assert close(solved(twice, futures, RISK).objective,
                 2.0 * solved(case, futures, RISK).objective)  # fmt: skip


TIGHTER = {
    "grants to what is built, within their budgets": lambda c: replace(
        c, grants=tuple(replace(g, most=(1.0,)) for g in c.grants)
    ),
    "grants to what is built, within their budgets ": lambda c: replace(
        c, grants=tuple(replace(g, share=0.05) for g in c.grants)
    ),
    "no regions bring more than their share": lambda c: replace(
        c, spreads=tuple(replace(s, share=(0.1,)) for s in c.spreads)
    ),
}


@pytest.mark.parametrize("rule", TIGHTER)
def test_a_plan_for_easier_rules_breaks_the_tighter_one(rule):
    case = public(some_case(1))
    plan = solved(case, some_futures(case, 1, 2), RISK)
    found = evaluate(TIGHTER[rule](case), plan.scenarios, plan.values, plan.risk)
    (worst,) = (c for c in found.checks if c.words == rule.strip())
    assert worst.residual > 1e-3
    assert worst.where
    more = replace(plan, values=plan.values | {"granted": plan.values["granted"] + 50.0})
    assert "grants to what is built, within their budgets" in {
        law.name for law in more.check() if not law.holds
    }


def test_grants_are_part_of_the_landed_cost():
    found = landed(solved(hand(grants=(Grant("funds", "land", (50.0,), 0.5),))).evaluated())
    assert found.unit_cost["wanted"]["grants"] == pytest.approx(-30.0 / 30.0, rel=1e-9, abs=0)
    assert found.apart["grants"] == pytest.approx(0.0, rel=0, abs=1e-9 * 30.0)


def test_grants_change_in_place_and_are_held_with_a_plan():
    case = public(some_case(1))
    futures = some_futures(case, 1, 2)
    loaded = Loaded(build(lower(case, futures), RISK))
    plan = loaded.solve(EXACT)
    with loaded.fixed(plan):
        assert close(loaded.solve(EXACT).objective, plan.objective)
    less = replace(case, grants=tuple(replace(g, most=(5.0,), cost=0.8) for g in case.grants))
    loaded.change(less)
    assert close(loaded.solve(EXACT).objective, solved(less, futures, RISK).objective)


def test_decomposition_finds_the_same_grants():
    case = public(some_case(1))
    case = replace(case, options=tuple(replace(o, waits=False) for o in case.options),
                   demands=tuple(replace(d, one_source=False) for d in case.demands))  # fmt: skip
    futures = some_futures(case, 1)
    plan, _ = decompose(split_blocks(case, futures, RISK), network.Effort(gap=1e-9))
    assert close(plan.objective, solved(case, futures, RISK).objective, 1e-7)
    assert all(law.holds for law in plan.check())


def test_both_are_files_and_wrong_ones_have_a_sentence(tmp_path):
    case = public(some_case(1))
    files.write(tmp_path / "mine", case)
    back, _ = files.read(tmp_path / "mine")
    assert (back.grants, back.spreads) == (case.grants, case.spreads)
    for change, said in (
        ({"grants": (Grant("a", "inland", (1.0,), 0.6), Grant("b", "inland", (1.0,), 0.6))},
         "pay for a plant once at most"),
        ({"spreads": (Spread("s", "good", ("inland",), (0.5,)),)}, "name in items"),
        ({"spreads": (Spread("s", "ore", ("inland",), (0.5,)),)}, "that a run makes"),
        ({"spreads": (Spread("s", "cell", ("inland",), (1.5,)),)}, "it is a share"),
    ):  # fmt: skip
        with pytest.raises(InputError, match=said):
            replace(case, **change)
