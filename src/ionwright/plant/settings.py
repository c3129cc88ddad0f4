"""Money and rules of a plant, as a file gives them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from ionwright import units
from ionwright.core.document import parse, read_text, validate
from ionwright.core.part import Part
from ionwright.core.quantity import Q

FOLDER = Path(__file__).parent / "plants"

Share = Annotated[float, Q("1", "%", ge=0.0, le=1.0)]
Rate = Annotated[float, Q("1", "%", ge=0.0, lt=1.0)]
Life = Annotated[float, Q("s", "yr", gt=0.0)]


class Money(Part):
    """Money in which a plant is computed: currency, its year, price case of the materials."""

    currency: str
    year: int = Field(ge=2008, le=2100)
    case: str


class Finance(Part):
    """What capital costs: interest [1/yr], lives, working capital, what the state gives."""

    interest: Rate
    equipment_life: Life
    building_life: Life
    working_capital: Share
    grant: Share
    subsidy: Annotated[float, Q("USD/J", "USD/kWh", ge=0.0)]

    @property
    def equipment_years(self) -> int:
        """Life of machines in whole years [yr]."""
        return round(units.to(self.equipment_life, "yr"))

    @property
    def building_years(self) -> int:
        """Life of the building in whole years, also that of the plant [yr]."""
        return round(units.to(self.building_life, "yr"))

    @property
    def subsidy_per_kwh(self) -> float:
        """What is paid for each kWh of good cells [USD/kWh]."""
        return units.to(self.subsidy, "USD/kWh")


class Overhead(Part):
    """Rates on labour and depreciation [1], and upkeep on the price of machines [1/yr]."""

    labour: Share
    general: Share
    research: Share
    maintenance: Rate

    @property
    def on_labour(self) -> float:
        """Overhead for each unit of direct labour [1]: (1 + L)(1 + G) - 1."""
        return (1.0 + self.labour) * (1.0 + self.general) - 1.0

    @property
    def on_depreciation(self) -> float:
        """Overhead for each unit of depreciation of machines [1]: G + R."""
        return self.general + self.research


class Operation(Part):
    """How full the plant runs, and what follows from that."""

    load: Annotated[float, Q("1", "%", ge=0.3, le=1.1)]
    fixed_labour: Share
    hours_per_person: Annotated[float, Q("s", "h", gt=0.0)]

    @property
    def hours(self) -> float:
        """Paid hours of one person in a year [h]."""
        return units.to(self.hours_per_person, "h")


class Settings(Part):
    """Everything a plant needs beside its route, size and place."""

    money: Money
    finance: Finance
    overhead: Overhead
    operation: Operation


def load_settings(name: str | Path = "default") -> Settings:
    """Load settings: a shipped name, or a path to a TOML file.

    Raises
    ------
    InputError
        If the file breaks a rule.
    """
    shipped = FOLDER / f"{name}.toml"
    path = shipped if shipped.exists() else Path(name)
    text, where = read_text(path), path.name
    return validate(Settings, parse(text, where, "plant"), "plant", text, where, border=True)
