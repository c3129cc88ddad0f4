"""Batches: columns written over numbers give what each design gives by itself."""

import numpy as np
import pytest

from ionwright import cell
from ionwright.cell.columns import columns_of
from ionwright.cell.many import Failure, solve_many
from ionwright.cell.mesh import Mesh

COARSE = Mesh(electrode=8, radial=4, separator=4, tolerance=1e-4)
PROTOCOL = "Discharge at 1C until 2.6 V; Rest for 10 minutes"
INPUTS = {
    "cell.positive.active.0.particle_radius": [2e-6, 3e-6, 2.4e-6],
    "cell.positive.electrolyte.conductivity": [0.1, 0.2, 0.15],
    "cell.separator.thickness": [20e-6, 40e-6, 30e-6],
}


@pytest.fixture(scope="module")
def design():
    return cell.load("sulfide-nmc811-lithium")


@pytest.mark.parametrize("path", INPUTS)
def test_these_inputs_are_columns(design, path):
    assert columns_of(cell.vary(design, {path: INPUTS[path]}), 1.0, COARSE) is not None


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("cell.operation.temperature", [290.0, 300.0]),
        ("cell.negative.thickness", [1e-5, 3e-5]),
        ("cell.positive.porosity", [0.03, 0.06]),
    ],
)
def test_what_is_no_power_is_lowered_for_each(design, path, values):
    batch = cell.vary(design, {path: values})
    assert columns_of(batch, 1.0, COARSE) is None
    runs = solve_many(batch, PROTOCOL, mesh=COARSE)
    for i, run in enumerate(runs):
        np.testing.assert_array_equal(run.rows, cell.solve(batch[i], PROTOCOL, mesh=COARSE).rows)


def test_a_batch_gives_to_round_off_what_its_designs_give(design):
    batch = cell.vary(design, INPUTS)
    runs = solve_many(batch, PROTOCOL, mesh=COARSE, workers=2)
    for i, run in enumerate(runs):
        one = cell.solve(batch[i], PROTOCOL, mesh=COARSE)
        assert run.status == one.status == "done"
        np.testing.assert_allclose(run.rows, one.rows, rtol=1e-9, atol=1e-9)
        assert [law for law in run.check() if not law.holds] == []
        np.testing.assert_array_equal(run.step, one.step)


def test_the_number_of_workers_changes_nothing(design):
    batch = cell.vary(design, INPUTS)
    one, two = (solve_many(batch, PROTOCOL, mesh=COARSE, workers=w) for w in (1, 2))
    for a, b in zip(one, two, strict=True):
        np.testing.assert_array_equal(a.rows, b.rows)


def test_a_bad_design_is_a_status_among_runs(design):
    broken = cell.load("sulfide-nmc811-lithium")
    good = solve_many([design, broken], "Rest for 1 s", mesh=COARSE)
    assert good.status == ["done", "done"]
    planar = cell.load(cell.files.planar()[0])
    mixed = solve_many([design, planar], "Discharge at 1C until 2.6 V", mesh=COARSE)
    assert mixed[0].status == "done"
    assert isinstance(mixed[1], Failure)
    assert "no capacity" in mixed[1].status


def test_a_run_that_stops_in_a_batch_says_why(design):
    batch = cell.vary(design, {"cell.separator.thickness": [20e-6, 40e-6]})
    runs = solve_many(batch, "Discharge at C/3 for 20 h", mesh=COARSE)
    assert all("is full" in status for status in runs.status)
