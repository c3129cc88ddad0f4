"""Lanes between sites: modes, cost and carbon from coordinates, what the law closes, what is worse.

A region with a hub is reached through it: each of its sites has a lane to and from the hub, and
the long lanes start and end there. Of two lanes that join the same sites for the same item the
one that costs more with its time, has more carbon and is open no longer is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from ionwright.data.sites import Place, great_circle, site
from ionwright.network.build.book import Book
from ionwright.network.case import Lane

NEAR = 400.0
"""Longest way that goes by road [km]: below it, the two moves more of a train outweigh its rate."""
DAYS = 365.25
"""Days of a year."""
LOCKED = "river"
"""Mode that passes the Three Gorges lock."""


@dataclass(frozen=True)
class Roads:
    """What lanes are made with.

    Parameters
    ----------
    book : Book
    hubs : mapping of str to str
        Hub by region.
    river : frozenset of str
        Sites on the Yangtze.
    port : str
        Site through which sea freight comes in.
    abroad : frozenset of str
        Regions beyond the border.
    dangerous : frozenset of str
        Items that pay more and may not go by barge.
    duties : mapping of (str, str, str) to float
        Share of the value at the border by region of origin, region and item; what is not named
        pays the duty of the book.
    """

    book: Book
    hubs: Mapping[str, str]
    river: frozenset[str]
    port: str
    abroad: frozenset[str]
    dangerous: frozenset[str]
    duties: Mapping[tuple[str, str, str], float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Goods:
    """An item that moves: mass [kg/unit], value at a border [USD/unit], cost of it for a year.

    `tied` is what the money costs that is tied up in a unit [USD/(unit yr)].
    """

    item: str
    mass: float
    value: float
    tied: float = 0.0


def lanes(
    roads: Roads,
    goods: Collection[Goods],
    makers: Mapping[str, Collection[str]],
    takers: Mapping[str, Collection[str]],
) -> tuple[tuple[Lane, ...], int]:
    """Return every lane that is worth having, and how many were left out as worse than another.

    Parameters
    ----------
    roads : Roads
    goods : collection of Goods
    makers, takers : mapping of str to collection of str
        Sites where each item comes from and where it is wanted.
    """
    out: dict[tuple[str, str, str], list[Lane]] = {}
    for thing in goods:
        for a, b in _pairs(roads, makers.get(thing.item, ()), takers.get(thing.item, ())):
            for modes in _modes(roads, site(a), site(b), thing):
                lane = _lane(roads, thing, site(a), site(b), modes)
                out.setdefault((thing.item, a, b), []).append(lane)
    tied = {thing.item: thing.tied for thing in goods}
    kept = [x for rivals in out.values() for x in rivals if not _worse(x, rivals, tied[x.item])]
    return tuple(kept), sum(map(len, out.values())) - len(kept)


def _pairs(roads: Roads, makers: Collection[str], takers: Collection[str]) -> list[tuple[str, str]]:
    """Return ends of lanes: long ones between hubs, short ones between a site and its hub."""
    found: dict[tuple[str, str], None] = {}
    for a in makers:
        for b in takers:
            ends = [a, _hub(roads, a), _hub(roads, b), b]
            if a != b and ends[1] == ends[2] == "":
                found[a, b] = None
            elif a != b:
                stops = list(dict.fromkeys(x for x in ends if x))
                found.update(dict.fromkeys(zip(stops, stops[1:], strict=False)))
    return list(found)


def _hub(roads: Roads, name: str) -> str:
    return roads.hubs.get(site(name).region, "")


def _modes(roads: Roads, a: Place, b: Place, thing: Goods) -> list[tuple[str, ...]]:
    """Return chains of modes that join two sites."""
    far = [x.region in roads.abroad for x in (a, b)]
    inland = b if far[0] else a
    if all(far) or (any(far) and inland.id == roads.port):
        return [("sea",)]
    barge = LOCKED not in _closed(roads, thing)
    if any(far):
        river = inland.id in roads.river and barge
        return [("sea", "rail"), *([("sea", LOCKED)] if river else [])]
    if great_circle(a, b) * roads.book["road.distance_factor"] < NEAR:
        return [("road",)]
    river = {a.id, b.id} <= roads.river and barge
    return [("road",), ("rail",), *([(LOCKED,)] if river else [])]


def _closed(roads: Roads, thing: Goods) -> frozenset[str]:
    return frozenset({LOCKED}) if thing.item in roads.dangerous else frozenset()


def _lane(roads: Roads, thing: Goods, a: Place, b: Place, modes: tuple[str, ...]) -> Lane:
    """Return a lane over one mode, or over the sea and one more behind the port."""
    book, inland = roads.book, b if a.region in roads.abroad else a
    each, carbon, days = 0.0, 0.0, 0.0
    for mode in modes:
        ends = (a, b) if len(modes) == 1 else (site(roads.port), inland)
        if mode == "sea":
            ends = (a, b) if len(modes) == 1 else (a if inland is b else b, site(roads.port))
        km = great_circle(*ends) * book[f"{mode}.distance_factor"]
        rate = book["sea.freight_price"] if mode == "sea" else km * book[f"{mode}.freight_rate"]
        each += rate + book[f"{mode}.handling_price"]
        carbon += km * book[f"{mode}.freight_carbon"] * 1e-6
        days += km / book[f"{mode}.way_speed"] + book[f"{mode}.wait_time"]
    if thing.item in roads.dangerous:
        each *= book["dangerous-goods.price_factor"]
    foreign = {a.region, b.region} & roads.abroad and a.region != b.region
    usual = book["cross-border.tariff"] if foreign else 0.0
    duty = roads.duties.get((a.region, b.region, thing.item), usual) * thing.value
    return Lane(
        f"{thing.item}: {a.id} to {b.id} by {' and '.join(modes)}", a.id, b.id, thing.item,
        " and ".join(modes), cost=(thing.mass * each * 1e-3 + duty,), carbon=thing.mass * carbon,
        time=days / DAYS,
    )  # fmt: skip


def _worse(lane: Lane, rivals: list[Lane], tied: float) -> bool:
    """Whether a rival costs no more with its time, has no more carbon and is open at least as long.

    Parameters
    ----------
    lane : Lane
    rivals : list of Lane
        All that join the same sites for the same item.
    tied : float
        Cost of a unit on its way for a year [USD/(unit yr)].
    """
    for r in rivals:
        if r is lane or (LOCKED in r.mode and LOCKED not in lane.mode):
            continue
        his, mine = ((x.cost[0] + tied * x.time, x.carbon) for x in (r, lane))
        no_more = all(a <= b for a, b in zip(his, mine, strict=True))
        if no_more and (his != mine or rivals.index(r) < rivals.index(lane)):
            return True
    return False
