"""Prices of what a plant buys: by item, case and form, each with year, basis and tax.

>>> from ionwright.data import prices
>>> prices.price("Li2S", case="at-scale").value.text()
'45 USD/kg (20 to 80)'
"""

from __future__ import annotations

from ionwright.data._items import item as find_item
from ionwright.data._rows import Row, table
from ionwright.errors import InputError, known

__all__ = ["cases", "price", "rows"]


def cases() -> tuple[str, ...]:
    """Return the price cases that rows belong to: today, at-scale, shock-2022, batpac."""
    return tuple(dict.fromkeys(r.condition("case") or "" for r in table("plant/prices")))


def known_case(case: str) -> None:
    """Raise InputError where there is no such price case."""
    known(case, cases(), "a price case must be one of those in the data", "case")


def rows(item: str, case: str = "") -> list[Row]:
    """Return the price rows of an item (any of its names), of one case or of all."""
    wanted = find_item(item).id
    return [
        r for r in table("plant/prices") if r.item == wanted and case in ("", r.condition("case"))
    ]


def price(item: str, case: str = "today", *, form: str = "", thickness: float | None = None) -> Row:
    """Return the price row of an item in a case.

    Parameters
    ----------
    item : str
        Item, by any of its names.
    case : str
        ``"today"``, ``"at-scale"``, ``"shock-2022"`` or ``"batpac"``. An item that has no row of
        another case keeps that of today: only some prices move with a case.
    form : str
        Form wanted, for example ``"foil"``; "" for the default row.
    thickness : float
        Thickness wanted [m]: the row of the nearest thickness of that form.

    Raises
    ------
    InputError
        If the case is unknown, or the item has no price: none is guessed.
    """
    known_case(case)
    for wanted in dict.fromkeys((case, "today")):
        found = [r for r in rows(item, wanted) if not form or r.condition("form") == form]
        if thickness is not None:
            thick = [r for r in found if r.at("thickness") is not None]
            if thick:
                return min(thick, key=lambda r: abs((r.at("thickness") or 0.0) - thickness))
        if found:
            return next((r for r in found if r.condition("sample") == "default"), found[0])
    raise InputError(
        f"the data hold no price of {find_item(item).id}" + (f" as {form}" if form else ""),
        do="Give the price with its year and source in the input file",
    )
