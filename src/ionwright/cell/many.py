"""Many runs of one protocol: designs of a batch lowered once, columns overwritten."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from ionwright.cell import driver
from ionwright.cell import protocol as p
from ionwright.cell._kernels import arrays as A
from ionwright.cell._kernels import batch as kernel
from ionwright.cell._kernels import run
from ionwright.cell._kernels.start import start as begin
from ionwright.cell.columns import Columns, columns_of
from ionwright.cell.design import Design
from ionwright.cell.files import Batch
from ionwright.cell.lower import functions
from ionwright.cell.mesh import Mesh, holds
from ionwright.cell.result import Inputs, Result, Stage
from ionwright.errors import InputError

Array = NDArray[np.float64]
ROWS = 160
"""Rows that a cell of a batch may fill; one that needs more is run again by itself."""
CHUNK = 64
"""Cells that one thread takes at a time."""


@dataclass(frozen=True)
class Failure:
    """A run that could not begin.

    Parameters
    ----------
    design : Design or None
    error : InputError
        Which rule its input breaks.
    """

    design: Design | None
    error: InputError

    @property
    def status(self) -> str:
        """Why there is no run."""
        return str(self.error)


@dataclass(eq=False)
class Runs(Sequence[Result | Failure]):
    """Runs of one protocol, indexable; a run is unpacked when it is asked for.

    Parameters
    ----------
    make : list of Result, Failure, or a function that makes one
    seconds : float
        Spent in the solver, all threads together [s].
    """

    made: list[Any]
    seconds: float = 0.0
    quick: tuple[Array, NDArray[np.int64]] | None = None
    _kept: dict[int, Result | Failure] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return the number of runs."""
        return len(self.made)

    def __getitem__(self, index: Any) -> Any:
        """Return one run, or those of a slice as a list."""
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        i = range(len(self))[index]
        if i not in self._kept:
            item: Any = self.made[i]
            self._kept[i] = cast(Result | Failure, item() if callable(item) else item)
        return self._kept[i]

    def __iter__(self) -> Iterator[Result | Failure]:
        """Yield the runs in order."""
        return (self[i] for i in range(len(self)))

    def curve(self, index: int) -> Array:
        """Return time [s], voltage [V], current density [A/m2] and charge [C/m2] of a run.

        Shape [points, 4]. Quicker than the run itself where only these are wanted.
        """
        if self.quick is not None and self.quick[1][index]:
            return self.quick[0][index, : self.quick[1][index], :4]
        run = self[index]
        return run.rows if isinstance(run, Result) else np.zeros((0, 4))

    @property
    def status(self) -> list[str]:
        """How each run ended."""
        return [r.status for r in self]


def solve_many(
    designs: Sequence[Design],
    protocol: Any,
    *,
    temperature: float | None = None,
    soc: float = 1.0,
    mesh: Mesh | None = None,
    workers: int | None = None,
) -> Runs:
    """Run many designs through one protocol, on all cores.

    Parameters
    ----------
    designs : Batch or sequence of Design
        A `Batch` (from `vary`) is lowered once where its inputs allow it: an input that enters
        the numbers as a power is written over them, which is checked on the last design.
    protocol, temperature, soc, mesh
        As `solve` takes them.
    workers : int or None
        Threads; None for one a core. Results do not depend on it.

    Returns
    -------
    Runs
        In the order of the designs; a design that breaks a rule is a `Failure` with a status.
        Without a mesh, those that ask for a finer one are done again on it, as in `solve`.

    Raises
    ------
    InputError
        If the protocol, soc or mesh breaks a rule.
    """
    plan, again = p.parse(protocol), driver.run if mesh is not None else driver.resolved
    given, mesh = mesh, mesh or Mesh()
    workers = workers or os.cpu_count() or 1
    if isinstance(designs, Batch) and temperature is None and len(designs) > 1:
        segments = _segments(plan)
        mesh = _one_layout(designs, mesh)
        columns = columns_of(designs, soc, mesh) if segments is not None else None
        if columns is not None and segments is not None:
            return _quick(designs, plan, segments, (soc, mesh, again), columns, workers)

    def one(design: Design) -> Result | Failure:
        try:
            return driver.solve(design, plan, temperature=temperature, soc=soc, mesh=given)
        except InputError as error:
            return Failure(design, error)

    with ThreadPoolExecutor(workers) as pool:
        made: list[Any] = list(pool.map(one, _each(designs)))
    return Runs(made, sum(r.seconds for r in made if isinstance(r, Result)))


def _one_layout(batch: Batch, mesh: Mesh) -> Mesh:
    """Return the mesh with as many radial functions as the first and the last design need."""
    if mesh.radial is not None:
        return mesh
    try:
        needed = [functions(driver.made(design), mesh) for design in batch.ends]
    except InputError:
        return mesh
    return replace(mesh, radial=max(needed))


def _each(designs: Sequence[Design]) -> Iterator[Design]:
    for i in range(len(designs)):
        yield designs[i]


def _segments(plan: p.Protocol) -> list[p.Step] | None:
    """Return the steps, if each is one segment that does not depend on the state of charge."""
    steps = [step for _, step in plan.steps()]
    for step in steps:
        hard = isinstance(step.control, p.Profile) or step.temperature is not None
        soc = any(isinstance(limit, p.SocBelow | p.SocAbove) for limit in step.limits)
        if hard or soc or step.period is not None or step.pressure is not None:
            return None
    return steps


def _controls(
    base: driver.Cell, steps: list[p.Step], columns: Columns, n: int
) -> tuple[Array, Array, Array]:
    """Return what every cell of a batch is driven by, limited by, and for how long.

    C-rates follow the capacity of the cell; everything else is one for all.
    """
    drives, limits = np.zeros((n, len(steps), 3)), np.zeros((n, len(steps), 6))
    spans = np.zeros((len(steps), 3))
    share = columns.capacity / base.parts.balance.capacity
    for number, step in enumerate(steps):
        (piece,) = driver.pieces(base, step)
        drives[:, number] = piece[:3]
        limits[:, number], names = driver.limits_of(base, step)
        if run.CHARGE not in names:  # a run that finds no end is made again by itself
            limits[:, number, 4] = 1e300
        spans[number] = piece[3], driver.longest(base, step, piece), base.mesh.tolerance
        if isinstance(step.control, p.CRate):
            drives[:, number, 1] *= share
        for limit in step.limits:
            if isinstance(getattr(limit, "value", None), p.CRate):
                limits[:, number, 2:4] *= share[:, None]
    return drives, limits, spans


def _quick(
    designs: Batch,
    plan: p.Protocol,
    steps: list[p.Step],
    start: tuple[float, Mesh, Callable[..., Result]],
    columns: Columns,
    workers: int,
) -> Runs:
    """Run a batch whose inputs are columns: no Python between the cells."""
    soc, mesh, again = start
    base = driver.ready(columns.base, soc, mesh)
    for number, step in enumerate(steps, start=1):
        driver.check_step(columns.base, step, f"step {number}")
    n = len(designs)
    drives, limits, spans = _controls(base, steps, columns, n)
    out = np.empty((n, ROWS, 4 + int(base.numbers.k[A.X] + base.numbers.k[A.Z])))
    codes, counts = np.zeros(n, np.int64), np.zeros(n, np.int64)
    ends, held = np.zeros((n, len(steps)), np.int64), np.zeros((n, 2))

    def chunk(first: int) -> float:
        here, mem = slice(first, first + CHUNK), base.memory.copy(keep=True)
        begun = driver.clock()
        kernel.many(
            mem.k, mem.f, mem.slow, mem.s.copy(), mem.w, mem.s, columns.where, columns.values[here],
            drives[here], limits[here], spans, out[here], codes[here], counts[here], ends[here],
            held[here],
        )  # fmt: skip
        return driver.clock() - begun

    with ThreadPoolExecutor(workers) as pool:
        seconds = sum(pool.map(chunk, range(0, n, CHUNK)))
    if again is driver.resolved:
        codes[[not holds(*found) for found in held.tolist()]] = run.FULL

    def made(i: int) -> Result | Failure:
        if codes[i] != run.TIME:  # stopped, or more than its mesh holds: by itself, with its reason
            try:
                return again(designs[i], plan, soc, mesh)
            except InputError as error:
                return Failure(None, error)
        mem = base.memory.copy(keep=True)
        mem.f[columns.where] = columns.values[i]
        numbers = mem.unpack(base.numbers)
        rows = out[i, : counts[i]]
        step = np.searchsorted(ends[i], np.arange(counts[i]), side="right") + 1
        mem.s[: rows.shape[1] - 4] = rows[-1, 4:]
        begin(mem.k, mem.f, mem.slow, mem.s, mem.w, 0, rows[-1, 2])  # rates of the last state
        at_end = Stage(0, numbers, mem)
        inputs = Inputs(lambda: designs[i], plan, base.temperature, soc, mesh)
        return Result(
            inputs, (at_end,), rows[:, :4], rows[:, 4:], step, base.parts.faces,
            float(columns.capacity[i]), None, seconds / n,
        )  # fmt: skip

    whole = np.where(codes == run.TIME, counts, 0)
    return Runs([lambda i=i: made(i) for i in range(n)], seconds, (out, whole))
