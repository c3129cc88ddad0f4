"""Tests of a cell obey what a laboratory knows: order in rate and time, two methods that agree."""

import csv
import io
import json
import math

import numpy as np
import pytest

from ionwright import cell
from ionwright.cell import experiments as tests_of
from ionwright.cell.experiments._power import TOLERANCE, crossing
from ionwright.cell.parts import parts_of
from ionwright.errors import InputError

NAME = "sulfide-nmc811-lithium"


@pytest.fixture(scope="module")
def design():
    return cell.load(NAME)


@pytest.fixture(scope="module")
def pulses(design):
    return tests_of.pulse_resistance(design, (0.9, 0.5, 0.1))


@pytest.fixture(scope="module")
def strong(design):
    return tests_of.power(design, (0.8, 0.5, 0.2), (298.15, 318.15))


@pytest.fixture(scope="module")
def titration(design):
    """Fast paths, long rests: what is left is diffusion in the particles."""
    paths = {
        "cell.positive.electronic_conductivity": 1e3,
        "cell.positive.electrolyte.conductivity": 50.0,
    }
    return tests_of.gitt(cell.change(design, paths), pulse=100.0, rest=20000.0)


@pytest.mark.parametrize("name", cell.names())
def test_capacity_voltage_and_energy_do_not_rise_with_rate(name):
    test = tests_of.rate_test(cell.load(name), (0.1, 1 / 3, 1.0, 3.0))
    assert test.status == ("done",) * 4
    assert np.all(np.diff(test.capacity) <= 1e-9 * test.capacity[0])
    assert np.all(np.diff(test.energy) <= 1e-9 * test.energy[0])
    assert test.share[0] == 1.0
    np.testing.assert_allclose(test.capacity, test.share * test.capacity[0], rtol=1e-14, atol=0)


def test_a_rate_test_agrees_with_its_runs(design):
    test = tests_of.rate_test(design, (2.0, 0.5))
    for k, run in enumerate(test.results):
        assert test.capacity[k] == run.headline["discharged"].value
        seconds = test.capacity[k] / (test.rate[k] * run.capacity * run.faces) * 3600.0
        assert run.time[-1] == pytest.approx(seconds, rel=1e-9, abs=0)
        mean = np.trapezoid(run.voltage, run.rows[:, 3]) / run.rows[-1, 3]
        assert test.mean_voltage[k] == pytest.approx(mean, rel=1e-4, abs=0)  # few rows
        energy, charge = (run.headline[n].value for n in ("discharged_energy", "discharged"))
        assert test.mean_voltage[k] == pytest.approx(energy / charge, rel=1e-12, abs=0)
    assert test.share[1] == 1.0  # the slowest need not stand first


def test_a_rate_that_cannot_start_keeps_its_row(design):
    test = tests_of.rate_test(design, (1.0, 1e5))
    assert test.status[0] == "done"
    assert test.status[1].startswith("stopped in step 1")
    assert test.capacity[1] == 0.0
    assert math.isnan(test.mean_voltage[1])
    assert test.to_json()["rows"][1][4] is None
    assert len(list(csv.reader(io.StringIO(test.csv())))) == 3


def test_temperature_helps_and_is_that_of_the_design_in_the_test(design):
    cold, warm = (tests_of.rate_test(design, (2.0,), temperature=T) for T in (283.15, 318.15))
    assert cold.capacity[0] < warm.capacity[0]
    assert warm.design.cell.operation.temperature == 318.15


def test_resistance_rises_with_the_length_of_the_pulse(pulses):
    assert np.all(np.diff(pulses.discharge, axis=1) > 0.0)
    assert np.all(np.diff(pulses.charge[1:], axis=1) > 0.0)
    assert pulses.status[1:] == (("done", "done"),) * 2


def test_a_pulse_that_meets_the_limit_says_so_and_is_nan_from_there(pulses):
    assert np.all(np.isnan(pulses.charge[0]))
    assert pulses.status[0] == ("done", "4.3 V reached after 0 s")


@pytest.mark.parametrize("name", cell.names())
def test_a_small_pulse_agrees_with_the_linear_resistance_of_the_sheet(name):
    """Two ways to 10 s at half charge: the simulator, and the sum of causes on the sheet."""
    design = cell.load(name)
    test = tests_of.pulse_resistance(design, (0.5,), rate=0.05, lengths=(10.0,))
    sheet = cell.specify(design).resistance
    assert test.discharge[0, 0] == pytest.approx(sheet, rel=0.15, abs=0)
    assert test.charge[0, 0] == pytest.approx(test.discharge[0, 0], rel=0.05, abs=0)


def test_resistance_is_that_of_the_voltages(pulses):
    run = pulses.results[1][0]
    # a junction has two rows: the end of one step and the start of the next
    rest, at = (run.voltage[(np.abs(run.time - t) < 1e-6)][0] for t in (3600.0, 3610.0))
    i = run.rows[-1, 2]
    assert pulses.discharge[1, 1] == pytest.approx((rest - at) / i, rel=1e-9, abs=0)
    row = pulses.table()[4]
    assert row[3] == pytest.approx(1e4 * pulses.discharge[1, 1], rel=1e-14, abs=0)
    assert row[5] == pytest.approx(1e3 * pulses.discharge[1, 1] / run.faces, rel=1e-14, abs=0)


def test_power_ends_at_the_limit_and_not_much_before(strong):
    """At the power found the pulse is held; a little more is not."""
    assert set(np.ravel(strong.limit_discharge)) == {"voltage limit at the end of the pulse"}
    limits = strong.design.cell.operation
    for k, run in enumerate(strong.results):
        out = k % 2 == 0
        assert run.time[-1] == pytest.approx(10.0, rel=1e-9, abs=0)
        end = limits.lower_voltage if out else limits.upper_voltage
        rest = run.rows[0, 1]
        assert (run.voltage[-1] - end) * (1 if out else -1) >= 0.0
        assert abs(run.voltage[-1] - end) < 10.0 * TOLERANCE * rest
        power = abs(run.voltage * run.current)
        np.testing.assert_allclose(power, power[0], rtol=1e-7, atol=0)


def test_power_falls_on_discharge_with_soc_and_rises_with_warmth(strong):
    assert np.all(np.diff(strong.discharge, axis=1) < 0.0)
    assert np.all(np.diff(strong.charge, axis=1) > 0.0)
    assert np.all(strong.discharge[1] > strong.discharge[0])
    assert strong.table()[0][4] == pytest.approx(
        strong.discharge[0, 0] / cell.specify(strong.design).package.mass, rel=1e-12, abs=0
    )


def test_longer_pulses_bear_less_power(design):
    short, long = (tests_of.power(design, (0.5,), seconds=s).discharge[0, 0] for s in (2.0, 30.0))
    assert long < short


def test_a_cell_at_its_limit_takes_no_power(monkeypatch, design):
    from ionwright.cell.experiments import _power

    monkeypatch.setattr(_power, "_at_rest", lambda design, soc, mesh: 4.3)
    test = tests_of.power(design, (1.0,))
    assert test.charge[0, 0] == 0.0
    assert test.limit_charge[0][0] == "the cell at rest is at the voltage limit"
    assert len(test.results) == 1


@pytest.mark.parametrize("zero", [1e-6, 0.3, 1.0, 7.0, 1e6])
@pytest.mark.parametrize("bend", [1.0, 50.0])
def test_the_zero_of_a_broken_line_is_bracketed(zero, bend):
    def line(x):
        return (zero - x) / zero if x < zero else -bend

    good, bad = crossing(line, 1.0, 1.0, 1e-6)
    assert good < zero <= bad
    assert bad - good <= 1e-6 * bad


def test_titration_finds_the_open_circuit(titration):
    parts = parts_of(titration.design)
    (host,) = parts.positive[1]
    run = titration.result
    x = run.data.mean_stoichiometry[:, :, 0].mean("x")
    at = [int(np.flatnonzero(run.step == s)[-1]) for s in range(1, 2 * len(titration.soc), 2)]
    np.testing.assert_allclose(
        titration.rest_voltage, host.material.ocp(x.values[at]), rtol=0, atol=2e-3
    )
    assert np.all(np.diff(titration.soc) < 0.0)
    assert titration.status == "done"


def test_titration_finds_the_diffusivity_of_the_model(titration):
    """The sphere gives it back; Weppner and Huggins read low, as their limit says."""
    (host,) = parts_of(titration.design).positive[1]
    D = float(host.material.diffusivity(0.5 * (host.x_charged + host.x_discharged), 298.15))
    inner = (titration.soc[1:] > 0.2) & (titration.soc[1:] < 0.9)
    assert np.median(titration.diffusivity_sphere[inner]) == pytest.approx(D, rel=0.04, abs=0)
    assert 0.7 * D < np.median(titration.diffusivity[inner]) < 0.9 * D
    assert titration.radius == pytest.approx(2.5e-6, rel=1e-12, abs=0)
    assert np.all(titration.instant < titration.overpotential)
    row = titration.table()[5]
    assert row[2] == pytest.approx(1e3 * titration.overpotential[4], rel=1e-12, abs=0)
    assert row[4] == pytest.approx(1e4 * titration.diffusivity[4], rel=1e-12, abs=0)


@pytest.mark.parametrize(("fourier", "low"), [(1e-3, 0.055), (0.01, 0.16), (0.1, 0.46)])
def test_the_limit_of_weppner_and_huggins_is_as_stated(fourier, low):
    from ionwright.cell.experiments._gitt import _fourier
    from ionwright.cell.resistance import sphere_response

    ratio = 1.0 + sphere_response(fourier) / (3.0 * fourier)
    assert 1.0 - 4.0 / (9.0 * math.pi * ratio**2) / fourier == pytest.approx(low, rel=0.05, abs=0)
    assert _fourier(ratio) == pytest.approx(fourier, rel=1e-6, abs=0)


def test_energy_does_not_rise_with_power_and_a_power_too_large_keeps_its_row(design):
    test = tests_of.ragone(design, (0.2, 1.0, 3.0, 100.0))
    assert np.all(np.diff(test.energy) < 0.0)
    assert test.energy[-1] == 0.0
    assert "has no consistent start" in test.status[-1]
    assert test.status[:3] == ("done",) * 3
    np.testing.assert_allclose(test.energy[:3], (test.power * test.duration)[:3], rtol=1e-3, atol=0)
    sheet = cell.specify(design)
    row = test.table()[1]
    assert row[4] == pytest.approx(test.energy[1] / 3600.0 / sheet.package.mass, rel=1e-12, abs=0)
    assert row[5] == pytest.approx(test.duration[1] / 60.0, rel=1e-12, abs=0)
    assert test.power[1] == pytest.approx(sheet.energy / 3600.0, rel=1e-12, abs=0)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda d: tests_of.rate_test(d, (0.0,)), "rates must be finite"),
        (lambda d: tests_of.rate_test(d, ()), "at least one"),
        (lambda d: tests_of.rate_test(d, 1.0), "given as a list"),
        (lambda d: tests_of.rate_test(d, (math.nan,)), "rates must be finite"),
        (lambda d: tests_of.pulse_resistance(d, (1.1,)), "states of charge"),
        (lambda d: tests_of.pulse_resistance(d, rate=-1.0), "rates must"),
        (lambda d: tests_of.pulse_resistance(d, lengths=(0.0,)), "lengths of a pulse"),
        (lambda d: tests_of.power(d, seconds=0.0), "lengths of a pulse"),
        (lambda d: tests_of.power(d, (0.5,), (-3.0,)), "temperatures must"),
        (lambda d: tests_of.gitt(d, rest=0.0), "pulse and rest"),
        (lambda d: tests_of.ragone(d, (math.inf,)), "rates must"),
    ],
)
def test_bad_input_is_told(design, call, said):
    with pytest.raises(InputError, match=said):
        call(design)


@pytest.mark.parametrize("test", ["rate_test", "pulse_resistance", "power", "gitt", "ragone"])
def test_a_cell_without_a_state_of_charge_is_refused(test):
    with pytest.raises(InputError, match="needs a composite positive"):
        getattr(tests_of, test)(cell.load("symmetric-lithium-lpscl"))


@pytest.mark.parametrize("kind", ["pulses", "strong", "titration"])
def test_tables_have_their_columns_and_become_json(kind, request):
    test = request.getfixturevalue(kind)
    for row in test.table():
        assert len(row) == len(test.columns)
    told = json.loads(json.dumps(test.to_json(), allow_nan=False))
    assert told["test"] == test.name
    assert len(told["rows"]) == len(test.table())
    assert test.csv().count("\n") == len(test.table()) + 1
