"""Files of numbers: words with the lines they stand on, and one sentence for what is wrong."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ionwright.errors import InputError


@dataclass(frozen=True, slots=True)
class Page:
    """The words of a file.

    Parameters
    ----------
    path : str
    words : tuple of str
    lines : tuple of int
        Line on which each word stands, from 1.
    """

    path: str
    words: tuple[str, ...]
    lines: tuple[int, ...]

    @property
    def name(self) -> str:
        """Name of the file without folder and ending."""
        return Path(self.path).stem

    def place(self, i: int) -> str:
        """Return where a word stands."""
        return f"{self.path}, line {self.lines[i]}"

    def header(self, names: Sequence[str]) -> tuple[int, ...]:
        """Return the counts at the start of the file.

        Raises
        ------
        InputError
            If one is missing or is no whole number above zero.
        """
        found = []
        for i, name in enumerate(names):
            word = self.words[i] if i < len(self.words) else ""
            if (count := count_of(word)) < 1:
                raise InputError(
                    f"it starts with its numbers of {' and of '.join(names)}",
                    seen=f"{word!r} for {name}" if word else f"without that of {name}",
                    allowed="whole numbers above 0",
                    where=self.place(i) if word else self.path,
                )
            found.append(count)
        return tuple(found)

    def counts(self, many: int) -> tuple[int, ...] | None:
        """Return the first words as counts; None where they are none."""
        some = tuple(map(count_of, self.words[:many]))
        return some if len(some) == many and min(some) > 0 else None

    def whole(self, needed: int, of: str) -> None:
        """Check that the file has all its numbers; some copies add the optimum at the end.

        Raises
        ------
        InputError
            If it has fewer, or more than one beyond.
        """
        if needed <= len(self.words) <= needed + 1:
            return
        raise InputError(
            f"a file of {of} has {needed:,} numbers",
            seen=f"one of {len(self.words):,}",
            do="Get the whole file" if len(self.words) < needed else "Check its first line",
            where=f"{self.path}, line {self.lines[-1]}" if self.words else self.path,
        )

    def numbers(self, first: int, many: int, what: str, least: float = -math.inf) -> list[float]:
        """Return a stretch of numbers.

        Raises
        ------
        InputError
            If a word is no finite number, or it is below the least.
        """
        found = []
        for i in range(first, first + many):
            value = float_of(self.words[i])
            if not (math.isfinite(value) and value >= least):
                raise InputError(
                    f"{what} is a finite number" + (f" of {least:g} or more"
                                                    if math.isfinite(least) else ""),
                    seen=repr(self.words[i]),
                    where=self.place(i),
                )  # fmt: skip
            found.append(value)
        return found


def count_of(word: str) -> int:
    """Return a word as a count; 0 where it is none. Some files write 16 as 16. or 1.6e1."""
    value = float_of(word)
    return int(value) if value >= 1.0 and value.is_integer() else 0


def float_of(word: str) -> float:
    """Return a word as a number; nan where it is none. FORTRAN writes 1.5e3 as 1.5D3."""
    try:
        return float(word.lower().replace("d", "e", 1))
    except ValueError:
        return math.nan


def text_of(path: str) -> str:
    """Return the text of a file.

    Raises
    ------
    InputError
        If it is not there, or is no text.
    """
    try:
        # files of the 1980s may end with the mark that closes a text under DOS
        return Path(path).read_bytes().decode("utf-8-sig").replace("\x1a", "")
    except OSError as fault:
        raise InputError(
            "it is a file that can be read", seen=fault.strerror or str(fault), where=path
        ) from None
    except UnicodeDecodeError:
        raise InputError("it is a text of numbers", seen="other bytes", where=path) from None


def page_of(path: str) -> Page:
    """Return the words of a file; what follows a # on a line is a comment.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    words, lines = [], []
    for number, line in enumerate(text_of(path).splitlines(), 1):
        found = line.partition("#")[0].replace(",", " ").split()
        words += found
        lines += [number] * len(found)
    return Page(path, tuple(words), tuple(lines))
