"""The spec sheet as named outputs and as plain data."""

from __future__ import annotations

import math
from typing import Any

from ionwright import data
from ionwright.cell.balance import Balance
from ionwright.cell.package import Package
from ionwright.cell.resistance import Power
from ionwright.cell.stack import Coating
from ionwright.core import Scalar

KWH = 3.6e6
"""One kilowatt-hour [J]."""


def headline(b: Balance, p: Package, resistance: float, power: Power) -> dict[str, Scalar]:
    """Return the named outputs of a spec sheet, in the order in which they are shown.

    Parameters
    ----------
    b, p : Balance, Package
    resistance : float
        Area-specific, of a positive face [ohm m2].
    power : Power
        The 10 s pulse.
    """
    V, Q = b.average_voltage, b.capacity * p.faces
    E = Q * V
    rows = {
        "areal_capacity": (b.capacity, "mAh/cm2", "capacity per positive face after formation"),
        "average_voltage": (V, "V", "mean of a slow discharge"),
        "capacity": (Q, "Ah", "of the cell after formation"),
        "energy": (E, "Wh", "of a slow discharge"),
        "mass": (p.mass, "g", "of the packaged cell"),
        "volume": (p.volume_charged, "L", "of the packaged cell, charged"),
        "specific_energy": (E / p.mass, "Wh/kg", "packaged cell"),
        "specific_energy_stack": (E / p.stack_mass, "Wh/kg", "layers and foils only"),
        "energy_density_discharged": (E / p.volume, "Wh/L", "packaged cell, discharged"),
        "energy_density_charged": (E / p.volume_charged, "Wh/L", "packaged cell, charged"),
        "energy_density_stack_discharged": (
            E / p.stack_volume,
            "Wh/L",
            "layers and foils over the positive area, discharged",
        ),
        "energy_density_stack_charged": (
            E / p.stack_volume_charged,
            "Wh/L",
            "layers and foils over the positive area, charged",
        ),
        "thickness_discharged": (p.thickness, "mm", "outer, discharged"),
        "thickness_charged": (p.thickness_charged, "mm", "outer, charged"),
        "stack_thickness_discharged": (p.stack_thickness, "um", "all layers and foils"),
        "stack_thickness_charged": (p.stack_thickness_charged, "um", "all layers and foils"),
        "n_to_p": (b.n_to_p, "1", "negative over positive capacity as assembled"),
        "n_to_p_formed": (b.n_to_p_formed, "1", "negative over cell capacity after formation"),
        "lithium_excess": (
            b.lithium_excess if math.isinf(b.negative) else 0.0,
            "1",
            "lithium metal left when discharged, over the capacity",
        ),
        "first_cycle_efficiency": (b.first_cycle_efficiency, "%", "of the cell"),
        "area_specific_resistance": (resistance, "ohm cm2", "10 s, half charge"),
        "dc_resistance": (resistance / p.faces, "mohm", "of the cell, 10 s, half charge"),
        "pulse_power": (power.areal_power * p.faces / p.mass, "W/kg", "10 s, half charge"),
        "pulse_current": (power.current_density, "mA/cm2", "of that pulse"),
    }
    return {name: Scalar(*row) for name, row in rows.items()}


def rest_headline(b: Balance, p: Package, resistance: float) -> dict[str, Scalar]:
    """Return the named outputs of two planar electrodes, which have no capacity or energy.

    The lithium of a side is left out where there is none (a bare collector) and where it has no
    limit (a reference).

    Parameters
    ----------
    b, p : Balance, Package
    resistance : float
        Area-specific, of a positive face [ohm m2].
    """
    rows: dict[str, tuple[float, str, str]] = {
        "rest_voltage": (b.open_circuit, "V", "of the positive against the negative")
    }
    for side, lithium in (("positive", b.positive_inventory), ("negative", b.inventory)):
        if 0.0 < lithium < math.inf:
            rows[f"{side}_lithium"] = (lithium, "mAh/cm2", f"metal of the {side}, as built")
    rows |= {
        "mass": (p.mass, "g", "of the packaged cell"),
        "volume": (p.volume, "L", "of the packaged cell, as built"),
        "thickness": (p.thickness, "mm", "outer, as built"),
        "stack_thickness": (p.stack_thickness, "um", "all layers and foils, as built"),
        "area_specific_resistance": (resistance, "ohm cm2", "10 s, small current"),
        "dc_resistance": (resistance / p.faces, "mohm", "of the cell, 10 s, small current"),
    }
    return {name: Scalar(*row) for name, row in rows.items()}


def layers_as_dict(coatings: tuple[Coating, ...]) -> list[dict[str, Any]]:
    """Return the layers as plain data."""
    return [
        {
            "name": c.name,
            "thickness [m]": c.thickness,
            "mass [kg/m2]": c.mass,
            "porosity [1]": c.porosity,
            "portions": [
                {
                    "item": p.item,
                    "role": p.role,
                    "mass [kg/m2]": p.mass,
                    "volume_fraction [1]": p.volume_fraction,
                }
                for p in c.portions
            ],
        }
        for c in coatings
    ]


def bill_as_dict(bill: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the bill of materials as plain data, per cell and, where it stores, per kWh."""
    out = []
    for row in bill:
        line = {
            "item": row["item"],
            "name": data.item(row["item"]).name,
            "role": row["role"],
            "mass [kg]": row["mass"],
        }
        per_energy = "mass_per_energy" in row
        if per_energy:
            line["mass per energy [kg/kWh]"] = row["mass_per_energy"] * KWH
        line["area [m2]"] = row["area"]
        if per_energy:
            line["area per energy [m2/kWh]"] = row["area_per_energy"] * KWH
        out.append(line)
    return out
