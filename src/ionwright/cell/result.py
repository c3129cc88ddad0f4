"""What a run gives: arrays, how it ended, and the laws that it must obey."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ionwright import ion
from ionwright.cell._kernels.arrays import Numbers, State
from ionwright.cell.design import Design
from ionwright.cell.lower import Mesh
from ionwright.cell.protocol import Protocol
from ionwright.cell.residual import residual
from ionwright.core import Law, Scalar, record
from ionwright.core.document import SCHEMA
from ionwright.errors import InputError

if TYPE_CHECKING:
    import xarray as xr

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Inputs:
    """What a run depends on.

    Parameters
    ----------
    design : Design
    protocol : Protocol
    temperature : float
        [K].
    soc : float
        At the start [1].
    mesh : Mesh
    """

    design: Design
    protocol: Protocol
    temperature: float
    soc: float
    mesh: Mesh


@dataclass(frozen=True)
class Stop:
    """Why a run stopped before its protocol was done.

    Parameters
    ----------
    step : int
        Step of the protocol, counted from 1.
    time : float
        [s] since the start of the run.
    voltage, current_density : float
        There [V], [A/m2].
    reason : str
        In words.
    """

    step: int
    time: float
    voltage: float
    current_density: float
    reason: str

    def __str__(self) -> str:
        """Return one sentence."""
        return (
            f"stopped in step {self.step} at {self.time:.6g} s, {self.voltage:.4g} V and"
            f" {self.current_density / 10:.4g} mA/cm2: {self.reason}"
        )


@dataclass(frozen=True, eq=False)
class Result:
    """A run.

    Parameters
    ----------
    inputs : Inputs
    numbers : Numbers
        The arrays that the kernel saw.
    rows : array [points, 4]
        Time [s], voltage [V], current density [A/m2], charge passed [C/m2].
    trace : array [points, ...]
        Full state of every point; read it through `data`.
    step : array [points]
        Step of the protocol, counted from 1.
    faces : float
        Area of all positive faces [m2].
    capacity : float
        Of the spec sheet, per positive face [C/m2].
    stop : Stop or None
    state : State
        The last state, with its rates.
    """

    inputs: Inputs
    numbers: Numbers
    rows: Array
    trace: Array
    step: NDArray[np.int64]
    faces: float
    capacity: float
    stop: Stop | None
    state: State

    @property
    def status(self) -> str:
        """How it ended: "done", or why it stopped."""
        return "done" if self.stop is None else str(self.stop)

    def require(self) -> Result:
        """Return the result, or raise InputError if the run did not finish."""
        if self.stop is not None:
            raise InputError("the run must finish", seen=self.status, do="Change the protocol")
        return self

    @property
    def time(self) -> Array:
        """Time since the start [s]."""
        return self.rows[:, 0]

    @property
    def voltage(self) -> Array:
        """Cell voltage [V]."""
        return self.rows[:, 1]

    @property
    def current(self) -> Array:
        """Cell current, positive on discharge [A]."""
        return self.rows[:, 2] * self.faces

    @property
    def soc(self) -> Array:
        """State of charge, 0 to 1 of the capacity on the spec sheet; a run may go beyond [1]."""
        return self.inputs.soc - self.rows[:, 3] / self.capacity

    @cached_property
    def headline(self) -> dict[str, Scalar]:
        """Named outputs of the run; empty where its first step had no start."""
        if not len(self.rows):
            return {}
        moved = np.diff(self.rows[:, 3]) * self.faces
        middle = 0.5 * (self.voltage[1:] + self.voltage[:-1])
        out = moved > 0.0
        charge, energy = moved[out].sum(), (moved * middle)[out].sum()
        back, taken = abs(moved[~out].sum()), abs((moved * middle)[~out].sum())
        rows = {
            "discharged": (charge, "Ah", "charge out of the cell"),
            "discharged_energy": (energy, "Wh", "energy out of the cell"),
            "charged": (back, "Ah", "charge into the cell"),
            "charged_energy": (taken, "Wh", "energy into the cell"),
            "duration": (float(self.time[-1]), "h", "of the run"),
            "end_voltage": (float(self.voltage[-1]), "V", "of the cell"),
        }
        return {name: Scalar(float(v), unit, meaning) for name, (v, unit, meaning) in rows.items()}

    def fields(self) -> dict[str, Array]:
        """Return the stored states, unpacked: u, c [points, n], y [points, n, P], q [.., P, M]."""
        m = self.numbers
        n, P, M = len(m.h), len(m.a), len(m.eigen)
        block = self.trace.reshape(len(self.trace), n, 2 + P * (M + 1))
        parts = block[:, :, 2:].reshape(len(self.trace), n, P, M + 1)
        return {"u": block[:, :, 0], "c": block[:, :, 1], "y": parts[..., 0], "q": parts[..., 1:]}

    @cached_property
    def data(self) -> xr.Dataset:
        """The run as a labelled dataset with units, made when it is first read."""
        import xarray as xr  # building it costs more than the run

        m, f = self.numbers, self.fields()
        middle = np.cumsum(m.h) - 0.5 * m.h
        units = {"time": "s", "voltage": "V", "current": "A", "charge": "Ah"}
        table = xr.Dataset(
            {
                "voltage": ("time", self.voltage),
                "current": ("time", self.current),
                "charge": ("time", self.rows[:, 3] * self.faces / 3600.0),
                "soc": ("time", self.soc),
                "step": ("time", self.step),
                "potential_difference": (("time", "x"), f["u"]),
                "salt_concentration": (("time", "x"), f["c"]),
                "surface_stoichiometry": (("time", "x", "population"), f["q"] @ m.surface),
                "mean_stoichiometry": (("time", "x", "population"), f["q"][..., 0] * np.sqrt(3.0)),
                "interface_current_density": (("time", "x", "population"), f["y"]),
            },
            coords={"time": self.time, "x": middle},
        )
        units |= {"x": "m", "potential_difference": "V", "salt_concentration": "mol/m3"}
        units |= {"interface_current_density": "A/m2"}
        for name, unit in units.items():
            table[name].attrs["units"] = unit
        table.attrs["current"] = "positive on discharge"
        return table

    def check(self) -> tuple[Law, ...]:
        """Return the laws that the run must obey, with residuals; raises nothing.

        None where the first step had no start: nothing was computed.
        """
        if not len(self.rows):
            return ()
        lithium, salt = self._contents()
        moved = self.rows[:, 3] / ion.FARADAY
        m = self.numbers
        if m.k[0]:
            total = lithium.sum(axis=1)
            out = np.abs(total - total[0]).max() / np.abs(lithium[0]).sum()
        else:
            taken = lithium[:, 1] - lithium[0, 1]
            out = np.abs(taken - (moved - moved[0])).max() / lithium[0, 1]
        through = lithium[:, 1] - lithium[0, 1] - (moved - moved[0])
        laws = [
            Law("lithium is conserved", float(out), 1e-9, "lithium in the hosts"),
            Law(
                "the positive takes up the charge that passes",
                float(np.abs(through).max() / lithium[0, 1]),
                1e-9,
                "lithium in the positive",
            ),
        ]
        if m.k[3]:
            drift = np.abs(salt - salt[0]).max() / salt[0]
            laws.append(Law("salt is conserved", float(drift), 1e-9, "salt"))
        if self.stop is None:
            found = residual(m, self.state)
            laws += [Law(f"residual: {name}", value, 1e-6, "") for name, value in found.items()]
        return tuple(laws)

    def to_json(self) -> dict[str, Any]:
        """Return how the run ended and its outputs as plain data; the rows are in `csv`."""
        return {
            "schema": SCHEMA,
            "stage": "cell",
            "design": self.inputs.design.id,
            "protocol": str(self.inputs.protocol),
            "temperature [K]": self.inputs.temperature,
            "soc at start": self.inputs.soc,
            "status": self.status,
            "headline": {f"cell.run.{name}": s.as_dict() for name, s in self.headline.items()},
            "laws": [law.as_dict() for law in self.check()],
            "record": record(),
        }

    def csv(self) -> str:
        """Return the rows as text: time, voltage, current (positive on discharge), charge, step."""
        lines = ["time [s],voltage [V],current [A],charge [Ah],step [1]"]
        charge = self.rows[:, 3] * self.faces / 3600.0
        for row in zip(self.time, self.voltage, self.current, charge, self.step, strict=True):
            lines.append(",".join(f"{v:.10g}" for v in row))
        return "\n".join(lines) + "\n"

    def _contents(self) -> tuple[Array, Array]:
        """Return lithium in the hosts of both electrodes, and salt [mol/m2], at every point."""
        m, f = self.numbers, self.fields()
        mean = f["q"][..., 0] * np.sqrt(3.0)
        n_n, n_s, first = int(m.k[0]), int(m.k[1]), int(m.k[4])
        host = m.a * m.radius / 3.0  # touching volume fraction; lithium moves through it alone
        amount = mean * (host * m.c_max) * m.h[:, None]
        negative = amount[:, :n_n, :first].sum(axis=(1, 2))
        positive = amount[:, n_n + n_s :, first:].sum(axis=(1, 2))
        salt = (f["c"] * m.eps * m.h).sum(axis=1)
        return np.stack([negative, positive], axis=1), salt
