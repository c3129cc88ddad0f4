"""A budget of uncertainty: its laws, a case solved by hand, and two other ways to the same cost."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace

import numpy as np
import pytest
from network_cases import EXACT, RTOL, close, doubled, solved, some_futures
from network_cases import some_case as plain_case

from ionwright import network
from ionwright.errors import InputError
from ionwright.network.benders.blocks import split as split_blocks
from ionwright.network.benders.run import decompose
from ionwright.network.case import Case, Demand, Item, Period, Site, Supply
from ionwright.network.direct import Loaded
from ionwright.network.evaluate.worst import adding
from ionwright.network.model import build
from ionwright.network.numbers import lower
from ionwright.network.robust import moved

FIGURES = (
    network.Uncertain("ore", {"supplies.ore at port.price": (1.8, 1.5, 2.0)}),
    network.Uncertain("roasting", {"runs.roast, salt at hill.cost": (2.0,),
                                   "runs.roast, salt at bay.cost": (1.5, 2.0, 2.5)}),
    network.Uncertain("plants", {f"options.salt at {s}, {n}.yearly": (1.6,)
                                 for s in ("hill", "bay") for n in (10, 30)}
                      | {"options.cell at bay, 10.yearly": (1.5,)}),
    network.Uncertain("haulage", {"lanes.salt bay-town.cost": (3.0,),
                                  "lanes.salt hill-town.cost": (2.0, 3.0, 2.0),
                                  "items.salt.tied": (2.0,), "items.cell.tied": (3.0,)}),
    network.Uncertain("buyers", {"demands.cars.short": (1.3,)}),
)  # fmt: skip
"""A figure of every kind; roasting and plants move several rows at once."""


def some_case(seed: int) -> Case:
    """Return a random case whose salt and cells take time on the way."""
    case = plain_case(seed)
    items = tuple(replace(x, tied=4.0 if x.name in ("salt", "cell") else 0.0) for x in case.items)
    lanes = tuple(replace(x, time=0.05 * (1 + i % 3)) for i, x in enumerate(case.lanes))
    return replace(case, items=items, lanes=lanes)


def risk(budget: float, weight: float = 0.0) -> network.Risk:
    return network.Risk(weight, 0.6, network.Robust(FIGURES, budget))


def at_worst(case: Case) -> Case:
    """Return a case with every figure at its bad end."""
    factors = {path: f for figure in FIGURES for path, f in figure.factors.items()}

    def row(kind: str, x, part: str):
        factor = factors.get(f"{kind}.{x.name}.{part}", (1.0,))
        value = getattr(x, part)
        if isinstance(value, tuple):
            pair = zip(case.series(value), case.series(factor), strict=True)
            return replace(x, **{part: tuple(a * b for a, b in pair)})
        return replace(x, **{part: value * factor[0]})

    parts = {"supplies": "price", "runs": "cost", "options": "yearly", "lanes": "cost",
             "demands": "short", "items": "tied"}  # fmt: skip
    return replace(case, **{k: tuple(row(k, x, p) for x in case.table(k))
                            for k, p in parts.items()})  # fmt: skip


def test_two_suppliers_by_hand():
    """10 units at 10 (bad: 15) or at 12 (bad: 15); a budget of one pays 5 a or 3 (10 - a)."""
    case = Case(
        "hand", "EUR", (Period("1", 1.0, 1.0),), (Site("here", "land"),), (Item("good", "kg"),),
        (), (), (), (), (),
        (Supply("near", "here", "good", (10.0,)), Supply("far", "here", "good", (12.0,))),
        (Demand("wanted", "here", "good", (10.0,)),),
    )  # fmt: skip
    figures = (network.Uncertain("near", {"supplies.near.price": (1.5,)}),
               network.Uncertain("far", {"supplies.far.price": (1.25,)}))  # fmt: skip
    for budget, cost in ((0.0, 100.0), (0.5, 112.5 + 9.375), (1.0, 112.5 + 18.75), (2.0, 150.0)):
        plan = solved(case, risk=network.Risk(robust=network.Robust(figures, budget)))
        assert plan.objective == pytest.approx(cost, rel=1e-9, abs=0), budget
    once = solved(case, risk=network.Risk(robust=network.Robust(figures, 1.0)))
    assert float(once.values["buy"].sel(supply="near")[0, 0]) == pytest.approx(3.75, rel=1e-9)


@pytest.mark.parametrize(("seed", "weight"), [(1, 0.3), (3, 0.0)])
def test_no_budget_is_the_case_a_whole_one_its_worst_and_between_it_grows_ever_slower(seed, weight):
    case = some_case(seed)
    futures = some_futures(case, seed, 2)
    budgets = (0.0, 0.5, 1.5, 5.0, 7.0)
    found = [solved(case, futures, risk(b, weight)).objective for b in budgets]
    plain = network.Risk(weight, 0.6)
    assert close(found[0], solved(case, futures, plain).objective)
    assert close(found[-1], solved(at_worst(case), futures, plain).objective)
    assert close(found[-1], found[-2])
    assert found[1] > found[0] * 1.001
    slopes = [(b - a) / (y - x) for (x, a), (y, b)
              in itertools.pairwise(zip(budgets, found, strict=True))]  # fmt: skip
    dust = RTOL * found[-1]
    assert all(y <= x + dust for x, y in itertools.pairwise(slopes))
    assert all(x >= -dust for x in slopes)


def test_the_worst_of_a_plan_is_that_of_every_choice_of_figures():
    case = some_case(3)
    plan = solved(case, some_futures(case, 3), risk(2.0))
    said = json.loads(plan.to_json())["risk"]
    assert (said["budget"], said["figures"]) == (2.0, [f.name for f in FIGURES])
    e = plan.evaluated()
    each = np.array([adding(e.given, e.chosen, f) for f in FIGURES])
    best = np.max([np.maximum(each[list(some)], 0.0).sum(axis=0)
                   for some in itertools.combinations(range(len(FIGURES)), 2)], axis=0)  # fmt: skip
    assert e.added == pytest.approx(best, rel=1e-12, abs=0)
    assert float(e.added.min()) > 0.0


def test_decomposition_finds_the_same_cost():
    case = replace(some_case(1), options=tuple(replace(o, waits=False)
                                               for o in some_case(1).options))  # fmt: skip
    case = replace(case, demands=tuple(replace(d, one_source=False) for d in case.demands))
    futures = some_futures(case, 1)
    plan, _ = decompose(split_blocks(case, futures, risk(1.5, 0.3)), network.Effort(gap=1e-9))
    assert close(plan.objective, solved(case, futures, risk(1.5, 0.3)).objective, 1e-7)
    assert all(law.holds for law in plan.check())


def test_prices_change_in_place_under_a_budget():
    case = some_case(3)
    futures = some_futures(case, 3, 2)
    loaded = Loaded(build(lower(case, futures), risk(1.5, 0.3)))
    loaded.solve(EXACT)
    dear = replace(case, supplies=tuple(replace(s, price=tuple(1.5 * x for x in s.price))
                                        for s in case.supplies))  # fmt: skip
    dear = replace(dear, options=tuple(replace(o, yearly=1.1 * o.yearly) for o in dear.options))
    other = some_futures(case, 4, 2)
    loaded.change(dear, other)
    assert close(loaded.solve(EXACT).objective, solved(dear, other, risk(1.5, 0.3)).objective)


def test_twice_of_everything_costs_twice_under_a_budget():
    case = replace(some_case(1), options=tuple(replace(o, whole=False)
                                               for o in some_case(1).options))  # fmt: skip
    futures = some_futures(case, 1, 2)
    assert close(solved(doubled(case), futures, risk(1.5)).objective,
                 2.0 * solved(case, futures, risk(1.5)).objective)  # fmt: skip


def test_waiting_costs_no_more_than_recourse_under_a_budget():
    case = some_case(1)
    found = network.worth(case, some_futures(case, 1, 2), risk=risk(1.0, 0.3), effort=EXACT)
    assert found.wait_and_see.low <= found.recourse.high * (1.0 + RTOL)
    assert found.recourse.low <= found.expected_value.high * (1.0 + RTOL)


def test_a_figure_is_made_from_the_case_that_its_bad_end_gives():
    case = some_case(3)
    figure = moved("all", case, at_worst(case))
    given = {path: f for one in FIGURES for path, f in one.factors.items()}
    assert figure.factors.keys() == given.keys()
    for path, factor in figure.factors.items():
        assert factor == pytest.approx(np.broadcast_to(given[path], len(factor)), rel=1e-12, abs=0)
    with pytest.raises(InputError, match=r"multiplies costs"):
        moved("more", case, doubled(case))
    with pytest.raises(InputError, match=r"every row where it is"):
        moved("fewer", case, replace(case, pools=()))


def test_what_is_no_budget_has_one_sentence():
    case = some_case(1)
    for path, factor, said in (
        ("demands.cars.amount", (1.0,), "a figure of a budget moves costs"),
        ("options.salt at hill, 10.yearly", (1.0, 2.0, 3.0), "a factor has 1 values"),
        ("supplies.or at port.price", (1.0,), "Did you mean 'ore at port'"),
        ("supplies.ore at port.price", (-1.0,), "not negative"),
    ):
        figure = network.Uncertain("it", {path: factor})
        with pytest.raises(InputError, match=said):
            network.solve(case, risk=network.Risk(robust=network.Robust((figure,), 1.0)))
    with pytest.raises(InputError, match="counts figures"):
        network.Robust(FIGURES, -1.0)
    with pytest.raises(InputError, match="stands once"):
        network.Robust((*FIGURES, FIGURES[0]), 1.0)
