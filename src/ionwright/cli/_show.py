"""How results are printed: tables for people, JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from ionwright.errors import InputError


def print_json(data: Any) -> None:
    """Print plain data as JSON."""
    print(json.dumps(data, indent=1, ensure_ascii=False))


def print_table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()
) -> None:
    """Print a table; columns whose number stands in `right` are aligned there."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD)
    for i, column in enumerate(columns):
        side = "right" if i in right else "left"
        # names in the first column are read and copied: never broken
        table.add_column(_plain(column), justify=side, overflow="fold", no_wrap=i == 0)
    for row in rows:
        table.add_row(*(_plain(cell) for cell in row))
    paper = console()
    paper.print(_plain(title), style="bold", no_wrap=True, overflow="ignore", crop=False)
    paper.print(table)


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(text)


def console() -> Any:
    """Return a console as wide as the terminal, or wide enough for every column in a pipe."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else 160, highlight=False, soft_wrap=False)


SETTING = 'cell.separator.thickness="20 um"'


def changes(pairs: Sequence[str], option: str = "--set", example: str = SETTING) -> dict[str, str]:
    """Read ``--set path=value`` words, or those of another option.

    Raises
    ------
    InputError
        If a word has no equals sign, or a path is given twice.
    """
    out: dict[str, str] = {}
    for pair in pairs:
        path, equals, value = pair.partition("=")
        if not equals or not path.strip() or not value.strip():
            raise InputError(
                f"{option} takes path=value",
                seen=repr(pair),
                allowed=f"for example {option} {example}",
                do="Write the path, an equals sign and the value with its unit",
            )
        if path.strip() in out:
            raise InputError(
                f"{option} names each path once", seen=repr(path.strip()), do="Keep one of the two"
            )
        out[path.strip()] = value.strip()
    return out
