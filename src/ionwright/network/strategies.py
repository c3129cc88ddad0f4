"""Strategies: what a region rules out, demands or pays for, as changes of a case.

Each is a small frozen object that turns a case into another one. What it costs beside the plan, a
programme or land that is kept, is counted for every year of the case.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Protocol

from ionwright.network.case import Case, Grant, Option, Quota, Spread


class Strategy(Protocol):
    """What changes a case."""

    @property
    def name(self) -> str:
        """Name in a report."""
        ...

    def apply(self, case: Case) -> Case:
        """Return the case under the strategy."""
        ...

    def beside(self, case: Case) -> float:
        """Return what it costs beside the plan, discounted [money]."""
        ...


@dataclass(frozen=True)
class Anything:
    """Whatever is cheapest."""

    name: str = "whatever is cheapest"

    def apply(self, case: Case) -> Case:
        """Return the case as it is."""
        return case

    def beside(self, case: Case) -> float:
        """Return nothing."""
        return 0.0


@dataclass(frozen=True)
class Only:
    """In a region nothing new is built but for some items.

    Parameters
    ----------
    name, region : str
    items : collection of str
        What may be made in new plants of the region; none: all comes from elsewhere.
    """

    name: str
    region: str
    items: Collection[str]

    def apply(self, case: Case) -> Case:
        """Return the case without the region's options for other items."""
        made = makes(case)
        kept = [
            o for o in case.options
            if not _at(case, o, self.region) or made[o.line] & set(self.items)
        ]  # fmt: skip
        return replace(case, options=tuple(kept))

    def beside(self, case: Case) -> float:
        """Return nothing."""
        return 0.0


@dataclass(frozen=True)
class MadeThere:
    """From a year on a share of what a region uses of each of some items is made there.

    Parameters
    ----------
    name, region : str
    items : collection of str
    share : float
        [1].
    first : str
        Period from which it holds.
    """

    name: str
    region: str
    items: Collection[str]
    share: float
    first: str

    def apply(self, case: Case) -> Case:
        """Return the case with a quota for each item."""
        names = [p.name for p in case.periods]
        begins = names.index(self.first)
        share = tuple(self.share if t >= begins else 0.0 for t in range(len(names)))
        quotas = [
            Quota(f"{i} of {self.region}", i, self.region, share)
            for i in self.items
            if i in {x.name for x in case.items}
        ]
        return replace(case, quotas=(*case.quotas, *quotas))

    def beside(self, case: Case) -> float:
        """Return nothing."""
        return 0.0


@dataclass(frozen=True)
class Programme:
    """Talent and equipment are more plentiful, and that costs money each year.

    Parameters
    ----------
    name, region : str
    factor : float
        On what can be trained or attracted, and on equipment, over that without [1].
    yearly : float
        [money/yr].
    """

    name: str
    region: str
    factor: float
    yearly: float

    def apply(self, case: Case) -> Case:
        """Return the case with larger pools of the region and more equipment."""
        pools = [
            replace(x, train=tuple(self.factor * t for t in x.train))
            if x.region == self.region else x
            for x in case.pools
        ]  # fmt: skip
        slots = [replace(x, most=tuple(self.factor * m for m in x.most)) for x in case.slots]
        return replace(case, pools=tuple(pools), slots=tuple(slots))

    def beside(self, case: Case) -> float:
        """Return what the programme costs over all periods."""
        return _over_years(case, self.yearly)


@dataclass(frozen=True)
class Funded:
    """A region grants part of the capital of its new plants, to whom it helps most.

    Parameters
    ----------
    name, region : str
    yearly : float
        Budget [money/yr].
    share : float
        Most of the capital of a plant [1].
    cost : float
        What a unit of public money costs the region [money/money].
    """

    name: str
    region: str
    yearly: float
    share: float
    cost: float

    def apply(self, case: Case) -> Case:
        """Return the case with the grant."""
        rule = Grant(self.name, self.region, (self.yearly,), self.share, self.cost)
        return replace(case, grants=(*case.grants, rule))

    def beside(self, case: Case) -> float:
        """Return nothing: what is granted is part of the plan."""
        return 0.0


@dataclass(frozen=True)
class Apart:
    """From a year on no region, and none that one event stops together, brings most of an item.

    Parameters
    ----------
    name : str
    items : collection of str
    together : tuple of str
        Regions that fail together.
    share : float
        Most of what is made and bought of each item [1].
    first : str
        Period from which it holds.
    """

    name: str
    items: Collection[str]
    together: tuple[str, ...]
    share: float
    first: str

    def apply(self, case: Case) -> Case:
        """Return the case with a limit for each item and region that brings it."""
        names, region = [p.name for p in case.periods], {s.name: s.region for s in case.sites}
        begins = names.index(self.first)
        share = tuple(self.share if t >= begins else 1.0 for t in range(len(names)))
        made = makes(case)
        rules = []
        for item in (i.name for i in case.items if i.name in self.items):
            there = [region[x.site] for x in case.lines if item in made[x.name]]
            there += [region[s.site] for s in case.supplies if s.item == item]
            groups = [(r,) for r in dict.fromkeys(there) if r not in self.together]
            for group in (*groups, self.together):
                rules.append(Spread(f"{item} of {' and '.join(group)}", item, group, share))
        return replace(case, spreads=(*case.spreads, *rules))

    def beside(self, case: Case) -> float:
        """Return nothing."""
        return 0.0


@dataclass(frozen=True)
class Reserve:
    """Land and permits are kept: a second phase is decided on when the future is known.

    From a period on the plants of the region may be built in shares and in each future apart; this
    values a trigger that is never wrong, an upper bound of what such an option is worth.

    Parameters
    ----------
    name, region : str
    first : str
        Period from which the second phase may be started.
    yearly : float
        What land and permits cost [money/yr].
    """

    name: str
    region: str
    first: str
    yearly: float

    def apply(self, case: Case) -> Case:
        """Return the case with the region's options split at the period."""
        begins = [p.name for p in case.periods].index(self.first)
        out: list[Option] = []
        for o in case.options:
            out += _split(o, begins, case) if _at(case, o, self.region) and not o.waits else [o]
        return replace(case, options=tuple(out))

    def beside(self, case: Case) -> float:
        """Return what the land costs over all periods."""
        return _over_years(case, self.yearly)


@dataclass(frozen=True)
class Both:
    """Two strategies at once."""

    name: str
    one: Strategy
    other: Strategy

    def apply(self, case: Case) -> Case:
        """Return the case under both."""
        return self.other.apply(self.one.apply(case))

    def beside(self, case: Case) -> float:
        """Return what both cost."""
        return self.one.beside(case) + self.other.beside(case)


def _split(o: Option, begins: int, case: Case) -> list[Option]:
    """Return an option as it is before a period, and as a share that waits from then on."""
    when = range(len(case.periods)) if o.when is None else o.when
    early = tuple(t for t in when if t < begins)
    late = tuple(t for t in when if t >= begins)
    out = [replace(o, when=early)] if early else []
    if late:
        name = f"{o.name}, second phase"
        out.append(replace(o, name=name, when=late, whole=False, waits=True))
    return out


def makes(case: Case) -> dict[str, set[str]]:
    """Return the items that each line makes."""
    ways = {w.name: set(w.makes) for w in case.ways}
    out: dict[str, set[str]] = {x.name: set() for x in case.lines}
    for run in case.runs:
        out[run.line] |= ways[run.way]
    return out


def _at(case: Case, option: Option, region: str) -> bool:
    """Whether the line of an option stands in a region."""
    site = {x.name: x.site for x in case.lines}[option.line]
    return {s.name: s.region for s in case.sites}[site] == region


def _over_years(case: Case, yearly: float) -> float:
    return yearly * math.fsum(p.weight for p in case.periods)
