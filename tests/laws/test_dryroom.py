"""Laws of a dry room: water in = water out, drier costs more, limits, and the published figures."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ionwright.core.laws import all_hold
from ionwright.errors import InputError
from ionwright.plant import dryroom, humidity
from ionwright.plant.draws import Draws
from ionwright.plant.dryroom_inputs import ROWS, Air, Room, drawn, inputs, typical, usual
from ionwright.plant.prozell_cost import reference
from ionwright.plant.prozell_reading import Corrected

AIR = typical()
DEW = np.linspace(-90.0, 0.0, 181)


@pytest.mark.parametrize(
    ("dew", "ppm"), [(-40.0, 126.8), (-50.0, 38.87), (-60.0, 10.68), (-70.0, 2.584)]
)
def test_water_over_ice_is_that_of_murphy_and_koop(dew, ppm):
    assert humidity.vapour_pressure(dew) / 101325e-6 == pytest.approx(ppm, rel=5e-4, abs=0)


def test_ice_and_water_meet_at_the_triple_point():
    """Both laws give 611.657 Pa there; over water 2339.2 Pa at 20 degC (IAPWS)."""
    points = humidity.vapour_pressure([0.009999, 0.010001, 20.0])
    np.testing.assert_allclose(points, [611.657, 611.657, 2339.2], rtol=2e-4, atol=0)


def test_a_dew_point_comes_back_from_its_water():
    wet = np.linspace(-110.0, 40.0, 51)
    back = humidity.dew_point(humidity.ratio(wet))
    np.testing.assert_allclose(back, wet, rtol=0, atol=1e-8)
    assert humidity.of_fraction(100e-6) == pytest.approx(-42.08, rel=0, abs=0.01)


@given(
    floor=st.floats(10.0, 1e5),
    dew=st.floats(-75.0, -5.0),
    people=st.floats(0.0, 500.0),
    product=st.floats(0.0, 1e5),
    seed=st.integers(0, 1000),
)
def test_water_in_is_water_out_in_every_draw(floor, dew, people, product, seed):
    air = drawn(Draws(inputs(), seed=seed).values(0, 20))
    found = dryroom.balance(Room(floor, dew, people, product), air)
    laws = found.check()
    assert all_hold(laws), laws
    assert max(law.residual for law in laws) < 1e-12


def test_some_inputs_may_be_drawn_and_others_not():
    one = dryroom.balance(usual(1000.0, -50.0), AIR)
    many = dryroom.balance(usual(1000.0, np.array([-40.0, -50.0]), 10.0), AIR)
    assert {a.shape for a in (many.people, many.supply, many.fans, many.power)} == {(2,)}
    assert one.power.shape == ()
    assert all_hold(many.check())


def test_a_leak_in_the_books_is_found():
    found = dryroom.balance(usual(1000.0, -40.0), AIR)
    assert all_hold(found.check())
    for name in ("people", "supply", "make_up", "condensed", "adsorbed"):
        wrong = replace(found, **{name: getattr(found, name) * 1.001})
        assert not all_hold(wrong.check()), name
    assert not all_hold(replace(found, regeneration=np.asarray(-1.0)).check())


def test_a_drier_room_takes_more_power_and_no_less_air():
    found = dryroom.balance(usual(1000.0, DEW), AIR)
    assert np.all(np.diff(found.supply) <= 0.0)
    assert np.all(np.diff(found.power) < 0.0)
    assert np.all(np.diff(found.adsorbed) < 0.0)
    bound = found.changes > AIR.least * (1.0 + 1e-12)
    assert np.all(np.diff(found.supply[bound]) < 0.0)  # where water, not air changes, sets it


@pytest.mark.parametrize("name", ["person", "infiltration", "make_up", "outside", "pressure"])
def test_more_of_what_brings_water_or_moves_air_takes_more_power(name):
    more = replace(AIR, **{name: getattr(AIR, name) + 0.2 * abs(getattr(AIR, name))})
    for dew in (-40.0, -60.0):
        room = usual(1000.0, dew, 500.0)
        assert dryroom.balance(room, more).power > dryroom.balance(room, AIR).power


def test_power_follows_the_size_of_a_room():
    one, ten = (dryroom.balance(usual(floor, -55.0, floor), AIR) for floor in (1000.0, 10000.0))
    assert ten.power == pytest.approx(10.0 * one.power, rel=1e-12, abs=0)
    assert ten.per_floor == pytest.approx(one.per_floor, rel=1e-12, abs=0)


def test_an_empty_tight_room_needs_fans_and_their_cooling_only():
    tight = replace(AIR, infiltration=0.0, make_up=0.0)
    found = dryroom.balance(Room(1000.0, -60.0, 0.0), tight)
    assert found.changes == pytest.approx(AIR.least, rel=1e-12, abs=0)
    assert found.water_supply == found.water_room
    assert found.regeneration == pytest.approx(0.0, rel=0, abs=1e-9)  # kW
    fans = 1000.0 * AIR.height * AIR.least / 3600.0 * AIR.pressure / AIR.fan / 1000.0
    assert found.power == pytest.approx(fans * (1.0 + 1.0 / AIR.cooling), rel=1e-9, abs=0)


def test_one_person_in_a_dry_desert_by_hand():
    """110 g/h, no outside air: flow = 0.11/(w_room - w_supply), heat = 0.11 kg/h x kWh/kg."""
    still = replace(AIR, infiltration=0.0, make_up=0.0, least=0.0)
    found = dryroom.balance(Room(50.0, -40.0, 1.0), still)
    room, supply = (0.621975 * x / (1.0 - x) for x in (126.763e-6, 10.6762e-6))
    assert found.supply == pytest.approx(0.11 / (room - supply), rel=1e-4, abs=0)
    assert found.regeneration == pytest.approx(0.11 * AIR.regeneration, rel=1e-9, abs=0)
    assert found.dew_point_supply == pytest.approx(-60.0, rel=0, abs=1e-6)


def test_the_balance_alone_lies_between_the_two_published_figures():
    low, high = dryroom.anchors()
    assert low.per_volume == pytest.approx(25.0, rel=1e-12, abs=0)
    assert high.per_floor == pytest.approx(283.3, rel=2e-4, abs=0)
    assert high.per_volume == pytest.approx(71.0, rel=5e-3, abs=0)
    alone = dryroom.balance(usual(13140.0, -40.0), AIR).per_floor
    assert low.per_floor < alone < high.per_floor


def test_frozen_power_of_a_usual_room():
    """At -40 and -60 degC with the typical air of the table; changes when a row changes."""
    found = dryroom.balance(usual(1000.0, np.array([-40.0, -60.0])), AIR)
    np.testing.assert_allclose(found.per_floor, [154.433, 271.186], rtol=1e-5, atol=0)
    parts = found.fans + found.chillers + found.regeneration
    np.testing.assert_allclose(found.per_floor * 1000.0, 1000.0 * parts, rtol=1e-12, atol=0)


def test_each_anchor_is_met_at_its_own_dew_point():
    for anchor in dryroom.anchors():
        room = usual(500.0, anchor.dew_point)
        assert dryroom.factor(room, AIR, anchor) == pytest.approx(1.0, rel=1e-12, abs=0)
    low, high = dryroom.between(usual(500.0, np.array([-40.0, -60.0])), AIR)
    assert np.all(low < high)


def test_minus_sixty_takes_what_was_estimated_over_minus_forty():
    """1.3 to 2 times the power of -40 degC, an estimate made before this balance."""
    _, anchor = dryroom.anchors()
    assert 1.3 < dryroom.factor(usual(1000.0, -60.0), AIR, anchor) < 2.0


def test_people_for_each_floor_are_those_of_the_counted_plant():
    """Posts at machines with dry floor; of coaters and calenders only those for cathodes are."""
    found = reference(10.0, Corrected())
    half = ("coating", "calendering")
    posts = sum(
        float(s.skilled + s.helper) / (2.0 if s.name in half else 1.0)
        for s in found.steps
        if s.floor.dry > 0.0
    )
    floor = float(found.rooms.dry_price) / dryroom.capital(1.0)
    assert floor == pytest.approx(13140.0, rel=1e-4, abs=0)
    assert usual(floor, -40.0).people == pytest.approx(posts, rel=2e-3, abs=0)


def test_capital_is_by_floor():
    assert dryroom.capital(13139.67) == pytest.approx(65.37e6, rel=1e-4, abs=0)
    assert dryroom.capital(100.0, 2.0) == 2.0 * dryroom.capital(100.0)
    assert dryroom.life() == pytest.approx(15.0, rel=1e-12, abs=0)


def test_energy_of_a_year_by_carrier():
    found = dryroom.balance(usual(np.array([1000.0, 2000.0]), -50.0), AIR)
    year = found.energy(8640.0)
    assert year.shape == (2, 2)
    np.testing.assert_allclose(year.sum(axis=-1), found.power * 8640.0, rtol=1e-12, atol=0)
    np.testing.assert_allclose(year[:, 1] / year.sum(axis=-1), found.heat_share, rtol=1e-12, atol=0)


def test_every_input_of_the_air_has_a_row_with_a_range():
    assert tuple(ROWS) == tuple(f.name for f in fields(Air))
    assert [x.name.removeprefix("dry room ") for x in inputs()] == list(ROWS)
    assert all(x.low < x.high for x in inputs())


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: Room(0.0, -40.0, 1.0), "floor of a dry room"),
        (lambda: Room(10.0, -40.0, -1.0), "people in a dry room"),
        (lambda: dryroom.balance(Room(10.0, 40.0, 1.0), AIR), "drier than outside air"),
        (lambda: dryroom.balance(Room(10.0, -130.0, 1.0), AIR), "law of vapour pressure"),
        (lambda: dryroom.balance(usual(10.0, -40.0), replace(AIR, make_up=30.0)), "make-up air"),
        (lambda: dryroom.balance(usual(10.0, -40.0), replace(AIR, depression=0.0)), "supply air"),
    ],
)
def test_rooms_that_cannot_be_are_refused(call, said):
    with pytest.raises(InputError, match=said):
        call()
