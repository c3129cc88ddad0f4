"""The arithmetic of the show scripts of lines 3 and 7."""

from __future__ import annotations

import math
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from small_chain import chain, futures

sys.path.insert(0, str(Path(__file__).parents[2] / "show"))

import network_build
import network_scale

LIMITS = [(1.0, 50.0, math.inf), (2.0, 80.0, 100.0), (3.0, 70.0, 90.0)]


def test_a_gap_is_that_of_the_best_bounds_so_far_and_is_reached_once() -> None:
    trace = network_scale.Trace("parts", LIMITS, 3.0, 1.0, "")
    assert trace.gap(1.5) == math.inf
    assert trace.gap(2.5) == pytest.approx(0.2, rel=1e-12, abs=0)
    assert trace.gap() == pytest.approx(10.0 / 90.0, rel=1e-12, abs=0)
    assert trace.reached(0.2) == 2.0
    assert trace.reached(0.01) == math.inf
    assert trace.bounded() == 2.0


def test_the_exponent_of_a_power_law_is_its_power() -> None:
    counts = [5, 10, 20, 50]
    found = network_build.exponent(counts, [3.0 * n**0.9 for n in counts])
    assert found == pytest.approx(0.9, rel=1e-9, abs=0)


def test_whole_recourse_is_refused_in_one_sentence() -> None:
    case = chain(1)
    said = network_scale.refusal(case, futures(case, 1, 2))
    assert "decided late to be divisible" in said
    assert "\n" not in said


@pytest.mark.parametrize("kind", ["prices", "demand", "bounds"])
def test_each_change_changes_the_case_and_nothing_of_its_shape(kind: str) -> None:
    case = chain(1)
    other = network_build.changed(case)[kind]
    assert replace(other, supplies=case.supplies, options=case.options,
                   demands=case.demands) == case  # fmt: skip
    if kind != "bounds" or any(math.isfinite(x) for s in case.supplies for x in s.most):
        assert other != case
