"""CURVES: discharges at the default mesh against PyBaMM, converged there.

`references/` holds the converged curves; each header says how it was made and how far its two
finest meshes lie apart. Voltages are compared at equal charge, over 0 to 98 % of what the
reference delivers: once along a run of ours with a thousand rows and some hundred more in the
first thousandth (straight lines between them over the root of the charge, as transients of
particles begin with the root of time), and once at the few rows that a run stores itself, a cubic
spline through the reference there.
The electronic conductivity that PyBaMM makes of the listed one, through the whole solid and not
through the active share, is given to ours.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

sys.path.insert(0, str(Path(__file__).parent))

from house import failures, told

from ionwright import cell
from ionwright.cell.driver import solve
from ionwright.cell.mesh import Mesh
from ionwright.cell.result import Result

Array = NDArray[np.float64]
HERE = Path(__file__).parent
VOLTS, END, APART = 2e-3, 2e-3, 5e-4
"""Targets: voltage [V], charge at the end, two meshes of the reference [V]."""
SHARE = 0.98
ROWS = 1000
LISTED = {"positive": 0.113, "negative": 100.0}
"""Electronic conductivities listed by COMSOL [S/m]."""
SOLID = 0.6**1.5
"""What PyBaMM takes of them: one less the porosity, to the power 1.5."""


@dataclass(frozen=True, eq=False)
class Reference:
    """A frozen curve.

    Parameters
    ----------
    name : str
    apart : float
        Its last two refinements, up to 98 % of the charge [V].
    current : float
        [A/m2].
    charge, voltage : array
        [C/m2], [V].
    """

    name: str
    apart: float
    current: float
    charge: Array
    voltage: Array


@dataclass(frozen=True)
class Found:
    """How far a run of ours lies from a reference.

    Parameters
    ----------
    along, at_rows : float
        Largest difference of voltage: along a run of many rows, at the rows of a plain run [V].
    where : float
        Share of the charge at which the first is found.
    end : float
        Charge at the end over that of the reference, less 1.
    drawn : float
        What twice as many rows change in the first [V].
    rows : int
        Of the plain run.
    """

    along: float
    at_rows: float
    where: float
    end: float
    drawn: float
    rows: int


def reference(name: str) -> Reference:
    """Return a frozen curve."""
    path = HERE / "references" / f"{name}.csv"
    head = [line for line in path.read_text("utf-8").splitlines() if line.startswith("#")]
    apart = re.search(r"([\d.]+) mV at most", "\n".join(head))
    current = re.search(r"current density \[A/m2\]: ([\d.e+]+)", "\n".join(head))
    assert apart
    assert current
    _, charge, voltage = np.loadtxt(path, delimiter=",", skiprows=len(head) + 1).T
    return Reference(name, float(apart[1]) * 1e-3, float(current[1]), charge, voltage)


def names() -> list[str]:
    """Return the names of all frozen curves."""
    return sorted(path.stem for path in (HERE / "references").glob("*.csv"))


@cache
def design_of(name: str) -> cell.Design:
    """Return the design of a curve."""
    case, _, *kappa = name.split("_")
    if case == "chen2020":
        return cell.load(HERE / "designs" / "chen2020.toml")
    paths: dict[str, object] = {"cell.separator.conductivity": float(kappa[0])}
    for side, sigma in LISTED.items():
        paths[f"cell.{side}.electrolyte.conductivity"] = float(kappa[0])
        paths[f"cell.{side}.electronic_conductivity"] = sigma * SOLID
    return cell.change(cell.load("comsol-graphite-lco"), paths)


def run(ref: Reference, mesh: Mesh | None = None, rows: int = 0) -> Result:
    """Return our run of a reference, with about so many rows, or as many as it takes."""
    design = design_of(ref.name)
    low, current = design.cell.operation.lower_voltage, f"{ref.current / 10.0:.10g} mA/cm2"
    steps = [f"Discharge at {current} until {low:g} V"]
    if rows:
        period = ref.charge[-1] / ref.current / rows
        first = f"Discharge at {current} for {1e-3 * rows * period:.8g} seconds"
        steps = [
            f"{first} ({4e-3 * period:.6g} second period)",
            f"{steps[0]} ({period:.6g} second period)",
        ]
    return solve(design, steps, mesh=mesh).require()


def compare(ref: Reference, mesh: Mesh | None = None) -> Found:
    """Hold our runs against a reference."""
    delivered = ref.charge[-1]
    counted = ref.charge <= SHARE * delivered
    charge, voltage = ref.charge[counted], ref.voltage[counted]
    gaps = []
    for rows in (ROWS, 2 * ROWS):
        ours = run(ref, mesh, rows)
        passed = np.sqrt(np.maximum(ours.rows[:, 3], 0.0))
        gaps.append(np.interp(np.sqrt(charge), passed, ours.voltage) - voltage)
    worst = int(np.abs(gaps[0]).argmax())
    plain = run(ref, mesh)
    seen = plain.rows[:, 3] <= SHARE * delivered
    there = CubicSpline(ref.charge, ref.voltage)(plain.rows[seen, 3])
    return Found(
        along=float(np.abs(gaps[0]).max()),
        at_rows=float(np.abs(plain.voltage[seen] - there).max()),
        where=float(charge[worst] / delivered),
        end=float(plain.rows[-1, 3] / delivered - 1.0),
        drawn=float(np.abs(gaps[1] - gaps[0]).max()),
        rows=len(plain.rows),
    )


def main(mesh: Mesh | None = None) -> None:
    """Print every curve beside its targets."""
    print(f"\n== curves against PyBaMM, {mesh or Mesh()}")
    for name in names():
        ref = reference(name)
        found = compare(ref, mesh)
        told(
            f"{name}: largest difference along the curve, of the rows, of the charge",
            f"{1e3 * found.along:.2f} mV (at {found.where:.1%} of the charge),"
            f" {1e3 * found.at_rows:.2f} mV ({found.rows} rows), {found.end:+.3%}",
            "2 mV, 2 mV, 0.2 %",
            max(found.along, found.at_rows) <= VOLTS and abs(found.end) <= END,
        )
        told(
            f"{name}: last two meshes of the reference; straight lines between our rows",
            f"{1e3 * ref.apart:.3f} mV; {1e3 * found.drawn:.3f} mV",
            "0.5 mV; 0.1 mV",
            ref.apart <= APART and found.drawn <= 1e-4,
        )


if __name__ == "__main__":
    main()
    raise SystemExit(1 if failures else 0)
