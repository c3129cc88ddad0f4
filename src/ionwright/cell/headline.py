"""The spec sheet as named outputs and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ionwright import data, units

if TYPE_CHECKING:
    from ionwright.cell.specify import Scalar, Spec


def headline(spec: Spec) -> dict[str, Scalar]:
    """Return the named outputs of a spec sheet, in the order in which they are shown."""
    from ionwright.cell.specify import Scalar

    b, p = spec.balance, spec.package
    E = spec.energy
    V, Q = b.average_voltage, b.capacity * p.faces
    R = spec.resistance / p.faces
    rows = {
        "areal_capacity": (b.capacity, "mAh/cm2", "capacity per positive face after formation"),
        "average_voltage": (V, "V", "mean of a slow discharge"),
        "capacity": (Q, "Ah", "of the cell after formation"),
        "energy": (E, "Wh", "of a slow discharge"),
        "mass": (p.mass, "g", "of the packaged cell"),
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
            b.lithium_excess if b.inventory or b.n_to_p == 0.0 else 0.0,
            "1",
            "lithium metal left when discharged, over the capacity",
        ),
        "first_cycle_efficiency": (b.first_cycle_efficiency, "%", "of the cell"),
        "area_specific_resistance": (spec.resistance, "ohm cm2", "10 s, half charge"),
        "dc_resistance": (R, "mohm", "of the cell, 10 s, half charge"),
        "pulse_power": (spec.power.areal_power * p.faces / p.mass, "W/kg", "10 s, half charge"),
        "pulse_current": (spec.power.current_density, "mA/cm2", "of that pulse"),
    }
    return {name: Scalar(*row) for name, row in rows.items()}


def as_dict(spec: Spec) -> dict[str, Any]:
    """Return a spec sheet as plain data."""
    return {
        "schema": "ionwright/1",
        "stage": "cell",
        "design": spec.design.id,
        "name": spec.design.cell.name,
        "status": spec.status,
        "notes": list(spec.notes),
        "headline": {
            f"cell.{name}": {
                "value": _finite(s.value),
                "si": units.dimension(s.unit),
                "shown": units.show(s.value, s.unit),
                "meaning": s.meaning,
            }
            for name, s in spec.headline.items()
        },
        "layers": [
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
            for c in spec.coatings
        ],
        "growth_on_charge": [{"name": n, "thickness [m]": g} for n, g in spec.growth],
        "resistance": [
            {"cause": c.name, "where": c.where, "value [ohm m2]": c.value} for c in spec.causes
        ],
        "bill": [
            {
                "item": row["item"],
                "name": data.item(row["item"]).name,
                "role": row["role"],
                "mass [kg]": row["mass"],
                "mass per energy [kg/kWh]": row["mass_per_energy"] * 3.6e6,
                "area [m2]": row["area"],
                "area per energy [m2/kWh]": row["area_per_energy"] * 3.6e6,
            }
            for row in spec.bill
        ],
        "laws": [law.as_dict() for law in spec.check()],
        "numbers_by_kind": spec.counts(),
        "inputs": {path: v.as_dict() for path, v in spec.design.origin.items()},
        "data_rows": sorted({f"{e.item} {e.quantity} [{e.source}]" for e in spec.evidence}),
    }


def _finite(value: float) -> float | None:
    return value if abs(value) < 1e300 else None
