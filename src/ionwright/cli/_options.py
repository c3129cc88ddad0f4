"""Words of the command line that several commands take, and what is read from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ionwright.cli._show import changes

if TYPE_CHECKING:
    from ionwright.cell import Design

Name = Annotated[str, typer.Argument(help="A shipped design, or a path to a TOML file.")]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change an input; may be repeated."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
Temperature = Annotated[
    str | None,
    typer.Option(help='Cell temperature with its unit, as "45 degC"; else that of the design.'),
]


def loaded_design(name: str, pairs: list[str] | None, temperature: str | None = None) -> Design:
    """Return a design with what the command line changes in it."""
    from ionwright import cell

    words = list(pairs or [])
    if temperature is not None:
        words.append(f"cell.operation.temperature={temperature}")
    design = cell.load(name)
    return cell.change(design, changes(words), border=True) if words else design
