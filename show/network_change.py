"""Another cell, another route, another need of Li2S: how the plan of Chongqing changes, and why."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from house import failures, told

from ionwright import network
from ionwright.network import summary
from ionwright.network.build.recipe import GWH, Recipe
from ionwright.network.case import Case
from ionwright.network.cases import chongqing_market as market
from ionwright.network.cases.chongqing import (
    OXIDE,
    SULFIDE,
    SULFIDE_WET,
    Cells,
    Chongqing,
    sulfide_per_gwh,
)
from ionwright.network.cases.chongqing_market import HOME, SEMI, SOLID
from ionwright.network.value import UNSEEN, Interval, between

EFFORT = network.Effort(gap=2e-4, seconds=60.0)
PUBLISHED = (333.0, 364.0)
"""Li2S that two makers name for a GWh [t]."""
SILICON = Cells("sulfide-dry", "sulfide-nmc811-silicon", "coated", SULFIDE.ramp)
PATH = "breakthrough"
"""Path of demand on which every plan is made: that with the most all-solid cells."""
SIZE = "5 GWh/yr"
MOVED = 0.01
"""Relative change of an input that is shown."""


@dataclass(frozen=True)
class Variant:
    """A case that may be asked for, and the cell that its all-solid demand takes."""

    name: str
    case: Chongqing
    cell: str = SOLID


@dataclass(frozen=True)
class Answer:
    """What a variant takes, what else it costs, what it builds, what is not delivered, its cost."""

    variant: Variant
    takes: Mapping[str, float]
    beside: Mapping[str, float]
    built: tuple[str, ...]
    replaced: float
    cost: Interval


BASE = Variant("sulfide, dry, lithium foil", Chongqing())
VARIANTS = (
    Variant("sulfide, wet route", Chongqing(solid=SULFIDE_WET)),
    Variant("sulfide, silicon anode", Chongqing(solid=SILICON)),
    Variant("oxide", Chongqing(solid=OXIDE)),
    *(Variant(f"sulfide, {x:g} t Li2S/GWh", Chongqing(lithium_sulfide=x)) for x in PUBLISHED),
)


def takes(recipes: Mapping[str, Recipe], cell: str) -> dict[str, float]:
    """Return what a kWh of a cell takes through its chain [kg/kWh]."""
    found = dict(recipes[cell].takes)
    for powder in ("Li6PS5Cl", "LLZO-Ta"):
        for item, each in recipes[powder].takes.items() if powder in found else ():
            found[item] = found.get(item, 0.0) + found[powder] * each
    return found


def beside(recipe: Recipe) -> dict[str, float]:
    """Return what else a cell costs, by name with its unit."""
    (size,) = (s for s in recipe.sizes if s.capacity == 5.0 * GWH)
    return {
        "bought beside, USD/kWh": recipe.bought,
        **{f"{c}, kWh/kWh": x for c, x in recipe.energy.items()},
        f"capital of {SIZE}, MUSD": size.capital / 1e6,
        f"people of {SIZE}": size.people,
        "mass, kg/kWh": recipe.mass,
    }


def with_cell(case: Case, cell: str) -> Case:
    """Return a case whose all-solid demand is delivered as another cell, as many kWh of it."""
    lost = {(d.item, d.site): d.short for d in case.demands}
    demands = tuple(
        replace(d, item=cell, short=lost[cell, d.site]) if d.item == SOLID else d
        for d in case.demands
    )
    return replace(case, demands=demands)


def answer(variant: Variant) -> Answer:
    """Return the plan of a variant."""
    built = variant.case.build()
    futures = market.scenarios(built.book, built.case).along(PATH)
    plan = network.solve(with_cell(built.case, variant.cell), futures, effort=EFFORT)
    recipe = built.recipes[variant.cell]
    local = tuple(f"{b.option} ({b.period}, {b.share:.0%})" for b in summary.decided_now(plan)
                  if b.region == HOME)  # fmt: skip
    taken = takes(built.recipes, variant.cell)
    return Answer(
        variant, taken, beside(recipe), local, replaced(plan, variant.cell), between(plan)
    )


def replaced(plan: network.Plan, cell: str) -> float:
    """Return the share of the demand for a cell that is not delivered in the last period [1]."""
    (future,) = plan.scenarios.futures
    rows = [d for d in plan.case.demands if d.item == cell]
    factors = [future.factors.get(f"demands.{d.name}.amount", (1.0,)) for d in rows]
    wanted = sum(d.amount[-1] * f[-1] for d, f in zip(rows, factors, strict=True))
    return float(summary.lacking(plan, cell)[-1, 0]) / wanted


def changed(a: Mapping[str, float], b: Mapping[str, float]) -> tuple[str, ...]:
    """Return the figures that differ, the most changed first."""
    some = {i: (a.get(i, 0.0), b.get(i, 0.0)) for i in {*a, *b}}
    moved = {i: (x, y) for i, (x, y) in some.items() if abs(y - x) > MOVED * max(x, y)}
    ranked = sorted(moved.items(), key=lambda x: (-abs(x[1][1] / max(x[1]) - x[1][0] / max(x[1])),
                                                  x[0]))  # fmt: skip
    return tuple(f"{i} {x:.4g} -> {y:.4g}" for i, (x, y) in ranked)


def compare(base: Answer, other: Answer) -> str:
    """Print how a plan differs from another and why; return why."""
    gone = [x for x in base.built if x not in other.built]
    new = [x for x in other.built if x not in base.built]
    inputs, others = changed(base.takes, other.takes), changed(base.beside, other.beside)
    difference = other.cost - base.cost
    millions = Interval(difference.low / 1e6, difference.high / 1e6)
    print(f"\n{other.variant.name} against {base.variant.name}, path {PATH}")
    print(f"  inputs, kg/kWh: {'; '.join(inputs) or 'none differs by more than 1 %'}")
    print(f"  beside: {'; '.join(others) or 'none differs by more than 1 %'}")
    print(f"  cost {shown(base.cost)} -> {shown(other.cost)}; "
          f"{worded(millions)}")  # fmt: skip
    print(f"  demand of 2039 replaced by liquid cells {base.replaced:.0%} -> {other.replaced:.0%}")
    print(f"  built no more in Chongqing: {'; '.join(gone) or 'nothing'}")
    print(f"  built instead: {'; '.join(new) or 'nothing'}", flush=True)
    return "; ".join((*inputs, *others))


def worded(millions: Interval) -> str:
    """Return a difference of costs in words."""
    bounds = f"{millions.low:,.1f} to {millions.high:,.1f} MUSD of 2025"
    return f"difference {bounds}" if millions.seen else f"{UNSEEN} ({bounds})"


def shown(cost: Interval) -> str:
    """Return an interval of money."""
    return f"{cost.low / 1e6:,.1f} to {cost.high / 1e6:,.1f} MUSD"


def sulfide() -> None:
    """Print the Li2S of a GWh through the chain beside what makers name."""
    chain = sulfide_per_gwh(BASE.case.recipes())
    print(f"Li2S through the chain {chain:.1f} t/GWh; makers name "
          + " and ".join(f"{x:g}" for x in PUBLISHED))  # fmt: skip
    for x in PUBLISHED:
        found = sulfide_per_gwh(Chongqing(lithium_sulfide=x).recipes())
        told(f"{x:g} t Li2S/GWh is what the case takes", f"{found:.6f}", "1e-9 relative",
             abs(found / x - 1.0) < 1e-9)  # fmt: skip


def cells() -> None:
    """Deliver the same demand as semi-solid, then as all-solid cells."""
    semi = answer(replace(BASE, name="semi-solid cells in place of all-solid ones", cell=SEMI))
    solid = answer(BASE)
    why = compare(semi, solid)
    told("the change of the cell states its reason", why.split("; ")[0], "an input", bool(why))
    told("the plan changes with the cell", f"{len({*semi.built} ^ {*solid.built})} decisions",
         "1 or more", semi.built != solid.built)  # fmt: skip


def variants() -> None:
    """Compare every variant with the base on the all-solid path."""
    base = answer(BASE)
    for variant in VARIANTS:
        other = answer(variant)
        why = compare(base, other)
        told(f"a changed plan states its reason ({variant.name})", why or "no input differs",
             "an input, or the same plan", bool(why) or base.built == other.built)  # fmt: skip


def main() -> int:
    """Run all."""
    for part in (sulfide, cells, variants):
        part()
    print(f"\n{len(failures)} missed" + (f": {', '.join(failures)}" if failures else ""))
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
