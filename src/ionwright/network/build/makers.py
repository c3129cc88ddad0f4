"""A recipe at a site as rows of a case: way, line, run, and what may be built.

Sizes are whole while the decision is near. Later ones are shares of the largest size, decided when
the future is known: their economies of scale are those of that size, which is stated as a limit.
A plant is replaced at the end of its life, so what it costs in a year does not end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ionwright.data.sites import Place
from ionwright.network.build import costs
from ionwright.network.build.calendar import Calendar
from ionwright.network.build.places import Rates, rates
from ionwright.network.build.recipe import Recipe, Size
from ionwright.network.case import Line, Option, Run, Series, Way

NONE: Series = (0.0,)


@dataclass(frozen=True)
class Maker:
    """A recipe at a site.

    Parameters
    ----------
    place : Place
    recipe : Recipe
    hurdle : float
        Of the owner [1/yr].
    standing : Series
        Capacity that stands and is open to the case [unit/yr].
    near : tuple of float
        Sizes that may be built whole while the decision is near [unit/yr].
    later : float
        Size of the plants that may be built later, shares of `many` of them; 0: none [unit/yr].
    shares : bool
        Near ones too are shares of the largest size: the plant of a supplier elsewhere, who
        builds for many.
    margin : Series
        What is asked on top for each unit [USD/unit]; nothing where the owner's rate is all.
    sunk : bool
        Capital of what stands is spent and costs nothing more; else each unit pays for it.
    slots : mapping of str to float
        Equipment for each unit of capacity.
    many : float
        Plants of one size that the site may get later.
    at_once : float
        Plants of each near size that may be decided on in one period; above 1 only in shares.
    """

    place: Place
    recipe: Recipe
    hurdle: float
    standing: Series = NONE
    near: tuple[float, ...] = ()
    later: float = 0.0
    shares: bool = False
    margin: Series = NONE
    sunk: bool = True
    slots: Mapping[str, float] = field(default_factory=dict)
    many: float = 4.0
    at_once: float = 1.0

    @property
    def name(self) -> str:
        """Name of its line."""
        return f"{self.recipe.item} at {self.place.id}"


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a case that makers give."""

    ways: tuple[Way, ...]
    lines: tuple[Line, ...]
    runs: tuple[Run, ...]
    options: tuple[Option, ...]


def rows(makers: tuple[Maker, ...], calendar: Calendar, near: int) -> Rows:
    """Return the rows of makers.

    Parameters
    ----------
    makers : tuple of Maker
    calendar : Calendar
    near : int
        Periods in which sizes are whole and decided on now.
    """
    ways = {m.recipe.name: Way(m.recipe.name, m.recipe.takes, {m.recipe.item: 1.0}) for m in makers}
    lines, runs, options = [], [], []
    for m in makers:
        for standing in (True, False):
            if (max(m.standing) > 0.0) if standing else (m.near or m.later):
                name = m.name + (", standing" if standing else "")
                lines.append(_line(m, name, standing))
                runs.append(_run(m, name, standing))
        options += _options(m, calendar, near)
    return Rows(tuple(ways.values()), tuple(lines), tuple(runs), tuple(options))


def _line(m: Maker, name: str, standing: bool) -> Line:
    middle = m.recipe.sizes[len(m.recipe.sizes) // 2]
    return Line(
        name,
        m.place.id,
        m.recipe.unit,
        existing=m.standing if standing else NONE,
        people=middle.people / middle.capacity,
    )


def _run(m: Maker, name: str, standing: bool) -> Run:
    """Return the run of a line; that of a standing plant pays its crew, upkeep and capital too."""
    there = rates(m.place.region)
    each = costs.running(m.recipe, there)
    if standing:
        size = m.recipe.sizes[0]
        each += costs.crew(m.recipe, size, there) / size.capacity
        each += m.recipe.upkeep * size.capital / size.capacity
        if not m.sunk:
            large = m.recipe.sizes[-1]
            each += costs.yearly(large.capital, m.hurdle, m.recipe.life, there.tax) / large.capacity
    return Run(
        name,
        name,
        m.recipe.name,
        cost=tuple(each + x for x in m.margin),
        carbon=costs.carbon(m.recipe, there),
    )


def _options(m: Maker, calendar: Calendar, near: int) -> list[Option]:
    """Return sizes decided on now, then shares of one decided on later."""
    last = len(calendar.starts)
    out: list[Option] = []
    for capacity in m.near:
        for lead, when in calendar.by_lead(range(near), m.recipe.lead).items():
            out.append(_option(m, capacity, m.at_once, (lead, when), calendar))
    if m.later:
        for lead, when in calendar.by_lead(range(near, last), m.recipe.lead).items():
            out.append(_option(m, m.later, m.many, (lead, when), calendar, waits=True))
    return out


def _option(
    m: Maker,
    capacity: float,
    count: float,
    dates: tuple[int, tuple[int, ...]],
    calendar: Calendar,
    *,
    waits: bool = False,
) -> Option:
    """Return one size, or shares of many plants of one size, decided on now or later."""
    (lead, when), there, size = dates, rates(m.place.region), m.recipe.size(capacity)
    text = f"{capacity / 1e6:g} {'GWh' if m.recipe.unit == 'kWh' else 'kt'}/yr"
    return Option(
        f"{m.name}, {text}{f' from {calendar.starts[when[0]]}' if when[0] else ''}",
        m.name,
        count * capacity,
        count * yearly_of(m.recipe, size, m.hurdle, there),
        capital=count * size.capital,
        when=when,
        lead=lead,
        ramp=calendar.ramp(m.recipe.ramp, when[0] + lead),
        whole=not (waits or m.shares),
        waits=waits,
        slots={k: x * count * capacity for k, x in m.slots.items()},
        relief=costs.relief(m.hurdle, calendar.rate, m.recipe.lead + m.recipe.life, there.tax),
    )


def yearly_of(recipe: Recipe, size: Size, hurdle: float, there: Rates) -> float:
    """Return what a plant costs in each year from the decision on [USD/yr].

    Its capital is paid back over the years of building and of life; crew and upkeep, which start
    with the output, are spread over the same years.
    """
    years = recipe.lead + recipe.life
    works = costs.crew(recipe, size, there) + recipe.upkeep * size.capital
    return costs.yearly(size.capital, hurdle, years, there.tax) + works * recipe.life / years
