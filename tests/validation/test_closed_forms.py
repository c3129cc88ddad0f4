"""Closed forms and observed orders; `show/closed_forms.py` prints all of them."""

import numpy as np
import pytest
from support import ROOT, load_script

from ionwright.cell.mesh import FEWEST, Mesh

forms = load_script(ROOT / "show" / "closed_forms.py")
orders = load_script(ROOT / "show" / "closed_orders.py")


def test_algebraic_forms_are_those_of_the_table():
    found = forms.algebraic()
    assert len(found) == 8
    for name, (ours, exact) in found.items():
        assert ours == pytest.approx(exact, rel=1.7e-6 if "Arrhenius" in name else 1e-6, abs=0)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_porous_electrode_has_the_resistance_of_newman_and_tobias(number):
    exact = forms.value("porous electrode", number)
    assert forms.electrode_resistance(number) == pytest.approx(exact, rel=1e-6, abs=0)
    fine = forms.electrode_resistance(number, Mesh(electrode=160))
    assert fine == pytest.approx(exact, rel=1e-5, abs=0)


@pytest.mark.parametrize(("number", "tau"), [(0, 0.01), (1, 0.1), (2, 1.0)])
def test_a_sphere_at_constant_flux_is_that_of_crank(number, tau):
    exact = forms.value("sphere, constant flux transient", number)
    assert orders.exact_rise(tau) == pytest.approx(exact, rel=1e-9, abs=0)
    assert forms.sphere_rise(tau) == pytest.approx(exact, rel=1e-4, abs=0)


def test_a_binary_separator_has_a_limiting_current():
    found, _ = forms.limiting_current()
    assert found == pytest.approx(forms.value("binary separator"), rel=1e-4, abs=0)


@pytest.mark.parametrize("grading", [0.0, Mesh().grading])
def test_the_mesh_converges_with_fourth_order_where_the_reaction_is_linear(grading):
    order, error = orders.order_in_x(grading)
    assert order == pytest.approx(4.0, rel=0, abs=0.1)
    assert abs(error[-1]) < 1e-6


def test_steps_converge_with_fourth_order():
    order, error = orders.order_in_time()
    assert order == pytest.approx(4.0, rel=0, abs=0.1)
    assert abs(error[-1]) < 1e-9


def test_radial_functions_converge_faster_than_any_power():
    error = orders.radial_errors(0.1)
    assert abs(error[4]) < 1e-4
    assert abs(error[8]) < 1e-10
    assert abs(orders.radial_errors(0.01, FEWEST)[FEWEST]) < 1e-8


def test_volumes_fill_a_layer_and_are_thin_where_they_are_told():
    mesh = Mesh(grading=2.0)
    for share in (0.0, 0.3, 0.5, 1.0):
        h = mesh.widths(7e-5, 24, share)
        assert h.sum() == pytest.approx(7e-5, rel=1e-14, abs=0)
        np.testing.assert_allclose(h, mesh.widths(7e-5, 24, 1.0 - share)[::-1], rtol=1e-9, atol=0.0)
    h = mesh.widths(7e-5, 24, 1.0)
    assert np.all(np.diff(h) > 0.0)
    assert h[-1] / h[0] == pytest.approx(np.exp(2.0 * 23 / 24), rel=0.2, abs=0)
    np.testing.assert_allclose(Mesh(grading=0.0).widths(1.0, 4), 0.25, rtol=1e-15, atol=0.0)
