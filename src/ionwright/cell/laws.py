"""What every spec sheet must obey, recomputed on another path."""

from __future__ import annotations

from ionwright import data, ion
from ionwright.cell.balance import Balance
from ionwright.cell.design import Design
from ionwright.cell.electrode import BareCollector, Metal
from ionwright.cell.package import Package
from ionwright.cell.resistance import Cause
from ionwright.cell.stack import Coating
from ionwright.core import Law

ROUND_OFF = 1e-12
"""Tolerance of laws that are exact but for rounding [1]."""

Growth = tuple[tuple[str, float], ...]


def check(
    design: Design,
    coatings: tuple[Coating, ...],
    growth: Growth,
    balance: Balance,
    causes: tuple[Cause, ...],
    package: Package,
) -> tuple[Law, ...]:
    """Return the laws with their residuals; the arguments are the fields of a `Spec`."""
    if not design.stores:
        return (
            _bill(package),
            _rest(design, balance),
            _filled(coatings),
            _no_negative_volume(coatings),
            _thickness(design, growth, package),
            _no_negative_resistance(causes),
            *_metal(design, balance),
        )
    return (
        _bill(package),
        _voltage(design, balance),
        _filled(coatings),
        _no_negative_volume(coatings),
        _thickness(design, growth, package),
        _held(balance),
        _inventory(balance),
        _no_negative_resistance(causes),
        *_plated(design, balance, growth),
    )


def _law(name: str, residual: float, scale: str, tolerance: float = ROUND_OFF) -> Law:
    return Law(name, residual, tolerance, scale)


def _bill(package: Package) -> Law:
    residual = sum(row.mass for row in package.bill) / package.mass - 1.0
    return _law("the bill of materials weighs as much as the cell", residual, "mass of the cell")


def _voltage(design: Design, balance: Balance) -> Law:
    limits, V = design.cell.operation, balance.average_voltage
    out = max(0.0, V - limits.upper_voltage, limits.lower_voltage - V)
    return _law("the mean voltage lies between the limits", out / V, "mean voltage")


def _rest(design: Design, balance: Balance) -> Law:
    limits, V = design.cell.operation, balance.open_circuit
    out = max(0.0, V - limits.upper_voltage, limits.lower_voltage - V)
    window = limits.upper_voltage - limits.lower_voltage
    return _law("the rest voltage lies between the limits", out / window, "window of voltage")


def _filled(coatings: tuple[Coating, ...]) -> Law:
    worst = max(
        abs(sum(p.volume_fraction for p in c.portions) + c.porosity - 1.0)
        for c in coatings
        if c.name.startswith(("positive", "negative", "separator", "interlayer"))
    )
    return _law("solids, electrolyte and pores fill each layer", worst, "volume of the layer", 1e-9)


def _no_negative_volume(coatings: tuple[Coating, ...]) -> Law:
    volumes = [p.volume_fraction for c in coatings for p in c.portions]
    least = min(volumes + [c.porosity for c in coatings])
    return _law("no phase has a negative volume", min(0.0, least), "volume of the layer")


def _thickness(design: Design, growth: Growth, package: Package) -> Law:
    n = design.cell.format.layers
    grown = package.stack_thickness + n * sum(g for _, g in growth)
    residual = grown / package.stack_thickness_charged - 1.0
    return _law("charged thickness = discharged + growth", residual, "charged thickness")


def _held(b: Balance) -> Law:
    short = min(0.0, b.positive - b.capacity, b.negative - b.capacity)
    return _law("no electrode gives more than it holds", short / b.positive, "capacity")


def _inventory(b: Balance) -> Law:
    kept = b.first_charge - b.negative_loss + b.inventory - b.capacity
    short = min(0.0, kept / b.first_charge)
    return _law("formation makes no lithium", short, "first charge")


def _no_negative_resistance(causes: tuple[Cause, ...]) -> Law:
    total = sum(c.value for c in causes)
    short = min(0.0, *(c.value for c in causes)) / total
    return _law("no cause resists less than nothing", short, "resistance", 1e-9)


def _metal(design: Design, balance: Balance) -> tuple[Law, ...]:
    """Lithium as built from its molar volume, not from its density."""
    V_m = data.default("lithium", "molar_volume").value.value
    out = []
    for side, inventory in (
        ("positive", balance.positive_inventory),
        ("negative", balance.inventory),
    ):
        electrode = getattr(design.cell, side)
        if isinstance(electrode, Metal):
            residual = inventory / (electrode.thickness / V_m * ion.FARADAY) - 1.0
            name = f"lithium of the {side} fills its molar volume"
            out.append(_law(name, residual, "lithium as built", 2e-3))
    return tuple(out)


def _plated(design: Design, balance: Balance, growth: Growth) -> tuple[Law, ...]:
    """Thickness of plated lithium from its molar volume, not from its density."""
    if not isinstance(design.cell.negative, Metal | BareCollector):
        return ()
    V_m = data.default("lithium", "molar_volume").value.value
    expected = balance.capacity / ion.FARADAY * V_m
    residual = dict(growth)["lithium plated"] / expected - 1.0
    return (_law("plated lithium fills its molar volume", residual, "thickness", 2e-3),)
