"""The case chongqing: what it rests on, that its plan obeys every rule, and what moves the plan."""

import math
from dataclasses import replace

import pytest

from ionwright import network
from ionwright.data.sites import great_circle, names, site
from ionwright.errors import InputError
from ionwright.network.build import costs
from ionwright.network.build.book import DOLLARS, book
from ionwright.network.build.calendar import Calendar
from ionwright.network.build.places import rates
from ionwright.network.build.recipe import joined, of_chemical
from ionwright.network.case import (
    Case,
    Demand,
    Growth,
    Item,
    Line,
    Period,
    Run,
    Site,
    Way,
)
from ionwright.network.cases import chongqing_market as market
from ionwright.network.cases import four_blocs
from ionwright.network.cases.chongqing import OXIDE, Chongqing, sulfide_per_gwh
from ionwright.network.cases.chongqing_makers import SOLID, YOUNG, lawful, margin
from ionwright.network.cases.four_blocs import FourBlocs
from ionwright.network.evaluate import evaluate
from ionwright.plant import chemical, chemical_cost, chemical_terms, finance
from ionwright.plant.process import Amount

EFFORT = network.Effort(gap=1e-3, seconds=120.0)


@pytest.fixture(scope="module")
def built():
    return Chongqing().build()


@pytest.fixture(scope="module")
def plan(built):
    return network.solve(built.case, market.scenarios(built.book, built.case), effort=EFFORT)


def test_the_evidence_counts_every_kind(built):
    assert built.evidence().startswith(f"Rests on {sum(built.kinds.values())} figures: ")
    assert built.kinds["assumed"] > built.kinds["quoted"] > 20


def test_nothing_that_a_process_makes_has_a_price_from_outside(built):
    made = {item for way in built.case.ways for item in way.makes}
    assert {s.item for s in built.case.supplies} == set(market.SALTS)
    assert made.isdisjoint(market.SALTS)


def test_an_independent_count_of_the_plan_agrees(built, plan):
    found = evaluate(plan.case, plan.scenarios, plan.values, plan.risk)
    assert found.objective == pytest.approx(plan.objective, rel=1e-6, abs=0)
    assert all(law.holds for law in found.laws(plan.objective))


def test_both_bounds_bracket_the_plan(plan):
    assert plan.status == "done"
    assert plan.bound <= plan.objective <= plan.bound * (1.0 + 2e-3)


def test_new_chemical_plants_stand_in_parks_only(built):
    lines = {x.name: site(x.site) for x in built.case.lines}
    for option in built.case.options:
        place = lines[option.line]
        if place.region == "chongqing" and place.kind == "chemicals":
            assert lawful(place), option.name


def test_what_burns_with_water_goes_by_no_barge(built):
    for lane in built.case.lanes:
        assert not ("river" in lane.mode and lane.item in ("lithium", "lithium-foil", "Li2S"))
    assert any("river" in lane.mode for lane in built.case.lanes)


def test_the_margin_of_a_young_item_falls_to_that_of_a_mature_one():
    b = book()
    young, old = margin(b, YOUNG[0]), margin(b, "lithium")
    assert young[0] == pytest.approx(b["supplier.margin.young"], rel=1e-12, abs=0)
    assert all(x >= y for x, y in zip(young, young[1:], strict=False))
    assert young[-1] == old[0] == b["supplier.margin.mature"]


def test_sulfide_for_each_gwh_follows_the_chain_or_what_was_asked():
    found = Chongqing().recipes()
    electrolyte = found[SOLID].takes["Li6PS5Cl"]
    floor = electrolyte * 1e3 * 2.5 * 45.94 / 268.36  # stoichiometry without loss
    assert floor < sulfide_per_gwh(found) < 1.2 * floor
    for asked in (333.0, 364.0):
        assert sulfide_per_gwh(Chongqing(lithium_sulfide=asked).recipes()) == pytest.approx(
            asked, rel=1e-12, abs=0
        )


def test_an_oxide_cell_changes_what_is_made():
    items = {i.name for i in Chongqing(solid=OXIDE).build().case.items}
    assert "LLZO-Ta" in items
    assert items.isdisjoint({"Li2S", "Li6PS5Cl"})


def test_a_chain_costs_what_the_plant_stage_says():
    """The network adds power, wages, capital and what is bought by itself; so does the plant."""
    there = replace(rates("chongqing"), tax=0.0)
    processes = {w: chemical.build(w, DOLLARS, size=1000.0) for w in ("Li2S-carbothermal", "P2S5")}
    flows = {"Li2S", "P2S5"}
    recipes = {p.commodity: of_chemical(w, (1000.0,), flows) for w, p in processes.items()}
    outer = of_chemical("Li6PS5Cl", (1000.0,), flows)
    whole = {**recipes, "Li6PS5Cl": outer}
    interest, life = (Amount(x, x, x, "1", "assumed", "assumption", "")
                      for x in (0.1, outer.life))  # fmt: skip
    terms = chemical_terms.Terms(DOLLARS, "chongqing", interest, life, count=2)
    said = chemical_cost.cost(
        chemical.build("Li6PS5Cl", DOLLARS, size=1000.0), terms, tuple(processes.values())
    )
    mine = costs.chain("Li6PS5Cl", whole, {}, there, 0.1)
    assert mine == pytest.approx(said.total.typical, rel=1e-12, abs=0)
    one_site = {"Li2S": recipes["Li2S"], "Li6PS5Cl": joined(outer, recipes["P2S5"], 1e6)}
    assert costs.chain("Li6PS5Cl", one_site, {}, there, 0.1) == pytest.approx(
        mine, rel=1e-12, abs=0
    )


def test_what_capital_earns_before_tax_gives_its_owner_his_rate():
    rate, life, tax = 0.12, 10, 0.25
    earned = costs.yearly(1000.0, rate, life, tax)
    kept = [-1000.0] + [earned * (1.0 - tax) + tax * 1000.0 / life] * life
    assert float(finance.npv(rate, kept)) == pytest.approx(0.0, rel=0, abs=1e-9 * 1000.0)


def test_a_unit_granted_saves_its_worth_at_the_owners_rate():
    assert costs.relief(0.08, 0.08, 12.5, 0.0) == pytest.approx(1.0, rel=1e-12, abs=0)
    rate, public, years, tax = 0.15, 0.08, 10, 0.25
    saved = costs.yearly(1000.0, rate, years, tax) - costs.yearly(800.0, rate, years, tax)
    flows = [0.0] + [saved] * years
    assert 200.0 * costs.relief(rate, public, years, tax) == pytest.approx(
        float(finance.npv(public, flows)), rel=1e-12, abs=0
    )


def test_a_calendar_keeps_years_and_leads():
    c = Calendar((2026, 2027, 2028, 2030), 2032, 0.08, tail=3)
    assert c.lengths == (1, 1, 2, 2)
    assert [c.lead(t, 2.5) for t in range(4)] == [2, 2, 1, None]
    assert c.ramp((0.5, 0.7, 1.0), 2) == pytest.approx((0.6, 1.0), rel=1e-12, abs=0)
    discounted = [1.08**-k for k in range(9)]
    assert sum(p.weight for p in c.periods()) == pytest.approx(sum(discounted), rel=1e-12, abs=0)
    assert c.over([(2026.0, 1.0), (2031.0, 6.0)]) == pytest.approx((1, 2, 3.5, 5.5), rel=1e-12,
                                                                  abs=0)  # fmt: skip


def test_distances_are_those_of_the_map():
    port = site("guoyuan-port")
    assert great_circle(port, site("tianqi-tongliang")) == pytest.approx(70.0, rel=0.02, abs=0)
    assert great_circle(port, site("idemitsu-chiba")) == pytest.approx(3180.0, rel=0.01, abs=0)
    for a in names():
        assert great_circle(site(a), site(a)) == 0.0


def test_a_figure_changed_moves_the_plan(built, plan):
    """Buyers who lose less by a liquid cell never pay more."""
    b = book().changed("substitute.premium_lost.all-solid-cell", 30.0)
    less = Chongqing(book=b).build()
    found = network.solve(less.case, market.scenarios(b, less.case), effort=EFFORT)
    assert found.bound <= plan.objective


def test_futures_of_one_number_do_not_change_with_their_count(built):
    few, many = (market.scenarios(built.book, built.case, n) for n in (6, 12))
    for a, b in zip(few.futures, many.futures, strict=False):
        assert a.factors == b.factors
        assert a.path == b.path
    assert math.fsum(f.probability for f in many.futures) == pytest.approx(1.0, rel=1e-12, abs=0)


def test_a_plant_that_is_announced_needs_no_room_for_growth():
    """Existing capacity may jump; what is built beyond it still may not."""
    years = tuple(Period(str(y), 1.0, 1.0) for y in (2026, 2027))
    case = Case(
        "announced", "USD of 2025", years, (Site("here", "china"),), (Item("x", "kg"),),
        (Way("make", {}, {"x": 1.0}),), (Line("plant", "here", "kg", existing=(10.0, 1000.0)),),
        (Run("plant", "plant", "make", cost=(1.0,)),), (), (), (),
        (Demand("d", "here", "x", (10.0, 900.0)),), growths=(Growth("x", "x", 2.0, 5.0),),
    )  # fmt: skip
    found = network.solve(case)
    assert found.objective == pytest.approx(910.0, rel=1e-9, abs=0)
    checks = evaluate(case, found.scenarios, found.values, found.risk).checks
    assert max(c.residual for c in checks) < 1e-9


def test_between_blocs_the_same_recipes_meet_duties_and_a_licence():
    found = FourBlocs().build()
    cells = {(x.origin, x.to): x.cost[0] for x in found.case.lanes if x.item == SOLID}
    plain = cells["yangtze-delta", "idemitsu-chiba"]
    assert cells["yangtze-delta", "savannah"] > plain + 0.25 * 80.0  # 28.4 % of a cell's full cost
    assert cells["lotte-iksan", "savannah"] < 0.2 * cells["yangtze-delta", "savannah"]
    futures = four_blocs.scenarios(found.book, found.case)
    plan = network.solve(found.case, futures, effort=network.Effort(gap=5e-3, seconds=60.0))
    laws = evaluate(plan.case, plan.scenarios, plan.values, plan.risk).laws(plan.objective)
    assert all(law.holds for law in laws)
    kept = plan.values["flow"].sel(lane="all-solid-cell: yangtze-delta to savannah by sea",
                                   future="breakthrough, cells kept in China")  # fmt: skip
    assert float(kept[2:].max()) == 0.0


def test_a_figure_is_found_by_name_and_keeps_its_range():
    b = book()
    changed = b.changed("supplier.margin.mature", 0.5)
    assert changed["supplier.margin.mature"] == changed.amount("supplier.margin.mature").high == 0.5
    assert b["supplier.margin.mature"] == 0.10
    with pytest.raises(InputError, match=r"Did you mean 'supplier.open_share'"):
        b.amount("supplier.open_shar")
    assert sum(b.kinds(()).values()) == len(b.figures) > sum(b.kinds(("margin",)).values())
