"""BatPaC 5: a plant as power laws of its drivers. What it costs: `batpac_price`.

Capital, labour and floor of row i scale with that row's own driver V_i:

    X_i = X_0,i (V_i/V_0,i)^p_i,    X in capital [USD], labour [h/yr], area [m2],

with V_0 of a plant of 50 GWh/yr and p_i of 0.9 to 0.95 for capital. The law holds from 20 to
500 % of that plant. All numbers stand in the table ``plant/batpac``; none is written here.

Source: Knehr, Kubal, Nelson and Ahmed, BatPaC v5.0, 10.2172/1877590, by a transcription of its
parameters; Argonne's own workbook was not opened. Money: US dollars of 2022, without tax.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ionwright import data
from ionwright.data import steps
from ionwright.errors import InputError
from ionwright.plant._batpac_rows import PLANT, of_plant, one

Array = NDArray[np.float64]
PACKING = ("batpac-module-assembly", "batpac-pack-assembly")
"""Rows that a plant which sells cells does not have."""


@dataclass(frozen=True, slots=True)
class Drivers:
    """What the rows scale with, of a year; each a float or an array over draws of one shape.

    Parameters
    ----------
    energy : float
        Energy of the good cells [kWh/yr].
    cells : float
        Cells started [1/yr].
    positive_area, negative_area : float
        One face of the electrodes in the cells started [m2/yr].
    positive_active, negative_active : float
        Active material bought [kg/yr].
    solvent : float
        Solvent of the positive electrode evaporated [kg/yr].
    modules, packs : float
        Built in a year [1/yr]; 0 for a plant that sells cells.
    charge : float
        Charge of a cell [Ah].
    positive_solvent, negative_solvent : float
        Solvent evaporated for each face coated [kg/m2].
    modules_per_pack : float
        [1].
    """

    energy: float
    cells: float
    positive_area: float
    negative_area: float
    positive_active: float
    negative_active: float
    solvent: float
    modules: float
    packs: float
    charge: float
    positive_solvent: float
    negative_solvent: float
    modules_per_pack: float

    def scaled(self, factor: float) -> Drivers:
        """Return the drivers of a plant `factor` times as large that makes the same cells."""
        sizes = [f.name for f in fields(self)][: -len(_OF_A_CELL)]
        return replace(self, **{name: getattr(self, name) * factor for name in sizes})


_OF_A_CELL = ("charge", "positive_solvent", "negative_solvent", "modules_per_pack")


@dataclass(frozen=True, slots=True)
class Work:
    """What a plant takes by row; arrays of shape (..., row), draws first.

    Parameters
    ----------
    rows : tuple of str
        Ids of the rows, for example ``"batpac-stacking"``.
    capital, labour, area : Array
        Equipment installed [USD of 2022], direct labour [h/yr], floor [m2]. The shell of the
        building is not in the capital: it is the area times a price.
    """

    rows: tuple[str, ...]
    capital: Array
    labour: Array
    area: Array


def rows(cells_only: bool = False) -> tuple[str, ...]:
    """Return the ids of the rows, without module and pack assembly for `cells_only`."""
    return tuple(s.id for s in steps.route("batpac") if not (cells_only and s.id in PACKING))


@cache
def baseline() -> Drivers:
    """Return the drivers of the reference plant: 50 GWh/yr of 68 Ah cells."""
    packs, modules = (of_plant("baseline_count", of, "1") for of in ("packs", "modules"))
    return Drivers(
        energy=of_plant("baseline_energy", "", "kWh/yr"),
        cells=of_plant("baseline_count", "cells started", "1"),
        positive_area=of_plant("baseline_area", "positive electrode", "m2/yr"),
        negative_area=of_plant("baseline_area", "negative electrode", "m2/yr"),
        positive_active=of_plant("baseline_mass", "positive active material", "kg/yr"),
        negative_active=of_plant("baseline_mass", "negative active material", "kg/yr"),
        solvent=of_plant("baseline_mass", "positive solvent", "kg/yr"),
        modules=modules,
        packs=packs,
        charge=of_plant("baseline_charge", "", "Ah"),
        positive_solvent=of_plant("solvent_per_area", "positive solvent", "kg/m2"),
        negative_solvent=of_plant("solvent_per_area", "negative solvent", "kg/m2"),
        modules_per_pack=modules / packs,
    )


def ratios(drivers: Drivers, base: Drivers) -> dict[str, float]:
    """Return V/V_0 of each kind of driver [1], by the names in the table of steps."""
    area = (drivers.positive_area + drivers.negative_area) / (
        base.positive_area + base.negative_area
    )
    return {
        "energy": drivers.energy / base.energy,
        "cells": drivers.cells / base.cells,
        "positive-area": drivers.positive_area / base.positive_area,
        "negative-area": drivers.negative_area / base.negative_area,
        "positive-active": drivers.positive_active / base.positive_active,
        "negative-active": drivers.negative_active / base.negative_active,
        "solvent": drivers.solvent / base.solvent,
        "modules": drivers.modules / base.modules,
        "packs": drivers.packs / base.packs,
        "dry-room": np.maximum(drivers.cells / base.cells, area),
    }


def work(drivers: Drivers, cells_only: bool = False) -> Work:
    """Return capital [USD of 2022], labour [h/yr] and area [m2] of every row.

    Parameters
    ----------
    drivers : Drivers
        Sizes of the plant; arrays of one shape give that shape before the axis of rows.
    cells_only : bool
        Leave out module and pack assembly.

    Returns
    -------
    Work
        Power law and special laws: coating capital x (solvent per area/baseline)^0.2; stacking
        x (charge/68 Ah)^0.95 in all three; formation x (charge/68 Ah)^0.3 in all three (the
        source's formula; its comment names capital only) and capital x 1.1 above 80 Ah; pack
        assembly x (modules per pack/20)^0.3 in capital and labour.

    Raises
    ------
    InputError
        If a driver is negative.

    Notes
    -----
    Holds for 20 to 500 % of the baseline: ask `outside`.
    """
    _refuse_negative(drivers)
    base = baseline()
    ids = rows(cells_only)
    by_driver = ratios(drivers, base)
    kinds = [steps.step(name).driver for name in ids]
    ratio = np.stack(np.broadcast_arrays(*(np.asarray(by_driver[k], float) for k in kinds)), -1)
    law = _table(ids)
    special = _special(drivers, base, ids)
    capital, labour, area = (
        start * ratio**exponent * factor
        for (start, exponent), factor in zip(law, special, strict=True)
    )
    return Work(ids, capital, labour, area)


def outside(drivers: Drivers) -> str:
    """Return "" where the power law holds for this plant, else one sentence that says so."""
    limits = {r.condition("name"): r.value.value for r in data.find(PLANT, "validity")}
    ratio = np.asarray(drivers.energy / baseline().energy)
    if np.all((limits["low"] <= ratio) & (ratio <= limits["high"])):
        return ""
    low, high = (f"{baseline().energy * limits[k] / 1e6:g}" for k in ("low", "high"))
    worst = float(ratio.min() if ratio.min() < limits["low"] else ratio.max())
    return (
        f"BatPaC's power law holds from {low} to {high} GWh/yr; "
        f"{worst * baseline().energy / 1e6:g} GWh/yr is outside"
    )


def bought(price: float, ratio: float) -> float:
    """Return the price of a bought item at `ratio` times the baseline volume [unit of price].

    c = c_0 (V/V_0)^(0.85 - 1): ten per cent dearer at half the volume.
    """
    return price * ratio ** (of_plant("material_exponent", "", "1") - 1.0)


def _special(drivers: Drivers, base: Drivers, ids: tuple[str, ...]) -> tuple[Array, ...]:
    """Return the factors of the special laws on capital, labour and area, shape (..., row)."""
    per_cell = [np.asarray(getattr(drivers, name), float) for name in _OF_A_CELL]
    shape = np.broadcast_shapes(*(v.shape for v in per_cell))
    capital, labour, area = (np.ones((*shape, len(ids))) for _ in range(3))
    at = {name: i for i, name in enumerate(ids)}
    size = np.asarray(drivers.charge / base.charge, float)
    for name in ("batpac-stacking", "batpac-formation"):
        factor = size ** one(name, "cell_size_exponent")
        for x in (capital, labour, area):
            x[..., at[name]] *= factor
    large = np.asarray(drivers.charge) > one("batpac-formation", "large_cell_charge", "Ah")
    factor = np.where(large, one("batpac-formation", "large_cell_factor"), 1.0)
    capital[..., at["batpac-formation"]] *= factor
    for name, now, then in (
        ("batpac-cathode-coating", drivers.positive_solvent, base.positive_solvent),
        ("batpac-anode-coating", drivers.negative_solvent, base.negative_solvent),
    ):
        factor = (np.asarray(now, float) / then) ** one(name, "solvent_exponent")
        capital[..., at[name]] *= factor
    name = "batpac-pack-assembly"
    if name in at:
        ratio = np.asarray(drivers.modules_per_pack / base.modules_per_pack, float)
        for x in (capital, labour):
            x[..., at[name]] *= ratio ** one(name, "module_exponent")
    return capital, labour, area


@cache
def _table(ids: tuple[str, ...]) -> tuple[tuple[Array, Array], ...]:
    """Return (baseline, exponent) of capital [USD], labour [h/yr] and area [m2], by row."""
    out = []
    for what, unit in (("capital", "USD"), ("labour", "h/yr"), ("area", "m2")):
        _, quantity, exponent, _ = steps.PER_CAPACITY[what]
        start = np.array([one(name, quantity, unit) for name in ids])
        out.append((start, np.array([one(name, exponent) for name in ids])))
    return tuple(out)


def _refuse_negative(drivers: Drivers) -> None:
    for f in fields(drivers):
        value = np.asarray(getattr(drivers, f.name))
        if not np.all(value >= 0.0):
            raise InputError(
                f"the driver {f.name} of a plant is zero or more",
                seen=f"{float(value.min()):g}",
                do="Give a number that is not negative",
            )
