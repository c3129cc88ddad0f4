"""Curves: one file a curve, and the row that says what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ionwright import units
from ionwright.core import KINDS
from ionwright.data._files import FOLDER
from ionwright.data._files import records as read_records
from ionwright.data._items import item as find_item
from ionwright.data._rows import quantities
from ionwright.errors import InputError

COLUMNS = (
    "item",
    "quantity",
    "branch",
    "file",
    "x_low",
    "x_high",
    "uncertainty",
    "unit",
    "kind",
    "conditions",
    "source",
    "locator",
    "note",
)
_HEAD = re.compile(r"^(?P<name>.+) \[(?P<unit>.+)\]$")


@dataclass(frozen=True, slots=True)
class Curve:
    """A measured curve y(x), points in SI within the range that its source measured.

    Parameters
    ----------
    x, y : tuple of float
        Abscissa [1] and ordinate [SI unit of the quantity], same length.
    uncertainty : float
        Half-width of the band around y [SI unit of the quantity].
    branch : str
        "lithiation", "delithiation", or "" where there is one curve.
    """

    item: str
    quantity: str
    branch: str
    file: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    uncertainty: float
    kind: str
    conditions: str
    source: str
    locator: str
    note: str
    line: int

    def identity(self) -> str:
        """Return what a result that used this curve depends on."""
        points = ",".join(f"{a.hex()}:{b.hex()}" for a, b in zip(self.x, self.y, strict=True))
        return f"{self.item}|{self.quantity}|{self.branch}|{points}"


@cache
def curves() -> tuple[Curve, ...]:
    """Return all curves of `ion/curves.csv`."""
    out = []
    for line, record in read_records(FOLDER / "ion" / "curves.csv", COLUMNS):
        try:
            out.append(_curve(record, line))
        except (ValueError, KeyError, OSError) as fault:
            raise ValueError(f"ion/curves.csv, line {line}: {fault}") from fault
    return tuple(out)


def curve(item: str, quantity: str, branch: str = "", source: str = "") -> Curve:
    """Return one curve of an item: that of the source, or the first in the table.

    Raises
    ------
    InputError
        If there is no such curve.
    """
    wanted = find_item(item).id
    for c in curves():
        if (c.item, c.quantity, c.branch) == (wanted, quantity, branch) and (
            not source or c.source == source
        ):
            return c
    raise InputError(
        f"the data hold no curve {quantity} of {wanted}"
        + (f", branch {branch}" if branch else "")
        + (f", from {source}" if source else ""),
        do=f"See which numbers there are: ionwright data show {wanted}",
    )


def _curve(r: dict[str, str], line: int) -> Curve:
    if r["kind"] not in KINDS:
        raise ValueError(f"kind is {r['kind']!r}, it must be one of {KINDS}")
    for column in ("file", "x_low", "x_high", "uncertainty", "unit", "source", "locator"):
        if not r[column].strip():
            raise ValueError(f"{column} is empty")
    si = quantities()[r["quantity"]][1]
    x, y = _points(r["file"], si)
    low, high = float(r["x_low"]), float(r["x_high"])
    if min(x) < low - 1e-12 or max(x) > high + 1e-12:
        raise ValueError(f"{r['file']} has points outside the measured range {low} to {high}")
    return Curve(
        item=find_item(r["item"]).id,
        quantity=r["quantity"],
        branch=r["branch"],
        file=r["file"],
        x=x,
        y=y,
        uncertainty=units.convert(float(r["uncertainty"]), r["unit"], si),
        kind=r["kind"],
        conditions=r["conditions"],
        source=r["source"],
        locator=r["locator"],
        note=r["note"],
        line=line,
    )


def _points(file: str, si: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    name = file if "/" not in file else file.rsplit("/", 1)[1]
    with (FOLDER / "ion" / "curves" / name).open(encoding="utf-8") as lines:
        heads = [_HEAD.match(h) for h in next(lines).strip().split(",")]
        if len(heads) != 2 or None in heads:
            raise ValueError(f"{name}: the header must read 'name [unit],name [unit]'")
        (x_unit, y_unit) = (h.group("unit") for h in heads if h)
        pairs = [tuple(float(v) for v in text.split(",")) for text in lines if text.strip()]
    x = tuple(units.convert(p[0], x_unit, "1") for p in pairs)
    y = tuple(units.convert(p[1], y_unit, si) for p in pairs)
    if any(b <= a for a, b in zip(x, x[1:], strict=False)):
        raise ValueError(f"{name}: the first column must increase")
    return x, y
