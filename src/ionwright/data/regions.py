"""Places to build: wages, power, land, construction, grid carbon, tax, duties.

A province for which no number was found takes that of its country; `factor` says so, and
whoever prints a result must repeat it. Shipped for the plant and for the network stage alike.

>>> from ionwright.data import regions
>>> regions.factor("chongqing", "electricity_price").stand_in
'china'
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ionwright.data._files import FOLDER, records
from ionwright.data._items import REGIONS
from ionwright.data._rows import Row, find
from ionwright.errors import InputError, nearest

__all__ = ["Factor", "Region", "factor", "names", "region", "rows"]


@dataclass(frozen=True, slots=True)
class Region:
    """A place: `stands_in` is the region whose numbers serve where it has none, or ""."""

    id: str
    name: str
    names: tuple[str, ...]
    stands_in: str
    grid: str
    """Region of the electricity grid, whose carbon is the other value to look at, or ""."""
    note: str


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of a region: its row and, where another region stands in, which one."""

    row: Row
    stand_in: str


@cache
def _regions() -> dict[str, Region]:
    return {
        r["id"]: Region(
            r["id"],
            r["name"],
            tuple(filter(None, r["names"].split("|"))),
            r["stands_in"],
            r["grid"],
            r["note"],
        )
        for _, r in records(FOLDER / "regions.csv", REGIONS)
    }


def names() -> tuple[str, ...]:
    """Return the ids of all regions."""
    return tuple(_regions())


def region(name: str) -> Region:
    """Return the region of that id or name; case does not matter.

    Raises
    ------
    InputError
        If there is no such region.
    """
    wanted = name.strip().casefold()
    for found in _regions().values():
        if wanted in {t.casefold() for t in (found.id, found.name, *found.names)}:
            return found
    raise InputError(
        "a region must be one of those with data",
        seen=repr(name),
        allowed=", ".join(names()),
        do=nearest(name, list(names()), "region"),
    )


def factor(name: str, quantity: str) -> Factor:
    """Return the number of a region to use: its own default row, else that of its stand-in.

    Parameters
    ----------
    name : str
        Region.
    quantity : str
        For example ``"hourly_wage"``, ``"electricity_price"``, ``"construction_cost"``,
        ``"land_price"``, ``"grid_carbon"``, ``"tax_rate"``, ``"employer_load"``.

    Returns
    -------
    Factor
        The row carries unit, year, range, kind and source; `stand_in` is "" for an own number.

    Raises
    ------
    InputError
        If neither the region nor its stand-ins have the number: it is never guessed.
    """
    first = place = region(name)
    while True:
        for row in find(place.id, quantity):
            if row.condition("sample") == "default":
                return Factor(row, "" if place is first else place.id)
        if not place.stands_in:
            break
        place = region(place.stands_in)
    raise InputError(
        f"the data hold no {quantity} of {first.id}, nor of a region that stands in for it",
        do="Give the number with its source in the input file",
    )


def rows(name: str, quantity: str) -> list[Row]:
    """Return every row of a region and a quantity, other years and bases included."""
    return find(region(name).id, quantity)
