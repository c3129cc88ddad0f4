"""A ramp leads to the mature plant; its cash is the sum of its parts."""

from dataclasses import replace

import numpy as np
import pytest
from support import LIQUID, PLANTS

from ionwright import cell
from ionwright.core.laws import all_hold
from ionwright.errors import InputError
from ionwright.plant import learning
from ionwright.plant.learning import Ramp, Uptime
from ionwright.plant.learns import Learns, inputs, learns, weakest
from ionwright.plant.plant import load
from ionwright.plant.rampup import FIGURES, PARTS, like, ramp_up
from ionwright.plant.result import solve

AT_ONCE = Learns("at once", Ramp(0.95, 0.95, 1.0), Uptime(1.0, 1e-6), 1.0, "")


@pytest.mark.parametrize(("route", "anode", "design"), PLANTS)
def test_laws_hold(route, anode, design):
    plant = load(route, anode=anode)
    found = ramp_up(plant, cell.load(design), pilot=(20e3, 1.0), years=4.0)
    assert found.pilot is not None
    for one in (found, found.pilot):
        assert all_hold(one.check()), [law for law in one.check() if not law.holds]
    assert np.all(np.diff(found.cost) < 0.0)
    assert np.all(found.cost > found.result.cost)
    assert set(found.headline) == set(FIGURES)


@pytest.mark.parametrize(("route", "anode", "design"), PLANTS[::3])
def test_after_a_long_time_it_is_the_mature_plant(route, anode, design):
    quick = Learns("quick", Ramp(0.5, 0.9, 0.2), Uptime(1.0, 0.2), 1.0, "")
    found = ramp_up(load(route, anode=anode), cell.load(design), how=quick, years=10.0)
    mature = solve(found.result.plant, cell.load(design))
    assert found.cost[-1] == pytest.approx(mature.cost, rel=1e-9, abs=0)
    causes = dict(zip(mature.by_cause, found.by_cause[-1], strict=True))
    for name, money in mature.by_cause.items():
        assert causes[name] == pytest.approx(money, rel=1e-9, abs=1e-12), name


def test_without_a_ramp_money_is_that_of_the_mature_plant():
    price, years = 100.0, 5.0
    found = ramp_up(load("liquid"), LIQUID, price=price, how=AT_ONCE, years=years)
    mature, stack = found.result, found.result.run.stack
    energy = mature.low.wide.energy
    assert found.output[1:] == pytest.approx(energy / 4, rel=1e-9, abs=0)
    assert found.cost[1:] == pytest.approx(mature.cost, rel=1e-9, abs=0)
    # the plant as a project: years 1 to 5, before stocks are sold off
    project = stack.project(1.0)
    flows = project.flows(price)[0]
    spent = float((stack.machines + stack.shell + stack.land)[0])
    wanted = flows[1 : 1 + int(years)].sum() - spent - float(stack.tied[0])
    assert found.cumulated[-1] == pytest.approx(wanted, rel=1e-5, abs=0)


def test_cash_is_the_sum_of_its_parts_and_linear_in_the_price_without_tax():
    plant = load("liquid")
    place = replace(plant.place, factors={k: v for k, v in plant.place.factors.items()})
    free = replace(place.factors["tax"], low=0.0, typical=0.0, high=0.0)
    place.factors["tax"] = free
    plant = replace(plant, place=place)
    ends = []
    for price in (60.0, 80.0, 120.0):
        found = ramp_up(plant, LIQUID, price=price)
        assert set(found.parts) == set(PARTS)
        parts = sum(x.sum() for x in found.parts.values())
        assert found.cumulated[-1] == pytest.approx(parts, rel=1e-9, abs=0)
        assert found.parts["revenue"].sum() == pytest.approx(
            price * found.output.sum(), rel=1e-12, abs=0
        )
        assert not found.parts["tax"].any()
        ends.append(found.cumulated[-1])
    assert (ends[2] - ends[1]) == pytest.approx(2.0 * (ends[1] - ends[0]), rel=1e-9, abs=0)


def test_tax_is_paid_on_what_is_left_after_losses():
    found = ramp_up(load("liquid"), LIQUID, price=120.0)
    tax, rate = found.parts["tax"], found.result.plant.place.typical("tax")
    charged = found.result.run.stack.fixed[0, :, -1].sum() / 4
    profit = 120.0 * found.output - found.cost * found.output + charged
    assert np.all(tax <= 0.0)
    assert profit[0] < 0.0
    assert tax.sum() == pytest.approx(-rate * profit.sum(), rel=1e-9, abs=0)
    first = np.flatnonzero(tax)[0] - (len(found.time) - len(found.begin))
    assert profit[:first].sum() < 0.0 < profit[: first + 1].sum()


def test_output_is_the_integral_of_uptime_and_yield():
    ramp, uptime = Ramp(0.4, 0.92, 2.0), Uptime(0.9, 1.5)
    t = np.linspace(0.25, 3.0, 200_001)
    y = ramp.at(t) * uptime.at(t)
    mean = float(((y[1:] + y[:-1]) / 2).mean())
    assert learning.mean_output(ramp, uptime, 0.25, 3.0) == pytest.approx(mean, rel=1e-8, abs=0)
    found = ramp_up(load("liquid"), LIQUID, how=learns("sulfide"), years=3.0)
    how = found.learns
    t = np.linspace(0.0, 3.0, 200_001)
    rate = how.ramp.at(t) * how.uptime.at(t) / how.ramp.final
    made = 3.0 * float(((rate[1:] + rate[:-1]) / 2).mean()) * found.result.low.wide.energy
    assert found.headline["output"] == pytest.approx(made, rel=1e-8, abs=0)


def test_every_step_is_off_its_yield_by_one_power_and_the_product_follows():
    low = solve(load("sulfide-wet"), cell.load("sulfide-nmc811-lithium")).low
    x = inputs(low, np.array([0.5, 1.0]))
    assert x[1] == pytest.approx(low.typical[0], rel=1e-12, abs=0)
    product = weakest(low, low.typical)[0]
    assert weakest(low, x)[0] == pytest.approx(0.5 * product, rel=1e-12, abs=0)
    now, mature = low.yields(x), low.yields(low.typical)
    lossy = mature.cell[0] < 1.0
    powers = np.log(now.cell[0][lossy]) / np.log(mature.cell[0][lossy])
    assert np.ptp(powers) <= 1e-12 * powers[0]
    assert powers[0] > 1.0
    assert np.array_equal(now.material[0], mature.material[0])
    # and it is the law of a ramp whose final product is that of the route
    law = Ramp(0.5 * product, product, 1.0).of_step(mature.cell[0], 0.0)
    assert now.cell[0] == pytest.approx(law, rel=1e-12, abs=0)


def test_losses_at_starts_follow_the_ramp_too():
    plant = load("liquid")
    low = solve(replace(plant, route=replace(plant.route, yields="lechner")), LIQUID).low
    x = inputs(low, np.array([0.5]))
    assert low.yields(x).start_up.max() > low.yields(low.typical).start_up.max() > 0.0
    wanted = 0.5 * weakest(low, low.typical)[0]
    assert weakest(low, x)[0] == pytest.approx(wanted, rel=1e-12, abs=0)


def test_what_is_bought_in_a_quarter_is_paid_in_it():
    found = ramp_up(load("sulfide-wet"), cell.load("sulfide-nmc811-lithium"), price=90.0)
    cause = {name: found.by_cause[:, i] for i, name in enumerate(found.result.by_cause)}
    mature = found.result.by_cause
    assert cause["material"] == pytest.approx(mature["material"], rel=1e-12, abs=0)
    bought = (found.run.flows.bought[:-1] * found.run.price[:-1]).sum(axis=1)
    paid = bought / found.result.low.wide.energy
    assert cause["material"] + cause["scrap"] == pytest.approx(paid, rel=1e-12, abs=0)
    crew = mature["labour"] / found.factor  # the same crew for fewer cells
    assert cause["labour"] == pytest.approx(crew, rel=1e-12, abs=0)


def test_a_pilot_sells_off_its_stocks():
    found = ramp_up(load("liquid"), LIQUID, price=90.0, pilot=(20e3, 2.0))
    assert found.pilot is not None
    p = found.pilot.parts
    assert p["working capital"].sum() < 0.0
    wanted = p["capital"].sum() + p["running"].sum()
    assert found.parts["pilot"].sum() == pytest.approx(wanted, rel=1e-9, abs=0)
    assert not found.parts["pilot"][-len(found.begin) :].any()


def test_a_better_start_costs_less_and_a_pilot_comes_on_top():
    plant = load("liquid")
    worse = ramp_up(plant, LIQUID, price=90.0, how=learns("newcomer"))
    better = ramp_up(plant, LIQUID, price=90.0, how=learns("incumbent"))
    after = ramp_up(plant, LIQUID, price=90.0, how=learns("newcomer"), pilot=(20e3, 2.0))
    for name in ("peak need", "loss until break-even", "cost of the ramp"):
        assert better.headline[name] < worse.headline[name], name
    assert better.headline["break-even"] < worse.headline["break-even"]
    pilot = after.parts["pilot"].sum()
    assert pilot < 0.0
    assert after.cumulated[-1] - worse.cumulated[-1] == pytest.approx(pilot, rel=1e-6, abs=0)
    assert np.array_equal(after.cost, worse.cost)


def test_a_line_like_a_liquid_one_learns_like_a_newcomer():
    assert like(solve(load("liquid"), LIQUID)) == "newcomer"
    assert like(solve(load("sulfide-wet"), cell.load("sulfide-nmc811-lithium"))) == "sulfide"


@pytest.mark.parametrize("years", [0.1, 11.0, float("nan")])
def test_years_within_the_life_of_machines(years):
    with pytest.raises(InputError, match="life of its machines"):
        ramp_up(load("liquid"), LIQUID, years=years)


def test_unknown_ramp():
    with pytest.raises(InputError, match="Did you mean"):
        learns("newcomr")
