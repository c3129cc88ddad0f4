"""Yields of a route, of four kinds, each with where its defect arises and is found.

Rows of the table ``plant/yields`` belong to steps; where two sources describe one line, a row
names its set. A yield of a material speaks of some streams (`WORDS`); one of sheet or web, of
cells or of starts loses all that passes, its foil with it. A loss is counted at the step of its
row, although its defect may be found later: until there the balance sends no bad web or cell
onwards, so what bad cells take up between both is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ionwright.core import Value
from ionwright.data import find, table
from ionwright.errors import InputError, known
from ionwright.plant.balance import CELL, LOSSES, MATERIAL, START_UP, WEB, Yields
from ionwright.plant.chain import Chain
from ionwright.plant.draws import SHARE, Bounds, Uncertain
from ionwright.plant.prozell_rows import number
from ionwright.plant.route import Route, RouteStep
from ionwright.plant.streams import NAMES, Streams

Array = NDArray[np.float64]
FACTOR = "process"
"""Factor of the draws of yields; what a step costs takes the same, so that bad comes with dear."""
LOST = Bounds(0.0, 1.0)
KINDS = {
    "yield_material": MATERIAL,
    "yield_web": WEB,
    "yield_cell": CELL,
    "startup_length": START_UP,
}
"""Quantity of the table -> kind of loss."""
WRITTEN = {"material": "yield_material", "web": "yield_web", "cell": "yield_cell"}
"""Kind in a user's file -> quantity of the table; start-up has its own unit there."""
_SLURRY = ("active", "electrolyte", "additive")
_POSITIVE = tuple(n for n in NAMES if n.startswith("positive/"))
_NEGATIVE = tuple(n for n in NAMES if n.startswith("negative/"))
_SEPARATOR = tuple(n for n in NAMES if n.startswith("separator/"))
WORDS: dict[str, tuple[str, ...]] = {
    "slurry": tuple(f"{side}/{kind}" for side in ("positive", "negative") for kind in _SLURRY),
    "collector": ("positive/foil", "negative/foil"),
    "electrolyte": tuple(n for n in NAMES if n.endswith("/electrolyte")),
    "positive": _POSITIVE,
    "positive mix": tuple(f"positive/{kind}" for kind in _SLURRY),
    "negative": (*_NEGATIVE, "interlayer", "lithium"),
    "separator": _SEPARATOR,
    "separator mix": _SEPARATOR,
    "lithium": ("lithium",),
    **{name: (name,) for name in NAMES},
}
"""What a row calls the streams it speaks of; "electrode" is all that no other row of its step
speaks of, without the package."""
SCRAP = ("slurry", "electrode", "roll", "filled cell")
"""What a lost piece counts as when it is sold: samples of ``recovered_share`` in the data."""
SIDES = {"positive": "cathode", "negative": "anode"}
REST = "electrode"
CARRIES = {"lithium": ("negative/foil", "interlayer")}
"""What a lost web of this word holds besides."""


@dataclass(frozen=True, slots=True)
class StepLoss:
    """One yield of one step.

    Parameters
    ----------
    step : int
        Place in the route.
    kind : int
        `MATERIAL`, `START_UP`, `WEB` or `CELL` of the balance.
    streams : tuple of int
        Places of the streams that lose.
    what : str
        What is lost, in the word of its row.
    arises, found : str
        Steps in which the defect arises and is found, as the row says; else this one.
    recovered : str
        What the scrap counts as, one of `SCRAP`; "" where nothing comes back.
    shares : tuple of float
        What comes back for each of `streams`, of what it cost [1].
    input : Uncertain
        The share that passes [1]; of starts, the share that is lost [1].
    source : str
        Key of the source.
    """

    step: int
    kind: int
    streams: tuple[int, ...]
    what: str
    arises: str
    found: str
    recovered: str
    shares: tuple[float, ...]
    input: Uncertain
    source: str


@dataclass(frozen=True, eq=False)
class RouteYields:
    """All yields of a route for one cell.

    Parameters
    ----------
    losses : tuple of StepLoss
        In the order of the steps.
    steps, streams : int
        Lengths of the axes of `Yields`.
    """

    losses: tuple[StepLoss, ...]
    steps: int
    streams: int

    @property
    def inputs(self) -> tuple[Uncertain, ...]:
        """Inputs to draw, in the order of `losses`; rows of one step share one draw."""
        return tuple(loss.input for loss in self.losses)

    @property
    def typical(self) -> Yields:
        """Typical yields, arrays of one draw."""
        return self.at(np.array([[x.typical for x in self.inputs]], float))

    @property
    def low(self) -> Yields:
        """Every yield at its 5 % point, every loss of starts at its 95 % point."""
        return self.at(np.array([[x.low if x.falls else x.high for x in self.inputs]], float))

    @property
    def high(self) -> Yields:
        """Every yield at its 95 % point, every loss of starts at its 5 % point."""
        return self.at(np.array([[x.high if x.falls else x.low for x in self.inputs]], float))

    @cached_property
    def recovered(self) -> Array:
        """What comes back of a loss, of what it cost [1], [step, stream, kind of loss]."""
        out = np.zeros((self.steps, self.streams, len(LOSSES)))
        for loss in self.losses:
            out[loss.step, list(loss.streams), loss.kind] = loss.shares
        return out

    def at(self, values: Array) -> Yields:
        """Return the yields of drawn inputs.

        Parameters
        ----------
        values : array [draw, input]
            In the order of `inputs` [1].
        """
        draws = len(values)
        material = np.ones((draws, self.steps, self.streams))
        kept = {kind: np.ones((draws, self.steps)) for kind in (START_UP, WEB, CELL)}
        for j, loss in enumerate(self.losses):
            share = 1.0 - values[:, j] if loss.kind == START_UP else values[:, j]
            if loss.kind == MATERIAL:
                material[:, loss.step, list(loss.streams)] *= share[:, None]
            else:
                kept[loss.kind][:, loss.step] *= share
        return Yields(material, kept[WEB], kept[CELL], 1.0 - kept[START_UP])


def sets() -> tuple[str, ...]:
    """Return the names of the complete sets of one source in the table of yields."""
    found = (r.condition("set") for r in table("plant/yields"))
    return tuple(dict.fromkeys(filter(None, found)))


def yields_of(route: Route, chain: Chain, cell: Streams, of: str = "") -> RouteYields:
    """Return the yields of a route for a cell.

    Parameters
    ----------
    route : Route
    chain : Chain
        Of this route and this cell.
    cell : Streams
    of : str
        Set to use where the table has several, "batpac" or "lechner"; that of the route if empty.

    Raises
    ------
    InputError
        If the set is unknown, a row speaks of unknown streams, or a yield of web or cells speaks
        of only some of what passes its step.
    """
    wanted = of or route.yields
    if wanted:
        rule = "a set of yields must be one of the table of yields"
        known(wanted, sets(), rule, "set", route.where)
    names = [s.name for s in cell.streams]
    losses = []
    for i, step in enumerate(route.steps):
        passing = {name for name, here in zip(names, chain.passes[i].tolist(), strict=True) if here}
        written = list(_user(step) if step.yields else _rows(step, wanted))
        for one in written:
            others = [w.what for w in written if w is not one]
            covered = _covered(one, others, passing, route.places[i])
            if covered:
                at = tuple(k for k, name in enumerate(names) if name in covered)
                _sold_as_one(one, written, route.places[i])
                shares = tuple(brings(one.recovered, names[k]) for k in at)
                losses.append(StepLoss(i, one.kind, at, one.what, one.arises, one.found,
                                       one.recovered, shares, one.input, one.source))  # fmt: skip
    return RouteYields(tuple(losses), len(route.steps), len(names))


def _sold_as_one(one: _Written, others: list[_Written], where: str) -> None:
    """Refuse two yields of one kind and word in a step whose scrap is sold as two things."""
    for other in others:
        if (other.kind, other.what) == (one.kind, one.what) and other.recovered != one.recovered:
            raise InputError(
                "what a step loses in one way is sold as one thing",
                seen=f"{one.recovered or 'nothing'!r} and {other.recovered or 'nothing'!r}",
                do="Give both yields the same recovered",
                where=where,
            )


def brings(scrap: str, stream: str) -> float:
    """Return what comes back of a stream that is lost, of what it cost [1].

    Shares of the liquid reference plant (Lechner et al. 2024), which gives no origin for most. They
    are taken for active materials, additives and foils of every route; nothing is said of
    electrolytes, separators, lithium and housings, and nothing is credited for them.

    Parameters
    ----------
    scrap : str
        One of `SCRAP`; "" where nothing comes back.
    stream : str
        Its name.

    Raises
    ------
    InputError
        If scrap is called what the data do not know.
    """
    if scrap:
        known(scrap, SCRAP, "scrap is sold as one of a few things", "word")
    side, _, what = stream.partition("/")
    if not scrap or side not in SIDES or what not in ("active", "additive", "foil"):
        return 0.0
    sample = scrap
    if scrap in SCRAP[:2]:  # not a cell yet, so that its parts are sold apart
        sample = f"{'collector' if what == 'foil' else scrap}, {SIDES[side]}"
    return number("prozell-plant", "recovered_share", "1", sample)


@dataclass(frozen=True, slots=True)
class _Written:
    """A yield before it is laid over the streams of a cell."""

    kind: int
    what: str
    arises: str
    found: str
    recovered: str
    input: Uncertain
    source: str


def _rows(step: RouteStep, wanted: str) -> Iterator[_Written]:
    """Return the yields that the table gives a step."""
    if step.own:
        return
    for row in find(step.row, table_name="plant/yields"):
        kind, named = KINDS.get(row.quantity), row.condition("set")
        if kind is None or named not in (None, wanted):
            continue
        value = row.value
        if kind == START_UP:
            coil = _coil(named)
            value = Value(value.value / coil, value.low / coil, value.high / coil, "1")
        # two yields of one kind in one step are told apart by what they are of
        parts = (step.id, row.quantity, row.condition("stream"), row.condition("of"))
        yield _Written(
            kind=kind,
            what=row.condition("stream") or "",
            arises=row.condition("arises") or step.id,
            found=row.condition("found") or step.id,
            recovered=row.condition("recovered") or "",
            input=_input(" ".join(filter(None, parts)), f"{step.draw} {row.quantity}", kind, value),
            source=row.source,
        )


def _user(step: RouteStep) -> Iterator[_Written]:
    """Return the yields that a user wrote for a step."""
    for j, one in enumerate(step.yields):
        quantity = WRITTEN.get(one.kind, "startup_length")
        value = one.passes or one.lost
        if value is None:  # StepYield holds one of them
            continue
        name = f"{step.id} {quantity} {j}"
        yield _Written(
            kind=KINDS[quantity],
            what=one.stream,
            arises=one.arises or step.id,
            found=one.found or step.id,
            recovered=one.recovered,
            input=_input(name, f"{step.draw} {quantity}", KINDS[quantity], value),
            source=value.source,
        )


def _input(name: str, key: str, kind: int, value: Value) -> Uncertain:
    """Return a yield as an input to draw."""
    starts = kind == START_UP
    return Uncertain(
        name=name,
        low=value.low,
        typical=value.value,
        high=value.high,
        bounds=LOST if starts else SHARE,
        key=key,
        factor=FACTOR,
        falls=not starts,
    )


def _coil(named: str | None) -> float:
    """Return the length of a coil in a set [m]."""
    (row,) = (
        r for r in table("plant/yields")
        if r.quantity == "coil_length" and r.condition("set") == named
    )  # fmt: skip
    return row.value.value


def _covered(one: _Written, others: list[str], passing: set[str], where: str) -> set[str]:
    """Return which of the passing streams lose by a yield."""
    if one.what == REST:
        taken = {name for word in others for name in WORDS.get(word, ())}
        words = passing - taken - {"package"}
    elif one.what == "":
        words = passing
    elif one.what in WORDS:
        carried = CARRIES.get(one.what, ()) if one.kind != MATERIAL else ()
        words = passing & {*WORDS[one.what], *carried}
    else:
        rule = "a yield speaks of streams that are known"
        known(one.what, [*WORDS, REST], rule, "stream", where)
    if one.kind != MATERIAL and words and words != passing:
        raise InputError(
            "a yield of web, of cells or of starts loses all that passes its step",
            seen=f"{one.what!r}, beside {', '.join(sorted(passing - words))}",
            do="Call it a yield of material, or let the rest join in a later step",
            where=where,
        )
    return words
