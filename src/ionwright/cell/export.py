"""Runs as files: CSV, JSON, Parquet and the Battery Data Format.

Current is positive on discharge in all of them but the Battery Data Format, whose convention is
the other way round. A file is written under a temporary name and then renamed, so that a reader
never meets half of one; an old file is not overwritten unless asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ionwright.cell.files import room
from ionwright.cell.result import Result
from ionwright.errors import InputError

__all__ = ["BDF", "target", "to_bdf", "to_csv", "to_json", "to_parquet", "write"]

BDF = "1.3.0"
"""Version of the Battery Data Format's ontology whose labels are written."""
SIGN = "current is positive on discharge"
BDF_SIGN = "current is positive on charge, as the Battery Data Format has it"

Columns = dict[str, NDArray[Any]]


def to_csv(result: Result, path: str | Path, overwrite: bool = False) -> Path:
    """Write the rows of a run as CSV, one head with units; current positive on discharge.

    Parameters
    ----------
    result : Result
    path : str or Path
    overwrite : bool

    Raises
    ------
    InputError
        If the file exists and `overwrite` is not set, or the folder does not.
    """
    return _text(path, _csv(_columns(result)), overwrite)


def to_json(result: Result, path: str | Path, overwrite: bool = False) -> Path:
    """Write how a run ended, its outputs and its rows as JSON; raises as `to_csv`."""
    rows = {name: values.tolist() for name, values in _columns(result).items()}
    told = {**result.to_json(), "sign": SIGN, "rows": rows}
    return _text(path, json.dumps(told, indent=1, ensure_ascii=False) + "\n", overwrite)


def to_parquet(result: Result, path: str | Path, overwrite: bool = False) -> Path:
    """Write the rows of a run as Parquet, with how it ended in the file's metadata.

    The metadata key ``ionwright`` holds what `to_json` says but the rows; raises as `to_csv`.
    """
    import pyarrow as pa  # 30 MB that nothing else needs
    import pyarrow.parquet as pq

    told = json.dumps({**result.to_json(), "sign": SIGN}, ensure_ascii=False)
    table = pa.table(_columns(result)).replace_schema_metadata({"ionwright": told})
    return _through(path, lambda part: pq.write_table(table, part), overwrite)


def to_bdf(result: Result, path: str | Path, overwrite: bool = False) -> Path:
    """Write a run in the Battery Data Format: a CSV file, and beside it one with its metadata.

    Parameters
    ----------
    result : Result
    path : str or Path
        Usually ``name.bdf.csv``; the metadata then go to ``name.bdf.metadata.json``.
    overwrite : bool

    Returns
    -------
    Path
        Of the CSV file.

    Raises
    ------
    InputError
        If a file exists and `overwrite` is not set, or the folder does not.

    Notes
    -----
    Labels of version 1.3.0 of the format's ontology. Its current is positive on charge, so the
    sign is turned. The format takes no line before the head: the metadata say the sign, the
    version, and that the rows are computed. Steps count from 1 through all repeats, cycles from 0.
    There is no wall-clock time in a computed run, so the recommended ``Unix Time / s`` is left out.

    References
    ----------
    Battery Data Alliance, https://w3id.org/battery-data-alliance/ontology/battery-data-format
    """
    beside = _beside(path)
    room(beside, overwrite)
    done = _text(path, _csv(_bdf_columns(result)), overwrite)
    # the only key under which the format's own reader takes what is not in its vocabulary
    about = {
        "format": "Battery Data Format",
        "version": BDF,
        "sign": BDF_SIGN,
        "origin": "computed by Ionwright; no cell was tested",
        **result.to_json(),
    }
    _text(beside, json.dumps({"extras": about}, indent=1, ensure_ascii=False) + "\n", overwrite)
    return done


WRITERS: Mapping[str, Callable[..., Path]] = {
    ".bdf.csv": to_bdf,
    ".csv": to_csv,
    ".json": to_json,
    ".parquet": to_parquet,
}
"""Suffix -> function that writes it; the longer suffix first."""


def target(path: str | Path, overwrite: bool = False) -> Path:
    """Return a path to which a run may be written: asked before the run is computed.

    Raises
    ------
    InputError
        If its suffix is unknown, the file exists and `overwrite` is not set, or the folder does
        not.
    """
    if _suffix(path) == ".bdf.csv":
        room(_beside(path), overwrite)
    return room(path, overwrite)


def write(result: Result, path: str | Path, overwrite: bool = False) -> Path:
    """Write a run as its suffix says: .csv, .json, .parquet or .bdf.csv; raises as `target`."""
    return WRITERS[_suffix(path)](result, path, overwrite)


def _suffix(path: str | Path) -> str:
    """Return the suffix that says how a run is written to `path`."""
    name = Path(path).name.lower()
    for suffix in WRITERS:
        if name.endswith(suffix) and len(name) > len(suffix):
            return suffix
    raise InputError(
        "the suffix of a file says how a run is written",
        seen=repr(str(path)),
        allowed=", ".join(WRITERS),
        do="Choose one of them",
    )


def _beside(path: str | Path) -> Path:
    """Return where the metadata of a file in the Battery Data Format stand."""
    return Path(path).with_suffix(".metadata.json")


def _columns(result: Result) -> Columns:
    """Return the rows of a run by name and unit."""
    return {
        "time [s]": result.time,
        "voltage [V]": result.voltage,
        "current (positive on discharge) [A]": result.current,
        "charge given [Ah]": result.rows[:, 3] * result.faces / 3600.0,
        "soc [1]": result.soc,
        "step [1]": np.asarray(result.step),
        "cycle [1]": _cycle(result),
    }


def _bdf_columns(result: Result) -> Columns:
    """Return the rows under the labels of the format."""
    moved = np.diff(result.rows[:, 3], prepend=result.rows[:1, 3]) * result.faces / 3600.0
    ambient = np.full(len(result.rows), result.inputs.temperature - 273.15)
    return {
        "Test Time / s": result.time,
        "Voltage / V": result.voltage,
        "Current / A": 0.0 - result.current,
        "Cycle Count / 1": _cycle(result),
        "Step Count / 1": np.asarray(result.step),
        "Ambient Temperature / degC": ambient,
        "Charging Capacity / Ah": np.cumsum(np.maximum(-moved, 0.0)),
        "Discharging Capacity / Ah": np.cumsum(np.maximum(moved, 0.0)),
    }


def _cycle(result: Result) -> NDArray[np.int64]:
    """Return the cycle of each row, from 0."""
    last = int(result.step[-1]) if len(result.step) else 0
    of_step = np.zeros(last + 1, np.int64)
    for number, (cycle, _) in enumerate(result.inputs.protocol.steps(), start=1):
        if number > last:
            break
        of_step[number] = cycle
    return of_step[result.step]


def _csv(columns: Columns) -> str:
    """Return columns as CSV text; floats as their shortest text that reads back the same."""
    rows = zip(*(values.tolist() for values in columns.values()), strict=True)
    return "\n".join([",".join(columns), *(",".join(map(repr, row)) for row in rows)]) + "\n"


def _text(path: str | Path, text: str, overwrite: bool) -> Path:
    return _through(path, lambda part: part.write_text(text, encoding="utf-8"), overwrite)


def _through(path: str | Path, make: Callable[[Path], Any], overwrite: bool) -> Path:
    """Make a file under a temporary name, then give it its own."""
    path = room(path, overwrite)
    part = path.with_name(path.name + ".part")
    try:
        make(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path
