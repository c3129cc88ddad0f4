"""Populations of a design -> their part of Numbers: hosts, and metal plated on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ionwright.cell import curves
from ionwright.cell._kernels import arrays as A
from ionwright.cell.electrode import Composite, Plating
from ionwright.cell.materials import Population, plating_exchange
from ionwright.cell.mesh import Mesh
from ionwright.cell.stack import ACTIVE, Coating
from ionwright.cell.tables import Tables
from ionwright.ion.composition import Uniform
from ionwright.numerics.table import Table


@dataclass(frozen=True)
class Side:
    """One composite electrode, ready to be lowered."""

    name: str
    written: Composite
    coating: Coating
    hosts: list[Population]
    x: list[float]

    def volumes(self) -> list[float]:
        """Return the volume share of each population [1]."""
        return [p.volume_fraction for p in self.coating.portions if p.role == ACTIVE]


def varying(side: Side) -> bool:
    """Return whether electrons take a path whose conductivity changes with composition."""
    if side.written.electronic_conductivity is not None:
        return False
    laws = [h.material.electronic for h in side.hosts]
    return any(law is not None and not isinstance(law, Uniform) for law in laws)


def lower_hosts(sides: Sequence[Side], tables: Tables, mesh: Mesh) -> dict[str, Any]:
    """Return the arrays over populations: hosts, and metal plated on them."""
    rows, at, constant = [], [], []
    for side in sides:
        area = 0.0
        for h, volume in zip(side.hosts, side.volumes(), strict=True):
            row, where, numbers = _host(side, h, volume, tables, mesh)
            rows.append(row)
            at.append(where)
            constant.append(numbers)
            area += row["a"] * row["theta"]
        plating = getattr(side.written, "plating", None)
        if plating is not None:
            rows.append(_plated(plating, side.written.electrolyte.material, area, tables))
            at.append([-1] * A.COLUMNS)
            constant.append([0.0, rows[-1].pop("i_0"), 0.0, 0.0, 1.0, 0.0])
    names = ("a", "radius", "D", "film", "theta", "c_max", "layer", "decay", "swelling")
    out = {name: np.array([r[name] for r in rows], float) for name in names}
    return {
        **out,
        "kind": np.array([r["kind"] for r in rows], np.int64),
        "laws": np.array([law for r in rows for law in r["laws"]], np.int64),
        "at": np.array(at, np.int64).ravel(),
        "constant": np.array(constant, float).ravel(),
    }


def _host(
    side: Side, h: Population, volume: float, tables: Tables, mesh: Mesh
) -> tuple[dict[str, Any], list[int], list[float]]:
    """Return numbers and tables of one population."""
    T, material, middle = tables.T, h.material, 0.5 * (h.x_charged + h.x_discharged)
    n = mesh.pieces
    sigma = None
    if varying(side) and material.electronic is not None:
        eps = side.coating.fraction(ACTIVE)
        share = volume / eps * side.written.electronic_transport.build()(eps)
        table = curves.logarithm(material.electronic, T, n)
        sigma = _shifted(table, share)
    columns = [
        tables.add(curves.potential(material.ocp, n)),
        tables.add(curves.exchange(h.interface.exchange, T, n)),
        tables.add(curves.gap(material.ocp, n)),
        tables.add(sigma),
        tables.add(curves.ratio(material.diffusivity, T, middle, n)),
        tables.add(curves.even(h.written.entropic_coefficient, n)),
    ]
    at = [c[0] for c in columns]
    frame = h.written.material_frame
    row = {
        "kind": A.CHANGING if at[A.MOBILITY] >= 0 or frame else A.HOST,
        "a": 3.0 * volume / h.written.particle_radius,
        "radius": h.written.particle_radius,
        "D": float(material.diffusivity(middle, T)),
        "film": h.written.film_resistance,
        "theta": h.written.contact,
        "c_max": material.c_max,
        "layer": h.written.double_layer_capacitance,
        "decay": h.written.hysteresis_decay,
        "swelling": material.swelling if frame else 0.0,
        "laws": [
            tables.law(lambda t: float(material.diffusivity(middle, t))),
            tables.law(lambda t: float(h.interface.exchange(0.5, t))),
        ],
    }
    return row, at, [c[1] for c in columns]


def _shifted(table: Table | float, share: float) -> Table:
    """Return ln (share sigma) as a table."""
    if not isinstance(table, Table):
        coefficients = np.zeros((1, 6))
        coefficients[0, 0] = np.log(share * table)
        return Table(0.0, 1.0, coefficients, 0.0)
    coefficients = table.coefficients.copy()
    coefficients[:, 0] += np.log(share)
    return Table(table.low, table.width, coefficients, table.error)


def _plated(plating: Plating, electrolyte: str, area: float, tables: Tables) -> dict[str, Any]:
    """Return the numbers of lithium metal on the particles of an electrode."""
    exchange = plating_exchange(plating, electrolyte)

    def i_0(T: float) -> float:
        return float(exchange(0.5, T))

    return {
        "kind": A.PLATED,
        "a": area,
        "radius": 1.0,
        "D": plating.dead_rate,
        "film": 0.0,
        "theta": 1.0,
        "c_max": 1.0,
        "layer": 0.0,
        "decay": 0.0,
        "swelling": 0.0,
        "laws": [-1, tables.law(i_0)],
        "i_0": i_0(tables.T),
    }
