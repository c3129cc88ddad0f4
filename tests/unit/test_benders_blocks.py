"""The program in blocks is the whole program, however many futures are built at a time."""

from __future__ import annotations

from dataclasses import replace

import highspy
import numpy as np
import pytest
from small_chain import chain, futures

from ionwright.network.benders import blocks as module
from ionwright.network.benders import future as one
from ionwright.network.benders.blocks import Blocks, split
from ionwright.network.benders.future import alone, answer, joined
from ionwright.network.benders.run import decompose
from ionwright.network.benders.start import few
from ionwright.network.direct import Effort, Loaded
from ionwright.network.futures import Scenarios
from ionwright.network.matrix import Matrix, highs, matrix, size_of
from ionwright.network.model import build
from ionwright.network.numbers import lower
from ionwright.network.program import MEAN, Risk

EXACT = Effort(gap=1e-9, seconds=60.0)
SAME = 1e-12
"""Share by which costs may differ that were added up in another order."""


def cut(seed: int, count: int, risk: Risk = MEAN) -> Blocks:
    """Return futures of which each is likelier than the one before; the first never happens."""
    case = chain(seed)
    some = futures(case, seed, count).futures
    total = max(1, sum(range(count)))
    each = [replace(f, probability=(k if count > 1 else 1) / total) for k, f in enumerate(some)]
    return split(case, Scenarios(tuple(each)), risk)


def least(m: Matrix) -> float:
    h = highs(m)
    h.run()
    return h.getInfo().objective_function_value


@pytest.mark.parametrize("risk", [MEAN, Risk(weight=0.6, tail=0.7)])
def test_all_blocks_together_are_the_whole_program(
    risk: Risk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TOGETHER", 2)
    b = cut(1, 5, risk)
    whole = matrix(build(lower(b.case, b.scenarios), risk))
    assert b.size() == size_of(whole)
    parts = joined(b.now, b.futures, [f.probability for f in b.futures])
    for name in ("cost", "low", "high", "row_low", "row_high"):
        ours, theirs = (np.sort(getattr(m, name)) for m in (parts, whole))
        np.testing.assert_allclose(ours, theirs, rtol=SAME, atol=0)
    divisible = np.zeros(len(whole.whole), bool)
    assert least(parts) == pytest.approx(least(replace(whole, whole=divisible)), rel=1e-9, abs=0)


def test_how_many_are_built_at_a_time_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    several = cut(2, 5)
    monkeypatch.setattr(module, "TOGETHER", 1)
    for a, b in zip(several.futures, cut(2, 5).futures, strict=True):
        np.testing.assert_allclose(a.own.cost, b.own.cost, rtol=SAME, atol=0)
        np.testing.assert_array_equal(a.own.high, b.own.high)
        np.testing.assert_array_equal(a.own.row_low, b.own.row_low)
        assert (a.own.a - b.own.a).nnz == 0
        assert (a.link - b.link).nnz == 0


def test_what_is_alike_in_two_futures_is_held_once() -> None:
    first, second = cut(3, 2).futures
    assert np.shares_memory(second.own.a.indices, first.own.a.indices)
    assert second.own.low is first.own.low
    assert second.own.cost is not first.own.cost


def test_labelled_columns_are_those_of_the_whole_program() -> None:
    b = cut(4, 3)
    p = build(lower(b.case, b.scenarios))
    plan = Loaded(p).solve(EXACT)
    rng = np.random.default_rng(0)
    values = b.columns(
        rng.random(len(b.now.cost)), [rng.random(len(f.own.cost)) for f in b.futures]
    )
    assert set(values) == set(plan.values)
    for name, x in values.items():
        assert x.dims == plan.values[name].dims
        for d in x.dims:
            assert list(x.coords[d].values) == list(plan.values[name].coords[d].values)


def test_each_future_by_itself_bounds_its_cost_at_any_price() -> None:
    b = cut(5, 4)
    rng = np.random.default_rng(1)
    x = np.zeros(len(b.now.cost))
    for block in b.futures:
        at_x = answer(block, x, None)
        assert at_x.feasible
        for price in (block.probability * b.now.cost, rng.random(len(x))):
            low, basis = alone(block, b.now, price, None)
            assert low - price @ x <= at_x.value * (1.0 + 1e-9)
            again, _ = alone(block, b.now, price, basis)
            assert again == pytest.approx(low, rel=1e-9, abs=0)


def test_at_the_slopes_of_the_optimum_the_futures_alone_reach_the_divisible_optimum() -> None:
    b = cut(6, 4)
    m = joined(b.now, b.futures, [f.probability for f in b.futures])
    h = highs(m)
    h.run()
    dual, at, total, price = np.array(h.getSolution().row_dual), len(b.now.row_low), 0.0, 0.0
    for block in b.futures:
        rows = len(block.own.row_low)
        slope = -(dual[at : at + rows] @ block.link)
        total += alone(block, b.now, -slope, None)[0]
        price, at = price - slope, at + rows
    # what is left is paid for now: its least over what may be decided now
    rest = replace(b.now, cost=b.now.cost - price, whole=np.zeros(len(b.now.cost), bool))
    assert total + least(rest) == pytest.approx(least(m), rel=1e-8, abs=0)


def test_a_future_that_turns_in_circles_is_solved_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    b = cut(7, 1)
    block = b.futures[0]
    x = np.zeros(len(b.now.cost))
    right = answer(block, x, None)
    lower, basic = (one.NUMBER[getattr(highspy.HighsBasisStatus, k)] for k in ("kLower", "kBasic"))
    nothing = (
        np.full(len(block.own.cost), lower, np.int8),
        np.full(len(block.own.row_low), basic, np.int8),
    )
    monkeypatch.setattr(one, "LONG", 1)
    found = answer(block, x, nothing)
    assert found.value == pytest.approx(right.value, rel=1e-9, abs=0)


def test_a_few_futures_stand_for_all() -> None:
    rng = np.random.default_rng(2)
    chance = rng.dirichlet(np.ones(40))
    found = few(rng.random(40) * chance, chance, 8)
    assert sum(found.shares) == pytest.approx(1.0, rel=1e-12, abs=0)
    assert len(found.futures) == len(set(found.futures)) <= 8
    for k, w in enumerate(found.futures):
        assert found.of[w] == k
        assert chance[found.of == k].sum() == pytest.approx(found.shares[k], rel=1e-12, abs=0)


def test_unlike_chances_give_the_optimum_of_the_whole_program() -> None:
    b = cut(8, 5)
    parts, _ = decompose(b, EXACT)
    whole = Loaded(build(lower(b.case, b.scenarios))).solve(EXACT)
    assert parts.objective == pytest.approx(whole.objective, rel=1e-7, abs=0)


def test_futures_that_cannot_happen_weigh_nothing() -> None:
    chance = np.array([0.0, 0.5, 0.5, 0.0])
    found = few(np.array([0.0, 1.0, 2.0, 0.0]), chance, 2)
    assert sum(found.shares) == pytest.approx(1.0, rel=1e-12, abs=0)
