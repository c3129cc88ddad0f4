"""The single-ion case against PyBaMM, converged there on a graded mesh of 320 volumes.

Made with PyBaMM 26.10.1.1 (IDAKLU) with our potential curves. PyBaMM takes the electronic
conductivity of an electrode through its whole solid, 0.6 here, and not through the active share,
so the effective conductivities of that model are given to ours.
"""

import numpy as np
import pytest

from ionwright import cell
from ionwright.cell.driver import solve
from ionwright.cell.mesh import Mesh

SOLID = 0.6**1.5

# conductivity [S/m], rate [1/h], end [s], times [s], voltages [V]
CASES = [
    (
        1.0,
        1,
        3651.22,
        [73.0, 730.2, 1460.5, 2190.7, 2921.0, 3286.1, 3541.7],
        [3.92117, 3.77284, 3.66705, 3.60524, 3.51411, 3.42327, 3.10288],
    ),
    (
        0.05,
        2,
        1787.8,
        [35.8, 357.6, 715.1, 1072.7, 1430.2, 1609.0, 1734.2],
        [3.69532, 3.53715, 3.4116, 3.31839, 3.18736, 3.06788, 2.89953],
    ),
    (
        0.02,
        4,
        295.12,
        [5.9, 59.0, 118.0, 177.1, 236.1, 265.6, 286.3],
        [3.27839, 3.13907, 3.02503, 2.92153, 2.81743, 2.76004, 2.71815],
    ),
]


@pytest.mark.parametrize(("kappa", "rate", "end", "times", "voltages"), CASES)
def test_discharges_agree_within_a_fifth_of_a_millivolt(kappa, rate, end, times, voltages):
    paths = {f"cell.{side}.electrolyte.conductivity": kappa for side in ("positive", "negative")}
    design = cell.change(
        cell.load("comsol-graphite-lco"),
        paths
        | {
            "cell.separator.conductivity": kappa,
            "cell.positive.electronic_conductivity": 0.113 * SOLID,
            "cell.negative.electronic_conductivity": 100.0 * SOLID,
        },
    )
    # rows no further apart than this, so that a straight line between them is no error of its own
    period = f"({1.0 / rate} second period)"
    result = solve(
        design,
        f"Discharge at {rate}C until 2.7 V {period}",
        mesh=Mesh(electrode=160, tolerance=1e-6),
    )
    assert result.time[-1] == pytest.approx(end, rel=1e-4, abs=0)
    found = np.interp(times, result.time, result.voltage)
    np.testing.assert_allclose(found, voltages, rtol=0.0, atol=2e-4)
