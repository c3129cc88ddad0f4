"""Duals of the fixed plan: what a unit more of a limit saves while all that is whole stays.

They hold for small changes and for buildings and training as they are; what a limit costs in all
is asked in `account`, by solving without it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ionwright.network.change import places
from ionwright.network.direct import HERE_AND_NOW
from ionwright.network.explain import Soft, in_money, limits_of
from ionwright.network.matrix import Matrix, highs, matrix
from ionwright.network.plan import Plan, factor
from ionwright.network.program import Program

NOTHING = 1e-9
"""Share of the largest saving below which a dual is not shown."""


@dataclass(frozen=True, slots=True)
class Dual:
    """What one unit more of a limit saves.

    Parameters
    ----------
    limit, place : str
        In words: which limit, and of what in which period.
    saves : float
        In the mean over the futures, discounted, if each future had the unit [money/unit].
    unit : str
        Of the limit.
    """

    limit: str
    place: str
    saves: float
    unit: str


def duals(program: Program, plan: Plan) -> tuple[Dual, ...]:
    """Return the duals of the program with whole decisions and training held as a plan has them.

    Parameters
    ----------
    program : Program
        Of the plan's case and futures.
    plan : Plan
        With values.

    Returns
    -------
    tuple of Dual
        Of limits that bind, by limit; within one the largest saving first.
    """
    m = _held(program, plan, matrix(program))
    h = highs(m)
    h.run()
    found = h.getSolution()
    rows, columns = np.abs(found.row_dual), np.abs(found.col_dual)
    # a column that stands at zero has a dual of its lower bound: no limit of the case
    at_top = np.asarray(found.col_value) >= 0.5 * m.high
    columns = np.where(at_top & (m.high > m.low), columns, 0.0)
    money, out = program.numbers.scales.money, []
    for what, softs in limits_of(program):
        total: dict[tuple[str, str], float] = {}
        for s in softs:
            price = (columns if s.bound else rows)[s.index] * money / s.scale
            key = s.place, in_money(program.numbers, s.unit)
            total[key] = total.get(key, 0.0) + float(price)
        out += _shown(what, softs, total)
    return tuple(out)


def _shown(what: str, softs: list[Soft], total: dict[tuple[str, str], float]) -> list[Dual]:
    top = max(total.values(), default=0.0)
    some = [Dual(what, place, price, unit) for (place, unit), price in total.items()
            if price > NOTHING * top]  # fmt: skip
    return sorted(some, key=lambda d: (-d.saves, d.place)) if softs else []


def _held(p: Program, plan: Plan, m: Matrix) -> Matrix:
    """Return the program with whole columns and those of now at the plan's values, none whole."""
    place = places(p.model.variables.label_index.vlabels)
    low, high = m.low.copy(), m.high.copy()
    for name in map(str, p.model.variables):
        at = place[p[name].labels.values.ravel()]
        whole = bool(m.whole[at].all())
        if whole or name in HERE_AND_NOW:
            given = plan.values[name] / factor(p.numbers, name)
            given = given.sel({d: p[name].indexes[d] for d in p[name].dims})
            x = given.transpose(*p[name].dims).values.ravel()
            low[at] = high[at] = np.round(x) if whole else np.clip(x, m.low[at], m.high[at])
    return replace(m, low=low, high=high, whole=np.zeros(len(low), bool))
