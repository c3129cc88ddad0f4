"""Resistance by current pulses."""

from __future__ import annotations

import math
from collections.abc import Sequence
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
from ionwright.cell.protocol import CRate, Protocol, Rest, Step, VoltageAbove, VoltageBelow
from ionwright.cell.result import Result

REST = 3600.0
"""Rest before a pulse: hosts of a blend that have hysteresis level out for a while [s]."""
Pair = tuple[str, str]


@dataclass(frozen=True, eq=False)
class PulseResistance(Test):
    """Resistance against state of charge and length of the pulse.

    Parameters
    ----------
    design : Design
        At the temperature of the test.
    rate : float
        Of the pulses [C].
    soc : array [socs]
        State of charge before the pulse [1].
    length : array [lengths]
        Time since the pulse began [s].
    rest_voltage : array [socs]
        After an hour of rest, just before the pulse [V].
    discharge, charge : array [socs, lengths]
        Area-specific, of a positive face [ohm m2]; nan where a voltage limit ended the pulse
        before.
    faces : float
        Area of all positive faces, to turn these into ohm [m2].
    status : tuple of (str, str)
        How the discharge and the charge pulse at each state of charge ended.
    results : tuple of (Result, Result)
    """

    design: Design
    rate: float
    soc: Array
    length: Array
    rest_voltage: Array
    discharge: Array
    charge: Array
    faces: float
    status: tuple[Pair, ...]
    results: tuple[tuple[Result, Result], ...]

    name: ClassVar[str] = "pulse"
    columns: ClassVar[tuple[str, ...]] = (
        "soc [%]",
        "rest [V]",
        "after [s]",
        "discharge [ohm cm2]",
        "charge [ohm cm2]",
        "discharge [mohm]",
        "charge [mohm]",
        "status discharge",
        "status charge",
    )

    def table(self) -> list[Cells]:
        """Return one row a state of charge and length."""
        rows: list[Cells] = []
        for k, soc in enumerate(self.soc):
            for n, length in enumerate(self.length):
                pair = float(self.discharge[k, n]), float(self.charge[k, n])
                areal = [1e4 * R for R in pair]
                whole = [1e3 * R / self.faces for R in pair]
                first = (100.0 * float(soc), float(self.rest_voltage[k]), float(length))
                rows.append((*first, *areal, *whole, *self.status[k]))
        return rows


def pulse_resistance(
    design: Design,
    soc: Sequence[float] = (0.9, 0.7, 0.5, 0.3, 0.1),
    *,
    rate: float = 1.0,
    lengths: Sequence[float] = (1.0, 10.0, 30.0),
    temperature: float | None = None,
    mesh: Mesh | None = None,
) -> PulseResistance:
    """Return the resistance that current pulses show, on discharge and on charge.

    R(t) = (V_rest - V(t))/i, from the rest voltage just before the pulse.

    Parameters
    ----------
    design : Design
    soc : sequence of float
        States of charge at which the cell rests before a pulse [1].
    rate : float
        Of the pulses, above 0 [C].
    lengths : sequence of float
        Times since the pulse began, rising [s].
    temperature : float or None
        [K]; None keeps that of the design.
    mesh : Mesh or None

    Returns
    -------
    PulseResistance

    Raises
    ------
    InputError
        If a number is out of its limits.

    Notes
    -----
    The cell rests for an hour before each pulse, which is cut off at the voltage limits of the
    design. The resistance holds for its current: kinetics makes it fall as the current rises,
    depletion makes it rise. There is no double layer in the model: what comes before some 10 ms in
    a measurement is in the first point.
    """
    at, times = shares(soc, "states of charge"), above_zero(lengths, "lengths of a pulse")
    (rate,) = above_zero((rate,), "rates")
    times = tuple(sorted(set(times)))
    design = at_temperature(design, temperature)
    out, back = (_pulse(design, sign * rate, times) for sign in (1.0, -1.0))
    pairs = tuple(
        (solve(design, out, soc=s, mesh=mesh), solve(design, back, soc=s, mesh=mesh)) for s in at
    )
    R = np.array([[_resistance(r, len(times)) for r in pair] for pair in pairs])
    return PulseResistance(
        design=design,
        rate=rate,
        soc=np.array(at),
        length=np.array(times),
        rest_voltage=np.array([_rest(run) for run, _ in pairs]),
        discharge=R[:, 0],
        charge=R[:, 1],
        faces=pairs[0][0].faces,
        status=tuple((_status(a, times[-1]), _status(b, times[-1])) for a, b in pairs),
        results=pairs,
    )


def _pulse(design: Design, rate: float, times: tuple[float, ...]) -> Protocol:
    """Return rest and pulse, one step up to each time: the last row of a step is exactly there."""
    limits = design.cell.operation
    end = VoltageBelow(limits.lower_voltage) if rate > 0 else VoltageAbove(limits.upper_voltage)
    spans = np.diff((0.0, *times)).tolist()
    pulse = tuple(Step(CRate(rate), duration=span, limits=(end,)) for span in spans)
    return Protocol((Step(Rest(), duration=REST), *pulse))


def _resistance(result: Result, lengths: int) -> list[float]:
    """Return the resistance at the end of each step of the pulse, nan where it was not reached."""
    plan = [step for _, step in result.inputs.protocol.steps()]
    rest, begun, out = _rest(result), REST, []
    for number in range(2, lengths + 2):
        begun += plan[number - 1].duration or 0.0
        rows = np.flatnonzero(result.step == number)
        if not rows.size or result.time[rows[-1]] < begun * (1.0 - 1e-9):
            return out + [math.nan] * (lengths - len(out))
        _, V, i, _ = result.rows[rows[-1]]
        out.append((rest - V) / i)
    return out


def _rest(result: Result) -> float:
    """Return the voltage at the end of the rest [V]."""
    return float(result.voltage[np.searchsorted(result.step, 1, side="right") - 1])


def _status(result: Result, length: float) -> str:
    """Return "done", the voltage limit that cut the pulse off and when, or why the run stopped."""
    spent = float(result.time[-1]) - REST
    if result.stop is None and spent >= length * (1.0 - 1e-9):
        return "done"
    step = list(result.inputs.protocol.steps())[-1][1]
    limits, out = result.inputs.design.cell.operation, step.direction > 0
    V_end = limits.lower_voltage if out else limits.upper_voltage
    V = float(result.voltage[-1]) if result.stop is None else result.stop.voltage
    if V is None:
        return result.status
    beyond = V <= V_end + 1e-6 if out else V >= V_end - 1e-6
    return f"{V_end:g} V reached after {spent:.3g} s" if beyond else result.status
