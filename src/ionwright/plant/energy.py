"""Energy of a plant by step and carrier.

Energy of a step is published for each kWh of good cells. Two sets cover a liquid line: `lechner`,
machine by machine, all of it electricity, and `degen`, with heat for drying; they differ by a
factor of about three and are carried as a range. A row that names one sum for several steps keeps
it: it is given once, to a `Group`, and nobody splits it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ionwright.core.laws import Law
from ionwright.data import find, table
from ionwright.data import steps as rows_of_steps
from ionwright.errors import InputError, known
from ionwright.plant.route import RouteStep

Array = NDArray[np.float64]
CARRIERS = ("electricity", "heat")
"""Order of the axis `carrier`."""
COATERS = ("E4", "E5")
"""Rows of the liquid line whose heat dries a solvent off."""
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Group:
    """What a set gives for one step, or as one sum for several.

    Parameters
    ----------
    steps : tuple of str
        Steps of the liquid line.
    electricity, heat : float
        [kWh/kWh of good cells].
    """

    steps: tuple[str, ...]
    electricity: float
    heat: float

    @property
    def total(self) -> float:
        """Both carriers [kWh/kWh]."""
        return self.electricity + self.heat


def sets() -> tuple[str, ...]:
    """Return the published sets of energy by step."""
    names = (r.condition("set") for r in table("plant/energy"))
    return tuple(dict.fromkeys(n for n in names if n))


@cache
def published(name: str) -> tuple[Group, ...]:
    """Return a published set, in the order of the steps.

    Parameters
    ----------
    name : str
        "lechner" or "degen".

    Raises
    ------
    InputError
        If there is no such set.
    """
    known(name, sets(), "energy by step comes from a published set", "set")
    found: dict[tuple[str, ...], dict[str, float]] = {}
    for r in table("plant/energy"):
        if r.condition("set") == name:
            covered = tuple((r.condition("covers") or r.item).split("+"))
            by = found.setdefault(covered, dict.fromkeys(CARRIERS, 0.0))
            by[r.condition("carrier") or ""] += r.value.value
    line = [s.id for s in rows_of_steps.route("liquid")]
    groups = (Group(covered, by["electricity"], by["heat"]) for covered, by in found.items())
    return tuple(sorted(groups, key=lambda g: line.index(g.steps[0])))


def heat_share(step: str, name: str = "degen", *, dried: bool = True) -> float:
    """Return the share of a step's energy that is heat [1], as a published set has it.

    Parameters
    ----------
    step : str
        Id in the table of steps; it takes the share of the liquid row whose draw it shares, and 0
        where the set has none.
    name : str
        Set.
    dried : bool
        Whether its route dries a solvent off; where none is, coaters take electricity only.
    """
    row = rows_of_steps.step(step).draw
    if row in COATERS and not dried:
        return 0.0
    for group in published(name):
        if row in group.steps:
            return group.heat / group.total
    return 0.0


def heat_shares(route: Sequence[RouteStep]) -> Array:
    """Return the share of each step's energy that is heat [1], shape (step,).

    A step with carriers of its own says it; one that stands in for all carriers takes that of
    `heat_share`.
    """
    dried = any(s.driver == "solvent" or "E6" in s.base for s in route)
    out = []
    for step in route:
        by = step.energy()
        if "all" in by:
            out.append(heat_share(step.row, dried=dried))
            continue
        total = sum(e[1] for e in by.values())
        out.append(by["heat"][1] / total if total and "heat" in by else 0.0)
    return np.array(out)


def split(energy: Array, heat: Array) -> Array:
    """Return energy [..., step] by carrier [..., step, carrier], from shares of heat [step]."""
    warm = energy * heat
    return np.stack([energy - warm, warm], axis=-1)


def amounts(steps: Sequence[str]) -> Array:
    """Return low, typical and high energy of steps, all carriers [kWh/kWh], shape (3, step).

    From the rows of the routes at 10 GWh/yr; the typical value is the middle where only the range
    is known.
    """
    out = np.zeros((3, len(steps)))
    for i, step in enumerate(steps):
        for r in find(step, "energy_per_energy", "plant/steps"):
            out[:, i] += (r.value.low, r.value.value, r.value.high)
    return out


@dataclass(frozen=True, eq=False)
class Used:
    """Energy that a plant uses.

    Parameters
    ----------
    steps : tuple of str
    per_energy : array [draw, step, carrier]
        For each kWh of good cells [kWh/kWh].
    made : array [draw]
        Energy of good cells in a year [kWh/yr].
    """

    steps: tuple[str, ...]
    per_energy: Array
    made: Array

    @property
    def year(self) -> Array:
        """Energy of a year [kWh/yr], [draw, step, carrier]."""
        return self.per_energy * self.made[:, None, None]

    @property
    def by_carrier(self) -> Array:
        """[kWh/kWh], [draw, carrier]."""
        return np.ascontiguousarray(np.moveaxis(self.per_energy, 1, -1)).sum(axis=-1)

    @property
    def by_step(self) -> Array:
        """[kWh/kWh], [draw, step]."""
        return self.per_energy.sum(axis=-1)

    @property
    def total(self) -> Array:
        """All of it [kWh/kWh], [draw]."""
        return np.ascontiguousarray(self.by_step).sum(axis=-1)

    def check(self) -> tuple[Law, ...]:
        """Return the laws it obeys."""
        total = np.maximum(self.total, 1e-300)
        gap = np.abs(self.by_carrier.sum(axis=-1) - self.total) / total
        year = self.year.reshape(len(self.made), -1).sum(axis=-1)
        yearly = np.abs(year - self.total * self.made) / (total * self.made)
        below = max(0.0, -float(self.per_energy.min(initial=0.0)))
        return (
            Law("energy by carrier = energy by step", float(gap.max()), TOLERANCE, "all energy"),
            Law("energy of a year = that of a kWh x kWh made", float(yearly.max()), TOLERANCE,
                "energy of the year"),
            Law("no step gives energy away", below, TOLERANCE, "1 kWh/kWh"),
        )  # fmt: skip


def used(steps: Sequence[str], per_energy: Array, heat: Array, made: Array) -> Used:
    """Return the energy of steps, split by carrier.

    Parameters
    ----------
    steps : sequence of str
    per_energy : array [draw, step]
        All carriers [kWh/kWh of good cells].
    heat : array [step]
        Share of it that is heat [1].
    made : array [draw]
        Energy of good cells in a year [kWh/yr].

    Raises
    ------
    InputError
        If a share of heat lies outside 0 to 1.
    """
    if not np.all((heat >= 0.0) & (heat <= 1.0)):
        raise InputError(
            "heat is a share of a step's energy", seen=str(heat.tolist()), allowed="0 to 1"
        )
    return Used(tuple(steps), split(per_energy, heat), np.asarray(made, float))
