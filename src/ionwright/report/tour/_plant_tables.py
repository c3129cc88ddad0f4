"""Tables of the chapter on plants."""

from __future__ import annotations

from itertools import combinations

from ionwright import plant
from ionwright.plant.sensitivity import Bar
from ionwright.report.chapter import Table
from ionwright.report.tour._lines import (
    CAPACITY,
    CASES,
    DRAWS,
    Line,
    counted,
    of_energy,
    verdict,
)

TODAY, SCALE = CASES
CORRELATIONS = (0.0, 0.5, 1.0)
UNSURE = "cannot tell"


def solid_state(found: list[Line]) -> list[Line]:
    """Return the lines whose steps are not mostly those of a liquid line."""
    return [x for x in found if x.result[SCALE].classes["assumed"] > 0.5]


def costs(found: list[Line], base: Line) -> Table:
    """Return the table of full cost: typical, band, verdict against the liquid line."""
    rows = []
    for x in found:
        row: list[str | float] = [x.name]
        for case in CASES:
            row += [x.result[case].cost, *x.band(case), _said(x, base, case)]
        rows.append(tuple(row))
    b = base.result[TODAY].basis
    heads = [
        f"{case}: {what}"
        for case in CASES
        for what in ("typical", "5 %", "median", "95 %", "below liquid")
    ]
    return Table(
        f"Cost of a kilowatt-hour, {b.currency} of {b.year}",
        ("line", *heads),
        tuple(rows),
        f"Full cost of the cell without tax, plants of {CAPACITY} at full load. Typical: every"
        " input at its mode; it lies below the median because ranges reach further towards dear"
        " and bad. Below liquid: in this share of draws the line is cheaper than the liquid"
        f" one over the same draws; from 20 to 80 % the answer is: {UNSURE}. Prices at scale are"
        " one assumed case, and where there is none the price of today stays. A kilowatt-hour of"
        " one cell is set beside that of another whatever their life, range and safety.",
    )


def _said(a: Line, b: Line, case: str) -> str:
    """Return the share of draws in which a is cheaper than b, and whether that tells."""
    if a is b:
        return ""
    found = verdict(a, b, case)
    share = f"{found.a_cheaper.value * 100:.0f} %"
    return share if found.cheaper else f"{share}, {UNSURE}"


def takes(found: list[Line]) -> Table:
    """Return the table of capital, floor, people, energy, carbon, yields and what is kept."""
    rows = []
    for x in found:
        r, many = x.result[TODAY], x.many[TODAY].figures
        h = r.headline
        active = next(v for name, v in r.bought.items() if name.startswith("positive/active"))
        low, high = (sorted(many["capital"])[int(q * (DRAWS - 1))] for q in (0.05, 0.95))
        rows.append(
            (
                x.name,
                h["capital"],
                low,
                high,
                h["area"],
                h["people"],
                h["electricity"],
                h["heat"],
                h["carbon"],
                h["cells"],
                active,
                100.0 * r.kept(),
                100.0 * r.kept(services=False),
                x.design.id,
            )
        )
    return Table(
        "What a plant takes, at typical inputs",
        (
            "line",
            "capital MUSD/(GWh/yr)",
            "its 5 %",
            "its 95 %",
            "floor m2/(GWh/yr)",
            "people/(GWh/yr)",
            "electricity kWh/kWh",
            "heat kWh/kWh",
            "CO2 kg/kWh",
            "cells good/started",
            "active bought/in cells",
            "kept of a liquid line %",
            "kept without services %",
            "cell",
        ),
        tuple(rows),
        "Capital: machines and building. CO2: electricity and heat used in the plant alone. Kept:"
        " share of the capital in steps that stay as they are on a liquid line, with and without"
        " the services of the building.",
    )


def rests(found: list[Line]) -> Table:
    """Return the table of shares of capital by class, and inputs that are assumed."""
    rows = []
    for x in found:
        assumed, every = x.result[TODAY].assumed_inputs
        prices = (100.0 * x.result[case].at_assumed_prices for case in CASES)
        for name, r in ((x.name, x.result[TODAY]), (f"{x.name}, counted", counted(x))):
            if r is not None:
                shares = (100.0 * share for share in r.classes.values())
                rows.append((name, *shares, r.cost, assumed, every, *prices))
                prices = (None, None)
    return Table(
        "What the figures rest on",
        (
            "line",
            "capital counted %",
            "capital scaled %",
            "capital assumed %",
            "typical cost, today",
            "inputs assumed",
            "inputs",
            "cost at assumed prices %, today",
            "the same, at scale",
        ),
        tuple(rows),
        "Capital counted: machines with a price and a rate of their own; scaled: a row of the"
        " liquid line that a source gives, by a power of its driver; assumed: an estimate with a"
        " range, multiples of a liquid row among them. All else on this page is scaled; what"
        " counting changes on lines that have sourced machines is the row below theirs. Inputs"
        " that are zero are not counted.",
    )


def sizes(kept: list[Line], base: Line) -> Table:
    """Return the table of one line a cell and route, with cells of equal energy."""
    energy = base.result[SCALE].low.wide.cell.energy
    same = of_energy(base, energy, SCALE)
    rows = []
    for x in kept:
        many = of_energy(x, energy, SCALE)
        share = plant.cheaper(many, same).a_cheaper.value
        sizes = (1e3 * y.wide.cell.energy for y in (x.result[SCALE].low, many.low))
        small, large = sizes
        last = None if x is base else f"{100.0 * share:.0f} %"
        rows.append((x.name, small, x.band(SCALE)[1], large, *many.outcomes().band, last))
    return Table(
        "The same lines with cells of the energy of the liquid one, at scale",
        (
            "line",
            "cell as shipped Wh",
            "median",
            "as many layers Wh",
            "5 %",
            "median",
            "95 %",
            "below liquid",
        ),
        tuple(rows),
        "Steps that handle cells cost more for a kilowatt-hour of small cells, and the shipped"
        " cells differ in size. Here each has as many layers as bring it nearest to the energy of"
        " the liquid cell; nothing is said of whether such a cell works.",
    )


def verdicts(kept: list[Line], case: str) -> Table:
    """Return the table of pairs of lines, draw by draw."""
    rows = [(a.name, *(_said(a, b, case) for b in kept)) for a in kept]
    return Table(
        f"Row cheaper than column in so many draws, {case}",
        ("line", *(x.name for x in kept)),
        tuple(rows),
        "Draw by draw: what two lines share is drawn once for both. Of the anodes of one cell the"
        " line with the lowest median is shown.",
    )


def correlations(kept: list[Line], base: Line) -> Table:
    """Return the table of bands and verdicts at three correlations of the inputs."""
    chosen = solid_state(kept)
    drawn = {(x.name, r): _at(x, r) for x in (*chosen, base) for r in CORRELATIONS}
    rows = []
    for x in chosen:
        row: list[str | float] = [x.name]
        for r in CORRELATIONS:
            low, _, high = drawn[x.name, r].outcomes().band
            share = plant.cheaper(drawn[x.name, r], drawn[base.name, r]).a_cheaper.value
            row += [low, high, f"{100.0 * share:.0f} %"]
        rows.append(tuple(row))
    heads = [f"{r:g}: {what}" for r in CORRELATIONS for what in ("5 %", "95 %", "below liquid")]
    return Table(
        "What the correlation of the inputs does, at scale",
        ("line", *heads),
        tuple(rows),
        "Correlation of inputs that share no draw: 0, 0.5 (used everywhere else here) and 1. No"
        " source gives it. The wider band comes from bad news that arrives together.",
    )


def _at(x: Line, correlation: float) -> plant.Many:
    """Return the draws of a line at scale with another correlation of its inputs."""
    many = x.many[SCALE]
    if correlation == many.draws.correlation:
        return many
    return plant.solve_many(many.low.plant, x.design, DRAWS, correlation=correlation)


def undecided(kept: dict[str, list[Line]], bars: tuple[Bar, ...], cheap: Line) -> Table:
    """Return the table of what no draw can decide."""
    rows = []
    for case in CASES:
        pairs = [(a, b) for a, b in combinations(kept[case], 2)]
        open_ = [(a, b) for a, b in pairs if verdict(a, b, case).cheaper is None]
        named = "; ".join(
            f"{a.name} or {b.name} ({verdict(a, b, case).a_cheaper.value * 100:.0f} %)"
            for a, b in open_
        )
        rows.append(
            (f"Which of two lines is cheaper, {case}", f"{len(open_)} of {len(pairs)} pairs", named)
        )
    solid = solid_state(kept[SCALE])
    falls = [100.0 * (1.0 - x.result[SCALE].cost / x.result[TODAY].cost) for x in solid]
    rows.append(
        (
            "Whether the prices at scale will be paid",
            f"{min(falls):.0f} to {max(falls):.0f} % of the typical cost of today",
            "by line; the fall from the prices of today to those at scale, nothing else changed",
        )
    )
    unit = cheap.result[SCALE].basis.currency
    for group, words in (
        ("machines", "What machines will cost that nobody has built at this size"),
        ("yields", "Which yields a running line will reach"),
    ):
        bar = next(x for x in bars if x.group == group)
        rows.append(
            (words, f"{bar.low:.0f} to {bar.high:.0f} {unit}/kWh", f"{cheap.name} at scale, alone")
        )
    return Table(
        "What the data cannot decide",
        ("open", "how far", "where"),
        tuple(rows),
        "In brackets the share of draws in which the first is cheaper. No number here closes these"
        " questions: a quotation for a machine, a price in a contract, a yield from a line would.",
    )
