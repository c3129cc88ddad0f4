"""What ends a step of a protocol before its time: voltage, current, charge, state of charge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ionwright import units
from ionwright.cell._control import CURRENTS, CRate, Current, CurrentDensity, finite
from ionwright.errors import InputError


@dataclass(frozen=True)
class VoltageBelow:
    """The step ends when the voltage falls to `value` [V]."""

    value: float

    noun: ClassVar[str] = "voltage"
    side: ClassVar[int] = -1

    def __post_init__(self) -> None:
        """Hold a finite float."""
        object.__setattr__(self, "value", finite(self.value, "value"))

    def __str__(self) -> str:
        """Return the amount as text."""
        return units.exact(self.value, "V")


@dataclass(frozen=True)
class VoltageAbove:
    """The step ends when the voltage rises to `value` [V]."""

    value: float

    noun: ClassVar[str] = "voltage"
    side: ClassVar[int] = 1

    def __post_init__(self) -> None:
        """Hold a finite float."""
        object.__setattr__(self, "value", finite(self.value, "value"))

    def __str__(self) -> str:
        """Return the amount as text."""
        return units.exact(self.value, "V")


@dataclass(frozen=True)
class SocBelow:
    """The step ends when the state of charge falls to `value` [1], from 0 to 1."""

    value: float

    noun: ClassVar[str] = "state of charge"
    side: ClassVar[int] = -1

    def __post_init__(self) -> None:
        """Hold a share."""
        object.__setattr__(self, "value", _share(self.value))

    def __str__(self) -> str:
        """Return the amount as text."""
        return f"{units.exact(self.value, '%')} soc"


@dataclass(frozen=True)
class SocAbove:
    """The step ends when the state of charge rises to `value` [1], from 0 to 1."""

    value: float

    noun: ClassVar[str] = "state of charge"
    side: ClassVar[int] = 1

    def __post_init__(self) -> None:
        """Hold a share."""
        object.__setattr__(self, "value", _share(self.value))

    def __str__(self) -> str:
        """Return the amount as text."""
        return f"{units.exact(self.value, '%')} soc"


@dataclass(frozen=True)
class CurrentBelow:
    """The step ends when the amount of the current, without its sign, falls to `value`."""

    value: Current | CRate | CurrentDensity

    noun: ClassVar[str] = "current"
    side: ClassVar[int] = -1

    def __post_init__(self) -> None:
        """Check the amount."""
        _current(self.value)

    def __str__(self) -> str:
        """Return the amount as text."""
        return str(self.value)


@dataclass(frozen=True)
class CurrentAbove:
    """The step ends when the amount of the current, without its sign, rises to `value`."""

    value: Current | CRate | CurrentDensity

    noun: ClassVar[str] = "current"
    side: ClassVar[int] = 1

    def __post_init__(self) -> None:
        """Check the amount."""
        _current(self.value)

    def __str__(self) -> str:
        """Return the amount as text."""
        return str(self.value)


@dataclass(frozen=True)
class ChargeLimit:
    """The step ends when `value` [C] has passed since its start, in either direction."""

    value: float

    noun: ClassVar[str] = "charge"

    def __post_init__(self) -> None:
        """Hold a positive float."""
        object.__setattr__(self, "value", positive(self.value, "value", "a charge"))

    def __str__(self) -> str:
        """Return the amount as text; never in C, which is the C-rate in a protocol."""
        text = units.exact(self.value, "Ah")
        return f"{units.exact(self.value, 'As') if text.endswith(' C') else text} passed"


@dataclass(frozen=True)
class ArealChargeLimit:
    """The step ends when `value` [C/m2] has passed since its start, in either direction."""

    value: float

    noun: ClassVar[str] = "charge"

    def __post_init__(self) -> None:
        """Hold a positive float."""
        object.__setattr__(self, "value", positive(self.value, "value", "a charge"))

    def __str__(self) -> str:
        """Return the amount as text."""
        return f"{units.exact(self.value, 'mAh/cm2')} passed"


Limit = (
    VoltageBelow
    | VoltageAbove
    | SocBelow
    | SocAbove
    | CurrentBelow
    | CurrentAbove
    | ChargeLimit
    | ArealChargeLimit
)


def positive(value: object, where: str, noun: str) -> float:
    """Return a plain float above 0, or raise InputError."""
    number = finite(value, where)
    if not number > 0.0:
        raise InputError(
            f"{noun} must be above 0", seen=f"{number:g}", do="Write it above 0", where=where
        )
    return number


def _share(value: object) -> float:
    number = finite(value, "value")
    if not 0.0 <= number <= 1.0:
        raise InputError(
            "a state of charge must lie from 0 to 100 %",
            seen=units.show(number, "%") if abs(number) < 1e300 else f"{number:g}",
            do="Correct it",
            where="value",
        )
    return number


def _current(value: object) -> None:
    if not isinstance(value, CURRENTS):
        raise InputError(
            "a current limit must be a Current, a CRate or a CurrentDensity",
            seen=repr(value),
            do="Give one of them, for example CRate(0.02)",
            where="value",
        )
    if not value.value > 0.0:
        raise InputError(
            "a current limit is an amount above 0, for charge and discharge alike",
            seen=str(value),
            do="Write it without its sign",
            where="value",
        )
