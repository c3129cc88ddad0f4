"""Numbers of the reference plant, from its table, in plant units."""

from __future__ import annotations

from functools import cache

from ionwright import data, units

TABLE = "plant/prozell"
CELL = "prozell-phev2"


@cache
def _rows() -> dict[tuple[str, str, str], data.Row]:
    return {
        (row.item, row.quantity, row.condition("sample") or ""): row for row in data.table(TABLE)
    }


def row(item: str, quantity: str, sample: str = "") -> data.Row:
    """Return the row of the table; raises KeyError where it holds none (a fault of the data)."""
    return _rows()[item, quantity, sample]


def number(item: str, quantity: str, unit: str, sample: str = "") -> float:
    """Return a number of the table in `unit`, whatever unit it was written in.

    Parameters
    ----------
    item, quantity, sample : str
        Which row.
    unit : str
        A unit of the table of units, for example "kWh" or "EUR/kg".

    Raises
    ------
    KeyError
        If the table has no such row.
    """
    return units.to(row(item, quantity, sample).value.value, unit)


def floor(item: str, sample: str) -> float:
    """Return a floor [m2]; the table leaves out floors of zero."""
    found = _rows().get((item, "floor_area", sample))
    return found.value.value if found else 0.0
