"""Laws of a plant's energy: carriers and steps add up, carbon on one basis, formation closes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import LIQUID, PLANTS

from ionwright import cell
from ionwright.core.laws import all_hold
from ionwright.data import steps
from ionwright.errors import InputError
from ionwright.plant import carbon, energy, prozell_rules
from ionwright.plant.formation import Formation, lechner_formation
from ionwright.plant.plant import load
from ionwright.plant.prozell_cell import phev2
from ionwright.plant.prozell_cost import reference
from ionwright.plant.prozell_reading import Corrected
from ionwright.plant.result import solve, solve_many
from ionwright.plant.steps import Residence

LINE = [s.id for s in steps.route("sulfide-dry")]


def _used(draws=5):
    low, _, high = energy.amounts(LINE)
    u = np.linspace(0.0, 1.0, draws)[:, None]
    heat = np.array([energy.heat_share(s) for s in LINE])
    made = np.linspace(1e9, 1e10, draws)
    return energy.used(LINE, low + u * (high - low), heat, made)


def test_carriers_and_steps_add_up_in_every_draw():
    found = _used()
    assert found.per_energy.shape == (5, len(LINE), 2)
    assert all_hold(found.check()), found.check()
    low, _, high = energy.amounts(LINE).sum(axis=1)
    np.testing.assert_allclose(found.total[[0, -1]], [low, high], rtol=1e-12, atol=0)
    np.testing.assert_allclose(found.year[-1], found.per_energy[-1] * 1e10, rtol=1e-15, atol=0)


def test_heat_is_a_share_of_each_step():
    found = energy.used(["a", "b"], np.array([[2.0, 4.0]]), np.array([0.25, 1.0]), np.array([3.0]))
    assert found.per_energy.tolist() == [[[1.5, 0.5], [0.0, 4.0]]]
    assert found.by_carrier.tolist() == [[1.5, 4.5]]
    assert found.year.sum() == 18.0


def test_energy_given_away_is_found():
    found = energy.used(["E2"], np.array([[-0.1]]), np.array([0.5]), np.array([1.0]))
    assert not all_hold(found.check())


def test_a_row_for_several_steps_is_counted_once():
    assert energy.sets() == ("degen", "lechner")
    for name in energy.sets():
        covered = [s for g in energy.published(name) for s in g.steps]
        assert len(covered) == len(set(covered))
    sums = {
        name: (sum(g.electricity for g in found), sum(g.heat for g in found))
        for name in energy.sets()
        for found in [energy.published(name)]
    }
    assert sums["degen"] == pytest.approx((17.95, 20.35), rel=1e-3, abs=0)
    assert sums["lechner"] == pytest.approx((13.20, 0.0), rel=1e-3, abs=1e-12)


def test_the_counted_plant_gives_the_set_that_was_printed():
    found = reference(10.0, Corrected())
    total = sum(float(v) for v in found.energy.values()) / float(found.capacity)
    printed = sum(g.total for g in energy.published("lechner"))
    assert total == pytest.approx(printed, rel=1e-3, abs=0)


def test_heat_follows_the_liquid_row_behind_a_step():
    dry_room = 8.57 / (8.57 + 1.41)
    for step in ("E17", "A1-21", "B-16"):
        assert energy.heat_share(step) == pytest.approx(dry_room, rel=1e-12, abs=0)
    assert energy.heat_share("E5") == energy.heat_share("E4") > 0.9
    assert energy.heat_share("A1-15") == 0.0
    assert energy.heat_share("E17", "lechner") == 0.0


def test_carbon_is_carrier_times_factor():
    found = _used()
    grid, heat = carbon.grid("chongqing"), carbon.gas_heat()
    made = carbon.carbon(found, grid, heat)
    total = made.reshape(len(made), -1).sum(axis=-1)
    by_hand = found.by_carrier @ np.array([grid.typical, heat.typical])
    np.testing.assert_allclose(total, by_hand, rtol=1e-12, atol=0)


def test_the_grid_a_province_hangs_on_is_the_other_value():
    own, wide = carbon.grids("chongqing")
    assert (own.typical, wide.typical) == pytest.approx((0.5227, 0.2472), rel=1e-12, abs=0)
    assert own.basis == wide.basis == "combustion"
    assert "2022" in own.says
    assert "2023" in wide.says
    assert len(carbon.grids("china")) == 1


def test_gas_is_burnt_in_a_boiler():
    fire, chain = carbon.gas_heat(), carbon.gas_heat("life cycle")
    assert fire.typical == pytest.approx(0.2026 / 0.9, rel=1e-9, abs=0)
    assert fire.low < fire.typical < chain.typical
    assert (fire.basis, chain.basis) == carbon.BASES


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            lambda: carbon.carbon(_used(), carbon.grid("chongqing"), carbon.gas_heat("life cycle")),
            "on one basis",
        ),
        (lambda: carbon.gas_heat("well to wheel"), "one of two bases"),
        (lambda: carbon.Carbon(0.1, 0.2, 0.3, "", "", "", ""), "one of two bases"),
        (lambda: carbon.Carbon(0.3, 0.2, 0.3, "combustion", "", "", ""), "do not fall"),
        (lambda: carbon.grid("japan"), "no grid_carbon of japan"),
        (lambda: energy.published("lechnr"), "Did you mean 'lechner'"),
        (
            lambda: energy.used(["E2"], np.ones((1, 1)), np.array([1.2]), np.ones(1)),
            "a share of a step's energy",
        ),
        (lambda: Formation(1.2, 0.98, 0.8, Residence(800.0, 8.0)), "efficiencies of formation"),
        (lambda: Formation(0.9, 0.98, -0.1, Residence(800.0, 8.0)), "efficiencies of formation"),
    ],
)
def test_what_cannot_be_is_refused(call, said):
    with pytest.raises(InputError, match=said):
        call()


share = st.floats(0.05, 1.0)


@given(first=share, cycle=share, recovered=st.floats(0.0, 1.0))
def test_formation_closes(first, cycle, recovered):
    found = Formation(first, cycle, recovered, Residence(800.0, 8.0))
    assert all_hold(found.check()), found.check()
    assert found.net >= 0.5 - 1e-9  # a cell leaves half full


def test_a_perfect_formation_takes_what_stays_in_the_cell():
    found = Formation(1.0, 1.0, 1.0, Residence(800.0, 8.0))
    assert found.net == found.kept == 0.5
    assert found.lost == 0.0


def test_formation_of_the_reference_plant():
    found = lechner_formation()
    assert found.net == pytest.approx(
        prozell_rules.formation_energy(0.87, 0.98, 0.8), rel=1e-12, abs=0
    )
    cells = 55_339_867.0 / 8640.0  # an hour, into formation at 10 GWh/yr
    assert float(found.towers(cells)) == 65.0  # 70 with five for life tests
    assert found.positions(cells) == pytest.approx(cells * 8.0, rel=1e-15, abs=0)
    each = found.net * 55_339_867.0 * 53.05 * 3.7 / 1000.0
    made = 50_944_692.0 * phev2().energy
    assert each / made == pytest.approx(1.199, rel=1e-3, abs=0)  # and 1.260 with life tests


@pytest.mark.parametrize(("route", "anode", "design"), PLANTS)
def test_a_plant_splits_its_energy_and_counts_its_carbon_as_the_modules_do(route, anode, design):
    plant = load(route, anode=anode)
    found = solve(plant, cell.load(design))
    taken = found.energy
    dried = route not in ("sulfide-dry", "polymer")  # a solvent is dried off
    share = [energy.heat_share(s.row, dried=dried) for s in plant.route.steps]
    heat = taken.per_energy[0, :, 1]
    np.testing.assert_allclose(heat, taken.by_step[0] * share, rtol=1e-12, atol=0)
    kg = carbon.carbon(taken, carbon.grid("chongqing"), carbon.gas_heat())
    assert found.headline["carbon"] == pytest.approx(float(kg.sum()), rel=1e-12, abs=0)
    assert found.headline["heat"] == pytest.approx(float(heat.sum()), rel=1e-12, abs=0)
    assert any("heat carbon is assumed" in note for note in found.notes)


def test_without_solvent_coaters_take_no_heat():
    assert energy.heat_share("E4") == pytest.approx(9.55 / 10.4, rel=1e-12, abs=0)
    assert energy.heat_share("E4", dried=False) == 0.0
    assert energy.heat_share("E17", dried=False) == energy.heat_share("E17") > 0.8


def test_the_carbon_of_heat_is_drawn_with_the_place():
    found = solve_many(load("liquid"), LIQUID, 50)
    names = [x.name for x in found.low.inputs]
    kg = found.draws.values(0, 50)[:, names.index("heat carbon of chongqing")]
    grid = found.draws.values(0, 50)[:, names.index("carbon of chongqing")]
    f = found.figures
    by_hand = f["electricity"] * grid + f["heat"] * kg
    np.testing.assert_allclose(f["carbon"], by_hand, rtol=1e-12, atol=0)
    assert np.ptp(kg) > 0.01
