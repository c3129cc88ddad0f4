"""Published cells: their designs as printed, their measured points, and how each is run.

Four works on sulfide cells, each with its design as far as it was printed (`reality/*.toml`); what
is missing carries its range. Measured rows are those of the shipped table `cell/measured`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from ionwright import cell, data

HERE = Path(__file__).parent / "reality"
MAH_G = 3600.0  # C/kg
HOUR = 3600.0  # s
GAS = 8.314462618  # J/(mol K)
ROOM = 298.15  # K

SHARE = "cell.positive.active.0.contact"
CAPACITY = "cell.positive.active.0.capacity"
DIFFUSIVITY = "cell.positive.active.0.diffusivity"
EXCHANGE = "cell.positive.active.0.exchange_current_density"


@dataclass(frozen=True)
class Point:
    """One measured number: label, unit in which it is compared, scale to mAh/g, row of the data."""

    label: str
    value: float
    unit: str
    row: data.Row
    to_mah: float = 1.0


Answer = tuple[list[float], int]
"""What a design gives at every point, and how many of its runs stopped early."""
Extra = Mapping[str, float]
"""Missing inputs for which a design has no place."""


@dataclass(frozen=True)
class Case:
    """A cell: its design, its measured points, how they are run, and which is the lowest rate."""

    name: str
    design: cell.Design
    points: list[Point]
    predict: Callable[[cell.Design, Extra], Answer]
    missing: Mapping[str, tuple[float, float]]
    lowest: int = 0
    voltage: int | None = None


def rows(name: str, **wanted: str) -> list[data.Row]:
    """Return the measured rows of a cell with these conditions; `quantity` is one of them."""
    quantity = wanted.pop("quantity", "specific_capacity")
    found = data.find(name, quantity, "cell/measured")
    return [r for r in found if all(r.condition(k) == v for k, v in wanted.items())]


def rate_of(row: data.Row) -> float:
    """Return the rate of a row [1/h]."""
    rate = row.at("rate")
    assert rate is not None
    return rate * HOUR


def loaded(design: cell.Design) -> float:
    """Return the active material per face [kg/m2]."""
    mass, share = design.positive.areal_mass, design.positive.active[0].mass_fraction
    assert mass is not None
    assert share is not None
    return mass * share


def last_discharge(
    design: cell.Design, text: str, temperature: float | None = None, soc: float = 1.0
) -> tuple[float, float, int]:
    """Run a protocol; return capacity [mAh/g], mean voltage [V] of its last step, early stops."""
    result = cell.solve(design, text, temperature=temperature, soc=soc)
    here = result.step == len(list(result.inputs.protocol.steps()))
    if here.sum() < 2:
        return 0.0, float("nan"), int(result.stop is not None)
    charge, volt = result.rows[here, 3], result.voltage[here]
    moved = charge[-1] - charge[0]
    mean = float(np.trapezoid(volt, charge) / moved) if moved > 0.0 else float("nan")
    return moved / loaded(design) / MAH_G, mean, int(result.stop is not None)


def discharge(design: cell.Design, current: float) -> str:
    """Return the step that discharges with `current` [A/m2] to the lower limit of the design."""
    return f"Discharge at {current:.9g} A/m2 until {design.cell.operation.lower_voltage:.6g} V"


def charge(design: cell.Design, current: float) -> str:
    """Return the step that charges with `current` [A/m2] to the upper limit of the design."""
    return f"Charge at {current:.9g} A/m2 until {design.cell.operation.upper_voltage:.6g} V"


def lee(name: str) -> Case:
    """Return the pouch of Lee et al. 2020: rates at 60 degC, then one rate at six temperatures.

    Its charge ends with a hold, so runs begin full. The rate of the runs over temperature was not
    read and is drawn; so is the barrier of diffusion, which a design does not hold.
    """
    (first,) = rows(name, test="rate")
    reference = first.value.value / MAH_G
    series = rows(name, test="rate", quantity="capacity_retention")
    over = rows(name, test="temperature", quantity="capacity_retention")
    (mean,) = (
        r for r in data.find(name, "average_voltage", "cell/published") if not r.condition("sample")
    )
    points = [Point("0.2C, 60 degC", reference, "mAh/g", first)]
    points += [
        Point(f"{rate_of(r):.3g}C, 60 degC", r.value.value * reference, "mAh/g", r) for r in series
    ]
    warm = [r.at("T") or 0.0 for r in over]
    points += [
        Point(f"{T - 273.15:.0f} degC of 60 degC", r.value.value * 100.0, "%", r, reference / 100.0)
        for r, T in zip(over, warm, strict=True)
    ]
    points.append(Point("mean voltage, 0.2C", mean.value.value, "V", mean, 0.0))
    currents = [r.at("i") or 0.0 for r in [first, *series]]

    def predict(design: cell.Design, extra: Extra) -> Answer:
        base = design.positive.active[0].diffusivity
        assert base is not None

        def at(T: float, current: float) -> tuple[float, float, int]:
            D = base * np.exp(-extra["barrier"] / GAS * (1.0 / T - 1.0 / ROOM))
            there = cell.change(design, {DIFFUSIVITY: float(D)})
            return last_discharge(there, discharge(there, current), temperature=T)

        done = [at(333.15, i) for i in currents]
        current = extra["rate"] * currents[0] / rate_of(first)
        full = at(333.15, current)
        cold = [at(T, current) for T in warm]
        part = [100.0 * q / max(full[0], 1e-9) for q, _, _ in cold]
        stops = sum(s for _, _, s in [*done, full, *cold])
        return [*(q for q, _, _ in done), *part, done[0][1]], stops

    missing = {"rate": (0.05, 0.5), "barrier": (5e3, 50e3)}  # 1/h; J/mol as NMC111 and NCA
    return Case(name, designs()[name], points, predict, missing, voltage=len(points) - 1)


def constant_current(name: str, one_c: float, cycles: int) -> Case:
    """Return a cell that is charged and discharged with one current.

    Parameters
    ----------
    name : str
    one_c : float
        1C per active material [A/kg].
    cycles : int
        0 where each discharge follows a charge at the lowest rate, else how many cycles with the
        current of the discharge come before it is read.
    """
    found = sorted(rows(name, branch="discharge"), key=rate_of)
    points = [Point(f"{rate_of(r):.3g}C", r.value.value / MAH_G, "mAh/g", r) for r in found]

    def predict(design: cell.Design, extra: Extra) -> Answer:
        del extra  # none is missing here
        unit = one_c * loaded(design)
        slow, done = rate_of(found[0]) * unit, []
        for r in found:
            i = rate_of(r) * unit
            pair = f"{charge(design, i if cycles else slow)}; {discharge(design, i)}"
            done.append(last_discharge(design, "; ".join([pair] * max(cycles, 1)), soc=0.0))
        return [q for q, _, _ in done], sum(s for _, _, s in done)

    return Case(name, designs()[name], points, predict, {})


def held_voltage(name: str, one_c: float) -> Case:
    """Return a cell of Yanev et al. 2024: charge passed at a held voltage until the current fell.

    "0.02C" of the article is current over 200 mA/g; R of its law is current over charge passed.
    """
    direct = rows(name)
    points = [
        Point(f"{rate_of(r):.3g}C", r.value.value / MAH_G, "mAh/g", r)
        for r in sorted(direct, key=rate_of)
    ]
    law = [rows(name, quantity=f"rate_law_{q}") for q in ("capacity", "time", "exponent")]
    ratios = [0.2, 1.0, 5.0] if all(law) else []
    if ratios:
        Q, t, n = (r[0].value.value for r in law)
        points += [
            Point(f"R = {R:g}/h", Q / MAH_G / (1 + 2 * (R * t / HOUR) ** n), "mAh/g", law[0][0])
            for R in ratios
        ]
    rates = [rate_of(p.row) for p in points[: len(direct)]]

    def predict(design: cell.Design, extra: Extra) -> Answer:
        del extra
        mass = loaded(design)
        low = design.cell.operation.lower_voltage
        end = 0.9 * min(rates) * one_c * mass
        result = cell.solve(design, f"Hold at {low:.6g} V until {end:.6g} A/m2 every 60 s")
        stops = int(result.stop is not None)
        if len(result.rows) < 3:
            return [0.0] * len(points), stops
        current, passed = result.rows[1:, 2], result.rows[1:, 3]
        order = np.log(np.maximum(current, 1e-12))[::-1]
        ratio = np.log(np.maximum(current / passed * HOUR, 1e-12))[::-1]
        got = [np.interp(np.log(r * one_c * mass), order, passed[::-1]) for r in rates]
        got += [np.interp(np.log(R), ratio, passed[::-1]) for R in ratios]
        return [float(q) / mass / MAH_G for q in got], stops

    return Case(name, designs()[name], points, predict, {})


@cache
def designs() -> dict[str, cell.Design]:
    """Return the designs of the folder and their variants, by the name of the measured cell."""
    table = tomllib.loads((HERE / "variants.toml").read_text(encoding="utf-8"))
    out = {n: cell.load(HERE / f"{n}.toml") for n in ("lee2020-pouch", "koerver2017-pellet")}
    for name, changes in table.items():
        base = cell.load(HERE / f"{changes.pop('base')}.toml")
        out[name] = cell.change(base, changes)
    return {name: slow(design) for name, design in out.items()}


def slow(design: cell.Design) -> cell.Design:
    """Return the design whose slow discharge gives the capacity that is stated for the host.

    The model sets the sites of a host by the end of its measured potential and fills it beyond that
    end: without this, NMC811 would give 13 % more than its design says.
    """
    ideal = {SHARE: 1.0, DIFFUSIVITY: 1e-12, EXCHANGE: 1e3}  # m2/s, A/m2
    quick = cell.change(design, ideal)
    active, stated = quick.positive.active[0], design.origin[CAPACITY]
    assert active.capacity is not None
    current = active.capacity * loaded(quick) / (500.0 * HOUR)
    (given, _, _) = last_discharge(quick, discharge(quick, current))
    share = active.capacity / MAH_G / given
    ends = {"value": stated.value, "low": stated.low, "high": stated.high}
    written = {name: f"{number * share / MAH_G:.9g} mAh/g" for name, number in ends.items()}
    written |= {"kind": stated.kind, "source": stated.source, "locator": stated.locator}
    return cell.change(design, {CAPACITY: written})


def cases() -> list[Case]:
    """Return all cells in the order in which they are shown."""
    half = [name for name in designs() if name.startswith("nam2018-")]
    held_ones = [name for name in designs() if name.startswith("yanev2024-")]
    return [
        lee("lee2020-pouch"),
        constant_current("koerver2017-pellet", 200.0, cycles=2),
        *(constant_current(name, 175.0, cycles=0) for name in half),
        *(held_voltage(name, 200.0) for name in held_ones),
    ]
