"""A chain of ore, salt and cells between a few sites, with futures: for tests of solve paths."""

from __future__ import annotations

import numpy as np

from ionwright.network.case import (
    Case,
    Demand,
    Item,
    Lane,
    Line,
    Option,
    Period,
    Run,
    Site,
    Supply,
    Way,
)
from ionwright.network.futures import Future, Scenarios

ITEMS = (Item("ore", "t"), Item("salt", "t"), Item("cell", "kWh"))
WAYS = (Way("refine", {"ore": 3.0}, {"salt": 1.0}), Way("assemble", {"salt": 0.5}, {"cell": 1.0}))
SIZES = (20.0, 60.0)


def chain(seed: int, sites: int = 2, years: int = 3, short: float | None = 500.0) -> Case:
    """Return a case whose figures are drawn; `short=None` makes demand a must."""
    r = np.random.default_rng(seed)
    places = range(sites)
    lines, runs, options = [], [], []
    for i in places:
        for way in WAYS:
            name = f"{way.name} {i}"
            lines.append(Line(name, f"s{i}", "unit", over=None if short else 900.0))
            runs.append(Run(name, name, way.name, cost=(float(r.uniform(1.0, 5.0)),)))
            options += [
                Option(f"{name} {size:g}", name, size,
                       float(r.uniform(0.8, 1.2) * 30.0 * size**0.7),
                       when=tuple(range(years - 1)), lead=1, ramp=(0.5, 1.0))
                for size in SIZES
            ]  # fmt: skip
    lanes = tuple(
        Lane(f"{item.name} {i}-{j}", f"s{i}", f"s{j}", item.name, cost=(float(r.uniform(0.5, 6)),))
        for i in places
        for j in places
        if i != j
        for item in ITEMS
    )
    return Case(
        name="chain",
        money="USD of 2025",
        periods=tuple(Period(str(2026 + t), 1.0, 0.93**t) for t in range(years)),
        sites=tuple(Site(f"s{i}", "west" if i else "east") for i in places),
        items=ITEMS,
        ways=WAYS,
        lines=tuple(lines),
        runs=tuple(runs),
        options=tuple(options),
        lanes=lanes,
        supplies=tuple(
            Supply(f"ore {i}", f"s{i}", "ore", (float(r.uniform(2.0, 8.0)),), (100.0,))
            for i in places
        ),
        demands=tuple(
            Demand(f"d{i}", f"s{i}", "cell",
                   tuple(float(x) for x in r.uniform(5.0, 20.0) * np.arange(years)), short)
            for i in places
        ),
    )  # fmt: skip


def futures(case: Case, seed: int, count: int) -> Scenarios:
    """Return futures of demand and price."""
    r, n = np.random.default_rng(seed), len(case.periods)
    found = []
    for w in range(count):
        level = float(r.uniform(0.4, 1.6))
        factors = {
            f"demands.{d.name}.amount": tuple(float(level * x) for x in r.uniform(0.5, 1.5, n))
            for d in case.demands
        } | {f"supplies.{s.name}.price": (float(r.uniform(0.5, 2.0)),) for s in case.supplies}
        found.append(Future(f"w{w}", 1.0 / count, factors=factors))
    return Scenarios(tuple(found))
