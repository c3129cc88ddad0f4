"""Two machines and a finite buffer between them: exact throughput.

The Markov chain of S. B. Gershwin and O. Berman, "Analysis of transfer lines consisting of two
unreliable machines with random processing times and finite storage buffers", AIIE Transactions
13 (1981) 2-11, solved as the linear system that it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ionwright.errors import InputError
from ionwright.plant.line.inputs import Line
from ionwright.plant.line.station import Failures, RandomRate, Station

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Unit:
    """One of both machines; all its times are exponential.

    Parameters
    ----------
    rate : float
        Parts per hour while it works [1/h], above 0.
    failure : float
        Failures per hour of work [1/h]; 0: it never fails.
    repair : float
        Repairs per hour down [1/h], above 0.

    Raises
    ------
    InputError
        If a rate is out of these bounds.
    """

    rate: float
    failure: float = 0.0
    repair: float = 1.0

    def __post_init__(self) -> None:
        """Refuse rates without meaning."""
        if not (self.rate > 0.0 and self.failure >= 0.0 and self.repair > 0.0):
            raise InputError(
                "rates of a machine are positive",
                seen=(self.rate, self.failure, self.repair),
                allowed="rate and repair above 0, failure 0 or more",
            )


@dataclass(frozen=True, slots=True)
class Pair:
    """Two machines and the buffer between them.

    Parameters
    ----------
    first, second : Unit
        The first never lacks parts, the second can always let go of them.
    buffer : int
        Parts between the machines, 0 or more.

    Raises
    ------
    InputError
        If the buffer is not a count.
    """

    first: Unit
    second: Unit
    buffer: int

    def __post_init__(self) -> None:
        """Refuse a buffer that is not a count."""
        if self.buffer < 0 or self.buffer != int(self.buffer):
            raise InputError("a buffer is a count of parts", seen=self.buffer, allowed="0, 1, ...")

    def line(self) -> Line:
        """Return the pair as a line whose lots are one part of 1 kWh each."""

        def fails(unit: Unit) -> Failures | None:
            return Failures(1.0 / unit.failure, 1.0 / unit.repair) if unit.failure else None

        a, b = self.first, self.second
        first = Station("first", RandomRate(a.rate), 1, 1.0, failures=fails(a))
        second = Station(
            "second", RandomRate(b.rate), 1, 1.0, ("first",), float(self.buffer), failures=fails(b)
        )
        return Line("two machines", (first, second))


def throughput(pair: Pair) -> float:
    """Return the exact rate at which parts leave [1/h].

    Notes
    -----
    A state is (n, up, up'): n parts that have passed the first machine and not the second, and
    whether each machine is up. n runs to N = B + 2: the buffer, one part in the second machine,
    one that blocks the first. The first works if it is up and n < N, the second if it is up and
    n > 0; a machine fails only while it works. With P the stationary probabilities, parts leave
    at rate' P(n > 0, up').
    """
    most = pair.buffer + 2
    a, b = pair.first, pair.second
    size = 4 * (most + 1)
    flow = np.zeros((size, size))

    def at(n: int, up: int, up_too: int) -> int:
        return 4 * n + 2 * up + up_too

    for n in range(most + 1):
        for other in (0, 1):
            flow[at(n, 0, other), at(n, 1, other)] += a.repair
            flow[at(n, other, 0), at(n, other, 1)] += b.repair
            if n < most:
                flow[at(n, 1, other), at(n + 1, 1, other)] += a.rate
                flow[at(n, 1, other), at(n, 0, other)] += a.failure
            if n > 0:
                flow[at(n, other, 1), at(n - 1, other, 1)] += b.rate
                flow[at(n, other, 1), at(n, other, 0)] += b.failure
    share = _stationary(flow)
    return b.rate * float(sum(share[at(n, up, 1)] for n in range(1, most + 1) for up in (0, 1)))


def reliable(rate: float, buffer: int) -> float:
    """Return the throughput of two machines that never fail and are equally fast [1/h].

    rate (B + 2) / (B + 3): all N + 1 = B + 3 states are equally likely, and in one of them the
    second machine has nothing to do.
    """
    return rate * (buffer + 2) / (buffer + 3)


def _stationary(flow: Array) -> Array:
    """Return the stationary probabilities of a chain, shape (n,), from its rates, (n, n)."""
    balance = flow.T - np.diag(flow.sum(axis=1))
    balance[-1] = 1.0
    right = np.zeros(len(flow))
    right[-1] = 1.0
    share: Array = np.linalg.solve(balance, right).astype(np.float64)
    return share
