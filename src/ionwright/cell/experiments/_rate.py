"""How much a cell gives at which rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ionwright.cell.design import Design
from ionwright.cell.driver import solve
from ionwright.cell.experiments._shape import Array, Cells, Test, above_zero, at_temperature, per
from ionwright.cell.mesh import Mesh
from ionwright.cell.protocol import CRate, Protocol, Step, VoltageBelow
from ionwright.cell.result import Result


@dataclass(frozen=True, eq=False)
class RateTest(Test):
    """A rate test.

    Parameters
    ----------
    design : Design
        At the temperature of the test.
    rate : array [rates]
        As multiples of 1C, the current that moves the sheet's capacity in 1 h [C].
    capacity : array [rates]
        Discharged [C].
    energy : array [rates]
        Discharged [J].
    share : array [rates]
        Capacity over that of the slowest rate [1].
    of_sheet : array [rates]
        Capacity over that of the spec sheet; may pass 1 where a run goes below soc 0 [1].
    mean_voltage : array [rates]
        Energy over capacity [V].
    status : tuple of str
        How each run ended.
    results : tuple of Result
    """

    design: Design
    rate: Array
    capacity: Array
    energy: Array
    share: Array
    of_sheet: Array
    mean_voltage: Array
    status: tuple[str, ...]
    results: tuple[Result, ...]

    name: ClassVar[str] = "rate"
    columns: ClassVar[tuple[str, ...]] = (
        "rate [C]",
        "capacity [Ah]",
        "of the slowest [%]",
        "of the sheet [%]",
        "mean voltage [V]",
        "energy [Wh]",
        "duration [h]",
        "status",
    )

    def table(self) -> list[Cells]:
        """Return one row a rate."""
        hours = [float(r.time[-1]) / 3600.0 if len(r.time) else 0.0 for r in self.results]
        return list(
            zip(
                self.rate.tolist(),
                (self.capacity / 3600.0).tolist(),
                (100.0 * self.share).tolist(),
                (100.0 * self.of_sheet).tolist(),
                self.mean_voltage.tolist(),
                (self.energy / 3600.0).tolist(),
                hours,
                self.status,
                strict=True,
            )
        )


def rate_test(
    design: Design,
    rates: Sequence[float] = (0.1, 1 / 3, 1.0, 2.0, 3.0, 5.0),
    *,
    temperature: float | None = None,
    mesh: Mesh | None = None,
) -> RateTest:
    """Discharge the charged cell at several rates, each to the lower voltage of its design.

    Parameters
    ----------
    design : Design
    rates : sequence of float
        As multiples of 1C, above 0 [C].
    temperature : float or None
        [K]; None keeps that of the design.
    mesh : Mesh or None

    Returns
    -------
    RateTest

    Raises
    ------
    InputError
        If a rate is not above 0.

    Notes
    -----
    Every run begins at rest in the charged cell, as after a slow charge and a long rest; a
    laboratory that charges at the same rate finds less.

    Examples
    --------
    >>> import ionwright as iw
    >>> test = iw.cell.experiments.rate_test(iw.cell.load("sulfide-nmc811-lithium"))
    >>> bool(test.share[0] == 1.0 and test.share[-1] < 0.5)
    True
    """
    rates = above_zero(rates, "rates")
    design = at_temperature(design, temperature)
    low = VoltageBelow(design.cell.operation.lower_voltage)
    results = tuple(
        solve(design, Protocol((Step(CRate(rate), limits=(low,)),)), mesh=mesh) for rate in rates
    )
    capacity = np.array([_given(r, "discharged") for r in results])
    energy = np.array([_given(r, "discharged_energy") for r in results])
    sheet = np.array([r.capacity * r.faces for r in results])
    slowest = capacity[int(np.argmin(rates))]
    return RateTest(
        design=design,
        rate=np.array(rates),
        capacity=capacity,
        energy=energy,
        share=per(capacity, np.full(len(rates), slowest)),
        of_sheet=capacity / sheet,
        mean_voltage=per(energy, capacity),
        status=tuple(r.status for r in results),
        results=results,
    )


def _given(result: Result, name: str) -> float:
    """Return an output of a run; 0 where its first step had no start."""
    return result.headline[name].value if result.headline else 0.0
