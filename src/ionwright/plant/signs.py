"""Signs: what a published study found, and in how many draws our own estimates say the same.

Schnell et al. (Energy Technology 2020, 10.1002/ente.201901237, of which the abstract alone was
read) draw five conclusions from a cost model that is not public. Each is a sign here: a margin that
is above 0 in the draws that agree with it. Most rows of a solid-state line are estimates, and some
were made with that study in mind: that a sign holds shows that our numbers fit together, and is no
evidence for it. Where a sign says "about", "little" or "most" the study prints no number; the
tolerances below are ours.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ionwright import cell
from ionwright.cell import Design
from ionwright.plant import basis, prices
from ionwright.plant.compare import TOLD, Reversal, Share, holds, turn
from ionwright.plant.cost import along
from ionwright.plant.draws import CORRELATION, Uncertain
from ionwright.plant.lower import lower
from ionwright.plant.moved import Drawn, drawn, input_of, reach, rows_of
from ionwright.plant.plant import Plant, load

Array = NDArray[np.float64]
COMPETES = 0.10
"""A cell that costs at most this share more than another costs about the same [1]; a choice."""
LITTLE = 0.05
"""A cause below this share of the full cost contributes little [1]; a choice."""
SPAN = (0.1, 10.0)
"""Multipliers of a row among which a turn is looked for [1]."""
SINTERING = "B-6"
KWH = 3.6e6
LIQUID = "liquid-nmc811-graphite"
SULFIDE = "sulfide-nmc811-lithium"
OXIDE = "oxide-nmc811-lithium"
IN_HOUSE = "foil-made"
"""Lithium extruded, rolled and laminated in the plant: the in-house anode of the study."""
Margin = Callable[[tuple[Drawn, ...]], Array]
"""Takes the plants of a sign in their draws; returns what is above 0 where it holds, [draw]."""


@dataclass(frozen=True)
class Sign:
    """One conclusion of a study, as it is read here.

    Parameters
    ----------
    name : str
    published : str
        What the study says, in our words.
    reading : str
        What is compared here, with its tolerance.
    plants : tuple of (Plant, Design)
    margin : callable
    """

    name: str
    published: str
    reading: str
    plants: tuple[tuple[Plant, Design], ...]
    margin: Margin

    def draw(
        self, count: int, *, correlation: float = CORRELATION, seed: int = 1
    ) -> tuple[Drawn, ...]:
        """Return its plants in the draws from 0 to before `count`."""
        return tuple(
            drawn(plant, design, count, correlation=correlation, seed=seed)
            for plant, design in self.plants
        )


@dataclass(frozen=True, eq=False)
class Checked:
    """A sign over some draws.

    Parameters
    ----------
    sign : Sign
    share : Share
        Draws in which it holds.
    turns : tuple of Reversal
        Rows that turn it by themselves, within `SPAN`; the smallest change first.
    plants : tuple of Drawn
    """

    sign: Sign
    share: Share
    turns: tuple[Reversal, ...]
    plants: tuple[Drawn, ...]

    @property
    def answer(self) -> str:
        """What the draws say: "holds", "does not hold"; from 20 to 80 % "cannot tell"."""
        if self.share.value > TOLD:
            return "holds"
        return "does not hold" if self.share.value < 1.0 - TOLD else "cannot tell"

    @property
    def text(self) -> str:
        """One sentence with the answer."""
        return f"holds in {self.share}: {self.answer}"

    @property
    def reversal(self) -> str:
        """One sentence with the row that would have to change least, and by how much."""
        if not self.turns:
            span = f"{SPAN[0]:g} to {SPAN[1]:g}"
            return f"no single row, times {span}, makes it hold in half the draws"
        return f"it holds in half the draws at {self.told(self.turns[0])}"

    def told(self, found: Reversal) -> str:
        """Return a turn in words, with whether the row's own range reaches it."""
        assert found.multiplier is not None  # only rows that turn are kept
        x = input_of(self.plants, found.name)
        low, high = reach(x)
        each = [p.names(x) for p in self.plants]
        others = {name for names in each for name in names if name != x.name}
        what = f"the loss of {x.name}" if x.falls else x.name
        if others:
            what += f" (with {', '.join(sorted(others))})"
        having = [p for p, names in zip(self.plants, each, strict=True) if names]
        if len(having) < len(self.plants):
            routes = (p.low.plant.route for p in having)
            what += f" of the {' and the '.join(r.label for r in routes)} plant"
        inside = "inside" if low <= found.multiplier <= high else "outside"
        return f"{what} x{found.multiplier:.3g} ({inside} its range, x{low:.3g} to x{high:.3g})"


def check(
    sign: Sign,
    count: int = 2000,
    search: int = 200,
    *,
    correlation: float = CORRELATION,
    seed: int = 1,
) -> Checked:
    """Return in how many draws a sign holds, and the rows that would turn it.

    Parameters
    ----------
    sign : Sign
    count : int
        Draws for the share.
    search : int
        The first of them, for the search of rows; 0 for no search.
    correlation, seed
        Of the draws.

    Notes
    -----
    Each row is multiplied alone, in every plant of the sign that has it, while rows that share its
    draw stay. Of each the multiplier is told at which the sign holds in half of the draws; rows
    are in the order of the logarithm of that. Exponents are left out. A row by which the margin
    goes through zero twice within the span is not seen.
    """
    plants = sign.draw(count, correlation=correlation, seed=seed)
    share = holds(sign.margin(plants))
    few = tuple(p.first(search) for p in plants)
    turns = [_turn(sign, few, share, row) for row in rows_of(plants)] if search else []
    kept = [t for t in turns if t.multiplier is not None]
    kept.sort(key=lambda t: abs(math.log(t.multiplier or 1.0)))
    return Checked(sign, share, tuple(kept), plants)


def _turn(sign: Sign, plants: tuple[Drawn, ...], share: Share, row: Uncertain) -> Reversal:
    def margin(by: float) -> Array:
        return sign.margin(tuple(p.moved(row, by) for p in plants))

    return Reversal(row.name, turn(margin, *SPAN), *SPAN, share)


# ---- the five


def sulfide_competes(case: str = "at-scale") -> Sign:
    """Return the sign that a sulfide cell competes with a liquid one once made at scale."""
    return Sign(
        "sulfide about as cheap as liquid",
        "sulfide cells can compete if materials agree and production is scaled",
        f"full cost at most {COMPETES:.0%} above that of the liquid cell; {_words(case)}",
        (_solid("sulfide-wet", SULFIDE, case), _liquid(case)),
        lambda p: (1.0 + COMPETES) * p[1].cost - p[0].cost,
    )


def oxide_dearer(case: str = "at-scale") -> Sign:
    """Return the sign that an oxide cell does not compete."""
    return Sign(
        "oxide dearer than liquid",
        "oxide cells will probably not compete where cost decides",
        f"full cost more than {COMPETES:.0%} above that of the liquid cell; {_words(case)}",
        (_solid("oxide", OXIDE, case), _liquid(case)),
        lambda p: p[0].cost - (1.0 + COMPETES) * p[1].cost,
    )


def inert_gas_small(case: str = "at-scale") -> Sign:
    """Return the sign that the atmosphere of a sulfide line costs little."""
    return Sign(
        "inert atmosphere small",
        "the inert gas that sulfides need contributes little to the cost of a cell",
        f"dry rooms of the sulfide plant with their energy, machines, crew and floor below "
        f"{LITTLE:.0%} of full cost (gas itself has no price in the data); {_words(case)}",
        (_solid("sulfide-wet", SULFIDE, case),),
        _room_to_spare,
    )


def sintering_leads(case: str = "at-scale") -> Sign:
    """Return the sign that sintering is the most critical step of an oxide cell."""
    return Sign(
        "sintering on top of the tornado",
        "the sintering step of oxide cells is highly critical",
        "of all steps, with what belongs to each (capital, hours, floor, energy, exponent, yields)"
        " from its cheap to its dear 5 % point around each draw, sintering moves full cost most; "
        f"prices and place are no steps; {_words(case)}",
        (_solid("oxide", OXIDE, case),),
        _sintering_ahead,
    )


def lithium_made_cheaper(case: str = "today") -> Sign:
    """Return the sign that a lithium anode made in the plant is cheaper than bought foil."""
    return Sign(
        "lithium foil cheaper made than bought",
        "making the lithium anode in the plant is cheaper than buying foil, given the know-how",
        "full cost of the sulfide cell with foil extruded and rolled from ingot below that with "
        f"bought foil, at mature yields; {_words(case)}",
        (
            _solid("sulfide-wet", SULFIDE, case),
            _solid("sulfide-wet", SULFIDE, case, "foil-bought"),
        ),
        lambda p: p[1].cost - p[0].cost,
    )


FIVE = (
    sulfide_competes,
    oxide_dearer,
    inert_gas_small,
    sintering_leads,
    lithium_made_cheaper,
)
"""The signs, each a function of the price case with the case that it speaks of as default."""


def cheaper(one: tuple[Plant, Design], other: tuple[Plant, Design]) -> Sign:
    """Return the sign that one plant makes its cell cheaper than another makes its own.

    Raises
    ------
    InputError
        If a route cannot make its design, something has no price, or their bases differ.
    """
    a, b = (
        plant.basis(prices.market(lower(plant, design).prices)) for plant, design in (one, other)
    )
    basis.same(a, b)
    names = [plant.route.label for plant, _ in (one, other)]
    return Sign(
        f"{names[0]} is cheaper than {names[1]}",
        "",
        f"full cost of {one[1].id} below that of {other[1].id}; {a.text()}",
        (one, other),
        lambda p: p[1].cost - p[0].cost,
    )


def same_energy(design: Design, energy: float) -> Design:
    """Return a design with as many layers as bring its energy nearest to `energy` [kWh]."""
    layers = design.cell.format.layers
    more = max(1, round(layers * energy * KWH / cell.specify(design).energy))
    return cell.change(design, {"cell.format.layers": more})


def _liquid(case: str) -> tuple[Plant, Design]:
    return load("liquid", case=case), cell.load(LIQUID)


def _solid(route: str, design: str, case: str, anode: str = IN_HOUSE) -> tuple[Plant, Design]:
    """Return a solid-state plant with cells as large as the liquid one: size itself costs."""
    energy = cell.specify(cell.load(LIQUID)).energy / KWH
    return load(route, anode=anode, case=case), same_energy(cell.load(design), energy)


def _words(case: str) -> str:
    return f"10 GWh/yr, cells of equal energy, prices of case {case}"


def _room_to_spare(plants: tuple[Drawn, ...]) -> Array:
    (plant,) = plants
    table = plant.run().stack.at(plant.low.plant.settings.operation.load)
    rooms = [i for i, s in enumerate(plant.low.plant.route.steps) if s.driver == "dry-room"]
    by_step = along(table, 2)
    return LITTLE * along(by_step, 1) - along(by_step[:, rooms], 1)


def _sintering_ahead(plants: tuple[Drawn, ...]) -> Array:
    (plant,) = plants
    steps = plant.low.plant.route.steps
    swings = [plant.swing(columns_of(plant, i)) for i in range(len(steps))]
    here = [s.id for s in steps].index(SINTERING)
    others = [x for i, x in enumerate(swings) if i != here]
    return swings[here] - np.max(others, axis=0)


def columns_of(plant: Drawn, step: int) -> list[int]:
    """Return the inputs that belong to a step: its amounts, its exponent, its yields."""
    low = plant.low
    out = [int(columns[step]) for columns in low.steps.values()]
    mine = zip(low.kept.tolist(), low.losses.losses, strict=True)
    out += [column for column, loss in mine if loss.step == step]
    return out + [s.recovered for s in low.solvents if s.step == step]
