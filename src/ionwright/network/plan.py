"""What a solve gives back: what stands where and when, what flows, at what cost, how sure."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass

import numpy as np
import xarray as xr

from ionwright.core.laws import Law
from ionwright.errors import InputError
from ionwright.network.case import Case
from ionwright.network.evaluate import Evaluation, evaluate
from ionwright.network.futures import Scenarios
from ionwright.network.matrix import Size
from ionwright.network.numbers import Array, Numbers
from ionwright.network.program import Program, Risk

SCHEMA = "ionwright/1"
SMALL = 1e-9
"""Share of the largest value below which a value is shown as nothing."""


@dataclass(frozen=True)
class Plan:
    """A plan with both bounds of its cost.

    Parameters
    ----------
    case : Case
    scenarios : Scenarios
    risk : Risk
    status : str
        "done", "infeasible", or why it stopped.
    objective, bound : float
        Cost of the plan, and what no plan can beat [money].
    size : Size
    seconds : float
        Of the solver [s].
    values : dict of str to DataArray
        By variable, in units of the case [unit/yr; shares of options; stock in units].
    reason : str
        Why an infeasible case has no plan, in a sentence.
    method : str
        How it was solved, in words.
    """

    case: Case
    scenarios: Scenarios
    risk: Risk
    status: str
    objective: float
    bound: float
    size: Size
    seconds: float
    values: dict[str, Array]
    reason: str = ""
    method: str = ""

    @property
    def gap(self) -> float:
        """Distance between plan and bound over the plan [1]."""
        if not math.isfinite(self.objective):
            return math.inf
        return abs(self.objective - self.bound) / max(abs(self.objective), 1e-9)

    @property
    def built(self) -> dict[str, dict[str, float]]:
        """Return by option decided on now: the share built by period, where there is any."""
        out: dict[str, dict[str, float]] = {}
        for name in ("build", "build_part"):
            for option in self.values.get(name, ()):
                some = {str(x.decided.values): float(x) for x in option if float(x) > SMALL}
                if some:
                    out[str(option.option.values)] = some
        return out

    def evaluated(self) -> Evaluation:
        """Return the plan as the evaluator sees it, which shares no code with the model.

        Raises
        ------
        InputError
            If there is no plan, for example because the case is infeasible.
        """
        if not self.values:
            raise InputError("a plan that has values is evaluated", seen=self.status,
                             do="Solve it first", where="plan")  # fmt: skip
        return evaluate(self.case, self.scenarios, self.values, self.risk)

    def check(self) -> tuple[Law, ...]:
        """Return whether the evaluator finds the solver's cost, and every rule of the case kept."""
        return self.evaluated().laws(self.objective)

    def to_json(self) -> str:
        """Return the plan as JSON."""
        head = {
            "schema": SCHEMA, "stage": "network", "kind": "plan", "case": self.case.name,
            "money": self.case.money, "status": self.status, "reason": self.reason,
            "method": self.method,
            "objective": _finite(self.objective),
            "bound": _finite(self.bound), "gap": _finite(self.gap), "seconds": self.seconds,
            "size": asdict(self.size), "built": self.built,
            "futures": {f.name: f.probability for f in self.scenarios.futures},
            "risk": {"weight": self.risk.weight, "tail": self.risk.tail,
                     "budget": self.risk.robust.budget,
                     "figures": [f.name for f in self.risk.robust.figures]},
        }  # fmt: skip
        tables = {name: _rows(values) for name, values in self.values.items()}
        return json.dumps(head | {"values": tables}, indent=1, allow_nan=False)


def plan_of(
    p: Program,
    x: np.ndarray | None,
    bounds: tuple[float, float],
    status: str,
    effort: tuple[Size, float],
) -> Plan:
    """Return a plan from the solver's columns (None: it has none), cost and bound."""
    values = {} if x is None else columns(p, x)
    return made_plan(p.numbers, (p.numbers.scenarios, p.risk), values, bounds, status, effort)


def made_plan(
    n: Numbers,
    aim: tuple[Scenarios, Risk],
    values: dict[str, Array],
    bounds: tuple[float, float],
    status: str,
    effort: tuple[Size, float],
) -> Plan:
    """Return a plan from labelled values, cost and bound in solver's units.

    Parameters
    ----------
    n : Numbers
        For names and units; its futures may be some of all.
    aim : (Scenarios, Risk)
        All futures.
    values : dict of str to DataArray
        Empty: there is no plan.
    bounds : (float, float)
        Of the cost: the plan's, and what none can beat.
    status : str
    effort : (Size, float)
        Of the program, and time of the solver [s].
    """
    scenarios, risk = aim
    own = {k: v * factor(n, k) for k, v in values.items()}
    money = n.scales.money
    return Plan(n.case, scenarios, risk, status, bounds[0] * money, bounds[1] * money, *effort,
                own)  # fmt: skip


def columns(p: Program, x: np.ndarray) -> dict[str, Array]:
    """Return the solver's columns as labelled arrays by variable."""
    labels = np.asarray(p.model.variables.label_index.vlabels)
    by_label = np.zeros(int(labels.max(initial=-1)) + 2)
    by_label[labels] = x
    return {
        str(name): xr.DataArray(by_label[v.labels.values], coords=v.labels.coords)
        for name, v in p.model.variables.items()
    }


def factor(n: Numbers, variable: str) -> Array | float:
    """Return what a solver's unit of a variable is in units of the case."""
    s, case = n.scales, n.case
    item = {
        "flow": ("lane", {x.name: x.item for x in case.lanes}),
        "buy": ("supply", {x.name: x.item for x in case.supplies}),
        "short": ("demand", {x.name: x.item for x in case.demands}),
        **{v: ("node", {x: k for x, (k, _) in zip(n.coords["node"], n.nodes, strict=True)})
           for v in ("stock", "wasted")},
    }  # fmt: skip
    line = {
        "run": ("run", {x.name: x.line for x in case.runs}),
        **{
            v: ("line", {x.name: x.name for x in case.lines}) for v in ("standing", "grown", "over")
        },
    }
    for table, scale in ((item, s.item), (line, s.line)):
        if variable in table:
            dim, of = table[variable]
            return xr.DataArray([scale[k] for k in of.values()], coords=[(dim, list(of))])
    return s.money if variable in ("eta", "beyond", "added", "granted") else 1.0


def _rows(values: Array) -> list[list[object]]:
    """Return the entries of an array that are not nothing, with their labels."""
    flat = values.values.ravel()
    top = float(np.abs(flat).max(initial=0.0))
    names = [list(map(str, values.coords[d].values)) for d in values.dims]
    found = np.argwhere(np.abs(values.values) > SMALL * top)
    return [[*(names[a][i] for a, i in enumerate(at)), float(values.values[tuple(at)])]
            for at in found]  # fmt: skip


def _finite(x: float) -> float | None:
    return x if math.isfinite(x) else None
