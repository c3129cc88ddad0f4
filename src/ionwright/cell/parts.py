"""The electrodes of a design as made, with their populations and the charge balance."""

from __future__ import annotations

from dataclasses import dataclass

from ionwright import ion
from ionwright.cell.balance import Balance, balance, half_charge, lithium_inventory
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
    negative : (Coating or None, list of Population)
        None for a bare collector; no populations for metals.
    balance : Balance
    half : (list of float, list of float)
        Stoichiometries of the populations of both at half charge [1].
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
    hosts_p = populations(design.positive, design.cell, True, design.origin)
    coating_p, evidence = composite_coating("positive", design.positive, hosts_p)
    coating_n, hosts_n, more = _negative(design)
    positive, negative = (coating_p, hosts_p), (coating_n, hosts_n)
    charge = balance(design, positive, negative, lithium_inventory(design))
    layout = design.cell.format
    face = layout.area if isinstance(layout, Bare) else layout.width * layout.height
    return Parts(
        design=design,
        positive=positive,
        negative=negative,
        balance=charge,
        half=half_charge(design, charge, positive, negative),
        faces=layout.layers * face,
        evidence=(*evidence, *more),
    )


def _negative(design: Design) -> tuple[Coating | None, list[Population], ion.Evidence]:
    electrode = design.cell.negative
    if isinstance(electrode, Composite):
        hosts = populations(electrode, design.cell, False, design.origin)
        coating, evidence = composite_coating("negative", electrode, hosts)
        return coating, hosts, evidence
    if isinstance(electrode, Metal):
        return _pair("lithium", electrode.material, electrode.thickness)
    if isinstance(electrode, Reference):
        coating, hosts, evidence = _pair(
            "counter electrode", electrode.material, electrode.thickness
        )
        return coating, hosts, (*evidence, *ion.reference_potential(electrode.material)[1])
    return None, [], ()


def _pair(name: str, item: str, thickness: float) -> tuple[Coating, list[Population], ion.Evidence]:
    coating, evidence = metal_coating(name, item, thickness)
    return coating, [], evidence
