"""Where the spread of a plant's cost comes from: its inputs grouped by step or by cause.

Sobol indices and the tornado take the groups through `sensitivity`, the same way for a plant as for
a function of three numbers. Inputs that share a draw are one input and stand in one group, that of
the first of them. Between draws there is no correlation here, within a group or across, whatever
the plant is drawn with elsewhere: shares of a variance add up to one only then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ionwright.plant.draws import Draws, Uncertain
from ionwright.plant.lower import Lowered
from ionwright.plant.model import run
from ionwright.plant.sensitivity import Bar, Indices, sobol, tornado

Array = NDArray[np.float64]
Label = Callable[[Uncertain], str]
"""Takes an input, returns the name of its group."""
WORDS = {"area": "floor", "exponent": "exponents"}
CHUNK = 500
"""Plants in one pass: bounds the memory."""


@dataclass(frozen=True, eq=False)
class Spread:
    """Shares of the variance of the full cost, and what each group does alone.

    Parameters
    ----------
    indices : Indices
    bars : tuple of Bar
        In the money of the plant [money/kWh], the longest first.
    typical : float
        Full cost at typical values [money/kWh].
    """

    indices: Indices
    bars: tuple[Bar, ...]
    typical: float


def by_step(low: Lowered) -> Label:
    """Return labels by step; prices of materials and factors of the place are no steps."""
    return _first(low, 0)


def by_cause(low: Lowered) -> Label:
    """Return labels by cause: capital, labour, floor, energy, exponents, yields, prices, place."""
    return _first(low, 1)


def by_price(low: Lowered) -> Label:
    """Return labels by price, each by itself; everything else is one group."""
    return lambda x: x.name if x.name.startswith("price ") else "all but prices"


def spread(low: Lowered, label: Label, *, size: int = 1024, seed: int = 1) -> Spread:
    """Return Sobol indices and the tornado of the full cost.

    Parameters
    ----------
    low : Lowered
    label : callable
        `by_step`, `by_cause` or `by_price` of that plant, or one's own.
    size : int
        Points of the base sequence, a power of 2; size x (groups + 2) plants are solved. With 256
        points the intervals of a dozen groups came out too narrow, with 1,024 they did not.
    seed : int

    Raises
    ------
    InputError
        If inputs that share a draw are given two groups, or as `sensitivity.sobol`.
    """
    draws = Draws(low.inputs, 0.0, seed)
    groups = draws.grouped(label)

    def cost(x: Array) -> Array:
        cuts = range(0, len(x), CHUNK)
        return np.concatenate([_full(low, x[i : i + CHUNK]) for i in cuts])

    return Spread(
        sobol(lambda u: cost(draws.at(u)), groups, size=size, seed=seed),
        tornado(cost, draws, groups),
        float(cost(low.typical)[0]),
    )


def _full(low: Lowered, x: Array) -> Array:
    return run(low, x).stack.full(low.plant.settings.operation.load)


def _first(low: Lowered, which: int) -> Label:
    """Return the step or the cause of the first input of each draw."""
    of_input = _places(low)
    of_key: dict[str, str] = {}
    for i, x in enumerate(low.inputs):
        of_key.setdefault(x.key, of_input[i][which])
    return lambda x: of_key[x.key]


def _places(low: Lowered) -> dict[int, tuple[str, str]]:
    """Return step and cause of every input, by its place."""
    ids = [s.id for s in low.plant.route.steps]
    out: dict[int, tuple[str, str]] = {i: ("rest", "rest") for i in range(len(low.inputs))}
    for what, columns in low.steps.items():
        for i, column in enumerate(columns.tolist()):
            out[column] = (ids[i], WORDS.get(what, what))
    for column, loss in zip(low.kept.tolist(), low.losses.losses, strict=True):
        out[column] = (ids[loss.step], "yields")
    for s in low.solvents:
        out[s.recovered] = (ids[s.step], "yields")
        out[s.price] = ("prices", "prices")
    for column in low.streams.tolist():
        out[column] = ("prices", "prices")
    for column in low.rates.values():
        out[column] = ("place", "place")
    for column in low.air.tolist():
        out[column] = ("air of dry rooms", "air of dry rooms")
    return out
