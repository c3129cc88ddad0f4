"""Chapter five: what a region should build of a local chain, what to buy, how sure that is."""

from __future__ import annotations

from ionwright import network, plot
from ionwright.network import cases, compare, evaluate, summary
from ionwright.network.cases import Opened
from ionwright.network.compare import ALL, Outcome
from ionwright.network.value import UNSEEN
from ionwright.report.chapter import Chapter, Picture, Table

QUESTION = "What should Chongqing build of a local chain, what should it buy, and how sure is that?"
EFFORT = network.Effort(gap=1e-3, seconds=120.0)
CASES = {"sulfide": "chongqing", "oxide": "chongqing-oxide"}
"""Electrolyte of the all-solid cells -> the shipped case."""
IMPORTED, FREE = "import everything", "whatever is cheapest"
BOLD = "breakthrough"
"""Path whose flows are drawn: the one with most all-solid cells."""


def chapter() -> Chapter:
    """Make the chapter: importing everything against whatever is cheapest, path by path."""
    found = {word: cases.opened(name) for word, name in CASES.items()}
    rows = {word: _outcomes(CASES[word], x) for word, x in found.items()}
    return Chapter(
        name="network",
        question=QUESTION,
        answer=_answer(found, rows),
        tables=(
            _costs(found, rows),
            _decided(rows),
            _landed(rows),
            _years(found, rows),
            _kinds(found),
        ),
        pictures=_pictures(found["sulfide"], rows["sulfide"]),
        numbers={
            f"network.{word}.{o.path}.{o.strategy}.cost_{end}": {"value": value, "unit": money}
            for word, some in rows.items()
            for o in some
            for money in [o.plan.case.money]
            for end, value in (("low", o.cost.low), ("high", o.cost.high))
        },
        assumed=_assumed(found),
        smaller=(
            f"The three named paths, no drawn futures, each solve to a gap of {EFFORT.gap:.1%};"
            " `ionwright network compare` has all strategies, `ionwright network explain` weighs"
            " each limit and each project, `--switch` looks for where the plan changes."
        ),
    )


def _outcomes(name: str, x: Opened) -> tuple[Outcome, ...]:
    """Return both strategies on each path and on all."""
    assert x.built is not None
    listed = cases.strategies(name, x.built.book)
    some = [s for s in listed if s.name in (IMPORTED, FREE)]
    return compare.outcomes(x.case, x.scenarios, some, EFFORT)


def _one(rows: tuple[Outcome, ...], strategy: str, path: str) -> Outcome:
    return next(o for o in rows if (o.strategy, o.path) == (strategy, path))


def _paths(rows: tuple[Outcome, ...]) -> list[str]:
    return [*dict.fromkeys(o.path for o in rows)]


def _home(x: Opened) -> str:
    assert x.built is not None
    return x.built.home


def _answer(found: dict[str, Opened], rows: dict[str, tuple[Outcome, ...]]) -> str:
    said = []
    for word, some in rows.items():
        plans = {p: _one(some, FREE, p) for p in _paths(some)}
        local = (f"{p}, {' and '.join(o.local(_home(found[word]))) or 'nothing'}"
                 for p, o in plans.items())  # fmt: skip
        gains = (f"{_gain(_one(some, IMPORTED, p), o)} ({p})" for p, o in plans.items())
        said.append(
            f"With {word} cells the cheapest plan decides on these plants in Chongqing now:"
            f" {'; '.join(local)}. Over importing everything it saves {', '.join(gains)}."
        )
    money = next(iter(rows.values()))[0].plan.case.money
    return (
        f"{' '.join(said)} These are millions of {money}, over all years and discounted, between"
        " the bounds of both solves. The paths are assumed market shares, so each is read by"
        " itself: that plans differ between them is the result, and a plan for all of them at once"
        " waits with what only one of them would pay for."
    )


def _gain(imported: Outcome, free: Outcome) -> str:
    """Return what a plan saves in millions of money, or that nothing is seen."""
    gain = imported.cost - free.cost
    if not gain.seen:
        return UNSEEN
    low, high = (f"{x / 1e6:,.0f}" for x in (gain.low, gain.high))
    return low if low == high else f"{low} to {high}"


def _costs(found: dict[str, Opened], rows: dict[str, tuple[Outcome, ...]]) -> Table:
    body = []
    for word, some in rows.items():
        home = _home(found[word])
        for o in sorted(some, key=lambda o: _paths(some).index(o.path)):
            local = "; ".join(o.local(home)) or "nothing"
            body.append((word, o.path, o.strategy, o.cost.low / 1e6, o.cost.high / 1e6,
                         o.posts(home), local))  # fmt: skip
    return Table(
        f"Cost of two strategies by path, million {next(iter(rows.values()))[0].plan.case.money}",
        ("cells", "path", "strategy", "at least", "plan", "posts there at the end",
         "decided there now"),
        tuple(body),
        "At least: no plan costs less. Most of the cost is that of cells which all plans must"
        " bring, so differences are read, not levels.",
    )  # fmt: skip


def _decided(rows: dict[str, tuple[Outcome, ...]]) -> Table:
    body = [
        (word, path, b.period, b.option, b.region, b.share, b.capital / 1e6)
        for word, some in rows.items()
        for path in _paths(some)
        for b in summary.decided_now(_one(some, FREE, path).plan)
    ]
    return Table(
        "What the cheapest plan decides before the future is known",
        ("cells", "path", "decided", "what", "region", "share", "capital MUSD"),
        tuple(body) or (("", "", "", "nothing", "", "", ""),),
        "Of suppliers elsewhere, who build for many, a share of a plant may be taken; plants at"
        " home are whole while the decision is near.",
    )


def _landed(rows: dict[str, tuple[Outcome, ...]]) -> Table:
    body = []
    for word, some in rows.items():
        plan = _one(some, FREE, ALL).plan
        for demand, parts in evaluate.landed(plan.evaluated()).unit_cost.items():
            body.append((word, demand, sum(parts.values()), *(parts[c] for c in evaluate.CAUSES)))
    return Table(
        "Landed cost of a kilowatt-hour by cause, cheapest plan for all paths, USD of 2025",
        ("cells", "demand", "cost", *evaluate.CAUSES),
        tuple(body),
        "Mean over the years and paths of what is delivered; cells that nobody brings are left"
        " out. Runs hold energy, wages beyond crews"
        " and the margin of suppliers; purchases are salts.",
    )


def _years(found: dict[str, Opened], rows: dict[str, tuple[Outcome, ...]]) -> Table:
    plan = _one(rows["sulfide"], FREE, ALL).plan
    home = _home(found["sulfide"])
    kinds = {f"posts in {home}": summary.posts(plan, home), **summary.slots(plan)}
    body = [
        (what, path, *values)
        for what, each in kinds.items()
        for path, values in summary.by_path(plan, each).items()
    ]
    return Table(
        "People and equipment that the plan for all paths needs, sulfide cells",
        ("what", "path", *(p.name for p in plan.case.periods)),
        tuple(body),
        "No source counts the people or machines that there will be: the need is the result.",
    )


def _kinds(found: dict[str, Opened]) -> Table:
    built = [(word, x.built) for word, x in found.items() if x.built is not None]
    names = dict.fromkeys(k for _, b in built for k in b.kinds)
    body = [(word, *(b.kinds.get(k, 0) for k in names)) for word, b in built]
    return Table("Figures that the answer rests on, by kind", ("cells", *names), tuple(body))


def _pictures(x: Opened, rows: tuple[Outcome, ...]) -> tuple[Picture, ...]:
    bold, free, imported = (
        _one(rows, s, p).plan for s, p in ((FREE, BOLD), (FREE, ALL), (IMPORTED, ALL))
    )
    return (
        Picture(
            f"What moves in the last period on the path {BOLD}",
            plot.svg(plot.network.flows(bold)),
            "Each item's arrows are as wide as its flow over its largest. A triangle stands for a"
            " site farther out, in its direction. Outline: Natural Earth.",
        ),
        Picture(
            f"Capacity in {_home(x)} on the path {BOLD}",
            plot.svg(plot.network.built(bold, _home(x))),
            "What stands today and what is built, by site; from 2032 on in shares of one size.",
        ),
        Picture(
            "From importing everything to the cheapest plan, all paths",
            plot.svg(plot.network.waterfall(imported, free, (IMPORTED, FREE))),
            "Shortage is the cost of liquid cells, and of what their buyers lose, where no solid"
            " ones are brought.",
        ),
        Picture(
            "Landed cost by cause, plan for all paths",
            plot.svg(plot.network.landed(free)),
            "Freight hardly shows: capital, power, yield and margins decide.",
        ),
    )


def _assumed(found: dict[str, Opened]) -> str:
    said = "; ".join(f"{word}: {x.evidence().rstrip('.')}" for word, x in found.items())
    return (
        f"{said}. Assumed are above all the market shares of the paths, margins and hurdle rates of"
        " suppliers, the pool of senior people, machines that can be had in a year, and that a site"
        " lies in an approved park."
    )
