"""Many runs: intervals, and what one more machine buys."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from math import atan, pi, sqrt

import numpy as np

from ionwright.errors import InputError
from ionwright.plant.line.inputs import Line, Run
from ionwright.plant.line.result import Result
from ionwright.plant.line.run import simulate


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over replications with its confidence interval.

    Parameters
    ----------
    mean, low, high : float
        In the unit of the values.
    level : float
        Confidence [1].
    count : int
        Replications.
    """

    mean: float
    low: float
    high: float
    level: float
    count: int

    @property
    def width(self) -> float:
        """Full width over the mean [1]."""
        return (self.high - self.low) / abs(self.mean)

    def holds(self, value: float) -> bool:
        """Return whether a value lies inside."""
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Gain:
    """What one more machine at a station buys.

    Parameters
    ----------
    station : str
    throughput : Interval
        What more leaves the line [kWh/h], from pairs of runs that share their random numbers.
    share : float
        The same over the throughput without it [1].
    """

    station: str
    throughput: Interval
    share: float

    @property
    def is_sure(self) -> bool:
        """Whether the interval leaves out no gain at all."""
        return not self.throughput.holds(0.0)


def replicate(line: Line, run: Run, count: int, workers: int = 1) -> tuple[Result, ...]:
    """Run a line many times, each time with other random numbers.

    Parameters
    ----------
    line : Line
    run : Run
    count : int
        How many replications, 1 or more.
    workers : int
        Processes; the results do not depend on it.
    """
    one = partial(simulate, line, run)
    if workers == 1:
        return tuple(map(one, range(count)))
    with ProcessPoolExecutor(workers) as pool:
        return tuple(pool.map(one, range(count)))


def interval(values: Sequence[float], level: float = 0.95) -> Interval:
    """Return the mean of independent values with Student's confidence interval.

    Parameters
    ----------
    values : sequence of float
        One a replication, at least 2; normally distributed about the mean that is sought.
    level : float
        Confidence [1], between 0 and 1.

    Raises
    ------
    InputError
        If there are fewer than two values.
    """
    count = len(values)
    if count < 2:
        raise InputError("an interval needs replications", seen=count, allowed="2 or more")
    mean = float(np.mean(values))
    half = student(count - 1, level) * float(np.std(values, ddof=1)) / sqrt(count)
    return Interval(mean, mean - half, mean + half, level, count)


def busiest(results: Sequence[Result]) -> tuple[str, ...]:
    """Return the stations by the share of time in which they wait for nobody, largest first.

    The first is the bottleneck as far as a pointer goes; `one_more` measures it.

    Parameters
    ----------
    results : sequence of Result
        Replications of one line.
    """
    share = {
        s.name: sum(r.stations[i].active for r in results)
        for i, s in enumerate(results[0].stations)
    }
    return tuple(sorted(share, key=lambda name: -share[name]))


def one_more(
    line: Line,
    run: Run,
    count: int,
    stations: Sequence[str] | None = None,
    workers: int = 1,
    base: Sequence[Result] | None = None,
) -> tuple[Gain, ...]:
    """Return what one more machine at each station buys, largest gain first.

    Parameters
    ----------
    line : Line
    run : Run
    count : int
        Replications, 2 or more.
    stations : sequence of str or None
        Which stations; None: all.
    workers : int
        Processes.
    base : sequence of Result or None
        What `replicate` returned for the same line, run and count; None: it is run again.

    Notes
    -----
    A run with the machine and one without share seed and replication: all other machines draw
    the same times, so that the difference spreads far less than either throughput.
    """
    without = [r.throughput for r in base or replicate(line, run, count, workers)]
    gains = []
    for name in stations if stations is not None else [s.name for s in line.stations]:
        more = line.change(name, machines=line.station(name).machines + 1)
        made = [r.throughput for r in replicate(more, run, count, workers)]
        found = interval([a - b for a, b in zip(made, without, strict=True)])
        gains.append(Gain(name, found, found.mean / float(np.mean(without))))
    return tuple(sorted(gains, key=lambda g: -g.throughput.mean))


def student(freedom: int, level: float) -> float:
    """Return t with P(-t < T < t) = level for Student's T, by bisection.

    Parameters
    ----------
    freedom : int
        Degrees of freedom, 1 or more.
    level : float
        Between 0 and 1.

    Raises
    ------
    InputError
        If the arguments are outside.

    Examples
    --------
    >>> round(student(19, 0.95), 4)
    2.093
    """
    if freedom < 1 or not 0.0 < level < 1.0:
        raise InputError(
            "Student's t has freedom and a level",
            seen=(freedom, level),
            allowed="1 or more, between 0 and 1",
        )
    low, high = 0.0, 1.0
    while _inside(high, freedom) < level:
        high *= 2.0
    while high - low > 1e-12 * high:
        middle = 0.5 * (low + high)
        low, high = (middle, high) if _inside(middle, freedom) < level else (low, middle)
    return 0.5 * (low + high)


def _inside(t: float, freedom: int) -> float:
    """Return P(-t < T < t).

    M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions (1964), 26.7.3 and 26.7.4:
    finite sums in the angle whose tangent is t / sqrt(freedom).
    """
    angle = atan(t / sqrt(freedom))
    sine, cosine = t / sqrt(freedom + t * t), sqrt(freedom / (freedom + t * t))
    odd = freedom % 2
    term = cosine if odd else 1.0
    total = 0.0 if freedom == 1 else term
    for k in range(3 if odd else 2, freedom - 1, 2):
        term *= cosine * cosine * (k - 1) / k
        total += term
    return (angle + sine * total) * 2.0 / pi if odd else sine * total
