"""What every station could pass if it never waited: the line without its randomness."""

from __future__ import annotations

from dataclasses import dataclass

from ionwright.plant.line.inputs import Line
from ionwright.plant.line.station import RandomRate, Station


@dataclass(frozen=True, slots=True)
class Capacity:
    """What one station could pass, counted in what leaves the line.

    Parameters
    ----------
    station : str
    bare : float
        Without failures, with changeovers [kWh/h].
    mean : float
        With its mean share of time down [kWh/h].
    survives : float
        Share of what it takes in that leaves the line [1].
    """

    station: str
    bare: float
    mean: float
    survives: float


def capacities(line: Line) -> tuple[Capacity, ...]:
    """Return the capacity of every station.

    A machine that works t hours on a lot of q kWh, is down d hours for every u hours of work
    and stops c hours every e kWh, passes 1 / (t/q (1 + d/u) + c/e).
    """
    survives = _survives(line)
    found = []
    for station in line.stations:
        work = station.hours / station.lot
        failures, changeover = station.failures, station.changeover
        stop = changeover.hours / changeover.every if changeover else 0.0
        down = failures.down / failures.up if failures else 0.0
        good = survives[station.name] * station.places
        found.append(
            Capacity(
                station.name,
                good / (work + stop),
                good / (work * (1.0 + down) + stop),
                survives[station.name],
            )
        )
    return tuple(found)


def balance(line: Line) -> float:
    """Return what the line makes if nothing ever fails and buffers are large enough [kWh/h]."""
    return min(c.bare for c in capacities(line))


def ceiling(line: Line) -> float:
    """Return what the line makes if buffers are endless, failures counted [kWh/h].

    A line with failures and finite buffers makes less: stations starve and block each other.
    """
    return min(c.mean for c in capacities(line))


def is_steady(line: Line) -> bool:
    """Return whether nothing in a line is random: no failures, no random times or losses."""
    return not any(
        s.failures or isinstance(s.work, RandomRate) or (s.loss.share and s.loss.piece)
        for s in line.stations
    )


def is_buffered(line: Line) -> bool:
    """Return whether each buffer bridges the changeovers of its neighbours.

    Room for a lot in, a lot out, and what the line passes in the longer of both stops. A line
    whose buffers are smaller may fall short of its balance even without failures.
    """
    made = balance(line)
    survives = _survives(line)
    for station in line.stations:
        for name in station.after:
            giver = line.station(name)
            stop = max(_stop(giver), _stop(station))
            if station.buffer < giver.lot + station.lot + stop * made / survives[station.name]:
                return False
    return True


def _stop(station: Station) -> float:
    return station.changeover.hours if station.changeover else 0.0


def _survives(line: Line) -> dict[str, float]:
    """Return by station the share of what it takes in that leaves the line [1]."""
    behind: dict[str, float] = {}
    found: dict[str, float] = {}
    for station in reversed(line.stations):
        found[station.name] = (1.0 - station.loss.share) * behind.get(station.name, 1.0)
        for name in station.after:
            behind[name] = found[station.name]
    return found
