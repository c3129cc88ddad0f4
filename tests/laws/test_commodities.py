"""Commodities: reactions balance, plants scale, costs lie above their floors, chains add up."""

import json
from dataclasses import replace

import numpy as np
import pytest

from ionwright import data
from ionwright.data import commodities
from ionwright.errors import InputError
from ionwright.plant import finance
from ionwright.plant.chemical import PLANT, build, number, paid, people
from ionwright.plant.chemical_cost import CAUSES, cost
from ionwright.plant.chemical_terms import Terms, lithium_floor
from ionwright.plant.process import Amount, Process
from ionwright.plant.settings import Money

MONEY = Money(currency="USD", year=2025, case="today")
SCALE = Money(currency="USD", year=2025, case="at-scale")
TERMS = Terms(
    MONEY,
    "chongqing",
    number(PLANT, "interest_rate", "1"),
    number(PLANT, "lifetime", "yr"),
    count=500,
)
NAMES = commodities.names()
BUILT = {name: build(name, MONEY) for name in NAMES}
COST = {name: cost(BUILT[name], TERMS) for name in NAMES}


def held(laws):
    return {law.name: law.holds for law in laws}


@pytest.mark.parametrize("name", NAMES)
def test_every_law_of_a_process_and_its_cost_holds(name):
    assert all(held(BUILT[name].check()).values())
    assert all(held(COST[name].check()).values())


def test_the_laws_see_a_wrong_process():
    right = BUILT["P2S5"]
    used = {k: 1.00001 * v if k == "sulfur" else v for k, v in right.used.items()}
    assert not held(replace(right, used=used).check())["every element used is in what is made"]
    made = {"P2S5": 1.001}
    assert not held(replace(right, makes=made).check())["mass taken is made or wasted"]
    cold = {"heat": replace(right.energy["heat"], low=-0.1)}
    assert not held(replace(right, energy=cold).check())["nothing taken or wasted is negative"]
    more = {k: 2.0 * v for k, v in right.used.items()}
    assert not held(replace(right, used=more).check())["no more is used than taken"]


def test_the_laws_see_a_wrong_cost():
    right = COST["P2S5"]
    less = replace(right, drawn=0.1 * right.drawn)
    assert not held(less.check())["the floor is below the cost in every draw"]
    missing = {c: a for c, a in right.causes.items() if c != "energy"}
    assert not held(replace(right, causes=missing).check())["causes add up to the cost"]


@pytest.mark.parametrize("name", NAMES)
def test_stoichiometry_is_that_of_the_rows_of_the_data(name):
    """The printed kg/kg of the process, where it stands, within its rounding."""
    rows = [r for r in data.find(commodities.commodity(name).process, "mass_per_mass")]
    used = BUILT[name].used
    for r in rows:
        item = data.item(r.condition("of")).id
        if r.source == "iupac2021" and item in used:
            assert r.value.low <= used[item] <= r.value.high


def test_masses_against_numbers_worked_out_by_hand():
    lithium = BUILT["lithium-chloride"]
    assert lithium.used["LiCl"] == pytest.approx((6.94 + 35.45) / 6.94, rel=1e-12, abs=0)
    assert lithium.makes["chlorine"] == pytest.approx(35.45 / 6.94, rel=1e-12, abs=0)
    floor = lithium_floor("Li2S", TERMS).typical / 12.0
    assert floor == pytest.approx(1.608, rel=3e-4, abs=0)
    assert commodities.atoms("Ni0.8Co0.1Mn0.1(OH)2") == {
        "Ni": 0.8, "Co": 0.1, "Mn": 0.1, "O": 2.0, "H": 2.0,
    }  # fmt: skip
    carbonate = BUILT["lithium-carbonate"].takes["Li2CO3"].typical
    assert carbonate == pytest.approx(5.6, rel=1e-3, abs=0)  # printed: 5,600 t for 1,000 t


@pytest.mark.parametrize("name", NAMES)
def test_capital_follows_the_power_law_from_every_anchor(name):
    law = BUILT[name].capital
    for i, anchor in enumerate(law.anchors):
        at = law.per_rate(anchor.size, i)
        for of in ("low", "typical", "high"):
            assert getattr(at, of) == pytest.approx(getattr(anchor.per_rate, of), rel=1e-12, abs=0)
        twice = law.per_rate(2.0 * anchor.size, i).typical / at.typical
        assert twice == pytest.approx(2.0**-0.4, rel=1e-12, abs=0)
        wide = law.per_rate(10.0 * anchor.size, i)
        assert wide.high / wide.low >= at.high / at.low


def test_capital_of_anchors_in_the_money_of_their_year():
    """Sums as their sources print them, in dollars of their own year."""
    for name, source, year, printed in (
        ("Li2S-hydroxide", "idemitsu2025", 2025, 142.0),
        ("Li6PS5Cl", "lotte2024", 2024, 157.0),
        ("lithium-chloride", "limetal2024", 2024, 109.0),
        ("lithium-chloride", "ganfeng2021", 2021, 48.0),
        ("NMC811", "posco2023", 2023, 10.0),
    ):
        law = build(name, Money(currency="USD", year=year, case="today")).capital
        found = next(a for a in law.anchors if a.per_rate.source == source)
        assert found.per_rate.typical / 1e3 == pytest.approx(printed, rel=0.03, abs=0), source


def test_people_grow_slower_than_output():
    assert people(1000.0).typical == pytest.approx(50.0, rel=1e-12, abs=0)
    assert people(16000.0).typical == pytest.approx(100.0, rel=1e-12, abs=0)
    assert people(110.0).low <= 40.0 <= people(110.0).high  # electrolyte
    assert people(20000.0).low <= 80.0 <= people(20000.0).high  # lithium hydroxide


def test_a_larger_plant_is_cheaper_in_every_draw():
    small, large = (cost(build("Li6PS5Cl", MONEY, s), TERMS) for s in (300.0, 1000.0))
    assert np.all(large.drawn < small.drawn)


def test_cost_by_hand():
    """P2S5 at typical values from its rows alone."""
    k, p = COST["P2S5"], BUILT["P2S5"]
    rate = p.capital.per_rate(1000.0).typical / 1e3
    assert k.causes["capital"].typical == pytest.approx(
        rate * finance.annuity(0.08, 20.0), rel=1e-12, abs=0
    )
    assert k.causes["maintenance"].typical == pytest.approx(0.04 * rate, rel=1e-12, abs=0)
    assert k.causes["energy"].typical == pytest.approx(1.75 * 0.045, rel=1e-12, abs=0)
    material = (0.278735 * 2.8 + 0.721265 * 0.18) / 0.91
    assert k.causes["material"].typical == pytest.approx(material, rel=1e-5, abs=0)
    assert k.floor.typical == pytest.approx(0.91 * material, rel=1e-5, abs=0)


def test_labour_by_hand():
    """50 people of 2,000 h at 32.9 CNY/h of 2024 and 35 % on top, over 1,000 t."""
    from ionwright.data import money

    wage = money.convert(32.9, currency="CNY", year=2024, to_year=2025) * 1.35
    expected = 50.0 * 2000.0 * wage / 1e6
    assert COST["P2S5"].causes["labour"].typical == pytest.approx(expected, rel=1e-12, abs=0)


def test_the_floor_of_a_chain_by_hand():
    chain = cost(BUILT["Li6PS5Cl"], TERMS, (BUILT["Li2S-hydroxide"],))
    used = BUILT["Li6PS5Cl"].used["Li2S"]
    expected = COST["Li6PS5Cl"].floor.typical - used * 250.0
    expected += used * COST["Li2S-hydroxide"].floor.typical
    assert chain.floor.typical == pytest.approx(expected, rel=1e-12, abs=0)


def test_a_chain_costs_what_its_plants_cost():
    """Made Li2S at its own cost in place of its price, cause by cause."""
    target, li2s = BUILT["Li6PS5Cl"], BUILT["Li2S-hydroxide"]
    chain, bought, own = cost(target, TERMS, (li2s,)), COST["Li6PS5Cl"], COST["Li2S-hydroxide"]
    kg = target.takes["Li2S"].typical
    for cause in CAUSES:
        expected = bought.causes[cause].typical + kg * own.causes[cause].typical
        if cause == "material":
            expected -= kg * 250.0
        assert chain.causes[cause].typical == pytest.approx(expected, rel=1e-12, abs=0)
    assert set(chain.plants) == {"Li6PS5Cl", "Li2S-hydroxide"}
    assert all(held(chain.check()).values())


def test_a_long_chain_closes():
    own = tuple(BUILT[n] for n in ("Li2S-elements", "P2S5", "lithium-carbonate"))
    k = cost(BUILT["Li6PS5Cl"], TERMS, own)
    assert all(held(k.check()).values())
    assert set(k.plants) == {"Li6PS5Cl", "Li2S-elements", "P2S5", "lithium-carbonate"}
    assert "price lithium" not in k.assumed


def test_electrolyte_beside_its_prices():
    """Bands of the two price cases: list of today 150 to 600, at scale 18 to 60 USD/kg."""
    assert COST["Li6PS5Cl"].total.typical < 250.0
    at_scale = cost(BUILT["Li6PS5Cl"], replace(TERMS, money=SCALE))
    assert 18.0 < at_scale.total.typical < 60.0
    for name in ("Li2S-carbothermal", "Li2S-hydroxide", "Li2S-elements"):
        k = cost(BUILT["Li6PS5Cl"], TERMS, (BUILT[name], BUILT["P2S5"]))
        assert 18.0 < k.total.typical < 60.0
    assert 8.0 < COST["Li6PS5Cl"].conversion.typical < 20.0


def test_a_price_by_area_is_not_taken_for_one_by_mass():
    """The case at scale prices lithium by the square metre: the metal keeps its price by mass."""
    k = cost(BUILT["lithium-foil"], replace(TERMS, money=SCALE))
    assert k.causes["material"].typical == pytest.approx(73.0 / 0.963, rel=1e-12, abs=0)
    row = next(r for r in data.find("lithium", "price_per_area"))
    with pytest.raises(InputError, match="money for each kg"):
        paid(row, "kg", MONEY)


def test_what_is_not_known_is_told():
    k = COST["Li6PS5Cl"]
    assert "Li6PS5Cl/electricity" in k.assumed
    assert k.stand_ins == ("electricity price of china",)
    assert len(k.doubts) == 1
    assert "LiCl" in k.doubts[0]
    for p in BUILT.values():
        assert p.missing
        assert p.evidence["assumed"] > 0
    assert "USD of 2025 without tax" in TERMS.text()


def test_json_holds_everything():
    text = json.loads(BUILT["Li6PS5Cl"].to_json())
    assert text["kind"] == "process"
    assert text["takes"]["Li2S"]["unit"] == "kg/kg"
    assert text["ramp"]["final"] == 0.95
    assert len(text["sizes"]) == 6
    assert text["evidence"] == BUILT["Li6PS5Cl"].evidence
    assert text["money"] == "USD of 2025"


def test_same_draws_for_same_seed_and_none_without_range():
    again = cost(BUILT["P2S5"], TERMS)
    assert np.array_equal(again.drawn, COST["P2S5"].drawn)
    other = cost(BUILT["P2S5"], replace(TERMS, seed=2))
    assert not np.array_equal(again.drawn, other.drawn)


def _wrong_money():
    return cost(build("P2S5", Money(currency="EUR", year=2025, case="today")), TERMS)


def _ring() -> Process:
    """Return P2S5 that takes electrolyte."""
    p = BUILT["P2S5"]
    return replace(p, takes=p.takes | {"Li6PS5Cl": p.takes["sulfur"]})


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: build("Li2S", MONEY), "Use Li2S-carbothermal or Li2S-hydroxide or"),
        (lambda: build("P2S4", MONEY), "Did you mean 'P2S5'"),
        (lambda: build("P2S5", MONEY, 0.0), "a plant makes something"),
        (lambda: cost(BUILT["LFP"], TERMS, (BUILT["P2S5"],)), "whose P2S5 nobody takes"),
        (
            lambda: cost(
                BUILT["Li6PS5Cl"], TERMS, (BUILT["Li2S-hydroxide"], BUILT["Li2S-elements"])
            ),
            "both make Li2S",
        ),
        (lambda: cost(BUILT["Li6PS5Cl"], TERMS, (_ring(),)), "a chain has an end"),
        (_wrong_money, "EUR of 2025 and USD of 2025"),
        (lambda: lithium_floor("P2S5", TERMS), "the item holds lithium"),
        (lambda: Amount(2.0, 1.0, 3.0, "kg", "assumed", "assumption", ""), "do not fall"),
    ],
)
def test_bad_input_is_refused(call, said):
    with pytest.raises(InputError, match=said):
        call()
