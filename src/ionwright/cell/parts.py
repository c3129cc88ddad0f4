"""The electrodes of a design as made, with their populations and the charge balance."""

from __future__ import annotations

from dataclasses import dataclass

from ionwright import ion
from ionwright.cell.balance import (
    Balance,
    balance,
    half_charge,
    lithium_inventory,
    rest_balance,
)
from ionwright.cell.design import Design
from ionwright.cell.electrode import Composite, Metal, Reference
from ionwright.cell.format import Bare
from ionwright.cell.materials import Population, populations
from ionwright.cell.stack import Coating, composite_coating, metal_coating


@dataclass(frozen=True)
class Parts:
    """What spec sheet and cell model are both made from.

    Parameters
    ----------
    design : Design
    positive : (Coating, list of Population)
        No populations for planar electrodes; for a bare collector a coating "positive" of
        thickness 0 without portions.
    negative : (Coating or None, list of Population)
        None for a bare collector; no populations for planar electrodes.
    balance : Balance
    half : (list of float, list of float)
        Stoichiometries of the populations of both at half charge [1]; empty where there are
        none.
    faces : float
        Area of all positive faces [m2].
    evidence : tuple
        Rows used so far.
    """

    design: Design
    positive: tuple[Coating, list[Population]]
    negative: tuple[Coating | None, list[Population]]
    balance: Balance
    half: tuple[list[float], list[float]]
    faces: float
    evidence: ion.Evidence


def parts_of(design: Design) -> Parts:
    """Return the electrodes of a design, its balance and the evidence behind them."""
    coating_p, hosts_p, evidence = _electrode(design, "positive")
    coating_n, hosts_n, more = _electrode(design, "negative")
    positive = (coating_p or Coating("positive", 0.0, 0.0, ()), hosts_p)
    negative = (coating_n, hosts_n)
    if design.stores:
        inventory = lithium_inventory(design.cell.negative)
        charge = balance(design, positive, negative, inventory)
        half = half_charge(design, charge, positive, negative)
    else:
        charge, half = rest_balance(design), ([], [])
    layout = design.cell.format
    face = layout.area if isinstance(layout, Bare) else layout.width * layout.height
    return Parts(
        design=design,
        positive=positive,
        negative=negative,
        balance=charge,
        half=half,
        faces=layout.layers * face,
        evidence=(*evidence, *more),
    )


def _electrode(design: Design, side: str) -> tuple[Coating | None, list[Population], ion.Evidence]:
    """Return coating (None for a bare collector), populations and rows of one electrode."""
    electrode, positive = getattr(design.cell, side), side == "positive"
    if isinstance(electrode, Composite):
        hosts = populations(electrode, design.cell, positive, design.origin)
        coating, evidence = composite_coating(side, electrode, hosts)
        return coating, hosts, evidence
    if not isinstance(electrode, Metal | Reference):
        return None, [], ()
    name = "lithium" if isinstance(electrode, Metal) else "counter electrode"
    name = f"positive {name}" if positive else name
    coating, evidence = metal_coating(name, electrode.material, electrode.thickness, side)
    if isinstance(electrode, Reference):
        evidence = (*evidence, *ion.reference_potential(electrode.material)[1])
    return coating, [], evidence
