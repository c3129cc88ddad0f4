"""How the steps of a route hang together: who takes what, and which streams pass where.

A step takes streams of the cell and products of earlier steps, and makes one product. A step that
takes and makes nothing prepares: what it took goes on under its own name. A step that takes
nothing serves the plant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ionwright.errors import InputError, nearest
from ionwright.plant.streams import NAMES, Streams

Bools = NDArray[np.bool_]
CELL = "cell"
"""What the last step of a route makes."""


class Link(Protocol):
    """What the chain needs to know of a step."""

    @property
    def id(self) -> str:
        """Its one name in the route."""
        ...

    @property
    def takes(self) -> tuple[str, ...]:
        """Streams from outside and products of earlier steps."""
        ...

    @property
    def makes(self) -> str:
        """Its product; "" for what prepares streams, or serves the plant as a dry room does."""
        ...


@dataclass(frozen=True, eq=False)
class Chain:
    """The order of a route for one cell.

    Parameters
    ----------
    passes : bool array [step, stream]
        Whether a stream of the cell passes a step.
    path : bool array [step, step]
        Whether what step i makes meets step j on its way to the cell, itself included; of a step
        that prepares several streams, whether all of them do.
    entry : int array [stream]
        Step that a stream enters first.
    """

    passes: Bools
    path: Bools
    entry: NDArray[np.int64]


def check(steps: Sequence[Link], where: str, places: Sequence[str] = ()) -> None:
    """Refuse a route whose steps do not hang together.

    Parameters
    ----------
    steps : sequence of Link
        In order.
    where : str
        The route, for messages.
    places : sequence of str
        File and line of each step, for messages; `where` if empty.

    Raises
    ------
    InputError
        If a step stands twice; if it takes what nobody makes, or what an earlier step took
        already; if a product is made twice or taken by nobody; if the last product is no cell.
    """
    made: dict[str, str] = {}
    taken: dict[str, str] = {}
    at: dict[str, str] = {}
    for step, place in zip(steps, places or [where] * len(steps), strict=True):
        if step.id in at:
            raise InputError("a step stands once in a route", seen=repr(step.id), where=place)
        at[step.id] = place
        _check_takes(step, made, taken, place)
        if step.makes and (step.makes in made or step.makes in NAMES):
            raise InputError(
                f"step {step.id!r} makes what is there already",
                seen=repr(step.makes),
                do="Give its product a name of its own",
                where=place,
            )
        if step.makes:
            made[step.makes] = step.id
    for name, maker in made.items():
        if name != CELL and name not in taken:
            raise InputError(
                f"what step {maker!r} makes is taken by nobody",
                seen=repr(name),
                do=f"Let a later step take it, or call it {CELL!r} if it is the last",
                where=at[maker],
            )
    if CELL not in made:
        raise InputError(
            "the last step of a route makes a cell",
            seen=", ".join(made) or "no product",
            do=f'Write makes = "{CELL}" in it',
            where=where,
        )


def _check_takes(step: Link, made: dict[str, str], taken: dict[str, str], place: str) -> None:
    """Check what a step takes; note in `taken` what is gone after it."""
    for name in step.takes:
        if name not in made and name not in NAMES:
            known = [*NAMES, *made]
            raise InputError(
                f"step {step.id!r} takes what no step before it makes and no cell is made of",
                seen=repr(name),
                allowed=", ".join(known),
                do=nearest(name, known, "name"),
                where=place,
            )
        if name in taken:
            raise InputError(
                f"steps {taken[name]!r} and {step.id!r} both take one thing",
                seen=repr(name),
                do="Let the second take what the first makes",
                where=place,
            )
        if step.makes:
            taken[name] = step.id


def chain_of(steps: Sequence[Link], cell: Streams, where: str) -> Chain:
    """Return which streams of a cell pass which steps.

    Raises
    ------
    InputError
        If the cell holds a stream that no step takes.
    """
    names = [s.name for s in cell.streams]
    passes = np.zeros((len(steps), len(names)), bool)
    path = np.eye(len(steps), dtype=bool)
    holds: dict[str, Bools] = {name: np.array([n == name for n in names], bool) for name in NAMES}
    for i, step in enumerate(steps):
        for name in step.takes:
            passes[i] |= holds[name]
        if step.makes:
            holds[step.makes] = passes[i]
    for i in range(len(steps) - 1, -1, -1):  # a way is known once those of its takers are
        ways = [path[j] for j in _takers(steps, i, holds)]
        if ways:
            path[i] |= np.logical_and.reduce(ways)
    left = [n for n, there in zip(names, holds[CELL].tolist(), strict=True) if not there]
    if left:
        raise InputError(
            "a route must take everything that its cell is made of",
            seen=f"nobody takes {', '.join(sorted(set(left)))} of {cell.design}",
            do="Take a route for this kind of cell, or name it in the takes of a step",
            where=where,
        )
    return Chain(passes, path, passes.argmax(axis=0))


def _takers(steps: Sequence[Link], i: int, holds: dict[str, Bools]) -> list[int]:
    """Return the steps that take what step i makes, or next take each stream that it prepares."""
    step = steps[i]
    given = [step.makes] if step.makes else [n for n in step.takes if holds[n].any()]
    after = range(i + 1, len(steps))
    first = (next((j for j in after if name in steps[j].takes), None) for name in given)
    return [j for j in first if j is not None]
