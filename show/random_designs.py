"""Random designs and protocols: each finishes with its laws kept, or says why not.

`python show/random_designs.py --draws 1000 --seed 1`; `--only 17 208` replays draws by number.

A draw ends in one of these ways:

    done       the protocol was carried out and every law of `check()` holds
    stopped    it ended early, says why, and every law holds up to there
    refused    `InputError`: what was asked for breaks a rule, which is named
    silent     it ended early with no better reason than "no state satisfies the equations"
    law        a law does not hold
    nan        a number is not finite
    crash      any other exception, or more than `LONGEST` s of processor time

Of the done, some are solved again on twice the mesh with a tenth of the tolerance. What the
default mesh asks for is 1 mV and 0.1 % of the capacity, by these definitions:

    voltage  largest difference between 2 and 98 % of the time of every step, beyond what a shift
             by 0.1 % of the capacity, at most 1 % of the step, explains: a steep end of a curve
             is judged by its charge
    charge   largest difference of what had passed at the end of a step, over the capacity; for
             a planar cell over 1 mAh/cm2, or over the charge moved if that is more
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
from random_draws import draw
from scipy.interpolate import PchipInterpolator

from ionwright import cell
from ionwright.cell import protocol as p
from ionwright.cell.driver import solve
from ionwright.cell.mesh import Mesh
from ionwright.cell.result import Result
from ionwright.errors import InputError

ROOT = Path(__file__).parents[1]
BENCH = ROOT / ".venv-bench" / "bin" / "python"
LONGEST = 60.0
"""A draw that takes longer is ended and counted as a crash [s of processor time]."""
SLOW = 2.0
"""A run that takes longer is printed [s of processor time]."""
VOLTS, SHARE = 1e-3, 1e-3
"""What the default mesh is asked for: voltage [V], and charge over the capacity [1]."""
SHIFTS = np.linspace(-1.0, 1.0, 21)
EXPLAINED = ("refused", "stopped", "done")
Told = Callable[[str, str, str, bool], None]


@dataclass(frozen=True)
class End:
    """How a draw ended.

    Parameters
    ----------
    number : int
    how : str
        One of the words above.
    why : str
    seconds : float
        Processor time of the run, without its laws: what else the machine does is not counted [s].
    rows : int
    """

    number: int
    how: str
    why: str
    seconds: float = 0.0
    rows: int = 0


class TooLong(Exception):
    """A draw took longer than `LONGEST`."""


def _alarm(*_: Any) -> None:
    raise TooLong(f"longer than {LONGEST:.0f} s")


def once(seed: int, number: int, mesh: Mesh | None = None) -> End:
    """Do one draw; raises nothing."""
    signal.signal(signal.SIGPROF, _alarm)
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    begun = time.process_time()
    try:
        found = draw(seed, number)
        result = solve(found.design(), found.protocol, soc=found.soc, mesh=mesh)
        spent = time.process_time() - begun
        how, why = judged(result)
        return End(number, how, why, spent, len(result.rows))
    except InputError as fault:
        return End(number, "refused", str(fault).splitlines()[0])
    except Exception as fault:  # whatever else it may be is what this script looks for
        return End(number, "crash", f"{type(fault).__name__}: {fault}", time.process_time() - begun)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)


def judged(result: Result) -> tuple[str, str]:
    """Return how a run ended and why."""
    for name in ("rows", "states"):
        if not np.isfinite(getattr(result, name)).all():
            return "nan", f"in the {name}"
    broken = [law for law in result.check() if not law.holds]
    if broken:
        text = "; ".join(f"{law.name}: {law.residual:.2e}" for law in broken)
        return "law", f"{text}; {result.status}"
    if result.stop is None:
        return "done", ""
    vague = "no state satisfies" in result.stop.reason
    return "silent" if vague else "stopped", result.status


@dataclass(frozen=True)
class Apart:
    """How far two solutions of a draw lie apart.

    Parameters
    ----------
    number : int
    volts : float
        Largest difference by the definition above [V].
    share : float
        The same of charge, over the capacity [1].
    why : str
        Why there is no comparison, else "".
    """

    number: int
    volts: float
    share: float
    why: str = ""


def again(seed: int, number: int) -> Apart:
    """Solve a draw on the default and on the fine mesh; return how far they lie apart."""
    found = draw(seed, number)
    design = found.design()
    ours = solve(design, found.protocol, soc=found.soc)
    fine = solve(design, _dense(ours), soc=found.soc, mesh=twice(ours))
    if fine.stop is not None:
        return Apart(number, np.nan, np.nan, f"the fine mesh {fine.status}")
    return apart(number, ours, fine)


def twice(ours: Result) -> Mesh:
    """Return the mesh with twice what a run stands on, and a tenth of its tolerance."""
    mesh = ours.inputs.mesh
    return replace(
        mesh,
        electrode=2 * mesh.electrode,
        separator=2 * mesh.separator,
        radial=2 * len(ours.numbers.eigen),
        tolerance=0.1 * mesh.tolerance,
    )


def _dense(ours: Result) -> p.Protocol:
    """Return the protocol of a run with rows so dense that none need be guessed in between."""
    steps = []
    for place, (_, step) in enumerate(ours.inputs.protocol.steps(), start=1):
        t = ours.time[ours.step == place]
        period = max(np.ptp(t) / 300.0, 1e-3) if len(t) > 1 else None
        steps.append(replace(step, period=period))
    return p.Protocol(tuple(steps))


def apart(number: int, ours: Result, other: Result) -> Apart:
    """Return how far two runs lie apart, step by step."""
    passed = np.abs(np.diff(ours.rows[:, 3])).sum()
    scale, volts, share = ours.capacity or max(36000.0, passed), 0.0, 0.0
    for place in np.unique(ours.step):
        a, b = ours.rows[ours.step == place], other.rows[other.step == place]
        if len(a) < 2 or len(b) < 4:
            continue
        share = max(share, abs(a[-1, 3] - b[-1, 3]) / scale)
        t_a, t_b = a[:, 0] - a[0, 0], b[:, 0] - b[0, 0]
        keep = np.concatenate([[True], np.diff(t_b) > 0.0])
        here = (t_a >= 0.02 * t_a[-1]) & (t_a <= 0.98 * min(t_a[-1], t_b[-1]))
        if here.any():
            curve = PchipInterpolator(t_b[keep], b[keep, 1])
            span = np.minimum(SHARE * scale / np.maximum(np.abs(a[here, 2]), 1e-9), 0.01 * t_a[-1])
            at = t_a[here, None] + span[:, None] * SHIFTS
            V = curve(np.clip(at, 0.0, t_b[-1]))
            gap = np.maximum(V.min(axis=1) - a[here, 1], a[here, 1] - V.max(axis=1))
            volts = max(volts, float(gap.max()))
    return Apart(number, volts, float(share))


def _each(work: Callable[..., Any], seed: int, which: Iterable[int], workers: int) -> list[Any]:
    """Do work for many draws; what comes out does not depend on the number of workers."""
    which = list(which)
    if workers < 2 or len(which) < 2:
        return [work(seed, number) for number in which]
    how = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=how) as pool:
        return list(pool.map(work, [seed] * len(which), which, chunksize=4))


def _shown(values: Iterable[float], by: float) -> str:
    """Return a distribution in one line."""
    v = by * np.array(list(values))
    at = (50, 90, 99)
    parts = [f"{q} % {x:.3g}" for q, x in zip(at, np.percentile(v, at), strict=True)]
    return ", ".join([*parts, f"largest {v.max():.3g}"])


def reasons(ends: list[End]) -> None:
    """Print how draws ended, and the reasons of those that did not end well."""
    print("      " + ", ".join(f"{n} {how}" for how, n in Counter(e.how for e in ends).items()))
    for how in ("refused", "stopped"):
        texts = Counter(_kind(e.why) for e in ends if e.how == how)
        for text, n in texts.most_common():
            print(f"      {n:5} {how}: {text}")


def _kind(why: str) -> str:
    """Return a reason without its numbers."""
    text = why.rpartition("cm2: ")[2] if why.startswith("stopped") else why
    text = text.partition(", but it is")[0]
    return " ".join("#" if any(c.isdigit() for c in word) else word for word in text.split())[:110]


def replay(seed: int, ends: Iterable[End]) -> None:
    """Print draws with everything that was drawn."""
    for end in ends:
        print(f"  {end.number:5} {end.how} ({end.seconds:.2f} s, {end.rows} rows): {end.why}")
        print(f"      {draw(seed, end.number)}")


def refine(told: Told, seed: int, which: list[int], workers: int) -> None:
    """Solve draws again on the fine mesh and print how far the default one is from it."""
    begun = time.perf_counter()
    found: list[Apart] = _each(again, seed, which, workers)
    good = [f for f in found if not f.why]
    for f in found:
        if f.why:
            print(f"  {f.number:5} no comparison: {f.why}")
    spent = time.perf_counter() - begun
    print(f"      {len(good)} again on twice the mesh, a tenth of the tolerance, in {spent:.0f} s")
    told("done again on the fine mesh", f"{len(good)}", f"{len(which)}", len(good) == len(which))
    _distribution(told, good, "twice the mesh")


def _distribution(told: Told, found: list[Apart], what: str) -> None:
    """Print the differences and those beyond ten times what was asked for."""
    if not found:
        return
    print(f"      voltage [mV]: {_shown([f.volts for f in found], 1e3)}")
    print(f"      charge [%]:   {_shown([f.share for f in found], 1e2)}")
    fine = sum(f.volts <= VOLTS and f.share <= SHARE for f in found)
    print(f"      {fine} of {len(found)} within 1 mV and 0.1 %")
    beyond = [f for f in found if not (f.volts <= 10.0 * VOLTS and f.share <= 10.0 * SHARE)]
    for f in sorted(beyond, key=lambda f: -f.volts):
        print(f"  {f.number:5} {1e3 * f.volts:.2f} mV, {1e2 * f.share:.3f} %")
    told(f"{what}: beyond 10 mV or 1 %", str(len(beyond)), "0", not beyond)


def main(
    told: Told,
    draws: int = 10_000,
    seed: int = 1,
    again: int = 500,
    peer: int = 50,
    workers: int = 2,
    only: list[int] | None = None,
) -> list[End]:
    """Do the draws, print what came out beside the targets, and return it.

    Parameters
    ----------
    told : function
        Prints a figure beside its target, as in `house.py`.
    draws, seed : int
        How many, and which: another seed gives other draws.
    again, peer : int
        How many of those that are done are solved on the fine mesh, and by PyBaMM.
    workers : int
        Processes.
    only : list of int
        Do these alone and print them whole.
    """
    solve(cell.load("comsol-graphite-lco"), "Rest for 1 s")  # compiled once, before the processes
    begun = time.perf_counter()
    ends: list[End] = _each(once, seed, only or range(draws), workers)
    bad = [e for e in ends if e.how not in EXPLAINED]
    slow = [e for e in ends if e.seconds > SLOW and e.how != "crash"]
    print(f"      seed {seed}: {len(ends)} draws in {time.perf_counter() - begun:.0f} s")
    reasons(ends)
    replay(seed, ends if only else [*bad, *slow])
    for how, name in (
        ("crash", "crashes"),
        ("nan", "runs with numbers that are not finite"),
        ("law", "runs with a law broken"),
        ("silent", "runs that end and do not say why"),
    ):
        n = sum(e.how == how for e in ends)
        told(name, f"{n} of {len(ends)}", "0", n == 0)
    times = [e.seconds for e in ends if e.rows]
    if times:
        print(f"      time of a run [ms]: {_shown(times, 1e3)}")
    told(f"runs longer than {SLOW:.0f} s", str(len(slow)), "0", not slow)
    done = [e.number for e in ends if e.how == "done"]
    if again:
        refine(told, seed, done[:again], workers)
    if peer:
        against_peer(told, seed, done, peer)
    return ends


def against_peer(told: Told, seed: int, done: list[int], count: int) -> None:
    """Compare with PyBaMM where its environment is there."""
    if not BENCH.exists():
        print("      PyBaMM: not run, there is no .venv-bench (make bench makes it)")
        return
    script = ROOT / "show" / "random_peer.py"
    words = [str(BENCH), str(script), str(seed), str(count), *(str(n) for n in done)]
    ran = subprocess.run(words, capture_output=True, text=True)
    if ran.returncode != 0:
        told("PyBaMM", ran.stderr.strip().splitlines()[-1], "runs", False)
        return
    found = json.loads(ran.stdout.strip().splitlines()[-1])
    for line in [*found["not"], *found["open"]]:
        print(f"      {line}")
    print(f"      {len(found['open'])} where PyBaMM's own two meshes lie as far apart: not counted")
    compared = [Apart(**f) for f in found["compared"]]
    told("compared with PyBaMM", str(len(compared)), str(count), len(compared) == count)
    _distribution(told, compared, "PyBaMM")


if __name__ == "__main__":
    from house import failures, told

    parser = argparse.ArgumentParser(description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--draws", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--again", type=int, default=500)
    parser.add_argument("--peer", type=int, default=50)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", type=int, nargs="*")
    asked = parser.parse_args()
    main(told, **vars(asked))
    raise SystemExit(bool(failures))
