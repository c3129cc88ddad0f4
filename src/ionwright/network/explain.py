"""Why a case has no plan, in words: what falls short, and which limit alone would have to give way.

Every family of limits is made soft by itself, everything else stays hard, and the least that it
must give is found by a solve of its own. So a cause is proved: with it the case has a plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import highspy
import numpy as np
from scipy import sparse

from ionwright.network.matrix import Matrix, highs, matrix
from ionwright.network.model import build
from ionwright.network.numbers import Numbers, lower
from ionwright.network.program import Program

TIME = 20.0
"""Longest time for one limit [s]."""
NOTHING = 1e-6
"""Share of the whole shortfall below which a row is not named."""
SHOWN = 3
"""Rows that a sentence names."""
CAPACITY = "the capacity that can stand in time"
"""The limit that every line has; what it costs is what building costs."""
LARGER = {"kg": ((1e3, "t"),), "kWh": ((1e6, "GWh"), (1e3, "MWh"))}
"""Units in which a planner reads large amounts, the largest first."""


@dataclass(frozen=True, slots=True)
class Lack:
    """By how much a limit is missed in one place: a name, an amount and its unit."""

    place: str
    amount: float
    unit: str

    def text(self) -> str:
        """Return the lack in words."""
        return f"{self.place}: {readable(self.amount, self.unit)}".rstrip()


@dataclass(frozen=True, slots=True)
class Cause:
    """A limit that alone stands in the way.

    Parameters
    ----------
    what : str
        The limit in words.
    lacks : tuple of Lack
        What it would have to give, the largest first.
    """

    what: str
    lacks: tuple[Lack, ...]

    def text(self) -> str:
        """Return the cause in words."""
        more = "" if len(self.lacks) <= SHOWN else f" and {len(self.lacks) - SHOWN} more"
        return f"{self.what} ({'; '.join(x.text() for x in self.lacks[:SHOWN])}{more})"


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why there is no plan.

    Parameters
    ----------
    short : Cause or None
        Demand that cannot be met, and by how much; None: even without any demand there is no plan.
    causes : tuple of Cause
        Each limit that alone would have to give way.
    """

    short: Cause | None
    causes: tuple[Cause, ...]

    @property
    def sentence(self) -> str:
        """Return the one sentence for a planner."""
        if self.short is None:
            head = "No plan keeps every rule, whatever is delivered"
        elif not self.short.lacks:
            return "There is a plan that keeps every rule."
        else:
            lack = self.short.lacks[0]
            head = f"{lack.place} cannot be met, {readable(lack.amount, lack.unit)} short"
        if not self.causes:
            return f"{head}: no single limit is the cause; more than one would have to give way."
        return f"{head}: {' or '.join(c.text() for c in self.causes)} would have to give way."


def explain(program: Program) -> Explanation:
    """Return why a program that is infeasible has no plan."""
    m, n = matrix(program), program.numbers
    short = _short(program)
    causes = [(what, _ease(m, soft)) for what, soft in limits_of(program)]
    found = tuple(Cause(what, _lacks(n, soft)) for what, soft in causes if soft is not None)
    head = None if short is None else Cause("demand", _lacks(n, short))
    return Explanation(head, found)


@dataclass(frozen=True, slots=True)
class Soft:
    """One row or one upper bound that may give: its place in words, unit, and scale to it.

    Parameters
    ----------
    place, unit : str
    scale : float
        A solver's unit of it [unit].
    index : int
        Of its row, or of the column of its bound.
    bound : bool
    gives : float
        [solver's units].
    future : str
        In words; empty where there is one alone, or the limit is one of now.
    """

    place: str
    unit: str
    scale: float
    index: int
    bound: bool = False
    gives: float = 0.0
    future: str = ""


def readable(amount: float, unit: str) -> str:
    """Return an amount in the unit in which a planner reads it: 1,400 t/yr, 2.7 GWh/yr."""
    word = unit.replace("/", " ").split(" ")[0]
    for factor, larger in LARGER.get(word, ()):
        if abs(amount) >= factor:
            return f"{_digits(amount / factor)} {larger}{unit[len(word) :]}"
    if abs(amount) >= 1e6:
        return f"{_digits(amount / 1e6)} million {unit}"
    return f"{_digits(amount)} {unit}"


def _digits(x: float) -> str:
    return f"{x:,.0f}" if abs(x) >= 1e3 else f"{x:.4g}"


def _short(p: Program) -> list[Soft] | None:
    """Return the demand that is left unmet at least, or None if leaving it does not help.

    The program is built with a lack of each demand that must be met, so that quotas and shares of
    sources, which follow what is delivered, follow what is left out as well.
    """
    n = p.numbers
    hard = {d.name: d.item for d in n.case.demands if d.short is None}
    if not hard:
        return None
    free = tuple(replace(d, short=0.0) if d.name in hard else d for d in n.case.demands)
    eased = build(lower(replace(n.case, demands=free), n.scenarios, n.scales))
    units = {i.name: i.unit for i in n.case.items}
    softs = [
        Soft(f"demand {at['demand']} in {at['year']}", f"{units[hard[at['demand']]]}/yr",
             n.scales.item[hard[at["demand"]]], col, future=_future(p, at))
        for col, at in _columns(eased, "short") if at["demand"] in hard
    ]  # fmt: skip
    m = matrix(eased)
    cost = np.zeros(len(m.cost))
    cost[[s.index for s in softs]] = 1.0
    x = _solved(replace(m, cost=cost))
    return None if x is None else [replace(s, gives=float(x[s.index])) for s in softs]


def limits_of(p: Program) -> Iterator[tuple[str, list[Soft]]]:
    """Yield each limit in words with the rows or bounds that it stands for."""
    n = p.numbers
    for name in p.rows:
        found = _family(n, name)
        if found is not None:
            what, unit, by = found
            softs = [Soft(_when(at), unit, by, row, future=_future(p, at))
                     for row, at in _rows(p, name)]  # fmt: skip
            yield what, softs
    item = {x.name: x for x in (*n.case.supplies, *n.case.lanes)}
    units = {i.name: i.unit for i in n.case.items}
    for variable, dim, what in (("buy", "supply", "what can be bought"), ("flow", "lane", "lanes")):
        if variable in p:
            softs = [
                Soft(f"{at[dim]} in {at['year']}", f"{units[k]}/yr", n.scales.item[k], col,
                     bound=True, future=_future(p, at))
                for col, at in _columns(p, variable)
                for k in [item[at[dim]].item]
            ]  # fmt: skip
            yield what, softs
    lines = {x.name: x for x in n.case.lines}
    softs = [
        Soft(f"{at['line']} in {at['year']}", f"{lines[at['line']].unit}/yr",
             n.scales.line[at["line"]], row, future=_future(p, at))
        for row, at in _rows(p, "capacity")
    ]  # fmt: skip
    yield CAPACITY, softs


def _family(n: Numbers, name: str) -> tuple[str, str, float] | None:
    """Return a family of limits in words, its unit, and how much of it a solver's unit is."""
    case, unit = n.case, {i.name: i.unit for i in n.case.items}
    item, goods = n.scales.item, {d.name: d.item for d in n.case.demands}
    known = {"people": ("the people there", "people", 1.0)}
    for g in case.growths:
        known[f"growth_{g.name}"] = (
            f"the growth limit '{g.name}'",
            f"{unit[g.item]}/yr",
            item[g.item],
        )
    for s in case.slots:
        known[f"slots_{s.name}"] = f"the equipment slots '{s.name}'", "slots", 1.0
    for b in case.budgets:
        known[f"budget_{b.name}"] = f"the budget '{b.name}'", "money", n.scales.money
    for q in case.quotas:
        words = f"the local content '{q.name}'"
        known[f"quota_{q.name}"] = words, f"{unit[q.item]}/yr", item[q.item]
    for x in case.spreads:
        words = f"the share of regions '{x.name}'"
        known[f"spread_{x.name}"] = words, f"{unit[x.item]}/yr", item[x.item]
    for c in case.carbon_caps:
        known[f"carbon_{c.name}"] = f"the carbon cap '{c.name}'", "kg CO2/yr", max(c.most) or 1.0
    for r in case.second_sources:
        k, words = goods[r.demand], f"the second source '{r.name}'"
        known[f"second_source_{r.name}"] = words, f"{unit[k]}/yr", item[k]
    return known.get(name)


def _when(at: dict[str, str]) -> str:
    """Return the names of a row in words."""
    time = at.get("year", at.get("decided", ""))
    others = [x for d, x in at.items() if d not in ("year", "decided", "future")]
    return " in ".join([*others, time])


def _ease(m: Matrix, softs: list[Soft]) -> list[Soft] | None:
    """Return what the soft rows and bounds give at least, or None if that does not help."""
    if not softs:
        return None
    n, k = len(m.cost), len(softs)
    bounds = [i for i, s in enumerate(softs) if s.bound and np.isfinite(m.high[s.index])]
    rows = [i for i, s in enumerate(softs) if not s.bound]
    give = sparse.lil_array((len(m.row_low), 2 * k))
    for i in rows:
        give[softs[i].index, i], give[softs[i].index, k + i] = 1.0, -1.0
    ties = sparse.lil_array((len(bounds), n + 2 * k))
    high, tops = m.high.copy(), np.zeros(len(bounds))
    for j, i in enumerate(bounds):
        tops[j], high[softs[i].index] = m.high[softs[i].index], np.inf
        ties[j, softs[i].index], ties[j, n + i] = 1.0, -1.0
    usable = np.zeros(2 * k)
    usable[[*rows, *(k + i for i in rows), *bounds]] = np.inf
    a = sparse.vstack([sparse.hstack([m.a, give]), ties])
    eased = replace(
        m, a=sparse.csr_array(a), cost=np.concatenate([np.zeros(n), np.ones(2 * k)]),
        low=np.concatenate([m.low, np.zeros(2 * k)]), high=np.concatenate([high, usable]),
        row_low=np.concatenate([m.row_low, np.full(len(bounds), -np.inf)]),
        row_high=np.concatenate([m.row_high, tops]),
        whole=np.concatenate([m.whole, np.zeros(2 * k, bool)]),
    )  # fmt: skip
    x = _solved(eased)
    if x is None:
        return None
    x = x[n:]
    given = x[:k] + x[k:]
    return [replace(s, gives=float(g)) for s, g in zip(softs, given, strict=True)]


def _solved(m: Matrix) -> np.ndarray | None:
    """Return the columns of a matrix at their least cost within `TIME`, or None without any."""
    h = highs(m)
    h.setOptionValue("time_limit", TIME)
    h.run()
    if h.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    return np.asarray(h.getSolution().col_value)


def _lacks(n: Numbers, softs: list[Soft]) -> tuple[Lack, ...]:
    """Return what gives, the largest first."""
    whole = sum(s.gives * s.scale for s in softs)
    some = [Lack(s.place + s.future, s.gives * s.scale, in_money(n, s.unit)) for s in softs
            if s.gives * s.scale > NOTHING * whole]  # fmt: skip
    return tuple(sorted(some, key=lambda x: (-x.amount, x.place)))


def in_money(n: Numbers, unit: str) -> str:
    """Return a unit; what is money is that of the case."""
    return n.case.money if unit == "money" else unit


def _rows(p: Program, family: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the place of each row of a family in the matrix, and its names."""
    if family not in p.rows:
        return
    place = {int(x): i for i, x in enumerate(np.asarray(p.model.matrices.clabels))}
    yield from _places(p.model.constraints[family].labels, place)


def _columns(p: Program, variable: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the place of each column of a variable, and its names."""
    place = {int(x): i for i, x in enumerate(np.asarray(p.model.matrices.vlabels))}
    yield from _places(p[variable].labels, place)


def _places(labels: object, place: dict[int, int]) -> Iterator[tuple[int, dict[str, str]]]:
    import xarray as xr

    assert isinstance(labels, xr.DataArray)
    names = [list(map(str, labels.indexes[d])) for d in labels.dims]
    for at in np.ndindex(labels.shape):
        found = place.get(int(labels.values[at]))
        if found is not None:
            both = zip(labels.dims, names, at, strict=True)
            yield found, {str(d): n[i] for d, n, i in both}


def _future(p: Program, at: dict[str, str]) -> str:
    """Return the future in words where there is more than one."""
    several = len(p.numbers.scenarios.futures) > 1 and "future" in at
    return f" if {at['future']}" if several else ""
