"""Single machines in a row, without an event list: when every lot leaves each of them.

The rules of the machines are those of `floor`, and so are the random numbers: both give the
same times. This way is some six times as fast, but knows one machine a station, equal lots and
no losses.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ionwright.errors import InputError
from ionwright.plant.line.inputs import Line
from ionwright.plant.line.station import RandomRate, Station
from ionwright.plant.line.streams import Use, stream

Array = NDArray[np.float64]


def departures(line: Line, lots: int, seed: int, replication: int = 0) -> Array:
    """Return when each lot leaves each station [h], shape (stations, lots).

    Parameters
    ----------
    line : Line
        One machine a station, each behind the one before it, lots all equal, no losses and no
        changeovers.
    lots : int
        How many lots pass.
    seed, replication : int
        As for `simulate`.

    Raises
    ------
    InputError
        If the line is not of that kind.

    Notes
    -----
    With C the hours that station j needs for lot n, repairs included, and B the lots that its
    buffer holds, lot n is finished at F[j, n] = max(D[j-1, n], D[j, n-1]) + C[j, n] and leaves at
    D[j, n] = max(F[j, n], D[j+1, n-1-B]), when there is room behind. Since machines fail only
    while they work, repairs depend on the hours worked alone.
    """
    _plain(line)
    hours = [_completion(s, lots, seed, replication).tolist() for s in line.stations]
    rooms = [round(s.buffer / s.lot) + 1 for s in line.stations[1:]]
    count = len(line.stations)
    leaves = [[0.0] * lots for _ in range(count)]
    for n in range(lots):
        came = 0.0
        for j in range(count):
            mine = leaves[j]
            free = mine[n - 1] if n else 0.0
            done = (came if came > free else free) + hours[j][n]
            if j + 1 < count and n >= rooms[j]:
                room = leaves[j + 1][n - rooms[j]]
                done = room if room > done else done
            mine[n] = came = done
    return np.array(leaves)


def _completion(station: Station, lots: int, seed: int, replication: int) -> Array:
    """Return the hours that a machine needs for each lot, its repairs included, shape (lots,)."""
    work = np.full(lots, station.hours)
    if isinstance(station.work, RandomRate):
        random = stream(seed, replication, station.name, 0, Use.WORK)
        work = station.hours * random.standard_exponential(lots)
    if station.failures is None:
        return work
    worked = np.cumsum(work)
    up = stream(seed, replication, station.name, 0, Use.UP)
    failed = np.zeros(0)
    while not len(failed) or failed[-1] < worked[-1]:
        more = 1000 + int((worked[-1] - (failed[-1] if len(failed) else 0.0)) / station.failures.up)
        drawn = np.cumsum(station.failures.up * up.standard_exponential(more))
        failed = np.append(failed, (failed[-1] if len(failed) else 0.0) + drawn)
    at = np.searchsorted(worked, failed[failed < worked[-1]], side="right")
    down = stream(seed, replication, station.name, 0, Use.DOWN)
    repairs = station.failures.down * down.standard_exponential(len(at))
    work += np.bincount(at, weights=repairs, minlength=lots)
    return work


def _plain(line: Line) -> None:
    """Refuse what the recursion does not know."""
    before: tuple[str, ...] = ()
    for s in line.stations:
        plain = s.places == 1 and s.after == before and s.changeover is None
        if not plain or s.loss.share or s.quanta != line.stations[0].quanta:
            raise InputError(
                "the recursion knows single machines in a row, equal lots, no losses and no"
                " changeovers",
                do="Use simulate",
                where=f"station {s.name!r}",
            )
        before = (s.name,)
