"""All commands, gathered."""

from __future__ import annotations

from typing import Annotated

import typer

from ionwright.cli import cell, data, network, plant
from ionwright.cli.doctor import doctor
from ionwright.cli.tour import tour

app = typer.Typer(
    name="ionwright",
    help="Solid-state batteries, from ion to industry.",
    epilog="Examples: ionwright cell list  |  ionwright cell spec sulfide-nmc811-lithium  |  "
    "ionwright data show Li6PS5Cl  |  ionwright tour",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(cell.app, name="cell")
app.add_typer(plant.app, name="plant")
app.add_typer(network.app, name="network")
app.add_typer(data.app, name="data")
app.command()(tour)
app.command()(doctor)


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Solid-state batteries, from ion to industry."""
    if version:
        from importlib.metadata import version as installed

        typer.echo(installed("ionwright"))
        raise typer.Exit()
