"""Rules over a whole region or chain: local content and carbon."""

from __future__ import annotations

from collections.abc import Iterator

from ionwright.network.evaluate.checks import Check, Excess, check
from ionwright.network.evaluate.chosen import Chosen
from ionwright.network.evaluate.costs import emitted
from ionwright.network.evaluate.flows import Nodes
from ionwright.network.evaluate.given import Given


def quotas(n: Nodes) -> Check:
    """Check that a share of what a region uses of an item is made there."""
    g = n.g
    ways = {w.name: w for w in g.case.ways}

    def found() -> Iterator[Excess]:
        for rule in g.case.quotas:
            made, used = n.zeros(), n.zeros()
            for run in g.case.runs:
                if g.regions[g.sites[run.line]] == rule.region:
                    net = ways[run.way].makes.get(rule.item, 0.0)
                    net -= ways[run.way].takes.get(rule.item, 0.0)
                    if net > 0.0:
                        made += net * n.x.run[run.name]
                    else:
                        used -= net * n.x.run[run.name]
            for d in g.case.demands:
                if d.item == rule.item and g.regions[d.site] == rule.region:
                    used += n.got(d)
            excess = g.series(rule.share)[:, None] * used - made
            yield rule.name, excess, n.scale.get(rule.item, 0.0)

    return check("local content as the quota says", "largest flow of the item", found())


def spreads(n: Nodes) -> Check:
    """Check that some regions bring no more than a share of what is made and bought."""
    g = n.g
    ways = {w.name: w for w in g.case.ways}

    def found() -> Iterator[Excess]:
        for rule in g.case.spreads:
            inside, every = n.zeros(), n.zeros()
            brought = [(g.sites[r.line], ways[r.way].makes.get(rule.item, 0.0)
                        - ways[r.way].takes.get(rule.item, 0.0), n.x.run[r.name])
                       for r in g.case.runs]  # fmt: skip
            brought += [(s.site, 1.0 * (s.item == rule.item), n.x.buy[s.name])
                        for s in g.case.supplies]  # fmt: skip
            for site, each, amount in brought:
                if each > 0.0:
                    every += each * amount
                    inside += (g.regions[site] in rule.regions) * each * amount
            excess = inside - g.series(rule.share)[:, None] * every
            yield rule.name, excess, n.scale.get(rule.item, 0.0)

    return check("no regions bring more than their share", "largest flow of the item", found())


def carbon_caps(g: Given, x: Chosen) -> Check:
    """Check that carbon of runs, lanes and supplies together stays under each cap."""
    total = emitted(g, x)
    largest = float(total.max(initial=0.0))
    found = (
        (rule.name, total - g.series(rule.most)[:, None], largest) for rule in g.case.carbon_caps
    )
    return check("carbon under its caps", "largest carbon of a year", found)
