"""Data files in the words of AMPL, as far as the instances of this folder use them.

`param NAME := VALUE ;`, `param NAME := KEY VALUE ... ;`, tables with a line of column names before
`:=`, and `set NAME := WORD ... ;`.
"""

from __future__ import annotations

from dataclasses import dataclass

from ionwright.errors import InputError
from ionwright.network.benchmark.page import text_of

Cells = dict[tuple[str, ...], str]
"""Value by key: () for a single one, (key,) for a list, (row, column) for a table."""


@dataclass(frozen=True, slots=True)
class Dat:
    """Everything that a file says.

    Parameters
    ----------
    path : str
    params : dict of str to Cells
    sets : dict of str to tuple of str
    """

    path: str
    params: dict[str, Cells]
    sets: dict[str, tuple[str, ...]]

    def number(self, name: str, *key: str, least: float = 0.0) -> float:
        """Return a number.

        Raises
        ------
        InputError
            If it is missing, no number, or below the least.
        """
        word = self.params.get(name, {}).get(key, "")
        try:
            value = float(word)
            if least <= value < float("inf"):
                return value
        except ValueError:
            pass
        raise InputError(
            f"it has a number of {least:g} or more" if least > -1e300 else "it has a number",
            seen=repr(word) if word else "missing",
            do="Get the whole file" if not word else "",
            where=f"{self.path}, param {name}{list(key) if key else ''}",
        )


def dat_of(path: str) -> Dat:
    """Read a data file.

    Raises
    ------
    InputError
        If it cannot be read, or a statement has no end.
    """
    lines = [line.split("#")[0] for line in text_of(path).splitlines()]
    *statements, rest = "\n".join(lines).split(";")
    if rest.split():
        raise InputError("every statement ends with ';'", seen=" ".join(rest.split()[:6]),
                         do="Get the whole file", where=path)  # fmt: skip
    params: dict[str, Cells] = {}
    sets: dict[str, tuple[str, ...]] = {}
    for statement in statements:
        head, sign, body = statement.partition(":=")
        kind, _, name = " ".join(head.split()).partition(" ")
        if not sign or kind not in ("param", "set"):
            raise InputError("a statement is 'param NAME := ...' or 'set NAME := ...'",
                             seen=" ".join(statement.split()[:6]), where=path)  # fmt: skip
        if kind == "set":
            sets[name] = tuple(body.split())
        else:
            name, _, columns = name.partition(":")
            params[name.strip()] = _cells(path, name.strip(), columns.split(), body.split())
    return Dat(path, params, sets)


def _cells(path: str, name: str, columns: list[str], words: list[str]) -> Cells:
    """Return the values of a param by their keys."""
    if not columns and len(words) == 1:
        return {(): words[0]}
    width = len(columns) + 1 if columns else 2
    if len(words) % width:
        raise InputError(f"every row has a key and {width - 1} values",
                         seen=f"{len(words)} words", do="Get the whole file",
                         where=f"{path}, param {name}")  # fmt: skip
    rows = [words[i : i + width] for i in range(0, len(words), width)]
    if not columns:
        return {(key,): value for key, value in rows}
    return {(row[0], c): v for row in rows for c, v in zip(columns, row[1:], strict=True)}
