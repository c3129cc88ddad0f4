"""A budget of uncertainty: at most so many of some named figures go to their bad ends at once.

Bertsimas and Sim 2004, doi 10.1287/opre.1030.0065, for figures of cost. A figure is named in words
and moves any number of prices together, each by a factor at its bad end. Amounts of a plan are set
before it is seen which figures turn bad, so a plan pays for the worst choice of them in every
future; figures of demand, capacity and law belong to futures instead.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields

from ionwright.errors import InputError
from ionwright.network.case import Case, Series
from ionwright.network.futures import named
from ionwright.network.rules import TABLES

MAY_WORSEN = {
    "supplies": ("price",),
    "lanes": ("cost",),
    "runs": ("cost",),
    "demands": ("short",),
    "options": ("yearly",),
    "items": ("tied",),
}
"""What a figure can move, by table: costs alone, so that what is possible stays so."""
SAME = 1e-12
"""Share by which two costs that mean the same may differ by rounding."""
SINGLE = ("short", "yearly", "tied")
"""Of these, what has one value for all periods."""


@dataclass(frozen=True, slots=True)
class Uncertain:
    """A figure that is not known well.

    Parameters
    ----------
    name : str
    factors : mapping of str to Series
        By path of what it multiplies at its bad end, for example `supplies.carbonate.price`; what
        lowers the cost of a plan counts nothing.
    """

    name: str
    factors: Mapping[str, Series]


@dataclass(frozen=True, slots=True)
class Robust:
    """Which figures may turn bad, and how many of them at once.

    Parameters
    ----------
    figures : tuple of Uncertain
    budget : float
        Gamma: 0 is the case as written, their number is every figure at its bad end; a fraction
        lets one more go that share of its way [1].

    Raises
    ------
    InputError
        If the budget is negative or no number, or a name stands twice.
    """

    figures: tuple[Uncertain, ...] = ()
    budget: float = 0.0

    def __post_init__(self) -> None:
        """Check budget and names."""
        if not self.budget >= 0.0 or math.isinf(self.budget):
            raise InputError(
                "a budget of uncertainty counts figures", seen=f"{self.budget:g}",
                allowed=f"0 to {len(self.figures)}", where="robust.budget",
            )  # fmt: skip
        names = [f.name for f in self.figures]
        if len(set(names)) < len(names):
            raise InputError("every name stands once", seen=", ".join(names),
                             do="Rename one of the two", where="robust.figures")  # fmt: skip

    @property
    def counts(self) -> bool:
        """Whether anything can turn bad."""
        return bool(self.figures) and self.budget > 0.0

    def check(self, case: Case) -> None:
        """Raise where a figure names nothing of the case or has a factor that is none."""
        for figure in self.figures:
            for path, factor in figure.factors.items():
                where = f"robust.{figure.name}.{path}"
                part = named(case, path, where, MAY_WORSEN, "a figure of a budget moves costs")
                lengths = (1,) if part in SINGLE else (1, len(case.periods))
                if len(factor) not in lengths:
                    raise InputError(
                        f"a factor has {' or '.join(map(str, lengths))} values",
                        seen=f"{len(factor)} values", where=where,
                    )  # fmt: skip
                if not all(0.0 <= x < math.inf for x in factor):
                    raise InputError("factors are finite and not negative", seen=str(factor),
                                     where=where)  # fmt: skip


NOTHING = Robust()


def moved(name: str, case: Case, bad: Case) -> Uncertain:
    """Return the figure whose bad end turns a case into another: the ratio of their costs.

    Parameters
    ----------
    name : str
    case, bad : Case
        The same but for costs, for example built from a table with one figure changed. What a
        grant relieves an owner of may differ where nothing is granted; a lane that only one of
        them has, being worse than another in the other, stays as it is.

    Raises
    ------
    InputError
        If more than costs differ, or a cost that is nothing becomes one.
    """
    if case.carbon_price != bad.carbon_price:
        raise InputError("a figure of a budget moves costs of rows", seen="carbon_price",
                         do="Give futures instead", where=name)  # fmt: skip
    factors: dict[str, Series] = {}
    for kind in TABLES:
        one, other = ({r.name: r for r in c.table(kind)} for c in (case, bad))
        if kind == "lanes":
            one = {k: v for k, v in one.items() if k in other}
        elif list(one) != list(other):
            apart = next(iter(set(one) ^ set(other)), kind)
            raise InputError("a figure of a budget leaves every row where it is", seen=apart,
                             do="Give futures instead", where=name)  # fmt: skip
        for row in one.values():
            for f in fields(row):
                before, after = getattr(row, f.name), getattr(other[row.name], f.name)
                if before != after and (f.name != "relief" or case.grants):
                    path = f"{kind}.{row.name}.{f.name}"
                    factor = _ratio(name, path, before, after)
                    factors |= {path: factor} if set(factor) != {1.0} else {}
    return Uncertain(name, factors)


def _ratio(name: str, path: str, before: Series | float, after: Series | float) -> Series:
    """Return what turns one cost into another."""
    table, _, rest = path.partition(".")
    both = [x if isinstance(x, tuple) else (x,) for x in (before, after)]
    longest = max(map(len, both))
    old, new = (x if len(x) == longest else x * longest for x in both)
    part = rest.rpartition(".")[2]
    if part not in MAY_WORSEN.get(table, ()) or any(
        a != b and a == 0.0 for a, b in zip(old, new, strict=True)
    ):
        raise InputError("a figure of a budget multiplies costs", seen=path,
                         do="Give futures instead", where=name)  # fmt: skip
    return tuple(
        1.0 if math.isclose(a, b, rel_tol=SAME) else b / a for a, b in zip(old, new, strict=True)
    )
