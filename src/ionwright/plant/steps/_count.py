"""Whole machines from a flow and a rate."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = float | npt.NDArray[np.float64]
"""One number, or an array whose first axis is the draw."""

_ROUNDING = 1e-12


def whole(count: Numbers) -> Numbers:
    """Round up to whole machines.

    Parameters
    ----------
    count : float or array, shape (draw,)
        Machines, not yet whole [1]. A need that lies above a whole number by less than 1e-12
        of itself comes from rounding (1.1 x 100 is above 110 in binary) and buys no machine.

    Returns
    -------
    float or array, shape (draw,)
        Whole machines [1].
    """
    return np.ceil(count * (1.0 - _ROUNDING))


def machines(flow: Numbers, rate: Numbers) -> Numbers:
    """Return the fewest machines that pass `flow` when each passes `rate` (same unit an hour)."""
    return whole(flow / rate)
