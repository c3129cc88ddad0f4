"""How a line learns, and what the yields of its steps then are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ionwright import data, units
from ionwright.errors import known
from ionwright.plant import learning
from ionwright.plant.balance import MATERIAL, START_UP
from ionwright.plant.learning import Ramp, Uptime
from ionwright.plant.lower import Lowered

Array = NDArray[np.float64]
NAMES = ("newcomer", "incumbent", "sulfide")
"""Ramps of the data."""


@dataclass(frozen=True, slots=True)
class Learns:
    """How a line learns.

    Parameters
    ----------
    name : str
        Item of the data, or a name of the user's.
    ramp : Ramp
    uptime : Uptime
        Its final value is the share of the mature plant's starts, 1.
    build : float
        From breaking ground to the first cells [yr].
    kind : str
        How its numbers came to be.
    """

    name: str
    ramp: Ramp
    uptime: Uptime
    build: float
    kind: str


def learns(name: str) -> Learns:
    """Return how a line learns: "newcomer", "incumbent" or "sulfide" (a first line of its kind).

    Raises
    ------
    InputError
        If there is no such ramp.
    """
    known(name, NAMES, "a line learns like one of the data", "ramp")
    item = f"ramp-{name}"
    time = data.default(item, "uptime_time").value.value
    build = data.default("new-plant", "build_time").value.value
    row = data.default(item, "ramp_time")
    return Learns(
        name=name,
        ramp=learning.ramp(item),
        uptime=Uptime(1.0, units.to(time, "yr")),
        build=units.to(build, "yr"),
        kind=f"yield {row.kind}, uptime assumed",
    )


def weakest(low: Lowered, x: Array) -> Array:
    """Return the smallest product of yields of web, cells and starts on the way of a stream [1].

    Parameters
    ----------
    low : Lowered
    x : array [draw, input]

    Returns
    -------
    array [draw]
    """
    y = low.yields(x)
    keep = (y.web * y.cell * (1.0 - y.start_up))[:, :, None]
    return np.where(low.wide.chain.passes[None], keep, 1.0).prod(axis=1).min(axis=1)


def inputs(low: Lowered, share: Array) -> Array:
    """Return the inputs of a plant whose yields are a share of the mature ones.

    Parameters
    ----------
    low : Lowered
    share : array [quarter]
        Product of the yields of the weakest stream over the mature product [1].

    Returns
    -------
    array [quarter, input]
    """
    x = np.repeat(low.typical, len(share), axis=0)
    final = weakest(low, low.typical)[0]
    for loss, column in zip(low.losses.losses, low.kept, strict=True):
        if loss.kind == MATERIAL:
            continue
        starts = loss.kind == START_UP
        mature = 1.0 - x[:, column] if starts else x[:, column]
        now = learning.spread(mature, final * share, final)
        x[:, column] = 1.0 - now if starts else now
    return x
