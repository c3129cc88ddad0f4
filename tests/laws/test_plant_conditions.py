"""Dew point, crew, leaks and times of stay flow to capital, energy and money of a plant."""

import numpy as np
import pytest

from ionwright import cell
from ionwright.core.laws import all_hold
from ionwright.errors import InputError
from ionwright.plant import conditions, dryroom, under
from ionwright.plant.dryroom_inputs import typical, usual
from ionwright.plant.files import FOLDER, loads_route
from ionwright.plant.formation import place_of
from ionwright.plant.plant import load
from ionwright.plant.prozell_cost import reference
from ionwright.plant.prozell_reading import Corrected
from ionwright.plant.result import solve, solve_many

ROOMS = {
    "liquid": ("E17", "liquid-nmc811-graphite"),
    "sulfide-wet": ("A1-21", "sulfide-nmc811-lithium"),
    "sulfide-dry": ("A2-21", "sulfide-nmc811-lithium"),
    "oxide": ("B-16", "oxide-nmc811-lithium"),
    "polymer": ("C-13", "polymer-lfp-lithium"),
}
DESIGN = cell.load("sulfide-nmc811-lithium")
PLANT = load("sulfide-wet")


def at_reference(row: str) -> dict[str, str | float]:
    """Return what stands behind the row of a dry room, written out."""
    dew = conditions.dew_point(row)
    assert dew is not None
    return {
        f"{row}.dew_point": dew + 273.15,
        f"{row}.area_per_person": "92 m2",
        f"{row}.infiltration": "0.01 1/h",
        f"{row}.product": "0.01 %",
    }


def amounts(found, row):
    """Return capital, labour, floor and energy of a step."""
    i = [s.id for s in found.plant.route.steps].index(row)
    w = found.run.work
    return np.array([w.capital[0, i], w.labour[0, i], w.area[0, i], w.energy[0, i].sum()])


@pytest.mark.parametrize("route", ROOMS)
def test_behind_its_row_a_dry_room_changes_nothing(route):
    row, name = ROOMS[route]
    plant, design = load(route), cell.load(name)
    plain = solve(plant, design)
    assert not plain.low.conditions.rooms
    for f in plain.low.conditions.at(np.zeros((1, 0))):
        assert np.all(f == 1.0)
    written = solve(plant.under(at_reference(row)), design)
    np.testing.assert_allclose(written.table, plain.table, rtol=1e-12, atol=1e-12)
    many = solve_many(plant, design, 20)
    same = solve_many(plant.under(at_reference(row)), design, 20)
    np.testing.assert_allclose(same.by_step, many.by_step, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("route", ROOMS)
def test_drier_air_takes_more_capital_energy_and_money(route):
    row, name = ROOMS[route]
    plant, design = load(route), cell.load(name)
    rows = []
    for dew in (-35.0, -45.0, -55.0, -60.0, -65.0):
        found = solve(plant.under({f"{row}.dew_point": dew + 273.15}), design)
        assert all_hold(found.check())
        rows.append([*amounts(found, row)[[0, 3]], found.cost, found.headline["carbon"]])
    assert np.all(np.diff(rows, axis=0) > 0.0)


def test_the_factor_is_that_of_the_balance_of_water():
    plain = solve(PLANT, DESIGN)
    asked = {"A1-21.dew_point": "-62 degC", "A1-21.area_per_person": "50 m2"}
    found = solve(PLANT.under(asked), DESIGN)
    product = plain.low.conditions.product
    room = dryroom.Room(1.0, -62.0, 1.0 / 50.0, product)
    by = dryroom.balance(room, typical()).power
    by = by / dryroom.balance(usual(1.0, -55.0, product), typical()).power
    wanted = amounts(plain, "A1-21") * [by, 1.0, 1.0, by]
    np.testing.assert_allclose(amounts(found, "A1-21"), wanted, rtol=1e-12, atol=0)
    for other in ("A1-19", "A1-22", "A1-15"):
        assert np.array_equal(amounts(found, other), amounts(plain, other))
    ratio = found.by_cause["atmosphere"] / plain.by_cause["atmosphere"]
    assert 1.0 < ratio < by  # the row of its management stays
    # 5 kg/kWh, 8,640 h, 1,322 m2/(GWh/yr)
    assert under.entering(5.0) == pytest.approx(5e6 / 8640.0 / 1322.0, rel=1e-3, abs=0)


@pytest.mark.parametrize(
    "asked",
    [
        {"A1-21.area_per_person": "46 m2"},
        {"A1-21.infiltration": "0.05 1/h"},
        {"A1-21.product": "0.1 %"},
        {"A1-21.dew_point": "-58 degC"},
    ],
)
def test_each_condition_raises_the_cost_of_a_plant(asked):
    plain, found = solve(PLANT, DESIGN), solve(PLANT.under(asked), DESIGN)
    assert found.cost > plain.cost
    assert found.headline["heat"] > plain.headline["heat"]
    assert any(note.startswith("dry room A1-21 with") for note in found.notes)
    assert not any(note.startswith("dry room A1-21 with") for note in plain.notes)


def test_drawn_air_obeys_the_laws_and_moves_no_other_draw():
    plant = PLANT.under({"A1-21.dew_point": "-62 degC"})
    many, plain = solve_many(plant, DESIGN, 100), solve_many(PLANT, DESIGN, 100)
    assert all_hold(many.check())
    part = solve_many(plant, DESIGN, 100, chunk=7)
    assert np.array_equal(many.by_step, part.by_step)
    room = [s.id for s in plant.route.steps].index("A1-21")
    others = np.arange(many.by_step.shape[1]) != room
    assert np.array_equal(many.by_step[:, others], plain.by_step[:, others])
    ratio = many.by_step[:, room] / plain.by_step[:, room]
    assert np.all(ratio > 1.0)
    assert np.ptp(ratio) > 0.5  # the assumed numbers of air spread it


@pytest.mark.parametrize(("row", "name"), [("A1-15", "press"), ("A1-19", "formation")])
def test_places_are_flow_times_time(row, name):
    behind = conditions.times(row)
    plain = amounts(solve(PLANT, DESIGN), row)
    for by in (0.5, 1.0, 2.0, 3.0):
        hours = by * behind[name]
        found = amounts(solve(PLANT.under({f"{row}.{name}": f"{hours} h"}), DESIGN), row)
        share = 1.0
        if row == "A1-19":
            tower, rack = place_of("formation").price * 6.0, place_of("ageing").price * 72.0
            share = tower / (tower + rack)
        assert found[0] == pytest.approx(plain[0] * (1.0 + share * (by - 1.0)), rel=1e-12, abs=0)
        assert np.array_equal(found[[1, 3]], plain[[1, 3]])  # hours and energy go with cells


def test_all_stays_longer_are_places_more():
    behind = conditions.times("A1-19")
    twice = {f"A1-19.{name}": f"{2.0 * h} h" for name, h in behind.items()}
    found, plain = solve(PLANT.under(twice), DESIGN), solve(PLANT, DESIGN)
    wanted = amounts(plain, "A1-19") * [2.0, 1.0, 2.0, 1.0]
    np.testing.assert_allclose(amounts(found, "A1-19"), wanted, rtol=1e-12, atol=0)
    one = PLANT.under({"A1-19.formation": "12 h"})
    both = one.under({"A1-19.ageing": "6 d"})
    assert solve(both, DESIGN).cost == pytest.approx(found.cost, rel=1e-12, abs=0)


def test_counted_towers_and_racks_follow_the_time_of_the_route():
    plant, design = load("liquid", counted=True), cell.load("liquid-nmc811-graphite")
    plain = amounts(solve(plant, design), "E15")
    twice = plant.under({"E15.formation": "16 h", "E15.ageing": "28 d"})
    found = amounts(solve(twice, design), "E15")
    assert found[0] == pytest.approx(2.0 * plain[0], rel=0.1, abs=0)  # towers of life tests stay
    assert found[0] > 1.8 * plain[0]
    written = plant.under({"E15.formation": "8 h", "E15.ageing": "14 d"})
    same = amounts(solve(written, design), "E15")
    np.testing.assert_allclose(same, plain, rtol=1e-12, atol=0)


def test_a_place_is_that_of_the_reference_line():
    plant = reference(10.0, Corrected())
    by = {s.name: s for s in plant.steps}
    for name, places in (("formation", 800.0), ("ageing", 2000.0)):
        ((_, fleet),) = by[name].fleets
        assert place_of(name).price * places == pytest.approx(
            float(fleet.capital / fleet.bought), rel=1e-12, abs=0
        )
        assert place_of(name).floor * places == pytest.approx(
            float(fleet.floor.total / fleet.placed), rel=1e-12, abs=0
        )


def test_a_route_file_may_ask_for_conditions():
    text = (FOLDER / "routes/sulfide-wet.toml").read_text(encoding="utf-8")
    old = 'row = "A1-21"\n'
    assert text.count(old) == 1
    text = text.replace(old, old + 'dry_air = {dew_point = "-62 degC"}\n')
    route = loads_route(text, "mine", "mine.toml")
    wanted = PLANT.under({"A1-21.dew_point": "-62 degC"})
    assert route.steps == wanted.route.steps


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"A1-19.dew_point": "-60 degC"}, "is a dry room"),
        ({"A1-21.press": "1 h"}, "none for this step"),
        ({"A1-15.ageing": "1 h"}, "press"),
        ({"A1-99.press": "1 h"}, "Did you mean"),
        ({"A1-21.dew": "-60 degC"}, "Did you mean 'dew_point'"),
        ({"A1-21.dew_point": -60.0}, "unit"),
        ({"A1-21.dew_point": "-10 degC"}, "at most"),
        ({"A1-15.press": "0 h"}, "A1-15.press: .*above 0 h"),
    ],
)
def test_bad_conditions_get_one_clear_sentence(asked, said):
    with pytest.raises(InputError, match=said):
        PLANT.under(asked, border=True)
