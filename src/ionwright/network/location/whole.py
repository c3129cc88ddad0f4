"""What is left of a location problem, as a whole program on HiGHS."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import highspy
import numpy as np

from ionwright.network.effort import Effort
from ionwright.network.location.left import Divisible, Left, divisible, left
from ionwright.network.location.prices import ROUNDING
from ionwright.network.location.shape import Location
from ionwright.network.matrix import Matrix, Vector, highs

Ended = highspy.HighsModelStatus
LEAST = 0.05
"""Time that HiGHS gets, however late it is [s]."""


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a solve.

    Parameters
    ----------
    x : array, shape (columns,), or None
        The plan.
    value, bound : float
        Its cost, and what no plan can beat [solver's money].
    status : HighsModelStatus
    """

    x: Vector | None
    value: float
    bound: float
    status: Ended


@dataclass(frozen=True, slots=True)
class Whole:
    """A location problem of which some sites are closed or held open.

    Parameters
    ----------
    m : Matrix
        The whole program.
    at : Location
    effort : Effort
    """

    m: Matrix
    at: Location
    effort: Effort

    def solve(
        self, sites: np.ndarray, held: np.ndarray, upper: float, until: float, start: Vector | None
    ) -> Found:
        """Solve for the plans that cost no more than a limit.

        Parameters
        ----------
        sites, held : int array
            Sites that may be open, and those of them that must.
        upper : float
            The limit; the bound is no more than it [solver's money].
        until : float
            When to stop [s of `time.perf_counter`].
        start : array, shape (columns,), or None
            A plan to start from.
        """
        of = left(self.m, self.at, sites, held)
        rows = divisible(of, until)
        if rows.value >= upper:
            return Found(None, np.inf, upper, Ended.kInfeasible)
        h = highs(narrowed(of, rows, self.at, upper))
        for name, value in (
            ("mip_rel_gap", self.effort.gap),
            ("time_limit", max(until - time.perf_counter(), LEAST)),
            ("threads", self.effort.threads),
            ("random_seed", self.effort.seed),
        ):
            h.setOptionValue(name, value)
        if start is not None:
            given = highspy.HighsSolution()
            given.col_value = start[of.columns].tolist()
            h.setSolution(given)
        h.run()
        info, status = h.getInfo(), h.getModelStatus()
        if status == Ended.kInfeasible:
            return Found(None, np.inf, upper, status)
        bound = min(upper, max(rows.value, info.mip_dual_bound))
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return Found(None, np.inf, bound, status)
        x = np.zeros(len(self.m.cost))
        x[of.columns] = np.asarray(h.getSolution().col_value)
        return Found(x, info.objective_function_value, bound, status)


def narrowed(of: Left, rows: Divisible, at: Location, upper: float) -> Matrix:
    """Return what is left with the linking rows that were broken, closed further by its duals.

    A whole decision that raises the divisible cost beyond the limit is not taken, one whose
    absence does is. One source a customer: so for each of its lanes.
    """
    m = of.with_rows(rows.rows)
    room = upper - rows.value + ROUNDING * abs(upper)
    if not np.isfinite(room):
        return m
    low, high = m.low.copy(), m.high.copy()
    build = np.searchsorted(of.columns, at.build)
    y, dual = rows.x[build], rows.dual[build]
    high[build[(y < 0.5) & (dual > room)]] = 0.0
    low[build[(y > 0.5) & (dual < -room)]] = 1.0
    if at.one_source:
        kept = np.isin(at.flow, of.columns)
        flow, chosen = (np.searchsorted(of.columns, x[kept]) for x in (at.flow, at.chosen))
        amount = np.broadcast_to(at.demand, kept.shape)[kept]
        dual = rows.dual[chosen] + amount * rows.dual[flow]
        shut = (rows.x[chosen] < 0.5) & (dual > room)
        high[chosen[shut]], high[flow[shut]] = 0.0, 0.0
    return replace(m, low=low, high=high)
