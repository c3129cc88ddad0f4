"""One step of a protocol, and cycles of steps; what contradicts itself is refused here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

from ionwright import units
from ionwright.cell import _types
from ionwright.cell._control import (
    CURRENTS,
    Amount,
    Control,
    Profile,
    Ramp,
    Resistance,
    Rest,
    Voltage,
    direction,
    finite,
    kind_of,
    span_text,
)
from ionwright.cell._limit import Limit, SocAbove, SocBelow, VoltageAbove, VoltageBelow, positive
from ionwright.core.quantity import Q
from ionwright.errors import InputError

TEMPERATURE: Q = get_args(_types.Temperature)[1]
PRESSURE: Q = get_args(_types.Pressure)[1]
MOST_TIMES = 1_000_000
"""Most repeats of a cycle."""
MOST_STEPS = 10_000_000
"""Most steps of a protocol, repeats counted."""
_SIDED = (VoltageBelow, VoltageAbove, SocBelow, SocAbove)


@dataclass(frozen=True)
class Step:
    """One thing done to a cell, and what ends it: whichever limit is reached first.

    Parameters
    ----------
    control : Control
        What is held or moved; currents and powers are positive on discharge.
    duration : float or None
        Longest time [s]. A profile ends at its last time where it is None.
    limits : tuple of Limit
        What ends the step before its time.
    temperature : float or None
        Temperature of the surroundings during the step [K]; None keeps that of the run.
    pressure : float or None
        Stack pressure during the step [Pa]; None keeps that of the design.
    period : float or None
        Time between stored points [s]; None leaves the choice to the solver.

    Raises
    ------
    InputError
        If a part is out of range, the parts contradict each other, or nothing ends the step.
        Its `where` names the part.
    """

    control: Control
    duration: float | None = None
    limits: tuple[Limit, ...] = ()
    temperature: float | None = None
    pressure: float | None = None
    period: float | None = None

    def __post_init__(self) -> None:
        """Hold plain floats and refuse what cannot be done."""
        _check_control(self.control)
        for name, noun in (("duration", "a duration"), ("period", "a period")):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, positive(getattr(self, name), name, noun))
        for name, known in (("temperature", TEMPERATURE), ("pressure", PRESSURE)):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, _within(getattr(self, name), name, known))
        _check_end(self)
        object.__setattr__(self, "limits", tuple(self.limits))
        for i, limit in enumerate(self.limits):
            _check_limit(self.control, limit, f"limits.{i}")
        _check_sides(self.limits)

    @property
    def direction(self) -> int:
        """1 where the step discharges throughout, -1 where it charges, 0 where neither."""
        return direction(self.control)

    def __str__(self) -> str:
        """Return the text that parses back to an equal step."""
        words = [_action(self.control)]
        if self.duration is not None:
            word = "over" if isinstance(self.control, Ramp) else "for"
            words.append(f"{word} {span_text(self.duration)}")
        if self.limits:
            until = " or ".join(_limit(limit, self.direction) for limit in self.limits)
            words.append(f"{'or ' if self.duration is not None else ''}until {until}")
        if self.temperature is not None:
            words.append(f"at {units.exact(self.temperature, 'degC')}")
        if self.pressure is not None:
            words.append(f"under {units.exact(self.pressure, 'MPa')}")
        if self.period is not None:
            words.append(f"({span_text(self.period)} period)")
        return " ".join(words)


@dataclass(frozen=True)
class Cycle:
    """Steps that belong together, done a number of times.

    Parameters
    ----------
    parts : tuple of Step or Cycle
        At least one.
    times : int
        How often, from 1 to 1,000,000.
    """

    parts: tuple[Step | Cycle, ...]
    times: int = 1

    def __post_init__(self) -> None:
        """Check parts and number."""
        object.__setattr__(self, "parts", check_parts(self.parts, "a cycle"))
        check_times(self.times)
        _check_count(self.count, "a cycle", "times")

    @property
    def count(self) -> int:
        """Number of steps, repeats counted."""
        return self.times * count(self.parts)

    def steps(self) -> Iterator[Step]:
        """Yield the steps of all repeats in the order in which they are done."""
        for _ in range(self.times):
            yield from self.once()

    def once(self) -> Iterator[Step]:
        """Yield the steps of one pass, inner repeats included."""
        for part in self.parts:
            if isinstance(part, Cycle):
                yield from part.steps()
            else:
                yield part

    def __str__(self) -> str:
        """Return the text that parses back to an equal cycle."""
        inner = "; ".join(str(part) for part in self.parts)
        return f"[{inner}]" if self.times == 1 else f"{self.times} times: [{inner}]"


def check_times(times: object) -> None:
    """Refuse a number of repeats that is not whole or out of its limits."""
    if isinstance(times, bool) or not isinstance(times, int) or not 1 <= times <= MOST_TIMES:
        raise InputError(
            "the number of repeats must be a whole number within its limits",
            seen=repr(times),
            allowed=f"1 to {MOST_TIMES:,}",
            do="Correct it",
            where="times",
        )


def count(parts: tuple[Step | Cycle, ...]) -> int:
    """Return the number of steps in some parts, repeats counted."""
    return sum(part.count if isinstance(part, Cycle) else 1 for part in parts)


def check_parts(parts: Any, owner: str) -> tuple[Step | Cycle, ...]:
    """Return parts as a tuple, or raise InputError where there is none, too many or not a step."""
    parts = tuple(parts)
    for part in parts:
        if not isinstance(part, Step | Cycle):
            raise InputError(
                f"the parts of {owner} must be steps or cycles",
                seen=repr(part),
                do="Build it with Step(...), or give text to parse",
            )
    if not parts:
        raise InputError(
            f"{owner} must have a step",
            seen="empty",
            do='Write a step, for example "Discharge at 1C until 2.5 V"',
        )
    _check_count(count(parts), owner, "")
    return parts


def _check_count(steps: int, owner: str, where: str) -> None:
    if steps > MOST_STEPS:
        raise InputError(
            f"{owner} must not have more than {MOST_STEPS:,} steps, repeats counted",
            seen=f"{steps:,}",
            do="Repeat it less often",
            where=where,
        )


def _check_control(control: object) -> None:
    if not isinstance(control, get_args(Control)):
        raise InputError(
            "a step must have a control",
            seen=repr(control),
            allowed=", ".join(kind.__name__ for kind in get_args(Control)),
            do="Give one of them, for example CRate(1.0)",
            where="control",
        )
    if isinstance(control, Resistance) and control.value == 0.0:
        raise InputError(
            "a resistance must not be 0",
            seen=str(control),
            do="Write it above 0, or hold a voltage",
            where="control",
        )


def _check_end(step: Step) -> None:
    """Refuse a step that nothing ends."""
    if isinstance(step.control, Ramp) and step.duration is None:
        raise InputError(
            "a ramp needs the time over which it runs",
            do='Add it, for example "over 10 min"',
            where="end",
        )
    if isinstance(step.control, Profile):
        if step.duration is not None and step.duration > step.control.duration:
            raise InputError(
                "a step must not be longer than the profile that it runs",
                seen=span_text(step.duration),
                allowed=f"up to {span_text(step.control.duration)}",
                do='Leave out the duration, or write "Repeat 2 times: Run ..."',
                where="duration",
            )
        return
    if step.duration is None and not step.limits:
        raise InputError(
            "something must end a step",
            do=f"Add how it ends, for example {_ending(step.control)}",
            where="end",
        )


def _check_limit(control: Control, limit: Limit, where: str) -> None:
    """Refuse a limit on what the control fixes, or on what cannot change."""
    if not isinstance(limit, get_args(Limit)):
        raise InputError(
            "a limit must be one of the known kinds",
            seen=repr(limit),
            allowed=", ".join(kind.__name__ for kind in get_args(Limit)),
            do="Give one of them, for example VoltageBelow(2.5)",
            where=where,
        )
    noun, kind = limit.noun, kind_of(control)
    still = kind is Rest and noun != "voltage"
    given = (kind is Voltage and noun == "voltage") or (kind in CURRENTS and noun == "current")
    if still or given:
        raise InputError(
            f"the {noun} does not change at rest, so it cannot end the step"
            if still
            else f"the step itself sets the {noun}, so it cannot also end the step",
            seen=str(limit),
            do=f"End it otherwise, for example {_ending(control)}",
            where=where,
        )


def _check_sides(limits: tuple[Limit, ...]) -> None:
    """Refuse "below 4 V or above 3 V", of which one holds always."""
    for lower, upper in ((VoltageBelow, VoltageAbove), (SocBelow, SocAbove)):
        below = [limit.value for limit in limits if isinstance(limit, lower)]
        above = [limit.value for limit in limits if isinstance(limit, upper)]
        if below and above and max(below) >= min(above):
            raise InputError(
                f"one of two limits must not hold at every {lower.noun}",
                seen=f"below {max(below):g} or above {min(above):g}",
                do="Exchange them, or leave one out",
                where=f"limits.{len(limits) - 1}",
            )


def _within(value: object, name: str, known: Q) -> float:
    number = finite(value, name)
    try:
        return known.read(number, border=False)
    except InputError:
        raise InputError(
            f"the {name} of a step must lie within its limits",
            seen=units.show(number, known.shown),
            allowed=known.limits(),
            do="Correct it",
            where=name,
        ) from None


def _ending(control: Control) -> str:
    kind = kind_of(control)
    if kind is Voltage:
        return '"until C/50" or "for 1 hour"'
    if kind is Rest:
        return '"for 1 hour"'
    return '"until 4.2 V" or "for 1 hour"' if direction(control) < 0 else '"until 2.5 V"'


def _action(control: Control) -> str:
    if isinstance(control, Rest):
        return "Rest"
    if isinstance(control, Ramp):
        return f"Ramp from {control.start} to {control.end}"
    if isinstance(control, Profile):
        return f"Run {_points(control)}"
    if isinstance(control, Voltage):
        return f"Hold at {control}"
    amount: Amount = type(control)(abs(control.value))
    return f"{'Charge' if control.value < 0.0 else 'Discharge'} at {amount}"


def _points(profile: Profile) -> str:
    """Return the file of a profile in quotes, or its points."""
    quote = "'" if '"' in profile.file else '"'
    if profile.file.isprintable() and profile.file and quote not in profile.file:
        return f"{quote}{profile.file}{quote}"
    pairs = zip(profile.value.tolist(), profile.time.tolist(), strict=True)
    return ", ".join(f"{profile.kind(value)} at {span_text(time)}" for value, time in pairs)


def _limit(limit: Limit, way: int) -> str:
    """Return a limit as text, with < or > where the direction of the step does not say it."""
    side = getattr(limit, "side", 0)
    if isinstance(limit, _SIDED):
        told = side == -way
    else:
        told = side <= 0
    return str(limit) if told else f"{'<' if side < 0 else '>'} {limit}"
