"""Conditions that a row of the table of steps stands for, and those that a route asks for instead.

The row of a dry room holds for one dew point; rows of formation, ageing, presses and curing hold
for some time that a cell stays. Both stand in the table (``dew_point``, ``residence_time``). A step
of a route may name others; `under` says what they do to its row.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ionwright import units
from ionwright.core.document import validate
from ionwright.core.part import Part
from ionwright.core.quantity import Q
from ionwright.data import Row, table
from ionwright.errors import InputError, known

DRIEST, WETTEST = 193.15, 253.15
Dew = Annotated[float, Q("K", "degC", ge=DRIEST, le=WETTEST)]
Floor = Annotated[float, Q("m2", "m2", gt=0.0)]
Changes = Annotated[float, Q("1/s", "1/h", ge=0.0)]
Share = Annotated[float, Q("1", "%", ge=0.0, lt=1.0)]
Time = Annotated[float, Q("s", "h", gt=0.0)]


class DryAir(Part):
    """Air of a dry room; what is left out is as behind the row."""

    dew_point: Dew | None = Field(default=None, description="of the room's air, over ice")
    area_per_person: Floor | None = Field(default=None, description="floor for each person in it")
    infiltration: Changes | None = Field(default=None, description="outside air that leaks in")
    product: Share | None = Field(
        default=None, description="water given off over the mass that enters"
    )


class Stay(Part):
    """How long a cell stays; what is left out is as behind the row."""

    formation: Time | None = Field(default=None, description="in a tower")
    ageing: Time | None = Field(default=None, description="on a rack")
    press: Time | None = Field(default=None, description="in a press, a whole batch")
    cure: Time | None = Field(default=None, description="in an oven")


def dew_point(row: str) -> float | None:
    """Return the dew point behind the row of a dry room [degC]; None for any other row."""
    found = _rows(row, "dew_point")
    return units.to(found[0].value.value, "degC") if found else None


def times(row: str) -> dict[str, float]:
    """Return how long a cell stays behind a row [h], by name of `Stay`; empty where none is."""
    found = _rows(row, "residence_time")
    return {r.condition("sample") or "": units.to(r.value.value, "h") for r in found}


def _rows(row: str, quantity: str) -> list[Row]:
    """Return rows of the table of steps; none for a step of a user."""
    return [r for r in table("plant/steps") if (r.item, r.quantity) == (row, quantity)]


def given(part: DryAir | Stay | None) -> dict[str, float]:
    """Return what is asked for, by name, in SI."""
    return {} if part is None else part.model_dump(exclude_none=True)


def check(row: str, air: DryAir | None, stay: Stay | None) -> None:
    """Refuse conditions that a row does not know.

    Raises
    ------
    InputError
        If the row is no dry room, or states no such time.
    """
    if air is not None and dew_point(row) is None:
        raise InputError(
            "air belongs to a step that is a dry room",
            seen=f"{', '.join(given(air))} of step {row!r}",
            do="Name the step of the route whose row states a dew point",
        )
    held = times(row) if stay is not None else {}
    strange = [name for name in given(stay) if name not in held]
    if strange:
        raise InputError(
            "a time of stay is one that the row of its step states",
            seen=f"{', '.join(strange)} of step {row!r}",
            allowed=", ".join(held) or "none for this step",
        )


def read(step: str, name: str, value: str | float, border: bool) -> DryAir | Stay:
    """Return one condition of a step.

    Parameters
    ----------
    step, name : str
    value : str or float
        Text with its unit; a number is in SI.
    border : bool
        True where a user wrote it, so that a bare number is refused.

    Raises
    ------
    InputError
        If there is no such condition, or the value breaks a rule.
    """
    names = [*DryAir.model_fields, *Stay.model_fields]
    known(name, names, "a condition of a step is one of a few", "condition")
    kind = DryAir if name in DryAir.model_fields else Stay
    return validate(kind, {name: value}, step, "", "condition of a step", border)
