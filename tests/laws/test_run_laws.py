"""Runs obey their laws, for every shipped cell; and the laws notice what is wrong."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from ionwright import cell
from ionwright.cell import driver
from ionwright.cell import residual as model
from ionwright.cell.driver import solve
from ionwright.cell.mesh import Mesh
from ionwright.errors import InputError

ALL = cell.names()


@cache
def discharge(name, rate="C/3", **mesh):
    design = cell.load(name)
    low = design.cell.operation.lower_voltage
    return solve(design, f"Discharge at {rate} until {low} V", mesh=Mesh(**mesh))


@pytest.mark.parametrize("name", ALL)
def test_every_law_holds(name):
    result = discharge(name)
    assert result.status == "done"
    assert [law for law in result.check() if not law.holds] == []


@pytest.mark.parametrize("name", ALL)
def test_the_last_step_ends_on_the_limit(name):
    result = discharge(name)
    low = result.inputs.design.cell.operation.lower_voltage
    assert result.voltage[-1] == pytest.approx(low, rel=1e-8, abs=0)


def test_slower_delivers_more():
    given = [discharge("sulfide-nmc811-lithium", r).headline for r in ("C/10", "C/3", "1C")]
    for key in ("discharged", "discharged_energy"):
        values = [h[key].value for h in given]
        assert values == sorted(values, reverse=True)


def test_a_wrong_state_does_not_zero_the_model():
    result = discharge("sulfide-nmc811-lithium")
    stage = result.stages[-1]
    slow = stage.memory.slow_by_name
    good = result.at(-1)
    assert max(model.residual(stage.numbers, good, slow).values()) < 1e-6
    for changed in (
        replace(good, u=good.u + 1e-4),
        replace(good, y=good.y * 1.001),
        replace(good, q=good.q * 1.001),
        replace(good, V=good.V + 1e-4),
        replace(good, j=good.j * 1.001),
        replace(good, dq=good.dq * 1.001),
        replace(good, faces=good.faces * 1.001),
    ):
        assert max(model.residual(stage.numbers, changed, slow).values()) > 1e-5


def test_lost_lithium_is_noticed():
    result = discharge("sulfide-nmc811-lithium")
    states = result.states.copy()
    states[-1] *= 1.0 + 1e-6
    broken = [law.name for law in replace(result, states=states).check() if not law.holds]
    assert broken


def test_second_order_in_space():
    """Mean voltage on 10, 20, 40 volumes: each halving takes three quarters of the error."""
    name = "sulfide-nmc811-lithium"
    common = {"tolerance": 1e-7}

    def energy(n):
        return discharge(name, "2C", electrode=n, **common).headline["discharged_energy"].value

    coarse, middle, fine = energy(10), energy(20), energy(40)
    assert np.log2((coarse - middle) / (middle - fine)) == pytest.approx(2.0, rel=0, abs=0.3)


def test_a_tighter_tolerance_converges():
    name, steps = "sulfide-nmc811-lithium", (1e-3, 1e-5, 1e-9)
    energy = [discharge(name, "1C", tolerance=t).headline["discharged_energy"].value for t in steps]
    assert abs(energy[1] - energy[2]) < 1e-6 * energy[2]
    assert abs(energy[1] - energy[2]) < 0.1 * abs(energy[0] - energy[2])


def test_rest_moves_no_charge_and_relaxes_upwards():
    design = cell.load("sulfide-nmc811-lithium")
    result = solve(design, "Discharge at 1C for 10 minutes; Rest for 2 hours")
    rest = result.step == 2
    assert np.ptp(result.rows[rest, 3]) == pytest.approx(0.0, rel=0, abs=1e-9 * result.rows[-1, 3])
    assert np.all(np.diff(result.voltage[rest]) > -1e-9)


def test_there_and_back_returns_the_charge():
    design = cell.load("sulfide-nmc811-lithium")
    result = solve(design, "Discharge at C/3 for 1 hour; Charge at C/3 for 1 hour")
    h = result.headline
    assert h["charged"].value == pytest.approx(h["discharged"].value, rel=1e-9, abs=0)
    assert h["charged_energy"].value > h["discharged_energy"].value
    assert [law for law in result.check() if not law.holds] == []


def test_voltage_control_holds_the_voltage_until_the_current_has_faded():
    design = cell.load("sulfide-nmc811-lithium")
    top = design.cell.operation.upper_voltage
    result = solve(
        design,
        f"Discharge at C/3 for 1 hour; Charge at C/3 until {top} V; Hold at {top} V until C/50",
    )
    assert result.status == "done"
    hold = result.step == 3
    np.testing.assert_allclose(result.voltage[hold][1:], top, rtol=1e-8, atol=0.0)
    one_c = cell.specify(design).headline["capacity"].value / 3600.0
    assert abs(result.current[-1]) == pytest.approx(one_c / 50.0, rel=1e-6, abs=0)


def test_a_step_that_cannot_start_says_what_could():
    design = cell.load("sulfide-nmc811-lithium")
    result = solve(design, "Discharge at 100000C for 1 s")
    assert result.status.startswith("stopped in step 1")
    assert "is full" in result.status
    with pytest.raises(InputError, match="the run must finish"):
        result.require()


def test_a_run_that_stops_keeps_what_it_computed():
    design = cell.load("sulfide-nmc811-lithium")
    result = solve(design, "Discharge at C/3 for 10 hours")
    assert "the surface of the particles in the positive is full" in result.status
    assert [law for law in result.check() if not law.holds] == []
    assert len(result.time) > 10
    assert result.headline["discharged"].value > 0.0


def test_a_run_that_creeps_ends_and_says_so(monkeypatch):
    monkeypatch.setattr(driver, "CREEP", 1e6)
    monkeypatch.setattr(driver, "CREEPS", 3)
    result = solve(cell.load("sulfide-nmc811-lithium"), "Discharge at C/3 for 1 h (1 s period)")
    assert len(result.rows) == 3 * driver.ROWS
    assert "its steps in time have come down to 1 s, which leads nowhere" in result.status
    assert [law for law in result.check() if not law.holds] == []


def test_a_run_that_sticks_with_its_memory_full_keeps_what_it_computed(monkeypatch):
    calls, segment = [], driver.kernel.segment

    def stuck(*args):
        calls.append(args)
        return segment(*args) if len(calls) == 1 else (driver.kernel.STUCK, 0)

    monkeypatch.setattr(driver.kernel, "segment", stuck)
    result = solve(cell.load("sulfide-nmc811-lithium"), "Discharge at C/3 for 1 h (1 s period)")
    assert len(result.rows) == driver.ROWS
    assert "no state satisfies the equations any longer" in result.status


def test_the_dataset_carries_units_and_agrees_with_the_rows():
    result = discharge("sulfide-nmc811-lithium")
    data = result.data
    assert data.voltage.attrs["units"] == "V"
    assert data.interface_current_density.attrs["units"] == "A/m2"
    np.testing.assert_allclose(
        data.charge.values * 3600.0, result.rows[:, 3] * result.faces, rtol=1e-14, atol=0.0
    )
    assert data.sizes["x"] == len(result.numbers.h)


@pytest.mark.parametrize("soc", [-0.1, 1.5, float("nan")])
def test_a_state_of_charge_outside_0_to_1_is_refused(soc):
    with pytest.raises(InputError, match="soc lies between 0 and 1"):
        solve(cell.load("sulfide-nmc811-lithium"), "Rest for 1 s", soc=soc)


@pytest.mark.parametrize(
    ("protocol", "soc", "said"),
    [
        ("Discharge at 1C until 4.5 V", 1.0, "4.5 V is passed before it begins"),
        ("Charge at C/2 until 30% soc", 0.5, "30 % soc is passed before it begins"),
    ],
)
def test_a_step_whose_limit_is_passed_is_reported_and_not_skipped(protocol, soc, said):
    result = solve(cell.load("sulfide-nmc811-lithium"), protocol, soc=soc)
    assert result.status.startswith("stopped in step 1")
    assert said in result.status


@pytest.mark.parametrize(
    ("protocol", "said"),
    [
        ("Discharge at 1C until 2.5 V at 10 MPa", "does not depend on stack pressure"),
        ("Hold at 4 V until 1 Ah", "of one direction that is no profile"),
        ("Discharge at C/2 until > 95 % soc", "a discharge ends at a lower state of charge"),
    ],
)
def test_what_the_model_does_not_have_is_refused(protocol, said):
    with pytest.raises(InputError, match=said):
        solve(cell.load("sulfide-nmc811-lithium"), protocol)


def test_states_of_charge_end_steps_where_they_say():
    design = cell.load("sulfide-nmc811-lithium")
    capacity = cell.specify(design).headline["capacity"].value
    result = solve(design, "Discharge at 1C until 50% soc; Charge at C/2 until 90% soc")
    given = result.rows[:, 3] * result.faces / capacity
    np.testing.assert_allclose(result.soc, 1.0 - given, rtol=0.0, atol=1e-12)
    assert given[result.step == 1][-1] == pytest.approx(0.5, rel=1e-8, abs=0)
    assert given[-1] == pytest.approx(0.1, rel=1e-7, abs=0)


def test_temperature_is_an_input_like_any_other():
    design = cell.load("sulfide-nmc811-lithium")
    warm = solve(design, "Discharge at 1C until 2.5 V", temperature=333.15)
    there = cell.change(design, {"cell.operation.temperature": 333.15})
    same = solve(there, "Discharge at 1C until 2.5 V")
    np.testing.assert_array_equal(warm.rows, same.rows)
    assert (
        warm.headline["discharged_energy"].value
        > discharge("sulfide-nmc811-lithium", "1C").headline["discharged_energy"].value
    )
