"""Chapter four: what a kilowatt-hour costs to make, on which line."""

from __future__ import annotations

from itertools import combinations

from ionwright import plant, plot
from ionwright.plant.sensitivity import Bar
from ionwright.report.chapter import Chapter, Picture, Table
from ionwright.report.tour._lines import (
    CAPACITY,
    CASES,
    DRAWS,
    Line,
    at_assumed_prices,
    best,
    counted_inputs,
    lines,
    tornado,
    verdict,
)

QUESTION = "What does a kilowatt-hour cost to make, on which line?"
TODAY, SCALE = CASES
BASELINE = "liquid"
CORRELATIONS = (0.0, 0.5, 1.0)
UNSURE = "cannot tell"


def chapter() -> Chapter:
    """Make the chapter: all cells on all lines that make them, draw by draw."""
    found = lines()
    base = next(x for x in found if x.name == BASELINE)
    kept = {case: best(found, case) for case in CASES}
    cheap = min(_solid(kept[SCALE]), key=lambda x: x.band(SCALE)[1])
    bars = tornado(cheap.result[SCALE])
    return Chapter(
        name="plant",
        question=QUESTION,
        answer=_answer(found, kept, base),
        tables=(
            _costs(found, base),
            _takes(found),
            _rests(found),
            *(_verdicts(kept[case], case) for case in CASES),
            _correlations(kept[SCALE], base),
            _undecided(kept, bars, cheap),
        ),
        pictures=_pictures(found, cheap, base, bars),
        numbers={
            f"{x.name}.{CASES[case]}.plant.{figure}": {"value": value, "unit": unit}
            for x in found
            for case in CASES
            for figure, unit, value in _numbers(x, case)
        },
        assumed=_assumed(found),
        smaller=f"{DRAWS} draws of each plant; `ionwright plant cost` makes 1,000 unless told.",
    )


def _numbers(x: Line, case: str) -> list[tuple[str, str, float]]:
    b, head = x.result[case].basis, x.result[case].headline
    unit = f"{b.currency} of {b.year}/kWh"
    low, middle, high = x.band(case)
    return [
        ("cost", unit, head["cost"]),
        ("cost_low", unit, low),
        ("cost_median", unit, middle),
        ("cost_high", unit, high),
        ("cells", "1", head["cells"]),
    ]


def _solid(found: list[Line]) -> list[Line]:
    """Return the lines whose steps are not mostly those of a liquid line."""
    return [x for x in found if x.result[SCALE].classes["assumed"] > 0.5]


def _answer(found: list[Line], kept: dict[str, list[Line]], base: Line) -> str:
    b = base.result[TODAY].basis
    solid = {case: sorted(_solid(kept[case]), key=lambda x: x.band(case)[1]) for case in CASES}
    ends = {case: (solid[case][0], solid[case][-1]) for case in CASES}
    said = [
        f"{case}, the median of a solid-state line lies from"
        f" {ends[case][0].band(case)[1]:.0f} ({ends[case][0].name}) to"
        f" {ends[case][1].band(case)[1]:.0f} ({ends[case][1].name})"
        for case in CASES
    ]
    sure = min(verdict(base, x, SCALE).a_cheaper.value for x in solid[SCALE])
    often = "every draw" if sure == 1.0 else f"{sure * 100:.0f} % of the draws or more"
    told, pairs = _told(_solid(kept[SCALE]), SCALE)
    return (
        f"At {CAPACITY} in Chongqing the liquid line makes a kilowatt-hour of cells for"
        f" {base.result[TODAY].cost:.0f} {b.currency} of {b.year} at typical inputs, and for"
        f" {base.spread(TODAY)} in 5 to 95 % of the draws. With materials at the prices of"
        f" {said[0]}; {said[1]}, where electrolyte and lithium cost what is claimed or assumed for"
        f" mass production. Even then the liquid line is the cheaper one in {often}. Of the {pairs}"
        f" pairs of solid-state lines the draws rank {told}; for the rest the answer is: {UNSURE}."
        " Nearly all machines of these lines are estimates, so this ranks what is known today, not"
        " factories."
    )


def _told(found: list[Line], case: str) -> tuple[int, int]:
    """Return how many pairs the draws can rank, and how many there are."""
    answers = [verdict(a, b, case).cheaper for a, b in combinations(found, 2)]
    return sum(x is not None for x in answers), len(answers)


def _costs(found: list[Line], base: Line) -> Table:
    rows = []
    for x in found:
        row: list[str | float] = [x.name, x.design.id]
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
        ("line", "cell", *heads),
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


def _takes(found: list[Line]) -> Table:
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
        ),
        tuple(rows),
        "Capital: machines and building. CO2: electricity and heat used in the plant alone. Kept:"
        " share of the capital in steps that stay as they are on a liquid line, with and without"
        " the services of the building.",
    )


def _rests(found: list[Line]) -> Table:
    rows = []
    for x in found:
        r = x.result[TODAY]
        assumed, every = counted_inputs(r.low)
        rows.append(
            (
                x.name,
                *(100.0 * share for share in r.classes.values()),
                assumed,
                every,
                *(100.0 * at_assumed_prices(x.result[case]) for case in CASES),
            )
        )
    return Table(
        "What the figures rest on",
        (
            "line",
            "capital counted %",
            "capital scaled %",
            "capital assumed %",
            "inputs assumed",
            "inputs",
            "cost at assumed prices %, today",
            "the same, at scale",
        ),
        tuple(rows),
        "Capital counted: machines with a price and a rate of their own; scaled: a row of the"
        " liquid line that a source gives, by a power of its driver; assumed: an estimate with a"
        " range, multiples of a liquid row among them. Inputs that are zero are not counted.",
    )


def _verdicts(kept: list[Line], case: str) -> Table:
    rows = [(a.name, *(_said(a, b, case) for b in kept)) for a in kept]
    return Table(
        f"Row cheaper than column in so many draws, {case}",
        ("line", *(x.name for x in kept)),
        tuple(rows),
        "Draw by draw: what two lines share is drawn once for both. Of the anodes of one cell the"
        " line with the lowest median is shown.",
    )


def _correlations(kept: list[Line], base: Line) -> Table:
    chosen = _solid(kept)
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


def _undecided(kept: dict[str, list[Line]], bars: tuple[Bar, ...], cheap: Line) -> Table:
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
    solid = _solid(kept[SCALE])
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


def _pictures(
    found: list[Line], cheap: Line, base: Line, bars: tuple[Bar, ...]
) -> tuple[Picture, ...]:
    b = base.result[TODAY].basis
    unit = f"{b.currency} of {b.year} for each kWh"
    rows = {
        f"{x.name} | {x.design.id}": {case: (*x.band(case), x.result[case].cost) for case in CASES}
        for x in found
    }
    return (
        Picture(
            "Every cell on every line that makes it",
            plot.svg(plot.plant.bands(rows, unit)),
            "Bars: 5 to 95 % of the draws. Where two bars overlap the lines may still be ranked,"
            " since many inputs are common to both: the tables of draws say so.",
        ),
        Picture(
            f"Cost by cause: {cheap.name} and {base.name}, at scale",
            plot.svg(plot.plant.costs([cheap.result[SCALE], base.result[SCALE]])),
            "What is lost on the way is paid like what arrives. Financing holds interest on"
            " machines, building, land and stocks.",
        ),
        Picture(
            f"What moves the cost of {cheap.name}, at scale",
            plot.svg(plot.plant.tornado(bars, cheap.result[SCALE].cost, unit, most=10)),
            "One group of inputs at a time, from its 5 to its 95 % point, all else typical.",
        ),
        Picture(
            f"From bought to good cell: positive active material on {cheap.name}",
            plot.svg(plot.plant.flow(cheap.result[SCALE], "positive/active")),
            "Each branch is a loss of one kind at one step, with typical yields.",
        ),
    )


def _assumed(found: list[Line]) -> str:
    counts = [counted_inputs(x.result[TODAY].low) for x in found]
    shares = [a / n for a, n in counts]
    place = found[0].result[TODAY].plant.place
    stand_in = [f.name for f in place.factors.values() if f.stand_in]
    return (
        f"Between {min(shares) * 100:.0f} and {max(shares) * 100:.0f} % of the inputs of a line"
        f" are assumed, each with a range; a plant has {min(n for _, n in counts)} to"
        f" {max(n for _, n in counts)}. Of the place, {', '.join(stand_in)} are those of another"
        " region. Triangular laws, one factor that ties the inputs of the process and a"
        " correlation of 0.5 are assumptions too. Shares of draws say how our own estimates"
        " rank, not how likely a thing is."
    )
