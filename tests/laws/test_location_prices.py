"""Location problems solved by prices against the same program left to HiGHS, and their parts."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from small_chain import chain
from support import ROOT

from ionwright.network import direct
from ionwright.network.benchmark.families import read
from ionwright.network.direct import Effort, Loaded
from ionwright.network.futures import Scenarios
from ionwright.network.location.left import divisible, left
from ionwright.network.location.prices import Prices, cover
from ionwright.network.location.shape import location_of
from ionwright.network.matrix import highs, matrix
from ionwright.network.model import build
from ionwright.network.numbers import lower

EXACT = Effort(gap=1e-9)
FOLDER = ROOT / "show" / "references" / "network"
REL = 1e-8
"""Both are solved to a gap of 1e-9: what is left is rounding of the solver."""


def written(tmp_path, seed, sites, customers, slack=2.5):
    """Write a random instance as OR-Library does; total capacity is `slack` times the demand."""
    rng = np.random.default_rng(seed)
    demand = rng.integers(5, 40, customers)
    capacity = rng.integers(60, 140, sites) * slack * demand.sum() / (100.0 * sites)
    at, to = rng.uniform(0.0, 50.0, (sites, 2)), rng.uniform(0.0, 50.0, (customers, 2))
    cost = demand * np.linalg.norm(at[:, None] - to, axis=2)
    lines = [f"{sites} {customers}"]
    lines += [f"{k:.0f} {f}" for k, f in zip(capacity, rng.integers(800, 3000, sites), strict=True)]
    for j in range(customers):
        lines += [str(demand[j]), " ".join(f"{x:.4f}" for x in cost[:, j])]
    path = tmp_path / "own.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def loaded(path, family):
    instance = read(path, family)
    return Loaded(build(lower(instance.case, instance.scenarios)))


@pytest.mark.parametrize("family", ["cflp", "uflp", "sscflp"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_prices_and_highs_find_the_same_cost(family, seed, tmp_path, monkeypatch):
    program = loaded(written(tmp_path, seed, 12, 30), family)
    alone = program.solve(EXACT)
    monkeypatch.setattr(direct, "LARGE", 0)
    priced = program.solve(EXACT)
    assert alone.status == priced.status == "done"
    assert priced.objective == pytest.approx(alone.objective, rel=REL, abs=0.0)
    assert priced.bound <= priced.objective <= priced.bound * (1.0 + REL)
    assert all(law.holds for law in priced.check())


@pytest.mark.parametrize("file", ["cap41.txt", "cap44.txt", "cap64.txt"])
def test_published_optima_by_prices(file, monkeypatch):
    alone = loaded(str(FOLDER / file), "cflp")
    monkeypatch.setattr(direct, "LARGE", 0)
    priced = alone.solve(EXACT)
    monkeypatch.setattr(direct, "LARGE", 10**9)
    assert priced.objective == pytest.approx(alone.solve(EXACT).objective, rel=REL, abs=0.0)


def test_a_site_that_the_best_plan_opens_is_never_closed(tmp_path):
    for seed in range(4):
        program = loaded(written(tmp_path, seed, 10, 24), "cflp")
        best = program.solve(EXACT)
        at = location_of(program.program)
        assert at is not None
        money = program.program.numbers.scales.money
        names = list(program.program["build"].indexes["option"])
        opened = {names.index(x) for x in best.built}
        prices = Prices.of(at)
        prices.climb(150, best.objective / money, np.inf)
        prices.fix(best.objective / money)
        assert prices.bound <= best.objective / money * (1.0 + REL)
        assert opened <= set(prices.sites.tolist())
        assert set(prices.held.tolist()) <= opened
        assert len(prices.free) < len(names)  # and it does decide something


def test_a_cover_is_no_more_than_the_best_whole_one():
    rng = np.random.default_rng(5)
    for _ in range(60):
        n = 7
        worth, size = rng.normal(2.0, 2.0, n), rng.integers(2, 9, n).astype(float)
        total = 0.6 * size.sum()
        must = rng.random(n) < 0.15
        best = min(
            float(worth @ y)
            for y in map(np.array, product((0.0, 1.0), repeat=n))
            if size @ y >= total and (y >= must).all()
        )
        value, part = cover(worth, size, total, must)
        assert value <= best + 1e-9
        assert part[must].min(initial=1.0) == 1.0
        alike = np.full(n, 3.0)
        whole = cover(worth, alike, 0.6 * alike.sum(), must)[1]
        assert set(whole.tolist()) <= {0.0, 1.0}


def test_linking_rows_added_when_broken_give_the_bound_of_all(tmp_path):
    program = loaded(written(tmp_path, 7, 15, 40), "cflp")
    at, m = location_of(program.program), matrix(program.program)
    assert at is not None
    sites = np.arange(15)
    of = left(m, at, sites, sites[:0])
    some = divisible(of, np.inf)
    h = highs(replace(of.m, whole=np.zeros_like(of.m.whole)))
    h.run()
    assert some.value == pytest.approx(h.getInfo().objective_function_value, rel=1e-9, abs=0.0)
    assert 0 < some.rows.sum() < of.lazy.sum()


def test_what_is_more_than_a_location_problem_is_left_to_highs(tmp_path):
    assert location_of(build(lower(chain(1), Scenarios.certain()))) is None
    servers = read(str(FOLDER / "sslp_15_45_5"))
    assert location_of(build(lower(servers.case, servers.scenarios))) is None
    case = read(written(tmp_path, 1, 3, 4), "cflp").case
    narrow = replace(case, lanes=(replace(case.lanes[0], most=(1.0,)), *case.lanes[1:]))
    small = replace(case, options=tuple(replace(o, capacity=1.0) for o in case.options))
    for other in (narrow, small):
        assert location_of(build(lower(other, Scenarios.certain()))) is None
    assert location_of(build(lower(case, Scenarios.certain()))) is not None


def test_changed_and_held_programs_are_solved_as_they_stand(tmp_path, monkeypatch):
    path = written(tmp_path, 4, 10, 20)
    program, case = loaded(path, "cflp"), read(path, "cflp").case
    monkeypatch.setattr(direct, "LARGE", 0)
    first = program.solve(EXACT)
    other = replace(case, demands=tuple(replace(d, amount=(0.7 * d.amount[0],))
                                        for d in case.demands))  # fmt: skip
    program.change(other)
    changed = program.solve(EXACT)
    anew = Loaded(build(lower(other, Scenarios.certain()))).solve(EXACT)
    assert changed.objective == pytest.approx(anew.objective, rel=REL, abs=0.0)
    assert changed.objective < first.objective
    with program.fixed(first):
        held = program.solve(EXACT)
    assert held.built == first.built
    assert held.objective >= changed.objective


@pytest.mark.parametrize("family", ["cflp", "sscflp"])
def test_a_stop_by_the_clock_leaves_honest_bounds(family, tmp_path, monkeypatch):
    program = loaded(written(tmp_path, 9, 20, 60), family)
    best = program.solve(Effort(gap=1e-6, seconds=60.0))
    monkeypatch.setattr(direct, "LARGE", 0)
    stopped = program.solve(Effort(gap=1e-9, seconds=0.05))
    assert stopped.bound <= best.objective * (1.0 + REL)
    assert stopped.objective >= best.bound * (1.0 - REL)
    assert stopped.seconds < 2.0
