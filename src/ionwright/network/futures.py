"""Futures with probabilities: what differs from the case, as factors on its series.

The race stage fills the same type. A factor's name is the path of what it multiplies, for example
`demands.changan.amount`, `supplies.carbonate.price`, `lanes.gorges.open`, `lines.fuling.available`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ionwright.errors import InputError, nearest

if TYPE_CHECKING:
    from ionwright.network.case import Case, Series

MAY_DIFFER = {
    "demands": ("amount",),
    "supplies": ("price", "most"),
    "lanes": ("cost", "open", "most", "time"),
    "lines": ("available",),
    "runs": ("cost",),
}
"""What a future can change, by table. Bounds, prices and demand only: no row changes its shape."""


@dataclass(frozen=True, slots=True)
class Future:
    """One way that things may go.

    Parameters
    ----------
    name : str
    probability : float
        [1].
    path : str
        Named group that it belongs to; results are shown by path before any mean.
    factors : mapping of str to Series
        By path of what they multiply; what is not named stays.
    """

    name: str
    probability: float
    path: str = ""
    factors: Mapping[str, Series] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scenarios:
    """Futures whose probabilities add up to one.

    Raises
    ------
    InputError
        If they do not, a name stands twice, or there is none.
    """

    futures: tuple[Future, ...]

    def __post_init__(self) -> None:
        """Check probabilities and names."""
        total = math.fsum(f.probability for f in self.futures)
        low = min((f.probability for f in self.futures), default=0.0)
        if not math.isclose(total, 1.0, rel_tol=1e-9) or low < 0.0:
            raise InputError(
                "probabilities of the futures are not negative and add up to 1",
                seen=f"{total:.9g}, smallest {low:g}",
                do="Divide each by their sum",
                where="futures",
            )
        names = [f.name for f in self.futures]
        if len(set(names)) < len(names):
            raise InputError("every name stands once", seen=", ".join(names), where="futures")

    @classmethod
    def certain(cls) -> Scenarios:
        """Return the one future in which the case holds as written."""
        return cls((Future("as written", 1.0),))

    def alone(self, name: str) -> Scenarios:
        """Return one of the futures, as if it were certain."""
        (found,) = (f for f in self.futures if f.name == name)
        return Scenarios((replace(found, probability=1.0),))

    def along(self, path: str) -> Scenarios:
        """Return the futures of a named path, as if it were certain.

        Raises
        ------
        InputError
            If no future has this path.
        """
        some = [f for f in self.futures if f.path == path]
        if not some:
            paths = [*dict.fromkeys(f.path for f in self.futures if f.path)]
            raise InputError("it is a path of the futures", seen=path,
                             do=nearest(path, paths, "path"), where="path")  # fmt: skip
        total = math.fsum(f.probability for f in some)
        return Scenarios(tuple(replace(f, probability=f.probability / total) for f in some))

    def mean(self) -> Scenarios:
        """Return the single future whose factors are the means of all."""
        paths = dict.fromkeys(p for f in self.futures for p in f.factors)
        lengths = {p: max(len(f.factors[p]) for f in self.futures if p in f.factors) for p in paths}
        means = {
            p: tuple(
                math.fsum(f.probability * _at(f.factors.get(p, (1.0,)), t) for f in self.futures)
                for t in range(n)
            )
            for p, n in lengths.items()
        }
        return Scenarios((Future("mean", 1.0, factors=means),))

    def check(self, case: Case) -> None:
        """Raise where a factor names nothing of the case, is negative or has a wrong length."""
        for future in self.futures:
            for path, factor in future.factors.items():
                where = f"futures.{future.name}.{path}"
                named(case, path, where, MAY_DIFFER, "a future changes what may differ")
                if len(factor) not in (1, len(case.periods)):
                    raise InputError(
                        f"a factor has one value, or one for each of {len(case.periods)} periods",
                        seen=f"{len(factor)} values",
                        where=where,
                    )
                if not all(0.0 <= x < math.inf for x in factor):
                    raise InputError("factors are finite and not negative", seen=str(factor),
                                     where=where)  # fmt: skip


def named(
    case: Case, path: str, where: str, allowed: Mapping[str, tuple[str, ...]], rule: str
) -> str:
    """Return the field that a path names, for example "price" of `supplies.carbonate.price`.

    Raises
    ------
    InputError
        If the field is not among those allowed by table, or the case has no such row.
    """
    table, _, rest = path.partition(".")
    name, _, part = rest.rpartition(".")
    if part not in allowed.get(table, ()):
        may = ", ".join(f"{t}.NAME.{f}" for t, fs in allowed.items() for f in fs)
        raise InputError(rule, seen=path, allowed=may, where=where)
    names = [row.name for row in case.table(table)]
    if name not in names:
        raise InputError(f"it is a name in {table}", seen=name,
                         do=nearest(name, names, "name"), where=where)  # fmt: skip
    return part


def _at(values: Series, t: int) -> float:
    return values[min(t, len(values) - 1)]
