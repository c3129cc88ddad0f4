"""Demand, traded salts and futures of the case *chongqing*."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

import numpy as np

from ionwright.data import prices
from ionwright.data.sites import names, site
from ionwright.network.build import costs
from ionwright.network.build.book import DOLLARS, Book
from ionwright.network.build.calendar import Calendar
from ionwright.network.build.lanes import DAYS
from ionwright.network.build.places import rates
from ionwright.network.build.recipe import GWH, KG, Recipe
from ionwright.network.case import Case, Demand, Series, Supply
from ionwright.network.cases.chongqing_makers import CALENDAR, LIQUID_CELL, SEMI, SOLID
from ionwright.network.futures import Future, Scenarios
from ionwright.plant.place import in_money

__all__ = ["HOME", "HUB", "LIQUID_CELL", "SALTS", "SEMI", "SOLID"]

HOME, HUB = "chongqing", "guoyuan-port"
SALTS = ("Li2CO3", "LiOH.H2O")
PATHS = ("pilot-only", "semi-solid-bridge", "breakthrough")
BASE_PATH = "semi-solid-bridge"
"""Path whose demand the case holds; the futures multiply it."""
SHARE_YEARS = (2026, 2028, 2030, 2035, 2040)
CUSTOMERS = ("changan", "seres", "chongqing-carmakers")


def full_costs(b: Book, recipes: Mapping[str, Recipe]) -> dict[str, float]:
    """Return the full cost of each item through its chain, made by a listed firm [USD/unit]."""
    there, hurdle = rates(HOME), b["owner-listed.hurdle_rate"]
    base = {item: _price(item, "today") for item in SALTS}
    return base | {i: costs.chain(i, recipes, base, there, hurdle) for i in recipes}


def price_kinds() -> Counter[str]:
    """Return the kinds of the prices of the salts."""
    return Counter(prices.price(item, "today").kind for item in SALTS)


def _price(item: str, case: str) -> float:
    return in_money(prices.price(item, case), "kg", DOLLARS)[1]


def open_demand(b: Book, calendar: Calendar) -> tuple[float, ...]:
    """Return the battery demand of Chongqing's carmakers without what is captive [GWh/yr].

    Vehicles built there over electric cars sold in China, in 2024, times the batteries of cars in
    China in 2024 and, on the path of stated policies, 2030; a line between; then a rate of growth.
    """
    share = b["chongqing-carmakers.vehicles.2024"] / b["china-market.vehicles.2024"]
    now, then = (share * b[f"china-market.battery_use.{y}"] for y in (2024, 2030))
    rate = b["chongqing-carmakers.demand_growth"]
    path = [(2024.0, now), (2030.0, then)]
    path += [(float(y), then * math.exp(rate * (y - 2030))) for y in range(2031, 2042)]
    kept = 1.0 - b["chongqing-carmakers.captive_share"]
    return tuple(kept * x for x in calendar.over(path))


def shares(b: Book, path: str, item: str, calendar: Calendar) -> tuple[float, ...]:
    """Return the share of demand that a kind of cell has on a named path [1]."""
    found = [(float(y), b[f"{path}.market_share.{item}.{y}"]) for y in SHARE_YEARS]
    return calendar.over(found)


def demands(b: Book, full: Mapping[str, float]) -> tuple[Demand, ...]:
    """Return what each customer wants of each cell on the base path, and what a lack costs."""
    whole = open_demand(b, CALENDAR)
    customer = [b[f"{c}.customer_share"] for c in CUSTOMERS]
    liquid = full[LIQUID_CELL] * (1.0 + b["supplier.margin.mature"])
    out = []
    for item in (SEMI, SOLID):
        short = liquid + b[f"substitute.premium_lost.{item}"]
        part = shares(b, BASE_PATH, item, CALENDAR)
        for name, share in zip(CUSTOMERS, customer, strict=True):
            amount = tuple(
                GWH * share / sum(customer) * w * p for w, p in zip(whole, part, strict=True)
            )
            out.append(Demand(f"{item} for {name}", name, item, amount, short))
    return tuple(out)


def supplies(b: Book) -> tuple[Supply, ...]:
    """Return the lithium salts and where they come from, at the price of the day."""
    out = []
    for place in names():
        for item in SALTS:
            figure = f"{place}.site_mass"
            if figure in b.figures and site(place).kind == "lithium" and _sells(place) == item:
                most = b["supplier.open_share"] * b[figure] * KG
                out.append(Supply(f"{item} from {place}", place, item, (_price(item, "today"),),
                                  (most,)))  # fmt: skip
    return tuple(out)


def _sells(place: str) -> str:
    from ionwright import data

    (row,) = data.find(place, "site_mass")
    return row.condition("of") or ""


def scenarios(b: Book, case: Case, count: int | None = None, seed: int = 1) -> Scenarios:
    """Return the shipped futures: each named path, alone or with what may happen on it.

    Parameters
    ----------
    b : Book
    case : Case
    count : int or None
        None: the three paths, equally likely only so that a mean can be shown. A number: as many
        futures, the paths in turn, each with events and prices drawn.
    seed : int
        Draws depend on it, the path's place and the future's number alone.
    """
    if count is None:
        each = [Future(p, 1.0 / len(PATHS), p, _path(b, case, p)) for p in PATHS]
        return Scenarios(tuple(each))
    out = []
    for k in range(count):
        path = PATHS[k % len(PATHS)]
        rng = np.random.Generator(np.random.Philox(key=seed, counter=[0, 0, 0, k]))
        factors = _path(b, case, path) | salts(case, rng) | _events(b, case, rng)
        out.append(Future(f"{path} {k // len(PATHS) + 1}", 1.0 / count, path, factors))
    return Scenarios(tuple(out))


def _path(b: Book, case: Case, path: str) -> dict[str, Series]:
    """Return the demand of a path over that of the base path."""
    if path == BASE_PATH:
        return {}
    out = {}
    for item in (SEMI, SOLID):
        mine, base = (shares(b, p, item, CALENDAR) for p in (path, BASE_PATH))
        factor = tuple(x / y for x, y in zip(mine, base, strict=True))
        out |= {f"demands.{d.name}.amount": factor for d in case.demands if d.item == item}
    return out


def salts(case: Case, rng: np.random.Generator) -> dict[str, Series]:
    """Return a drawn price of salts over today's: one level for all years between low and high.

    A level is drawn from a law that is triangular in the logarithm; in two years it is that of the
    shock of 2022, with a chance of one in ten.
    """
    row = prices.price("Li2CO3", "today").value
    low, high = math.log(row.low / row.value), math.log(row.high / row.value)
    level = math.exp(rng.triangular(low, 0.0, high))
    shock = _price("Li2CO3", "shock-2022") / _price("Li2CO3", "today")
    start = int(rng.integers(1, len(CALENDAR.starts) - 1)) if rng.random() < SHOCK else -9
    factor = tuple(shock if start <= t < start + 2 else level for t in range(len(CALENDAR.starts)))
    return {f"supplies.{s.name}.price": factor for s in case.supplies}


SHOCK = 0.1
"""Chance that a future holds a shock like that of 2022; assumed."""


def _events(b: Book, case: Case, rng: np.random.Generator) -> dict[str, Series]:
    """Return what drought and lock take from lines of the southwest and lanes of the river."""
    years = CALENDAR.lengths
    lost = {}
    for event, part in (("southwest-drought", 1.0), ("three-gorges-lock", 0.5)):
        rate, days = b[f"{event}.event_rate"], b[f"{event}.closure"]
        hits = [rng.poisson(rate * n) for n in years]
        lost[event] = tuple(
            max(0.0, 1.0 - part * h * days / DAYS / n) for h, n in zip(hits, years, strict=True)
        )
    region = {s.name: s.region for s in case.sites}
    out = {
        f"lines.{x.name}.available": lost["southwest-drought"]
        for x in case.lines
        if region[x.site] in (HOME, "sichuan")
    }
    return out | {
        f"lanes.{x.name}.open": lost["three-gorges-lock"] for x in case.lanes if "river" in x.mode
    }
