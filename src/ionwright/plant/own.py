"""A step whose numbers a user writes, because no row of the tables describes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema, core_schema

from ionwright.core import Value
from ionwright.core.part import Part
from ionwright.core.quantity import Q
from ionwright.data import money, steps
from ionwright.errors import InputError, known

PRICE_YEAR = 2022
"""Year of the money of every row of the table of steps."""
Triple = tuple[float, float, float]
"""Low, typical, high."""
NOTHING = Value(0.0, 0.0, 0.0, "1")


@dataclass(frozen=True)
class Ranged:
    """Annotation of a `Value` field: a quantity that keeps its range and its origin.

    Parameters
    ----------
    quantity : Q
        Its unit and limits, which low and high obey too.
    """

    quantity: Q

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Read text or table into a value with its range."""
        return core_schema.with_info_plain_validator_function(
            lambda raw, info: self._read(raw, bool((info.context or {}).get("border")))
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe both written forms."""
        return self.quantity.__get_pydantic_json_schema__(schema, handler)

    def _read(self, raw: Any, border: bool) -> Value:
        return raw if isinstance(raw, Value) else self.quantity.origin(raw, border)


Capital = Annotated[Value, Ranged(Q("USD/W", "MUSD/(GWh/yr)", ge=0.0, le=1e6))]
Labour = Annotated[Value, Ranged(Q("s/J", "h/MWh", ge=0.0, le=1.0))]
Floor = Annotated[Value, Ranged(Q("m2/W", "m2/(GWh/yr)", ge=0.0, le=1e3))]
Energy = Annotated[Value, Ranged(Q("1", "1", ge=0.0, le=1e4))]


def drivers() -> tuple[str, ...]:
    """Return what the size of a step may follow: the drivers in the table of steps."""
    found = (s.driver for name in steps.routes() for s in steps.route(name))
    return tuple(dict.fromkeys(found))


class Own(Part):
    """The numbers of a step, at 10 GWh/yr of good cells.

    Each is text with its unit, or a table with value, low, high, kind, source and locator: low
    and high are the 5 % and the 95 % point. Capital is in US dollars of `price_year`.
    """

    name: str = Field(min_length=1, description="what is done")
    driver: str = Field(description="what its size follows, as in the table of steps")
    relation: Literal["stays", "modified", "new", "dropped"] = Field(
        "new", description="to a liquid line"
    )
    equipment: str = Field("", description="machine, in words")
    throughput: str = Field("", description="in words")
    atmosphere: str = Field("", description="dew point or gas, in words")
    price_year: int | None = Field(None, description="year of the money of capital")
    capital: Capital = Field(description="machines installed, for each GWh a year")
    labour: Labour = Field(NOTHING, description="direct labour, for each MWh")
    area: Floor = Field(NOTHING, description="floor, for each GWh a year")
    electricity: Energy = Field(NOTHING, description="kWh for each kWh of good cells")
    heat: Energy = Field(NOTHING, description="kWh for each kWh of good cells")
    note: str = Field("", description="what a reader must know")

    @model_validator(mode="after")
    def _driver(self) -> Own:
        rule = "the size of a step follows a driver of the table of steps"
        known(self.driver, drivers(), rule, "driver")
        return self

    @model_validator(mode="after")
    def _year(self) -> Own:
        if self.price_year is None:
            raise InputError(
                "a price is money of a year",
                seen=f"capital of {self.capital.text()} without one",
                do="Write price_year = 2024 or the like beside capital",
            )
        money.inflate(1.0, self.price_year, PRICE_YEAR)  # raises if the index has no such year
        return self

    def amount(self, what: str) -> Triple:
        """Return low, typical and high of "capital" [USD of 2022/W], "labour" [1/W], "area" [m2/W].

        Capital goes from its own year to 2022 by consumer prices of the United States.
        """
        found: Value = getattr(self, what)
        factor = 1.0
        if what == "capital" and self.price_year is not None:
            factor = money.inflate(1.0, self.price_year, PRICE_YEAR)
        return found.low * factor, found.value * factor, found.high * factor

    def energy(self) -> dict[str, Triple]:
        """Return low, typical and high by carrier [kWh per kWh of good cells]."""
        found = {"electricity": self.electricity, "heat": self.heat}
        return {name: (v.low, v.value, v.high) for name, v in found.items() if v.high > 0.0}

    def step(self, id: str) -> steps.Step:
        """Return it as a row of the table of steps; its draw is its own."""
        return steps.Step(
            id=id,
            route="own",
            name=self.name,
            equipment=self.equipment,
            throughput=self.throughput,
            atmosphere=self.atmosphere,
            relation=self.relation,
            driver=self.driver,
            base=(),
            draw=id,
            note=self.note,
        )
