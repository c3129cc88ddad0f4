"""Who makes what in the case *chongqing*: what stands, what may be built, what is lawful."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ionwright.data.sites import Place, site
from ionwright.network.build.book import Book
from ionwright.network.build.calendar import Calendar
from ionwright.network.build.makers import NONE, Maker
from ionwright.network.build.recipe import GWH, KG, Recipe
from ionwright.network.case import Series
from ionwright.plant.chemical import number
from ionwright.plant.settings import load_settings

CALENDAR = Calendar(
    starts=(*range(2026, 2033), 2033, 2035, 2037, 2039),
    end=2041,
    rate=load_settings().finance.interest,
    tail=10,
)
NEAR = 6
"""Periods in which plants are whole: 2026 to 2031."""
SEMI, SOLID, LIQUID_CELL = "semi-solid-cell", "all-solid-cell", "liquid-cell"
YOUNG = ("Li2S", "Li6PS5Cl", "LLZO-Ta")
"""Items whose suppliers ask a young item's margin."""
LINES = "machines for solid-state lines"
CELL_SITES = {"talent-liangjiang": (2.0, 5.0), "ganfeng-liangjiang": (2.0, 5.0),
              "ganfeng-fuling": (5.0, 20.0)}  # fmt: skip
"""Sizes of cell plants by site, within the room of those that have a figure for it [GWh/yr]."""
CHEMICALS = {
    "fuling-chemical-park": {
        "Li2S": (300.0, 1000.0, 3000.0),
        "Li6PS5Cl": (300.0, 1000.0, 3000.0),
        "LLZO-Ta": (300.0, 1000.0, 3000.0),
        "NMC811": (10000.0,),
    },
    "tianqi-tongliang": {"lithium": (300.0,), "lithium-foil": (100.0, 300.0)},
}
"""Sizes of chemical plants by site of Chongqing [t/yr]."""
STANDING = {
    "Li2S": ("tianqi-meishan", "enjie-yuxi", "idemitsu-chiba"),
    "Li6PS5Cl": ("enjie-yuxi", "lotte-iksan"),
    "lithium": ("ganfeng-xinyu",),
    "NMC811": ("canmax-yixing", "yibin-materials"),
    SEMI: ("qingtao-chengdu", "ganfeng-xinyu"),
}
"""Suppliers elsewhere with capacity that stands or is announced."""
GROWING = {
    "Li2S": ("tianqi-meishan", "enjie-yuxi", "idemitsu-chiba"),
    "Li6PS5Cl": ("tianqi-meishan", "enjie-yuxi", "lotte-iksan"),
    "LLZO-Ta": ("ganfeng-xinyu", "tianqi-meishan"),
    "lithium": ("ganfeng-xinyu",),
    "lithium-foil": ("ganfeng-xinyu",),
    "NMC811": ("canmax-yixing", "yibin-materials"),
    SEMI: ("qingtao-chengdu", "yangtze-delta", "pearl-delta"),
    SOLID: ("qingtao-chengdu", "yangtze-delta", "pearl-delta"),
}
"""Suppliers elsewhere who build more when asked."""
CONVERTS = "catl-yibin"
"""Site whose liquid lines may be converted to semi-solid cells."""


def makers(b: Book, recipes: Mapping[str, Recipe], full: Mapping[str, float]) -> tuple[Maker, ...]:
    """Return every maker of the case.

    Parameters
    ----------
    b : Book
    recipes : mapping of str to Recipe
    full : mapping of str to float
        Full cost of each item [USD/unit].
    """
    return (*_local(b, recipes), *_elsewhere(b, recipes, full), _converted(b, recipes, full))


def lawful(place: Place) -> bool:
    """Return whether a new chemical project may stand at a site.

    The law on protecting the Yangtze (in force since 1 March 2021) allows none within 1 km of the
    river or a tributary; here, none outside an approved park.
    """
    return place.park


def _local(b: Book, recipes: Mapping[str, Recipe]) -> list[Maker]:
    """Return the makers of Chongqing; a firm of the region asks its hurdle and no margin."""
    out = []
    for name, sizes in CELL_SITES.items():
        place = site(name)
        for item in (SEMI, SOLID):
            standing = NONE
            if item == SEMI and f"{name}.site_energy" in b.figures:
                standing = (b[f"{name}.site_energy"] * GWH,)
            near = tuple(GWH * s for s in sizes if s <= _room(b, name))
            out.append(Maker(place, recipes[item], _hurdle(b, place), standing, near, near[-1],
                             slots={LINES: 1.0 / GWH} if item == SOLID else {}))  # fmt: skip
    for name, items in CHEMICALS.items():
        place = site(name)
        for item, sizes in items.items():
            if item in recipes and lawful(place):
                near = tuple(KG * s for s in sizes)
                standing = _stands(b, name, item, 1.0)
                later = near[-1]
                out.append(Maker(place, recipes[item], _hurdle(b, place), standing, near, later))
    return out


def _elsewhere(b: Book, recipes: Mapping[str, Recipe], full: Mapping[str, float]) -> list[Maker]:
    """Return suppliers elsewhere: the same process, their region's factors, and a margin."""
    out = []
    for item in recipes:
        here = dict.fromkeys((*STANDING.get(item, ()), *GROWING.get(item, ())))
        asked = tuple(full[item] * x for x in margin(b, item))
        for name in here:
            place, large = site(name), recipes[item].sizes[-1].capacity
            grows = name in GROWING.get(item, ())
            open_ = _stands(b, name, item, b["supplier.open_share"])
            out.append(
                Maker(place, recipes[item], _hurdle(b, place),
                      open_ if name in STANDING.get(item, ()) else NONE,
                      (large,) if grows else (), large if grows else 0.0, shares=True,
                      margin=asked, sunk=False)
            )  # fmt: skip
    return out


def _converted(b: Book, recipes: Mapping[str, Recipe], full: Mapping[str, float]) -> Maker:
    """Return a supplier who converts lines that stand: he is sooner, and no cheaper.

    His lines earn as much with liquid cells as new ones would, so what he asks for is the full cost
    of a new plant and the margin; only the lead is that of a conversion.
    """
    place, item = site(CONVERTS), SEMI
    idle = number("brown-field", "idle_time", "yr").typical
    recipe = replace(recipes[item], lead=idle)
    large = recipe.sizes[-1].capacity
    if large > b["supplier.open_share"] * b[f"{CONVERTS}.room_energy"] * GWH:
        large = recipe.sizes[0].capacity
    asked = tuple(full[item] * x for x in margin(b, item))
    return Maker(place, recipe, _hurdle(b, place), near=(large,), later=large, shares=True,
                 margin=asked, sunk=False)  # fmt: skip


def margin(b: Book, item: str) -> Series:
    """Return what a supplier asks on top of full cost by period [1].

    That of a young item falls on a straight line to that of a mature one.
    """
    mature, years = b["supplier.margin.mature"], b["supplier.settling_time"]
    if item not in YOUNG:
        return (mature,)
    first = float(CALENDAR.starts[0])
    return CALENDAR.over([(first, b["supplier.margin.young"]), (first + years, mature)])


def _hurdle(b: Book, place: Place) -> float:
    return b[f"{place.owner}.hurdle_rate"]


def _room(b: Book, name: str) -> float:
    """Return the room of a cell site [GWh/yr]; no figure, no bound."""
    figure = f"{name}.room_energy"
    return b[figure] if figure in b.figures else float("inf")


def _stands(b: Book, name: str, item: str, share: float) -> Series:
    """Return the capacity of an item that stands at a site and is open, by period [unit/yr]."""
    from ionwright import data

    for quantity, unit in (("site_mass", KG), ("site_energy", GWH)):
        found = [r for r in data.find(name, quantity) if r.condition("of") == item]
        if found:
            several = len(data.find(name, quantity)) > 1
            figure = f"{name}.{quantity}" + (f".{item}" if several else "")
            begins = int(found[0].at("year") or 0)
            return tuple(
                share * unit * b[figure] if start >= begins else 0.0 for start in CALENDAR.starts
            )
    return NONE
