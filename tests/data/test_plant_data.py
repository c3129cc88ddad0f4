"""Money, regions, prices and steps: conversion rules, stand-ins, sums of the routes."""

import numpy as np
import pytest

from ionwright import data, units
from ionwright.core import Value
from ionwright.data import money, prices, regions, steps
from ionwright.errors import InputError

# ---- money


def test_money_of_its_own_year_and_currency_comes_back():
    for currency in units.CURRENCIES:
        assert money.convert(7.3, currency=currency, year=2022, to_currency=currency) == 7.3


def test_money_there_and_back_in_a_year():
    for currency in units.CURRENCIES:
        there = money.convert(100.0, currency="EUR", year=2021, to_currency=currency)
        back = money.convert(there, currency=currency, year=2021, to_currency="EUR")
        assert back == pytest.approx(100.0, rel=1e-14, abs=0)


def test_money_by_way_of_a_third_year_is_the_same():
    direct = money.inflate(1.0, 2010, 2024)
    assert direct == pytest.approx(
        money.inflate(money.inflate(1.0, 2010, 2019), 2019, 2024), rel=1e-14, abs=0
    )
    assert direct == pytest.approx(313.689 / 218.056, rel=1e-12, abs=0)


def test_the_rule_is_own_year_first():
    found = money.convert(1000.0, currency="CNY", year=2018, to_currency="EUR", to_year=2024)
    by_hand = 1000.0 / 6.609 * 313.689 / 251.107 * 0.9242
    assert found == pytest.approx(by_hand, rel=1e-12, abs=0)


def test_rates_are_those_of_the_table():
    assert money.rate("EUR", 2022) == 0.9493
    assert money.rate("JPY", 2022) == pytest.approx(131.4589, rel=1e-12, abs=0)
    assert money.rate("USD", 1800) == 1.0
    assert len(money.rows("CNY", 2018, 2024)) == 3
    assert money.rows("USD", 2020, 2020) == []
    assert money.years("EUR") == tuple(range(2018, 2027))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: money.rate("EUR", 1999), "rate of EUR of the year.*2018 to 2026"),
        (lambda: money.rate("AUD", 2022), "a currency must be one of"),
        (lambda: money.inflate(1.0, 1990, 2022), "price index.*2008 to 2026"),
        (lambda: money.years("usd"), "Did you mean 'USD'"),
    ],
)
def test_money_without_data_is_refused(call, said):
    with pytest.raises(InputError, match=said):
        call()


@pytest.mark.parametrize(
    ("unit", "currency"), [("MEUR", "EUR"), ("CNY/kWh", "CNY"), ("kWh/kg", ""), ("1", "")]
)
def test_currency_of_a_unit(unit, currency):
    assert money.currency_of(unit) == currency


# ---- regions


def test_every_region_has_what_a_plant_needs_or_says_so():
    wanted = ("hourly_wage", "electricity_price", "construction_cost", "tax_rate", "grid_carbon")
    held = {(r, q): _held(r, q) for r in regions.names() for q in wanted}
    chongqing = {q: held["chongqing", q] for q in wanted}
    assert chongqing == {
        "hourly_wage": "",
        "electricity_price": "china",
        "construction_cost": "china",
        "tax_rate": "",
        "grid_carbon": "",
    }
    assert all(held["germany", q] == "" for q in wanted if q != "grid_carbon")


def _held(region, quantity):
    try:
        return regions.factor(region, quantity).stand_in
    except InputError:
        return None


def test_a_stand_in_is_one_of_the_regions_and_leads_to_an_end():
    for name in regions.names():
        seen, place = [], regions.region(name)
        while place.stands_in:
            assert place.id not in seen
            seen.append(place.id)
            place = regions.region(place.stands_in)
        assert not place.stands_in


def test_values_of_chongqing():
    wage = regions.factor("Chongqing", "hourly_wage").row
    assert units.show(wage.value.value, "CNY/h") == "32.9 CNY/h"
    assert wage.condition("employer") == "excluded"
    carbon = regions.factor("chongqing", "grid_carbon").row
    grid = regions.factor(regions.region("chongqing").grid, "grid_carbon").row
    assert carbon.value.value / grid.value.value == pytest.approx(522.7 / 247.2, rel=1e-12, abs=0)


def test_no_share_alike_rows_are_shipped():
    keys = {r.source for r in data.table("plant/regions")}
    for key in keys:
        assert "BY-SA" not in data.source(key).licence
        assert "ODbL" not in data.source(key).licence


def test_unknown_regions_and_numbers_are_refused():
    with pytest.raises(InputError, match="Did you mean 'chongqing'"):
        regions.region("chonqing")
    with pytest.raises(InputError, match="no land_price of japan"):
        regions.factor("japan", "land_price")


# ---- prices


def test_prices_by_case_form_and_thickness():
    assert prices.price("Li2S").value.text() == "250 USD/kg (200 to 500)"
    assert prices.price("Li2S", "at-scale").value.text() == "45 USD/kg (20 to 80)"
    assert prices.price("NMC811", "at-scale").condition("case") == "today"
    assert prices.price("NMC811", "shock-2022").value.value == pytest.approx(
        60.09, rel=1e-12, abs=0
    )
    assert prices.price("Cu", thickness=8e-6).condition("thickness") == "8 um"
    assert prices.price("Cu", thickness=4e-6).condition("thickness") == "4.5 um"
    assert prices.price("lithium").condition("form") == "ingot"
    assert prices.price("lithium", form="foil", thickness=60e-6).condition("thickness") == "50 um"


def test_every_item_of_a_shipped_design_has_a_price():
    from ionwright import cell

    for name in cell.names():
        for row in cell.specify(cell.load(name)).bill:
            if row["item"] not in UNSOLD:
                assert prices.price(row["item"]).value.value > 0.0


UNSOLD = ("LiIn", "COMSOL-single-ion")
"""Only in pellets and in a design for a comparison of solvers, which no plant makes."""


def test_a_price_that_is_not_there_is_refused():
    with pytest.raises(InputError, match="no price of LGPS"):
        prices.price("LGPS")
    with pytest.raises(InputError, match="Did you mean 'at-scale'"):
        prices.price("NMC811", "at scale")
    assert set(prices.cases()) == {"today", "at-scale", "shock-2022", "batpac"}


# ---- steps

GWH, MUSD = units.read("1 GWh/yr", "W"), units.read("1 MUSD/(GWh/yr)", "USD/W")
TOTALS = {  # low, typical, high [MUSD/(GWh/yr)], labour [h/MWh], area [m2/(GWh/yr)], printed
    "liquid": (71.5, 89.3, 107.2, 93.49, 5413),
    "sulfide-wet": (73.9, 110.0, 175.4, 82.85, 4545),
    "sulfide-dry": (70.7, 107.7, 175.1, 81.0, 4042),
    "oxide": (112.5, 208.6, 397.0, 104.19, 6583),
    "polymer": (53.8, 73.0, 101.6, 60.85, 3267),
    "semisolid": (72.1, 92.3, 114.0, 94.79, 5738),
}


@pytest.mark.parametrize("route", TOTALS)
def test_multiples_add_up_to_the_totals_of_the_estimates(route):
    """Rows kept as multiples of other rows give back the sums that were estimated row by row."""
    of = {w: np.array([steps.amount(s.id, w) for s in steps.route(route)]) for w in AMOUNTS}
    capital = of["capital"].sum(0) / MUSD
    labour = of["labour"].sum(0)[1] / units.read("1 h/MWh", "s/J")
    area = of["area"].sum(0)[1] * GWH
    *money_, hours, floor = TOTALS[route]
    np.testing.assert_allclose(capital, money_, rtol=0, atol=0.06)
    assert labour == pytest.approx(hours, rel=5e-4, abs=0)
    assert area == pytest.approx(floor, rel=5e-4, abs=0)


AMOUNTS = ("capital", "labour", "area")


def test_dry_room_and_services_are_what_batpac_calls_building_support():
    typical = {name: steps.amount(name, "capital")[1] / MUSD for name in ("E17", "E19")}
    whole = steps.amount("batpac-building-support", "capital")[1] / MUSD
    assert sum(typical.values()) == pytest.approx(whole, rel=1e-3, abs=0)


def test_every_base_and_draw_is_a_step_and_every_step_has_its_numbers():
    for route in steps.routes():
        for s in steps.route(route):
            assert all(steps.step(name) for name in s.base)
            if route != "batpac":
                assert steps.step(s.draw).draw == s.draw, s.id  # a draw is nobody else's
                has = any(r.quantity.startswith("capital") for r in steps.numbers(s.id))
                assert has == (s.relation != "dropped"), s.id
            assert s.relation in ("stays", "modified", "new", "dropped") or route == "batpac"
            low, typical, high = steps.amount(s.id, "capital")
            assert 0.0 <= low <= typical <= high


def test_steps_of_one_kind_share_a_draw():
    for name in ("A1-19", "A2-19", "B-14", "C-11"):
        assert steps.step(name).draw == "E15"
    assert steps.step("A2-15").draw == "A1-15"
    assert steps.route("semisolid")[14].id == "E15"  # the same step, not a copy


SHARES = {  # stays, modified, new of typical capital; printed to a per cent
    "liquid": (1.0, 0.0, 0.0),
    "sulfide-wet": (0.32, 0.49, 0.19),
    "sulfide-dry": (0.33, 0.36, 0.32),
    "oxide": (0.37, 0.0, 0.63),
    "polymer": (0.67, 0.12, 0.20),
    "semisolid": (0.97, 0.0, 0.03),
}


@pytest.mark.parametrize("route", SHARES)
def test_shares_kept_of_a_liquid_line(route):
    capital = dict.fromkeys(("stays", "modified", "new", "dropped"), 0.0)
    for s in steps.route(route):
        capital[s.relation] += steps.amount(s.id, "capital")[1]
    total = sum(capital.values())
    shares = [capital[k] / total for k in ("stays", "modified", "new")]
    np.testing.assert_allclose(shares, SHARES[route], rtol=0, atol=0.0061)
    assert capital["dropped"] == 0.0


def test_yields_are_shares_of_one_of_four_kinds():
    kinds = {"yield_material", "yield_web", "yield_cell", "startup_length"}
    other = {"coil_length", "solvent_recovered"}
    rows = data.table("plant/yields")
    assert {r.quantity for r in rows} == kinds | other
    for r in rows:
        if r.quantity in kinds - {"startup_length"}:
            assert 0.0 < r.value.low <= r.value.value <= r.value.high <= 1.0


def test_unknown_steps_routes_and_amounts_are_refused():
    for call, said in (
        (lambda: steps.step("E21"), "a step must be one"),
        (lambda: steps.route("sulfide"), "Did you mean 'sulfide-"),
        (lambda: steps.amount("E2", "capitol"), "Did you mean 'capital'"),
    ):
        with pytest.raises(InputError, match=said):
            call()


def test_masses_of_chemistries_follow_from_the_formulas():
    """kg of an input for a kg made, from molar masses of items.csv."""
    made = {  # process: product, {input: mol for a mol of product}
        "make-Li2S-carbothermal": ("Li2S", {"Li2SO4": 1, "carbon": 2}),
        "make-Li2S-hydroxide": ("Li2S", {"LiOH": 2, "H2S": 1}),
        "make-Li2S-elements": ("Li2S", {"lithium": 2, "sulfur": 1}),
        "make-P2S5": ("P2S5", {"phosphorus": 2, "sulfur": 5}),
        "make-Li6PS5Cl": ("Li6PS5Cl", {"Li2S": 2.5, "P2S5": 0.5, "LiCl": 1}),
        "make-lithium": ("lithium", {"LiCl": 1}),
        "make-NMC811": ("NMC811", {"NMC811-hydroxide": 1, "LiOH.H2O": 1}),
        "make-LFP": ("LFP", {"FePO4": 1, "Li2CO3": 0.5}),
        "make-LLZO-Ta": ("LLZO-Ta", {"LiOH.H2O": 6.4, "La2O3": 1.5, "ZrO2": 1.4, "Ta2O5": 0.3}),
    }
    for process, (product, moles) in made.items():
        rows = {r.condition("of"): r.value for r in _stoichiometry(process)}
        for item, n in moles.items():
            expected = n * data.item(item).molar_mass / data.item(product).molar_mass
            assert rows[item].low <= expected <= rows[item].high, (process, item, expected)


def _stoichiometry(process):
    return [r for r in data.find(process, "mass_per_mass") if r.source == "iupac2021"]


def test_numbers_of_the_plant_are_values():
    assert all(isinstance(r.value, Value) for name in _plant() for r in data.table(name))


def _plant():
    return [name for name in data.TABLES if name.startswith("plant/")]
