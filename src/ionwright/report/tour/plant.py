"""Chapter four: what a kilowatt-hour costs to make, on which line."""

from __future__ import annotations

from itertools import combinations

from ionwright import plot
from ionwright.plant.sensitivity import Bar
from ionwright.report.chapter import Chapter, Picture
from ionwright.report.tour._lines import (
    CAPACITY,
    CASES,
    DRAWS,
    Line,
    best,
    lines,
    tornado,
    verdict,
)
from ionwright.report.tour._plant_tables import (
    SCALE,
    TODAY,
    UNSURE,
    correlations,
    costs,
    rests,
    sizes,
    solid_state,
    takes,
    undecided,
    verdicts,
)

QUESTION = "What does a kilowatt-hour cost to make, on which line?"
BASELINE = "liquid"


def chapter() -> Chapter:
    """Make the chapter: all cells on all lines that make them, draw by draw."""
    found = lines()
    base = next(x for x in found if x.name == BASELINE)
    kept = {case: best(found, case) for case in CASES}
    cheap = min(solid_state(kept[SCALE]), key=lambda x: x.band(SCALE)[1])
    bars = tornado(cheap.result[SCALE])
    return Chapter(
        name="plant",
        question=QUESTION,
        answer=_answer(found, kept, base),
        tables=(
            costs(found, base),
            takes(found),
            rests(found),
            *(verdicts(kept[case], case) for case in CASES),
            sizes(kept[SCALE], base),
            correlations(kept[SCALE], base),
            undecided(kept, bars, cheap),
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


def _answer(found: list[Line], kept: dict[str, list[Line]], base: Line) -> str:
    b = base.result[TODAY].basis
    solid = {case: sorted(solid_state(kept[case]), key=lambda x: x.band(case)[1]) for case in CASES}
    ends = {case: (solid[case][0], solid[case][-1]) for case in CASES}
    said = [
        f"{case}, the median of a solid-state line lies from"
        f" {ends[case][0].band(case)[1]:.0f} ({ends[case][0].name}) to"
        f" {ends[case][1].band(case)[1]:.0f} ({ends[case][1].name})"
        for case in CASES
    ]
    sure = min(verdict(base, x, SCALE).a_cheaper.value for x in solid[SCALE])
    often = "every draw" if sure == 1.0 else f"{sure * 100:.0f} % of the draws or more"
    told, pairs = _told(solid_state(kept[SCALE]), SCALE)
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
    counts = [x.result[TODAY].assumed_inputs for x in found]
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
