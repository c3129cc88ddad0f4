"""Derivatives of a run agree with central differences of runs."""

import numpy as np
import pytest

from ionwright import cell
from ionwright.cell.mesh import Mesh
from ionwright.cell.sensitivity import sensitivities
from ionwright.errors import InputError

SHARP = Mesh(electrode=8, radial=5, separator=4, tolerance=1e-9)
PATHS = (
    "cell.positive.active.0.particle_radius",
    "cell.positive.electrolyte.conductivity",
    "cell.separator.thickness",
)
PROTOCOLS = {
    "to a limit": "Discharge at 1C until 2.6 V",
    "there and back": (
        "Discharge at 1C for 20 minutes; Rest for 10 minutes; Charge at C/2 until 4.2 V"
    ),
    "at a power": "Discharge at 20 mW/cm2 for 30 minutes",
}


@pytest.fixture(scope="module")
def design():
    return cell.load("sulfide-nmc811-lithium")


@pytest.mark.parametrize("name", ["to a limit", "there and back"])
def test_derivatives_agree_with_central_differences(design, name):
    protocol, step = PROTOCOLS[name], 2e-3
    found = sensitivities(design, protocol, PATHS, mesh=SHARP)
    values = {leaf.path: leaf.value for leaf in design.leaves}
    for path in PATHS:
        runs = [
            cell.solve(cell.change(design, {path: values[path] * (1 + s)}), protocol, mesh=SHARP)
            for s in (2 * step, step, -step, -2 * step)
        ]
        for key in ("discharged_energy", "duration"):
            a, b, c, d = (r.headline[key].value for r in runs)
            central = (-a + 8 * b - 8 * c + d) / (12 * step * values[path])
            noise = 1e-7 * b / values[path]  # of the differences: where a step lands
            assert found.headline[path][key] * 3600.0 == pytest.approx(central, rel=1e-5, abs=noise)


def test_a_resistance_in_series_costs_its_current(design):
    """dV/dL of the separator is -j/kappa at every moment but the last, which moves in time."""
    found = sensitivities(design, "Discharge at 1C for 10 minutes", PATHS[2:], mesh=SHARP)
    current = found.result.rows[:, 2]
    kappa = design.cell.separator[0].conductivity
    np.testing.assert_allclose(found.voltage[0], -current / kappa, rtol=1e-4, atol=0.0)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("cell.name", "a number other than 0"),
        ("cell.positive.active.0.film_resistance", "a number other than 0"),
    ],
)
def test_what_is_no_number_is_refused(design, path, said):
    with pytest.raises(InputError, match=said):
        sensitivities(design, "Rest for 1 s", [path], mesh=SHARP)
