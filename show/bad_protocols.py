"""Wrong protocols, and what a user is told: shared by tests and `show`."""

from __future__ import annotations

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


def main() -> None:
    """Print every wrong protocol with its message."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        for name, (text, _) in cases(Path(folder)).items():
            print(f"\n{name}\n{told(text)}")


if __name__ == "__main__":
    main()
