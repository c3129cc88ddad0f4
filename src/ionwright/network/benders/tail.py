"""The tail of a plan's cost at its least: eta at the quantile of what the futures cost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ionwright.network.benders.blocks import Block, Blocks
from ionwright.network.matrix import Vector


def tighten(blocks: Blocks, now: Vector, later: Sequence[Vector]) -> float:
    """Set eta and what is beyond it to their least for given flows; return the plan's cost.

    A round leaves eta where the master had it; at the quantile the mean beyond it is least
    (Rockafellar and Uryasev 2000, doi 10.21314/JOR.2000.038, theorem 1).

    Parameters
    ----------
    blocks : Blocks
    now, later : arrays
        Columns of now and of each future; changed in place.

    Returns
    -------
    float
        [solver's money].
    """
    if "eta" in blocks.places:
        eta, beyond = (int(blocks.places[name].at) for name in ("eta", "beyond"))
        costs = np.array(
            [_cost(b, eta, beyond, y) for b, y in zip(blocks.futures, later, strict=True)]
        )
        order = np.argsort(costs, kind="stable")
        reached = np.cumsum([blocks.futures[w].probability for w in order])
        k = int(np.searchsorted(reached, blocks.risk.tail))
        now[eta] = costs[order[min(k, len(order) - 1)]]
        for y, cost in zip(later, costs, strict=True):
            y[beyond] = max(0.0, cost - now[eta])
    spent = sum(float(b.own.cost @ y) for b, y in zip(blocks.futures, later, strict=True))
    return float(blocks.now.cost @ now) + spent


def _cost(block: Block, eta: int, beyond: int, y: Vector) -> float:
    """Return the cost of a future: what its row of the tail holds beside eta and beyond."""
    (row,) = block.link[:, [eta]].nonzero()[0]
    return float((block.own.a[[row]] @ y)[0] + y[beyond])
