"""One name for every input: ``cell.separator.thickness``."""

from __future__ import annotations

import types
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ionwright.core.quantity import Q
from ionwright.errors import InputError, nearest


@dataclass(frozen=True, slots=True)
class Leaf:
    """One input of a validated model.

    Parameters
    ----------
    path : str
        Its one name.
    value : object
        SI float, or whatever the field holds.
    quantity : Q or None
        Unit and limits where it is a quantity.
    meaning : str
        What it is, in words.
    raw : object
        As it was written; None where the default stands.
    """

    path: str
    value: Any
    quantity: Q | None
    meaning: str
    raw: Any


def leaves(model: BaseModel, raw: Any, path: str) -> Iterator[Leaf]:
    """Walk a validated model and the table that it was read from.

    A list that was written as one table keeps its short path (no index).
    """
    for name in type(model).model_fields:
        value = getattr(model, name)
        written = raw.get(name) if isinstance(raw, dict) else None
        yield from _walk(value, written, f"{path}.{name}", (type(model), name))


def _walk(value: Any, raw: Any, path: str, field: tuple[type[BaseModel], str]) -> Iterator[Leaf]:
    if isinstance(value, BaseModel):
        yield from leaves(value, raw, path)
    elif isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
        if isinstance(raw, dict) and len(value) == 1:
            yield from leaves(value[0], raw, path)
        else:
            for i, part in enumerate(value):
                below = raw[i] if isinstance(raw, list) and i < len(raw) else None
                yield from leaves(part, below, f"{path}.{i}")
    elif value is not None and value != ():
        quantity, meaning = _described(*field)
        yield Leaf(path, value, quantity, meaning, raw)


@cache
def _described(model: type[BaseModel], name: str) -> tuple[Q | None, str]:
    """Return the unit and limits of a field, and its meaning."""
    field = model.model_fields[name]
    return quantity_of(field), field.description or ""


def quantity_of(field: FieldInfo) -> Q | None:
    """Return the unit and limits of a field, None where it is no quantity."""
    for part in field.metadata:
        if isinstance(part, Q):
            return part
    for part in _annotations(field.annotation):
        if isinstance(part, Q):
            return part
    return None


def _annotations(annotation: Any) -> Iterator[Any]:
    for part in get_args(annotation):
        if isinstance(part, Q):
            yield part
        else:
            yield from _annotations(part)


def model_at(
    model: type[BaseModel], raw: Any, loc: tuple[str | int, ...]
) -> type[BaseModel] | None:
    """Return the model that describes a place of a raw table, None where none does."""
    here: type[BaseModel] | None = model
    for part in loc:
        if here is None:
            return None
        if isinstance(part, int):
            raw = raw[part] if isinstance(raw, list) and part < len(raw) else None
            continue
        raw = raw.get(part) if isinstance(raw, dict) else None
        field = here.model_fields.get(part)
        here = _choose(field.annotation, raw) if field else None
    return here


def tags_at(model: type[BaseModel], raw: Any, loc: tuple[str | int, ...], name: str) -> list[str]:
    """Return the values that a union, told apart by the key `name`, allows at a place."""
    parent = model_at(model, raw, loc[:-1])
    field = parent.model_fields.get(str(loc[-1])) if parent else None
    if field is None:
        return []
    return [
        str(get_args(m.model_fields[name].annotation)[0])
        for m in _models(field.annotation)
        if name in m.model_fields
    ]


def _choose(annotation: Any, raw: Any) -> type[BaseModel] | None:
    """Return the model of an annotation; of a tagged union, the one that `raw` names."""
    models = list(_models(annotation))
    if isinstance(raw, list):
        raw = raw[0] if raw else None
    for m in models:
        for tag in ("type", "law"):
            field = m.model_fields.get(tag)
            if field and isinstance(raw, dict) and raw.get(tag) in get_args(field.annotation):
                return m
    return models[0] if models else None


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in (Union, types.UnionType, tuple, None) or get_args(annotation):
        for part in get_args(annotation):
            yield from _models(part)


def replace(
    model: BaseModel, raw: dict[str, Any], path: str, value: Any, known: list[str]
) -> dict[str, Any]:
    """Return a copy of a raw table in which the input at `path` is another value.

    Parameters
    ----------
    model : BaseModel
        The model that was validated from `raw`; where a table was left to its default or
        written as a bare name, it is written out from here.
    raw : dict
        The table of one stage; `path` begins with the stage's name.
    path : str
        For example ``cell.separator.thickness`` or ``cell.positive.active.0.mass_fraction``.
    value : object
        The new value as it would be written.
    known : list of str
        All paths, for the message.

    Raises
    ------
    InputError
        If there is no such place.
    """
    *parents, last = path.split(".")[1:]
    root: dict[str, Any] = dict(raw)
    node: Any = root
    here: Any = model
    for part in parents:
        here = _step(here, node, part)
        if here is None:
            raise _no_such(path, known)
        index: Any = int(part) if isinstance(node, list) else part
        below = node.get(index) if isinstance(node, dict) else node[index]
        if not isinstance(below, dict | list):
            below = here.model_dump(exclude_none=True) if isinstance(here, BaseModel) else None
        if below is None:
            raise _no_such(path, known)
        node[index] = copy(below)
        node = node[index]
    if isinstance(node, list):
        raise _no_such(path, known)
    node[last] = value
    return root


def _step(here: Any, node: Any, part: str) -> Any:
    """Follow the model along one part of a path; None where it does not lead on."""
    if isinstance(here, tuple):
        if isinstance(node, list):
            return here[int(part)] if part.isdigit() and int(part) < len(here) else None
        here = here[0] if len(here) == 1 else None
    return getattr(here, part, None) if isinstance(here, BaseModel) else None


def _no_such(path: str, known: list[str]) -> InputError:
    return InputError(
        "an input is named by its path", seen=repr(path), do=nearest(path, known, "path")
    )
