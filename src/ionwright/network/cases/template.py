"""A small case to start an own one from: two plants, two suppliers, one carmaker, two futures.

Its figures are examples with round numbers, made up so that there is something to decide. None has
a source; nothing in the package rests on them.
"""

from __future__ import annotations

from ionwright.network.build.calendar import Calendar
from ionwright.network.case import (
    Case,
    Demand,
    Growth,
    Item,
    Lane,
    Line,
    Option,
    Pool,
    Run,
    Site,
    Supply,
    Way,
)
from ionwright.network.futures import Future, Scenarios

FIRST = "An example: every figure here is made up, to be replaced by your own. None has a source."
"""Comment at the top of each of its files."""
CALENDAR = Calendar(starts=(2026, 2027, 2028, 2030, 2032), end=2034, rate=0.08, tail=8)
HOME, AWAY = "home", "elsewhere"


def template() -> tuple[Case, Scenarios]:
    """Return the case and its futures."""
    case = Case(
        name="example",
        money="USD of 2025",
        periods=CALENDAR.periods(),
        sites=(
            Site("carmaker", HOME, 29.6, 106.5),
            Site("cell-town", HOME, 29.7, 107.4),
            Site("chemical-park", HOME, 29.8, 106.1),
            Site("coast", AWAY, 31.3, 121.2),
            Site("mine", AWAY, 36.7, 95.2),
        ),
        items=(Item("cell", "kWh"), Item("electrolyte", "kg"), Item("salt", "kg")),
        ways=(
            Way("assembly", {"electrolyte": 0.6}, {"cell": 1.0}),
            Way("synthesis", {"salt": 0.5}, {"electrolyte": 1.0}),
        ),
        lines=_lines(),
        runs=(
            Run("cells at home", "cell plant", "assembly", cost=(60.0,), carbon=8.0),
            Run("cells elsewhere", "cell supplier", "assembly", cost=(95.0,), carbon=10.0),
            Run("electrolyte at home", "electrolyte works", "synthesis", cost=(15.0,), carbon=5.0),
            Run("electrolyte elsewhere", "electrolyte supplier", "synthesis", cost=(40.0,)),
        ),
        options=_options(),
        lanes=_lanes(),
        supplies=(Supply("salt", "mine", "salt", price=(10.0,)),),
        demands=(
            Demand("cells for cars", "carmaker", "cell", (0.5e6, 1e6, 2e6, 3e6, 3e6), short=180.0),
        ),
        pools=(Pool("engineers", HOME, 40.0, 0.05, (30.0,), 20e3, 0.1),),
        growths=(Growth("electrolyte", "electrolyte", factor=2.0, seed=0.5e6),),
        carbon_price=(0.01,),
    )
    late = Future("late", 0.4, "late", {"demands.cells for cars.amount": (1.0, 0.6, 0.4, 0.4, 0.5)})
    return case, Scenarios((Future("as planned", 0.6, "as planned"), late))


def _lines() -> tuple[Line, ...]:
    return (
        Line("cell plant", "cell-town", "kWh", people=2e-4),
        Line("cell supplier", "coast", "kWh", existing=(4e6,)),
        Line("electrolyte works", "chemical-park", "kg", people=1e-4),
        Line("electrolyte supplier", "coast", "kg", existing=(1e6, 2e6, 3e6, 4e6, 4e6)),
    )


def _options() -> tuple[Option, ...]:
    """Return two sizes of each plant at home: the larger one costs less for each unit."""
    early = (0, 1, 2)
    return tuple(
        Option(f"{line}, {size}", line, capacity, yearly, capital, early, 1, (0.6, 1.0))
        for line, size, capacity, yearly, capital in (
            ("cell plant", "1 GWh/yr", 1e6, 24e6, 90e6),
            ("cell plant", "3 GWh/yr", 3e6, 57e6, 230e6),
            ("electrolyte works", "600 t/yr", 6e5, 7e6, 30e6),
            ("electrolyte works", "1800 t/yr", 1.8e6, 15e6, 70e6),
        )
    )


def _lanes() -> tuple[Lane, ...]:
    return tuple(
        Lane(f"{item}: {origin} to {to}", origin, to, item, mode, (cost,), carbon)
        for item, origin, to, mode, cost, carbon in (
            ("cell", "cell-town", "carmaker", "road", 0.2, 0.05),
            ("cell", "coast", "carmaker", "river", 0.8, 0.2),
            ("electrolyte", "chemical-park", "cell-town", "road", 0.05, 0.01),
            ("electrolyte", "coast", "cell-town", "rail", 0.15, 0.05),
            ("salt", "mine", "chemical-park", "rail", 0.1, 0.04),
            ("salt", "mine", "coast", "rail", 0.2, 0.08),
        )
    )
