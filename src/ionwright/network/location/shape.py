"""Whether a program is a location problem, and its numbers by site and customer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ionwright.network.change import places
from ionwright.network.constraints.cuts import Lane, per_capacity, sole
from ionwright.network.cost import prices_later, prices_now
from ionwright.network.program import Program, flow_most

COLUMNS = {"build", "standing", "run", "flow", "open", "chosen"}
ROWS = {"balance", "standing", "capacity", "open", "linking", "chosen_flow", "one_source"}
"""All that a location problem has; anything more and it is not one."""


@dataclass(frozen=True, slots=True)
class Location:
    """Open sites and serve every customer from them.

    Parameters
    ----------
    capacity, fixed : array, shape (sites,)
        What an open site can give [solver's unit], and what opening costs [solver's money].
    demand : array, shape (customers,)
        [solver's unit]
    cost : array, shape (sites, customers)
        Of all the demand of a customer [solver's money].
    one_source : bool
        Each customer has one site.
    build : int array, shape (sites,)
    flow : int array, shape (sites, customers)
    chosen : int array, shape (sites, customers) or (0, 0)
        Places of the columns of HiGHS.
    linking : int array, shape (sites, customers)
    room : int array, shape (sites,)
        Places of the rows: nothing from a closed site, and its capacity.
    """

    capacity: np.ndarray
    fixed: np.ndarray
    demand: np.ndarray
    cost: np.ndarray
    one_source: bool
    build: np.ndarray
    flow: np.ndarray
    chosen: np.ndarray
    linking: np.ndarray
    room: np.ndarray

    @property
    def lanes(self) -> int:
        """Number of ways to serve a customer."""
        return self.cost.size


def location_of(p: Program) -> Location | None:
    """Return a program as a location problem, or None where it is more than that."""
    n = p.numbers
    case = n.case
    if not (set(p.model.variables) <= COLUMNS and set(p.rows) <= ROWS and p.risk.weight == 0.0):
        return None
    if n.years != 1 or len(n.coords["future"]) != 1 or "build" not in p or "linking" not in p.rows:
        return None
    lanes = sole(p)
    lines, customers = (list(dict.fromkeys(x)) for x in list(zip(*lanes, strict=True))[1:])
    singles = {d.one_source for d in case.demands}
    whole = len(lanes) == len(case.lanes) == len(lines) * len(customers)
    each = [o.line for o in case.options]
    same = sorted(each) == sorted(lines) == sorted(r.line for r in case.runs)
    if not (whole and same and len(customers) == len(case.demands) and len(singles) == 1):
        return None
    if not all(r.use > 0.0 for r in case.runs) or len(lines) != len(case.lines):
        return None
    return _numbers(p, lanes, lines, customers, singles.pop())


def _numbers(
    p: Program, lanes: list[Lane], lines: list[str], customers: list[str], one_source: bool
) -> Location | None:
    """Return the numbers by site and customer; None where a lane is narrow or stands twice."""
    n, case = p.numbers, p.numbers.case
    at, to = {x: i for i, x in enumerate(lines)}, {x: j for j, x in enumerate(customers)}
    i, j = (np.array(x) for x in zip(*((at[line], to[d]) for _, line, d in lanes), strict=True))
    shape = (len(lines), len(customers))
    if len(set(zip(i.tolist(), j.tolist(), strict=True))) != len(lanes):
        return None

    def grid(values: np.ndarray) -> np.ndarray:
        out = np.empty(shape, values.dtype)
        out[i, j] = values
        return out

    names = [x for x, *_ in lanes]
    demand = n["amount"].sel(demand=customers).values.ravel()
    options = {o.line: o.name for o in case.options}
    mine = [options[x] for x in lines]
    if (n["allowed"].sel(option=mine) == 0.0).any():
        return None
    if (grid(flow_most(n).sel(lane=names).values.ravel()) < demand).any():
        return None
    per, node = per_capacity(n, lanes), {line: n.start[lane] for lane, line, _ in lanes}
    makes = np.array([per[node[x]] for x in lines])
    line, option, run, place = (
        {x: k for k, x in enumerate(n.coords[d])} for d in ("line", "option", "run", "node")
    )
    runs = {r.line: r.name for r in case.runs}
    its = [run[runs[x]] for x in lines]
    size = n["adds"].values[[option[o] for o in mine], 0, [line[x] for x in lines], 0]
    made = n["made"].values[its, [place[node[x]] for x in lines]]
    later = prices_later(p, n)
    running = later["run"].values.reshape(len(run))[its] / made
    moving = grid(later["flow"].sel(lane=names).values.ravel())
    column = places(p.model.variables.label_index.vlabels)
    row = places(p.model.constraints.label_index.clabels)

    def found(labels: np.ndarray, place: np.ndarray) -> np.ndarray:
        return place[labels.ravel()]

    capacity = size * makes * n["available"].sel(line=lines).values.ravel()
    if demand.min() <= 0.0 or capacity.sum() < demand.sum():
        return None
    chosen = np.empty((0, 0), int)
    if one_source:
        chosen = grid(found(p["chosen"].labels.sel(lane=names).values, column))
    rows = p.model.constraints
    return Location(
        capacity=capacity,
        fixed=prices_now(p, n)["build"].sel(option=mine).values.ravel(),
        demand=demand,
        cost=(moving + running[:, None]) * demand,
        one_source=one_source,
        build=found(p["build"].labels.sel(option=mine).values, column),
        flow=grid(found(p["flow"].labels.sel(lane=names).values, column)),
        chosen=chosen,
        linking=grid(found(rows["linking"].labels.sel(lane=names).values, row)),
        room=found(rows["capacity"].labels.sel(line=lines).values, row),
    )
