"""What closed forms are compared with: cells of their own numbers, run by kernels.

`closed_forms.csv` holds formula, inputs and value of each form. Where a row names an equation
that a kernel solves, the kernel is run: on the numbers of a half cell whose electrode, faces and
potential are replaced by those of the row.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ionwright import cell, ion
from ionwright.cell._kernels import arrays as A
from ionwright.cell._kernels import run as kernel
from ionwright.cell._kernels.arrays import Numbers
from ionwright.cell._kernels.start import start
from ionwright.cell.driver import LONGEST, NO_LIMIT, prepared
from ionwright.cell.memory import Memory, memory
from ionwright.cell.mesh import Mesh
from ionwright.numerics.table import sample

Array = NDArray[np.float64]
T = 298.15
F, R = ion.FARADAY, ion.GAS_CONSTANT
FRICTIONLESS = 1e9
"""A conductivity or exchange current that costs nothing here [S/m], [A/m2]."""


def rows(case: str = "") -> list[dict[str, str]]:
    """Return the rows of the table, or those of a case."""
    text = (Path(__file__).parent / "closed_forms.csv").read_text("utf-8").splitlines()
    found = csv.DictReader(line for line in text if not line.startswith("#"))
    return [row for row in found if row["case"].startswith(case)]


def value(case: str, number: int = 0) -> float:
    """Return the value of a row."""
    return float(rows(case)[number]["value"])


@dataclass(frozen=True)
class Porous:
    """A porous electrode against a face that costs nothing, single-ion, at 298.15 K.

    Parameters
    ----------
    L : float
        [m].
    kappa, sigma : float
        Effective conductivities of ions and electrons [S/m].
    a : float
        [1/m].
    i_0 : float
        At x = 1/2 [A/m2].
    radius, D, c_max : float
        Of the particles [m], [m2/s], [mol/m3]; the default lets nothing change.
    slope : float
        Of the potential over stoichiometry [V].
    """

    L: float
    kappa: float
    sigma: float
    a: float
    i_0: float
    radius: float = 1e-6
    D: float = 1e-14
    c_max: float = 1e15
    slope: float = 0.0

    def numbers(self, mesh: Mesh) -> Numbers:
        """Return the numbers that kernels see."""
        m = prepared(cell.load("lab-pellet-nmc811-liin"), T, mesh)[1]
        n = mesh.electrode
        constant, at = m.constant.copy(), m.at.copy()
        at[A.POTENTIAL], constant[A.POTENTIAL], constant[A.EXCHANGE] = -1, 3.0, self.i_0
        table = m.table
        if self.slope:
            at[A.POTENTIAL], table = 0, sample(Line(self.slope), 0.0, 1.0, mesh.pieces)
            table = table.coefficients.ravel()
        share = self.sigma / (self.kappa + self.sigma)
        return m._replace(
            h=mesh.widths(self.L, n, share),
            kappa=np.full(n, self.kappa),
            sigma=np.full(n, self.sigma),
            a=np.array([self.a]),
            radius=np.array([self.radius]),
            D=np.array([self.D]),
            c_max=np.array([self.c_max]),
            theta=np.ones(1),
            film=np.zeros(1),
            constant=constant,
            at=at,
            table=table,
            face=np.array([[0.0, FRICTIONLESS, 0.0, 1.0, 0.0], [0.0, 1.0, 0.0, 1.0, 0.0]]),
            ohmic=np.zeros(1),
            ohmic_law=np.full(1, -1),
            f=_without_contact(m.f),
        )

    def at_rest(self, mesh: Mesh, x: float = 0.5) -> tuple[Numbers, Memory]:
        """Return the numbers and a cell at rest at a stoichiometry."""
        m = self.numbers(mesh)
        mem = memory(m)
        mem.s[: m.k[A.O_H] : m.k[A.M]] = x / math.sqrt(3.0)
        mem.s[m.k[A.X] : m.k[A.X] + len(m.h)] = 3.0 + self.slope * (x - 0.5)
        mem.s[m.k[A.O_L] + A.METAL_N : m.k[A.O_L] + A.METAL_P + 1] = 1.0
        mem.s[m.k[A.O_L] + A.KELVIN] = T
        return m, mem


@dataclass(frozen=True)
class Line:
    """A potential that is a straight line over stoichiometry, 3 V at one half."""

    rise: float

    def __call__(self, x: Array) -> Array:
        """Return the potential [V]."""
        return 3.0 + self.rise * (x - 0.5)

    def slope(self, x: Array) -> Array:
        """Return its slope [V]."""
        return np.full(np.shape(x), self.rise)

    def curvature(self, x: Array) -> Array:
        """Return its curvature [V]."""
        return np.zeros(np.shape(x))


def _without_contact(f: Array) -> Array:
    out = f.copy()
    out[A.CONTACT] = out[A.LEAK] = 0.0
    return out


def begin(mem: Memory, i: float) -> float:
    """Start a current [A/m2] and return the voltage."""
    if start(mem.k, mem.f, mem.slow, mem.s, mem.w, 0, i) < 0:
        raise ArithmeticError("no start")
    return float(mem.s[mem.k[A.IO] + 1])


def hold(mem: Memory, i: float, duration: float, tolerance: float, low: float = -1e300) -> bool:
    """Hold a current for a time [s] as the driver does; return whether it stayed above `low`."""
    drive, out = np.array([0.0, i, 0.0]), np.empty((4000, 4 + int(mem.k[A.X] + mem.k[A.Z])))
    steps = np.array([duration, 0.0, LONGEST * duration, tolerance, 0.0, 0.0])
    limits = NO_LIMIT.copy()
    limits[0] = low
    code, _ = kernel.segment(mem.k, mem.f, mem.slow, mem.s, mem.w, drive, limits, steps, out)
    return code == kernel.TIME


CASES = (
    Porous(70e-6, 0.02, 1.0, 6e5, 0.1),
    Porous(70e-6, 0.05, 0.05, 6e5, 0.1),
    Porous(70e-6, 0.1, 0.5, 6e5, 1.0),
)
"""The electrodes of the table."""


def electrode_resistance(number: int, mesh: Mesh | None = None, share: float = 2e-3) -> float:
    """Return the resistance of an electrode of the table by the kernel [ohm cm2].

    The current is small enough for the kinetics to be linear to 1e-6, and large enough for what
    Newton leaves to be less than that.
    """
    case = CASES[number]
    linear = share * case.i_0 * case.a * case.L
    _, mem = case.at_rest(mesh or Mesh())
    return (3.0 - begin(mem, linear)) / linear * 1e4


def sphere_rise(tau: float, mesh: Mesh | None = None) -> float:
    """Return (c_surf - c_0) D/(j R) at a constant flux by the kernel, in steps of its own.

    The flux lifts the surface from 0.3 by 0.4, whatever the time.
    """
    mesh = mesh or Mesh()
    case = Porous(50e-6, FRICTIONLESS, FRICTIONLESS, 6e5, 10.0, 2.5e-6, 5e-15, 5e4)
    m, mem = case.at_rest(mesh, 0.3)
    flux = 0.4 / value("sphere, constant flux transient", {0.01: 0, 0.1: 1, 1.0: 2}[tau])
    i = flux * case.D * case.c_max / case.radius * F * case.a * case.L
    if not hold(mem, i, tau * case.radius**2 / case.D, mesh.tolerance):
        raise ArithmeticError("the sphere did not get there")
    q = mem.s[: m.k[A.O_H]].reshape(len(m.h), -1)
    return float((q[0] @ m.surface - 0.3) / flux)


def limiting_current(mesh: Mesh | None = None) -> tuple[float, float]:
    """Return the largest current that a binary separator carries for good, by bisection [A/m2].

    And the width of the last bracket over it. The separator of the table between two faces of
    lithium; 100 diffusion times stand for ever, and what costs 5 V does not pass.
    """
    mesh, L, D, c_0, t_plus = mesh or Mesh(), 30e-6, 1e-12, 1000.0, 0.2
    material = {"cell.separator.electrolyte": "LiPF6-carbonate"}
    m = prepared(cell.change(cell.load("symmetric-lithium-lpscl"), material), T, mesh)[1]
    f = _without_contact(m.f)
    f[A.C_REF], f[A.T_PLUS], f[A.THERMO] = c_0, t_plus, 1.0
    n = len(m.h)
    m = m._replace(
        h=mesh.widths(L, n),
        eps=np.ones(n),
        kappa=np.full(n, 0.1),
        diffusivity=np.full(n, D),
        salt_at=np.full(2, -1),
        face=np.array([[0.0, 100.0, 0.0, 1.0, 0.0]] * 2),
        f=f,
    )
    low, high = 0.0, 20.0
    while high - low > 1e-7 * high:
        i = 0.5 * (low + high)
        mem = memory(m)
        for at in (m.k[A.O_C], m.k[A.X] + n):
            mem.s[at : at + n] = c_0
        mem.s[m.k[A.O_L] + A.METAL_N : m.k[A.O_L] + A.METAL_P + 1] = 1e3
        mem.s[m.k[A.O_L] + A.KELVIN] = T
        if hold(mem, i, 100.0 * L * L / D, mesh.tolerance, -5.0):
            low = i
        else:
            high = i
    return 0.5 * (low + high), (high - low) / high


def overpotential(i: float, i_0: float) -> float:
    """Return the overpotential of a lithium face by the kernel: half of a symmetric cell [V]."""
    m = prepared(cell.load("symmetric-lithium-lpscl"), T, Mesh())[1]
    face = np.array([[0.0, i_0, 0.0, 1.0, 0.0]] * 2)
    mem = memory(m._replace(face=face, ohmic=np.zeros(len(m.ohmic)), f=_without_contact(m.f)))
    mem.s[m.k[A.O_L] + A.METAL_N : m.k[A.O_L] + A.METAL_P + 1] = 1e3
    mem.s[m.k[A.O_L] + A.KELVIN] = T
    return -0.5 * begin(mem, i)


STEEP = Porous(70e-6, 0.01, 0.5, 6e5, 0.2, 2.5e-6, 5e-15, 5e4, slope=-1.0)
"""An electrode with an uneven reaction that moves, without a kink in any law."""
