"""Whole or in parts: chosen by itself, the same plan, told as it goes, stopped by hand."""

from __future__ import annotations

import os
import signal
import threading
from dataclasses import replace

import pytest
from small_chain import chain, futures

from ionwright import network
from ionwright.cli._network_progress import line
from ionwright.errors import InputError
from ionwright.network import Effort, Parts, Progress, Whole, driver, solve
from ionwright.network.case import Case
from ionwright.network.stop import BY_HAND, by_hand, go_on

EXACT = Effort(gap=1e-8, seconds=60.0)


def test_many_futures_are_solved_in_parts_and_the_plan_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(driver, "MANY", 4)
    case = chain(1)
    few, many = (solve(case, futures(case, 1, n), effort=EXACT) for n in (3, 4))
    assert few.method == "the whole program at once, 3 futures"
    assert many.method == "decomposed, 4 futures on 2 threads"
    assert '"method": "decomposed' in many.to_json()


@pytest.mark.parametrize("method", [Whole(), Parts(), Parts(threads=1)])
def test_either_way_gives_the_same_plan(method: Whole | Parts) -> None:
    case = chain(2)
    some = futures(case, 2, 4)
    plan, other = solve(case, some, effort=EXACT, method=method), solve(case, some, effort=EXACT)
    assert plan.status == "done"
    assert plan.objective == pytest.approx(other.objective, rel=1e-7, abs=0)
    assert plan.size == other.size
    assert all(law.holds for law in plan.check())


def test_what_is_whole_and_late_is_solved_whole_unless_parts_are_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(driver, "MANY", 2)
    case = chain(3)
    case = replace(case, options=tuple(replace(o, waits=True) for o in case.options))
    some = futures(case, 3, 2)
    assert driver.choice(case, some) == Whole()
    assert driver.choice(chain(3), some) == Parts()
    with pytest.raises(InputError, match="decided late to be divisible"):
        solve(case, some, method=Parts())


def impossible() -> Case:
    case = replace(chain(6, short=None), supplies=(), options=())
    return replace(case, lines=tuple(replace(x, over=None) for x in case.lines))


def test_a_case_without_a_plan_is_explained_either_way() -> None:
    case = impossible()
    some = futures(case, 6, 3)
    whole, parts = (solve(case, some, method=m) for m in (Whole(), Parts()))
    assert whole.status == parts.status == "infeasible"
    assert "cannot be met" in whole.reason
    assert "cannot be met" in parts.reason
    assert parts.reason.startswith("In the future 'w")


@pytest.mark.parametrize("method", [Whole(), Parts()])
def test_both_bounds_are_told_and_close_in(method: Whole | Parts) -> None:
    case = chain(4)
    seen: list[Progress] = []
    plan = solve(case, futures(case, 4, 4), effort=EXACT, method=method, tell=seen.append)
    assert seen
    best = plan.objective
    assert all(p.bound <= best * (1.0 + 1e-7) and p.cost >= best * (1.0 - 1e-7) for p in seen)
    assert [p.seconds for p in seen] == sorted(p.seconds for p in seen)
    assert seen[-1].gap <= 1e-7


def test_stopped_by_hand_it_keeps_the_best_plan_and_bound() -> None:
    case = chain(5, sites=3)
    some = futures(case, 5, 6)
    best = solve(case, some, effort=EXACT).objective
    before = signal.getsignal(signal.SIGINT)

    def press(p: Progress) -> None:
        if p.cost < float("inf") and p.gap > 1e-8:
            os.kill(os.getpid(), signal.SIGINT)

    plan = solve(case, some, effort=EXACT, method=Parts(), tell=press)
    assert plan.status == BY_HAND
    assert plan.values
    assert plan.bound <= best * (1.0 + 1e-7) <= plan.objective * (1.0 + 2e-7)
    assert signal.getsignal(signal.SIGINT) is before


def press_twice() -> None:
    with by_hand() as stop:
        os.kill(os.getpid(), signal.SIGINT)
        assert stop.asked
        os.kill(os.getpid(), signal.SIGINT)


def test_the_second_ctrl_c_breaks_off() -> None:
    # a shell starts what runs in its background with the signal ignored
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            press_twice()
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_row_of_solves_is_broken_off_where_one_was_stopped_by_hand() -> None:
    go_on("done")
    with pytest.raises(KeyboardInterrupt):
        go_on(BY_HAND)


def test_a_solve_works_outside_the_main_thread() -> None:
    case, found = chain(7), []
    worker = threading.Thread(target=lambda: found.append(network.solve(case, effort=EXACT)))
    worker.start()
    worker.join()
    assert found[0].status == "done"


def test_progress_is_one_line_in_words() -> None:
    assert line(Progress(3.2, float("inf"), 5e6), "USD") == (
        "3 s: no plan yet, none below 5.0 MUSD (Ctrl-C ends it)"
    )
    assert line(Progress(60.0, 12e6, 9e6), "USD") == (
        "60 s: 12.0 MUSD, none below 9.0 MUSD, gap 25.00% (Ctrl-C keeps this plan)"
    )
    assert "no bound yet" in line(Progress(1.0, float("inf"), -float("inf")), "USD")
