"""Our designs as PyBaMM models, for a second opinion on the voltage.

A stock Doyle-Fuller-Newman model of PyBaMM is given the numbers that our kernel sees, read from a
run of ours: no input is translated twice, so what differs is how the equations are solved.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pybamm
from peer_numbers import KNOTS, Array, Lowered, Porous, read

from ionwright import cell, ion
from ionwright.cell import protocol as p
from ionwright.cell._kernels.salt import DILUTE
from ionwright.errors import InputError

SIDES = ("Negative", "Positive")
LAYERS = {"negative electrode": "x_n", "separator": "x_s", "positive electrode": "x_p"}
NEARLY = 1e-6
"""Nearest to full and empty that the kinetics see [1]."""


@dataclass(frozen=True)
class PeerMesh:
    """Mesh of PyBaMM.

    Parameters
    ----------
    electrode, separator, radial : int
        Volumes.
    stretch : float
        Grading of the radial mesh towards the surface; 0 is uniform.
    halvings : int
        How often the end volumes of every layer are halved. PyBaMM takes the arithmetic mean of
        the conductivity at a face, first order where layers of unlike conductivity meet, unless
        the volumes there are thin.
    """

    electrode: int = 60
    separator: int = 10
    radial: int = 120
    stretch: float = 4.0
    halvings: int = 8


@dataclass(frozen=True)
class Discharge:
    """One step of constant current.

    Parameters
    ----------
    current : float
        [A/m2] per positive face.
    stop : float
        Voltage at its end [V].
    longest : float
        [s].
    """

    current: float
    stop: float
    longest: float


def voltage(
    design: cell.Design,
    protocol: Any,
    T: float | None = None,
    soc: float = 1.0,
    mesh: PeerMesh | None = None,
    rtol: float = 1e-6,
) -> tuple[Array, Array]:
    """Return time [s] and voltage [V] of a discharge at constant current, by PyBaMM.

    Parameters
    ----------
    design : Design
    protocol : Protocol or what `protocol.parse` reads
        One discharge at a current or C-rate that a voltage ends.
    T : float or None
        [K]; None keeps that of the design.
    soc : float
        State of charge at the start [1].
    mesh : PeerMesh or None
    rtol : float
        Relative tolerance; the absolute one is a hundredth of it.

    Raises
    ------
    InputError
        If PyBaMM's models cannot hold the design or the protocol.
    """
    lowered = read(design, T, soc)
    step = discharge(protocol, lowered)
    built = build(stock_model(lowered.negative is None), values(lowered), mesh or PeerMesh())
    solver = pybamm.IDAKLUSolver(
        rtol=rtol, atol=0.01 * rtol, root_tol=1e-12, output_variables=["Voltage [V]"]
    )
    at = step.longest * np.unique(np.concatenate([np.geomspace(1e-8, 1e-3, 40), grid()]))
    drop = lowered.drop(step.current)
    inputs = {"Current function [A]": step.current, "Lower voltage cut-off [V]": step.stop + drop}
    found: Any = solver.solve(built, [0.0, step.longest], t_interp=at, inputs=inputs)
    return found.t, found["Voltage [V]"].entries - drop


def grid(points: int = 2001) -> Array:
    """Return shares of the duration at which a voltage is asked for."""
    return np.linspace(0.0, 1.0, points)


def discharge(protocol: Any, lowered: Lowered) -> Discharge:
    """Return the one step of a protocol that PyBaMM is asked for."""
    steps = [step for _, step in p.parse(protocol).steps()]
    stops = [limit.value for limit in steps[0].limits if isinstance(limit, p.VoltageBelow)]
    control = steps[0].control
    if len(steps) != 1 or len(stops) != 1 or len(steps[0].limits) != 1:
        raise InputError("a protocol for the peer is one discharge that a voltage ends")
    if isinstance(control, p.CRate):
        current = control.value * lowered.one_c
    elif isinstance(control, p.Current):
        current = control.value / lowered.faces
    else:
        raise InputError("a protocol for the peer has a constant current")
    if current <= 0.0:
        raise InputError("a protocol for the peer discharges")
    host = lowered.positive
    room = host.share * host.c_max * host.layer.thickness * (1.0 - host.x) * ion.FARADAY
    return Discharge(current, stops[0], steps[0].duration or room / current)


def values(lowered: Lowered, knots: int = KNOTS) -> pybamm.ParameterValues:
    """Return PyBaMM's parameters; current and cut-off voltage are inputs, per positive face."""
    half = lowered.negative is None
    stock = pybamm.ParameterValues("Xu2019" if half else "Chen2020")
    gap, c_0 = lowered.gap, lowered.c_0
    new: dict[str, Any] = {
        "Electrode height [m]": 1.0,
        "Electrode width [m]": 1.0,
        "Number of electrodes connected in parallel to make a cell": 1.0,
        "Nominal cell capacity [A.h]": lowered.one_c,
        "Current function [A]": "[input]",
        "Lower voltage cut-off [V]": "[input]",
        "Upper voltage cut-off [V]": 10.0,
        "Reference temperature [K]": lowered.T,
        "Ambient temperature [K]": lowered.T,
        "Initial temperature [K]": lowered.T,
        "Separator thickness [m]": gap.thickness,
        "Separator porosity": gap.eps,
        "Separator Bruggeman coefficient (electrolyte)": 0.0,
        "Electrolyte conductivity [S.m-1]": _of_salt(lowered, gap.kappa, 0),
        "Electrolyte diffusivity [m2.s-1]": _of_salt(lowered, gap.diffusivity, 1),
        "Cation transference number": lowered.t_plus,
        "Thermodynamic factor": 1.0,
        "Initial concentration in electrolyte [mol.m-3]": c_0,
    }
    if half:
        new["Exchange-current density for lithium metal electrode [A.m-2]"] = _metal(lowered)
    for side, host in zip(SIDES, (lowered.negative, lowered.positive), strict=True):
        if host is not None:
            new |= _host(side, host, lowered, knots)
    stock.update(new, check_already_exists=False)
    return stock


def _of_salt(lowered: Lowered, value: float, which: int) -> Any:
    """Return conductivity (0) or diffusivity (1) as our equations have it over concentration."""
    law = lowered.salt_laws[which]
    if not lowered.salt or (law is None and which == 1):
        return value

    def found(c_e: Any, _: Any) -> Any:
        x = c_e / lowered.c_0
        if law is None:
            return value * x * (1.0 + DILUTE) / (x + DILUTE)
        return value * pybamm.Interpolant(law[0], law[1], x, interpolator="cubic")

    return found


def _host(side: str, host: Porous, lowered: Lowered, knots: int) -> dict[str, Any]:
    """Return what PyBaMM is told about an electrode."""
    name, layer = side.lower(), host.layer
    # PyBaMM's path is porosity to a power, here whatever power gives our conductivity; for the
    # electrons it would take a power of the share that is not electrolyte: 0 leaves ours
    power = np.log(layer.kappa / lowered.gap.kappa) / np.log(layer.eps)
    return {
        f"{side} electrode thickness [m]": layer.thickness,
        f"{side} electrode porosity": layer.eps,
        f"{side} electrode Bruggeman coefficient (electrolyte)": power,
        f"{side} electrode Bruggeman coefficient (electrode)": 0.0,
        f"{side} electrode conductivity [S.m-1]": host.sigma,
        f"{side} electrode active material volume fraction": host.share,
        f"{side} particle radius [m]": host.radius,
        f"{side} particle diffusivity [m2.s-1]": host.D,
        f"Maximum concentration in {name} electrode [mol.m-3]": host.c_max,
        f"Initial concentration in {name} electrode [mol.m-3]": host.x * host.c_max,
        f"{side} electrode OCP [V]": _potential(host, knots),
        f"{side} electrode OCP entropic change [V.K-1]": 0.0,
        f"{side} electrode exchange-current density [A.m-2]": exchange(host.i_0, lowered),
    }


def _potential(host: Porous, knots: int) -> Any:
    x, U = host.ocp
    if len(x) < 4:
        return lambda sto: pybamm.Scalar(float(U[0])) + 0.0 * sto
    every = (len(x) - 1) // (knots - 1)
    return lambda sto: pybamm.Interpolant(x[::every], U[::every], sto, interpolator="cubic")


def exchange(i_0: Any, lowered: Lowered) -> Any:
    """Return i_0 = 2 i_ref sqrt(x (1 - x)), times sqrt(c/c_0) where there is salt [A/m2]."""

    def law(c_e: Any, c_s: Any, c_max: Any, _: Any) -> Any:
        # a trial of the solver's may lie beyond full or empty, where the root has no value
        x = pybamm.maximum(pybamm.minimum(c_s / c_max, 1.0 - NEARLY), NEARLY)
        found = 2.0 * i_0 * pybamm.sqrt(x * (1.0 - x))
        return found * pybamm.sqrt(c_e / lowered.c_0) if lowered.salt else found

    return law


def _metal(lowered: Lowered) -> Any:
    def law(c_e: Any, _c_metal: Any, _: Any) -> Any:
        found = pybamm.Scalar(lowered.metal)
        return found * pybamm.sqrt(c_e / lowered.c_0) if lowered.salt else found

    return law


def stock_model(half: bool) -> Any:
    """Return the stock model, ended by its voltage alone."""
    return ended(pybamm.lithium_ion.DFN({"working electrode": "positive"} if half else {}))


def ended(model: Any) -> Any:
    """Return a model of PyBaMM with the lowest voltage as its only end."""
    model.events = [event for event in model.events if "Minimum voltage [V]" in event.name]
    return model


def build(model: Any, parameters: pybamm.ParameterValues, mesh: PeerMesh) -> Any:
    """Return a discretised model."""
    half = model.options["working electrode"] == "positive"
    first = "Negative electrode thickness [m]"
    left = float(parameters[first]) if half else 0.0
    names = ["separator", "positive electrode"] if half else [*LAYERS]
    thickness = {n: float(parameters[f"{n.capitalize()} thickness [m]"]) for n in names}
    kinds, points = grade(model, thickness, left, mesh)
    simulation = pybamm.Simulation(
        model, parameter_values=parameters, submesh_types=kinds, var_pts=points
    )
    simulation.build()
    return simulation.built_model


def grade(
    model: Any, thickness: dict[str, float], left: float, mesh: PeerMesh
) -> tuple[dict[str, Any], dict[str, int]]:
    """Return PyBaMM's kinds of mesh and numbers of volumes.

    Parameters
    ----------
    model : BaseModel
    thickness : dict
        Layer -> thickness [m], from the negative to the positive.
    left : float
        Where the first layer begins [m].
    mesh : PeerMesh
    """
    kinds = dict(model.default_submesh_types)
    points = {"x_n": mesh.electrode, "x_s": mesh.separator, "x_p": mesh.electrode}
    points |= {"r_n": mesh.radial, "r_p": mesh.radial}
    for name in ("negative particle", "positive particle"):
        if mesh.stretch and name in kinds:
            kinds[name] = pybamm.MeshGenerator(
                pybamm.Exponential1DSubMesh, {"side": "right", "stretch": mesh.stretch}
            )
    for name, width in thickness.items() if mesh.halvings else ():
        edges = left + width * _faces(points[LAYERS[name]], mesh.halvings)
        left += width
        edges[-1] = left
        kinds[name] = pybamm.MeshGenerator(pybamm.UserSupplied1DSubMesh, {"edges": edges})
        points[LAYERS[name]] = len(edges) - 1
    return kinds, points


def _faces(n: int, halvings: int) -> Array:
    """Return faces from 0 to 1: equal volumes, of which the first and last are halved."""
    cuts = 0.5 ** np.arange(1, halvings + 1) / n
    return np.unique(np.concatenate([np.linspace(0.0, 1.0, n + 1), cuts, 1.0 - cuts]))
