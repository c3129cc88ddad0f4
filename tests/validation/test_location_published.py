"""Published optima of location problems, through the objects and the solve path of every case."""

import csv

import pytest
from support import ROOT

from ionwright.network.benchmark.bench import run
from ionwright.network.benchmark.families import read

FOLDER = ROOT / "show" / "references" / "network"
with (FOLDER / "optima.csv").open(encoding="utf-8") as file:
    ROWS = [(r["file"], r["family"], float(r["optimum"])) for r in csv.DictReader(file)]
OR_LIBRARY = 13


@pytest.mark.parametrize(("file", "family", "optimum"), ROWS)
def test_the_published_optimum_is_found_and_proved(file, family, optimum):
    found = run(read(str(FOLDER / file), family))
    assert found.status == "optimal"
    assert found.objective == pytest.approx(optimum, rel=1e-6, abs=0.0)
    assert found.bound == pytest.approx(optimum, rel=1e-6, abs=0.0)
    assert found.bound <= found.objective


def test_every_shipped_file_has_its_optimum():
    assert {name for name, family, _ in ROWS if family == "cflp"} == {
        p.name for p in FOLDER.glob("cap*.txt")
    }
    assert len(list(FOLDER.glob("cap*.txt"))) == OR_LIBRARY


def test_a_stop_by_the_clock_leaves_bounds_that_bracket_the_optimum():
    found = run(read(str(FOLDER / "sslp_15_45_5")), seconds=1.0)
    assert found.status == "time limit"
    assert found.bound <= -262.4 <= found.objective + 262.4e-6
