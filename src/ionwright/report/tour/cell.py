"""Chapter two: what a solid-state cell weighs, stores and resists."""

from __future__ import annotations

from collections import Counter

from ionwright import cell, plot, units
from ionwright.cell.compare import comparisons
from ionwright.report.chapter import Chapter, Picture, Table

QUESTION = "What does a solid-state cell weigh, store and resist?"
COLUMNS = (
    ("areal_capacity", "mAh/cm2"),
    ("average_voltage", "V"),
    ("specific_energy", "Wh/kg"),
    ("energy_density_discharged", "Wh/L"),
    ("energy_density_charged", "Wh/L"),
    ("n_to_p_formed", "1"),
    ("area_specific_resistance", "ohm cm2"),
    ("pulse_power", "W/kg"),
)


def chapter() -> Chapter:
    """Make the chapter: the shipped designs side by side, one in full, published cells."""
    sheets = [cell.specify(cell.load(name)) for name in cell.names()]
    first = sheets[0]
    liquid = next(s for s in sheets if s.design.id.startswith("liquid"))
    h, base = first.headline, liquid.headline
    gain = h["specific_energy"].value / base["specific_energy"].value - 1.0
    low, high = first.resistance_range
    swell = 1.0 - h["energy_density_charged"].value / h["energy_density_discharged"].value
    answer = (
        f"{first.design.cell.name} stores {h['specific_energy'].value / 3600:.0f} Wh/kg packaged,"
        f" {gain * 100:.0f} % more than the liquid baseline here, and"
        f" {h['energy_density_charged'].value / 3.6e6:.0f} Wh/L when full:"
        f" {swell * 100:.0f} % less than when empty, since lithium grows 4.85 um per mAh/cm2. It"
        f" resists {first.resistance * 1e4:.0f} ohm cm2, most of it in {_largest(first)}; with"
        f" every range at its good and at its bad end that is {low * 1e4:.0f} to"
        f" {high * 1e4:.0f}, so the"
        " figure itself decides nothing yet. The liquid baseline is that of Chen 2020, whose"
        " electrodes are counted without carbon, binder and first-cycle loss."
    )
    return Chapter(
        name="cell",
        question=QUESTION,
        answer=answer,
        tables=(_table(sheets), _resistances(sheets), _bills(sheets), _published()),
        pictures=(_side_by_side(sheets), _in_full(first)),
        numbers={
            f"{s.design.id}.cell.{name}": {"value": s.headline[name].value, "unit": unit}
            for s in sheets
            for name, unit in COLUMNS
        },
        assumed=_assumed(sheets),
    )


def _largest(sheet: cell.Spec) -> str:
    cause = max(sheet.causes, key=lambda c: c.value)
    return f"the {cause.name} of the {cause.where}"


def _table(sheets: list[cell.Spec]) -> Table:
    heads = (
        "design",
        "mAh/cm2",
        "V",
        "Wh/kg",
        "Wh/L empty",
        "Wh/L full",
        "N/P formed",
        "ohm cm2",
        "W/kg 10 s",
        "ohm cm2, ranges",
    )
    rows = []
    for s in sheets:
        low, high = (v * 1e4 for v in s.resistance_range)
        figures = (_finite(units.to(s.headline[n].value, u)) for n, u in COLUMNS)
        rows.append((s.design.id, *figures, f"{low:.3g} to {high:.3g}"))
    return Table(
        "The shipped designs, packaged",
        heads,
        tuple(rows),
        "After formation, at each design's own temperature (polymer 60 degC, the others 20 to 25"
        " degC). Resistance and power: 10 s pulse at half charge, linear.",
    )


def _finite(value: float) -> float | str:
    return value if abs(value) < 1e6 else "no limit"


def _resistances(sheets: list[cell.Spec]) -> Table:
    names = list(dict.fromkeys(f"{c.where}: {c.name}" for s in sheets for c in s.causes))
    values = [{f"{c.where}: {c.name}": c.value * 1e4 for c in s.causes} for s in sheets]
    rows = [(name, *(v.get(name) for v in values)) for name in names]
    return Table(
        "Area-specific resistance by cause, ohm cm2",
        ("cause", *(s.design.id for s in sheets)),
        tuple(rows),
    )


def _bills(sheets: list[cell.Spec]) -> Table:
    bills = []
    for s in sheets:
        masses: Counter[str] = Counter()
        for row in s.bill:
            masses[row["item"]] += row["mass_per_energy"] * 3.6e6
        bills.append(masses)
    items = sorted({i for b in bills for i in b}, key=lambda i: -sum(b.get(i, 0.0) for b in bills))
    rows = [(item, *(b.get(item) for b in bills)) for item in items]
    return Table("Bill of materials, kg/kWh", ("item", *(s.design.id for s in sheets)), tuple(rows))


def _published() -> Table:
    rows = [
        (
            c.design,
            c.output,
            units.to(c.stated, c.unit),
            units.to(c.ours, c.unit),
            c.unit,
            100.0 * (c.ours / c.stated - 1.0),
            "yes" if c.closed else "no",
            c.source,
            c.why,
        )
        for c in comparisons()
    ]
    return Table(
        "Published cells and makers' cells: what they state, and what their design gives here",
        (
            "cell",
            "output",
            "stated",
            "here",
            "unit",
            "difference %",
            "made to close",
            "source",
            "why",
        ),
        tuple(rows),
    )


def _side_by_side(sheets: list[cell.Spec]) -> Picture:
    return Picture(
        "The designs side by side",
        plot.svg(plot.designs(sheets)),
        "Metal anodes gain most in Wh/L when empty and lose part of it when full, because lithium"
        " has to go somewhere.",
    )


def _in_full(sheet: cell.Spec) -> Picture:
    return Picture(
        f"One cell in full: {sheet.design.id}",
        plot.svg(plot.spec(sheet)),
        "Left: one repeat unit, empty and full. Middle: what a kilowatt-hour takes. Right: what"
        " resists a 10 s pulse at half charge.",
    )


def _assumed(sheets: list[cell.Spec]) -> str:
    counts: Counter[str] = Counter()
    for s in sheets:
        counts.update(s.counts())
    named = ", ".join(f"{n} {kind}" for kind, n in counts.most_common())
    return (
        f"{sum(counts.values())} numbers stand behind the {len(sheets)} designs: {named}. Sizes of"
        " cells that do not exist yet are assumed and say so in their files."
    )
