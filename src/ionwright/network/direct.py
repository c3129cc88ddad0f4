"""The whole program at once on HiGHS, with both bounds."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import highspy
import numpy as np

from ionwright.network.matrix import Size, highs, matrix, size_of
from ionwright.network.plan import Plan, plan_of
from ionwright.network.program import Program

ENDINGS = {
    highspy.HighsModelStatus.kOptimal: "done",
    highspy.HighsModelStatus.kTimeLimit: "stopped: the time is over; the best plan and bound stand",
    highspy.HighsModelStatus.kInterrupt: "stopped by hand; the best plan and bound stand",
    highspy.HighsModelStatus.kInfeasible: "infeasible",
    highspy.HighsModelStatus.kUnboundedOrInfeasible: "infeasible",
    highspy.HighsModelStatus.kUnbounded: "unbounded: something gains money without end",
}


@dataclass(frozen=True, slots=True)
class Effort:
    """How far to go.

    Parameters
    ----------
    gap : float
        Relative distance between plan and bound at which it is done [1].
    seconds : float
        Longest time [s].
    threads : int
    seed : int
        Of the solver.
    """

    gap: float = 1e-6
    seconds: float = 3600.0
    threads: int = 1
    seed: int = 0


EFFORT = Effort()


@dataclass
class Loaded:
    """A program in HiGHS, ready to be solved again with other prices, demand or bounds."""

    program: Program
    highs: highspy.Highs = field(init=False)
    size: Size = field(init=False)

    def __post_init__(self) -> None:
        """Hand the program over."""
        m = matrix(self.program)
        self.size = size_of(m)
        self.highs = highs(m)

    def solve(self, effort: Effort = EFFORT) -> Plan:
        """Solve and return the plan, whatever its status."""
        h, begun = self.highs, time.perf_counter()
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
        whole = self.size.whole > 0
        done = ENDINGS.get(status, f"stopped: {h.modelStatusToString(status)}")
        bound = info.mip_dual_bound if whole else (value if done == "done" else -np.inf)
        return plan_of(
            self.program,
            np.asarray(h.getSolution().col_value) if has else None,
            (value, bound),
            done,
            (self.size, time.perf_counter() - begun),
        )
