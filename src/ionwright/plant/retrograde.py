"""From good cells back to what enters each step, one loss a step for all that passes.

This is the flow of the counted reference plant: the share that a step keeps is the same for every
material in it. A balance with yields of several kinds replaces this module; the engine takes the
flows from either.
"""

from __future__ import annotations

import numpy as np

from ionwright.plant.counted import Array, CountedLine
from ionwright.plant.steps import Numbers


def kept(line: CountedLine) -> Array:
    """Return the share of what enters each step that leaves it good.

    Returns
    -------
    array, shape (step,) or (draw, step)
        (1 - scrap) (1 - start_up) [1].
    """
    scrap, start_up = (
        np.stack(np.broadcast_arrays(*(getattr(s, loss) for s in line.steps)), axis=-1)
        for loss in ("scrap", "start_up")
    )
    return (1.0 - scrap) * (1.0 - start_up)


def into(good: Numbers, shares: Array) -> Array:
    """Return the flow into each step, in cell equivalents.

    Parameters
    ----------
    good : float or array, shape (draw,)
        Good cells that leave the last step [cells/yr].
    shares : array, shape (step,) or (draw, step)
        Share that each step keeps [1], in the order of production.

    Returns
    -------
    array, shape (step,) or (draw, step)
        q_s = good / (k_s k_(s+1) ... k_last) [cells/yr].
    """
    behind = np.cumprod(shares[..., ::-1], axis=-1)[..., ::-1]
    return np.asarray(good, dtype=float)[..., None] / behind


def bought(line: CountedLine, flows: Array) -> dict[str, Numbers]:
    """Return what is bought of each stream in a year, in the stream's unit.

    A stream is bought at the step where it enters: what the steps before it lose does not hold
    it yet, what this one and those behind it lose does.

    Parameters
    ----------
    line : CountedLine
    flows : array, shape (step,) or (draw, step)
        Into each step [cells/yr].
    """
    at = {name: s for s, step in enumerate(line.steps) for name in step.adds}
    return {name: amount * flows[..., at[name]] for name, amount in line.streams}
