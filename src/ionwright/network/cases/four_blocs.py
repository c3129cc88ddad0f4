"""The case *four blocs*: all-solid cells and their chain between countries.

China, Europe, the United States and East Asia with the recipes, rules and lanes of the case of one
region: tariffs on cells, the tax that China no longer pays back on cells that leave it, the credit
for cells made in the United States (its rules on foreign firms are not modelled: no share of them
was read), a licence that China may not give. Each market is all its electric vehicles. Plants are
of the largest size, those of cells whole while the decision is near, and all others in any number;
nobody asks a margin: the cost of all blocs together is least.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from ionwright.data import regions
from ionwright.data.sites import names, site
from ionwright.network.build.book import IN_WORDS, Book, book
from ionwright.network.build.lanes import Goods, Roads, lanes
from ionwright.network.build.makers import Maker, rows
from ionwright.network.build.places import rates
from ionwright.network.build.recipe import GWH, KG, Recipe
from ionwright.network.case import Case, Demand, Growth, Item, Series, Site, Supply
from ionwright.network.cases import chongqing_market as market
from ionwright.network.cases.built import Built
from ionwright.network.cases.chongqing import DANGEROUS, OXIDE, SULFIDE, Cells, Chongqing
from ionwright.network.cases.chongqing_makers import CALENDAR, NEAR, SOLID
from ionwright.network.futures import Future, Scenarios
from ionwright.plant.process import Amount

HOME = {
    "yangtze-delta": "china-market",
    "salzgitter": "europe-market",
    "savannah": "united-states-market",
    "idemitsu-chiba": "japan-market",
    "lotte-iksan": "south-korea-market",
}
"""Site that stands for a bloc's plants and customers, and its market."""
CHINA, AMERICA = "yangtze-delta", "savannah"
SALT_SITES = ("kwinana", "atacama", "aba-garze", "qarhan")
OTHERS = (
    "site_energy", "room_", "skill_share", "pool_", ".slots", "programme", "regional-fund",
    "customer_share", "captive_share", "vehicles", "battery_use.20", "closure", "event_rate",
    "owner-s", "owner-foreign", "margin.young", "settling_time", "open_share", "river.",
    "semi-solid-cell",
)  # fmt: skip
"""Figures that only a case of one region uses."""
LICENCE = "2028"
"""Period from which cells of 300 Wh/kg and more may be kept in China."""
MANY = 100.0
"""Plants of the largest size that a bloc may get later: no bound that matters."""


@dataclass(frozen=True)
class FourBlocs:
    """What may be varied in the case.

    Parameters
    ----------
    solid : Cells
        How all-solid cells are made.
    book : Book
    """

    solid: Cells = SULFIDE
    book: Book = field(default_factory=book)

    def build(self) -> Built:
        """Return the case, priced.

        Raises
        ------
        InputError
            If the data lack a figure that it needs.
        """
        b = self.book
        found = Chongqing(solid=self.solid, book=b).recipes()
        full = market.full_costs(b, found)
        recipes = {i: r for i, r in found.items() if i not in ("semi-solid-cell", "liquid-cell")}
        made = tuple(_maker(b, place, r) for place in HOME for r in recipes.values())
        table = rows(made, CALENDAR, NEAR)
        demands, supplies = _demands(b, full), _supplies(b)
        origins = {i: list(HOME) for i in recipes}
        wanted = {i: list(HOME) for r in recipes.values() for i in r.takes} | {SOLID: list(HOME)}
        origins |= {s.item: [x.site for x in supplies if x.item == s.item] for s in supplies}
        asked = b["owner-listed.hurdle_rate"]
        goods = [
            Goods(i, recipes[i].mass if i in recipes else 1.0, full[i], full[i] * asked)
            for i in wanted
        ]
        ways, pruned = lanes(_roads(b), goods, origins, wanted)
        used = {x for lane in ways for x in (lane.origin, lane.to)} | set(HOME)
        there = [rates(site(x).region) for x in HOME]
        kinds = Counter(k for r in recipes.values() for k in r.evidence.values())
        kinds += Counter(k for r in there for k in r.evidence.values())
        kinds += b.kinds(OTHERS) + market.price_kinds()
        case = Case(
            name="four-blocs", money=IN_WORDS, periods=CALENDAR.periods(),
            sites=tuple(Site(n, site(n).region) for n in names() if n in used),
            items=tuple(Item(i, recipes[i].unit if i in recipes else "kg", tied=full[i] * asked)
                        for i in wanted),
            ways=table.ways, lines=table.lines, runs=table.runs, options=table.options,
            lanes=ways, supplies=supplies, demands=demands,
            growths=(Growth("Li2S", "Li2S", b["Li2S.growth_factor"], b["Li2S.growth_seed"] * KG),)
            if "Li2S" in recipes else (),
            carbon_price=(b["carbon-dioxide.carbon_price"] * 1e-3,),
        )  # fmt: skip
        notes = (f"{pruned} lanes left out: dearer, time and carbon counted",
                 *(n for r in there for n in r.notes))  # fmt: skip
        critical = tuple(i for i in ("Li2S", "Li6PS5Cl", "LLZO-Ta") if i in recipes)
        return Built(case, b, recipes, kinds, site(CHINA).region, critical, notes)


def _maker(b: Book, place: str, recipe: Recipe) -> Maker:
    """Return a bloc's plants for an item: the largest size, at the bloc's price of building."""
    where = site(place)
    figure = f"{where.region}.capital_factor"
    factor = b[figure] if figure in b.figures else 1.0
    local = replace(recipe, sizes=tuple(replace(s, capital=factor * s.capital)
                                        for s in recipe.sizes))  # fmt: skip
    size, cells = recipe.sizes[-1].capacity, recipe.item == SOLID
    credit = tuple(-x for x in _credit(b)) if cells and place == AMERICA else (0.0,)
    standing = f"{place}.site_mass"
    stands: Series = (0.0,)
    if recipe.item == "Li2S" and standing in b.figures and place == "idemitsu-chiba":
        stands = tuple(b[standing] * KG if y >= 2027 else 0.0 for y in CALENDAR.starts)
    return Maker(where, local, b["owner-listed.hurdle_rate"], stands, (size,), size,
                 shares=not cells, margin=credit, many=MANY,
                 at_once=1.0 if cells else MANY)  # fmt: skip


def _credit(b: Book) -> Series:
    """Return the credit of the United States for cells made there [USD/kWh], by period."""
    from ionwright import units

    (row,) = regions.rows("united-states", "price_per_energy")
    whole, end = units.to(row.value.value, "USD/kWh"), b["united-states.credit_end"]
    return CALENDAR.over([(2029.0, whole), (end, 0.0)])


def _demands(b: Book, full: dict[str, float]) -> tuple[Demand, ...]:
    """Return what each bloc wants of all-solid cells on the base path."""
    share = market.shares(b, market.BASE_PATH, SOLID, CALENDAR)
    rate = b["chongqing-carmakers.demand_growth"]
    short = full["liquid-cell"] * (1.0 + b["supplier.margin.mature"])
    short += b[f"substitute.premium_lost.{SOLID}"]
    out = []
    for place, bloc in HOME.items():
        now, then = (b[f"{bloc}.battery_use.all.{y}"] for y in (2024, 2030))
        path = [(2024.0, now), (2030.0, then)]
        path += [(float(y), then * math.exp(rate * (y - 2030))) for y in range(2031, 2042)]
        amount = tuple(GWH * x * s for x, s in zip(CALENDAR.over(path), share, strict=True))
        out.append(Demand(f"{SOLID} for {bloc}", place, SOLID, amount, short))
    return tuple(out)


def _supplies(b: Book) -> tuple[Supply, ...]:
    """Return the salts; beside what has a figure, their price meets any need."""
    return tuple(replace(s, most=(math.inf,)) for s in market.supplies(b) if s.site in SALT_SITES)


def _roads(b: Book) -> Roads:
    """Return the sea between blocs, and the duties on cells."""
    china, europe, america, japan, korea = (site(x).region for x in HOME)
    base, extra = _duty("united-states", "base duty"), _duty("united-states", "for vehicles")
    union, usual = _duty("eu", "battery cells"), b["cross-border.tariff"]
    away = (china, japan, korea)
    duties = {(r, america, SOLID): base for r in (*away, europe)}
    duties |= {(r, europe, SOLID): union for r in (*away, america)}
    duties |= {(china, r, SOLID): usual for r in (japan, korea)}
    for r, more in ((america, extra), (europe, 0.0), (japan, 0.0), (korea, 0.0)):
        duties[china, r, SOLID] += more + b["china.export_levy"]
    return Roads(
        b,
        hubs={},
        river=frozenset({CHINA}),
        port=CHINA,
        abroad=frozenset({europe, america, japan, korea, "chile", "western-australia"}),
        dangerous=DANGEROUS,
        duties=duties,
    )


def _duty(region: str, scope: str) -> float:
    """Return the first duty of a region whose scope holds some words [1]."""
    found = [r for r in regions.rows(region, "duty_rate") if scope in (r.condition("scope") or "")]
    return found[0].value.value


def scenarios(b: Book, case: Case, count: int | None = None, seed: int = 1) -> Scenarios:
    """Return each named path, with and without a licence that China does not give.

    Parameters
    ----------
    b : Book
    case : Case
    count : int or None
        None: both for each path. A number: as many futures, the paths in turn, each with the
        licence, the price of salts, the freight at sea and the duty of the United States drawn.
    seed : int
        Draws depend on it and the future's number alone.
    """
    chance, kept, out = b["china.licence_chance"], _kept(case), []
    if count is None:
        for path in market.PATHS:
            wanted, third = _wanted(b, case, path), 1.0 / len(market.PATHS)
            out.append(Future(path, third * (1.0 - chance), path, wanted))
            out.append(Future(f"{path}, cells kept in China", third * chance, path, wanted | kept))
        return Scenarios(tuple(out))
    recipes = Chongqing(solid=_solid(case), book=b).recipes()
    value = market.full_costs(b, recipes)[SOLID]
    for k in range(count):
        path = market.PATHS[k % len(market.PATHS)]
        rng = np.random.Generator(np.random.Philox(key=seed, counter=[0, 0, 0, k]))
        factors = _wanted(b, case, path) | market.salts(case, rng)
        factors |= _freight(b, case, recipes, rng)
        factors |= _duties(b, case, value, factors, rng)
        factors |= kept if rng.random() < chance else {}
        out.append(Future(f"{path} {k // len(market.PATHS) + 1}", 1.0 / count, path, factors))
    return Scenarios(tuple(out))


def _solid(case: Case) -> Cells:
    return SULFIDE if any(i.name == "Li6PS5Cl" for i in case.items) else OXIDE


def _wanted(b: Book, case: Case, path: str) -> dict[str, Series]:
    """Return the demand of a path over that of the base path."""
    mine, base = (market.shares(b, p, SOLID, CALENDAR) for p in (path, market.BASE_PATH))
    factor = tuple(x / y for x, y in zip(mine, base, strict=True))
    return {f"demands.{d.name}.amount": factor for d in case.demands}


def _kept(case: Case) -> dict[str, Series]:
    """Return the lanes of cells out of China, shut from the licence on."""
    begins = [p.name for p in case.periods].index(LICENCE)
    shut = tuple(1.0 if t < begins else 0.0 for t in range(len(case.periods)))
    return {
        f"lanes.{x.name}.open": shut
        for x in case.lanes
        if x.item == SOLID and x.origin == CHINA and x.to != CHINA
    }


def _freight(
    b: Book, case: Case, recipes: Mapping[str, Recipe], rng: np.random.Generator
) -> dict[str, Series]:
    """Return what a drawn freight at sea, alike in all years, makes of the cost of each lane."""
    a = b.amount("sea.freight_price")
    more = _triangular(a, rng) - a.typical
    out = {}
    for x in case.lanes:
        if "sea" in x.mode:
            mass = recipes[x.item].mass if x.item in recipes else 1.0
            each = 1e-3 * mass * more
            each *= b["dangerous-goods.price_factor"] if x.item in DANGEROUS else 1.0
            out[f"lanes.{x.name}.cost"] = (1.0 + each / x.cost[0],)
    return out


def _duties(
    b: Book, case: Case, value: float, so_far: Mapping[str, Series], rng: np.random.Generator
) -> dict[str, Series]:
    """Return what a drawn duty of the United States from `LICENCE` on makes of cells from China."""
    a = b.amount("united-states.tariff")
    more = (_triangular(a, rng) - a.typical) * value
    begins = [p.name for p in case.periods].index(LICENCE)
    out = {}
    for x in case.lanes:
        if (x.item, x.origin, x.to) == (SOLID, CHINA, AMERICA):
            path = f"lanes.{x.name}.cost"
            (freight,) = so_far[path]
            late = freight + more / x.cost[0]
            out[path] = tuple(freight if t < begins else late for t in range(len(case.periods)))
    return out


def _triangular(a: Amount, rng: np.random.Generator) -> float:
    return float(rng.triangular(a.low, a.typical, a.high))
