"""Small random cases that use every table of a case, and what turns one into another."""

from __future__ import annotations

import math
from dataclasses import fields, replace

import numpy as np

from ionwright import network
from ionwright.network.case import (
    Budget,
    CarbonCap,
    Case,
    Demand,
    Growth,
    Item,
    Lane,
    Line,
    Option,
    Period,
    Pool,
    Quota,
    Run,
    SecondSource,
    Site,
    Slots,
    Supply,
    Way,
)  # fmt: skip
from ionwright.network.direct import Effort
from ionwright.network.futures import Future, Scenarios
from ionwright.network.program import MEAN
from ionwright.network.rules import REFERS, TABLES

EXACT = Effort(gap=0.0)
"""As far as the solver goes."""
RTOL = 1e-9
"""Two solves of one program in other words agree to this share of the cost."""


def close(a: float, b: float, rtol: float = RTOL) -> bool:
    """Whether two costs are one."""
    return math.isclose(a, b, rel_tol=rtol, abs_tol=0.0)


def solved(
    case: Case, scenarios: Scenarios | None = None, risk: network.Risk = MEAN
) -> network.Plan:
    """Solve to the end and see every law kept."""
    plan = network.solve(case, scenarios, risk=risk, effort=EXACT)
    assert plan.status == "done", plan.status
    broken = [law for law in plan.check() if not law.holds]
    assert not broken, broken
    return plan


def some_case(seed: int, years: int = 3) -> Case:
    """Return a case: raw goods bought at a port, a mid product and a good made in two regions."""
    r = np.random.default_rng(seed)

    def u(low: float, high: float) -> float:
        return float(r.uniform(low, high))

    def series(low: float, high: float) -> tuple[float, ...]:
        return tuple(u(low, high) for _ in range(years))

    periods = tuple(
        Period(str(2026 + t), float(n), float(n) * 0.93**t)
        for t, n in enumerate(r.integers(1, 3, years))
    )
    sites = (Site("port", "coast"), Site("hill", "inland"), Site("town", "inland"),
             Site("bay", "coast"))  # fmt: skip
    items = (
        Item("ore", "kg", hold=u(0.05, 0.3)),
        Item("salt", "kg", hold=u(0.1, 0.5), shelf=u(0.4, 2.5)),
        Item("cell", "kWh", waste=None),
        Item("slag", "kg", waste=u(-0.1, 0.3)),
    )
    ways = (
        Way("roast", {"ore": u(1.5, 3.0)}, {"salt": 1.0, "slag": u(0.2, 0.6)}),
        Way("wash", {"ore": u(1.2, 2.0)}, {"salt": 1.0}),
        Way("fill", {"salt": u(0.3, 0.8)}, {"cell": 1.0}),
    )
    salt = [f"salt at {x}" for x in ("hill", "bay")]
    cell = [f"cell at {x}" for x in ("town", "bay")]
    existing = [tuple(np.linspace(x, x * u(0.5, 1.0), years)) for x in r.uniform(0, 12, 4)]
    existing[0] = (0.0,)
    existing[2] = tuple(x / 2 for x in existing[2])
    lines = tuple(
        Line(name, name.split()[-1], "kg", existing[i], u(8, 20) if i == 1 else None, u(0.05, 0.1))
        for i, name in enumerate((*salt, *cell))
    )
    runs = (
        *(Run(f"roast, {x}", x, "roast", u(0.9, 1.1), series(0.5, 2.0), u(0.5, 2)) for x in salt),
        Run("wash, bay", salt[1], "wash", u(1.0, 1.3), series(1.0, 3.0), u(0.1, 0.5)),
        *(Run(f"fill, {x}", x, "fill", 1.0, series(1.0, 3.0), u(0.5, 1)) for x in cell),
    )
    options = tuple(_options(r, lines, years))
    lanes = tuple(_lanes(r, years))
    supplies = (
        Supply("ore at port", "port", "ore", series(0.5, 1.5), (math.inf,), u(0, 0.2)),
        Supply("salt at port", "port", "salt", series(8, 12), series(10, 25), u(1, 3)),
    )
    demands = (
        Demand("cars", "town", "cell", series(10, 35), u(30, 60)),
        Demand("bikes", "bay", "cell", series(5, 15), u(30, 60)),
        Demand("shop", "hill", "cell", series(2, 6), u(30, 60), one_source=True),
    )
    return Case(
        f"random {seed}", "EUR 2024", periods, sites, items, ways, lines, runs, options, lanes,
        supplies, demands,
        pools=(Pool("fitters", "inland", 1.0, u(0.02, 0.1), series(0.3, 2), u(5, 20), u(0.5, 1)),),
        slots=(Slots("kilns", (u(0.4, 0.8),)),),
        growths=(Growth("salt ramps", "salt", u(1.1, 1.6), u(3, 12)),),
        quotas=(Quota("local cells", "cell", "inland", series(0.0, 0.6)),),
        carbon_caps=(CarbonCap("cap", series(15, 60)),),
        second_sources=(SecondSource("cars twice", "cars", u(0.6, 0.9)),),
        budgets=(Budget("inland money", "inland", (u(30, 120),)),),
        carbon_price=series(0.0, 0.2),
    )  # fmt: skip


def _options(r: np.random.Generator, lines: tuple[Line, ...], years: int) -> list[Option]:
    out = []
    for i, line in enumerate(lines):
        for size in (10.0, 30.0):
            out.append(
                Option(
                    f"{line.name}, {size:g}", line.name, size,
                    float(r.uniform(1.5, 4.0)) * size**0.7, float(r.uniform(5, 15)) * size**0.7,
                    when=None if i % 2 else tuple(range(max(years - 1, 1))),
                    lead=int(r.integers(0, 2)),
                    ramp=(float(r.uniform(0.4, 0.9)), 1.0),
                    life=None if size > 20 else 2,
                    whole=not (i == 2 and size > 20),
                    waits=i == 3 and size < 20,
                    slots={"kilns": 1.0} if i < 2 else {},
                )
            )  # fmt: skip
    return out


def _lanes(r: np.random.Generator, years: int) -> list[Lane]:
    ends = [("port", "hill", "ore"), ("port", "bay", "ore"), ("port", "town", "salt"),
            ("port", "bay", "salt"), ("hill", "town", "salt"), ("hill", "bay", "salt"),
            ("bay", "town", "salt"), ("bay", "town", "cell"), ("town", "bay", "cell"),
            ("town", "hill", "cell"), ("bay", "hill", "cell")]  # fmt: skip
    out = []
    for i, (origin, to, item) in enumerate(ends):
        cost = tuple(float(x) for x in r.uniform(0.1, 1.0, years))
        most = tuple(float(x) for x in r.uniform(10, 40, years)) if i % 3 == 0 else (math.inf,)
        opened = (1.0,) if i % 4 else tuple(float(x) for x in r.uniform(0.7, 1.0, years))
        out.append(Lane(f"{item} {origin}-{to}", origin, to, item, "road", cost,
                        float(r.uniform(0, 0.3)), opened, most))  # fmt: skip
    imports = tuple(float(x) for x in r.uniform(10, 15, years))
    out.append(Lane("by river", "port", "hill", "ore", "river", imports, 0.01))
    return out


def some_futures(case: Case, seed: int, count: int = 3) -> Scenarios:
    """Return futures that change every kind of thing that may differ."""
    r = np.random.default_rng(seed)
    share = r.dirichlet(np.full(count, 3.0))
    share[-1] = 1.0 - math.fsum(share[:-1])
    periods = len(case.periods)

    def factor(low: float, high: float) -> tuple[float, ...]:
        return tuple(float(x) for x in r.uniform(low, high, periods))

    return Scenarios(
        tuple(
            Future(
                f"future {w}",
                float(share[w]),
                "even" if w % 2 == 0 else "odd",
                {
                    "demands.cars.amount": factor(0.5, 1.6),
                    "demands.bikes.amount": (float(r.uniform(0.5, 1.5)),),
                    "demands.shop.amount": factor(0.8, 1.2),
                    "supplies.ore at port.price": factor(0.5, 2.0),
                    "supplies.ore at port.most": (0.0 if w == 1 else 1.0,),
                    "supplies.salt at port.most": factor(0.2, 1.0),
                    "lanes.by river.open": (float(w % 2),),
                    "lanes.salt hill-town.cost": factor(0.5, 3.0),
                    "lanes.ore port-hill.most": factor(0.5, 1.0),
                    "lines.cell at bay.available": factor(0.6, 1.0),
                    "runs.wash, bay.cost": factor(0.8, 1.5),
                },
            )
            for w in range(count)
        )
    )


def farm() -> tuple[Case, Scenarios]:
    """Return a plant of 10 or 20 units now, or goods at 30 a unit; demand 5 or 20, each half."""
    case = Case(
        "farm", "EUR", (Period("2030", 1.0, 1.0),), (Site("here", "land"),), (Item("good", "kg"),),
        (Way("make", {}, {"good": 1.0}),), (Line("plant", "here", "kg"),),
        (Run("make", "plant", "make", cost=(1.0,)),),
        (Option("small", "plant", 10.0, 100.0), Option("large", "plant", 20.0, 160.0)),
        (), (Supply("bought", "here", "good", (30.0,)),),
        (Demand("wanted", "here", "good", (10.0,)),),
    )  # fmt: skip
    low, high = (
        Future(name, 0.5, factors={"demands.wanted.amount": (factor,)})
        for name, factor in (("low", 0.5), ("high", 2.0))
    )
    return case, Scenarios((low, high))


def split(scenarios: Scenarios) -> Scenarios:
    """Return every future twice, each with half its probability."""
    return Scenarios(
        tuple(
            replace(f, name=f"{f.name}{part}", probability=f.probability / 2)
            for f in scenarios.futures
            for part in (", once", ", again")
        )
    )


def doubled(case: Case) -> Case:
    """Return a case with twice the demand and twice of all that is there or may be."""

    def twice(values: tuple[float, ...]) -> tuple[float, ...]:
        return tuple(2.0 * x for x in values)

    return replace(
        case,
        lines=tuple(replace(x, existing=twice(x.existing)) for x in case.lines),
        options=tuple(
            replace(x, capacity=2 * x.capacity, yearly=2 * x.yearly, capital=2 * x.capital,
                    slots={k: 2 * v for k, v in x.slots.items()})
            for x in case.options
        ),
        lanes=tuple(replace(x, most=twice(x.most)) for x in case.lanes),
        supplies=tuple(replace(x, most=twice(x.most)) for x in case.supplies),
        demands=tuple(replace(x, amount=twice(x.amount)) for x in case.demands),
        pools=tuple(replace(x, now=2 * x.now, train=twice(x.train)) for x in case.pools),
        slots=tuple(replace(x, most=twice(x.most)) for x in case.slots),
        growths=tuple(replace(x, seed=2 * x.seed) for x in case.growths),
        carbon_caps=tuple(replace(x, most=twice(x.most)) for x in case.carbon_caps),
        budgets=tuple(replace(x, most=twice(x.most)) for x in case.budgets),
    )  # fmt: skip


def shuffled(
    case: Case, scenarios: Scenarios, seed: int
) -> tuple[Case, Scenarios, dict[str, dict[str, str]]]:
    """Return a case and its futures with every table in another order and every row renamed."""
    r = np.random.default_rng(seed)
    new = {
        kind: {row.name: f"{kind[:3]} {i}" for i, row in zip(r.permutation(len(rows)), rows,
                                                            strict=True)}
        for kind in TABLES
        if kind != "periods"
        for rows in [case.table(kind)]
    }  # fmt: skip
    tables = {}
    for kind, names in new.items():
        rows = [_renamed(row, names, new) for row in case.table(kind)]
        tables[kind] = tuple(rows[i] for i in r.permutation(len(rows)))
    futures = []
    for f in scenarios.futures:
        factors = {}
        for path, values in f.factors.items():
            kind, _, rest = path.partition(".")
            name, _, part = rest.rpartition(".")
            factors[f"{kind}.{new[kind][name]}.{part}"] = values
        futures.append(replace(f, factors=factors))
    order = r.permutation(len(futures))
    return replace(case, **tables), Scenarios(tuple(futures[i] for i in order)), new


def _renamed(row, names: dict[str, str], new: dict[str, dict[str, str]]):
    changes = {"name": names[row.name]}
    for f in fields(row):
        value = getattr(row, f.name)
        if f.name in REFERS:
            changes[f.name] = new[REFERS[f.name]][value]
        elif f.name in ("takes", "makes", "slots"):
            kind = "slots" if f.name == "slots" else "items"
            changes[f.name] = {new[kind][k]: v for k, v in value.items()}
    return replace(row, **changes)
