"""A case with what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ionwright.network.build.book import Book
from ionwright.network.build.recipe import Recipe
from ionwright.network.case import Case


@dataclass(frozen=True)
class Built:
    """A case with what it rests on.

    Parameters
    ----------
    case : Case
    book : Book
    recipes : mapping of str to Recipe
        By item.
    kinds : mapping of str to int
        Figures of each kind.
    home : str
        Region that plans.
    critical : tuple of str
        Items whose flows a report shows.
    notes : tuple of str
    """

    case: Case
    book: Book
    recipes: Mapping[str, Recipe]
    kinds: Mapping[str, int]
    home: str
    critical: tuple[str, ...]
    notes: tuple[str, ...]

    def evidence(self) -> str:
        """Return the first line of every report."""
        ranked = sorted(self.kinds.items(), key=lambda x: -x[1])
        parts = ", ".join(f"{n} {kind}" for kind, n in ranked)
        return f"Rests on {sum(self.kinds.values())} figures: {parts}."
