"""Why a run stops early: what is at its end, where the cell stands, what would work."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ionwright import data, units
from ionwright.cell import protocol as p
from ionwright.cell._kernels import arrays as A
from ionwright.cell._kernels import run as kernel
from ionwright.cell._kernels.start import start
from ionwright.cell.fields import nodes, unpack
from ionwright.cell.residual import salt_at
from ionwright.cell.result import Stop

if TYPE_CHECKING:
    from ionwright.cell.way import Cell

Array = NDArray[np.float64]
SOON = 1e-3
"""A surface that is full in so many seconds [s] is called full."""
WHAT = ("current density", "voltage", "power", "resistance")


def why(cell: Cell, pace: float | None = None) -> str:
    """Say what kept the last step from having a solution, or steps at a mean of `pace` [s]."""
    m, s = cell.numbers, cell.memory.s
    n, W, M = len(m.h), int(m.k[A.W]), int(m.k[A.M])
    q = s[: m.k[A.O_H]].reshape(n, W, M)
    worst, nearest = "", (1.0, "")
    rate = s[cell.memory.k[A.RATE] :][: m.k[A.O_H]].reshape(n, W, M)
    for one in range(int(m.k[A.P_ALL])):
        if m.kind[one] == A.PLATED:
            continue
        here, place = nodes(m, one)
        x, dx = q[here, place] @ m.surface, rate[here, place] @ m.surface
        full, empty = (x > 0.995) | (x + SOON * dx > 1.0), (x < 0.005) | (x + SOON * dx < 0.0)
        side = "negative" if one < m.k[A.P_N] else "positive"
        for room, end in ((float((1.0 - x).min()), "full"), (float(x.min()), "empty")):
            nearest = min(nearest, (room, f"the surface of the particles in the {side} is {end}"))
        if full.any() or empty.any():
            what = "full" if full.any() else "empty"
            worst = f"the surface of the particles in the {side} is {what}"
    for side, name in enumerate(("negative", "positive")):
        metal = s[m.k[A.O_L] + A.METAL_N + side]
        if m.planar[side] == A.METAL and metal < m.f[A.METAL_REF]:
            worst = f"the lithium of the {name} is used up, down to the bare collector"
    if m.k[A.SALT] and _least_salt(cell) < 0.02 * m.f[A.C_REF]:
        worst = "the salt is used up at one side"
    what = "no state satisfies the equations any longer"
    if pace is not None:
        what = f"its steps in time have come down to {pace:.2g} s, which leads nowhere"
        worst = worst and f"{what}: {worst}"
    return worst or f"{what}; nearest to an end, {nearest[1]} but for {100.0 * nearest[0]:.2g} %"


def _least_salt(cell: Cell) -> float:
    """Return the least concentration of salt [mol/m3], in the cells and at planar faces."""
    m, s, x, z = cell.numbers, cell.memory.s, int(cell.numbers.k[A.X]), int(cell.numbers.k[A.Z])
    here = unpack(m, s[:x], s[x : x + z], s[cell.memory.k[A.IO] :])
    faces = [salt_at(m, here, side) for side in (0, 1) if m.planar[side] != A.NONE]
    return min([float(here.c.min()), *faces])


def unlimited(cell: Cell, step: p.Step) -> str:
    """Return the next action where a step ran beyond the design because no voltage ends it."""
    operation, V = cell.design.cell.operation, float(cell.last[1])
    if any(isinstance(limit, p.VoltageBelow | p.VoltageAbove) for limit in step.limits):
        return ""
    if operation.lower_voltage <= V <= operation.upper_voltage:
        return ""
    low = operation.lower_voltage > V
    end = operation.lower_voltage if low else operation.upper_voltage
    return f". End the step by a voltage, for example until {end:g} V"


def endless(cell: Cell, step: p.Step, most: float) -> str:
    """Say that a step without a duration moves charge and comes to no limit."""
    why = " as its separator leaks" if cell.numbers.f[A.LEAK] > 0.0 else ""
    return (
        f"the step moved {most:g} times the capacity of the cell and came to no limit{why}."
        f" Give it a duration, or another limit: {step}"
    )


def _hottest(cell: Cell) -> tuple[float, str]:
    """Return the highest temperature that the model holds for [K], and what lies beyond."""
    m = cell.numbers
    laws = float(m.f[A.LAW_LOW] + m.f[A.LAW_WIDTH] * m.k[A.LAWS])
    melting = data.default("lithium", "melting_temperature").value.value
    if A.METAL in m.planar and melting < laws:
        return melting, "lithium melts"
    return laws, "the laws of temperature end"


def too_hot(cell: Cell, rows: Array) -> int | None:
    """Return the first row that is too hot or too cold for the model, if any."""
    m = cell.numbers
    if not m.k[A.HEAT]:
        return None
    T = rows[:, 4 + m.k[A.O_L] + A.KELVIN]
    beyond = np.flatnonzero((T > _hottest(cell)[0]) | (T < m.f[A.LAW_LOW]))
    return int(beyond[0]) if len(beyond) else None


def heat_of(cell: Cell) -> str:
    """Say that a temperature is beyond the model."""
    T = float(cell.out[-1][-1][4 + cell.numbers.k[A.O_L] + A.KELVIN])
    top, why = _hottest(cell)
    if T < top:
        top, why = float(cell.numbers.f[A.LAW_LOW]), "the laws of temperature end"
    return (
        f"the cell reaches {units.show(T, 'degC')}, and at {units.show(top, 'degC')} {why}."
        " Lower the current, or cool better (cell.thermal.heat_transfer)"
    )


def _amount(cell: Cell, kind: int, value: float) -> str:
    """Return a control as a user would write it."""
    faces = cell.parts.faces
    if kind == 0 and cell.one_c > 0.0:
        return f"{units.show(value, 'mA/cm2')} ({value / cell.one_c:.3g}C)"
    by = (1.0, 1.0, faces, 1.0 / faces)[kind]
    return units.show(value * by, ("mA/cm2", "V", "W", "ohm")[kind])


def _begins(cell: Cell, before: Array, kind: int, target: float) -> float | None:
    """Return the voltage at which a control begins, or None where it has no start."""
    mem = cell.memory
    mem.s[:] = before
    code = start(mem.k, mem.f, mem.slow, mem.s, mem.w, kind, target)
    V = float(mem.s[mem.k[A.IO] + 1])
    mem.s[:] = before
    return V if code == 0 else None


def _share(works: Callable[[float], bool]) -> float:
    """Return by bisection the largest share of a target that works, 0 to 1."""
    low, high = 0.0, 1.0
    for _ in range(30):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if works(middle) else (low, middle)
    return low


def remedy(
    cell: Cell, control: tuple[int, float, float], limits: Array, before: Array, passed: int
) -> str:
    """Say where the cell stands against a limit, and what would work."""
    if passed == kernel.CHARGE:
        at = (
            f": the cell stands at {100.0 * (cell.soc - cell.last[3] / cell.scale):.4g} % soc"
            if cell.one_c > 0.0
            else ""
        )
        return f"{at}. Leave the step out, or change its limit"
    kind, target, _ = control
    at_rest = _begins(cell, before, 0, 0.0)
    if at_rest is None:
        return ""
    if kind in (1, 3) or target == 0.0 or not limits[0] <= at_rest <= limits[1]:
        return (
            f": at rest the cell has {units.show(at_rest, 'V')}. Leave the step out, or change"
            " its limit"
        )

    def works(share: float) -> bool:
        V = _begins(cell, before, kind, share * target)
        return V is not None and bool(limits[0] <= V <= limits[1])

    most = _amount(cell, kind, _share(works) * target)
    return (
        f": at rest the cell has {units.show(at_rest, 'V')}, and the largest {WHAT[kind]} that"
        f" begins within the limit is {most}. Lower the {WHAT[kind]}, or hold the voltage"
    )


def infeasible(cell: Cell, control: tuple[int, float, float], before: Array, number: int) -> Stop:
    """Say that a control has no start, and the largest share of it that has one."""
    kind, target, _ = control
    low = _share(lambda share: _begins(cell, before, kind, share * target) is not None)
    name = WHAT[kind]
    text = (
        f"the {name} {_amount(cell, kind, target)} has no consistent start; the largest that works"
        f" here is {_amount(cell, kind, low * target)}. Lower the {name}"
    )
    return Stop(number, float(cell.last[0]), None, None, text)
