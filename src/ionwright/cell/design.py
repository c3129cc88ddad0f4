"""A cell design: what the user writes.

The file's grammar is the models of `electrode.py`, `separator.py` and `format.py`, composed
here; ``ionwright cell schema`` prints it as JSON Schema.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any

from pydantic import Field, model_validator

from ionwright import data
from ionwright.cell._types import (
    HeatTransfer,
    Limit,
    Pressure,
    SpecificHeat,
    Temperature,
    Voltage,
)
from ionwright.cell.electrode import BareCollector, Composite, Electrode, Metal, Reference
from ionwright.cell.format import Format
from ionwright.cell.separator import Layer
from ionwright.core import Value
from ionwright.core.part import OneOrMore, Part
from ionwright.core.paths import Leaf, leaves
from ionwright.errors import InputError


class Operation(Part):
    """The conditions for which the spec sheet is made."""

    temperature: Temperature = Field(description="of the cell")
    upper_voltage: Limit = Field(description="charge ends here")
    lower_voltage: Limit = Field(
        description="discharge ends here; below 0 only for two planar electrodes"
    )
    stack_pressure: Pressure = Field(
        0.0, description="held by the fixture, whose mass is not counted"
    )

    @model_validator(mode="after")
    def _limits(self) -> Operation:
        if self.lower_voltage >= self.upper_voltage:
            raise InputError(
                "lower_voltage must lie below upper_voltage",
                seen=f"{self.lower_voltage:g} V and {self.upper_voltage:g} V",
                do="Correct the limits",
            )
        return self


class Rating(Part):
    """Figures that were measured on this cell and replace computed ones."""

    average_voltage: Voltage | None = Field(
        None, description="mean voltage of a slow discharge; default from the potential curves"
    )


class Thermal(Part):
    """Heat balance of the packaged cell, one temperature throughout.

    The surroundings are at ``operation.temperature``. Absent, the cell is isothermal.
    """

    heat_capacity: SpecificHeat = Field(description="mean of the packaged cell, per its mass")
    heat_transfer: HeatTransfer = Field(
        description="to the surroundings, per area of the two outer faces (width times height of"
        " the packaged cell, the area of a bare stack); 0: no heat leaves"
    )


class Cell(Part):
    """The table [cell] of an input file."""

    name: str = Field(description="what this cell is, in a few words", max_length=200)
    description: str = Field("", description="where it comes from and what it is for")
    operation: Operation = Field(description="conditions of the spec sheet")
    rating: Rating = Field(Rating(average_voltage=None), description="measured figures")
    positive: Electrode = Field(description="positive electrode")
    separator: Annotated[tuple[Layer, ...], OneOrMore()] = Field(
        min_length=1, description="electrolyte layers from the negative to the positive"
    )
    negative: Electrode = Field(description="negative electrode")
    format: Format = Field(description="what the stack is built into")
    thermal: Thermal | None = Field(
        None, description="heat balance; default: the cell keeps its temperature"
    )

    @model_validator(mode="after")
    def _sides(self) -> Cell:
        for side, electrode in (("positive", self.positive), ("negative", self.negative)):
            if not isinstance(electrode, Composite):
                _planar(side, electrode)
                self._below_melting(electrode)
        if isinstance(self.positive, Composite):
            self._storing(self.positive)
        else:
            self._at_rest()
        return self

    def _storing(self, positive: Composite) -> None:
        """Check what only a cell with a composite positive can break."""
        if positive.plating is not None:
            raise InputError(
                "lithium plates on a negative; a positive stands far above its potential",
                seen="[cell.positive.plating]",
                allowed="[cell.negative.plating]",
                do="Remove it, or describe the plating of the negative",
            )
        if self.operation.lower_voltage <= 0.0:
            raise InputError(
                "a cell with a composite positive discharges to a voltage above 0",
                seen=f"{self.operation.lower_voltage:g} V",
                allowed="above 0 V",
                do="Correct cell.operation.lower_voltage",
            )

    def _at_rest(self) -> None:
        """Check what only a cell with a planar positive can break."""
        if isinstance(self.negative, Composite):
            raise InputError(
                "of a composite and a planar electrode the composite is the positive",
                seen=f"positive {self.positive.type!r}, negative {self.negative.type!r}",
                allowed="a composite positive, or two planar electrodes",
                do="Exchange the electrodes",
            )
        if isinstance(self.positive, BareCollector) and isinstance(self.negative, BareCollector):
            raise InputError(
                "one electrode of a cell holds lithium",
                seen="two bare collectors",
                allowed="a bare collector against a metal, a reference or a composite",
                do='Write type = "metal" for one of them',
            )
        if self.rating.average_voltage is not None:
            raise InputError(
                "a mean voltage of discharge belongs to a cell with a composite positive",
                seen=f"{self.rating.average_voltage:g} V",
                do="Remove cell.rating.average_voltage",
            )

    def _below_melting(self, electrode: Metal | BareCollector | Reference) -> None:
        melting = data.default("lithium", "melting_temperature").value.value
        if not isinstance(electrode, Reference) and self.operation.temperature >= melting:
            raise InputError(
                "a cell with lithium metal must stay below the melting point of lithium",
                seen=f"{self.operation.temperature - 273.15:.4g} degC",
                allowed=f"below {melting - 273.15:.4g} degC",
                do="Lower cell.operation.temperature",
            )


def _planar(side: str, electrode: Metal | BareCollector | Reference) -> None:
    """Check a planar electrode, whichever side it is on."""
    if isinstance(electrode, BareCollector) and electrode.collector is None:
        raise InputError(
            "a cell without lithium on one side plates it there on a collector",
            seen="no collector",
            do=f"Add [cell.{side}.collector]",
        )
    if isinstance(electrode, Metal) and electrode.material != "lithium":
        raise InputError(
            "a metal electrode is of lithium; an alloy of constant potential is a reference",
            seen=repr(electrode.material),
            allowed="lithium",
            do='Write type = "reference" for an alloy',
        )


@dataclass(frozen=True, eq=False)
class Design:
    """A cell design: typed inputs in SI, and where each number comes from.

    Parameters
    ----------
    id : str
        Name of the shipped design, or the file's stem.
    cell : Cell
        The inputs.
    raw : mapping
        The table as it was written.
    text : str
        The file's text, "" for a design made in Python.
    where : str
        The file's name, for messages.
    changed : mapping
        Inputs that `vary` or ``--set`` changed: path -> value as given; None for inputs that
        were dropped because they belonged to a material that was exchanged.
    """

    id: str
    cell: Cell
    raw: Mapping[str, Any]
    text: str = ""
    where: str = ""
    changed: Mapping[str, Any] = field(default_factory=dict)

    @property
    def stores(self) -> bool:
        """True where the positive is a composite: the cell has a capacity and a state of charge.

        False for two planar electrodes (symmetric, lithium-copper, metal against reference).
        """
        return isinstance(self.cell.positive, Composite)

    @property
    def positive(self) -> Composite:
        """The composite positive.

        Raises
        ------
        InputError
            If the positive is planar; ask `stores` first, or take `cell.positive`, which may be
            any electrode.
        """
        if not isinstance(self.cell.positive, Composite):
            raise InputError(
                "this needs a composite positive, with its capacity and state of charge",
                seen=repr(self.cell.positive.type),
                allowed='"composite"',
                do="Take a design with a composite positive",
                where="cell.positive",
            )
        return self.cell.positive

    def touching(self, side: str) -> Layer:
        """Return the separator layer that a side, "positive" or "negative", touches."""
        return self.cell.separator[-1 if side == "positive" else 0]

    @property
    def leaves(self) -> list[Leaf]:
        """Every input with its path, value, unit, limits and meaning."""
        return list(self._leaves)

    @cached_property
    def _leaves(self) -> tuple[Leaf, ...]:
        return tuple(leaves(self.cell, dict(self.raw), "cell"))

    @property
    def origin(self) -> dict[str, Value]:
        """Value, range, kind and source of every quantity, by path.

        Inputs that were left to their default have kind "" and source "default".
        """
        out = {}
        for leaf in self.leaves:
            if leaf.quantity is None:
                continue
            if leaf.raw is None:
                unit = leaf.quantity.shown
                out[leaf.path] = Value(leaf.value, leaf.value, leaf.value, unit, "", "default", "")
            else:
                out[leaf.path] = leaf.quantity.origin(leaf.raw, border=False)
        return out

    def exact_inputs(self) -> list[tuple[str, object]]:
        """Return (path, SI value) of every input, for the identity of a run."""
        return [(leaf.path, leaf.value) for leaf in self.leaves]
