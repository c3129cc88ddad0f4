"""A plant as a running line: its route, capacity and balance become stations, lots and buffers.

Each step that streams pass becomes a station, or several: one an electrode where both pass on
machines of their own, one a product where what it prepares goes two ways, one a machine where the
reference line has several in a row. What serves the plant (dry room, warehouse, laboratory) and
what the route drops is no station.

What passes a station, for each kWh that leaves the plant, is the driver of the balance there: mass
of powder or slurry over that in good cells, web over web, cells over cells. A station's loss is
what the next one asks less, so that slurry and powder lost later burden the mixer. Foil that is
trimmed and electrolyte that is spilt lengthen no web and stay out of the line.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from ionwright.cell import Design
from ionwright.plant import counted_rows, machines, prozell_rules
from ionwright.plant.drivers import Plantwide
from ionwright.plant.line.inputs import Line, Run
from ionwright.plant.line.station import Loss, Station
from ionwright.plant.lower import Lowered, lower
from ionwright.plant.machines import Ask, Bank, Given
from ionwright.plant.plant import Plant
from ionwright.plant.route import RouteStep

__all__ = ["PlantLine"]

SIDES = ("positive", "negative")
WEEK = 168.0
"""[h]."""
ROUNDING = 1e-12
"""Share below which nothing is lost: what is left of a quotient of equal numbers [1]."""


@dataclass(frozen=True, eq=False)
class PlantLine:
    """A line made from a plant.

    Parameters
    ----------
    low : Lowered
        The plant with its cell.
    line : Line
    flows : dict of str to float
        What the balance sends into each station at the plan [kWh/h].
    banks : dict of str to Bank
        Machines of each station, with the numbers behind them.
    """

    low: Lowered
    line: Line
    flows: dict[str, float]
    banks: dict[str, Bank]

    @property
    def hours(self) -> float:
        """Hours of a year in which the line runs [h/yr], as in the reference line: 360 days."""
        return prozell_rules.HOURS

    @property
    def plan(self) -> float:
        """What the plant is to make [kWh/h]: its capacity over these hours."""
        return self.low.plant.capacity / self.hours

    @property
    def warm_up(self) -> float:
        """Time after which an empty line has filled [h].

        A week and three times the hours of lots and places on its longest way.
        """
        return WEEK + 3.0 * _longest(self.line)

    def run(self, weeks: float, seed: int, audit: bool = False) -> Run:
        """Return a run of some weeks after the warm-up."""
        return Run(weeks * WEEK, self.warm_up, seed, audit)

    @property
    def given(self) -> tuple[tuple[str, Given], ...]:
        """Every number behind the machines and buffers, with its station."""
        out = [(name, one) for name, bank in self.banks.items() for one in bank.given]
        return (*out, *((s.name, _buffer_time()) for s in self.line.stations if s.after))

    @property
    def kinds(self) -> Counter[str]:
        """How many of these numbers are of each kind."""
        return Counter(one.value.kind for _, one in self.given)

    @property
    def notes(self) -> list[str]:
        """What a reader must know, one sentence each."""
        counted = sum(bank.counted for bank in self.banks.values())
        kinds = self.kinds
        return [
            f"{counted} of {len(self.banks)} stations are machines counted in the reference line"
            " of Lechner et al. 2024; the others are groups that just make the plan at their"
            " uptime, cut into machines of an assumed size",
            f"{kinds['assumed']} of {kinds.total()} numbers behind the stations are assumed:"
            " uptime, failures, buffers and lots of all, and sizes of what is not counted",
            "groups that just make the plan are all as fast in the mean: no one of them stands out,"
            " and one more machine at one of them buys little",
            f"a year has {self.hours:,.0f} h, as in the reference line; one product, no crews,"
            " no rework, and material is always there",
        ]


def to_line(plant: Plant, design: Design, *, fails: bool = True) -> PlantLine:
    """Return the running line of a plant that makes a design.

    Parameters
    ----------
    plant : Plant
    design : Design
    fails : bool
        False leaves failures out, and the reserve that a plant has for them: then every group
        makes just the plan, and the line makes the capacity of the plant.

    Raises
    ------
    InputError
        If the route cannot make the design, or something it is made of has no price.
    """
    low = lower(plant, design)
    build = _Build(low, _sheets(design), fails)
    for i, step in enumerate(plant.route.steps):
        if step.takes:
            build.add(i, step)
    return build.done()


@dataclass(frozen=True)
class _End:
    """What a station gives and nobody has taken yet: its streams."""

    station: str
    streams: frozenset[int]


@dataclass
class _Node:
    """A station on its way."""

    bank: Bank
    after: tuple[str, ...]
    need: float
    cells: bool


@dataclass
class _Build:
    """Stations as they are added, in the order of the route."""

    low: Lowered
    sheets: float
    fails: bool
    nodes: dict[str, _Node] = field(default_factory=dict)
    ends: dict[str, list[_End]] = field(default_factory=dict)

    @property
    def plan(self) -> float:
        return self.low.plant.capacity / prozell_rules.HOURS

    def add(self, i: int, step: RouteStep) -> None:
        """Add the stations of a step."""
        if not step.makes:
            self._prepare(i, step)
            return
        came = list(dict.fromkeys(e for name in step.takes for e in self.ends.pop(name, [])))
        fresh = self._fresh(step)
        if step.row in counted_rows.ROWS and not counted_rows.ROWS[step.row]:
            self.ends[step.makes] = came  # a part of the machine before it
        elif step.driver == "electrode-area" and len(came) > 1:
            made = [self._station(i, step, (e,), e.streams, self._side(e)) for e in came]
            self.ends[step.makes] = made
        else:
            streams = fresh.union(*(e.streams for e in came))
            self.ends[step.makes] = [self._station(i, step, tuple(came), streams)]

    def _fresh(self, step: RouteStep) -> frozenset[int]:
        """Return the streams that a step takes under their own names."""
        cell = self.low.wide.cell.streams
        return frozenset(k for k, s in enumerate(cell) if s.name in step.takes)

    def _side(self, end: _End) -> str:
        """Return the electrode that something is a part of; "" if of both or of neither."""
        parts = {self.low.wide.cell.streams[k].part for k in end.streams}
        return next((s for s in SIDES if parts == {s}), "")

    def _prepare(self, i: int, step: RouteStep) -> None:
        """Add a station for each step that next takes what this one prepares."""
        route, cell = self.low.plant.route.steps, self.low.wide.cell.streams
        takers: dict[str, set[int]] = {}
        for k in self._fresh(step):
            taker = next(s for s in route[i + 1 :] if cell[k].name in s.takes)
            takers.setdefault(taker.row, set()).add(k)
        for row, streams in takers.items():
            came = {e for k in streams for e in self.ends.get(cell[k].name, ())}
            end = self._station(i, step, tuple(came), frozenset(streams), f"for {row}")
            for k in streams:
                self.ends[cell[k].name] = [end]

    def _station(
        self, i: int, step: RouteStep, came: tuple[_End, ...], streams: frozenset[int], of: str = ""
    ) -> _End:
        """Add one station, or several in a row, and return what the last one gives."""
        flows, wide = self.low.typical_flows, self.low.wide
        need, amount = self._asked(i, step, streams, of if of in SIDES else "")
        ask = Ask(step, need * self.plan, amount, wide.cell.energy, self.sheets, self.fails)
        known = step.row in counted_rows.ROWS
        banks = machines.counted(ask, i, wide, flows, of) if known else machines.sized(ask)
        after = tuple(e.station for e in came)
        name = ""
        for bank in banks:
            name = _name(step, bank.name, of)
            cells = not (ask.is_mass or ask.is_web)
            self.nodes[name] = _Node(bank, after, need, cells)
            after = (name,)
        return _End(name, streams)

    def _asked(
        self, i: int, step: RouteStep, streams: frozenset[int], side: str
    ) -> tuple[float, float]:
        """Return what enters a step for each kWh of good cells [1], and what a kWh is there."""
        flows, wide = self.low.typical_flows, self.low.wide
        if step.driver in machines.MASSES:
            solid = [k for k in streams if not wide.cell.streams[k].name.endswith("/foil")]
            good = sum(wide.cell.streams[k].mass for k in solid)
            enter = sum(float(flows.enter[0, i, k]) for k in solid)
            return enter / (good * wide.number), good / wide.cell.energy
        if step.driver.endswith("-area"):
            part = side or wide.part(step.driver)
            return float(flows.web[0, i]), _web(wide, part) / wide.cell.energy
        return float(flows.web[0, i]), 1.0 / wide.cell.energy

    def done(self) -> PlantLine:
        """Return the line."""
        behind = {name: one.need for _, one in self.nodes.items() for name in one.after}
        stations, flows = [], {}
        for name in reversed(self.nodes):
            one = self.nodes[name]
            after = behind.get(name, 1.0)
            flows[name] = one.need * self.plan
            stations.append(self._finished(name, one, 1.0 - after / one.need))
        line = Line(self._title(), tuple(reversed(stations)))
        banks = {name: one.bank for name, one in self.nodes.items()}
        return PlantLine(self.low, line, flows, banks)

    def _title(self) -> str:
        plant = self.low.plant
        made = plant.route.label
        return f"{made}, {self.low.wide.cell.design}, {plant.capacity / 1e6:g} GWh/yr"

    def _finished(self, name: str, one: _Node, lost: float) -> Station:
        """Return a station with its buffer and its loss."""
        bank = one.bank
        share = lost if lost > ROUNDING else 0.0
        piece = self.low.wide.cell.energy if one.cells and share and self.fails else 0.0
        buffer = 0.0
        if one.after:
            givers = [self.nodes[n].bank for n in one.after]
            stop = max((b.changeover.hours for b in (*givers, bank) if b.changeover), default=0.0)
            wait = machines.in_hours(_buffer_time()) + stop
            buffer = bank.lot + max(b.lot for b in givers) + wait * one.need * self.plan
        return Station(
            name, bank.work, bank.machines, bank.lot, one.after, buffer, Loss(share, piece),
            bank.failures, bank.changeover,
        )  # fmt: skip


def _buffer_time() -> Given:
    return machines.look_up("line-buffer", "buffer_time")


def _web(wide: Plantwide, part: str) -> float:
    """Return the web of a part in a good cell [m2]: both faces of a foil are one web."""
    return wide.cell.web(part) * (1.0 if part == "separator" else 0.5)


def _name(step: RouteStep, part: str, of: str) -> str:
    """Return a short name of a station: row, what is done, of what."""
    said = part or step.name
    if not step.own:  # the table repeats the row of an anode, without its dash
        said = said.removeprefix(f"{step.row.replace('-', '')} ")
    said = re.sub(r"^\((.*?)\)", r"\1", said)  # a step that may be left out stands in brackets
    said = re.split(r" \(|:|,| \+ | \d", said)[0]
    key = "" if step.own else f"{step.row} "
    return f"{key}{said}" + (f", {of}" if of else "")


def _sheets(design: Design) -> float:
    """Return the electrodes of a cell: a foil carries two of its coated faces [1]."""
    return float(getattr(design.cell.format, "layers", 1))


def _longest(line: Line) -> float:
    """Return the hours that a lot works its way through, on the longest way [h]."""
    gone: dict[str, float] = {}
    for s in line.stations:
        gone[s.name] = s.hours + max((gone[n] for n in s.after), default=0.0)
    return max(gone.values())
