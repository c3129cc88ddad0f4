"""``ionwright network benchmark``."""

from __future__ import annotations

import json as text
import math
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ionwright.cli._options import Json
from ionwright.cli._show import print_table

if TYPE_CHECKING:
    from ionwright.errors import InputError
    from ionwright.network.benchmark.bench import Outcome


def add(app: typer.Typer) -> None:
    """Add the command to those of a network."""
    app.command(epilog="Example: ionwright network benchmark cap41.txt --time-limit 60 --json")(
        benchmark
    )


def benchmark(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Instances; for sslp also a folder.")
    ],
    family: Annotated[
        str | None,
        typer.Option(help="cflp, uflp, sscflp, sslp or tscflp; else told from the file's shape."),
    ] = None,
    capacity: Annotated[
        float | None,
        typer.Option(min=0.0, help="Of every site for which a file prints the word capacity."),
    ] = None,
    time_limit: Annotated[
        float, typer.Option(min=0.0, help="For building and solving each file [s].")
    ] = 3600.0,
    gap: Annotated[
        float, typer.Option(min=0.0, help="Share between plan and bound that counts as proof.")
    ] = 1e-7,
    json: Json = False,
) -> None:
    """Solve published instances of location problems: cost, bound and how it ended.

    With --json, one object on a line for each file; a number that is not known is null. A file
    that is wrong keeps none of the others from being solved.
    """
    from ionwright.errors import InputError
    from ionwright.network.benchmark.bench import run
    from ionwright.network.benchmark.families import named, read

    if family is not None:
        named(family)  # told once, not for each file
    outcomes, faults = [], []
    for file in files:
        try:
            outcomes.append(run(read(file, family, capacity), time_limit, gap))
            told = _json(outcomes[-1])
        except InputError as fault:
            faults.append(fault)
            told = _wrong(file, fault)
        if json:
            print(text.dumps(told), flush=True)
    if outcomes and not json:
        _print(outcomes)
    if faults:
        for fault in faults[:-1] if not json else ():
            print(f"Bad input: {fault}", file=sys.stderr)
        raise faults[-1]
    if not all(math.isfinite(x.objective) for x in outcomes):
        raise typer.Exit(1)


def _wrong(file: str, fault: InputError) -> dict[str, Any]:
    """Return what is told of a file that cannot be read, with the keys of one that can."""
    keys = ("family", "objective", "bound", "gap")
    return {
        "file": file,
        **dict.fromkeys(keys),
        "status": "bad input",
        "seconds": 0.0,
        "size": None,
        "error": str(fault),
    }


def _json(outcome: Outcome) -> dict[str, Any]:
    return {
        "file": outcome.instance.file,
        "family": outcome.instance.family,
        "objective": _known(outcome.objective),
        "bound": _known(outcome.bound),
        "gap": _known(outcome.plan.gap),
        "status": outcome.status,
        "seconds": outcome.seconds,
        "size": asdict(outcome.plan.size),
    }


def _known(x: float) -> float | None:
    return x if math.isfinite(x) else None


def _print(outcomes: list[Outcome]) -> None:
    print_table(
        "Benchmarks",
        ("file", "family", "objective", "bound", "gap", "status", "seconds"),
        [
            (
                x.instance.file,
                x.instance.family,
                f"{x.objective:,.3f}",
                f"{x.bound:,.3f}",
                f"{x.plan.gap:.2g}",
                x.status,
                f"{x.seconds:.1f}",
            )
            for x in outcomes
        ],
        right=(2, 3, 4, 6),
    )
    for x in outcomes:
        print(f"{x.instance.file}: {x.plan.size.text()}")
