"""``ionwright plant``: routes, and what a plant takes and costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ionwright.cli import _plant_compare, _plant_detail, _plant_line, _plant_more
from ionwright.cli._options import Json, Sets, loaded_design
from ionwright.cli._plant_more import Anode, Capacity, Case, DesignName, Region, Route
from ionwright.cli._show import changes, print_json, print_table

if TYPE_CHECKING:
    from ionwright.plant import Many, Result

app = typer.Typer(
    help="Plants: how a cell is made, on which line, and what it costs.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
UNDER = 'A1-21.dew_point="-60 degC"'
Under = Annotated[
    list[str] | None,
    typer.Option(
        metavar="STEP.CONDITION=VALUE",
        help="Dew point, crew, leaks of a dry room, times of stay; may be repeated.",
    ),
]
FEW = 12
"""Steps that are printed, the dearest first."""


@app.command("list", epilog="Next: ionwright plant cost sulfide-dry sulfide-nmc811-lithium")
def list_(json: Json = False) -> None:
    """List the routes, and which shipped designs each can make."""
    from ionwright import cell
    from ionwright.plant import files

    makes: dict[str, list[tuple[str, str]]] = {name: [] for name in files.names()}
    for name in cell.names():
        for route, anode in files.fits(cell.load(name)):
            makes[route].append((name, anode))
    routes = {name: files.load_route(name) for name in files.names()}
    if json:
        rows = [
            {
                "route": name,
                "name": route.name,
                "steps": [step.id for step in route.steps],
                "makes": [{"design": d, "anode": a} for d, a in makes[name]],
            }
            for name, route in routes.items()
        ]
        print_json(rows)
        return
    print_table(
        "Routes",
        ("route", "what it is", "steps", "makes (anode)"),
        [
            (name, route.description, str(len(route.steps)), _made(makes[name]))
            for name, route in routes.items()
        ],
        right=(2,),
    )
    print("Next: ionwright plant cost ROUTE DESIGN")


def _made(pairs: list[tuple[str, str]]) -> str:
    """Return designs, each with the anodes that it can have."""
    anodes: dict[str, list[str]] = {}
    for design, anode in pairs:
        anodes.setdefault(design, []).append(anode)
    return "; ".join(f"{d} ({', '.join(a)})" if any(a) else d for d, a in anodes.items())


@app.command(
    epilog="Example: ionwright plant cost sulfide-dry sulfide-nmc811-lithium --case at-scale"
)
def cost(
    route: Route,
    design: DesignName,
    capacity: Capacity = "10 GWh/yr",
    region: Region = "chongqing",
    anode: Anode = None,
    case: Case = "today",
    draws: Annotated[int, typer.Option(min=0, help="Draws for a band; 0 for none.")] = 1000,
    set_: Sets = None,
    under: Under = None,
    detail: Annotated[
        bool, typer.Option("--detail", help="Also each cell, load, sale, size, every step.")
    ] = False,
    price: Annotated[
        str | None, typer.Option(help='Sold at, as "90 USD/kWh", with the details; else levelised.')
    ] = None,
    json: Json = False,
) -> None:
    """Print what a kilowatt-hour costs, by cause and step, with its band and its assumptions."""
    from ionwright import plant

    found = plant.load(route, capacity, region, anode=anode, case=case)
    found = found.under(changes(under or [], "--under", UNDER), border=True)
    cell_design = loaded_design(design, set_)
    result = plant.solve(found, cell_design)
    many = plant.solve_many(found, cell_design, draws) if draws else None
    sold = _plant_more.per_kwh(price, found.settings.money.currency) if price else None
    detail = detail or sold is not None
    if json:
        more = {"detail": _plant_detail.of(result, sold)} if detail else {}
        print_json(_json(result, many) | more)
    else:
        _print_headline(result, many)
        if detail:
            _plant_detail.show(result, sold)
        else:
            _print_dearest(result)
        _print_basis(result)
        _plant_more.print_notes(result.notes)
    _plant_more.stop_unless(result.check())


@app.command(epilog="Example: ionwright plant schema > route.schema.json")
def schema(json: Json = True) -> None:
    """Print the JSON Schema of a route file."""
    from ionwright.plant import files

    print(files.schema_text(), end="")


def _json(result: Result, many: Many | None) -> dict[str, Any]:
    from dataclasses import asdict

    from ionwright.plant.figures import FIGURES

    bands = {} if many is None else {name: many.band(name) for name in FIGURES}
    return {
        "headline": _plant_more.figures("plant", result.headline, FIGURES, bands),
        "basis": asdict(result.basis),
        "by_cause": result.by_cause,
        "by_step": result.by_step,
        "capital": result.classes,
        "kept": {"with services": result.kept(), "without": result.kept(services=False)},
        **_plant_more.tail(result.notes, result.check()),
    }


def _print_headline(result: Result, many: Many | None) -> None:
    from ionwright.plant.figures import FIGURES

    plant, design = result.plant, result.low.wide.cell.design
    rows = []
    for name, value in result.headline.items():
        band = "" if many is None else "{:.4g} to {:.4g}".format(*many.band(name))
        meaning, unit = FIGURES[name]
        unit = unit.replace("money", result.basis.currency)
        rows.append((f"plant.{name}", f"{value:.4g}", band, unit, meaning))
    print_table(
        f"{plant.route.name}: {design}, {plant.capacity / 1e6:g} GWh/yr in {plant.place.region}",
        ("figure", "typical", "5 to 95 % of draws", "unit", "meaning"),
        rows,
        right=(1, 2),
    )


def _print_dearest(result: Result) -> None:
    unit = f"{result.basis.currency}/kWh"
    causes = sorted(result.by_cause.items(), key=lambda row: -abs(row[1]))
    print_table("By cause", ("cause", unit), [(n, f"{v:.3g}") for n, v in causes], right=(1,))
    names = {step.id: step.name for step in result.plant.route.steps}
    steps = sorted(result.by_step.items(), key=lambda row: -row[1])
    print_table(
        f"By step, the {min(FEW, len(steps))} dearest of {len(steps)}, with what enters there",
        ("step", "what it does", unit),
        [(name, names[name], f"{value:.3g}") for name, value in steps[:FEW]],
        right=(2,),
    )


def _print_basis(result: Result) -> None:
    b = result.basis
    print(
        f"{b.currency} of {b.year}, without tax, {b.level}, {b.kind}; materials: {b.case},"
        f" {b.market}. Share of a liquid line kept: {result.kept():.0%},"
        f" {result.kept(services=False):.0%} without the services of the building."
    )


_plant_line.add(app)
_plant_more.add(app)
_plant_compare.add(app)
