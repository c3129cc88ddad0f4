"""PLANT, line 1: the baseline plant of BatPaC 5, each figure beside its target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict

from ionwright import data
from ionwright.plant import batpac, batpac_price

Told = Callable[[str, str, str, bool], None]
HOURS = 1920.0  # of one person in a year, as the printed curve counts people
failures: list[str] = []


def told(name: str, value: str, target: str, ok: bool) -> None:
    """Print one figure beside its target."""
    print(f"{'ok  ' if ok else 'MISS'}  {name}: {value}  (target: {target})")
    if not ok:
        failures.append(name)


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
    for part in (totals, multipliers, curve, provenance):
        part(told)
    print(f"\n{len(failures)} missed" + (f": {', '.join(failures)}" if failures else ""))
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
