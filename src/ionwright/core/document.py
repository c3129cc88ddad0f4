"""Input files: TOML text -> validated model, with the place of every fault."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ionwright.errors import InputError, nearest

SCHEMA = "ionwright/1"
STAGES = ("ion", "cell", "life", "plant", "network", "race", "study")
LARGEST_FILE = 1_000_000
"""Largest input file that is read [byte]; the shipped ones have about 10,000."""

Model = TypeVar("Model", bound=BaseModel)


def read_text(path: Path) -> str:
    """Read an input file.

    Raises
    ------
    InputError
        If it does not exist, is a folder, is too large, cannot be read or is not UTF-8 text.
    """
    where = str(path)
    try:
        if path.is_dir():
            raise InputError("an input file is needed, but this is a folder", where=where)
        if path.stat().st_size > LARGEST_FILE:
            raise InputError(
                "an input file must not be larger than 1 MB",
                seen=f"{path.stat().st_size / 1e6:.1f} MB",
                do="Check that this is the right file",
                where=where,
            )
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise InputError(
            "the input file does not exist", do="Check the path", where=where
        ) from None
    except UnicodeDecodeError:
        raise InputError(
            "an input file must be UTF-8 text", do="Save it as UTF-8", where=where
        ) from None
    except OSError as fault:
        raise InputError(
            "the input file cannot be read",
            seen=str(fault.strerror),
            do="Check its permissions",
            where=where,
        ) from None


def parse(text: str, where: str, own: str) -> dict[str, Any]:
    """Parse TOML, check the header and return the table `own` of one stage.

    Parameters
    ----------
    text : str
        The file's text.
    where : str
        Its name, for messages.
    own : str
        The stage whose table is wanted; other stages' tables pass unread.

    Raises
    ------
    InputError
        If it is not TOML, its schema is another one, a top-level key is unknown, or the
        table is missing.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise InputError(
            "an input file must be valid TOML", seen=str(fault), do="Correct it there", where=where
        ) from None
    known = ["schema", *STAGES]
    for name in document:
        if name not in known:
            raise InputError(
                "an input file has an unknown top-level key",
                seen=repr(name),
                allowed=", ".join(known),
                do=nearest(name, known, "key"),
                where=f"{where}, {line_of(text, (name,))}",
            )
    if document.get("schema") != SCHEMA:
        raise InputError(
            "an input file must name its schema",
            seen=repr(document.get("schema", "missing")),
            allowed=f'"{SCHEMA}"',
            do=f'Begin the file with: schema = "{SCHEMA}"',
            where=where,
        )
    if not isinstance(document.get(own), dict):
        raise InputError(f"the file must have a table [{own}]", do=f"Add [{own}]", where=where)
    return document[own]


def validate(
    model: type[Model], raw: dict[str, Any], own: str, text: str, where: str, border: bool
) -> Model:
    """Validate a raw table into a model; the first fault becomes an InputError with its place.

    Parameters
    ----------
    model : type
        The pydantic model.
    raw : dict
        The table as parsed.
    own : str
        Its name, the first part of every path.
    text : str
        The file's text, to name the line of a fault; "" where there is none.
    where : str
        The file's name.
    border : bool
        True where a user wrote the values: a bare number then needs a dimension of 1. False
        where Python gives them, in SI.
    """
    try:
        return model.model_validate(raw, context={"border": border})
    except ValidationError as fault:
        raise _first(fault, model, raw, own, text, where) from None


def _first(
    fault: ValidationError, model: type[BaseModel], raw: Any, own: str, text: str, where: str
) -> InputError:
    # an unknown key explains a missing one, and a list is too short where its parts failed
    order = {"extra_forbidden": 0, "missing": 2, "too_short": 3}
    details = sorted(fault.errors(include_url=False), key=lambda e: order.get(e["type"], 1))
    error = details[0]
    loc = tuple(part for part in error["loc"] if _is_written(part, error["loc"], raw))
    path = ".".join([own, *map(str, loc)])
    place = f"{where}, {line_of(text, (own, *loc))}, {path}" if text else f"{where}, {path}"
    kind, seen, ctx = error["type"], error.get("input"), error.get("ctx", {})
    if kind == "value_error" and isinstance(ctx.get("error"), InputError):
        inner: InputError = ctx["error"]
        return inner.at(f"{place}, {inner.where}" if inner.where else place)
    if kind == "extra_forbidden":
        known = _fields_at(model, raw, loc[:-1])
        return InputError(
            "a key must be one that is known here",
            seen=repr(loc[-1]),
            do=nearest(str(loc[-1]), known, "key"),
            where=place,
        )
    if kind == "missing":
        return InputError(
            "a key is missing", do=f"Add {loc[-1]} (see: ionwright {own} schema)", where=place
        )
    if kind in {"union_tag_not_found", "union_tag_invalid"}:
        name = str(ctx["discriminator"]).strip("'")
        tag = seen.get(name, "missing") if isinstance(seen, dict) else "not a table"
        return InputError(
            f"{name} must be one of the known names",
            seen=repr(tag),
            allowed=_tags(model, raw, loc, name),
            do=f"Write {name} with one of them",
            where=place,
        )
    return InputError(
        error["msg"][0].lower() + error["msg"][1:],
        seen=repr(seen),
        do="Correct the value",
        where=place,
    )


def _is_written(part: str | int, loc: tuple[str | int, ...], raw: Any) -> bool:
    """Leave out what pydantic puts into a location for itself: union tags, [0] of a lone table."""
    node = raw
    for step in loc:
        if isinstance(node, dict):
            tag = step in (node.get("type"), node.get("law")) and step not in node
            there = step in node or (step == loc[-1] and isinstance(step, str))
            if there and not tag:
                node = node.get(step)
            elif step is part:
                return False
            else:
                continue
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            node = node[step]
        elif step is part:
            return step == loc[-1] and isinstance(step, str) and not isinstance(node, list)
        if step is part:
            return True
    return True


def _fields_at(model: type[BaseModel], raw: Any, loc: tuple[str | int, ...]) -> list[str]:
    """Return the names allowed at a place, by following the models along the raw table."""
    from ionwright.core.paths import model_at  # the walk over models lives there

    found = model_at(model, raw, loc)
    return list(found.model_fields) if found else []


def _tags(model: type[BaseModel], raw: Any, loc: tuple[str | int, ...], name: str) -> str:
    """Return the names that a tagged union allows at a place."""
    from ionwright.core.paths import tags_at  # the walk over models lives there

    return ", ".join(tags_at(model, raw, loc, name))


def line_of(text: str, path: tuple[str | int, ...]) -> str:
    """Return "line n" of a key in TOML text, or of the nearest table above it.

    Parameters
    ----------
    text : str
        TOML text as people write it: headers ``[a.b]``, ``[[a.b]]`` and ``key = ...``.
    path : tuple
        Keys and list indices from the root.
    """
    counts: dict[str, int] = {}
    current: tuple[str, ...] = ()
    best, best_depth = 1, 0
    wanted = tuple(str(p) for p in path)
    for number, line in enumerate(text.splitlines(), start=1):
        header = re.match(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]", line)
        entry = re.match(r"^\s*([A-Za-z0-9_\-.\"']+)\s*=", line)
        if header:
            name = header.group(2).replace('"', "").replace(" ", "")
            if header.group(1) == "[[":
                counts[name] = counts.get(name, -1) + 1
                # lists inside begin again with every new entry
                counts = {k: n for k, n in counts.items() if not k.startswith(f"{name}.")}
            current = _with_indices(name, counts)
            here = current
        elif entry:
            here = current + tuple(entry.group(1).replace('"', "").split("."))
        else:
            continue
        depth = _common(here, wanted)
        if depth == len(here) and depth > best_depth:
            best, best_depth = number, depth
    return f"line {best}"


def _with_indices(name: str, counts: dict[str, int]) -> tuple[str, ...]:
    out: list[str] = []
    parts = name.split(".")
    for i, part in enumerate(parts):
        out.append(part)
        prefix = ".".join(parts[: i + 1])
        if prefix in counts:
            out.append(str(counts[prefix]))
    return tuple(out)


def _common(a: tuple[str, ...], b: tuple[str, ...]) -> int:
    n = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        n += 1
    return n
