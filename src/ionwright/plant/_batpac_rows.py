"""Numbers of BatPaC 5, each by its one row of the table ``plant/batpac``."""

from __future__ import annotations

from ionwright import data, units

PLANT = "batpac-plant"


def one(item: str, quantity: str, unit: str = "1") -> float:
    """Return the one number of an item in `unit`."""
    (row,) = data.find(item, quantity)
    return units.to(row.value.value, unit)


def of_plant(quantity: str, of: str, unit: str) -> float:
    """Return a number of the reference plant in `unit`, told apart by what it is of."""
    (row,) = (r for r in data.find(PLANT, quantity) if (r.condition("of") or "") == of)
    return units.to(row.value.value, unit)
