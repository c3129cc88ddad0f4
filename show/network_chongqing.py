"""Chongqing end to end: evidence, both bounds, strategies by path, cell and route, switches."""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from house import failures, told

from ionwright import network
from ionwright.network import cases, compare, summary, value
from ionwright.network.cases import chongqing_market as market
from ionwright.network.cases.built import Built
from ionwright.network.cases.chongqing import OXIDE, SULFIDE_WET, Chongqing, sulfide_per_gwh
from ionwright.network.cases.chongqing_strategies import strategies

EFFORT = network.Effort(gap=2e-4, seconds=120.0)
MINUTES = 5.0
SHARE = 0.02
"""Gap over what decisions are worth."""
PUBLISHED = (333.0, 364.0)
"""Li2S that two makers name for a GWh [t]."""
SWITCHES = (
    "substitute.premium_lost.all-solid-cell",
    "substitute.premium_lost.semi-solid-cell",
    "supplier.margin.mature",
    "owner-listed.hurdle_rate",
    "chongqing-carmakers.captive_share",
    "solid-state-line.slots",
    "senior-staff.pool_now",
    "senior-staff.pool_growth",
)
BUDGETS = (0.0, 1.0, 2.0, 3.0)
"""Figures that may turn bad at once."""
MANY, FEW = 45, (6, 12)
"""Drawn futures, and how many of them are kept."""
LOST = 0.005
"""Of the cost, what a plan for few futures may cost more on all."""


def end_to_end() -> None:
    """Build and solve the case with its paths and with ten drawn futures."""
    print("\n== 1. end to end")
    begun = time.perf_counter()
    found = Chongqing().build()
    print(found.evidence())
    print(f"built in {time.perf_counter() - begun:.1f} s")
    listed = strategies(found.book)
    for count in (None, 10):
        begun = time.perf_counter()
        futures = market.scenarios(found.book, found.case, count)
        plan = network.solve(found.case, futures, effort=EFFORT)
        imported = network.solve(listed[0].apply(found.case), futures, effort=EFFORT)
        took = (time.perf_counter() - begun) / 60.0
        worth = imported.objective - plan.bound
        gap = (plan.objective - plan.bound) / worth
        print(f"{len(futures.futures)} futures: {plan.size.text()}")
        ours, theirs = (
            f"{x.bound / 1e6:,.1f} to {x.objective / 1e6:,.1f}" for x in (plan, imported)
        )
        print(f"  cost {ours} MUSD; importing everything {theirs}")
        told(f"gap with {len(futures.futures)} futures",
             f"{(plan.objective - plan.bound) / 1e6:,.2f} MUSD, {gap:.2%} of what decisions are "
             "worth", f"{SHARE:.0%}", gap <= SHARE)  # fmt: skip
        told("both solves", f"{took:.2f} min", f"{MINUTES:g} min", took <= MINUTES)


def compared() -> None:
    """Print every strategy on every path."""
    print("\n== 2. strategies, each path before any mean")
    for name in ("chongqing", "chongqing-oxide"):
        found = cases.opened(name)
        assert found.built is not None
        rows = compare.outcomes(
            found.case, found.scenarios, cases.strategies(name, found.built.book), EFFORT
        )
        for o in rows:
            local = "; ".join(o.local(found.built.home)) or "nothing"
            print(f"{name:16s} {o.path:18s} {o.strategy:32s} {o.cost.low / 1e6:10,.1f} to "
                  f"{o.cost.high / 1e6:10,.1f} MUSD, {o.posts(found.built.home):5,.0f} posts, "
                  f"decided there now: {local}")  # fmt: skip
        first = {o.path: o for o in rows if o.strategy == rows[0].strategy}
        for o in rows:
            if o.strategy != rows[0].strategy:
                print(f"  {o.path}: {compare.difference(o, first[o.path], 'USD')}")


def cells() -> None:
    """Print the plan for other cells, other routes and other needs of Li2S."""
    print("\n== 3. another cell, another route, another need of Li2S")
    varied = {
        "sulfide, dry": Chongqing(),
        "sulfide, wet": Chongqing(solid=SULFIDE_WET),
        "oxide": Chongqing(solid=OXIDE),
        **{f"sulfide, {x:g} t Li2S/GWh": Chongqing(lithium_sulfide=x) for x in PUBLISHED},
    }
    for name, case in varied.items():
        recipes = case.recipes()
        need = f"{sulfide_per_gwh(recipes):.0f} t Li2S/GWh" if "Li2S" in recipes else "no Li2S"
        _by_path(f"{name} ({need})", case.build())


def _by_path(name: str, found: Built) -> None:
    futures = market.scenarios(found.book, found.case)
    for path in market.PATHS:
        plan = network.solve(found.case, futures.along(path), effort=EFFORT)
        local = [f"{b.option} in {b.period}" for b in summary.decided_now(plan)
                 if b.region == found.home]  # fmt: skip
        print(f"{name}, {path}: {plan.objective / 1e6:,.1f} MUSD; {'; '.join(local) or 'nothing'}")


def switches() -> None:
    """Print where the plan changes over the range of some assumed figures."""
    print("\n== 4. switching values of what is built there now, any path")
    book = cases.built("chongqing").book
    for figure in SWITCHES:
        print(cases.switch("chongqing", figure, EFFORT).text(book.amount(figure).unit), flush=True)


def budgets() -> None:
    """Print what is built there now when some of the named figures may turn bad."""
    print("\n== 5. a budget of uncertainty")
    found, figures = cases.opened("chongqing"), cases.uncertain("chongqing")
    print("may turn bad: " + "; ".join(f.name for f in figures))
    assert found.built is not None
    for path in market.PATHS:
        for budget in BUDGETS:
            risk = network.Risk(robust=network.Robust(figures, budget))
            plan = network.solve(
                found.case, found.scenarios.along(path), risk=risk, effort=EFFORT
            )  # fmt: skip
            local = [f"{b.option} in {b.period}" for b in summary.decided_now(plan)
                     if b.region == found.built.home]  # fmt: skip
            print(f"{path}, {budget:g}: {plan.bound / 1e6:,.1f} to {plan.objective / 1e6:,.1f} "
                  f"MUSD, {plan.evaluated().mean / 1e6:,.1f} as written; "
                  f"{'; '.join(local) or 'nothing'}")  # fmt: skip
        told(f"{path}: laws", "kept" if all(x.holds for x in plan.check()) else "broken", "kept",
             all(x.holds for x in plan.check()))  # fmt: skip


def fewer() -> None:
    """Reduce drawn futures, state the distance, and see what the plan for fewer costs on all."""
    print("\n== 6. fewer futures")
    found = cases.opened("chongqing", MANY)
    best = network.solve(found.case, found.scenarios, effort=EFFORT)
    whole = value.between(best)
    print(f"{MANY} futures: {whole.low / 1e6:,.1f} to {whole.high / 1e6:,.1f} MUSD")
    for count in FEW:
        less = network.reduce(found.scenarios, count)
        plan = network.solve(found.case, less.scenarios, effort=EFFORT)
        print(less.text() + f"; its own cost {plan.objective / 1e6:,.1f} MUSD")
        held = network.regret(found.case, found.scenarios, {"few": plan}, effort=EFFORT)
        on_all = sum(
            f.probability * held.costs["few"][f.name].high for f in found.scenarios.futures
        )
        lost = on_all - whole.low
        said = f"{on_all / 1e6:,.1f} MUSD, at most {lost / on_all:.3%} above the best"
        told(f"plan of {count} on all {MANY}", said, f"{LOST:.1%}", lost <= LOST * on_all)


def main() -> int:
    """Run all; name numbers to run only some."""
    parts = {1: end_to_end, 2: compared, 3: cells, 4: switches, 5: budgets, 6: fewer}
    for number in [int(a) for a in sys.argv[1:]] or list(parts):
        parts[number]()
    print(f"\n{len(failures)} missed" + (f": {', '.join(failures)}" if failures else ""))
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
