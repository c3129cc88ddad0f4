"""Figures of a pass: what a reader asks of a plant, and the laws that every draw obeys."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ionwright.plant import carbon, finance
from ionwright.plant.cost import AT, CAUSES, added, along
from ionwright.plant.energy import CARRIERS, Used
from ionwright.plant.lower import Lowered
from ionwright.plant.model import Run

Array = NDArray[np.float64]
LAWS = {
    "mass: bought is in good cells or lost, by stream": "what is bought of the stream",
    "mass: enter less leave is lost, by step and stream": "what is bought of the stream",
    "mass: the steps hand on what the next ones take": "what is bought of the stream",
    "money: material and scrap are what is bought": "what is bought",
    "money: by step, by cause and in all are one": "full cost",
    "money: fixed and variable cost are full cost": "full cost",
    "money: levelised cost brings the value to zero": "what the plant invests",
    "money: full cost is levelised cost without tax": "full cost",
    "energy: by carrier and by step are one": "energy used",
}
"""Laws of every draw, with what each residual is divided by."""
FIGURES = {
    "cost": ("full cost", "money/kWh"),
    "levelised": ("price at which the value is zero after tax", "money/kWh"),
    "marginal": ("cost of one more kWh", "money/kWh"),
    "processing": ("full cost less material, scrap, credit", "money/kWh"),
    "capital": ("machines and building", "money/(kWh/yr)"),
    "machines": ("machines", "money/(kWh/yr)"),
    "area": ("floor", "m2/(GWh/yr)"),
    "people": ("direct, of the hours in the settings", "1/(GWh/yr)"),
    "electricity": ("used", "kWh/kWh"),
    "heat": ("used", "kWh/kWh"),
    "carbon": ("of electricity and heat in the plant", "kg/kWh"),
    "cells": ("good cells for each cell started", "1"),
}
"""Headline figures with meaning and unit."""


def figures(low: Lowered, run: Run, load: float, x: Array) -> dict[str, Array]:
    """Return the headline figures, each [draw]; units as in `FIGURES`."""
    stack, energy = run.stack, low.wide.energy
    cost = stack.at(load)
    goods = along(cost[:, :, [AT[n] for n in ("material", "scrap", "credit")]], 2)
    used = taken(low, run)
    operation = low.plant.settings.operation
    full = added(cost)
    return {
        "cost": full,
        "levelised": finance.minimum_price(stack.project(load)),
        "marginal": stack.marginal(),
        "processing": full - added(goods),
        "capital": (stack.machines + stack.shell) / energy,
        "machines": stack.machines / energy,
        "area": added(run.work.area) / energy * 1e6,
        "people": added(run.work.labour) / operation.hours / energy * 1e6,
        **dict(zip(CARRIERS, np.moveaxis(used.by_carrier, 1, 0), strict=True)),
        "carbon": added(carbon.given_off(used.per_energy, _carbon(low, x))),
        "cells": low.wide.number / run.flows.cells.max(axis=1),
    }


def taken(low: Lowered, run: Run) -> Used:
    """Return the energy that a plant uses, by step and carrier."""
    ids = tuple(s.id for s in low.plant.route.steps)
    made = np.full(len(run.work.energy), low.wide.energy)
    return Used(ids, run.work.energy / low.wide.energy, made)


def _carbon(low: Lowered, x: Array) -> Array:
    """Return carbon of electricity and of heat [kg/kWh], [draw, carrier]; nan without data."""
    names = [low.rates.get(name) for name in ("carbon", "heat carbon")]
    columns = [np.full(len(x), np.nan) if i is None else x[:, i] for i in names]
    return np.stack(columns, axis=-1)


def residuals(low: Lowered, run: Run, load: float) -> Array:
    """Return how far each law of `LAWS` is from being obeyed, in their order, [draw, law]."""
    flows, stack, energy = run.flows, run.stack, low.wide.energy
    mass = np.array([s.mass for s in low.wide.cell.streams]) * low.wide.number
    lost = along(flows.lost, 3)
    worst = [
        np.abs(flows.bought - mass - along(lost, 1)) / flows.bought,
        (np.abs(flows.enter - flows.leave - lost) / flows.bought[:, None]).max(axis=1),
        _handed(low, run) / flows.bought,
    ]
    out = [w.max(axis=1) for w in worst]
    cost = stack.at(load)
    full = added(cost)
    goods = added(run.goods.material) + added(run.goods.scrap)
    paid = along(flows.bought * run.price, 1)
    out.append(np.abs(goods - paid) / paid)
    by_step, by_cause = along(along(cost, 2), 1), along(along(cost, 1), 1)
    out.append(np.maximum(np.abs(by_step - full), np.abs(by_cause - full)) / full)
    parts = added(stack.fixed) / (load * energy) + stack.marginal()
    out.append(np.abs(parts - full) / full)
    project = stack.project(load)
    price = finance.minimum_price(project)
    value = finance.npv(project.rate, project.flows(price))
    out.append(np.abs(value) / added(project.investment[:, :1]))
    untaxed = finance.Project(
        project.investment, project.output, project.cost, project.depreciation,
        np.zeros_like(project.credit), 0.0, project.rate,
    )  # fmt: skip
    out.append(np.abs(finance.minimum_price(untaxed) - full) / full)
    used = taken(low, run)
    out.append(np.abs(along(used.by_carrier, 1) - used.total) / np.maximum(used.total, 1e-300))
    return np.stack(out, axis=-1)


def _handed(low: Lowered, run: Run) -> Array:
    """Return the largest gap between what a step leaves and the next takes, [draw, stream]."""
    passes = low.wide.chain.passes
    gap = np.zeros_like(run.flows.bought)
    for k in range(passes.shape[1]):
        way = np.flatnonzero(passes[:, k])
        for i, j in zip(way[:-1], way[1:], strict=True):
            gap[:, k] = np.maximum(
                gap[:, k], np.abs(run.flows.leave[:, i, k] - run.flows.enter[:, j, k])
            )
    return gap


def by_cause(run: Run, load: float) -> Array:
    """Return full cost by cause [money/kWh], [draw, cause]."""
    return along(run.stack.at(load), 1)


def by_step(run: Run, load: float) -> Array:
    """Return full cost by step [money/kWh], [draw, step]."""
    return along(run.stack.at(load), 2)


__all__ = ["CAUSES", "FIGURES", "LAWS", "by_cause", "by_step", "figures", "residuals"]
