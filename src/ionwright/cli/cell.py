"""``ionwright cell``: designs and their spec sheets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ionwright.cli import _runs as runs
from ionwright.cli._options import Json, Name, Sets, loaded_design
from ionwright.cli._show import print_json, print_table

if TYPE_CHECKING:
    from ionwright.cell import Spec

app = typer.Typer(
    help="Cell designs: what they are made of, what they weigh, store and resist.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

PLANAR = (
    ("rest_voltage", "V at rest"),
    ("positive_lithium", "Li pos. mAh/cm2"),
    ("negative_lithium", "Li neg. mAh/cm2"),
    ("stack_thickness", "um"),
    ("area_specific_resistance", "ohm cm2"),
)
COLUMNS = (
    ("areal_capacity", "mAh/cm2"),
    ("specific_energy", "Wh/kg"),
    ("energy_density_discharged", "Wh/L empty"),
    ("energy_density_charged", "Wh/L full"),
    ("area_specific_resistance", "ohm cm2"),
)


@app.command("list", epilog="Example: ionwright cell list --json")
def list_(
    published: Annotated[
        bool, typer.Option("--published", help="Published and makers' cells instead.")
    ] = False,
    planar: Annotated[
        bool,
        typer.Option("--planar", help="Cells of two planar electrodes (symmetric, Li|Cu) instead."),
    ] = False,
    json: Json = False,
) -> None:
    """List the shipped designs with their main numbers."""
    from ionwright import cell
    from ionwright.cell import files
    from ionwright.errors import InputError

    if published and planar:
        raise InputError(
            "one list is shown at a time", seen="--published and --planar", do="Give one of them"
        )
    title, names, columns = "Shipped designs", cell.names(), COLUMNS
    if published:
        title, names = "Published cells", cell.published()
    if planar:
        title, names, columns = "Cells of two planar electrodes", files.planar(), PLANAR
    specs = [cell.specify(cell.load(name)) for name in names]
    if json:
        print_json([_short(spec) for spec in specs])
        return
    rows = [
        (spec.design.id, spec.design.cell.name, *(_number(spec, name) for name, _ in columns))
        for spec in specs
    ]
    heads = ("design", "what it is", *(unit for _, unit in columns))
    print_table(title, heads, rows, right=range(2, 7))
    print("Next: ionwright cell spec DESIGN")


@app.command(
    epilog="Example: ionwright cell spec sulfide-nmc811-lithium "
    '--set cell.separator.thickness="20 um"'
)
def spec(design: Name, set_: Sets = None, json: Json = False) -> None:
    """Print the spec sheet of a design: energy, thickness, resistance, bill of materials."""
    from ionwright import cell

    sheet = cell.specify(loaded_design(design, set_))
    if json:
        print_json(sheet.to_json())
    else:
        _print_spec(sheet)
    if not all(law.holds for law in sheet.check()):
        raise typer.Exit(1)


app.command(
    epilog='Example: ionwright cell run sulfide-nmc811-lithium "Discharge at C/3 until 2.5 V"'
)(runs.run)
app.command(epilog="Example: ionwright cell rate sulfide-nmc811-lithium --rate C/3 --rate 2C")(
    runs.rate
)
app.command(epilog="Example: ionwright cell pulse sulfide-nmc811-lithium --soc 0.5 --soc 0.2")(
    runs.pulse
)


@app.command(epilog="Example: ionwright cell show lab-pellet-nmc811-liin")
def show(design: Name, set_: Sets = None, json: Json = False) -> None:
    """Print every input of a design, and every number of the data that it uses, with sources."""
    from ionwright import cell

    loaded = loaded_design(design, set_)
    if json:
        from ionwright.core import record

        inputs = {path: value.as_dict() for path, value in loaded.origin.items()}
        names = {leaf.path: leaf.value for leaf in loaded.leaves if leaf.quantity is None}
        used = cell.specify(loaded).to_json()["data_rows"]
        print_json(
            {
                "design": loaded.id,
                "inputs": inputs,
                "names": names,
                "data_rows": used,
                "record": record(),
            }
        )
        return
    origin = loaded.origin
    rows = []
    for leaf in loaded.leaves:
        v = origin.get(leaf.path)
        if v is None:
            rows.append((leaf.path, str(leaf.value), "", "", ""))
        else:
            rows.append((leaf.path, v.text(), v.kind or "-", v.source, v.locator))
    print_table(
        f"{loaded.id}: {loaded.cell.name}", ("path", "value", "kind", "source", "locator"), rows
    )
    if loaded.cell.description:
        print(loaded.cell.description)
    _print_evidence(cell.specify(loaded))


@app.command(epilog="Example: ionwright cell new my-cell.toml --like sulfide-nmc811-lithium")
def new(
    file: Annotated[Path, typer.Argument(help="The file to write.")],
    like: Annotated[str, typer.Option(help="The design to start from.")] = "sulfide-nmc811-lithium",
    set_: Sets = None,
    json: Json = False,
) -> None:
    """Write a design file of your own, with units and comments, from a shipped one."""
    from ionwright import cell

    path = cell.save(loaded_design(like, set_), file)
    if json:
        print_json({"written": str(path)})
    else:
        print(f"Written: {path}\nNext: edit it, then ionwright cell spec {path}")


@app.command(epilog="Example: ionwright cell paths sulfide-nmc811-lithium")
def paths(design: Name = "sulfide-nmc811-lithium", json: Json = False) -> None:
    """List every input of a design by its path, with unit, limits and meaning."""
    leaves = loaded_design(design, None).leaves
    rows = [
        (
            leaf.path,
            leaf.quantity.shown if leaf.quantity else "",
            leaf.quantity.limits() if leaf.quantity else "",
            leaf.meaning,
        )
        for leaf in leaves
    ]
    if json:
        keys = ("path", "unit", "limits", "meaning")
        print_json([dict(zip(keys, row, strict=True)) for row in rows])
        return
    print_table(f"Inputs of {design}", ("path", "unit", "limits", "meaning"), rows)


@app.command(epilog="Example: ionwright cell schema > cell.schema.json")
def schema(json: Json = True) -> None:
    """Print the JSON Schema of a cell file."""
    from ionwright.cell import files

    print(files.schema_text(), end="")


def _print_evidence(sheet: Spec) -> None:
    from ionwright import data

    rows = []
    for e in sheet.evidence:
        if isinstance(e, data.Row):
            value = e.value.text() if e.known else "range only"
            rows.append((e.item, e.quantity, value, e.kind, e.source, e.value.locator))
        else:
            rows.append((e.item, e.quantity, f"{len(e.x)} points", e.kind, e.source, e.locator))
    print_table(
        "Taken from the data",
        ("item", "quantity", "value", "kind", "source", "locator"),
        sorted(rows),
    )


def _short(sheet: Spec) -> dict[str, object]:
    return {
        "design": sheet.design.id,
        "name": sheet.design.cell.name,
        "headline": sheet.to_json()["headline"],
        "key": sheet.key,
    }


def _number(sheet: Spec, name: str) -> str:
    from ionwright import units

    s = sheet.headline.get(name)
    return "" if s is None else f"{units.to(s.value, s.unit):.4g}"


def _print_spec(sheet: Spec) -> None:
    print(f"{sheet.design.id}: {sheet.design.cell.name}\n")
    rows = [(f"cell.{name}", s.text(), s.meaning) for name, s in sheet.headline.items()]
    print_table("Figures", ("output", "value", "meaning"), rows, right=(1,))
    _print_layers(sheet)
    _print_causes(sheet)
    _print_bill(sheet)
    for note in sheet.notes:
        print(f"Note: {note}")
    laws = sheet.check()
    print(f"Laws: {sum(law.holds for law in laws)} of {len(laws)} hold")
    for law in laws:
        if not law.holds:
            print(f"  broken: {law.name}, residual {law.residual:.2g} of {law.scale}")
    counts = ", ".join(f"{n} {kind}" for kind, n in sorted(sheet.counts().items()))
    print(f"Numbers behind this sheet: {counts}")
    print(f"Key: {sheet.key}")


def _print_layers(sheet: Spec) -> None:
    rows = [
        (
            c.name,
            f"{c.thickness * 1e6:.1f}",
            f"{c.mass * 100:.3f}",
            f"{c.porosity * 100:.1f}",
            ", ".join(f"{p.item} {p.volume_fraction * 100:.1f}" for p in c.portions),
        )
        for c in sheet.coatings
    ]
    rows += [(f"+ {name}", f"{g * 1e6:+.1f}", "", "", "on charge") for name, g in sheet.growth]
    print_table(
        f"Repeat unit, {'discharged' if sheet.design.stores else 'as built'}",
        ("layer", "um", "mg/cm2", "pores %", "vol%"),
        rows,
        right=(1, 2, 3),
    )


def _print_causes(sheet: Spec) -> None:
    total = sheet.resistance
    print_table(
        f"Area-specific resistance, 10 s, {'half charge' if sheet.design.stores else 'at rest'}",
        ("cause", "where", "ohm cm2", "share %", "range"),
        [
            (
                c.name,
                c.where,
                f"{c.value * 1e4:.3g}",
                f"{c.value / total * 100:.0f}",
                _range(c.low, c.high),
            )
            for c in sheet.causes
        ],
        right=(2, 3, 4),
    )
    low, high = sheet.resistance_range
    print(
        f"In all {total * 1e4:.3g} ohm cm2; {_range(low, high)} with every range above at its good"
        " and at its bad end."
    )


def _print_bill(sheet: Spec) -> None:
    from ionwright import data

    heads, rows = ["item", "name", "role", "g/cell"], []
    if sheet.design.stores:
        heads += ["kg/kWh", "m2/kWh"]
    for row in sheet.bill:
        line = [row["item"], data.item(row["item"]).name, row["role"], f"{row['mass'] * 1e3:.4g}"]
        if sheet.design.stores:
            line.append(f"{row['mass_per_energy'] * 3.6e6:.4g}")
            line.append(f"{row['area_per_energy'] * 3.6e6:.3g}" if row["area"] else "")
        rows.append(tuple(line))
    print_table("Bill of materials", tuple(heads), rows, right=range(3, len(heads)))


def _range(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low * 1e4:.3g} to {high * 1e4:.3g}"
