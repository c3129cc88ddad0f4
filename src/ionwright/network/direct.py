"""The whole program at once on HiGHS, with both bounds."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import highspy
import numpy as np

from ionwright.network.case import Case
from ionwright.network.change import change, check, places
from ionwright.network.effort import EFFORT, Effort
from ionwright.network.futures import Scenarios
from ionwright.network.location.run import Found, Solve
from ionwright.network.location.shape import location_of
from ionwright.network.matrix import Size, current, highs, matrix, size_of
from ionwright.network.numbers import lower
from ionwright.network.plan import Plan, factor, plan_of
from ionwright.network.program import Program
from ionwright.network.stop import BY_HAND

ENDINGS = {
    highspy.HighsModelStatus.kOptimal: "done",
    highspy.HighsModelStatus.kTimeLimit: "stopped: the time is over; the best plan and bound stand",
    highspy.HighsModelStatus.kInterrupt: BY_HAND,
    highspy.HighsModelStatus.kInfeasible: "infeasible",
    highspy.HighsModelStatus.kUnboundedOrInfeasible: "infeasible",
    highspy.HighsModelStatus.kUnbounded: "unbounded: something gains money without end",
}


LARGE = 20_000
"""Entries of a program from which a location problem is not left to HiGHS alone."""
HERE_AND_NOW = ("build", "build_part", "hired", "granted")
"""Variables decided before the future is known; what else is now follows from them."""


@dataclass
class Loaded:
    """A program in HiGHS, ready to be solved again with other prices, demand or bounds.

    The labelled model of `program` keeps the figures with which it was built; `program.numbers`
    and HiGHS follow every change.
    """

    program: Program
    highs: highspy.Highs = field(init=False)
    size: Size = field(init=False)
    whole: np.ndarray = field(init=False)
    low: np.ndarray = field(init=False)
    high: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        """Hand the program over."""
        m = matrix(self.program)
        self.size = size_of(m)
        self.whole, self.low, self.high = m.whole, m.low, m.high
        self.highs = highs(m)

    def change(self, case: Case | None = None, scenarios: Scenarios | None = None) -> None:
        """Take another case or other futures of the same shape, without building anew.

        Parameters
        ----------
        case : Case or None
            The same but for prices, demand and bounds (`change.MAY_CHANGE`); None: as it is.
        scenarios : Scenarios or None
            Futures of the same names; None: as they are.

        Raises
        ------
        InputError
            If more than that differs.
        """
        old = self.program.numbers
        case, scenarios = case or old.case, scenarios or old.scenarios
        check(old, case, tuple(f.name for f in scenarios.futures))
        change(self.highs, self.program, lower(case, scenarios, old.scales))

    @contextmanager
    def fixed(self, plan: Plan) -> Iterator[None]:
        """Hold what is decided now (options, training) as a plan of the same case has it.

        Parameters
        ----------
        plan : Plan
            With values.
        """
        place = places(self.program.model.variables.label_index.vlabels)
        held: list[tuple[np.ndarray, np.ndarray]] = []
        for name in HERE_AND_NOW:
            if name in self.program:
                variable = self.program[name]
                given = plan.values[name] / factor(self.program.numbers, name)
                given = given.sel({d: variable.indexes[d] for d in variable.dims})
                given = given.transpose(*variable.dims)
                whole = bool(self.whole[place[variable.labels.values.ravel()]].all())
                value = given.values.round() if whole else given.values.clip(min=0.0)
                held.append((place[variable.labels.values.ravel()], value.ravel().copy()))
        for at, x in held:
            self.highs.changeColsBounds(len(at), at, x, x)
        try:
            yield
        finally:
            for at, _ in held:
                self.highs.changeColsBounds(len(at), at, self.low[at], self.high[at])

    def solve(self, effort: Effort = EFFORT) -> Plan:
        """Solve and return the plan, whatever its status."""
        begun = time.perf_counter()
        found = self._as_location(effort) or self._whole(effort)
        status = ENDINGS.get(found.status)
        done = status or f"stopped: {self.highs.modelStatusToString(found.status)}"
        bounds, seconds = (found.value, found.bound), time.perf_counter() - begun
        return plan_of(self.program, found.x, bounds, done, (self.size, seconds))

    def _as_location(self, effort: Effort) -> Found | None:
        """Return what comes of a large location problem; None where it is none."""
        at = location_of(self.program) if self.size.entries >= LARGE else None
        if at is None or self.highs.getNumRow() != self.size.rows:  # with more rows it is none
            return None
        m = current(self.highs)
        free = (m.low[at.build] == 0.0) & (m.high[at.build] == 1.0)
        return Solve(m, at, effort).run() if free.all() else None

    def _whole(self, effort: Effort) -> Found:
        """Return what comes of the whole program on HiGHS."""
        h = self.highs
        for name, value in (
            ("mip_rel_gap", effort.gap),
            ("time_limit", h.getRunTime() + effort.seconds),
            ("threads", effort.threads),
            ("random_seed", effort.seed),
        ):
            h.setOptionValue(name, value)
        h.run()
        info, status = h.getInfo(), h.getModelStatus()
        has = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        value = info.objective_function_value if has else np.inf
        done = status == highspy.HighsModelStatus.kOptimal
        bound = info.mip_dual_bound if self.size.whole else (value if done else -np.inf)
        x = np.asarray(h.getSolution().col_value) if has else None
        return Found(x, value, bound, status)
