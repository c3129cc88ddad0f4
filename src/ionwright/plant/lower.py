"""The one door into arrays: a plant and a cell become inputs with ranges, and where each goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ionwright.cell import Design, specify
from ionwright.data import Row, find, money
from ionwright.plant import energy, under
from ionwright.plant import prices as priced
from ionwright.plant.balance import Flows, Yields, balance
from ionwright.plant.chain import chain_of
from ionwright.plant.draws import NOT_NEGATIVE, SHARE, Uncertain
from ionwright.plant.drivers import AMOUNTS, Plantwide, Term, own_exponent, terms_of
from ionwright.plant.own import PRICE_YEAR
from ionwright.plant.plant import Plant
from ionwright.plant.route import RouteStep
from ionwright.plant.streams import streams_of
from ionwright.plant.yields import FACTOR, RouteYields, yields_of

Array = NDArray[np.float64]
Columns = NDArray[np.intp]
PER_KWH = {"capital": 1.0 / 8.766, "labour": 1000.0, "area": 1.0 / 8.766}
"""From amounts of the table of steps, for W, to those for a kWh a year: 1 kWh/yr is 1/8.766 W."""
SOLVENTS = {"E6": "NMP", "A1-8": "ester-solvent"}
"""Solvent whose share recovered stands at a step."""


@dataclass(frozen=True)
class Solvent:
    """Solvent at a step: columns of its price and of the share recovered, and what is behind."""

    step: int
    price: int
    recovered: int
    bought: priced.Price
    row: Row


@dataclass(frozen=True, eq=False)
class Lowered:
    """A plant that makes a cell, ready for numbers.

    Parameters
    ----------
    plant : Plant
    wide : Plantwide
        Cell, chain and good cells a year.
    terms : tuple of Term
    inputs : tuple of Uncertain
    prices : list of Price
        By stream.
    losses : RouteYields
    solvents : tuple of Solvent
    kept : int array
        Columns of the yields.
    steps, streams : dict of str to int array
        Columns of each step's amounts, of each stream's price.
    rates : dict of str to int
        Columns of the factors of the place.
    heat : array [step]
        Share of its energy [1].
    conditions : Factors
        Of steps under conditions other than those behind their rows.
    air : int array
        Columns of the inputs that they need; empty where no dry room is other.
    """

    plant: Plant
    wide: Plantwide
    terms: tuple[Term, ...]
    inputs: tuple[Uncertain, ...]
    prices: list[priced.Price]
    losses: RouteYields
    solvents: tuple[Solvent, ...]
    kept: Columns
    steps: dict[str, Columns]
    streams: Columns
    rates: dict[str, int]
    heat: Array
    conditions: under.Factors
    air: Columns

    @property
    def typical(self) -> Array:
        """Typical values of the inputs, shape (1, input)."""
        return np.array([[x.typical for x in self.inputs]])

    @property
    def dry(self) -> NDArray[np.bool_]:
        """Which steps are dry rooms."""
        return np.array([s.driver == "dry-room" for s in self.plant.route.steps], bool)

    def yields(self, x: Array) -> Yields:
        """Return the yields of drawn inputs [draw, input]."""
        return self.losses.at(np.take(x, self.kept, axis=1))

    def flows(self, x: Array) -> Flows:
        """Return the flows of a year at full load."""
        mass = np.array([s.mass for s in self.wide.cell.streams]) * self.wide.number
        good = np.broadcast_to(mass, (len(x), len(mass)))
        cells = np.full(len(x), self.wide.number)
        chain = self.wide.chain
        return balance(good, cells, chain.passes, chain.path, self.yields(x))

    def sized(self, capacity: str | float) -> Lowered:
        """Return the same plant at another capacity, as `Plant.sized`."""
        plant = self.plant.sized(capacity)
        wide = replace(self.wide, number=plant.capacity / self.wide.cell.energy)
        return replace(self, plant=plant, wide=wide)

    @cached_property
    def typical_flows(self) -> Flows:
        """Flows at typical yields."""
        return self.flows(self.typical)


class _Book:
    """Inputs, each once, with their columns."""

    def __init__(self) -> None:
        self.inputs: list[Uncertain] = []
        self.at: dict[str, int] = {}

    def add(
        self,
        name: str,
        span: Iterable[float],
        key: str = "",
        factor: str = FACTOR,
    ) -> int:
        """Return the column of an input, adding it if it is new."""
        low, typical, high = span
        return self.put(Uncertain(name, low, typical, high, NOT_NEGATIVE, key or name, factor))

    def put(self, found: Uncertain) -> int:
        """Return the column of an input, adding it if its name is new."""
        if found.name not in self.at:
            self.at[found.name] = len(self.inputs)
            self.inputs.append(found)
        return self.at[found.name]


def lower(plant: Plant, design: Design) -> Lowered:
    """Return a plant that makes a design, ready for numbers.

    Raises
    ------
    InputError
        If the route cannot make the design, or something it is made of has no price.
    """
    plant.route.refuses(design)
    spec = specify(design)
    cell = streams_of(spec)
    chain = chain_of(plant.route.steps, cell, plant.route.where)
    wide = Plantwide(cell, chain, plant.capacity / cell.energy)
    losses = yields_of(plant.route, chain, cell)
    route, book = plant.route.steps, _Book()
    found = priced.prices_of(spec, cell, tuple(s.row for s in route), plant.settings.money)
    return Lowered(
        plant=plant,
        wide=wide,
        terms=terms_of(route),
        steps=_amounts(route, plant, book),
        losses=losses,
        kept=np.array([book.put(x) for x in losses.inputs], np.intp),
        streams=np.array(
            [book.add(p.name, (p.low, p.typical, p.high), factor="prices") for p in found], np.intp
        ),
        solvents=_solvents(route, plant, book),
        rates={
            name: book.add(f"{name} of {plant.place.region}", (f.low, f.typical, f.high),
                           factor="place")
            for name, f in plant.place.factors.items()
        },
        heat=energy.heat_shares(route),
        conditions=(changed := under.factors(route, cell.mass / cell.energy)),
        air=np.array([book.put(x) for x in under.uncertain()] if changed.rooms else [], np.intp),
        prices=found,
        inputs=tuple(book.inputs),
    )  # fmt: skip


def _amounts(route: tuple[RouteStep, ...], plant: Plant, book: _Book) -> dict[str, Columns]:
    """Return the columns of the amounts of all steps, for a kWh of good cells at 10 GWh/yr.

    Capital [money/(kWh/yr)], labour [h/kWh], area [m2/(kWh/yr)], energy [kWh/kWh], exponent [1].
    """
    wanted = plant.settings.money
    paid = money.convert(
        1.0, currency="USD", year=PRICE_YEAR, to_currency=wanted.currency, to_year=wanted.year
    )
    out: dict[str, list[int]] = {name: [] for name in (*AMOUNTS, "energy", "exponent")}
    for step in route:
        for what in AMOUNTS:
            by = PER_KWH[what] * (paid if what == "capital" else 1.0)
            span = [by * x for x in step.amount(what)]
            out[what].append(book.add(f"{what} {step.id}", span, f"{what} {step.draw}"))
        carriers = step.energy().values()
        span = [sum(e[i] for e in carriers) for i in range(3)]
        out["energy"].append(book.add(f"energy {step.id}", span, f"energy {step.draw}"))
        span = (0.9, 0.9, 0.9) if step.base or step.step.route == "liquid" else own_exponent()
        name = f"exponent {step.id}"
        out["exponent"].append(book.add(name, span, f"exponent {step.draw}"))
    return {name: np.array(columns, np.intp) for name, columns in out.items()}


def _solvents(route: tuple[RouteStep, ...], plant: Plant, book: _Book) -> tuple[Solvent, ...]:
    out = []
    for i, step in enumerate(route):
        for name in dict.fromkeys((step.row, *step.base)):
            rows = find(name, "solvent_recovered") if name in SOLVENTS else []
            if not rows:
                continue
            v, item = rows[0].value, SOLVENTS[name]
            bought = priced.solvent(item, plant.settings.money)
            span = (bought.low, bought.typical, bought.high)
            price = book.add(bought.name, span, factor="prices")
            share = Uncertain(
                f"solvent recovered {name}", v.low, v.value, v.high, SHARE, "", FACTOR, True
            )
            kept = book.put(share)
            out.append(Solvent(i, price, kept, bought, rows[0]))
            break
    return tuple(out)
