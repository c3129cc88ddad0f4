"""What a sulfide plant buys of electrolyte and Li2S for a kWh, factor by factor from a plain cell.

A plain cell is the reference design of the sulfide rows: loss-free, of 5 mAh/cm2, 3.75 V and 30 um
of separator. From it to what a plant buys lead factors that multiply exactly:

    bought/reference = (c_0/c) (U_0/U) (t/t_0) (s/s_0) (f_0/f) Y_cell Y_web Y_start Y_material,

c the charge of a positive face, U the mean voltage, t the thickness of the separator, s electrolyte
in it for each m2 of positive face and um, f the share of the electrolyte that is in the separator,
and Y >= 1 what the losses of one kind add. Li2S adds the formula, what is given beyond it and
1/yield of the synthesis. Published figures are announcements: tonnes of Li2S for GWh a year. They
say nothing of cell, losses or formula, so the quotient of reference and published figure stays as
one last factor, and what each factor would have to be for both to agree is told beside it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ionwright import units
from ionwright.cell import Design
from ionwright.core.laws import Law
from ionwright.data import commodities, find
from ionwright.errors import InputError
from ionwright.plant import reference
from ionwright.plant.balance import Yields, balance
from ionwright.plant.chemical import build
from ionwright.plant.lower import Lowered, lower
from ionwright.plant.plant import Plant

Array = NDArray[np.float64]
SULFIDE = "Li2S"
STATED = ("idemitsu-li2s", "forecast-li2s")
"""Items of the data that state Li2S and the cells that it serves."""
FORMULA = "Li6PS5Cl"
"""Electrolyte through whose formula a published figure of Li2S becomes one of electrolyte."""


@dataclass(frozen=True, slots=True)
class Factor:
    """One reason why a plant buys more or less than the reference.

    Parameters
    ----------
    name : str
    ours, theirs : float
        Its value in the plant, and in the reference or the published figure.
    unit : str
    power : int
        1 where more of it means more electrolyte, -1 where it means less.
    """

    name: str
    ours: float
    theirs: float
    unit: str
    power: int = 1

    @property
    def ratio(self) -> float:
        """What it multiplies by [1]."""
        return (self.ours / self.theirs) ** self.power


@dataclass(frozen=True, slots=True)
class Explained:
    """A quantity that a plant buys, beside a published one.

    Parameters
    ----------
    item : str
        What is bought.
    bought : float
        From the balance of the plant [kg/kWh of good cells].
    published : float
        [kg/kWh].
    factors : tuple of Factor
        Their ratios multiply to bought over published.
    """

    item: str
    bought: float
    published: float
    factors: tuple[Factor, ...]

    @property
    def ratio(self) -> float:
        """Bought over published [1]."""
        return self.bought / self.published

    def alone(self, factor: Factor) -> float:
        """Return the value of a factor at which, all else as here, both figures agree."""
        return factor.ours * self.ratio ** (-1.0 / factor.power)

    def check(self) -> list[Law]:
        """Return the law that the factors leave nothing out."""
        product = math.prod(f.ratio for f in self.factors)
        gap = abs(product / self.ratio - 1.0)
        return [Law("the factors multiply to the ratio", gap, 1e-12, "the ratio")]


def published() -> tuple[float, ...]:
    """Return the published Li2S for a kWh of cells, the lowest first [kg/kWh]."""
    found = (_number(i, "capacity_mass") / _number(i, "capacity_energy") for i in STATED)
    return tuple(sorted(found))


def by_formula(item: str = FORMULA) -> float:
    """Return Li2S in a kg of an electrolyte by its reaction, without excess or yield [kg/kg]."""
    way = commodities.commodity(item)
    if SULFIDE not in way.takes:
        raise InputError("the electrolyte is made from Li2S", seen=item)
    return way.takes[SULFIDE] * commodities.mass(SULFIDE) / commodities.mass(way.makes)


def explain(plant: Plant, design: Design, stated: float) -> tuple[Explained, Explained]:
    """Return electrolyte and Li2S of a sulfide plant beside a published figure.

    Parameters
    ----------
    plant, design : Plant, Design
        Typical yields.
    stated : float
        Li2S for a kWh of cells [kg/kWh], as `published` returns it.

    Raises
    ------
    InputError
        If the cell holds no electrolyte made from Li2S, or several, or none in the separator.
    """
    low = lower(plant, design)
    item = _item(low)
    nu = by_formula()
    plain = reference.design()
    bare = units.to(plain.sulfide_positive + plain.sulfide_separator, "kg/kWh")
    factors = (*_design(low, design), *_losses(low))
    powder = Explained(
        item,
        _electrolyte(low, low.flows(low.typical).bought[0]) / low.wide.energy,
        stated / nu,
        (*factors, Factor("reference over published", bare, stated / nu, "kg/kWh")),
    )
    return powder, _of_sulfide(plant, powder, factors, nu, bare)


def _design(low: Lowered, design: Design) -> tuple[Factor, ...]:
    """Return what the cell takes for a kWh over the reference cell, without losses."""
    cell, plain = low.wide.cell, reference.design()
    faces, area = cell.web("positive") / cell.energy, units.to(plain.area, "m2/kWh")
    whole, inside = (_mass(low, part) / cell.energy for part in ("", "separator"))
    if not inside:
        raise InputError("the separator holds electrolyte", seen=design.id)
    positive, separator = (
        units.to(x, "kg/kWh") for x in (plain.sulfide_positive, plain.sulfide_separator)
    )
    layers = sum(layer.thickness for layer in design.cell.separator)
    thick, usual = (units.to(t, "um") for t in (layers, plain.separator_thickness))
    voltage, mean = cell.energy / cell.charge * 1e3, units.to(plain.voltage, "V")
    return (
        Factor(
            "charge of a positive face",
            100.0 / faces / voltage,  # kWh/m2 over V, as mAh/cm2
            100.0 / area / mean,
            "mAh/cm2",
            -1,
        ),
        Factor("mean voltage", voltage, mean, "V", -1),
        Factor("thickness of the separator", thick, usual, "um"),
        Factor(
            "electrolyte in it for each um",
            1e3 * inside / faces / thick,
            1e3 * separator / area / usual,
            "g/(m2 um)",
        ),
        Factor(
            "share of electrolyte in the separator",
            inside / whole,
            separator / (separator + positive),
            "1",
            -1,
        ),
    )


def _of_sulfide(
    plant: Plant, powder: Explained, factors: tuple[Factor, ...], nu: float, plain: float
) -> Explained:
    """Return the same of Li2S: formula, excess and yield of the synthesis come on top."""
    process = build(powder.item, plant.settings.money)
    asked, used = process.takes[SULFIDE].typical, process.used[SULFIDE]
    stated = powder.published * nu
    more = (
        Factor("Li2S by formula", used, nu, "kg/kg"),
        Factor("yield of synthesis, with any excess", used / asked, 1.0, "1", -1),
        Factor("reference over published", plain * nu, stated, "kg/kWh"),
    )
    return Explained(SULFIDE, powder.bought * asked, stated, (*factors, *more))


def _losses(low: Lowered) -> list[Factor]:
    """Return what each kind of loss adds to the electrolyte, one after the other [1]."""
    y = low.yields(low.typical)
    no_loss, no_start = np.ones_like(y.material), np.zeros_like(y.start_up)
    ways = (
        ("cells rejected", Yields(no_loss, np.ones_like(y.web), y.cell, no_start)),
        ("web rejected", Yields(no_loss, y.web, y.cell, no_start)),
        ("starts of coils", Yields(no_loss, y.web, y.cell, y.start_up)),
        ("powder, slurry and trim lost", y),
    )
    out, before = [], _mass(low, "") * low.wide.number
    for name, part in ways:
        after = _electrolyte(low, _bought(low, part))
        out.append(Factor(name, after / before, 1.0, "1"))
        before = after
    return out


def _bought(low: Lowered, yields: Yields) -> Array:
    """Return what is bought of each stream with some yields [kg/yr]."""
    good = np.array([[s.mass for s in low.wide.cell.streams]]) * low.wide.number
    chain = low.wide.chain
    cells = np.array([low.wide.number])
    return balance(good, cells, chain.passes, chain.path, yields).bought[0]


def _electrolyte(low: Lowered, amounts: Array) -> float:
    """Return the sum over streams of electrolyte."""
    return float(sum(x for s, x in zip(low.wide.cell.streams, amounts.tolist(), strict=True)
                     if s.name.endswith("/electrolyte")))  # fmt: skip


def _mass(low: Lowered, part: str) -> float:
    """Return electrolyte in a part of a good cell, of all parts if empty [kg]."""
    return sum(
        s.mass
        for s in low.wide.cell.streams
        if s.name.endswith("/electrolyte") and part in ("", s.part)
    )


def _item(low: Lowered) -> str:
    found = {s.item for s in low.wide.cell.streams if s.name.endswith("/electrolyte")}
    if len(found) != 1:
        raise InputError(
            "the cell holds one electrolyte",
            seen=", ".join(sorted(found)) or "none",
            where=low.wide.cell.design,
        )
    (item,) = found
    by_formula(item)  # raises if no way to make it starts from Li2S
    return item


def _number(item: str, quantity: str) -> float:
    """Return a capacity in kt/yr or in GWh/yr."""
    (row,) = find(item, quantity)
    unit, size = {"capacity_mass": ("t/yr", 1e-3), "capacity_energy": ("GWh/yr", 1.0)}[quantity]
    return units.to(row.value.value, unit) * size
