"""Formats as they are written: bare stack, pouch, prismatic can."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ionwright.cell._types import (
    Area,
    Density,
    FoilItem,
    HousingItem,
    Length,
    Margin,
    Mass,
    Size,
)
from ionwright.core.part import Part


class Tab(Part):
    """One terminal tab."""

    material: FoilItem = Field(description="item id of the metal")
    width: Size = Field(description="tab width")
    length: Size = Field(description="from the electrode to the outer end")
    thickness: Length = Field(description="tab thickness")


class Bare(Part):
    """A stack without housing: a lab pellet or a model cell."""

    type: Literal["bare"]
    area: Area = Field(description="area of one face")
    layers: Annotated[int, Field(ge=1, le=1000)] = Field(1, description="positive faces")
    shared_foils: bool = Field(False, description="foils coated on both faces (half a foil a face)")


class _Wound(Part):
    width: Size = Field(description="width of the positive electrode")
    height: Size = Field(description="height of the positive electrode")
    layers: Annotated[int, Field(ge=1, le=1000)] = Field(
        description="positive faces; each with its separator and negative face"
    )
    overhang: Margin = Field(0.0, description="of negative and separator, at each edge")
    positive_tab: Tab | None = Field(None, description="positive terminal tab")
    negative_tab: Tab | None = Field(None, description="negative terminal tab")
    other_mass: Mass = Field(0.0, description="tape, insulation, vents: all that is not listed")


class Pouch(_Wound):
    """Stack of sheets in laminated film."""

    type: Literal["pouch"]
    laminate: HousingItem = Field("pouch-laminate", description="item id of the film")
    laminate_thickness: Length = Field(description="one sheet of film")
    laminate_density: Density | None = Field(None, description="default: data")
    seal_margin: Margin = Field(description="film beyond the stack at each side, flat")
    tab_margin: Margin = Field(0.0, description="further film at the tab side")


class Prismatic(_Wound):
    """Stack of sheets in a can."""

    type: Literal["prismatic"]
    can: HousingItem = Field("housing-aluminium", description="item id of the can's material")
    wall_thickness: Length = Field(description="can wall, all sides")
    clearance: Margin = Field(0.0, description="free space at each side of the stack")
    headspace: Margin = Field(0.0, description="between stack and lid")
    lid_mass: Mass = Field(description="lid, terminals and vent")


Format = Annotated[Bare | Pouch | Prismatic, Field(discriminator="type")]
