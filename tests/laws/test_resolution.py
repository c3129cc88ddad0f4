"""A run without a mesh stands on one that holds it; a mesh that is given stays."""

import numpy as np
import pytest

from ionwright import cell
from ionwright.cell import driver
from ionwright.cell import protocol as p
from ionwright.cell.mesh import BENT, MISSED, Mesh
from ionwright.cell.resolution import resolution
from ionwright.cell.sensitivity import sensitivities

FRONT = {
    "cell.positive.electrolyte.conductivity": 0.02,
    "cell.positive.areal_capacity": 3.6e5,
    "cell.positive.active.0.diffusivity": 1e-13,
    "cell.positive.active.0.exchange_current_density": 30.0,
}
"""Ions so slow beside particles that reaction runs through the electrode as a front."""
PROTOCOL = "Discharge at 2C until 2.5 V"


@pytest.fixture(scope="module")
def front():
    return cell.change(cell.load("sulfide-nmc811-lithium"), FRONT)


@pytest.mark.parametrize("name", cell.names())
@pytest.mark.parametrize("rate", ["C/3", "2C"])
def test_the_designs_of_the_house_stand_on_the_default(name, rate):
    design = cell.load(name)
    result = cell.solve(
        design, f"Discharge at {rate} until {design.cell.operation.lower_voltage} V"
    )
    assert (result.notes, result.inputs.mesh) == ((), Mesh())


def test_a_front_is_solved_on_more_volumes_and_says_so(front):
    coarse, found = cell.solve(front, PROTOCOL, mesh=Mesh()), cell.solve(front, PROTOCOL)
    assert (coarse.inputs.mesh, coarse.notes) == (Mesh(), ())
    n = found.inputs.mesh.electrode
    assert n > Mesh.electrode
    assert found.numbers.k[driver.A.N_P] == n
    assert found.notes == (
        f"{n} volumes in each electrode: 24 do not hold the front of its reaction.",
    )
    fine = cell.solve(front, PROTOCOL, mesh=Mesh(electrode=4 * n, tolerance=1e-6))
    ends = [abs(r.rows[-1, 3] / fine.rows[-1, 3] - 1.0) for r in (coarse, found)]
    assert ends[1] < 0.1 * ends[0]
    assert all(law.holds for law in found.check())


def test_first_moments_are_solved_with_more_functions():
    design = cell.load("sulfide-nmc811-lithium")
    text = "Discharge at 5C for 0.1 s (0.002 second period)"
    coarse, found = cell.solve(design, text, mesh=Mesh()), cell.solve(design, text)
    fine = cell.solve(design, text, mesh=Mesh(radial=240))
    M = found.inputs.mesh.radial
    assert M is not None
    assert M > len(coarse.numbers.eigen)
    assert found.notes == (f"{M} radial functions: fewer miss the first moments of a step.",)
    t = np.linspace(0.002, 0.1, 50)
    apart = [
        np.abs(np.interp(t, r.time, r.voltage) - np.interp(t, fine.time, fine.voltage)).max()
        for r in (coarse, found)
    ]
    assert apart[1] < MISSED < apart[0]


def test_kink_is_measured_where_the_run_is(front):
    """Halved volumes: a smooth bend falls with their square."""
    plan = p.parse(PROTOCOL)
    bent = [
        resolution(driver._carried(front, plan, 1.0, Mesh(electrode=n))[0])[0] for n in (96, 192)
    ]
    assert 2.0 < bent[0] / bent[1] < 8.0
    assert resolution(driver._carried(front, plan, 1.0, Mesh())[0])[0] > BENT


def test_many_runs_are_those_of_one_by_one(front):
    batch = cell.vary(front, {"cell.positive.electrolyte.conductivity": [0.02, 0.3, 0.021]})
    runs = cell.solve_many(batch, PROTOCOL)
    for i, run in enumerate(runs):
        alone = cell.solve(batch[i], PROTOCOL)
        assert run.notes == alone.notes
        np.testing.assert_allclose(run.rows[-1], alone.rows[-1], rtol=1e-9, atol=0.0)
        np.testing.assert_array_equal(runs.curve(i), run.rows)
    assert [bool(run.notes) for run in runs] == [True, False, True]


def test_a_run_and_its_derivatives_stand_on_one_mesh(front):
    found = sensitivities(front, PROTOCOL, ["cell.positive.electrolyte.conductivity"])
    assert found.result.inputs.mesh.electrode > Mesh.electrode
    assert found.voltage.shape[1] == len(found.result.rows)


@pytest.mark.parametrize("share", [0.9, 0.99, 0.999])
def test_of_two_limits_within_a_step_the_first_ends_it(share):
    design, wide = cell.load("sulfide-nmc811-lithium"), Mesh(tolerance=1e-2)
    whole = cell.solve(design, "Charge at C/10 until 4.25 V", soc=0.0, mesh=wide)
    charge = share * abs(whole.rows[-1, 3]) / 36000.0
    text = f"Charge at C/10 until 4.25 V or {charge:.9g} mAh/cm2"
    ended = cell.solve(design, text, soc=0.0, mesh=wide)
    np.testing.assert_allclose(abs(ended.rows[-1, 3]), charge * 36000.0, rtol=1e-7, atol=0.0)
    assert ended.voltage[-1] < 4.25
