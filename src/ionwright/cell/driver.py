"""Run a design through a protocol."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ionwright import units
from ionwright.cell import protocol as p
from ionwright.cell._control import Amount
from ionwright.cell._kernels import run as kernel
from ionwright.cell._kernels.arrays import Numbers, State, Work
from ionwright.cell.balance import stoichiometries
from ionwright.cell.design import Design
from ionwright.cell.files import change
from ionwright.cell.lower import Mesh, lower, memory
from ionwright.cell.parts import Parts, parts_of
from ionwright.cell.result import Inputs, Result, Stop
from ionwright.errors import InputError

ROWS = 1000
"""Rows stored before memory is extended."""
MOST_ROWS = 1_000_000
"""Rows of one step, or of one piece of a profile, after which a run ends."""
NO_LIMIT = np.array([-1e300, 1e300, -1e300, 1e300, 1e300])
KINDS = {p.Voltage: 1, p.Power: 2, p.Resistance: 3}


@dataclass
class Cell:
    """A cell on its way through a protocol: arrays, and what is stored."""

    parts: Parts
    numbers: Numbers
    state: State
    work: Work
    out: list[np.ndarray]
    trace: list[np.ndarray]
    step: list[int]
    soc: float
    mesh: Mesh

    @property
    def one_c(self) -> float:
        """1C as current density of a positive face [A/m2]."""
        return self.parts.balance.capacity / 3600.0


def solve(
    design: Design,
    protocol: Any,
    *,
    temperature: float | None = None,
    soc: float = 1.0,
    mesh: Mesh | None = None,
) -> Result:
    """Run a design through a protocol, isothermally.

    Parameters
    ----------
    design : Design
    protocol : Protocol or what `protocol.parse` reads
        For example ``"Discharge at 1C until 2.5 V"``.
    temperature : float or None
        Cell temperature [K], put into the design; None keeps that of the design.
    soc : float
        State of charge at the start, 0 to 1 of the capacity on the spec sheet.
    mesh : Mesh or None
        Mesh and tolerance.

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
    Electrodes are porous (Doyle-Fuller-Newman) with constant diffusivity in the particles; the
    electrolyte is a single-ion conductor or one ideal salt; the negative may be lithium or an
    alloy of constant potential. Potentials with two branches enter with their mean.

    The capacity of the spec sheet ends at the lithium contents of the design, less what the
    first cycle loses. A run goes on to the limits of its protocol and may pass below soc 0: by
    14 % of the capacity for NMC811 beside lithium at C/500, whose loss the host takes up again.
    """
    if temperature is not None:
        design = change(design, {"cell.operation.temperature": temperature})
    if not 0.0 <= soc <= 1.0:
        raise InputError("soc lies between 0 and 1", seen=repr(soc), do="Correct soc")
    parts, T, mesh = parts_of(design), design.cell.operation.temperature, mesh or Mesh()
    plan = p.parse(protocol)
    for number, (_, step) in enumerate(plan.steps(), start=1):
        _check(step, T, f"step {number}")
    numbers = lower(parts, T, mesh)
    cell = _ready(parts, numbers, soc, mesh)
    status: Stop | None = None
    for number, (_, step) in enumerate(plan.steps(), start=1):
        status = _do(cell, step, number)
        if status is not None:
            break
    inputs = Inputs(design, plan, T, soc, mesh)
    rows = np.concatenate(cell.out) if cell.out else np.zeros((0, 4))
    trace = np.concatenate(cell.trace) if cell.trace else np.zeros((0, 0))
    return Result(
        inputs=inputs,
        numbers=numbers,
        rows=rows,
        trace=trace,
        step=np.array(cell.step, int),
        faces=parts.faces,
        capacity=parts.balance.capacity,
        stop=status,
        state=cell.state,
    )


def _check(step: p.Step, T: float, where: str) -> None:
    """Refuse what a step asks for and this model does not have."""
    if step.temperature is not None and abs(step.temperature - T) > 1e-6:
        raise InputError(
            "a run has one temperature",
            seen=units.show(step.temperature, "degC"),
            allowed=units.show(T, "degC"),
            do="Run the steps one after the other, or give the run this temperature",
            where=where,
        )
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


def _ready(parts: Parts, m: Numbers, soc: float, mesh: Mesh) -> Cell:
    """Return the cell at rest at a state of charge."""
    state, work = memory(m)
    b = parts.balance
    moved = (1.0 - soc) * b.capacity
    unused = b.positive + b.positive_loss - b.first_charge
    x = stoichiometries(*parts.positive, unused + moved, lithiation=True)
    if parts.negative[1]:
        held = min(b.first_charge - b.negative_loss + b.inventory, b.negative)
        coating, hosts = parts.negative
        assert coating is not None
        x = stoichiometries(coating, hosts, b.negative - held + moved, lithiation=False) + x
    state.z[:, 0] = 0.0
    hosts = [*parts.negative[1], *parts.positive[1]]
    n_n, n_s = int(m.k[0]), int(m.k[1])
    for i, (value, host) in enumerate(zip(x, hosts, strict=True)):
        here = slice(0, n_n) if i < m.k[4] else slice(n_n + n_s, None)
        state.q[here, i, 0] = value / np.sqrt(3.0)
        state.z[here, 0] = float(host.material.ocp(value))
    return Cell(parts, m, state, work, [], [], [], soc, mesh)


def _do(cell: Cell, step: p.Step, number: int) -> Stop | None:
    """Do one step of a protocol; return why it stopped the run, or None."""
    for kind, target, drift, duration in _pieces(cell, step):
        limits, names = _limits(cell, step)
        stop = _segment(cell, (kind, target, drift), limits, duration, (step, number, names))
        if stop == "limit":
            return None
        if isinstance(stop, Stop):
            return stop
    return None


def _pieces(cell: Cell, step: p.Step) -> list[tuple[int, float, float, float]]:
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


def _limits(cell: Cell, step: p.Step) -> tuple[np.ndarray, dict[int, str]]:
    """Return the kernel's limits and what each of them is called."""
    limits, names = NO_LIMIT.copy(), {}
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
    moved = cell.out[-1][-1, 3] if cell.out else 0.0
    return cell.soc - moved / cell.parts.balance.capacity


def _segment(
    cell: Cell,
    control: tuple[int, float, float],
    limits: np.ndarray,
    duration: float,
    about: tuple[p.Step, int, dict[int, str]],
) -> Stop | str | None:
    """Run one piece; return "limit" where a limit ended it, a `Stop` where it failed."""
    m, s, w = cell.numbers, cell.state, cell.work
    kind, target, drift = control
    step, number, names = about
    if kind == 1:
        s.io[0] = cell.out[-1][-1, 2] if cell.out else 0.0
    guess = (s.z.copy(), s.y.copy(), s.io.copy())
    s.io[2] = 0.0
    if kernel.start(m, s, w, kind, target) != 0:
        return _infeasible(cell, control, guess, number)
    begun = cell.out[-1][-1, 0] if cell.out else 0.0
    charge = cell.out[-1][-1, 3] if cell.out else 0.0
    passed = int(kernel.crossed(s.io, limits))
    if passed in (kernel.LOW_VOLTAGE, kernel.HIGH_VOLTAGE, kernel.CHARGE):
        why = f"its limit {names[passed]} is passed before it begins"
        return Stop(number, float(begun), float(s.io[1]), float(s.io[0]), why)
    if passed != kernel.TIME:
        return "limit"
    first, at, left, stored = True, 0.0, duration, 0
    while True:
        out = np.zeros((ROWS, 4))
        trace = np.zeros((ROWS, s.z.size + s.y.size + s.q.size))
        kernel.store(s, out, 0, begun + at, charge, trace)
        longest = step.period or 0.01 * cell.parts.balance.capacity / max(abs(s.io[0]), 1e-3)
        steps = np.array([left, min(1e-3, left), longest, cell.mesh.tolerance, begun + at])
        code, rows = kernel.segment(
            m, s, w, kind, target + drift * at, drift, limits, steps, out, trace
        )
        keep = slice(0 if first else 1, rows)
        cell.out.append(out[keep].copy())  # a slice would keep the whole memory
        cell.trace.append(trace[keep].copy())
        cell.step += [number] * (keep.stop - keep.start)
        first, charge, stored = False, out[rows - 1, 3], stored + rows
        at = out[rows - 1, 0] - begun
        left = duration - at
        if code != kernel.FULL or stored >= MOST_ROWS:
            break
    if code in (kernel.STUCK, kernel.FULL):
        why = _why(cell) if code == kernel.STUCK else f"a step stores at most {MOST_ROWS} rows"
        return Stop(number, begun + at, float(s.io[1]), float(s.io[0]), why)
    return None if code == kernel.TIME else "limit"


def _why(cell: Cell) -> str:
    """Say what kept the last step from having a solution."""
    m, s = cell.numbers, cell.state
    n_n, n_s = int(m.k[0]), int(m.k[1])
    worst = "no state satisfies the equations any longer"
    for i in range(int(m.k[5])):
        here = slice(0, n_n) if i < m.k[4] else slice(n_n + n_s, None)
        x = s.q[here, i] @ m.surface
        if x.max() > 0.995 or x.min() < 0.005:
            side = "negative" if i < m.k[4] else "positive"
            full = "full" if x.max() > 0.995 else "empty"
            worst = f"the surface of the particles in the {side} is {full}"
    if m.k[3] and s.c.min() < 0.02 * m.f[7]:
        worst = "the salt is used up at one side"
    return worst


def _infeasible(
    cell: Cell, control: tuple[int, float, float], guess: tuple[np.ndarray, ...], number: int
) -> Stop:
    """Find by bisection the largest share of the target that has a consistent start."""
    m, s, w = cell.numbers, cell.state, cell.work
    kind, target, _ = control
    low, high = 0.0, 1.0
    for _ in range(20):
        middle = 0.5 * (low + high)
        s.z[:], s.y[:], s.io[:] = guess
        if kernel.start(m, s, w, kind, middle * target) == 0:
            low = middle
        else:
            high = middle
    what = ("current density", "voltage", "power", "resistance")[kind]
    unit = ("mA/cm2", "V", "W/m2", "ohm cm2")[kind]
    begun = cell.out[-1][-1, 0] if cell.out else 0.0
    text = (
        f"the {what} {units.show(target, unit)} has no consistent start; the largest that works"
        f" is {units.show(low * target, unit)}"
    )
    return Stop(number, float(begun), float("nan"), float("nan"), text)
