"""``ionwright plant convert`` and ``ionwright plant ramp``."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ionwright.cli._options import Json, Sets, loaded_design
from ionwright.cli._show import print_json, print_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ionwright.core.laws import Law
    from ionwright.plant.brown_field import Conversion
    from ionwright.plant.rampup import RampUp

Route = Annotated[str, typer.Argument(help="A shipped route, or a path to a TOML file.")]
DesignName = Annotated[str, typer.Argument(help="A shipped design, or a path to a TOML file.")]
Capacity = Annotated[str, typer.Option(help="Good cells in a year.")]
Region = Annotated[str, typer.Option(help="Where it stands.")]
Anode = Annotated[
    str | None, typer.Option(help="How the negative is made; `plant list` has the options.")
]
Case = Annotated[str, typer.Option(help="Prices of materials.")]


def add(app: typer.Typer) -> None:
    """Add both commands to the commands of a plant."""
    app.command(epilog="Example: ionwright plant convert sulfide-wet sulfide-nmc811-lithium")(
        convert
    )
    app.command(
        epilog='Example: ionwright plant ramp liquid liquid-nmc811-graphite --years "6 yr"'
    )(ramp)


def convert(
    route: Route,
    design: DesignName,
    capacity: Capacity = "10 GWh/yr",
    region: Region = "chongqing",
    anode: Anode = None,
    standing: Annotated[
        str | None, typer.Option(help="Capacity of the liquid line that stands; else the same.")
    ] = None,
    draws: Annotated[int, typer.Option(min=0, help="Draws for a band; 0 for none.")] = 1000,
    set_: Sets = None,
    json: Json = False,
) -> None:
    """Print what a route keeps of a standing liquid line, and what conversion costs and saves."""
    from ionwright import plant
    from ionwright.plant import brown_field as brown

    wanted = plant.load(route, capacity, region, anode=anode)
    line = plant.load(brown.STANDING[0], standing or capacity, region)
    cell_design = loaded_design(design, set_)
    found = brown.convert(wanted, cell_design, line)
    many = brown.convert_many(wanted, cell_design, line, count=draws) if draws else None
    if json:
        bands = {} if many is None else {name: many.band(name) for name in brown.FIGURES}
        print_json(
            {
                "headline": figures("convert", found.headline, brown.FIGURES, bands),
                "steps": [_step(row) for row in found.steps],
                "dropped": [{"step": i, "name": n, "capital": x} for i, n, x in found.dropped],
                **tail(found.notes, found.check()),
            }
        )
    else:
        title = f"{wanted.route.name} from a liquid line: {cell_design.id}, {capacity} in {region}"
        _print_conversion(title, wanted.settings.money.currency, found, many)
    stop_unless(found.check())


def ramp(
    route: Route,
    design: DesignName,
    capacity: Capacity = "10 GWh/yr",
    region: Region = "chongqing",
    anode: Anode = None,
    case: Case = "today",
    price: Annotated[
        str | None,
        typer.Option(help='Of good cells, as "90 USD/kWh"; else what the mature plant needs.'),
    ] = None,
    like: Annotated[
        str | None,
        typer.Option(help="Whose ramp: newcomer, incumbent, sulfide; else by the route."),
    ] = None,
    years: Annotated[str, typer.Option(help="How long after the first cells.")] = "8 yr",
    pilot: Annotated[
        str | None, typer.Option(help='Capacity of a pilot line before, as "20 MWh/yr".')
    ] = None,
    pilot_years: Annotated[str, typer.Option(help="How long the pilot runs.")] = "2 yr",
    set_: Sets = None,
    json: Json = False,
) -> None:
    """Print cost and cash of a plant by quarter, from breaking ground to maturity."""
    from ionwright import plant, units
    from ionwright.plant import learns, rampup

    wanted = plant.load(route, capacity, region, anode=anode, case=case)
    money = wanted.settings.money.currency
    before = None
    if pilot is not None:
        before = wanted.sized(pilot).capacity, units.to(units.read(pilot_years, "s"), "yr")
    found = rampup.ramp_up(
        wanted,
        loaded_design(design, set_),
        price=per_kwh(price, money) if price else None,
        how=learns.learns(like) if like else None,
        years=units.to(units.read(years, "s"), "yr"),
        pilot=before,
    )
    if json:
        print_json(
            {
                "headline": figures("ramp", found.headline, rampup.FIGURES, {}),
                "price": found.price,
                "quarters": _quarters(found),
                "cash": {
                    "time": found.time.tolist(),
                    **{name: part.tolist() for name, part in found.parts.items()},
                    "cumulated": found.cumulated.tolist(),
                },
                **tail(found.notes, found.check()),
            }
        )
    else:
        title = f"{wanted.route.name}, from breaking ground: {capacity} in {region}"
        _print_ramp(title, money, found)
    stop_unless(found.check())


def per_kwh(text: str, money: str) -> float:
    """Return a price from the command line [money/kWh]."""
    from ionwright import units

    return units.to(units.read(text, f"{money}/J"), f"{money}/kWh")


def figures(
    kind: str,
    values: Mapping[str, float],
    says: Mapping[str, tuple[str, str]],
    bands: Mapping[str, tuple[float, float]],
) -> dict[str, Any]:
    """Return headline figures with unit, meaning and band, as plain data."""
    return {
        f"{kind}.{name}": {
            "value": None if math.isnan(value) else value,
            "unit": says[name][1],
            "meaning": says[name][0],
            "band": bands.get(name),
        }
        for name, value in values.items()
    }


def _step(row: tuple[str, str, str, float, float, float]) -> dict[str, Any]:
    names = ("step", "name", "relation", "capital", "found", "paid")
    return dict(zip(names, row, strict=True))


def _quarters(found: RampUp) -> list[dict[str, float]]:
    rows = zip(found.begin, found.output, found.starts, found.yields, found.cost, strict=True)
    names = ("begin", "output", "starts", "yield", "cost")
    return [dict(zip(names, (float(x) for x in row), strict=True)) for row in rows]


def tail(notes: Sequence[str], laws: Sequence[Law]) -> dict[str, Any]:
    """Return what ends every answer: notes, laws, and what made it."""
    from ionwright.core import record

    return {
        "notes": notes,
        "laws": [{"name": x.name, "residual": x.residual, "holds": x.holds} for x in laws],
        "record": record(),
    }


def _print_conversion(title: str, money: str, found: Conversion, many: Conversion | None) -> None:
    from ionwright.plant.brown_field import FIGURES

    rows = []
    for name, value in found.headline.items():
        low, high = many.band(name) if many else (math.nan, math.nan)
        band = "" if many is None else f"{low:.3g}"
        band += f" to {high:.3g}" if high > low else ""
        said, unit = FIGURES[name]
        rows.append((name, f"{value:.3g}", band, unit.replace("money", money), said))
    columns = ("figure", "typical", "5 to 95 % of draws", "unit", "meaning")
    print_table(title, columns, rows, right=(1, 2))
    print_table(
        f"Steps, {money}/(kWh/yr)",
        ("step", "what it does", "relation", "as new", "found", "paid"),
        [(i, n, r, f"{a:.2f}", f"{b:.2f}", f"{c:.2f}") for i, n, r, a, b, c in found.steps],
        right=(3, 4, 5),
    )
    if found.dropped:
        print_table(
            f"What of the standing line nobody takes, {money}/(kWh/yr)",
            ("step", "what it did", "left"),
            [(i, n, f"{x:.2f}") for i, n, x in found.dropped],
            right=(2,),
        )
    else:
        print("The route takes up all of the standing line.")
    print_notes(found.notes)


def _print_ramp(title: str, money: str, found: RampUp) -> None:
    from ionwright.plant.rampup import FIGURES

    large = {"money": (1e-6, f"M{money}"), "kWh": (1e-6, "GWh")}  # figures of a whole plant
    rows = []
    for name, value in found.headline.items():
        by, unit = large.get(FIGURES[name][1], (1.0, FIGURES[name][1].replace("money", money)))
        shown = "never" if math.isnan(value) else f"{value * by:.4g}"
        rows.append((name, shown, unit, FIGURES[name][0]))
    print_table(title, ("figure", "value", "unit", "meaning"), rows, right=(1,))
    cumulated = found.cumulated[len(found.time) - len(found.begin) :]
    values = zip(
        found.begin, found.output, found.starts, found.yields, found.cost, cumulated, strict=True
    )
    print_table(
        f"By quarter, sold at {found.price:.4g} {money}/kWh",
        ("begins, yr", "GWh", "starts", "yield", f"{money}/kWh", f"M{money} so far"),
        [
            (f"{t:.2f}", f"{made / 1e6:.3f}", f"{u:.0%}", f"{y:.0%}", f"{c:.2f}", f"{x / 1e6:.0f}")
            for t, made, u, y, c, x in values
        ],
        right=tuple(range(6)),
    )
    print("Starts and yield are shares of those of the mature plant.")
    print_notes(found.notes)


def print_notes(notes: Sequence[str]) -> None:
    """Print notes, one a line."""
    print("Notes:")
    for note in notes:
        print(f"- {note}")


def stop_unless(laws: Sequence[Law]) -> None:
    """End with exit code 1 if a law does not hold."""
    if not all(law.holds for law in laws):
        raise typer.Exit(1)
