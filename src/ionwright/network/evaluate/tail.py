"""Mean and tail of costs, by sorting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from ionwright.network.robust import Robust


class Weighing(Protocol):
    """What is minimised: (1 - weight) mean + weight CVaR at `tail`."""

    @property
    def weight(self) -> float:
        """Weight of the tail [1]."""
        ...

    @property
    def tail(self) -> float:
        """The tail is the worst 1 - tail of the futures [1]."""
        ...

    @property
    def robust(self) -> Robust:
        """Figures of which some turn bad in every future."""
        ...


def cvar(costs: Sequence[float], probability: Sequence[float], tail: float) -> float:
    """Return the mean of the worst 1 - tail of the costs.

    Parameters
    ----------
    costs, probability : sequence of float, shape (futures,)
    tail : float
        0: the mean; towards 1: the worst cost that has a probability [1].
    """
    left, total = 1.0 - tail, 0.0
    for cost, share in sorted(zip(costs, probability, strict=True), reverse=True):
        part = min(share, left)
        if part > 0.0:
            total += part * cost
            left -= part
    return total / (1.0 - tail - left)


def weighed(costs: Sequence[float], probability: Sequence[float], risk: Weighing) -> float:
    """Return (1 - weight) mean + weight CVaR of the costs of futures."""
    mean = float(np.dot(np.asarray(costs), np.asarray(probability)))
    if risk.weight == 0.0:
        return mean
    return (1.0 - risk.weight) * mean + risk.weight * cvar(costs, probability, risk.tail)
