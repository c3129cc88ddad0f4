"""Two plants draw by draw: verdicts, intervals, reversals with a closed form."""

import math

import numpy as np
import pytest
from scipy import stats

from ionwright.errors import InputError
from ionwright.plant.compare import Outcomes, Share, compare, holds, reversal
from ionwright.plant.draws import SHARE, Draws, Uncertain, each

LAND = Uncertain("land", 10.0, 50.0, 200.0)
PRESS = Uncertain("press", 4.0, 10.0, 20.0)
PRESSES = Uncertain("yield", 0.8, 0.9, 0.95, SHARE)
DRAWS = Draws((LAND, PRESS, PRESSES), 0.0)
N = 4001


def outcomes(name, values, seed=1, correlation=0.5):
    return Outcomes(name, np.asarray(values, float), seed, correlation)


def split(less, more, equal=0):
    """A is below B in `less` draws and above in `more`."""
    a = outcomes("a", [0.0] * less + [2.0] * more + [1.0] * equal)
    return compare(a, outcomes("b", [1.0] * len(a.values)))


def test_shared_inputs_cancel_where_bands_overlap():
    def costs(extra):
        return each(lambda x: x[:, 0] + extra * x[:, 1], DRAWS, 2000)

    a, b = outcomes("a", costs(1.0)), outcomes("b", costs(1.1))
    assert a.band[2] > b.band[0]
    assert compare(a, b).cheaper == "a"
    assert compare(a, b).a_cheaper.value == 1.0
    assert compare(b, a).cheaper == "a"
    again = outcomes("b", np.roll(costs(1.1), 1))  # other draws: nothing is known
    assert compare(a, again).cheaper is None


@pytest.mark.parametrize(
    ("less", "more", "equal", "cheaper"),
    [
        (81, 19, 0, "a"),
        (80, 20, 0, None),
        (50, 50, 0, None),
        (20, 80, 0, None),
        (19, 81, 0, "b"),
        (0, 0, 100, None),
        (10, 0, 90, None),
    ],
)
def test_from_20_to_80_per_cent_it_cannot_tell(less, more, equal, cheaper):
    verdict = split(less, more, equal)
    assert verdict.cheaper == cheaper
    assert (verdict.a_cheaper.count, verdict.b_cheaper.count) == (less, more)


def test_a_verdict_is_one_sentence():
    assert str(split(341, 659)) == (
        "a is cheaper than b in 34.1% of 1,000 draws (31.2% to 37.1%): cannot tell"
    )
    assert str(split(9, 91)).endswith(": b is cheaper")


@pytest.mark.parametrize(("n", "p"), [(100, 0.2), (1000, 0.8), (400, 0.03)])
def test_the_interval_covers_what_it_says(n, p):
    """Summed over all outcomes of the binomial law."""
    inside = [k for k in range(n + 1) if Share(k, n).interval[0] <= p <= Share(k, n).interval[1]]
    assert float(stats.binom.pmf(inside, n, p).sum()) == pytest.approx(0.95, rel=0, abs=0.02)


def test_the_interval_of_none_and_all():
    z2 = stats.norm.ppf(0.975) ** 2
    low, high = Share(0, 50).interval
    assert low == 0.0
    assert high == pytest.approx(z2 / (50 + z2), rel=1e-12)
    assert Share(50, 50).interval == pytest.approx((1.0 - high, 1.0), rel=1e-12)


def test_a_sign_holds_in_a_share_of_draws():
    assert holds(np.array([1.0, 0.0, -1.0, 2.0])) == Share(2, 4)


def test_a_sign_turns_where_the_closed_form_says():
    """Of an odd count: the median of limit - k x is limit - k median(x)."""
    middle = float(np.median(DRAWS.values(0, N)[:, 1]))
    for by in (0.5, 0.9, 1.4, 1.9):
        found = reversal(lambda x, top=by * middle: top - x[:, 1], DRAWS, "press", N)
        assert (found.low, found.high) == (0.4, 2.0)
        assert found.multiplier == pytest.approx(by, rel=1e-4)
        kept = DRAWS.multiplied(DRAWS.values(0, N), "press", found.multiplier)[:, 1]
        assert holds(by * middle - kept).value == pytest.approx(0.5, rel=0, abs=0.01)
        assert (found.before.value > 0.5) == (by > 1.0)
    assert "press: at 1.9 times, within its range of 0.4 to 2 times" in str(found)


def test_a_sign_may_never_turn():
    middle = float(np.median(DRAWS.values(0, N)[:, 1]))
    for by in (0.39, 2.01):
        found = reversal(lambda x, top=by * middle: top - x[:, 1], DRAWS, "press", N)
        assert found.multiplier is None
    assert str(found) == "press: never within its range of 0.4 to 2 times the typical value"
    wide = reversal(lambda x: 2.01 * middle - x[:, 1], DRAWS, "press", N, span=(0.5, 4.0))
    assert wide.multiplier == pytest.approx(2.01, rel=1e-4)


def test_of_two_turns_the_nearer_is_told():
    middle = float(np.median(DRAWS.values(0, N)[:, 1]))

    def between(x):
        here = np.median(x[:, 1]) / middle
        return np.full(len(x), min(here - 0.5, 1.3 - here))

    found = reversal(between, DRAWS, "press", N)
    assert found.before.value == 1.0
    assert found.multiplier == pytest.approx(1.3, rel=1e-4)


def test_a_multiplied_share_stays_a_share():
    values = DRAWS.multiplied(DRAWS.values(0, 100), "yield", 3.0)
    assert (values[:, 2] == 1.0).all()
    assert (values[:, :2] == DRAWS.values(0, 100)[:, :2]).all()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: compare(outcomes("a", [1]), outcomes("b", [1, 2])), "have one number, but"),
        (lambda: compare(outcomes("a", [1], 1), outcomes("b", [1], 2)), "1 for a and 2 for b"),
        (lambda: compare(outcomes("a", [1]), outcomes("b", [1], 1, 0.0)), "the same correlation"),
        (lambda: outcomes("a", [1, math.nan]), "a: a figure is a finite number in every draw"),
        (lambda: outcomes("a", []), "over one draw or more"),
        (lambda: reversal(np.sum, Draws((Uncertain("x", 0, 0, 1),)), "x", 9), "Give the span"),
        (lambda: reversal(np.sum, DRAWS, "press", 9, span=(1.5, 2.0)), "lie around 1"),
        (lambda: reversal(np.sum, DRAWS, "pres", 9), "Did you mean 'press'?"),
    ],
)
def test_bad_input_gets_one_clear_sentence(make, said):
    with pytest.raises(InputError) as error:
        make()
    assert said in str(error.value)
