"""Energy against power."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ionwright.cell.design import Design
from ionwright.cell.driver import solve
from ionwright.cell.experiments._shape import Array, Cells, Test, above_zero, at_temperature
from ionwright.cell.mesh import Mesh
from ionwright.cell.protocol import Power, Protocol, Step, VoltageBelow
from ionwright.cell.result import Result
from ionwright.cell.specify import specify


@dataclass(frozen=True, eq=False)
class Ragone(Test):
    """Energy that the charged cell gives at constant power.

    Parameters
    ----------
    design : Design
        At the temperature of the test.
    rate : array [powers]
        Power over that which would take the sheet's energy out in 1 h [1/h].
    power : array [powers]
        Of the cell [W].
    energy : array [powers]
        Given until the lower voltage [J].
    duration : array [powers]
        [s].
    mass : float
        Of the packaged cell [kg].
    status : tuple of str
    results : tuple of Result
    """

    design: Design
    rate: Array
    power: Array
    energy: Array
    duration: Array
    mass: float
    status: tuple[str, ...]
    results: tuple[Result, ...]

    name: ClassVar[str] = "ragone"
    columns: ClassVar[tuple[str, ...]] = (
        "rate [1/h]",
        "power [W]",
        "power [W/kg]",
        "energy [Wh]",
        "energy [Wh/kg]",
        "duration [min]",
        "status",
    )

    def table(self) -> list[Cells]:
        """Return one row a power."""
        return list(
            zip(
                self.rate.tolist(),
                self.power.tolist(),
                (self.power / self.mass).tolist(),
                (self.energy / 3600.0).tolist(),
                (self.energy / 3600.0 / self.mass).tolist(),
                (self.duration / 60.0).tolist(),
                self.status,
                strict=True,
            )
        )


def ragone(
    design: Design,
    rates: Sequence[float] = (0.1, 0.2, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0),
    *,
    temperature: float | None = None,
    mesh: Mesh | None = None,
) -> Ragone:
    """Discharge the charged cell at constant powers, each to the lower voltage of its design.

    Parameters
    ----------
    design : Design
    rates : sequence of float
        Powers as multiples of that which takes the sheet's energy out in 1 h, above 0 [1/h].
    temperature : float or None
        [K]; None keeps that of the design.
    mesh : Mesh or None

    Returns
    -------
    Ragone
        Energy is 0 where a power cannot be held at all.

    Raises
    ------
    InputError
        If a rate is not above 0.
    """
    rates = above_zero(rates, "rates")
    design = at_temperature(design, temperature)
    sheet = specify(design)
    low = VoltageBelow(design.cell.operation.lower_voltage)
    watts = np.array(rates) * sheet.energy / 3600.0
    results = tuple(
        solve(design, Protocol((Step(Power(float(P)), limits=(low,)),)), mesh=mesh) for P in watts
    )
    given = [r.headline["discharged_energy"].value if r.headline else 0.0 for r in results]
    return Ragone(
        design=design,
        rate=np.array(rates),
        power=watts,
        energy=np.array(given),
        duration=np.array([r.time[-1] if len(r.time) else 0.0 for r in results]),
        mass=sheet.package.mass,
        status=tuple(r.status for r in results),
        results=results,
    )
