"""Observed orders of the cell over its mesh, its steps and its radial functions."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from closed_cases import STEEP, begin, electrode_resistance, hold

from ionwright.cell._kernels import arrays as A
from ionwright.cell._kernels.step import accept, advance
from ionwright.cell.mesh import Mesh
from ionwright.numerics.radial import sphere_modes


def slope(size: list[float], error: list[float]) -> float:
    """Return the slope of ln error over ln size, by regression."""
    return float(np.polyfit(np.log(size), np.log(np.abs(error)), 1)[0])


def order_in_x(grading: float, volumes: tuple[int, ...] = (8, 16, 32)) -> tuple[float, list[float]]:
    """Return the observed order over the thickness, and the errors [1].

    Errors are taken against eight times as many volumes, at a current a twentieth of that of the
    table: the kinetics is linear to 1e-9 then.
    """

    def resistance(n: int) -> float:
        return electrode_resistance(2, Mesh(electrode=n, grading=grading), 1e-4)

    fine = resistance(8 * volumes[-1])
    error = [resistance(n) / fine - 1.0 for n in volumes]
    return slope([1.0 / n for n in volumes], error), error


def order_in_x_nonlinear(volumes: tuple[int, ...] = (20, 40, 80)) -> tuple[float, list[float]]:
    """Return the same for the voltage of a discharge, against eight times as many volumes."""

    def voltage(n: int) -> float:
        _, mem = STEEP.at_rest(Mesh(electrode=n), 0.3)
        if not hold(mem, 40.0, 100.0, 1e-9):
            raise ArithmeticError("the discharge ended")
        return float(mem.s[mem.k[A.IO] + 1])

    fine = voltage(8 * volumes[-1])
    error = [voltage(n) - fine for n in volumes]
    return slope([1.0 / n for n in volumes], error), error


def order_in_time(counts: tuple[int, ...] = (8, 16, 32)) -> tuple[float, list[float]]:
    """Return the observed order over equal steps, and the errors of a surface stoichiometry [1].

    Steps begin where the first transients of the particles are over.
    """
    m, first = STEEP.at_rest(Mesh(), 0.3)
    if not hold(first, 40.0, 40.0, 1e-9):
        raise ArithmeticError("the discharge ended")

    def surface(count: int) -> float:
        mem = first.copy()
        begin(mem, 40.0)
        mem.w[mem.k[A.W_TIMES] : mem.k[A.W_TIMES] + 20] = 0.0
        drive, dt = np.array([0.0, 40.0, 0.0]), 120.0 / count
        for _ in range(count):
            if advance(mem.k, mem.f, mem.slow, mem.s, mem.w, drive, dt, 1e-10) < 0.0:
                raise ArithmeticError("a step had no solution")
            accept(mem.k, mem.s, mem.w, dt)
        return float(mem.s[: m.k[A.M]] @ m.surface)

    fine = surface(8 * counts[-1])
    error = [surface(count) - fine for count in counts]
    return slope([1.0 / count for count in counts], error), error


def radial_errors(tau: float, most: int = 14) -> dict[int, float]:
    """Return functions -> relative error of the surface at constant flux."""
    exact = exact_rise(tau)
    out = {}
    for count in range(2, most + 1):
        eigen, s = sphere_modes(count)
        grown = -np.expm1(-eigen[1:] * tau)
        found = 3.0 * tau + float(np.sum(s[1:] ** 2 / eigen[1:] * grown))
        out[count] = found / exact - 1.0
    return out


@cache
def exact_rise(tau: float) -> float:
    """Return 3 tau + 1/5 - 2 sum exp(-l^2 tau)/l^2, tan l = l (Crank 1975)."""
    n = np.arange(1, 401)
    b = (n + 0.5) * np.pi
    for _ in range(30):
        b = b - (np.sin(b) - b * np.cos(b)) / (b * np.sin(b))
    return float(3.0 * tau + 0.2 - 2.0 * np.sum(np.exp(-(b**2) * tau) / b**2))
