"""Published cells against the model: a band before any fit, then a fit of the lowest rate alone.

Four works on sulfide cells, each with its design as far as it was printed (`reality/*.toml`); what
is missing carries its range. Every cell is run with its inputs drawn from their ranges; the
measured capacity stands beside the band of the runs. Then one input (two where a mean voltage is
known) is fitted to the lowest rate, and the rest is predicted. Measured rows are those of the
shipped table `cell/measured`. A measurement outside the band is printed as a miss.
"""

from __future__ import annotations

import argparse
import time
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from scipy.optimize import least_squares, root_scalar
from scipy.stats import rankdata

from ionwright import cell, data, units
from ionwright.errors import InputError

HERE = Path(__file__).parent / "reality"
MAH_G = 3600.0  # C/kg
HOUR = 3600.0  # s
GAS = 8.314462618  # J/(mol K)
ROOM = 298.15  # K
LI_IN = 0.62  # V against lithium

SHARE = "cell.positive.active.0.contact"
CAPACITY = "cell.positive.active.0.capacity"
DIFFUSIVITY = "cell.positive.active.0.diffusivity"
EXCHANGE = "cell.positive.active.0.exchange_current_density"
ELECTRONS = "cell.positive.electronic_conductivity"
SERIES = "cell.positive.junction_resistance"
FITTED = {
    "active share": (SHARE, 0.01, 1.0),
    "diffusivity": (DIFFUSIVITY, 1e-21, 1e-13),  # m2/s
    "exchange current": (EXCHANGE, 1e-5, 1e3),  # A/m2
    "electron path": (ELECTRONS, 1e-6, 1e3),  # S/m
    "series resistance": (SERIES, 1e-6, 10.0),  # ohm m2
}
"""Inputs that may be fitted, one at a time, and how far."""
UNITS = dict(zip(FITTED, ("1", "cm2/s", "mA/cm2", "mS/cm", "ohm cm2"), strict=True))

CLOSE = 5.0
"""Difference that does not tell two inputs apart [mAh/g]: 3 to 5 % of a capacity read off."""

BOUND = ("mass_fraction", "_potential", "first_cycle_efficiency", "_voltage", "temperature", "area")
"""Inputs that are not drawn: shares must add to 1, a capacity holds in its own window, and neither
the loss of the first cycle nor the face enters a discharge."""


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


def between(low: float, high: float, u: float) -> float:
    """Return the number at share `u` of a range, logarithmic where it spans more than 3."""
    if low > 0.0 and high > 3.0 * low:
        return float(low * (high / low) ** u)
    return float(low + (high - low) * u)


def drawn(case: Case, seed: int, number: int) -> tuple[dict[str, float], dict[str, float]]:
    """Return the inputs of one draw, those of the design by path and the others by name.

    Each draw has a stream of its own. Cells that share a file meet the same numbers in the same
    order, as they share the material.
    """
    stream = np.random.Generator(np.random.Philox(key=[seed, number]))
    inputs = {
        path: between(v.low, v.high, stream.random())
        for path, v in case.design.origin.items()
        if v.kind and v.low < v.high and not path.endswith(BOUND)
    }
    return inputs, {k: between(*span, stream.random()) for k, span in case.missing.items()}


def nominal(case: Case) -> dict[str, float]:
    """Return the middle of the ranges for which a design has no place."""
    return {name: between(*span, 0.5) for name, span in case.missing.items()}


@dataclass(frozen=True)
class Band:
    """What the draws gave: inputs by name, values [draws, points], early stops, draws refused."""

    inputs: dict[str, np.ndarray]
    values: np.ndarray
    stopped: int
    refused: int

    @property
    def low(self) -> np.ndarray:
        """5 % of the draws lie below."""
        return np.nanpercentile(self.values, 5.0, axis=0)

    @property
    def high(self) -> np.ndarray:
        """5 % of the draws lie above."""
        return np.nanpercentile(self.values, 95.0, axis=0)

    def moved_by(self, point: int) -> str:
        """Return the inputs that move a point most, with rank correlations beyond chance."""
        given = rankdata(self.values[:, point])
        if np.ptp(given) == 0.0:
            return "nothing"
        rank = {n: np.corrcoef(rankdata(x), given)[0, 1] for n, x in self.inputs.items()}
        seen = [n for n in rank if abs(rank[n]) > 3.0 / np.sqrt(len(given))]
        most = sorted(seen, key=lambda name: -abs(rank[name]))[:3]
        told = [f"{name.removeprefix('cell.')} {rank[name]:+.2f}" for name in most]
        return ", ".join(told) or "nothing beyond chance"


def band(case: Case, seed: int, draws: int) -> Band:
    """Run a cell with its missing inputs drawn; a run that stopped counts with what it gave."""
    values, taken, stopped, refused = [], [], 0, 0
    for number in range(draws):
        inputs, extra = drawn(case, seed, number)
        try:
            got, stops = case.predict(cell.change(case.design, inputs), extra)
        except InputError:
            refused += 1
            continue
        values.append(got)
        taken.append({**inputs, **extra})
        stopped += stops
    columns = {name: np.array([t[name] for t in taken]) for name in (taken[0] if taken else {})}
    return Band(columns, np.array(values).reshape(-1, len(case.points)), stopped, refused)


def tell_band(case: Case, found: Band) -> list[tuple[float, bool]]:
    """Print the band beside the measurements; return relative width and whether it holds each."""
    out = []
    for p, low, high in zip(case.points, found.low, found.high, strict=True):
        word = "miss: above" if p.value > high else "miss: below" if p.value < low else "held"
        out.append(((high - low) / max(p.value, 1e-9), word == "held"))
        print(
            f"{case.name:20s} {p.label:20s} {p.value:7.4g} {p.unit:6s} {low:7.4g} to {high:7.4g}"
            f"  {word:12s} {p.row.kind:10s} {p.row.source}, {p.row.value.locator}"
        )
    widest = max(range(len(out)), key=lambda i: out[i][0] if case.points[i].value > 0.0 else 0.0)
    print(
        f"{'':20s} {len(found.inputs)} inputs drawn, {found.stopped} runs stopped early,"
        f" {found.refused} draws refused; moved most by (rank correlation)"
    )
    for i in dict.fromkeys((case.lowest, widest)):
        print(f"{'':20s} {case.points[i].label}: {found.moved_by(i)}")
    return out


def solved(case: Case, design: cell.Design, name: str) -> float | None:
    """Return the value of one input that gives the lowest rate, None where no value does."""
    extra, target = nominal(case), case.points[case.lowest].value
    path, low, high = FITTED[name]

    def error(log: float) -> float:
        there = cell.change(design, {path: float(np.exp(log))})
        return case.predict(there, extra)[0][case.lowest] - target

    ends = float(np.log(low)), float(np.log(high))
    if error(ends[0]) * error(ends[1]) > 0.0:
        return None
    return float(np.exp(root_scalar(error, bracket=ends, method="brentq", xtol=1e-4).root))


def off(case: Case, got: list[float], fitted: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Return which points were not fitted, and their errors [mAh/g]."""
    rest = [i for i in range(len(got)) if i not in fitted and case.points[i].to_mah]
    wrong = [(got[i] - case.points[i].value) * case.points[i].to_mah for i in rest]
    return np.array(rest, int), np.array(wrong, float)


def errors(case: Case, got: list[float], fitted: tuple[int, ...]) -> str:
    """Return the errors at the points that were not fitted, as text."""
    rest, wrong = off(case, got, fitted)
    if not len(rest):
        return "nothing else was measured"
    full = np.array([case.points[i].value * case.points[i].to_mah for i in rest])
    share = 100.0 * np.abs(wrong) / np.maximum(full, 1.0)  # 1 mAh/g where nothing was delivered
    worst = case.points[rest[int(np.argmax(np.abs(wrong)))]].label
    return (
        f"off by {np.abs(wrong).mean():.1f} mAh/g ({share.mean():.0f} %) in the mean, at most"
        f" {np.abs(wrong).max():.1f} mAh/g (at {worst}) and {share.max():.0f} %"
    )


def tell_fit(case: Case) -> None:
    """Fit the active share to the lowest rate and print what it then predicts."""
    share = solved(case, case.design, "active share")
    got, stops = case.predict(cell.change(case.design, {SHARE: share or 1.0}), nominal(case))
    told = f"active share {share:5.3f}" if share else "no active share meets it; with all"
    print(f"{case.name:20s} {told}: {errors(case, got, (case.lowest,))}")
    tell_points(case, got, (case.lowest,))
    if stops:
        print(f"{'':20s} {stops} runs stopped early")


def tell_points(case: Case, got: list[float], fitted: tuple[int, ...]) -> None:
    """Print measured and predicted at the points that were not fitted."""
    for i, (p, g) in enumerate(zip(case.points, got, strict=True)):
        if i not in fitted:
            print(f"{'':20s} {p.label:20s} measured {p.value:7.4g} {p.unit:6s} predicted {g:7.4g}")


def tell_two(case: Case) -> None:
    """Fit active share and series resistance to capacity and mean voltage of the lowest rate."""
    assert case.voltage is not None
    extra, pair = nominal(case), (case.lowest, case.voltage)
    scale = np.array([case.points[case.lowest].value, 0.05])  # V, what the potential is known to

    def design(x: np.ndarray) -> cell.Design:
        return cell.change(case.design, {SHARE: float(x[0]), SERIES: float(x[1]) * 1e-4})

    def error(x: np.ndarray) -> np.ndarray:
        got = case.predict(design(x), extra)[0]
        return np.array([got[i] - case.points[i].value for i in pair]) / scale

    found = least_squares(error, [0.9, 5.0], bounds=([0.01, 0.0], [1.0, 500.0]), diff_step=1e-3)
    got, _ = case.predict(design(found.x), extra)
    left = ", ".join(f"{got[i] - case.points[i].value:+.3g} {case.points[i].unit}" for i in pair)
    print(
        f"{case.name:20s} active share {found.x[0]:.3f}, series resistance {found.x[1]:.2f} ohm cm2"
        f" (left over: {left}): {errors(case, got, pair)}"
    )
    tell_points(case, got, pair)


def tell_others(case: Case) -> None:
    """Print which inputs meet the lowest rate, each alone with all particles taking part.

    Nothing tells apart those whose mean error elsewhere comes within `CLOSE` of the least.
    """
    whole = cell.change(case.design, {SHARE: 1.0})
    told, mean = {}, {}
    for name, (path, _, _) in FITTED.items():
        value = solved(case, whole, name)
        if value is None:
            told[name] = "cannot meet the lowest rate alone"
            continue
        got, _ = case.predict(cell.change(whole, {path: value}), nominal(case))
        shown = units.show(value, UNITS[name], 3)
        told[name] = f"{shown:>16s}: {errors(case, got, (case.lowest,))}"
        mean[name] = float(np.abs(off(case, got, (case.lowest,))[1]).mean())
    for name, text in told.items():
        print(f"{case.name:20s} {name:18s} {text}")
    near = [name for name in mean if mean[name] <= min(mean.values()) + CLOSE]
    word = "not told apart" if len(near) > 1 else "least wrong by more than a reading error"
    print(f"{'':20s} {word}: {', '.join(near)}" if near else f"{'':20s} none of them meets it")


def tell_transfer(all_cases: list[Case], first: str, others: str) -> None:
    """Carry the active share of one electrode to the other compositions and loads of its family."""
    named = {case.name: case for case in all_cases}
    share = solved(named[first], named[first].design, "active share")
    if share is None:
        print(f"{first}: no active share to carry over")
        return
    print(f"active share {share:.3f} of {first}, carried to {others}*:")
    wrong: list[float] = []
    for name, case in named.items():
        if name == first or not name.startswith(others):
            continue
        got, _ = case.predict(cell.change(case.design, {SHARE: share}), {})
        told = [
            f"{p.label} {p.value:.0f} -> {g:.0f}" for p, g in zip(case.points, got, strict=True)
        ]
        wrong += [abs(g - p.value) for p, g in zip(case.points, got, strict=True)]
        print(f"  {name:20s} measured -> predicted [mAh/g]: {'; '.join(told)}")
    print(f"  off by {np.mean(wrong):.1f} mAh/g in the mean, at most {np.max(wrong):.1f}")


UNDECIDED = """\
lee2020     Its cycling begins at 146 mAh/g at 0.5C where the rate test reads 204: cycling not used.
            The rate of the runs over temperature, the division of the 50 ohm cm2 of the charged
            cell between its electrodes and the barrier of diffusion are unknown: each of them
            moves the cold end. The mean voltage tests a resistance no better than the potential
            of NMC811, taken over for NMC90, is known (0.05 V, 37 ohm cm2 at 0.2C).
koerver2017 Indium without lithium at assembly may end a discharge; the model never empties it, so
            a hit or a miss does not say which electrode failed. Its one semicircle does not
            divide interphase from charge transfer.
nam2018     A load may count the composite or its active material: up to 47 % of the current. One
            capacity at 0.1C does not tell share, path and exchange current apart. The printed
            coverage of 5.8 to 25 % cannot be the share of active particles, as up to 155 of some
            175 mAh/g came out; here it scales the exchange current.
yanev2024   The rate law is a fit of the authors read off a figure; its points are not independent.
            Its R is current over charge passed; the 0.02C, 0.1C and 1C of the text agree with the
            law only as current over 200 mA/g (gran90-BM at 1C 83 by the law, 80 in the figure; sc90
            at 0.1C 14 and 14 mAh/g), which is used here. A diffusivity from titration holds for the
            surface that was put in, which is not stated: radius and diffusivity act as one."""


def main(seed: int = 1, draws: int = 100) -> None:
    """Run all cells and print bands, coverage, fits and what stays undecided."""
    begun, everything = time.perf_counter(), cases()
    print("Before any fit: measured, 5 to 95 % of the runs, held or missed")
    held_of: dict[str, list[tuple[float, bool]]] = {}
    stopped = refused = 0
    for case in everything:
        found = band(case, seed, draws)
        held_of.setdefault(case.name.split("-")[0], []).extend(tell_band(case, found))
        stopped, refused = stopped + found.stopped, refused + found.refused
    print(f"\nCoverage, where 90 % are expected ({draws} draws, seed {seed})")
    for paper, told in [*held_of.items(), ("all", [t for v in held_of.values() for t in v])]:
        inside, width = sum(h for _, h in told), np.median([w for w, _ in told])
        print(
            f"{paper:12s} {inside} of {len(told)} ({100 * inside / len(told):.0f} %), band"
            f" {100 * width:.0f} % of the measured value in the median"
        )
    print(
        f"Points of one cell move together: {len(everything)} cells are no more than as many trials"
    )
    print(f"{stopped} runs stopped early and count with what they gave; {refused} draws refused")
    print("\nActive share fitted to the lowest rate, all else as in the files, the rest predicted")
    for case in everything:
        tell_fit(case)
    print("\nTwo inputs fitted where a mean voltage is known")
    for case in everything:
        if case.voltage is not None:
            tell_two(case)
    print("\nOne active share for all compositions and loads")
    tell_transfer(everything, "nam2018-D70L", "nam2018-D")
    tell_transfer(everything, "nam2018-W70L", "nam2018-W")
    print("\nOne input alone, all particles taking part: what meets the lowest rate, and the rest")
    for case in everything:
        if not case.name.startswith("nam2018-") or case.name.endswith("70L"):
            tell_others(case)
    print(f"\nWhat the data cannot decide\n{UNDECIDED}")
    print("\nSources")
    for key in held_of:
        source = data.source(key)
        print(f"{key}: {source.link}; {source.licence}; read from a {source.how}")
    print(f"\n{time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--draws", type=int, default=100)
    chosen = parser.parse_args()
    main(chosen.seed, chosen.draws)
