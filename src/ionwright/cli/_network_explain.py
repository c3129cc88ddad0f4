"""``ionwright network explain``: why a plan is as it is, or why there is none."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ionwright.cli._network_case import (
    CaseName,
    Count,
    Gap,
    PathName,
    as_json,
    chosen,
    print_head,
    print_landed,
)
from ionwright.cli._options import Json
from ionwright.cli._show import print_json, print_table

if TYPE_CHECKING:
    from ionwright.network import Effort, Plan
    from ionwright.network.account import Reasons
    from ionwright.network.value import Interval, Regret

FEW = 12
"""Duals that are printed, those of each limit in turn."""
OURS, MEAN = "this plan", "plan for the mean future"
NEVER = "it cannot be carried out"
MANY = 12
"""Futures up to which the plan is looked at in each: two solves a future."""
LEAST = 3
"""Duals of one limit that are printed."""


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: ionwright network explain chongqing --path breakthrough")(explain)


def explain(
    name: CaseName = "chongqing",
    path: PathName = None,
    scenarios: Count = None,
    region: Annotated[
        str | None, typer.Option(help="Whose projects are looked at; else all, or that of a case.")
    ] = None,
    slack: Annotated[
        float,
        typer.Option(min=0.0, help="Share of the cost within which a plan is nearly as cheap."),
    ] = 0.01,
    seconds: Annotated[float, typer.Option(min=1.0, help="Longest time of each solve.")] = 60.0,
    gap: Gap = 2e-4,
    json: Json = False,
) -> None:
    """Print why the plan is as it is: landed cost, what limits cost, what each project is worth.

    Limits and projects are weighed by solving again without them; of up to a dozen futures each is
    looked at by itself. Of a case that has no plan the reason is told.
    """
    from ionwright import network
    from ionwright.network import cases

    found = cases.opened(name, scenarios)
    effort = network.Effort(gap=gap, seconds=seconds)
    plan = network.solve(found.case, chosen(found, path), effort=effort)
    where = region if region is not None else found.built.home if found.built else ""
    if not plan.values:
        print_json(as_json(found, plan)) if json else print_head(found, plan)
        raise typer.Exit(1)
    why = network.reasons(plan, where, effort=effort, slack=slack)
    sure = _regrets(plan, effort)
    if json:
        print_json(as_json(found, plan) | _as_json(why, sure))
        return
    print_head(found, plan)
    print_landed(plan, plan.case.money.split()[0])
    _print(why)
    if sure is not None:
        _print_regrets(plan, sure)


def _regrets(plan: Plan, effort: Effort) -> Regret | None:
    """Return what the plan and that for the mean cost in each future; None: too many, or one."""
    from ionwright import network

    if not 1 < len(plan.scenarios.futures) <= MANY:
        return None
    mean = network.solve(plan.case, plan.scenarios.mean(), effort=effort)
    plans = {OURS: plan} | ({MEAN: mean} if mean.values else {})
    return network.regret(plan.case, plan.scenarios, plans, effort=effort)


def _print_regrets(plan: Plan, sure: Regret) -> None:
    from ionwright.network.account import not_negative
    from ionwright.network.value import Interval

    money, futures = plan.case.money.split()[0], plan.scenarios.futures
    plans = {
        name: {f: not_negative(x) for f, x in each.items()} for name, each in sure.regret.items()
    }
    rows = [
        (f.name, f"{f.probability:.0%}", *(_told(each[f.name], NEVER) for each in plans.values()))
        for f in futures
    ]
    means = [
        Interval(*(math.fsum(f.probability * getattr(each[f.name], end) for f in futures)
                   for end in ("low", "high")))
        for each in plans.values()
    ]  # fmt: skip
    rows.append(("mean", "", *(_told(x, NEVER) for x in means)))
    print_table(
        f"How sure: what a plan costs in each future beyond the best that could be done, M{money}",
        ("future", "chance", *plans),
        rows,
        right=(1,),
    )
    print("The mean of the first is what knowing the future would save; that of the second less")
    print("the first, what planning for all futures saves over planning for their mean.")


def _print(why: Reasons) -> None:
    money = why.plan.case.money.split()[0]
    print_table(
        f"What limits cost: the plan less the one without them, M{money}",
        ("limit", "costs"),
        [(x.what, _told(x.costs)) for x in why.limits] or [("-", "the case has none")],
    )
    _print_projects(why, money)
    where = why.region or "all regions"
    print_table(
        f"Plans that cost nearly as little, M{money}",
        ("what was asked for", "costs more", f"capital in {where}", "decided on now there"),
        [(a.words, f"{a.costs / 1e6:,.1f}", f"{a.capital / 1e6:,.0f}", "; ".join(a.built) or
          "nothing") for a in why.alternatives] or [("-", "", "", "none was found")],
        right=(1, 2),
    )  # fmt: skip
    _print_duals(why, money)


def _print_projects(why: Reasons, money: str) -> None:
    rows = [
        (p.line, p.region, "; ".join(p.built) or "left out", _told(p.worth)) for p in why.projects
    ]
    where = f" in {why.region}" if why.region else ""
    print_table(
        f"Projects{where}: what the least cost rises by without each; negative: by with each that "
        f"is left out, M{money}",
        ("project", "region", "decided on now", "worth"),
        rows or [("-", "", "nothing can be decided on now", "")],
    )


def _print_duals(why: Reasons, money: str) -> None:
    rows = []
    for limit in dict.fromkeys(d.limit for d in why.duals):
        some = [d for d in why.duals if d.limit == limit][:LEAST]
        rows += [(limit, d.place, f"{d.saves:,.4g}", d.unit) for d in some]
    print_table(
        "Duals of the fixed plan: what one unit more saves while buildings and training stay",
        ("limit", "where and when", f"saves, {money}", "for one more"),
        rows[:FEW] or [("-", "no limit binds", "", "")],
        right=(2,),
    )
    print(f"Duals hold for small changes; {len(why.duals)} in all, with --json.")


def _told(x: Interval, never: str = "there is no plan without it") -> str:
    """Return an interval in millions of money, or that nothing can be said.

    Parameters
    ----------
    x : Interval
    never : str
        What an infinite cost means.
    """
    from ionwright.network.value import UNSEEN

    if math.isinf(x.low) and math.isinf(x.high):
        return never if x.low > 0.0 else "there is no plan with it"
    low, high = (_millions(v) for v in (x.low, x.high))
    if low == high:
        return "nothing" if low == "0.0" else low  # known to a tenth of a million
    text = f"{low} to {high}"
    return text if x.seen else f"{UNSEEN} ({text})"


def _as_json(why: Reasons, sure: Regret | None) -> dict[str, Any]:
    from ionwright.network.account import not_negative

    regrets = {} if sure is None else sure.regret
    return {
        "regret": {
            name: {f: _ends(not_negative(x)) for f, x in each.items()}
            for name, each in regrets.items()
        },
        "region": why.region,
        "limits": [{"limit": x.what, **_ends(x.costs)} for x in why.limits],
        "projects": [
            {"project": p.line, "region": p.region, "built": p.built, **_ends(p.worth)}
            for p in why.projects
        ],
        "alternatives": [
            {"asked": a.words, "costs": a.costs, "capital": a.capital, "built": a.built}
            for a in why.alternatives
        ],
        "duals_of_the_fixed_plan": [
            {"limit": d.limit, "place": d.place, "saves": d.saves, "unit": d.unit}
            for d in why.duals
        ],
    }


def _ends(x: Interval) -> dict[str, float | None]:
    low, high = (v if math.isfinite(v) else None for v in (x.low, x.high))
    return {"low": low, "high": high}


def _millions(x: float) -> str:
    """Return an amount in millions; what rounds to zero has no sign."""
    text = f"{x / 1e6:,.1f}"
    return "0.0" if text == "-0.0" else text
