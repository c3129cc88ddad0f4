"""What a plant takes and costs: one plant with its laws, and many draws of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ionwright.cell import Design
from ionwright.core.laws import Law
from ionwright.data import steps
from ionwright.errors import InputError
from ionwright.plant import basis as bases
from ionwright.plant import compare, draws, drivers, evidence, figures, finance, notes, prices
from ionwright.plant.basis import Basis
from ionwright.plant.cost import CAUSES
from ionwright.plant.counted_rows import ROWS
from ionwright.plant.energy import Used
from ionwright.plant.lower import Lowered, lower
from ionwright.plant.model import Run, run
from ionwright.plant.plant import Plant
from ionwright.plant.route import RouteStep
from ionwright.plant.worth import Worth, worth

Array = NDArray[np.float64]
TOLERANCE = 1e-9
"""Largest residual of a law that still counts as obeyed [1]."""
LOADS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1)
"""Output over capacity at which cost is shown [1]."""
CLASSES = ("counted", "scaled", "assumed")
"""How the capital of a step came to be: machines counted, a sourced row scaled, an estimate."""


@dataclass(frozen=True, eq=False)
class Result:
    """A plant at typical values of its inputs.

    Parameters
    ----------
    low : Lowered
    run : Run
        Arrays of one draw.
    """

    low: Lowered
    run: Run

    @property
    def plant(self) -> Plant:
        """The plant."""
        return self.low.plant

    @property
    def load(self) -> float:
        """Output over capacity [1]."""
        return self.plant.settings.operation.load

    @property
    def basis(self) -> Basis:
        """What its money stands on."""
        return self.plant.basis(prices.market(self.low.prices))

    @cached_property
    def headline(self) -> dict[str, float]:
        """Figures by name; units in `figures.FIGURES`, money in that of the basis."""
        found = figures.figures(self.low, self.run, self.load, self.low.typical)
        return {name: float(value[0]) for name, value in found.items()}

    @property
    def cost(self) -> float:
        """Full cost [money/kWh]."""
        return self.headline["cost"]

    @property
    def cost_per_cell(self) -> float:
        """Full cost [money/cell]."""
        return self.per_cell["cost"]

    @property
    def per_cell(self) -> dict[str, float]:
        """Full, levelised and marginal cost [money/cell]; names as in the headline."""
        size = self.low.wide.cell.energy
        return {name: size * self.headline[name] for name in ("cost", "levelised", "marginal")}

    @property
    def by_cause(self) -> dict[str, float]:
        """Full cost by cause [money/kWh]."""
        found = figures.by_cause(self.run, self.load)[0]
        return dict(zip(CAUSES, found.tolist(), strict=True))

    @property
    def by_step(self) -> dict[str, float]:
        """Full cost by step [money/kWh]."""
        found = figures.by_step(self.run, self.load)[0]
        return dict(zip((s.id for s in self.plant.route.steps), found.tolist(), strict=True))

    @property
    def table(self) -> Array:
        """Full cost by step and cause [money/kWh], [step, cause]."""
        return self.run.stack.at(self.load)[0]

    @property
    def marginal_table(self) -> Array:
        """Cost of one more kWh by step and cause [money/kWh], [step, cause]."""
        return self.run.stack.variable[0] / self.low.wide.energy

    @property
    def levelised_by_cause(self) -> dict[str, float]:
        """Levelised cost by cause [money/kWh]: full cost, then tax, less what the state pays."""
        found = self.worth()
        return {**self.by_cause, "tax": found.tax, "subsidy": 0.0 - found.subsidy}

    def worth(self, price: float | None = None) -> Worth:
        """Return value, internal rate, tax and subsidy over the life of the plant.

        Parameters
        ----------
        price : float, optional
            Of good cells [money/kWh]; the levelised cost if left out.
        """
        return worth(self.run.stack.project(self.load), price)

    @property
    def over_load(self) -> dict[float, float]:
        """Full cost [money/kWh] by load [1], from 30 to 110 %."""
        return {load: self.at_load(load) for load in LOADS}

    def sized(self, capacity: str | float) -> Result:
        """Return the plant at another capacity, text such as "20 GWh/yr" or [kWh/yr]."""
        low = self.low.sized(capacity)
        return Result(low, run(low, low.typical))

    def efficient_scale(
        self, fall: float = 0.05, low: float = 1e6, high: float = 1e8
    ) -> float | None:
        """Return the size beyond which doubling saves less than a share of the cost [kWh/yr].

        Parameters
        ----------
        fall : float
            That share, of the full cost less materials [1]; a choice, not data.
        low, high : float
            Sizes to look at [kWh/yr].

        Returns
        -------
        float or None
            `low` if no doubling saves as much, None if the last one still does.
        """
        return finance.minimum_efficient_scale(
            lambda size: self.sized(size).headline["processing"], fall, low, high, steps=2
        )

    @property
    def energy(self) -> Used:
        """Energy used, by step and carrier; arrays of one draw."""
        return figures.taken(self.low, self.run)

    def at_load(self, load: float) -> float:
        """Return the full cost at another load [money/kWh].

        Raises
        ------
        InputError
            If the load is not above zero.
        """
        if not load > 0.0:
            raise InputError("a plant that costs a kWh makes some", seen=f"load {load:g}")
        return float(self.run.stack.full(load)[0])

    @property
    def bought(self) -> dict[str, float]:
        """Kilograms bought for each in a good cell, by stream and item [1]."""
        number, flow = self.low.wide.number, self.run.flows.bought[0]
        cell = self.low.wide.cell.streams
        return {
            f"{s.name} {s.item}": float(b / (s.mass * number))
            for s, b in zip(cell, flow, strict=True)
        }

    def bought_of(self, item: str) -> float:
        """Return what is bought of an item [kg/kWh of good cells]."""
        cell, flow = self.low.wide.cell.streams, self.run.flows.bought[0]
        return sum(float(b) for s, b in zip(cell, flow, strict=True) if s.item == item) / (
            self.low.wide.energy
        )

    @property
    def classes(self) -> dict[str, float]:
        """Shares of the capital in machines that are counted, scaled and assumed [1]."""
        capital = self.run.work.capital[0]
        out: dict[str, float] = {name: 0.0 for name in CLASSES}
        for step, money in zip(self.plant.route.steps, capital.tolist(), strict=True):
            by_count = self.plant.counted and step.row in ROWS
            out["counted" if by_count else class_of(step)] += money / float(capital.sum())
        return out

    @property
    def assumed_inputs(self) -> tuple[int, int]:
        """How many inputs no source gives, and how many there are; zeros left out."""
        return evidence.counted_inputs(self.low)

    @property
    def at_assumed_prices(self) -> float:
        """Share of the full cost that is paid for materials at assumed prices [1]."""
        return evidence.at_assumed_prices(self.low, self.run, self.cost)

    def kept(self, services: bool = True) -> float:
        """Return the share of capital in steps of a liquid line that stay as they are [1].

        Parameters
        ----------
        services : bool
            False leaves the services of the building out, above and below the line.
        """
        stays = whole = 0.0
        steps_, capital = self.plant.route.steps, self.run.work.capital[0]
        for i, step in enumerate(steps_):
            mine = [t for t in self.low.terms if t.step == i]
            part = sum(t.share[0] for t in mine if services or t.leaf != "E19")
            whole += part * capital[i]
            stays += part * capital[i] if step.relation == "stays" else 0.0
        return float(stays / whole)

    @property
    def drivers(self) -> list[tuple[str, str, float, float, str]]:
        """Step, driver, its value, that in the plant behind the row, and unit, by term."""
        flow = self.low.typical_flows
        found = drivers.values(self.low.terms, self.low.wide, self.run.flows, flow)
        ids = [self.plant.route.steps[t.step].id for t in self.low.terms]
        return [(i, *row) for i, row in zip(ids, found, strict=True)]

    @property
    def notes(self) -> list[str]:
        """What a reader must know, one sentence each."""
        return notes.of(self.low, self.load, self.classes)

    def check(self) -> list[Law]:
        """Return the laws that a plant obeys, with their residuals."""
        found = figures.residuals(self.low, self.run, self.load)[0]
        laws = [
            Law(name, float(r), TOLERANCE, scale)
            for (name, scale), r in zip(figures.LAWS.items(), found, strict=True)
        ]
        shares = abs(sum(self.classes.values()) - 1.0)
        laws.append(Law("capital: its shares add up to one", shares, TOLERANCE, "capital"))
        y = self.low.yields(self.low.typical)
        worst = max(float(np.maximum(a - 1.0, 0.0).max()) for a in (y.material, y.web, y.cell))
        laws.append(Law("yields are at most one", worst, 0.0, "1"))
        return [*laws, *self.worth().check()]


def class_of(step: RouteStep) -> str:
    """Return how the capital of a step came to be: "scaled" or "assumed"."""
    if step.own is not None:
        kind = step.own.capital.kind
    else:
        rows = steps.numbers(step.row)
        found = [r.kind for r in rows if r.quantity in ("capital_multiple", "capital_per_capacity")]
        kind = found[0] if found else "assumed"
    return "scaled" if kind not in ("assumed", "") else "assumed"


def solve(plant: Plant, design: Design) -> Result:
    """Return what a plant takes and costs at typical values.

    Raises
    ------
    InputError
        If the route cannot make the design, or something has no price.
    """
    low = lower(plant, design)
    return Result(low, run(low, low.typical))


@dataclass(frozen=True, eq=False)
class Many:
    """A plant in many draws.

    Parameters
    ----------
    low : Lowered
    draws : Draws
    figures : dict of str to array [draw]
        As `Result.headline`.
    by_cause, by_step : array [draw, cause], [draw, step]
        Full cost [money/kWh].
    residuals : array [draw, law]
        In the order of `figures.LAWS`.
    """

    low: Lowered
    draws: draws.Draws
    figures: dict[str, Array]
    by_cause: Array
    by_step: Array
    residuals: Array

    @property
    def basis(self) -> Basis:
        """What its money stands on."""
        return self.low.plant.basis(prices.market(self.low.prices))

    def outcomes(self, figure: str = "cost") -> compare.Outcomes:
        """Return one figure for a comparison."""
        name, found = self.low.plant.route.label, self.draws
        return compare.Outcomes(name, self.figures[figure], found.seed, found.correlation)

    def band(self, figure: str) -> tuple[float, float]:
        """Return the 5 and the 95 % point of a figure over the draws, in its unit."""
        low, high = np.quantile(self.figures[figure], (0.05, 0.95))
        return float(low), float(high)

    def check(self) -> list[Law]:
        """Return the laws with the largest residual of all draws."""
        worst = self.residuals.max(axis=0)
        return [
            Law(f"{name}, in every draw", float(r), TOLERANCE, scale)
            for (name, scale), r in zip(figures.LAWS.items(), worst, strict=True)
        ]


def solve_many(
    plant: Plant,
    design: Design,
    count: int = 10_000,
    *,
    correlation: float = draws.CORRELATION,
    seed: int = 1,
    chunk: int = 500,
    workers: int = 1,
) -> Many:
    """Return a plant in many draws of its inputs.

    Parameters
    ----------
    plant, design : Plant, Design
    count : int
        Draws.
    correlation : float
        Of the normal numbers of two inputs of one factor [1].
    seed : int
    chunk, workers : int
        Draws in one pass, threads; neither changes a bit of the answer.

    Raises
    ------
    InputError
        As `solve`, or if a setting is outside its range.
    """
    low = lower(plant, design)
    drawn = draws.Draws(low.inputs, correlation, seed)
    load = plant.settings.operation.load
    names = list(figures.FIGURES)

    def model(x: Array) -> Array:
        done = run(low, x)
        found = figures.figures(low, done, load, x)
        columns = [found[name][:, None] for name in names]
        parts = [figures.by_cause(done, load), figures.by_step(done, load)]
        return np.concatenate([*columns, *parts, figures.residuals(low, done, load)], axis=1)

    out = draws.each(model, drawn, count, chunk=chunk, workers=workers)
    cuts = np.cumsum([len(names), len(CAUSES), len(plant.route.steps)])
    head, cause, step, laws = np.split(out, cuts, axis=1)
    kept = {name: head[:, i].copy() for i, name in enumerate(names)}
    return Many(low, drawn, kept, cause, step, laws)


def cheaper(a: Many, b: Many, figure: str = "cost") -> compare.Verdict:
    """Return the verdict on two plants over the same draws.

    Raises
    ------
    InputError
        If their bases differ, or their draws.
    """
    bases.same(a.basis, b.basis)
    return compare.compare(a.outcomes(figure), b.outcomes(figure))
