"""Read routes and their anodes: shipped ones by name, a user's own from a TOML file."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from ionwright.cell import Design
from ionwright.core.document import SCHEMA, STAGES, line_of, parse, read_text, validate
from ionwright.core.part import OneOrMore, Part
from ionwright.errors import InputError, nearest
from ionwright.plant.route import Accepts, Anode, Route, RouteStep

FOLDER = Path(__file__).parent
SUFFIX = ".toml"


class RouteTable(Part):
    """The table [plant.route] of a route file."""

    name: str = Field(min_length=1, description="in words")
    description: str = Field("", description="what a reader must know")
    commodity: Literal["cell"] = Field("cell", description="what it makes")
    yields: str = Field("", description="set of the table of yields, where a step has several")
    slot: str = Field("", description="step that an anode option replaces")
    default_anode: str = Field("", description="option for the slot where none is named")
    accepts: Accepts = Field(description="what it can make")
    anode: Anode | None = Field(None, description="the negative, where there is no slot")
    step: Annotated[tuple[RouteStep, ...], OneOrMore()] = Field(
        min_length=1, description="in order"
    )

    @model_validator(mode="after")
    def _slot(self) -> RouteTable:
        rows = [s.row for s in self.step]
        if bool(self.slot) == (self.anode is not None):
            raise InputError(
                "a route either has a slot for an anode option or makes its own negative",
                seen="both" if self.slot else "neither",
                do="Give slot with default_anode, or [plant.route.anode]",
            )
        if self.slot and self.slot not in rows:
            raise InputError(
                "the slot for the anode is a step of the route",
                seen=repr(self.slot),
                do=nearest(self.slot, rows, "step"),
            )
        if self.slot and not self.default_anode:
            raise InputError(
                "a route with a slot names the anode that fills it",
                do=f"Write default_anode with one of: {', '.join(anodes())}",
            )
        return self


class RouteFile(Part):
    """The table [plant] of a route file."""

    route: RouteTable


class AnodeFile(Part):
    """The table [plant] of an anode file."""

    anode: Anode


def names() -> list[str]:
    """Return the names of the shipped routes, in the order in which they are shown."""
    return ["liquid", "semisolid", "polymer", "sulfide-wet", "sulfide-dry", "oxide"]


def anodes() -> list[str]:
    """Return the names of the shipped anode options."""
    return sorted(path.stem for path in (FOLDER / "anodes").glob(f"*{SUFFIX}"))


def fits(design: Design) -> list[tuple[str, str]]:
    """Return the shipped routes that make a design, each with its anode ("" without a choice)."""
    found = []
    for name in names():
        for anode in anodes() if _has_slot(name) else [None]:
            route = load_route(name, anode)
            if route.makes(design):
                found.append((name, anode or ""))
    return found


def load_route(name: str | Path, anode: str | Path | None = None) -> Route:
    """Load a route: a shipped name, or a path to a TOML file.

    Parameters
    ----------
    name : str or Path
        For example ``"sulfide-dry"`` or ``"my-route.toml"``.
    anode : str or Path, optional
        Option that fills the anode slot, a shipped name or a path; the route's own default
        if it is left out.

    Raises
    ------
    InputError
        With file, line and path, if anything in it breaks a rule, or if an anode is named for a
        route that has no slot.
    """
    if name in names() and (anode is None or anode in anodes()):
        return _shipped(str(name), None if anode is None else str(anode))
    return _loaded(name, anode)


@cache
def _shipped(name: str, anode: str | None) -> Route:
    """Return a shipped route with a shipped anode, read and checked once."""
    return _loaded(name, anode)


def _loaded(name: str | Path, anode: str | Path | None) -> Route:
    text, where, stem = _read(name, names(), "routes", "route")
    return loads_route(text, stem, where, anode)


def loads_route(text: str, id: str, where: str, anode: str | Path | None = None) -> Route:
    """Load a route from TOML text; `id` and `where` name it in results and messages."""
    table = _table(text, where)
    if table.anode is None:
        option = _read(table.default_anode if anode is None else anode, anodes(), "anodes", "anode")
        return _route(id, where, table, text, option)
    if anode is not None:
        raise InputError(
            f"route {id} makes its own negative and has no slot for an anode option",
            seen=repr(str(anode)),
            do="Leave the anode out",
            where=where,
        )
    return _route(id, where, table, text, None)


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a route file."""
    route = RouteFile.model_json_schema()
    definitions = route.pop("$defs")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Ionwright route of a plant",
        "type": "object",
        "properties": {
            "schema": {"const": SCHEMA},
            "plant": route,
            **{stage: {"type": "object"} for stage in STAGES if stage != "plant"},
        },
        "required": ["schema", "plant"],
        "additionalProperties": False,
        "$defs": definitions,
    }


def schema_text() -> str:
    """Return the JSON Schema as text, as it is committed."""
    return json.dumps(schema(), indent=1, sort_keys=True) + "\n"


def _has_slot(name: str) -> bool:
    text, where, _ = _read(name, names(), "routes", "route")
    return bool(_table(text, where).slot)


@cache
def _table(text: str, where: str) -> RouteTable:
    raw = parse(text, where, "plant")
    return validate(RouteFile, raw, "plant", text, where, border=True).route


@cache
def _anode(text: str, where: str) -> Anode:
    raw = parse(text, where, "plant")
    return validate(AnodeFile, raw, "plant", text, where, border=True).anode


def _read(name: str | Path, known: list[str], folder: str, what: str) -> tuple[str, str, str]:
    """Return text, name for messages and stem of a shipped or a user's file."""
    text = str(name)
    if text in known:
        return read_text(FOLDER / folder / f"{text}{SUFFIX}"), f"{text}{SUFFIX}", text
    path = Path(name)
    if not path.exists() and path.suffix != SUFFIX:
        raise InputError(
            f"a plant's {what} is a shipped name or a path to a TOML file",
            seen=repr(text),
            allowed=", ".join(known),
            do=nearest(text, known, what),
        )
    return read_text(path), str(path), path.stem


def _route(
    id: str, where: str, table: RouteTable, text: str, option: tuple[str, str, str] | None
) -> Route:
    """Return a route with its anode in its place."""
    anode, anode_id = table.anode, ""
    inside: list[tuple[RouteStep, str]] = []
    if option is not None:
        anode, anode_id = _anode(option[0], option[1]), option[2]
        inside = _placed(anode.step, option[0], option[1], "anode")
    assert anode is not None  # RouteTable holds one, or its slot names one
    steps: list[tuple[RouteStep, str]] = []
    gone = ""
    for step, place in _placed(table.step, text, where, "route"):
        if step.row == table.slot:
            steps += inside
            gone = step.makes
        else:
            steps.append((_takes(step, gone, anode.hands) if gone else step, place))
    return Route(
        id=id,
        name=table.name,
        description=table.description,
        commodity=table.commodity,
        steps=tuple(step for step, _ in steps),
        accepts=table.accepts,
        yields=table.yields,
        anode=anode,
        anode_id=anode_id,
        slot=table.slot,
        where=where,
        places=tuple(place for _, place in steps),
    )


def _placed(
    steps: tuple[RouteStep, ...], text: str, where: str, of: str
) -> list[tuple[RouteStep, str]]:
    """Return steps with the file and line of each."""
    return [
        (step, f"{where}, {line_of(text, ('plant', of, 'step', i))}")
        for i, step in enumerate(steps)
    ]


def _takes(step: RouteStep, gone: str, hands: tuple[str, ...]) -> RouteStep:
    """Return a step that takes what the anode hands on in place of the slot's product."""
    if gone not in step.takes:
        return step
    takes = [n for name in step.takes for n in (hands if name == gone else (name,))]
    return step.model_copy(update={"takes": tuple(takes)})
