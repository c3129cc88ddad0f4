"""``ionwright network new`` and ``plan``: a case as files, and its plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ionwright.cli._network_progress import shown
from ionwright.cli._options import Json
from ionwright.cli._show import print_json, print_table

if TYPE_CHECKING:
    import numpy as np

    from ionwright.network import Parts, Plan
    from ionwright.network.cases import Opened

SHOWN = 12
"""Notes that are printed."""
CaseName = Annotated[str, typer.Argument(help="A shipped case, or a folder with case.toml.")]
PathName = Annotated[str | None, typer.Option("--path", help="One named path alone.")]
Count = Annotated[int | None, typer.Option("--scenarios", min=1, help="Futures to draw.")]
Seconds = Annotated[float, typer.Option(min=1.0, help="Longest time of the solver.")]
Plot = Annotated[
    Path | None, typer.Option(help="Draw into this file; its suffix says how, .png or .svg.")
]
Gap = Annotated[float, typer.Option(min=0.0, help="Share of the cost at which it is done.")]

Cluster = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="Solve in parts on the dask cluster of this scheduler."),
]


def add(app: typer.Typer) -> None:
    """Add the commands of cases."""
    app.command(epilog="Next: ionwright network plan FOLDER")(new)
    app.command(epilog="Example: ionwright network plan chongqing --path breakthrough")(plan)


def new(
    folder: Annotated[str, typer.Argument(help="Where to write; it is made.")],
    like: Annotated[
        str | None, typer.Option(help="Shipped case to start from; else a small example.")
    ] = None,
    json: Json = False,
) -> None:
    """Write a case as a folder of CSV and TOML files to be changed; it solves as it is."""
    from ionwright.network import cases, files
    from ionwright.network.cases import template

    if like is None:
        names = files.write(Path(folder), *template.template(), first=template.FIRST)
    else:
        found = cases.opened(like)
        names = files.write(Path(folder), found.case, found.scenarios)
    if json:
        print_json({"folder": folder, "like": like, "files": names})
        return
    print(f"Wrote {len(names)} files to {folder}: {', '.join(names)}")
    print(f"Next: ionwright network plan {folder}")


def plan(
    name: CaseName = "chongqing",
    path: PathName = None,
    scenarios: Count = None,
    seconds: Seconds = 300.0,
    gap: Gap = 1e-3,
    plot: Plot = None,
    cluster: Cluster = None,
    json: Json = False,
) -> None:
    """Print the cheapest plan with both bounds: what is built, what it takes, what is bought.

    With --plot, flows on a map, capacity over time and landed cost.
    """
    from ionwright import network
    from ionwright.network import cases

    picture, found = target(plot), cases.opened(name, scenarios)
    if picture is not None:
        _check_map(found)
    futures = chosen(found, path)
    effort = network.Effort(gap=gap, seconds=seconds)
    with shown(found.case.money.split()[0]) as tell:
        best = network.solve(found.case, futures, effort=effort, method=parts(cluster), tell=tell)
    if json:
        print_json(as_json(found, best))
    else:
        print_plan(found, best)
    if not best.values:
        raise typer.Exit(1)
    draw(best, picture)


def target(path: Path | None) -> Path | None:
    """Return a file to draw into, which can be written and is not there yet."""
    if path is None:
        return None
    from ionwright.cell.files import room
    from ionwright.plot._show import target as drawn

    return room(drawn(path))


def _check_map(found: Opened) -> None:
    """Raise, before anything is solved, where a site has no coordinates for a map."""
    from ionwright.plot._network_map import places

    places(found.case)


def draw(thing: Any, path: Path | None) -> None:
    """Draw a plan or a figure into a file, if one was named."""
    if path is not None:
        from ionwright import plot

        plot.save(thing, path)


def parts(cluster: str | None) -> Parts | None:
    """Return how to solve: in parts on a cluster, or as the program chooses by itself."""
    from ionwright import network

    return None if cluster is None else network.Parts(address=cluster)


def chosen(found: Opened, path: str | None) -> Any:
    """Return the futures of a named path, or all."""
    if path is None:
        return found.scenarios
    return found.scenarios.along(path)


def print_head(found: Opened, plan: Plan) -> None:
    """Print what a plan rests on, its size, how it ended, both bounds; else why there is none."""
    money = plan.case.money.split()[0]
    print(found.evidence())
    how = f"{plan.method}, solved in {plan.seconds:.1f} s: {plan.status}"
    print(f"{plan.size.text()}; {how}")
    if not plan.values:
        print(plan.reason or "No plan was found in this time; give it more with --seconds.")
        return
    print(f"Cost {plan.objective / 1e6:,.1f} M{money}, none below {plan.bound / 1e6:,.1f} "
          f"M{money} (gap {plan.gap:.2%}), {plan.case.money}")  # fmt: skip


def print_plan(found: Opened, plan: Plan) -> None:
    """Print a plan, evidence first."""
    print_head(found, plan)
    if not plan.values:
        return
    money = plan.case.money.split()[0]
    _print_built(plan, money)
    print_landed(plan, money)
    if found.built is not None:
        _print_needs(found, plan)
        _print_flows(found, plan)
        print("Notes:")
        for note in found.built.notes[:SHOWN]:
            print(f"- {note}")
        print(f"- {len(found.built.notes)} notes in all, with --json")


def _print_built(plan: Plan, money: str) -> None:
    from ionwright.network import summary

    rows = [
        (b.period, b.option, b.region, f"{b.share:.2f}", f"{b.capital / 1e6:,.0f}")
        for b in summary.decided_now(plan)
    ]
    print_table("Decided on now", ("period", "what", "region", "share", f"capital, M{money}"),
                rows or [("-", "nothing is built before the future is known", "", "", "")],
                right=(3, 4))  # fmt: skip


def print_landed(plan: Plan, money: str) -> None:
    """Print what a unit of each demand costs where it is wanted, by cause."""
    from ionwright.network import evaluate

    found = evaluate.landed(evaluate.evaluate(plan.case, plan.scenarios, plan.values, plan.risk))
    unit = {d.name: u for d in plan.case.demands for u in [_unit(plan, d.item)]}
    rows = [
        (name, f"{sum(parts.values()):,.1f}", unit[name],
         ", ".join(f"{c} {x:,.1f}" for c, x in parts.items() if x > 0.05))
        for name, parts in found.unit_cost.items()
    ]  # fmt: skip
    print_table(f"Landed cost, {money} a unit, mean over futures and years",
                ("demand", "cost", "unit", "of which"), rows, right=(1,))  # fmt: skip


def _print_needs(found: Opened, plan: Plan) -> None:
    from ionwright.network import summary

    assert found.built is not None
    home = found.built.home
    rows = _rows(f"posts in {home}", plan, summary.posts(plan, home), "people", 1.0)
    for kind, values in summary.slots(plan).items():
        rows += _rows(kind, plan, values, "slots", 1.0)
    _print_years("People and equipment", plan, rows)


def _print_flows(found: Opened, plan: Plan) -> None:
    from ionwright.network import summary

    assert found.built is not None
    home, rows = found.built.home, []
    cells = dict.fromkeys(d.item for d in plan.case.demands)
    for item in (*cells, *found.built.critical):
        big = 1e6 if _unit(plan, item) == "kWh" else 1e3
        unit = "GWh/yr" if big == 1e6 else "t/yr"
        rows += _rows(f"{item} made in {home}", plan, summary.made(plan, item, (home,)), unit, big)
        rows += _rows(f"{item} brought in", plan, summary.brought(plan, item, home), unit, big)
        if item in cells:
            rows += _rows(f"{item} replaced", plan, summary.lacking(plan, item), unit, big)
    _print_years("Flows", plan, rows)


def _rows(what: str, plan: Plan, values: np.ndarray, unit: str, big: float) -> list[Any]:
    from ionwright.network import summary

    return [
        (
            what,
            path,
            unit,
            *(f"{x / big:,.2f}" if x < 100 * big else f"{x / big:,.0f}" for x in each),
        )
        for path, each in summary.by_path(plan, values).items()
        if max(each) > 1e-3 * big
    ]


def _print_years(title: str, plan: Plan, rows: list[Any]) -> None:
    years = [p.name for p in plan.case.periods]
    print_table(f"{title}, mean of each path", ("what", "path", "unit", *years), rows,
                right=tuple(range(3, 3 + len(years))))  # fmt: skip


def _unit(plan: Plan, item: str) -> str:
    return next(i.unit for i in plan.case.items if i.name == item)


def as_json(found: Opened, plan: Plan) -> dict[str, Any]:
    """Return a plan as plain data."""
    import json as text

    from ionwright.network import evaluate, summary

    out = {"evidence": found.evidence(), **text.loads(plan.to_json())}
    if found.built is not None:
        out["kinds"], out["notes"] = dict(found.built.kinds), list(found.built.notes)
        if plan.values:
            home = found.built.home
            out["posts"] = summary.by_path(plan, summary.posts(plan, home))
            out["slots"] = {k: summary.by_path(plan, v) for k, v in summary.slots(plan).items()}
    if plan.values:
        e = evaluate.evaluate(plan.case, plan.scenarios, plan.values, plan.risk)
        out["landed"] = evaluate.landed(e).unit_cost
    return out
