"""Brown field and ramp-up: every route beside its published sums, laws, and one ramp."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from house import failures, told

from ionwright import cell
from ionwright.plant.brown_field import Conversion, convert, convert_many
from ionwright.plant.kept import rows
from ionwright.plant.plant import load
from ionwright.plant.rampup import RampUp, ramp_up

SUMS = {
    "liquid": (1.00, 0.00, 0.00, 1.00, 0.0),
    "sulfide-wet": (0.32, 0.49, 0.19, 0.07, 42.2),
    "sulfide-dry": (0.33, 0.36, 0.32, 0.07, 49.6),
    "oxide": (0.37, 0.00, 0.63, 0.23, 131.7),
    "polymer": (0.67, 0.12, 0.20, 0.47, 18.4),
    "semisolid": (0.97, 0.00, 0.03, 0.95, 2.9),
}
"""By route: kept, modified, new, kept without the rows that hold the services of the building [1];
conversion with 40 % of what is modified [MUSD/(GWh/yr)]: sums of the rows, made by hand."""
PLANTS = {
    "liquid": (None, "liquid-nmc811-graphite"),
    "semisolid": (None, "semisolid-nmc811-graphite-silicon"),
    "polymer": (None, "polymer-lfp-lithium"),
    "sulfide-wet": ("foil-bought", "sulfide-nmc811-lithium"),
    "sulfide-dry": ("anode-free-seed", "sulfide-nmc811-anode-free"),
    "oxide": ("evaporation", "oxide-nmc811-lithium"),
}
"""By route: anode and design."""


def by_rows() -> None:
    """Print the sums of the rows beside those made by hand."""
    print("\n== 1. the rows alone: 10 GWh/yr, typical, USD of 2022, placeholder of the anode in it")
    for route, target in SUMS.items():
        r = rows(route)
        ours = (r.kept, r.modified, r.new, r.bare_of_bundles)
        near = all(abs(a - b) < 0.0051 for a, b in zip(ours, target[:4], strict=True))
        ok = near and abs(r.conversion - target[4]) < 0.051
        shares = " | ".join(f"{x:.1%}" for x in ours)
        print(f"  {route}: without the services alone, their bundles split: {r.bare:.1%}")
        told(f"{route}: kept | modified | new | without services; MUSD/(GWh/yr)",
             f"{shares}; {r.conversion:.2f}",
             " | ".join(f"{x:.0%}" for x in target[:4]) + f"; {target[4]}", ok)  # fmt: skip


def by_design() -> None:
    """Print the conversion of every route for a design, with bands."""
    print(
        "\n== 2. a liquid line of 10 GWh/yr made into each route, USD of 2025, 5 to 95 % of draws"
    )
    for route, (anode, design) in PLANTS.items():
        plant, made = load(route, anode=anode), cell.load(design)
        one, many = convert(plant, made), convert_many(plant, made, count=1000)
        print(f"  {route} ({anode or 'its own anode'}), {design}")
        for name in ("kept", "kept without services", "modified", "new", "conversion",
                     "conversion with size", "invested", "greenfield", "saved",
                     "saved on a kWh", "dropped", "idle cost"):  # fmt: skip
            low, high = many.band(name)
            print(f"      {name}: {one.headline[name]:.3g} ({low:.3g} to {high:.3g})")
        _laws(f"{route}: laws of one and of 1000 draws", [*one.check(), *many.check()])
        if route == "liquid":
            worst = abs(many.figures["invested"]).max()
            told("a liquid line made into itself costs", f"{worst:g}", "0 in every draw", not worst)
        _largest(one)


def _largest(found: Conversion) -> None:
    paid = sorted(found.steps, key=lambda row: -row[5])[:4]
    print("      paid most for: " + "; ".join(f"{i} {n} {x:.1f}" for i, n, _, _, _, x in paid))


def ramp() -> None:
    """Print one ramp by quarter, after a pilot."""
    print(
        "\n== 3. ramp-up of sulfide-wet, prices at scale, after two years of a pilot of 20 MWh/yr"
    )
    plant = load("sulfide-wet", case="at-scale")
    design = cell.load("sulfide-nmc811-lithium")
    found = ramp_up(plant, design, price=150.0, years=10.0, pilot=(20e3, 2.0))
    at = len(found.time) - len(found.begin)
    for i in range(0, len(found.begin), 2):
        print(f"      {found.begin[i]:.2f} yr: starts {found.starts[i]:.0%}, yield "
              f"{found.yields[i]:.0%} of the mature one, {found.cost[i]:.1f} USD/kWh, "
              f"{found.cumulated[at + i] / 1e6:.0f} MUSD so far")  # fmt: skip
    for name, value in found.headline.items():
        print(f"      {name}: {value:.4g}")
    for note in found.notes:
        print(f"      - {note}")
    _laws("laws of the ramp-up", found.check())
    _laws("laws of its pilot", found.pilot.check() if found.pilot else [])
    _long(ramp_up(plant, design, price=150.0, years=10.0))


def _long(found: RampUp) -> None:
    gap = found.cost[-1] / found.result.cost - 1.0
    told("cost of the last quarter above the mature plant's", f"{gap:.2%}", "under 2 %", gap < 0.02)
    rises = (found.cost[1:] < found.cost[:-1]).all()
    told("cost falls from quarter to quarter", str(bool(rises)), "True", bool(rises))


def _laws(name: str, laws: list) -> None:
    worst = max((law.residual for law in laws), default=float("nan"))
    told(
        name, f"largest residual {worst:.1e}", "1e-9", all(law.holds for law in laws) and bool(laws)
    )


def main() -> int:
    """Run all."""
    by_rows()
    by_design()
    ramp()
    print(f"\n{len(failures)} missed" + (f": {', '.join(failures)}" if failures else ""))
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
