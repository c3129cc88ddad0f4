"""Bad input, and what a user is told: at least thirty cases, shared by tests and `show`."""

from __future__ import annotations

from pathlib import Path

GOOD = "sulfide-nmc811-lithium"
PLANAR = "symmetric-lithium-lpscl"
SEPARATOR = "cell.separator.thickness"

# name -> (words of the command line after `ionwright`, or ("file", edit), part of the message)
COMMANDS: dict[str, tuple[list[str], str]] = {
    "no such design": (["cell", "spec", "sulfid-nmc811-lithium"], "Did you mean"),
    "no such file": (["cell", "spec", "missing.toml"], "does not exist"),
    "a folder": (["cell", "spec", "/"], "folder"),
    "no such command": (["cell", "spek", GOOD], "Did you mean 'spec'"),
    "no such option": (["cell", "spec", GOOD, "--jsn"], "--json"),
    "missing argument": (["cell", "spec"], "Missing argument"),
    "set without equals": (["cell", "spec", GOOD, "--set", SEPARATOR], "path=value"),
    "set twice": (
        ["cell", "spec", GOOD, "--set", f"{SEPARATOR}=1 um", "--set", f"{SEPARATOR}=2 um"],
        "once",
    ),
    "unknown path": (["cell", "spec", GOOD, "--set", "cell.seprator.thickness=30 um"], SEPARATOR),
    "unknown last name": (
        ["cell", "spec", GOOD, "--set", "cell.separator.thicknes=30 um"],
        "Did you mean 'thickness'",
    ),
    "path of another stage": (["cell", "spec", GOOD, "--set", "plant.yield=1"], "begins with cell"),
    "wrong dimension": (["cell", "spec", GOOD, "--set", f"{SEPARATOR}=30 mS"], "dimension m"),
    "no unit": (["cell", "spec", GOOD, "--set", f"{SEPARATOR}=30"], "without a unit"),
    "negative": (["cell", "spec", GOOD, "--set", f"{SEPARATOR}=-30 um"], "above 0 um"),
    "too large": (["cell", "spec", GOOD, "--set", f"{SEPARATOR}=30 km"], "at most"),
    "not a number": (["cell", "spec", GOOD, "--set", f"{SEPARATOR}=nan um"], "finite number"),
    "infinite": (["cell", "spec", GOOD, "--set", f"{SEPARATOR}=inf um"], "finite number"),
    "comma decimals": (["cell", "spec", GOOD, "--set", f"{SEPARATOR}=30,5 um"], "comma"),
    "thousands and comma": (["cell", "spec", GOOD, "--set", f"{SEPARATOR}=1.000,5 um"], "comma"),
    "unknown unit": (["cell", "spec", GOOD, "--set", f"{SEPARATOR}=30 umm"], "Did you mean 'um'"),
    "coulombs for a temperature": (
        ["cell", "spec", GOOD, "--set", "cell.operation.temperature=25 C"],
        "25 degC",
    ),
    "limits crossed": (
        ["cell", "spec", GOOD, "--set", "cell.operation.lower_voltage=4.5 V"],
        "below upper_voltage",
    ),
    "fractions do not add to 1": (
        ["cell", "spec", GOOD, "--set", "cell.positive.active.0.mass_fraction=90 wt%"],
        "add to 1",
    ),
    "volume for mass": (
        ["cell", "spec", GOOD, "--set", "cell.positive.active.0.mass_fraction=80 vol%"],
        "dimension kg/kg",
    ),
    "fraction above 1": (
        ["cell", "spec", GOOD, "--set", "cell.positive.active.0.mass_fraction=120 wt%"],
        "at most 100 wt%",
    ),
    "unknown item": (
        ["cell", "spec", GOOD, "--set", "cell.separator.electrolyte=Li6PS5Clo"],
        "Did you mean 'Li6PS5Cl'",
    ),
    "item of another class": (
        ["cell", "spec", GOOD, "--set", "cell.separator.electrolyte=NMC811"],
        "class electrolyte",
    ),
    "layers not whole": (["cell", "spec", GOOD, "--set", "cell.format.layers=2.5"], "integer"),
    "a word for a quantity": (
        ["cell", "spec", GOOD, "--set", f"{SEPARATOR}=thin"],
        "finite number",
    ),
    "hysteresis that grows": (
        ["cell", "spec", GOOD, "--set", "cell.positive.active.0.hysteresis_decay=-1"],
        "at least 0",
    ),
    "capacitance without its area": (
        ["cell", "spec", GOOD, "--set", "cell.negative.double_layer_capacitance=10 S/m"],
        "dimension F/m2",
    ),
    "separator that is a wire": (
        ["cell", "spec", GOOD, "--set", "cell.separator.electronic_conductivity=2 S/m"],
        "at most 1 S/m",
    ),
    "a limit below zero": (
        ["cell", "spec", GOOD, "--set", "cell.operation.lower_voltage=-1 V"],
        "above 0 V",
    ),
    "a mean voltage of nothing": (
        ["cell", "spec", PLANAR, "--set", "cell.rating.average_voltage=1 V"],
        "composite positive",
    ),
    "two lists at a time": (["cell", "list", "--published", "--planar"], "one list"),
    "no such substance": (["data", "show", "Li6PS5Clo"], "Did you mean"),
    "no such quantity": (
        ["data", "show", "Li6PS5Cl", "--quantity", "densty"],
        "Did you mean 'density'",
    ),
    "no such class": (["data", "list", "--class", "electrolite"], "Did you mean 'electrolyte'"),
    "run without a protocol": (["cell", "run", GOOD], "needs one protocol"),
    "run with two protocols": (
        ["cell", "run", GOOD, "Rest for 1 s", "--protocol", "Rest for 2 s"],
        "needs one protocol, but it is two",
    ),
    "run into an unknown suffix": (
        ["cell", "run", GOOD, "Rest for 1 s", "--out", "run.xlsx"],
        ".bdf.csv, .csv, .json, .parquet",
    ),
    "picture of an unknown suffix": (
        ["cell", "run", GOOD, "Rest for 1 s", "--plot", "run.doc"],
        "suffix of a figure",
    ),
    "temperature without a unit": (
        ["cell", "run", GOOD, "Rest for 1 s", "--temperature", "25"],
        "without a unit",
    ),
    "no rate": (["cell", "rate", GOOD, "--rate", "fast"], "C over a number"),
    "rate over nothing": (["cell", "rate", GOOD, "--rate", "C/0"], "C over a number"),
    "rate below zero": (["cell", "rate", GOOD, "--rate", "-1C"], "above 0"),
    "soc in per cent": (["cell", "pulse", GOOD, "--soc", "50"], "0 to 1"),
    "time without a unit": (["cell", "pulse", GOOD, "--after", "10"], "without a unit"),
    "no such chapter": (["tour", "--only", "ions"], "Did you mean 'ion'"),
}

# name -> (text to find in a good file, what stands there instead, part of the message)
EDITS: dict[str, tuple[str, str, str]] = {
    "not TOML": ("[cell.separator]", "[cell.separator", "valid TOML"),
    "no schema": ('schema = "ionwright/1"', "", "must name its schema"),
    "other schema": ("ionwright/1", "ionwright/9", "ionwright/1"),
    "unknown table": ("[cell.separator]", "[cel.separator]", "Did you mean 'cell'"),
    "unknown key": ('thickness        = "30 um"', 'thicknes = "30 um"', "Did you mean 'thickness'"),
    "missing key": ('thickness        = "30 um"', "", "Add thickness"),
    "bare number": ('thickness        = "30 um"', "thickness = 30", "without a unit"),
    "number as a flag": ('thickness        = "30 um"', "thickness = true", "text with its unit"),
    "range upside down": (
        'thickness        = "30 um"',
        'thickness = {value = "30 um", low = "40 um", high = "50 um"}',
        "low <= value <= high",
    ),
    "unknown kind": (
        'thickness        = "30 um"',
        'thickness = {value = "30 um", kind = "mesured"}',
        "Did you mean 'measured'",
    ),
    "unknown part of a quantity": (
        'thickness        = "30 um"',
        'thickness = {value = "30 um", sorce = "x"}',
        "Did you mean 'source'",
    ),
    "quantity without value": (
        'thickness        = "30 um"',
        'thickness = {low = "20 um"}',
        "needs a value",
    ),
    "unknown electrode": ('type      = "metal"', 'type      = "metall"', "composite"),
    "electrode without type": ('type      = "metal"', "", "composite"),
    "three ways to say the amount": (
        'porosity               = "12 vol%"',
        'porosity = "12 vol%"\nthickness = "80 um"',
        "exactly two",
    ),
    "one way to say the amount": ('porosity               = "12 vol%"', "", "exactly two"),
    "mass and volume": (
        'mass_fraction = "18 wt%"',
        'volume_fraction = "18 vol%"',
        "all by mass or all by volume",
    ),
    "no share": ('mass_fraction = "18 wt%"', "", "exactly one of"),
    "an area for a thickness": ('thickness = "5 um"', 'thickness = "5 cm2"', "dimension m"),
    "carbon counted twice": (
        'porosity               = "12 vol%"',
        'porosity = "12 vol%"\nelectronic_conductivity = "1 S/m"\ncarbon_conductivity = "1 S/m"',
        "of the carbon alone",
    ),
    "plating on a positive": (
        "[cell.positive.collector]",
        '[cell.positive.plating]\nexchange_current_density = "1 mA/cm2"\n[cell.positive.collector]',
        "plates on a negative",
    ),
    "half a heat balance": (
        "[cell.format]",
        '[cell.thermal]\nheat_capacity = "1000 J/(kg K)"\n[cell.format]',
        "Add heat_transfer",
    ),
    "unknown transport law": (
        'porosity               = "12 vol%"',
        'porosity = "12 vol%"\nionic_transport = "brugman"',
        "bruggeman",
    ),
}


def good_file() -> str:
    """Return the text of a short, sound design file."""
    from ionwright import cell

    return cell.dumps(cell.load("worked-case"))


def edited(name: str, folder: Path) -> list[str]:
    """Write a file with one fault and return the command line that reads it."""
    old, new, _ = EDITS[name]
    text = good_file()
    if old not in text:
        raise ValueError(f"{name}: {old!r} does not stand in the good file")
    path = folder / f"{name.replace(' ', '-')}.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return ["cell", "spec", str(path)]


def special(folder: Path) -> dict[str, tuple[list[str], str]]:
    """Return faults of a whole file: empty, binary, huge, existing target, no such folder."""
    (folder / "empty.toml").write_text("", encoding="utf-8")
    (folder / "binary.toml").write_bytes(b"\xff\xfe\x00\x01")
    (folder / "huge.toml").write_text("# " + "x" * 2_000_000, encoding="utf-8")
    (folder / "mine.toml").write_text("keep me", encoding="utf-8")
    return {
        "empty file": (["cell", "spec", str(folder / "empty.toml")], "must name its schema"),
        "binary file": (["cell", "spec", str(folder / "binary.toml")], "UTF-8"),
        "huge file": (["cell", "spec", str(folder / "huge.toml")], "larger than 1 MB"),
        "file would be overwritten": (
            ["cell", "new", str(folder / "mine.toml")],
            "not overwritten",
        ),
        "no such folder": (["cell", "new", str(folder / "no" / "mine.toml")], "folder"),
    }


def cases(folder: Path) -> dict[str, tuple[list[str], str]]:
    """Return every case: name -> (command line, part of the message)."""
    files = {name: (edited(name, folder), said) for name, (_, _, said) in EDITS.items()}
    return {**COMMANDS, **files, **special(folder)}
