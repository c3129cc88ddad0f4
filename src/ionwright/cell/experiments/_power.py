"""The largest power that a cell sustains for some seconds."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ionwright.cell.design import Design
from ionwright.cell.driver import solve
from ionwright.cell.experiments._shape import (
    Array,
    Cells,
    Test,
    above_zero,
    at_temperature,
    shares,
)
from ionwright.cell.mesh import Mesh
from ionwright.cell.protocol import CRate, Power, Protocol, Rest, Step, VoltageAbove, VoltageBelow
from ionwright.cell.result import Result
from ionwright.cell.specify import specify

TOLERANCE = 1e-4
"""Relative width of the bracket in which the power is found."""
FAILED = -1.0
"""Margin of a power that has no start, or whose run stops for another reason than voltage [V]."""
ENDS_AT_ONCE = "the cell at rest is at the voltage limit"
VOLTAGE = "voltage limit at the end of the pulse"
MOST_TRIES = 60


@dataclass(frozen=True, eq=False)
class PulsePower(Test):
    """Power against temperature and state of charge.

    Parameters
    ----------
    design : Design
        At its own temperature.
    seconds : float
        For which the power is held [s].
    temperature : array [temperatures]
        [K].
    soc : array [socs]
        State of charge before the pulse [1].
    discharge, charge : array [temperatures, socs]
        Of the cell, both positive [W].
    mass : float
        Of the packaged cell [kg].
    limit_discharge, limit_charge : tuple of tuple of str
        What keeps the cell from more, [temperatures][socs].
    results : tuple of Result
        The pulses at the powers found, discharge and charge in turn, socs within temperatures;
        no run where the power is 0.
    """

    design: Design
    seconds: float
    temperature: Array
    soc: Array
    discharge: Array
    charge: Array
    mass: float
    limit_discharge: tuple[tuple[str, ...], ...]
    limit_charge: tuple[tuple[str, ...], ...]
    results: tuple[Result, ...]

    name: ClassVar[str] = "power"
    columns: ClassVar[tuple[str, ...]] = (
        "temperature [degC]",
        "soc [%]",
        "discharge [W]",
        "charge [W]",
        "discharge [W/kg]",
        "charge [W/kg]",
        "limit discharge",
        "limit charge",
    )

    def table(self) -> list[Cells]:
        """Return one row a temperature and state of charge."""
        rows: list[Cells] = []
        for j, T in enumerate(self.temperature):
            for k, soc in enumerate(self.soc):
                pair = float(self.discharge[j, k]), float(self.charge[j, k])
                why = self.limit_discharge[j][k], self.limit_charge[j][k]
                first = float(T) - 273.15, 100.0 * float(soc)
                rows.append((*first, *pair, *(P / self.mass for P in pair), *why))
        return rows


def power(
    design: Design,
    soc: Sequence[float] = (0.9, 0.7, 0.5, 0.3, 0.1),
    temperature: float | Sequence[float] | None = None,
    *,
    seconds: float = 10.0,
    mesh: Mesh | None = None,
) -> PulsePower:
    """Find the largest constant power that the cell sustains within its voltage limits.

    Parameters
    ----------
    design : Design
    soc : sequence of float
        States of charge at which the cell rests before a pulse [1].
    temperature : float, sequence of float or None
        [K]; None takes that of the design.
    seconds : float
        Length of a pulse [s].
    mesh : Mesh or None

    Returns
    -------
    PulsePower

    Raises
    ------
    InputError
        If a number is out of its limits.

    Notes
    -----
    The margin of a power P is V(seconds) less the lower voltage limit (the upper limit less
    V(seconds) on charge); where the limit ends the pulse at t before, it is -(1 - t/seconds) V,
    which meets it at 0. Its zero is bracketed and narrowed to 1e-4 of P by secants with
    bisection. Isothermal: a cell that warms up in the pulse gives more.
    """
    at = shares(soc, "states of charge")
    (seconds,) = above_zero((seconds,), "lengths of a pulse")
    own = design.cell.operation.temperature
    given = own if temperature is None else temperature
    warm = above_zero((given,) if isinstance(given, int | float) else given, "temperatures")
    found = [
        [_best(at_temperature(design, T), s, sign, seconds, mesh) for sign in (1.0, -1.0)]
        for T in warm
        for s in at
    ]
    shape = len(warm), len(at)
    watts = np.array([[watt for watt, _, _ in pair] for pair in found])
    why = [[text for _, text, _ in pair] for pair in found]
    rows = [why[j * len(at) : (j + 1) * len(at)] for j in range(len(warm))]
    return PulsePower(
        design=design,
        seconds=seconds,
        temperature=np.array(warm),
        soc=np.array(at),
        discharge=watts[:, 0].reshape(shape),
        charge=watts[:, 1].reshape(shape),
        mass=specify(design).package.mass,
        limit_discharge=tuple(tuple(w[0] for w in row) for row in rows),
        limit_charge=tuple(tuple(w[1] for w in row) for row in rows),
        results=tuple(run for pair in found for _, _, run in pair if run is not None),
    )


def _best(
    design: Design, soc: float, sign: float, seconds: float, mesh: Mesh | None
) -> tuple[float, str, Result | None]:
    """Return the largest power [W], what keeps it from more, and its run."""
    limits = design.cell.operation
    V_end = limits.lower_voltage if sign > 0.0 else limits.upper_voltage
    end = VoltageBelow(V_end) if sign > 0.0 else VoltageAbove(V_end)
    runs: dict[float, Result] = {}

    def margin(watt: float) -> float:
        step = Step(Power(sign * watt), duration=seconds, limits=(end,))
        runs[watt] = run = solve(design, Protocol((step,)), soc=soc, mesh=mesh)
        if run.stop is not None:
            return FAILED
        if run.time[-1] < seconds * (1.0 - 1e-9):
            return float(run.time[-1]) / seconds - 1.0
        return sign * (float(run.voltage[-1]) - V_end)

    trial = solve(design, Protocol((Step(CRate(sign), duration=seconds),)), soc=soc, mesh=mesh)
    if not len(trial.rows):
        return math.nan, trial.status, None
    rest = _at_rest(design, soc, mesh)
    if sign * (rest - V_end) <= 0.0:
        return 0.0, ENDS_AT_ONCE, None
    R = max(sign * (rest - float(trial.voltage[-1])), 1e-6) / abs(float(trial.current[-1]))
    guess = V_end * sign * (rest - V_end) / R
    good, bad = crossing(margin, guess, sign * (rest - V_end), TOLERANCE)
    if good <= 0.0:
        return 0.0, runs[bad].status, None
    stop = runs[bad].stop
    return good, VOLTAGE if stop is None else stop.reason, runs[good]


def _at_rest(design: Design, soc: float, mesh: Mesh | None) -> float:
    """Return the voltage at equilibrium [V]."""
    rest = Protocol((Step(Rest(), duration=1.0),))
    return float(solve(design, rest, soc=soc, mesh=mesh).voltage[0])


def crossing(
    margin: Callable[[float], float], guess: float, at_zero: float, tolerance: float
) -> tuple[float, float]:
    """Return the two ends of a bracket around the zero of a falling function.

    Parameters
    ----------
    margin : callable
        Above 0 at 0, falling.
    guess : float
        Where the zero may be, above 0.
    at_zero : float
        Its value at 0.
    tolerance : float
        Width of the bracket over its upper end [1].

    Returns
    -------
    good, bad : float
        margin(good) >= 0 > margin(bad); both were tried, unless good is 0.
    """
    good, f_good, bad = 0.0, at_zero, guess
    f_bad = margin(bad)
    for _ in range(MOST_TRIES):
        if f_bad < 0.0:
            break
        good, f_good, bad = bad, f_bad, 1.5 * bad
        f_bad = margin(bad)
    same = 0
    for _ in range(MOST_TRIES):
        if bad - good <= tolerance * bad:
            break
        share = f_good / (f_good - f_bad)
        # twice at one end means a bent or broken line: halve; else aim a little past the zero
        share = 0.5 if abs(same) >= 2 else min(max(share, 0.01), 0.99)
        middle = good + share * (bad - good)
        value = margin(middle)
        if value >= 0.0:
            good, f_good, same = middle, value, max(same, 0) + 1
        else:
            bad, f_bad, same = middle, value, min(same, 0) - 1
    return good, bad
