"""What all tests of a cell share: their table, how it is written, how their inputs are checked."""

from __future__ import annotations

import csv
import io
import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from ionwright.cell.design import Design
from ionwright.cell.files import change
from ionwright.core import record
from ionwright.core.document import SCHEMA
from ionwright.errors import InputError

Array = NDArray[np.float64]
Cells = tuple[float | str, ...]


class Test(ABC):
    """A test that was done: `table` says what came out in usual units, the fields in SI."""

    __test__ = False  # pytest takes a class of this name for one of its own
    name: ClassVar[str]
    columns: ClassVar[tuple[str, ...]]
    """Heads of the table, with units."""
    design: Design

    @abstractmethod
    def table(self) -> list[Cells]:
        """Return the rows under `columns`."""

    def csv(self) -> str:
        """Return the table as CSV text."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        for row in self.table():
            writer.writerow([v if isinstance(v, str) else f"{v:.10g}" for v in row])
        return out.getvalue()

    def to_json(self) -> dict[str, Any]:
        """Return the table as plain data; what was not reached is null."""
        return {
            "schema": SCHEMA,
            "stage": "cell",
            "test": self.name,
            "design": self.design.id,
            "temperature [K]": self.design.cell.operation.temperature,
            "columns": list(self.columns),
            "rows": [[_plain(v) for v in row] for row in self.table()],
            "record": record(),
        }


def _plain(value: float | str) -> float | str | None:
    return value if isinstance(value, str) or math.isfinite(value) else None


def at_temperature(design: Design, temperature: float | None) -> Design:
    """Return the design at a temperature [K]; None keeps its own.

    Raises
    ------
    InputError
        If the cell has two planar electrodes, and so no state of charge.
    """
    _ = design.positive  # asked for what it raises
    if temperature is None:
        return design
    return change(design, {"cell.operation.temperature": temperature})


def above_zero(values: Iterable[float], what: str) -> tuple[float, ...]:
    """Return finite numbers above 0, at least one."""
    return _checked(values, what, "above 0", lambda v: v > 0.0)


def shares(values: Iterable[float], what: str) -> tuple[float, ...]:
    """Return numbers from 0 to 1, at least one."""
    return _checked(values, what, "0 to 1", lambda v: 0.0 <= v <= 1.0)


def _checked(
    values: Iterable[float], what: str, allowed: str, holds: Callable[[float], bool]
) -> tuple[float, ...]:
    if isinstance(values, str | int | float):
        raise InputError(f"{what} are given as a list", seen=repr(values), do=f"Write [{values!r}]")
    out = tuple(float(v) for v in values)
    bad = [v for v in out if not (math.isfinite(v) and holds(v))]
    if bad or not out:
        raise InputError(
            f"{what} must be finite numbers within their limits, at least one",
            seen=", ".join(f"{v:g}" for v in bad) or "none",
            allowed=allowed,
            do="Correct them",
        )
    return out


def per(values: Sequence[float] | Array, scale: Array) -> Array:
    """Return values over a scale, nan where the scale is 0."""
    scale = np.asarray(scale, float)
    return np.divide(values, scale, out=np.full(scale.shape, math.nan), where=scale != 0.0)
