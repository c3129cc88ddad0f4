"""The driver: a loop over the chapters."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ionwright.errors import InputError, nearest
from ionwright.report.chapter import Chapter
from ionwright.report.page import page
from ionwright.report.tour import cell, ion, network, plant, run

CHAPTERS: dict[str, tuple[str, Callable[[], Chapter]]] = {
    "ion": ("How well do ions move, and do the solids touch?", ion.chapter),
    "cell": ("What does a solid-state cell weigh, store and resist?", cell.chapter),
    "run": ("What limits each of the nine cells at C/3, 1C and 3C?", run.chapter),
    "plant": ("What does a kilowatt-hour cost to make, on which line?", plant.chapter),
    "network": (network.QUESTION, network.chapter),
}
"""Stage -> the question it answers and the function that answers it, in the story's order."""

TITLE = "Solid-state batteries, from ion to industry"
LEAD = (
    "One chain on real input: each chapter asks one question, answers it with numbers that have"
    " a source, and says how many of them are measured and how many assumed."
)


@dataclass
class Tour:
    """What a tour made.

    Parameters
    ----------
    folder, page : Path
        Where it was written, and the page to open.
    chapters : list of Chapter
    """

    folder: Path
    page: Path
    chapters: list[Chapter] = field(default_factory=list)

    @property
    def failed(self) -> list[str]:
        """Names of the chapters that failed."""
        return [c.name for c in self.chapters if c.error]

    def tables(self) -> list[tuple[str, list[str], list[list[str]]]]:
        """Return the first table of each chapter, for the terminal."""
        first = [c.tables[0] for c in self.chapters if c.tables]
        return [(t.title, list(t.columns), t.texts()) for t in first]

    def as_dict(self) -> dict[str, Any]:
        """Return the tour as plain data."""
        return {
            "page": str(self.page),
            "failed": self.failed,
            "chapters": [c.as_dict() for c in self.chapters],
        }


def run_tour(folder: Path, only: Sequence[str], say: Callable[[str], None]) -> Tour:
    """Run the chapters and write the page.

    Parameters
    ----------
    folder : Path
        Made if it does not exist; files of an earlier tour in it are replaced.
    only : sequence of str
        Names of the chapters to run; empty for all.
    say : callable
        Told what happens, a line at a time.

    Raises
    ------
    InputError
        If a name is no chapter, or the folder cannot be written.
    """
    for name in only:
        if name not in CHAPTERS:
            raise InputError(
                "--only names a chapter",
                seen=repr(name),
                allowed=", ".join(CHAPTERS),
                do=nearest(name, list(CHAPTERS), "chapter"),
            )
    tour = Tour(_made(folder), folder / "index.html")
    for name, (question, make) in CHAPTERS.items():
        if only and name not in only:
            continue
        begun = time.monotonic()
        say(f"  {name}: {question}")
        chapter = _attempt(name, question, make)
        tour.chapters.append(chapter)
        _save(tour, chapter)
        took = time.monotonic() - begun
        say(f"  {name}: {'FAILED: ' + chapter.error if chapter.error else 'done'}, {took:.1f} s")
    return tour


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise InputError(
            "the folder of the tour must be one that can be written",
            seen=f"{folder} ({fault.strerror})",
            do="Choose another with --out",
        ) from None
    return folder


def _attempt(name: str, question: str, make: Callable[[], Chapter]) -> Chapter:
    try:
        return make()
    except Exception as fault:  # noqa: BLE001 - one chapter's fault must not stop the others
        why = str(fault) if isinstance(fault, InputError) else f"{type(fault).__name__}: {fault}"
        return Chapter(name, question, "", error=why)


def _save(tour: Tour, chapter: Chapter) -> None:
    """Write a chapter's JSON, CSV and page, and the page of all chapters so far."""
    folder, name = tour.folder, chapter.name
    _write(folder / f"{name}.json", json.dumps(chapter.as_dict(), indent=1, ensure_ascii=False))
    for number, table in enumerate(chapter.tables, start=1):
        _write(folder / f"{name}-{number}.csv", table.csv())
    _write(folder / f"{name}.html", page(f"{TITLE}: {name}", chapter.question, [chapter]))
    _write(tour.page, page(TITLE, LEAD, tour.chapters))


def _write(path: Path, text: str) -> None:
    """Write through a temporary name, so that a reader never meets half a file."""
    part = path.with_suffix(path.suffix + ".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
