"""A thousand full cycles without side reactions: what should be kept is kept, cycle by cycle.

`python show/long_run.py` or `main(told, cycles)`. All rows of a run are held in memory, 1.7 kB
each on the default mesh; what is judged is the last row of every step.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
from numpy.typing import NDArray

from ionwright import cell, ion
from ionwright.cell import run_laws
from ionwright.cell._kernels import arrays as A
from ionwright.cell.driver import solve
from ionwright.cell.losses import losses
from ionwright.cell.result import Result

Told = Callable[[str, str, str, bool], None]
Array = NDArray[np.float64]
NAME = "sulfide-nmc811-lithium"
STEPS = 4
SAMPLED = 5000
"""Rows at which the balance of energy is struck, evenly spread over the run."""


def protocol(design: cell.Design, cycles: int) -> str:
    """Return full cycles between the limits of a design."""
    low, high = design.cell.operation.lower_voltage, design.cell.operation.upper_voltage
    once = (
        f"Discharge at C/2 until {low} V; Rest for 10 min; Charge at C/2 until {high} V;"
        f" Hold at {high} V until C/20"
    )
    return f"{cycles} times: [{once}]"


def ends(result: Result) -> Result:
    """Return the run with its first row and the last row of every step alone."""
    last = np.append(np.flatnonzero(np.diff(result.step)), len(result.rows) - 1)
    kept = np.append(0, last)
    part = {name: getattr(result, name)[kept] for name in ("rows", "states", "step")}
    return replace(result, **part)


def kept(result: Result) -> dict[str, Array]:
    """Return what is lost of lithium and charge at every row, over the lithium of the cell [1].

    "charge" compares the lithium of each electrode with the charge that passed.
    """
    m, at = result.numbers, int(result.numbers.k[A.O_L])
    held = run_laws.lithium(result)
    passed = (result.states[:, at + A.PASSED] - result.states[0, at + A.PASSED]) / ion.FARADAY
    change, scale = held - held[0], held.max(axis=0)
    exchanged = np.abs(change + np.outer(passed, [1.0, -1.0])) / scale
    assert not m.k[A.CHARGED]
    return {
        "lithium of the cell": np.abs(change.sum(axis=1)) / held[0].sum(),
        "charge of the negative": exchanged[:, 0],
        "charge of the positive": exchanged[:, 1],
    }


def energy(result: Result, rows: int = SAMPLED) -> float:
    """Return the largest difference of losses and open circuit less voltage, of some rows [V]."""
    worst = 0.0
    for row in np.unique(np.linspace(0, len(result.rows) - 1, rows).astype(int)):
        i, V = result.rows[row, 2], result.rows[row, 1]
        stage = result.stage_of(int(row))
        power, _, lost = losses(stage.numbers, result.at(int(row)), stage.memory.slow_by_name)
        worst = max(worst, abs(power - sum(lost.values()) - i * V) / max(abs(i), 1.0))
    return worst


def main(told: Told, cycles: int = 1000) -> Result:
    """Run the cycles, print what is left of every balance, and return the run."""
    design = cell.load(NAME)
    solve(design, "Rest for 1 s")  # compiled before the clock starts
    begun = time.perf_counter()
    result = solve(design, protocol(design, cycles))
    spent = time.perf_counter() - begun
    print(
        f"      {cycles} cycles, {len(result.rows)} rows, {len(result.rows) / cycles:.0f} a cycle,"
        f" {spent:.1f} s of which {result.seconds:.1f} s in the solver; rows"
        f" {result.states.nbytes / 1e6:.0f} MB, process"
        f" {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )
    told(f"{cycles} cycles", result.status, "done", result.stop is None)
    few = ends(result)
    complete = (len(few.rows) - 1) // STEPS
    print(f"      largest up to cycle: {', '.join(str(n) for n in _shown(complete))}")
    for name, off in kept(few).items():
        at = ", ".join(f"{off[: 1 + STEPS * n].max():.1e}" for n in _shown(complete))
        print(f"      {name}: {at}")
        told(f"{name}, largest of all cycles", f"{off.max():.1e}", "1e-9", bool(off.max() <= 1e-9))
    _drift(told, few, complete)
    begun = time.perf_counter()
    worst = energy(result)
    spent, rows = time.perf_counter() - begun, min(SAMPLED, len(result.rows))
    print(f"      energy at {rows} rows: {spent:.0f} s")
    told("losses less (U - V)", f"{1e6 * worst:.4f} uV", "1 uV", worst <= 1e-6)
    broken = [law.name for law in few.check() if not law.holds]
    told("laws of check()", ", ".join(broken) or "all hold", "all hold", not broken)
    return result


def _shown(cycles: int) -> list[int]:
    return [n for n in (1, 10, 100, 1000, 10_000) if n < cycles] + [cycles]


def _drift(told: Told, few: Result, cycles: int) -> None:
    """Print how the capacity differs from cycle to cycle; nothing ages here."""
    charge = few.rows[: 1 + STEPS * cycles, 3]
    given = charge[1::STEPS] - charge[0:-1:STEPS]
    later = given[1:]
    if len(later) < 2:
        return
    first, second, last = (f"{v / 36000.0:.6f}" for v in (given[0], later[0], later[-1]))
    print(f"      discharged [mAh/cm2]: cycle 1 {first}, cycle 2 {second}, cycle {cycles} {last}")
    drift = float(np.ptp(later) / later.mean())
    told("discharged, spread over cycles 2 and on", f"{drift:.1e}", "1e-6", drift <= 1e-6)


if __name__ == "__main__":
    from house import failures, told

    main(told, *(int(a) for a in sys.argv[1:2]))
    raise SystemExit(bool(failures))
