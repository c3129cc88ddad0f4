"""From the repeat unit to the packaged cell: counts, masses, thicknesses, volumes."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass

from ionwright import ion
from ionwright.cell.design import Design
from ionwright.cell.format import Bare, Pouch, Prismatic, Tab
from ionwright.cell.materials import density_of
from ionwright.cell.stack import Coating


@dataclass(frozen=True, slots=True)
class BillRow:
    """One item of the bill of materials.

    Parameters
    ----------
    item : str
        Item id.
    role : str
        What it does in the cell.
    mass : float
        [kg] in one cell.
    area : float
        Web that carries it, all faces or sheets together [m2]; 0 where it is no web.
    """

    item: str
    role: str
    mass: float
    area: float


@dataclass(frozen=True, slots=True)
class Package:
    """A packaged cell.

    Parameters
    ----------
    faces : float
        Area of all positive faces [m2].
    positive_foils, negative_foils : float
        Number of foils.
    stack_thickness, stack_thickness_charged : float
        All layers and foils [m].
    thickness, thickness_charged : float
        Outer [m].
    width, height : float
        Outer [m]; 0 for a bare stack.
    stack_volume, stack_volume_charged : float
        Positive area times stack thickness [m3].
    volume, volume_charged : float
        Outer [m3]; equal for a can, which is made for the charged stack.
    stack_mass, mass : float
        [kg].
    bill : tuple of BillRow
    """

    faces: float
    positive_foils: float
    negative_foils: float
    stack_thickness: float
    stack_thickness_charged: float
    thickness: float
    thickness_charged: float
    width: float
    height: float
    stack_volume: float
    stack_volume_charged: float
    volume: float
    volume_charged: float
    stack_mass: float
    mass: float
    bill: tuple[BillRow, ...]


def foil_counts(design: Design) -> tuple[float, float]:
    """Return the number of positive and negative foils.

    Sheets coated on both faces, negatives outside: n positive faces need ceil(n/2) positive
    and floor(n/2) + 1 negative foils. A bare stack has a foil, or half a shared one, a face.
    """
    layout = design.cell.format
    n = layout.layers
    if isinstance(layout, Bare):
        each = 0.5 * n if layout.shared_foils else float(n)
        return each, each
    return float((n + 1) // 2), float(n // 2 + 1)


def package(
    design: Design, coatings: tuple[Coating, ...], growth: float
) -> tuple[Package, ion.Evidence]:
    """Return the packaged cell.

    Parameters
    ----------
    design : Design
    coatings : tuple of Coating
        Layers of the repeat unit from the positive to the negative, in the discharged state.
    growth : float
        What one repeat unit gains in thickness from discharged to charged [m].
    """
    layout = design.cell.format
    n = layout.layers
    area, wide = _areas(design)
    foils, foil_thickness, evidence = _foils(design, wide)
    webs = [n * (area if c.name.startswith("positive") else wide) for c in coatings]
    rows = [
        row
        for c, web in zip(coatings, webs, strict=True)
        for row in _merged([BillRow(p.item, p.role, p.mass * web, web) for p in c.portions], max)
    ]
    rows += foils
    stack = n * sum(c.thickness for c in coatings) + foil_thickness
    charged = stack + n * growth
    stack_mass = sum(row.mass for row in rows)
    housing, outer, more = _housing(design, stack, charged)
    rows += housing
    p_foils, n_foils = foil_counts(design)
    return Package(
        faces=n * area,
        positive_foils=p_foils,
        negative_foils=n_foils,
        stack_thickness=stack,
        stack_thickness_charged=charged,
        thickness=outer[0],
        thickness_charged=outer[1],
        width=outer[2],
        height=outer[3],
        stack_volume=area * stack,
        stack_volume_charged=area * charged,
        volume=outer[4],
        volume_charged=outer[5],
        stack_mass=stack_mass,
        mass=sum(row.mass for row in rows),
        bill=_merged(rows, operator.add),
    ), (*evidence, *more)


def _areas(design: Design) -> tuple[float, float]:
    """Area of a positive face, and of a negative face or separator with its overhang [m2]."""
    layout = design.cell.format
    if isinstance(layout, Bare):
        return layout.area, layout.area
    o = 2.0 * layout.overhang
    return layout.width * layout.height, (layout.width + o) * (layout.height + o)


def _foils(design: Design, wide: float) -> tuple[list[BillRow], float, ion.Evidence]:
    area, _ = _areas(design)
    rows, thickness = [], 0.0
    evidence: ion.Evidence = ()
    for side, count, size in zip(
        ("positive", "negative"), foil_counts(design), (area, wide), strict=True
    ):
        collector = getattr(design.cell, side).collector
        if collector is None:
            continue
        rho, more = density_of(collector.material, None)
        mass = count * size * collector.thickness * rho
        rows.append(BillRow(collector.material, f"{side} collector", mass, count * size))
        thickness += count * collector.thickness
        evidence += more
    return rows, thickness, evidence


Outer = tuple[float, float, float, float, float, float]
"""Thickness, thickness charged, width, height [m], volume, volume charged [m3]."""


def _housing(
    design: Design, stack: float, charged: float
) -> tuple[list[BillRow], Outer, ion.Evidence]:
    layout = design.cell.format
    if isinstance(layout, Bare):
        outer = (stack, charged, 0.0, 0.0, layout.area * stack, layout.area * charged)
        return [], outer, ()
    rows, evidence = _tabs(layout.positive_tab, layout.negative_tab)
    if layout.other_mass:
        rows.append(BillRow("polypropylene", "tape, insulation, vent", layout.other_mass, 0.0))
    if isinstance(layout, Pouch):
        more, outer, used = _pouch(layout, stack, charged)
    else:
        more, outer, used = _can(layout, charged)
    return rows + more, outer, (*evidence, *used)


def _tabs(*tabs: Tab | None) -> tuple[list[BillRow], ion.Evidence]:
    rows = []
    evidence: ion.Evidence = ()
    for side, tab in zip(("positive", "negative"), tabs, strict=True):
        if tab is not None:
            rho, more = density_of(tab.material, None)
            mass = tab.width * tab.length * tab.thickness * rho
            rows.append(BillRow(tab.material, f"{side} tab", mass, 0.0))
            evidence += more
    return rows, evidence


def _pouch(
    layout: Pouch, stack: float, charged: float
) -> tuple[list[BillRow], Outer, ion.Evidence]:
    o = 2.0 * layout.overhang
    width = layout.width + o + 2.0 * layout.seal_margin
    height = layout.height + o + 2.0 * layout.seal_margin + layout.tab_margin
    rho, evidence = density_of(layout.laminate, layout.laminate_density)
    film = 2.0 * width * height
    mass = film * layout.laminate_thickness * rho
    thin, thick = (s + 2.0 * layout.laminate_thickness for s in (stack, charged))
    outer = (thin, thick, width, height, width * height * thin, width * height * thick)
    return [BillRow(layout.laminate, "pouch film", mass, film)], outer, evidence


def _can(layout: Prismatic, charged: float) -> tuple[list[BillRow], Outer, ion.Evidence]:
    """Return the can, made for the charged stack: its outer volume does not change."""
    o, wall = 2.0 * layout.overhang, 2.0 * layout.wall_thickness
    gap = 2.0 * layout.clearance
    inner = (
        charged + gap,
        layout.width + o + gap,
        layout.height + o + gap + layout.headspace,
    )
    thickness, width, height = (side + wall for side in inner)
    rho, evidence = density_of(layout.can, None)
    volume = thickness * width * height
    lid = thickness * width * layout.wall_thickness  # weighed by itself, as lid_mass
    metal = (volume - inner[0] * inner[1] * inner[2] - lid) * rho
    rows = [
        BillRow(layout.can, "can", metal, 0.0),
        BillRow(layout.can, "lid, terminals and vent", layout.lid_mass, 0.0),
    ]
    return rows, (thickness, thickness, width, height, volume, volume), evidence


def _merged(rows: list[BillRow], web: Callable[[float, float], float]) -> tuple[BillRow, ...]:
    """Add up rows of the same item and role; `web` joins their areas.

    Within a layer two portions share one web (the larger area counts), in two layers each has
    its own (the areas add).
    """
    out: dict[tuple[str, str], BillRow] = {}
    for row in rows:
        at = (row.item, row.role)
        if at in out:
            old = out[at]
            row = BillRow(row.item, row.role, old.mass + row.mass, web(old.area, row.area))
        out[at] = row
    return tuple(r for r in out.values() if r.mass > 0.0)
