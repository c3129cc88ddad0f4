"""Why a plan is as it is: what limits cost, what each project is worth, plans that cost as little.

Every figure is the difference of two solves of one program: with a limit taken away, with a project
ruled out or asked for. Each is an interval from the bounds of both; where it holds zero, nothing is
said. What cannot be negative (a rule more never makes a plan cheaper) is not shown as negative.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ionwright.errors import InputError, nearest
from ionwright.network import summary
from ionwright.network.case import Option
from ionwright.network.change import places
from ionwright.network.direct import EFFORT, Effort, Loaded
from ionwright.network.duals import Dual, duals
from ionwright.network.explain import CAPACITY, Soft, limits_of
from ionwright.network.model import build
from ionwright.network.numbers import lower
from ionwright.network.plan import Plan
from ionwright.network.program import Program
from ionwright.network.value import Interval, between

SLACK = 0.01
"""Share of a plan's cost within which another one is nearly as cheap."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit, and what it costs: the plan less the one without it [money]."""

    what: str
    costs: Interval


@dataclass(frozen=True, slots=True)
class Project:
    """A line that may be decided on now.

    Parameters
    ----------
    line, region : str
    built : tuple of str
        Options that the plan decides on, each with its period; none: it leaves the line out.
    worth : Interval
        What the least cost would rise by without it; negative for a line that the plan leaves
        out: what the least cost with it is above that of the plan [money].
    other : Plan
        The best plan without the line, or with it.
    """

    line: str
    region: str
    built: tuple[str, ...]
    worth: Interval
    other: Plan


@dataclass(frozen=True, slots=True)
class Alternative:
    """A plan that is nearly as cheap.

    Parameters
    ----------
    words : str
        What was asked for.
    costs : float
        What it costs more than the plan [money].
    capital : float
        Decided on now in the region [money].
    built : tuple of str
        Lines of the region that it decides on now.
    """

    words: str
    costs: float
    capital: float
    built: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a plan is as it is.

    Parameters
    ----------
    plan : Plan
    region : str
        Whose projects are looked at; empty: those of every region.
    limits : tuple of Limit
        The dearest first.
    projects : tuple of Project
        Those of the plan first, the one that is worth most on top.
    alternatives : tuple of Alternative
        The cheapest first.
    duals : tuple of Dual
    """

    plan: Plan
    region: str
    limits: tuple[Limit, ...]
    projects: tuple[Project, ...]
    alternatives: tuple[Alternative, ...]
    duals: tuple[Dual, ...]


def reasons(
    plan: Plan, region: str = "", *, effort: Effort = EFFORT, slack: float = SLACK
) -> Reasons:
    """Return why a plan is as it is, by solving again without its limits and projects.

    Parameters
    ----------
    plan : Plan
        With values.
    region : str
        Whose projects are looked at; empty: those of every region.
    effort : Effort
        Of each solve: one a limit, one a project, two more for the region's capital.
    slack : float
        Share of the plan's cost within which another one is nearly as cheap [1].

    Raises
    ------
    InputError
        If the plan has no values, or the case no such region.
    """
    if not plan.values:
        raise InputError("a plan that has values is explained", seen=plan.status,
                         do="Read its reason", where="plan")  # fmt: skip
    regions = [*dict.fromkeys(s.region for s in plan.case.sites)]
    if region and region not in regions:
        raise InputError("it is a region of the case", seen=region,
                         do=nearest(region, regions, "region"), where="region")  # fmt: skip
    asked = _Asked(plan, region, effort, build(lower(plan.case, plan.scenarios), plan.risk))
    projects = asked.projects()
    return Reasons(
        plan,
        region,
        asked.limits(),
        projects,
        asked.alternatives(projects, slack),
        duals(asked.program, plan),
    )


@dataclass
class _Asked:
    """A program that is solved again with something changed."""

    plan: Plan
    region: str
    effort: Effort
    program: Program

    def limits(self) -> tuple[Limit, ...]:
        """Take each limit away."""
        out = []
        for what, softs in limits_of(self.program):
            if what == CAPACITY:
                continue
            loaded = Loaded(self.program)
            if _freed(loaded, softs):
                gain = between(self.plan) - between(loaded.solve(self.effort))
                out.append(Limit(what, not_negative(gain)))
        return tuple(sorted(out, key=lambda x: -x.costs.low))

    def projects(self) -> tuple[Project, ...]:
        """Rule out each project of the plan, and ask for each that it leaves out."""
        decided: dict[str, list[str]] = {}
        for b in summary.decided_now(self.plan):
            decided.setdefault(b.line, []).append(f"{b.option} in {b.period}")
        out = []
        for line, options in self._lines().items():
            loaded = Loaded(self.program)
            at = self._columns(lambda o, names=options: o.name in names)
            if line in decided:
                loaded.highs.changeColsBounds(len(at), at, loaded.low[at], np.zeros(len(at)))
            else:
                loaded.highs.addRow(1.0, math.inf, len(at), at, np.ones(len(at)))
            other = loaded.solve(self.effort)
            rise = not_negative(between(other) - between(self.plan))
            worth = rise if line in decided else Interval(-rise.high, -rise.low)
            built = tuple(decided.get(line, ()))
            out.append(Project(line, self._place[line], built, worth, other))
        return tuple(sorted(out, key=lambda x: (not x.built, -x.worth.low, x.line)))

    def alternatives(self, projects: tuple[Project, ...], slack: float) -> tuple[Alternative, ...]:
        """Return the plans of the projects within the slack, and least and most local capital."""
        most = (1.0 + slack) * self.plan.objective
        out = []
        for p in projects:
            if p.other.objective <= most:
                words = f"without {p.line}" if p.built else f"with {p.line}"
                out.append(self._alternative(words, p.other, p.other.objective))
        capital = self._columns(self._here)
        for words, sign in (("least capital decided on now", 1.0), ("most capital", -1.0)):
            found = self._directed(capital, sign, most) if len(capital) else None
            if found is not None:
                cost = found.evaluated().objective
                out.append(self._alternative(f"{words} within {slack:.1%}", found, cost))
        return tuple(sorted(out, key=lambda a: a.costs))

    def _directed(self, at: np.ndarray, sign: float, most: float) -> Plan | None:
        """Return the plan of least (sign 1) or most capital that costs no more than `most`."""
        loaded, money = Loaded(self.program), self.program.numbers.scales.money
        h, size = loaded.highs, len(loaded.low)
        cost = np.asarray(h.getLp().col_cost_)
        some = np.flatnonzero(cost).astype(np.int32)
        h.addRow(-math.inf, most / money, len(some), some, cost[some])
        by_option = {o.name: o.capital / money for o in self.plan.case.options}
        wanted = np.zeros(size)
        wanted[at] = [sign * by_option[name] for name in self._names(at)]
        h.changeColsCost(size, np.arange(size, dtype=np.int32), wanted)
        found = loaded.solve(self.effort)
        return found if found.values else None

    def _alternative(self, words: str, plan: Plan, cost: float) -> Alternative:
        """Return a plan as an alternative."""
        there = [b for b in summary.decided_now(plan) if self.region in ("", b.region)]
        return Alternative(
            words,
            cost - self.plan.objective,
            math.fsum(b.capital for b in there),
            tuple(dict.fromkeys(b.line for b in there)),
        )

    def _lines(self) -> dict[str, list[str]]:
        """Return the options that may be decided on now in the region, by line."""
        out: dict[str, list[str]] = {}
        for o in self.plan.case.options:
            if self._here(o):
                out.setdefault(o.line, []).append(o.name)
        return out

    def _here(self, option: Option) -> bool:
        """Whether an option is decided on now, in the region."""
        return not option.waits and self.region in ("", self._place[option.line])

    @cached_property
    def _place(self) -> dict[str, str]:
        """The region of each line."""
        regions = {s.name: s.region for s in self.plan.case.sites}
        return {x.name: regions[x.site] for x in self.plan.case.lines}

    def _columns(self, wanted: Callable[[Option], bool]) -> np.ndarray:
        """Return the columns of some options that are decided on now, in all periods."""
        names = {o.name for o in self.plan.case.options if wanted(o)}
        return np.array([c for c, name in self._of.items() if name in names], np.int32)

    def _names(self, at: np.ndarray) -> list[str]:
        """Return the option of each column."""
        return [self._of[int(c)] for c in at]

    @cached_property
    def _of(self) -> dict[int, str]:
        """The option of each column of a decision of now."""
        place = places(self.program.model.variables.label_index.vlabels)
        out: dict[int, str] = {}
        for d in self.program.decisions:
            if not d.waits:
                labels = d.variable.labels.transpose("option", "decided")
                for option in labels.option.values:
                    at = place[labels.sel(option=option).values]
                    out |= dict.fromkeys(map(int, at), str(option))
        return out


def _freed(loaded: Loaded, softs: list[Soft]) -> bool:
    """Take away rows and upper bounds; return whether there was anything to take away."""
    rows = np.array([s.index for s in softs if not s.bound], np.int32)
    columns = np.array([s.index for s in softs if s.bound], np.int32)
    columns = columns[np.isfinite(loaded.high[columns])]
    none = np.full(len(rows), np.inf)
    h = loaded.highs
    h.changeRowsBounds(len(rows), rows, -none, none)  # pyright: ignore[reportAttributeAccessIssue]
    free = np.full(len(columns), np.inf)
    h.changeColsBounds(len(columns), columns, loaded.low[columns], free)
    return bool(len(rows) + len(columns))


def not_negative(x: Interval) -> Interval:
    """Return an interval of what cannot be negative."""
    return Interval(max(0.0, x.low), max(0.0, x.high))
