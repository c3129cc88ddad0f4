"""Freeze PyBaMM's converged discharge curves as the small files that ours are held against.

Run with the environment of the benchmarks:

    PYTHONPATH=src .venv-bench/bin/python benchmarks/make_references.py [folder] [name ...]

Cases: the single-ion application of COMSOL with its listed parameters at three rates and four
conductivities, and the stock set Chen2020 at three rates. Each is solved on two meshes, the second
twice as fine in both directions; the finer one is kept at about 200 times, the difference between
the two goes into the header. Parameters are written out here and not read from our designs.
"""

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pybamm
from peer import PeerMesh, build, ended
from peer_numbers import Array

from ionwright import ion

ROOT = Path(__file__).parents[1]
MESHES = (PeerMesh(160, 80, 100), PeerMesh(320, 160, 200))
RTOL = 1e-7
ONE_C = 21.036
"""1C of the COMSOL case [A/m2]."""
T = 293.15
SHARE = 0.98
"""Of the delivered charge, up to which two meshes are compared."""


@dataclass(frozen=True)
class Case:
    """A discharge at constant current.

    Parameters
    ----------
    name : str
        Of its file.
    parameters : ParameterValues
    current : float
        [A].
    area : float
        Of the positive face [m2].
    longest : float
        Time by which it has certainly ended [s].
    about : str
        A line for the header.
    """

    name: str
    parameters: pybamm.ParameterValues
    current: float
    area: float
    longest: float
    about: str


def comsol(kappa: float) -> pybamm.ParameterValues:
    """Return the parameters listed by the COMSOL application, at one conductivity [S/m]."""
    D_n = 1.4523e-13 * np.exp(68025.7 / 8.314 * (1.0 / 318.0 - 1.0 / T))
    new: dict[str, Any] = {
        "Electrode height [m]": 1.0,
        "Electrode width [m]": 1.0,
        "Number of electrodes connected in parallel to make a cell": 1.0,
        "Nominal cell capacity [A.h]": ONE_C,
        "Separator thickness [m]": 45e-6,
        "Separator porosity": 1.0,
        "Electrolyte conductivity [S.m-1]": kappa,
        "Electrolyte diffusivity [m2.s-1]": 1e-10,
        "Cation transference number": 1.0,
        "Thermodynamic factor": 1.0,
        "Initial concentration in electrolyte [mol.m-3]": 1000.0,
        "Lower voltage cut-off [V]": 2.7,
    }
    for name in ("Reference", "Ambient", "Initial"):
        new[f"{name} temperature [K]"] = T
    listed = {
        "Negative": (85e-6, 0.42, 31507.0, D_n, 100.0, 0.0304, 0.7155, ("graphite", "ai2020")),
        "Positive": (65e-6, 0.44, 56250.0, 5e-13, 0.113, 0.0543, 0.4936, ("LCO", "rieger2016")),
    }
    for side, (L, share, c_max, D, sigma, i_0, x, host) in listed.items():
        name = side.lower()
        new |= {
            f"{side} electrode thickness [m]": L,
            f"{side} electrode porosity": 0.4,
            f"{side} electrode active material volume fraction": share,
            f"{side} electrode Bruggeman coefficient (electrolyte)": 1.5,
            f"{side} electrode Bruggeman coefficient (electrode)": 1.5,
            f"{side} electrode conductivity [S.m-1]": sigma,
            f"{side} particle radius [m]": 5e-7,
            f"{side} particle diffusivity [m2.s-1]": D,
            f"Maximum concentration in {name} electrode [mol.m-3]": c_max,
            f"Initial concentration in {name} electrode [mol.m-3]": x * c_max,
            f"{side} electrode OCP [V]": potential(*host),
            f"{side} electrode exchange-current density [A.m-2]": exchange(i_0),
        }
    found = pybamm.ParameterValues("Chen2020")
    found.update(new)
    return found


def potential(item: str, source: str, knots: int = 4097) -> Any:
    """Return a curve of our data as PyBaMM reads it: a cubic spline through many points."""
    x = np.linspace(1e-4, 1.0 - 1e-4, knots)
    U = ion.active_material(item, source).ocp(x)
    return lambda sto: pybamm.Interpolant(x, U, sto, interpolator="cubic")


def exchange(i_ref: float) -> Any:
    """Return i_0 = 2 i_ref sqrt(x (1 - x)) [A/m2]."""

    def law(_c_e: Any, c_s: Any, c_max: Any, _T: Any) -> Any:
        return 2.0 * i_ref * pybamm.sqrt(c_s / c_max * (1.0 - c_s / c_max))

    return law


def cases() -> list[Case]:
    """Return all cases."""
    out = []
    for kappa in (1.0, 0.5, 0.05, 0.02):
        parameters = comsol(kappa)
        for rate in (1, 2, 4):
            name = f"comsol_{rate}C_{kappa:g}"
            about = f"COMSOL application li_battery_solid_electrolyte, {kappa:g} S/m, {rate}C"
            out.append(Case(name, parameters, rate * ONE_C, 1.0, 3700.0 / rate, about))
    stock = pybamm.ParameterValues("Chen2020")
    for rate in (0.5, 1, 2):
        about = (
            f"stock set Chen2020 from its stock initial concentrations, {rate:g}C = {5 * rate:g} A"
        )
        case = (f"chen2020_{rate:g}C", stock, 5.0 * rate, 0.065 * 1.58, 3700.0 / rate, about)
        out.append(Case(*case))
    return out


def times(end: float) -> Array:
    """Return the times that are kept [s]: dense at the start, even, the end."""
    start = np.geomspace(1e-7, 0.8e-2, 45)
    return end * np.concatenate([[0.0], start, np.linspace(0.01, 1.0, 160)])


def solve(case: Case, mesh: PeerMesh, at: Array) -> tuple[Array, Array]:
    """Return times [s] and voltages [V]."""
    built = build(ended(pybamm.lithium_ion.DFN()), case.parameters.copy(), mesh)
    solver = pybamm.IDAKLUSolver(
        rtol=RTOL, atol=0.01 * RTOL, root_tol=1e-12, output_variables=["Voltage [V]"]
    )
    found: Any = solver.solve(built, [0.0, case.longest], t_interp=at)
    return found.t, found["Voltage [V]"].entries


def text(case: Case) -> str:
    """Return the file of a case."""
    case.parameters["Current function [A]"] = case.current
    end = float(solve(case, MESHES[0], np.linspace(0.0, case.longest, 11))[0][-1])
    at = np.concatenate([times(end)[:-1], [case.longest]])
    coarse, (t, V) = (solve(case, mesh, at) for mesh in MESHES)
    apart = np.abs(V - coarse[1])[t <= SHARE * t[-1]].max()
    ended_apart = coarse[0][-1] / t[-1] - 1.0
    area = case.current / case.area
    names = [f"x {m.electrode} + {m.separator} + {m.electrode}, r {m.radial}" for m in MESHES]
    head = [
        case.about,
        f"made by benchmarks/make_references.py with PyBaMM {pybamm.__version__}, DFN, IDAKLU"
        f" rtol {RTOL:g} atol {0.01 * RTOL:g}",
        f"volumes: {names[1]}; in x the end volumes of each layer are halved"
        f" {MESHES[1].halvings} times, in r graded to the surface (stretch"
        f" {MESHES[1].stretch:g})",
        f"against {names[0]}: {1e3 * apart:.3f} mV at most up to {SHARE:.0%} of the charge,"
        f" end {1e2 * ended_apart:+.4f} %",
        f"current density [A/m2]: {area:.10g}",
    ]
    rows = [f"{a:.8g},{a * area:.8g},{v:.8f}" for a, v in zip(t, V, strict=True)]
    return "\n".join(
        [*(f"# {line}" for line in head), "time [s],charge [C/m2],voltage [V]", *rows, ""]
    )


def main() -> int:
    """Write the files; name cases to write only some."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "show" / "references"
    folder.mkdir(parents=True, exist_ok=True)
    for case in cases():
        if len(sys.argv) > 2 and case.name not in sys.argv[2:]:
            continue
        begun = time.perf_counter()
        (folder / f"{case.name}.csv").write_text(text(case), encoding="utf-8")
        print(f"{case.name}: {time.perf_counter() - begun:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
