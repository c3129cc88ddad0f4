"""From good cells back to what enters each step, one loss a step for all that passes.

This is the flow of the counted reference plant: the share that a step keeps is the same for every
material in it. A balance with yields of several kinds takes its place behind the same two
functions.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def kept(scrap: Array, start_up: Array) -> Array:
    """Return the share of what enters a step that leaves it good.

    Parameters
    ----------
    scrap : array, shape (..., step)
        Share of pieces or web that is rejected [1].
    start_up : array, shape (..., step)
        Share of a coil that is lost when it is started [1].

    Returns
    -------
    array, shape (..., step)
        (1 - scrap) (1 - start_up) [1]: the coil is started before pieces are rejected.
    """
    return (1.0 - scrap) * (1.0 - start_up)


def into(good: Array | float, shares: Array) -> Array:
    """Return the flow into each step, in cell equivalents.

    Parameters
    ----------
    good : float or array, shape (...)
        Good cells that leave the last step [cells/yr].
    shares : array, shape (..., step)
        Share that each step keeps [1], in the order of production.

    Returns
    -------
    array, shape (..., step)
        q_s = good / (k_s k_(s+1) ... k_last) [cells/yr].
    """
    behind = np.cumprod(shares[..., ::-1], axis=-1)[..., ::-1]
    return np.asarray(good, dtype=float)[..., None] / behind
