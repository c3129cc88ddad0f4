"""Figures are made from labelled tables and leave the user's settings alone."""

import subprocess
import sys

import matplotlib as mpl
import numpy as np
import pytest

from ionwright import cell, plot
from ionwright.cell.files import planar
from ionwright.errors import InputError


@pytest.fixture(scope="module")
def sheet():
    return cell.specify(cell.load("sulfide-nmc811-lithium"))


def test_a_spec_sheet_is_drawn(sheet):
    figure = plot.spec(sheet)
    assert [a.get_title(loc="left") for a in figure.axes] == [
        "Layers",
        "Bill of materials",
        "Resistance by cause",
    ]
    assert "Wh/kg" in figure.get_suptitle()


@pytest.mark.parametrize("name", cell.names() + cell.published() + planar())
def test_every_design_can_be_drawn(name):
    assert plot.svg(plot.spec(cell.specify(cell.load(name)))).startswith("<svg")


def test_planar_cells_are_not_compared_by_what_they_store(sheet):
    other = cell.specify(cell.load("symmetric-lithium-lpscl"))
    with pytest.raises(InputError, match="compared by what they store"):
        plot.designs([sheet, other])


def test_the_same_figure_is_the_same_text(sheet):
    assert plot.svg(plot.spec(sheet)) == plot.svg(plot.spec(sheet))


def test_settings_of_the_user_stay(sheet):
    before = dict(mpl.rcParams)
    plot.svg(plot.designs([sheet, sheet]))
    assert dict(mpl.rcParams) == before


def test_save_and_show(sheet, tmp_path):
    assert plot.save(sheet, tmp_path / "a.png").stat().st_size > 10_000
    mpl.use("agg")
    assert plot.show([sheet, sheet]).axes


@pytest.mark.parametrize(
    ("thing", "path", "said"),
    [
        ("text", "a.png", "draws a spec sheet"),
        (None, "a.doc", "suffix"),
        (None, "no/a.png", "folder"),
    ],
)
def test_save_refuses(sheet, thing, path, said, tmp_path):
    with pytest.raises(InputError, match=said):
        plot.save(thing or sheet, tmp_path / path)


@pytest.fixture(scope="module")
def run():
    text = "Discharge at 1C for 10 min; Rest for 5 min; Charge at C/2 for 10 min"
    return cell.solve(cell.load("sulfide-nmc811-lithium"), text)


def test_a_run_is_drawn_as_it_is_in_its_table(run):
    figure = plot.voltage(run)
    top, middle, bottom = figure.axes
    for axis, name in ((top, "voltage"), (middle, "current"), (bottom, "soc")):
        x, y = axis.lines[0].get_data()
        np.testing.assert_array_equal(y, run.data[name].values)
        np.testing.assert_allclose(x, run.time / 60.0, rtol=1e-14, atol=0)
    assert bottom.get_xlabel() == "time / min"
    assert "Discharge at 1C for 10 min" in figure.get_suptitle()
    assert "positive on discharge" in middle.get_title(loc="left")


@pytest.mark.parametrize("name", cell.names())
def test_fields_of_every_cell_are_drawn(name):
    design = cell.load(name)
    run = cell.solve(design, "Discharge at C/3 for 10 min")
    figure = plot.fields(run)
    salty = np.ptp(run.data.salt_concentration.values) > 0.0
    assert len(figure.axes) == 3 + salty
    lithium = figure.axes[0].lines[-1].get_data()[1]
    assert 0.0 < np.nanmin(lithium) < np.nanmax(lithium) < 1.0


def test_a_stopped_run_and_one_without_rows_are_drawn_too():
    design = cell.load("sulfide-nmc811-lithium")
    for text in ("Discharge at C/3 for 10 hours", "Discharge at 1000C until 2.5 V"):
        run = cell.solve(design, text)
        assert run.stop is not None
        for figure in (plot.voltage(run), plot.fields(run)):
            assert "stopped in step 1" in figure.get_suptitle()
            assert plot.svg(figure).startswith("<svg")


def test_tests_are_drawn(tmp_path):
    design = cell.load("sulfide-nmc811-lithium")
    test = cell.experiments.rate_test(design, (0.5, 2.0))
    left, right = plot.rates(test).axes
    assert [text.get_text() for text in left.get_legend().get_texts()] == ["C/2", "2C"]
    np.testing.assert_array_equal(right.lines[0].get_data()[1], 100.0 * test.of_sheet)
    energy = cell.experiments.ragone(design, (0.5, 2.0, 100.0))
    assert len(plot.energies([energy]).axes[0].lines[0].get_data()[0]) == 2
    mpl.use("agg")
    assert plot.show(test).axes
    assert plot.show(energy).axes


def test_a_run_is_saved_and_shown(run, tmp_path):
    assert plot.save(run, tmp_path / "run.png").stat().st_size > 10_000
    mpl.use("agg")
    assert len(plot.show(run).axes) == 3
    before = dict(mpl.rcParams)
    plot.svg(plot.fields(run))
    assert dict(mpl.rcParams) == before


def test_a_figure_of_a_sheet_does_not_load_the_compiler():
    script = (
        "import sys; import ionwright as iw; s = iw.cell.specify(iw.cell.load('worked-case'));"
        "iw.plot.spec(s); print('numba' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
