"""What a run gives: arrays, how it ended, and the laws that it must obey."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ionwright.cell import run_laws
from ionwright.cell._kernels import arrays as A
from ionwright.cell._kernels.arrays import Numbers
from ionwright.cell._kernels.start import again
from ionwright.cell.design import Design
from ionwright.cell.fields import Fields, nodes, unpack
from ionwright.cell.losses import losses
from ionwright.cell.memory import Memory
from ionwright.cell.mesh import Mesh
from ionwright.cell.protocol import Protocol
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
    made : Design or callable
        The design, or what makes it when it is first asked for.
    protocol : Protocol
    temperature : float
        [K].
    soc : float
        At the start [1].
    mesh : Mesh
    """

    made: Design | Callable[[], Design]
    protocol: Protocol
    temperature: float
    soc: float
    mesh: Mesh

    @cached_property
    def design(self) -> Design:
        """The design that ran."""
        return self.made if isinstance(self.made, Design) else self.made()


@dataclass(frozen=True)
class Stop:
    """Why a run stopped before its protocol was done.

    Parameters
    ----------
    step : int
        Step of the protocol, counted from 1.
    time : float
        [s] since the start of the run.
    voltage, current_density : float or None
        There [V], [A/m2]; None where nothing was computed.
    reason : str
        In words.
    """

    step: int
    time: float
    voltage: float | None
    current_density: float | None
    reason: str

    def __str__(self) -> str:
        """Return one sentence."""
        there = ""
        if self.voltage is not None and self.current_density is not None:
            there = f", {self.voltage:.4g} V and {self.current_density / 10:.4g} mA/cm2"
        return f"stopped in step {self.step} at {self.time:.6g} s{there}: {self.reason}"


@dataclass(frozen=True)
class Stage:
    """The numbers that a part of a run was computed with.

    Parameters
    ----------
    first : int
        Its first row.
    numbers : Numbers
    memory : Memory
    """

    first: int
    numbers: Numbers
    memory: Memory


@dataclass(frozen=True, eq=False)
class Result:
    """A run.

    Parameters
    ----------
    inputs : Inputs
    stages : tuple of Stage
        The numbers that kernels saw, one for each temperature of the protocol.
    rows : array [points, 4]
        Time [s], voltage [V], current density [A/m2], charge passed [C/m2].
    states : array [points, ...]
        Differential and algebraic states of every point; read them through `data`.
    step : array [points]
        Step of the protocol, counted from 1.
    faces : float
        Area of all positive faces [m2].
    capacity : float
        Of the spec sheet, per positive face [C/m2]; 0 for a cell without state of charge.
    stop : Stop or None
    seconds : float
        Spent in the solver [s].
    notes : tuple of str
        What a reader must know; says so if the run was done again on a finer mesh.
    """

    inputs: Inputs
    stages: tuple[Stage, ...]
    rows: Array
    states: Array
    step: NDArray[np.int64]
    faces: float
    capacity: float
    stop: Stop | None
    seconds: float
    notes: tuple[str, ...] = ()

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
    def numbers(self) -> Numbers:
        """The numbers of the last stage."""
        return self.stages[-1].numbers

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
    def temperature(self) -> Array:
        """Cell temperature [K]."""
        return self.states[:, int(self.numbers.k[A.O_L]) + A.KELVIN]

    @property
    def soc(self) -> Array:
        """State of charge, 0 to 1 of the capacity on the spec sheet; a run may go beyond [1].

        nan for a cell without state of charge.
        """
        if self.capacity <= 0.0:
            return np.full(len(self.rows), np.nan)
        return self.inputs.soc - self.rows[:, 3] / self.capacity

    @cached_property
    def headline(self) -> dict[str, Scalar]:
        """Named outputs of the run; empty where its first step had no start."""
        if not len(self.rows):
            return {}
        moved = np.diff(self.rows[:, 3]) * self.faces
        work = np.diff(self.states[:, int(self.numbers.k[A.O_L]) + A.WORKED]) * self.faces
        out = moved > 0.0
        charge, energy = moved[out].sum(), work[out].sum()
        back, taken = abs(moved[~out].sum()), abs(work[~out].sum())
        rows = {
            "discharged": (charge, "Ah", "charge out of the cell"),
            "discharged_energy": (energy, "Wh", "energy out of the cell"),
            "charged": (back, "Ah", "charge into the cell"),
            "charged_energy": (taken, "Wh", "energy into the cell"),
            "duration": (float(self.time[-1]), "h", "of the run"),
            "end_voltage": (float(self.voltage[-1]), "V", "of the cell"),
        }
        return {name: Scalar(float(v), unit, meaning) for name, (v, unit, meaning) in rows.items()}

    def at(self, row: int) -> Fields:
        """Return the state of a row under the names of the field, with its rates."""
        stage = self.stage_of(row)
        m, mem = stage.numbers, stage.memory
        s, w = np.zeros_like(mem.s), mem.w.copy()
        n_x, n_z = int(m.k[A.X]), int(m.k[A.Z])
        s[: n_x + n_z] = self.states[row]
        x, z = self.states[row, :n_x], self.states[row, n_x:]
        io = np.array([self.rows[row, 2], self.rows[row, 1]])
        s[mem.k[A.IO] : mem.k[A.IO] + 2] = io
        again(mem.k, mem.f, mem.slow, s, w)
        return unpack(m, x, z, io, s[mem.k[A.RATE] : mem.k[A.RATE] + n_x])

    def stage_of(self, row: int) -> Stage:
        """Return the numbers that a row was computed with."""
        row = row % len(self.rows)
        return [s for s in self.stages if s.first <= row][-1]

    @cached_property
    def losses(self) -> dict[str, Array]:
        """Where the voltage goes, by cause, at every row [V].

        "open circuit" is the potential of the hosts, each electrode at its mean composition;
        the causes take it down to "voltage". Where no current flows nothing but "relaxation"
        is left between the two.
        """
        causes, rests = [], []
        for row in range(len(self.rows)):
            stage = self.stage_of(row)
            power, rest, lost = losses(stage.numbers, self.at(row), stage.memory.slow_by_name)
            causes.append({"open circuit": power, **lost})
            rests.append(rest)
        names = dict.fromkeys(name for c in causes for name in c)
        current, V = self.rows[:, 2], self.rows[:, 1]
        moving = np.abs(current) > 1e-6
        out = {}
        for name in names:
            value = np.array([c.get(name, 0.0) for c in causes])
            out[name] = np.divide(value, current, out=np.zeros(len(value)), where=moving)
        out["open circuit"] = np.where(moving, out["open circuit"], rests)
        out["relaxation"] = np.where(moving, 0.0, np.array(rests) - V)
        out["voltage"] = V
        return out

    def contents(self) -> dict[str, Array]:
        """Return q and y by node and population: mean, surface, y [points, n, P]; u, c [.., n]."""
        m, k = self.numbers, self.numbers.k
        n, P, W, M = len(m.h), len(m.a), int(k[A.W]), int(k[A.M])
        x, z = self.states[:, : k[A.X]], self.states[:, k[A.X] :]
        q = x[:, : k[A.O_H]].reshape(len(x), n, W, M)
        y = z[:, k[A.Z_Y] : k[A.Z_J]].reshape(len(x), n, W)
        out: dict[str, Array] = {
            name: np.zeros((len(x), n, P)) for name in ("mean", "surface", "y")
        }
        for p in range(P):
            here, place = nodes(m, p)
            metal = m.kind[p] == A.PLATED
            out["mean"][:, here, p] = q[:, here, place, 0] * (1.0 if metal else np.sqrt(3.0))
            out["surface"][:, here, p] = (
                q[:, here, place, 1] if metal else q[:, here, place] @ m.surface
            )
            out["y"][:, here, p] = y[:, here, place]
        out["u"] = z[:, :n]
        out["c"] = z[:, n : 2 * n] if k[A.SALT] else np.full((len(x), n), m.f[A.C_REF])
        return out

    @cached_property
    def data(self) -> xr.Dataset:
        """The run as a labelled dataset with units, made when it is first read."""
        import xarray as xr  # building it costs more than the run

        m, f = self.numbers, self.contents()
        middle = np.cumsum(m.h) - 0.5 * m.h
        node = ("time", "x", "population")
        table = xr.Dataset(
            {
                "voltage": ("time", self.voltage),
                "current": ("time", self.current),
                "charge": ("time", self.rows[:, 3] * self.faces / 3600.0),
                "soc": ("time", self.soc),
                "temperature": ("time", self.temperature),
                "step": ("time", self.step),
                "potential_difference": (("time", "x"), f["u"]),
                "salt_concentration": (("time", "x"), f["c"]),
                "surface_stoichiometry": (node, f["surface"]),
                "mean_stoichiometry": (node, f["mean"]),
                "interface_current_density": (node, f["y"]),
            },
            coords={"time": self.time, "x": middle},
        )
        at = int(m.k[A.O_L])
        for side, name in enumerate(("negative", "positive")):
            if m.planar[side] == A.METAL:
                table[f"{name}_lithium"] = ("time", self.states[:, at + A.METAL_N + side])
                table[f"{name}_lithium"].attrs["units"] = "mol/m2"
        units = {"time": "s", "voltage": "V", "current": "A", "charge": "Ah", "temperature": "K"}
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
        return run_laws.check(self) if len(self.rows) else ()

    def to_json(self) -> dict[str, Any]:
        """Return how the run ended and its outputs as plain data; `export` writes the rows."""
        return {
            "schema": SCHEMA,
            "stage": "cell",
            "design": self.inputs.design.id,
            "protocol": str(self.inputs.protocol),
            "temperature [K]": self.inputs.temperature,
            "soc at start": self.inputs.soc,
            "status": self.status,
            "notes": list(self.notes),
            "headline": {f"cell.run.{name}": s.as_dict() for name, s in self.headline.items()},
            "laws": [law.as_dict() for law in self.check()],
            "record": record(),
        }
