"""PyBaMM swept over mesh and tolerance, and its fastest settings that are good enough."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
import pybamm
from pybamm_cell import LARGEST, RMS, Mode, Problem, Reference, Setting, built_for, solve, solver_of

ELECTRODE = (5, 6, 8, 10, 12, 14, 17, 20)
RADIAL = (6, 8, 10, 15, 20, 30, 40, 60)
GRADING = (0.0, 2.0, 3.0, 4.0)
TOLERANCES = (1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2)
ABSOLUTE = (0.1, 0.01)
"""Absolute over relative tolerance."""
COARSE = {"electrode": ELECTRODE[::3], "radial": RADIAL[::3], "grading": GRADING[::2]}
"""A sweep of a few seconds, to see that all works."""
HOPELESS = 2.0
"""Error of a mesh, over what is allowed, beyond which its looser tolerances are not tried."""


@dataclass(frozen=True)
class Row:
    """A line of a sweep: a setting, its errors [mV], its times [s], why it failed."""

    setting: Any
    rms: float
    largest: float
    solver: float
    call: float
    failed: str = ""

    @property
    def passes(self) -> bool:
        """Whether it is good enough."""
        return self.rms <= RMS and self.largest <= LARGEST


def settings(
    problem: Problem,
    electrode: Iterable[int] = ELECTRODE,
    radial: Iterable[int] = RADIAL,
    grading: Iterable[float] = GRADING,
) -> list[Setting]:
    """Return the settings of a sweep; those of one mesh stand together."""
    return [
        Setting(problem.mesh(x, r, g), rtol, share * rtol)
        for x, r, g in product(electrode, radial, grading)
        for rtol, share in product(TOLERANCES, ABSOLUTE)
    ]


def measure(problem: Problem, to: Reference, setting: Setting, built: Any, repeats: int) -> Row:
    """Return errors and median times of a setting.

    One that is not good enough is solved once; its call, which set the solver up, has no time.
    """
    made = built, solver_of(setting)
    try:
        seen = solve(problem, setting, made, to.every)
        rms, largest = to.errors(seen.time, seen.voltage)
        good = rms <= RMS and largest <= LARGEST
        if not good:
            return Row(setting, rms, largest, seen.solver, float("nan"))
        runs = [solve(problem, setting, made, to.even) for _ in range(repeats)]
    except pybamm.SolverError as error:
        nothing = float("inf")
        return Row(setting, nothing, nothing, nothing, nothing, str(error).splitlines()[0])
    solver, call = (float(np.median([getattr(r, n) for r in runs])) for n in ("solver", "call"))
    return Row(setting, rms, largest, solver, call)


def sweep(problem: Problem, to: Reference, among: Sequence[Setting], repeats: int = 5) -> list[Row]:
    """Return errors and times of settings, in their order; a mesh is discretised once.

    A mesh whose first solve, at the tightest tolerance, errs by more than `HOPELESS` times what is
    allowed is left: a looser tolerance could pass by luck alone.
    """
    rows: list[Row] = []
    built, last, hopeless = None, None, False
    for setting in among:
        new = (setting.mesh, setting.model) != last
        if new:
            built, last = built_for(problem, setting), (setting.mesh, setting.model)
        elif hopeless:
            continue
        row = measure(problem, to, setting, built, repeats)
        rows.append(row)
        if new:
            beyond = max(row.rms / RMS, row.largest / LARGEST)
            hopeless = not row.failed and beyond > HOPELESS
    return rows


def fastest(rows: Iterable[Row], by: str, count: int = 1) -> list[Row]:
    """Return the fastest rows that are good enough, by "solver" or "call"."""
    return sorted((r for r in rows if r.passes), key=lambda r: getattr(r, by))[:count]


def finalists(
    problem: Problem, to: Reference, rows: list[Row], count: int = 4, repeats: int = 31
) -> list[Row]:
    """Return the fastest settings of a sweep in every model, mode and with compilation."""
    chosen = dict.fromkeys(r.setting for by in ("solver", "call") for r in fastest(rows, by, count))
    variants = [
        replace(setting, model=model, mode=mode, compiled=compiled)
        for setting in chosen
        for model in problem.models
        for mode, compiled in product(Mode, (False, True))
    ]
    return sweep(problem, to, variants, repeats)
