"""Columns of a case's files: one CSV file a table, its columns the fields of the table's type.

A cell holds a number in the case's own unit, or a number with a unit ("20 GWh/yr"). A series is
written with semicolons between periods, a mapping as `name=number` with semicolons between; what
is left empty takes its default.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from typing import Any

from ionwright import units
from ionwright.errors import InputError, nearest
from ionwright.network import case as types
from ionwright.network.fields import UNITS

KINDS: dict[str, type] = {
    "sites": types.Site, "items": types.Item, "ways": types.Way, "lines": types.Line,
    "runs": types.Run, "options": types.Option, "lanes": types.Lane, "supplies": types.Supply,
    "demands": types.Demand, "pools": types.Pool, "slots": types.Slots, "growths": types.Growth,
    "quotas": types.Quota, "carbon_caps": types.CarbonCap,
    "second_sources": types.SecondSource, "budgets": types.Budget,
    "grants": types.Grant, "spreads": types.Spread,
}  # fmt: skip
"""Table and the type of its rows, in the order in which files are read."""
Cell = Callable[[str], Any]


def required(kind: str) -> tuple[str, ...]:
    """Return the columns that a table must have."""
    return tuple(f.name for f in fields(KINDS[kind]) if not _has_default(f))


def read_row(kind: str, cells: Mapping[str, str], unit: str, money: str, where: str,
             periods: tuple[str, ...]) -> Any:  # fmt: skip
    """Return a row from the text of its cells.

    Parameters
    ----------
    kind : str
        Table.
    cells : mapping of str to str
        By column.
    unit : str
        Of the row's item or line.
    money : str
        Currency.
    where : str
        File and line.
    periods : tuple of str
        Names of the periods.

    Raises
    ------
    InputError
        If a cell cannot be read or a needed one is empty.
    """
    given = {}
    for f in fields(KINDS[kind]):
        text = cells.get(f.name, "").strip()
        at = f"{where}, {f.name}"
        if not text:
            if str(f.type).startswith("Mapping"):
                given[f.name] = {}
            elif not _has_default(f):
                raise InputError("it is not left empty", do="Fill it in", where=at)
            continue
        wanted = UNITS.get((kind, f.name), "1").format(unit=unit, money=money)
        given[f.name] = _value(str(f.type), text, wanted, at, periods)
    return KINDS[kind](**given)


def write_row(row: Any, periods: tuple[str, ...]) -> dict[str, str]:
    """Return the text of the cells of a row, which reads back as the same row."""
    out = {}
    for f in fields(row):
        value = getattr(row, f.name)
        if value is None:
            text = ""
        elif f.name == "when":
            text = "; ".join(periods[t] for t in value)
        elif isinstance(value, Mapping):
            text = "; ".join(f"{k}={float(v)!r}" for k, v in value.items())
        elif isinstance(value, tuple):
            text = "; ".join(x if isinstance(x, str) else repr(float(x)) for x in value)
        elif isinstance(value, bool):
            text = "yes" if value else "no"
        else:
            text = value if isinstance(value, str) else repr(value)
        out[f.name] = text
    return out


def _has_default(f: Field[Any]) -> bool:
    return f.default is not MISSING or f.default_factory is not MISSING


def _value(kind: str, text: str, unit: str, where: str, periods: tuple[str, ...]) -> Any:
    """Return the value of a cell by the type of its field."""
    if kind == "str":
        return text
    if kind == "bool":
        return _yes(text, where)
    if kind.startswith("int"):
        return _whole(text, where)
    parts = [p.strip() for p in text.split(";")]
    if kind == "tuple[str, ...]":
        return tuple(parts)
    if kind.startswith("tuple"):
        return tuple(_period(p, periods, where) for p in parts)
    if kind.startswith("Mapping"):
        return dict(_pair(p, where) for p in parts)
    numbers = tuple(number(p, unit, where) for p in parts)
    if kind == "Series":
        return numbers
    if len(numbers) != 1:
        raise InputError("it is one number", seen=text, do="Give one", where=where)
    (one,) = numbers
    return one


def number(text: str, unit: str, where: str) -> float:
    """Return a number in a unit of the case; text without a unit is in it already.

    Raises
    ------
    InputError
        If it is no number, or its unit is of another kind.
    """
    if text == "inf":
        return math.inf
    try:
        value, said = units.split(text)
        if said in ("1", unit):
            return value
        if not units.known(unit):
            raise InputError("it is a number without a unit, or in the unit of its item",
                             seen=text, allowed=unit)  # fmt: skip
        return units.to(units.convert(value, said, units.dimension(unit)), unit)
    except InputError as fault:
        raise fault.at(where) from None


def _pair(text: str, where: str) -> tuple[str, float]:
    name, equals, value = (x.strip() for x in text.partition("="))
    if not equals or not name:
        raise InputError("amounts are written name=number with semicolons between", seen=text,
                         do='Write, for example, "Li2S=0.47; P2S5=0.46"', where=where)  # fmt: skip
    return name, number(value, "1", where)


def _period(text: str, periods: tuple[str, ...], where: str) -> int:
    if text not in periods:
        raise InputError("it is a period of the case", seen=text,
                         do=nearest(text, list(periods), "period"), where=where)  # fmt: skip
    return periods.index(text)


def _yes(text: str, where: str) -> bool:
    if text.lower() not in ("yes", "no"):
        raise InputError("it is yes or no", seen=text, do="Write one of them", where=where)
    return text.lower() == "yes"


def _whole(text: str, where: str) -> int:
    if not text.isdigit():
        raise InputError("it is a whole number", seen=text, do="Give one", where=where)
    return int(text)
