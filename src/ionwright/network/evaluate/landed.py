"""What a unit of each demand costs where it is wanted, by cause.

Cost is followed along the plan: every unit that leaves a node costs what came to it cost on
average. A run lays its costs on the first item that its way makes; further items are by-products
and carry nothing. A line spreads its building, people and overload over all that it runs in the
horizon. What no delivery carries (idle lines, stock left at the end, goods thrown away where
nothing leaves, shortage) stays apart, so that the parts add up to the cost of the plan.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ionwright.network.evaluate.buildings import capacity
from ionwright.network.evaluate.costs import CAUSES, net_grants, paid
from ionwright.network.evaluate.flows import Nodes
from ionwright.network.evaluate.given import Block
from ionwright.network.evaluate.whole import Evaluation

PLACE = {cause: i for i, cause in enumerate(CAUSES)}
DUST = 1e-9
"""Share of an item's largest flow below which a node passes nothing on."""


@dataclass(frozen=True)
class Landed:
    """Average cost of what is delivered, over futures and periods.

    Parameters
    ----------
    unit_cost : dict of str to (dict of str to float)
        By demand, then by cause [money/unit], of money and units discounted alike; a demand that
        gets nothing is left out.
    delivered : dict of str to float
        By demand: mean over the futures of discounted deliveries [unit].
    apart : dict of str to float
        By cause: mean cost that no delivery carries [money].
    """

    unit_cost: dict[str, dict[str, float]]
    delivered: dict[str, float]
    apart: dict[str, float]


def landed(evaluation: Evaluation) -> Landed:
    """Return the landed cost of each demand by cause."""
    e = evaluation
    trace = _Trace(e)
    demands, probability = e.given.case.demands, e.given.probability
    money = {d.name: np.zeros(len(CAUSES)) for d in demands}
    units, wanted = ({d.name: 0.0 for d in demands} for _ in range(2))
    for w, share in enumerate(probability):
        cost = trace.unit_costs(w)
        for d in demands:
            got = e.given.weight * trace.nodes.got(d)[:, w]
            at = trace.place[d.item, d.site]
            money[d.name] += share * (got @ cost[:, at])
            units[d.name] += share * float(got.sum())
            wanted[d.name] += share * float(e.given.weight @ trace.nodes.wants(d)[:, w])
    whole = np.array([e.costs[cause] @ probability for cause in CAUSES])
    apart = whole - np.sum(list(money.values()), axis=0)
    return Landed(
        {
            name: dict(zip(CAUSES, map(float, total / units[name]), strict=True))
            for name, total in money.items()
            if units[name] > DUST * wanted[name]
        },
        units,
        dict(zip(CAUSES, map(float, apart), strict=True)),
    )


@dataclass
class _Trace:
    """Costs that enter each node, and what each node passes on."""

    e: Evaluation
    nodes: Nodes = field(init=False)
    place: dict[tuple[str, str], int] = field(init=False)
    rates: dict[str, np.ndarray] = field(init=False)
    arcs: list[tuple[int, int, Block]] = field(default_factory=list)
    money: list[tuple[int, int, Block]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Find the nodes and what a unit of load of each line costs."""
        self.nodes = n = Nodes(self.e.given, self.e.chosen)
        every = dict.fromkeys((*n.comes, *n.leaves, *n.x.stock))
        self.place = {node: i for i, node in enumerate(every)}
        self.rates = self._line_rates()
        self._follow()

    def _line_rates(self) -> dict[str, np.ndarray]:
        """Return what a unit of load of each line bears by future, (futures, causes)."""
        g, x = self.e.given, self.e.chosen
        total = {line.name: np.zeros((g.shape[1], len(CAUSES))) for line in g.case.lines}
        load = {line.name: np.zeros(g.shape[1]) for line in g.case.lines}
        for run in g.case.runs:
            load[run.line] += run.use * (g.weight @ x.run[run.name])
        net = net_grants(g, x)
        for o in g.case.options:
            total[o.line][:, PLACE["building"]] += paid(g, o) @ x.built[o.name]
            total[o.line][:, PLACE["grants"]] += net.get(o.name, 0.0)
        for line in g.case.lines:
            over = (line.over or 0.0) * (g.weight @ x.over[line.name])
            total[line.name][:, PLACE["over capacity"]] += over
        for name, cost in self._people().items():
            total[name][:, PLACE["people"]] += cost
        safe = {name: np.where(v > 0.0, v, 1.0) for name, v in load.items()}
        return {k: np.where(load[k] > 0.0, v.T / safe[k], 0.0).T for k, v in total.items()}

    def _people(self) -> dict[str, np.ndarray]:
        """Return the cost of training by line: a pool's over the posts that it fills."""
        g, x = self.e.given, self.e.chosen
        stands, once = capacity(g, x), g.weight / g.years
        out = {line.name: np.zeros(g.shape[1]) for line in g.case.lines}
        for pool in g.case.pools:
            posts = {
                line.name: line.people * (g.weight @ stands[line.name])
                for line in g.case.lines
                if g.regions[line.site] == pool.region
            }
            every = np.sum(list(posts.values()), axis=0) if posts else np.zeros(g.shape[1])
            cost = float(once @ x.hired[pool.name]) * pool.cost
            for name, filled in posts.items():
                out[name] += cost * np.where(every > 0.0, filled / np.maximum(every, 1e-300), 0.0)
        return out

    def unit_costs(self, w: int) -> np.ndarray:
        """Return what a unit costs that leaves each node, (periods, nodes, causes) [money/unit]."""
        g, size = self.e.given, len(self.place)
        out = np.zeros((g.shape[0], size, len(CAUSES)))
        held = np.zeros((size, len(CAUSES)))  # discounted money in stock
        for t, (weight, years) in enumerate(zip(g.weight, g.years, strict=True)):
            into, enters = self._arcs(t, w)
            enters = weight * enters + held
            stock = np.zeros(size)
            for node, amount in self.nodes.x.stock.items():
                stock[self.place[node]] = amount[t, w]
            through = self._leaving(t, w) + stock / years
            passes = through > DUST * np.array([self.nodes.scale[k] for k, _ in self.place])
            left = weight * (np.diag(np.where(passes, through, 1.0)) - into * passes[None, :])
            cost = _solved(left, enters) * passes[:, None]
            out[t] = cost
            held = weight * cost * (stock / years)[:, None]
            hold = {i.name: i.hold or 0.0 for i in g.case.items}
            for node, i in self.place.items():
                held[i, PLACE["stock"]] += weight * hold[node[0]] * stock[i]
        return out

    def _leaving(self, t: int, w: int) -> np.ndarray:
        """Return what leaves each node to be used [unit/yr]."""
        out = np.zeros(len(self.place))
        for node, amount in self.nodes.leaves.items():
            out[self.place[node]] = amount[t, w]
        for node, amount in self.nodes.x.wasted.items():
            out[self.place[node]] -= amount[t, w]
        return out

    def _follow(self) -> None:
        """List every arc (to, from, units) and every cost that enters (to, cause, money)."""
        g, x, place = self.e.given, self.e.chosen, self.place
        carbon = g.series(g.case.carbon_price)[:, None]
        tied = {i.name: i.tied for i in g.case.items}
        for row in g.case.lanes:
            flow, to = x.flow[row.name], place[row.item, row.to]
            self._arc(to, place[row.item, row.origin], flow)
            cost = g.value("lanes", row.name, "cost", row.cost)
            self._enter(to, "freight and duty", flow * cost)
            self._enter(to, "carbon", flow * row.carbon * carbon)
            years = g.value("lanes", row.name, "time", (row.time,))
            self._enter(to, "time on the way", flow * years * tied[row.item])
        for row in g.case.supplies:
            bought, to = x.buy[row.name], place[row.item, row.site]
            price = g.value("supplies", row.name, "price", row.price)
            self._enter(to, "purchases", bought * price)
            self._enter(to, "carbon", bought * row.carbon * carbon)
        ways = {r.name: r for r in g.case.ways}
        for row in g.case.runs:
            way, site, amount = ways[row.way], g.sites[row.line], x.run[row.name]
            if not way.makes:  # it only gets rid of something: no delivery carries it
                continue
            to = place[next(iter(way.makes)), site]
            for item, a in way.takes.items():
                self._arc(to, place[item, site], max(a - way.makes.get(item, 0.0), 0.0) * amount)
            cost = g.value("runs", row.name, "cost", row.cost)
            self._enter(to, "runs", amount * cost)
            self._enter(to, "carbon", amount * row.carbon * carbon)
            for cause, rate in zip(CAUSES, self.rates[row.line].T, strict=True):
                self._enter(to, cause, amount * row.use * rate)
        waste = {i.name: i.waste or 0.0 for i in g.case.items}
        for node, thrown in x.wasted.items():
            self._enter(place[node], "waste", waste[node[0]] * thrown)

    def _arc(self, to: int, start: int, units: Block) -> None:
        if units.any():
            self.arcs.append((to, start, units))

    def _enter(self, to: int, cause: str, money: Block) -> None:
        if money.any():
            self.money.append((to, PLACE[cause], money))

    def _arcs(self, t: int, w: int) -> tuple[np.ndarray, np.ndarray]:
        """Return units of each node in what comes to each (to, from), and the money that enters."""
        size = len(self.place)
        into, enters = np.zeros((size, size)), np.zeros((size, len(CAUSES)))
        for to, start, units in self.arcs:
            into[to, start] += units[t, w]
        for to, cause, money in self.money:
            enters[to, cause] += money[t, w]
        return into, enters


def _solved(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Solve; goods that only go round have no cost of their own and get the smallest one."""
    try:
        return np.linalg.solve(left, right)
    except np.linalg.LinAlgError:
        return np.linalg.lstsq(left, right, rcond=None)[0]
