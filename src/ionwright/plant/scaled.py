"""The scaled engine: capital, labour and floor of a step as a power of its driver.

    X = X_typical (V/V0)^p,

by terms (`drivers`), summed by step; energy goes with V/V0 itself. Exponents are BatPaC's for
multiples of its rows; for rows of their own 0.9 (0.6 to 1.0), assumed. BatPaC's form is said to
hold from 20 to 500 % of a plant of 50 GWh/yr.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ionwright import data
from ionwright.plant import energy
from ionwright.plant._batpac_rows import PLANT, of_plant, one
from ionwright.plant.balance import Flows
from ionwright.plant.drivers import COATING, Plantwide, Term, cell_size, loading, ratios

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Work:
    """What the steps of a plant take, whichever engine worked it out.

    Parameters
    ----------
    capital : array [draw, step]
        Machines, installed [money].
    labour : array [draw, step]
        Direct [h/yr].
    area : array [draw, step]
        Floor [m2].
    energy : array [draw, step, carrier]
        In the order of `energy.CARRIERS` [kWh/yr].
    """

    capital: Array
    labour: Array
    area: Array
    energy: Array


@dataclass(frozen=True, eq=False)
class Amounts:
    """Drawn amounts of the steps at 10 GWh/yr, each [draw, step].

    `capital` [money], `labour` [h/yr], `area` [m2], `energy` [kWh/yr]; `exponent` of rows of their
    own [1]; `heat` [step] is the share of the energy that is heat [1].
    """

    capital: Array
    labour: Array
    area: Array
    energy: Array
    exponent: Array
    heat: Array


def work(
    terms: tuple[Term, ...], amounts: Amounts, plant: Plantwide, now: Flows, typical: Flows
) -> Work:
    """Return what every step takes, shape (draw, step)."""
    ratio = ratios(terms, plant, now, typical)
    load = loading(terms, plant, now, typical)
    every, large = cell_size(terms, plant.cell.charge)
    factors = [np.zeros_like(amounts.capital) for _ in range(4)]
    for i, t in enumerate(terms):
        v = ratio[:, i].copy()
        drawn = t.exponent is None
        for what, factor in enumerate(factors[:3]):
            p = amounts.exponent[:, t.step] if drawn else t.exponent[what]  # type: ignore[index]
            x = t.share[what] * every[i] * v**p
            if what == 0:
                x = x * large[i]
                if t.leaf in COATING:
                    x = x * load[:, i].copy() ** one(t.leaf, "solvent_exponent")
            factor[:, t.step] += x
        factors[3][:, t.step] += t.share[0] * v
    return Work(
        capital=amounts.capital * factors[0],
        labour=amounts.labour * factors[1],
        area=amounts.area * factors[2],
        energy=energy.split(amounts.energy * factors[3], amounts.heat),
    )


def outside(size: float) -> str:
    """Return "" where the power law holds for a plant of a size [kWh/yr], else a sentence."""
    base = of_plant("baseline_energy", "", "kWh/yr")
    low, high = _validity()
    if low * base <= size <= high * base:
        return ""
    return (
        f"BatPaC's power law holds from {low * base / 1e6:g} to {high * base / 1e6:g} GWh/yr; "
        f"{size / 1e6:g} GWh/yr is outside"
    )


def _validity() -> tuple[float, float]:
    limits = {r.condition("name"): r.value.value for r in data.find(PLANT, "validity")}
    return limits["low"], limits["high"]
