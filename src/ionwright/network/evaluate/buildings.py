"""Rules of building: sizes, capacity with lead, ramp and life, people, slots, capital, growth."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ionwright.network.case import Option, Pool
from ionwright.network.evaluate.checks import Check, Excess, check
from ionwright.network.evaluate.chosen import Chosen
from ionwright.network.evaluate.flows import line_scales
from ionwright.network.evaluate.given import Block, Given


def output(option: Option, age: int) -> float:
    """Return the share of its capacity that an option has, periods after the decision [1]."""
    years_of_output = age - option.lead
    if years_of_output < 0 or (option.life is not None and years_of_output >= option.life):
        return 0.0
    return option.ramp[min(years_of_output, len(option.ramp) - 1)]


def capacity(g: Given, x: Chosen) -> dict[str, Block]:
    """Return what stands of each line over (period, future) [unit/yr]."""
    n = g.shape[0]
    out = {
        line.name: np.repeat(g.series(line.existing)[:, None], g.shape[1], axis=1)
        for line in g.case.lines
    }
    for option in g.case.options:
        share = x.built[option.name]
        for decided in range(n):
            for year in range(decided, n):
                part = option.capacity * output(option, year - decided)
                out[option.line][year] += part * share[decided]
    return out


def sizes(g: Given, x: Chosen) -> Check:
    """Check that a line starts one size at a time, an option once and when it may."""

    def found() -> Iterator[Excess]:
        by_line: dict[str, Block] = {}
        for o in g.case.options:
            share = x.built[o.name]
            by_line[o.line] = by_line.get(o.line, np.zeros(g.shape)) + share
            yield f"{o.name} once", share.sum(axis=0) - 1.0, 1.0
            if o.when is not None:
                never = [t for t in range(g.shape[0]) if t not in o.when]
                yield f"{o.name} when it may be", share[never], 1.0
        for name, share in by_line.items():
            yield f"{name}: one size at a time", share - 1.0, 1.0

    return check("one size at a time, built once, when it may be", "one option", found())


def whole(g: Given, x: Chosen) -> Check:
    """Check that what is whole is built whole or not at all."""
    found = (
        (o.name, np.abs(x.built[o.name] - np.round(x.built[o.name])), 1.0)
        for o in g.case.options
        if o.whole
    )
    return check("whole options are whole", "one option", found)


def decided_now(g: Given, x: Chosen) -> Check:
    """Check that what does not wait is decided alike in every future."""
    found = ((o.name, np.ptp(x.built[o.name], axis=1), 1.0) for o in g.case.options if not o.waits)
    return check("what is decided now is alike in every future", "one option", found)


def loads(g: Given, x: Chosen, stands: dict[str, Block]) -> Check:
    """Check that nothing runs beyond what stands, and that a plan says what stands."""
    size = line_scales(g, x)

    def found() -> Iterator[Excess]:
        load = {line.name: -x.over[line.name] for line in g.case.lines}
        for run in g.case.runs:
            load[run.line] = load[run.line] + run.use * x.run[run.name]
        for name, used in load.items():
            there = g.factor(f"lines.{name}.available") * stands[name]
            yield name, used - there, size[name]
            if name in x.told:
                yield f"{name} as told", np.abs(x.told[name] - stands[name]), size[name]

    return check("lines run within what stands", "largest capacity or load of the line", found())


def staff(g: Given, x: Chosen, pool: Pool) -> np.ndarray:
    """Return who is there in each period, from those of today, leaving and training [people]."""
    there, out = pool.now, []
    for t, years in enumerate(g.years):
        there = there * (1.0 - pool.leave) ** years + x.hired[pool.name][t]
        out.append(there)
    return np.array(out)


def posts(g: Given, pool: Pool, stands: dict[str, Block]) -> Block:
    """Return the posts of a pool over (period, future) [people]."""
    total = np.zeros(g.shape)
    for line in g.case.lines:
        if g.regions[line.site] == pool.region:
            total += pool.share * line.people * stands[line.name]
    return total


def people(g: Given, x: Chosen, stands: dict[str, Block]) -> Check:
    """Check that posts are filled, and no more are trained than can be."""

    def found() -> Iterator[Excess]:
        for pool in g.case.pools:
            needed, there = posts(g, pool, stands), staff(g, x, pool)
            scale = max(float(needed.max()), float(there.max()))
            yield f"{pool.name}: posts", needed - there[:, None], scale
            most = g.series(pool.train) * g.years
            yield f"{pool.name}: training", x.hired[pool.name] - most, scale

    return check("posts are filled by those who are there", "largest number of people", found())


def slots(g: Given, x: Chosen) -> Check:
    """Check that lines that start find their equipment."""

    def found() -> Iterator[Excess]:
        for kind in g.case.slots:
            taken, most = np.zeros(g.shape), g.series(kind.most) * g.years
            largest = 0.0
            for o in g.case.options:
                taken += o.slots.get(kind.name, 0.0) * x.built[o.name]
                largest = max(largest, o.slots.get(kind.name, 0.0))
            yield kind.name, taken - most[:, None], max(largest, _finite(most))

    return check("equipment slots suffice", "largest number of slots", found())


def budgets(g: Given, x: Chosen) -> Check:
    """Check that capital decided on stays within its budget."""

    def found() -> Iterator[Excess]:
        for rule in g.case.budgets:
            spent, most, largest = np.zeros(g.shape), g.series(rule.most) * g.years, 0.0
            for o in g.case.options:
                if g.regions[g.sites[o.line]] == rule.region:
                    spent += o.capital * x.built[o.name]
                    largest = max(largest, o.capital)
            yield rule.name, spent - most[:, None], max(largest, _finite(most))

    return check("capital within its budgets", "largest budget or option", found())


def grants(g: Given, x: Chosen) -> Check:
    """Check that grants go to what is built in their region, no more than a share, in budget."""
    options = {o.name: o for o in g.case.options}

    def found() -> Iterator[Excess]:
        for rule in g.case.grants:
            spent, most = np.zeros(g.shape[0]), g.series(rule.most) * g.years
            mine = {o: money for (name, o), money in x.granted.items() if name == rule.name}
            scale = max([_finite(most), *(options[o].capital for o in mine)], default=0.0)
            for name, money in mine.items():
                o = options[name]
                there = g.regions[g.sites[o.line]] == rule.region and not o.waits
                top = rule.share * o.capital * x.built[name].min(axis=1) * there
                yield f"{rule.name}: {name}", np.maximum(money - top, -money), scale
                spent = spent + money
            yield rule.name, spent - most, scale

    return check("grants to what is built, within their budgets", "largest budget or option",
                 found())  # fmt: skip


def growth(g: Given, stands: dict[str, Block]) -> Check:
    """Check that capacity grows by no more than a factor, beyond a seed and what is announced."""
    ways = {w.name: w for w in g.case.ways}

    def found() -> Iterator[Excess]:
        for rule in g.case.growths:
            rate = {line.name: 0.0 for line in g.case.lines}
            for run in g.case.runs:
                made = ways[run.way].makes.get(rule.item, 0.0)
                if run.use > 0.0:
                    rate[run.line] = max(rate[run.line], made / run.use)
            able = np.zeros(g.shape)
            stood = np.zeros(len(g.case.periods))
            for line in g.case.lines:
                able += rate[line.name] * stands[line.name]
                stood += rate[line.name] * g.series(line.existing)
            last = np.vstack([np.full((1, g.shape[1]), stood[0]), able[:-1]])
            announced = np.maximum(np.diff(stood, prepend=stood[0]), 0.0)[:, None]
            excess = able - rule.factor * last - rule.seed - announced
            yield rule.name, excess, max(float(able.max()), rule.seed)

    return check("capacity grows no faster than it may", "largest capacity for the item", found())


def _finite(values: np.ndarray) -> float:
    return max((float(v) for v in values if np.isfinite(v)), default=0.0)
