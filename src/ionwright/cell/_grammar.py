"""Text of a protocol -> steps and cycles, by recursive descent; a fault is shown at its word.

PyBaMM's step strings are read with the same meaning. The grammar stands in `read`.
"""

from __future__ import annotations

from typing import Any, NoReturn

from ionwright.cell import _limit
from ionwright.cell._action import ACTIONS, FLOWS, action
from ionwright.cell._control import (
    Control,
    CRate,
    Current,
    CurrentDensity,
    Rest,
    Voltage,
    direction,
    kind_of,
)
from ionwright.cell._limit import Limit
from ionwright.cell._quantity import C_RATE, CLAUSES, SHARE, Quantity, begins, value, written
from ionwright.cell._step import Cycle, Step, check_times
from ionwright.cell._tokens import Walk
from ionwright.errors import nearest

LIMITS = ("V", "A", C_RATE, "A/m2", "C/m2", "C", "s", SHARE)
DEEPEST = 20
"""Deepest nesting of cycles."""
_MEANT = {"to": "until", "till": "until", "during": "for", "@": "at", "and": "or", "with": "at"}
_SIDES = {"<": -1, "below": -1, ">": 1, "above": 1}
_CHARGES = {"C": _limit.ChargeLimit, "C/m2": _limit.ArealChargeLimit}
_CURRENTS = {"A": Current, C_RATE: CRate, "A/m2": CurrentDensity}
_UNITS = written(LIMITS)
_LIKE = 'for example "Repeat 3 times: Discharge at 1C until 2.5 V; Charge at 1C until 4.2 V"'
Parts = tuple[Step | Cycle, ...]


def read(text: str, first: int = 1, files: bool = True) -> tuple[Parts, int]:
    """Read the steps and cycles of a text.

    Parameters
    ----------
    text : str
        In this grammar, where keywords may be in any case and units may not::

            protocol = item {(";" | NEWLINE) item}
            item     = ["Repeat"] INTEGER ("times" | "x") ":" (cycle | item {";" item})
                     | cycle | step
            cycle    = "[" protocol "]" | "(" protocol ")"
            step     = action {clause}
            action   = "Rest" | ("Discharge" | "Charge") "at" flow | "Hold" "at" voltage
                     | "Ramp" [kind] "from" value "to" value
                     | "Run" (FILE.csv | value "at" time {"," value "at" time})
            clause   = ["or"] (("for" | "over") time | "until" limit {"or" limit})
                     | "at" (temperature | pressure) | "under" pressure
                     | "every" time | "(" time "period" ")"
            limit    = ["until"] ["<" | ">" | "below" | "above"] (voltage | current | share "soc")
                     | ["until"] charge ["passed"] | ["until" | "for"] time
            flow     = current | power | resistance
            current  = NUMBER "C" | "C/" NUMBER | NUMBER ("A" | "mA/cm2" | ...)

        The body of a repeat without brackets ends with its line.
    first : int
        Number of its first step, for messages.
    files : bool
        False refuses to read a file, for text from another machine.

    Returns
    -------
    parts : tuple of Step or Cycle
    steps : int
        How many steps were written.

    Raises
    ------
    InputError
        Whose place shows the step with carets under the wrong word.
    """
    walk = Walk(text, first, files)
    parts = _items(walk, one_line=False)
    if walk.next.kind != "end":
        walk.number -= 1
        walk.wrong("a bracket that closes must have been opened", do="Remove it, or open it before")
    return parts, walk.number - first


def _items(walk: Walk, one_line: bool) -> Parts:
    """Read items up to a closing bracket, to the end of a line, or to the end."""
    walk.depth += 1
    if walk.depth > DEEPEST:
        walk.wrong(f"cycles must not be nested deeper than {DEEPEST}", do="Write them out")
    parts: list[Step | Cycle] = []
    while True:
        while walk.next.kind == "separator" and not (one_line and walk.next.text != ";"):
            walk.at += 1
        if walk.next.kind in {"end", "separator"} or _closes(walk):
            break
        parts.append(_item(walk))
        if walk.next.kind not in {"end", "separator"} and not _closes(walk):
            _junk(walk)
    if not parts:
        walk.wrong(
            "a step is needed here",
            allowed=", ".join(ACTIONS),
            do='Write for example "Discharge at 1C until 2.5 V"',
        )
    walk.depth -= 1
    return tuple(parts)


def _item(walk: Walk) -> Step | Cycle:
    """Read a repeat, a cycle or a step."""
    opening = walk.next
    if _opens(walk):
        parts = _bracket(walk)
        return walk.made({"": (opening.start, opening.end)}, lambda: Cycle(parts))
    if opening.low == "repeat" or begins(opening):
        return _repeat(walk)
    return _step(walk)


def _bracket(walk: Walk) -> Parts:
    """Read a cycle in brackets."""
    closing = "]" if walk.take("[") else ")"
    walk.take("(")
    parts = _items(walk, one_line=False)
    if not walk.take(closing):
        walk.number -= 1
        walk.wrong("a bracket must be closed with its pair", closing, f"Add {closing}")
    return parts


def _repeat(walk: Walk) -> Cycle:
    """Read a number of times and what is repeated."""
    walk.take("repeat")
    begun = walk.next
    digits = begun.low.removesuffix("x")
    if not (begun.kind == "word" and digits.isascii() and digits.isdigit()):
        walk.wrong("a repeat needs a whole number of times", "1, 2, 3, ...", f"Write {_LIKE}")
    walk.at += 1
    if digits == begun.low and not walk.take("times", "time", "x"):
        walk.wrong('the word "times" is needed after this number', "times, x", f"Write {_LIKE}")
    if not walk.take(":"):
        walk.wrong("a colon is needed before what is repeated", ":", f"Write {_LIKE}")
    times = int(digits[:12])  # beyond the limit in any case; int() refuses thousands of digits
    place = {"": (begun.start, begun.end)}
    walk.made(place, lambda: check_times(times))
    parts = _bracket(walk) if _opens(walk) else _items(walk, one_line=True)
    return walk.made(place, lambda: Cycle(parts, times))


def _opens(walk: Walk) -> bool:
    return walk.next.kind == "symbol" and walk.next.text in "[("


def _closes(walk: Walk) -> bool:
    return walk.next.kind == "symbol" and walk.next.text in "])"


def _junk(walk: Walk) -> NoReturn:
    """Say that a word cannot stand where the next one does."""
    word = walk.next
    meant = _MEANT.get(word.low)
    near = nearest(word.low, list(CLAUSES), "word")
    if meant:
        near = f"Did you mean {meant!r}?"
    elif word.low in {name.lower() for name in ACTIONS}:
        near = "Put a semicolon or a new line before the next step"
    elif not near.startswith("Did"):
        near = "Remove it, or put a semicolon or a new line before the next step"
    allowed = ", ".join([*CLAUSES, "(1 min period)", ";"])
    walk.wrong("a step must go on with a known word, or end", allowed, near)


def _step(walk: Walk) -> Step:
    """Read one action and its clauses."""
    begun = walk.next.start
    control = action(walk)
    places = {"control": (begun, walk.done), "": (begun, walk.done)}
    known: dict[str, Any] = {}
    while _clause(walk, control, known, places):
        pass
    if walk.next.kind not in {"end", "separator"} and not _closes(walk):
        _junk(walk)
    places["end"] = (walk.done, walk.done + 1)
    limits = tuple(known.pop("limits", ()))
    step = walk.made(places, lambda: Step(control, limits=limits, **known))
    walk.number += 1
    return step


def _clause(walk: Walk, control: Control, known: dict[str, Any], places: dict[str, Any]) -> bool:
    """Read one clause into `known` and its place into `places`; False where none follows."""
    word = walk.next
    if walk.take("or") and walk.next.low not in {"for", "until", "over"}:
        walk.wrong("the words for or until are needed after or", "for, until", 'Write "or until"')
    if walk.take("for", "over"):
        _once(walk, known, places, "duration", _time(walk, "a duration", "for 1 hour"))
    elif (until := walk.take("until")) is not None:
        if "limits" in known:
            walk.fail(
                (until.start, until.end),
                "a step must have the word until once",
                do='Join its limits: "until 4.2 V or C/50"',
            )
        known["limits"] = []
        _limits(walk, control, known, places)
    elif walk.take("at", "under"):
        name, found = _surroundings(walk, control, word.low)
        _once(walk, known, places, name, found)
    elif walk.take("every"):
        _once(walk, known, places, "period", _time(walk, "a period", "every 10 s"))
    elif walk.take("("):
        found = _time(walk, "a period", "(1 minute period)")
        if not walk.take("period"):
            walk.wrong("the word period is needed here", "period", 'Write "(1 minute period)"')
        if not walk.take(")"):
            walk.wrong("a bracket must be closed with its pair", ")", "Add )")
        _once(walk, known, places, "period", found)
    else:
        return False
    return True


def _time(walk: Walk, what: str, like: str) -> Quantity:
    return value(walk, ("s",), what, f'Write for example "{like}"')


def _once(
    walk: Walk, known: dict[str, Any], places: dict[str, Any], name: str, found: Quantity
) -> None:
    """Hold a quantity of the step [SI] and its place."""
    place = (found.start, found.end)
    if name in known:
        walk.fail(place, f"a step must have one {name}", do="Leave out one of them")
    known[name], places[name] = found.si, place


def _surroundings(walk: Walk, control: Control, word: str) -> tuple[str, Quantity]:
    """Read the temperature or the stack pressure of a step."""
    wanted = ("K", "Pa") if word == "at" else ("Pa",)
    what = "what follows this at" if word == "at" else "what follows under"
    do = 'Write for example "at 45 degC" or "under 5 MPa"'
    rate = 'One rate is enough; a temperature is written "at 25 degC"'
    if isinstance(control, Rest):
        rate = 'A rest has no rate, leave it out; a temperature is written "at 25 degC"'
    found = value(walk, wanted, what, do, dict.fromkeys((*FLOWS, "V"), rate))
    return ("temperature" if found.dimension == "K" else "pressure"), found


def _limits(walk: Walk, control: Control, known: dict[str, Any], places: dict[str, Any]) -> None:
    """Read what ends a step, joined by or."""
    while True:
        side = 0
        begun = walk.next
        if (word := walk.take(*_SIDES)) is not None:
            side = _SIDES[word.low]
        found = value(walk, (*LIMITS, ""), "a limit", 'Write for example "until 2.5 V"')
        if found.dimension == "s":
            if side:
                walk.fail(
                    (begun.start, begun.end), "a time must have neither < nor >", do="Remove it"
                )
            _once(walk, known, places, "duration", found)
        else:
            places[f"limits.{len(known['limits'])}"] = (begun.start, found.end)
            known["limits"].append(_one_limit(walk, control, found, side))
        if not walk.take("or"):
            return
        walk.take("until", "for")


def _one_limit(walk: Walk, control: Control, found: Quantity, side: int) -> Limit:
    """Return the limit that a quantity stands for."""
    place = {"": (found.start, found.end)}
    text = walk.text[found.start : found.end]
    if found.dimension in _CHARGES:
        walk.take("passed")
        if side:
            walk.fail(place[""], "a charge must have neither < nor >", do="Remove it")
        return walk.made(place, lambda: _CHARGES[found.dimension](found.si))
    if found.dimension in _CURRENTS:
        kind = _limit.CurrentAbove if side > 0 else _limit.CurrentBelow
        return walk.made(place, lambda: kind(_CURRENTS[found.dimension](found.si)))
    volt = found.dimension == "V"
    if not volt and not walk.take("soc"):
        do = f'Write "{text} soc" for a state of charge'
        do = do if found.unit else f'Write "{text} V" for a voltage'
        walk.fail(place[""], "a limit needs its unit", seen=repr(text), allowed=_UNITS, do=do)
    side = side or -direction(control)
    # where the limit cannot change at all, the step itself says so
    if not side and kind_of(control) is not (Voltage if volt else Rest):
        walk.fail(
            place[""],
            "a limit needs the word below or above where the step does not say charge or discharge",
            seen=repr(text),
            do=f'Write "until below {text}" or "until above {text}"',
        )
    below, above = _limit.VoltageBelow, _limit.VoltageAbove
    if not volt:
        below, above = _limit.SocBelow, _limit.SocAbove
    return walk.made(place, lambda: (above if side > 0 else below)(found.si))
