"""The plant in which each row of the table of steps stands, as values of its drivers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Annotated

from ionwright import units
from ionwright.core.document import parse, read_text, validate
from ionwright.core.part import Part
from ionwright.core.quantity import Q
from ionwright.data import steps
from ionwright.plant import batpac
from ionwright.plant.settings import FOLDER

PerArea = Annotated[float, Q("m2/J", "m2/kWh", gt=0.0)]
PerMass = Annotated[float, Q("kg/J", "kg/kWh", gt=0.0)]
Length = Annotated[float, Q("m", "um", gt=0.0)]
Charge = Annotated[float, Q("C", "Ah", gt=0.0)]
SIZE = units.to(steps.REFERENCE, "kWh/yr")
"""Output of the plants in which the rows stand [kWh/yr of good cells]."""


class Solid(Part):
    """The reference design of the solid-state rows, as its file gives it."""

    area: PerArea
    active: PerMass
    liquid_charge: Charge
    own_charge: Charge
    voltage: Annotated[float, Q("V", "V", gt=0.0)]
    negative_active: PerMass
    sulfide_positive: PerMass
    sulfide_separator: PerMass
    separator_thickness: Length
    oxide_separator: PerMass
    gel: PerMass


class File(Part):
    """The table [plant] of the reference file."""

    reference: Solid


@dataclass(frozen=True)
class Reference:
    """What a reference plant handles.

    Parameters
    ----------
    gross : bool
        True where the amounts are what the plant starts and buys, as BatPaC counts; False where
        they are those in good cells.
    cells, positive_area, negative_area, separator_area, anode_area : float
        A year [1/yr, m2/yr]; areas are of one face.
    positive_active, negative_active : float
        A year [kg/yr].
    electrolyte : dict of str to float
        By stream, a year [kg/yr]; empty where no row of this reference follows it.
    charge : float
        Of a cell [Ah].
    """

    gross: bool
    cells: float
    positive_area: float
    negative_area: float
    separator_area: float
    anode_area: float
    positive_active: float
    negative_active: float
    electrolyte: dict[str, float]
    charge: float


@cache
def liquid() -> Reference:
    """Return BatPaC's plant at 10 GWh/yr, in which the rows of the liquid line stand."""
    base = batpac.baseline().scaled(SIZE / batpac.baseline().energy)
    return Reference(
        gross=True,
        cells=base.cells,
        positive_area=base.positive_area,
        negative_area=base.negative_area,
        separator_area=base.negative_area,
        anode_area=base.negative_area,
        positive_active=base.positive_active,
        negative_active=base.negative_active,
        electrolyte={},
        charge=base.charge,
    )


@cache
def design() -> Solid:
    """Return the reference design of the solid-state rows."""
    path = FOLDER / "reference.toml"
    text = read_text(path)
    raw = parse(text, path.name, "plant")
    return validate(File, raw, "plant", text, path.name, border=True).reference


@cache
def solid(own: bool, family: str) -> Reference:
    """Return the plant of 10 GWh/yr in which a solid-state row stands.

    Parameters
    ----------
    own : bool
        True for a row of its own, worked out with cells of 375 Wh; False for a multiple of a row
        of the liquid line, which keeps the charge of that row's cell.
    family : str
        "sulfide", "oxide", "polymer" or "semisolid": whose electrolyte it handles.
    """
    d = design()
    charge = units.to(d.own_charge if own else d.liquid_charge, "Ah")
    area = units.to(d.area, "m2/kWh") * SIZE

    def mass(value: float) -> float:
        return units.to(value, "kg/kWh") * SIZE

    electrolyte = {
        "sulfide": {
            "positive/electrolyte": mass(d.sulfide_positive),
            "separator/electrolyte": mass(d.sulfide_separator),
        },
        "oxide": {"separator/electrolyte": mass(d.oxide_separator)},
        "semisolid": {"all": mass(d.gel)},
    }.get(family, {})
    return Reference(
        gross=False,
        cells=SIZE / (charge * d.voltage / 1000.0),
        positive_area=area,
        negative_area=area,
        separator_area=area,
        anode_area=area,
        positive_active=mass(d.active),
        negative_active=mass(d.negative_active),
        electrolyte=electrolyte,
        charge=charge,
    )
