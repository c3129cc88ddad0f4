"""Brown field: a liquid line that stands, made into another.

A step of the new route stays, is modified or is new, as its row says; what of the standing line
no step of it takes up is dropped. Two sums are kept apart:

- by the rows: steps that stay cost nothing, modified ones the share r of their price, new ones
  all of it. This looks at no size.
- with size: a step that stays or is modified takes from the standing line, row by row of the
  liquid line behind it, at most what stands there in money of new machines; what it lacks is
  bought. A row of a step's own (a seed layer on a coater that stands) is taken as large enough.

For a term of the new route that needs K and finds S: taken = (1 - r) min(K, S), with r = 0 where
the step stays; paid = K - taken. Floor and land that stand are used as far as they reach.

Money that was spent on the standing line is gone in both cases, and what is dropped is worth
nothing: neither is counted. While the line is converted it makes nothing and its crew and upkeep
are paid; margin on the cells that are not made is left out, only their amount is told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ionwright import cell, data, units
from ionwright.cell import Design
from ionwright.core import Value
from ionwright.core.laws import Law
from ionwright.errors import InputError
from ionwright.plant import draws, finance
from ionwright.plant.cost import AT, added, along
from ionwright.plant.draws import SHARE, Uncertain
from ionwright.plant.files import load_route
from ionwright.plant.lower import Lowered, lower
from ionwright.plant.model import Run, run
from ionwright.plant.plant import Plant
from ionwright.plant.result import TOLERANCE
from ionwright.plant.scaled import Amounts, work

__all__ = ["Conversion", "Side", "convert_many"]

Array = NDArray[np.float64]
STANDING = ("liquid", "liquid-nmc811-graphite")
"""Route and design of the line that stands unless a user names others."""
SERVICES = "E19"
"""Row of the building's services."""
RELATIONS = ("stays", "modified", "new")
FIGURES = {
    "kept": ("machines of the new route that stay, by the rows", "1"),
    "kept without services": ("the same without the services of the building", "1"),
    "modified": ("machines that are modified, by the rows", "1"),
    "new": ("machines that are new, by the rows", "1"),
    "conversion": ("machines paid for, by the rows", "money/(kWh/yr)"),
    "conversion with size": ("the same where the standing line may be too small", "money/(kWh/yr)"),
    "taken": ("share of the new route's machines that the line gives, with size", "1"),
    "dropped": ("share of the standing line's machines that nobody takes, with size", "1"),
    "invested": ("conversion with size, floor and land that lack", "money/(kWh/yr)"),
    "greenfield": ("machines, building and land of a new plant", "money/(kWh/yr)"),
    "saved": ("of the new plant's capital", "money/(kWh/yr)"),
    "saved on a kWh": ("annuities of what is saved", "money/kWh"),
    "idle time": ("without output", "yr"),
    "idle cost": ("crew and upkeep meanwhile", "money/(kWh/yr)"),
}
"""Figures with meaning and unit."""


@dataclass(frozen=True, eq=False)
class Side:
    """One of the two plants over the draws: `low`, its `run`, and capital by term [draw, term]."""

    low: Lowered
    run: Run
    capital: Array


@dataclass(frozen=True, eq=False)
class Conversion:
    """A standing line made into another plant.

    Parameters
    ----------
    new, standing : Side
        The route that is wanted, as a new plant would build it, and the line that stands.
    found : array [draw, term]
        What each term of the new route finds in the standing line [money].
    refit : array [draw]
        Cost of modifying as a share of the price of a new step [1].
    idle : array [draw]
        Time without output [yr].
    """

    new: Side
    standing: Side
    found: Array
    refit: Array
    idle: Array

    @cached_property
    def figures(self) -> dict[str, Array]:
        """Figures by name, each [draw]; units in `FIGURES`."""
        need, low = self.new.capital, self.new.low
        whole, services = added(need), _mask(low, SERVICES)
        at = {name: self._of(name) for name in RELATIONS}
        stays = np.where(at["stays"], need, 0.0)
        plain = added(np.where(services, 0.0, need))
        energy = low.wide.energy
        shell, land = self._lacks()
        built, ground = self.new.run.stack.shell, self.new.run.stack.land
        paid = added(self.paid)
        invested, green = paid + shell + land, whole + built + ground
        rest = added(self.standing.capital)
        return {
            "kept": added(stays) / whole,
            "kept without services": added(np.where(services, 0.0, stays)) / plain,
            "modified": added(np.where(at["modified"], need, 0.0)) / whole,
            "new": added(np.where(at["new"], need, 0.0)) / whole,
            "conversion": self._by_rows() / energy,
            "conversion with size": paid / energy,
            "taken": (whole - paid) / whole,
            "dropped": 1.0 - added(np.where(self._listed, self.found, 0.0)) / rest,
            "invested": invested / energy,
            "greenfield": green / energy,
            "saved": (green - invested) / energy,
            "saved on a kWh": self._annual(whole - paid, built - shell, ground - land),
            "idle time": self.idle,
            "idle cost": self.idle * self._standing_crew() / energy,
        }

    @property
    def headline(self) -> dict[str, float]:
        """Figures of the first draw; of `convert` the one at typical values."""
        return {name: float(value[0]) for name, value in self.figures.items()}

    def band(self, name: str) -> tuple[float, float]:
        """Return the 5 and the 95 % point of a figure over the draws."""
        low, high = np.quantile(self.figures[name], (0.05, 0.95))
        return float(low), float(high)

    @cached_property
    def paid(self) -> Array:
        """What each term of the new route costs, with size [money], [draw, term]."""
        again = np.where(self._of("modified"), self.refit[:, None], 0.0)
        return self.new.capital - (1.0 - again) * self.found

    @property
    def steps(self) -> list[tuple[str, str, str, float, float, float]]:
        """Step, what it does, relation, need, found and paid [money/(kWh/yr)], first draw."""
        energy, out = self.new.low.wide.energy, []
        for i, step in enumerate(self.new.low.plant.route.steps):
            mine = [j for j, t in enumerate(self.new.low.terms) if t.step == i]
            sums = (float(x[0, mine].sum()) / energy for x in
                    (self.new.capital, self.found, self.paid))  # fmt: skip
            out.append((step.id, step.name, step.relation, *sums))
        return out

    @property
    def dropped(self) -> list[tuple[str, str, float]]:
        """Standing steps with what nobody takes of them [money/(kWh/yr)], first draw, most first.

        Money is for a kWh a year of the new plant; steps of which all is taken are left out.
        """
        used: dict[str, float] = {}
        for j, term in enumerate(self.new.low.terms):
            used[term.leaf] = used.get(term.leaf, 0.0) + float(self.found[0, j])
        left: dict[int, float] = {}
        for j, term in enumerate(self.standing.low.terms):
            rest = float(self.standing.capital[0, j]) - used.get(term.leaf, 0.0)
            left[term.step] = left.get(term.step, 0.0) + rest
        steps, energy = self.standing.low.plant.route.steps, self.new.low.wide.energy
        rows = [(steps[i].id, steps[i].name, x / energy) for i, x in left.items()]
        return sorted((r for r in rows if r[2] > 1e-9), key=lambda r: -r[2])

    @property
    def notes(self) -> list[str]:
        """What a reader must know, one sentence each."""
        f, old = self.headline, self.standing.low
        out = [
            f"the line that stands: {old.plant.route.id}, {old.wide.cell.design}, "
            f"{old.plant.capacity / 1e6:g} GWh/yr",
            f"share of the price that a modified step costs: {_told('refit_share', '1')}, assumed",
            f"time without output: {_told('idle_time', 'yr')} yr, assumed; "
            f"{f['idle time'] * old.plant.capacity / 1e6:.3g} GWh are not made, their margin is "
            "not counted",
            "what is dropped is worth nothing, and money spent on the standing line is gone",
        ]
        if f["conversion with size"] > 1.01 * f["conversion"]:
            out.append(
                "the standing line is too small for some steps that stay or are modified: "
                f"{f['conversion with size'] - f['conversion']:.3g} "
                f"{old.plant.settings.money.currency}/(kWh/yr) more than by the rows"
            )
        return out

    def check(self) -> list[Law]:
        """Return the laws of a conversion, with their largest residuals over the draws."""
        need, standing = self.new.capital, self.standing.capital
        whole = added(need)
        f = self.figures
        parts = np.abs(sum(f[n] for n in ("kept", "modified", "new")) - 1.0)
        by_step = self.new.run.work.capital
        steps = np.zeros_like(by_step)
        for j, term in enumerate(self.new.low.terms):
            steps[:, term.step] += need[:, j]
        given = np.where(self._of("modified"), 1.0 - self.refit[:, None], 1.0) * self.found
        closes = np.abs(added(self.paid) + added(given) - whole) / whole
        most = added(np.where(self._listed, self.found, 0.0)) / added(standing) - 1.0
        bounds = np.maximum(-self.found, self.found - need).max(axis=1) / whole
        free = (f["conversion"] - f["conversion with size"]) * self.new.low.wide.energy / whole
        laws = (
            ("what stays, is modified and is new is all of it", parts, "capital"),
            ("terms add up to the steps of the plant", _worst(steps - by_step) / whole, "capital"),
            ("what is paid and what is taken is what a new plant needs", closes, "capital"),
            ("no more is found than stands", np.maximum(most, 0.0), "standing capital"),
            ("a step finds from nothing to what it needs", np.maximum(bounds, 0.0), "capital"),
            ("with size costs no less than by the rows", np.maximum(free, 0.0), "capital"),
        )
        return [Law(name, float(r.max()), TOLERANCE, scale) for name, r, scale in laws]

    @cached_property
    def _listed(self) -> NDArray[np.bool_]:
        """Which terms of the new route stand for a row of the liquid line."""
        return np.array([_of_liquid(t.leaf) for t in self.new.low.terms], bool)

    def _of(self, relation: str) -> NDArray[np.bool_]:
        steps = self.new.low.plant.route.steps
        return np.array([steps[t.step].relation == relation for t in self.new.low.terms], bool)

    def _by_rows(self) -> Array:
        need = self.new.capital
        part = np.where(self._of("modified"), self.refit[:, None], 0.0)
        return added(np.where(self._of("new"), 1.0, part) * need)

    def _lacks(self) -> tuple[Array, Array]:
        """Return money for floor and land beyond those that stand [money], each [draw]."""
        ours, stands = added(self.new.run.work.area), added(self.standing.run.work.area)
        more = np.maximum(0.0, 1.0 - stands / ours)
        return self.new.run.stack.shell * more, self.new.run.stack.land * more

    def _annual(self, machines: Array, shell: Array, land: Array) -> Array:
        """Return the annuities of some capital [money/kWh]."""
        s = self.new.low.plant.settings
        f, made = s.finance, s.operation.load * self.new.low.wide.energy
        paid = 1.0 - f.grant
        each_machine = paid * finance.annuity(f.interest, f.equipment_years)
        each_house = paid * finance.annuity(f.interest, f.building_years)
        return (each_machine * machines + each_house * shell + f.interest * land) / made

    def _standing_crew(self) -> Array:
        """Return crew, its overhead and upkeep of the standing line [money/yr]."""
        stack, o = self.standing.run.stack, self.standing.low.plant.settings.overhead
        labour = along(stack.fixed[:, :, AT["labour"]] + stack.variable[:, :, AT["labour"]], 1)
        return (1.0 + o.on_labour) * labour + o.maintenance * stack.machines


def convert(
    plant: Plant, design: Design, standing: Plant | None = None, made: Design | None = None
) -> Conversion:
    """Return what making a standing line into a plant costs and saves, at typical values.

    Parameters
    ----------
    plant, design : Plant, Design
        What is wanted.
    standing, made : Plant, Design, optional
        The line that stands and the cell it makes; a liquid line of the capacity of `plant`.

    Raises
    ------
    InputError
        If a route cannot make its design, or both plants differ in place or money.
    """
    return _converted(plant, design, standing, made, None)


def convert_many(
    plant: Plant,
    design: Design,
    standing: Plant | None = None,
    made: Design | None = None,
    *,
    count: int = 1000,
    correlation: float = draws.CORRELATION,
    seed: int = 1,
) -> Conversion:
    """Return the same over draws of both plants, of the share of a refit and of the idle time.

    Rows that both plants share have one draw, so that what stays costs nothing in every draw.
    """
    return _converted(plant, design, standing, made, (count, correlation, seed))


def _converted(
    plant: Plant,
    design: Design,
    standing: Plant | None,
    made: Design | None,
    drawn: tuple[int, float, int] | None,
) -> Conversion:
    route, name = STANDING
    stands = standing or replace(plant, route=load_route(route))
    if (stands.place, stands.settings) != (plant.place, plant.settings):
        raise InputError(
            "a line is converted where it stands and in one money",
            seen=f"{stands.place.region} and {plant.place.region}, or other settings",
            do="Load both plants with one region and one file of settings",
        )
    low, old = lower(plant, design), lower(stands, made or cell.load(name))
    own = (_input("refit_share", "1"), _input("idle_time", "yr"))
    sides, rest = [], np.array([[x.typical for x in own]])
    for one in (low, old):
        x = one.typical
        if drawn:
            count, correlation, seed = drawn
            both = draws.Draws((*one.inputs, *own), correlation, seed).values(0, count)
            x, rest = np.ascontiguousarray(both[:, : -len(own)]), both[:, -len(own) :]
        done = run(one, x)
        sides.append(Side(one, done, _by_term(one, done, x)))
    found = _found(*sides)
    return Conversion(sides[0], sides[1], found, rest[:, 0].copy(), rest[:, 1].copy())


def _by_term(low: Lowered, done: Run, x: Array) -> Array:
    """Return the capital of each term [money], [draw, term]; sums of rows are taken apart."""
    out = np.zeros((len(x), len(low.terms)))
    ones = np.ones_like(done.work.capital)
    own = np.take(x, low.steps["exponent"], axis=1)
    each = Amounts(ones, ones, ones, ones, own, low.heat)
    for j, term in enumerate(low.terms):
        alone = work((term,), each, low.wide, done.flows, low.typical_flows)
        out[:, j] = alone.capital[:, term.step]
    for i in range(ones.shape[1]):
        mine = [j for j, t in enumerate(low.terms) if t.step == i]
        out[:, mine] *= (done.work.capital[:, i] / added(out[:, mine]))[:, None]
    return out


def _found(new: Side, standing: Side) -> Array:
    """Return what the terms of the new route find, in its order, [draw, term]."""
    stock: dict[str, Array] = {}
    for j, term in enumerate(standing.low.terms):
        stock[term.leaf] = stock.get(term.leaf, 0.0) + standing.capital[:, j]
    out = np.zeros_like(new.capital)
    for j, term in enumerate(new.low.terms):
        if new.low.plant.route.steps[term.step].relation not in ("stays", "modified"):
            continue
        need = new.capital[:, j]
        if not _of_liquid(term.leaf):
            out[:, j] = need
        elif term.leaf in stock:
            out[:, j] = np.minimum(need, stock[term.leaf])
            stock[term.leaf] = stock[term.leaf] - out[:, j]
    return out


def _of_liquid(leaf: str) -> bool:
    return leaf.startswith("batpac-") or leaf in ("E17", SERVICES)


def _mask(low: Lowered, leaf: str) -> NDArray[np.bool_]:
    return np.array([t.leaf == leaf for t in low.terms], bool)


def _worst(x: Array) -> Array:
    return np.abs(x).max(axis=1)


def _row(quantity: str) -> Value:
    return data.default("brown-field", quantity).value


def _input(quantity: str, unit: str) -> Uncertain:
    v = _row(quantity)
    low, typical, high = (units.to(x, unit) for x in (v.low, v.value, v.high))
    bounds = SHARE if unit == "1" else draws.NOT_NEGATIVE
    name = f"brown field {quantity}"
    return Uncertain(name, low, typical, high, bounds, factor="brown field")


def _told(quantity: str, unit: str) -> str:
    v = _row(quantity)
    low, typical, high = (units.to(x, unit) for x in (v.low, v.value, v.high))
    return f"{typical:.3g} ({low:.3g} to {high:.3g})"
