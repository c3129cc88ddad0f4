"""The reference plant of ProZell (Lechner et al. 2024): each figure beside its target."""

from __future__ import annotations

import csv
import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from house import failures, told

from ionwright import data
from ionwright.plant import counted, prozell_rules
from ionwright.plant.prozell import handed, line
from ionwright.plant.prozell_cell import phev2
from ionwright.plant.prozell_cost import Reference, reference
from ionwright.plant.prozell_reading import AsCoded, Corrected
from ionwright.plant.prozell_rows import TABLE, number
from ionwright.plant.steps import Batch, Unit

HERE = Path(__file__).parent
SPLIT = {
    "material": 93.07,
    "personnel": 6.23,
    "energy": 4.03,
    "depreciation": 5.43,
    "overhead": 2.11,
}
MATERIAL = {
    "cathode coating": 60.76,
    "anode coating": 10.59,
    "copper": 6.31,
    "aluminium": 1.05,
    "separator": 7.01,
    "can": 3.14,
    "electrolyte": 4.22,
}
SERIES = {1.0: 257.0, 2.0: 158.0, 5.0: 96.0, 10.0: 83.0, 20.0: 74.0, 40.0: 71.0}


def head(text: str) -> None:
    """Print a heading."""
    print(f"\n== {text}")


def near(name: str, value: float, target: float, share: float, digits: int = 2) -> None:
    """Print one figure beside its target and the share that it may differ by."""
    ok = abs(value - target) <= share * abs(target)
    off = f"{value / target - 1:+.2%}" if target else "zero"
    told(name, f"{value:,.{digits}f}", f"{target:,.{digits}f} to {share:.2g}; {off}", ok)


def same(name: str, value: object, target: object) -> None:
    """Print one figure that must be the target itself."""
    told(name, f"{value}", f"{target}", value == target)


def targets() -> list[dict[str, str]]:
    """Return the steps as the reference code prints them."""
    lines = (HERE / "plant_prozell.csv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(text for text in lines if not text.startswith("#")))


def cell() -> None:
    """Show the cell that the line makes."""
    head("the cell, from format and chemistry alone")
    c, h = phev2(), handed(phev2())
    rows = data.table(TABLE)
    kinds = ", ".join(f"{sum(r.kind == k for r in rows)} {k}" for k in ("quoted", "estimated"))
    print(f"{len(rows)} numbers in {TABLE}: {kinds}; the data base gives no ranges")
    near("capacity, Ah", h.capacity, 53.05, 1e-4)
    near("anode in the roll, mm", c.length, 4199.13, 1e-4)
    near("coating of the cathode, g", h.coating["cathode"] * 1e3, 294.97, 1e-4)
    near("coating of the anode, g", h.coating["anode"] * 1e3, 189.71, 1e-4)
    near("electrolyte, g", c.electrolyte_mass, 91.57, 1e-4)
    near("cells from a metre of anode web", c.anode_per_metre, 1.42887, 1e-4, 5)
    near("cells from a metre of cathode web", c.cathode_per_metre, 1.42955, 1e-4, 5)


def steps(plant: Reference) -> None:
    """Show flow, machines, capital and energy by step."""
    head("10 GWh/yr, as coded: flow into each step, machines bought, capital, energy")
    for step, wanted in zip(plant.steps, targets(), strict=True):
        same(step.name, step.name, wanted["step"])
        near("  cell equivalents in", float(step.cells_in), float(wanted["cells_in"]), 5e-3, 0)
        counts = [int(fleet.bought) for _, fleet in step.fleets]
        names = ", ".join(name for name, _ in step.fleets)
        same(f"  bought ({names})", counts, [int(n) for n in wanted["bought"].split()])
        near("  capital, MEUR", float(step.capital) / 1e6, float(wanted["capital [MEUR]"]), 1e-2, 3)
        energy = float(step.energy / plant.capacity)
        near("  energy, kWh/kWh", energy, float(wanted["energy [kWh/kWh]"]), 2e-2, 4)
    near("capital of all machines, MEUR", float(plant.machines) / 1e6, 531.4, 1e-2)
    good = float(plant.steps[-1].cells_in / plant.steps[0].cells_in)
    print(f"      good cells for each equivalent mixed: {good:.3f} (electrode scrap is in it)")


def cost(plant: Reference) -> None:
    """Show the full cost and its split."""
    head(
        "10 GWh/yr, as coded: EUR for a kWh of good cells, EUR taken as of 2022, ex VAT, no credit"
    )
    near("full cost", float(plant.cost.full), 110.87, 1e-2)
    found = {
        "material": plant.cost.materials,
        "personnel": plant.cost.personnel,
        "energy": plant.cost.energy,
        "depreciation": plant.cost.depreciation,
        "overhead": plant.cost.overhead,
    }
    for name, target in SPLIT.items():
        near(f"  {name}", float(found[name]), target, 1e-2)
    for name, target in MATERIAL.items():
        near(f"    {name}", float(plant.cost.material[name]), target, 1e-2)
    near("marginal cost", float(plant.cost.marginal), 103.33, 1e-2)


def small() -> None:
    """Show the plant of 1 GWh/yr."""
    head("1 GWh/yr, as coded")
    plant = reference(1.0, AsCoded())
    near("full cost, EUR/kWh", float(plant.cost.full), 140.1, 2e-2)
    near("capital of machines, MEUR/GWh", float(plant.machines) / 1e6, 161.0, 2e-2)


def corrected(coded: Reference) -> None:
    """Show the reading with the slips put right, and what each of them does."""
    head("10 GWh/yr, floors and rooms put right")
    plant = reference(10.0, Corrected())
    rooms = plant.rooms
    near("machines and buildings, MEUR/GWh", float(plant.capital) / 1e7, 82.95, 5e-3)
    near("building, m2", float(rooms.building), 102360.0, 5e-3, 0)
    for name, value, target in (
        ("building", rooms.factory_price, 119.86),
        ("land", rooms.land_price, 8.72),
        ("dry room", rooms.dry_price, 65.37),
        ("laboratory", rooms.lab_price, 104.17),
    ):
        near(f"  {name}, MEUR", float(value) / 1e6, target, 5e-3)
    for name, target in (("machines", 10.08), ("dry room", 1.77), ("laboratory", 1.35)):
        near(f"  energy of {name}, kWh/kWh", float(plant.energy[name]) / 1e7, target, 5e-3)
    for size, target in SERIES.items():
        whole = float(reference(size, Corrected()).capital) / size / 1e6
        near(f"  at {size:g} GWh/yr, MEUR/GWh", whole, target, 0.5 / target, 1)  # printed digits
    print("\nEUR/kWh           as coded   corrected   difference   why")
    for name, why in (
        ("materials", "the same"),
        ("personnel", "the same"),
        ("energy", "kWh of rooms at the price of electricity, no longer as EUR"),
        ("overhead", "media light the whole building"),
        ("depreciation", "buildings cost 298 MEUR and no longer 1.7, over 50 years"),
        ("full", ""),
    ):
        a, b = float(getattr(coded.cost, name)), float(getattr(plant.cost, name))
        print(f"{name:<16}{a:>10.3f}{b:>12.3f}{b - a:>+13.3f}   {why}")
    print(
        "floors: production / (1 - 45 %), use / (1 - 45 %), building / (1 - 25 %), land x 3.5; "
        "dry room and\nlaboratory take their share of the production floor. The snapshot of the "
        "code divides by 100 less the\nper cent instead; the published paper may rest on another "
        "state of the code."
    )


def rules(plant: Reference) -> None:
    """List what only the reference code states, and what three of its choices amount to."""
    head("rules that only the reference code states (read there, written anew)")
    for count, rule in enumerate(prozell_rules.RULES, 1):
        print(f"{count:>3}. {rule.says}\n     {rule.reason}  [{rule.at}]")
    chain = line(AsCoded())
    mixing, winding, testing = (_at(chain, name) for name in ("mixing", "winding", "testing"))
    clean = number("prozell-mixing", "changeover_time", "min")
    for g in mixing.groups:
        law = g.machine.law
        assert isinstance(law, Batch)
        slow = replace(law, changeover=clean).needed(
            plant.steps[0].cells_in / chain.hours * g.per_cell
        )
        print(f"      {g.name} with {clean:.0f} min of changeover: {slow:.0f} would run")
    roll = winding.groups[0].machine.law
    length = phev2().length / 1000.0
    flow = plant.steps[5].cells_in / chain.hours
    count = replace(roll, length=length).needed(flow)
    print(f"      winders for the anode's own {length:.2f} m: {count:.0f} would run")
    seconds = number("prozell-testing", "cycle_time", "s")
    flow = plant.steps[13].cells_in / chain.hours
    fleet = replace(testing.groups[0].machine, law=Unit(60.0 / seconds)).fleet(flow)
    print(f"      testers at {seconds:.0f} s a cell: {fleet.running:.0f} would run", end="")
    print(f", {fleet.bought:.0f} be bought")


def _at(chain: counted.CountedLine, name: str) -> counted.CountedStep:
    return next(step for step in chain.steps if step.name == name)


def main() -> int:
    """Run all."""
    cell()
    plant = reference(10.0, AsCoded())
    steps(plant)
    cost(plant)
    small()
    corrected(plant)
    rules(plant)
    print(f"\n{len(failures)} missed" + (f": {', '.join(failures)}" if failures else ""))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
