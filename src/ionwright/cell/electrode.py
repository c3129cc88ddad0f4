"""Electrodes as they are written: porous composite, lithium metal, bare collector, reference."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from ionwright.cell._types import (
    ActivationEnergy,
    ActiveItem,
    AnyItem,
    ArealCapacity,
    ArealMass,
    Concentration,
    Conductivity,
    CurrentDensity,
    Decay,
    Density,
    Diffusivity,
    DoubleLayer,
    ElectrolyteItem,
    Entropic,
    FoilItem,
    Length,
    MassFraction,
    MetalItem,
    Porosity,
    Potential,
    Rate,
    Resistance,
    Share,
    ShareOrNone,
    SolidItem,
    SpecificCapacity,
    Stoichiometry,
    VolumeFraction,
)
from ionwright.cell.transport_law import BruggemanLaw, TransportLaw
from ionwright.core.part import OneOrMore, Part
from ionwright.errors import InputError

BRUGGEMAN = BruggemanLaw(law="bruggeman", exponent=1.5)


class Collector(Part):
    """Metal foil that carries the current out of the stack."""

    material: FoilItem = Field(description="item id of the foil")
    thickness: Length = Field(description="foil thickness")
    contact_resistance: Resistance = Field(0.0, description="foil | coating, both faces alike")


class Active(Part):
    """One population of active particles: a material, a size, a share of the electrode."""

    material: ActiveItem = Field(description="item id of the active material")
    mass_fraction: MassFraction | None = Field(None, description="share of the solids' mass")
    volume_fraction: VolumeFraction | None = Field(None, description="share of the electrode")
    particle_radius: Length = Field(description="radius of the (secondary) particles")
    capacity: SpecificCapacity | None = Field(
        None, description="reversible capacity per mass, measured between the two potentials below"
    )
    capacity_upper_potential: Potential | None = Field(
        None, description="upper end of that measurement, against Li/Li+"
    )
    capacity_lower_potential: Potential | None = Field(
        None, description="lower end of that measurement, against Li/Li+"
    )
    stoichiometry_charged: Stoichiometry | None = Field(
        None, description="lithium content when the cell is full; default from upper_voltage"
    )
    stoichiometry_discharged: Stoichiometry | None = Field(
        None, description="lithium content when the cell is empty; default from lower_voltage"
    )
    maximum_concentration: Concentration | None = Field(
        None, description="lithium concentration at stoichiometry 1; default from the data"
    )
    density: Density | None = Field(None, description="of the dense material; default: data")
    diffusivity: Diffusivity | None = Field(None, description="of lithium; default: data")
    electronic_conductivity: Conductivity | None = Field(
        None, description="of the dense material; default: data"
    )
    exchange_current_density: CurrentDensity | None = Field(
        None, description="at stoichiometry 1/2 and 25 degC; default: data"
    )
    exchange_activation_energy: ActivationEnergy | None = Field(
        None, description="of the exchange current density; default: data"
    )
    film_resistance: Resistance = Field(0.0, description="coating or interphase on the particles")
    contact: Share = Field(
        1.0, description="share of the particle surface that touches electrolyte"
    )
    double_layer_capacitance: DoubleLayer = Field(
        0.0, description="of the particle surface that touches electrolyte"
    )
    hysteresis_decay: Decay = Field(
        30.0,
        description="k in dh/dt = k |dx/dt| (sign - h): how many times the distance of the state of"
        " hysteresis h from its branch e-folds while the stoichiometry x changes by 1; used only"
        " where the potential has two branches; the default is assumed",
    )
    material_frame: bool = Field(
        False, description="diffusion follows the swelling particle, in the material's own frame"
    )
    entropic_coefficient: Entropic = Field(
        0.0,
        description="dU/dT of the potential, taken to hold at every stoichiometry; used about the"
        " temperature of the start where the cell has one of its own (cell.thermal)",
    )
    ocp_source: str | None = Field(None, description="source key of the potential curve to use")

    @model_validator(mode="after")
    def _capacity(self) -> Active:
        given = [
            part is not None
            for part in (
                self.capacity,
                self.capacity_upper_potential,
                self.capacity_lower_potential,
            )
        ]
        if any(given) != all(given):
            raise InputError(
                "capacity, capacity_upper_potential and capacity_lower_potential go together: a"
                " capacity means something only between two potentials",
                seen=f"{sum(given)} of the three",
                do="Give all three or none",
            )
        if self.capacity is not None and self.maximum_concentration is not None:
            raise InputError(
                "capacity and maximum_concentration are two ways to say the same",
                seen="both",
                do="Give one of them",
            )
        return self


class ElectrodeElectrolyte(Part):
    """The ion conductor inside a composite electrode (catholyte or anolyte)."""

    material: ElectrolyteItem = Field(description="item id of the electrolyte")
    mass_fraction: MassFraction | None = Field(None, description="share of the solids' mass")
    volume_fraction: VolumeFraction | None = Field(None, description="share of the electrode")
    pore_filling: Share | None = Field(
        None, description="share of the pores that a liquid, gel or polymer fills"
    )
    conductivity: Conductivity | None = Field(
        None, description="at 25 degC, of the material itself; default: data"
    )
    activation_energy: ActivationEnergy | None = Field(
        None, description="of the conductivity; default: data"
    )
    density: Density | None = Field(None, description="of the dense material; default: data")


class Additive(Part):
    """Carbon, binder, coating or filler."""

    material: SolidItem = Field(description="item id")
    mass_fraction: MassFraction | None = Field(None, description="share of the solids' mass")
    volume_fraction: VolumeFraction | None = Field(None, description="share of the electrode")
    density: Density | None = Field(None, description="default: data")


class Plating(Part):
    """Lithium that may plate on the particles of a composite negative, beside the intercalation.

    Absent, the model lets none plate, however far the potential falls below that of lithium.
    """

    exchange_current_density: CurrentDensity = Field(
        description="of plating and stripping, at 25 degC per touching area of the particles"
    )
    exchange_activation_energy: ActivationEnergy | None = Field(
        None, description="of that exchange current density; default: data of lithium"
    )
    dead_rate: Rate = Field(
        0.0, description="share of the plated lithium that loses contact for good, per time"
    )


class Composite(Part):
    """Porous composite electrode.

    Shares are given by mass (all of them; they add to 1 without what fills the pores) or by
    volume (all of them; with the porosity they add to 1). Of thickness, porosity and amount
    (areal_capacity or areal_mass) two are given by mass, and thickness alone by volume.
    """

    type: Literal["composite"]
    active: Annotated[tuple[Active, ...], OneOrMore()] = Field(
        min_length=1, description="populations of active particles"
    )
    electrolyte: ElectrodeElectrolyte = Field(description="ion conductor in the electrode")
    additive: Annotated[tuple[Additive, ...], OneOrMore()] = Field(
        (), description="carbon, binder, coating, filler"
    )
    thickness: Length | None = Field(None, description="of the pressed coating, discharged")
    porosity: Porosity | None = Field(None, description="volume share not filled by solids")
    areal_capacity: ArealCapacity | None = Field(
        None, description="reversible capacity per area of one face"
    )
    areal_mass: ArealMass | None = Field(None, description="solids per area of one face")
    first_cycle_efficiency: Share = Field(description="discharge over charge of the first cycle")
    ionic_transport: TransportLaw = Field(BRUGGEMAN, description="law of the ion path")
    electronic_transport: TransportLaw = Field(BRUGGEMAN, description="law of the electron path")
    electronic_conductivity: Conductivity | None = Field(
        None, description="effective, of the whole composite as measured (with its carbon)"
    )
    carbon_conductivity: Conductivity | None = Field(
        None, description="effective, of the carbon network alone, in parallel to the particles"
    )
    breathing: ShareOrNone = Field(
        1.0, description="share of the particles' volume change that thickens the electrode"
    )
    junction_resistance: Resistance = Field(
        0.0, description="of the junction with the separator, beside that of its last layer"
    )
    plating: Plating | None = Field(
        None, description="lithium plating on the particles of a negative; default: none plates"
    )
    collector: Collector | None = Field(None, description="foil behind the electrode")

    @property
    def by_mass(self) -> bool:
        """True where the shares are mass fractions."""
        return self.active[0].mass_fraction is not None

    @model_validator(mode="after")
    def _shares(self) -> Composite:
        solids = [*self.active, self.electrolyte, *self.additive]
        fills = self.electrolyte.pore_filling is not None
        for part in solids:
            given = [part.mass_fraction is not None, part.volume_fraction is not None]
            if part is self.electrolyte:
                given.append(fills)
            if sum(given) != 1:
                raise InputError(
                    "every constituent needs exactly one of mass_fraction and volume_fraction"
                    " (an electrolyte in the pores: pore_filling)",
                    seen=f"{part.material} with {sum(given)} of them",
                    do="Give one",
                )
        counted = [p for p in solids if not (p is self.electrolyte and fills)]
        masses = [p.mass_fraction for p in counted if p.mass_fraction is not None]
        volumes = [p.volume_fraction for p in counted if p.volume_fraction is not None]
        if masses and volumes:
            raise InputError(
                "shares are all by mass or all by volume",
                seen=f"{len(masses)} by mass and {len(volumes)} by volume",
                do="Use one kind for all constituents of an electrode",
            )
        if masses and abs(sum(masses) - 1.0) > 1e-6:
            raise InputError(
                "the mass fractions of an electrode must add to 1",
                seen=f"{sum(masses):.6g}",
                do="Correct the shares",
            )
        self._amounts(sum(volumes))
        return self

    @model_validator(mode="after")
    def _electron_path(self) -> Composite:
        if self.electronic_conductivity is not None and self.carbon_conductivity is not None:
            raise InputError(
                "electronic_conductivity is of the whole composite, its carbon counted;"
                " carbon_conductivity is of the carbon alone, beside the particles",
                seen="both",
                allowed="one of them",
                do="Keep the one that was measured",
            )
        return self

    def _amounts(self, volumes: float) -> None:
        amounts = [n for n in ("areal_capacity", "areal_mass") if getattr(self, n) is not None]
        given = [n for n in ("thickness", "porosity") if getattr(self, n) is not None] + amounts
        if self.by_mass and len(given) != 2:
            raise InputError(
                "of thickness, porosity and amount (areal_capacity or areal_mass) exactly two fix"
                " an electrode whose shares are by mass",
                seen=", ".join(given) or "none of them",
                do="Give two of them",
            )
        if len(amounts) == 2:
            raise InputError(
                "areal_capacity and areal_mass are two ways to say the same",
                seen="both",
                do="Give one of them and thickness or porosity",
            )
        if not self.by_mass:
            if given not in (["thickness"], ["thickness", "porosity"]):
                raise InputError(
                    "an electrode whose shares are by volume is fixed by its thickness (and"
                    " porosity)",
                    seen=", ".join(given) or "none of them",
                    do="Give thickness",
                )
            total = volumes + (self.porosity or 0.0)
            if total > 1.0 + 1e-6 or (self.porosity is not None and abs(total - 1.0) > 1e-6):
                raise InputError(
                    "the volume fractions of an electrode and its porosity must add to 1",
                    seen=f"{total:.6g}",
                    do="Correct the shares",
                )


class Component(Part):
    """One substance of an interlayer."""

    material: AnyItem = Field(description="item id")
    mass_fraction: MassFraction = Field(description="share of the interlayer's mass")
    density: Density | None = Field(None, description="default: data")


class Interlayer(Part):
    """A layer between the electrolyte and the metal, such as silver-carbon."""

    thickness: Length = Field(description="as made, without lithium")
    porosity: Porosity = Field(0.0, description="volume share of pores")
    component: Annotated[tuple[Component, ...], OneOrMore()] = Field(
        min_length=1, description="what it is made of"
    )
    resistance: Resistance = Field(0.0, description="through the layer and both its faces")

    @model_validator(mode="after")
    def _shares(self) -> Interlayer:
        total = sum(c.mass_fraction for c in self.component)
        if abs(total - 1.0) > 1e-6:
            raise InputError(
                "the mass fractions of an interlayer must add to 1",
                seen=f"{total:.6g}",
                do="Correct the shares",
            )
        return self


class _Planar(Part):
    """What every planar electrode says about its face to the electrolyte."""

    exchange_current_density: CurrentDensity | None = Field(
        None, description="at 25 degC per touching area; default: data"
    )
    exchange_activation_energy: ActivationEnergy | None = Field(
        None, description="of the exchange current density; default: data"
    )
    interface_resistance: Resistance = Field(0.0, description="interphase on the touching area")
    contact: Share = Field(1.0, description="share of the face that touches the electrolyte")
    double_layer_capacitance: DoubleLayer = Field(
        0.0, description="of the face that touches the electrolyte"
    )
    collector: Collector | None = Field(None, description="foil behind the electrode")


class Metal(_Planar):
    """Lithium metal with a thickness of its own."""

    type: Literal["metal"]
    material: MetalItem = Field("lithium", description="item id of the metal")
    thickness: Length = Field(description="as built, before the first charge")
    interlayer: Interlayer | None = Field(None, description="between electrolyte and metal")


class BareCollector(_Planar):
    """Anode-free: lithium is plated on the bare foil, or under an interlayer, on charge."""

    type: Literal["collector"]
    first_cycle_efficiency: Share = Field(description="lithium stripped over plated, first cycle")
    interlayer: Interlayer | None = Field(None, description="between electrolyte and foil")


class Reference(_Planar):
    """A counter electrode of constant potential with lithium to spare, such as Li-In."""

    type: Literal["reference"]
    material: MetalItem = Field(description="item id, for example LiIn")
    thickness: Length = Field(description="as built")


Electrode = Annotated[Composite | Metal | BareCollector | Reference, Field(discriminator="type")]
