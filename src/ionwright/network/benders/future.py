"""One future for given decisions: its cost, what a change of them would cost, or why it fails.

`answer` is a pure function of the block, the decisions and the basis to start from, so that any
process that works gives the same bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import highspy
import numpy as np
from scipy import sparse

from ionwright.network.benders.blocks import Block
from ionwright.network.matrix import Matrix, Vector, highs

Basis = tuple[np.ndarray, np.ndarray]
"""Status of columns and rows, as small integers."""
STATUS = tuple(highspy.HighsBasisStatus.__members__.values())
NUMBER = {s: i for i, s in enumerate(STATUS)}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a future says to decisions x.

    Parameters
    ----------
    feasible : bool
    value : float
        Its cost; if it is infeasible, by how much the decisions miss, along the ray.
    slope : array, shape (linking,)
        Of the value over the linking decisions.
    basis : Basis or None
        Where the next solve starts.
    y : array or None
        What is done, if asked for.
    """

    feasible: bool
    value: float
    slope: Vector
    basis: Basis | None
    y: Vector | None = None


def answer(block: Block, x: Vector, basis: Basis | None, *, plan: bool = False) -> Answer:
    """Solve a future for decisions x [linking columns], from a basis, in a fresh HiGHS.

    A HiGHS that has solved another future before gives other last bits, and with them, rounds
    later, another of two equally good plans.
    """
    own, shift = block.own, block.link @ x
    low, high = own.row_low - shift, own.row_high - shift
    with highs(replace(own, row_low=low, row_high=high)) as h:
        _run(h, basis)
        status = h.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return _ray(h, block, low, high)
        if status != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"a future ended as {h.modelStatusToString(status)}")
        found = h.getSolution()
        slope = -(np.asarray(found.row_dual) @ block.link)
        y = np.array(found.col_value) if plan else None
        return Answer(True, h.getInfo().objective_function_value, slope, saved(h), y)


LONG = 5_000
"""Steps of the simplex method from a basis after which it is taken to turn in circles."""
NO_PLAN = (
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)


def _run(h: highspy.Highs, basis: Basis | None) -> None:
    """Solve a model from a basis; anew where there is none, or where that leads nowhere."""
    h.setOptionValue("threads", 1)
    if basis is not None:
        h.setOptionValue("presolve", "off")  # with it, no start
        h.setOptionValue("simplex_iteration_limit", LONG)
        h.setBasis(loaded(basis))
        h.run()
        if h.getModelStatus() in (highspy.HighsModelStatus.kOptimal, *NO_PLAN):
            return
        h.setOptionValue("simplex_iteration_limit", highspy.kHighsIInf)
    for presolve in ("on", "off"):  # with it, no ray of what is infeasible
        h.clearSolver()
        h.setOptionValue("presolve", presolve)
        h.run()
        if h.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            return


def _ray(h: highspy.Highs, block: Block, low: Vector, high: Vector) -> Answer:
    """Return the cut of a dual ray: no decisions with a positive value can be carried out."""
    _, has, found = h.getDualRay()  # pyright: ignore[reportAttributeAccessIssue]
    assert has, "an infeasible future has a ray"
    ray = np.asarray(found)
    value = _miss(ray, low, high, block.own)
    if value < 0.0:  # HiGHS leaves the sign of a ray open
        ray = -ray
        value = _miss(ray, low, high, block.own)
    return Answer(False, value, -(ray @ block.link), None)


def _miss(ray: Vector, low: Vector, high: Vector, own: Matrix) -> float:
    """Return how far a combination of rows is from what the columns can reach; > 0 proves it."""
    reach = ray @ own.a
    side = np.where(ray > 0.0, low, high)
    needed = float(np.sum(np.where(ray != 0.0, ray * side, 0.0)))
    bound = np.where(reach > 0.0, own.high, own.low)
    small = np.abs(reach) <= 1e-11 * np.abs(reach).max(initial=1.0)
    best = float(np.sum(np.where(small, 0.0, reach * np.where(small, 0.0, bound))))
    return needed - best


def saved(h: highspy.Highs) -> Basis:
    """Return the basis of a model in little room."""
    kept = h.getBasis()
    cols, rows = (
        np.array([NUMBER[s] for s in side], np.int8) for side in (kept.col_status, kept.row_status)
    )
    return cols, rows


def loaded(code: Basis) -> highspy.HighsBasis:
    """Return a basis as HiGHS takes it."""
    out = highspy.HighsBasis()
    out.col_status = [STATUS[i] for i in code[0]]
    out.row_status = [STATUS[i] for i in code[1]]
    out.valid = True
    out.alien = False
    return out


def alone(
    block: Block, now: Matrix, price: Vector, basis: Basis | None
) -> tuple[float, Basis | None]:
    """Return the least cost of a future with decisions of its own that cost so much, divisible.

    Decided for this future alone, so no plan for all of them does better in it:
    theta_w >= this - price x is a cut, whatever the price (Lagrangian; Caroe and Schultz 1999,
    doi 10.1016/S0167-6377(98)00050-9). At the share p c of what is paid now, the sum over futures
    bounds the whole.

    Parameters
    ----------
    block : Block
    now : Matrix
    price : array, shape (columns of now,)
    basis : Basis or None
        Where to start.

    Returns
    -------
    float
        Infinite where nothing can be done, -infinite where the price bounds nothing.
    Basis or None
        Where it ended; None without a plan.
    """
    m = joined(now, [block], [block.probability])
    with highs(replace(m, cost=np.concatenate([price, block.own.cost]))) as h:
        _run(h, basis)
        status = h.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return h.getInfo().objective_function_value, saved(h)
        return np.inf if status in NO_PLAN else -np.inf, None


def joined(now: Matrix, some: Sequence[Block], shares: Sequence[float]) -> Matrix:
    """Return the program of some futures alone, divisible.

    Parameters
    ----------
    now : Matrix
    some : sequence of Block
    shares : sequence of float
        What each future stands for; what is paid now counts with their sum.
    """
    weights = [s / b.probability if b.probability > 0.0 else 1.0
               for b, s in zip(some, shares, strict=True)]  # fmt: skip
    parts = [now, *(b.own for b in some)]
    own = sparse.block_diag([b.own.a for b in some])
    below = sparse.hstack([sparse.vstack([b.link for b in some]), own])
    count = sum(len(p.cost) for p in parts)
    empty = sparse.csr_array((len(now.row_low), count - len(now.cost)))
    a = sparse.vstack([sparse.hstack([now.a, empty]), below])

    def side(name: str) -> Vector:
        return np.concatenate([getattr(p, name) for p in parts])

    cost = [sum(shares) * now.cost, *(w * b.own.cost for w, b in zip(weights, some, strict=True))]
    return Matrix(
        sparse.csr_array(a), np.concatenate(cost), side("low"), side("high"), side("row_low"),
        side("row_high"), np.zeros(count, bool),
    )  # fmt: skip
