"""Wrong protocols, and what a user is told: shared by tests and `show`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

# name -> (text, part of the message)
PROTOCOLS: dict[str, tuple[str, str]] = {
    "no text": ("", "a step is needed here"),
    "misspelt action": ("Dischrge at 1C until 2.5 V", "Did you mean 'Discharge'"),
    "unknown action": ("Pause for 1 h", "allowed: Discharge, Charge, Hold, Rest"),
    "unknown rate": (
        "Discharge at 1D until 2.5 V",
        "    Discharge at 1D until 2.5 V\n                 ^^\n",
    ),
    "misspelt unit": ("Charge at 20 mAcm2 until 4.2 V", "Did you mean 'mA/cm2'"),
    "unit in capitals": ("Charge at 20 MA until 4.2 V", "Did you mean 'mA'"),
    "C without number": ("Discharge at C until 2.5 V", "Write 1C"),
    "C over zero": ("Discharge at C/0 until 2.5 V", "must be above 0"),
    "no rate": ("Discharge until 4.5 V", "needs the word at and its rate"),
    "no at": ("Discharge 1C until 2.5 V", "needs the word at"),
    "at without rate": ("Discharge at for 1 h", "the rate of a discharge is needed here"),
    "sign and direction": ("Charge at -1C until 4.2 V", 'Write "Charge at 1C" or "Discharge'),
    "charge at a voltage": ("Charge at 4.2 V until C/50", 'Write "Hold at ..."'),
    "charge instead of current": ("Discharge at 1 mAh/cm2 until 2 V", "must be a current"),
    "hold of a rate": ("Hold at 1C for 1 h", "what is held must be a voltage"),
    "rest with a rate": ("Rest at 1C for 1 h", "A rest has no rate"),
    "two rates": ("Discharge at 1C at 5 A until 2.5 V", "One rate is enough"),
    "hold without end": ("Hold at 4.2 V", 'for example "until C/50" or "for 1 hour"'),
    "rest without end": ("Rest", "something must end a step"),
    "second step without end": (
        "Discharge at 1C until 2.5 V; Charge at 1C; Rest for 1 h",
        "step 2:\n    Charge at 1C\n                ^\n",
    ),
    "negative time": ("Rest for -5 minutes", "above 0, but it is '-5 minutes'"),
    "time without unit": ("Rest for 5", 'Write for example "5 h"'),
    "unknown time": ("Rest for 5 hurs", "Did you mean 'hours'"),
    "two times": ("Discharge at 1C for 1 h or until 2 h", "one duration"),
    "limit without unit": ("Discharge at 1C until 2.5", 'Write "2.5 V" for a voltage'),
    "limit with an unknown unit": ("Discharge at 1C until 2.5 Vs", "Did you mean 'V'"),
    "limit missing": ("Discharge at 1C until 2.5 V or", "a limit is needed here"),
    "to for until": ("Discharge at 1C to 2.5 V", "Did you mean 'until'"),
    "until twice": ("Charge at 1C until 4.2 V until 1 Ah", 'Join its limits: "until 4.2 V or'),
    "or before a limit alone": ("Rest for 1 h or 2.5 V", 'Write "or until"'),
    "limit on what is set": ("Discharge at 1C until C/50", "the step itself sets the current"),
    "voltage limit of a hold": ("Hold at 4 V until 4.1 V", "the step itself sets the voltage"),
    "limit without side": ("Rest until 3.5 V", 'Write "until below 3.5 V" or "until above'),
    "limits that exclude all": ("Charge at 1C until < 4 V or > 3 V", "at every voltage"),
    "signed current limit": ("Hold at 4.2 V until -50 mA", "Write it without its sign"),
    "state of charge at rest": ("Rest until 50% soc", "does not change at rest"),
    "state of charge above 1": ("Charge at 1C until 150% soc", "from 0 to 100 %"),
    "share of what": ("Charge at 1C until 80%", 'Write "80% soc"'),
    "decimal comma": ("Discharge at 2,5 mA until 2.5 V", "Replace the comma"),
    "not finite": ("Discharge at 1e999 A until 2.5 V", "must be finite"),
    "not a number": ("Discharge at nan A until 2.5 V", "number and unit"),
    "coulombs for a temperature": ("Rest for 1 h at 25 C", 'written "at 25 degC"'),
    "too hot": ("Rest for 1 h at 2500 degC", "below 326.9 degC"),
    "negative pressure": ("Rest for 1 h under -1 MPa", "at least 0 MPa"),
    "pressure first": ("Discharge at 5 MPa until 2.5 V", "Give the rate first"),
    "bracket without period": ("Rest for 1 h (5 minutes)", "the word period is needed"),
    "two steps in one": (
        "Rest for 1 h Charge at 1C for 1 h",
        "Put a semicolon or a new line before the next step",
    ),
    "repeat without times": ("Repeat 3: Rest for 1 h", 'the word "times" is needed'),
    "repeat zero times": ("Repeat 0 times: Rest for 1 h", "1 to 1,000,000"),
    "repeat half": ("Repeat 2.5 times: Rest for 1 h", "whole number of times"),
    "repeat of nothing": ("3 times:", "a step is needed here"),
    "too many steps": ("999999 times: [999999 times: Rest for 1 h]", "10,000,000 steps"),
    "bracket left open": ("3 times: [Rest for 1 h", "Add ]"),
    "bracket never opened": ("Rest for 1 h]", "must have been opened"),
    "brackets too deep": ("[" * 30 + "Rest for 1 h" + "]" * 30, "deeper than 20"),
    "ramp between kinds": ("Ramp from 1C to 2 V over 1 h", "must be of one kind"),
    "ramp without time": ("Ramp from 1C to 2C", 'for example "over 10 min"'),
    "ramp of another kind": ("Ramp voltage from 1C to 2C over 1 h", "must be a voltage"),
    "ramp without units": ("Ramp from 1 to 2 over 1 h", "needs its unit"),
    "ramp through a short": ("Ramp from 1 ohm to 0 ohm over 1 h", "must not become 0"),
    "drive cycle by name": ("Run US06 (A)", "a CSV file or points in time"),
    "no such file": ("Run missing.csv", "missing.csv: the input file does not exist"),
    "quote left open": ('Run "my drive.csv', "must be closed on its line"),
    "one point": ("Run 1 A at 0 s", "at least 2 points"),
    "points out of order": ("Run 1 A at 0 s, 2 A at 0 s", "must increase"),
    "points of two kinds": ("Run 1 A at 0 s, 2 V at 1 s", "must be a current"),
    "longer than its points": ("Run 1 A at 0 s, 2 A at 1 s for 1 h", "up to 1 s"),
}

# name -> (text of the file, part of the message)
FILES: dict[str, tuple[str, str]] = {
    "empty": ("", "must have a header"),
    "no header": ("0,1\n1,2\n", "unit in brackets"),
    "one column": ("time [s]\n0\n1\n", "two columns"),
    "columns exchanged": ("current [A],time [s]\n1,0\n", "first column of a profile must be time"),
    "unknown quantity": ("time [s],curent [A]\n0,1\n", "Did you mean 'current'"),
    "unknown unit": ("time [s],current [V]\n0,1\n", "dimension A"),
    "no unit of time": ("time [],current [A]\n0,1\n", "dimension s"),
    "no rows": ("time [s],current [A]\n", "at least 2 points"),
    "word in a row": ("time [s],current [A]\n0,1\n1,two\n", "line 3"),
    "decimal commas": ("time [s],current [A]\n0,1,5\n", "decimals with a point"),
    "not finite": ("time [s],current [A]\n0,1\n\n1,nan\n", "line 4"),
    "begins late": ("time [s],current [A]\n5,1\n6,1\n", "Subtract the first time"),
    "time goes back": ("time [s],current [A]\n0,1\n2,1\n1,1\n", "line 4"),
    "time stands still": ("time [s],current [A]\n0,1\n0,1\n", "must increase"),
}

LITHIUM, FREE = "sulfide-nmc811-lithium", "sulfide-nmc811-anode-free"
SYMMETRIC, COPPER = "symmetric-lithium-lpscl", "lithium-copper-lpscl"
# name -> (design, state of charge, protocol, part of the message)
STARTS: dict[str, tuple[str, float, str, str]] = {
    "current far too large": (LITHIUM, 1.0, "Discharge at 1000C until 2.5 V", "largest current"),
    "current too large to charge": (LITHIUM, 0.0, "Charge at 50C until 4.3 V", "limit 4.3 V"),
    "voltage far out of reach": (LITHIUM, 0.5, "Hold at 100 V for 1 h", "empty"),
    "power too large": (LITHIUM, 1.0, "Discharge at 100 kW until 2.5 V", "largest that works"),
    "power too large to charge": (LITHIUM, 0.0, "Charge at 100 kW until 4.3 V", "4.3 V"),
    "resistance of a short": (LITHIUM, 1.0, "Discharge at 0.001 mohm until 1 V", "V"),
    "limit already passed": (LITHIUM, 0.5, "Discharge at C/3 until 4.2 V", "passed before it"),
    "limit of charge passed": (LITHIUM, 0.5, "Charge at C/3 until 3 V", "passed before it"),
    "second limit passed": (
        LITHIUM, 1.0, "Discharge at C/3 until 3.5 V; Discharge at C/3 until 3.8 V", "step 2",
    ),
    "state of charge passed": (LITHIUM, 0.5, "Discharge at C/3 until 80 % soc", "80 % soc"),
    "charge of a full cell": (LITHIUM, 1.0, "Charge at 1C until 4.3 V", "4.3 V"),
    "discharge of an empty cell": (LITHIUM, 0.0, "Discharge at 5C until 3.2 V", "3.2 V"),
    "charge beyond full": (LITHIUM, 1.0, "Charge at C/3 for 10 h", "until 4.3 V"),
    "discharge beyond empty": (LITHIUM, 1.0, "Discharge at C/3 for 10 h", "until 2.5 V"),
    "soc above 1": (LITHIUM, 1.2, "Rest for 1 h", "between 0 and 1"),
    "soc below 0": (LITHIUM, -0.1, "Rest for 1 h", "between 0 and 1"),
    "soc in percent": (LITHIUM, 80.0, "Rest for 1 h", "between 0 and 1"),
    "C-rate of a planar cell": (SYMMETRIC, 1.0, "Discharge at 1C for 1 h", "no capacity"),
    "state of charge of a planar cell": (
        SYMMETRIC, 1.0, "Discharge at 1 mA/cm2 until 50 % soc", "no capacity",
    ),
    "lithium used up": (SYMMETRIC, 1.0, "Discharge at 1 mA/cm2 for 100 h", "lithium of the"),
    "stripping a bare collector": (COPPER, 1.0, "Charge at 1 mA/cm2 for 1 h", "bare collector"),
    "empty anode-free cell": (FREE, 0.0, "Discharge at 5C until 3 V", "limit 3 V"),
    "empty anode-free cell, no limit": (FREE, 0.0, "Discharge at C/3 for 1 h", "full"),
    "pressure within a run": (LITHIUM, 1.0, "Rest for 1 h under 5 MPa", "stack pressure"),
    "charge of a ramp": (
        LITHIUM, 1.0, "Ramp from -1C to 1C over 1 h or until < 50 % soc", "one direction",
    ),
    "limit turned round": (LITHIUM, 0.5, "Discharge at 1C until > 80 % soc", "lower state"),
    "hotter than its laws": (
        "polymer-lfp-lithium", 1.0, "Discharge at C/3 until 2.5 V at 20 degC", "only where",
    ),
}  # fmt: skip


def cases(folder: Path) -> dict[str, tuple[str, str]]:
    """Return every case: name -> (text, part of the message); writes the wrong files."""
    out = dict(PROTOCOLS)
    for name, (text, said) in FILES.items():
        path = folder / f"{name.replace(' ', '-')}.csv"
        path.write_text(text, encoding="utf-8")
        out[f"file: {name}"] = (f'Run "{path}"', said)
    return out


def told(text: str) -> str:
    """Return what a user is told about a protocol, "" where it is taken."""
    from ionwright.cell import protocol
    from ionwright.errors import InputError

    try:
        protocol.parse(text)
    except InputError as fault:
        return str(fault)
    return ""


def begun(name: str) -> str:
    """Return what a user is told about an impossible start, "" where the run is done."""
    from ionwright import cell
    from ionwright.errors import InputError

    design, soc, text, _ = STARTS[name]
    try:
        result = cell.solve(cell.load(design), text, soc=soc)
    except InputError as fault:
        return str(fault)
    return "" if result.stop is None else result.status


def main(said: Callable[[str, str, str, bool], None] | None = None) -> None:
    """Print every wrong protocol and every impossible start with its message."""
    import tempfile

    good = 0
    with tempfile.TemporaryDirectory() as folder:
        texts = cases(Path(folder))
        for name, (text, part) in texts.items():
            message = told(text)
            good += part in message
            print(f"\n{name}\n{message}")
    if said is not None:
        count = f"{good} of {len(texts)}"
        said("wrong protocols told", count, "all, at least 30", good == len(texts) >= 30)
    good = 0
    for name, (design, soc, text, part) in STARTS.items():
        message = begun(name)
        good += part in message
        print(f"\n{name}: {design}, soc {soc:g}: {text}\n      {message}")
        if part not in message:
            print(f"      MISS: {part!r} is not said")
    if said is not None:
        count = f"{good} of {len(STARTS)}"
        said("impossible starts told", count, "all, at least 15", good == len(STARTS) >= 15)


if __name__ == "__main__":
    main()
