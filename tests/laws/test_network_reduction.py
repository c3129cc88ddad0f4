"""Fewer futures: probabilities kept, the distance that is stated, and what it is by other ways."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from network_cases import some_case, some_futures, split
from scipy.optimize import linprog

from ionwright.errors import InputError
from ionwright.network.futures import Future, Scenarios
from ionwright.network.reduction import distances, reduce


@pytest.fixture(scope="module")
def many() -> Scenarios:
    return some_futures(some_case(1), 5, 12)


def moved(apart: np.ndarray, give: np.ndarray, take: np.ndarray) -> float:
    """Return the Kantorovich distance as the least cost of moving all chance."""
    far = 1e3 * np.where(np.isinf(apart), 0.0, apart).max()
    cost = np.where(np.isinf(apart), far, apart).ravel()
    n, m = apart.shape
    rows = [np.kron(np.eye(n)[i], np.ones(m)) for i in range(n)]
    columns = [np.kron(np.ones(n), np.eye(m)[j]) for j in range(m)]
    found = linprog(cost, A_eq=np.array(rows + columns), b_eq=np.concatenate([give, take]))
    return float(found.fun)


def test_a_change_is_its_mean_over_years_summed_over_what_differs():
    one = Future("one", 0.5, factors={"a": (1.0, 2.0), "b": (3.0,), "also b": (3.0,)})
    other = Future("other", 0.5, factors={"a": (0.5,)})
    found = distances(Scenarios((one, other)))
    # a: (0.5 + 1.5) / 2; b: 3 to 1, once for both rows that it moves.
    assert found[0, 1] == found[1, 0] == pytest.approx(1.0 + 2.0, rel=1e-12, abs=0)
    assert found[0, 0] == 0.0


@pytest.mark.parametrize("count", [2, 3, 5, 11, 12])
def test_the_stated_distance_is_that_of_the_best_way_to_move_all_chance(many, count):
    found = reduce(many, count)
    names = [f.name for f in many.futures]
    kept = [names.index(f.name) for f in found.scenarios.futures]
    give, take = (np.array([f.probability for f in x.futures]) for x in (many, found.scenarios))
    best = moved(distances(many)[:, kept], give, take)
    assert found.distance == pytest.approx(best, rel=1e-9, abs=1e-12)
    assert len(found.scenarios.futures) == count


def test_every_path_keeps_its_chance_and_its_factors(many):
    found = reduce(many, 4).scenarios
    for path in ("even", "odd"):
        before, after = (
            math.fsum(f.probability for f in x.futures if f.path == path) for x in (many, found)
        )
        assert after == pytest.approx(before, rel=1e-12, abs=0)
    given = {f.name: f.factors for f in many.futures}
    assert all(f.factors is given[f.name] for f in found.futures)


def test_more_futures_are_nearer_and_all_are_there(many):
    found = [reduce(many, n).distance for n in range(2, 13)]
    assert all(b < a for a, b in itertools.pairwise(found))
    assert found[-1] == 0.0
    assert reduce(many, 2).distance == reduce(many, 5).whole


def test_the_first_one_of_a_path_is_the_best_that_there_is(many):
    apart, chance = distances(many), np.array([f.probability for f in many.futures])
    paths = [f.path for f in many.futures]
    best = min(
        float(apart[:, [a, b]].min(axis=1) @ chance)
        for a, b in itertools.combinations(range(12), 2)
        if paths[a] != paths[b]
    )
    assert reduce(many, 2).distance == pytest.approx(best, rel=1e-12, abs=0)


def test_twice_the_same_future_is_worth_one(many):
    twice = split(many)
    assert reduce(twice, 12).distance == 0.0
    names = {f.name.partition(",")[0] for f in reduce(twice, 12).scenarios.futures}
    assert names == {f.name for f in many.futures}


def test_a_count_that_cannot_be_has_one_sentence(many):
    for count in (1, 13):
        with pytest.raises(InputError, match=f"{count} futures"):
            reduce(many, count)
