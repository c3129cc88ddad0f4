"""Galvanostatic intermittent titration: open-circuit points and an apparent diffusivity."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ionwright.cell.design import Design
from ionwright.cell.driver import solve
from ionwright.cell.experiments._power import crossing
from ionwright.cell.experiments._shape import Array, Cells, Test, above_zero, at_temperature
from ionwright.cell.mesh import Mesh
from ionwright.cell.parts import parts_of
from ionwright.cell.protocol import CRate, Cycle, Protocol, Rest, Step, VoltageBelow
from ionwright.cell.resistance import sphere_response
from ionwright.cell.result import Result
from ionwright.cell.stack import ACTIVE

MARGIN = 1.3
"""Pulses planned over those that the sheet's capacity needs: a slow test goes below soc 0."""


@dataclass(frozen=True, eq=False)
class Gitt(Test):
    """A titration, pulse by pulse; a pulse that the voltage limit cut off is not in it.

    Parameters
    ----------
    design : Design
        At the temperature of the test.
    soc : array [pulses + 1]
        At the end of each rest, the first before any pulse [1].
    rest_voltage : array [pulses + 1]
        There: a quasi open-circuit voltage [V].
    overpotential : array [pulses]
        Voltage at the end of the rest less that at the end of the pulse before it [V].
    instant : array [pulses]
        The part of it that comes and goes at once: paths and charge transfer [V].
    diffusivity : array [pulses]
        Apparent, by Weppner and Huggins [m2/s].
    diffusivity_sphere : array [pulses]
        The same pulse read with a sphere of finite size [m2/s]; nan where its equation has no
        root.
    fourier : array [pulses]
        Pulse length over the diffusion time R^2/D of that sphere [1].
    radius : float
        Of a sphere with the volume over surface of the positive's active particles [m].
    status : str
        "done" where the voltage limit or the last planned pulse ended the test.
    result : Result
    """

    design: Design
    soc: Array
    rest_voltage: Array
    overpotential: Array
    instant: Array
    diffusivity: Array
    diffusivity_sphere: Array
    fourier: Array
    radius: float
    status: str
    result: Result

    name: ClassVar[str] = "gitt"
    columns: ClassVar[tuple[str, ...]] = (
        "soc [%]",
        "rest [V]",
        "overpotential [mV]",
        "instant [mV]",
        "D Weppner-Huggins [cm2/s]",
        "D sphere [cm2/s]",
        "pulse over diffusion time [1]",
    )

    def table(self) -> list[Cells]:
        """Return one row a rest; the first has no pulse before it."""
        columns = (
            100.0 * self.soc[1:],
            self.rest_voltage[1:],
            1e3 * self.overpotential,
            1e3 * self.instant,
            1e4 * self.diffusivity,
            1e4 * self.diffusivity_sphere,
            self.fourier,
        )
        first = 100.0 * float(self.soc[0]), float(self.rest_voltage[0]), *(5 * [math.nan])
        return [first, *zip(*(c.tolist() for c in columns), strict=True)]


def gitt(
    design: Design,
    rate: float = 0.1,
    *,
    pulse: float = 600.0,
    rest: float = 3600.0,
    temperature: float | None = None,
    mesh: Mesh | None = None,
) -> Gitt:
    r"""Discharge the charged cell in pulses with rests between, to its lower voltage.

    Parameters
    ----------
    design : Design
    rate : float
        Of the pulses [C].
    pulse, rest : float
        Their lengths [s].
    temperature : float or None
        [K]; None keeps that of the design.
    mesh : Mesh or None

    Returns
    -------
    Gitt

    Raises
    ------
    InputError
        If a number is not above 0.

    Notes
    -----
    Weppner and Huggins, with volume over surface :math:`V/A = R/3` of a sphere:

    .. math:: D = \frac{4}{\pi \tau} \left(\frac{R}{3}\right)^2
              \left(\frac{\Delta E_s}{\Delta E_t}\right)^2

    :math:`\Delta E_s` is the step of the rest voltage over a pulse of length :math:`\tau`,
    :math:`\Delta E_t` the change within the pulse without the instant drop. It takes every change
    within the pulse for diffusion in the positive's particles and holds where
    :math:`\tau \ll R^2/D`: a sphere of constant diffusivity reads 16 % low at 0.01 of that time
    and 46 % low at 0.1. Salt that
    moves, a second host and a current that wanders through the electrode all lower it.
    `diffusivity_sphere` drops the short-time limit: it solves
    :math:`\Delta E_t/\Delta E_s = 1 + f(\mathrm{Fo})/(3\,\mathrm{Fo})` for
    :math:`\mathrm{Fo} = D\tau/R^2`, with :math:`f` of `resistance.sphere_response`.

    References
    ----------
    Weppner and Huggins 1977, doi 10.1149/1.2133112, eq. 34.
    """
    (rate,) = above_zero((rate,), "rates")
    pulse, rest = above_zero((pulse, rest), "lengths of pulse and rest")
    design = at_temperature(design, temperature)
    low = VoltageBelow(design.cell.operation.lower_voltage)
    planned = math.ceil(MARGIN * 3600.0 / (rate * pulse))
    pair = (Step(CRate(rate), duration=pulse, limits=(low,)), Step(Rest(), duration=rest))
    first = Step(Rest(), duration=1.0)
    result = solve(design, Protocol((first, Cycle(pair, planned))), mesh=mesh)
    whole = _whole(result, planned, pulse, rest)
    steps = np.arange(1, 2 * whole + 2)  # rest, pulse, rest, pulse, ..., rest
    first_row = np.searchsorted(result.step, steps)
    last_row = np.searchsorted(result.step, steps, side="right") - 1
    V, rests, pulses = result.voltage, last_row[0::2], last_row[1::2]
    begun, after = first_row[1::2], first_row[2::2]
    steady, within = V[rests[:-1]] - V[rests[1:]], V[begun] - V[pulses]
    R = _radius(design)
    ratio = np.divide(within, steady, out=np.full(whole, math.nan), where=steady > 0.0)
    Fo = np.array([_fourier(v) for v in ratio])
    return Gitt(
        design=design,
        soc=result.soc[rests],
        rest_voltage=V[rests],
        overpotential=V[rests[1:]] - V[pulses],
        instant=V[after] - V[pulses],
        diffusivity=4.0 / (math.pi * pulse) * (R / 3.0) ** 2 / ratio**2,
        diffusivity_sphere=Fo * R**2 / pulse,
        fourier=Fo,
        radius=R,
        status=_status(result, whole, planned),
        result=result,
    )


def _whole(result: Result, planned: int, pulse: float, rest: float) -> int:
    """Return how many pulses with their rests were done in full, one after the other."""
    done = 0
    for n in range(1, planned + 1):
        a, b = (np.flatnonzero(result.step == s) for s in (2 * n, 2 * n + 1))
        if not (a.size and b.size):
            break
        spans = np.ptp(result.time[a]), np.ptp(result.time[b])
        if spans[0] < pulse * (1.0 - 1e-9) or spans[1] < rest * (1.0 - 1e-9):
            break
        done = n
    return done


def _status(result: Result, whole: int, planned: int) -> str:
    """Return "done" where the limit cut a pulse off, or all are done; else why it stopped."""
    cut = 2 * (whole + 1)
    if result.stop is None or whole == planned or result.stop.step > cut:
        return "done"
    return result.status


def _radius(design: Design) -> float:
    """Return three times volume over surface of the positive's active particles [m]."""
    parts = parts_of(design)
    coating, hosts = parts.positive
    volumes = [p.volume_fraction for p in coating.portions if p.role == ACTIVE]
    radii = [h.written.particle_radius for h in hosts]
    return sum(volumes) / sum(v / R for v, R in zip(volumes, radii, strict=True))


def _fourier(ratio: float) -> float:
    """Return Fo of a sphere whose voltage moved `ratio` times as far in the pulse as over it."""
    if not ratio > 1.0:
        return math.nan

    def over(inverse: float) -> float:
        return ratio - 1.0 - inverse * sphere_response(1.0 / inverse) / 3.0

    good, bad = crossing(over, 1.0, ratio - 1.0, 1e-9)
    return 2.0 / (good + bad)
