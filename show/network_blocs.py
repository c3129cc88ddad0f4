"""Four blocs: strategies on each named path and on drawn futures, and who makes what."""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from house import failures, told

from ionwright import network
from ionwright.network import cases, compare, summary
from ionwright.network.cases.chongqing_makers import SOLID

EFFORT = network.Effort(gap=2e-3, seconds=60.0)
SECONDS = 60.0
DRAWN = 12
NAME = "four-blocs"


def makers(plan: network.Plan, item: str) -> str:
    """Return who makes an item in the last period, a mean over the futures."""
    regions = {s.name: s.region for s in plan.case.sites}.values()
    chance = [f.probability for f in plan.scenarios.futures]
    out = {
        r: float(summary.made(plan, item, (r,))[-1] @ chance) / 1e6 for r in dict.fromkeys(regions)
    }
    unit = "GWh" if item == SOLID else "kt"
    return ", ".join(f"{r} {x:,.1f}" for r, x in out.items() if x > 0.05) + f" {unit}/yr"


def lacking(plan: network.Plan) -> float:
    """Return what is replaced by liquid cells in the last period [GWh/yr]."""
    chance = [f.probability for f in plan.scenarios.futures]
    return float(summary.lacking(plan, SOLID)[-1] @ chance) / 1e6


def compared(count: int | None) -> None:
    """Print every strategy on every path, cost as an interval, and how long a solve took."""
    found = cases.opened(NAME, count)
    assert found.built is not None
    listed = cases.strategies(NAME, found.built.book)
    print(f"\n== {len(found.scenarios.futures)} futures{', drawn' if count else ''}")
    print(found.evidence())
    begun, slowest = time.perf_counter(), 0.0
    rows = compare.outcomes(found.case, found.scenarios, listed, EFFORT)
    first = {o.path: o for o in rows if o.strategy == rows[0].strategy}
    for o in rows:
        slowest = max(slowest, o.plan.seconds)
        print(f"{o.path:18s} {o.strategy:42s} {o.cost.low / 1e6:12,.1f} to "
              f"{o.cost.high / 1e6:12,.1f} MUSD")  # fmt: skip
        if o.path == compare.ALL:
            print(f"    cells 2039: {makers(o.plan, SOLID)}; Li2S: {makers(o.plan, 'Li2S')}; "
                  f"{lacking(o.plan):,.1f} GWh/yr of liquid cells instead")  # fmt: skip
        if o.strategy != rows[0].strategy:
            print(f"    {compare.difference(o, first[o.path], 'USD')}")
    kept = all(law.holds for o in rows for law in o.plan.check())
    told("every rule", "kept" if kept else "broken", "kept", kept)
    told("slowest solve", f"{slowest:.1f} s", f"{SECONDS:g} s", slowest <= SECONDS)
    print(f"{len(rows)} solves in {time.perf_counter() - begun:.0f} s")


def main() -> int:
    """Run the named paths, then the drawn futures."""
    for count in (None, DRAWN):
        compared(count)
    print(f"\n{len(failures)} missed" + (f": {', '.join(failures)}" if failures else ""))
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
