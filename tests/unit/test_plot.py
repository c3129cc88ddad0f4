"""Figures are made from labelled tables and leave the user's settings alone."""

import matplotlib as mpl
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
