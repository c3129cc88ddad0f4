"""What a step does, from its text: the words up to the first "for", "until" or the like."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ionwright.cell._control import AMOUNTS, Amount, Control, Profile, Ramp, Rest
from ionwright.cell._profile import read_profile
from ionwright.cell._quantity import C_RATE, Quantity, begins, value
from ionwright.cell._tokens import Token, Walk
from ionwright.errors import InputError, nearest

ACTIONS = ("Discharge", "Charge", "Hold", "Rest", "Ramp", "Run", "Repeat")
FLOWS = ("A", C_RATE, "A/m2", "W", "ohm")
LOADS = ("A", C_RATE, "A/m2", "W", "V")
_KINDS = {
    "current": ("A", C_RATE, "A/m2"),
    "c-rate": (C_RATE,),
    "density": ("A/m2",),
    "power": ("W",),
    "resistance": ("ohm",),
    "voltage": ("V",),
}
_RAMP = 'Write for example "Ramp from 0.1 to 5 mA/cm2 over 10 h"'
_RUN = 'Write for example "Run drive.csv", or "Run 1 A at 0 s, 2 A at 10 s"'


def action(walk: Walk) -> Control:
    """Read what a step does: the first rule of a step in `_grammar.read`."""
    word = walk.next
    if walk.take("rest"):
        return Rest()
    if walk.take("ramp"):
        return _ramp(walk)
    if walk.take("run"):
        return _profile(walk)
    if walk.take("hold"):
        return _hold(walk)
    if walk.take("discharge", "charge"):
        return _flow(walk, word)
    near = nearest(word.text, list(ACTIONS), "word")
    known = near.startswith("Did") and word.kind == "word"
    walk.wrong(
        "a step must begin with a word for what it does",
        allowed=", ".join(ACTIONS),
        do=near if known else 'Write for example "Discharge at 1C until 2.5 V"',
    )


def _flow(walk: Walk, word: Token) -> Amount:
    """Read "at" and the rate of a charge or discharge."""
    name = word.low.capitalize()
    do = f'Write for example "{name} at 1C until {"2.5" if name == "Discharge" else "4.2"} V"'
    if not walk.take("at"):
        walk.wrong(f"a {word.low} needs the word at and its rate", "at", do)
    hints = {
        "V": 'Write "Hold at ..." for a constant voltage, or give a rate and "until ..."',
        "K": f'Give the rate first: "{name} at 1C at 45 degC until ..."',
        "Pa": f'Give the rate first: "{name} at 1C under 5 MPa until ..."',
    }
    found = value(walk, FLOWS, f"the rate of a {word.low}", do, hints)
    text = walk.text[found.start : found.end]
    if text.startswith("-"):
        other = "Discharge" if name == "Charge" else "Charge"
        walk.fail(
            (found.start, found.end),
            f"the word {name} already gives the direction, so its rate must have no sign",
            seen=repr(text),
            do=f'Write "{name} at {text[1:]}" or "{other} at {text[1:]}"',
        )
    return _amount(walk, found, -1.0 if name == "Charge" else 1.0)


def _hold(walk: Walk) -> Amount:
    """Read "at" and the voltage that is held."""
    do = 'Write for example "Hold at 4.2 V until C/50"'
    if not walk.take("at"):
        walk.wrong("a hold needs the word at and its voltage", "at", do)
    rate = 'Only a voltage is held; write "Discharge at ..." or "Charge at ..." for a rate'
    return _amount(walk, value(walk, ("V",), "what is held", do, dict.fromkeys(FLOWS, rate)))


def _ramp(walk: Walk) -> Ramp:
    """Read the ends of a ramp: "current from 0.1 to 5 mA/cm2"."""
    wanted = (*FLOWS, "V")
    while (word := walk.take(*_KINDS)) is not None:
        wanted = _KINDS[word.low]
    if not walk.take("from"):
        walk.wrong("a ramp needs the word from and where it begins", "from", _RAMP)
    start = value(walk, (*wanted, ""), "the start of a ramp", _RAMP)
    if not walk.take("to"):
        walk.wrong("a ramp needs the word to and where it ends", "to", _RAMP)
    end = value(walk, (*wanted, "") if start.unit else wanted, "the end of a ramp", _RAMP)
    # one unit serves both ends: "from 0.1 to 5 mA/cm2"
    start = Quantity(start.number, start.unit or end.unit, start.start, start.end)
    end = Quantity(end.number, end.unit or start.unit, end.start, end.end)
    ends = _amount(walk, start), _amount(walk, end)
    return walk.made({"": (start.start, end.end)}, lambda: Ramp(*ends))


def _profile(walk: Walk) -> Profile:
    """Read a file's name, or points: "1 A at 0 s, 2 A at 10 s"."""
    token = walk.next
    named = token.kind == "string" or (token.kind == "word" and token.low.endswith(".csv"))
    if not named:
        if not begins(token):
            walk.wrong("a CSV file or points in time are needed here", "", _RUN)
        return _points(walk)
    place = (token.start, token.end)
    walk.at += 1
    if not walk.files:
        walk.fail(
            place,
            "a protocol from another machine must not name a file",
            seen=repr(token.text),
            do='Write its points: "Run 1 A at 0 s, 2 A at 10 s"',
        )
    try:
        return read_profile(Path(token.text))
    except InputError as fault:
        parts = {"seen": fault.seen, "allowed": fault.allowed, "do": fault.do}
        walk.fail(place, f"{fault.where}: {fault.rule}", **parts)


def _points(walk: Walk) -> Profile:
    """Read points with commas between them."""
    begun = walk.next.start
    wanted: tuple[str, ...] = LOADS
    times: list[float] = []
    amounts: list[Amount] = []
    while not times or walk.take(","):
        found = value(walk, wanted, "the value of a point", _RUN)
        wanted = (found.dimension,)  # the first point says the kind of all
        if not walk.take("at"):
            walk.wrong("a point needs the word at and its time", "at", _RUN)
        time = value(walk, ("s",), "the time of a point", _RUN)
        times.append(time.si)
        amounts.append(_amount(walk, found))
    values = np.array([amount.value for amount in amounts])
    place = (begun, walk.done)
    return walk.made({"": place}, lambda: Profile(type(amounts[0]), np.array(times), values))


def _amount(walk: Walk, found: Quantity, sign: float = 1.0) -> Amount:
    """Return a quantity as an object of its class."""
    place = (found.start, found.end)
    return walk.made({"": place}, lambda: AMOUNTS[found.dimension](sign * found.si))
