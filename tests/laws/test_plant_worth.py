"""What a result says of money, load and size agrees with closed forms and with other methods."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support import LIQUID, PLANTS

from ionwright import cell
from ionwright.core.laws import all_hold
from ionwright.errors import InputError
from ionwright.plant import finance
from ionwright.plant.plant import load
from ionwright.plant.result import LOADS, solve

FOUND = solve(load("liquid"), LIQUID)


def changed(**finances: float):
    """Return the liquid plant with other finances."""
    plant = load("liquid")
    f = plant.settings.finance.model_copy(update=finances)
    return solve(_with(plant, f), LIQUID)


def _with(plant, f):
    from dataclasses import replace

    return replace(plant, settings=plant.settings.model_copy(update={"finance": f}))


@pytest.mark.parametrize(("route", "anode", "name"), PLANTS)
def test_at_the_levelised_cost_the_value_is_zero_at_the_rate_of_interest(route, anode, name):
    found = solve(load(route, anode=anode), cell.load(name))
    sale = found.worth()
    assert sale.price == sale.minimum == found.headline["levelised"]
    invested = sale.capital * sale.output
    assert abs(sale.value) < 1e-12 * invested
    assert sale.rate.rate == pytest.approx(0.08, rel=1e-9, abs=0)
    assert all_hold(sale.check())


@given(st.floats(min_value=0.5, max_value=3.0))
@example(0.640625)  # cells at a loss in every year: only land comes back
@settings(max_examples=15)
def test_value_is_linear_in_the_price_and_pays_for_its_parts(by):
    price = by * FOUND.headline["levelised"]
    sale = FOUND.worth(price)
    wanted = (1.0 - 0.15) * (price - sale.minimum) * sale.output
    scale = sale.minimum * sale.output
    assert sale.value == pytest.approx(wanted, rel=1e-12, abs=1e-12 * scale)
    assert all_hold(sale.check())
    rate = sale.rate.rate
    if rate is not None:
        # at a rate of -86 % the terms are 1e16 times their sum: the sign tells, not the size
        below, above = finance.npv(np.array([rate - 1e-12, rate + 1e-12]), sale.flows)
        assert below * above < 0.0
        assert (rate - 0.08) * (price - sale.minimum) >= 0.0 or abs(by - 1.0) < 1e-9


def test_present_value_of_a_level_output_is_an_annuity():
    sale = FOUND.worth(100.0)
    energy = FOUND.low.wide.energy
    assert sale.output == pytest.approx(energy / finance.annuity(0.08, 20), rel=1e-12, abs=0)
    full = sale.running + sale.capital  # without tax and subsidy it is the full cost
    assert full == pytest.approx(FOUND.cost, rel=1e-12, abs=0)
    # tax: 15 % of the price less running cost and of what is written off: straight, whole life
    stack = FOUND.run.stack
    written = float((stack.machines / 10.0 + stack.shell / 20.0)[0]) / energy
    tax = 0.15 * (100.0 - sale.running - written)
    assert sale.tax == pytest.approx(tax, rel=1e-12, abs=0)


def test_a_subsidy_lowers_the_price_and_stands_beside_the_tax():
    helped = changed(subsidy=10.0 / 3.6e6)
    plain, sale = FOUND.worth(), helped.worth()
    assert sale.subsidy == pytest.approx(10.0, rel=1e-12, abs=0)
    # it is no income for tax: the price falls by the gross of it
    assert plain.minimum - sale.minimum == pytest.approx(10.0 / 0.85, rel=1e-9, abs=0)
    by = helped.levelised_by_cause
    assert sum(by.values()) == pytest.approx(helped.headline["levelised"], rel=1e-12, abs=0)
    assert by["subsidy"] == pytest.approx(-10.0, rel=1e-12, abs=0)
    granted = changed(grant=0.3)
    assert granted.worth().minimum < plain.minimum


@pytest.mark.parametrize(("route", "anode", "name"), PLANTS)
def test_causes_and_steps_add_up_to_full_levelised_and_marginal_cost(route, anode, name):
    found = solve(load(route, anode=anode), cell.load(name))
    h, size = found.headline, found.low.wide.cell.energy
    assert found.table.sum() == pytest.approx(h["cost"], rel=1e-12, abs=0)
    assert found.marginal_table.sum() == pytest.approx(h["marginal"], rel=1e-12, abs=0)
    assert sum(found.levelised_by_cause.values()) == pytest.approx(h["levelised"], rel=1e-12, abs=0)
    for kind, money in found.per_cell.items():
        assert money == pytest.approx(h[kind] * size, rel=1e-12, abs=0)
    made = found.plant.capacity / size  # cells a year: the same money either way
    assert found.per_cell["cost"] * made == pytest.approx(
        h["cost"] * found.plant.capacity, rel=1e-12, abs=0
    )


def test_cost_over_load_falls_to_the_marginal_cost():
    marginal = FOUND.headline["marginal"]
    over = FOUND.over_load
    assert tuple(over) == LOADS
    assert min(LOADS) == 0.3
    assert max(LOADS) == 1.1
    assert over[1.0] == FOUND.cost
    costs = np.array(list(over.values()))
    assert np.all(np.diff(costs) < 0.0)
    fixed = (costs - marginal) * np.array(LOADS)
    np.testing.assert_allclose(fixed, fixed[0], rtol=1e-12, atol=0)
    assert FOUND.at_load(1e9) == pytest.approx(marginal, rel=1e-8, abs=0)
    with pytest.raises(InputError, match="makes some"):
        FOUND.at_load(0.0)


@pytest.mark.parametrize("size", ["2 GWh/yr", 37e6])
def test_a_result_is_sized_without_its_design(size):
    other = solve(load("liquid", size), LIQUID)
    mine = FOUND.sized(size)
    assert np.array_equal(mine.table, other.table)
    assert mine.headline == other.headline
    assert all_hold(mine.check())


def test_beyond_the_efficient_size_doubling_saves_less():
    fall = 0.045
    size = FOUND.efficient_scale(fall)
    assert size is not None
    assert 1e6 < size < 1e8

    def saved(at: float) -> float:
        once, twice = (FOUND.sized(f * at).headline["processing"] for f in (1.0, 2.0))
        return 1.0 - twice / once

    assert saved(size) == pytest.approx(fall, rel=1e-6, abs=0)
    assert saved(0.7 * size) > fall > saved(1.4 * size)
    assert FOUND.efficient_scale(0.5) == 1e6
    assert FOUND.efficient_scale(1e-6) is None


# ---- rates of flows that change their sign several times


LOW, HIGH = -0.9, 10.0


@given(
    st.lists(st.integers(min_value=-3, max_value=12), min_size=1, max_size=6, unique=True),
    st.lists(st.floats(min_value=0.2, max_value=3.0), max_size=3),
)
def test_every_rate_that_was_put_in_is_found_once(put_in, pairs):
    """Rates of quarters, with pairs of roots that are not real."""
    wanted = sorted(r / 4.0 for r in put_in)
    flows = np.poly([1.0 + r for r in wanted]) * -100.0
    for size in pairs:
        flows = np.polymul(flows, [1.0, 0.0, size * size])
    found = finance.brackets(flows.tolist(), LOW, HIGH)
    assert len(found) == len(wanted)
    for (a, b), rate in zip(found, wanted, strict=True):
        assert a < rate < b
    for low, high in ((-0.6, 0.6), (0.1, 1.9)):
        inside = sum(low < r < high for r in wanted)
        assert len(finance.brackets(flows.tolist(), low, high)) == inside
    found = finance.irr(flows.tolist())
    if len(wanted) > 1:
        assert found.rate is None
        assert f"{len(wanted)} rates" in found.reason
    else:
        assert found.rate == pytest.approx(wanted[0], rel=0, abs=1e-9)


def test_roots_that_are_no_rates_are_not_counted():
    assert finance.brackets([1.0, 0.0, 1.0], LOW, HIGH) == []
    assert finance.brackets([1.0, 0.0, 0.0, 1.0], LOW, HIGH) == []  # real, and below -100 %
    assert finance.brackets([5.0], LOW, HIGH) == []
    touches = finance.irr([-100.0, 220.0, -121.0])  # at 10 % the value is zero and turns back
    assert touches.rate is None


def test_one_rate_is_found_where_machines_are_bought_anew():
    flows = [-100.0, *[30.0] * 4, -60.0, *[30.0] * 5]
    found = finance.irr(flows)
    assert found.sign_changes == 3
    assert found.rate is not None
    assert abs(float(finance.npv(found.rate, flows))) < 1e-10 * 100.0
    grid = np.linspace(-0.9, 10.0, 20_001)
    signs = np.sign(finance.npv(grid, flows))
    assert np.count_nonzero(np.diff(signs)) == 1
    # three rates, 10, 20 and 30 %: none is given
    several = (np.poly([1.1, 1.2, 1.3]) * -100.0).tolist()
    found = finance.irr(several)
    assert found.rate is None
    assert "3 rates" in found.reason
