"""A case as a folder: `case.toml`, one CSV file a table, and `futures.csv` for what may differ.

A line of a CSV file that begins with # is a comment; what is written explains its columns so.

>>> from pathlib import Path
>>> from ionwright.network import files
>>> files.read(Path("nowhere"))
Traceback (most recent call last):
...
ionwright.errors.InputError: nowhere: a case is a folder with case.toml, but there is none. ...
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import tomlkit

from ionwright.core.document import SCHEMA, parse, read_text
from ionwright.errors import InputError, nearest
from ionwright.network.case import Case, Period
from ionwright.network.columns import KINDS, number, read_row, required, write_row
from ionwright.network.fields import TABLES, meaning
from ionwright.network.futures import Future, Scenarios

HEAD = "case.toml"
FUTURES = "futures.csv"
FUTURE_COLUMNS = ("future", "probability", "path", "what", "factor")
FUTURE_NOTES = (
    "What may happen: a line for each figure of the case that differs in a future.",
    "future: its name",
    "probability: the same on each of its lines; those of all futures add up to 1",
    "path: named group that it belongs to; results are shown by path before any mean",
    "what: path of a figure, such as demands.NAME.amount, supplies.NAME.price, lanes.NAME.open",
    "factor: what multiplies it, one for all periods or one a period; with semicolons",
)
NEEDED = ("sites", "items", "ways", "lines", "runs", "demands")
KEYS = ("name", "money", "carbon_price", "period")
PERIOD = ("name", "years", "weight")


def read(folder: Path) -> tuple[Case, Scenarios]:
    """Return a case and its futures from a folder.

    Parameters
    ----------
    folder : Path
        With `case.toml` and a CSV file for each table that has rows; without `futures.csv` the
        case holds as written.

    Raises
    ------
    InputError
        In one sentence: file, line, column, value seen, what is allowed.
    """
    head = folder / HEAD
    if not head.is_file():
        raise InputError(f"a case is a folder with {HEAD}, but there is none",
                         do="Write one with: ionwright network new FOLDER",
                         where=str(folder))  # fmt: skip
    table = parse(read_text(head), HEAD, "network")
    _keys(table, KEYS, HEAD)
    periods = tuple(_read_period(p, f"{HEAD}, period {i + 1}") for i, p in
                    enumerate(_needed(table, "period", HEAD)))  # fmt: skip
    money = str(_needed(table, "money", HEAD))
    rows = _tables(folder, money.split()[0], tuple(p.name for p in periods))
    carbon = table.get("carbon_price", 0.0)
    case = Case(
        name=str(_needed(table, "name", HEAD)),
        money=money,
        periods=periods,
        carbon_price=(number(str(carbon), f"{money.split()[0]}/kg", f"{HEAD}, carbon_price"),),
        **rows,
    )
    futures = folder / FUTURES
    scenarios = _futures(futures) if futures.is_file() else Scenarios.certain()
    scenarios.check(case)
    return case, scenarios


def write(
    folder: Path, case: Case, scenarios: Scenarios | None = None, *, first: str = ""
) -> tuple[str, ...]:
    """Write a case as a folder and return the names of its files.

    Parameters
    ----------
    folder : Path
        It is made; it must not hold a case already.
    case : Case
    scenarios : Scenarios or None
    first : str
        Comment at the top of each file with numbers; with one, tables without rows are written too,
        so that their columns can be seen.

    Raises
    ------
    InputError
        If it holds a case.
    """
    if (folder / HEAD).exists():
        raise InputError("a new case needs an empty place", seen=str(folder / HEAD),
                         do="Choose another folder", where="folder")  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    (folder / HEAD).write_text(_head(case, first), encoding="utf-8")
    written, periods = [HEAD], tuple(p.name for p in case.periods)
    for kind in KINDS:
        rows = [write_row(row, periods) for row in case.table(kind)]
        if rows or first:
            _write(folder / f"{kind}.csv", _columns(kind), rows, _notes(kind, case, first))
            written.append(f"{kind}.csv")
    if scenarios is not None:
        notes = (*filter(None, (first,)), *FUTURE_NOTES)
        _write(folder / FUTURES, FUTURE_COLUMNS, _future_rows(scenarios), notes)
        written.append(FUTURES)
    return tuple(written)


def _columns(kind: str) -> tuple[str, ...]:
    return tuple(KINDS[kind].__dataclass_fields__)


def _notes(kind: str, case: Case, first: str) -> tuple[str, ...]:
    """Return the comments of a table: what it holds, and each of its columns."""
    money = case.money.split()[0]
    columns = (f"{name}: {meaning(kind, name, money)}" for name in _columns(kind))
    return (*filter(None, (first,)), TABLES[kind], *columns)


def _head(case: Case, first: str) -> str:
    document = tomlkit.document()
    if first:
        document.add(tomlkit.comment(first))
    document.add(tomlkit.comment("Money, periods and carbon price of a case; its tables stand in"))
    document.add(
        tomlkit.comment("the CSV files. Numbers are in the unit of the item and a year, or")
    )
    document.add(tomlkit.comment('carry a unit ("20 GWh/yr"); semicolons part periods.'))
    document.add(tomlkit.comment("Of a period: years is its length, weight its discounted years."))
    document["schema"] = SCHEMA
    table = tomlkit.table()
    table["name"], table["money"] = case.name, case.money
    table["carbon_price"] = f"{case.carbon_price[0]!r} {case.money.split()[0]}/kg"
    periods = tomlkit.aot()
    for p in case.periods:
        one = tomlkit.table()
        one["name"], one["years"], one["weight"] = p.name, p.years, p.weight
        periods.append(one)
    table["period"] = periods
    document["network"] = table
    return tomlkit.dumps(document)


def _read_period(table: Mapping[str, Any], where: str) -> Period:
    _keys(table, PERIOD, where)
    name, years, weight = (_needed(table, key, where) for key in PERIOD)
    return Period(str(name), float(years), float(weight))


def _tables(folder: Path, money: str, periods: tuple[str, ...]) -> dict[str, Any]:
    """Return the tables of a case, each row with the unit of its item or line."""
    for path in sorted(folder.glob("*.csv")):
        if path.stem not in KINDS and path.name != FUTURES:
            raise InputError("every CSV file of a case is one of its tables", seen=path.name,
                             do=nearest(path.stem, list(KINDS), "table"),
                             where=str(folder))  # fmt: skip
    texts = {}
    for kind in KINDS:
        path = folder / f"{kind}.csv"
        if path.is_file():
            texts[kind] = _records(path, required(kind), KINDS[kind].__dataclass_fields__)
        elif kind in NEEDED:
            raise InputError(f"a case has the file {path.name}", do="Write it", where=str(folder))
    items = {r["name"]: r["unit"] for _, r in texts["items"]}
    lines = {r["name"]: r["unit"] for _, r in texts["lines"]}
    out = {}
    for kind, found in texts.items():
        out[kind] = tuple(
            read_row(kind, cells, _unit(cells, items, lines), money,
                     f"{kind}.csv, line {line}", periods)
            for line, cells in found
        )  # fmt: skip
    for kind in KINDS:
        out.setdefault(kind, ())
    return out


def _unit(cells: Mapping[str, str], items: Mapping[str, str], lines: Mapping[str, str]) -> str:
    """Return the unit of a row: its own, that of its item or that of its line."""
    if cells.get("unit"):
        return cells["unit"]
    return items.get(cells.get("item", ""), lines.get(cells.get("line", ""), "1"))


def _records(
    path: Path, needed: tuple[str, ...], columns: Collection[str]
) -> list[tuple[int, dict[str, str]]]:
    """Return (line, cells) of a CSV file whose columns are known."""
    lines = ["" if x.startswith("#") else x for x in read_text(path).splitlines()]
    reader = csv.reader(lines, strict=True)  # comments are blank, so that lines keep their number
    try:
        header = [x.strip() for x in next(filter(any, reader), [])]
        for name in header:
            if name not in columns:
                raise InputError("a column is a field of its table", seen=name,
                                 do=nearest(name, list(columns), "column"),
                                 where=f"{path.name}, line {reader.line_num}")  # fmt: skip
        lost = [x for x in needed if x not in header]
        if lost:
            raise InputError(f"the file has the column {lost[0]}", do="Add it",
                             where=f"{path.name}, line {reader.line_num}")  # fmt: skip
        out = []
        for cells in reader:
            if not any(cells):
                continue
            if len(cells) != len(header):
                raise InputError(f"a line has {len(header)} cells", seen=str(len(cells)),
                                 do="Add or take away commas",
                                 where=f"{path.name}, line {reader.line_num}")  # fmt: skip
            out.append((reader.line_num, dict(zip(header, cells, strict=True))))
    except csv.Error as fault:
        raise InputError("a CSV file has closed quotes", seen=str(fault), do="Close them",
                         where=f"{path.name}, line {reader.line_num}") from None  # fmt: skip
    return out


def _futures(path: Path) -> Scenarios:
    """Return the futures of a file with a line for each factor."""
    found: dict[str, tuple[float, str, dict[str, tuple[float, ...]]]] = {}
    for line, cells in _records(path, FUTURE_COLUMNS[:2], FUTURE_COLUMNS):
        where = f"{path.name}, line {line}"
        chance = number(cells["probability"], "1", f"{where}, probability")
        same = found.setdefault(cells["future"], (chance, cells.get("path", ""), {}))
        if same[0] != chance:
            raise InputError("a future has one probability", seen=cells["probability"],
                             do=f"Write {same[0]:g} on each of its lines", where=where)  # fmt: skip
        if cells.get("what"):
            parts = cells["factor"].split(";")
            same[2][cells["what"]] = tuple(number(x.strip(), "1", where) for x in parts)
    return Scenarios(tuple(Future(n, p, path_, f) for n, (p, path_, f) in found.items()))


def _future_rows(scenarios: Scenarios) -> list[dict[str, str]]:
    out = []
    for f in scenarios.futures:
        head = {"future": f.name, "probability": repr(f.probability), "path": f.path}
        for what, values in f.factors.items() or {"": ()}.items():
            out.append({**head, "what": what, "factor": "; ".join(map(repr, values))})
    return out


def _write(
    path: Path, columns: tuple[str, ...], rows: list[dict[str, str]], notes: tuple[str, ...]
) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(f"# {note}\n" for note in notes)
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _keys(table: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    for key in table:
        if key not in known:
            raise InputError("a key is one of a case's head", seen=key,
                             do=nearest(key, list(known), "key"), where=where)  # fmt: skip


def _needed(table: Mapping[str, Any], key: str, where: str) -> Any:
    if key not in table:
        raise InputError(f"it has the key {key}", do="Add it", where=where)
    return table[key]
