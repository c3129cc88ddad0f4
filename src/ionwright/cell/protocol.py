"""What is done to a cell: steps and cycles as frozen objects, built or parsed from text.

Current is positive on discharge. Everything is in SI, a C-rate in C.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ionwright.cell import _grammar
from ionwright.cell._control import (
    Control,
    CRate,
    Current,
    CurrentDensity,
    Power,
    Profile,
    Ramp,
    Resistance,
    Rest,
    Voltage,
    direction,
)
from ionwright.cell._limit import (
    ArealChargeLimit,
    ChargeLimit,
    CurrentAbove,
    CurrentBelow,
    Limit,
    SocAbove,
    SocBelow,
    VoltageAbove,
    VoltageBelow,
)
from ionwright.cell._profile import read_profile
from ionwright.cell._step import Cycle, Step, check_parts, count
from ionwright.errors import InputError

__all__ = [
    "ArealChargeLimit",
    "CRate",
    "ChargeLimit",
    "Control",
    "Current",
    "CurrentAbove",
    "CurrentBelow",
    "CurrentDensity",
    "Cycle",
    "Limit",
    "Power",
    "Profile",
    "Protocol",
    "Ramp",
    "Resistance",
    "Rest",
    "SocAbove",
    "SocBelow",
    "Step",
    "Voltage",
    "VoltageAbove",
    "VoltageBelow",
    "direction",
    "parse",
    "read_profile",
]


@dataclass(frozen=True)
class Protocol:
    """What is done to a cell, in order.

    Parameters
    ----------
    parts : tuple of Step or Cycle
        At least one. Each pass of a cycle in here counts as one cycle of the result; so does a
        step that stands alone.

    Examples
    --------
    >>> from ionwright.cell.protocol import CRate, Cycle, Protocol, Step, VoltageBelow
    >>> step = Step(CRate(1.0), limits=(VoltageBelow(2.5),), temperature=318.15)
    >>> print(Protocol((Cycle((step,), times=3),)))
    3 times: [Discharge at 1C until 2.5 V at 45 degC]
    """

    parts: tuple[Step | Cycle, ...]

    def __post_init__(self) -> None:
        """Check the parts."""
        object.__setattr__(self, "parts", check_parts(self.parts, "a protocol"))

    @property
    def count(self) -> int:
        """Number of steps, repeats counted."""
        return count(self.parts)

    def steps(self) -> Iterator[tuple[int, Step]]:
        """Yield cycle number (from 0) and step, in the order in which they are done."""
        cycle = 0
        for part in self.parts:
            for _ in range(part.times if isinstance(part, Cycle) else 1):
                for step in part.once() if isinstance(part, Cycle) else (part,):
                    yield cycle, step
                cycle += 1

    def __str__(self) -> str:
        """Return the text that parses back to an equal protocol."""
        return "; ".join(str(part) for part in self.parts)


def parse(source: Any, files: bool = True) -> Protocol:
    """Return the protocol that is written or given.

    Parameters
    ----------
    source : str, Path, Step, Cycle, Protocol, or a list or tuple of these
        Text such as ``"Discharge at 1C until 2.5 V; Rest for 1 hour"``; the path of a CSV file
        with the header ``time [s],current [A]``; or several, done one after the other. A list or
        tuple inside is a cycle, as in PyBaMM, whose strings keep their meaning here.
    files : bool
        False refuses to read a file, for text from another machine.

    Returns
    -------
    Protocol

    Raises
    ------
    InputError
        With the step's number, its text and carets under the wrong word.

    Examples
    --------
    >>> from ionwright.cell import protocol
    >>> print(protocol.parse("repeat 2 times: charge at 0.5 C until 4200 mV; rest for 30 minutes"))
    2 times: [Charge at C/2 until 4.2 V; Rest for 30 min]
    """
    if isinstance(source, Protocol):
        return source
    many = source if isinstance(source, list | tuple) else [source]
    return Protocol(_parts(many, 1, files, 0)[0])


def _parts(many: Any, first: int, files: bool, depth: int) -> tuple[tuple[Step | Cycle, ...], int]:
    """Return the parts of a list or tuple, and how many steps were written in it."""
    if depth > _grammar.DEEPEST:
        raise InputError(
            f"cycles must not be nested deeper than {_grammar.DEEPEST}", do="Write them out"
        )
    parts: list[Step | Cycle] = []
    number = first
    for one in many:
        if isinstance(one, list | tuple):
            inner, steps = _parts(one, number, files, depth + 1)
            parts.append(Cycle(inner))
        else:
            inner, steps = _one(one, number, files)
            parts += inner
        number += steps
    return tuple(parts), number - first


def _one(source: Any, number: int, files: bool) -> tuple[tuple[Step | Cycle, ...], int]:
    """Return the parts of one text, path or object, and how many steps were written in it."""
    if isinstance(source, Path) or (isinstance(source, str) and _is_path(source)):
        if not files:
            raise InputError(
                "a protocol from another machine must not name a file",
                seen=repr(str(source)),
                do='Write its points: "Run 1 A at 0 s, 2 A at 10 s"',
                where=f"step {number}",
            )
        return (Step(read_profile(Path(source))),), 1
    if isinstance(source, str):
        return _grammar.read(source, number, files)
    if isinstance(source, Step | Cycle):
        return (source,), 1
    if isinstance(source, Protocol):
        return source.parts, len(source.parts)
    raise InputError(
        "a protocol must be text, the path of a CSV file, steps, or a list of these",
        seen=repr(source),
        do='Write for example "Discharge at 1C until 2.5 V"',
        where=f"step {number}",
    )


def _is_path(text: str) -> bool:
    """Return whether a text is the path of a CSV file rather than a step."""
    return text.lower().endswith(".csv") and not any(char in text for char in " \t\n;'\"")
