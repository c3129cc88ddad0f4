"""What came out of a run, and the laws that it must obey."""

from __future__ import annotations

from dataclasses import dataclass

from ionwright.core.laws import Law
from ionwright.plant.line.capacity import balance, is_buffered, is_steady
from ionwright.plant.line.inputs import Line, Run


@dataclass(frozen=True, slots=True)
class StationUse:
    """A station over the time measured.

    Parameters
    ----------
    name : str
    places : int
        Lots that can be worked on at the same time: machines, or their places.
    taken, good, lost : float
        What went in, what went on, and scrap [kWh].
    held : float
        What its machines held in the mean [kWh].
    starved, busy, down, blocked, changeover : float
        Shares of the time of its places [1]; they add up to 1.
    """

    name: str
    places: int
    taken: float
    good: float
    lost: float
    held: float
    starved: float
    busy: float
    down: float
    blocked: float
    changeover: float

    @property
    def active(self) -> float:
        """Share of time it waits for nobody: busy, down or changing over [1]."""
        return self.busy + self.down + self.changeover


@dataclass(frozen=True, slots=True)
class BufferUse:
    """A buffer over the time measured.

    Parameters
    ----------
    name : str
        "giver > taker".
    room, most : float
        What it can hold and held at most [kWh].
    content : float
        What it held in the mean, from the integral over time [kWh].
    stayed : float
        The same from the hours that each parcel lay here, over the hours measured [kWh].
    wait : float
        Mean time that what was taken out had lain here [h]; 0 if nothing was.
    """

    name: str
    room: float
    most: float
    content: float
    stayed: float
    wait: float


@dataclass(frozen=True, slots=True)
class Books:
    """How well the recounts agree with what was booked.

    Parameters
    ----------
    counts, events : int
        Recounts of all material, and events; 0 events if only the ends were recounted.
    worst : float
        Largest difference [kWh].
    over : float
        Largest content of a buffer beyond its room, or below nothing [kWh].
    passed : float
        What went through the line, for scale [kWh].
    """

    counts: int
    events: int
    worst: float
    over: float
    passed: float


@dataclass(frozen=True, slots=True)
class Result:
    """A run of a line.

    Parameters
    ----------
    line : Line
    run : Run
    replication : int
    stations : tuple of StationUse
    buffers : tuple of BufferUse
    books : Books
    """

    line: Line
    run: Run
    replication: int
    stations: tuple[StationUse, ...]
    buffers: tuple[BufferUse, ...]
    books: Books

    @property
    def throughput(self) -> float:
        """What leaves the line [kWh/h]."""
        return self.stations[-1].good / self.run.hours

    @property
    def in_machines(self) -> float:
        """Mean work in progress in machines and their places [kWh]; branches add up."""
        return sum(s.held for s in self.stations)

    @property
    def in_buffers(self) -> float:
        """Mean work in progress in buffers [kWh]; branches add up."""
        return sum(b.content for b in self.buffers)

    @property
    def in_progress(self) -> float:
        """Mean work in progress [kWh]; branches add up."""
        return self.in_machines + self.in_buffers

    @property
    def bottleneck(self) -> str:
        """The station that waits least for others: largest share busy, down or changing over.

        A pointer only. What another machine would bring is what `one_more` measures.
        """
        return max(self.stations, key=lambda s: s.active).name

    def check(self) -> tuple[Law, ...]:
        """Return the laws with their residuals.

        The last holds a line to its balance and is there only where nothing is random and the
        buffers bridge the changeovers; it needs a warm-up in which the line has filled, and a
        time in which a thousand lots and coils pass.
        """
        books, scale = self.books, "what went through the line"
        when = f"every one of {books.events} events" if books.events else "both ends"
        over = max(books.over, *(b.most - b.room for b in self.buffers), 0.0)
        little = max((_apart(b.content, b.stayed, b.room) for b in self.buffers), default=0.0)
        states = max(abs(s.active + s.starved + s.blocked - 1.0) for s in self.stations)
        laws = [
            Law(f"lots are conserved at {when}", books.worst / books.passed, 0.0, scale),
            Law("no buffer holds more than it can", over / books.passed, 0.0, scale),
            Law("Little: content is what came times how long it stayed", little, 1e-9, "room"),
            Law("the states of all machines add up to the time", states, 1e-9, "time"),
        ]
        if is_steady(self.line) and is_buffered(self.line):
            made = balance(self.line)
            name = f"throughput is the balance, after {self.run.warm_up:g} h"
            laws.append(Law(name, self.throughput / made - 1.0, 1e-3, "balance"))
        return tuple(laws)


def _apart(a: float, b: float, scale: float) -> float:
    return abs(a - b) / scale if scale else abs(a - b)
