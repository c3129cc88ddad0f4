"""Routes: the steps that make a cell, in order, and what they can make.

A step names a row of the table of steps, or carries its own numbers; what it takes and makes
hangs it into the chain. A step that takes streams and makes nothing prepares them: they go on
under their own names. A step that takes nothing serves the whole plant.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import Field, model_validator

from ionwright.cell import Design
from ionwright.cell._types import ActiveItem, ElectrolyteItem
from ionwright.cell.electrode import BareCollector, Composite, Metal
from ionwright.core import Value
from ionwright.core.part import OneOrMore, Part
from ionwright.core.quantity import Q
from ionwright.data import steps
from ionwright.errors import InputError, known
from ionwright.plant import chain, conditions
from ionwright.plant.conditions import DryAir, Stay
from ionwright.plant.own import Own, Ranged, Triple

Passes = Annotated[Value, Ranged(Q("1", "%", gt=0.0, le=1.0))]
"""A yield [1]."""
Lost = Annotated[Value, Ranged(Q("1", "%", ge=0.0, lt=1.0))]
"""A share that is lost [1]."""


class StepYield(Part):
    """One yield of a step as a user writes it; those of the table are then left out."""

    kind: Literal["material", "web", "cell", "start-up"] = Field(
        description="what is lost: of a material, of sheet or web, cells, at the start of a coil"
    )
    stream: str = Field("", description="of which streams, as in the table of yields; all if empty")
    passes: Passes | None = Field(None, description="share that passes")
    lost: Lost | None = Field(None, description="share lost at starts; only of kind start-up")
    arises: str = Field("", description="step in which the defect arises; this one if empty")
    found: str = Field("", description="step in which it is found; this one if empty")
    recovered: str = Field(
        "",
        description="what scrap is sold as: slurry, electrode, roll, filled cell; nothing if empty",
    )

    @model_validator(mode="after")
    def _one(self) -> StepYield:
        wanted = "lost" if self.kind == "start-up" else "passes"
        given = [n for n in ("passes", "lost") if getattr(self, n) is not None]
        if given != [wanted]:
            raise InputError(
                f"a yield of kind {self.kind} is written as {wanted}",
                seen=" and ".join(given) or "none",
                do=f'Write {wanted} = "95 %" or the like' if wanted == "passes" else "Write lost",
            )
        return self


class RouteStep(Part):
    """One step of a route."""

    row: str = Field(min_length=1, description="id in the table of steps, or a new name with `own`")
    takes: tuple[str, ...] = Field((), description="streams of the cell, products of steps before")
    makes: str = Field("", description="its product; empty if it prepares, or serves the plant")
    yields: Annotated[tuple[StepYield, ...], OneOrMore()] = Field(
        (), description="in place of those in the table"
    )
    own: Own | None = Field(None, description="numbers of a step that is not in the table")
    dry_air: DryAir | None = Field(None, description="air of a dry room, if not as behind its row")
    stay: Stay | None = Field(None, description="times of stay, if not those behind its row")

    @model_validator(mode="after")
    def _row(self) -> RouteStep:
        rows = {s.id for name in steps.routes() for s in steps.route(name)}
        if self.own is None:
            steps.step(self.row)  # raises with the nearest id
        elif self.row in rows:
            raise InputError(
                "a step with its own numbers has its own name",
                seen=f"{self.row!r}, a row of the table of steps",
                do="Choose another name, or leave out the numbers",
            )
        conditions.check(self.row, self.dry_air, self.stay)
        return self

    @property
    def id(self) -> str:
        """Its one name in the route."""
        return self.row

    @property
    def step(self) -> steps.Step:
        """What the table of steps says of it, or its user."""
        return self.own.step(self.row) if self.own else steps.step(self.row)

    @property
    def name(self) -> str:
        """What is done."""
        return self.step.name

    @property
    def driver(self) -> str:
        """What its size follows: energy, cells, positive-active, separator-area, ..."""
        return self.step.driver

    @property
    def relation(self) -> str:
        """To a liquid line: stays, modified, new or dropped."""
        return self.step.relation

    @property
    def atmosphere(self) -> str:
        """Dew point or gas, in words."""
        return self.step.atmosphere

    @property
    def base(self) -> tuple[str, ...]:
        """Rows of which it is a multiple; empty for a row of its own."""
        return self.step.base

    @property
    def draw(self) -> str:
        """Step whose random draw it shares."""
        return self.step.draw

    def amount(self, what: str) -> Triple:
        """Return low, typical and high at 10 GWh/yr, as `data.steps.amount` does.

        Parameters
        ----------
        what : str
            "capital" [USD of 2022/W], "labour" [1/W, people always at work] or "area" [m2/W].
        """
        return self.own.amount(what) if self.own else steps.amount(self.row, what)

    def under(self, asked: DryAir | Stay) -> RouteStep:
        """Return the step under other conditions; what `asked` leaves out stays as it was."""
        name = "dry_air" if isinstance(asked, DryAir) else "stay"
        old = conditions.given(getattr(self, name))
        part = type(asked).model_validate(old | conditions.given(asked))
        step = self.model_copy(update={name: part})
        conditions.check(step.row, step.dry_air, step.stay)
        return step

    def energy(self) -> dict[str, Triple]:
        """Return low, typical and high by carrier ("all" if unsplit) [kWh/kWh of good cells]."""
        if self.own:
            return self.own.energy()
        return {
            r.condition("carrier") or "all": (r.value.low, r.value.value, r.value.high)
            for r in steps.numbers(self.row)
            if r.quantity == "energy_per_energy" and r.table == "plant/steps"
        }


class Accepts(Part):
    """What a route can make: for each part of a cell the items that it can bring there."""

    positive: tuple[ElectrolyteItem, ...] = Field(description="electrolytes in the positive")
    separator: tuple[ElectrolyteItem, ...] = Field(description="electrolytes of the separator")
    negative: tuple[ElectrolyteItem, ...] = Field((), description="electrolytes in the negative")
    format: tuple[Literal["pouch", "prismatic"], ...] = Field(description="formats")


class Anode(Part):
    """How the negative is made: what takes the place of a route's anode step."""

    name: str = Field(min_length=1, description="in words")
    description: str = Field("", description="what a reader must know")
    kind: Literal["metal", "collector", "composite"] = Field(description="type of the negative")
    active: tuple[ActiveItem, ...] = Field((), description="active materials of a composite")
    interlayer: bool = Field(False, description="whether it makes an interlayer")
    hands: tuple[str, ...] = Field(min_length=1, description="what the next step takes of it")
    step: Annotated[tuple[RouteStep, ...], OneOrMore()] = Field((), description="in order")


NEGATIVES = {"metal": Metal, "collector": BareCollector, "composite": Composite}
"""Type of the negative -> class."""


@dataclass(frozen=True)
class Route:
    """The steps that make a commodity.

    Parameters
    ----------
    id : str
        Name of the shipped route, or the file's stem.
    name, description : str
        In words.
    commodity : str
        What it makes: ``"cell"``.
    steps : tuple of RouteStep
        In order, those of the anode in their place.
    accepts : Accepts
    yields : str
        Set of the table of yields that is used where a step has several, such as "batpac".
    anode : Anode
        How the negative is made.
    anode_id : str
        Name of that option; "" where the route has no choice.
    slot : str
        Row of the table of steps whose place the anode took; "" where the route has no choice.
    where : str
        The file's name, for messages.
    places : tuple of str
        File and line of each step, for messages.

    Raises
    ------
    InputError
        If the steps do not hang together.
    """

    id: str
    name: str
    description: str
    commodity: str
    steps: tuple[RouteStep, ...]
    accepts: Accepts
    yields: str
    anode: Anode
    anode_id: str
    slot: str
    where: str
    places: tuple[str, ...]

    def __post_init__(self) -> None:
        """Check the chain."""
        chain.check(self.steps, self.where, self.places)

    @property
    def label(self) -> str:
        """Its id, with that of the option in its anode slot."""
        return f"{self.id} {self.anode_id}".strip()

    def under(self, step: str, asked: DryAir | Stay) -> Route:
        """Return the route with one of its steps under other conditions, as `Plant.under`."""
        ids = [s.id for s in self.steps]
        known(step, ids, "a condition is that of a step of the route", "step", self.where)
        changed = tuple(s.under(asked) if s.id == step else s for s in self.steps)
        return replace(self, steps=changed)

    def makes(self, design: Design) -> bool:
        """Return whether the route can make a design."""
        try:
            self.refuses(design)
        except InputError:
            return False
        return True

    def refuses(self, design: Design) -> None:
        """Raise where the route cannot make a design; return where it can.

        Raises
        ------
        InputError
            One sentence that names route, design and what does not fit.
        """
        cell = design.cell
        if cell.format.type not in self.accepts.format:
            self._refuse(design, "format", cell.format.type, self.accepts.format)
        for layer in cell.separator:
            if layer.electrolyte not in self.accepts.separator:
                self._refuse(design, "separator", layer.electrolyte, self.accepts.separator)
        for side, allowed in (
            ("positive", self.accepts.positive), ("negative", self.accepts.negative)
        ):  # fmt: skip
            electrode = getattr(cell, side)
            if isinstance(electrode, Composite) and electrode.electrolyte.material not in allowed:
                self._refuse(
                    design, f"electrolyte in the {side}", electrode.electrolyte.material, allowed
                )
        if not isinstance(cell.positive, Composite):
            self._refuse(design, "positive electrode", cell.positive.type, ("composite",))
        self._refuse_negative(design)

    def _refuse(self, design: Design, part: str, seen: str, allowed: tuple[str, ...]) -> None:
        raise InputError(
            f"the {part} of {design.id} must be one that route {self.id} makes",
            seen=repr(seen),
            allowed=", ".join(allowed) or "none",
            do="Take another route, or another design",
            where=self.where,
        )

    def _refuse_negative(self, design: Design) -> None:
        """Compare the negative of a design with the anode of the route."""
        negative, anode = design.cell.negative, self.anode
        by = f"anode {self.anode_id} of route {self.id}" if self.anode_id else f"route {self.id}"
        layered = getattr(negative, "interlayer", None) is not None
        materials = [a.material for a in getattr(negative, "active", ())]
        strange = [m for m in materials if m not in anode.active]
        if not isinstance(negative, NEGATIVES[anode.kind]):
            seen, allowed = repr(negative.type), anode.kind
        elif layered != anode.interlayer:
            words = ("without an interlayer", "with an interlayer")
            seen, allowed = words[layered], words[anode.interlayer]
        elif strange:
            seen, allowed = repr(", ".join(strange)), ", ".join(anode.active)
        else:
            return
        raise InputError(
            f"the negative of {design.id} must be one that {by} makes",
            seen=seen,
            allowed=allowed,
            do="Take another anode, or another design",
            where=self.where,
        )
