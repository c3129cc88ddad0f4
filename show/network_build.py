"""Building the program of Chongqing: time and memory against futures, and solving it again."""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
from house import failures, told

from ionwright.network import cases
from ionwright.network.case import Case
from ionwright.network.direct import Effort, Loaded
from ionwright.network.futures import Scenarios
from ionwright.network.matrix import matrix, size_of
from ionwright.network.model import build
from ionwright.network.numbers import lower

COUNTS = (5, 10, 20, 50)
EXPONENT = 1.1
EACH, TOTAL = 5.0, 10.0
"""Longest building: of a non-zero [us], and in all with the most futures [s]."""
SAME = 1e-9
EXACT = Effort(gap=1e-10, seconds=240.0)


@dataclass(frozen=True, slots=True)
class Cost:
    """What building a program takes: time [s] and memory above that before it [MB]."""

    futures: int
    seconds: float
    memory: float
    entries: int
    text: str


def built(count: int) -> Cost:
    """Build the program with a number of futures; for a process of its own."""
    found = cases.opened("chongqing", count)
    # what is loaded at the first use belongs to no size
    matrix(build(lower(found.case, cases.opened("chongqing", 1).scenarios)))
    base, begun = _peak(), time.perf_counter()
    size = size_of(matrix(build(lower(found.case, found.scenarios))))
    took = time.perf_counter() - begun
    return Cost(count, took, _peak() - base, size.entries, size.text())


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


def apart(count: int) -> Cost:
    """Return what building takes in a fresh process."""
    words = [sys.executable, __file__, "--count", str(count)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def exponent(counts: list[int], values: list[float]) -> float:
    """Return the slope of a line through the logarithms."""
    return float(np.polyfit(np.log(counts), np.log(values), 1)[0])


def sizes() -> None:
    """Print time and memory against futures."""
    print("\n== 1. building against futures, each in a fresh process")
    found = [apart(n) for n in COUNTS]
    for x in found:
        print(f"{x.futures:3d} futures: {x.seconds:.2f} s, {x.memory:.0f} MB; {x.text}")
    last, counts = found[-1], [x.futures for x in found]
    each = 1e6 * last.seconds / last.entries
    told(f"building with {last.futures} futures", f"{last.seconds:.2f} s", f"{TOTAL:g} s",
         last.seconds <= TOTAL)  # fmt: skip
    told("building a non-zero", f"{each:.2f} us", f"{EACH:g} us", each <= EACH)
    for name, values in (
        ("time", [x.seconds for x in found]),
        ("memory", [max(x.memory, 0.1) for x in found]),
    ):
        power = exponent(counts, values)
        told(f"exponent of {name}", f"{power:.2f}", f"{EXPONENT:g}", power <= EXPONENT)


def changed(case: Case) -> dict[str, Case]:
    """Return the case with other prices, other demand, other bounds."""
    return {
        "prices": replace(
            case,
            supplies=tuple(replace(s, price=_times(1.3, s.price)) for s in case.supplies),
            options=tuple(replace(o, yearly=1.1 * o.yearly) for o in case.options),
        ),
        "demand": replace(
            case, demands=tuple(replace(d, amount=_times(0.8, d.amount)) for d in case.demands)
        ),
        "bounds": replace(
            case, supplies=tuple(replace(s, most=_times(0.5, s.most)) for s in case.supplies)
        ),
    }


def _times(x: float, series: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(x * v for v in series)


def again(case: Case, scenarios: Scenarios) -> None:
    """Show that a changed program is worth what one built anew is."""
    print("\n== 2. other prices, demand and bounds without building")
    numbers = lower(case, scenarios)
    loaded = Loaded(build(numbers))
    print(f"solved first: {loaded.solve(EXACT).objective:.10g} {case.money}")
    for name, other in changed(case).items():
        begun = time.perf_counter()
        loaded.change(other)
        took = time.perf_counter() - begun
        ours = loaded.solve(EXACT)
        anew = Loaded(build(lower(other, scenarios, numbers.scales))).solve(EXACT)
        miss = abs(ours.objective / anew.objective - 1.0)
        print(f"  {name}: {ours.objective:.10g}, changed in {took:.2f} s; anew "
              f"{anew.objective:.10g}; {ours.status}, {anew.status}")  # fmt: skip
        told(f"changed {name} against built anew", f"{miss:.1e}", f"{SAME:g}", miss <= SAME)


def main() -> int:
    """Run all; name parts to run only some; with --count, build once and print it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="*", type=int, help="1, 2; both if none is given")
    parser.add_argument("--count", type=int)
    asked = parser.parse_args()
    if asked.count is not None:
        print(json.dumps(asdict(built(asked.count))))
        return 0
    found = cases.opened("chongqing")
    parts = {1: sizes, 2: lambda: again(found.case, found.scenarios)}
    for number in asked.part or list(parts):
        parts[number]()
    print(f"\n{len(failures)} missed" + (f": {', '.join(failures)}" if failures else ""))
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
