"""PLANT, line 1: the baseline plant of BatPaC 5, each figure beside its target."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from house import failures, told

from ionwright import cell, data, units
from ionwright.plant import batpac, batpac_price, files
from ionwright.plant.balance import LOSSES, Flows, balance
from ionwright.plant.chain import chain_of
from ionwright.plant.streams import Stream, Streams, streams_of
from ionwright.plant.yields import yields_of

Told = Callable[[str, str, str, bool], None]
HOURS = 1920.0  # of one person in a year, as the printed curve counts people


def totals(told: Told) -> None:
    """Show that the 26 rows add up to the printed plant."""
    made = batpac.work(batpac.baseline())
    for name, found, target, unit in (
        ("capital", made.capital.sum() / 1e6, 4206.6, "MUSD"),
        ("direct labour", made.labour.sum(), 3_649_000.0, "h/yr"),
        ("floor", made.area.sum(), 303_700.0, "m2"),
    ):
        ok = abs(found - target) < 1e-9 * target
        told(f"{name} of {len(made.rows)} rows", f"{found:,.10g} {unit}", f"{target:,} exactly", ok)
    largest = made.capital.argsort()[::-1][:5]
    shares = ", ".join(
        f"{made.rows[i].removeprefix('batpac-')} {made.capital[i] / made.capital.sum():.0%}"
        for i in largest
    )
    print(f"      largest shares of capital: {shares}")


def multipliers(told: Told) -> None:
    """Derive the four multipliers from the listed rates and price a kilowatt-hour."""
    rates = batpac_price.rates()
    print("      rates:", ", ".join(f"{k} {v:g}" for k, v in asdict(rates).items()))
    m = batpac_price.multipliers(rates)
    for name, target in (
        ("material", 1.06656),
        ("labour", 1.86648),
        ("equipment", 0.25370),
        ("building", 0.15325),
    ):
        found = getattr(m, name)
        told(f"multiplier of {name}", f"{found:.6f}", f"{target:.5f}", abs(found - target) < 5e-6)
    base = batpac.baseline()
    cost = batpac_price.unit_cost(batpac.work(base), base.energy, 0.0, m)
    for name, found, target in (
        ("labour", cost.labour, 3.405),
        ("equipment", cost.equipment, 21.344),
        ("building", cost.building, 2.793),
    ):
        ok = abs(found - target) < 1e-3
        told(f"{name} at 50 GWh/yr", f"{found:.4f} USD/kWh", f"{target} to 0.001", ok)
    print(f"      together {cost.total:.3f} USD/kWh before material; USD of 2022, without tax")


def curve(told: Told) -> None:
    """Scale the plant and say where the law ends."""
    print("      GWh/yr  MUSD/GWh  cells only  people/GWh  m2/GWh")
    printed = {10.0: (93.428, 89.353, 54.442, 6583.0), 50.0: (84.132, 80.372, 38.010, 6074.0)}
    for size in (1.0, 10.0, 50.0, 250.0):
        drivers = batpac.baseline().scaled(size / 50.0)
        made, cells = batpac.work(drivers), batpac.work(drivers, cells_only=True)
        found = (
            made.capital.sum() / size / 1e6,
            cells.capital.sum() / size / 1e6,
            made.labour.sum() / HOURS / size,
            made.area.sum() / size,
        )
        words = "{:8.3f}  {:10.3f}  {:10.3f}  {:6.0f}".format(*found)
        print(f"      {size:6g}  {words}  {batpac.outside(drivers)}")
        if size in printed:
            worst = max(abs(a / b - 1.0) for a, b in zip(found, printed[size], strict=True))
            told(f"scale curve at {size:g} GWh/yr", f"{worst:.4%} off", "0.1 %", worst < 1e-3)


CHARGE, VOLTAGE = 68.0, 3.68
"""Cell of the baseline [Ah, V]."""
AREAL, CAPACITY = 50.0, 200.0
"""Positive of the reference design behind our own rows [Ah/m2, Ah/kg]: not BatPaC's numbers."""


def baseline_cell() -> Streams:
    """Return a cell of 68 Ah with the layers of the shipped liquid design, foil by foil."""
    design = streams_of(cell.specify(cell.load("liquid-nmc811-graphite")))
    charge, area = CHARGE / design.charge, CHARGE / AREAL / design.web("positive")
    streams = []
    for s in design.streams:
        mass = s.mass * (charge if s.name == "negative/active" else area)
        mass = CHARGE / CAPACITY if s.name == "positive/active" else mass
        streams.append(Stream(s.name, s.item, mass, s.web * area))
    return Streams("68 Ah", CHARGE * VOLTAGE / 1e3, CHARGE, tuple(streams))


def made_by(cell_streams: Streams, energy: float, of: str) -> tuple[Flows, np.ndarray]:
    """Return flows and what is in the good cells of a year at `energy` [kWh/yr]."""
    route = files.load_route("liquid")
    chain = chain_of(route.steps, cell_streams, route.where)
    number = np.array([energy / cell_streams.energy])
    good = number[:, None] * np.array([s.mass for s in cell_streams.streams])
    yields = yields_of(route, chain, cell_streams, of).typical
    return balance(good, number, chain.passes, chain.path, yields), good


def backwards(told: Told) -> None:
    """Find the baseline's cells from one cell and the yields alone."""
    base, one = batpac.baseline(), baseline_cell()
    flows, good = made_by(one, base.energy, "batpac")
    started = float(flows.cells.max())
    off = started / base.cells - 1.0
    target = f"{base.cells / 1e6:.0f} M/yr to 0.5 %"
    told("cells started", f"{started / 1e6:.2f} M/yr ({off:+.2%})", target, abs(off) < 5e-3)
    print("      the baseline rounds: 50 GWh of 250.24 Wh are 199.8 M good cells, it says 200 M")
    gap = flows.unbalanced()
    told("material that does not balance", f"{gap:.1e}", "below 1e-9", gap < 1e-9)
    share = dict(zip([s.name for s in one.streams], (good / flows.bought)[0], strict=True))
    for name, target in (
        ("positive/active", 0.99 * 0.95 * 0.99 * 0.99 * 0.95),
        ("negative/active", 0.99 * 0.95 * 0.99 * 0.99 * 0.95),
        ("positive/foil", 0.99 * 0.92 * 0.99 * 0.95),
        ("separator/scaffold", 0.98 * 0.95),
        ("positive/electrolyte", 0.94 * 0.95),
        ("package", 0.95),
    ):
        ok = abs(share[name] / target - 1.0) < 1e-12
        told(f"in a good cell of each kg bought, {name}", f"{share[name]:.4f}", f"{target:.4f}", ok)
    distances(one, started, share)


def distances(one: Streams, started: float, share: dict[str, float]) -> None:
    """Print how far material, areas and solvent are from the baseline's, and why."""
    base = batpac.baseline()
    positive, negative = (started * one.web(side) for side in ("positive", "negative"))
    good = {s.name: s.mass * base.energy / one.energy for s in one.streams}
    active = {name: good[name] / share[name] for name in ("positive/active", "negative/active")}
    (negative_solvent,) = (
        units.to(r.value.value, "kg/yr")
        for r in data.find("batpac-plant", "baseline_mass")
        if r.condition("of") == "negative solvent"
    )
    there = CHARGE * base.cells / base.positive_area / 10.0
    held = CHARGE * base.energy / one.energy / share["positive/active"] / base.positive_active
    rows = (
        ("positive area, one face, M m2", positive, base.positive_area,
         f"{there:.2f} mAh/cm2 there, {AREAL / 10:g} here, our own choice"),
        ("negative area, one face, M m2", negative, base.negative_area,
         f"{base.negative_area / base.positive_area:.3f} of the positive's there, "
         f"{negative / positive:.3f} here, the overhang of our liquid design"),
        ("positive active bought, kt", active["positive/active"], base.positive_active,
         f"{held:.0f} Ah/kg there, {CAPACITY:g} here, our own choice"),
        ("negative active bought, kt", active["negative/active"], base.negative_active,
         "graphite for each Ah as in our liquid design"),
        ("positive solvent, kt", positive * base.positive_solvent, base.solvent,
         f"the area; {base.solvent / base.positive_area:.4f} kg/m2 follow from the masses there, "
         f"{base.positive_solvent:.4f} are listed and used here"),
        ("negative solvent, kt", negative * base.negative_solvent, negative_solvent,
         f"the area; {negative_solvent / base.negative_area:.4f} kg/m2 follow there, "
         f"{base.negative_solvent:.4f} are listed and used here"),
    )  # fmt: skip
    for name, found, target, why in rows:
        off = f"{found / target - 1:+.1%}"
        print(f"      {name}: {found / 1e6:.1f}, baseline {target / 1e6:.1f} ({off}): {why}")


def beside_prozell(told: Told) -> None:
    """Print the yields of Lechner et al. on the same route, by kind."""
    one = baseline_cell()
    flows, good = made_by(one, batpac.baseline().energy, "lechner")
    place = [s.name for s in one.streams].index("positive/active")
    share = float(good[0, place] / flows.bought[0, place])
    target = 50_944_692 / 83_801_423
    words = f"{target:.5f}, their good cells over what enters mixing"
    told("of each kg of coating bought, by Lechner 2024", f"{share:.5f}", words,
         abs(share / target - 1.0) < 1e-6)  # fmt: skip
    cells = batpac.baseline().energy / one.energy / float(flows.cells.max())
    print(
        f"      cells good per cell started: {cells:.4f} there, 0.95 in BatPaC: the rest is other"
    )
    lost = flows.lost[0, :, place].sum(axis=0) / flows.bought[0, place]
    listed = ", ".join(f"{name} {x:.1%}" for name, x in zip(LOSSES, lost, strict=True))
    print(f"      lost of it: {listed}")


def provenance(told: Told) -> None:
    """Say what the numbers of the plant stage stand on."""
    for stage in ("ion", "cell", "plant"):
        rows = [r for n in data.TABLES if n.startswith(f"{stage}/") for r in data.table(n)]
        kinds = Counter(r.kind for r in rows)
        listed = ", ".join(f"{n} {k} ({n / len(rows):.0%})" for k, n in kinds.most_common())
        print(f"      {stage}: {len(rows)} numbers: {listed}")
    bad = [r for r in data.table("plant/batpac") if r.kind == "assumed"]
    told("assumed numbers in the baseline of BatPaC", str(len(bad)), "0", not bad)
    print(f"      {data.source('batpac2022').text()}\n      {data.source('batpac2022').note}")


def main() -> int:
    """Run all."""
    print("== 1. the baseline plant of BatPaC 5")
    for part in (totals, multipliers, curve, backwards, beside_prozell, provenance):
        part(told)
    print(f"\n{len(failures)} missed" + (f": {', '.join(failures)}" if failures else ""))
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
