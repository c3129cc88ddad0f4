"""A conversion obeys its laws: what is paid and taken is what is needed, in every draw."""

from dataclasses import replace

import numpy as np
import pytest
from support import LIQUID, PLANTS

from ionwright import cell
from ionwright.core.laws import all_hold
from ionwright.errors import InputError
from ionwright.plant import result
from ionwright.plant.brown_field import FIGURES, _found, convert, convert_many
from ionwright.plant.plant import load


@pytest.mark.parametrize(("route", "anode", "design"), PLANTS)
def test_laws_hold_at_typical_values_and_in_draws(route, anode, design):
    plant, made = load(route, anode=anode), cell.load(design)
    for found in (convert(plant, made), convert_many(plant, made, count=100)):
        assert all_hold(found.check()), [law for law in found.check() if not law.holds]
        assert set(found.figures) == set(FIGURES)
    one = convert(plant, made)
    solved = result.solve(plant, made)
    assert one.headline["kept"] == pytest.approx(solved.kept(), rel=1e-12, abs=0)
    need, paid = sum(row[3] for row in one.steps), sum(row[5] for row in one.steps)
    assert need == pytest.approx(solved.headline["machines"], rel=1e-12, abs=0)
    assert paid == pytest.approx(one.headline["conversion with size"], rel=1e-12, abs=1e-12)
    assert [row[0] for row in one.steps] == [step.id for step in plant.route.steps]
    left = sum(x for _, _, x in one.dropped) * one.new.low.wide.energy
    whole = float(one.standing.run.work.capital.sum())
    assert left / whole == pytest.approx(one.headline["dropped"], rel=1e-9, abs=1e-12)


def test_a_line_made_into_itself_costs_nothing_in_any_draw():
    found = convert_many(load("liquid"), LIQUID, count=200)
    for name in ("conversion", "conversion with size", "invested", "dropped"):
        assert np.abs(found.figures[name]).max() <= 1e-12, name
    assert np.all(found.figures["kept"] == 1.0)
    assert np.array_equal(found.figures["saved"], found.figures["greenfield"])


def test_without_a_line_nothing_is_found_and_with_a_vast_one_size_does_not_matter():
    plant, made = load("sulfide-wet"), cell.load("sulfide-nmc811-lithium")
    line = load("liquid")
    small = convert(plant, made, line.sized(1.0), LIQUID).headline
    vast = convert(plant, made, line.sized("1000 GWh/yr"), LIQUID).headline
    assert small["taken"] < 1e-4
    assert small["invested"] == pytest.approx(small["greenfield"], rel=1e-4, abs=0)
    assert vast["conversion with size"] == pytest.approx(vast["conversion"], rel=1e-12, abs=0)
    assert vast["invested"] == pytest.approx(vast["conversion"], rel=1e-12, abs=0)
    assert small["conversion"] == pytest.approx(vast["conversion"], rel=1e-12, abs=0)


def test_a_larger_line_never_makes_conversion_dearer():
    plant, made, line = load("polymer"), cell.load("polymer-lfp-lithium"), load("liquid")
    paid = [
        convert(plant, made, line.sized(c), LIQUID).headline["invested"]
        for c in ("5 GWh/yr", "10 GWh/yr", "20 GWh/yr", "80 GWh/yr")
    ]
    assert all(a > b for a, b in zip(paid[:-1], paid[1:], strict=True))


def test_by_rows_new_steps_cost_all_and_modified_ones_the_share_of_the_data():
    found = convert(load("sulfide-wet"), cell.load("sulfide-nmc811-lithium"))
    new = sum(row[3] for row in found.steps if row[2] == "new")
    modified = sum(row[3] for row in found.steps if row[2] == "modified")
    wanted = new + 0.4 * modified
    assert found.headline["conversion"] == pytest.approx(wanted, rel=1e-12, abs=0)
    found = replace(found, refit=np.zeros(1))
    assert found.headline["conversion"] == pytest.approx(new, rel=1e-12, abs=0)


def test_saving_on_a_kwh_is_the_difference_of_annuities():
    found = convert(load("liquid"), LIQUID)
    r, stack = 0.08, found.new.run.stack
    annual = (
        stack.machines * r / (1 - (1 + r) ** -10) + stack.shell * r / (1 - (1 + r) ** -20)
        + stack.land * r
    )  # fmt: skip
    wanted = float(annual[0]) / found.new.low.wide.energy
    assert found.headline["saved on a kWh"] == pytest.approx(wanted, rel=1e-12, abs=0)


def test_what_one_step_took_another_does_not_find():
    found = convert(load("liquid"), LIQUID, load("liquid", "15 GWh/yr"), LIQUID)
    low, need = found.new.low, found.new.capital
    twice = replace(
        found.new,
        low=replace(low, terms=low.terms * 2),
        capital=np.hstack([need, need]),
    )
    first, second = np.hsplit(_found(twice, found.standing), 2)
    assert first == pytest.approx(need, rel=1e-12, abs=0)
    assert np.all(second < need)
    assert first + second == pytest.approx(found.standing.capital, rel=1e-12, abs=0)


def test_idle_cost_is_crew_with_overhead_and_upkeep():
    found = convert(load("liquid"), LIQUID)
    by_cause = result.solve(load("liquid"), LIQUID).by_cause
    upkeep = 0.015 * result.solve(load("liquid"), LIQUID).headline["machines"]
    wanted = 0.75 * (1.4 * 1.25 * by_cause["labour"] + upkeep)
    assert found.headline["idle cost"] == pytest.approx(wanted, rel=1e-12, abs=0)


def test_refit_and_idle_time_are_drawn_within_their_ranges():
    found = convert_many(load("sulfide-wet"), cell.load("sulfide-nmc811-lithium"), count=2000)
    low, high = np.quantile(found.refit, (0.05, 0.95))
    assert (low, high) == (pytest.approx(0.25, abs=0.02), pytest.approx(0.60, abs=0.02))
    low, high = found.band("idle time")
    assert (low, high) == (pytest.approx(0.33, abs=0.05), pytest.approx(1.5, abs=0.05))


def test_a_line_stands_where_the_plant_does():
    with pytest.raises(InputError, match="where it stands"):
        convert(load("liquid"), LIQUID, load("liquid", region="germany"), LIQUID)
