"""Draws of a plant: distributions, bits, Sobol indices and time, each beside its target.

A synthetic plant has 40 steps in a row, 20 streams, a loss and a cost at each: its numbers mean
nothing; it has the size and the shape of a cell route. The last part draws the routes themselves.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent))

from house import failures, told
from plant_routes import PAIRS

from ionwright import cell
from ionwright import plant as plants
from ionwright.numerics.sampling import generator
from ionwright.numerics.triangle import TAIL, triangles
from ionwright.plant.compare import Outcomes, compare, reversal
from ionwright.plant.draws import SHARE, Draws, Uncertain, each
from ionwright.plant.lower import lower
from ionwright.plant.sensitivity import Indices, sobol, tornado
from ionwright.plant.spread import Spread, by_cause, by_price, by_step, spread

Array = NDArray[np.float64]
STEPS, STREAMS, COUNT = 40, 20, 10_000
GROUPS = ("capital", "labour", "loss at steps", "loss of streams", "price")
SOLVED, SECONDS, APART = 1e-12, 10.0, 4.5
"""Targets: relative error of the points of a triangle; time of the draws [s]; standard errors
within which a share of draws lies beside its law."""
FIRST, TOTAL = (0.31390519, 0.44241114, 0.0), (0.55758886, 0.44241114, 0.24368366)
"""Of Ishigami's function, a = 7, b = 0.1: parts (1 + b pi^4/5)^2/2, a^2/8, 8 b^2 pi^8/225."""


def ishigami(u: Array) -> Array:
    """Return sin x1 + 7 sin2 x2 + 0.1 x3^4 sin x1, x from -pi to pi as u goes from 0 to 1."""
    x = np.pi * (2.0 * u - 1.0)
    return np.sin(x[:, 0]) * (1.0 + 0.1 * x[:, 2] ** 4) + 7.0 * np.sin(x[:, 1]) ** 2


def synthetic(seed: int = 1) -> tuple[Uncertain, ...]:
    """Return the inputs of the synthetic plant, group after group."""
    rng = generator(seed, "synthetic plant", 0)

    def cost(name: str, typical: float) -> Uncertain:
        less, more = rng.uniform(0.1, 0.6), rng.uniform(0.1, 1.5)
        return Uncertain(name, typical * (1 - less), typical, typical * (1 + more))

    def kept(name: str) -> Uncertain:
        loss = rng.uniform(0.0005, 0.004)
        return Uncertain(name, 1 - 2 * loss, 1 - loss, 1 - loss / 3, SHARE, falls=True)

    return (
        *(cost(f"capital {s}", rng.uniform(1.0, 10.0)) for s in range(STEPS)),
        *(cost(f"labour {s}", rng.uniform(0.5, 2.0)) for s in range(STEPS)),
        *(kept(f"loss at steps {s}") for s in range(STEPS)),
        *(kept(f"loss of streams {k}") for k in range(STREAMS)),
        *(cost(f"price {k}", rng.uniform(1.0, 20.0)) for k in range(STREAMS)),
    )


def plant(x: Array) -> Array:
    """Return the cost of each draw: flows backwards through every loss, then a sum."""
    a, b, c = STEPS, 2 * STEPS, 3 * STEPS
    capital, labour, web, own, price = np.split(x, [a, b, c, c + STREAMS], axis=1)
    kept = web[:, :, None] * own[:, None, :]  # draw, step, stream
    flow = 1.0 / np.cumprod(kept[:, ::-1], axis=1)[:, ::-1]
    work = (capital * flow.mean(axis=2) ** 0.9 + labour).sum(axis=1)
    return work + (price * flow[:, 0]).sum(axis=1)


def group(x: Uncertain) -> str:
    """Return the cause of an input."""
    return x.name.rpartition(" ")[0]


def distributions() -> None:
    """Solve many triangles, then count draws below their points."""
    rng, n = generator(1, "triples", 0), 2000
    mode = np.exp(rng.uniform(-7.0, 7.0, n))
    low, high = mode * rng.uniform(0.0, 1.0, n), mode * (1.0 + rng.uniform(0.0, 4.0, n))
    low[:100], high[100:200] = mode[:100], mode[100:200]  # the mode at an end
    low[200:300] = high[200:300] = mode[200:300]  # constants
    law = triangles(low, mode, high)
    worst = max(
        float(np.max(np.abs(law.quantile(np.full(n, u)) / x - 1.0)))
        for u, x in ((TAIL, low), (1.0 - TAIL, high))
    )
    name = "5 % and 95 % points of 2,000 solved triangles, worst relative error"
    told(name, f"{worst:.1e}", f"{SOLVED:.0e}", worst <= SOLVED)
    inputs = synthetic()
    for correlation in (0.0, 0.5, 1.0):
        values = Draws(inputs, correlation).values(0, COUNT)
        points = [(TAIL, [i.low for i in inputs]), (1.0 - TAIL, [i.high for i in inputs])]
        off = max(float(np.abs((values <= np.array(p)).mean(0) - u).max()) for u, p in points)
        limit = APART * float(np.sqrt(TAIL * (1.0 - TAIL) / COUNT))
        name = f"share of {COUNT:,} draws beyond a point, correlation {correlation}, worst of 160"
        told(name, f"5 % +- {off:.2%}", f"+- {limit:.2%}", off <= limit)
    some = Draws((Uncertain("from 0", 0.0, 1.0, 2.5), Uncertain("yield", 0.5, 0.9, 1.0, SHARE)))
    for c in some.clipped:
        whole = abs(max(c.below, c.above) - TAIL) < 1e-12
        told(f"held at a bound: {c.name}", f"{c.below:.1%} | {c.above:.1%}", "5 % at one", whole)


def bits() -> None:
    """Draw the same plant in pieces."""
    draws = Draws(synthetic())
    whole = plant(draws.values(0, 2000))
    for chunk, workers in ((1, 1), (7, 1), (333, 2), (2000, 1), (100, 4)):
        same = bool((each(plant, draws, 2000, chunk=chunk, workers=workers) == whole).all())
        told(f"chunks of {chunk} on {workers} threads", f"same bits: {same}", "True", same)


def speed() -> None:
    """Time the draws and the flows."""
    draws = Draws(synthetic())
    for workers in (1, 2):
        begun = time.perf_counter()
        each(plant, draws, COUNT, workers=workers)
        took = time.perf_counter() - begun
        size = f"{COUNT:,} draws x {STEPS} steps x {STREAMS} streams"
        told(f"{size}, {workers} threads", f"{took:.2f} s", f"{SECONDS:.0f} s", took < SECONDS)
    print(f"      on {os.cpu_count()} cores")


def _laws(found: Indices) -> None:
    for law in found.check():
        told(law.name, f"off by {law.residual:.4f}", f"{law.tolerance:.4f}", law.holds)


def indices(seed: int = 1) -> None:
    """Ishigami's function and the synthetic plant through one interface."""
    found = sobol(ishigami, ["x1", "x2", "x3"], size=8192, seed=seed)
    for what, ours, half, closed in (
        ("first", found.first, found.first_half, FIRST),
        ("total", found.total, found.total_half, TOTAL),
    ):
        for name, value, near, known in zip(found.groups, ours, half, closed, strict=True):
            text = f"{value:.4f} +- {near:.4f}"
            ok = abs(value - known) <= near
            told(f"Ishigami, {what}, {name}", text, f"{known:.4f}, inside", ok)
    _laws(found)
    draws = Draws(synthetic())
    begun = time.perf_counter()
    found = sobol(lambda u: plant(draws.at(u)), draws.grouped(group), size=1024, seed=seed)
    took = time.perf_counter() - begun
    print(f"      synthetic plant: {found.evaluations:,} evaluations in {took:.1f} s")
    for i, name in enumerate(found.groups):
        one = f"first {found.first[i]:.3f} +- {found.first_half[i]:.3f}"
        print(f"      {name}: {one}, total {found.total[i]:.3f} +- {found.total_half[i]:.3f}")
    print(f"      sum of first: {found.first.sum():.4f}")
    _laws(found)
    bars = tornado(plant, draws, draws.grouped(group))
    for bar in bars:
        print(f"      tornado, {bar.group}: {bar.low:.1f} to {bar.high:.1f}")


def comparison() -> None:
    """Two plants on the same draws: the second spends more at a step and buys a stream cheaper."""
    inputs = synthetic()
    for correlation in (0.0, 0.5, 1.0):
        draws = Draws(inputs, correlation)

        def other(x: Array) -> Array:
            x = x.copy()
            x[:, 0], x[:, -1] = x[:, 0] + 5.0, 0.7 * x[:, -1]
            return plant(x)

        one, two = (
            Outcomes(name, each(model, draws, COUNT, workers=2), draws.seed, correlation)
            for name, model in (("one", plant), ("two", other))
        )
        low, middle, high = one.band
        print(f"      correlation {correlation}: {low:.0f} | {middle:.0f} | {high:.0f}")
        print(f"      {compare(one, two)}")
    draws = Draws(inputs)
    for name in (f"price {STREAMS - 1}", "labour 0"):
        turned = reversal(lambda x: other(x) - plant(x), draws, name, 2001)
        print(f"      turns at {turned}")


POINTS, SHOWN = 4096, 8
"""Of the base sequence; groups that are printed, the widest first. With 2,048 one scrambling of
six put two columns so unevenly that a group of 0.0003 of the variance came out as 0.003."""
GROUPED = (("step", by_step, "today"), ("cause", by_cause, "today"), ("price", by_price, "today"),
           ("cause", by_cause, "at-scale"), ("step", by_step, "at-scale"))  # fmt: skip


def real() -> None:
    """Sobol indices and tornado of every route: full cost, inputs grouped; no correlation here."""
    print(
        "      correlation is 0 between all draws, within a group and across, whatever bands are\n"
        "      drawn with: shares of a variance add up only then. Inputs of one draw are one\n"
        "      input. Bars in USD/kWh beside the typical cost, all of a group at its 5 % points."
    )
    found: list[tuple[str, Spread]] = []
    firsts = [p for i, p in enumerate(PAIRS) if p[0] not in [q[0] for q in PAIRS[:i]]]
    for route, anode, name in firsts:
        for words, label, case in GROUPED:
            low = lower(plants.load(route, anode=anode, case=case), cell.load(name))
            one = spread(low, label(low), size=POINTS)
            title = f"{' '.join(filter(None, (route, anode)))}, {case}, by {words}"
            found.append((title, one))
            rows(title, one)
    laws = sum(len(one.indices.check()) for _, one in found)
    broken = [
        f"{title}: {law.name}, off by {law.residual:.4f}, allowed {law.tolerance:.4f}"
        for title, one in found
        for law in one.indices.check(laws)
        if not law.holds
    ]
    worst = max(float(one.indices.first.sum()) for _, one in found)
    told(f"{laws} laws of {len(found)} splits, largest sum of first-order indices {worst:.4f}",
         "; ".join(broken) or "none outside", "none outside intervals that hold together with 95 %",
         not broken)  # fmt: skip
    missed = sum(not law.holds for _, one in found for law in one.indices.check())
    told(f"of {laws} laws outside an interval of 95 % of its own", str(missed),
         f"by chance 5 %, {0.05 * laws:.0f}", missed <= 0.05 * laws)  # fmt: skip


def rows(title: str, found: Spread) -> None:
    """Print the widest groups of one split."""
    i = found.indices
    at = {name: k for k, name in enumerate(i.groups)}
    total = float(i.first.sum())
    print(f"      {title}: typical {found.typical:.1f} USD/kWh, sum of first {total:.4f}")
    for bar in found.bars[:SHOWN]:
        k = at[bar.group]
        print(
            f"         {bar.group:44} first {i.first[k]:6.3f} +- {i.first_half[k]:.3f}, total "
            f"{i.total[k]:6.3f} +- {i.total_half[k]:.3f}; {bar.low - found.typical:+8.2f} "
            f"{bar.high - found.typical:+8.2f}"
        )


def main() -> int:
    """Run all parts."""
    for part in (distributions, bits, speed, indices, comparison, real):
        print(f"\n== {part.__doc__.splitlines()[0] if part.__doc__ else part.__name__}")
        part()
    print(f"\n{len(failures)} missed" + (": " + ", ".join(failures) if failures else ""))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
