"""Field types of a cell file: quantities with their unit and limits, and items by class."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from ionwright import data
from ionwright.core.quantity import Q
from ionwright.errors import InputError

Length = Annotated[float, Q("m", "um", gt=0.0, le=0.1)]
Size = Annotated[float, Q("m", "mm", gt=0.0, le=5.0)]
Margin = Annotated[float, Q("m", "mm", ge=0.0, le=0.5)]
Area = Annotated[float, Q("m2", "cm2", gt=0.0, le=10.0)]
Mass = Annotated[float, Q("kg", "g", ge=0.0, le=100.0)]
Density = Annotated[float, Q("kg/m3", "g/cm3", gt=10.0, lt=30_000.0)]
Conductivity = Annotated[float, Q("S/m", "mS/cm", gt=0.0, lt=1e5)]
ActivationEnergy = Annotated[float, Q("J/mol", "eV", ge=0.0, lt=300e3)]
Temperature = Annotated[float, Q("K", "degC", gt=150.0, lt=600.0)]
Pressure = Annotated[float, Q("Pa", "MPa", ge=0.0, le=5e9)]
Voltage = Annotated[float, Q("V", "V", gt=0.0, le=6.0)]
Limit = Annotated[float, Q("V", "V", ge=-6.0, le=6.0)]
Potential = Annotated[float, Q("V", "V", ge=0.0, le=6.0)]
Resistance = Annotated[float, Q("ohm m2", "ohm cm2", ge=0.0, lt=1e3)]
CurrentDensity = Annotated[float, Q("A/m2", "mA/cm2", gt=0.0, lt=1e6)]
ArealCapacity = Annotated[float, Q("C/m2", "mAh/cm2", gt=0.0, le=3.6e6)]
ArealMass = Annotated[float, Q("kg/m2", "mg/cm2", gt=0.0, le=100.0)]
SpecificCapacity = Annotated[float, Q("C/kg", "mAh/g", gt=0.0, le=1.5e7)]
Concentration = Annotated[float, Q("mol/m3", "mol/m3", gt=0.0, le=1e6)]
Diffusivity = Annotated[float, Q("m2/s", "m2/s", gt=0.0, lt=1e-6)]
MassFraction = Annotated[float, Q("kg/kg", "wt%", gt=0.0, le=1.0)]
VolumeFraction = Annotated[float, Q("m3/m3", "vol%", gt=0.0, le=1.0)]
Porosity = Annotated[float, Q("m3/m3", "vol%", ge=0.0, lt=1.0)]
Share = Annotated[float, Q("1", "%", gt=0.0, le=1.0)]
ShareOrNone = Annotated[float, Q("1", "%", ge=0.0, le=1.0)]
Stoichiometry = Annotated[float, Q("1", "1", ge=0.0, le=1.0)]
Exponent = Annotated[float, Q("1", "1", gt=0.0, le=10.0)]
Tortuosity = Annotated[float, Q("1", "1", ge=1.0, le=1e6)]
DoubleLayer = Annotated[float, Q("F/m2", "uF/cm2", ge=0.0, le=1e3)]
Decay = Annotated[float, Q("1", "1", ge=0.0, le=1e4)]
Leakage = Annotated[float, Q("S/m", "S/m", ge=0.0, le=1.0)]
Entropic = Annotated[float, Q("V/K", "mV/K", ge=-0.01, le=0.01)]
Rate = Annotated[float, Q("1/s", "1/s", ge=0.0, le=1e3)]
SpecificHeat = Annotated[float, Q("J/(kg K)", "J/(kg K)", gt=0.0, le=1e5)]
HeatTransfer = Annotated[float, Q("W/(m2 K)", "W/(m2 K)", ge=0.0, le=1e5)]


def _of_class(*kinds: str) -> AfterValidator:
    def check(name: str) -> str:
        found = data.item(name)
        if found.kind not in kinds:
            raise InputError(
                f"an item of class {' or '.join(kinds)} is needed here",
                seen=f"{found.id!r} of class {found.kind}",
                allowed=", ".join(i.id for i in data.items().values() if i.kind in kinds),
                do="Name one of them",
            )
        return found.id

    return AfterValidator(check)


class NameOrTable:
    """Annotation: a bare name stands for ``{law = name}``."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Widen a name into a table, then validate."""
        return core_schema.no_info_before_validator_function(
            lambda raw: {"law": raw} if isinstance(raw, str) else raw, handler(source)
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe both written forms."""
        table = handler(schema)
        names = sorted(table.get("discriminator", {}).get("mapping", {}))
        return {"anyOf": [{"enum": names}, table]}


ElectrolyteItem = Annotated[str, _of_class("electrolyte")]
ActiveItem = Annotated[str, _of_class("active")]
MetalItem = Annotated[str, _of_class("metal")]
FoilItem = Annotated[str, _of_class("foil")]
SolidItem = Annotated[str, _of_class("additive", "binder", "electrolyte", "separator", "foil")]
ScaffoldItem = Annotated[str, _of_class("separator", "binder", "additive")]
HousingItem = Annotated[str, _of_class("housing", "foil")]
AnyItem = Annotated[
    str,
    _of_class("additive", "binder", "electrolyte", "separator", "foil", "housing", "metal"),
]
