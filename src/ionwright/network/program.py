"""The program under construction: numbers, variables, and rows with human names.

Here-and-now decisions have no dimension `future`; everything else has. Amounts are in the units
of the solver that `numbers.Scales` holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import linopy
import numpy as np
import xarray as xr
from linopy.constraints import ConstraintBase

from ionwright.errors import InputError
from ionwright.network.case import Option
from ionwright.network.numbers import Array, Numbers
from ionwright.network.robust import NOTHING, Robust

linopy.options["semantics"] = "v1"
Coords = list[tuple[str, list[str]]]


@dataclass(frozen=True, slots=True)
class Risk:
    """What is minimised: (1 - weight) mean + weight CVaR of the cost.

    Parameters
    ----------
    weight : float
        0: the mean alone [1].
    tail : float
        CVaR is the mean cost of the worst 1 - tail of the futures [1].
    robust : Robust
        Figures of which some turn bad in every future; the cost of a future counts the worst.

    Raises
    ------
    InputError
        If the weight is not 0 to 1, or the tail not from 0 to below 1.
    """

    weight: float = 0.0
    tail: float = 0.9
    robust: Robust = NOTHING

    def __post_init__(self) -> None:
        """Check both shares."""
        if not 0.0 <= self.weight <= 1.0:
            raise InputError("the weight of the tail is a share", seen=f"{self.weight:g}",
                             allowed="0 to 1", where="risk.weight")  # fmt: skip
        if not 0.0 <= self.tail < 1.0:
            raise InputError("a tail leaves some futures beyond it", seen=f"{self.tail:g}",
                             allowed="from 0 to below 1", where="risk.tail")  # fmt: skip


MEAN = Risk()


@dataclass(frozen=True, slots=True)
class Decision:
    """Options of one kind and their variable over (option, decided[, future])."""

    variable: linopy.Variable
    options: tuple[str, ...]
    waits: bool


@dataclass(frozen=True, slots=True)
class Row:
    """What a family of rows means: its unit, and a sentence over the names of its dimensions."""

    unit: str
    words: str


@dataclass
class Program:
    """A linear program with its numbers.

    Attributes
    ----------
    decisions : list of Decision
    rows : dict of str to Row
        By name of the family.
    """

    numbers: Numbers
    risk: Risk = MEAN
    model: linopy.Model = field(default_factory=lambda: linopy.Model(sparse=True))
    decisions: list[Decision] = field(default_factory=list)
    rows: dict[str, Row] = field(default_factory=dict)

    def __getitem__(self, name: str) -> linopy.Variable:
        """Return a variable by name."""
        return self.model.variables[name]

    def __contains__(self, name: str) -> bool:
        """Whether the program has a variable."""
        return name in self.model.variables

    def add(self, name: str, row: Row, expression: ConstraintBase) -> None:
        """Add a family of rows."""
        self.model.add_constraints(expression, name=name)
        self.rows[name] = row

    def standing(self) -> linopy.LinearExpression:
        """Return the capacity that stands, over (line, year) or (line, year, future)."""
        now = self.alike("standing")
        return now + 1.0 * self["grown"] if "grown" in self else now

    def alike(self, name: str) -> linopy.LinearExpression:
        """Return a variable of now; over (..., future) where decisions of later join it."""
        now = 1.0 * self[name]
        if "grown" not in self:
            return now
        futures = self.numbers.coords["future"]
        return now * xr.DataArray(np.ones(len(futures)), coords=[("future", futures)])

    def decided(self, per: Array) -> linopy.LinearExpression | None:
        """Return sum_o per_o y_ot of all kinds of options, over (decided, ...[, future]).

        Parameters
        ----------
        per : DataArray
            Over (option, ...).
        """
        later = any(d.waits and bool(per.sel(option=list(d.options)).any()) for d in self.decisions)
        total: linopy.LinearExpression | None = None
        for d in self.decisions:
            each = per.sel(option=list(d.options))
            if each.any():
                if later and not d.waits:  # in every future alike, so that the parts add up
                    each = each.expand_dims(future=self.numbers.coords["future"], axis=-1)
                part = d.variable @ each
                total = part if total is None else total + part
        return total


def variables(p: Program) -> None:
    """Add every variable with its bounds."""
    n, m = p.numbers, p.model
    recourse = ["year", "future"]
    _decisions(p)
    m.add_variables(lower=0.0, coords=_coords(n, "line", "year"), name="standing")
    if any(d.waits for d in p.decisions):
        m.add_variables(lower=0.0, coords=_coords(n, "line", *recourse), name="grown")
    _add(p, "run", _coords(n, "run", *recourse))
    _add(p, "flow", _coords(n, "lane", *recourse), flow_most(n))
    _add(p, "buy", _coords(n, "supply", *recourse), n["supply_most"])
    case = n.case
    some = {
        "short": ("demand", [d.name for d in case.demands if d.short is not None]),
        "over": ("line", [x.name for x in case.lines if x.over is not None]),
        "stock": ("node", _nodes_with(n, "hold")),
        "wasted": ("node", _nodes_with(n, "waste")),
    }
    for name, (dim, names) in some.items():
        if names:  # no more can be short than is wanted: else goods would come of nothing
            top = n["amount"].sel(demand=names) if name == "short" else np.inf
            _add(p, name, [(dim, names), *_coords(n, *recourse)], top)


def flow_most(n: Numbers) -> Array:
    """Return the most of each lane over (lane, year, future): none where it is closed."""
    share = n["lane_open"]
    return (n["lane_most"] * share.where(share > 0.0, 1.0)).where(share > 0.0, 0.0)


def _decisions(p: Program) -> None:
    """Add a variable for each kind of option: whole or a share, now or later."""
    n = p.numbers
    for name, whole, waits in (
        ("build", True, False),
        ("build_part", False, False),
        ("build_later", True, True),
        ("build_part_later", False, True),
    ):
        options = [o for o in n.case.options if o.whole is whole and o.waits is waits]
        if options:
            p.decisions.append(_decision(p, name, options, whole, waits))


def _decision(
    p: Program, name: str, options: list[Option], whole: bool, waits: bool
) -> Decision:  # fmt: skip
    names = [o.name for o in options]
    top = p.numbers["allowed"].sel(option=names)
    if waits:
        top = top.expand_dims(future=p.numbers.coords["future"], axis=-1)
    found = p.model.add_variables(lower=0.0, upper=top, name=name, integer=whole)
    return Decision(found, tuple(names), waits)


def _coords(n: Numbers, *dims: str) -> Coords:
    return [(d, n.coords[d]) for d in dims]


def _add(p: Program, name: str, coords: Coords, upper: Array | float = np.inf) -> None:
    if coords[0][1]:
        p.model.add_variables(lower=0.0, upper=upper, coords=coords, name=name)


def _nodes_with(n: Numbers, field_name: str) -> list[str]:
    """Return the nodes whose item has a figure, for example a cost of holding."""
    has = {i.name for i in n.case.items if getattr(i, field_name) is not None}
    return [name for name, (item, _) in zip(n.coords["node"], n.nodes, strict=True) if item in has]
