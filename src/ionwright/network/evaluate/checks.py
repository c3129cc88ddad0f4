"""How far a plan is from each rule: the worst excess of a family, over a scale that is named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ionwright.network.evaluate.given import Given


@dataclass(frozen=True, slots=True)
class Check:
    """A family of rules.

    Parameters
    ----------
    words : str
        The rule.
    residual : float
        Largest excess over the scale; 0 where every rule holds [1].
    scale : str
        What the excess was divided by.
    where : str
        The rule of the family with the largest excess.
    """

    words: str
    residual: float
    scale: str
    where: str


Excess = tuple[str, np.ndarray, float]
"""A rule's name, how far it is broken (positive: broken) and the scale."""


def check(words: str, scale: str, found: Iterable[Excess]) -> Check:
    """Return the worst of a family."""
    worst, place = 0.0, ""
    for where, excess, size in found:
        top = float(np.max(excess, initial=0.0))
        if top > 0.0:
            share = top / size if size > 0.0 else np.inf
            if share > worst:
                worst, place = share, where
    return Check(words, worst, scale, place)


def item_scales(g: Given, amounts: dict[str, float]) -> dict[str, float]:
    """Return the most of each item that demand can draw or that the plan moves [unit/yr].

    Parameters
    ----------
    g : Given
    amounts : dict of str to float
        Largest flow of each item in the plan [unit/yr].
    """
    most = dict(amounts)
    for d in g.case.demands:
        top = float(g.value("demands", d.name, "amount", d.amount).max(initial=0.0))
        most[d.item] = max(most.get(d.item, 0.0), top)
    for _ in g.case.ways:  # a chain has no more links than there are ways
        for way in g.case.ways:
            rates = [most.get(i, 0.0) / a for i, a in way.makes.items() if a > 0.0]
            for item, a in way.takes.items():
                most[item] = max(most.get(item, 0.0), min(rates, default=0.0) * a)
    return most
