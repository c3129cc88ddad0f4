"""Decomposition against the whole program on Chongqing: bounds, workers, time, memory."""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from house import failures, told

from ionwright.errors import InputError
from ionwright.network import cases
from ionwright.network.benders.blocks import Blocks, split
from ionwright.network.benders.run import Mark, decompose
from ionwright.network.benders.workers import Dask
from ionwright.network.case import Case
from ionwright.network.direct import Effort, Loaded
from ionwright.network.driver import Parts, Progress, Whole, solve
from ionwright.network.futures import Scenarios
from ionwright.network.matrix import matrix, size_of
from ionwright.network.model import build
from ionwright.network.numbers import lower
from ionwright.network.program import Program

LIMIT = 480.0
"""Time of each method [s]."""
GAP = 1e-4
THIRD = 1.0 / 3.0
SAME = 1e-9
MOMENTS = (5.0, 10.0, 20.0, 40.0, 60.0, 120.0, 180.0, 240.0, 300.0, 360.0, 420.0, 480.0)
"""When the gaps are printed [s]."""
METHODS = {"whole": Whole(), "parts": Parts()}


@dataclass(frozen=True, slots=True)
class Trace:
    """Bounds of one method by time, from a process of its own.

    Parameters
    ----------
    method : str
    bounds : list of (float, float, float)
        Time from the end of imports [s], lower and upper bound [money].
    seconds : float
    memory : float
        Peak above that after the imports, over all its processes [MB].
    size : str
    """

    method: str
    bounds: list[tuple[float, float, float]]
    seconds: float
    memory: float
    size: str

    def gap(self, moment: float = math.inf) -> float:
        """Return the gap that stood at a moment [1]."""
        some = [b for b in self.bounds if b[0] <= moment]
        low = max((b[1] for b in some), default=-math.inf)
        high = min((b[2] for b in some), default=math.inf)
        return (high - low) / abs(high) if math.isfinite(high - low) else math.inf

    def reached(self, gap: float) -> float:
        """Return when a gap stood for the first time [s]; infinite if it never did."""
        return next((t for t, *_ in self.bounds if self.gap(t) <= gap), math.inf)

    def bounded(self) -> float:
        """Return when there were both bounds for the first time [s]; infinite without."""
        return next((t for t, *_ in self.bounds if math.isfinite(self.gap(t))), math.inf)


def program(count: int) -> Program:
    """Return the program of Chongqing with a number of drawn futures."""
    found = cases.opened("chongqing", count)
    return build(lower(found.case, found.scenarios))


def blocks(count: int) -> Blocks:
    """Return the same program in blocks."""
    found = cases.opened("chongqing", count)
    return split(found.case, found.scenarios)


def brackets(count: int, effort: Effort) -> None:
    """Show that the bounds of both methods bracket each other."""
    print(f"\n== 1. both bounds, {count} futures")
    whole, (parts, _) = Loaded(program(count)).solve(effort), decompose(blocks(count), effort)
    for name, plan in (("whole", whole), ("parts", parts)):
        print(f"  {name}: {plan.bound / 1e6:,.3f} to {plan.objective / 1e6:,.3f} MUSD")
    slack = 1e-9 * abs(whole.objective)
    for name, a, b in (("parts below whole", parts, whole), ("whole below parts", whole, parts)):
        told(f"bounds, {name}", f"{(b.objective - a.bound) / 1e6:,.3f} MUSD", "not negative",
             a.bound <= b.objective + slack)  # fmt: skip


def crews(count: int, effort: Effort) -> None:
    """Solve in one process, with two dask workers, and with one of them killed in mid-solve."""
    from distributed import LocalCluster

    print(f"\n== 2. who does the work, {count} futures")
    p = blocks(count)
    one, marks = decompose(p, effort)
    print(f"  one process: {one.objective / 1e6:,.6f} MUSD, {len(marks)} rounds")
    for name, at in (("two workers", None), ("two workers, one killed", len(marks) // 2)):
        two: Any = LocalCluster(n_workers=2, threads_per_worker=1, processes=True,
                                dashboard_address=":0")  # fmt: skip
        with two as cluster:
            killer = Killer(cluster, at)
            crew = partial(Dask, address=cluster.scheduler_address)
            found, _ = decompose(p, effort, crew, killer)
            apart = abs(found.objective / one.objective - 1.0)
            alike = found.built == one.built
        if at is not None:
            told("a worker was killed in mid-solve", f"process {killer.killed}", "one is",
                 killer.killed is not None)  # fmt: skip
        told(f"{name}, objective", f"{apart:.1e} apart", f"{SAME:g}", apart <= SAME)
        told(f"{name}, decisions", "the same" if alike else "others", "the same", alike)


class Killer:
    """Kills the first worker of a cluster at a round; None: never."""

    def __init__(self, cluster: Any, at: int | None) -> None:
        self.cluster, self.at, self.round = cluster, at, 0
        self.killed: int | None = None

    def __call__(self, mark: Mark) -> None:
        """Count a round."""
        self.round += 1
        if self.round == self.at:
            nanny = next(iter(self.cluster.workers.values()))
            self.killed = nanny.pid
            os.kill(nanny.pid, signal.SIGKILL)


def traced(method: str, count: int, effort: Effort) -> Trace:
    """Solve by one method and return its bounds by time; for a process of its own."""
    base, begun = _peak(), time.perf_counter()
    found = cases.opened("chongqing", count)
    bounds: list[tuple[float, float, float]] = []

    def tell(p: Progress) -> None:
        bounds.append((time.perf_counter() - begun, p.bound, p.cost))

    left = replace(effort, seconds=effort.seconds - (time.perf_counter() - begun))
    plan = solve(found.case, found.scenarios, effort=left, method=METHODS[method], tell=tell)
    bounds.append((time.perf_counter() - begun, plan.bound, plan.objective))
    took = time.perf_counter() - begun
    return Trace(method, bounds, took, _peak() - base, plan.size.text())


def _peak() -> float:
    """Return the largest memory that this process and its children have had [MB]."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(w).ru_maxrss for w in who) / 1024.0


def apart(method: str, count: int, effort: Effort) -> Trace:
    """Return the trace of a method from a fresh process."""
    words = [sys.executable, __file__, "--trace", method, "--futures", str(count),
             "--seconds", str(effort.seconds), "--gap", repr(effort.gap)]  # fmt: skip
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    return Trace(**{**found, "bounds": [tuple(b) for b in found["bounds"]]})


def race(count: int, effort: Effort, *, judged: bool) -> None:
    """Print gap against time and memory of both methods; judge decomposition if asked."""
    print(f"\n== 3. {count} futures, cold start, {effort.seconds:g} s each")
    whole = apart("whole", count, effort)
    # decomposition goes on to the gap at which the other ended, if that was nearer
    final = whole.gap()
    parts = apart("parts", count, replace(effort, gap=min(final, effort.gap)))
    print(f"  {whole.size}")
    print("  time, s  " + "".join(f"{m:>14s}" for m in METHODS))
    for moment in (*[m for m in MOMENTS if m < effort.seconds], effort.seconds):
        gaps = "".join(f"{_share(x.gap(moment)):>14s}" for x in (whole, parts))
        print(f"  {moment:7.0f}  {gaps}")
    for x in (whole, parts):
        print(f"  {x.method}: gap {_share(x.gap())} after {x.seconds:.1f} s, "
              f"{x.memory:.0f} MB above the imports")  # fmt: skip
    when, before = parts.reached(final), whole.reached(final)
    text = f"gap {_share(final)} at {when:.1f} s, the whole program at {before:.1f} s"
    if not math.isfinite(final):  # the other never had both bounds: any gap is nearer than its
        when, before = parts.bounded(), whole.seconds
        text = f"a gap at {when:.1f} s, the whole program none in {before:.1f} s"
    time_share, memory_share = when / before, parts.memory / whole.memory
    text += f", {time_share:.2f} of the time; {memory_share:.2f} of the memory"
    if judged:
        ok = math.isfinite(when) and min(time_share, memory_share) <= THIRD
        told(f"decomposition, {count} futures", text, "1/3 of the time or of the memory", ok)
    else:
        print(f"  decomposition: {text}")


def _share(x: float) -> str:
    return f"{x:.2e}" if math.isfinite(x) else "none"


def columns() -> None:
    """Print the program before and after lanes that others dominate are left out, and presolve."""
    print("\n== 4. columns before and after reduction, three paths")
    found = cases.built("chongqing")
    print("  " + next(note for note in found.notes if "lanes left out" in note))
    p = build(lower(found.case, cases.futures("chongqing", found)))
    m = matrix(p)
    print(f"  as built:       {size_of(m).text()}")
    h = Loaded(p).highs
    h.presolve()
    lp = h.getPresolvedLp()
    print(f"  after presolve: {lp.num_row_:,} rows, {lp.num_col_:,} columns, "
          f"{len(lp.a_matrix_.value_):,} non-zeros")  # fmt: skip


def refused() -> None:
    """Show what is said when something whole is decided late."""
    print("\n== 5. whole decisions in the futures")
    found = cases.opened("chongqing")
    said = refusal(found.case, found.scenarios)
    told("whole recourse", said or "not refused", "one sentence", bool(said) and "\n" not in said)


def refusal(case: Case, scenarios: Scenarios) -> str:
    """Return what decomposition says if every option of a case waits and is whole."""
    late = tuple(replace(o, waits=True, whole=True) for o in case.options)
    try:
        split(replace(case, options=late), scenarios)
    except InputError as fault:
        return str(fault)
    return ""


def main() -> int:
    """Run all; with --trace, one method, and print its trace as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="*", type=int, help="1 to 5; all if none is given")
    parser.add_argument("--seconds", type=float, default=LIMIT, help="for each method")
    parser.add_argument("--gap", type=float, default=GAP)
    parser.add_argument("--futures", type=int, nargs="*", default=[50, 200])
    parser.add_argument("--trace", choices=METHODS)
    asked = parser.parse_args()
    effort = Effort(gap=asked.gap, seconds=asked.seconds)
    if asked.trace:
        found = traced(asked.trace, asked.futures[0], effort)
        print(json.dumps({k: getattr(found, k) for k in Trace.__slots__}))
        return 0
    parts = {
        1: lambda: brackets(10, effort),
        2: lambda: crews(10, effort),
        3: lambda: [race(n, effort, judged=n >= 200) for n in asked.futures],
        4: columns,
        5: refused,
    }
    for number in asked.part or list(parts):
        parts[number]()
    print(f"\n{len(failures)} missed" + (f": {', '.join(failures)}" if failures else ""))
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
