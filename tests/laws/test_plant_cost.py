"""A plant obeys its laws at typical values and in every draw, and scales as it says."""

from dataclasses import replace

import numpy as np
import pytest
from support import PLANTS

from ionwright import cell
from ionwright.core.laws import all_hold
from ionwright.plant import cost, counted_rows, drivers, figures, finance
from ionwright.plant.balance import balance
from ionwright.plant.chain import chain_of
from ionwright.plant.cost import AT, Goods, Rates
from ionwright.plant.drivers import Plantwide, terms_of
from ionwright.plant.files import load_route
from ionwright.plant.lower import lower
from ionwright.plant.model import run
from ionwright.plant.plant import load
from ionwright.plant.prozell import handed, line
from ionwright.plant.prozell_cell import phev2
from ionwright.plant.prozell_reading import Corrected
from ionwright.plant.reference import SIZE
from ionwright.plant.result import solve, solve_many
from ionwright.plant.scaled import Work
from ionwright.plant.settings import load_settings
from ionwright.plant.streams import Stream, Streams
from ionwright.plant.yields import yields_of


@pytest.mark.parametrize(("route", "anode", "design"), PLANTS)
def test_laws_hold_at_typical_values(route, anode, design):
    found = solve(load(route, anode=anode), cell.load(design))
    assert all_hold(found.check()), [law for law in found.check() if not law.holds]
    assert sum(found.by_cause.values()) == pytest.approx(found.cost, rel=1e-12, abs=0)
    assert sum(found.by_step.values()) == pytest.approx(found.cost, rel=1e-12, abs=0)
    assert found.cost_per_cell == found.cost * found.low.wide.cell.energy


@pytest.mark.parametrize(("route", "anode", "design"), PLANTS[2:5:2])
def test_laws_hold_in_every_draw(route, anode, design):
    found = solve_many(load(route, anode=anode), cell.load(design), 300, chunk=100)
    assert all_hold(found.check()), [law for law in found.check() if not law.holds]
    assert np.all(found.residuals >= 0.0)
    assert len(np.unique(found.figures["cost"])) == 300


def test_chunks_and_threads_change_no_bit():
    plant, design = load("sulfide-wet"), cell.load("sulfide-nmc811-lithium")
    whole = solve_many(plant, design, 60, chunk=60)
    for chunk, workers in ((1, 1), (7, 2), (59, 1)):
        other = solve_many(plant, design, 60, chunk=chunk, workers=workers)
        assert np.array_equal(whole.by_step, other.by_step)
        assert np.array_equal(whole.residuals, other.residuals)
        for name, value in whole.figures.items():
            assert np.array_equal(value, other.figures[name]), name


def test_one_draw_is_the_plant_with_those_inputs():
    low = lower(load("liquid"), cell.load("liquid-nmc811-graphite"))
    alone = run(low, low.typical)
    three = run(low, np.repeat(low.typical, 3, axis=0))
    assert np.array_equal(three.stack.fixed, np.repeat(alone.stack.fixed, 3, axis=0))


def reference_cell() -> Streams:
    """Return a cell of 68 Ah with what the solid-state rows take for a kWh."""
    kwh = 0.068 * 3.75
    per_kwh = (
        ("positive/active", "NMC811", 1.33, 5.33),
        ("positive/electrolyte", "Li6PS5Cl", 0.28, 5.33),
        ("positive/additive", "VGCF", 0.03, 5.33),
        ("positive/foil", "aluminium", 0.08, 2.665),
        ("separator/electrolyte", "Li6PS5Cl", 0.25, 5.33),
        ("lithium", "lithium", 0.057, 5.33),
        ("negative/foil", "copper", 0.2, 2.665),
        ("package", "polypropylene", 0.06, 0.0),
    )
    rows = (Stream(name, item, kg * kwh, m2 * kwh) for name, item, kg, m2 in per_kwh)
    return Streams("reference", kwh, 68.0, tuple(rows))


def test_the_reference_design_has_the_ratio_one():
    route = load_route("sulfide-wet")
    found, terms = reference_cell(), terms_of(route.steps)
    chain = chain_of(route.steps, found, "test")
    wide = Plantwide(found, chain, SIZE / found.energy)
    low = lower(load("sulfide-wet"), cell.load("sulfide-nmc811-lithium"))
    mass = np.array([[s.mass for s in found.streams]]) * wide.number
    yields = yields_of(route, chain, found).typical
    flows = balance(mass, np.array([wide.number]), chain.passes, chain.path, yields)
    ratio = drivers.ratios(terms, wide, flows, flows)[0]
    own_cells = [not t.leaf.startswith(("batpac-", "E1")) and t.driver == "cells" for t in terms]
    wanted = np.where(own_cells, 375.0 / 255.0, 1.0)  # their reference is a cell of 375 Wh
    np.testing.assert_allclose(ratio, wanted, rtol=1e-12, atol=0.0)
    every, capital = drivers.cell_size(terms, found.charge)
    assert np.all(every == 1.0)
    assert np.all(capital == 1.0)
    assert len(low.terms) == len(terms)


def test_twice_the_plant_costs_two_to_the_exponent():
    design = cell.load("liquid-nmc811-graphite")
    once, twice = (solve(load("liquid", size), design) for size in ("10 GWh/yr", "20 GWh/yr"))
    at = [s.id for s in once.plant.route.steps].index("E12")
    (term,) = (t for t in once.low.terms if t.step == at)
    assert term.exponent is not None
    for what, p in zip(("capital", "labour", "area"), term.exponent, strict=True):
        a, b = (getattr(r.run.work, what)[0, at] for r in (once, twice))
        assert b == pytest.approx(a * 2.0**p, rel=1e-12, abs=0), what
    energy = once.run.work.energy[0, at].sum()
    assert twice.run.work.energy[0, at].sum() == pytest.approx(2.0 * energy, rel=1e-12, abs=0)
    assert twice.cost < once.cost


def test_counted_machines_obey_the_laws_and_stay_whole():
    plant, design = load("liquid", counted=True), cell.load("liquid-nmc811-graphite")
    found = solve(plant, design)
    assert all_hold(found.check())
    assert found.classes["counted"] > 0.3
    assert solve(load("liquid"), design).classes["counted"] == 0.0
    many = solve_many(plant, design, 40, chunk=40)
    assert all_hold(many.check())
    part = solve_many(plant, design, 40, chunk=9)
    assert np.array_equal(many.by_step, part.by_step)


def test_the_counted_engine_sees_the_reference_cell_as_the_reference_line_does():
    given, c = handed(phev2()), phev2()
    faces = {
        side: getattr(c, f"{side}_mass") / (getattr(c, side).thickness * getattr(c, side).density)
        for side in ("anode", "cathode")
    }
    rows = (
        Stream("positive/active", "NMC811", given.coating["cathode"], faces["cathode"] / 1e6),
        Stream("negative/active", "graphite", given.coating["anode"], faces["anode"] / 1e6),
    )
    found = Streams("phev2", c.energy, c.capacity, rows)
    chain = chain_of(load_route("liquid").steps, found, "test")
    wide = Plantwide(found, chain, 1.0)
    for step in line(Corrected()).steps:
        ours = counted_rows._step(step.name, "", wide)
        for a, b in zip(ours.groups, step.groups, strict=True):
            assert a.name == b.name
            assert a.per_cell == pytest.approx(b.per_cell, rel=1e-12, abs=0), a.name
        assert ours.energy.per_cell == pytest.approx(step.energy.per_cell, rel=1e-12, abs=0)


def test_twice_the_faces_are_twice_the_web():
    design = cell.load("liquid-nmc811-graphite")
    low = lower(load("liquid", counted=True), design)
    once = low.wide
    rows = tuple(replace(s, web=2.0 * s.web) for s in once.cell.streams)
    twice = replace(once, cell=replace(once.cell, streams=rows))
    for name, ratio in (("coating", 2.0), ("mixing", 1.0), ("welding", 1.0)):
        a, b = (counted_rows._step(name, "", w) for w in (once, twice))
        for x, y in zip(a.groups, b.groups, strict=True):
            assert y.per_cell == pytest.approx(ratio * x.per_cell, rel=1e-12, abs=0)


def test_laws_see_what_is_broken():
    low = lower(load("sulfide-wet"), cell.load("sulfide-nmc811-lithium"))
    right = run(low, low.typical)
    names = list(figures.LAWS)

    def broken(part: str, **change: np.ndarray) -> set[str]:
        wrong = replace(right, **{part: replace(getattr(right, part), **change)})
        found = figures.residuals(low, wrong, 1.0)[0]
        return {name.split(":")[0] for name, r in zip(names, found, strict=True) if r > 1e-9}

    one = np.zeros_like(right.flows.bought)
    one[:, 3] = 1e-6 * right.flows.bought[:, 3]  # a millionth of one stream
    assert broken("flows", bought=right.flows.bought + one) == {"mass", "money"}
    leave = right.flows.leave.copy()
    leave[:, 5] *= 1.0 + 1e-6
    assert broken("flows", leave=leave) == {"mass"}
    scrap = right.goods.scrap.copy()
    scrap[:, 5] += 1e-6 * right.goods.material.sum()
    assert broken("goods", scrap=scrap) == {"money"}
    tied = right.stack.tied * 1.001
    assert broken("stack", tied=tied) == {"money"}


def test_half_the_charge_is_a_dearer_formation_for_each_kwh():
    route = load_route("liquid").steps
    terms = [t for t in terms_of(route) if t.leaf in ("batpac-formation", "batpac-stacking")]
    every, large = drivers.cell_size(tuple(terms), 34.0)
    np.testing.assert_allclose(every, [0.5**0.95, 0.5**0.3], rtol=1e-14, atol=0.0)
    assert np.all(large == 1.0)
    assert np.all(drivers.cell_size(tuple(terms), 81.0)[1] == [1.0, 1.1])


def small(draws: int = 1, **rate: float) -> cost.Stack:
    """Return a stack of two steps, the second a dry room, with round numbers."""

    def two(a: float, b: float) -> np.ndarray:
        return np.tile([[a, b]], (draws, 1))

    work = Work(
        two(1e6, 5e5),
        two(1e3, 0.0),
        two(100.0, 50.0),
        np.stack([two(1e5, 2e5), two(0.0, 1e5)], axis=-1),
    )
    goods = Goods(two(1e6, 0.0), two(2e5, 0.0), two(5e4, 0.0), two(1e3, 0.0))
    price = {"wage": 20.0, "electricity": 0.1, "heat": 0.05, "construction": 1000.0, "land": 10.0}
    of = {name: np.full(draws, value) for name, value in price.items()}
    rates = Rates(**of, land_per_floor=3.5, tax=rate.get("tax", 0.0))
    settings = load_settings()
    changed = settings.finance.model_copy(update={k: v for k, v in rate.items() if k != "tax"})
    settings = settings.model_copy(update={"finance": changed})
    return cost.stack(work, goods, np.array([False, True]), rates, settings, 1e6)  # fmt: skip


def test_causes_by_hand():
    found = small().at(1.0)[0].sum(axis=0)
    by_hand = {
        "material": 1.0,
        "scrap": 0.2,
        "credit": -0.05,
        "energy": 0.01,
        "atmosphere": 0.02 + 0.005 + 0.05 + 0.0075,  # electricity, heat, a tenth, upkeep
        "consumables": 0.001,
        "labour": 0.02,
        "depreciation": 0.1,
        "maintenance": 0.015,
        "overhead": 0.75 * 0.02 + 0.65 * 0.15,
        "building": 0.15 / 20.0,
    }
    for name, value in by_hand.items():
        assert found[AT[name]] == pytest.approx(value, rel=1e-12, abs=0), name
    tied = 0.15 * (1.0 + 0.2 - 0.05 + 0.01 + 0.001)
    financing = (
        1.5 * (finance.annuity(0.08, 10) - 0.1)
        + 0.15 * (finance.annuity(0.08, 20) - 0.05)
        + 0.08 * (150.0 * 3.5 * 10.0 / 1e6 + tied)
    )
    assert found[AT["financing"]] == pytest.approx(float(financing), rel=1e-12, abs=0)


@pytest.mark.parametrize("life", [5.0, 7.0, 8.0, 10.0, 20.0])
def test_without_tax_the_levelised_cost_is_the_full_cost(life):
    found = small(2, equipment_life=life * 365.25 * 86400.0)
    for load_ in (0.5, 1.0):
        price = finance.minimum_price(found.project(load_))
        np.testing.assert_allclose(price, found.full(load_), rtol=1e-12, atol=0.0)


def test_tax_raises_the_price_and_a_grant_lowers_it():
    plain, taxed, helped = small(), small(tax=0.25), small(grant=0.3)
    price = [float(finance.minimum_price(s.project(1.0))[0]) for s in (plain, taxed, helped)]
    assert price[2] < price[0] < price[1]
    per_kwh = 10.0 / 3.6e6
    subsidised = small(subsidy=per_kwh)
    paid = finance.minimum_price(subsidised.project(1.0))
    assert float(paid[0]) == pytest.approx(price[0] - 10.0, rel=1e-12, abs=1e-9)


def test_cost_over_load_is_fixed_over_load_and_variable():
    found = small()
    fixed, variable = (float(x.sum()) / 1e6 for x in (found.fixed, found.variable))
    for load_ in (0.3, 0.8, 1.0, 1.1):
        assert float(found.full(load_)[0]) == pytest.approx(
            fixed / load_ + variable, rel=1e-12, abs=0
        )
    assert float(found.marginal()[0]) == pytest.approx(variable, rel=1e-12, abs=0)


def test_a_thinner_separator_and_a_better_yield_make_cheaper_cells():
    plant = load("sulfide-wet")
    design = cell.load("sulfide-nmc811-lithium")
    thin = cell.change(design, {"cell.separator.thickness": 15e-6})
    thick, thinner = solve(plant, design), solve(plant, thin)
    assert thinner.bought_of("Li6PS5Cl") < thick.bought_of("Li6PS5Cl")
    assert thinner.cost < thick.cost
    low = thick.low
    x = low.typical.copy()
    column = [i.name for i in low.inputs].index("A1-15 yield_cell")
    x[0, column] = 0.999
    assert run(low, x).stack.full(1.0)[0] < thick.cost
