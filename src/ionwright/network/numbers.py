"""Case and futures as labelled arrays, in units of the solver: the only door to the model.

Amounts of an item are counted in a power of ten of its unit, and money in a power of ten of its
currency, so that the coefficients of the program stay within a few decades. `Scales` holds them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

from ionwright.network.case import Case, Series, index
from ionwright.network.futures import Scenarios

Array = xr.DataArray


@dataclass(frozen=True, slots=True)
class Scales:
    """Units of the solver: one unit of a solver's number is this much of the case's.

    Parameters
    ----------
    money : float
    item, line : dict of str to float
    carbon : dict of str to float
        By carbon cap: the largest of its caps.
    """

    money: float
    item: dict[str, float]
    line: dict[str, float]
    carbon: dict[str, float]


@dataclass(frozen=True)
class Numbers:
    """Everything the constraints see, as arrays over names [solver's units].

    Dimensions: node (item at a site), year (period), future, line, run, option, decided (period
    of a decision), lane, supply, demand. `made` and `used` are over (run, node) and (run, line);
    `start` and `end` name the node at which each lane starts and ends: as a matrix over (lane,
    node) they would outgrow the machine.
    """

    case: Case
    scenarios: Scenarios
    scales: Scales
    nodes: tuple[tuple[str, str], ...]
    coords: dict[str, Any]
    weight: Array
    probability: Array
    arrays: dict[str, Array]
    start: dict[str, str]
    end: dict[str, str]

    def __getitem__(self, name: str) -> Array:
        """Return an array by name."""
        return self.arrays[name]

    @property
    def years(self) -> int:
        """Number of periods."""
        return len(self.case.periods)


def lower(case: Case, scenarios: Scenarios, scales: Scales | None = None) -> Numbers:
    """Return a case and its futures as arrays, in units of their own or in those given.

    Raises
    ------
    InputError
        If a future names what the case has not.
    """
    scenarios.check(case)
    nodes = _nodes(case)
    scales = scales or scales_of(case, scenarios)
    coords = {
        "node": [f"{item} at {site}" for item, site in nodes],
        "year": [p.name for p in case.periods],
        "decided": [p.name for p in case.periods],
        "future": [f.name for f in scenarios.futures],
        **{d: [r.name for r in case.table(t)] for d, t in DIMENSIONS.items()},
    }
    table = _Table(case, scenarios, coords)
    arrays = {
        **_flows(case, nodes, scales, table),
        **_buildings(case, scales, table),
        **_futures(case, scales, table),
    }
    weight = table.over("year", (p.weight for p in case.periods))
    probability = table.over("future", (f.probability for f in scenarios.futures))
    start, end = (
        {x.name: f"{x.item} at {getattr(x, side)}" for x in case.lanes} for side in ("origin", "to")
    )
    return Numbers(case, scenarios, scales, nodes, coords, weight, probability, arrays, start, end)


DIMENSIONS = {
    "line": "lines", "run": "runs", "option": "options", "lane": "lanes", "supply": "supplies",
    "demand": "demands", "pool": "pools",
}  # fmt: skip
"""Dimension, and the table whose rows it runs over."""


@dataclass(frozen=True, slots=True)
class _Table:
    """Makes labelled arrays of columns of a case."""

    case: Case
    scenarios: Scenarios
    coords: dict[str, Any]

    def over(self, dim: str, values: Iterable[float]) -> Array:
        return self.array(np.array(list(values), float), dim)

    def array(self, values: np.ndarray, *dims: str) -> Array:
        return xr.DataArray(values, coords=[(d, self.coords[d]) for d in dims])

    def yearly(self, dim: str, get: Callable[[Any], Series], unit: Callable[[Any], float]) -> Array:
        """Return a series of each row over (dim, year)."""
        rows = self.case.table(DIMENSIONS[dim])
        values = np.empty((len(rows), len(self.case.periods)))
        for i, row in enumerate(rows):
            values[i] = get(row)  # a single value fills its row
        units = np.array([unit(row) for row in rows])
        return self.array(values / units[:, None], dim, "year")

    def by_future(self, base: Array, dim: str, part: str) -> Array:
        """Return an array over (dim, year) times the factors of each future."""
        kind, futures = DIMENSIONS[dim], self.scenarios.futures
        out = np.repeat(base.values[:, :, None], len(futures), axis=2)
        places = index(self.case.table(kind))
        for w, future in enumerate(futures):
            for path, series in future.factors.items():
                table, _, rest = path.partition(".")
                name, _, what = rest.rpartition(".")
                if (table, what) == (kind, part):
                    factor = np.array(self.case.series(series))
                    some = factor > 0.0  # no limit times nothing is nothing
                    out[places[name], some, w] *= factor[some]
                    out[places[name], ~some, w] = 0.0
        return self.array(out, dim, "year", "future")


def _nodes(case: Case) -> tuple[tuple[str, str], ...]:
    """Return every item at every site where it is made, taken, moved, bought or wanted."""
    ways = {w.name: w for w in case.ways}
    sites = {line.name: line.site for line in case.lines}
    found = [
        (item, sites[run.line])
        for run in case.runs
        for item in (*ways[run.way].takes, *ways[run.way].makes)
    ]
    found += [(lane.item, site) for lane in case.lanes for site in (lane.origin, lane.to)]
    found += [(s.item, s.site) for s in case.supplies]
    found += [(d.item, d.site) for d in case.demands]
    return tuple(dict.fromkeys(found))


def scales_of(case: Case, scenarios: Scenarios) -> Scales:
    """Return powers of ten near the largest amounts wanted of each item and run by each line."""
    item = _amounts(case, scenarios)
    ways, runs = {w.name: w for w in case.ways}, {}
    for run in case.runs:
        flows = {**ways[run.way].takes, **ways[run.way].makes}
        sizes = [item[i] / a for i, a in flows.items() if a > 0.0]
        runs.setdefault(run.line, []).append((run.use or 1.0) * min(sizes, default=1.0))
    line = {
        x.name: max([*x.existing, *(o.capacity for o in case.options if o.line == x.name)])
        or max(runs.get(x.name, [1.0]))
        for x in case.lines
    }
    units = {k: _ten(v, 2) for k, v in item.items()}
    yearly = [abs(o.yearly) for o in case.options] + [
        units[s.item] * abs(x) for s in case.supplies for x in s.price
    ]
    freight = [units[x.item] * abs(c) for x in case.lanes for c in x.cost]
    money = max([*yearly, *freight], default=1.0)
    return Scales(
        _ten(money, 3), units,
        {k: _ten(v, 2) for k, v in line.items()},
        {c.name: max((x for x in c.most if math.isfinite(x)), default=0.0) or 1.0
         for c in case.carbon_caps},
    )  # fmt: skip


def _amounts(case: Case, scenarios: Scenarios) -> dict[str, float]:
    """Return the largest amount of each item that all demand together could draw [unit/yr].

    What no demand draws counts with the most that a line which may stand can make of it.
    """
    most = dict.fromkeys((i.name for i in case.items), 0.0)
    for d in case.demands:
        path = f"demands.{d.name}.amount"
        factor = max(max(f.factors.get(path, (1.0,))) for f in scenarios.futures)
        most[d.item] += factor * max(d.amount)
    able, most = _able(case), _drawn(case, most)
    most = _drawn(case, {k: v or able.get(k, 0.0) for k, v in most.items()})
    return {k: v or 1.0 for k, v in most.items()}


def _drawn(case: Case, most: dict[str, float]) -> dict[str, float]:
    """Return amounts with what it takes to make them, link by link of the chain [unit/yr]."""
    for _ in case.ways:  # as many rounds as a chain can have links
        drawn = dict(most)
        for way in case.ways:
            rate = min((most[i] / a for i, a in way.makes.items() if a > 0.0), default=0.0)
            for item, a in way.takes.items():
                drawn[item] = max(drawn[item], rate * a)
        if drawn == most:
            break
        most = drawn
    return most


def _able(case: Case) -> dict[str, float]:
    """Return the most of each item that a line could make, standing or by an option [unit/yr]."""
    ways, top = {w.name: w for w in case.ways}, {x.name: max(x.existing) for x in case.lines}
    for o in case.options:
        top[o.line] = max(top[o.line], o.capacity)
    out: dict[str, float] = {}
    for run in case.runs:
        for item, a in ways[run.way].makes.items():
            out[item] = max(out.get(item, 0.0), a * top[run.line] / (run.use or 1.0))
    return out


def _ten(value: float, decades: int) -> float:
    """Return the power of ten that brings a value near 10^decades or just below."""
    return 10.0 ** (math.ceil(math.log10(value)) - decades) if value > 0.0 else 1.0


def _flows(
    case: Case, nodes: tuple[tuple[str, str], ...], scales: Scales, table: _Table
) -> dict[str, Array]:
    """Return what each run, supply and demand does to each node, and what a run uses."""
    place, ways = {n: i for i, n in enumerate(nodes)}, {w.name: w for w in case.ways}
    sites, lines = {x.name: x.site for x in case.lines}, index(case.lines)
    made, used = np.zeros((len(case.runs), len(nodes))), np.zeros((len(case.runs), len(lines)))
    bought, wanted = (np.zeros((len(t), len(nodes))) for t in (case.supplies, case.demands))
    for i, run in enumerate(case.runs):
        size = scales.line[run.line]
        for sign, flows in ((1.0, ways[run.way].makes), (-1.0, ways[run.way].takes)):
            for item, a in flows.items():
                made[i, place[item, sites[run.line]]] += sign * a * size / scales.item[item]
        used[i, lines[run.line]] = run.use
    for out, rows in ((bought, case.supplies), (wanted, case.demands)):
        for i, row in enumerate(rows):
            out[i, place[row.item, row.site]] = 1.0
    return {
        "made": table.array(made, "run", "node"),
        "used": table.array(used, "run", "line"),
        "bought": table.array(bought, "supply", "node"),
        "wanted": table.array(wanted, "demand", "node"),
    }


def _buildings(case: Case, scales: Scales, table: _Table) -> dict[str, Array]:
    """Return what each option, decided when, adds to each line in each year, and its cost."""
    n, lines = len(case.periods), index(case.lines)
    adds = np.zeros((len(case.options), n, len(lines), n))
    starts = np.zeros((len(case.options), n))
    pays = np.zeros((len(case.options), n))
    weights = [p.weight for p in case.periods]
    for i, o in enumerate(case.options):
        size = o.capacity / scales.line[o.line]
        for t in range(n) if o.when is None else o.when:
            starts[i, t] = 1.0
            first, last = t + o.lead, n if o.life is None else min(n, t + o.lead + o.life)
            for year in range(first, last):
                age = min(year - first, len(o.ramp) - 1)
                adds[i, t, lines[o.line], year] = size * o.ramp[age]
            pays[i, t] = o.yearly * math.fsum(weights[t:last]) / scales.money
    return {
        "adds": table.array(adds, "option", "decided", "line", "year"),
        "allowed": table.array(starts, "option", "decided"),
        "pays": table.array(pays, "option", "decided"),
        "existing": table.yearly("line", lambda x: x.existing, lambda x: scales.line[x.name]),
    }


def _futures(case: Case, scales: Scales, table: _Table) -> dict[str, Array]:
    """Return what can differ between futures, over (row, year, future)."""
    money, item, line = scales.money, scales.item, scales.line
    run_line = {r.name: r.line for r in case.runs}
    carbon = case.series(case.carbon_price)
    lane_cost = table.by_future(
        table.yearly("lane", lambda x: x.cost, lambda x: money / item[x.item]), "lane", "cost"
    )
    if any(x.time for x in case.lanes):
        lane_cost = lane_cost + _on_the_way(case, scales, table)
    run_cost = table.by_future(
        table.yearly("run", lambda x: x.cost, lambda x: money / line[run_line[x.name]]),
        "run",
        "cost",
    )
    price = table.by_future(
        table.yearly("supply", lambda x: x.price, lambda x: money / item[x.item]), "supply", "price"
    )
    ones = table.array(np.ones((len(case.lines), len(case.periods))), "line", "year")
    opening = table.yearly("lane", lambda x: x.open, lambda x: 1.0)
    most = {
        d: table.by_future(
            table.yearly(d, lambda x: x.most, lambda x: item[x.item]), d, "most"
        )
        for d in ("lane", "supply")
    }  # fmt: skip
    taxed = {
        d: table.yearly(d, lambda x: tuple(x.carbon * c for c in carbon), unit)
        for d, unit in (
            ("lane", lambda x: money / item[x.item]),
            ("run", lambda x: money / line[x.line]),
            ("supply", lambda x: money / item[x.item]),
        )
    }
    return {
        "amount": table.by_future(
            table.yearly("demand", lambda x: x.amount, lambda x: item[x.item]), "demand", "amount"
        ),
        "lane_cost": lane_cost + taxed["lane"],
        "run_cost": run_cost + taxed["run"],
        "price": price + taxed["supply"],
        "lane_open": table.by_future(opening, "lane", "open"),
        "lane_most": most["lane"],
        "supply_most": most["supply"],
        "available": table.by_future(ones, "line", "available"),
    }


def _on_the_way(case: Case, scales: Scales, table: _Table) -> Array:
    """Return the cost of the money tied up in a unit on each lane, over (lane, year, future)."""
    tied, money, item = {i.name: i.tied for i in case.items}, scales.money, scales.item
    each = table.yearly(
        "lane", lambda x: (tied[x.item] * x.time,), lambda x: money / item[x.item]
    )  # fmt: skip
    return table.by_future(each, "lane", "time")
