"""How far a solve goes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Effort:
    """How far to go.

    Parameters
    ----------
    gap : float
        Relative distance between plan and bound at which it is done [1].
    seconds : float
        Longest time [s].
    threads : int
    seed : int
        Of the solver.
    """

    gap: float = 1e-6
    seconds: float = 3600.0
    threads: int = 1
    seed: int = 0


EFFORT = Effort()
