"""The kernel's time against its arithmetic floor, and how it grows with mesh, steps and cells."""

import math
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import ours
from numba import njit

from ionwright import cell
from ionwright.cell._kernels import arrays as A
from ionwright.cell.mesh import Mesh

STAGES = 5
"""Implicit stages of a step."""
SWEEPS = 2
"""Newton sweeps of a stage: one that moves and one that finds nothing left to move."""
PER_NODE = {"add": 70.0, "divide": 6.0, "sqrt": 2.0, "asinh": 1.0}
"""Least work of one sweep at a node of one population: two quintic tables and their slopes (40),
kinetics and its derivative (15), one row of the tridiagonal system (15)."""
PER_FACE_OF_SALT = {"add": 40.0, "divide": 6.0, "sqrt": 1.0, "log": 1.0}
"""What a salt adds to a sweep, per volume: its flux and the 2 x 2 blocks instead of numbers."""
PER_MODE = {"add": 10.0, "divide": 0.0}
"""Least work of one stage per node and radial mode: history over the stages, surface, new rate."""
COUNT = 2_000_000


@njit(cache=False)
def _add(n: int) -> float:
    """Multiply and add in eight chains, so that none waits for another; 16 operations a turn."""
    a, b, c, d, e, f, g, h = 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8
    for _ in range(n):
        a, b, c, d = a * 0.99 + 0.1, b * 0.99 + 0.1, c * 0.99 + 0.1, d * 0.99 + 0.1
        e, f, g, h = e * 0.99 + 0.1, f * 0.99 + 0.1, g * 0.99 + 0.1, h * 0.99 + 0.1
    return a + b + c + d + e + f + g + h


@njit(cache=False)
def _divide(n: int) -> float:
    a, b, c, d = 1.1, 1.2, 1.3, 1.4
    for _ in range(n):
        a, b, c, d = 1.0 / (a + 1.0), 1.0 / (b + 1.0), 1.0 / (c + 1.0), 1.0 / (d + 1.0)
    return a + b + c + d


@njit(cache=False)
def _sqrt(n: int) -> float:
    a, b, c, d = 1.1, 1.2, 1.3, 1.4
    for _ in range(n):
        a, b = math.sqrt(a + 1.0), math.sqrt(b + 1.0)
        c, d = math.sqrt(c + 1.0), math.sqrt(d + 1.0)
    return a + b + c + d


@njit(cache=False)
def _asinh(n: int) -> float:
    a, b, c, d = 1.1, 1.2, 1.3, 1.4
    for _ in range(n):
        a, b = math.asinh(a + 1.0), math.asinh(b + 1.0)
        c, d = math.asinh(c + 1.0), math.asinh(d + 1.0)
    return a + b + c + d


@njit(cache=False)
def _log(n: int) -> float:
    a, b, c, d = 1.1, 1.2, 1.3, 1.4
    for _ in range(n):
        a, b, c, d = math.log(a + 2.0), math.log(b + 2.0), math.log(c + 2.0), math.log(d + 2.0)
    return a + b + c + d


RATES = {
    "add": (_add, 16),
    "divide": (_divide, 4),
    "sqrt": (_sqrt, 4),
    "asinh": (_asinh, 4),
    "log": (_log, 4),
}
"""Loops of independent operations, and how many a turn holds."""


def costs() -> dict[str, float]:
    """Return the time of one operation of each kind on this machine [s]."""
    found = {}
    for name, (loop, held) in RATES.items():
        loop(10)
        turns = COUNT // held
        found[name] = _median(lambda loop=loop, turns=turns: loop(turns), 5) / (turns * held)
    return found


def _median(work: Callable[[], Any], repeats: int) -> float:
    spent = []
    for _ in range(repeats):
        begun = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begun)
    return statistics.median(spent)


def floor(numbers: Any, steps: int, cost: dict[str, float]) -> float:
    """Return the least time that the arithmetic of a run can take, one number at a time [s]."""
    n_n, n_s, n_p, binary = (int(numbers.k[at]) for at in (A.N_N, A.N_S, A.N_P, A.SALT))
    first, every = int(numbers.k[A.P_N]), int(numbers.k[A.P_ALL])
    nodes = n_n * first + n_p * (every - first)
    work = dict.fromkeys(RATES, 0.0)
    for table, times in (
        (PER_NODE, SWEEPS * nodes),
        (PER_FACE_OF_SALT, SWEEPS * binary * (n_n + n_s + n_p)),
        (PER_MODE, nodes * len(numbers.eigen)),
    ):
        for name, count in table.items():
            work[name] += STAGES * steps * times * count
    return sum(cost[name] * count for name, count in work.items())


def run(name: str, protocol: str) -> None:
    """Print the floor and the growth for a design and a protocol."""
    design, cost = cell.load(name), costs()
    print(f"\nthe kernel, {name}, {protocol}")
    told = ", ".join(f"{kind} {1e9 * seconds:.2f}" for kind, seconds in cost.items())
    print(f"  this machine, independent operations [ns]: {told}")
    mesh = Mesh()
    result = cell.solve(design, protocol, mesh=mesh)
    steps, seconds = len(result.time) - 1, _solver(design, protocol, mesh)
    least = floor(result.numbers, steps, cost)
    print(f"  {steps} steps stored: {1e3 * seconds:.3f} ms, {1e6 * seconds / steps:.1f} us a step")
    print(f"  floor {1e3 * least:.3f} ms ({STAGES} stages of {SWEEPS} sweeps); times the floor:")
    print(f"  {seconds / least:.1f} (refused steps and further sweeps count as loss)")
    _mesh(design, protocol)
    _steps(design, protocol)
    _cells(design, protocol)


def _solver(design: cell.Design, protocol: str, mesh: Mesh) -> float:
    ours.solve(design, protocol, mesh)
    return statistics.median(ours.solve(design, protocol, mesh).solver for _ in range(7))


def _grown(what: str, sizes: list[float], seconds: list[float]) -> None:
    """Print times and the exponent that fits them."""
    power = np.polyfit(np.log(sizes), np.log(seconds), 1)[0]
    told = ", ".join(f"{s:g}: {1e3 * t:.3f}" for s, t in zip(sizes, seconds, strict=True))
    print(f"  growth with {what}: exponent {power:.2f} (ms: {told})")


def _mesh(design: cell.Design, protocol: str) -> None:
    """Print how the time of a step grows with volumes, then with radial functions."""
    for what, sizes in (("electrode", (10, 20, 40, 80, 160)), ("radial", (4, 8, 16, 32))):
        seconds = []
        for size in sizes:
            mesh = Mesh(**{what: size})
            steps = len(ours.solve(design, protocol, mesh).time) - 1
            seconds.append(_solver(design, protocol, mesh) / steps)
        _grown(f"the mesh ({what}), a step", [float(s) for s in sizes], seconds)


def _steps(design: cell.Design, protocol: str) -> None:
    """Print how the time grows with the number of steps."""
    steps, seconds = [], []
    for period in (60, 30, 15, 7.5):
        text = f"{protocol} ({period} second period)"
        steps.append(float(len(ours.solve(design, text, Mesh()).time) - 1))
        seconds.append(_solver(design, text, Mesh()))
    _grown("steps", steps, seconds)


def _cells(design: cell.Design, protocol: str) -> None:
    """Print how the time of a batch grows with its cells."""
    counts = [1, 4, 16, 64]
    thickness = [leaf.value for leaf in design.leaves if leaf.path == "cell.separator.thickness"]
    batch = [
        cell.change(design, {"cell.separator.thickness": factor * thickness[0]})
        for factor in np.linspace(0.8, 1.2, counts[-1])
    ]
    mesh = Mesh()
    ours.solve_many(batch[:2], protocol, mesh)
    seconds = [_median(lambda n=n: ours.solve_many(batch[:n], protocol, mesh), 3) for n in counts]
    _grown("cells, a batch", [float(n) for n in counts], seconds)
