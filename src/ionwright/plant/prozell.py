"""The reference plant of ProZell: a PHEV2 cell on a line of 15 counted steps.

Source: parameters and rules of the open code beside Lechner et al. 2024 (snapshot b4a5a48,
Apache-2.0); what only that code states is listed in `prozell_rules`. Money is EUR, excluding
value added tax, in prices of 2017 to 2022 taken as 2022. Limits: one format, one chemistry, one
country; machine prices are mostly scaled from BatPaC 5 by the data base's authors, so that they
are no second opinion on prices, only on rates, counts, crews and floors.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ionwright.plant import prozell_rules as rules
from ionwright.plant.counted import CountedLine, CountedStep, Energy, Group
from ionwright.plant.prozell_cell import Cell, phev2
from ionwright.plant.prozell_reading import Reading
from ionwright.plant.prozell_rows import CELL, floor, number
from ionwright.plant.steps import (
    Batch,
    Crew,
    Filling,
    Fixed,
    Floor,
    Machine,
    RateLaw,
    Residence,
    Serving,
    Spare,
    Unit,
    Web,
    Winding,
)
from ionwright.plant.steps.machine import NO_FLOOR
from ionwright.plant.steps.web import speed_from_area

SIDES = ("anode", "cathode")
FOILS = {"anode": "copper", "cathode": "aluminium"}
NO_ENERGY = Energy(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Handed:
    """What the reference code hands from the cell to the plant, rounded as it rounds (rule 5).

    Parameters
    ----------
    capacity : float
        [Ah].
    coating : dict of str to float
        Mass in a cell by side [kg].
    slurry : dict of str to float
        Volume a cell by side [L].
    price : dict of str to float
        Of the coating by side [EUR/kg].
    separator : float
        [m2] in a cell.
    electrolyte : float
        [L] in a cell.
    """

    capacity: float
    coating: dict[str, float]
    slurry: dict[str, float]
    price: dict[str, float]
    separator: float
    electrolyte: float


def handed(cell: Cell) -> Handed:
    """Return a cell's numbers as the plant receives them."""
    shown = rules.shown
    coating = {"anode": shown(cell.anode_mass), "cathode": shown(cell.cathode_mass)}  # g
    parts = {"anode": cell.anode, "cathode": cell.cathode}
    slurry = {s: coating[s] / shown(p.slurry) / p.solids / 1000.0 for s, p in parts.items()}
    electrolyte = shown(cell.electrolyte_mass) / 1000.0  # kg
    return Handed(
        capacity=shown(cell.capacity),
        coating={s: g / 1000.0 for s, g in coating.items()},
        slurry=slurry,
        price={s: shown(p.price) for s, p in parts.items()},
        separator=shown(cell.separator * 1e6) / 1e6,  # rounded in mm2
        electrolyte=electrolyte / number("LiPF6-carbonate", "density", "g/cm3", CELL),
    )


def line(reading: Reading) -> CountedLine:
    """Return the reference line for one reading of the code.

    Parameters
    ----------
    reading : AsCoded or Corrected

    Returns
    -------
    CountedLine
        15 steps from mixing to packing; streams in kg, m, m2, L and pieces a cell.
    """
    cell = phev2()
    given = handed(cell)
    metres = {"anode": 1.0 / cell.anode_per_metre, "cathode": 1.0 / cell.cathode_per_metre}
    streams = (
        ("anode coating", given.coating["anode"]),
        ("cathode coating", given.coating["cathode"]),
        ("copper", metres["anode"]),
        ("aluminium", metres["cathode"]),
        ("separator", given.separator),
        ("can", 1.0),
        ("electrolyte", given.electrolyte),
    )
    steps = (
        _mixing(given),
        _coating(metres, reading),
        _web_step("calendering", metres),
        _post_drying(metres),
        _web_step("slitting", metres),
        _winding(cell),
        _piece_step("welding", _rate("welding")),
        _piece_step("insertion", _rate("insertion"), adds=("can",)),
        _piece_step("filling", _filling(), adds=("electrolyte",)),
        _piece_step("wetting", _residence("wetting")),
        _formation(given.capacity, cell.voltage),
        _piece_step("sealing", _rate("sealing")),
        _piece_step("ageing", _residence("ageing")),
        _piece_step("testing", Unit(rules.tester_rate(_of("testing", "cycle_time", "s")))),
        _packing(),
    )
    return CountedLine(steps, rules.HOURS, streams)


def _of(step: str, quantity: str, unit: str, sample: str = "") -> float:
    return number(f"prozell-{step}", quantity, unit, sample)


def _crew(step: str) -> Crew:
    return Crew(*(_of(step, "posts", "1", kind) for kind in ("skilled", "helper")))


def _spare(step: str) -> Spare:
    share = _of(step, "over_capacity", "1")
    return Spare(bought=share, placed=share)


def _floor(step: str, side: str = "") -> Floor:
    item, comma = f"prozell-{step}", f"{side}, " if side else ""
    return Floor(floor(item, side), floor(item, f"{comma}dry"), floor(item, f"{comma}lab"))


def _startup(step: str) -> float:
    """Return the share of a coil lost when it starts: the mean over both foils (rule 4)."""
    coils = [number(foil, "coil_length", "m", CELL) for foil in FOILS.values()]
    length = _of(step, "startup_length", "m")
    return sum(length / coil for coil in coils) / len(coils)


def _mixing(given: Handed) -> CountedStep:
    groups = []
    for side in SIDES:
        mixer = Machine(
            law=Batch(
                _of("mixing", "batch_volume", "L", side),
                _of("mixing", "batch_time", "min", side),
                rules.MIXER_CHANGEOVER,
            ),
            price=_of("mixing", "machine_price", "EUR", side),
            power=_of("mixing", "machine_power", "kW", side),
            crew=_crew("mixing"),
            floor=_floor("mixing", side),
            spare=Spare(bought=rules.MIXERS_BOUGHT_SPARE, placed=_spare("mixing").placed),
        )
        doser = Machine(
            law=Serving(_of("mixing", "machines_served", "1", side)),
            price=_of("mixing", "machine_price", "EUR", f"doser, {side}"),
            power=0.0,
            crew=Crew(0.0, 0.0),
            floor=NO_FLOOR,  # hangs above the mixers
            spare=Spare(rules.DOSERS_SPARE, rules.DOSERS_SPARE),
        )
        fed_by = Group(f"doser, {side}", doser, 1.0)
        groups.append(Group(f"mixer, {side}", mixer, given.slurry[side], fed_by))
    adds = ("anode coating", "cathode coating")
    return CountedStep("mixing", tuple(groups), _scrap("mixing"), 0.0, adds, NO_ENERGY)


def _scrap(step: str) -> float:
    return _of(step, "scrap_share", "1")


def _web_machine(step: str, side: str, speed: float, room: Floor) -> Machine:
    coil = number(FOILS[side], "coil_length", "m", CELL)
    return Machine(
        law=Web(speed, coil, _of(step, "changeover_time", "min", side)),
        price=_of(step, "machine_price", "EUR", side),
        power=_of(step, "machine_power", "kW", side),
        crew=_crew(step),
        floor=room,
        spare=_spare(step),
    )


def _web_step(step: str, metres: dict[str, float]) -> CountedStep:
    groups = tuple(
        Group(
            f"{step}, {s}",
            _web_machine(step, s, _of(step, "web_speed", "m/min", s), _floor(step, s)),
            metres[s],
        )
        for s in SIDES
    )
    return CountedStep(step, groups, _scrap(step), 0.0, (), NO_ENERGY)


def _coating(metres: dict[str, float], reading: Reading) -> CountedStep:
    step = "coating"
    speed = {s: _of(step, "web_speed", "m/min", s) for s in SIDES}
    rooms = reading.coater_floors(*(_coater_floor(s, speed[s]) for s in SIDES))
    groups = tuple(
        Group(f"{step}, {s}", _web_machine(step, s, speed[s], room), metres[s])
        for s, room in zip(SIDES, rooms, strict=True)
    )
    adds = ("copper", "aluminium")
    return CountedStep(step, groups, _scrap(step), _startup(step), adds, NO_ENERGY)


def _coater_floor(side: str, speed: float) -> Floor:
    """Return the floor of a coater: its head, and a dryer as long as the web needs to dry."""
    dryer = speed * _of("coating", "drying_time", "min", side)
    length = _of("coating", "length", "m", "coating head, length") + dryer
    area = _of("coating", "length", "m", "coater, width") * length
    dry = _of("coating", "dry_share", "1", side)
    return Floor(area * (1.0 - dry), area * dry, 0.0)


def _post_drying(metres: dict[str, float]) -> CountedStep:
    step = "post-drying"
    groups = []
    for side in SIDES:
        width = number(FOILS[side], "web_width", "m", CELL)
        area = _of(step, "area_per_shift", "m2", side)
        speed = float(speed_from_area(area, width, rules.SHIFT_HOURS))
        machine = _web_machine(step, side, speed, _floor(step, side))
        groups.append(Group(f"{step}, {side}", machine, metres[side]))
    return CountedStep(step, tuple(groups), _scrap(step), 0.0, (), NO_ENERGY)


def _piece_step(
    step: str,
    law: RateLaw,
    adds: tuple[str, ...] = (),
    startup: float = 0.0,
    extra: float = 0.0,
    energy: Energy | None = None,
) -> CountedStep:
    """Return a step that handles single cells; with `energy`, machines draw no power beside it."""
    machine = Machine(
        law=law,
        price=_of(step, "machine_price", "EUR"),
        power=0.0 if energy else _of(step, "machine_power", "kW"),
        crew=_crew(step),
        floor=_floor(step),
        spare=_spare(step),
        extra=extra,
    )
    group = Group(step, machine, 1.0)
    return CountedStep(step, (group,), _scrap(step), startup, adds, energy or NO_ENERGY)


def _rate(step: str) -> Unit:
    return Unit(_of(step, "piece_rate", "1/min"))


def _filling() -> Filling:
    return Filling(_of("filling", "heads", "1"), _of("filling", "piece_rate", "1/min"))


def _residence(step: str) -> Residence:
    return Residence(_of(step, "positions", "1"), _of(step, "residence_time", "h"))


def _winding(cell: Cell) -> CountedStep:
    law = Winding(
        rules.wound_length(cell.anode_lanes, cell.anode_per_metre),
        _of("winding", "web_speed", "m/min"),
        _of("winding", "changeover_time", "min"),
    )
    return _piece_step("winding", law, ("separator",), _startup("winding"))


def _formation(capacity: float, voltage: float) -> CountedStep:
    """Return formation: towers for each cell, towers and energy for samples in life tests."""
    step = "formation"
    energy = capacity * voltage / 1000.0  # kWh
    recovered = _of(step, "recovered_share", "1", "energy of discharge")
    per_cell = energy * rules.formation_energy(
        _of(step, "efficiency", "1", "charge of the first cycle"),
        _of(step, "efficiency", "1", "energy of a cycle"),
        recovered,
    )
    rate = _of(step, "test_rate", "1/h", "life test")
    channels = rules.life_test_channels(
        _of(step, "samples_per_shift", "1", "3 months"),
        _of(step, "samples_per_shift", "1", "6 months"),
        _of(step, "samples_per_shift", "1", "to the end of life"),
        _of(step, "cycles", "1", "life test"),
        rate,
    )
    per_year = channels * energy * rate * 0.5 * (1.0 - recovered) * rules.LIFE_TEST_HOURS
    towers = math.ceil(channels / _of(step, "positions", "1"))
    law, spent = _residence(step), Energy(per_cell, per_year)
    return _piece_step(step, law, extra=float(towers), energy=spent)


def _packing() -> CountedStep:
    step = "packing"
    hall = Machine(
        law=Fixed(1.0),
        price=rules.LOGISTICS_PRICE,
        power=0.0,
        crew=_crew(step),
        floor=_floor(step),
        spare=Spare(0.0, 0.0),
    )
    return CountedStep(step, (Group("hall", hall, 1.0),), 0.0, 0.0, (), NO_ENERGY)
