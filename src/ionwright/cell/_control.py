"""What a step of a protocol controls: current, power, resistance, voltage, and how it moves."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ionwright import units
from ionwright.errors import InputError


@dataclass(frozen=True)
class _Amount:
    """A finite number of one quantity, in SI.

    Parameters
    ----------
    value : float
        In the unit `si` of the class; a C-rate in C.
    """

    value: float

    noun: ClassVar[str] = "amount"
    si: ClassVar[str] = "1"
    shown: ClassVar[str] = "1"

    def __post_init__(self) -> None:
        """Hold a plain finite float."""
        object.__setattr__(self, "value", finite(self.value, "value"))

    def __str__(self) -> str:
        """Return the text that reads back to the same float, for example ``0.05 A`` or C/3."""
        if self.si == "C-rate":
            return _c_rate(self.value)
        return units.exact(self.value, self.shown)


class Current(_Amount):
    """Current of the cell [A], positive on discharge."""

    noun = "current"
    si = "A"
    shown = "A"


class CRate(_Amount):
    """Current as a multiple of 1C, the current that moves the rated capacity in 1 h [C].

    Positive on discharge.
    """

    noun = "C-rate"
    si = "C-rate"
    shown = "C"


class CurrentDensity(_Amount):
    """Current per area of the cell [A/m2], positive on discharge."""

    noun = "current density"
    si = "A/m2"
    shown = "mA/cm2"


class Power(_Amount):
    """Power of the cell [W], positive on discharge."""

    noun = "power"
    si = "W"
    shown = "W"


class Resistance(_Amount):
    """Voltage over current [ohm], positive on discharge, negative on charge, never 0."""

    noun = "resistance"
    si = "ohm"
    shown = "ohm"


class Voltage(_Amount):
    """Voltage of the cell [V]; below 0 is possible in a symmetric cell."""

    noun = "voltage"
    si = "V"
    shown = "V"


@dataclass(frozen=True)
class Rest:
    """No current."""

    noun: ClassVar[str] = "rest"


Amount = Current | CRate | CurrentDensity | Power | Resistance | Voltage
AMOUNTS: dict[str, type[Amount]] = {
    kind.si: kind for kind in (Current, CRate, CurrentDensity, Power, Resistance, Voltage)
}
"""SI unit (or "C-rate") -> the class that holds it."""
CURRENTS = (Current, CRate, CurrentDensity)


@dataclass(frozen=True)
class Ramp:
    """A control that moves linearly in time from start to end over the step's duration.

    Parameters
    ----------
    start, end : Amount
        Two of one class; signs may differ (except of a resistance, which may not cross 0).
    """

    start: Amount
    end: Amount

    def __post_init__(self) -> None:
        """Check that both ends are of one kind."""
        if type(self.start) is not type(self.end) or not isinstance(self.start, _Amount):
            raise InputError(
                "both ends of a ramp must be of one kind",
                seen=f"{self.start} to {self.end}",
                allowed="two currents, C-rates, current densities, powers, resistances or voltages",
                do="Write both in the same unit",
                where="control",
            )
        if isinstance(self.start, Resistance) and self.start.value * self.end.value <= 0.0:
            raise InputError(
                "a resistance must not become 0 in a ramp",
                seen=f"{self.start} to {self.end}",
                do="Keep both ends above 0, or both below",
                where="control",
            )


@dataclass(frozen=True, eq=False)
class Profile:
    """A control given by points in time, linear between them; it ends at the last point.

    Parameters
    ----------
    kind : type
        Current, CurrentDensity, CRate, Power or Voltage.
    time : array
        Times from the start of the step [s]: the first is 0, each larger than the one before.
    value : array
        Values in the unit of `kind`, positive on discharge.
    file : str
        The file it was read from, by which it is written; "" writes the points themselves.
        Two profiles with the same points are equal, wherever they were read.
    """

    kind: type[Amount]
    time: NDArray[np.float64] = field(repr=False)
    value: NDArray[np.float64] = field(repr=False)
    file: str = ""

    def __post_init__(self) -> None:
        """Freeze the arrays and check them."""
        if self.kind not in AMOUNTS.values() or self.kind is Resistance:
            raise InputError(
                "a profile must be one of a known kind",
                seen=getattr(self.kind, "__name__", repr(self.kind)),
                allowed="Current, CurrentDensity, CRate, Power, Voltage",
                do="Name one of them",
            )
        for name in ("time", "value"):
            object.__setattr__(self, name, _column(getattr(self, name), name))
        if len(self.time) != len(self.value) or len(self.time) < 2:
            raise InputError(
                "a profile needs at least 2 points, each with a time and a value",
                seen=f"{len(self.time)} in time and {len(self.value)} in value",
                do="Give as many values as times",
            )
        if self.time[0] != 0.0:
            raise InputError(
                "the first time of a profile must be 0 s",
                seen=f"{self.time[0]:g} s",
                do="Subtract the first time from all times",
                where="row 1",
            )
        back = np.flatnonzero(~(self.time[1:] > self.time[:-1]))
        if back.size:
            i = int(back[0])
            raise InputError(
                "the times of a profile must increase",
                seen=f"{self.time[i + 1]:g} s after {self.time[i]:g} s",
                do="Sort the rows, and keep one row a time",
                where=f"row {i + 2}",
            )

    def __eq__(self, other: object) -> bool:
        """Return whether kind and points are the same."""
        return isinstance(other, Profile) and self._key() == other._key()

    def __hash__(self) -> int:
        """Return a hash of kind and points."""
        return hash(self._key())

    @property
    def duration(self) -> float:
        """The last time [s]."""
        return float(self.time[-1])

    def _key(self) -> tuple[str, bytes, bytes]:
        return self.kind.__name__, self.time.tobytes(), self.value.tobytes()


Control = Amount | Rest | Ramp | Profile


def kind_of(control: Control) -> type[Amount] | type[Rest]:
    """Return the class of the quantity that a control fixes."""
    if isinstance(control, Ramp):
        return type(control.start)
    return control.kind if isinstance(control, Profile) else type(control)


def direction(control: Control) -> int:
    """Return 1 where a control discharges throughout, -1 where it charges, 0 where neither."""
    if kind_of(control) in (Rest, Voltage):
        return 0
    if isinstance(control, Ramp):
        ends = (control.start.value, control.end.value)
    elif isinstance(control, Profile):
        ends = (float(control.value.min()), float(control.value.max()))
    else:
        ends = (control.value, control.value) if not isinstance(control, Rest) else (0.0, 0.0)
    low, high = min(ends), max(ends)
    return 1 if low >= 0.0 < high else -1 if high <= 0.0 > low else 0


def finite(value: object, where: str) -> float:
    """Return a plain float, or raise InputError where it is not a finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
        raise InputError(
            "a number in SI is needed here",
            seen=repr(value),
            do="Give a float, or write the step as text with units",
            where=where,
        )
    try:
        number = float(value) + 0.0  # makes -0.0 the 0.0 that it equals
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise InputError(
            "a number must be finite", seen=f"{number}", do="Write a finite number", where=where
        )
    return number


def span_text(seconds: float) -> str:
    """Return a time [s] as text in h, min or s, whichever number is the shortest."""
    texts = [units.exact(seconds, unit) for unit in ("s", "min", "h")]
    return min(texts, key=lambda text: len(text.split(" ")[0]))


def _c_rate(value: float) -> str:
    """Return a C-rate as people write it: 2C, 0.3C, and C/3 where that is the same float."""
    if 1e-3 <= abs(value) < 1.0:
        parts = round(1.0 / abs(value))
        if 1.0 / parts == abs(value):
            return f"-C/{parts}" if value < 0.0 else f"C/{parts}"
    return f"{repr(value).removesuffix('.0')}C"


def _column(values: ArrayLike, name: str) -> NDArray[np.float64]:
    try:
        column = np.array(values, dtype=np.float64).reshape(-1) + 0.0  # no -0.0: equal, same bytes
    except (TypeError, ValueError):
        raise InputError(
            f"the {name} of a profile must be numbers", do="Give floats in SI"
        ) from None
    bad = np.flatnonzero(~np.isfinite(column))
    if bad.size:
        raise InputError(
            f"each {name} of a profile must be a finite number",
            seen=f"{column[bad[0]]}",
            do="Correct the row, or leave it out",
            where=f"row {int(bad[0]) + 1}",
        )
    column.setflags(write=False)
    return column
