"""Sobol indices and tornado of real plants: groups, laws, bars by hand."""

import numpy as np
import pytest

from ionwright import cell, plant
from ionwright.core.laws import all_hold
from ionwright.plant.draws import Draws
from ionwright.plant.lower import lower
from ionwright.plant.model import run
from ionwright.plant.spread import by_cause, by_price, by_step, spread


@pytest.fixture(scope="module")
def low():
    return lower(plant.load("oxide", case="at-scale"), cell.load("oxide-nmc811-lithium"))


def test_every_input_has_a_step_and_a_cause(low):
    steps, causes = ({x.name: label(low)(x) for x in low.inputs} for label in (by_step, by_cause))
    assert "rest" not in {*steps.values(), *causes.values()}
    assert steps["capital B-6"] == steps["B-6 yield_web separator"] == "B-6"
    assert causes["capital B-6"] == "capital"
    assert causes["area B-6"] == "floor"
    assert causes["B-6 yield_web separator"] == "yields"
    assert steps["price NMC811"] == causes["price NMC811"] == "prices"
    assert steps["wage of chongqing"] == "place"
    assert set(steps.values()) - {"prices", "place"} == {s.id for s in low.plant.route.steps}


def test_the_air_of_another_dry_room_is_a_group():
    at = plant.load("sulfide-wet").under({"A1-21.dew_point": "-60 degC"})
    found = lower(at, cell.load("sulfide-nmc811-lithium"))
    groups = {by_cause(found)(x) for x in found.inputs}
    assert len(found.air)
    assert "air of dry rooms" in groups
    assert "rest" not in groups


@pytest.mark.parametrize("route", ["semisolid", "sulfide-wet", "sulfide-dry", "polymer"])
def test_inputs_that_share_a_draw_are_one_input(route):
    name = {"semisolid": "semisolid-nmc811-graphite-silicon", "polymer": "polymer-lfp-lithium"}
    found = lower(plant.load(route), cell.load(name.get(route, "sulfide-nmc811-lithium")))
    for label in (by_step(found), by_cause(found)):
        groups: dict[str, set[str]] = {}
        for x in found.inputs:
            groups.setdefault(x.key, set()).add(label(x))
        assert all(len(g) == 1 for g in groups.values())


@pytest.mark.parametrize("label", [by_step, by_cause, by_price])
def test_indices_obey_their_laws(low, label):
    found = spread(low, label(low))
    laws = found.indices.check(len(found.indices.groups) + 1)
    assert all_hold(laws), [law for law in laws if not law.holds]
    assert found.indices.evaluations == 1024 * (len(found.indices.groups) + 2)
    assert 0.8 < found.indices.first.sum() < 1.2
    assert len(found.bars) == len(found.indices.groups)


def test_intervals_that_hold_together_are_wider(low):
    found = spread(low, by_cause(low), size=64).indices
    alone, all_ = found.check(), found.check(together=20)
    for one, other in zip(alone, all_, strict=True):
        # z of 1 - 0.05/40 over z of 0.975
        ratio = 3.0233414 / 1.9599640
        assert other.tolerance == pytest.approx(ratio * one.tolerance, rel=1e-6, abs=0)


def test_bars_are_runs_with_a_group_at_its_ends(low):
    found = spread(low, by_price(low), size=2)
    assert found.typical == plant.solve(low.plant, cell.load("oxide-nmc811-lithium")).cost
    bar = next(b for b in found.bars if b.group == "price NMC811")
    names = [x.name for x in low.inputs]
    at = names.index("price NMC811")
    for value, cost in ((low.inputs[at].low, bar.low), (low.inputs[at].high, bar.high)):
        x = low.typical.copy()
        x[0, at] = value
        assert run(low, x).stack.full(1.0)[0] == pytest.approx(cost, rel=1e-12, abs=0)
    assert [b.swing for b in found.bars] == sorted((b.swing for b in found.bars), reverse=True)


def test_sintering_is_the_widest_step(low):
    bars = [b.group for b in spread(low, by_step(low), size=2).bars]
    assert bars[:2] == ["B-6", "prices"] or bars[:2] == ["prices", "B-6"]


def test_the_index_of_a_price_is_its_share_of_the_variance(low):
    """In each draw the cost is linear in a price p: S = (mean slope)^2 var(p)/var(cost)."""
    label = by_price(low)
    found = spread(low, label, size=1024).indices
    at = found.groups.index("price LLZO-Ta")
    names = [x.name for x in low.inputs]
    column = names.index("price LLZO-Ta")
    x = Draws(low.inputs, 0.0, seed=7).values(0, 4000)
    more = x.copy()
    more[:, column] += 1.0
    cost = run(low, x).stack.full(1.0)
    slope = float(np.mean(run(low, more).stack.full(1.0) - cost))
    share = slope**2 * x[:, column].var() / cost.var()
    assert share > 0.3
    assert found.first[at] == pytest.approx(share, rel=0, abs=found.first_half[at])
    assert found.first[at] <= found.total[at] + found.total_half[at]
