"""Separator layers as they are written, from the negative towards the positive."""

from __future__ import annotations

from pydantic import Field, model_validator

from ionwright.cell._types import (
    ActivationEnergy,
    Conductivity,
    Density,
    ElectrolyteItem,
    Leakage,
    Length,
    Porosity,
    Resistance,
    ScaffoldItem,
    Share,
)
from ionwright.cell.transport_law import BruggemanLaw, TransportLaw
from ionwright.core.part import Part
from ionwright.errors import InputError


class Layer(Part):
    """One electrolyte layer of the separator."""

    electrolyte: ElectrolyteItem = Field(description="item id of the electrolyte")
    thickness: Length = Field(description="of the finished layer")
    relative_density: Share = Field(1.0, description="density over that of the dense material")
    conductivity: Conductivity | None = Field(
        None, description="at 25 degC, of the layer as made; default: data, scaled by density"
    )
    activation_energy: ActivationEnergy | None = Field(
        None, description="of the conductivity; default: data"
    )
    electronic_conductivity: Leakage = Field(
        0.0, description="of electrons through the layer as made: leakage, self-discharge"
    )
    density: Density | None = Field(None, description="of the dense material; default: data")
    junction_resistance: Resistance = Field(
        0.0, description="of the junction with the next layer or electrode towards the positive"
    )
    scaffold: ScaffoldItem | None = Field(
        None, description="porous film or binder that the electrolyte fills"
    )
    scaffold_share: Porosity | None = Field(None, description="volume share of the scaffold")
    transport: TransportLaw = Field(
        BruggemanLaw(law="bruggeman", exponent=1.5),
        description="law of the ion path through the scaffold",
    )

    @model_validator(mode="after")
    def _scaffold(self) -> Layer:
        if (self.scaffold is None) != (self.scaffold_share is None):
            raise InputError(
                "scaffold and scaffold_share go together",
                seen="one of them",
                do="Give both or none",
            )
        return self
