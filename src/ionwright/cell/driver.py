"""Run a design through a protocol."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from time import perf_counter as clock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ionwright import units
from ionwright.cell import protocol as p
from ionwright.cell import reasons
from ionwright.cell._control import Amount
from ionwright.cell._kernels import arrays as A
from ionwright.cell._kernels import run as kernel
from ionwright.cell._kernels.arrays import Numbers
from ionwright.cell.design import Design
from ionwright.cell.files import change
from ionwright.cell.lower import lower
from ionwright.cell.memory import Memory, at_rest, memory
from ionwright.cell.mesh import Mesh, holds
from ionwright.cell.parts import Parts, parts_of
from ionwright.cell.resolution import agree, resolution
from ionwright.cell.result import Inputs, Result, Stage, Stop
from ionwright.cell.way import Cell
from ionwright.errors import InputError
from ionwright.numerics import jit

Array = NDArray[np.float64]
ROWS = 128
"""Rows stored before memory is extended."""
MOST_ROWS = 1_000_000
"""Rows of one step, or of one piece of a profile, after which a run ends."""
CREEP = 1e-3
"""Share of the longest step, or of what is left of the segment, by which `ROWS` steps must
advance: at less, the charge of a cell would take more than `MOST_ROWS`."""
CREEPS = 40
"""So often in a row they may fall short of that before a run ends."""
ENDLESS = 1000.0
"""Capacities that a step without a duration may move before it counts as endless."""
LONGEST = 0.125
"""Longest step in time: that moves this share of the capacity, or at rest this share of 10 h."""
NO_LIMIT = np.array([-1e300, 1e300, -1e300, 1e300, 1e300, 0.0])
KINDS = {p.Voltage: 1, p.Power: 2, p.Resistance: 3}


def solve(
    design: Design,
    protocol: Any,
    *,
    temperature: float | None = None,
    soc: float = 1.0,
    mesh: Mesh | None = None,
) -> Result:
    """Run a design through a protocol.

    Parameters
    ----------
    design : Design
    protocol : Protocol or what `protocol.parse` reads
        For example ``"Discharge at 1C until 2.5 V"``.
    temperature : float or None
        Cell temperature [K], put into the design; None keeps that of the design.
    soc : float
        State of charge at the start, 0 to 1 of the capacity on the spec sheet. A cell of two
        planar electrodes has none and starts as built.
    mesh : Mesh or None
        Mesh and tolerance, which stay as they are. None begins with those of `Mesh()` and does
        the run again, finer, where its rows show that they do not hold it; `notes` say so.

    Returns
    -------
    Result
        Everything that was computed; `status` says how it ended.

    Raises
    ------
    InputError
        If the input breaks a rule. A run that stops early raises nothing.

    Notes
    -----
    Electrodes are porous (Doyle-Fuller-Newman) or planar; diffusion in a particle follows its
    mean composition; the electrolyte is a single-ion conductor or one salt. With
    ``[cell.thermal]`` the temperature is a state, else that of the design or of the step.

    The capacity of the spec sheet ends at the lithium contents of the design, less what the
    first cycle loses. A run goes on to the limits of its protocol and may pass below soc 0: by
    14 % of the capacity for NMC811 beside lithium at C/500, whose loss the host takes up again.
    """
    if temperature is not None:
        design = change(design, {"cell.operation.temperature": temperature})
    if not 0.0 <= soc <= 1.0:
        raise InputError("soc lies between 0 and 1", seen=repr(soc), do="Correct soc")
    plan = p.parse(protocol)
    for number, (_, step) in enumerate(plan.steps(), start=1):
        check_step(design, step, f"step {number}")
    jit.about_to_run()
    return run(design, plan, soc, mesh) if mesh is not None else resolved(design, plan, soc, Mesh())


def resolved(design: Design, plan: p.Protocol, soc: float, mesh: Mesh) -> Result:
    """Return a run on a mesh, or on the finer one that its rows ask for, until two agree."""
    first, spent, last = mesh, 0.0, None
    while True:
        cell, stop = _carried(design, plan, soc, mesh)
        found, k = resolution(cell), cell.numbers.k
        held = holds(*found) or (last is not None and agree(last, cell))
        size = cell.rows * int(k[A.X] + k[A.Z])
        finer = None if held else mesh.finer(*found, int(k[A.M]), size)
        if finer is None:
            break
        mesh, spent, last = finer, spent + cell.seconds, cell
    result = _result(cell, plan, stop)
    if held and mesh is first:
        return result
    return replace(result, notes=mesh.why(first, held), seconds=result.seconds + spent)


def run(design: Design, plan: p.Protocol, soc: float, mesh: Mesh) -> Result:
    """Return a run on this mesh, whatever it resolves."""
    cell, stop = _carried(design, plan, soc, mesh)
    return _result(cell, plan, stop)


def _carried(design: Design, plan: p.Protocol, soc: float, mesh: Mesh) -> tuple[Cell, Stop | None]:
    """Return a cell that went through a protocol, its rows in one array, and what stopped it."""
    cell, stop = ready(design, soc, mesh), None
    for number, (_, step) in enumerate(plan.steps(), start=1):
        stop = _do(cell, step, number)
        if stop is not None:
            break
    if cell.out:
        cell.out, cell.step = [np.concatenate(cell.out)], [np.concatenate(cell.step)]
    return cell, stop


def _result(cell: Cell, plan: p.Protocol, stop: Stop | None) -> Result:
    width = 4 + int(cell.numbers.k[A.X] + cell.numbers.k[A.Z])
    rows = cell.out[0] if cell.out else np.zeros((0, width))
    return Result(
        inputs=Inputs(cell.design, plan, cell.temperature, cell.soc, cell.mesh),
        stages=tuple(cell.stages),
        rows=rows[:, :4],
        states=rows[:, 4:],
        step=cell.step[0] if cell.step else np.zeros(0, np.int64),
        faces=cell.parts.faces,
        capacity=cell.parts.balance.capacity,
        stop=stop,
        seconds=cell.seconds,
    )


@lru_cache(maxsize=64)
def made(design: Design) -> Parts:
    """Return the parts of a design that has a capacity, or needs none; made once."""
    parts = parts_of(design)
    if design.stores and not parts.balance.capacity > 0.0:
        raise InputError(
            "a cell must have a capacity above 0",
            seen=units.show(parts.balance.capacity, "mAh/cm2"),
            do="Formation leaves no lithium to cycle: raise the first-cycle efficiencies, or make"
            " the positive larger",
            where=design.where,
        )
    return parts


@lru_cache(maxsize=64)
def prepared(design: Design, T: float, mesh: Mesh) -> tuple[Parts, Numbers, Memory]:
    """Return parts, numbers and fresh memory of a design at a temperature, made once."""
    parts = made(design)
    numbers = lower(parts, T, mesh)
    return parts, numbers, memory(numbers)


def ready(design: Design, soc: float, mesh: Mesh) -> Cell:
    """Return the cell at rest at a state of charge."""
    T = design.cell.operation.temperature
    parts, m, fresh = prepared(design, T, mesh)
    mem = fresh.copy()
    at_rest(parts, m, mem.s, soc, T)
    cell = Cell(design, parts, m, mem, soc, mesh, T)
    cell.stages.append(Stage(0, m, mem))
    return cell


def _at_temperature(cell: Cell, T: float) -> None:
    """Put a cell into surroundings of another temperature; an isothermal cell follows at once."""
    if abs(T - float(cell.memory.f[A.AMBIENT])) < 1e-9:
        return
    if cell.numbers.k[A.HEAT]:
        mem = cell.memory.copy(keep=True)
        mem.f[A.AMBIENT] = T
        m = cell.numbers
    else:
        _, m, fresh = prepared(cell.design, T, cell.mesh)
        mem = fresh.copy()
        mem.s[:], mem.slow[:] = cell.memory.s, cell.memory.slow
        mem.s[m.k[A.O_L] + A.KELVIN] = T
    cell.numbers, cell.memory = m, mem
    cell.stages.append(Stage(cell.rows, m, mem))


def check_step(design: Design, step: p.Step, where: str) -> None:
    """Refuse what a step asks for and this model does not have."""
    if step.pressure is not None:
        raise InputError(
            "the model does not depend on stack pressure within a run",
            seen=units.show(step.pressure, "MPa"),
            do="Leave the pressure out; a design carries what was measured under its own",
            where=where,
        )
    amount = (p.ChargeLimit, p.ArealChargeLimit, p.SocBelow, p.SocAbove)
    counted = [limit for limit in step.limits if isinstance(limit, amount)]
    if counted and (step.direction == 0 or isinstance(step.control, p.Profile)):
        raise InputError(
            "charge and state of charge end a step of one direction that is no profile",
            seen=str(step),
            do="End it by time, voltage or current",
            where=where,
        )
    for limit in counted:
        if isinstance(limit, p.SocBelow | p.SocAbove) and limit.side == step.direction:
            raise InputError(
                "a discharge ends at a lower state of charge and a charge at a higher one",
                seen=str(step),
                do="Turn the limit round",
                where=where,
            )
    if not design.stores:
        _check_planar(step, where)


def _check_planar(step: p.Step, where: str) -> None:
    """Refuse what counts in capacities for a cell that has none."""
    parts = [step.control, getattr(step.control, "start", None), getattr(step.control, "end", None)]
    parts += [getattr(limit, "value", None) for limit in step.limits]
    rates = any(isinstance(part, p.CRate) for part in parts)
    rates = rates or getattr(step.control, "kind", None) is p.CRate
    socs = any(isinstance(limit, p.SocBelow | p.SocAbove) for limit in step.limits)
    if rates or socs:
        raise InputError(
            "a cell of two planar electrodes has no capacity that C-rates and states of charge"
            " could count in",
            seen=str(step),
            do="Write currents in mA/cm2 and charges in mAh/cm2",
            where=where,
        )


def _do(cell: Cell, step: p.Step, number: int) -> Stop | None:
    """Do one step of a protocol; return why it stopped the run, or None."""
    _at_temperature(cell, cell.temperature if step.temperature is None else step.temperature)
    for kind, target, drift, duration in pieces(cell, step):
        limits, names = limits_of(cell, step)
        stop = _segment(cell, (kind, target, drift), limits, duration, (step, number, names))
        if stop == "limit":
            return None
        if isinstance(stop, Stop):
            return stop
    return None


def pieces(cell: Cell, step: p.Step) -> list[tuple[int, float, float, float]]:
    """Return (kind, target, drift, duration) of the pieces of a step, per positive face."""
    control = step.control
    longest = step.duration if step.duration is not None else 1e9
    if isinstance(control, p.Rest):
        return [(0, 0.0, 0.0, longest)]
    if isinstance(control, p.Profile):
        value = np.array([_areal(cell, control.kind(float(v))) for v in control.value])
        kind, span = KINDS.get(control.kind, 0), np.diff(control.time)
        drift = np.diff(value) / span
        return [
            (kind, float(v), float(d), float(t))
            for v, d, t in zip(value[:-1], drift, span, strict=True)
        ]
    if isinstance(control, p.Ramp):
        first, last = (_areal(cell, c) for c in (control.start, control.end))
        return [(KINDS.get(type(control.start), 0), first, (last - first) / longest, longest)]
    return [(KINDS.get(type(control), 0), _areal(cell, control), 0.0, longest)]


def _areal(cell: Cell, amount: Amount) -> float:
    """Return an amount per positive face: A/m2, V, W/m2, ohm m2."""
    if isinstance(amount, p.CRate):
        return amount.value * cell.one_c
    if isinstance(amount, p.Current | p.Power):
        return amount.value / cell.parts.faces
    if isinstance(amount, p.Resistance):
        return amount.value * cell.parts.faces
    return amount.value


def limits_of(cell: Cell, step: p.Step) -> tuple[np.ndarray, dict[int, str]]:
    """Return the kernel's limits and what each of them is called."""
    limits, names = NO_LIMIT.copy(), {}
    limits[5] = cell.last[3]
    if step.duration is None:
        limits[4] = ENDLESS * cell.scale
    capacity = cell.parts.balance.capacity
    for limit in step.limits:
        if isinstance(limit, p.VoltageBelow):
            limits[0], names[1] = limit.value, str(limit)
        elif isinstance(limit, p.VoltageAbove):
            limits[1], names[2] = limit.value, str(limit)
        elif isinstance(limit, p.CurrentBelow):
            limits[2], names[3] = abs(_areal(cell, limit.value)), str(limit)
        elif isinstance(limit, p.CurrentAbove):
            limits[3], names[4] = abs(_areal(cell, limit.value)), str(limit)
        else:
            amount = limit.value
            if isinstance(limit, p.ChargeLimit):
                amount = limit.value / cell.parts.faces
            elif isinstance(limit, p.SocBelow | p.SocAbove):
                amount = limit.side * (limit.value - _soc(cell)) * capacity
            limits[4] = min(limits[4], amount)
            names[5] = str(limit)
    return limits, names


def _soc(cell: Cell) -> float:
    return cell.soc - cell.last[3] / cell.parts.balance.capacity


def _segment(
    cell: Cell,
    control: tuple[int, float, float],
    limits: Array,
    duration: float,
    about: tuple[p.Step, int, dict[int, str]],
) -> Stop | str | None:
    """Run one piece; return "limit" where a limit ended it, a `Stop` where it failed."""
    m, mem = cell.numbers, cell.memory
    step, number, names = about
    begun, stored, creeps, advanced = float(cell.last[0]), 0, 0, 0.0
    drive = np.array(control, float)
    before = mem.s.copy()
    steps = np.array([duration, 0.0, 0.0, cell.mesh.tolerance, begun, 0.0])
    steps[2] = longest(cell, step, control)
    width = 4 + int(m.k[A.X] + m.k[A.Z])
    while True:
        out = np.empty((ROWS, width))
        begun_at = clock()
        code, rows = kernel.segment(mem.k, mem.f, mem.slow, mem.s, mem.w, drive, limits, steps, out)
        cell.seconds += clock() - begun_at
        if code == kernel.NO_START:
            return reasons.infeasible(cell, control, before, number)
        passed = code - kernel.PASSED_BEFORE
        hard = (kernel.LOW_VOLTAGE, kernel.HIGH_VOLTAGE, kernel.CHARGE)
        if passed in hard:
            V, i = (float(v) for v in mem.s[mem.k[A.IO] + 1 : mem.k[A.IO] - 1 : -1])
            why = f"its limit {names[passed]} is passed before it begins"
            why += reasons.remedy(cell, control, limits, before, passed)
            mem.s[:] = before
            return Stop(number, begun, V, i, why)
        if passed > 0:
            return "limit"
        hot = reasons.too_hot(cell, out[:rows])
        rows = rows if hot is None else hot + 1
        if rows:
            cell.out.append(out[:rows])
            cell.step.append(np.full(rows, number, np.int64))
        cell.rows, stored = cell.rows + rows, stored + rows
        if hot is not None:
            t, V, i = (float(v) for v in cell.last[:3])
            return Stop(number, t, V, i, reasons.heat_of(cell))
        if code != kernel.FULL:
            break
        advanced = float(out[-1, 0] - out[0, 0])
        creeps = creeps + 1 if advanced < CREEP * min(steps[2], duration - steps[1]) else 0
        if stored >= MOST_ROWS or creeps >= CREEPS:
            break
    t, V, i = (float(v) for v in cell.last[:3])
    if code in (kernel.STUCK, kernel.FULL):
        why = f"a step stores at most {MOST_ROWS} rows"
        if code == kernel.STUCK or creeps >= CREEPS:
            pace = advanced / (ROWS - 1) if code == kernel.FULL else None
            why = reasons.why(cell, pace) + reasons.unlimited(cell, step)
        return Stop(number, t, V, i, why)
    if code == kernel.CHARGE and kernel.CHARGE not in names:
        return Stop(number, t, V, i, reasons.endless(cell, step, ENDLESS))
    return None if code == kernel.TIME else "limit"


def longest(cell: Cell, step: p.Step, control: tuple[float, ...]) -> float:
    """Return the longest step in time of a segment [s]."""
    return step.period or LONGEST * _unit_of_time(cell, control)


def _unit_of_time(cell: Cell, control: tuple[float, ...]) -> float:
    """Return the time that moves one capacity at the current of a step, at most 10 h [s]."""
    kind, target = control[:2]
    current = abs(target) if kind == 0 else abs(float(cell.last[2]))
    return min(cell.scale / max(current, 1e-9), 36000.0 if current < 1e-6 else 1e9)
