"""Bad input of a plant, and what a user is told: shared by tests and `show`."""

from __future__ import annotations

from collections.abc import Callable

from ionwright import cell
from ionwright.data import regions
from ionwright.errors import InputError
from ionwright.plant import files

# name -> (route, text to find in its file, what stands there instead, part of the message)
EDITS: dict[str, tuple[str, str, str, str]] = {
    "yield above 1": (
        "liquid",
        'row = "E11"',
        'row = "E11"\nyields = {kind = "cell", passes = "102 %"}',
        "at most 100 %",
    ),
    "range of a yield above 1": (
        "liquid",
        'row = "E11"',
        'row = "E11"\nyields = {kind = "cell", passes = {value = "98 %", high = "102 %"}}',
        "at most 100 %",
    ),
    "yield of nothing": (
        "liquid",
        'row = "E11"',
        'row = "E11"\nyields = {kind = "cell"}',
        "written as passes",
    ),
    "a step whose inputs nobody makes": (
        "sulfide-dry",
        'takes = ["laminate"]',
        'takes = ["laminat"]',
        "no step before it makes",
    ),
    "a product that nobody takes": (
        "liquid",
        '"dry electrodes", "separator/scaffold"',
        '"separator/scaffold"',
        "taken by nobody",
    ),
    "one thing taken twice": (
        "liquid",
        'takes = ["negative slurry", "negative/foil"]',
        'takes = ["positive slurry", "negative/foil"]',
        "both take one thing",
    ),
    "no such step": ("liquid", 'row = "E20"', 'row = "E21"', "Did you mean"),
    "a step twice": ("liquid", 'row = "E20"', 'row = "E19"', "stands once"),
    "no such key": ("liquid", "makes =", "make =", "Did you mean 'makes'"),
    "a price without a year": (
        "polymer",
        'row = "C-6"',
        'row = "press"\nown = {name = "press", driver = "cells", capital = "5 MUSD/(GWh/yr)"}',
        "money of a year",
    ),
    "a price of a year without an index": (
        "polymer",
        'row = "C-6"',
        'row = "press"\nown = {name = "press", driver = "cells", price_year = 1990, '
        'capital = "5 MUSD/(GWh/yr)"}',
        "index",
    ),
    "a price in another unit": (
        "polymer",
        'row = "C-6"',
        'row = "press"\nown = {name = "press", driver = "cells", price_year = 2024, '
        'capital = "5 MEUR/(GWh/yr)"}',
        "dimension USD/W",
    ),
    "no such driver": (
        "polymer",
        'row = "C-6"',
        'row = "press"\nown = {name = "press", driver = "cell", price_year = 2024, '
        'capital = "5 MUSD/(GWh/yr)"}',
        "Did you mean 'cells'",
    ),
}


def refuse(route: str, design: str, anode: str | None = None) -> None:
    """Ask a route for a design."""
    files.load_route(route, anode).refuses(cell.load(design))


# name -> (call, part of the message)
CALLS: dict[str, tuple[Callable[[], object], str]] = {
    "no such route": (lambda: files.load_route("sulfid-dry"), "Did you mean 'sulfide-dry'"),
    "no such file": (lambda: files.load_route("missing.toml"), "does not exist"),
    "no such anode": (lambda: files.load_route("polymer", "foil"), "Did you mean 'foil-"),
    "an anode for a route without a slot": (
        lambda: files.load_route("liquid", "evaporation"),
        "no slot",
    ),
    "no such region": (lambda: regions.region("chonqing"), "Did you mean 'chongqing'"),
    "a sulfide route and a polymer cell": (
        lambda: refuse("sulfide-dry", "polymer-lfp-lithium"),
        "PEO-LiTFSI",
    ),
    "a route and a pellet": (lambda: refuse("sulfide-wet", "lab-pellet-nmc811-liin"), "bare"),
    "foil for an anode-free cell": (
        lambda: refuse("sulfide-dry", "sulfide-nmc811-anode-free", "foil-bought"),
        "allowed: metal",
    ),
    "a bare collector for a seed layer": (
        lambda: refuse("sulfide-dry", "sulfide-nmc811-anode-free", "anode-free-bare"),
        "with an interlayer",
    ),
    "lithium for a silicon cell": (
        lambda: refuse("sulfide-dry", "sulfide-nmc811-silicon", "evaporation"),
        "composite",
    ),
    "a liquid line for a lithium cell": (
        lambda: refuse("liquid", "sulfide-nmc811-lithium"),
        "Li6PS5Cl",
    ),
}


def edited(name: str) -> None:
    """Read a shipped route with one fault in it."""
    route, old, new, _ = EDITS[name]
    text = (files.FOLDER / "routes" / f"{route}.toml").read_text(encoding="utf-8")
    assert old in text, (name, old)
    found = files.loads_route(text.replace(old, new, 1), "my-route", "my-route.toml")
    raise AssertionError(f"{found.id} was read")


def told(call: Callable[[], object]) -> str:
    """Return what a user is told, "" where nothing is refused."""
    try:
        call()
    except InputError as fault:
        return str(fault)
    return ""


def cases() -> dict[str, tuple[Callable[[], object], str]]:
    """Return every case: name -> (call, part of the message)."""
    edits = {name: (lambda n=name: edited(n), case[3]) for name, case in EDITS.items()}
    return {**edits, **CALLS}


def main() -> int:
    """Print one sentence for each."""
    missed = []
    for name, (call, words) in cases().items():
        text = told(call)
        ok = words in text and "\n" not in text
        print(f"{'ok  ' if ok else 'MISS'}  {name}:\n      {text or 'nothing was refused'}")
        if not ok:
            missed.append(name)
    print(f"\n{len(missed)} missed" + (f": {', '.join(missed)}" if missed else ""))
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
