"""Run a line for a time."""

from __future__ import annotations

from simpy import Environment

from ionwright.plant.line.floor import STATES, Buffer, Machine, Post, Trace
from ionwright.plant.line.inputs import Line, Run
from ionwright.plant.line.result import Books, BufferUse, Result, StationUse
from ionwright.plant.line.station import QUANTUM


def simulate(line: Line, run: Run, replication: int = 0, trace: Trace | None = None) -> Result:
    """Run a line from empty, and measure after its warm-up.

    Parameters
    ----------
    line : Line
    run : Run
    replication : int
        Which of many independent runs with the same seed.
    trace : callable or None
        Told (station, number of the place, state, begin [h], end [h]) of all that machines do,
        from the start, state being one of `floor.STATES`: what a Gantt chart draws.

    Returns
    -------
    Result
        The same bits for the same arguments, in any number of processes.

    Notes
    -----
    A machine takes a lot as soon as there is one of each of its inputs, works, throws away what
    is bad, and keeps the rest until there is room for all of it behind (blocking after
    service). Idle machines take, and blocked ones give, in the order in which they came to
    wait. Machines fail only while they work and carry on with the same lot. Material for the
    first stations is always there; what the last makes always leaves. One product, no crews.
    """
    env = Environment()
    posts = _build(line, run.seed, replication, env, trace)
    books = _Audit(posts)
    events = books.run(env, run.warm_up, run.audit) if run.warm_up else 0
    for post in posts:
        for buffer in post.inputs:
            buffer.reset(env.now)
        for machine in post.machines:
            machine.mark(machine.state)
        post.reset(env.now)
    before = [(post.taken, post.good, post.lost) for post in posts]
    events += books.run(env, run.warm_up + run.hours, run.audit)
    for post in posts:
        for buffer in post.inputs:
            buffer.close(env.now)
        for machine in post.machines:
            machine.mark(machine.state)
    stations = tuple(
        _station(post, start, run.hours) for post, start in zip(posts, before, strict=True)
    )
    buffers = tuple(_buffer(b, run.hours, env.now) for post in posts for b in post.inputs)
    return Result(line, run, replication, stations, buffers, books.told(events))


def _build(
    line: Line, seed: int, replication: int, env: Environment, trace: Trace | None
) -> list[Post]:
    """Set up stations, buffers and machines, and start the machines."""
    posts = {s.name: Post(s, seed, replication) for s in line.stations}
    for post in posts.values():
        for name in post.station.after:
            room = round(post.station.buffer / QUANTUM)
            buffer = Buffer(f"{name} > {post.station.name}", room, post)
            post.inputs.append(buffer)
            posts[name].output = buffer
    for post in posts.values():
        for number in range(post.station.places):
            machine = Machine(env, post, number, trace)
            machine.breaks(seed, replication)
            post.machines.append(machine)
            env.process(machine.run())
    return list(posts.values())


class _Audit:
    """Recounts material against what was booked when it moved."""

    def __init__(self, posts: list[Post]) -> None:
        self.posts = posts
        self.worst = self.over = self.counts = 0

    def run(self, env: Environment, until: float, audit: bool) -> int:
        """Run up to a time and return how many events there were, 0 if none were counted."""
        events = 0
        if audit:
            while env.peek() < until:
                env.step()
                events += 1
                self.recount()
        env.run(until=until)
        self.recount()
        return events

    def recount(self) -> None:
        """Compare every station and buffer with what went in and out of it."""
        self.counts += 1
        for post in self.posts:
            held = sum(machine.holds for machine in post.machines)
            self.worst = max(self.worst, abs(post.taken - post.good - post.lost - held))
            for buffer in post.inputs:
                lies = sum(amount for _, amount in buffer.parcels)
                off = max(abs(lies - buffer.content), abs(buffer.put - buffer.given - lies))
                self.worst = max(self.worst, off, abs(post.taken - buffer.given))
                self.over = max(self.over, buffer.content - buffer.room, -buffer.content)
            if post.output is not None:
                self.worst = max(self.worst, abs(post.good - post.output.put))

    def told(self, events: int) -> Books:
        """Return what was found."""
        passed = max(post.taken for post in self.posts)
        return Books(
            self.counts, events, self.worst * QUANTUM, self.over * QUANTUM, passed * QUANTUM
        )


def _station(post: Post, before: tuple[int, int, int], hours: float) -> StationUse:
    taken, good, lost = (
        QUANTUM * (now - start)
        for now, start in zip((post.taken, post.good, post.lost), before, strict=True)
    )
    time = hours * len(post.machines)
    shares = {name: spent / time for name, spent in zip(STATES, post.spent, strict=True)}
    held = QUANTUM * post.weighed / hours
    return StationUse(post.station.name, len(post.machines), taken, good, lost, held, **shares)


def _buffer(buffer: Buffer, hours: float, now: float) -> BufferUse:
    left = sum(amount * (now - max(came, buffer.begun)) for came, amount in buffer.parcels)
    return BufferUse(
        buffer.name,
        buffer.room * QUANTUM,
        buffer.most * QUANTUM,
        QUANTUM * buffer.area / hours,
        QUANTUM * (buffer.stayed + left) / hours,
        buffer.waited / buffer.gone if buffer.gone else 0.0,
    )
