"""Rules of flow, worked out again node by node."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ionwright.network.case import Demand
from ionwright.network.evaluate.checks import Check, Excess, check, item_scales
from ionwright.network.evaluate.chosen import Chosen
from ionwright.network.evaluate.given import Block, Given

Node = tuple[str, str]


class Nodes:
    """What comes to and leaves each item at each site, over (period, future) [unit/yr].

    Parameters
    ----------
    g : Given
    x : Chosen
    """

    def __init__(self, g: Given, x: Chosen) -> None:
        """Add up lanes, runs, purchases, demand, shortage, waste and stock."""
        self.g, self.x = g, x
        self.comes: dict[Node, Block] = {}
        self.leaves: dict[Node, Block] = {}
        self.wanted: dict[Node, Block] = {}
        case, sites = g.case, g.sites
        for lane in case.lanes:
            self._add(self.comes, (lane.item, lane.to), x.flow[lane.name])
            self._add(self.leaves, (lane.item, lane.origin), x.flow[lane.name])
        ways = {w.name: w for w in case.ways}
        for run in case.runs:
            way, site = ways[run.way], sites[run.line]
            for item in dict.fromkeys((*way.makes, *way.takes)):
                net = way.makes.get(item, 0.0) - way.takes.get(item, 0.0)
                side = self.comes if net > 0.0 else self.leaves
                self._add(side, (item, site), abs(net) * x.run[run.name])
        for supply in case.supplies:
            self._add(self.comes, (supply.item, supply.site), x.buy[supply.name])
        for d in case.demands:
            self._add(self.leaves, (d.item, d.site), self.got(d))
        for node, amount in x.wasted.items():
            self._add(self.leaves, node, amount)
        self.largest: dict[str, float] = {}
        for flows in (self.comes, self.leaves):
            for (item, _), amount in flows.items():
                top = float(np.abs(amount).max(initial=0.0))
                self.largest[item] = max(self.largest.get(item, 0.0), top)
        self.scale = item_scales(g, self.largest)

    def _add(self, to: dict[Node, Block], node: Node, amount: Block) -> None:
        to[node] = to[node] + amount if node in to else np.array(amount, float)

    def got(self, d: Demand) -> Block:
        """Return what a demand gets: what it wants less what is short."""
        return self.wants(d) - self.x.short[d.name]

    def wants(self, d: Demand) -> Block:
        """Return what a demand wants."""
        return self.g.value("demands", d.name, "amount", d.amount)

    def zeros(self) -> Block:
        """Return nothing in every period and future."""
        return np.zeros(self.g.shape)


def balance(n: Nodes) -> Check:
    """Check that everything that comes to a node leaves it or goes to stock."""

    def found() -> Iterator[Excess]:
        for node in dict.fromkeys((*n.comes, *n.leaves, *n.x.stock)):
            left = n.comes.get(node, n.zeros()) - n.leaves.get(node, n.zeros())
            held = n.x.stock.get(node, n.zeros())
            for t in range(len(left)):
                before = held[t - 1] if t else 0.0
                left[t] -= (held[t] - before) / n.g.years[t]
            yield f"{node[0]} at {node[1]}", np.abs(left), n.scale.get(node[0], 0.0)

    return check("what comes to a node leaves it", "largest flow of the item", found())


def signs(n: Nodes) -> Check:
    """Check that nothing is negative, and only what may be is short, over, stocked, wasted."""
    case, x = n.g.case, n.x
    lines, items = {o.name: o.line for o in case.runs}, {i.name: i for i in case.items}
    size = line_scales(n.g, x)

    def found() -> Iterator[Excess]:
        for rows, amounts in ((case.lanes, x.flow), (case.supplies, x.buy)):
            for row in rows:
                yield row.name, -amounts[row.name], n.scale.get(row.item, 0.0)
        for name, amount in x.run.items():
            yield name, -amount, size[lines[name]]
        for d in case.demands:
            u, scale = x.short[d.name], n.scale[d.item]
            yield f"shortage of {d.name}", np.abs(u) if d.short is None else -u, scale
            yield f"shortage of {d.name} beyond what is wanted", u - n.wants(d), scale
        for line in case.lines:
            o = x.over[line.name]
            yield f"{line.name} over", np.abs(o) if line.over is None else -o, size[line.name]
        for amounts, part, years in ((x.stock, "hold", n.g.years), (x.wasted, "waste", 1.0)):
            for (item, site), amount in amounts.items():
                may = getattr(items[item], part) is not None
                rate = (amount.T / years).T
                yield (f"{item} at {site}", -rate if may else np.abs(rate),
                       n.scale.get(item, 0.0))  # fmt: skip
        for name, share in x.built.items():
            yield name, -share, 1.0
        for p in case.pools:
            yield p.name, -x.hired[p.name], max(p.now, float(x.hired[p.name].max()))

    return check("nothing is negative or where it may not be", "largest of its kind", found())


def line_scales(g: Given, x: Chosen) -> dict[str, float]:
    """Return the largest capacity or load of each line [unit/yr]."""
    out = {line.name: max(line.existing) for line in g.case.lines}
    for o in g.case.options:
        out[o.line] = max(out[o.line], o.capacity)
    for run in g.case.runs:
        out[run.line] = max(out[run.line], run.use * float(x.run[run.name].max(initial=0.0)))
    return out


def most(n: Nodes) -> Check:
    """Check that lanes and supplies bring no more than they can, closed lanes nothing."""
    g, x = n.g, n.x

    def found() -> Iterator[Excess]:
        for lane in g.case.lanes:
            top = g.value("lanes", lane.name, "most", lane.most)
            share = g.value("lanes", lane.name, "open", lane.open)
            top = np.where(share == 0.0, 0.0, top * np.where(share == 0.0, 1.0, share))
            yield lane.name, x.flow[lane.name] - top, n.scale.get(lane.item, 0.0)
        for supply in g.case.supplies:
            top = g.value("supplies", supply.name, "most", supply.most)
            yield supply.name, x.buy[supply.name] - top, n.scale.get(supply.item, 0.0)

    return check("lanes and supplies within their most", "largest flow of the item", found())


def one_source(n: Nodes) -> Check:
    """Check that where one lane must bring all, each lane brings all or nothing."""

    def found() -> Iterator[Excess]:
        for d in n.g.case.demands:
            if d.one_source:
                wants, scale = n.wants(d), n.scale[d.item]
                total, bringing = n.zeros(), n.zeros()
                for lane in n.g.case.lanes:
                    if (lane.item, lane.to) == (d.item, d.site):
                        flow = n.x.flow[lane.name]
                        part = np.minimum(flow, np.abs(wants - flow))
                        yield f"{d.name} by {lane.name}", part, scale
                        total, bringing = total + flow, bringing + (flow > 0.5 * wants)
                yield d.name, np.where(bringing > 1.0, total, 0.0), scale

    return check("one lane brings all of a demand of one source", "largest flow of the item",
                 found())  # fmt: skip


def second_source(n: Nodes) -> Check:
    """Check that no origin brings more than its share."""
    demands = {d.name: d for d in n.g.case.demands}

    def found() -> Iterator[Excess]:
        for rule in n.g.case.second_sources:
            d = demands[rule.demand]
            brought: dict[str, Block] = {}
            for lane in n.g.case.lanes:
                if (lane.item, lane.to) == (d.item, d.site):
                    so_far = brought.get(lane.origin, n.zeros())
                    brought[lane.origin] = so_far + n.x.flow[lane.name]
            for origin, flow in brought.items():
                excess = flow - rule.share * n.got(d)
                yield f"{rule.name}: {origin}", excess, n.scale[d.item]

    return check("no origin brings more than its share", "largest flow of the item", found())


def shelf(n: Nodes) -> Check:
    """Check that stock leaves before it is too old; after the last period its flows go on."""
    keeps = {i.name: i.shelf for i in n.g.case.items if i.shelf is not None}
    ends = np.cumsum(n.g.years)

    def found() -> Iterator[Excess]:
        for (item, site), held in n.x.stock.items():
            if item not in keeps:
                continue
            leaves = n.leaves.get((item, site), n.zeros())
            for t in range(len(held)):
                used = within(leaves, ends, t, keeps[item])
                largest = max(1.0, keeps[item]) * n.scale.get(item, 0.0)
                yield f"{item} at {site} after {n.g.case.periods[t].name}", held[t] - used, largest

    words = "largest flow of the item in a shelf life or a year"
    return check("stock is used while it keeps", words, found())


def within(leaves: Block, ends: np.ndarray, t: int, life: float) -> np.ndarray:
    """Return what leaves within a shelf life after the end of a period, by future [unit]."""
    total, until = np.zeros(leaves.shape[1]), ends[t] + life
    for year in range(t + 1, len(ends)):
        days = min(ends[year], until) - ends[year - 1]
        if days > 0.0:
            total += days * leaves[year]
    return total + max(0.0, until - ends[-1]) * leaves[-1]
