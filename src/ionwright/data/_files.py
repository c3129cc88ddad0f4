"""Reading the package's own text files."""

from __future__ import annotations

import csv
from pathlib import Path

FOLDER = Path(__file__).parent


def records(path: Path, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """Return (line, record) for each row of a CSV file.

    Raises
    ------
    ValueError
        If the header is another one, or a row has too few or too many columns.
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, strict=True)
        header = tuple(next(reader))
        if header != columns:
            raise ValueError(f"{path.name}: the header is {header}, it must be {columns}")
        out = []
        for cells in reader:
            if len(cells) != len(columns):
                raise ValueError(
                    f"{path.name}, line {reader.line_num}: {len(cells)} columns, "
                    f"it must have {len(columns)}"
                )
            out.append((reader.line_num, dict(zip(columns, cells, strict=True))))
    return out
