"""Figures of the shipped cases that a budget of uncertainty may let go to their bad ends."""

from __future__ import annotations

from collections.abc import Callable

from ionwright.data import prices
from ionwright.network.build.book import Book
from ionwright.network.case import Case
from ionwright.network.robust import Uncertain, moved

FIGURES = (
    "supplier.margin.mature",
    "supplier.margin.young",
    "owner-listed.hurdle_rate",
    "owner-start-up.hurdle_rate",
    "owner-foreign.hurdle_rate",
    "substitute.premium_lost.all-solid-cell",
    "substitute.premium_lost.semi-solid-cell",
)
"""Figures of the book that move costs alone; each moves every cost that rests on it, together."""
SALTS = "price of lithium salts"


def uncertain(
    book: Book, case: Case, build: Callable[[Book], Case], figures: tuple[str, ...] = FIGURES
) -> tuple[Uncertain, ...]:
    """Return figures at that end of their range at which more costs rise, and the price of salts.

    Parameters
    ----------
    book : Book
    case : Case
        Built from it.
    build : callable
        Builds the case from a book.
    figures : tuple of str

    Raises
    ------
    InputError
        If a figure is not known, or moves more than costs: it belongs to futures.
    """
    out = [_salts(case)]
    for name in figures:
        a = book.amount(name)
        ends = [moved(name, case, build(book.changed(name, x))) for x in (a.low, a.high)]
        out.append(max(ends, key=_rise))
    return tuple(out)


def _rise(figure: Uncertain) -> float:
    """Return by how much the costs that a figure moves rise in the mean [1]."""
    each = [sum(f) / len(f) - 1.0 for f in figure.factors.values()]
    return sum(each) / len(each) if each else 0.0


def _salts(case: Case) -> Uncertain:
    """Return the price of every traded salt at the high end of the carbonate's."""
    row = prices.price("Li2CO3", "today").value
    factor = (row.high / row.value,)
    return Uncertain(SALTS, {f"supplies.{s.name}.price": factor for s in case.supplies})
