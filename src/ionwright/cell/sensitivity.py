"""How a run answers to its inputs: derivatives along the steps of one run.

A run is repeated twice on the same steps, as it is and with an input moved by a millionth, the
second time with one Newton sweep a stage from the stages of the first. The difference is free of
the noise of step control; a step that ends on a limit ends there again, earlier or later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ionwright.cell import driver
from ionwright.cell import protocol as p
from ionwright.cell._kernels import arrays as A
from ionwright.cell._kernels import run, tangent
from ionwright.cell.design import Design
from ionwright.cell.files import change
from ionwright.cell.mesh import Mesh
from ionwright.cell.result import Result
from ionwright.errors import InputError

Array = NDArray[np.float64]
MOVED = 1e-6
"""Share of an input by which it is moved."""


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """Derivatives of a run by its inputs.

    Parameters
    ----------
    result : Result
        The run.
    paths : tuple of str
        Inputs.
    voltage : array [paths, points]
        dV/d(input) at the run's points [V per unit of the input in SI]; the last point of a step
        that ends on a limit moves in time with the input.
    time, charge, work : array [paths, points]
        d(time) [s], d(charge) [C/m2] and d(energy) [J/m2], each per unit of the input.
    seconds : float
        Spent in the solver for one input, on average [s].
    """

    result: Result
    paths: tuple[str, ...]
    voltage: Array
    time: Array
    charge: Array
    work: Array
    seconds: float

    @property
    def headline(self) -> dict[str, dict[str, float]]:
        """Derivatives of discharged charge [Ah] and energy [Wh] of the whole run, per input."""
        faces = self.result.faces / 3600.0
        out = np.diff(self.result.rows[:, 3]) > 0.0
        return {
            path: {
                "discharged": float(np.diff(self.charge[i])[out].sum() * faces),
                "discharged_energy": float(np.diff(self.work[i])[out].sum() * faces),
                "duration": float(self.time[i, -1] / 3600.0),
            }
            for i, path in enumerate(self.paths)
        }


def sensitivities(
    design: Design,
    protocol: Any,
    paths: Sequence[str],
    *,
    soc: float = 1.0,
    mesh: Mesh | None = None,
) -> Sensitivity:
    """Return how a run answers to some of its inputs.

    Parameters
    ----------
    design : Design
    protocol : Protocol or what `protocol.parse` reads
        Steps at one temperature, without profiles.
    paths : sequence of str
        Inputs by their paths, each a number that is not 0.
    soc : float
        At the start [1].
    mesh : Mesh or None

    Raises
    ------
    InputError
        If the run does not finish, or a path is no number of the design.

    Notes
    -----
    What an input moves before the run is counted too: capacity, 1C, and the state at the start.
    """
    result = driver.solve(design, protocol, soc=soc, mesh=mesh).require()
    mesh = replace(result.inputs.mesh, radial=int(result.numbers.k[A.M]))
    steps = [step for _, step in result.inputs.protocol.steps()]
    for step in steps:
        if isinstance(step.control, p.Profile) or step.temperature is not None:
            raise InputError(
                "sensitivities follow steps of one temperature that are no profiles",
                seen=str(step),
                do="Leave such steps out",
            )
    base = driver.ready(design, soc, mesh)
    track = _Track(result, steps)
    rows = track.first(base)
    moved = [_moved(design, path) for path in paths]
    seconds, out = 0.0, []
    for other, size in moved:
        cell = driver.ready(other, soc, mesh)
        begun = driver.clock()
        out.append((track.second(cell, rows) - rows) / size)
        seconds += driver.clock() - begun
    found = np.array(out)
    work = 4 + int(base.numbers.k[A.O_L]) + A.WORKED
    return Sensitivity(
        result, tuple(paths), found[:, :, 1], found[:, :, 0], found[:, :, 3], found[:, :, work],
        seconds / len(paths),
    )  # fmt: skip


def _moved(design: Design, path: str) -> tuple[Design, float]:
    """Return the design with an input moved, and by how much."""
    value = {leaf.path: leaf.value for leaf in design.leaves}.get(path)
    if not isinstance(value, float) or value == 0.0:
        raise InputError(
            "a sensitivity is taken to an input that is a number other than 0",
            seen=f"{path} = {value!r}",
            do="Write the number into the design, or choose another input",
        )
    size = MOVED * value
    try:
        return change(design, {path: value + size}), size
    except InputError:  # the upper end of its range
        return change(design, {path: value - size}), -size


class _Track:
    """The steps of a run, to be repeated."""

    def __init__(self, result: Result, steps: Sequence[p.Step]) -> None:
        self.times, self.steps, self.ended = [], steps, []
        self.last: list[Array] = []
        for number in range(1, len(steps) + 1):
            here = np.flatnonzero(result.step == number)
            self.times.append(result.time[here])
            self.last.append(result.rows[here[-1]])
        self.slopes = [0.0] * len(steps)
        self.points: list[Array] = []

    def _drive(self, cell: driver.Cell, step: p.Step) -> tuple[Array, Array]:
        (piece,) = driver.pieces(cell, step)
        return np.array(piece[:3], float), driver.limits_of(cell, step)[0]

    def first(self, cell: driver.Cell) -> Array:
        """Return the rows of the run as it is."""
        m, mem, out = cell.numbers, cell.memory, []
        width = 4 + int(m.k[A.X] + m.k[A.Z])
        for number, step in enumerate(self.steps):
            times = self.times[number]
            drive, limits = self._drive(cell, step)
            rows, points = np.empty((len(times), width)), np.empty((len(times), 5 * int(m.k[A.Z])))
            which = self._which(cell, step, number)
            self.slopes[number] = tangent.first(
                mem.k, mem.f, mem.slow, mem.s, mem.w, drive, limits, which, times, points, rows
            )
            if not np.isfinite(self.slopes[number]):
                raise InputError("a run must repeat on its own steps", do="Tighten the tolerance")
            self.ended.append(which)
            self.points.append(points)
            cell.out.append(rows)
            out.append(rows)
        return np.concatenate(out)

    def second(self, cell: driver.Cell, rows: Array) -> Array:
        """Return the rows of a run with other inputs."""
        m, mem, out, at = cell.numbers, cell.memory, [], 0
        kept, ahead, shift = np.empty_like(mem.s), np.empty(int(m.k[A.Z])), 0.0
        for number, step in enumerate(self.steps):
            times = self.times[number]
            drive, limits = self._drive(cell, step)
            here, out_here = rows[at : at + len(times)], np.empty((len(times), rows.shape[1]))
            code = tangent.second(
                mem.k, mem.f, mem.slow, mem.s, mem.w, drive, limits, self.ended[number],
                self.slopes[number], times, self.points[number], here, kept, ahead, out_here,
            )  # fmt: skip
            if code != 0:
                raise InputError("a run must repeat on its own steps", do="Tighten the tolerance")
            out_here[:, 0] += shift
            shift += out_here[-1, 0] - shift - times[-1]
            at += len(times)
            cell.out.append(out_here)
            out.append(out_here)
        return np.concatenate(out)

    def _which(self, cell: driver.Cell, step: p.Step, number: int) -> int:
        """Return the limit that ended a step, as the kernel names it; TIME for its duration."""
        duration = self.times[number][-1] - self.times[number][0]
        if step.duration is not None and duration >= step.duration * (1.0 - 1e-9):
            return run.TIME
        limits, names = driver.limits_of(cell, step)
        last = self.last[number]
        near = {
            which: abs(float(run.apart(last[1], last[2], last[3] - limits[5], limits, which)))
            for which in names
        }
        return min(near, key=lambda which: near[which])
