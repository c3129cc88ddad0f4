"""Sources: where each number was read."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from ionwright.data._files import FOLDER
from ionwright.errors import InputError, nearest

ASSUMPTION = "assumption"
"""Key that stands where no source gives a number; the locator then holds the reasoning."""

HOW = (
    "opened",
    "abstract",
    "data file",
    "third-party digest",
    "third-party compilation",
    "own",
)
"""How a source was read, from the article itself to a digest by somebody else."""


@dataclass(frozen=True, slots=True)
class Source:
    """One source. `doi` or `url` is filled, except for the project's own assumptions."""

    key: str
    title: str
    authors: str
    year: int
    where: str
    licence: str
    how: str
    read: str
    doi: str = ""
    url: str = ""
    sha256: str = ""
    note: str = ""

    @property
    def link(self) -> str:
        """Address of the source, "" if it has none."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url

    def text(self) -> str:
        """Return one line that cites it."""
        parts = (self.authors, f"{self.title} ({self.year})", self.where, self.doi or self.url)
        return ". ".join(p for p in parts if p)


@cache
def sources() -> dict[str, Source]:
    """Return all sources by key."""
    with (FOLDER / "sources.toml").open("rb") as file:
        tables = tomllib.load(file)
    return {key: Source(key=key, **table) for key, table in tables.items()}


def source(key: str) -> Source:
    """Return the source of that key; raises InputError where there is none."""
    if key not in sources():
        raise InputError(
            "a source must be a key of sources.toml",
            seen=repr(key),
            do=nearest(key, sorted(sources()), "source"),
        )
    return sources()[key]
