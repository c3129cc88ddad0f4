"""``ionwright tour``: the whole chain on real input, written as one page."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from ionwright.cli._show import print_json, print_table


def tour(
    out: Annotated[Path, typer.Option(help="Folder to write to.")] = Path("ionwright-tour"),
    only: Annotated[
        list[str] | None, typer.Option(help="Only this chapter; may be repeated.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Run every stage on real input and write one page with figures, plus JSON and CSV."""
    begun = time.monotonic()
    say = (lambda text: None) if json else (lambda text: print(text, flush=True))
    say("Ionwright tour: from ion to supply chain, half a minute after the libraries have loaded.")
    from ionwright.numerics.jit import compiled
    from ionwright.report import run_tour

    if not compiled() and (not only or "run" in only):
        say("  The cell model is compiled on the way: about 30 seconds, this once.")
    done = run_tour(out, only or [], say)
    if json:
        print_json(done.as_dict())
    else:
        for title, columns, rows in done.tables():
            print_table(title, columns, rows, right=range(1, len(columns)))
        page = done.page.resolve()
        print(f"{time.monotonic() - begun:.0f} s. The page is {page}")
        print(f"Open it with: xdg-open {page} (Linux), open {page} (macOS), or in any browser")
        print("Try next:")
        for command in (
            "ionwright cell spec sulfide-nmc811-lithium",
            'ionwright cell spec sulfide-nmc811-lithium --set cell.separator.thickness="15 um"',
            "ionwright network plan chongqing --path breakthrough",
            "ionwright data show Li6PS5Cl",
        ):
            print(f"  {command}")
    if done.failed:
        raise typer.Exit(1)
