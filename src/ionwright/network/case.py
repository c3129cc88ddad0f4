"""What a planner writes: sites, items, ways, lines, what may be built, lanes, supply and demand.

A case is whole and priced: every figure is a number in the case's own money and in the unit of its
item (kg, kWh, pieces); nothing in it is text that a solver switches on. A `Series` has one value
for each period, or one value for all.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ionwright.errors import InputError, nearest
from ionwright.network.bounds import (
    ALWAYS,
    Budget,
    CarbonCap,
    Grant,
    Growth,
    Pool,
    Quota,
    SecondSource,
    Series,
    Slots,
    Spread,
)

__all__ = [
    "ALWAYS", "Budget", "CarbonCap", "Case", "Demand", "Grant", "Growth", "Item", "Lane", "Line",
    "Option", "Period", "Pool", "Quota", "Run", "SecondSource", "Series", "Site", "Slots", "Spread",
    "Supply", "Way", "index", "known",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time.

    Parameters
    ----------
    name : str
        Usually its first year.
    years : float
        Length [yr]; every rate of a case is per year.
    weight : float
        Its years discounted to the date of the decision [yr]: a cost of 1/yr over the period counts
        this much.
    """

    name: str
    years: float
    weight: float


@dataclass(frozen=True, slots=True)
class Site:
    """A place where things are made, stored, bought or wanted; maps show it where it lies [deg]."""

    name: str
    region: str
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A thing that moves.

    Parameters
    ----------
    name, unit : str
    hold : float or None
        Cost of keeping a unit in stock for a year [money/(unit yr)]; None: it is not stored.
    shelf : float or None
        How long stock keeps [yr]; None: for ever.
    waste : float or None
        Cost of getting rid of a unit [money/unit]; None: all that is made must be used.
    tied : float
        Cost for a year of the money that is tied up in a unit on its way [money/(unit yr)]: its
        value times what its owner asks.
    """

    name: str
    unit: str
    hold: float | None = None
    shelf: float | None = None
    waste: float | None = None
    tied: float = 0.0


@dataclass(frozen=True, slots=True)
class Way:
    """What one unit of a run takes and makes [unit of the item per run]."""

    name: str
    takes: Mapping[str, float]
    makes: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Line:
    """What has capacity at a site: a plant, a warehouse, a server.

    Parameters
    ----------
    name, site, unit : str
        The unit is that of its capacity.
    existing : Series
        What stands already and stays [unit/yr].
    over : float or None
        Cost of each unit beyond the capacity [money/unit]; None: nothing goes beyond.
    people : float
        Posts for each unit of capacity [people yr/unit].
    """

    name: str
    site: str
    unit: str
    existing: Series = (0.0,)
    over: float | None = None
    people: float = 0.0


@dataclass(frozen=True, slots=True)
class Run:
    """A way that a line can run.

    Parameters
    ----------
    name, line, way : str
    use : float
        Capacity that one unit of the run takes [unit of the line].
    cost : Series
        Energy, consumables, wages beyond those of the option [money/unit].
    carbon : float
        [kg CO2/unit].
    """

    name: str
    line: str
    way: str
    use: float = 1.0
    cost: Series = (0.0,)
    carbon: float = 0.0


@dataclass(frozen=True, slots=True)
class Option:
    """A size of a line that may be built.

    Parameters
    ----------
    name, line : str
    capacity : float
        At full output [unit of the line/yr].
    yearly : float
        What it costs in each year from the one in which it was decided on: annuity of its capital
        at the owner's rate over its life, crews and upkeep [money/yr].
    capital : float
        What is invested [money]; for budgets and reports, `yearly` pays for it.
    when : tuple of int or None
        Periods in which it may be decided on; None: in each.
    lead : int
        Periods from the decision to first output.
    ramp : Series
        Output over capacity in the first, second, ... period after the lead [1]; the last stays.
    life : int or None
        Periods of output; None: beyond the horizon.
    whole : bool
        It is built once or not at all; else any share of it.
    waits : bool
        Decided when the future is known; else now, for every future alike.
    slots : mapping of str to float
        Equipment slots it takes in the period of the decision, by name.
    relief : float
        What its owner need not earn over the life of the plant for each unit of its capital that is
        granted, discounted to the decision [money/money].
    """

    name: str
    line: str
    capacity: float
    yearly: float
    capital: float = 0.0
    when: tuple[int, ...] | None = None
    lead: int = 0
    ramp: Series = ALWAYS
    life: int | None = None
    whole: bool = True
    waits: bool = False
    slots: Mapping[str, float] = field(default_factory=dict)
    relief: float = 0.0


@dataclass(frozen=True, slots=True)
class Lane:
    """A way to move an item from a site to another.

    Parameters
    ----------
    name, origin, to, item, mode : str
    cost : Series
        Freight, handling and duty [money/unit].
    carbon : float
        [kg CO2/unit].
    open : Series
        Share of the year in which it can be used; 0 closes it [1].
    most : Series
        [unit/yr].
    time : float
        From door to door, waiting included [yr].
    """

    name: str
    origin: str
    to: str
    item: str
    mode: str = "road"
    cost: Series = (0.0,)
    carbon: float = 0.0
    open: Series = ALWAYS
    most: Series = (math.inf,)
    time: float = 0.0


@dataclass(frozen=True, slots=True)
class Supply:
    """A traded item that can be bought at a site: price [money/unit], and how much [unit/yr]."""

    name: str
    site: str
    item: str
    price: Series
    most: Series = (math.inf,)
    carbon: float = 0.0


@dataclass(frozen=True, slots=True)
class Demand:
    """What a customer wants.

    Parameters
    ----------
    name, site, item : str
    amount : Series
        [unit/yr].
    short : float or None
        Cost of each unit not delivered [money/unit]; None: all must be delivered.
    one_source : bool
        A single lane brings all of it.
    """

    name: str
    site: str
    item: str
    amount: Series
    short: float | None = None
    one_source: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A whole supply-chain problem.

    Parameters
    ----------
    name, money : str
        Money is a currency and its year.
    periods : tuple of Period
    sites, items, ways, lines, runs, options, lanes, supplies, demands
        Tuples of the types of this file.
    pools, slots, growths, quotas, carbon_caps, second_sources, budgets, grants, spreads
        Limits beyond those of flow and capacity.
    carbon_price : Series
        [money/kg CO2].

    Raises
    ------
    InputError
        If a name stands twice, a name is used that nothing has, a series has another length than
        the periods, or a number is out of its range.
    """

    name: str
    money: str
    periods: tuple[Period, ...]
    sites: tuple[Site, ...]
    items: tuple[Item, ...]
    ways: tuple[Way, ...]
    lines: tuple[Line, ...]
    runs: tuple[Run, ...]
    options: tuple[Option, ...]
    lanes: tuple[Lane, ...]
    supplies: tuple[Supply, ...]
    demands: tuple[Demand, ...]
    pools: tuple[Pool, ...] = ()
    slots: tuple[Slots, ...] = ()
    growths: tuple[Growth, ...] = ()
    quotas: tuple[Quota, ...] = ()
    carbon_caps: tuple[CarbonCap, ...] = ()
    second_sources: tuple[SecondSource, ...] = ()
    budgets: tuple[Budget, ...] = ()
    grants: tuple[Grant, ...] = ()
    spreads: tuple[Spread, ...] = ()
    carbon_price: Series = (0.0,)

    def __post_init__(self) -> None:
        """Check names, references, lengths and ranges."""
        from ionwright.network.rules import check

        check(self)

    def table(self, kind: str) -> tuple[Any, ...]:
        """Return a table by name, for example `"lanes"`."""
        return getattr(self, kind)

    def series(self, values: Series) -> Series:
        """Return one value for each period."""
        return values if len(values) == len(self.periods) else values * len(self.periods)


def index(rows: Iterable[Any]) -> dict[str, int]:
    """Return the place of each row by its name."""
    return {row.name: i for i, row in enumerate(rows)}


def known(name: str, names: Iterable[str], what: str, where: str) -> None:
    """Raise if a name is not among those known."""
    names = list(names)
    if name not in names:
        raise InputError(
            f"it names {what} of the case", seen=name, do=nearest(name, names, what), where=where
        )
