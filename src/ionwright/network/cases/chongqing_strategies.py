"""Strategies for Chongqing that a plan is compared under."""

from __future__ import annotations

from ionwright.network.build.book import Book
from ionwright.network.cases.chongqing_market import HOME, SEMI, SOLID
from ionwright.network.strategies import (
    Anything,
    Apart,
    Both,
    Funded,
    MadeThere,
    Only,
    Programme,
    Reserve,
    Strategy,
)

ELECTROLYTES = ("Li6PS5Cl", "Li2S", "LLZO-Ta")
CHAIN = (*ELECTROLYTES, "lithium-foil")
"""What a full local chain makes in the region beside cells; salts come from elsewhere."""
FROM = "2035"
"""Period from which a full local chain is asked for; plants decided on by 2031 run by then."""
SECOND = "2029"
"""Period from which a second phase may be started."""
SHARE = 0.6
"""Of what the region uses, made there under a full local chain; a policy to be varied [1]."""
CIRCLE = (HOME, "sichuan")
"""Regions that one drought stops together."""
APART = 0.7
"""Of an item, brought by one region or by the circle where two sources are asked for; a policy to
be varied [1]."""


def strategies(b: Book) -> tuple[Strategy, ...]:
    """Return the strategies, importing everything first."""
    talent = Programme(
        "talent and equipment programmes",
        HOME,
        b["talent-programme.price_factor"],
        b["talent-programme.programme_cost"],
    )
    land = b["reserve-land.programme_cost"]
    return (
        Only("import everything", HOME, ()),
        Only("local cells only", HOME, (SEMI, SOLID)),
        Only("local electrolyte and cells", HOME, (SEMI, SOLID, *ELECTROLYTES)),
        MadeThere("full local chain", HOME, (SOLID, *CHAIN), SHARE, FROM),
        Anything(),
        talent,
        Reserve("options on a second phase", HOME, SECOND, land),
        Both("programmes and options", talent, Reserve("", HOME, SECOND, land)),
        Funded(
            "grants out of a regional budget",
            HOME,
            b["regional-fund.programme_cost"],
            b["regional-fund.fund_share"],
            b["regional-fund.price_factor"],
        ),
        Apart("two sources of each critical item", CHAIN, CIRCLE, APART, FROM),
    )
