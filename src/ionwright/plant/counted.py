"""The integer engine: machines counted one by one, crews, energy, floor and capital by step."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import add

import numpy as np
import numpy.typing as npt

from ionwright.plant.balance import along
from ionwright.plant.steps import Fleet, Floor, Machine, Numbers
from ionwright.plant.steps.machine import NO_FLOOR

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Group:
    """Machines of one kind at a step, and what passes through them for each cell.

    Parameters
    ----------
    name : str
        For example "mixer, anode".
    machine : Machine
    per_cell : float or array, shape (draw,)
        Driver of the machine's law for one cell equivalent: L of slurry, m of web, 1 roll.
    fed_by : Group or None
        Machines that serve these; their driver is the number of running machines here, times
        their own `per_cell`.
    """

    name: str
    machine: Machine
    per_cell: Numbers
    fed_by: Group | None = None

    def fleets(self, units: Numbers) -> tuple[tuple[str, Fleet], ...]:
        """Return (name, machines) for `units` an hour: cells, or machines that are served."""
        own = self.machine.fleet(units * self.per_cell)
        served = self.fed_by.fleets(own.running) if self.fed_by else ()
        return ((self.name, own), *served)


@dataclass(frozen=True, slots=True)
class Energy:
    """Electricity that does not follow from the power of running machines.

    Parameters
    ----------
    per_cell : float or array, shape (draw,)
        [kWh] for each cell that enters.
    per_year : float or array, shape (draw,)
        [kWh/yr] at any flow.
    """

    per_cell: Numbers
    per_year: Numbers


@dataclass(frozen=True, slots=True)
class CountedStep:
    """A step of a line whose machines have a price and a rate.

    Parameters
    ----------
    name : str
    groups : tuple of Group
        Machines; none for a step that only takes time.
    scrap, start_up : float or array, shape (draw,)
        Shares lost of what enters: pieces or web; beginning of each coil [1].
    adds : tuple of str
        Streams that enter here for the first time.
    energy : Energy
        Beside that of running machines.
    """

    name: str
    groups: tuple[Group, ...]
    scrap: Numbers
    start_up: Numbers
    adds: tuple[str, ...]
    energy: Energy


@dataclass(frozen=True, slots=True)
class StepWork:
    """What one step is and takes in a year.

    Parameters
    ----------
    name : str
    cells_in : float or array, shape (draw,)
        Cell equivalents that enter [cells/yr].
    fleets : tuple of (str, Fleet)
    skilled, helper : float or array, shape (draw,)
        [posts].
    energy : float or array, shape (draw,)
        Electricity [kWh/yr].
    floor : Floor
        Of the machines alone [m2].
    capital : float or array, shape (draw,)
        Of the machines, in the money of their prices.
    """

    name: str
    cells_in: Numbers
    fleets: tuple[tuple[str, Fleet], ...]
    skilled: Numbers
    helper: Numbers
    energy: Numbers
    floor: Floor
    capital: Numbers


@dataclass(frozen=True, slots=True)
class CountedLine:
    """A line: steps in the order of production, hours of a year, streams of a good cell.

    Parameters
    ----------
    steps : tuple of CountedStep
    hours : float
        That the line runs in a year [h/yr].
    streams : tuple of (str, float)
        Amount in one good cell, each in its own unit a cell.
    """

    steps: tuple[CountedStep, ...]
    hours: float
    streams: tuple[tuple[str, Numbers], ...]


def kept(line: CountedLine) -> Array:
    """Return the share of what enters each step that leaves it good.

    Returns
    -------
    array, shape (step,) or (draw, step)
        (1 - scrap) (1 - start_up), the same for every material in it [1].
    """
    scrap, start_up = (
        np.stack(np.broadcast_arrays(*(getattr(s, loss) for s in line.steps)), axis=-1)
        for loss in ("scrap", "start_up")
    )
    return (1.0 - scrap) * (1.0 - start_up)


def into(good: Numbers, shares: Array) -> Array:
    """Return the flow into each step of a line without branches, in cell equivalents.

    Parameters
    ----------
    good : float or array, shape (draw,)
        Good cells that leave the last step [cells/yr].
    shares : array, shape (step,) or (draw, step)
        Share that each step keeps [1], in the order of production.

    Returns
    -------
    array, shape (step,) or (draw, step)
        good over the product of the shares of this step and all behind it [cells/yr].
    """
    path = np.triu(np.ones((shares.shape[-1],) * 2, bool))
    return np.asarray(good, dtype=float)[..., None] / along(path, shares)


def bought(line: CountedLine, flows: Array) -> dict[str, Numbers]:
    """Return what is bought of each stream in a year, in the stream's unit.

    A stream is bought at the step where it enters: what the steps before it lose does not hold
    it yet, what this one and those behind it lose does.

    Parameters
    ----------
    line : CountedLine
    flows : array, shape (step,) or (draw, step)
        Into each step [cells/yr].
    """
    at = {name: s for s, step in enumerate(line.steps) for name in step.adds}
    return {name: amount * flows[..., at[name]] for name, amount in line.streams}


def work(line: CountedLine, flows: Array) -> tuple[StepWork, ...]:
    """Size every step of a line for what enters it, whoever worked the flows out.

    Parameters
    ----------
    line : CountedLine
    flows : array, shape (step,) or (draw, step)
        Into each step [cell equivalents/yr].

    Returns
    -------
    tuple of StepWork
        In the order of production; numbers of shape () or (draw,).
    """
    return tuple(_step(step, flows[..., s], line.hours) for s, step in enumerate(line.steps))


def _step(step: CountedStep, cells: Numbers, hours: float) -> StepWork:
    fleets = tuple(f for group in step.groups for f in group.fleets(cells / hours))
    kinds = [fleet for _, fleet in fleets]
    return StepWork(
        name=step.name,
        cells_in=cells,
        fleets=fleets,
        skilled=sum((f.crew.skilled for f in kinds), 0.0),
        helper=sum((f.crew.helper for f in kinds), 0.0),
        energy=sum((f.power for f in kinds), 0.0) * hours
        + step.energy.per_cell * cells
        + step.energy.per_year,
        floor=reduce(add, (f.floor for f in kinds), NO_FLOOR),
        capital=sum((f.capital for f in kinds), 0.0),
    )
