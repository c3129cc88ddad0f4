"""The liquid line by both engines, against the printed capitals."""

import numpy as np
import pytest

from ionwright.plant.cost import Rates
from ionwright.plant.prozell_cost import reference
from ionwright.plant.prozell_reading import Corrected
from ionwright.plant.settings import load_settings
from ionwright.plant.two_engines import beside, counted_line, processing, scaled_line


def test_both_engines_give_their_printed_capital():
    scaled = scaled_line(3000.0)
    counted = counted_line(reference(10.0, Corrected()))
    assert scaled.capital / 1e7 == pytest.approx(105.6, rel=2e-2, abs=0)
    assert counted.capital / 1e7 == pytest.approx(83.0, rel=2e-2, abs=0)
    rows = beside(scaled, counted, 1.05)
    whole = scaled.capital - 1.05 * counted.capital
    assert sum(r[3] for r in rows) == pytest.approx(whole, rel=1e-12, abs=0)
    assert sum(r[1] for r in rows) == pytest.approx(scaled.capital, rel=1e-12, abs=0)
    assert sum(r[2] for r in rows) == pytest.approx(counted.capital, rel=1e-12, abs=0)


def test_one_stack_prices_what_both_lines_take():
    counted = counted_line(reference(10.0, Corrected()))
    rates = Rates(np.array([25.0]), np.array([0.09]), np.array([0.05]), np.array([3000.0]),
                  np.array([0.0]), 1.0, 0.2)  # fmt: skip
    a = processing(scaled_line(3000.0), 1.0, rates, load_settings())
    b = processing(counted, 1.05, rates, load_settings())
    for found in (a, b):
        assert 20.0 < float(found.full(1.0)[0]) < 40.0
    hours = counted.work.labour.sum()
    assert float(b.fixed[0, :, 6].sum()) == pytest.approx(25.0 * hours, rel=1e-12, abs=0)
