"""``ionwright plant compare``."""

from __future__ import annotations

from typing import Annotated

import typer

from ionwright.cli._options import Json, loaded_design
from ionwright.cli._plant_more import Anode, Capacity, Case, DesignName, Region, Route
from ionwright.cli._show import print_json

FEW = 5
"""Rows that are told, the smallest change first."""


def add(app: typer.Typer) -> None:
    """Add the command to the commands of a plant."""
    app.command(
        epilog="Example: ionwright plant compare sulfide-dry sulfide-nmc811-lithium "
        "liquid liquid-nmc811-graphite --case at-scale"
    )(compare)


def compare(
    route: Route,
    design: DesignName,
    than: Route,
    than_design: DesignName,
    capacity: Capacity = "10 GWh/yr",
    region: Region = "chongqing",
    anode: Anode = None,
    than_anode: Anode = None,
    case: Case = "today",
    draws: Annotated[int, typer.Option(min=1, help="Draws for the share.")] = 1000,
    search: Annotated[
        int, typer.Option(min=0, help="Draws for the rows that would turn it; 0 for none.")
    ] = 100,
    json: Json = False,
) -> None:
    """Print in how many draws one plant is cheaper than another, and what would turn that."""
    from ionwright import plant
    from ionwright.plant import signs

    one, other = (
        (plant.load(r, capacity, region, anode=a, case=case), loaded_design(d, None))
        for r, a, d in ((route, anode, design), (than, than_anode, than_design))
    )
    found = signs.check(signs.cheaper(one, other), draws, search)
    if json:
        print_json(
            {
                "name": found.sign.name,
                "reading": found.sign.reading,
                "share": found.share.value,
                "interval": found.share.interval,
                "answer": found.answer,
                "turns": [{"row": t.name, "multiplier": t.multiplier} for t in found.turns],
            }
        )
        return
    print(f"{found.sign.name}: {found.text}")
    print(f"  {found.sign.reading}")
    if search:
        print(f"  {found.reversal}")
        for row in found.turns[1:FEW]:
            print(f"  or {found.told(row)}")
    print("  The share speaks of our ranges, most of them estimates; it is no forecast.")
