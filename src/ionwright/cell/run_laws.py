"""The laws that a run must obey."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ionwright import ion
from ionwright.cell._kernels import arrays as A
from ionwright.cell.fields import nodes, unpack
from ionwright.cell.losses import losses
from ionwright.cell.residual import residual
from ionwright.core import Law

Array = NDArray[np.float64]
ENERGY_ROWS = 200
"""Rows at which the balance of energy is struck; of a longer run these, evenly spread."""


class Run(Protocol):
    """What the laws read of a result."""

    @property
    def inputs(self) -> Any:
        """What the run depends on."""

    @property
    def stages(self) -> Any:
        """The numbers by stage."""

    @property
    def rows(self) -> Any:
        """Time, voltage, current density, charge."""

    @property
    def states(self) -> Any:
        """States x and z of every row."""

    @property
    def stop(self) -> Any:
        """Why it stopped, or None."""

    @property
    def numbers(self) -> Any:
        """The numbers of the last stage."""

    def contents(self) -> dict[str, Array]:
        """Return q and y by node and population."""
        ...

    def stage_of(self, row: int) -> Any:
        """Return the numbers that a row was computed with."""

    def at(self, row: int) -> Any:
        """Return the state of a row."""


def check(result: Run) -> tuple[Law, ...]:
    """Return the laws with their residuals.

    Lithium in every electrode against the charge that passed, lithium in the whole cell, salt,
    energy at stored points, and the equations themselves in the last state.
    """
    laws = [*_lithium(result), *_salt(result), _energy(result)]
    if result.stop is None:
        stage = result.stages[-1]
        m, mem = stage.numbers, stage.memory
        x, z, rate = (int(v) for v in (m.k[A.X], mem.k[A.RATE], mem.k[A.IO]))
        last = unpack(m, mem.s[:x], mem.s[x:z], mem.s[rate:], mem.s[z : z + x])
        found = residual(m, last, mem.slow_by_name)
        most = max(1e-6, result.inputs.mesh.tolerance)
        laws += [Law(f"residual: {name}", float(value), most, "") for name, value in found.items()]
    return tuple(laws)


def _lithium(result: Run) -> list[Law]:
    """Return the balances of lithium: each electrode's, and the cell's."""
    m, at = result.numbers, int(result.numbers.k[A.O_L])
    passed = (result.states[:, at + A.PASSED] - result.states[0, at + A.PASSED]) / ion.FARADAY
    held = lithium(result)
    stored = double_layer(result)
    laws, total, scale = [], np.zeros(len(passed)), 1e-12
    for side, name, sign in ((0, "negative", 1.0), (1, "positive", -1.0)):
        if m.planar[side] == A.STEADY:
            continue
        change = held[:, side] - held[0, side]
        charge = stored[:, side] - stored[0, side]
        size = max(np.abs(held[:, side]).max(), np.abs(passed).max(), 1e-12)
        off = np.abs(change + sign * passed - charge / ion.FARADAY).max() / size
        law = f"the {name} exchanges the charge that passes"
        laws.append(Law(law, float(off), 1e-9, f"lithium in the {name}"))
        total += change - charge / ion.FARADAY
        scale += size
    if A.STEADY not in m.planar:
        worst = float(np.abs(total).max() / scale)
        laws.insert(0, Law("lithium is conserved", worst, 1e-9, "lithium in the electrodes"))
    return laws


def lithium(result: Run) -> Array:
    """Return the lithium of both electrodes at every row [mol/m2]: hosts, metal, dead metal."""
    m, f = result.numbers, result.contents()
    slow = result.stages[-1].memory.slow_by_name
    out = np.zeros((len(result.rows), 2))
    for p in range(len(m.a)):
        here, _ = nodes(m, p)
        side = int(p >= m.k[A.P_N])
        surface = m.a[p] * slow["active"][p] * m.h[here]
        if m.kind[p] == A.PLATED:
            metal = f["mean"][:, here, p] + f["surface"][:, here, p]
            theta = min(m.theta[p] * slow["contact"][p], 1.0)
            out[:, side] += metal @ (surface * theta)
        else:
            out[:, side] += f["mean"][:, here, p] @ (surface * m.radius[p] / 3.0 * m.c_max[p])
    at = int(m.k[A.O_L])
    for side in (0, 1):
        if m.planar[side] == A.METAL:
            out[:, side] += result.states[:, at + A.METAL_N + side]
    return out


def double_layer(result: Run) -> Array:
    """Return the charge in the double layers of both electrodes at every row [C/m2]."""
    m, k = result.numbers, result.numbers.k
    slow = result.stages[-1].memory.slow_by_name
    out = np.zeros((len(result.rows), 2))
    if k[A.CHARGED]:
        u = result.states[:, k[A.O_U] : k[A.O_L]]
        for p in range(len(m.a)):
            here, _ = nodes(m, p)
            theta = min(m.theta[p] * slow["contact"][p], 1.0)
            area = m.a[p] * slow["active"][p] * theta * m.layer[p] * m.h[here]
            out[:, int(p >= k[A.P_N])] += u[:, here] @ area
    at = int(k[A.O_L])
    for side in (0, 1):
        if m.planar[side] != A.NONE:
            out[:, side] += m.face[side, A.FACE_C] * result.states[:, at + A.FACE_N + side]
    return out


def _salt(result: Run) -> list[Law]:
    m = result.numbers
    if not m.k[A.SALT]:
        return []
    n, first = len(m.h), int(m.k[A.X])
    salt = result.states[:, first + n : first + 2 * n] @ (m.eps * m.h)
    return [Law("salt is conserved", float(np.abs(salt / salt[0] - 1.0).max()), 1e-9, "salt")]


def _energy(result: Run) -> Law:
    """Return how well the losses by cause add up to open circuit less voltage [V]."""
    n, worst = len(result.rows), 0.0
    for row in np.unique(np.linspace(0, n - 1, min(n, ENERGY_ROWS)).astype(int)):
        i, V = result.rows[row, 2], result.rows[row, 1]
        stage = result.stage_of(int(row))
        power, _, lost = losses(stage.numbers, result.at(int(row)), stage.memory.slow_by_name)
        gap = abs(power - sum(lost.values()) - i * V)
        worst = max(worst, gap / max(abs(i), 1.0))
    most = max(1e-6, result.inputs.mesh.tolerance)
    return Law("losses add up to open circuit less voltage", float(worst), most, "V")
