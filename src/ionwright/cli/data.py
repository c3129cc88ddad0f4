"""``ionwright data``: the numbers with their sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ionwright.cli._show import print_json, print_table

if TYPE_CHECKING:
    from ionwright.data import Item

app = typer.Typer(
    help="The numbers that everything stands on, with their sources.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]


@app.command("list", epilog="Example: ionwright data list --class electrolyte")
def list_(
    kind: Annotated[str, typer.Option("--class", help="Only items of this class.")] = "",
    json: Json = False,
) -> None:
    """List the substances and parts, and how many numbers there are of each."""
    from collections import Counter

    from ionwright import data

    items = _items(kind)
    rows = [row for name in data.TABLES for row in data.table(name)]
    counts = {
        "numbers": Counter(row.item for row in rows),
        "assumed": Counter(row.item for row in rows if row.kind == "assumed"),
        "curves": Counter(curve.item for curve in data.curves()),
    }
    if json:
        print_json(
            [
                {
                    "id": i.id,
                    "class": i.kind,
                    "formula": i.formula,
                    "name": i.name,
                    "names": list(i.names),
                    **{name: count[i.id] for name, count in counts.items()},
                }
                for i in items
            ]
        )
        return
    print_table(
        "Items",
        ("id", "class", "name", "other names", *counts),
        [
            (i.id, i.kind, i.name, ", ".join(i.names), *(str(n[i.id]) for n in counts.values()))
            for i in items
        ],
        right=(4, 5, 6),
    )
    kinds = Counter(row.kind for row in rows)
    counted = ", ".join(f"{n} {k}" for k, n in kinds.most_common())
    print(
        f"{len(rows)} numbers ({counted}), {len(data.curves())} curves, "
        f"{len(data.sources())} sources"
    )
    print("Next: ionwright data show Li6PS5Cl")


def _items(kind: str) -> list[Item]:
    """Return the items of a class, or all; refuse a class that there is not."""
    from ionwright import data
    from ionwright.errors import InputError, nearest

    every = list(data.items().values())
    classes = sorted({item.kind for item in every})
    if kind and kind not in classes:
        raise InputError(
            "--class names a class of items",
            seen=repr(kind),
            allowed=", ".join(classes),
            do=nearest(kind, classes, "class"),
        )
    return [item for item in every if kind in ("", item.kind)]


@app.command(epilog="Example: ionwright data show NMC811 --quantity diffusivity")
def show(
    item: Annotated[str, typer.Argument(help="An id or any name in use, such as NCM811.")],
    quantity: Annotated[str, typer.Option(help="Only this quantity.")] = "",
    json: Json = False,
) -> None:
    """Print every number of an item with range, conditions and source."""
    from ionwright import data

    found = data.item(item)
    rows = data.find(found.id, quantity)
    curves = [c for c in data.curves() if c.item == found.id and quantity in ("", c.quantity)]
    keys = sorted({r.source for r in rows} | {c.source for c in curves})
    if json:
        print_json(_as_dict(found, rows, curves, keys))
        return
    print(f"{found.id}: {found.name}" + (f" ({found.formula})" if found.formula else ""))
    if not rows and not curves:
        print("No numbers" + (f" of {quantity}" if quantity else "") + " in the data.")
        return
    print_table(
        "Numbers",
        ("quantity", "value", "low to high", "kind", "conditions", "source", "locator"),
        [
            (r.quantity, *_texts(r), r.kind, r.conditions_text(), r.source, r.value.locator)
            for r in rows
        ],
    )
    if curves:
        print_table(
            "Curves",
            ("quantity", "branch", "range", "points", "kind", "source", "locator"),
            [
                (
                    c.quantity,
                    c.branch or "-",
                    f"x {c.x[0]:.4g} to {c.x[-1]:.4g}",
                    str(len(c.x)),
                    c.kind,
                    c.source,
                    c.locator,
                )
                for c in curves
            ],
        )
    print_table(
        "Sources",
        ("key", "what", "how it was read"),
        [(key, data.source(key).text(), data.source(key).how) for key in keys],
    )


def _texts(row: object) -> tuple[str, str]:
    """Return value and range as text, in the unit of the table."""
    from ionwright import data, units

    assert isinstance(row, data.Row)
    v = row.value
    value = units.show(v.value, v.unit) if row.known else f"unknown ({v.unit})"
    return value, f"{units.to(v.low, v.unit):.4g} to {units.to(v.high, v.unit):.4g}"


def _as_dict(found, rows, curves, keys) -> dict[str, object]:  # noqa: ANN001 - types of data
    from dataclasses import asdict

    from ionwright import data

    return {
        "item": asdict(found),
        "numbers": [
            {
                "quantity": r.quantity,
                **r.value.as_dict(),
                "known": r.known,
                "range": r.range,
                "conditions": dict(r.conditions),
                "note": r.note,
                "table": f"{r.table}.csv",
                "line": r.line,
            }
            for r in rows
        ],
        "curves": [asdict(c) for c in curves],
        "sources": {key: asdict(data.source(key)) for key in keys},
    }
