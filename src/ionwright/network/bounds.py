"""Limits of a case beyond flow and capacity: people, equipment, growth, law, public money.

A `Series` has one value for each period, or one value for all.
"""

from __future__ import annotations

from dataclasses import dataclass

Series = tuple[float, ...]
"""One value for each period, or one for all."""
ALWAYS: Series = (1.0,)


@dataclass(frozen=True, slots=True)
class Pool:
    """People of one kind in one region.

    Parameters
    ----------
    name, region : str
    now : float
        Free for these lines at the start [people].
    leave : float
        Share that leaves in a year [1/yr].
    train : Series
        Most that can be trained or attracted [people/yr].
    cost : float
        Of training or attracting one [money].
    share : float
        Of the posts of each line in the region, those of this kind [1].
    """

    name: str
    region: str
    now: float
    leave: float
    train: Series
    cost: float
    share: float


@dataclass(frozen=True, slots=True)
class Slots:
    """Equipment that the makers of a country can deliver: most [slots/yr] for lines that start."""

    name: str
    most: Series


@dataclass(frozen=True, slots=True)
class Growth:
    """Capacity of an item grows at most by a factor each period, beyond a seed.

    Parameters
    ----------
    name, item : str
        All lines whose runs make this item are counted together.
    factor : float
        Capacity over that of the period before [1].
    seed : float
        What can be added from nothing in one period [unit/yr].
    """

    name: str
    item: str
    factor: float
    seed: float


@dataclass(frozen=True, slots=True)
class Quota:
    """A share of an item used in a region must come from there: share [1] by period."""

    name: str
    item: str
    region: str
    share: Series


@dataclass(frozen=True, slots=True)
class CarbonCap:
    """Most carbon of runs, lanes and supplies together [kg CO2/yr]."""

    name: str
    most: Series


@dataclass(frozen=True, slots=True)
class SecondSource:
    """No origin brings more than a share of what a demand gets: share [1]."""

    name: str
    demand: str
    share: float


@dataclass(frozen=True, slots=True)
class Budget:
    """Most capital that may be decided on in a region in a year of each period [money/yr]."""

    name: str
    region: str
    most: Series


@dataclass(frozen=True, slots=True)
class Grant:
    """Public money for plants of a region; who gets how much is decided with the plan.

    Only what is decided on now is granted: money is not promised to what may follow.

    Parameters
    ----------
    name, region : str
    most : Series
        Granted in a year of each period [money/yr].
    share : float
        Most of the capital of an option [1].
    cost : float
        What a unit granted costs the region [money/money]; above 1 where taxes cost more than they
        bring.
    """

    name: str
    region: str
    most: Series
    share: float
    cost: float = 1.0


@dataclass(frozen=True, slots=True)
class Spread:
    """Some regions together bring no more than a share of all that is made and bought of an item.

    Parameters
    ----------
    name, item : str
    regions : tuple of str
        What may fail them together, for example one drought.
    share : Series
        [1].
    """

    name: str
    item: str
    regions: tuple[str, ...]
    share: Series
