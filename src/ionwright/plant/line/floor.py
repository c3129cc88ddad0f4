"""The line while it runs: buffers, stations, and the machines' rules as a SimPy process."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator
from itertools import repeat
from typing import Any

from simpy import Environment, Event

from ionwright.plant.line.station import QUANTUM, RandomRate, Station
from ionwright.plant.line.streams import Use, bad_pieces, exponential, stream

STARVED, BUSY, DOWN, BLOCKED, CHANGEOVER = range(5)
STATES = ("starved", "busy", "down", "blocked", "changeover")
"""What a machine can be doing; it is in one of these at any time."""
Trace = Callable[[str, int, str, float, float], None]
"""Called with station, place, state, begin and end [h] of everything that a machine did."""


class Buffer:
    """The material between two stations, first in, first out; amounts in whole `QUANTUM`."""

    __slots__ = (
        "area", "begun", "blocked", "content", "given", "gone", "most", "name", "parcels", "put",
        "room", "since", "stayed", "taker", "waited",
    )  # fmt: skip

    def __init__(self, name: str, room: int, taker: Post) -> None:
        self.name, self.room, self.taker = name, room, taker
        self.content = 0
        self.put = self.given = 0
        self.parcels: deque[list[Any]] = deque()
        self.blocked: deque[tuple[int, Machine, Event]] = deque()
        self.reset(0.0)

    def reset(self, now: float) -> None:
        """Forget what was measured so far; the material stays."""
        self.begun = self.since = now
        self.area = self.waited = self.stayed = 0.0
        self.gone = 0
        self.most = self.content

    def close(self, now: float) -> None:
        """Count what still lies here up to now."""
        self.area += self.content * (now - self.since)
        self.since = now

    def add(self, amount: int, now: float) -> None:
        """Put material in; whether there is room has been asked before."""
        self.close(now)
        self.content += amount
        self.put += amount
        self.parcels.append([now, amount])

    def remove(self, amount: int, now: float) -> None:
        """Take the oldest material out and count how long it lay."""
        self.close(now)
        self.content -= amount
        self.given += amount
        self.gone += amount
        parcels, begun = self.parcels, self.begun
        while amount:
            came, here = parcels[0]
            part = here if here <= amount else amount
            self.waited += part * (now - came)
            self.stayed += part * (now - (came if came > begun else begun))
            amount -= part
            if part == here:
                parcels.popleft()
            else:
                parcels[0][1] = here - part


class Post:
    """A station while it runs: who waits for a lot, and what has passed."""

    __slots__ = (
        "bad", "good", "hours", "idle", "inputs", "lost", "lot", "machines", "output", "pieces",
        "spent", "station", "taken", "weighed",
    )  # fmt: skip

    def __init__(self, station: Station, seed: int, replication: int) -> None:
        self.station, self.lot = station, station.quanta
        self.inputs: list[Buffer] = []
        self.output: Buffer | None = None
        self.idle: deque[tuple[Machine, Event]] = deque()
        self.machines: list[Machine] = []
        self.taken = self.good = self.lost = 0
        self.hours: Iterator[float] = repeat(station.hours)
        if isinstance(station.work, RandomRate):
            random = stream(seed, replication, station.name, 0, Use.WORK)
            self.hours = exponential(random, station.hours)
        self.pieces = round(station.lot / station.loss.piece) if station.loss.piece else 0
        if self.pieces:
            random = stream(seed, replication, station.name, 0, Use.LOSS)
            self.bad = bad_pieces(random, self.pieces, station.loss.share)
        self.reset(0.0)

    def reset(self, now: float) -> None:
        """Forget what was measured so far; machines stay as they are."""
        self.spent = [0.0] * len(STATES)
        self.weighed = 0.0
        for machine in self.machines:
            machine.since = now

    @property
    def ready(self) -> bool:
        """Whether there is a lot of each input."""
        lot = self.lot
        for buffer in self.inputs:
            if buffer.content < lot:
                return False
        return True

    def take(self, machine: Machine, now: float) -> None:
        """Give a machine its lot."""
        for buffer in self.inputs:
            buffer.remove(self.lot, now)
        self.taken += self.lot
        machine.holds = self.lot

    def judge(self) -> int:
        """Return how much of a lot is lost."""
        if self.pieces:
            return next(self.bad) * self.lot // self.pieces
        return round(self.lot * self.station.loss.share)

    def fits(self, buffer: Buffer, amount: int) -> bool:
        """Return whether a buffer has room, counting lots that idle machines take at once."""
        content = buffer.content + amount
        if content <= buffer.room:
            return True
        if not self.idle:
            return False
        lots = min((content if b is buffer else b.content) // self.lot for b in self.inputs)
        return content - min(lots, len(self.idle)) * self.lot <= buffer.room

    def settle(self, now: float) -> None:
        """Let idle machines take and blocked ones give, until neither can."""
        moved = True
        while moved:
            moved = False
            while self.idle and self.ready:
                machine, event = self.idle.popleft()
                self.take(machine, now)
                event.succeed()
                moved = True
            for buffer in self.inputs:
                blocked = buffer.blocked
                while blocked and self.fits(buffer, blocked[0][0]):
                    amount, machine, event = blocked.popleft()
                    machine.give(buffer, amount, now)
                    event.succeed()
                    moved = True
                    if self.idle and self.ready:
                        break  # a taker comes first: it makes the room that was counted on
        for buffer in self.inputs:
            if buffer.content > buffer.most:
                buffer.most = buffer.content


class Machine:
    """One machine, or one place of it."""

    __slots__ = (
        "downs", "env", "holds", "left", "number", "post", "since", "stands", "state", "trace",
        "ups", "weight",
    )  # fmt: skip

    def __init__(self, env: Environment, post: Post, number: int, trace: Trace | None) -> None:
        self.env, self.post, self.number, self.trace = env, post, number, trace
        self.state, self.since, self.holds, self.weight = STARVED, env.now, 0, 0
        self.left = float("inf")

    def breaks(self, seed: int, replication: int) -> None:
        """Draw when it fails, if it ever does."""
        failures = self.post.station.failures
        if failures is not None:
            name, number = self.post.station.name, self.number
            self.ups = exponential(stream(seed, replication, name, number, Use.UP), failures.up)
            self.downs = exponential(
                stream(seed, replication, name, number, Use.DOWN), failures.down
            )
            self.left = next(self.ups)

    def mark(self, state: int) -> None:
        """Count the time in the state that ends now, and begin another."""
        now, post = self.env.now, self.post
        span = now - self.since
        if span > 0.0:
            post.spent[self.state] += span
            post.weighed += span * self.weight
            if self.trace is not None:
                self.trace(post.station.name, self.number, STATES[self.state], self.since, now)
        self.state, self.since, self.weight = state, now, self.holds

    def give(self, buffer: Buffer | None, amount: int, now: float) -> None:
        """Let go of what is good."""
        self.holds = 0
        self.post.good += amount
        if buffer is not None:
            buffer.add(amount, now)

    def run(self) -> Generator[Event, Any, None]:
        """Take a lot, work on it, fail, give it away, change over; for ever."""
        env, post = self.env, self.post
        change, coil = post.station.changeover, 0
        length = round(change.every / QUANTUM) if change else 0
        while True:
            self.mark(STARVED)
            if post.idle or not post.ready:
                event = env.event()
                post.idle.append((self, event))
                post.settle(env.now)  # with no room between, a blocked one waited for this
                yield event
            else:
                post.take(self, env.now)
                if post.inputs:
                    post.settle(env.now)  # there is room for those that were blocked
            self.mark(BUSY)
            hours = next(post.hours)
            while self.left < hours:
                hours -= self.left
                yield env.timeout(self.left)
                self.mark(DOWN)
                yield env.timeout(next(self.downs))
                self.mark(BUSY)
                self.left = next(self.ups)
            self.left -= hours
            yield env.timeout(hours)
            yield from self._deliver()
            if change:
                coil += post.lot
                if coil >= length:
                    self.mark(CHANGEOVER)
                    yield env.timeout(coil // length * change.hours)
                    coil %= length

    def _deliver(self) -> Generator[Event, Any, None]:
        """Throw away what is bad; give the rest away or wait until there is room."""
        env, post = self.env, self.post
        lost = post.judge()
        post.lost += lost
        self.holds -= lost
        self.mark(BLOCKED)
        buffer, amount = post.output, self.holds
        if buffer is None or amount == 0:
            self.give(None, amount, env.now)
        elif not buffer.blocked and buffer.taker.fits(buffer, amount):
            self.give(buffer, amount, env.now)
            buffer.taker.settle(env.now)
        else:
            event = env.event()
            buffer.blocked.append((amount, self, event))
            yield event
