"""CLOSED FORMS: formulas with a value, against what the cell stage computes; observed orders.

`closed_forms.csv` holds formula, inputs and value of each; its source is the formula itself.
`closed_cases.py` holds what is run for them, `closed_orders.py` the orders.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from closed_cases import (
    CASES,
    F,
    R,
    T,
    electrode_resistance,
    limiting_current,
    overpotential,
    rows,
    sphere_rise,
    value,
)
from closed_orders import order_in_time, order_in_x, order_in_x_nonlinear, radial_errors
from house import failures, told

from ionwright import cell
from ionwright.cell.mesh import FEWEST, Mesh
from ionwright.cell.resistance import porous_electrode
from ionwright.ion.conductivity import Arrhenius, ArrheniusT
from ionwright.numerics.radial import sphere_modes

ALGEBRAIC, SOLVED, ORDER = 1e-6, 1e-4, 0.1
"""Targets: relative error of an algebraic form and of a solved one; distance from the order."""
LATER = {
    "blocking TLM": "impedance",
    "reactive TLM single rail": "impedance",
    "reactive TLM two rails": "impedance",
    "spherical diffusion impedance": "impedance",
    "Griffith filled-crack overpotential (Porz)": "life",
    "constriction area-specific resistance": "life",
    "spherical void in power-law matrix": "life",
    "Bruggeman symmetric EMT, two phase": "a law of transport that ion does not have",
    "elastic closure of a spherical cavity (Lame)": "life",
}
"""Cases of the table that no equation of this stage covers, and where they belong."""


def algebraic() -> dict[str, tuple[float, float]]:
    """Return name -> (ours, value) of the forms that need no mesh."""
    eV, S = F, rows("Arrhenius")[0]["value"].split(" ; ")
    out = {
        f"porous electrode, formula, case {i + 1}": (
            porous_electrode(c.L, c.kappa, c.sigma, c.a * c.i_0 * F / (R * T)) * 1e4,
            value("porous electrode", i),
        )
        for i, c in enumerate(CASES)
    }
    eigen, s = sphere_modes(FEWEST)
    steady = float(np.sum(s[1:] ** 2 / eigen[1:])) * 1e-5 * 2.5e-6 / 5e-15
    out["sphere, quasi-steady [mol/m3]"] = (steady, value("sphere, constant molar flux"))
    for i, (current, i_0) in enumerate(((10.0, 10.0), (100.0, 1.0))):
        eta = overpotential(current, i_0) * 1e3
        out[f"Butler-Volmer, i/i_0 = {current / i_0:g} [mV]"] = (eta, value("Butler-Volmer", i))
    for i, law in enumerate((Arrhenius, ArrheniusT)):
        ratio = law(1.0, 0.3 * eV)(333.15) / law(1.0, 0.3 * eV)(298.15)
        out[f"Arrhenius, {law.__name__}, 60 over 25 degC"] = (ratio, float(S[i]))
    return out


def digits(text: str) -> float:
    """Return half a unit of the last digit of a number as written, relative to it."""
    decimals = len(text.partition(".")[2])
    return 0.5 * 10.0**-decimals / abs(float(text))


def tell_algebraic() -> None:
    """Print the algebraic forms; a value of few digits is met to half its last one."""
    few = {"Arrhenius, Arrhenius": "3.40999", "Arrhenius, ArrheniusT": "3.05174"}
    for name, (ours, exact) in algebraic().items():
        limit = max([ALGEBRAIC, *(digits(v) for n, v in few.items() if name.startswith(n + ","))])
        off = ours / exact - 1.0
        told(name, f"{ours:.9g} against {exact:.9g}, {off:+.1e}", f"{limit:.1e}", abs(off) <= limit)
    V_m, exact = 12.998e-6, value("Li thickness")
    ours = 36000.0 * V_m / F * 1e6
    told(
        "lithium per mAh/cm2 at 12.998 cm3/mol [um]",
        f"{ours:.7g} against {exact:.7g}, {ours / exact - 1.0:+.1e}",
        "1e-06",
        abs(ours / exact - 1.0) <= ALGEBRAIC,
    )
    sheet = cell.specify(cell.load("worked-case"))
    energy = sheet.headline["specific_energy"].value / 3600.0
    told(
        "cell stack-up, worked case [Wh/kg]",
        f"{energy:.2f} against {value('cell stack-up')}",
        "0.1 %, four digits are known",
        abs(energy / value("cell stack-up") - 1.0) < 1e-3,
    )


def tell_solved() -> None:
    """Print what kernels solve at the default mesh and tolerance."""
    for i in range(len(CASES)):
        ours, exact = electrode_resistance(i), value("porous electrode", i)
        off = ours / exact - 1.0
        name = f"porous electrode, kernel, case {i + 1} [ohm cm2]"
        told(name, f"{ours:.7g} against {exact:.7g}, {off:+.1e}", "1e-04", abs(off) <= SOLVED)
    for i, tau in enumerate((0.01, 0.1, 1.0)):
        ours, exact = sphere_rise(tau), value("sphere, constant flux transient", i)
        off = ours / exact - 1.0
        name = f"sphere, kernel, t D/R2 = {tau:g}"
        told(name, f"{ours:.7g} against {exact:.7g}, {off:+.1e}", "1e-04", abs(off) <= SOLVED)
    (ours, width), exact = limiting_current(), value("binary separator")
    off = ours / exact - 1.0
    told(
        "limiting current of a binary separator, by bisection [A/m2]",
        f"{ours:.7g} against {exact:.7g}, {off:+.1e}; last bracket {width:.0e}",
        "1e-04",
        abs(off) <= SOLVED,
    )


def tell_orders() -> None:
    """Print the observed orders and the decay by radial functions."""
    found: dict[str, tuple[float, Callable[[], tuple[float, list[float]]]]] = {
        "order in x, default grading, resistance": (4.0, lambda: order_in_x(Mesh().grading)),
        "order in x, equal volumes, resistance": (4.0, lambda: order_in_x(0.0)),
        "order in x, default grading, voltage of a discharge": (2.0, order_in_x_nonlinear),
        "order in time, equal steps, surface": (4.0, order_in_time),
    }
    for name, (theory, run) in found.items():
        order, error = run()
        shown = ", ".join(f"{e:.1e}" for e in error)
        ok = abs(order - theory) <= ORDER
        told(name, f"{order:.3f} (errors {shown})", f"{theory:g} within {ORDER}", ok)
    for tau in (0.01, 0.1):
        decay = radial_errors(tau)
        shown = ", ".join(f"{n}: {abs(e):.0e}" for n, e in decay.items())
        print(f"      radial functions: relative error of the surface at t D/R2 = {tau:g}: {shown}")
        clear = [(n, abs(e)) for n, e in decay.items() if abs(e) > 1e-12]
        factor = math.exp(
            -float(np.polyfit([n for n, _ in clear], np.log([e for _, e in clear]), 1)[0])
        )
        name = f"error per radial function at t D/R2 = {tau:g}"
        told(name, f"falls by {factor:.1f} each", "spectral: above 3", factor > 3.0)


def main() -> None:
    """Print every form beside its target."""
    print("\n== closed forms, at the default mesh and tolerance where one is needed")
    tell_algebraic()
    tell_solved()
    tell_orders()
    for row in rows():
        if row["case"] in LATER:
            print(
                f"      {row['case']}, {row['inputs']}: belongs to {LATER[row['case']]},"
                " not in this stage"
            )


if __name__ == "__main__":
    main()
    raise SystemExit(1 if failures else 0)
