"""The memory of one cell, and its state at rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ionwright import ion
from ionwright.cell._kernels import arrays as A
from ionwright.cell._kernels.arrays import Numbers
from ionwright.cell.balance import lithium_inventory, stoichiometries
from ionwright.cell.electrode import Composite
from ionwright.cell.fields import nodes
from ionwright.cell.parts import Parts
from ionwright.ion.ocp import BranchedOcp


@dataclass(frozen=True, eq=False)
class Memory:
    """The flat arrays of one cell: what kernels are called with.

    Parameters
    ----------
    k, f : array
        Counts, offsets and numbers.
    slow, s, w : array
        Slow states, state, work.
    """

    k: NDArray[np.int64]
    f: NDArray[np.float64]
    slow: NDArray[np.float64]
    s: NDArray[np.float64]
    w: NDArray[np.float64]

    def copy(self, keep: bool = False) -> Memory:
        """Return a cell of its own with the same numbers; `keep` copies the numbers as well."""
        f = self.f.copy() if keep else self.f
        return Memory(self.k, f, self.slow.copy(), self.s.copy(), self.w.copy())

    def unpack(self, like: Numbers) -> Numbers:
        """Return the numbers under their names, in the shapes of `like`."""
        out = {}
        for offset, name in enumerate(Numbers._fields[10:]):
            shape = getattr(like, name).shape
            at = int(self.k[A.F_H + offset])
            out[name] = self.f[at : at + int(np.prod(shape))].reshape(shape)
        return like._replace(f=self.f[: A.F_LENGTH], **out)

    @property
    def slow_by_name(self) -> dict[str, NDArray[np.float64]]:
        """The slow states under their names."""
        starts = [int(self.k[at]) for at in A.SLOW.values()] + [len(self.slow)]
        return {
            name: self.slow[a:b] for name, a, b in zip(A.SLOW, starts[:-1], starts[1:], strict=True)
        }


def memory(m: Numbers) -> Memory:
    """Return the arrays of a cell: numbers, slow states of a fresh cell, empty state and work."""
    work = A.work_lengths(m)
    k, f = A.pack(m, work)
    slow = np.concatenate([np.ones(2 * len(m.a)), np.zeros(len(m.a)), np.ones(2), np.zeros(2)])
    return Memory(k, f, slow, np.zeros(int(k[A.IO]) + 2), np.zeros(sum(work.values()) + 6))


def at_rest(parts: Parts, m: Numbers, s: NDArray[np.float64], soc: float, T: float) -> None:
    """Fill a state with the cell at rest at a state of charge [1] and temperature [K].

    A full cell has been charged, any other discharged from there: that side of a hysteresis is
    where the hosts stand.
    """
    n = len(m.h)
    x, z = s[: m.k[A.X]], s[m.k[A.X] : m.k[A.X] + m.k[A.Z]]
    contents = _contents(parts, soc)
    plated = m.kind == A.PLATED
    given = iter(contents)
    for p in range(len(m.a)):
        if plated[p]:
            continue
        value, host, positive = next(given)
        here, place = nodes(m, p)
        at = np.arange(n)[here] * int(m.k[A.W]) + place
        x[at * int(m.k[A.M])] = value / np.sqrt(3.0)
        ocp, delithiated = host.material.ocp, positive == (soc >= 1.0)
        if isinstance(ocp, BranchedOcp):
            ocp = ocp.delithiation if delithiated else ocp.lithiation
        z[here] = float(ocp(value))
        if m.k[A.HYST]:
            x[int(m.k[A.O_H]) + at] = 1.0 if delithiated else -1.0
    if m.k[A.SALT]:
        x[m.k[A.O_C] : m.k[A.O_C] + n] = m.f[A.C_REF]
        z[n : 2 * n] = m.f[A.C_REF]
    if m.k[A.CHARGED]:
        x[m.k[A.O_U] : m.k[A.O_U] + n] = z[:n]
    at = int(m.k[A.O_L])
    for side, amount in enumerate(_metal(parts, soc)):
        x[at + A.METAL_N + side] = amount
        part = max(1.0 - amount / m.f[A.METAL_REF], 0.0)
        U = m.face[side, 0] + (m.f[A.U_BARE] * part**3 if m.planar[side] == A.METAL else 0.0)
        x[at + A.FACE_N + side] = U
    x[at + A.KELVIN] = T


def _contents(parts: Parts, soc: float) -> list:
    """Return (stoichiometry, host, whether positive) of all hosts, those of the negative first."""
    b, out, charged = parts.balance, [], soc >= 1.0
    moved = (1.0 - soc) * b.capacity
    coating, hosts = parts.negative
    if hosts and coating is not None:
        held = min(b.first_charge - b.negative_loss + b.inventory, b.negative)
        x = stoichiometries(coating, hosts, b.negative - held + moved, lithiation=charged)
        out += [(v, h, False) for v, h in zip(x, hosts, strict=True)]
    coating, hosts = parts.positive
    if hosts and coating is not None:
        unused = b.positive + b.positive_loss - b.first_charge
        x = stoichiometries(coating, hosts, unused + moved, lithiation=not charged)
        out += [(v, h, True) for v, h in zip(x, hosts, strict=True)]
    return out


def _metal(parts: Parts, soc: float) -> tuple[float, float]:
    """Return the lithium metal of both planar faces [mol/m2]; 1 where it does not matter."""
    design, b = parts.design, parts.balance
    out = []
    for electrode in (design.cell.negative, design.cell.positive):
        charge = 0.0 if isinstance(electrode, Composite) else lithium_inventory(electrode)
        out.append(charge)
    if design.stores:
        out[0] += b.first_charge - b.negative_loss - (1.0 - soc) * b.capacity
    negative, positive = (max(c, 0.0) / ion.FARADAY if np.isfinite(c) else 1.0 for c in out)
    return negative, positive
