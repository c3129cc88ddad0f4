"""What is left of a program when sites are closed, with linking rows only where they are broken."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import highspy
import numpy as np
from scipy import sparse

from ionwright.network.location.shape import Location
from ionwright.network.matrix import Matrix, Vector, highs

BROKEN = 1e-6
"""By how much a linking row is missed when it is added [solver's unit]."""
ROUNDING = 1e-9
"""Share by which sums of amounts may differ from a capacity that is meant to be as large."""


@dataclass(frozen=True, slots=True)
class Left:
    """A program without what closed sites could do.

    Parameters
    ----------
    m : Matrix
        With the rows of `enough` at its end.
    columns : int array
        Places of its columns in the whole program.
    lazy : bool array, shape (rows,)
        Linking rows. Without them a plan of whole sites costs the same: capacity closes a site too.
    """

    m: Matrix
    columns: np.ndarray
    lazy: np.ndarray

    def with_rows(self, some: np.ndarray) -> Matrix:
        """Return the program with these of the linking rows, and no other."""
        rows = ~self.lazy
        rows[np.flatnonzero(self.lazy)[some]] = True
        m = self.m
        return replace(m, a=m.a[rows], row_low=m.row_low[rows], row_high=m.row_high[rows])


def left(m: Matrix, at: Location, sites: np.ndarray, held: np.ndarray) -> Left:
    """Return what is left when only some sites may open and some of them must.

    Parameters
    ----------
    m : Matrix
        The whole program.
    at : Location
    sites, held : int array
    """
    shut = np.setdiff1d(np.arange(len(at.fixed)), sites)
    columns, rows = np.ones(len(m.cost), bool), np.ones(len(m.row_low), bool)
    columns[at.flow[shut].ravel()] = False
    if at.one_source:
        columns[at.chosen[shut].ravel()] = False
    rows[at.linking[shut].ravel()] = False
    low, high, row_high = m.low.copy(), m.high.copy(), m.row_high.copy()
    low[at.build[held]], high[at.build[shut]] = 1.0, 0.0
    row_high[at.room] = 0.0  # also where a program leaves out what its linking rows imply
    lazy = np.zeros(len(m.row_low), bool)
    lazy[at.linking.ravel()] = True
    kept = np.flatnonzero(columns)
    a = sparse.csr_array(m.a[:, kept])
    rows &= np.diff(a.indptr) > 0
    more, least = enough(at, sites, np.searchsorted(kept, at.build), len(kept))
    whole = Matrix(
        sparse.csr_array(sparse.vstack([a[rows], more])),
        m.cost[kept], low[kept], high[kept],
        np.concatenate([m.row_low[rows], least]),
        np.concatenate([row_high[rows], np.full(len(least), np.inf)]),
        m.whole[kept],
    )  # fmt: skip
    return Left(whole, kept, np.concatenate([lazy[rows], np.zeros(len(least), bool)]))


def enough(
    at: Location, sites: np.ndarray, build: np.ndarray, columns: int
) -> tuple[sparse.csr_array, Vector]:
    """Return the rows that sites which open have room for all that is wanted.

    sum_i K_i y_i >= sum_j d_j, and sum_i y_i >= the fewest sites that have as much room.
    """
    total, top = float(at.demand.sum()) * (1.0 - ROUNDING), float(at.capacity.max())
    largest = np.cumsum(np.sort(at.capacity[sites])[::-1])
    fewest = min(int(np.searchsorted(largest, total)) + 1, len(sites) + 1)
    values = np.concatenate([np.minimum(at.capacity, total) / top, np.ones(len(build))])
    rows = np.repeat([0, 1], len(build))
    a = sparse.csr_array((values, (rows, np.tile(build, 2))), shape=(2, columns))
    return a, np.array([total / top, float(fewest)])


@dataclass(frozen=True, slots=True)
class Divisible:
    """The divisible program with the linking rows that it breaks.

    Parameters
    ----------
    value : float
        Its cost, a bound; -inf where time ran out before the first solve [solver's money].
    rows : bool array, shape (lazy rows,)
    x, dual : array, shape (columns,)
        Values, and reduced costs.
    """

    value: float
    rows: np.ndarray
    x: Vector
    dual: Vector


def divisible(of: Left, until: float) -> Divisible:
    """Solve it divisible, adding linking rows while they are broken.

    Parameters
    ----------
    of : Left
    until : float
        When to stop [s of `time.perf_counter`].
    """
    a, limit = of.m.a[of.lazy], of.m.row_high[of.lazy]
    chosen = np.zeros(len(limit), bool)
    h = highs(replace(of.with_rows(chosen), whole=np.zeros_like(of.m.whole)))
    zero = np.zeros(len(of.m.cost))
    found = Divisible(-np.inf, chosen.copy(), zero, zero)
    while (ahead := until - time.perf_counter()) > 0.0:
        h.setOptionValue("threads", 1)
        h.setOptionValue("time_limit", h.getRunTime() + ahead)
        h.run()
        if h.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            return Divisible(np.inf, chosen, zero, zero)
        if h.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            break
        s = h.getSolution()
        x = np.asarray(s.col_value)
        new = np.flatnonzero((a @ x - limit > BROKEN) & ~chosen)
        found = Divisible(
            h.getInfo().objective_function_value, chosen.copy(), x, np.asarray(s.col_dual)
        )
        if not len(new):
            break
        chosen[new] = True
        rows = a[new]
        h.addRows(
            len(new), np.full(len(new), -np.inf), limit[new], rows.nnz,
            rows.indptr[:-1].astype(np.int32), rows.indices.astype(np.int32), rows.data,
        )  # fmt: skip
    return replace(found, rows=chosen)
