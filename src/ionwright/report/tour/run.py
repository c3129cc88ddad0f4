"""Chapter three: what limits the cells when they are discharged faster."""

from __future__ import annotations

from collections import Counter

from ionwright import cell, plot
from ionwright.cell import experiments
from ionwright.report.chapter import Chapter, Picture, Table
from ionwright.report.tour._ends import DEPLETED, PARTICLES, PATHS, USED_UP, End, end_of

QUESTION = "What limits each of the nine cells at C/3, 1C and 3C?"
RATES = {"C/3": 1.0 / 3.0, "1C": 1.0, "3C": 3.0}
SLOW = 0.05
"""Rate of the discharge that says what there is to be had [C]."""
Ends = dict[str, dict[str, End]]
"""Design -> rate -> end of that discharge."""


def chapter() -> Chapter:
    """Make the chapter: every shipped design discharged from the charged cell at three rates."""
    tests = {
        name: experiments.rate_test(cell.load(name), (SLOW, *RATES.values()))
        for name in cell.names()
    }
    ends = {name: _ends(test) for name, test in tests.items()}
    return Chapter(
        name="run",
        question=QUESTION,
        answer=_answer(ends),
        tables=(_limits(ends), _losses(ends), _inside(ends)),
        pictures=_pictures(tests, ends),
        numbers={
            f"{name}.cell.run.of_sheet_{rate}": {"value": end.of_sheet, "unit": "1"}
            for name, by_rate in ends.items()
            for rate, end in by_rate.items()
        },
        assumed=_assumed(tests),
    )


def _ends(test: experiments.RateTest) -> dict[str, End]:
    """Return the ends of the discharges; a run that had no start has none."""
    sheet, slow = cell.specify(test.design), float(test.capacity[0])
    runs = zip(RATES, test.results[1:], strict=True)
    return {rate: end_of(run, sheet, slow) for rate, run in runs if len(run.time) > 1}


def _answer(ends: Ends) -> str:
    used = {
        rate: sum(e[rate].limit == "used up" for e in ends.values() if rate in e) for rate in RATES
    }
    fast = {name: e["3C"] for name, e in ends.items() if "3C" in e}
    by_limit: dict[str, list[str]] = {}
    for name, end in fast.items():
        by_limit.setdefault(end.limit, []).append(name)
    by_limit.pop("used up", None)
    named = "; ".join(f"{limit} ({', '.join(names)})" for limit, names in by_limit.items())
    first, end = next(iter(fast.items()))
    return (
        f"Of {len(ends)} cells {used['C/3']} are used up at C/3 (they give at least"
        f" {USED_UP * 100:.0f} % of what they give at C/20), {used['1C']} at 1C and {used['3C']} at"
        f" 3C. What stops the others at 3C: {named}. {first} gives {end.of_sheet * 100:.0f} % of"
        f" its sheet at 3C; {end.losses[PATHS] * 1e3:.0f} mV are lost on the paths, of which the"
        f" {end.path} is the worst, and {end.losses[PARTICLES] * 1e3:.0f} mV in the particles."
    )


def _limits(ends: Ends) -> Table:
    heads = ["design"]
    for rate in RATES:
        heads += [f"{rate}: % of sheet", f"{rate}: V", f"{rate}: limit"]
    rows = []
    for name, by_rate in ends.items():
        row: list[str | float | None] = [name]
        for rate in RATES:
            end = by_rate.get(rate)
            row += [None, None, "no start"] if end is None else _three(end)
        rows.append(tuple(row))
    return Table(
        "What limits each cell",
        tuple(heads),
        tuple(rows),
        "From the charged cell at rest to the lower voltage, at each design's own temperature;"
        " capacity over that of the spec sheet, which a slow run may pass; mean voltage. The limit"
        f" is the first that holds at the end: {USED_UP * 100:.0f} % of the capacity at C/20 was"
        f" given; salt below {DEPLETED * 100:.0f} % of its mean somewhere; the surfaces of the"
        " particles full (or empty) through the whole depth while their inside is not; else the"
        " largest loss of voltage.",
    )


def _three(end: End) -> list[str | float | None]:
    return [100.0 * end.of_sheet, end.mean_voltage, end.limit]


def _losses(ends: Ends) -> Table:
    rows = [
        (
            name,
            rate,
            end.open_circuit,
            *(1e3 * v for v in end.losses.values()),
            end.path,
        )
        for name, by_rate in ends.items()
        for rate, end in by_rate.items()
    ]
    return Table(
        "Voltage lost at the end of the discharge",
        (
            "design",
            "rate",
            "open circuit V",
            "paths mV",
            "particles mV",
            "charge transfer, full surfaces mV",
            "largest path on the sheet",
        ),
        tuple(rows),
        "Open circuit: with the lithium of each electrode spread evenly. Paths: ions and electrons,"
        " separator, planar negative, salt, uneven depth. Particles: surface against mean. Charge"
        " transfer: with what full surfaces cost, for no current enters a full particle. Where an"
        " open circuit has itself come down to the limit little is lost, because little is left.",
    )


def _inside(ends: Ends) -> Table:
    rows = [
        (
            name,
            rate,
            end.mean,
            end.surface,
            None if end.empty != end.empty else end.empty,
            None if end.salt != end.salt else 100.0 * end.salt,
        )
        for name, by_rate in ends.items()
        for rate, end in by_rate.items()
    ]
    return Table(
        "Inside the cell at the end of the discharge",
        (
            "design",
            "rate",
            "x positive, mean",
            "x positive, surface",
            "x negative, surface",
            "lowest salt, % of mean",
        ),
        tuple(rows),
        "Lithium content over the maximum. Surfaces: the least full of the positive, the fullest of"
        " the negative, over the depth. Negative: its first host; none for a metal.",
    )


def _pictures(tests: dict[str, experiments.RateTest], ends: Ends) -> tuple[Picture, ...]:
    first = next(iter(tests.values()))
    bars = {
        f"{name}, {rate}": {part: 1e3 * v for part, v in end.losses.items()}
        for name, by_rate in ends.items()
        for rate, end in by_rate.items()
        if rate == "3C"
    }
    return (
        Picture(
            f"Discharges of one cell: {first.design.id}",
            plot.svg(plot.rates(first)),
            "From C/20 to 3C. A curve that falls off a cliff has filled the surfaces of its"
            " particles; one that arrives at an angle has lost its voltage on the way.",
        ),
        Picture(
            f"Inside it at 3C: {first.design.id}",
            plot.svg(plot.fields(first.results[-1])),
            "The separator is on the left. Where ions arrive the particles fill first; those at"
            " the foil are reached late or not at all.",
        ),
        Picture(
            "Voltage lost at the end of a discharge at 3C",
            plot.svg(plot.losses(bars)),
            "What lies between the open circuit of the cell and its lower voltage limit.",
        ),
    )


def _assumed(tests: dict[str, experiments.RateTest]) -> str:
    counts: Counter[str] = Counter()
    for test in tests.values():
        counts.update(cell.specify(test.design).counts())
    named = ", ".join(f"{n} {kind}" for kind, n in counts.most_common())
    return (
        f"{sum(counts.values())} numbers stand behind the {len(tests)} designs: {named}. The model"
        " is isothermal, with constant diffusivity in the particles and an ideal salt; what the"
        " ranges of the numbers do to these limits is not carried through here."
    )
