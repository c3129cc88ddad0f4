"""The hand-off of a cell plant: its process for one kWh of good cells, from the solved plant."""

from __future__ import annotations

import math

from ionwright.cell import Design
from ionwright.errors import InputError
from ionwright.plant.chemical import in_words, number
from ionwright.plant.energy import CARRIERS
from ionwright.plant.learning import Ramp
from ionwright.plant.plant import Plant
from ionwright.plant.process import Amount, Anchor, Capital, Process, SizeClass
from ionwright.plant.result import Many, Result, solve, solve_many

GWH = 1e6
"""kWh in a GWh."""
PRODUCT = "cell"
"""What a cell plant makes; the way says which."""


def of_cells(
    plant: Plant,
    design: Design,
    *,
    ramp: Ramp,
    lead_time: Amount,
    sizes: tuple[float, ...],
    count: int = 200,
) -> Process:
    """Return the process of a cell plant for each kWh of good cells.

    Parameters
    ----------
    plant, design : Plant, Design
    ramp : Ramp
        Of who builds it: a newcomer, a maker with running lines, a first line of its kind.
    lead_time : Amount
        From decision to first output [yr]; the data hold none for a cell plant.
    sizes : tuple of float
        Size classes [GWh/yr].
    count : int
        Draws behind the ranges of capital, people, floor and energy.

    Returns
    -------
    Process
        Capacity in GWh/yr, capital with its building; what is taken has typical values only.
        Capital's exponent spans all sizes; each size class is solved and does not rest on it.

    Raises
    ------
    InputError
        If the route cannot make the design, something has no price, or no second size is given.
    """
    size = _size(plant, sizes)
    low, many = solve(plant, design), solve_many(plant, design, count)
    takes, made, lost = _masses(low)
    return Process(
        way=plant.route.label,
        commodity=PRODUCT,
        unit="kWh",
        capacity=size,
        takes=takes,
        used={},
        makes={PRODUCT: made},
        waste=lost,
        energy={c: _drawn(low, many, c, 1.0, "kWh/kWh") for c in CARRIERS},
        people=_drawn(low, many, "people", size, "people"),
        hours=_fixed(plant.settings.operation.hours, "h/yr", "settings of the plant"),
        capital=_capital(plant, design, low, many, sizes),
        sizes=tuple(_class(plant, design, s, count) for s in sizes),
        machines=(),
        area=_drawn(low, many, "area", size, "m2"),
        lead_time=lead_time,
        ramp=ramp,
        learning=number("ssb-process", "learning_rate", "1"),
        money=in_words(plant.settings.money),
        missing=("lead time of a cell plant: not in the data, given by the caller",),
        notes=tuple(low.notes),
    )


def _size(plant: Plant, sizes: tuple[float, ...]) -> float:
    """Return the plant's own size [GWh/yr], after a check that another one is given."""
    size = plant.capacity / GWH
    if not any(s != size for s in sizes):
        raise InputError(
            "size classes differ from the plant's own size",
            seen=", ".join(f"{s:g}" for s in sizes),
            do="Give two sizes or more in GWh/yr",
        )
    return size


def _masses(low: Result) -> tuple[dict[str, Amount], float, Amount]:
    """Return what is taken by item, what is made and what is lost [kg/kWh]."""
    wide = low.low.wide
    streams = wide.cell.streams
    takes = {
        item: _fixed(low.bought_of(item), "kg/kWh", "typical yields of the route")
        for item in dict.fromkeys(s.item for s in streams)
    }
    made = wide.number / wide.energy * sum(s.mass for s in streams)
    lost = float(low.run.flows.lost[0].sum()) / wide.energy
    return takes, made, _fixed(lost, "kg/kWh", "losses of every step and kind")


def _class(plant: Plant, design: Design, size: float, count: int) -> SizeClass:
    """Return a plant of another size, solved anew [GWh/yr]."""
    other = plant.sized(size * GWH)
    low, many = solve(other, design), solve_many(other, design, count)
    money = plant.settings.money.currency
    return SizeClass(
        size,
        _drawn(low, many, "capital", size * GWH, money),
        _drawn(low, many, "people", size, "people"),
        _drawn(low, many, "area", size, "m2"),
    )


def _capital(
    plant: Plant, design: Design, low: Result, many: Many, sizes: tuple[float, ...]
) -> Capital:
    """Return the plant as one anchor, with the exponent between the ends of the sizes."""
    unit = f"{plant.settings.money.currency}/(GWh/yr)"
    ends = [f(*sizes, plant.capacity / GWH) for f in (min, max)]
    k = [s * solve(plant.sized(s * GWH), design).headline["capital"] for s in ends]
    n = math.log(k[1] / k[0]) / math.log(ends[1] / ends[0])
    anchor = Anchor(
        plant.capacity / GWH,
        _drawn(low, many, "capital", GWH, unit),
        "machines, dry rooms and building of the solved plant",
    )
    return Capital((anchor,), _fixed(n, "1", f"between {ends[0]:g} and {ends[1]:g} GWh/yr"))


def _drawn(low: Result, many: Many, figure: str, factor: float, unit: str) -> Amount:
    """Return a figure at typical values with its 5 and 95 % points, held so as to enclose it."""
    typical = low.headline[figure]
    bottom, top = many.band(figure)
    kind = "assumed" if low.classes["assumed"] > 0.5 else "estimated"
    ends = factor * min(bottom, typical), factor * max(top, typical)
    return Amount(ends[0], factor * typical, ends[1], unit, kind, "", "solved plant and its draws")


def _fixed(x: float, unit: str, why: str) -> Amount:
    return Amount(x, x, x, unit, "estimated", "", why)
