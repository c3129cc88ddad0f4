"""One plant in many draws, with one row of its inputs multiplied: what turns an answer.

A row of cost (a price, or the capital, hours, floor or energy of a step) is multiplied itself. Of a
yield it is the loss that is multiplied, so that "twice" means twice the scrap and not a yield above
one; what passes is held at a tenth of the drawn yield at least. Several plants drawn with one seed
share their draws key by key, so a row that stands in two plants moves in both, and so does one
physical item that two routes number apart: rows of one draw and one range. A row of which others
are multiples, as of those of the liquid line, takes them with it; a multiple moves alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ionwright.cell import Design
from ionwright.errors import InputError, nearest
from ionwright.numerics.triangle import TAIL
from ionwright.plant.draws import CORRELATION, SHARE, Draws, Uncertain
from ionwright.plant.drivers import AMOUNTS
from ionwright.plant.lower import Lowered, lower
from ionwright.plant.model import Run, run
from ionwright.plant.plant import Plant
from ionwright.plant.yields import LOST

Array = NDArray[np.float64]
LEAST = 0.1
"""Share of a drawn yield that is left at least, however far its loss is multiplied [1]."""


@dataclass(frozen=True, eq=False)
class Drawn:
    """A plant in some draws.

    Parameters
    ----------
    low : Lowered
    draws : Draws
        Of its inputs.
    values : array [draw, input]
        As drawn.
    row : Uncertain or None
        Input that is multiplied.
    by : float
        Multiplier of the row, or of its loss where it is a yield [1].
    """

    low: Lowered
    draws: Draws
    values: Array
    row: Uncertain | None = None
    by: float = 1.0

    @property
    def count(self) -> int:
        """How many draws."""
        return len(self.values)

    @property
    def rows(self) -> tuple[Uncertain, ...]:
        """Inputs that may be multiplied: all but zeros, exponents and the air of dry rooms.

        Exponents, temperatures and the like are no amounts.
        """
        powers = {*self.low.steps["exponent"].tolist(), *self.low.air.tolist()}
        return tuple(
            x for i, x in enumerate(self.low.inputs) if i not in powers and x.typical > 0.0
        )

    def names(self, row: Uncertain) -> list[str]:
        """Return the inputs of this plant that move with a row."""
        return [self.low.inputs[i].name for i in self._columns(row)]

    def moved(self, row: Uncertain, by: float) -> Drawn:
        """Return the plant with one row multiplied; itself where it has no such row."""
        return replace(self, row=row, by=by) if self._columns(row) else self

    def first(self, count: int) -> Drawn:
        """Return the plant in the first of its draws."""
        return replace(self, values=self.values[:count])

    def run(self, values: Array | None = None) -> Run:
        """Return a pass over the draws, or over other values of the inputs [draw, input]."""
        x = self.values if values is None else values
        if self.row is not None:
            x = x.copy()
            for i in self._columns(self.row):
                x[:, i] = multiplied(self.low.inputs[i], x[:, i], self.by)
        return run(self.low, x)

    def full(self, values: Array | None = None) -> Array:
        """Return the full cost at the plant's load [money/kWh], [draw]."""
        return self.run(values).stack.full(self.low.plant.settings.operation.load)

    @cached_property
    def cost(self) -> Array:
        """Full cost of the draws [money/kWh], [draw]."""
        return self.full()

    def swing(self, columns: Iterable[int]) -> Array:
        """Return what some inputs do together in each draw [money/kWh], [draw].

        All of them go from their cheap to their dear 5 % point, the rest stays as drawn.
        """
        where = list(columns)
        cheap, dear = (self._at(where, share) for share in (TAIL, 1.0 - TAIL))
        return self.full(dear) - self.full(cheap)

    def _at(self, columns: list[int], share: float) -> Array:
        out = self.values.copy()
        ends = self.draws.at(np.full((1, len(self.draws.keys)), share))
        out[:, columns] = ends[:, columns]
        return out

    def _columns(self, row: Uncertain) -> list[int]:
        """Return the inputs that move with a row: itself, the same item, multiples of it."""
        multiples = {int(i) for what in AMOUNTS for i in self.low.steps[what]}
        return [
            i
            for i, x in enumerate(self.low.inputs)
            if _item(x) == _item(row) or (i in multiples and x.key == row.name)
        ]


def drawn(
    plant: Plant,
    design: Design,
    count: int,
    *,
    correlation: float = CORRELATION,
    seed: int = 1,
) -> Drawn:
    """Return a plant in the draws from 0 to before `count`.

    Raises
    ------
    InputError
        As `lower`, or if a setting is outside its range.
    """
    low = lower(plant, design)
    draws = Draws(low.inputs, correlation, seed)
    return Drawn(low, draws, draws.values(0, count))


def rows_of(plants: Iterable[Drawn]) -> tuple[Uncertain, ...]:
    """Return the rows of some plants, one item once."""
    found: dict[tuple[str, float, float, float], Uncertain] = {}
    for plant in plants:
        for row in plant.rows:
            found.setdefault(_item(row), row)
    return tuple(found.values())


def _item(x: Uncertain) -> tuple[str, float, float, float]:
    """Return what two rows have in common that are one physical item: draw and range."""
    return x.key, x.low, x.typical, x.high


def input_of(plants: Iterable[Drawn], row: str) -> Uncertain:
    """Return a row of some plants as an input.

    Raises
    ------
    InputError
        If none of them has it.
    """
    found = {x.name: x for plant in plants for x in plant.low.inputs}
    if row not in found:
        raise InputError("there is no such row", seen=row, do=nearest(row, list(found), "row"))
    return found[row]


def multiplied(x: Uncertain, values: Array, by: float) -> Array:
    """Return drawn values of an input, multiplied as said above and within its bounds."""
    if x.bounds in (LOST, SHARE):
        passes = 1.0 - values if x.bounds == LOST else values
        left = np.maximum(1.0 - by * (1.0 - passes), LEAST * passes)
        return 1.0 - left if x.bounds == LOST else left
    return np.clip(by * values, x.bounds.floor, x.bounds.ceiling)


def reach(x: Uncertain) -> tuple[float, float]:
    """Return the multipliers from the typical value of an input to the ends of its range [1]."""
    low, typical, high = (
        (1.0 - x.high, 1.0 - x.typical, 1.0 - x.low)
        if x.bounds == SHARE
        else (x.low, x.typical, x.high)
    )
    return (low / typical, high / typical) if typical > 0.0 else (1.0, 1.0)
