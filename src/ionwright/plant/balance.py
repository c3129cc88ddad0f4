"""Material flows, worked backwards from good cells through every yield.

What enters step s of stream k to leave it as q is q/(m w c (1 - u)): m is the yield of the
material itself, w that of the sheet or web, c that of cells, u what the start of every coil or
campaign loses. The four kinds stay four arrays: a step loses by one after the other, and nobody
multiplies them across steps but this balance.

    q_(s-1) = q_s / (m_s w_s c_s (1 - u_s)),    lost_s = q_(s-1) - q_s, by kind.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]
MATERIAL, START_UP, WEB, CELL = range(4)
LOSSES = ("material", "start-up", "sheet or web", "cell")
"""What is lost, in the order in which a step loses it."""


@dataclass(frozen=True, eq=False)
class Yields:
    """Yields of all steps.

    Parameters
    ----------
    material : array [draw, step, stream]
        Of the material itself, 0 to 1 [1].
    web, cell : array [draw, step]
        Of sheet or web, and of cells [1].
    start_up : array [draw, step]
        Share that starts of coils or campaigns lose, at least 0 and below 1 [1].
    """

    material: Array
    web: Array
    cell: Array
    start_up: Array


@dataclass(frozen=True, eq=False)
class Flows:
    """Flows of a year through all steps.

    Parameters
    ----------
    enter, leave : array [draw, step, stream]
        Into and out of a step [kg/yr]; 0 where a stream does not pass.
    lost : array [draw, step, stream, 4]
        By kind, in the order of `LOSSES` [kg/yr].
    bought : array [draw, stream]
        Into the first step of every stream [kg/yr].
    cells : array [draw, step]
        Cells, whole or in parts, into a step [1/yr]: those that only cell yields still take.
    web : array [draw, step]
        Web into a step over that of the good cells [1].
    """

    enter: Array
    leave: Array
    lost: Array
    bought: Array
    cells: Array
    web: Array

    def unbalanced(self) -> float:
        """Return the largest of enter - leave - lost over what enters its stream [1]."""
        gap = np.abs(self.enter - self.leave - self.lost.sum(axis=-1))
        return float((gap / np.maximum(self.bought[:, None, :], 1e-300)).max(initial=0.0))


def balance(good: Array, number: Array, passes: Bools, path: Bools, yields: Yields) -> Flows:
    """Return the flows that deliver good cells.

    Parameters
    ----------
    good : array [draw, stream]
        Mass in the good cells of a year [kg/yr].
    number : array [draw]
        Good cells a year [1/yr].
    passes : bool array [step, stream]
        Whether a stream passes a step. Steps stand in order: a stream meets them from first to
        last.
    path : bool array [step, step]
        Whether what step i makes meets step j on its way to the cell, itself included.
    yields : Yields
    """
    keep_web = yields.web * yields.cell * (1.0 - yields.start_up)
    keep = np.where(passes, yields.material * keep_web[:, :, None], 1.0)
    behind = np.cumprod(keep[:, ::-1, :], axis=1)[:, ::-1, :]  # of this step and all after it
    enter = np.where(passes, good[:, None, :] / behind, 0.0)
    leave = enter * keep
    lost = _by_kind(enter, passes, yields)
    first = passes & (np.cumsum(passes, axis=0) == 1)
    return Flows(
        enter=enter,
        leave=np.where(passes, leave, 0.0),
        lost=lost,
        bought=np.where(first, enter, 0.0).sum(axis=1),
        cells=number[:, None] / along(path, yields.cell),
        web=1.0 / along(path, keep_web),
    )


def _by_kind(enter: Array, passes: Bools, yields: Yields) -> Array:
    """Return what every step loses, one kind after the other [draw, step, stream, 4]."""
    out = np.zeros((*enter.shape, len(LOSSES)))
    rest = enter
    for kind, keep in (
        (MATERIAL, yields.material),
        (START_UP, (1.0 - yields.start_up)[:, :, None]),
        (WEB, yields.web[:, :, None]),
        (CELL, yields.cell[:, :, None]),
    ):
        kept = rest * np.where(passes, keep, 1.0)
        out[..., kind] = rest - kept
        rest = kept
    return out


def along(path: Bools, keep: Array) -> Array:
    """Return the product of a yield over every step's way to the cell, shape as `keep`.

    Parameters
    ----------
    path : bool array [step, step]
        As in `balance`.
    keep : array [step] or [draw, step]
        Share that each step keeps [1].
    """
    return np.where(path, keep[..., None, :], 1.0).prod(axis=-1)
