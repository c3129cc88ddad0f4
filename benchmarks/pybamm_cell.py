"""PyBaMM's side of the races: problems, settings, errors, the fastest setting that is good enough.

A setting is good enough if its voltage lies within 0.5 mV rms and 3 mV everywhere of a converged
one, from start to 98 % of the charge delivered. Two times belong to each solve: that of the
integrator alone, as PyBaMM states it, and that of the call until the voltage is in hand, with the
model already discretised and the solver already set up.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any

import numpy as np
import pybamm
from peer import Discharge, PeerMesh, build, discharge, ended, exchange, stock_model, values
from peer_numbers import Array, Lowered, read
from scipy.interpolate import PchipInterpolator

from ionwright import cell

RMS, LARGEST = 0.5, 3.0
"""What is good enough [mV]."""
SHARE = 0.98
"""Of the charge delivered, up to which errors count."""
POINTS = 101
"""Times at which a voltage is asked for."""
VOLTAGE = "Voltage [V]"


class Mode(Enum):
    """How PyBaMM is asked for a voltage; the value says it in a table."""

    TIMES = "at 101 times, voltage only"
    STEPS = "at its own steps, voltage only"
    HERMITE = "states at its own steps, voltage between them"


class SaltAtRest(pybamm.lithium_ion.DFN):
    """The stock model without the equation of the salt, which stands still in a single-ion cell."""

    def set_electrolyte_concentration_submodel(self) -> None:
        """Leave the concentration where it is."""
        still = pybamm.electrolyte_diffusion.ConstantConcentration(self.param, self.options)
        self.submodels["electrolyte diffusion"] = still


@dataclass(frozen=True)
class Setting:
    """Everything that a user of PyBaMM chooses.

    Parameters
    ----------
    mesh : PeerMesh
    rtol, atol : float
    model : str
        Key in the problem's models.
    mode : Mode
    compiled : bool
        Whether PyBaMM turns its expressions into machine code with a compiler of C.
    threads : int
        For a list of inputs.
    """

    mesh: PeerMesh
    rtol: float
    atol: float
    model: str = "DFN"
    mode: Mode = Mode.TIMES
    compiled: bool = False
    threads: int = 1

    def __str__(self) -> str:
        """Return one line of a table."""
        m = self.mesh
        mesh = f"x {m.electrode:2} r {m.radial:2} grading {m.stretch:.0f}"
        tolerance = f"rtol {self.rtol:.0e} atol {self.atol:.0e}"
        compiled = ", compiled" if self.compiled else ""
        return f"{mesh} {tolerance} {self.model}{compiled}, {self.mode.value}"


@dataclass(frozen=True, eq=False)
class Problem:
    """A discharge at constant current.

    Parameters
    ----------
    name : str
    parameters : ParameterValues
    models : dict
        Name -> function that makes the model.
    inputs : dict
        Input parameters of PyBaMM.
    longest : float
        Time after which it has certainly ended [s].
    drop : float
        What PyBaMM's voltage lies above the cell's [V].
    separator : int
        Volumes in the separator that are enough; 0 makes them a third of the electrodes'.
    """

    name: str
    parameters: pybamm.ParameterValues
    models: dict[str, Callable[[], Any]]
    inputs: dict[str, float]
    longest: float
    drop: float = 0.0
    separator: int = 0

    def mesh(self, electrode: int, radial: int, stretch: float) -> PeerMesh:
        """Return a mesh for the race: uniform over the thickness, graded in the particles."""
        return PeerMesh(electrode, self.separator or max(electrode // 3, 3), radial, stretch, 0)


@dataclass(frozen=True, eq=False)
class Reference:
    """A converged voltage.

    Parameters
    ----------
    time, voltage : array
        [s], [V].
    """

    time: Array
    voltage: Array

    @cached_property
    def curve(self) -> PchipInterpolator:
        """The voltage between the points."""
        return curve(self.time, self.voltage)

    @cached_property
    def even(self) -> Array:
        """Times evenly over the charge, for the rms and for timing [s]."""
        return np.linspace(0.0, SHARE * self.time[-1], POINTS)

    @cached_property
    def every(self) -> Array:
        """Those and early ones, for the largest error [s]."""
        early = np.geomspace(1.0, 0.02 * self.time[-1], 30)
        return np.unique(np.concatenate([self.even, early]))

    def errors(self, t: Array, V: Array) -> tuple[float, float]:
        """Return rms and largest error of a voltage [mV]."""
        if t[-1] < self.even[-1] * (1.0 - 1e-9):
            return float("inf"), float("inf")
        apart = 1e3 * (curve(t, V)(self.every) - self.curve(self.every))
        even = np.isin(self.every, self.even)
        return float(np.sqrt(np.mean(apart[even] ** 2))), float(np.abs(apart).max())

    def errors_there(self, t: Array, V: Array) -> tuple[float, float]:
        """Return rms and largest error of a voltage at its own points from 1 s on [mV]."""
        keep = (t >= 1.0) & (t <= SHARE * self.time[-1] * (1.0 + 1e-9))
        apart = 1e3 * (V - self.curve(np.minimum(t, self.time[-1])))[keep]
        weight = np.gradient(t[keep])
        mean = float((apart**2 * weight).sum() / weight.sum())
        return mean**0.5, float(np.abs(apart).max())


@dataclass(frozen=True, eq=False)
class Run:
    """One solve.

    Parameters
    ----------
    time, voltage : array
        [s], [V].
    solver, call : float
        Time of the integrator, and of the whole call until the voltage is in hand [s].
    """

    time: Array
    voltage: Array
    solver: float
    call: float


def curve(t: Array, V: Array) -> PchipInterpolator:
    """Return a voltage between its points; a time that comes twice counts once."""
    keep = np.concatenate([[True], np.diff(t) > 1e-12 * t[-1]])
    return PchipInterpolator(t[keep], V[keep])


# Problems


def of_design(design: cell.Design, protocol: Any, soc: float = 1.0) -> Problem:
    """Return the problem of a design of ours, made from the numbers that our kernel sees."""
    lowered = read(design, None, soc)
    step = discharge(protocol, lowered)
    return of_lowered(lowered, step, f"{design.id}, {protocol}", values(lowered))


def of_lowered(
    lowered: Lowered, step: Discharge, name: str, parameters: pybamm.ParameterValues
) -> Problem:
    """Return the problem of a discharge of a cell that is given as numbers."""
    return Problem(
        name=name,
        parameters=parameters,
        models=models_of(lowered),
        inputs=inputs_of(lowered, lowered, step),
        longest=step.longest,
        drop=lowered.drop(step.current),
        separator=0 if lowered.salt else 2,
    )


def models_of(lowered: Lowered) -> dict[str, Callable[[], Any]]:
    """Return the models of PyBaMM that hold a cell; the first is the stock one."""
    half = lowered.negative is None
    models: dict[str, Callable[[], Any]] = {"DFN": lambda: stock_model(half)}
    if not lowered.salt and half:
        options = {"working electrode": "positive"}
        models["DFN, salt at rest"] = lambda: ended(SaltAtRest(options))
        models["BasicDFNHalfCell"] = lambda: ended(pybamm.lithium_ion.BasicDFNHalfCell())
    return models


def inputs_of(lowered: Lowered, base: Lowered, step: Discharge) -> dict[str, float]:
    """Return current and cut-off for a design, in a model that was built for `base`."""
    stop = step.stop + shift(lowered, base, step.current)
    return {"Current function [A]": step.current, "Lower voltage cut-off [V]": stop}


def shift(lowered: Lowered, base: Lowered, current: float) -> float:
    """Return what the voltage of a model built for `base` lies above the design's [V]."""
    if lowered.salt:
        return lowered.drop(current)
    series = lowered.series + lowered.gap.thickness / lowered.gap.kappa
    return lowered.below + current * (series - base.gap.thickness / lowered.gap.kappa)


def chen2020(rate: float = 1.0, full: bool = False) -> Problem:
    """Return the discharge of PyBaMM's stock set Chen2020 to 2.5 V.

    Parameters
    ----------
    rate : float
        [1/h].
    full : bool
        Start at 4.2 V at rest; False keeps the contents of the stock set (4.18 V).
    """
    parameters = pybamm.ParameterValues("Chen2020")
    if full:
        parameters = parameters.set_initial_state(1.0, inplace=False)
    # some states of the start lie a hair above the limit, which would end the run there
    parameters.update({"Current function [A]": "[input]", "Upper voltage cut-off [V]": 5.0})
    return Problem(
        name=f"Chen2020, {rate:g}C from {'4.2 V' if full else 'the stock start'} to 2.5 V",
        parameters=parameters,
        models={
            "DFN": lambda: ended(pybamm.lithium_ion.DFN()),
            "BasicDFN": lambda: ended(pybamm.lithium_ion.BasicDFN()),
        },
        inputs={"Current function [A]": 5.0 * rate},
        longest=3600.0 * 1.2 / rate,
    )


# Solving


def solver_of(setting: Setting, failure: str = "error") -> Any:
    """Return PyBaMM's solver for a setting."""
    options: dict[str, Any] = {"compile": setting.compiled, "silence_sundials_errors": True}
    if setting.threads > 1:
        options |= {"num_threads": setting.threads, "num_solvers": setting.threads}
    return pybamm.IDAKLUSolver(
        rtol=setting.rtol,
        atol=setting.atol,
        output_variables=None if setting.mode is Mode.HERMITE else [VOLTAGE],
        on_failure=failure,
        options=options,
    )


def built_for(problem: Problem, setting: Setting) -> Any:
    """Return the discretised model of a problem for a setting."""
    return build(problem.models[setting.model](), problem.parameters, setting.mesh)


def solve(problem: Problem, setting: Setting, made: tuple[Any, Any], at: Array) -> Run:
    """Solve once.

    Parameters
    ----------
    problem : Problem
    setting : Setting
    made : (discretised model, solver)
    at : array
        Times at which the voltage is asked for, where the mode asks [s].
    """
    built, solver = made
    asked = at if setting.mode is Mode.TIMES else None
    begun = time.perf_counter()
    found = solver.solve(built, [0.0, problem.longest], t_interp=asked, inputs=problem.inputs)
    if setting.mode is Mode.HERMITE:
        t = np.append(at[at < found.t[-1]], found.t[-1])
        V = found[VOLTAGE](t)
    else:
        t, V = found.t, found[VOLTAGE].entries
    spent = time.perf_counter() - begun
    return Run(t, V - problem.drop, found.integration_time.value, spent)


def reference(problem: Problem) -> tuple[Reference, float]:
    """Return a converged voltage, and how far a coarser mesh lies from it [mV]."""
    fine = []
    for mesh in (PeerMesh(40, 10, 80, 4.0, 8), PeerMesh(80, 20, 160, 4.0, 8)):
        setting = Setting(mesh, 1e-7, 1e-9)
        made = built_for(problem, setting), solver_of(setting)
        at = np.concatenate([[0.0], np.geomspace(1e-8, 1e-3, 40), np.linspace(0.0, 1.0, 4001)[1:]])
        found = solve(problem, setting, made, problem.longest * np.unique(at))
        fine.append(Reference(found.time, found.voltage))
    return fine[1], fine[1].errors(fine[0].time, fine[0].voltage)[1]


# Batches


def free(base: Lowered) -> pybamm.ParameterValues:
    """Return the parameters of a half cell with all that can be an input of PyBaMM as one.

    Thicknesses and radii are not among them: a mesh is made for them.
    """
    parameters = values(base)
    new: dict[str, Any] = dict.fromkeys(INPUTS, "[input]")
    law = exchange(pybamm.InputParameter("i_0"), base)
    parameters.update(new | {"Positive electrode exchange-current density [A.m-2]": law})
    return parameters


INPUTS = (
    "Electrolyte conductivity [S.m-1]",
    "Positive electrode conductivity [S.m-1]",
    "Positive particle diffusivity [m2.s-1]",
)


def row_of_inputs(lowered: Lowered, base: Lowered, protocol: Any) -> dict[str, float]:
    """Return the inputs of one design of a batch."""
    host, step = lowered.positive, discharge(protocol, lowered)
    found = dict(zip(INPUTS, (host.layer.kappa, host.sigma, host.D), strict=True))
    return found | {"i_0": host.i_0} | inputs_of(lowered, base, step)


@dataclass(frozen=True, eq=False)
class Many:
    """Solves of a batch.

    Parameters
    ----------
    runs : list of (time, voltage) or None
        [s], [V]; None where PyBaMM found no way to the end.
    solver, call : float
        [s] for all.
    """

    runs: list[tuple[Array, Array] | None]
    solver: float
    call: float


def batch(
    made: tuple[Any, Any],
    inputs: list[dict[str, float]],
    drops: Sequence[float],
    longest: float,
    setting: Setting,
) -> Many:
    """Solve a list of inputs in one call, on as many threads as the solver was given.

    Parameters
    ----------
    made : (discretised model, solver)
    inputs : list of dict
    drops : sequence of float
        What the voltages of the model lie above those of the designs [V].
    longest : float
        Time after which all have ended [s].
    setting : Setting
        What the solver was made with.
    """
    built, solver = made
    at = np.linspace(0.0, longest, 2 * POINTS) if setting.mode is Mode.TIMES else None
    begun = time.perf_counter()
    found = solver.solve(built, [0.0, longest], t_interp=at, inputs=inputs)
    runs: list[tuple[Array, Array] | None] = [
        None if f.termination == "failure" else (f.t, f[VOLTAGE].entries - drop)
        for f, drop in zip(found, drops, strict=True)
    ]
    spent = time.perf_counter() - begun
    return Many(runs, found[0].integration_time.value, spent)
