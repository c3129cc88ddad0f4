"""Infeasible and wrong cases of Chongqing, and what a planner is told: shared with the tests."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from house import failures, told

from ionwright import network
from ionwright.errors import InputError
from ionwright.network import cases, files
from ionwright.network.benchmark import cap
from ionwright.network.benders.blocks import split
from ionwright.network.case import Budget, Case, Quota, SecondSource, Slots
from ionwright.network.cases.chongqing_market import HOME, SOLID
from ionwright.network.strategies import Only

EFFORT = network.Effort(gap=5e-2, seconds=120.0)
LONGEST = 900
"""Characters."""
FIRST = "2030"
"""Year from which all-solid cells must be delivered."""
CAP = Path(__file__).parent / "references" / "network" / "cap41.txt"


@cache
def must() -> Case:
    """Return the case in which all-solid cells must be delivered from a year on."""
    case = network.load("chongqing")
    late = [p.name >= FIRST for p in case.periods]
    demands = tuple(
        replace(d, short=None,
                amount=tuple(x if on else 0.0 for x, on in zip(d.amount, late, strict=True)))
        if d.item == SOLID else d
        for d in case.demands
    )  # fmt: skip
    return replace(case, demands=demands)


def alone() -> Case:
    """Return it where all-solid cells can only be made in Chongqing."""
    case = must()
    region = {s.name: s.region for s in case.sites}
    site = {x.name: x.site for x in case.lines}
    kept = tuple(o for o in case.options
                 if not o.line.startswith(SOLID) or region[site[o.line]] == HOME)  # fmt: skip
    return replace(case, options=kept)


def imported() -> Case:
    """Return it where nothing new may be built in Chongqing."""
    return Only("import everything", HOME, ()).apply(must())


def slow_growth() -> Case:
    """Let capacity for Li2S grow only by a seed of 20 t/yr in each period."""
    case = must()
    slow = tuple(replace(g, factor=1.0, seed=20e3) for g in case.growths)
    return replace(case, growths=slow)


def closed_lanes() -> Case:
    """Close every lane of lithium foil."""
    case = must()
    closed = tuple(replace(x, open=(0.0,)) if x.item == "lithium-foil" else x for x in case.lanes)
    return replace(case, lanes=closed)


def few_slots() -> Case:
    """Let half a GWh of machines for solid-state lines be delivered in a year."""
    case = alone()
    return replace(case, slots=tuple(Slots(s.name, (0.5,)) for s in case.slots))


def few_people() -> Case:
    """Let one senior person come in three years."""
    case = alone()
    pools = tuple(replace(x, now=5.0, train=(1.0 / 3.0,)) for x in case.pools)
    return replace(case, pools=pools)


def quota() -> Case:
    """Ask for local cells where no plant may be built."""
    case = imported()
    share = tuple(0.6 if p.name >= FIRST else 0.0 for p in case.periods)
    rule = Quota("all-solid cells of Chongqing", SOLID, HOME, share)
    return replace(case, quotas=(rule,))


def small_budget() -> Case:
    """Let 20 million dollars a year be invested."""
    return replace(alone(), budgets=(Budget("capital of Chongqing", HOME, (20e6,)),))


def one_origin() -> Case:
    """Ask for two origins where one hub brings all."""
    rule = SecondSource("two origins for Changan", f"{SOLID} for changan", 0.6)
    return replace(must(), second_sources=(rule,))


# name -> (case, parts of the message: the place, the limit, the unit)
IMPOSSIBLE: dict[str, tuple[Callable[[], Case], tuple[str, ...]]] = {
    "growth of Li2S": (slow_growth, ("growth limit 'Li2S'", "t/yr", "GWh/yr")),
    "closed lanes": (closed_lanes, ("lanes (lithium-foil", "t/yr")),
    "slots": (few_slots, ("equipment slots 'machines", "slots")),
    "people": (few_people, ("senior-staff in 20", "people")),
    "local content": (quota, ("local content 'all-solid cells of Chongqing'", "GWh/yr")),
    "budget": (small_budget, ("budget 'capital of Chongqing'",
                              "million USD of 2025")),
    "second source": (one_origin, ("second source 'two origins", "guoyuan-port",
                                   "GWh/yr")),
}  # fmt: skip


def first_demand(**fields: object) -> None:
    """Give the first demand of the case other figures."""
    case = network.load("chongqing")
    replace(case, demands=(replace(case.demands[0], **fields), *case.demands[1:]))


def futures() -> None:
    """Give futures whose probabilities do not add up."""
    network.Scenarios(tuple(network.Future(x, 0.3, x) for x in ("low", "base", "high")))


def cut_short() -> None:
    """Read half of a known instance."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cap41.txt"
        path.write_text(CAP.read_text(encoding="utf-8")[:4000], encoding="utf-8")
        cap.table_of(cap.page_of(str(path)))


def folder(name: str, old: str, new: str) -> None:
    """Write the case, put one fault in a file and read it back."""
    with tempfile.TemporaryDirectory() as where:
        mine = Path(where) / "mine"
        files.write(mine, network.load("chongqing"))
        text = (mine / name).read_text(encoding="utf-8")
        assert old in text, (name, old)
        (mine / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        files.read(mine)


def late_whole() -> None:
    """Cut a case apart whose second phase is built once or not at all, in each future."""
    found = cases.opened("chongqing")
    case = found.case
    options = tuple(replace(o, whole=True) if o.waits else o for o in case.options)
    split(replace(case, options=options), found.scenarios)


# name -> (call, parts of the message)
WRONG: dict[str, tuple[Callable[[], object], tuple[str, ...]]] = {
    "unknown site": (lambda: first_demand(site="changen"),
                     ("demands.semi-solid-cell for changan.site", "Did you mean 'changan'?")),
    "unknown case": (lambda: network.load("chongking"), ("Did you mean 'chongqing'?",)),
    "negative amount": (lambda: first_demand(amount=(-5e6,)),
                        ("demands.semi-solid-cell for changan.amount", "not negative", "kWh/yr")),
    "series of another length": (lambda: first_demand(amount=(1.0, 2.0, 3.0)),
                                 ("each of the 11 periods", "3 values")),
    "probabilities": (futures, ("add up to 1", "0.9")),
    "truncated file": (cut_short, ("cap41.txt", "16 sites and 50 customers")),
    "unknown column": (lambda: folder("growths.csv", "item,factor", "item,faktor"),
                       ("growths.csv, line 6", "Did you mean 'factor'?")),
    "missing unit": (lambda: folder("items.csv", "semi-solid-cell,kWh", "semi-solid-cell,"),
                     ("items.csv, line", "unit")),
    "unit of another kind": (lambda: folder("growths.csv", "100000.0", "100 m"),
                             ("growths.csv, line 7, seed", "100 m", "kg/yr")),
    "whole decisions decomposed": (late_whole, ("whole decisions in the futures", "options.")),
}  # fmt: skip


def refused(call: Callable[[], object]) -> str:
    """Return what a user is told, "" where nothing is refused."""
    try:
        call()
    except InputError as fault:
        return str(fault)
    return ""


def reason(case: Case) -> str:
    """Return why a case has no plan, "" where it has one."""
    return network.solve(case, effort=EFFORT).reason


def sentences(text: str) -> int:
    """Return how many sentences a message has; points inside names and numbers end none."""
    return len(re.findall(r"[.?!](?=\s|$)", text))


def good(text: str, parts: tuple[str, ...]) -> bool:
    """Whether a message is short, of a rule and an action, and holds what it must."""
    short = 0 < len(text) < LONGEST and "\n" not in text and sentences(text) <= 2
    return short and all(x in text for x in parts)


def say(name: str, text: str, parts: tuple[str, ...]) -> None:
    """Print a message beside what it must hold."""
    target = f"at most 2 sentences, under {LONGEST} characters, with {', '.join(map(repr, parts))}"
    told(name, f"{text or 'nothing was refused'}\n      [{len(text)} characters]", target,
         good(text, parts))  # fmt: skip


def main() -> int:
    """Print one message for each."""
    print("== cases without a plan", flush=True)
    for name, (case, parts) in IMPOSSIBLE.items():
        say(name, reason(case()), parts)
    print("\n== wrong cases")
    for name, (call, parts) in WRONG.items():
        say(name, refused(call), parts)
    print(f"\n{len(failures)} missed" + (f": {', '.join(failures)}" if failures else ""))
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
