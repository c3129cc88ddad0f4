"""Number and unit of a protocol's word: C-rates, times in words, the units of the field."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ionwright import units
from ionwright.cell._tokens import Token, Walk
from ionwright.errors import InputError, nearest

C_RATE = "C-rate"
SHARE = "1"
TIMES = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), "s"),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), "min"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "h"),
    **dict.fromkeys(("d", "day", "days"), "d"),
}
"""Time as people write it, in any case -> unit of the table."""
WRITTEN: dict[str, tuple[str, ...]] = {
    "A": ("A", "mA", "uA"),
    C_RATE: ("1C", "C/3"),
    "A/m2": ("mA/cm2", "uA/cm2", "A/m2"),
    "W": ("W", "mW", "kW"),
    "ohm": ("ohm", "mohm", "kohm"),
    "V": ("V", "mV"),
    "C": ("Ah", "mAh"),
    "C/m2": ("mAh/cm2", "Ah/m2"),
    "s": ("h", "min", "s", "hours", "minutes", "seconds"),
    "K": ("degC", "K"),
    "Pa": ("MPa", "kPa", "bar"),
    SHARE: ("% soc",),
}
"""SI unit of a quantity -> how it is written, for messages."""
WHAT = {
    "A": "a current",
    C_RATE: "a C-rate",
    "A/m2": "a current density",
    "W": "a power",
    "ohm": "a resistance",
    "V": "a voltage",
    "C": "a charge",
    "C/m2": "a charge per area",
    "s": "a time",
    "K": "a temperature",
    "Pa": "a pressure",
    SHARE: "a state of charge",
}
CLAUSES = ("for", "until", "or", "at", "under", "every", "over")
WORDS = {*CLAUSES, "to", "from", "times", "time", "period", "passed", "soc", "till"}
"""Keywords that may follow a number, so that they are no units."""
_NUMERIC = set("+-.,0123456789eE")
_SPELT = {"C": "C", "c": "C", "mC": "mC", "v": "V", "a": "A", "w": "W"}


@dataclass(frozen=True)
class Quantity:
    """A number with its unit as read from the text.

    Parameters
    ----------
    number : float
        As written; of a C-rate in C.
    unit : str
        As written, with the spelling mended; "" where there is none.
    start, end : int
        Place in the text: first character, and one past the last.
    """

    number: float
    unit: str
    start: int
    end: int

    @property
    def dimension(self) -> str:
        """SI unit of the same dimension; "C-rate"; "" without a unit; "?" for an unknown one."""
        if self.unit in {"C", "mC"}:
            return C_RATE
        if self.unit in TIMES.values() or not self.unit:
            return "s" if self.unit else ""
        return units.dimension(self.unit) if units.known(self.unit) else "?"

    @property
    def si(self) -> float:
        """The number in SI, of a C-rate in C."""
        if self.dimension == C_RATE:
            # divided as PyBaMM divides, so that both give the same float
            return self.number / 1000.0 if self.unit == "mC" else self.number
        return units.convert(self.number, self.unit or "1", self.dimension or "1")


def begins(token: Token) -> bool:
    """Return whether a word begins a quantity."""
    if token.kind != "word":
        return False
    bare = token.low.lstrip("+-").removeprefix(".")
    return bare[:1].isdigit() or token.low.lstrip("+-") == "c" or _reciprocal(token.low)


def value(
    walk: Walk,
    wanted: tuple[str, ...],
    what: str,
    do: str,
    hints: dict[str, str] | None = None,
) -> Quantity:
    """Read a quantity of one of the wanted dimensions.

    Parameters
    ----------
    walk : Walk
        Stands before the quantity.
    wanted : tuple of str
        SI units, "C-rate", and "" where the unit may be left out.
    what : str
        What is read, for messages.
    do : str
        What to write instead.
    hints : dict
        Dimension -> what to write where it is given instead.

    Raises
    ------
    InputError
        If there is none, or its number, unit or dimension is wrong.
    """
    token = walk.next
    if not begins(token):
        walk.wrong(f"{what} is needed here, number and unit", written(wanted), do)
    walk.at += 1
    place = (token.start, _end(walk, token))
    text = walk.text[place[0] : place[1]]
    found = walk.made({"": place}, lambda: _quantity(text, place))
    if found.dimension in wanted:
        return found
    if not found.dimension:
        rule = f"{what} needs its unit"
        unit = "C" if wanted[0] == "A" else f" {WRITTEN[wanted[0]][0]}"
        do = f'Write for example "{text}{unit}"'
    elif found.dimension == "?":
        rule = f"the unit of {what} must be known"
        near = nearest(found.unit, _names(wanted), "unit")
        do = near if near.startswith("Did") else do
    else:
        rule = f"{what} must be {_listed([WHAT[si] for si in wanted if si])}"
        do = (hints or {}).get(found.dimension, do)
    walk.fail(place, rule, seen=repr(text), allowed=written(wanted), do=do)


def _end(walk: Walk, token: Token) -> int:
    """Take the words of a unit that stands apart from its number; return the place past it."""
    last, after = token, walk.next
    apart = after.kind == "word" and after.low not in WORDS and after.text[0] not in _NUMERIC
    if set(token.text) <= _NUMERIC and apart:
        last = after
        walk.at += 1
    while walk.next.kind == "word" and (last.text.endswith("/") or walk.next.text[0] == "/"):
        last = walk.next
        walk.at += 1
    return last.end


def _quantity(text: str, place: tuple[int, int]) -> Quantity:
    """Return number and unit of a text such as "2.5 V", "C/3" or "1C"."""
    low = text.lower()
    if _reciprocal(low):
        return Quantity(_one_over(text), "C", *place)
    if low.lstrip("+-") == "c":
        raise InputError(
            "a C-rate needs its number", seen=repr(text), allowed="1C, 0.5C, C/3", do="Write 1C"
        )
    number, unit = units.split(text)
    unit = "" if unit == "1" else _SPELT.get(unit, unit.replace("Ohm", "ohm"))
    spelt = unit.lower() if len(unit) > 1 else unit  # h is an hour, H and D are nothing
    return Quantity(number, TIMES.get(spelt, unit), *place)


def written(wanted: tuple[str, ...]) -> str:
    """Return the units that are allowed, for a message."""
    return ", ".join(name for si in wanted if si for name in WRITTEN[si])


def _names(wanted: tuple[str, ...]) -> list[str]:
    """Return the names of the units that are allowed, to find the nearest."""
    return [name for si in wanted if si for name in (("C",) if si == C_RATE else WRITTEN[si])]


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _reciprocal(low: str) -> bool:
    return low.replace(" ", "").lstrip("+-").startswith("c/")


def _one_over(text: str) -> float:
    """Return the C-rate of C/3, in which the number stands below."""
    head, _, below = text.partition("/")
    number, rest = units.split(below) if below.strip() else (0.0, "")
    if rest != "1" or not number > 0.0 or len(head.strip()) > 2:
        raise InputError(
            "the number below a C-rate must be above 0",
            seen=repr(text),
            allowed="C/3, C/2.5",
            do="Write for example C/3",
        )
    value = 1.0 / number
    if not math.isfinite(value):
        raise InputError("a number must be finite", seen=repr(text), do="Write a larger number")
    return -value if head.startswith("-") else value
