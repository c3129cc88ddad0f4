"""What the user says of a line and of a run: how stations are joined, how long, which seed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ionwright.errors import InputError, nearest
from ionwright.plant.line.station import QUANTUM, Station


@dataclass(frozen=True, slots=True)
class Line:
    """Stations from the material to what leaves the line.

    Parameters
    ----------
    name : str
    stations : tuple of Station
        In an order in which each stands behind those that it takes from. All but the last
        give to exactly one other; what the last makes leaves the line.

    Raises
    ------
    InputError
        If two stations share a name, one takes from a station that is not before it, one gives
        to none or to two, or a buffer is so small that the line would lock.
    """

    name: str
    stations: tuple[Station, ...]

    def __post_init__(self) -> None:
        """Check how the stations are joined."""
        if not self.stations:
            raise InputError("a line has stations", where=f"line {self.name!r}")
        seen: dict[str, Station] = {}
        given: set[str] = set()
        for station in self.stations:
            where = f"station {station.name!r}"
            if station.name in seen:
                raise InputError("every station has a name of its own", where=where)
            for name in station.after:
                if name not in seen:
                    raise InputError(
                        "a station stands behind those that it takes from",
                        seen=name,
                        do=nearest(name, list(seen), "station") if seen else "",
                        where=where,
                    )
                if name in given:
                    raise InputError("a station gives to one other", seen=name, where=where)
                given.add(name)
                _room(seen[name], station)
            seen[station.name] = station
        loose = [s.name for s in self.stations[:-1] if s.name not in given]
        if loose:
            raise InputError(
                "all but the last station give to another",
                seen=", ".join(loose),
                where=f"line {self.name!r}",
            )

    def station(self, name: str) -> Station:
        """Return a station by its name.

        Raises
        ------
        InputError
            If there is none of this name.
        """
        for station in self.stations:
            if station.name == name:
                return station
        names = [s.name for s in self.stations]
        raise InputError("no station of this name", seen=name, do=nearest(name, names, "station"))

    def change(self, name: str, **fields: object) -> Line:
        """Return the line with fields of one station changed."""
        old = self.station(name)
        new = replace(old, **fields)  # type: ignore[arg-type]
        return replace(self, stations=tuple(new if s is old else s for s in self.stations))

    def divided(self, by: int) -> Line:
        """Return the line with every lot cut into equal parts; nothing else changes.

        An oven load is a lot too: a place becomes `by` places of a part each.

        Parameters
        ----------
        by : int
            Into how many parts, 1 or more.
        """
        cut = tuple(replace(s, lot=s.lot / by) for s in self.stations)
        return replace(self, stations=cut)

    def reliable(self) -> Line:
        """Return the line without failures."""
        return replace(self, stations=tuple(replace(s, failures=None) for s in self.stations))


@dataclass(frozen=True, slots=True)
class Run:
    """How long a line runs, and which random numbers it meets.

    Parameters
    ----------
    hours : float
        What is measured [h].
    warm_up : float
        What passes before, from an empty line with idle machines [h]: several times the
        hours of residence on its longest way.
    seed : int
        0 to 2**64 - 1.
    audit : bool
        Recount all material after every single event; several times slower. Without it, the
        books are recounted at the end of the warm-up and of the run.

    Raises
    ------
    InputError
        If a time is not positive and finite, or the seed is negative.
    """

    hours: float
    warm_up: float
    seed: int
    audit: bool = False

    def __post_init__(self) -> None:
        """Refuse times and seeds without meaning."""
        if not 0.0 < self.hours < float("inf"):
            raise InputError("the time of a run [h] is positive and finite", seen=self.hours)
        if not 0.0 <= self.warm_up < float("inf"):
            raise InputError("a warm-up [h] is not negative and finite", seen=self.warm_up)
        if not 0 <= self.seed < 2**64:
            raise InputError("a seed is a whole number", seen=self.seed, allowed="0 to 2**64 - 1")


def _room(giver: Station, taker: Station) -> None:
    """Refuse a buffer in which a lot to come and a lot to go can wait for each other."""
    even = giver.quanta == taker.quanta and giver.loss.share == 0.0
    least = 0 if even else giver.quanta + taker.quanta
    if round(taker.buffer / QUANTUM) < least:
        raise InputError(
            f"the buffer behind {giver.name!r} holds a lot in and a lot out, or the line locks",
            seen=f"{taker.buffer:g} kWh",
            allowed=f"at least {least * QUANTUM:g} kWh",
            where=f"station {taker.name!r}",
        )
