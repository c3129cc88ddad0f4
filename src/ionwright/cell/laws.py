"""What every spec sheet must obey, recomputed on another path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ionwright import data, ion
from ionwright.cell.electrode import BareCollector, Metal
from ionwright.core import Law

if TYPE_CHECKING:
    from ionwright.cell.specify import Spec

ROUND_OFF = 1e-12


def check(spec: Spec) -> tuple[Law, ...]:
    """Return the laws with their residuals."""
    return (
        _bill(spec),
        _volume(spec),
        _fractions(spec),
        _thickness(spec),
        _lithium(spec),
        _inventory(spec),
        _energy(spec),
        _positive_resistance(spec),
        *_plated(spec),
    )


def _law(name: str, residual: float, scale: str, tolerance: float = ROUND_OFF) -> Law:
    return Law(name, residual, tolerance, scale)


def _bill(spec: Spec) -> Law:
    total = sum(row["mass"] for row in spec.bill)
    residual = total / spec.package.mass - 1.0
    return _law("the bill of materials weighs as much as the cell", residual, "mass of the cell")


def _volume(spec: Spec) -> Law:
    """Mass of each portion = volume fraction x density x thickness, from an average density."""
    worst = 0.0
    for c in spec.coatings:
        volumes = sum(p.volume_fraction for p in c.portions) + c.porosity
        if c.portions and c.name not in ("lithium", "counter electrode"):
            worst = max(worst, abs(volumes - 1.0))
    return _law("solids, electrolyte and pores fill each layer", worst, "volume of the layer", 1e-9)


def _fractions(spec: Spec) -> Law:
    least = min(
        [p.volume_fraction for c in spec.coatings for p in c.portions]
        + [c.porosity for c in spec.coatings]
    )
    return _law("no phase has a negative volume", min(0.0, least), "volume of the layer")


def _thickness(spec: Spec) -> Law:
    p, n = spec.package, spec.design.cell.format.layers
    grown = p.stack_thickness + n * sum(g for _, g in spec.growth)
    residual = grown / p.stack_thickness_charged - 1.0
    return _law("charged thickness = discharged + growth", residual, "charged thickness")


def _lithium(spec: Spec) -> Law:
    """Charge that the active masses hold between their limits is at least the cell's."""
    b = spec.balance
    short = min(0.0, b.positive - b.capacity, b.negative - b.capacity)
    return _law("no electrode is asked for more than it holds", short / b.positive, "capacity")


def _inventory(spec: Spec) -> Law:
    b = spec.balance
    kept = b.first_charge - b.negative_loss + b.inventory - b.capacity
    return _law(
        "lithium is not created in formation", min(0.0, kept / b.first_charge), "first charge"
    )


def _energy(spec: Spec) -> Law:
    E = spec.headline["specific_energy"].value * spec.package.mass
    b, p = spec.balance, spec.package
    residual = E / (b.capacity * p.faces * b.average_voltage) - 1.0
    return _law("energy = capacity x mean voltage", residual, "energy")


def _positive_resistance(spec: Spec) -> Law:
    worst = min([c.value for c in spec.causes], default=0.0)
    return _law(
        "no cause resists less than nothing", min(0.0, worst) / spec.resistance, "resistance", 1e-9
    )


def _plated(spec: Spec) -> tuple[Law, ...]:
    """Thickness of plated lithium from its molar volume, not from its density."""
    if not isinstance(spec.design.cell.negative, Metal | BareCollector):
        return ()
    V_m = data.default("lithium", "molar_volume").value.value
    expected = spec.balance.capacity / ion.FARADAY * V_m
    plated = dict(spec.growth)["lithium plated"]
    return (
        _law("plated lithium fills its molar volume", plated / expected - 1.0, "thickness", 2e-3),
    )
