"""The master: what is decided now, and a cost for each future under its cuts.

Of many futures, those that cost alike by themselves share one cost and one cut a round (Trukhanov,
Ntaimo and Schaefer 2010, doi 10.1016/j.ejor.2010.02.025), so that the master stays small.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse

from ionwright.network.benders.blocks import Blocks
from ionwright.network.benders.future import Answer, Basis, loaded, saved
from ionwright.network.matrix import Matrix, Vector, highs

IDLE = 5
"""Rounds without being tight after which a cut is put aside."""
MANY = 0.5
"""Share of idle cuts at which the master is handed over anew without them."""
BROKEN = 1e-9
"""By how much of its value the master must miss a group's cost for a cut to be added."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The row theta_g + slope x >= right, or slope x >= right where a future has no plan.

    Parameters
    ----------
    at : int array
        Columns of now.
    slope : array
        Over them.
    group : int or None
        g; None: no cost, the decisions are cut off.
    right : float
    """

    at: np.ndarray
    slope: Vector
    group: int | None
    right: float


def cut(slope: Vector, group: int | None, right: float) -> Cut:
    """Return a cut from its slope over all columns of now."""
    at = np.flatnonzero(slope)
    return Cut(at.astype(np.int32), slope[at], group, right)


class Master:
    """Minimise cost x + sum theta_g under the rows of now and the cuts so far.

    Parameters
    ----------
    blocks : Blocks
    of : int array, shape (futures,)
        Group of each future.
    costs : array, shape (futures,)
        Of each future by itself (`future.alone`): the first cuts, which also bound theta.
    follow : callable
        Given each model before it runs, so that it can be stopped.
    """

    def __init__(
        self, blocks: Blocks, of: np.ndarray, costs: Vector, follow: Callable[[highspy.Highs], None]
    ) -> None:
        self.blocks, self.of, self.follow = blocks, of, follow
        self.n, self.w = len(blocks.now.cost), int(of.max()) + 1
        paid = [b.probability * blocks.now.cost for b in blocks.futures]
        self.cuts = self._alone(costs.tolist(), paid)
        self.first = len(self.cuts)
        self.idle = np.zeros(self.first, int)
        self.x, self.theta = np.zeros(self.n), np.full(self.w, -np.inf)
        self.relaxed, self.found = True, False
        self.highs = self._loaded(None)

    def _loaded(self, basis: Basis | None) -> highspy.Highs:
        """Return the master and its cuts as a new model of HiGHS."""
        now, more = self.blocks.now, len(self.cuts)
        wide = sparse.hstack([now.a, sparse.csr_array((len(now.row_low), self.w))])
        m = Matrix(
            sparse.csr_array(sparse.vstack([wide, self._rows(self.cuts)])),
            np.concatenate([now.cost, np.ones(self.w)]),
            np.concatenate([now.low, np.full(self.w, -np.inf)]),
            np.concatenate([now.high, np.full(self.w, np.inf)]),
            np.concatenate([now.row_low, [c.right for c in self.cuts]]),
            np.concatenate([now.row_high, np.full(more, np.inf)]),
            np.concatenate([now.whole & (not self.relaxed), np.zeros(self.w, bool)]),
        )
        h = highs(m)
        h.setOptionValue("threads", 1)
        if basis is not None:
            h.setBasis(loaded(basis))
        self.follow(h)
        return h

    def _rows(self, cuts: Sequence[Cut]) -> sparse.csr_array:
        """Return cuts as rows over (now, theta)."""
        thetas = [[] if c.group is None else [self.n + c.group] for c in cuts]
        parts = [x for c, t in zip(cuts, thetas, strict=True) for x in (c.at, t)]
        values = [x for c, t in zip(cuts, thetas, strict=True) for x in (c.slope, np.ones(len(t)))]
        sizes = [len(c.at) + len(t) for c, t in zip(cuts, thetas, strict=True)]
        return sparse.csr_array(
            (
                np.concatenate([*values, np.zeros(0)]),
                np.concatenate([*parts, np.zeros(0)]).astype(np.int32),
                np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32),
            ),
            shape=(len(cuts), self.n + self.w),
        )

    def add(self, x: Vector, answers: Sequence[Answer], least: float = 0.0) -> int:
        """Add the cuts from decisions x that the master's last answer breaks; return how many.

        theta_g >= sum value + slope (x' - x) where all futures of a group can be carried out,
        and 0 >= value + slope (x' - x) for each that cannot.

        Parameters
        ----------
        x : array, shape (columns of now,)
        answers : sequence of Answer
        least : float
            What may be missed of a group's cost without a cut [solver's money].
        """
        new = [cut(-a.slope, None, float(a.value - a.slope @ x)) for a in answers if not a.feasible]
        for g, members in enumerate(self._members()):
            some = [answers[w] for w in members]
            if not all(a.feasible for a in some):
                continue
            value, slope = sum(a.value for a in some), np.sum([a.slope for a in some], axis=0)
            if value + slope @ (self.x - x) - self.theta[g] > max(least, BROKEN * abs(value)):
                new.append(cut(-slope, g, float(value - slope @ x)))
        self._append(new)
        return len(new)

    def _append(self, new: list[Cut]) -> None:
        if not new:
            return
        rows, right = self._rows(new), np.array([c.right for c in new])
        self.highs.addRows(
            len(new), right, np.full(len(new), np.inf), rows.nnz,
            np.asarray(rows.indptr[:-1], np.int32), np.asarray(rows.indices, np.int32),
            np.asarray(rows.data, np.float64),
        )  # fmt: skip
        self.cuts += new
        self.idle = np.concatenate([self.idle, np.zeros(len(new), int)])

    def add_alone(self, costs: Sequence[float], prices: Sequence[Vector]) -> None:
        """Add the cuts of each future by itself: theta_w >= cost - price x."""
        self._append(self._alone(costs, prices))

    def _alone(self, costs: Sequence[float], prices: Sequence[Vector]) -> list[Cut]:
        out = []
        for g, members in enumerate(self._members()):
            cost = sum(costs[w] for w in members)
            if np.isfinite(cost):
                out.append(cut(np.sum([prices[w] for w in members], axis=0), g, float(cost)))
        return out

    def _members(self) -> list[np.ndarray]:
        """Return the futures of each group."""
        return [np.flatnonzero(self.of == g) for g in range(self.w)]

    def relax(self, seconds: float) -> float:
        """Solve with divisible decisions; return the bound, -inf if the time was too short."""
        if (self.idle >= IDLE).sum() > MANY * len(self.idle):
            self._drop()
        h = self.highs
        h.setOptionValue("time_limit", h.getRunTime() + seconds)
        h.run()
        status = h.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return np.inf
        if status != highspy.HighsModelStatus.kOptimal:
            return -np.inf
        self._take()
        self._age()
        return h.getInfo().objective_function_value

    def whole(self, gap: float, seconds: float, start: Vector | None) -> float:
        """Solve with whole decisions; return the bound.

        Parameters
        ----------
        gap : float
            Relative, of the master itself [1].
        seconds : float
            Longest time [s].
        start : array or None, shape (columns of now + futures,)
            A plan that is known: its decisions and the cost of each future.
        """
        if self.relaxed:
            self.relaxed = False
            self._drop()
            # plans come from the rounds; searches within the search take room and time
            self.highs.setOptionValue("mip_heuristic_effort", 0.0)
        h = self.highs
        h.setOptionValue("mip_rel_gap", gap)
        h.setOptionValue("time_limit", h.getRunTime() + seconds)
        if start is not None:
            known = highspy.HighsSolution()
            known.col_value = start.tolist()
            h.setSolution(known)
        h.run()
        info = h.getInfo()
        if h.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            return np.inf
        self.found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        if self.found:
            self._take()
        return info.mip_dual_bound if self.blocks.now.whole.any() else info.objective_function_value

    def _take(self) -> None:
        values = np.array(self.highs.getSolution().col_value)
        self.x = self.blocks.within(values[: self.n], whole=not self.relaxed)
        self.theta = values[self.n :]

    def _age(self) -> None:
        """Count for each cut how many rounds it was not tight."""
        values = np.asarray(self.highs.getSolution().row_value)[len(self.blocks.now.row_low) :]
        right = np.array([c.right for c in self.cuts])
        tight = values <= right + 1e-9 * np.maximum(1.0, np.abs(right))
        self.idle = np.where(tight, 0, self.idle + 1)
        self.idle[: self.first] = 0  # these bound the master

    def _drop(self) -> None:
        """Put aside cuts that have long been loose; what they say can be asked again."""
        kept = self.idle < IDLE
        cols, rows = saved(self.highs)
        basis = None
        if self.relaxed and len(rows):
            stays = np.concatenate([np.ones(len(self.blocks.now.row_low), bool), kept])
            basis = cols, rows[stays]
        self.cuts = [c for c, k in zip(self.cuts, kept, strict=True) if k]
        self.idle = self.idle[kept]
        self.highs.clear()
        self.highs = self._loaded(basis)

    def cost_now(self, x: Vector) -> float:
        """Return what is paid now for decisions x."""
        return float(self.blocks.now.cost @ x)
