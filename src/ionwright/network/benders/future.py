"""One future for given decisions: its cost, what a change of them would cost, or why it fails.

`answer` is a pure function of the block, the decisions and the basis to start from, so that any
process that works gives the same bits.
"""

from __future__ import annotations

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
    h = highs(replace(own, row_low=low, row_high=high))
    h.setOptionValue("threads", 1)
    h.setOptionValue("presolve", "off")  # with it, no ray and no warm start
    if basis is not None:
        h.setBasis(_basis(basis))
    h.run()
    status = h.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return _ray(h, block, low, high)
    if status != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(f"a future ended as {h.modelStatusToString(status)}")
    found = h.getSolution()
    slope = -(np.asarray(found.row_dual) @ block.link)
    kept = h.getBasis()
    cols, rows = (
        np.array([NUMBER[s] for s in side], np.int8) for side in (kept.col_status, kept.row_status)
    )
    y = np.asarray(found.col_value) if plan else None
    return Answer(True, h.getInfo().objective_function_value, slope, (cols, rows), y)


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


def _basis(code: Basis) -> highspy.HighsBasis:
    out = highspy.HighsBasis()
    out.col_status = [STATUS[i] for i in code[0]]
    out.row_status = [STATUS[i] for i in code[1]]
    out.valid = True
    out.alien = False
    return out


def floor(block: Block, low: Vector, high: Vector) -> float:
    """Return the least cost of a future whatever is decided; infinite where nothing can be done."""
    own, n = block.own, len(low)
    both = replace(
        own,
        a=sparse.csr_array(sparse.hstack([own.a, block.link])),
        cost=np.concatenate([own.cost, np.zeros(n)]),
        low=np.concatenate([own.low, low]),
        high=np.concatenate([own.high, high]),
        whole=np.zeros(len(own.cost) + n, bool),
    )
    h = highs(both)
    h.setOptionValue("threads", 1)
    h.run()
    status = h.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return np.inf
    done = status == highspy.HighsModelStatus.kOptimal
    return h.getInfo().objective_function_value if done else -np.inf
