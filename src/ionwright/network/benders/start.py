"""Decisions to start from: those that are best for a few of the futures, all solved at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import highspy
import numpy as np

from ionwright.network.benders.blocks import Blocks
from ionwright.network.benders.future import joined
from ionwright.network.matrix import Vector, highs

FEW = 8
"""Futures that are solved at once, at most."""
SHARE = 0.25
"""Share of all futures that they are, at most: a start, not the whole program."""
GAP = 1e-3
NODES = 20
"""Where the search for whole decisions of the few is left; a time would not be the same twice."""


@dataclass(frozen=True, slots=True)
class Start:
    """Decisions that are best for a few futures.

    Parameters
    ----------
    divisible : array, shape (columns of now,)
    slopes : list of array, shape (columns of now,)
        Of the cost of every future over the decisions, as that of the one that stands for it.
    whole : array or None, shape (columns of now,)
        None: none was found.
    """

    divisible: Vector
    slopes: list[Vector]
    whole: Vector | None = None


@dataclass(frozen=True, slots=True)
class Few:
    """Some futures that stand for all.

    Parameters
    ----------
    futures : list of int
    shares : list of float
        Probability that each stands for.
    of : int array, shape (all futures,)
        Place in `futures` of the one that stands for each.
    """

    futures: list[int]
    shares: list[float]
    of: np.ndarray


def few(costs: Vector, chance: Vector, count: int) -> Few:
    """Return some futures that stand for all.

    In the order of what each costs by itself the futures are cut into parts as likely as one
    another; the middle one stands for its part.

    Parameters
    ----------
    costs, chance : array, shape (futures,)
        Of each future by itself, and its probability.
    count : int
    """
    each = np.divide(costs, chance, out=np.zeros(len(costs)), where=chance > 0.0)
    order = np.argsort(each, kind="stable")
    middle = np.cumsum(chance[order]) - 0.5 * chance[order]
    part = np.minimum((middle * count).astype(int), count - 1)
    found, shares, of = [], [], np.zeros(len(costs), int)
    for k in np.unique(part):
        inside = order[part == k]
        total = np.cumsum(chance[inside])
        half = int(np.searchsorted(total, 0.5 * total[-1]))
        of[inside] = len(found)
        found.append(int(inside[min(half, len(inside) - 1)]))
        shares.append(float(total[-1]))
    return Few(found, shares, of)


def start(
    blocks: Blocks, costs: Vector, seconds: float, follow: Callable[[highspy.Highs], None]
) -> Start | None:
    """Return the decisions that are best for a few futures, None without any.

    Parameters
    ----------
    blocks : Blocks
    costs : array, shape (futures,)
        Of each future by itself.
    seconds : float
        Longest time [s].
    follow : callable
        Given the model before it runs, so that it can be stopped.
    """
    chance = np.array([b.probability for b in blocks.futures])
    some = few(costs, chance, max(1, min(FEW, int(SHARE * len(chance)))))
    m = joined(blocks.now, [blocks.futures[w] for w in some.futures], some.shares)
    n, whole = len(blocks.now.cost), blocks.now.whole
    with highs(m) as h:
        _prepare(h, seconds, follow)
        h.run()
        if h.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found = h.getSolution()
        slopes = _slopes(blocks, some, np.array(found.row_dual))
        divisible = Start(blocks.within(np.array(found.col_value)[:n], whole=False), slopes)
        left = seconds - h.getRunTime()
    if not whole.any() or left <= 0.0:
        return divisible
    with highs(replace(m, whole=np.concatenate([whole, np.zeros(len(m.cost) - n, bool)]))) as h:
        _prepare(h, left, follow)
        h.setOptionValue("mip_rel_gap", GAP)
        h.setOptionValue("mip_max_nodes", NODES)
        h.run()
        if h.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return divisible
        found = np.array(h.getSolution().col_value)[:n]
        return replace(divisible, whole=blocks.within(found, whole=True))


def _prepare(
    h: highspy.Highs, seconds: float, follow: Callable[[highspy.Highs], None]
) -> None:  # fmt: skip
    follow(h)
    h.setOptionValue("threads", 1)
    h.setOptionValue("time_limit", seconds)


def _slopes(blocks: Blocks, some: Few, dual: Vector) -> list[Vector]:
    """Return the slope of the cost of each future, as that of the one that stands for it."""
    at, each = len(blocks.now.row_low), []
    for w in some.futures:
        block = blocks.futures[w]
        rows = len(block.own.row_low)
        each.append(-(dual[at : at + rows] @ block.link))
        at += rows
    return [
        b.probability / some.shares[k] * each[k] if some.shares[k] > 0.0 else 0.0 * each[k]
        for b, k in zip(blocks.futures, some.of, strict=True)
    ]
