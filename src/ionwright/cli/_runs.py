"""``ionwright cell run | rate | pulse``: a design through a protocol, and standard tests."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ionwright.cli._options import Json, Name, Sets, Temperature, loaded_design
from ionwright.cli._show import print_json, print_table
from ionwright.errors import InputError

if TYPE_CHECKING:
    from ionwright.cell import Result
    from ionwright.cell.experiments import Test
    from ionwright.core import Law

Csv = Annotated[Path | None, typer.Option(help="Write the table to this file.")]
Plot = Annotated[
    Path | None, typer.Option(help="Draw into this file; its suffix says how, .png or .svg.")
]


def run(
    design: Name,
    steps: Annotated[
        str | None,
        typer.Argument(help="The protocol: steps as sentences, or the path of a CSV file."),
    ] = None,
    protocol: Annotated[
        str | None, typer.Option(help="The protocol, if it is not the second word.")
    ] = None,
    soc: Annotated[float, typer.Option(help="State of charge at the start, 0 to 1.")] = 1.0,
    temperature: Temperature = None,
    out: Annotated[
        Path | None, typer.Option(help="Write the run: .csv, .json, .parquet or .bdf.csv.")
    ] = None,
    csv: Annotated[Path | None, typer.Option(help="Write the rows as CSV to this file.")] = None,
    plot: Plot = None,
    set_: Sets = None,
    json: Json = False,
) -> None:
    """Run a design through a protocol, isothermally, and print what it delivers."""
    text = _one_protocol(steps, protocol)
    files = _files(out, csv)
    picture = _picture(plot)
    loaded = loaded_design(design, set_, temperature)
    _say_compiling()
    from ionwright import cell

    result = cell.solve(loaded, text, soc=soc)
    for path, write in files:
        write(result, path)
    _draw(result, picture)
    laws = result.check()
    if json:
        print_json(result.to_json())
    else:
        _print_run(result, laws)
    if result.stop is not None or not all(law.holds for law in laws):
        raise typer.Exit(1)


def rate(
    design: Name,
    rate: Annotated[
        list[str] | None,
        typer.Option(help="A rate, as C/3 or 2C; may be repeated. Else C/10 to 5C."),
    ] = None,
    temperature: Temperature = None,
    csv: Csv = None,
    plot: Plot = None,
    set_: Sets = None,
    json: Json = False,
) -> None:
    """Discharge the charged cell at several rates: capacity, mean voltage, energy."""
    rates = [_rate(word) for word in rate or []]
    target, picture = _table_file(csv), _picture(plot)
    loaded = loaded_design(design, set_, temperature)
    _say_compiling()
    from ionwright.cell import experiments

    test = experiments.rate_test(loaded, rates) if rates else experiments.rate_test(loaded)
    _draw(test, picture)
    _print_test(test, f"{loaded.id}: rate test from the charged cell", target, json)
    if any(status != "done" for status in test.status):
        raise typer.Exit(1)


def pulse(
    design: Name,
    soc: Annotated[
        list[float] | None,
        typer.Option(help="A state of charge, 0 to 1; may be repeated. Else 0.9 to 0.1."),
    ] = None,
    rate: Annotated[str, typer.Option(help="Rate of the pulses, as 1C.")] = "1C",
    after: Annotated[
        list[str] | None,
        typer.Option(help='A time in the pulse, as "10 s"; may be repeated. Else 1, 10, 30 s.'),
    ] = None,
    temperature: Temperature = None,
    csv: Csv = None,
    set_: Sets = None,
    json: Json = False,
) -> None:
    """Measure the resistance by current pulses, on discharge and on charge."""
    from ionwright import units

    lengths = [units.read(word, "s") for word in after or ["1 s", "10 s", "30 s"]]
    at, amount = soc or [0.9, 0.7, 0.5, 0.3, 0.1], _rate(rate)
    target = _table_file(csv)
    loaded = loaded_design(design, set_, temperature)
    _say_compiling()
    from ionwright.cell import experiments

    test = experiments.pulse_resistance(loaded, at, rate=amount, lengths=lengths)
    _print_test(test, f"{loaded.id}: pulses at {rate} from rest", target, json)
    if any(status.startswith("stopped") for pair in test.status for status in pair):
        raise typer.Exit(1)


def _one_protocol(steps: str | None, protocol: str | None) -> str:
    """Return the protocol, which is written in one of two places."""
    if (steps is None) == (protocol is None):
        raise InputError(
            "a run needs one protocol",
            seen="none" if steps is None else "two",
            do='Write for example: ionwright cell run DESIGN "Discharge at 1C until 2.5 V"',
        )
    return steps if steps is not None else str(protocol)


def _files(out: Path | None, csv: Path | None) -> list[tuple[Path, Callable[..., Path]]]:
    """Return the files to write, each of which can be, and what writes them."""
    if out is None and csv is None:
        return []
    from ionwright.cell import export
    from ionwright.cell.files import room

    files: list[tuple[Path, Callable[..., Path]]] = []
    if out is not None:
        files.append((export.target(out), export.write))
    if csv is not None:
        files.append((room(csv), export.to_csv))
    return files


def _table_file(csv: Path | None) -> Path | None:
    if csv is None:
        return None
    from ionwright.cell.files import room

    return room(csv)


def _picture(path: Path | None) -> Path | None:
    """Return the file to draw into, which can be written and is not there yet."""
    if path is None:
        return None
    from ionwright.cell.files import room
    from ionwright.plot._show import target as drawn

    return room(drawn(path))


def _draw(thing: Result | Test, path: Path | None) -> None:
    if path is not None:
        from ionwright import plot

        plot.save(thing, path)  # type: ignore[arg-type]


def _rate(word: str) -> float:
    """Return a rate [C] from C/3, 2C or 0.5."""
    text = word.strip().upper()
    try:
        if text.startswith("C/"):
            return 1.0 / float(text[2:])
        return float(text.removesuffix("C"))
    except (ValueError, ZeroDivisionError):
        raise InputError(
            "a rate is a number and C, or C over a number",
            seen=repr(word),
            allowed="for example 2C, 0.5C, C/3",
            do="Correct it",
        ) from None


def _say_compiling() -> None:
    from ionwright.numerics import jit

    def tell() -> None:
        print("Compiling the model: about 30 seconds, this once.", file=sys.stderr, flush=True)

    jit.tell_before_compiling(tell)


def _print_test(test: Test, title: str, target: Path | None, json: bool) -> None:
    """Write and print the table of a test."""
    if target is not None:
        target.write_text(test.csv(), encoding="utf-8")
    if json:
        print_json(test.to_json())
        return
    rows = [[_shown(v) for v in row] for row in test.table()]
    words = [k for k, name in enumerate(test.columns) if name.startswith("status")]
    numbers = [k for k in range(len(test.columns)) if k not in words]
    print_table(title, test.columns, rows, right=numbers)


def _shown(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return "-" if math.isnan(value) else f"{value:.4g}"


def _print_run(result: Result, laws: tuple[Law, ...]) -> None:
    rows = [(f"cell.run.{n}", s.text(), s.meaning) for n, s in result.headline.items()]
    if rows:
        title = f"{result.inputs.design.id}: {result.inputs.protocol}"
        print_table(title, ("output", "value", "meaning"), rows, right=(1,))
        _print_below_empty(result)
    print(f"Status: {result.status}")
    for note in result.notes:
        print(note)
    for law in laws:
        if not law.holds:
            print(f"Broken law: {law.name}: residual {law.residual:.3g}, limit {law.tolerance:.3g}")


def _print_below_empty(result: Result) -> None:
    """Say so where a run passed more charge than the spec sheet counts."""
    lowest = result.soc.min()
    if lowest < -1e-3:
        print(
            f"The run went to {lowest:.1%} state of charge: the spec sheet ends at the lithium"
            " contents of the design, less the first-cycle loss; the model goes on to the limits of"
            " the protocol."
        )
