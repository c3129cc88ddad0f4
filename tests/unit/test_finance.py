"""Money over time and learning: closed forms, limits, refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ionwright.errors import InputError
from ionwright.plant import finance, learning

RATES = st.floats(min_value=-0.5, max_value=1.0)


# ---- annuity and value


def test_annuity_of_the_text_book():
    assert finance.annuity(0.08, 10) == pytest.approx(0.149, rel=0, abs=5e-5)
    assert finance.annuity(0.0, 10) == 0.1
    assert finance.annuity(0.08, 1e6) == pytest.approx(0.08, rel=1e-12, abs=0)
    assert finance.annuity(0.08, 1) == pytest.approx(1.08, rel=1e-13, abs=0)


def test_annuity_is_smooth_where_interest_goes_to_zero():
    for r in (1e-15, 1e-13, 1e-11, 1e-9):
        assert finance.annuity(r, 10) == pytest.approx(0.1 * (1 + 5.5 * r), rel=1e-11, abs=0)


@given(RATES, st.integers(min_value=1, max_value=60))
def test_an_annuity_pays_its_capital_back(rate, years):
    flows = np.r_[-1.0, np.full(years, finance.annuity(rate, years))]
    size = finance.npv(rate, np.abs(flows))
    assert abs(finance.npv(rate, flows)) < 1e-12 * size


@given(st.floats(min_value=1e-3, max_value=1.0), st.integers(min_value=2, max_value=40))
def test_npv_of_a_geometric_series(rate, years):
    g = 1.0 / (1.0 + rate)
    closed = (1.0 - g**years) / (1.0 - g)
    assert finance.npv(rate, np.ones(years)) == pytest.approx(closed, rel=1e-12, abs=0)


def test_npv_over_draws():
    flows = np.array([[-100.0, 60.0, 60.0], [-100.0, 0.0, 144.0]])
    found = finance.npv(np.array([0.0, 0.2]), flows)
    np.testing.assert_allclose(found, [20.0, 0.0], rtol=0, atol=1e-12)


# ---- internal rate


@given(st.floats(min_value=-0.4, max_value=2.0), st.integers(min_value=1, max_value=30))
def test_irr_finds_the_rate_that_was_put_in(rate, years):
    flows = [-1.0, *np.full(years, finance.annuity(rate, years))]
    found = finance.irr(flows)
    assert found.sign_changes == 1
    assert found.rate == pytest.approx(rate, rel=0, abs=1e-9)


def test_irr_zeroes_the_value():
    found = finance.irr([-100.0, 10.0, 20.0, 90.0])
    assert abs(finance.npv(found.rate, [-100.0, 10.0, 20.0, 90.0])) < 1e-11 * 100.0


@pytest.mark.parametrize(
    ("flows", "changes", "said"),
    [
        ([-100.0, 230.0, -132.0], 2, "2 times"),  # 10 and 20 % both zero it
        ([-1.0, -2.0], 0, "never"),
        ([-100.0, 0.0, 1e-9], 1, "no rate between"),
    ],
)
def test_irr_says_why_there_is_none(flows, changes, said):
    found = finance.irr(flows)
    assert found.rate is None
    assert found.sign_changes == changes
    assert said in found.reason


def test_zeros_do_not_change_a_sign():
    assert finance.sign_changes([-1.0, 0.0, -1.0, 0.0, 2.0, 0.0]) == 1


# ---- price of a project


def _project(tax=0.3, credit=0.0, rate=0.08):
    years = 11
    working = np.r_[0.0, np.ones(years - 1)]
    return finance.Project(
        investment=np.r_[1000.0, np.zeros(years - 1)],
        output=100.0 * working * np.linspace(0.5, 1.0, years),
        cost=300.0 * working,
        depreciation=finance.straight_line(1000.0, 10, years),
        credit=credit * working,
        tax=tax,
        rate=rate,
    )


@pytest.mark.parametrize("tax", [0.0, 0.3])
@pytest.mark.parametrize("credit", [0.0, 20.0])
def test_at_the_lowest_price_a_plant_is_worth_nothing(tax, credit):
    project = _project(tax, credit)
    flows = project.flows(finance.minimum_price(project))
    assert abs(finance.npv(project.rate, flows)) < 1e-12 * 1000.0
    assert finance.irr(list(flows)).rate == pytest.approx(project.rate, rel=1e-9, abs=0)


def test_the_lowest_price_without_credit_is_the_levelised_cost():
    project = _project()
    assert finance.minimum_price(project) == pytest.approx(
        sum(finance.levelised(project)), rel=1e-13, abs=0
    )


def test_without_tax_capital_is_an_annuity():
    project = finance.Project(
        investment=np.r_[1000.0, np.zeros(10)],
        output=np.r_[0.0, np.full(10, 100.0)],
        cost=np.r_[0.0, np.full(10, 300.0)],
        depreciation=np.zeros(11),
        credit=np.zeros(11),
        tax=0.0,
        rate=0.08,
    )
    operating, capital = finance.levelised(project)
    assert operating == pytest.approx(3.0, rel=1e-13, abs=0)
    assert capital == pytest.approx(10.0 * finance.annuity(0.08, 10), rel=1e-13, abs=0)


def test_a_credit_lowers_the_price_by_what_it_is_worth_after_tax():
    without, with_credit = (finance.minimum_price(_project(0.25, c)) for c in (0.0, 20.0))
    per_unit = finance.npv(0.08, _project(0.25, 20.0).credit) / finance.npv(0.08, _project().output)
    assert without - with_credit == pytest.approx(per_unit / 0.75, rel=1e-12, abs=0)


def test_depreciation_is_the_capital_in_the_end():
    written = finance.straight_line(1000.0, 10, 20, first=2)
    assert written.sum() == pytest.approx(1000.0, rel=1e-14, abs=0)
    assert np.flatnonzero(written).tolist() == list(range(2, 12))


# ---- smallest efficient scale


@pytest.mark.parametrize("fall", [0.01, 0.02, 0.05])
def test_smallest_efficient_scale_of_a_power_law(fall):
    """c = a + b S^-k: a doubling saves b S^-k (1 - 2^-k)/(a + b S^-k)."""
    a, b, k = 50.0, 50.0, 0.5
    found = finance.minimum_efficient_scale(lambda s: a + b * s**-k, fall, 0.1, 1e5)
    closed = (b / a * (1.0 - 2.0**-k - fall) / fall) ** (1.0 / k)
    assert found == pytest.approx(closed, rel=1e-9, abs=0)


def test_smallest_efficient_scale_at_the_ends():
    assert finance.minimum_efficient_scale(lambda s: 1.0, 0.02, 1.0, 100.0) == 1.0
    assert finance.minimum_efficient_scale(lambda s: 1.0 / s, 0.02, 1.0, 100.0) is None


def test_a_plant_of_whole_machines_is_efficient_only_after_its_last_saving():
    def cost(scale):
        return 10.0 + 20.0 * np.ceil(scale / 8.0) / scale

    found = finance.minimum_efficient_scale(cost, 0.05, 1.0, 512.0)
    beyond = np.geomspace(found, 512.0, 400)
    assert all(1.0 - cost(2 * s) / cost(s) < 0.05 + 1e-9 for s in beyond)
    assert found > 8.0


# ---- learning


def test_ramp_at_its_ends_and_in_the_middle():
    ramp = learning.Ramp(0.7, 0.95, 3.1)
    assert ramp.at(0.0) == pytest.approx(0.7, rel=1e-15, abs=0)
    assert ramp.at(1e4) == 0.95
    assert ramp.at(3.1) == pytest.approx(0.95 - 0.25 / np.e, rel=1e-14, abs=0)
    assert learning.Uptime(0.85, 1.5).at(0.0) == 0.0
    assert learning.Uptime(0.85, 1.5).at(1e4) == 0.85


def test_the_newcomer_of_the_data_has_ten_per_cent_scrap_after_five_years():
    ramp = learning.ramp("ramp-newcomer")
    np.testing.assert_allclose(1.0 - ramp.at([0.0, 5.0]), [0.3, 0.1], rtol=0, atol=5e-4)


@pytest.mark.parametrize("law", [learning.Ramp(0.4, 0.92, 2.0), learning.Uptime(0.85, 1.5)])
def test_means_are_the_integrals(law):
    begin, end = 0.25, 1.75
    node, weight = np.polynomial.legendre.leggauss(20)
    by_quadrature = 0.5 * np.sum(weight * law.at(0.5 * (end - begin) * node + 0.5 * (begin + end)))
    assert law.mean(begin, end) == pytest.approx(by_quadrature, rel=1e-13, abs=0)
    quarters = law.mean(np.arange(8) / 4, np.arange(1, 9) / 4)
    assert quarters.mean() == pytest.approx(law.mean(0.0, 2.0), rel=1e-14, abs=0)
    assert np.all(np.diff(quarters) > 0.0)


def test_steps_multiply_to_the_route():
    ramp = learning.Ramp(0.4, 0.9, 2.0)
    mature = np.array([0.97, 1.0, 0.95, 0.9 / (0.97 * 0.95)])
    for t in (0.0, 0.5, 3.0):
        steps = ramp.of_step(mature, t)
        assert steps.prod() == pytest.approx(ramp.at(t), rel=1e-13, abs=0)
        assert steps[1] == 1.0
        assert np.all(steps <= mature)


def test_each_doubling_takes_the_same_share_of_what_learns():
    cost = learning.learned([1.0, 2.0, 4.0], start=1.0, learnable=10.0, floor=5.0, rate=0.2)
    np.testing.assert_allclose(cost, [15.0, 13.0, 11.4], rtol=1e-14)
    far = learning.learned(1e30, start=1.0, learnable=10.0, floor=5.0, rate=0.2)
    assert 5.0 < far < 5.001
    assert learning.learned(7.0, start=1.0, learnable=10.0, floor=5.0, rate=0.0) == 15.0


@given(st.floats(min_value=0.0, max_value=0.9))
def test_the_exponent_gives_the_rate_back(rate):
    assert 1.0 - 2.0 ** -learning.exponent(rate) == pytest.approx(rate, rel=1e-12, abs=1e-15)


BAD = {
    "life": (lambda: finance.annuity(0.08, 0.0), "a life is longer"),
    "rate": (lambda: finance.npv(-1.0, [1.0]), "above -100 %"),
    "tax": (lambda: _project(tax=1.0), "a tax rate is at least 0 and below 1"),
    "no output": (lambda: finance.Project(*np.zeros((5, 3)), 0.0, 0.1), "makes something"),
    "scale": (lambda: finance.minimum_efficient_scale(abs, 0.02, 5.0, 1.0), "range of scales"),
    "yield above 1": (lambda: learning.Ramp(0.7, 1.1, 1.0), "at most at 1"),
    "falling ramp": (lambda: learning.Ramp(0.9, 0.8, 1.0), "a ramp rises"),
    "ramp without time": (lambda: learning.Ramp(0.7, 0.9, 0.0), "more than zero"),
    "uptime": (lambda: learning.Uptime(1.2, 1.0), "an uptime lies"),
    "before the start": (lambda: learning.Ramp(0.7, 0.9, 1.0).at(-1.0), "time runs from"),
    "empty span": (lambda: learning.Ramp(0.7, 0.9, 1.0).mean(1.0, 1.0), "ends after"),
    "ramp to one": (lambda: learning.Ramp(0.7, 1.0, 1.0).of_step(0.9, 1.0), "is below 1"),
    "learning rate": (lambda: learning.exponent(1.0), "a learning rate"),
    "before learning": (
        lambda: learning.learned(0.5, start=1.0, learnable=1.0, floor=0.0, rate=0.1),
        "not below that",
    ),
    "no start": (
        lambda: learning.learned(0.5, start=0.0, learnable=1.0, floor=0.0, rate=0.1),
        "more than zero",
    ),
}


@pytest.mark.parametrize(("call", "said"), BAD.values(), ids=BAD)
def test_bad_input_is_refused(call, said):
    with pytest.raises(InputError, match=said):
        call()
