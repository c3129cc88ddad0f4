"""Line simulation: conservation, lots, the balance, closed forms, time, one more machine.

`python show/plant_line.py`; numbers after it run only those parts.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import plant_line_routes

from ionwright.plant import line as pl
from ionwright.plant.line.capacity import ceiling
from ionwright.plant.line.study import Interval, interval
from ionwright.plant.line.tandem import departures
from ionwright.plant.line.two_machine import Pair, Unit, reliable, throughput

Told = Callable[[str, str, str, bool], None]
SEED = 1981
"""The year of Gershwin and Berman's paper; fixed before any result was seen."""
WEEK = 168.0
FILL = 4 * WEEK
"""Warm-up of the example [h]: four times the 145 h of residence on its longest way."""


def example() -> pl.Line:
    """Return an EXAMPLE of a line for pouch cells of 0.3 kWh, 2 GWh in 7,680 h a year.

    Every number of it is assumed, to have a line of a plausible size and unevenness; none is a
    result and none comes from a source. Lines of real routes follow in parts 7 to 9.
    """
    cells = 0.3

    def branch(side: str) -> list[pl.Station]:
        names = [f"{side} {step}" for step in ("mixing", "coating", "calendering", "drying")]
        mix, coat, press, dry = names
        return [
            pl.Station(mix, pl.Residence(2.0, 200.0), 4, 200.0, loss=pl.Loss(0.01)),
            pl.Station(
                coat,
                pl.Rate(340.0),
                1,
                100.0,
                (mix,),
                1600.0,
                pl.Loss(0.03),
                pl.Failures(12.0, 0.6),
                pl.Changeover(600.0, 0.05),
            ),
            pl.Station(
                press,
                pl.Rate(420.0),
                1,
                100.0,
                (coat,),
                2000.0,
                pl.Loss(0.005),
                pl.Failures(20.0, 0.5),
                pl.Changeover(600.0, 0.05),
            ),
            pl.Station(dry, pl.Residence(12.0, 1000.0), 4, 100.0, (press,), 2000.0),
        ]

    return pl.Line(
        "example, 2 GWh/yr",
        (
            *branch("cathode"),
            *branch("anode"),
            pl.Station(
                "stacking",
                pl.Rate(24.0),
                13,
                20.0,
                ("cathode drying", "anode drying"),
                2000.0,
                pl.Loss(0.01, cells),
                pl.Failures(4.0, 0.25),
                pl.Changeover(500.0, 0.25),
            ),
            pl.Station(
                "isostatic pressing",
                pl.Residence(1.0 / 3.0, 60.0),
                2,
                60.0,
                ("stacking",),
                1500.0,
                pl.Loss(0.005, cells),
                pl.Failures(100.0, 3.0),
            ),
            pl.Station(
                "welding and pouch",
                pl.Rate(110.0),
                3,
                20.0,
                ("isostatic pressing",),
                1500.0,
                pl.Loss(0.01, cells),
                pl.Failures(6.0, 0.3),
            ),
            pl.Station(
                "formation",
                pl.Residence(20.0, 1000.0),
                7,
                20.0,
                ("welding and pouch",),
                2000.0,
                pl.Loss(0.0),
                pl.Failures(2000.0, 20.0),
            ),
            pl.Station("ageing", pl.Residence(110.0, 4000.0), 10, 40.0, ("formation",), 2000.0),
            pl.Station(
                "test",
                pl.Rate(60.0),
                6,
                20.0,
                ("ageing",),
                1500.0,
                pl.Loss(0.03, cells),
                pl.Failures(10.0, 0.3),
            ),
        ),
    )


PAIRS = (
    Pair(Unit(1.0), Unit(1.0), 2),
    Pair(Unit(1.0), Unit(1.0), 10),
    Pair(Unit(1.0, 0.01, 0.1), Unit(1.0, 0.01, 0.1), 4),
    Pair(Unit(1.0, 0.01, 0.1), Unit(1.2, 0.02, 0.2), 8),
    Pair(Unit(1.5, 0.01, 0.1), Unit(1.0, 0.005, 0.05), 10),
    Pair(Unit(1.0, 0.05, 0.5), Unit(1.0, 0.05, 0.5), 0),
    Pair(Unit(2.0, 0.1, 0.4), Unit(1.0, 0.02, 0.3), 5),
    Pair(Unit(1.0, 0.02, 0.2), Unit(2.0, 0.1, 0.3), 20),
    Pair(Unit(1.0, 0.1, 0.5), Unit(1.1, 0.1, 0.5), 30),
    Pair(Unit(1.0, 0.03, 0.2), Unit(1.0), 6),
)
"""Ten parameter sets, fixed before any result was seen; the first two never fail."""
PARTS, WARM, TIMES = 100_000, 2_000, 20
"""Parts measured, parts before them, replications; fixed with the seed."""


def measured(pair: Pair, number: int, parts: int = PARTS, level: float = 0.95) -> Interval:
    """Return the simulated throughput of a pair with its interval [1/h].

    Each pair has replications of its own, by its number: with those of the others, ten
    intervals would hit or miss together and say no more than one.
    """
    found = []
    for replication in range(number * TIMES, (number + 1) * TIMES):
        left = departures(pair.line(), WARM + parts, SEED, replication)[-1]
        found.append(parts / float(left[-1] - left[WARM - 1]))
    return interval(found, level)


def events(line: pl.Line, hours: float, replication: int) -> list[list[float]]:
    """Return by station when each lot leaves it [h], from what SimPy's machines did."""
    rows: dict[str, list[tuple[str, float]]] = {s.name: [] for s in line.stations}

    def keep(name: str, _: int, state: str, begin: float, end: float) -> None:
        rows[name].append((state, end))

    pl.simulate(line, pl.Run(hours, 0.0, SEED), replication, keep)
    return [
        [
            end
            for (state, end), (then, _) in zip(said, said[1:], strict=False)
            if state == "blocked" or (state == "busy" and then not in ("down", "blocked"))
        ]
        for said in rows.values()
    ]


def two_machines(told: Told) -> None:
    """Compare ten pairs with the exact chain."""
    begun = time.perf_counter()
    print(f"      seed {SEED}, {TIMES} replications of {PARTS} parts after {WARM}")
    inside, widest = 0, 0.0
    for number, pair in enumerate(PAIRS):
        exact, found = throughput(pair), measured(pair, number)
        inside += found.holds(exact)
        widest = max(widest, found.width)
        a, b = (
            f"{u.rate:g}/{u.failure:g}/{u.repair:g}" if u.failure else f"{u.rate:g}"
            for u in (pair.first, pair.second)
        )
        print(
            f"      {a:>12} | {b:>12} | B {pair.buffer:2}: exact {exact:.6f}, simulated"
            f" {found.mean:.6f} ({found.low:.6f} to {found.high:.6f}), width"
            f" {100 * found.width:.2f} %, {'inside' if found.holds(exact) else 'OUTSIDE'}"
        )
    told("analytic value inside the 95 % interval", f"{inside} of 10", ">= 9", inside >= 9)
    told("widest interval", f"{100 * widest:.2f} %", "1 %", widest <= 0.01)
    off = max(abs(throughput(p) / reliable(1.0, p.buffer) - 1.0) for p in PAIRS[:2])
    apart, count = _same_events(PAIRS[3], 20_000)
    told(f"SimPy and recursion, times of {count} lots", f"{apart:.0e}", "1e-11", apart < 1e-11)
    told("chain of the reliable pair against (B+2)/(B+3)", f"{off:.0e}", "1e-12", off < 1e-12)
    print(f"      {time.perf_counter() - begun:.0f} s")


def _same_events(pair: Pair, parts: int) -> tuple[float, int]:
    """Return the largest relative difference of departure times, and how many were compared."""
    exact = departures(pair.line(), parts, SEED)
    simulated = events(pair.line(), float(exact[-1, -1]) - 50.0, 0)
    off = [
        abs(a / b - 1.0)
        for one, other in zip(simulated, exact, strict=True)
        for a, b in zip(one, other, strict=False)
    ]
    return max(off), len(off)


def audited(told: Told) -> None:
    """Recount all material after every event of ten days, from an empty line."""
    begun = time.perf_counter()
    found = pl.simulate(example(), pl.Run(240.0, 0.0, SEED, audit=True))
    made, spent = found.stations[-1].good, time.perf_counter() - begun
    print(f"      {found.books.events} events, {made:.0f} kWh left the line; {spent:.0f} s")
    for law in found.check():
        told(law.name, f"{law.residual:.1e}", f"{law.tolerance:g}", law.holds)


def lots(told: Told, count: int = 4) -> None:
    """Halve all lots."""
    run = pl.Run(10 * WEEK, FILL, SEED)
    whole = pl.replicate(example(), run, count)
    half = pl.replicate(example().divided(2), run, count)

    def mean(results: tuple[pl.Result, ...], name: str) -> float:
        return sum(getattr(r, name) for r in results) / len(results)

    print(f"      {count} replications of 10 weeks after {FILL / WEEK:.0f}, common random numbers")
    for name, text, most in (
        ("throughput", "throughput", 0.01),
        ("in_progress", "work in progress", 0.05),
        ("in_buffers", "of it in buffers", None),
    ):
        a, b = mean(whole, name), mean(half, name)
        value = f"{a:.2f} -> {b:.2f}, {100 * (b / a - 1):+.2f} %"
        if most is None:
            print(f"      {text}: {value}")
        else:
            told(f"halved lots, {text}", value, f"{100 * most:.0f} %", abs(b / a - 1) < most)


def balanced(told: Told) -> None:
    """Compare a line without failures with its balance."""
    line = example().reliable()
    exact = replace(
        line, stations=tuple(replace(s, loss=pl.Loss(s.loss.share)) for s in line.stations)
    )
    for what, changed in (("as it is", exact), ("all lots halved", exact.divided(2))):
        found = pl.simulate(changed, pl.Run(10 * WEEK, FILL, SEED))
        off = found.throughput / pl.balance(changed) - 1.0
        text = f"{found.throughput:.4f} / {pl.balance(changed):.4f} kWh/h, {100 * off:+.4f} %"
        told(f"no failures, {what}, after {FILL:.0f} h", text, "0.1 %", abs(off) < 1e-3)
        broken = [law.name for law in found.check() if not law.holds]
        told("laws of check()", ", ".join(broken) or "all hold", "all hold", not broken)


def ten_weeks(told: Told) -> None:
    """Run ten weeks after the warm-up and print where the time goes."""
    line, run = example(), pl.Run(10 * WEEK, FILL, SEED)
    begun = time.perf_counter()
    found = pl.simulate(line, run)
    spent = time.perf_counter() - begun
    told(
        f"ten weeks of {line.name}, and {FILL / WEEK:.0f} before",
        f"{spent:.1f} s",
        "10 s",
        spent < 10,
    )
    print(
        f"      {found.throughput:.1f} kWh/h = {found.throughput * 7680 / 1e6:.2f} GWh in 7,680 h;"
        f" balance {pl.balance(line):.1f}, with failures and endless buffers {ceiling(line):.1f}"
    )
    print(
        f"      work in progress {found.in_progress / 1000:.1f} MWh, {found.in_buffers / 1000:.1f}"
        f" of it in buffers; bottleneck: {found.bottleneck}"
    )
    print(
        "      station              places  busy  down  change  starved  blocked  scrap   held kWh"
    )
    for s in found.stations:
        shares = "  ".join(
            f"{100 * v:5.1f}" for v in (s.busy, s.down, s.changeover, s.starved, s.blocked)
        )
        print(
            f"      {s.name:20} {s.places:6}  {shares}  {100 * s.lost / s.taken:5.2f} {s.held:9.0f}"
        )
    for b in found.buffers:
        print(f"      {b.name:40} {b.content:7.0f} of {b.room:5.0f} kWh, {b.wait:5.2f} h")


def machines(told: Told, count: int = 6) -> None:
    """Add one machine at each station in turn."""
    run = pl.Run(4 * WEEK, 2 * WEEK, SEED)
    begun = time.perf_counter()
    gains = pl.one_more(example(), run, count, workers=2)
    print(f"      {count} pairs of 4 weeks after 2, common random numbers")
    for g in gains:
        t = g.throughput
        print(
            f"      {g.station:20} {t.mean:+6.2f} ({t.low:+.2f} to {t.high:+.2f}) kWh/h,"
            f" {100 * g.share:+.2f} %{'' if g.is_sure else ', cannot tell'}"
        )
    first = gains[0]
    told("the best machine gains", f"{100 * first.share:.1f} %", "above 0, surely", first.is_sure)
    print(f"      {time.perf_counter() - begun:.0f} s")


OWN = (audited, lots, balanced, two_machines, ten_weeks, machines)


def main(told: Told, parts: list[int] | None = None) -> None:
    """Run the parts, each figure beside its target."""
    for number, part in enumerate((*OWN, *plant_line_routes.ALL), 1):
        if not parts or number in parts:
            print(f"  {number}. {(part.__doc__ or '').strip()}")
            part(told)


if __name__ == "__main__":
    from house import failures, told

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="*", type=int)
    main(told, parser.parse_args().part)
    raise SystemExit(bool(failures))
