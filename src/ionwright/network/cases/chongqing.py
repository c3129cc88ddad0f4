"""The case *chongqing*: what to build there of a chain for solid-state cells, 2026 to 2040.

Customers are the carmakers of Chongqing without their captive demand; what the region does not
make comes from suppliers elsewhere, which are sites with the same processes, and a cell that
nobody brings is replaced by a liquid one at the cost of that cell and of what its buyer loses.
Lithium salts are bought where they come from. Local firms ask no margin: it would stay in the
region. Nothing is stored: a period is a year or two.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache

from ionwright.data.sites import names, site
from ionwright.network.build.book import IN_WORDS, Book, book
from ionwright.network.build.lanes import Goods, Roads, lanes
from ionwright.network.build.makers import Maker, rows
from ionwright.network.build.places import rates
from ionwright.network.build.recipe import GWH, KG, Recipe, joined, of_cells, of_chemical, plant_of
from ionwright.network.case import Case, Growth, Item, Pool, Site, Slots
from ionwright.network.cases import chongqing_market as market
from ionwright.network.cases.built import Built
from ionwright.network.cases.chongqing_makers import CALENDAR, LINES, NEAR, makers
from ionwright.network.cases.chongqing_market import HOME, HUB, LIQUID_CELL, SEMI, SOLID

FLOWS = frozenset({*market.SALTS, "Li2S", "P2S5", "Li6PS5Cl", "LLZO-Ta", "lithium",
                   "lithium-foil", "NMC811"})  # fmt: skip
DANGEROUS = frozenset({"lithium", "lithium-foil", "Li2S", "P2S5"})
"""Items that burn or give off gas with water; the list of goods barred from barges was not read."""
SENIOR = "senior-staff"
CRITICAL = ("Li2S", "Li6PS5Cl", "LLZO-Ta", "lithium", "lithium-foil")
OTHERS = (
    "battery_use.all",
    "capital_factor",
    "credit_end",
    "licence_chance",
    "export_levy",
    "united-states.tariff",
)
"""Figures that only a case between countries uses."""
ELECTROLYTE = (300.0, 1000.0, 3000.0, 10000.0)
"""Size classes of electrolytes and of lithium sulfide [t/yr]."""


@dataclass(frozen=True, slots=True)
class Cells:
    """How a cell is made: route, design and anode by their names, and the ramp of its line."""

    route: str
    design: str
    anode: str | None
    ramp: str


LIQUID = Cells("liquid", "liquid-nmc811-graphite", None, "ramp-incumbent")
SEMI_SOLID = Cells("semisolid", "semisolid-nmc811-graphite-silicon", None, "ramp-newcomer")
SULFIDE = Cells("sulfide-dry", "sulfide-nmc811-lithium", "foil-bought", "ramp-sulfide")
SULFIDE_WET = Cells("sulfide-wet", "sulfide-nmc811-lithium", "foil-bought", "ramp-sulfide")
OXIDE = Cells("oxide", "oxide-nmc811-lithium", "foil-bought", "ramp-sulfide")


@dataclass(frozen=True)
class Chongqing:
    """What may be varied in the case.

    Parameters
    ----------
    solid : Cells
        How all-solid cells are made.
    semi : Cells
        How semi-solid cells are made.
    book : Book
        Figures of the network's tables; change one to ask what if.
    lithium_sulfide : float or None
        Li2S for each GWh of sulfide cells, in place of that of the chain [t/GWh].
    """

    solid: Cells = SULFIDE
    semi: Cells = SEMI_SOLID
    book: Book = field(default_factory=book)
    lithium_sulfide: float | None = None

    def build(self) -> Built:
        """Return the case, priced.

        Raises
        ------
        InputError
            If the data lack a figure that it needs.
        """
        return _built(self.book, self.recipes())

    def recipes(self) -> dict[str, Recipe]:
        """Return the recipes of the case by item."""
        found = [
            self._cells(LIQUID_CELL, LIQUID, (20.0,)),
            self._cells(SEMI, self.semi, (2.0, 5.0, 20.0)),
            self._cells(SOLID, self.solid, (2.0, 5.0, 20.0)),
            of_chemical("NMC811", (10000.0, 30000.0), FLOWS),
        ]
        wanted = {i for r in found for i in r.takes}
        if "lithium-foil" in wanted:
            found.append(of_chemical("lithium-carbonate", (300.0, 1000.0, 3000.0), FLOWS))
            found.append(of_chemical("lithium-foil", (100.0, 300.0, 1000.0), FLOWS))
        if "Li6PS5Cl" in wanted:
            outer = of_chemical("Li6PS5Cl", ELECTROLYTE, FLOWS)
            inner = of_chemical("P2S5", (1000.0,), FLOWS)
            found.append(self._with_sulfide(joined(outer, inner, KG * 1000.0), found))
            found.append(of_chemical("Li2S-carbothermal", ELECTROLYTE, FLOWS))
        if "LLZO-Ta" in wanted:
            found.append(of_chemical("LLZO-Ta", ELECTROLYTE, FLOWS))
        return {r.item: r for r in found}

    def _cells(self, item: str, how: Cells, sizes: tuple[float, ...]) -> Recipe:
        """Return a recipe of cells with the lead of the book."""
        return replace(_cell_recipe(item, how, sizes), lead=self.book["cell-plant.build_lead"])

    def _with_sulfide(self, electrolyte: Recipe, found: list[Recipe]) -> Recipe:
        """Return the electrolyte with the Li2S that was asked for, if any was."""
        if self.lithium_sulfide is None:
            return electrolyte
        (cell,) = (r for r in found if r.item == SOLID)
        each = self.lithium_sulfide * KG / GWH / cell.takes["Li6PS5Cl"]
        return replace(electrolyte, takes={**electrolyte.takes, "Li2S": each})


@cache
def _cell_recipe(item: str, how: Cells, sizes: tuple[float, ...]) -> Recipe:
    """Return a recipe of cells; solving its plants takes most of the time of a build."""
    line, design = plant_of(how.route, how.design, "10 GWh/yr", how.anode)
    lead = book().amount("cell-plant.build_lead")
    return of_cells(item, line, design, sizes, FLOWS, ramp=how.ramp, lead=lead)


def sulfide_per_gwh(recipes: dict[str, Recipe]) -> float:
    """Return the Li2S that a GWh of sulfide cells takes through the chain [t/GWh]."""
    each = recipes[SOLID].takes["Li6PS5Cl"] * recipes["Li6PS5Cl"].takes["Li2S"]
    return each * GWH / KG


def _built(b: Book, recipes: dict[str, Recipe]) -> Built:
    """Return the case that a book and recipes give."""
    full = market.full_costs(b, recipes)
    made = makers(b, recipes, full)
    table = rows(made, CALENDAR, NEAR)
    demands = market.demands(b, full)
    taken = {i for m in made for i in m.recipe.takes}
    supplies = tuple(s for s in market.supplies(b) if s.item in taken)
    origins, wanted = _ends(made, demands, supplies)
    asked = b["owner-listed.hurdle_rate"]
    goods = [
        Goods(i, recipes[i].mass if i in recipes else 1.0, full[i], full[i] * asked) for i in wanted
    ]
    ways, pruned = lanes(_roads(b), goods, origins, wanted)
    places = {x for lane in ways for x in (lane.origin, lane.to)}
    places |= {line.site for line in table.lines} | {d.site for d in demands}
    places |= {s.site for s in supplies}
    kinds = {r: a for x in recipes.values() for r, a in x.evidence.items()}
    there = [rates(r) for r in dict.fromkeys(m.place.region for m in made)]
    kinds |= {n: k for r in there for n, k in r.evidence.items()}
    case = Case(
        name="chongqing",
        money=IN_WORDS,
        periods=CALENDAR.periods(),
        sites=tuple(Site(n, site(n).region) for n in names() if n in places),
        items=tuple(
            Item(i, recipes[i].unit if i in recipes else "kg", tied=full[i] * asked)
            for i in dict.fromkeys(wanted)
        ),
        ways=table.ways,
        lines=table.lines,
        runs=table.runs,
        options=table.options,
        lanes=ways,
        supplies=supplies,
        demands=demands,
        slots=(Slots(LINES, (b["solid-state-line.slots"],)),),
        pools=(_senior(b),),
        growths=_growths(b, recipes),
        carbon_price=(b["carbon-dioxide.carbon_price"] * 1e-3,),
    )
    counted = Counter(kinds.values()) + b.kinds(OTHERS) + market.price_kinds()
    notes = [f"{pruned} lanes left out: dearer, time and carbon counted"]
    notes += [n for r in there for n in r.notes] + [n for r in recipes.values() for n in r.notes]
    critical = tuple(i for i in CRITICAL if i in recipes)
    return Built(case, b, recipes, counted, HOME, critical, tuple(dict.fromkeys(notes)))


def _ends(
    made: tuple[Maker, ...], demands: tuple, supplies: tuple
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the sites where each item comes from and where it is wanted."""
    origins: dict[str, list[str]] = {}
    wanted: dict[str, list[str]] = {}
    for m in made:
        origins.setdefault(m.recipe.item, []).append(m.place.id)
        for item in m.recipe.takes:
            wanted.setdefault(item, []).append(m.place.id)
    for s in supplies:
        origins.setdefault(s.item, []).append(s.site)
    for d in demands:
        wanted.setdefault(d.item, []).append(d.site)
    return origins, wanted


def _roads(b: Book) -> Roads:
    return Roads(
        b,
        hubs={HOME: HUB},
        river=frozenset({HUB, "yangtze-delta", "canmax-yixing"}),
        port="yangtze-delta",
        abroad=frozenset({"japan", "south-korea", "chile", "western-australia"}),
        dangerous=DANGEROUS,
    )


def _senior(b: Book) -> Pool:
    """Return the people of Chongqing who have run a solid-state line."""
    return Pool(
        SENIOR,
        HOME,
        now=b[f"{SENIOR}.pool_now"],
        leave=b[f"{SENIOR}.pool_leave"],
        train=(b[f"{SENIOR}.pool_growth"],),
        cost=b[f"{SENIOR}.pool_cost"],
        share=b[f"{SENIOR}.skill_share"],
    )


def _growths(b: Book, recipes: dict[str, Recipe]) -> tuple[Growth, ...]:
    if "Li2S" not in recipes:
        return ()
    seed = b["Li2S.growth_seed"] * KG
    return (Growth("Li2S", "Li2S", b["Li2S.growth_factor"], seed),)
