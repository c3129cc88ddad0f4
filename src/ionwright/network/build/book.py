"""The figures of the network's own tables by name, each with range and kind; one may be changed.

Whoever asks "what if" changes a figure here and builds the case again: a switching value is found
so. Money is in US dollars of 2025, time in years.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ionwright import data, units
from ionwright.data import Row
from ionwright.errors import InputError, nearest
from ionwright.plant.place import in_money
from ionwright.plant.process import Amount, amount
from ionwright.plant.settings import Money

DOLLARS = Money(currency="USD", year=2025, case="today")
"""Money of every case that is built here."""
IN_WORDS = "USD of 2025"


@dataclass(frozen=True)
class Book:
    """Figures by name.

    Parameters
    ----------
    figures : mapping of str to Amount
        Names are `item.quantity`, and `item.quantity.condition` where an item has several.
    """

    figures: Mapping[str, Amount]

    def __getitem__(self, name: str) -> float:
        """Return the typical value of a figure."""
        return self.amount(name).typical

    def amount(self, name: str) -> Amount:
        """Return a figure with its range.

        Raises
        ------
        InputError
            If there is none of that name.
        """
        if name not in self.figures:
            raise InputError("it is a figure of the network's tables", seen=name,
                             do=nearest(name, list(self.figures), "figure"),
                             where="figure")  # fmt: skip
        return self.figures[name]

    def changed(self, name: str, value: float) -> Book:
        """Return the figures with one of them at another typical value, its range widened to it."""
        old = self.amount(name)
        new = replace(old, typical=value, low=min(old.low, value), high=max(old.high, value))
        return Book({**self.figures, name: new})

    def kinds(self, without: tuple[str, ...]) -> Counter[str]:
        """Return how many figures there are of each kind, but for those of other cases.

        Parameters
        ----------
        without : tuple of str
            Parts of the names of figures that the case has no use for.
        """
        some = (a for n, a in self.figures.items() if not any(x in n for x in without))
        return Counter(a.kind for a in some)


# quantity -> unit of the book; "money/..." is converted to dollars of 2025
UNITS = {
    "freight_rate": "money/(t km)", "freight_price": "money/t", "distance_factor": "1",
    "freight_carbon": "g/(t km)", "handling_price": "money/t", "price_factor": "1",
    "tariff": "1", "closure": "d", "event_rate": "1/yr", "hurdle_rate": "1", "margin": "1",
    "settling_time": "yr", "open_share": "1", "build_lead": "yr", "premium_lost": "money/kWh",
    "growth_factor": "1", "growth_seed": "t/yr", "carbon_price": "money/t", "skill_share": "1",
    "pool_now": "1", "pool_growth": "1/yr", "pool_leave": "1", "pool_cost": "money/",
    "slots": "1/yr", "programme_cost": "money/yr", "vehicles": "1/yr", "battery_use": "GWh/yr",
    "demand_growth": "1/yr", "captive_share": "1", "customer_share": "1", "market_share": "1",
    "site_energy": "GWh/yr", "site_mass": "t/yr", "room_energy": "GWh/yr", "room_mass": "t/yr",
    "capital_factor": "1", "credit_end": "1", "licence_chance": "1",
    "fund_share": "1", "export_levy": "1", "way_speed": "km/d", "wait_time": "d",
}  # fmt: skip
TELLS = ("of", "basis", "year", "from")
"""Conditions that tell figures of one item and quantity apart, in the order in which they do."""
PLAIN = ("sites", "freight", "rules", "demand")


def book() -> Book:
    """Return every figure of the network's tables at its typical value."""
    rows = [row for name in PLAIN for row in data.table(f"network/{name}")]
    alone = Counter((r.item, r.quantity) for r in rows)
    found = {}
    for row in rows:
        several = alone[row.item, row.quantity] > 1
        tells = [row.condition(x) for x in TELLS if _tells(x, row)] if several else []
        found[".".join([row.item, row.quantity, *filter(None, tells)])] = _read(row)
    return Book(found)


def _tells(condition: str, row: Row) -> bool:
    """Return whether a condition may be part of a name; the year of money or of a count is not."""
    return condition != "year" or row.quantity in ("market_share", "vehicles", "battery_use")


def _read(row: Row) -> Amount:
    unit = UNITS[row.quantity]
    if not unit.startswith("money/"):
        return amount(row.value, unit, units.to(1.0, unit))
    per = unit.removeprefix("money/")
    low, typical, high = in_money(row, per, DOLLARS) if per else _plain(row)
    text = f"{DOLLARS.currency}/{per}" if per else DOLLARS.currency
    v = row.value
    return Amount(low, typical, high, text, v.kind, v.source, v.locator)


def _plain(row: Row) -> tuple[float, float, float]:
    """Return a sum of dollars that is not paid for anything countable."""
    return row.value.low, row.value.value, row.value.high
