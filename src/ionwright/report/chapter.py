"""A chapter: a question, its answer, and what the answer rests on."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Table:
    """A labelled table.

    Parameters
    ----------
    title : str
    columns : tuple of str
        Names with units.
    rows : tuple of tuple
        Text or numbers.
    note : str
        What a reader must know about it.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    note: str = ""

    def csv(self) -> str:
        """Return the table as CSV text."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(self.rows)
        return out.getvalue()

    def texts(self) -> list[list[str]]:
        """Return the cells as they are shown."""
        return [[shown(cell) for cell in row] for row in self.rows]


@dataclass(frozen=True)
class Picture:
    """A figure as SVG text with a caption that says what to see in it."""

    title: str
    svg: str
    caption: str


@dataclass(frozen=True)
class Chapter:
    """One stage's part of the tour.

    Parameters
    ----------
    name : str
        The stage.
    question, answer : str
        In words, the answer with its main number.
    tables : tuple of Table
    pictures : tuple of Picture
    numbers : dict
        Named outputs: name -> {"value", "unit"}.
    assumed : str
        What the answer rests on: how many numbers of each kind.
    smaller : str
        What was run smaller than full size, "" if nothing.
    error : str
        Why the chapter failed, "" if it did not.
    """

    name: str
    question: str
    answer: str
    tables: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()
    numbers: dict[str, dict[str, Any]] = field(default_factory=dict)
    assumed: str = ""
    smaller: str = ""
    error: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the chapter as plain data, without its pictures."""
        return {
            "chapter": self.name,
            "question": self.question,
            "answer": self.answer,
            "assumed": self.assumed,
            "smaller": self.smaller,
            "error": self.error,
            "numbers": self.numbers,
            "tables": [
                {"title": t.title, "columns": list(t.columns), "rows": [list(r) for r in t.rows]}
                for t in self.tables
            ],
        }


def shown(cell: Any) -> str:
    """Return a cell as text: numbers with four significant digits."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return "" if cell is None else str(cell)
    if isinstance(cell, int):
        return str(cell)
    text = f"{cell:.4g}"
    return f"{float(text):.10g}" if "e" in text and 1e-4 <= abs(cell) < 1e7 else text
