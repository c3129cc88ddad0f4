"""The program cut into what is decided now and what follows in each future.

It is built for a few futures at a time, cut, and dropped, so that the whole of it is never held. A
column belongs to a future where its variable has that dimension, a row where one of its columns
does. So there is one model, not two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import xarray as xr
from scipy import sparse

from ionwright.errors import InputError
from ionwright.network.case import Case
from ionwright.network.futures import Future, Scenarios
from ionwright.network.matrix import Matrix, Size, Vector, matrix
from ionwright.network.model import build
from ionwright.network.numbers import Array, Numbers, lower, scales_of
from ionwright.network.program import MEAN, Program, Risk

NOW = -1
"""Block of what is decided before the future is known."""
TOGETHER = 16
"""Futures that are built at a time."""


@dataclass(frozen=True, slots=True)
class Block:
    """One future: minimise cost y with row_low - T x <= W y <= row_high - T x.

    Parameters
    ----------
    own : Matrix
        W with its costs, which hold the probability, and bounds.
    link : csr_array
        T over (row, column of now).
    probability : float
    """

    own: Matrix
    link: sparse.csr_array
    probability: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a variable stands in its block.

    Parameters
    ----------
    dims : tuple of str
        Without the futures.
    names : tuple of list of str
        Along each of them.
    at : int array
        Place of each entry among the columns of its block.
    axis : int or None
        Where the dimension of the futures belongs; None: it is decided now.
    """

    dims: tuple[str, ...]
    names: tuple[list[str], ...]
    at: np.ndarray
    axis: int | None


@dataclass(frozen=True, slots=True)
class Blocks:
    """A program in blocks.

    Parameters
    ----------
    case : Case
    scenarios : Scenarios
    risk : Risk
    numbers : Numbers
        Of the first futures only: for units and names.
    now : Matrix
        Columns and rows of what is decided now.
    futures : tuple of Block
        What is alike in two of them is held once.
    places : dict of str to Place
        By variable.
    """

    case: Case
    scenarios: Scenarios
    risk: Risk
    numbers: Numbers
    now: Matrix
    futures: tuple[Block, ...]
    places: dict[str, Place]

    def size(self) -> Size:
        """Return how large the whole program is."""
        parts = [self.now, *(f.own for f in self.futures)]
        matrices = [*(p.a for p in parts), *(f.link for f in self.futures)]
        values = [np.abs(a.data) for a in matrices]
        return Size(
            rows=sum(len(p.row_low) for p in parts),
            columns=sum(len(p.cost) for p in parts),
            whole=int(sum(p.whole.sum() for p in parts)),
            entries=sum(int(a.nnz) for a in matrices),
            smallest=min(float(v.min(initial=np.inf)) for v in values),
            largest=max(float(v.max(initial=0.0)) for v in values),
        )

    def within(self, x: Vector, *, whole: bool) -> Vector:
        """Return what a solver decides now within its bounds, whole where it has to be.

        HiGHS lets a bound be missed by 1e-7. A future may not do with a capacity of -1e-7, and
        the cut that says so is broken by less than HiGHS sees: the master would say the same again.

        Parameters
        ----------
        x : array, shape (columns of now,)
        whole : bool
            False: decisions are divisible.
        """
        inside = np.clip(x, self.now.low, self.now.high)
        return np.where(self.now.whole, inside.round(), inside) if whole else inside

    def columns(self, now: Vector, later: Sequence[Vector]) -> dict[str, Array]:
        """Return the columns of all blocks as labelled arrays by variable [solver's units]."""
        names = [f.name for f in self.scenarios.futures]
        out = {}
        for name, p in self.places.items():
            coords = list(zip(p.dims, p.names, strict=True))
            if p.axis is None:
                values = now[p.at]
            else:
                values = np.stack([y[p.at] for y in later], axis=p.axis)
                coords.insert(p.axis, ("future", names))
            out[name] = xr.DataArray(values, coords=coords)
        return out


def split(case: Case, scenarios: Scenarios, risk: Risk = MEAN) -> Blocks:
    """Return the program of a case and its futures in blocks.

    Raises
    ------
    InputError
        If a future names what the case has not, or something whole is decided when the future is
        known: the cost of what follows is then no convex function of what is decided now, and no
        cut is valid.
    """
    scenarios.check(case)
    scales = scales_of(case, scenarios)
    first: _Cut | None = None
    futures: list[Block] = []
    for some in _groups(scenarios):
        found = _cut(build(lower(case, _alike(some), scales), risk), scenarios)
        if first is None:
            first = found
        assert _equal(first.now, found.now), "what is decided now is alike in all futures"
        for block, future in zip(found.futures, some, strict=True):
            share = future.probability * len(some)
            own = replace(block.own, cost=block.own.cost * share)
            mine = Block(own, block.link, future.probability)
            futures.append(_shared(mine, futures[0]) if futures else mine)
    assert first is not None, "there is a future"
    return Blocks(case, scenarios, risk, first.numbers, first.now, tuple(futures), first.places)


def late(program: Program) -> int:
    """Return how many whole decisions wait for the future."""
    m = matrix(program)
    return int((m.whole & (_future_of(program) != NOW)).sum())


@dataclass(frozen=True, slots=True)
class _Cut:
    """Some futures in blocks, each as likely as the others."""

    numbers: Numbers
    now: Matrix
    futures: list[Block]
    places: dict[str, Place]


def _groups(scenarios: Scenarios) -> Iterator[tuple[Future, ...]]:
    every = scenarios.futures
    for start in range(0, len(every), TOGETHER):
        yield every[start : start + TOGETHER]


def _alike(some: Sequence[Future]) -> Scenarios:
    """Return futures as if each were as likely as the others; so impossible ones stand too."""
    return Scenarios(tuple(replace(f, probability=1.0 / len(some)) for f in some))


def _cut(program: Program, every: Scenarios) -> _Cut:
    """Return the blocks of a program of some of the futures."""
    m, of = matrix(program), _future_of(program)
    count = len(program.numbers.scenarios.futures)
    waiting = int((m.whole & (of != NOW)).sum()) // count * len(every.futures)
    if waiting:
        names = [o.name for o in program.numbers.case.options if o.whole and o.waits]
        raise InputError(
            "decomposition needs all that is decided late to be divisible",
            seen=f"{waiting} whole decisions in the futures",
            do="Solve it whole, or let these options be built in part",
            where=f"options.{names[0]}" if names else "",
        )
    entries = m.a.tocoo()
    seen = of[entries.col]
    row_of = np.full(len(m.row_low), NOW)
    row_of[entries.row[seen != NOW]] = seen[seen != NOW]
    apart = (seen == NOW) | (row_of[entries.row] == seen)
    assert apart.all(), "a row belongs to one future"
    here = np.flatnonzero(of == NOW)
    futures = []
    for w in range(count):
        inside, mine = np.flatnonzero(row_of == w), np.flatnonzero(of == w)
        part = m.a[inside]
        link = sparse.csr_array(part[:, here])
        link.sort_indices()
        futures.append(Block(_part(m, part, inside, mine), link, 1.0 / count))
    first = np.flatnonzero(row_of == NOW)
    now = _part(m, m.a[first], first, here)
    return _Cut(program.numbers, now, futures, _places(program, of))


def _part(m: Matrix, rows: sparse.csr_array, inside: np.ndarray, columns: np.ndarray) -> Matrix:
    own = sparse.csr_array(rows[:, columns])
    own.sort_indices()
    return Matrix(
        own, m.cost[columns], m.low[columns], m.high[columns],
        m.row_low[inside], m.row_high[inside], m.whole[columns],
    )  # fmt: skip


def _shared(block: Block, first: Block) -> Block:
    """Return a block that holds what is alike in the first one by reference."""
    own, other = block.own, first.own
    kept = {
        f.name: getattr(other, f.name)
        for f in fields(Matrix)
        if f.name != "a" and np.array_equal(getattr(own, f.name), getattr(other, f.name))
    }
    return replace(
        block,
        own=replace(own, a=_like(own.a, other.a), **kept),
        link=_like(block.link, first.link),
    )


def _like(a: sparse.csr_array, first: sparse.csr_array) -> sparse.csr_array:
    """Return a matrix that shares its pattern, and its entries if they are alike."""
    same = np.array_equal(a.indptr, first.indptr) and np.array_equal(a.indices, first.indices)
    if not same:
        return a
    data = first.data if np.array_equal(a.data, first.data) else a.data
    return sparse.csr_array((data, first.indices, first.indptr), shape=a.shape, copy=False)


def _equal(a: Matrix, b: Matrix) -> bool:
    """Return whether two matrices are the same in every entry."""
    pairs = [(getattr(a, f.name), getattr(b, f.name)) for f in fields(Matrix)[1:]]
    pairs += [(getattr(a.a, part), getattr(b.a, part)) for part in ("indptr", "indices", "data")]
    return all(np.array_equal(x, y) for x, y in pairs)


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


def _places(program: Program, of: np.ndarray) -> dict[str, Place]:
    """Return where each variable stands among the columns of its block, by the first future."""
    labels = np.asarray(program.model.matrices.vlabels)
    at = np.zeros(int(labels.max(initial=-1)) + 1, int)
    for block in (NOW, 0):
        mine = np.flatnonzero(of == block)
        at[labels[mine]] = np.arange(len(mine))
    out = {}
    for name, v in program.model.variables.items():
        dims = tuple(map(str, v.dims))
        axis = dims.index("future") if "future" in dims else None
        one = v.labels if axis is None else v.labels.isel(future=0, drop=True)
        rest = tuple(d for d in dims if d != "future")
        names = tuple([str(x) for x in one.coords[d].values] for d in rest)
        out[str(name)] = Place(rest, names, at[one.values], axis)
    return out
