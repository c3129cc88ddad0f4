"""``ionwright plant line``: a plant as a running line."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ionwright.cli._options import Json, Sets, loaded_design
from ionwright.cli._plant_more import Anode, Capacity, Route, print_notes, stop_unless
from ionwright.cli._show import print_json, print_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ionwright.plant.line import Result
    from ionwright.plant.line.study import Gain
    from ionwright.plant.running import PlantLine

WINDOW = 48.0
"""Time that a figure of the line shows, after the warm-up [h]."""
FIGURES = {
    "plan": ("kWh/h", "capacity over the hours of a year"),
    "throughput": ("kWh/h", "good cells, mean and 95 % interval"),
    "of the plan": ("%", "throughput over plan"),
    "output": ("GWh/yr", "throughput in the hours of a year"),
    "in progress": ("MWh", "material in machines, places and buffers; branches add up"),
    "in buffers": ("MWh", "of it between the stations"),
    "time in line": ("d", "work in progress over throughput"),
}
"""Figures with unit and meaning."""


def add(app: typer.Typer) -> None:
    """Add the command to the commands of a plant."""
    app.command(
        epilog='Example: ionwright plant line sulfide-dry --capacity "2 GWh/yr" --figure line.png'
    )(line)


def line(
    route: Route,
    design: Annotated[
        str | None,
        typer.Argument(help="A design, or a path to a TOML file; else the first that fits."),
    ] = None,
    capacity: Capacity = "2 GWh/yr",
    anode: Anode = None,
    weeks: Annotated[float, typer.Option(help="What is measured, after the warm-up.")] = 10.0,
    seed: Annotated[int, typer.Option(help="Of the random numbers.")] = 1,
    pairs: Annotated[
        int, typer.Option(min=2, help="Runs with other random numbers, with and without a machine.")
    ] = 4,
    stations: Annotated[
        int, typer.Option(min=0, help="Stations that get one more machine, the busiest first.")
    ] = 3,
    figure: Annotated[
        Path | None,
        typer.Option(help=f"Draw {WINDOW:g} h of the line; the suffix says how, .png or .svg."),
    ] = None,
    set_: Sets = None,
    json: Json = False,
) -> None:
    """Run a line lot by lot: throughput, bottleneck, and what one more machine buys."""
    from ionwright import plant
    from ionwright.cli._runs import _picture
    from ionwright.plant import line as pl
    from ionwright.plant.line.study import busiest
    from ionwright.plant.running import to_line

    picture = _picture(figure)
    wanted = plant.load(route, capacity, anode=anode)
    made = to_line(wanted, loaded_design(design or _first(wanted), set_))
    run, workers = made.run(weeks, seed), min(2, os.cpu_count() or 1)
    runs = pl.replicate(made.line, run, pairs, workers)
    tried = busiest(runs)[:stations]
    gains = pl.one_more(made.line, run, pairs, tried, workers, runs)
    if picture is not None:
        _draw(made, seed, picture)
    if json:
        print_json(_json(made, runs, gains))
    else:
        _print(made, weeks, runs, gains)
    stop_unless([law for r in runs for law in r.check()])


def _first(plant: Any) -> str:
    """Return the first shipped design that a plant's route makes."""
    from ionwright import cell
    from ionwright.errors import InputError

    for name in cell.names():
        if plant.route.makes(cell.load(name)):
            return name
    raise InputError(
        f"route {plant.route.id} makes none of the shipped designs",
        do="Name a design, or a TOML file, after the route",
        where=plant.route.where,
    )


def _draw(made: PlantLine, seed: int, path: Path) -> None:
    """Draw a window after the warm-up."""
    from ionwright import plot
    from ionwright.plant import line as pl

    begin, spans = made.warm_up, []

    def keep(*span: Any) -> None:
        if span[4] > begin:
            spans.append(span)

    pl.simulate(made.line, pl.Run(WINDOW, begin, seed), 0, keep)
    order = [s.name for s in made.line.stations]
    spans.sort(key=lambda span: order.index(span[0]))  # as the material goes, not as lots end
    plot.save(plot.plant.gantt(spans, begin, begin + WINDOW, title=made.line.name), path)


def _figures(made: PlantLine, runs: Sequence[Result]) -> dict[str, tuple[float, ...]]:
    """Return the figures: value, or mean, low and high."""
    from ionwright.plant.line.study import interval

    out = interval([r.throughput for r in runs])
    held, lying = (
        sum(getattr(r, name) for r in runs) / len(runs) for name in ("in_progress", "in_buffers")
    )
    return {
        "plan": (made.plan,),
        "throughput": (out.mean, out.low, out.high),
        "of the plan": tuple(100.0 * x / made.plan for x in (out.mean, out.low, out.high)),
        "output": (out.mean * made.hours / 1e6,),
        "in progress": (held / 1000.0,),
        "in buffers": (lying / 1000.0,),
        "time in line": (held / out.mean / 24.0,),
    }


def _print(made: PlantLine, weeks: float, runs: Sequence[Result], gains: Sequence[Gain]) -> None:
    from ionwright.plant.line.study import busiest

    rows = []
    for name, found in _figures(made, runs).items():
        unit, means = FIGURES[name]
        value, *band = (f"{x:.4g}" for x in found)
        rows.append((name, value, " to ".join(band), unit, means))
    print_table(
        f"{made.line.name}: {weeks:g} week{'' if weeks == 1.0 else 's'} after"
        f" {made.warm_up / 168.0:.1f} to fill the line, {len(runs)} runs",
        ("figure", "value", "95 %", "unit", "meaning"),
        rows,
        right=(1, 2),
    )
    print_table(
        "Stations, shares of the time of their machines or places [%]; counted: as in the"
        " reference line",
        ("station", "machines", "number", "busy", "down", "change", "starved", "blocked", "lost",
         "holds, kWh"),
        [_station(made, runs, i) for i in range(len(made.line.stations))],
        right=(1, 3, 4, 5, 6, 7, 8, 9),
    )  # fmt: skip
    print(f"Bottleneck, by the share of time in which it waits for nobody: {busiest(runs)[0]}")
    if gains:
        print_table(
            f"One more machine there, {len(runs)} pairs of runs that share their random numbers",
            ("station", "more, kWh/h", "95 %", "of the throughput"),
            [
                (
                    g.station,
                    f"{g.throughput.mean:+.2f}",
                    f"{g.throughput.low:+.2f} to {g.throughput.high:+.2f}",
                    f"{100 * g.share:+.2f} %" + ("" if g.is_sure else ", cannot tell"),
                )
                for g in gains
            ],
            right=(1, 2),
        )
    print_notes(made.notes)


def _station(made: PlantLine, runs: Sequence[Result], i: int) -> tuple[str, ...]:
    """Return a row of the table of stations, means over the runs."""
    name = made.line.stations[i].name

    def mean(field: str) -> float:
        return sum(getattr(r.stations[i], field) for r in runs) / len(runs)

    shares = [
        f"{100.0 * mean(field):.1f}"
        for field in ("busy", "down", "changeover", "starved", "blocked")
    ]
    counted = "counted" if made.banks[name].counted else "assumed"
    lost = 100.0 * mean("lost") / mean("taken")
    machines = str(made.line.stations[i].machines)
    return (name, machines, counted, *shares, f"{lost:.1f}", f"{mean('held'):.0f}")


def _json(made: PlantLine, runs: Sequence[Result], gains: Sequence[Gain]) -> dict[str, Any]:
    from dataclasses import asdict

    from ionwright.core import record
    from ionwright.plant.line.study import busiest

    return {
        "headline": {
            f"line.{name}": {
                "value": found[0],
                "unit": FIGURES[name][0],
                "meaning": FIGURES[name][1],
                "band": found[1:] or None,
            }
            for name, found in _figures(made, runs).items()
        },
        "warm_up [h]": made.warm_up,
        "bottleneck": busiest(runs)[0],
        "stations": [asdict(s) for s in runs[0].stations],
        "one more": [{**asdict(g), "sure": g.is_sure} for g in gains],
        "numbers": [
            {"station": name, "what": one.what, **one.value.as_dict()} for name, one in made.given
        ],
        "numbers_by_kind": dict(made.kinds),
        "notes": made.notes,
        "laws": [
            {"run": r.replication, "name": x.name, "residual": x.residual, "holds": x.holds}
            for r in runs
            for x in r.check()
        ],
        "record": record(),
    }
