"""Common functions of the table scripts: thinning, formatting, writing and checking."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

CURVES = Path(__file__).resolve().parents[2] / "src" / "ionwright" / "data" / "ion" / "curves"


def strictly_decreasing(x: Array, u: Array) -> tuple[Array, Array, int]:
    """Keep the points at which `u` falls below every value before it.

    Parameters
    ----------
    x : Array
        Stoichiometry [1], increasing.
    u : Array
        Potential [V].

    Returns
    -------
    tuple of Array, Array, int
        Kept `x`, kept `u`, and the number of dropped points.
    """
    keep = [0]
    for i in range(1, len(x)):
        if u[i] < u[keep[-1]]:
            keep.append(i)
    return x[keep], u[keep], len(x) - len(keep)


def thin(x: Array, u: Array, count: int, base: int = 41) -> tuple[Array, Array]:
    """Choose `count` of the points such that straight lines between them err least.

    Starts from about `base` points spread evenly in `x`; then the point with the largest
    distance from the line between its chosen neighbours is added until `count` is reached.

    Parameters
    ----------
    x, u : Array
        Candidates: stoichiometry [1], increasing, and potential [V] (or another quantity).
    count : int
        Number of points wanted.
    base : int
        Number of evenly spread points at the start.

    Returns
    -------
    tuple of Array, Array
        The chosen points.
    """
    if len(x) <= count:
        return x, u
    targets = np.linspace(x[0], x[-1], base)
    chosen = {int(np.argmin(np.abs(x - t))) for t in targets} | {0, len(x) - 1}
    while len(chosen) < count:
        index = np.array(sorted(chosen))
        error = np.abs(u - np.interp(x, x[index], u[index]))
        error[index] = -1.0
        chosen.add(int(np.argmax(error)))
    index = np.array(sorted(chosen))
    return x[index], u[index]


def table_text(header: str, x: Array, y: Array, style: str = ".6f") -> str:
    """Format a curve file: one header line, then `x,y` with `x` to six decimals.

    Parameters
    ----------
    header : str
        For example ``x [1],U [V]``.
    x, y : Array
        Columns.
    style : str
        Format of the second column.

    Returns
    -------
    str
        Text of the file, lines ended by a line feed.
    """
    rows = [f"{a:.6f},{b:{style}}" for a, b in zip(x, y, strict=True)]
    return "\n".join([header, *rows]) + "\n"


def settle(files: dict[str, str], check: bool) -> int:
    """Write the files, or with `check` compare them with those on disk.

    Parameters
    ----------
    files : dict of str to str
        File name to text.
    check : bool
        Compare only.

    Returns
    -------
    int
        Exit status: 0, or 1 if a file differs or is absent.
    """
    status = 0
    for name, text in sorted(files.items()):
        path = CURVES / name
        if check:
            same = path.is_file() and path.read_bytes() == text.encode()
            if not same:
                print(f"differs: {name}", file=sys.stderr)
                status = 1
        else:
            CURVES.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
    return status
