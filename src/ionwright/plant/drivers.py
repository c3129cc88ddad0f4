"""What the size of each step follows, now and in the plant behind its row.

A step of a route is one term, or several where its row is the sum of rows of the liquid line: each
term has a driver, a reference value of it, and an exponent. The ratio of a driver is

    V/V0 = (amount in good cells x gross-up by the losses now)
           / (reference amount x gross-up by the losses at their typical values),

so a reference design at typical losses and 10 GWh/yr has the ratio 1. Rows of the liquid line have
the drivers of BatPaC's plant, which counts what is started and bought: there V0 is that count.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ionwright.data import find, steps
from ionwright.plant import reference
from ionwright.plant._batpac_rows import one
from ionwright.plant.balance import Flows
from ionwright.plant.chain import Chain
from ionwright.plant.reference import SIZE, Reference
from ionwright.plant.route import RouteStep
from ionwright.plant.streams import Streams

Array = NDArray[np.float64]
AMOUNTS = ("capital", "labour", "area")
SUPPORT = "batpac-building-support"
"""Row of which the dry room and the services of the liquid line are parts: their exponent."""
COATING = {"batpac-cathode-coating": "positive", "batpac-anode-coating": "negative"}
AREAS = ("positive-area", "negative-area", "separator-area", "anode-area")
ACTIVES = {"positive-active": "positive", "solvent": "positive", "negative-active": "negative"}


@dataclass(frozen=True, eq=False)
class Term:
    """One part of a step that scales by itself.

    Parameters
    ----------
    step : int
        Place of its step in the route.
    leaf : str
        Row that it scales like: one of BatPaC, or the step's own.
    driver : str
        In the words of the table of steps.
    share : array [3]
        Of the step's typical capital, labour and area [1].
    exponent : array [3] or None
        Of capital, labour and area [1]; None where it is drawn, for rows of their own.
    reference : Reference
        Where the row stands.
    """

    step: int
    leaf: str
    driver: str
    share: Array
    exponent: Array | None
    reference: Reference


def terms_of(route: tuple[RouteStep, ...]) -> tuple[Term, ...]:
    """Return the terms of all steps of a route, in order."""
    out = []
    for i, step in enumerate(route):
        found = _leaves(step.base) if step.base else [step.row]
        share = np.array([_shares(found, what) for what in AMOUNTS])
        origin = step.step.route
        ref = _reference(origin, bool(step.base))
        for j, leaf in enumerate(found):
            of_batpac = leaf.startswith("batpac-")
            driver = steps.step(leaf).driver if of_batpac and origin == "liquid" else step.driver
            like = leaf if of_batpac else SUPPORT if leaf in ("E17", "E19") else ""
            out.append(Term(i, leaf, driver, share[:, j], _exponent(like), ref))
    return tuple(out)


def _leaves(base: tuple[str, ...]) -> list[str]:
    """Return the rows at the root of some rows."""
    out = []
    for name in base:
        deeper = steps.step(name).base
        out += _leaves(deeper) if deeper else [name]
    return out


def _shares(found: list[str], what: str) -> list[float]:
    if len(found) == 1:
        return [1.0]
    typical = [steps.amount(name, what)[1] for name in found]
    total = sum(typical)
    return [x / total for x in typical] if total > 0.0 else [1.0 / len(found)] * len(found)


def _exponent(like: str) -> Array | None:
    if not like:
        return None
    return np.array([one(like, steps.PER_CAPACITY[what][2]) for what in AMOUNTS])


def _reference(origin: str, multiple: bool) -> Reference:
    if origin == "liquid":
        return reference.liquid()
    return reference.solid(not multiple, origin.split("-")[0])


@dataclass(frozen=True, eq=False)
class Plantwide:
    """What is the same in every draw.

    Parameters
    ----------
    cell : Streams
    chain : Chain
    number : float
        Good cells a year [1/yr].
    """

    cell: Streams
    chain: Chain
    number: float

    @property
    def energy(self) -> float:
        """Of the good cells [kWh/yr]."""
        return self.number * self.cell.energy

    def part(self, driver: str) -> str:
        """Return the part of the cell whose web an area is."""
        if driver != "anode-area":
            return driver.removesuffix("-area")
        coated = {s.part for s in self.cell.streams if s.web and not s.name.endswith("/foil")}
        return next((p for p in ("lithium", "interlayer", "negative") if p in coated), "separator")

    def active(self, side: str) -> NDArray[np.bool_]:
        """Return which streams are active material of a side."""
        return np.array([s.name == f"{side}/active" for s in self.cell.streams], bool)

    def electrolyte(self, step: int) -> NDArray[np.bool_]:
        """Return the streams of electrolyte that pass a step; all where none does."""
        every = np.array([s.name.endswith("/electrolyte") for s in self.cell.streams], bool)
        here = every & self.chain.passes[step]
        return here if here.any() else every


def ratios(terms: tuple[Term, ...], plant: Plantwide, now: Flows, typical: Flows) -> Array:
    """Return V/V0 of every term [1], shape (draw, term)."""
    columns = [_ratio(t.driver, t, plant, now, typical) for t in terms]
    return np.stack(np.broadcast_arrays(*columns), axis=-1)


def values(terms: tuple[Term, ...], plant: Plantwide, now: Flows, typical: Flows) -> list[tuple]:
    """Return (driver, value now of the first draw, reference value, unit) of every term.

    Of "dry-room", which is the larger of two ratios, the value is that ratio.
    """
    out = []
    for t in terms:
        ratio = float(np.asarray(_ratio(t.driver, t, plant, now, typical)).flat[0])
        value, unit = 1.0, "1"
        if t.driver != "dry-room":
            value, unit = _base(t.driver, t, plant, typical), _unit(t.driver)
        out.append((t.driver, ratio * value, value, unit))
    return out


def loading(terms: tuple[Term, ...], plant: Plantwide, now: Flows, typical: Flows) -> Array:
    """Return solvent for each area coated over that of the reference [1], shape (draw, term).

    Solvent is in proportion to the active material; 1 for all but coaters of electrodes.
    """
    columns = []
    for t in terms:
        side = COATING.get(t.leaf, "")
        if not side or t.driver != f"{side}-area" or not plant.active(side).any():
            columns.append(np.ones(1))
            continue
        mass = _ratio(f"{side}-active", t, plant, now, typical)
        columns.append(mass / _ratio(f"{side}-area", t, plant, now, typical))
    return np.stack(np.broadcast_arrays(*columns, now.cells[:, 0])[:-1], axis=-1)


def cell_size(terms: tuple[Term, ...], charge: float) -> tuple[Array, Array]:
    """Return BatPaC's factors for the charge of a cell [Ah]: on all amounts, on capital alone.

    Stacking goes with (charge/68 Ah)^0.95 for each cell, formation with ^0.3 and, above 80 Ah,
    with 1.1 on capital; the reference is the charge of the row's own cell.
    """
    every, capital = np.ones(len(terms)), np.ones(len(terms))
    for i, t in enumerate(terms):
        if t.leaf in ("batpac-stacking", "batpac-formation"):
            every[i] = (charge / t.reference.charge) ** one(t.leaf, "cell_size_exponent")
        if t.leaf == "batpac-formation" and charge > one(t.leaf, "large_cell_charge", "Ah"):
            capital[i] = one(t.leaf, "large_cell_factor")
    return every, capital


def own_exponent() -> tuple[float, float, float]:
    """Return low, typical and high of the exponent of a row of its own [1]; assumed."""
    (row,) = find("own-step", "capital_exponent")
    return row.value.low, row.value.value, row.value.high


def _unit(driver: str) -> str:
    if driver == "energy":
        return "kWh/yr"
    if driver == "cells":
        return "1/yr"
    return "m2/yr" if driver.endswith("area") else "kg/yr"


def _ratio(driver: str, t: Term, plant: Plantwide, now: Flows, typical: Flows) -> Array:
    if driver == "dry-room":
        cells = _ratio("cells", t, plant, now, typical)
        return np.maximum(cells, _ratio("electrode-area", t, plant, now, typical))
    return _amount(driver, t, plant, now) / _base(driver, t, plant, typical)


def _base(driver: str, t: Term, plant: Plantwide, typical: Flows) -> float:
    """Return V0."""
    ref = t.reference
    value = _listed(driver, t, plant)
    if ref.gross or driver == "energy":
        return value
    good = _good(driver, t, plant)
    return value * float(_amount(driver, t, plant, typical)[0]) / good if good > 0.0 else value


def _listed(driver: str, t: Term, plant: Plantwide) -> float:
    """Return the reference amount as it is listed, a year."""
    ref = t.reference
    if driver == "energy":
        return SIZE
    if driver == "cells":
        return ref.cells
    if driver == "electrode-area":
        return ref.positive_area + (ref.negative_area if ref.gross else ref.anode_area)
    if driver in AREAS:
        return getattr(ref, driver.replace("-", "_"))
    if driver in ACTIVES:
        return getattr(ref, f"{ACTIVES[driver]}_active")
    if "all" in ref.electrolyte:
        return ref.electrolyte["all"]
    here = plant.electrolyte(t.step)
    names = {s.name for s, there in zip(plant.cell.streams, here, strict=True) if there}
    listed = sum(ref.electrolyte.get(name, 0.0) for name in names)
    # a step of a user: its own design is then the reference
    return listed or _good(driver, t, plant) * SIZE / plant.energy


def _good(driver: str, t: Term, plant: Plantwide) -> float:
    """Return the amount in the good cells of a year."""
    if driver == "cells":
        return plant.number
    if driver == "electrode-area":
        return _good("positive-area", t, plant) + _good("anode-area", t, plant)
    if driver in AREAS:
        return plant.cell.web(plant.part(driver)) * plant.number
    mass = np.array([s.mass for s in plant.cell.streams]) * plant.number
    return float(mass[_mask(driver, t, plant)].sum())


def _mask(driver: str, t: Term, plant: Plantwide) -> NDArray[np.bool_]:
    if driver in ACTIVES:
        return plant.active(ACTIVES[driver])
    return plant.electrolyte(t.step)


def _amount(driver: str, t: Term, plant: Plantwide, flows: Flows) -> Array:
    """Return what the step handles in a year, shape (draw,)."""
    if driver == "energy":
        return np.full(len(flows.cells), plant.energy)
    if driver == "cells":
        served = t.reference.gross or not plant.chain.passes[t.step].any()
        return flows.cells.max(axis=1) if served else flows.cells[:, t.step]
    if driver == "electrode-area":
        one_side = _amount("positive-area", t, plant, flows)
        return one_side + _amount("anode-area", t, plant, flows)
    if driver in AREAS:
        part = plant.part(driver)
        return plant.cell.web(part) * plant.number * _web(part, t, plant, flows)
    mask = _mask(driver, t, plant)
    here = mask & plant.chain.passes[t.step]
    found = flows.enter[:, t.step] if here.any() else flows.bought
    out = np.zeros(len(found))
    for k in np.flatnonzero(here if here.any() else mask):
        out = out + found[:, k]
    return out


def _web(part: str, t: Term, plant: Plantwide, flows: Flows) -> Array:
    """Return web of a part into the step over that in good cells; the most, if it passes not."""
    mine = np.array([s.part == part for s in plant.cell.streams], bool)
    passing: NDArray[np.bool_] = np.asarray(plant.chain.passes[:, mine].any(axis=1))
    if passing[t.step]:
        return flows.web[:, t.step]
    return flows.web[:, passing].max(axis=1) if passing.any() else np.ones(len(flows.web))
