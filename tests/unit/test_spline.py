"""The monotone quintic: through the points, monotone, C2, third order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ionwright.numerics import monotone_quintic


def smooth(x):
    return np.tanh(4.0 * (x - 0.4)) + 0.3 * x


def test_order_of_convergence_is_three():
    fine = np.linspace(0.0, 1.0, 4001)
    sizes = np.array([20, 40, 80, 160])
    errors = []
    for n in sizes:
        x = np.linspace(0.0, 1.0, n + 1)
        errors.append(np.abs(monotone_quintic(x, smooth(x))(fine) - smooth(fine)).max())
    order = -np.polyfit(np.log(sizes), np.log(errors), 1)[0]
    assert order > 2.9
    assert errors[-1] < 1e-6


steps = st.lists(st.floats(0.0, 10.0), min_size=2, max_size=15)


@given(steps, st.booleans())
def test_monotone_through_every_point_with_continuous_curvature(rises, falling):
    y = np.cumsum([0.0, *rises])
    if falling:
        y = -y
    x = np.cumsum([0.0, *(0.1 + 0.3 * np.mod(np.arange(len(rises)) * 0.618, 1.0))])
    curve = monotone_quintic(x, y)
    scale = max(1.0, np.abs(y).max())
    np.testing.assert_allclose(curve(x), y, rtol=0, atol=1e-11 * scale)
    fine = np.linspace(x[0], x[-1], 801)
    slope = curve.slope(fine) * (-1.0 if falling else 1.0)
    assert slope.min() >= -1e-9 * scale
    inner = x[1:-1]
    if len(inner):
        h = 1e-9
        jump = curve.curvature(inner + h) - curve.curvature(inner - h)
        typical = np.abs(curve.coefficients).max() + 1e-30
        assert np.abs(jump).max() < 1e-5 * typical


def test_integral_and_inverse():
    x = np.linspace(0.0, 1.0, 31)
    curve = monotone_quintic(x, smooth(x))
    fine = np.linspace(0.13, 0.87, 200_001)
    assert curve.integral(0.13, 0.87) == pytest.approx(
        np.trapezoid(curve(fine), fine), rel=1e-9, abs=0
    )
    for at in (0.0, 0.2, 0.55, 1.0):
        assert curve.inverse(float(curve(at))) == pytest.approx(at, rel=0, abs=1e-11)
    assert curve.inverse(-10.0) == 0.0
    assert curve.inverse(10.0) == 1.0


def test_beyond_the_ends_it_goes_on_straight():
    x = np.linspace(0.0, 1.0, 11)
    curve = monotone_quintic(x, smooth(x))
    assert float(curve(1.1)) == pytest.approx(
        float(curve(1.0)) + 0.1 * float(curve.slope(1.0)), rel=1e-12, abs=0
    )
    assert float(curve.curvature(1.1)) == 0.0


@pytest.mark.parametrize(
    ("x", "y", "said"),
    [
        ([0, 0, 1], [0, 1, 2], "increasing"),
        ([0, 1, 2], [0, 1, 0.5], "monotone"),
        ([0], [0], "increasing"),
        ([0, 1], [0, 1, 2], "as long as"),
    ],
)
def test_refuses_what_it_cannot_interpolate(x, y, said):
    with pytest.raises(ValueError, match=said):
        monotone_quintic(x, y)
