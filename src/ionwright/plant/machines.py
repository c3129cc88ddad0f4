"""What the machines of a step do in a running line: how many, how fast, in which lots.

Amounts are kWh of the cells that the material would make if nothing more were lost, as in
`plant.line`. Two ways lead to them. Rows of the liquid line whose machines have a price and a
rate are *counted*: number, speed and time are those of the reference line of Lechner et al. 2024.
All other rows are *sized*: the size of one machine, assumed, only says into how many the group is
cut; together they pass what the plan asks, over their uptime.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from ionwright import data, units
from ionwright.core import Value
from ionwright.plant import conditions, counted_rows, prozell_rules, steps
from ionwright.plant.balance import Flows
from ionwright.plant.counted import Group
from ionwright.plant.drivers import Plantwide
from ionwright.plant.line.station import Changeover, Failures, Rate, Residence
from ionwright.plant.route import RouteStep

TABLE = "plant/line"
MASSES = ("positive-active", "negative-active", "electrolyte-mass")
"""Drivers of steps that handle powder, slurry or melt."""
LIKE = {"E12": "welding", "E13": "insertion", "E14": "filling", "E16": "testing"}
"""Row whose draw a step shares -> machine of the reference line, taken for its size."""
OVEN = "post-drying"
"""Step of the reference line that takes coils for a shift: an oven, not a web machine."""


@dataclass(frozen=True)
class Given:
    """A number behind a station, with its range and kind.

    Parameters
    ----------
    what : str
        Its quantity, in words of the data, and what it is of.
    value : Value
    """

    what: str
    value: Value


@dataclass(frozen=True)
class Bank:
    """Machines that stand side by side.

    Parameters
    ----------
    name : str
        Part of a step, "formation" or the like; "" for all of it.
    work : Rate or Residence
        Of one machine [kWh].
    machines : int
    lot : float
        [kWh].
    failures : Failures or None
    changeover : Changeover or None
    counted : bool
        Whether number and speed are those of the reference line.
    given : tuple of Given
    """

    name: str
    work: Rate | Residence
    machines: int
    lot: float
    failures: Failures | None
    changeover: Changeover | None
    counted: bool
    given: tuple[Given, ...]


@dataclass(frozen=True)
class Ask:
    """What the plan asks of a step.

    Parameters
    ----------
    step : RouteStep
    flow : float
        What enters it [kWh/h].
    amount : float
        What a kWh is there: kg, m2 of web, or cells [1/kWh].
    cell : float
        [kWh].
    sheets : float
        Electrodes in a cell [1].
    fails : bool
        False sizes machines that never fail.
    """

    step: RouteStep
    flow: float
    amount: float
    cell: float
    sheets: float
    fails: bool

    @property
    def is_mass(self) -> bool:
        """Whether it handles powder, slurry or melt."""
        return self.step.driver in MASSES

    @property
    def is_web(self) -> bool:
        """Whether it handles web or sheets."""
        return self.step.driver.endswith("-area")

    @property
    def least(self) -> float:
        """Smallest lot that is worth to follow [kWh]."""
        return self.flow * lot_time("shortest")

    def load(self, wanted: float, whole: float = 0.0) -> float:
        """Return the load of an oven or a vessel [kWh], in whole pieces of a size [kWh]."""
        load = min(max(wanted, self.least), self.flow * lot_time("load"))
        return max(1, round(load / whole)) * whole if whole else load

    def lot(self, wanted: float, rate: float) -> float:
        """Return a lot of a machine of a rate [kWh/h] that has so much of web or powder [kWh]."""
        return max(min(wanted, rate * lot_time("machine")), self.least)


def lot_time(sample: str) -> float:
    """Return how long a lot lasts [h]: "shortest" and "load" in the plan, "machine" in one."""
    return in_hours(look_up("line-lot", "lot_time", sample))


def look_up(item: str, quantity: str, sample: str = "") -> Given:
    """Return a number of the data; raises KeyError where it holds none (a fault of the data)."""
    for row in data.find(item, quantity):
        if (row.condition("sample") or "") == sample:
            return Given(" ".join(filter(None, (quantity, "of", item, sample))), row.value)
    raise KeyError((item, quantity, sample))


def _of(step: RouteStep, quantity: str, sample: str = "") -> Given | None:
    """Return the number of a step in the table of the line: its own, or that of its draw."""
    for item in dict.fromkeys((step.row, step.draw)):
        rows = [] if step.own else data.find(item, quantity, TABLE)
        for row in rows:
            if (row.condition("sample") or "") == sample:
                return Given(" ".join(filter(None, (quantity, "of", item, sample))), row.value)
    return None


def _stay(step: RouteStep, name: str) -> Given | None:
    """Return how long cells stay in a step: what its route asks for, or what is behind its row."""
    asked = conditions.given(step.stay).get(name)
    if asked is not None:
        said = Value(asked, asked, asked, "h", "assumed", step.row, "asked for by the plant")
        return Given(f"residence_time of {step.row} {name}", said)
    rows = [] if step.own else data.find(step.row, "residence_time")
    for row in rows:
        if row.condition("sample") == name:
            return Given(f"residence_time of {step.row} {name}", row.value)
    return None


def in_hours(given: Given) -> float:
    """Return a time [h]."""
    return units.to(given.value.value, "h")


def stops(fails: bool, place: bool) -> tuple[Failures | None, float, tuple[Given, ...]]:
    """Return failures, hours down for each hour of work [1], and what they stand on.

    Parameters
    ----------
    fails : bool
        False: it never fails.
    place : bool
        A place in which lots stay, else a machine.
    """
    item = "line-place" if place else "line-machine"
    up, cycle = look_up(item, "uptime"), look_up(item, "stop_cycle")
    share, hours = up.value.value, in_hours(cycle)
    if not fails or share == 1.0:
        return None, 0.0, ()
    return Failures(share * hours, (1.0 - share) * hours), (1.0 - share) / share, (up, cycle)


def counted(ask: Ask, i: int, wide: Plantwide, flows: Flows, side: str) -> list[Bank]:
    """Return the machines of a row of the liquid line, as the reference line counts them.

    Parameters
    ----------
    ask : Ask
    i : int
        Place of the step in the route.
    wide : Plantwide
    flows : Flows
        Of a year at full load, typical.
    side : str
        "positive" or "negative" for the machines of one electrode, else "".

    Returns
    -------
    list of Bank
        In the order in which they are passed; empty where the row is a part of another machine.
    """
    out = []
    for chosen, found in counted_rows.machines(ask.step, i, wide, flows):
        stand = {name: int(np.asarray(fleet.bought).item()) for name, fleet in found.fleets}
        for group in chosen.groups:
            of = next((s for s in counted_rows.SIDES if group.name.endswith(f", {s}")), "")
            if side and of and counted_rows.SIDES[of] != side:
                continue
            out.append(_counted(ask, chosen.name, group, stand[group.name]))
    return out if len(out) > 1 else [replace(b, name="") for b in out]


def _counted(ask: Ask, name: str, group: Group, stand: int) -> Bank:
    """Return machines of the reference line in kWh of the route's cell."""
    law, kwh = group.machine.law, ask.cell / float(group.per_cell)
    said = Given(f"rate and number of {name}", Value(stand, stand, stand, "1", "estimated",
                 "lechner2024", "counted from the flow, the rate and the spare"))  # fmt: skip
    change = None
    if isinstance(law, steps.Batch):
        lot = float(law.volume) * kwh
        work: Rate | Residence = Residence(float(law.time) / 60.0, lot)
    elif isinstance(law, steps.Residence):
        lot = _tray(ask, float(law.positions))
        work = Residence(float(law.time), float(law.positions) * ask.cell)
    elif isinstance(law, steps.Web) and name == OVEN:
        coil, rate = float(law.coil) * kwh, float(law.rate) * kwh
        rolls = max(1, round(rate * prozell_rules.SHIFT_HOURS / coil))
        lot = coil / max(1, round(coil / ask.load(coil)))
        work = Residence(rolls * coil / rate, rolls * coil)
    elif isinstance(law, steps.Web):
        coil = float(law.coil) * kwh
        rate = 60.0 * float(law.speed) * kwh
        lot, work = ask.lot(coil, rate), Rate(rate)
        change = Changeover(coil, float(law.changeover) / 60.0)
    else:
        lot, work = _tray(ask), Rate(float(law.rate) * kwh)
    place = isinstance(work, Residence) and not isinstance(law, steps.Batch)
    failures, _, why = stops(ask.fails, place)
    return Bank(name, work, stand, lot, failures, change, True, (said, *why))


def _tray(ask: Ask, positions: float = 0.0) -> float:
    """Return a lot of cells [kWh]: trays, or a whole part of so many positions."""
    tray = look_up("line-tray", "positions").value.value
    lot = max(tray, math.ceil(ask.least / ask.cell)) * ask.cell
    if not positions:
        return lot
    parts = [n for n in range(1, int(positions) + 1) if int(positions) % n == 0]
    return next(n for n in parts if n * ask.cell >= lot * (1.0 - 1e-9) or n == parts[-1]) * ask.cell


def sized(ask: Ask) -> list[Bank]:
    """Return the machines of any other row: a group that passes the plan, cut by an assumed size.

    Returns
    -------
    list of Bank
        In the order in which they are passed.
    """
    if ask.is_mass:
        return [_mass(ask)]
    if ask.is_web:
        return [_web(ask)]
    parts = [(s, _stay(ask.step, s)) for s in ("formation", "ageing", "cure")]
    if any(hours for _, hours in parts):
        return [_places(ask, name, hours) for name, hours in parts if hours]
    load, time = _of(ask.step, "batch_energy"), _stay(ask.step, "press")
    if load and time:
        amount = ask.load(units.to(load.value.value, "kWh"), ask.cell)
        return [_loads(ask, amount, time, (load, time))]
    return [_pieces(ask)]


def _mass(ask: Ask) -> Bank:
    """Return mills, extruders and mixers; those with a time of a batch take it in one lot."""
    size = _of(ask.step, "mass_rate") or look_up("line-mass", "mass_rate")
    rate = units.to(size.value.value, "kg/h") / ask.amount
    time = _of(ask.step, "batch_time")
    if time:
        return _loads(ask, ask.load(rate * in_hours(time)), time, (size, time))
    return _rates(ask, rate, math.inf, None, (size,))


def _web(ask: Ask) -> Bank:
    """Return machines that a web runs through, or ovens that take sheets."""
    load, time = _of(ask.step, "batch_area"), _of(ask.step, "batch_time")
    if load and time:
        return _loads(ask, ask.load(load.value.value / ask.amount), time, (load, time))
    speed = _of(ask.step, "web_speed") or look_up("line-web", "web_speed")
    width = _of(ask.step, "web_width") or look_up("line-web", "web_width")
    length = look_up("aluminium", "coil_length", "prozell-phev2")
    stop = look_up("prozell-coating", "changeover_time", "cathode")
    area = units.to(speed.value.value, "m/h") * width.value.value
    coil = length.value.value * width.value.value / ask.amount
    change = Changeover(coil, in_hours(stop))
    return _rates(ask, area / ask.amount, coil, change, (speed, width, length, stop))


def _pieces(ask: Ask) -> Bank:
    """Return machines that take one cell, or one sheet, after another."""
    cycle = _of(ask.step, "cycle_time")
    if cycle:
        rate = 1.0 / (in_hours(cycle) * ask.sheets) * ask.cell
        return _rates(ask, rate, math.inf, None, (cycle,))
    size, heads = _of(ask.step, "piece_rate"), 1.0
    like = LIKE.get(ask.step.draw, "")
    if size is None and like == "testing":
        size = look_up("prozell-testing", "cycle_time")
        return _rates(ask, ask.cell / in_hours(size), math.inf, None, (_as(size),))
    if size is None and like:
        size = _as(look_up(f"prozell-{like}", "piece_rate"))
        heads = look_up("prozell-filling", "heads").value.value if like == "filling" else 1.0
    size = size or look_up("line-cells", "piece_rate")
    rate = heads * units.to(size.value.value, "1/h") * ask.cell
    return _rates(ask, rate, math.inf, None, (size,))


def _as(given: Given) -> Given:
    """Return a number of the reference line as an assumption for another route."""
    said = f"as in the liquid reference line: {given.value.source}, {given.value.locator}"
    return replace(given, value=replace(given.value, kind="assumed", locator=said))


def _places(ask: Ask, name: str, time: Given) -> Bank:
    """Return towers and racks for cells."""
    like = name if name in ("formation", "ageing") else "formation"
    where = _as(look_up(f"prozell-{like}", "positions"))
    positions, lot = where.value.value, _tray(ask, where.value.value)
    failures, down, why = stops(ask.fails, place=True)
    held = ask.flow * in_hours(time) * (1.0 + down)
    stand = math.ceil(held / (positions * ask.cell) * (1.0 - 1e-12))
    work = Residence(in_hours(time), positions * ask.cell)
    return Bank(name, work, stand, lot, failures, None, False, (time, where, *why))


def _loads(ask: Ask, load: float, time: Given, given: tuple[Given, ...]) -> Bank:
    """Return ovens, presses and vessels that take one load at a time."""
    failures, down, why = stops(ask.fails, place=False)
    held = ask.flow * in_hours(time) * (1.0 + down)
    stand = math.ceil(held / load * (1.0 - 1e-12))
    work = Residence(in_hours(time), load)
    return Bank("", work, stand, load, failures, None, False, (*given, *why))


def _rates(
    ask: Ask, size: float, coil: float, change: Changeover | None, given: tuple[Given, ...]
) -> Bank:
    """Return machines with a rate: so many that none is faster than its size [kWh/h].

    With hours down d for each hour of work and a changeover of c hours every e kWh, n machines
    of the rate r pass n / ((1 + d)/r + c/e), which is the flow.
    """
    failures, down, why = stops(ask.fails, place=False)
    stop = change.hours / change.every if change else 0.0
    stand = math.ceil(ask.flow * ((1.0 + down) / size + stop) * (1.0 - 1e-12))
    rate = (1.0 + down) / (stand / ask.flow - stop)
    lot = _tray(ask) if not (ask.is_mass or ask.is_web) else ask.lot(coil, rate)
    return Bank("", Rate(rate), stand, lot, failures, change, False, (*given, *why))
