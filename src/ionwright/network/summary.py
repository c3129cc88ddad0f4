"""What a plan says: what is built where and when, what it takes in people, slots and materials.

Plain figures of a plan, in units of the case. Everything is shown by named path before any mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from ionwright.network.plan import Plan

Table = dict[str, tuple[float, ...]]
"""A figure for each period by name."""
LEAST = 1e-3
"""Share of an option below which it does not count as built."""


@dataclass(frozen=True, slots=True)
class Built:
    """An option of a plan: decided when, in which share, with what capital."""

    option: str
    line: str
    site: str
    region: str
    period: str
    share: float
    capacity: float
    unit: str
    capital: float


def decided_now(plan: Plan) -> tuple[Built, ...]:
    """Return what is decided on before the future is known, the earliest first."""
    options = {o.name: o for o in plan.case.options}
    lines = {x.name: x for x in plan.case.lines}
    regions = {s.name: s.region for s in plan.case.sites}
    order = {p.name: t for t, p in enumerate(plan.case.periods)}
    out = []
    for name, when in plan.built.items():
        o, line = options[name], lines[options[name].line]
        out += [
            Built(name, line.name, line.site, regions[line.site], period, share,
                  share * o.capacity, line.unit, share * o.capital)
            for period, share in when.items() if share > LEAST
        ]  # fmt: skip
    return tuple(sorted(out, key=lambda b: (order[b.period], -b.capital)))


def capacity(plan: Plan) -> dict[str, np.ndarray]:
    """Return the capacity that stands of each line, over (period, future) [unit/yr]."""
    futures = len(plan.scenarios.futures)
    now, later = plan.values["standing"], plan.values.get("grown")
    out = {}
    for line in plan.case.lines:
        base = np.repeat(now.sel(line=line.name).values[:, None], futures, axis=1)
        more = later.sel(line=line.name).transpose("year", "future").values if (
            later is not None and line.name in later.line.values
        ) else 0.0  # fmt: skip
        out[line.name] = base + more
    return out


def posts(plan: Plan, region: str) -> np.ndarray:
    """Return the posts of all lines of a region, over (period, future) [people]."""
    there = {s.name for s in plan.case.sites if s.region == region}
    able = capacity(plan)
    some = [able[x.name] * x.people for x in plan.case.lines if x.site in there]
    shape = len(plan.case.periods), len(plan.scenarios.futures)
    return np.sum(some, axis=0) if some else np.zeros(shape)


def slots(plan: Plan) -> dict[str, np.ndarray]:
    """Return the equipment that starts, by kind, over (period, future) [slots]."""
    shape = len(plan.case.periods), len(plan.scenarios.futures)
    out = {s.name: np.zeros(shape) for s in plan.case.slots}
    options = {o.name: o for o in plan.case.options}
    for name in ("build", "build_part", "build_later", "build_part_later"):
        if name not in plan.values:
            continue
        found = plan.values[name]
        for option in found.option.values:
            share = found.sel(option=option)
            rows = share.transpose("decided", ...).values.reshape(shape[0], -1)
            for kind, each in options[str(option)].slots.items():
                out[kind] += each * rows
    return out


def made(plan: Plan, item: str, regions: Iterable[str]) -> np.ndarray:
    """Return what some regions make of an item, over (period, future) [unit/yr]."""
    wanted, place = set(regions), {s.name: s.region for s in plan.case.sites}
    site = {x.name: place[x.site] for x in plan.case.lines}
    ways = {w.name: w for w in plan.case.ways}
    total = np.zeros((len(plan.case.periods), len(plan.scenarios.futures)))
    for r in plan.case.runs:
        each = ways[r.way].makes.get(item, 0.0)
        if each and site[r.line] in wanted:
            total += each * plan.values["run"].sel(run=r.name).transpose("year", "future").values
    return total


def brought(plan: Plan, item: str, region: str) -> np.ndarray:
    """Return what comes into a region of an item, over (period, future) [unit/yr]."""
    place = {s.name: s.region for s in plan.case.sites}
    total = np.zeros((len(plan.case.periods), len(plan.scenarios.futures)))
    for lane in plan.case.lanes:
        crosses = place[lane.origin] != region == place[lane.to]
        if lane.item == item and crosses:
            flow = plan.values["flow"].sel(lane=lane.name)
            total += flow.transpose("year", "future").values
    return total


def lacking(plan: Plan, item: str) -> np.ndarray:
    """Return what is not delivered of an item, over (period, future) [unit/yr]."""
    total = np.zeros((len(plan.case.periods), len(plan.scenarios.futures)))
    short = plan.values.get("short")
    for d in plan.case.demands:
        if d.item == item and short is not None and d.name in short.demand.values:
            total += short.sel(demand=d.name).transpose("year", "future").values
    return total


def by_path(plan: Plan, values: np.ndarray) -> Table:
    """Return means over the futures of each named path, weighed by probability.

    Parameters
    ----------
    plan : Plan
    values : array, shape (period, future)
    """
    paths: dict[str, list[int]] = {}
    for w, f in enumerate(plan.scenarios.futures):
        paths.setdefault(f.path or f.name, []).append(w)
    chance = np.array([f.probability for f in plan.scenarios.futures])
    return {
        path: tuple((values[:, ws] @ chance[ws] / chance[ws].sum()).tolist())
        for path, ws in paths.items()
    }


def skills(people: float, shares: Mapping[str, float]) -> dict[str, float]:
    """Return people by skill for some shares that need not add up to one."""
    total = sum(shares.values())
    return {name: people * x / total for name, x in shares.items()}
