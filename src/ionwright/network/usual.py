"""Strategies that any case has: import everything, make one thing only, whatever is cheapest."""

from __future__ import annotations

from ionwright.errors import InputError, nearest
from ionwright.network.case import Case
from ionwright.network.strategies import Anything, Only, Strategy, makes


def usual(case: Case, region: str) -> tuple[Strategy, ...]:
    """Return strategies for a region of a case, importing everything first.

    Parameters
    ----------
    case : Case
    region : str
        Whose new plants are ruled out or allowed.

    Raises
    ------
    InputError
        If the case has no such region, or nothing can be built there.
    """
    regions = {s.name: s.region for s in case.sites}
    known = [*dict.fromkeys(regions.values())]
    if region not in known:
        raise InputError("strategies are those of a region of the case", seen=region or "none",
                         allowed=", ".join(known), do=nearest(region, known, "region"),
                         where="region")  # fmt: skip
    site, made = {x.name: x.site for x in case.lines}, makes(case)
    lines = dict.fromkeys(o.line for o in case.options if regions[site[o.line]] == region)
    items = dict.fromkeys(i for line in lines for i in sorted(made[line]))
    if not items:
        raise InputError("strategies need something that can be built in the region", seen=region,
                         do="Give it options, or name another region", where="region")  # fmt: skip
    only = tuple(Only(f"{i} only", region, (i,)) for i in items) if len(items) > 1 else ()
    return (Only("import everything", region, ()), *only, Anything())
