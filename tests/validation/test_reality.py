"""The run of published cells: its files, its draws, and how it reads the measured rows."""

import sys

import numpy as np
import pytest
from scipy.optimize import brentq
from support import ROOT

sys.path.insert(0, str(ROOT / "show"))

import reality_cells as cells
import reality_draws as draws
from reality_fits import solved

from ionwright import cell, data

CASES = {case.name: case for case in cells.cases()}
READ = 0.06  # share of a capacity: two readings of 3 %


def test_every_number_of_the_files_has_a_source():
    for name, case in CASES.items():
        for path, value in case.design.origin.items():
            if value.source != "default":
                assert value.kind, f"{name} {path}"
                assert value.source in data.sources(), f"{name} {path}"
                assert value.low <= value.value <= value.high, f"{name} {path}"


@pytest.mark.parametrize("name", ["koerver2017-pellet", "nam2018-W85premixL", "yanev2024-sc90"])
def test_draws_stay_in_their_ranges_and_come_back(name):
    case = CASES[name]
    inputs, _ = draws.drawn(case, 7, 3)
    assert inputs == draws.drawn(case, 7, 3)[0]
    assert inputs != draws.drawn(case, 7, 4)[0]
    for path, value in inputs.items():
        assert case.design.origin[path].low <= value <= case.design.origin[path].high


def test_wide_ranges_are_drawn_by_ratio():
    assert draws.between(1.0, 100.0, 0.5) == pytest.approx(10.0, rel=1e-12, abs=0)
    assert draws.between(1.0, 2.0, 0.5) == pytest.approx(1.5, rel=1e-12, abs=0)
    assert draws.between(0.0, 2.0, 0.5) == pytest.approx(1.0, rel=1e-12, abs=0)


@pytest.mark.parametrize(
    ("name", "stated"), [("yanev2024-gran84", 193.0), ("lee2020-pouch", 222.0)]
)
def test_a_slow_discharge_gives_the_capacity_that_is_stated(name, stated):
    quick = {cells.SHARE: 1.0, cells.DIFFUSIVITY: 1e-12, cells.EXCHANGE: 1e3}
    design = cell.change(CASES[name].design, quick)
    got, _, _ = cells.last_discharge(design, cells.discharge(design, 0.05))
    assert got == pytest.approx(stated, rel=2e-3, abs=0)


@pytest.mark.parametrize(
    ("name", "rate"), [("yanev2024-gran90-BM", 1.0), ("yanev2024-gran84", 0.02)]
)
def test_rates_of_yanev_are_currents_over_200_milliampere_per_gram(name, rate):
    """The law and the capacities of the text agree with that reading of a rate."""
    Q, t, n = (
        cells.rows(name, quantity=f"rate_law_{q}")[0].value.value
        for q in ("capacity", "time", "exponent")
    )
    row = next(r for r in cells.rows(name) if abs(cells.rate_of(r) - rate) < 1e-9)
    law = brentq(lambda q: q - Q / (1 + 2 * (rate * 200 * t / q) ** n), 1.0, Q)
    assert row.value.low * (1 - READ) <= law <= row.value.high * (1 + READ)


def test_a_band_is_ordered_and_a_fit_meets_its_point():
    case = CASES["nam2018-D80L"]
    found = draws.band(case, 1, 4)
    assert found.values.shape == (4, len(case.points))
    assert np.all(found.low <= found.high)
    assert np.all(np.isfinite(found.values))
    share = solved(case, case.design, "active share")
    got, _ = case.predict(cell.change(case.design, {cells.SHARE: share}), {})
    assert got[0] == pytest.approx(case.points[0].value, rel=1e-3, abs=0)
