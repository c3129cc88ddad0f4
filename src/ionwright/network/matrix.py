"""A program as plain arrays, and as a model of HiGHS: what every solve path starts from."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse

from ionwright.network.program import Program

Vector = np.ndarray[tuple[int], np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Minimise cost x with row_low <= A x <= row_high, low <= x <= high, some x whole.

    Parameters
    ----------
    a : csr_array
        Rows by columns.
    cost, low, high : array, shape (columns,)
    row_low, row_high : array, shape (rows,)
    whole : bool array, shape (columns,)
    """

    a: sparse.csr_array
    cost: Vector
    low: Vector
    high: Vector
    row_low: Vector
    row_high: Vector
    whole: np.ndarray


@dataclass(frozen=True, slots=True)
class Size:
    """Rows, columns, whole columns and entries of a program, and the range of its entries."""

    rows: int
    columns: int
    whole: int
    entries: int
    smallest: float
    largest: float

    def text(self) -> str:
        """Return one line."""
        return (
            f"{self.rows:,} rows, {self.columns:,} columns, {self.whole:,} binaries, "
            f"{self.entries:,} non-zeros from {self.smallest:.2g} to {self.largest:.2g}"
        )


def size_of(m: Matrix) -> Size:
    """Return how large a program is."""
    values = np.abs(m.a.data)
    return Size(
        rows=len(m.row_low),
        columns=len(m.cost),
        whole=int(m.whole.sum()),
        entries=int(m.a.nnz),
        smallest=float(values.min(initial=np.inf)),
        largest=float(values.max(initial=0.0)),
    )


def matrix(program: Program) -> Matrix:
    """Return a program as arrays, in the order of its columns and rows."""
    m = program.model.matrices
    b = _floats(m.b)
    return Matrix(
        sparse.csr_array(m.A),
        _floats(m.c),
        _floats(m.lb),
        _floats(m.ub),
        np.where(m.sense == "<", -np.inf, b),
        np.where(m.sense == ">", np.inf, b),
        np.asarray(m.vtypes) != "C",
    )


def highs(m: Matrix) -> highspy.Highs:
    """Return a model of HiGHS that says nothing, not even its name."""
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = len(m.row_low), len(m.cost)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = m.cost, m.low, m.high
    lp.row_lower_, lp.row_upper_ = m.row_low, m.row_high
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.asarray(m.a.indptr, np.int32)
    lp.a_matrix_.index_ = np.asarray(m.a.indices, np.int32)
    lp.a_matrix_.value_ = _floats(m.a.data)
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    if m.whole.any():
        lp.integrality_ = [kinds[int(x)] for x in m.whole]
    h = highspy.Highs()
    h.setOptionValue("output_flag", False)
    h.passModel(lp)
    return h


def current(h: highspy.Highs) -> Matrix:
    """Return the program that HiGHS holds, with every change since it was handed over."""
    lp = h.getLp()
    a = lp.a_matrix_
    rows = a.format_ == highspy.MatrixFormat.kRowwise
    kind = sparse.csr_array if rows else sparse.csc_array
    shape = (lp.num_row_, lp.num_col_)
    values = kind((np.array(a.value_), np.array(a.index_), np.array(a.start_)), shape=shape)
    whole = np.array([k == highspy.HighsVarType.kInteger for k in lp.integrality_], bool)
    if not len(whole):  # a program without whole columns says nothing of them
        whole = np.zeros(lp.num_col_, bool)
    return Matrix(
        sparse.csr_array(values), _floats(lp.col_cost_), _floats(lp.col_lower_),
        _floats(lp.col_upper_), _floats(lp.row_lower_), _floats(lp.row_upper_), whole,
    )  # fmt: skip


def _floats(x: object) -> Vector:
    return np.asarray(x, np.float64)
