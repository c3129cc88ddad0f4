"""Draws keep what is stated of them: quantiles, shared draws, correlation, bits, bounds."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ionwright.errors import InputError
from ionwright.numerics.triangle import TAIL, triangles
from ionwright.plant.draws import FREE, NOT_NEGATIVE, SHARE, Draws, Uncertain, each

SPREAD = Uncertain("dryer", 2.0, 3.0, 7.0)
SOME = (
    SPREAD,
    Uncertain("oven", 30.0, 70.0, 150.0),
    Uncertain("yield", 0.9, 0.95, 0.97, SHARE, falls=True),
    Uncertain("rate", 1.0, 1.0, 1.0),
    Uncertain("lithium", 5.0, 12.0, 32.0, factor="prices"),
)

sizes = st.floats(1e-6, 1e6)
sides = st.one_of(st.just(0.0), st.floats(1e-9, 1e3))


@given(sizes, sides, sides, st.floats(0.001, 0.45))
def test_low_and_high_are_the_points_of_the_law(scale, left, right, tail):
    mode = np.array([scale])
    low, high = mode - scale * left, mode + scale * right
    law = triangles(low, mode, high, tail)
    size = np.abs([law.start, law.end, mode]).max()
    assert law.quantile(np.array([tail])) == pytest.approx(low, rel=0, abs=1e-13 * size)
    assert law.quantile(np.array([1 - tail])) == pytest.approx(high, rel=0, abs=1e-13 * size)
    assert law.start <= low <= law.mode <= high <= law.end


@given(sides, sides)
def test_share_and_quantile_are_inverse(left, right):
    law = triangles(np.array([1.0 - left]), np.array([1.0]), np.array([1.0 + right]))
    u = np.linspace(0.0, 1.0, 41)[:, None]
    x = law.quantile(u)
    assert (np.diff(x, axis=0) >= 0.0).all()
    if left + right > 1e-3:
        np.testing.assert_allclose(law.share_below(x), u, rtol=0, atol=1e-9)
        peak = (law.mode - law.start) / (law.end - law.start)
        size = float((law.end - law.start)[0]) + 1.0
        np.testing.assert_allclose(law.quantile(peak), law.mode, rtol=0, atol=1e-14 * size)


def test_the_mean_is_that_of_a_triangle():
    law = triangles(np.array([2.0]), np.array([3.0]), np.array([7.0]))
    u = (np.arange(200_000) + 0.5)[:, None] / 200_000
    mean = (law.start + law.mode + law.end) / 3.0
    np.testing.assert_allclose(law.quantile(u).mean(0), mean, rtol=1e-6, atol=0.0)


@pytest.mark.parametrize("correlation", [0.0, 0.5, 1.0])
def test_draws_reproduce_the_stated_points(correlation):
    n, draws = 20_000, Draws(SOME, correlation)
    values = draws.values(0, n)
    noise = 4.5 * math.sqrt(TAIL * (1 - TAIL) / n)
    for i, x in enumerate(SOME):
        if x.constant:
            assert (values[:, i] == x.typical).all()
            continue
        for share, point in ((TAIL, x.low), (1 - TAIL, x.high)):
            assert np.mean(values[:, i] <= point) == pytest.approx(share, rel=0, abs=noise)
        law = triangles(*(np.array([v]) for v in (x.low, x.typical, x.high)))
        peak = float(((law.mode - law.start) / (law.end - law.start))[0])
        below = np.mean(values[:, i] < x.typical)
        assert below == pytest.approx(peak, rel=0, abs=4.5 * math.sqrt(0.25 / n))


@pytest.mark.parametrize("chunk", [1, 7, 150, 1000])
@pytest.mark.parametrize("workers", [1, 3])
def test_any_cut_and_any_number_of_cores_give_the_same_bits(chunk, workers):
    more = (Uncertain(f"x{i}", 0.1 + i, 0.3 + i, 1.7 + i) for i in range(40))
    draws, n = Draws((*SOME, *more)), 150
    whole = draws.values(0, n)
    cut = each(lambda x: x, draws, n, chunk=chunk, workers=workers)
    assert (cut == whole).all()
    cut = each(lambda x: x.sum(axis=1), draws, n, chunk=chunk, workers=workers)
    assert (cut == whole.sum(axis=1)).all()


def test_threads_keep_the_settings_of_numpy():
    def model(x):
        return 1.0 / (x[:, 3] - 1.0)  # by zero

    for workers in (1, 2):
        with pytest.raises(FloatingPointError):
            each(model, Draws(SOME), 10, chunk=5, workers=workers)


def test_inputs_of_one_key_move_together_each_through_its_own_range():
    base = Uncertain("liquid.winding", 2.44, 3.05, 3.66, key="winding")
    double = Uncertain("sulfide.winding", 4.88, 6.1, 7.32, key="winding")
    wider = Uncertain("oxide.winding", 6.1, 9.2, 18.3, key="winding")
    values = Draws((base, double, wider), 0.0).values(0, 500)
    np.testing.assert_allclose(values[:, 1], 2.0 * values[:, 0], rtol=1e-13, atol=0.0)
    assert (np.argsort(values[:, 2]) == np.argsort(values[:, 0])).all()


def test_plants_drawn_apart_share_the_draws_of_their_common_keys():
    a = Draws((SPREAD, SOME[1]))
    b = Draws((SOME[4], Uncertain("press", 4.0, 10.0, 20.0), SPREAD))
    assert (a.values(10, 99)[:, 0] == b.values(10, 99)[:, 2]).all()


def _rank(a, b):
    return stats.spearmanr(a, b).statistic


@pytest.mark.parametrize("correlation", [0.0, 0.3, 0.5, 1.0])
def test_the_correlation_is_that_of_a_gaussian_copula(correlation):
    """Two normal numbers with correlation r have the rank correlation 6/pi asin(r/2)."""
    n = 20_000
    draws = Draws(SOME, correlation)
    values = draws.values(0, n)
    expected = 6.0 / math.pi * math.asin(correlation / 2.0)
    noise = 4.5 / math.sqrt(n) * (1.0 - expected**2) + 1e-12
    assert _rank(values[:, 0], values[:, 1]) == pytest.approx(expected, rel=0, abs=noise)
    assert _rank(values[:, 0], values[:, 2]) == pytest.approx(-expected, rel=0, abs=noise)
    assert _rank(values[:, 0], values[:, 4]) == pytest.approx(0.0, abs=4.5 / math.sqrt(n))
    for column in draws.shares(0, n).T:
        assert stats.kstest(column, "uniform").pvalue > 1e-4


def test_what_lies_beyond_a_bound_is_held_there_and_told():
    price = Uncertain("separator", 0.0, 1.0, 2.5)  # the low point is the bound
    cured = Uncertain("cure", 0.0, 0.0, 2.5)  # the mode too
    first = Uncertain("first line", 0.02, 0.3, 1.0, SHARE)
    inside = Uncertain("inside", 2.0, 3.0, 4.0)
    fixed = Uncertain("fixed", 0.0, 0.0, 0.0)
    draws = Draws((price, cured, first, inside, fixed))
    told = {c.name: (c.below, c.above) for c in draws.clipped}
    assert set(told) == {"separator", "cure", "first line"}
    assert told["separator"] == pytest.approx((0.05, 0.0), rel=1e-12)
    assert told["cure"] == pytest.approx((0.05, 0.0), rel=1e-12)
    assert told["first line"] == pytest.approx((0.05, 0.05), rel=1e-12)
    values = draws.values(0, 20_000)
    noise = 4.5 * math.sqrt(TAIL * (1 - TAIL) / 20_000)
    for i, bound in ((0, 0.0), (1, 0.0), (2, 0.02), (2, 1.0)):
        assert np.mean(values[:, i] == bound) == pytest.approx(0.05, rel=0, abs=noise)
    assert (values >= [0.0, 0.0, 0.02, 0.0, 0.0]).all()
    assert (values[:, 2] <= 1.0).all()


def test_a_free_input_is_not_held():
    law = triangles(*(np.array([v]) for v in (-1.0, 0.0, 3.0)))
    draws = Draws((Uncertain("duty", -1.0, 0.0, 3.0, FREE),))
    assert draws.clipped == ()
    assert draws.at(np.array([[0.0], [1.0]]))[:, 0] == pytest.approx([law.start[0], law.end[0]])


def test_constants_alone_are_no_draws():
    draws = Draws((SOME[3],))
    assert draws.keys == ()
    assert draws.values(0, 3).tolist() == [[1.0]] * 3
    assert draws.grouped(lambda x: x.name) == ()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Uncertain("x", 2.0, 1.0, 3.0), "x: low, typical and high are finite"),
        (lambda: Uncertain("x", 1.0, math.nan, 3.0), "finite numbers that do not fall"),
        (lambda: Uncertain("x", -1.0, 1.0, 3.0, NOT_NEGATIVE), "0 <= value <= inf"),
        (lambda: Uncertain("x", 0.0, 0.5, 0.9, SHARE), "0 < value <= 1"),
        (lambda: Uncertain("x", 0.5, 0.9, 1.1, SHARE), "0 < value <= 1"),
        (lambda: Draws((SPREAD,), 1.1), "between 0 and 1, but it is 1.1"),
        (lambda: Draws((SPREAD,), seed=-1), "whole number"),
        (lambda: Draws((SPREAD, SPREAD)), "dryer twice"),
        (lambda: Draws(SOME).where("drier"), "Did you mean 'dryer'?"),
        (
            lambda: Draws((SPREAD, Uncertain("b", 1, 2, 3, key="dryer", factor="prices"))),
            "key dryer: inputs that share a draw belong to one factor",
        ),
        (
            lambda: Draws((SPREAD, Uncertain("b", 1, 2, 3, key="dryer"))).grouped(lambda x: x.name),
            "belong to one group, but it is dryer and b",
        ),
    ],
)
def test_bad_input_gets_one_clear_sentence(make, said):
    with pytest.raises(InputError) as error:
        make()
    assert said in str(error.value)
