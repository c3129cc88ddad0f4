"""Sobol indices against their closed forms, and the tornado of a sum."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from ionwright.core.laws import all_hold
from ionwright.errors import InputError
from ionwright.numerics.triangle import triangles
from ionwright.plant.draws import SHARE, Draws, Uncertain
from ionwright.plant.sensitivity import sobol, tornado

FIRST, TOTAL = (0.31390519, 0.44241114, 0.0), (0.55758886, 0.44241114, 0.24368366)
"""Of Ishigami's function with a = 7, b = 0.1: sin x1 + a sin2 x2 + b x3^4 sin x1."""


def ishigami(u):
    x = np.pi * (2.0 * u - 1.0)
    return np.sin(x[:, 0]) * (1.0 + 0.1 * x[:, 2] ** 4) + 7.0 * np.sin(x[:, 1]) ** 2


def test_the_closed_forms_of_ishigami_are_these():
    """V1 = (1 + b pi^4/5)^2/2, V2 = a^2/8, V13 = 8 b^2 pi^8/225."""
    v1, v2 = 0.5 * (1.0 + 0.1 * np.pi**4 / 5.0) ** 2, 49.0 / 8.0
    v13 = 0.01 * np.pi**8 * 8.0 / 225.0
    v = v1 + v2 + v13
    assert pytest.approx((v1 / v, v2 / v, 0.0), rel=1e-7) == FIRST
    assert pytest.approx(((v1 + v13) / v, v2 / v, v13 / v), rel=1e-7) == TOTAL


def test_ishigami():
    found = sobol(ishigami, ["x1", "x2", "x3"], size=4096)
    assert found.groups == ("x1", "x2", "x3")
    assert found.evaluations == 4096 * 5
    np.testing.assert_allclose(found.first, FIRST, rtol=0, atol=0.01)
    np.testing.assert_allclose(found.total, TOTAL, rtol=0, atol=0.01)
    assert (np.abs(found.first - FIRST) <= found.first_half).all()
    assert (np.abs(found.total - TOTAL) <= found.total_half).all()
    assert all_hold(found.check())


def test_a_group_takes_what_its_members_do_together():
    found = sobol(ishigami, ["outer", "inner", "outer"], size=2048)
    together = (TOTAL[0], FIRST[1])
    np.testing.assert_allclose(found.first, together, rtol=0, atol=0.02)
    np.testing.assert_allclose(found.total, together, rtol=0, atol=0.02)


RANGES = {"dryer": (2.0, 3.0, 7.0), "oven": (3.0, 7.0, 15.0), "press": (4.0, 10.0, 20.0)}
DRAWS = Draws(
    (
        *(Uncertain(name, *three) for name, three in RANGES.items()),
        Uncertain("oven too", 3.0, 7.0, 15.0, key="oven"),
        Uncertain("crew", 5.0, 5.0, 5.0),
    ),
    correlation=0.9,
)


def test_indices_of_a_sum_are_shares_of_its_variance():
    """Variance of a triangle (a2 + m2 + b2 - am - ab - mb)/18; the correlation plays no part."""
    a, m, b = (
        getattr(triangles(*np.array(list(RANGES.values())).T), of)
        for of in ("start", "mode", "end")
    )
    variance = (a * a + m * m + b * b - a * m - a * b - m * b) / 18.0 * (1.0, 4.0, 1.0)
    found = sobol(
        lambda u: DRAWS.at(u).sum(axis=1), DRAWS.grouped(lambda x: x.key), size=2048, seed=0
    )
    assert found.groups == ("dryer", "oven", "press")
    np.testing.assert_allclose(found.first, variance / variance.sum(), rtol=0, atol=0.01)
    np.testing.assert_allclose(found.total, found.first, rtol=0, atol=0.02)
    assert all_hold(found.check())


def test_the_same_seed_gives_the_same_bits():
    one, two, other = (sobol(ishigami, "abc", size=64, seed=s) for s in (0, 0, 1))
    assert (one.first == two.first).all()
    assert (one.first_again == two.first_again).all()
    assert (one.first != other.first).all()


def test_broken_laws_are_seen():
    found = sobol(ishigami, "abc", size=256)
    over = replace(found, first=found.first + 0.3)
    under = replace(found, total=found.first - 0.5)
    assert not over.check()[0].holds
    assert not any(law.holds for law in under.check()[1:])


def test_a_tornado_of_a_sum():
    loss = Uncertain("yield", 0.8, 0.9, 0.95, SHARE, key="dryer", falls=True)
    draws = replace(DRAWS, inputs=(*DRAWS.inputs, loss))

    def cost(x):
        return x[:, :5].sum(axis=1) - x[:, 5]

    bars = tornado(cost, draws, draws.grouped(lambda x: x.key))
    base = 3.0 + 7.0 + 10.0 + 7.0 + 5.0 - 0.9
    expected = {
        "oven": (base - 8.0, base + 16.0),
        "press": (base - 6.0, base + 10.0),
        "dryer": (base - 1.0 - 0.05, base + 4.0 + 0.1),
    }
    assert [bar.group for bar in bars] == ["oven", "press", "dryer"]
    for bar in bars:
        np.testing.assert_allclose((bar.low, bar.high), expected[bar.group], rtol=1e-12, atol=0.0)
        assert bar.swing == bar.high - bar.low
    both = tornado(cost, draws, ["wet", "hot", "hot"])
    np.testing.assert_allclose((both[0].low, both[0].high), (base - 14.0, base + 26.0), rtol=1e-12)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: sobol(ishigami, "aaa"), "two groups or more, but it is a"),
        (lambda: sobol(ishigami, "abc", size=1000), "power of 2, but it is 1000"),
        (lambda: sobol(lambda u: 0.0 * u[:, 0] + 2.0, "abc", size=8), "varies, but it is 2 always"),
    ],
)
def test_bad_input_gets_one_clear_sentence(make, said):
    with pytest.raises(InputError) as error:
        make()
    assert said in str(error.value)


def test_salib_is_asked_only_when_indices_are_wanted():
    text = "import sys, ionwright.plant.sensitivity; print('SALib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
