"""Rows: one row is one number."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ionwright import units
from ionwright.core import KINDS, RANGES, Value
from ionwright.data._files import FOLDER, records
from ionwright.data._items import item as find_item
from ionwright.data._sources import ASSUMPTION
from ionwright.errors import InputError, nearest

if TYPE_CHECKING:
    import pandas as pd

TABLES = (
    "ion/electrolytes",
    "ion/pressing",
    "ion/active_materials",
    "ion/interfaces",
    "ion/composites",
    "cell/components",
    "cell/published",
    "cell/measured",
    "plant/money",
    "plant/regions",
    "plant/prices",
    "plant/batpac",
    "plant/steps",
    "plant/yields",
    "plant/energy",
    "plant/dryroom",
    "plant/learning",
    "plant/line",
    "plant/processes",
    "plant/projects",
    "plant/prozell",
    "network/sites",
    "network/freight",
    "network/rules",
    "network/demand",
)
"""Tables of numbers, in the order in which `find` looks through them."""

PLANT = tuple(name for name in TABLES if name.startswith("plant/"))
"""Tables whose quantities stand in plant_quantities.csv; no other table uses those."""
NETWORK = tuple(name for name in TABLES if name.startswith("network/"))
"""Tables whose quantities stand in network_quantities.csv."""

COLUMNS = (
    "item",
    "quantity",
    "value",
    "unit",
    "low",
    "high",
    "range",
    "kind",
    "conditions",
    "source",
    "locator",
    "note",
)
CONDITIONS = {
    "T": "K",
    "T_low": "K",
    "T_high": "K",
    "relative_density": "1",
    "pressed": "Pa",
    "stack": "Pa",
    "annealed": "K",
    "x": "1",
    "concentration": "mol/m3",
    "power": "1",
    "phi": "1",
    "w": "1",
    "rate": "1/s",
    "rate_ref": "1/s",
    "T_ref": "K",
    "i": "A/m2",
    "U": "V",
    "cycle": "1",
    "test": "",
    "against": "",
    "form": "",
    "method": "",
    "branch": "",
    "sample": "",
    "name": "",
    "year": "1",
    "span": "",
    "basis": "",
    "vat": "",
    "case": "",
    "thickness": "m",
    "size": "",
    "of": "",
    "from": "",
    "on": "",
    "staff": "",
    "employer": "",
    "scope": "",
    "stream": "",
    "set": "",
    "arises": "",
    "found": "",
    "recovered": "",
    "carrier": "",
    "covers": "",
}
"""Keys that conditions may use, with the SI unit of those that are numbers."""

MONEY = "money"
"""Stands in the unit of a quantity for any currency: the row's own unit says which."""


@dataclass(frozen=True, slots=True)
class Row:
    """One number of a table, as written, with its place."""

    item: str
    quantity: str
    value: Value
    range: str
    conditions: tuple[tuple[str, str], ...]
    note: str
    table: str
    line: int
    known: bool
    """False where only the range is known: `value.value` is then its middle."""

    @property
    def kind(self) -> str:
        """How the number came to be."""
        return self.value.kind

    @property
    def source(self) -> str:
        """Key of its source."""
        return self.value.source

    def condition(self, name: str) -> str | None:
        """Return a condition's text, or None."""
        return dict(self.conditions).get(name)

    def at(self, name: str) -> float | None:
        """Return a numerical condition in SI, or None."""
        text = self.condition(name)
        return None if text is None else units.read(text, CONDITIONS[name])

    def conditions_text(self) -> str:
        """Return the conditions as they are written in the table."""
        return "; ".join(f"{k}={v}" for k, v in self.conditions)

    def identity(self) -> str:
        """Return what a result that used this row depends on."""
        v = self.value
        numbers = (v.value.hex(), v.low.hex(), v.high.hex())
        return "|".join((self.item, self.quantity, v.si, *numbers, self.conditions_text()))


@cache
def quantities() -> dict[str, tuple[str, str, str]]:
    """Return quantity -> (symbol, SI unit, meaning)."""
    return _quantities("quantities.csv") | plant_quantities() | network_quantities()


def plant_quantities() -> dict[str, tuple[str, str, str]]:
    """Return those of the plant's tables; no other table uses them."""
    return _quantities("plant_quantities.csv")


def network_quantities() -> dict[str, tuple[str, str, str]]:
    """Return those of the network's tables; no other table uses them."""
    return _quantities("network_quantities.csv")


@cache
def _quantities(name: str) -> dict[str, tuple[str, str, str]]:
    rows = records(FOLDER / name, ("quantity", "symbol", "unit", "meaning"))
    return {r["quantity"]: (r["symbol"], r["unit"], r["meaning"]) for _, r in rows}


@cache
def table(name: str) -> tuple[Row, ...]:
    """Return the rows of one table, for example ``"ion/electrolytes"``.

    Raises
    ------
    InputError
        If there is no such table.
    ValueError
        If a row breaks the format (a fault of the data, not of the user).
    """
    if name not in TABLES:
        raise InputError(
            "a table must be one of the tables of numbers",
            seen=repr(name),
            do=nearest(name, list(TABLES), "table"),
        )
    return read_table(FOLDER / f"{name}.csv", name)


def read_table(path: Path, name: str) -> tuple[Row, ...]:
    """Read and check a table file; raises ValueError naming file, line and rule."""
    out = []
    for line, record in records(path, COLUMNS):
        try:
            out.append(_row(record, name, line))
        except (ValueError, KeyError) as fault:
            raise ValueError(f"{name}.csv, line {line}: {fault}") from fault
    return tuple(out)


def find(item: str = "", quantity: str = "", table_name: str = "") -> list[Row]:
    """Return all rows of an item (any of its names), of a quantity, or of both."""
    wanted = find_item(item).id if item else ""
    if quantity and quantity not in quantities():
        raise InputError(
            "a quantity must be one of quantities.csv",
            seen=repr(quantity),
            do=nearest(quantity, list(quantities()), "quantity"),
        )
    names = (table_name,) if table_name else _tables_of(quantity)
    rows = _of(wanted, names) if wanted else [row for name in names for row in table(name)]
    return [row for row in rows if not quantity or row.quantity == quantity]


def _tables_of(quantity: str) -> tuple[str, ...]:
    """Return the tables that may hold a quantity, so that a cell does not read prices."""
    if not quantity:
        return TABLES
    if quantity in plant_quantities():
        return PLANT
    if quantity in network_quantities():
        return NETWORK
    return TABLES[: -len(PLANT) - len(NETWORK)]


@cache
def _of(item: str, names: tuple[str, ...]) -> tuple[Row, ...]:
    """Return the rows of an item, by its id, in some tables."""
    return tuple(row for name in names for row in table(name) if row.item == item)


def default(item: str, quantity: str, against: str = "") -> Row:
    """Return the row to use where the user names none: marked ``sample=default``, or the only one.

    Parameters
    ----------
    item, quantity : str
        What is wanted.
    against : str
        For an interface: the item of the other side.

    Raises
    ------
    InputError
        If the data hold no such number, or several without a default.
    """
    rows = find(item, quantity)
    if against:
        other = find_item(against).id
        rows = [r for r in rows if r.condition("against") == other]
    marked = [r for r in rows if r.condition("sample") == "default"]
    if len(marked) == 1:
        return marked[0]
    if len(rows) == 1:
        return rows[0]
    of = f"{quantity} of {find_item(item).id}" + (f" against {against}" if against else "")
    raise InputError(
        f"the data hold {'no' if not rows else 'several rows but no default'} {of}",
        do="Give the number with its source in the input file",
    )


def frame(name: str) -> pd.DataFrame:
    """Return one table as a pandas frame (pandas must be installed); values in SI."""
    import pandas as pd  # only on request

    rows = table(name)
    return pd.DataFrame(
        {
            "item": [r.item for r in rows],
            "quantity": [r.quantity for r in rows],
            "value": [r.value.value for r in rows],
            "low": [r.value.low for r in rows],
            "high": [r.value.high for r in rows],
            "si": [r.value.si for r in rows],
            "kind": [r.value.kind for r in rows],
            "conditions": [r.conditions_text() for r in rows],
            "source": [r.value.source for r in rows],
            "locator": [r.value.locator for r in rows],
        }
    )


def _row(r: dict[str, str], name: str, line: int) -> Row:
    if r["quantity"] not in quantities():
        raise ValueError(f"unknown quantity {r['quantity']!r}")
    if find_item(r["item"]).id != r["item"]:
        raise ValueError(f"{r['item']!r} is not an item id")
    if r["kind"] not in KINDS:
        raise ValueError(f"kind is {r['kind']!r}, it must be one of {KINDS}")
    if r["range"] not in RANGES:
        raise ValueError(f"range is {r['range']!r}, it must be one of {RANGES}")
    for column in ("unit", "low", "high", "source", "locator"):
        if not r[column].strip():
            raise ValueError(f"{column} is empty")
    if (r["kind"] == "assumed") != (r["source"] == ASSUMPTION):
        raise ValueError(f"kind 'assumed' and source {ASSUMPTION!r} go together")
    conditions = _conditions(r["conditions"])
    if quantities()[r["quantity"]][1].startswith(MONEY) and "year" not in dict(conditions):
        raise ValueError("money is of a year: the conditions must say year=2022 or the like")
    return Row(
        item=r["item"],
        quantity=r["quantity"],
        value=_value(r),
        range=r["range"],
        conditions=conditions,
        note=r["note"],
        table=name,
        line=line,
        known=bool(r["value"]),
    )


def _value(r: dict[str, str]) -> Value:
    si = _si(r["quantity"], r["unit"])
    low, high = (_number(r[c], r["unit"], si) for c in ("low", "high"))
    if r["value"]:
        value = _number(r["value"], r["unit"], si)
    elif r["kind"] == "assumed":
        # across decades the middle is the geometric one; nothing may rest on it either way
        value = (low * high) ** 0.5 if low > 0.0 and high >= 10.0 * low else 0.5 * (low + high)
    else:
        raise ValueError("only an assumed row may leave its value empty")
    if not low <= value <= high:
        raise ValueError(
            f"low <= value <= high does not hold: {r['low']}, {r['value']}, {r['high']}"
        )
    return Value(value, low, high, r["unit"], r["kind"], r["source"], r["locator"])


def _si(quantity: str, unit: str) -> str:
    """Return the SI unit of a quantity; that of money is in the currency of the row."""
    si = quantities()[quantity][1]
    if not si.startswith(MONEY):
        return si
    currency = units.dimension(unit)[:3]
    if currency not in units.CURRENCIES:
        raise ValueError(f"unit {unit!r} names no currency, it must be one of {units.CURRENCIES}")
    return currency + si.removeprefix(MONEY)


def _number(text: str, unit: str, si: str) -> float:
    number, rest = units.split(text)
    if rest != "1" or not math.isfinite(number):
        raise ValueError(f"{text!r} is not a plain number")
    return units.convert(number, unit, si)


def _conditions(text: str) -> tuple[tuple[str, str], ...]:
    out = []
    for part in filter(None, (p.strip() for p in text.split(";"))):
        name, separator, value = part.partition("=")
        if not separator or name not in CONDITIONS or not value.strip():
            raise ValueError(f"condition {part!r} is not one of {sorted(CONDITIONS)} with a value")
        if CONDITIONS[name]:
            units.read(value, CONDITIONS[name])
        elif name == "against" and find_item(value).id != value:
            raise ValueError(f"condition {part!r}: {value!r} is not an item id")
        out.append((name, value.strip()))
    if len({n for n, _ in out}) != len(out):
        raise ValueError("a condition is given twice")
    return tuple(out)
