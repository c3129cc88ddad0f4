"""Lines of real routes: balance, lots, time, bottleneck; parts of `show/plant_line.py`."""

from __future__ import annotations

import time
from collections.abc import Callable

from ionwright import cell, plant
from ionwright.plant import line as pl
from ionwright.plant.line.study import busiest
from ionwright.plant.running import PlantLine, to_line

Told = Callable[[str, str, str, bool], None]
SEED = 1981
"""As in `plant_line`."""
WEEK = 168.0
REAL = (
    ("liquid", None, "liquid-nmc811-graphite"),
    ("sulfide-dry", "foil-made", "sulfide-nmc811-lithium"),
    ("oxide", "foil-bought", "oxide-nmc811-lithium"),
)
"""Routes whose lines are run, each with its anode and its cell."""


def _real(route: str, anode: str | None, design: str, fails: bool = True) -> PlantLine:
    return to_line(plant.load(route, "2 GWh/yr", anode=anode), cell.load(design), fails=fails)


def real_lines(told: Told) -> None:
    """Make lines of real routes, 2 GWh/yr: balance, lots, time."""
    for route, anode, design in REAL:
        steady = _real(route, anode, design, fails=False)
        print(f"      {steady.line.name}: {len(steady.line.stations)} stations")
        found = pl.simulate(steady.line, steady.run(10.0, SEED))
        off = found.throughput / steady.plan - 1.0
        told(
            f"{route}, no failures, after {steady.warm_up:.0f} h: throughput over the balance",
            f"{found.throughput:.4f} / {steady.plan:.4f} kWh/h, {100 * off:+.4f} %",
            "0.1 %",
            abs(off) < 1e-3,
        )
        broken = [law.name for law in found.check() if not law.holds]
        told("laws of check()", ", ".join(broken) or "all hold", "all hold", not broken)
        made = _real(route, anode, design)
        begun, clock = time.process_time(), time.perf_counter()
        one = pl.simulate(made.line, made.run(10.0, SEED))
        spent, clock = time.process_time() - begun, time.perf_counter() - clock
        weeks = f"ten weeks, and {made.warm_up / WEEK:.1f} before"
        said = f"{spent:.1f} s of one core, {clock:.1f} s by the clock"
        told(weeks, said, "10 s by the clock", clock < 10.0)
        kinds = ", ".join(f"{n} {kind}" for kind, n in sorted(made.kinds.items()))
        print(f"      numbers behind the stations: {kinds}")
        print(
            f"      {one.throughput:.1f} of {made.plan:.1f} kWh/h planned; work in progress"
            f" {one.in_progress / 1000:.1f} MWh, {one.in_buffers / 1000:.1f} of it in buffers"
        )


def real_lots(told: Told, count: int = 4) -> None:
    """Halve all lots of the real lines."""
    print(f"      {count} replications of 10 weeks, common random numbers")
    for route, anode, design in REAL:
        made = _real(route, anode, design)
        run = made.run(10.0, SEED)
        whole = pl.replicate(made.line, run, count, workers=2)
        half = pl.replicate(made.line.divided(2), run, count, workers=2)
        for name, most in (("throughput", 0.01), ("in_progress", 0.05)):
            a, b = (sum(getattr(r, name) for r in runs) / count for runs in (whole, half))
            value = f"{a:.1f} -> {b:.1f}, {100 * (b / a - 1):+.2f} %"
            said = f"{route}, halved lots, {name.replace('_', ' ')}"
            told(said, value, f"{100 * most:.0f} %", abs(b / a - 1) < most)


def real_machines(told: Told, count: int = 6) -> None:
    """Find the bottleneck of the real lines, and add one machine at the busiest stations."""
    for route, anode, design in REAL:
        made = _real(route, anode, design)
        run = made.run(4.0, SEED)
        runs = pl.replicate(made.line, run, count, workers=2)
        order = busiest(runs)
        print(f"      {route}: bottleneck {order[0]}; {count} pairs of 4 weeks")
        gains = pl.one_more(made.line, run, count, order[:3], 2, runs)
        for g in gains:
            t = g.throughput
            print(
                f"      {g.station:40} {t.mean:+6.2f} ({t.low:+.2f} to {t.high:+.2f}) kWh/h,"
                f" {100 * g.share:+.2f} %{'' if g.is_sure else ', cannot tell'}"
            )
        least = min(g.throughput.high for g in gains)
        told("no machine costs output", f"{least:+.2f} kWh/h at most", ">= 0", least >= 0.0)


ALL = (real_lines, real_lots, real_machines)
"""Parts, in order."""

if __name__ == "__main__":
    from house import failures, told

    for part in ALL:
        print(f"  {(part.__doc__ or '').strip()}")
        part(told)
    raise SystemExit(bool(failures))
