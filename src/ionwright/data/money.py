"""Money of a currency and a year: exchange rates, price index, conversion.

Money is a number with a currency and a year; without both it means nothing, so every function
asks for both. The rule of this project, stated once: an amount goes to US dollars at the rate of
its *own* year, from there to another year by the consumer prices of the United States, and to
another currency at the rate of the year that is wanted.

>>> from ionwright.data import money
>>> round(money.rate("EUR", 2022), 4)  # euro for a dollar
0.9493
"""

from __future__ import annotations

from functools import cache

from ionwright import units
from ionwright.data._rows import Row, table
from ionwright.errors import InputError, known

__all__ = ["convert", "currency_of", "inflate", "rate", "rows", "years"]


def rate(currency: str, year: int) -> float:
    """Return units of `currency` for one US dollar [currency/USD], mean of `year`.

    Raises
    ------
    InputError
        If the currency is not in the table, or its rate of that year is not.

    Notes
    -----
    2026 is the mean of January to June only. Source: Federal Reserve H.10 (public domain).
    """
    return 1.0 if _known(currency) == "USD" else _row(currency, "exchange_rate", year).value.value


def inflate(amount: float, from_year: int, to_year: int) -> float:
    """Return an amount of US dollars of one year in those of another [USD].

    Consumer prices of the United States (CPI-U, all items, mean of the year) are the index, also
    for machines: no index of producers stands in the data for all years.

    Raises
    ------
    InputError
        If the index of a year is missing (it stands from 2008 on; 2025 is the mean of 11
        months, 2026 that of January to May).
    """
    if from_year == to_year:
        return amount
    before, after = (_row("USD", "price_index", y).value.value for y in (from_year, to_year))
    return amount * after / before


def convert(
    amount: float, *, currency: str, year: int, to_currency: str = "USD", to_year: int | None = None
) -> float:
    """Convert money to another currency and year [to_currency].

    Parameters
    ----------
    amount : float
        Money, or money for something [currency, currency/kg, ...].
    currency, year : str, int
        Currency of the amount and the year whose money it is.
    to_currency, to_year : str, int
        What is wanted; without `to_year` the year stays.

    Returns
    -------
    float
        amount / rate(currency, year) x CPI(to_year) / CPI(year) x rate(to_currency, to_year).
        In its own currency and year an amount comes back unchanged.

    Raises
    ------
    InputError
        If a currency, a rate or an index is not in the data.
    """
    wanted = year if to_year is None else to_year
    if _known(currency) == _known(to_currency) and wanted == year:
        return amount
    dollars = inflate(amount / rate(currency, year), year, wanted)
    return dollars * rate(to_currency, wanted)


def currency_of(unit: str) -> str:
    """Return the currency in a unit such as ``"MEUR"`` or ``"CNY/kWh"``, "" if it has none."""
    found = units.dimension(unit)[:3]
    return found if found in units.CURRENCIES else ""


def years(currency: str) -> tuple[int, ...]:
    """Return the years for which the table holds a rate of `currency`, or the index for USD."""
    quantity = "price_index" if _known(currency) == "USD" else "exchange_rate"
    return tuple(year for item, name, year in _by_year() if (item, name) == (currency, quantity))


def rows(currency: str, year: int, to_year: int) -> list[Row]:
    """Return the rows that a conversion to US dollars stands on, for its record."""
    used = [] if _known(currency) == "USD" else [_row(currency, "exchange_rate", year)]
    if year != to_year:
        used += [_row("USD", "price_index", y) for y in (year, to_year)]
    return used


@cache
def _by_year() -> dict[tuple[str, str, int], Row]:
    return {(r.item, r.quantity, int(r.at("year") or 0)): r for r in table("plant/money")}


def _known(currency: str) -> str:
    rule = "a currency must be one of the table of exchange rates"
    known(currency, list(units.CURRENCIES), rule, "currency")
    return currency


def _row(currency: str, quantity: str, year: int) -> Row:
    found = _by_year().get((currency, quantity, year))
    if found is None:
        held = years(currency)
        what = "price index of the US dollar" if currency == "USD" else f"rate of {currency}"
        raise InputError(
            f"the data must hold the {what} of the year",
            seen=str(year),
            allowed=f"{min(held)} to {max(held)}",
            do="Use a year of that range",
        )
    return found
