"""Our side of the races, in one place: what is called, and which time is whose."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from pybamm_cell import LARGEST, RMS, Many, Reference, Run
from pybamm_sweep import Row

from ionwright import cell
from ionwright.cell.mesh import Mesh

ELECTRODE = (4, 5, 6, 8, 10, 12, 14, 16, 20)
RADIAL = (4, 6, 8, 10, 12, 14)
GRADINGS = (0.0, 1.0, 2.0)
TOLERANCES = (3e-3, 1e-3, 5e-4, 3e-4, 2e-4, 1e-4, 3e-5)
FINE = Mesh(electrode=120, separator=60, radial=24, tolerance=1e-7)


@dataclass(frozen=True)
class Setting:
    """What a user of ours chooses."""

    mesh: Mesh

    def __str__(self) -> str:
        """Return one line of a table."""
        m = self.mesh
        return f"x {m.electrode:2} r {m.radial:2} grading {m.grading:g} tolerance {m.tolerance:.0e}"


def solve(design: cell.Design, protocol: Any, mesh: Mesh, soc: float = 1.0) -> Run:
    """Solve once; the solver's time is that of the call where a result does not say it."""
    begun = time.perf_counter()
    result = cell.solve(design, protocol, soc=soc, mesh=mesh)
    t, V = result.time, result.voltage
    spent = time.perf_counter() - begun
    return Run(t, V, result.seconds, spent)


def solve_many(designs: Sequence[cell.Design], protocol: Any, mesh: Mesh) -> Many:
    """Solve a batch: on both cores where there is a call for it, else one after the other."""
    begun = time.perf_counter()
    together = cell.solve_many(designs, protocol, mesh=mesh)
    curves = [together.curve(i) for i in range(len(together))]
    runs: list[Any] = [(c[:, 0], c[:, 1]) if len(c) else None for c in curves]
    return Many(runs, together.seconds, time.perf_counter() - begun)


def converged(design: cell.Design, protocol: str, duration: float) -> Reference:
    """Return a converged voltage of ours; `duration` [s] sets how densely it is stored."""
    run = solve(design, f"{protocol} ({max(duration / 1000.0, 1e-3):.3f} second period)", FINE)
    return Reference(run.time, run.voltage)


def settings(electrode: Iterable[int] = ELECTRODE, radial: Iterable[int] = RADIAL) -> list[Setting]:
    """Return the settings of a sweep."""
    return [
        Setting(
            Mesh(
                electrode=x,
                separator=max(x // 2, 2),
                radial=r,
                tolerance=tolerance,
                grading=grading,
            )
        )
        for x, r, grading, tolerance in product(electrode, radial, GRADINGS, TOLERANCES)
    ]


def measure(
    design: cell.Design, protocol: Any, to: Reference, setting: Setting, repeats: int
) -> Row:
    """Return errors and median times of a setting; one that is not good enough is solved once."""
    seen = solve(design, protocol, setting.mesh)
    if len(seen.time) < 2:
        nothing = float("inf")
        return Row(setting, nothing, nothing, nothing, nothing, "no start")
    rms, largest = to.errors(seen.time, seen.voltage)
    good = rms <= RMS and largest <= LARGEST
    runs = [solve(design, protocol, setting.mesh) for _ in range(repeats)] if good else [seen]
    solver, call = (float(np.median([getattr(r, n) for r in runs])) for n in ("solver", "call"))
    return Row(setting, rms, largest, solver, call)
