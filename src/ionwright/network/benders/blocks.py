"""The program cut into what is decided now and what follows in each future.

The whole program stands in one matrix; a column belongs to a future where its variable has that
dimension, a row where one of its columns does. So there is one model, not two.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from ionwright.errors import InputError
from ionwright.network.matrix import Matrix, Vector, matrix
from ionwright.network.program import Program

NOW = -1
"""Block of what is decided before the future is known."""


@dataclass(frozen=True, slots=True)
class Block:
    """One future: minimise cost y with row_low - T x <= W y <= row_high - T x.

    Parameters
    ----------
    own : Matrix
        W with its costs and bounds.
    link : csr_array
        T over (row, linking column).
    columns : int array
        Place of each y in the whole program.
    """

    own: Matrix
    link: sparse.csr_array
    columns: np.ndarray


@dataclass(frozen=True, slots=True)
class Blocks:
    """A program in blocks.

    Parameters
    ----------
    now : Matrix
        Columns and rows of what is decided now.
    columns : int array
        Their places in the whole program.
    linking : int array
        Those of `now`, by place in it, that a future sees.
    futures : tuple of Block
    """

    now: Matrix
    columns: np.ndarray
    linking: np.ndarray
    futures: tuple[Block, ...]


def split(program: Program) -> Blocks:
    """Return a program in blocks.

    Raises
    ------
    InputError
        If something whole is decided when the future is known: the cost of what follows is then
        no convex function of what is decided now, and no cut is valid.
    """
    m, of = matrix(program), _future_of(program)
    late = np.flatnonzero(m.whole & (of != NOW))
    if len(late):
        names = [o.name for o in program.numbers.case.options if o.whole and o.waits]
        raise InputError(
            "decomposition needs all that is decided late to be divisible",
            seen=f"{len(late)} whole decisions in the futures",
            do="Solve it whole, or let these options be built in part",
            where=f"options.{names[0]}" if names else "",
        )
    rows = m.a.tocoo()
    row_of = np.full(len(m.row_low), NOW)
    np.maximum.at(row_of, rows.row, of[rows.col])
    here = np.flatnonzero(of == NOW)
    touched = np.zeros(len(m.cost), bool)
    touched[rows.col[row_of[rows.row] != NOW]] = True
    linking = np.flatnonzero(touched[here])
    by_row = m.a.tocsr()
    futures = []
    for w in range(int(of.max(initial=NOW)) + 1):
        inside, mine = np.flatnonzero(row_of == w), np.flatnonzero(of == w)
        part = by_row[inside]
        link = sparse.csr_array(part[:, here[linking]])
        own = _part(m, part, inside, mine)
        futures.append(Block(own, link, mine))
    first = np.flatnonzero(row_of == NOW)
    return Blocks(_part(m, by_row[first], first, here), here, linking, tuple(futures))


def _part(m: Matrix, rows: sparse.csr_array, inside: np.ndarray, columns: np.ndarray) -> Matrix:
    own = sparse.csr_array(rows[:, columns])
    own.sort_indices()
    return Matrix(
        own, m.cost[columns], m.low[columns], m.high[columns],
        m.row_low[inside], m.row_high[inside], m.whole[columns],
    )  # fmt: skip


def _future_of(program: Program) -> np.ndarray:
    """Return the future of each column, or `NOW`."""
    labels = np.asarray(program.model.matrices.vlabels)
    of = np.full(int(labels.max(initial=-1)) + 2, NOW)
    for _, v in program.model.variables.items():
        if "future" in v.dims:
            axis = v.dims.index("future")
            shape = [1] * len(v.dims)
            shape[axis] = -1
            places = np.arange(v.shape[axis]).reshape(shape)
            of[v.labels.values] = np.broadcast_to(places, v.shape)
    return of[labels]


def whole_solution(blocks: Blocks, now: Vector, later: list[Vector]) -> Vector:
    """Return the columns of the whole program from those of its blocks."""
    out = np.zeros(len(blocks.columns) + sum(len(b.columns) for b in blocks.futures))
    out[blocks.columns] = now
    for block, y in zip(blocks.futures, later, strict=True):
        out[block.columns] = y
    return out
