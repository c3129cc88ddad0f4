"""The master: what is decided now, and one cost for each future under its cuts."""

from __future__ import annotations

import highspy
import numpy as np
from scipy import sparse

from ionwright.network.benders.blocks import Blocks
from ionwright.network.benders.future import Answer
from ionwright.network.matrix import Matrix, Vector, highs

IDLE = 15
"""Rounds without being tight after which a cut is put aside."""


BROKEN = 1e-9
"""By how much of its value the master must miss a future's cost for a cut to be added."""


FAR = 1e6
"""Where a decision without a bound is held until cuts bound it [solver's money]."""


class Master:
    """Minimise cost x + sum theta_w under the rows of now and the cuts so far.

    Parameters
    ----------
    blocks : Blocks
    floors : array, shape (futures,)
        Least cost of each future whatever is decided.
    """

    def __init__(self, blocks: Blocks, floors: Vector) -> None:
        self.blocks, self.floors = blocks, floors
        self.n, self.w = len(blocks.now.cost), len(floors)
        self.cuts: list[Vector] = []
        """Coefficients over (linking, theta) in a row, with the right side last: a x + b t >= r."""
        self.idle: list[int] = []
        self.relaxed = True
        self._load()

    def _load(self) -> None:
        """Hand the master and its cuts to HiGHS anew."""
        now, more = self.blocks.now, len(self.cuts)
        wide = sparse.hstack([now.a, sparse.csr_array((len(now.row_low), self.w))])
        m = Matrix(
            sparse.csr_array(sparse.vstack([wide, *map(self._row, self.cuts)])),
            np.concatenate([now.cost, np.ones(self.w)]),
            np.concatenate([now.low, self.floors]),
            np.concatenate([now.high, np.full(self.w, np.inf)]),
            np.concatenate([now.row_low, [c[-1] for c in self.cuts]]),
            np.concatenate([now.row_high, np.full(more, np.inf)]),
            np.concatenate([now.whole & (not self.relaxed), np.zeros(self.w, bool)]),
        )
        self.highs = highs(m)

    def _row(self, cut: Vector) -> sparse.csr_array:
        x, t = cut[: len(self.blocks.linking)], cut[len(self.blocks.linking) : -1]
        row = np.zeros(self.n + self.w)
        row[self.blocks.linking] = x
        row[self.n :] = t
        return sparse.csr_array(row[None, :])

    def add(self, x: Vector, answers: list[Answer]) -> int:
        """Add the cuts from decisions x that the master's last answer breaks; return how many.

        theta_w >= value + slope (x' - x) where a future can be carried out, and
        0 >= value + slope (x' - x) where it cannot.
        """
        now, new = self.x[self.blocks.linking], []
        for w, a in enumerate(answers):
            theta = np.zeros(self.w)
            if a.feasible:
                theta[w] = 1.0
                over = a.value + a.slope @ (now - x) - self.theta[w]
                if over <= BROKEN * max(1.0, abs(a.value)):
                    continue
            new.append(np.concatenate([-a.slope, theta, [a.value - a.slope @ x]]))
        for cut in new:
            row = self._row(cut)
            values = np.asarray(row.data, np.float64)
            self.highs.addRow(cut[-1], np.inf, row.nnz, np.asarray(row.indices, np.int32), values)
        self.cuts += new
        self.idle += [0] * len(new)
        return len(new)

    def relax(self) -> float:
        """Solve with divisible decisions; return the bound, -inf while there is none."""
        self.highs.run()
        status = self.highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return np.inf
        if status != highspy.HighsModelStatus.kOptimal:
            self._hold()
            return -np.inf
        self._take()
        self._age()
        return self.highs.getInfo().objective_function_value

    def _hold(self) -> None:
        """Take the best decisions with those that nothing bounds yet held far down.

        The tail of the cost is such a one: without a cut of each future it falls for ever.
        """
        now, h = self.blocks.now, self.highs
        free = np.flatnonzero(np.isinf(now.low)).astype(np.int32)
        far = np.full(len(free), -FAR)
        h.changeColsBounds(len(free), free, far, far)
        h.run()
        self._take()
        h.changeColsBounds(len(free), free, now.low[free], now.high[free])

    def whole(self, gap: float, seconds: float, start: Vector | None) -> float:
        """Solve with whole decisions; return the bound."""
        if self.relaxed:
            self.relaxed = False
            self._drop()
            self._load()
        h = self.highs
        h.setOptionValue("mip_rel_gap", gap)
        h.setOptionValue("time_limit", h.getRunTime() + seconds)
        if start is not None:
            places = np.flatnonzero(self.blocks.now.whole).astype(np.int32)
            h.setSolution(len(places), places, np.round(start[places]))
        h.run()
        info = h.getInfo()
        if h.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            return np.inf
        if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
            self._take()
        return info.mip_dual_bound if self.blocks.now.whole.any() else info.objective_function_value

    def _take(self) -> None:
        values = np.asarray(self.highs.getSolution().col_value)
        self.x, self.theta = values[: self.n], values[self.n :]

    def _age(self) -> None:
        """Count for each cut how many rounds it was not tight."""
        values = np.asarray(self.highs.getSolution().row_value)[len(self.blocks.now.row_low) :]
        for i, (cut, value) in enumerate(zip(self.cuts, values, strict=True)):
            tight = value <= cut[-1] + 1e-9 * max(1.0, abs(cut[-1]))
            self.idle[i] = 0 if tight else self.idle[i] + 1

    def _drop(self) -> None:
        """Put aside cuts that have long been loose; what they say can be asked again."""
        kept = [i for i, age in enumerate(self.idle) if age < IDLE]
        self.cuts = [self.cuts[i] for i in kept]
        self.idle = [self.idle[i] for i in kept]

    def cost_now(self, x: Vector) -> float:
        """Return what is paid now for decisions x."""
        return float(self.blocks.now.cost @ x)
