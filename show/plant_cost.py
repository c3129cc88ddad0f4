"""The cost of a plant: both engines, one change followed to a kWh, draws in time."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from house import failures, told
from plant_routes import PAIRS

from ionwright import cell, plant
from ionwright.core.laws import all_hold
from ionwright.data import money
from ionwright.plant import cost, two_engines
from ionwright.plant.cost import CAUSES, Rates
from ionwright.plant.finance import minimum_efficient_scale
from ionwright.plant.lower import Lowered
from ionwright.plant.model import Run, run
from ionwright.plant.prozell_cost import reference
from ionwright.plant.prozell_reading import Corrected
from ionwright.plant.result import Result
from ionwright.plant.scaled import Work
from ionwright.plant.settings import load_settings

DRAWS, SECONDS, LAW = 10_000, 10.0, 1e-9
FALL = 0.05
"""Share of the cost without material that a doubling must save to count [1]; a choice."""


def head(text: str) -> None:
    """Print a heading."""
    print(f"\n== {text}")


# ---- line 3


def engines() -> None:
    """Show the liquid line by both engines."""
    head("3. liquid line, 10 GWh/yr, cells only, with building and dry room, by both engines")
    scaled = two_engines.scaled_line(3000.0)
    counted = two_engines.counted_line(reference(10.0, Corrected()))
    for name, line, target in (
        ("BatPaC's form, MUSD/GWh", scaled, 105.6),
        ("ProZell put right, MEUR/GWh", counted, 83.0),
    ):
        found = line.capital / 1e7
        told(name, f"{found:.2f}", f"{target} to 2 %", abs(found / target - 1.0) < 0.02)
    rate = 1.0 / money.rate("EUR", 2022)
    rows = two_engines.beside(scaled, counted, rate)
    whole = scaled.capital - rate * counted.capital
    print(
        f"money of 2022, {rate:.4f} USD/EUR (mean of 2022); at 1.05 the difference is "
        f"{(scaled.capital - 1.05 * counted.capital) / 1e7:.2f} and not {whole / 1e7:.2f} MUSD/GWh"
    )
    print(f"{'':28}{'BatPaC':>10}{'ProZell':>10}{'difference':>12}")
    print(f"{'':28}{'MUSD/GWh':>10}{'MEUR/GWh':>10}{'MUSD/GWh':>12}")
    for name, a, b, difference in rows:
        print(f"{name:28}{a / 1e7:10.2f}{b / 1e7:10.2f}{difference / 1e7:+12.2f}")
    total = sum(r[3] for r in rows)
    print(
        f"{'sum of the rows':28}{scaled.capital / 1e7:10.2f}{counted.capital / 1e7:10.2f}"
        f"{total / 1e7:+12.2f}"
    )
    gap = abs(total / whole - 1.0)
    told("rows sum to the difference", f"{gap:.1e}", "1e-12", gap < 1e-12)
    print(
        "why: BatPaC puts the services of the building (30) in one row, which ProZell has in its\n"
        "machines, laboratory and media; ProZell counts a rate a machine, so fillers, welders and\n"
        "testers, of which many stand side by side, cost more, towers for 14 d of ageing less.\n"
        "Most prices of ProZell's machines are scaled from BatPaC's manual: rates, counts, crews\n"
        "and floors are independent, prices are not."
    )
    one_stack(scaled, counted, rate)
    one_design()


def one_design() -> None:
    """Show the design of HOUSE on both engines, each with its own crews, floor and energy."""
    design = cell.load("liquid-nmc811-graphite")
    print("\nliquid-nmc811-graphite in Chongqing, one balance, both engines (notching and solvent")
    print("recovery are in ProZell's slitters and coaters; towers count places, not ampere-hours)")
    a, b = (plant.solve(plant.load("liquid", counted=way), design) for way in (False, True))
    print(f"{'MUSD/GWh, USD of 2025':28}{'scaled':>10}{'counted':>10}{'difference':>12}")
    for i, step in enumerate(a.plant.route.steps):
        x, y = (float(r.run.work.capital[0, i]) / 1e7 for r in (a, b))
        print(f"{step.id + ' ' + step.name[:22]:28}{x:10.2f}{y:10.2f}{x - y:+12.2f}")
    for name in ("machines", "area", "people", "electricity", "heat", "cost"):
        x, y = a.headline[name], b.headline[name]
        print(f"{name:28}{x:10.2f}{y:10.2f}{x - y:+12.2f}")
    shares = ", ".join(f"{name} {share:.0%}" for name, share in b.classes.items())
    told("laws, counted", str(all_hold(b.check())), "True", all_hold(b.check()))
    print(f"      capital in machines of the second: {shares}")


def one_stack(scaled: two_engines.Line, counted: two_engines.Line, rate: float) -> None:
    """Price what both lines take in one stack, without material."""
    price = (25.0, 0.09 * rate, 0.05, 3000.0, 24.34 * rate)
    rates = Rates(*(np.array([x]) for x in price), land_per_floor=3.5, tax=0.3)
    settings = load_settings()
    print(
        "\nboth in one stack, USD of 2022 for a kWh, without material: 25 USD/h, 0.09 EUR/kWh, "
        "3,000 USD/m2,\n10 and 20 years, 8 %; crews, machines, floor and energy are each engine's "
        "own"
    )
    both = [
        two_engines.processing(line, money_, rates, settings).at(1.0)[0].sum(axis=0)
        for line, money_ in ((scaled, 1.0), (counted, rate))
    ]
    print(f"{'':16}{'BatPaC':>10}{'ProZell':>10}{'difference':>12}")
    for i, name in enumerate(CAUSES):
        a, b = (float(x[i]) for x in both)
        if a or b:
            print(f"{name:16}{a:10.2f}{b:10.2f}{a - b:+12.2f}")
    a, b = (float(x.sum()) for x in both)
    print(f"{'sum':16}{a:10.2f}{b:10.2f}{a - b:+12.2f}")
    for name, line in (("BatPaC", scaled), ("ProZell", counted)):
        w = line.work
        print(
            f"      {name}: {w.labour.sum() / 1e4:.1f} h/MWh, {w.area.sum() / 10:,.0f} m2/GWh, "
            f"{w.energy.sum() / 1e7:.1f} kWh/kWh"
        )


# ---- line 5

PARTS = (
    ("what is bought", ("goods",)),
    ("energy of the steps", ("energy",)),
    ("hours", ("labour",)),
    ("machines", ("capital",)),
    ("floor", ("area",)),
)


def chain(before: Run, after: Run, low: Lowered) -> list[tuple[str, float]]:
    """Return the full cost as one thing after another is taken from the changed plant [USD/kWh]."""
    work = {n: getattr(before.work, n) for n in ("capital", "labour", "area", "energy")}
    goods, out = before.goods, []
    for name, parts in PARTS:
        for part in parts:
            if part == "goods":
                goods = after.goods
            else:
                work[part] = getattr(after.work, part)
        found = cost.stack(
            Work(**work), goods, low.dry, before.stack.rates, low.plant.settings, low.wide.energy
        )
        out.append((name, float(found.full(1.0)[0])))
    return out


def follow(name: str, a: Result, b: Result, why: tuple[str, ...]) -> None:
    """Print one change from the cell to a kWh."""
    print(f"\n{name}  ({a.plant.route.id}, {a.plant.capacity / 1e6:g} GWh/yr, {a.basis.text()})")
    wide = [r.low.wide.cell for r in (a, b)]
    shown = [
        ("energy of a cell, Wh", *(w.energy * 1e3 for w in wide)),
        ("cells, 1/kWh", *(1.0 / w.energy for w in wide)),
        ("positive faces, m2/kWh", *(w.web("positive") / w.energy for w in wide)),
        (
            "Li6PS5Cl in good cells, kg/kWh",
            *(sum(s.mass for s in w.streams if s.item == "Li6PS5Cl") / w.energy for w in wide),
        ),
        ("Li6PS5Cl bought, kg/kWh", a.bought_of("Li6PS5Cl"), b.bought_of("Li6PS5Cl")),
        ("energy used, kWh/kWh", *(r.headline["electricity"] + r.headline["heat"] for r in (a, b))),
        ("direct people, 1/GWh", a.headline["people"], b.headline["people"]),
        ("machines, MUSD/GWh", a.headline["machines"], b.headline["machines"]),
        ("floor, m2/GWh", a.headline["area"], b.headline["area"]),
    ]
    for what, x, y in shown:
        change = f"{y / x - 1:+.2%}" if x else ""
        print(f"      {what:34}{x:12.4g}{y:12.4g}  {change}")
    moved = sorted(
        ((y[2] / y[3]) / (x[2] / x[3]) - 1.0, x[0], x[1])
        for x, y in zip(a.drivers, b.drivers, strict=True)
    )
    told_of = [f"{step} {driver} {d:+.1%}" for d, step, driver in moved if abs(d) > 5e-4]
    print(f"      drivers that move: {', '.join(dict.fromkeys(told_of)) or 'none'}")
    last = a.cost
    print(f"      {'full cost before':34}{last:12.3f} USD/kWh")
    for (what, value), reason in zip(chain(a.run, b.run, a.low), why, strict=True):
        print(f"      {what:34}{value - last:+12.3f}           {reason}")
        last = value
    print(f"      {'full cost after':34}{b.cost:12.3f}  ({b.cost - a.cost:+.3f})")
    told(f"{name}: the steps add up", f"{abs(last - b.cost):.1e}", "1e-9", abs(last - b.cost) < LAW)


def changes() -> None:
    """Change one thing in the cell and follow it."""
    head("5. one thing changed, followed to USD/kWh: one array after another, in this order")
    design = cell.load("sulfide-nmc811-lithium")
    at = plant.load("sulfide-wet", anode="evaporation", case="at-scale")
    base = plant.solve(at, design)
    thin = cell.change(design, {"cell.separator.thickness": 15e-6})
    thick = cell.change(design, {"cell.separator.thickness": 30e-6})
    follow(
        "separator 30 -> 15 um",
        plant.solve(at, thick),
        plant.solve(at, thin),
        (
            "half the electrolyte of the separator, and its losses",
            "less powder is milled and mixed; web is the same",
            "of mixing the separator only",
            "mills and mixers of electrolyte; coaters go by area, which stays",
            "as the machines",
        ),
    )
    low = base.low
    x = low.typical.copy()
    column = [i.name for i in low.inputs].index("price Li6PS5Cl")
    x[0, column] *= 2.0
    dear = Result(low, run(low, x))
    follow(
        f"price of Li6PS5Cl {x[0, column] / 2:g} -> {x[0, column]:g} USD/kg",
        base,
        dear,
        (
            "bought and lost at twice the price, and the stocks of it",
            *("the same",) * 4,
        ),
    )
    path = "cell.positive.areal_capacity"
    loading = design.origin[path].value if path in design.origin else 0.0
    more = cell.change(design, {path: 1.2 * loading})
    follow(
        "areal capacity of the positive x 1.2",
        base,
        plant.solve(at, more),
        (
            "more energy on the same foil, separator and lithium",
            "fewer m2 and cells for a kWh",
            "fewer m2 and cells for a kWh",
            "fewer m2 and cells for a kWh; mixing follows kilograms and stays",
            "as the machines",
        ),
    )
    print("      the plant does not judge what a thicker electrode does to the power of the cell")


# ---- line 7


def in_time() -> None:
    """Solve ten thousand plants and look at their laws."""
    head(f"7. {DRAWS:,} plants, all steps, streams, causes and laws")
    worst: list[float] = []
    for route, anode, name in (PAIRS[0], PAIRS[4], PAIRS[12]):
        at, design = plant.load(route, anode=anode), cell.load(name)
        begun = time.perf_counter()
        found = plant.solve_many(at, design, DRAWS, workers=2)
        spent = time.perf_counter() - begun
        inputs = len(found.draws.keys)
        told(
            f"{route}: {len(at.route.steps)} steps, {inputs} draws each, on {os.cpu_count()} cores",
            f"{spent:.2f} s",
            f"{SECONDS:g} s",
            spent < SECONDS,
        )
        worst.append(float(found.residuals.max()))
        for law in found.check():
            told(f"  {law.name}", f"{law.residual:.1e}", f"{LAW:.0e} of {law.scale}", law.holds)
    part = plant.solve_many(at, design, 50, chunk=7)
    same = bool(np.array_equal(part.by_step, found.by_step[:50]))
    told("other chunks, same bits", str(same), "True", same)


def notes() -> None:
    """Print what two plants say of themselves, with drivers and load."""
    head("drivers, notes and load of one plant")
    found = plant.solve(
        plant.load("sulfide-wet", anode="evaporation"), cell.load("sulfide-nmc811-lithium")
    )
    print(f"{'step':7}{'driver':18}{'now':>12}{'row':>12}  unit   ratio")
    for step, driver, value, at, unit in found.drivers:
        print(f"{step:7}{driver:18}{value:12.4g}{at:12.4g}  {unit:6}{value / at:6.2f}")
    for note in found.notes:
        print(f"- {note}")
    loads = ", ".join(f"{x:.0%} {found.at_load(x):.1f}" for x in (0.3, 0.5, 0.7, 0.85, 1.0, 1.1))
    print(f"full cost over load, USD/kWh: {loads}")
    print(
        f"levelised {found.headline['levelised']:.1f}, full {found.cost:.1f}, marginal "
        f"{found.headline['marginal']:.1f} USD/kWh; {found.cost_per_cell:.1f} USD a cell"
    )
    for route, counted, name in (
        ("liquid", False, "liquid-nmc811-graphite"),
        ("liquid", True, "liquid-nmc811-graphite"),
        ("sulfide-wet", False, "sulfide-nmc811-lithium"),
    ):
        at, design = plant.load(route, case="at-scale", counted=counted), cell.load(name)

        def processing(size: float, at: plant.Plant = at, design: cell.Design = design) -> float:
            return plant.solve(at.sized(size), design).headline["processing"]

        size = minimum_efficient_scale(processing, FALL, 1e6, 1e8, steps=2)
        text = f"{size / 1e6:.1f} GWh/yr of 1 to 100" if size else "none below 100 GWh/yr"
        curve = ", ".join(f"{g:g}: {processing(g * 1e6):.1f}" for g in (2, 5, 10, 20, 50))
        print(f"{route}, {'counted' if counted else 'scaled'}: USD/kWh without material {curve};")
        print(f"      the size beyond which doubling saves less than {FALL:.0%} of it: {text}")


def main() -> int:
    """Run all."""
    engines()
    changes()
    in_time()
    notes()
    print(f"\n{len(failures)} missed" + (f": {', '.join(failures)}" if failures else ""))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
