"""The hardest frozen curves at the default mesh; `show/curves.py` compares all of them."""

import numpy as np
import pytest
from support import ROOT, load_script

from ionwright.cell._kernels import arrays as A
from ionwright.cell.driver import prepared
from ionwright.cell.memory import at_rest
from ionwright.cell.mesh import Mesh

curves = load_script(ROOT / "show" / "curves.py")


@pytest.mark.parametrize("name", ["comsol_4C_0.02", "comsol_4C_0.05", "comsol_1C_1", "chen2020_2C"])
def test_the_default_mesh_meets_the_converged_curve(name):
    found = curves.compare(curves.reference(name))
    assert found.along < 2e-3
    assert found.at_rows < 2e-3
    assert abs(found.end) < 2e-3


@pytest.mark.parametrize("name", ["comsol_4C_0.02", "chen2020_2C"])
def test_a_fine_mesh_meets_it_as_well_as_it_is_known(name):
    ref = curves.reference(name)
    found = curves.compare(ref, Mesh(electrode=120, separator=40, radial=32, tolerance=1e-6))
    assert found.along < 2.5e-4 + ref.apart


def test_all_curves_are_there_and_converged():
    assert len(curves.names()) == 15
    for name in curves.names():
        ref = curves.reference(name)
        assert ref.apart < 5e-4
        assert np.all(np.diff(ref.charge) > 0.0)
        assert len(ref.charge) > 150


def test_chen2020_is_lowered_to_the_numbers_of_its_parameter_set():
    design = curves.design_of("chen2020_1C")
    parts, m, mem = prepared(design, 298.15, Mesh())
    n = Mesh().electrode
    s = mem.s.copy()
    at_rest(parts, m, s, 1.0, 298.15)
    mean = s[: m.k[A.O_H]].reshape(len(m.h), -1)[:, 0] * np.sqrt(3.0)
    found = {
        "thickness": (m.h[:n].sum(), 85.2e-6, m.h[-n:].sum(), 75.6e-6),
        "radius": (m.radius[0], 5.86e-6, m.radius[1], 5.22e-6),
        "a": (m.a[0], 3 * 0.75 / 5.86e-6, m.a[1], 3 * 0.665 / 5.22e-6),
        "D": (m.D[0], 3.3e-14, m.D[1], 4e-15),
        "c_max": (m.c_max[0], 33133.0, m.c_max[1], 63104.0),
        "kappa": (m.kappa[0], 0.9487 * 0.25**1.5, m.kappa[-1], 0.9487 * 0.335**1.5),
        "diffusivity": (m.diffusivity[0], 1.7694e-10 * 0.125, m.diffusivity[n], 5.70128577e-11),
        "sigma": (m.sigma[0], 215.0, m.sigma[-1], 0.18),
        "exchange": (m.constant[1], 0.339473416, m.constant[7], 3.412345518),
        "content": (mean[0] * 33133.0, 29866.0, mean[-1] * 63104.0, 17038.0),
    }
    for name, (left, left_is, right, right_is) in found.items():
        assert (left, right) == pytest.approx((left_is, right_is), rel=1e-7, abs=0), name
    assert m.h[n:-n].sum() == pytest.approx(12e-6, rel=1e-12, abs=0)
    assert np.all(m.salt_at >= 0)
