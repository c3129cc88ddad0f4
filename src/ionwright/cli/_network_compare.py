"""``ionwright network compare``: strategies side by side, and where the plan changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ionwright.cli._network_case import CaseName, Count, Plot, draw, target
from ionwright.cli._options import Json
from ionwright.cli._show import print_json, print_table
from ionwright.errors import InputError

if TYPE_CHECKING:
    from ionwright.network.cases import Opened
    from ionwright.network.compare import Outcome, Switch
    from ionwright.network.strategies import Strategy

Switches = Annotated[
    list[str] | None,
    typer.Option("--switch", metavar="FIGURE", help="Look for where it changes the plan."),
]
SECONDS = 60.0
"""Longest time of one solve [s]."""


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: ionwright network compare chongqing "
                       "--switch substitute.premium_lost.all-solid-cell")(compare)  # fmt: skip


def compare(
    name: CaseName = "chongqing",
    scenarios: Count = None,
    region: Annotated[
        str,
        typer.Option(
            help="Whose new plants are ruled out or allowed; a case of your own needs it."
        ),
    ] = "",
    gap: Annotated[float, typer.Option(min=0.0, help="Share of the cost of each solve.")] = 2e-4,
    switch: Switches = None,
    plot: Plot = None,
    json: Json = False,
) -> None:
    """Print strategies on every path: cost as an interval, regret, jobs, what is seen.

    With --plot, how the first strategy's cost becomes that of the cheapest, all paths together.
    """
    from ionwright.network import Effort, cases
    from ionwright.network import compare as side

    picture, found = target(plot), cases.opened(name, scenarios)
    effort = Effort(gap=gap, seconds=SECONDS)
    listed, home = _listed(name, found, region, switch or [])
    rows = side.outcomes(found.case, found.scenarios, listed, effort)
    if picture is not None:
        draw(_waterfall(rows), picture)
    switches = [cases.switch(name, figure, effort) for figure in switch or ()]
    if json:
        print_json(_as_json(found.evidence(), rows, switches))
        return
    print(found.evidence())
    _print_rows(rows, found.case.money.split()[0], home)
    for s in switches:
        assert found.built is not None
        print(s.text(found.built.book.amount(s.figure).unit))


def _listed(
    name: str, found: Opened, region: str, switch: list[str]
) -> tuple[tuple[Strategy, ...], str]:
    """Return the strategies of a case and the region that plans; wrong words are told here."""
    from ionwright.network import cases
    from ionwright.network.usual import usual

    if found.built is None:
        if switch:
            raise InputError("--switch names a figure of a shipped case", seen=switch[0],
                             do="For a case of your own: compare.switching in Python")  # fmt: skip
        return usual(found.case, region), region
    for figure in switch:
        found.built.book.amount(figure)
    if region:
        return usual(found.case, region), region
    return cases.strategies(name, found.built.book), found.built.home


def _waterfall(rows: tuple[Outcome, ...]) -> Any:
    """Return the figure from the first strategy to the cheapest, over all paths."""
    from ionwright import plot
    from ionwright.network.compare import ALL

    some = [o for o in rows if o.path == ALL and o.plan.values]
    best = min(some, key=lambda o: o.cost.high)
    return plot.network.waterfall(some[0].plan, best.plan, (some[0].strategy, best.strategy))


def _print_rows(rows: tuple[Outcome, ...], money: str, home: str) -> None:
    from ionwright.network import compare as side

    beyond = side.regret(rows)
    for path in dict.fromkeys(o.path for o in rows):
        some = [o for o in rows if o.path == path]
        lines = [
            (o.strategy, f"{o.cost.low / 1e6:,.1f} to {o.cost.high / 1e6:,.1f}",
             f"{beyond[o.strategy, path].low / 1e6:,.1f} to "
             f"{beyond[o.strategy, path].high / 1e6:,.1f}",
             f"{o.posts(home):,.0f}", "; ".join(o.local(home)) or "nothing")
            for o in some
        ]  # fmt: skip
        print_table(f"{path}, M{money}",
                    ("strategy", "cost", "regret", "posts at the end", "decided there now"), lines,
                    right=(1, 2, 3))  # fmt: skip
        for o in some[1:]:
            print(f"- {side.difference(o, some[0], money)}")


def _as_json(evidence: str, rows: tuple[Outcome, ...], switches: list[Switch]) -> dict[str, Any]:
    return {
        "evidence": evidence,
        "strategies": [
            {"strategy": o.strategy, "path": o.path, "low": o.cost.low, "high": o.cost.high,
             "built": o.plan.built, "status": o.plan.status}
            for o in rows
        ],
        "switches": [
            {"figure": s.figure, "low": s.low, "typical": s.typical, "high": s.high,
             "below": s.below, "above": s.above}
            for s in switches
        ],
    }  # fmt: skip
