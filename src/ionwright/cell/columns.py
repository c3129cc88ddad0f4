"""Which inputs of a batch are columns of its numbers: powers that can be written over them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ionwright.cell import driver
from ionwright.cell.design import Design
from ionwright.cell.files import Batch, change
from ionwright.cell.mesh import Mesh
from ionwright.errors import InputError

Array = NDArray[np.float64]
EXACT = 1e-11
"""How exactly a column must follow its power."""


@dataclass(frozen=True, eq=False)
class Columns:
    """What differs between the cells of a batch.

    Parameters
    ----------
    where : int array [columns]
        Places in the numbers of a cell.
    values : array [cells, columns]
        What stands there.
    capacity : array [cells]
        Capacity on the spec sheet [C/m2].
    base : Design
        What the columns are written over: the first design of the batch.
    """

    where: NDArray[np.int64]
    values: Array
    capacity: Array
    base: Design


@dataclass(frozen=True, eq=False)
class _Lowered:
    f: Array
    capacity: float
    k: NDArray[np.int64]
    s: Array


def _lowered(design: Design, soc: float, mesh: Mesh) -> _Lowered:
    cell = driver.ready(design, soc, mesh)
    return _Lowered(cell.memory.f, cell.parts.balance.capacity, cell.memory.k, cell.memory.s)


def columns_of(batch: Batch, soc: float, mesh: Mesh) -> Columns | None:
    """Return the columns of a batch, or None if one of its inputs is more than that.

    Each input is lowered at two of its values: what changes must do so by one power of the
    input, without moving the layout or the state at the start. Together they must multiply;
    this is checked on the last design.
    """
    paths = list(batch.columns)
    if not all(isinstance(v, int | float) for c in batch.columns.values() for v in c):
        return None
    try:
        first, last = batch.ends
        base = _lowered(first, soc, mesh)
        powers = [_powers(first, path, base, (soc, mesh)) for path in paths]
    except InputError:
        return None
    found = [power for power in powers if power is not None]
    if len(found) < len(paths):
        return None
    where = np.flatnonzero(np.any([power for power, _ in found], axis=0))
    total, capacity = np.zeros((len(batch), len(where))), np.zeros(len(batch))
    for path, (power, by_capacity) in zip(paths, found, strict=True):
        values = np.asarray(batch.columns[path], float)
        ratio = np.log(values / values[0])
        total += ratio[:, None] * power[where]
        capacity += ratio * by_capacity
    values = base.f[where] * np.exp(total)
    out = Columns(where, values, base.capacity * np.exp(capacity), first)
    return out if _agrees(last, out, base, (soc, mesh)) else None


def _powers(
    design: Design, path: str, base: _Lowered, run: tuple[float, Mesh]
) -> tuple[Array, float] | None:
    """Return by which power every number, and the capacity, follows an input."""
    value = {leaf.path: leaf.value for leaf in design.leaves}.get(path)
    if not isinstance(value, float) or value <= 0.0:
        return None
    found = []
    for factor in (1.25, 0.8):
        other = _lowered(change(design, {path: value * factor}), *run)
        same = len(other.f) == len(base.f) and np.array_equal(other.k, base.k)
        if not same or not np.array_equal(other.s, base.s):
            return None
        with np.errstate(divide="ignore", invalid="ignore"):
            power = np.log(other.f / base.f) / np.log(factor)
        power = np.where(other.f == base.f, 0.0, power)
        found.append((power, np.log(other.capacity / base.capacity) / np.log(factor)))
    (one, c_one), (two, c_two) = found
    whole = np.round(one)
    exact = np.all(np.isfinite(one)) and np.abs(one - whole).max() < EXACT
    if not exact or np.abs(one - two).max() > EXACT or abs(c_one - c_two) > EXACT:
        return None
    return whole, float(np.round(c_one))


def _agrees(last: Design, columns: Columns, base: _Lowered, run: tuple[float, Mesh]) -> bool:
    """Return whether columns give what the last design gives; the first is what they start from."""
    whole = _lowered(last, *run)
    if len(whole.f) != len(base.f) or not np.array_equal(whole.s, base.s):
        return False
    f = base.f.copy()
    f[columns.where] = columns.values[-1]
    scale = np.maximum(np.abs(whole.f), 1e-300)
    return bool(np.max(np.abs(f - whole.f) / scale) <= 10.0 * EXACT)
