"""A measured or standard load from a CSV file: header with units, one row a point in time."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from ionwright import units
from ionwright.cell._control import (
    AMOUNTS,
    Amount,
    Current,
    CurrentDensity,
    Power,
    Profile,
    Voltage,
)
from ionwright.core.document import read_text
from ionwright.errors import InputError, nearest

HEADER = "time [s],current [A]"
NAMES: dict[str, str] = {
    **{kind.noun: kind.si for kind in (Current, CurrentDensity, Power, Voltage)},
    "c-rate": "C-rate",
}
"""Name of a column -> SI unit of its values."""


def read_profile(path: Path) -> Profile:
    """Read a profile from a CSV file with two columns and a header.

    Parameters
    ----------
    path : Path
        A file that begins with, for example, ``time [s],current [A]``. The second column is
        current, current density, c-rate, power or voltage; positive is discharge.

    Returns
    -------
    Profile
        Its points in SI.

    Raises
    ------
    InputError
        With file and line, where the header or a row cannot be used.
    """
    lines = read_text(path).removeprefix("\ufeff").splitlines()
    numbered = [(i, line) for i, line in enumerate(lines, start=1) if line.strip()]
    if not numbered:
        raise InputError(
            "a profile must have a header", seen="an empty file", do=_begin(), where=str(path)
        )
    kind, time_factor, factor = _header(numbered[0][1], f"{path}, line {numbered[0][0]}")
    rows = [_row(line, f"{path}, line {number}") for number, line in numbered[1:]]
    columns = np.array(rows, dtype=np.float64).reshape(-1, 2)
    with np.errstate(over="ignore"):  # an overflow becomes inf, which the profile refuses
        time, value = columns[:, 0] * time_factor, columns[:, 1] * factor
    try:
        return Profile(kind, time, value, str(path))
    except InputError as fault:
        row = fault.where.removeprefix("row ")
        at = f", line {numbered[int(row)][0]}" if row.isdigit() else ""
        raise fault.at(f"{path}{at}") from None


def _header(line: str, where: str) -> tuple[type[Amount], float, float]:
    """Return the class of the values, and the factors of time and value to SI."""
    cells = [cell.strip() for cell in line.split(",")]
    if len(cells) != 2:
        raise InputError(
            "a profile must have two columns, time and value",
            seen=repr(line),
            do=_begin(),
            where=where,
        )
    time, time_unit = _name_and_unit(cells[0], where)
    if time != "time":
        raise InputError(
            "the first column of a profile must be time", seen=time, do=_begin(), where=where
        )
    name, unit = _name_and_unit(cells[1], where)
    if name not in NAMES:
        raise InputError(
            "the second column of a profile must be a known quantity",
            seen=repr(name),
            allowed=", ".join(NAMES),
            do=nearest(name, list(NAMES), "name"),
            where=where,
        )
    si = NAMES[name]
    if si == "C-rate":
        factor = 1.0 if unit in {"C", "1/h", "1"} else math.nan
    else:
        factor = _factor(unit, si)
    for known, factor_, its in (("s", _factor(time_unit, "s"), time_unit), (si, factor, unit)):
        if math.isnan(factor_):
            raise InputError(
                f"a column of a profile needs a unit of dimension {known}",
                seen=repr(its),
                do=_begin(),
                where=where,
            )
    return AMOUNTS[si], _factor(time_unit, "s"), factor


def _factor(unit: str, si: str) -> float:
    """Return the factor from a unit of the table to SI, nan where it does not fit."""
    if not units.known(unit) or units.dimension(unit) != si:
        return math.nan
    return units.convert(1.0, unit, si)


def _name_and_unit(cell: str, where: str) -> tuple[str, str]:
    name, bracket, unit = cell.partition("[")
    if not bracket or not unit.endswith("]"):
        raise InputError(
            "the header of a profile must name each column with its unit in brackets",
            seen=repr(cell),
            do=_begin(),
            where=where,
        )
    return " ".join(name.lower().split()), unit[:-1].strip()


def _row(line: str, where: str) -> tuple[float, float]:
    cells = line.split(",")
    try:
        if len(cells) != 2 or "_" in line:
            raise ValueError
        return float(cells[0]), float(cells[1])
    except ValueError:
        raise InputError(
            "a row of a profile must be two numbers with a comma between them",
            seen=repr(line),
            do="Correct the row; write decimals with a point",
            where=where,
        ) from None


def _begin() -> str:
    return f"Begin the file with, for example: {HEADER}"
