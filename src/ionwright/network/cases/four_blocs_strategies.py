"""Strategies between countries that a plan is compared under."""

from __future__ import annotations

from ionwright.data.sites import site
from ionwright.network.cases.chongqing_makers import SOLID
from ionwright.network.cases.chongqing_strategies import APART, CHAIN, ELECTROLYTES, FROM
from ionwright.network.cases.four_blocs import AMERICA, CHINA, HOME
from ionwright.network.strategies import Anything, Apart, Both, MadeThere, Only, Strategy

EUROPE = "salzgitter"
SHARE = 0.4
"""Of what a bloc uses, made there under local content; a policy to be varied [1]."""


def strategies() -> tuple[Strategy, ...]:
    """Return the strategies, everything from China first."""
    china, europe, america = (site(x).region for x in (CHINA, EUROPE, AMERICA))
    others = [site(x).region for x in HOME if x != CHINA]
    nothing: Strategy = Only("everything from China", others[0], ())
    for region in others[1:]:
        nothing = Both(nothing.name, nothing, Only("", region, ()))
    both = MadeThere("", america, (SOLID,), SHARE, FROM)
    return (
        nothing,
        Anything(),
        MadeThere("cells of Europe at home", europe, (SOLID,), SHARE, FROM),
        MadeThere("cells and electrolyte of Europe at home", europe, (SOLID, *ELECTROLYTES), SHARE,
                  FROM),
        MadeThere("cells of the United States at home", america, (SOLID,), SHARE, FROM),
        Both("cells of both at home", MadeThere("", europe, (SOLID,), SHARE, FROM), both),
        Apart("two blocs for each critical item", CHAIN, (china,), APART, FROM),
    )  # fmt: skip
