"""Decomposition gives what the whole program gives, with both bounds, whoever does the work."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest
from small_chain import chain, futures

from ionwright.errors import InputError
from ionwright.network.benders import workers
from ionwright.network.benders.blocks import Blocks, split
from ionwright.network.benders.run import Mark, decompose
from ionwright.network.benders.workers import Dask, Threads
from ionwright.network.direct import Effort, Loaded
from ionwright.network.model import build
from ionwright.network.numbers import lower
from ionwright.network.program import MEAN, Program, Risk

EXACT = Effort(gap=1e-8, seconds=60.0)


def program(seed: int, count: int, risk: Risk | None = None, **how: object) -> Program:
    case = chain(seed, **how)  # type: ignore[arg-type]
    return build(lower(case, futures(case, seed, count)), risk or Risk())


def cut(p: Program) -> Blocks:
    return split(p.numbers.case, p.numbers.scenarios, p.risk)


@pytest.mark.parametrize(("seed", "count"), [(1, 1), (2, 4), (3, 6)])
def test_it_finds_the_optimum_of_the_whole_program(seed: int, count: int) -> None:
    p = program(seed, count)
    whole, (parts, _) = Loaded(p).solve(EXACT), decompose(cut(p), EXACT)
    assert parts.status == "done"
    assert parts.objective == pytest.approx(whole.objective, rel=1e-7, abs=0)


@pytest.mark.parametrize("gap", [1e-8, 0.05, 0.9])
def test_a_case_without_whole_decisions_has_a_plan_as_well(gap: float) -> None:
    case = chain(4)
    case = replace(case, options=tuple(replace(o, whole=False) for o in case.options))
    some = futures(case, 4, 8)
    whole = Loaded(build(lower(case, some))).solve(EXACT)
    parts, _ = decompose(split(case, some), Effort(gap=gap, seconds=60.0))
    assert parts.status == "done"
    assert whole.objective * (1.0 - 1e-7) <= parts.objective
    assert parts.objective <= whole.objective * (1.0 + gap + 1e-7)


def test_both_bounds_bracket_the_optimum_at_every_round_and_the_lower_never_falls() -> None:
    p = program(4, 4)
    best = Loaded(p).solve(EXACT).objective / p.numbers.scales.money
    _, marks = decompose(cut(p), EXACT)
    whole = [m for m in marks if m.phase == "whole"]
    assert len(marks) > 5
    assert all(m.lower <= best * (1.0 + 1e-7) for m in marks)
    assert all(m.upper >= best * (1.0 - 1e-7) for m in whole)
    assert (np.diff([m.lower for m in marks]) >= 0.0).all()


def test_futures_that_cannot_be_carried_out_are_cut_off() -> None:
    p = program(5, 3, short=None)
    whole, (parts, _) = Loaded(p).solve(EXACT), decompose(cut(p), EXACT)
    assert whole.status == "done"
    assert parts.objective == pytest.approx(whole.objective, rel=1e-7, abs=0)


def test_a_case_without_any_plan_is_infeasible_either_way() -> None:
    case = replace(chain(6, short=None), supplies=(), options=())
    case = replace(case, lines=tuple(replace(x, over=None) for x in case.lines))
    p = build(lower(case, futures(case, 6, 2)))
    assert Loaded(p).solve(EXACT).status == "infeasible"
    assert decompose(cut(p), EXACT)[0].status == "infeasible"


def test_the_tail_of_the_cost_is_minimised_alike() -> None:
    p = program(7, 5, Risk(weight=0.7, tail=0.6))
    whole, (parts, _) = Loaded(p).solve(EXACT), decompose(cut(p), EXACT)
    assert parts.objective == pytest.approx(whole.objective, rel=1e-7, abs=0)


@pytest.mark.parametrize("seed", [7, 13, 14])
def test_the_tail_of_a_plan_that_is_not_the_best_yet_is_no_dearer_than_it_need_be(
    seed: int,
) -> None:
    p = program(seed, 6, Risk(weight=0.7, tail=0.6))
    plan, _ = decompose(cut(p), Effort(gap=0.05, seconds=60.0))
    assert plan.status == "done"
    assert abs(plan.check()[0].residual) <= 1e-9


def test_how_many_work_changes_no_bit() -> None:
    p = program(8, 5)
    one, two = (decompose(cut(p), EXACT, partial(Threads, count=n)) for n in (1, 2))
    assert [(m.lower, m.upper, m.cuts) for m in one[1]] == [
        (m.lower, m.upper, m.cuts) for m in two[1]
    ]
    assert one[0].objective == two[0].objective
    assert one[0].built == two[0].built


def test_a_whole_decision_in_the_futures_is_refused_in_one_sentence() -> None:
    case = chain(9)
    case = replace(case, options=tuple(replace(o, waits=True) for o in case.options))
    with pytest.raises(InputError, match="decided late to be divisible"):
        split(case, futures(case, 9, 2))


def test_its_plan_is_whole_and_its_flows_are_those_of_the_futures() -> None:
    p = program(10, 3)
    parts, whole = decompose(cut(p), EXACT)[0], Loaded(p).solve(EXACT)
    assert set(parts.values) == set(whole.values)
    short = {n: float(x.values["short"].sum()) for n, x in (("p", parts), ("w", whole))}
    assert parts.values["flow"].shape == whole.values["flow"].shape
    assert short["p"] == pytest.approx(short["w"], rel=1e-6, abs=1e-9)


@pytest.mark.filterwarnings("default:futures are sent")  # if it held the only copy of some
def test_a_lost_worker_of_a_cluster_changes_nothing() -> None:
    from distributed import LocalCluster

    p = program(11, 4)
    one, marks = decompose(cut(p), EXACT)
    two: Any = LocalCluster(n_workers=2, threads_per_worker=1, processes=True,
                            dashboard_address=":0")  # fmt: skip
    with two as cluster:
        seen = []

        def kill(mark: Mark) -> None:
            seen.append(mark)
            if len(seen) == 3:
                os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)

        crew = partial(Dask, address=cluster.scheduler_address)
        lost, also = decompose(cut(p), EXACT, crew, kill)
    assert len(marks) > 5
    assert [(m.lower, m.upper) for m in also] == [(m.lower, m.upper) for m in marks]
    assert lost.objective == one.objective
    assert lost.built == one.built


def test_blocks_that_a_cluster_lost_are_sent_again_with_a_warning() -> None:
    from distributed import LocalCluster

    blocks = cut(program(11, 2))
    x, bases = np.zeros(len(blocks.now.cost)), [None, None]
    one = Threads(blocks)
    first = one.ask(x, [*bases])
    one.close()
    here: Any = LocalCluster(n_workers=1, processes=False, dashboard_address=":0")
    with here as cluster:
        crew = Dask(blocks, cluster.scheduler_address)
        crew.client.cancel(crew.sent)
        with pytest.warns(UserWarning, match="sent to the cluster again"):
            again = crew.ask(x, [*bases])
        crew.close()
    assert [a.value for a in again] == [a.value for a in first]


def test_an_address_without_a_scheduler_is_told_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "WAIT", 0.5)
    for address in ("tcp://127.0.0.1:1", "nowhere at all"):
        with pytest.raises(InputError, match="dask scheduler"):
            Dask(cut(program(11, 2)), address)


def test_without_time_it_is_stopped_and_not_done() -> None:
    plan, _ = decompose(cut(program(12, 2)), Effort(seconds=0.0))
    assert plan.status.startswith("stopped")


def test_decisions_are_taken_within_their_bounds() -> None:
    # HiGHS misses a bound by 1e-7, and of a capacity of -1e-7 a future has no plan
    case = chain(7)
    blocks = split(case, futures(case, 3, 8), MEAN)
    low, high, whole = blocks.now.low, blocks.now.high, blocks.now.whole
    assert whole.any()
    assert not whole.all()
    found = blocks.within(low - 1e-7, whole=False)
    assert (found == low).all()
    top = np.where(np.isfinite(high), high, low)
    near = np.where(whole, top - 1e-7, top + 1e-7)
    assert (blocks.within(near, whole=True)[whole] == top[whole]).all()
    assert (blocks.within(near, whole=True) <= high).all()
    parts = near[whole & (top > 0.5)]  # a share stays a share
    assert (blocks.within(near, whole=False)[whole & (top > 0.5)] == parts).all()
    assert len(parts)
