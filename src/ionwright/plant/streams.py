"""What a good cell is made of, as streams that enter a factory.

A stream is one item in one part of the cell. Its name, for example ``positive/active``, is what
the steps of a route take. Parts keep apart what the bill of materials adds up: conductive carbon
of the positive and of the negative are two streams, because they are lost at different steps.
"""

from __future__ import annotations

from dataclasses import dataclass

from ionwright.cell import Spec

KINDS = {
    "active material": "active",
    "electrolyte in the electrode": "electrolyte",
    "additive": "additive",
    "separator": "electrolyte",
    "scaffold": "scaffold",
    "interlayer": "interlayer",
    "negative metal": "lithium",
    "positive collector": "foil",
    "negative collector": "foil",
}
"""Role in the bill of materials -> last part of a stream's name; any other is ``package``."""
PARTS = ("positive", "separator", "interlayer", "lithium", "negative")
"""Coatings of a repeat unit, by the first word of their name."""
NAMES = (
    "positive/active", "positive/electrolyte", "positive/additive", "positive/foil",
    "negative/active", "negative/electrolyte", "negative/additive", "negative/foil",
    "separator/electrolyte", "separator/scaffold", "interlayer", "lithium", "package",
)  # fmt: skip
"""Every name that a step of a route may take from outside."""
KWH, AH = 3.6e6, 3600.0
"""J in a kWh, C in an Ah."""


@dataclass(frozen=True, slots=True)
class Stream:
    """One item in one part of a good cell.

    Parameters
    ----------
    name : str
        One of `NAMES`.
    item : str
        Item id.
    mass : float
        In a good cell [kg].
    web : float
        Coated faces, sheets of foil, in a good cell [m2]; 0 for what is no web.
    """

    name: str
    item: str
    mass: float
    web: float

    @property
    def part(self) -> str:
        """First word of the name."""
        return self.name.split("/")[0]


@dataclass(frozen=True, slots=True)
class Streams:
    """A good cell as a factory sees it.

    Parameters
    ----------
    design : str
        Its id.
    energy : float
        [kWh].
    charge : float
        [Ah].
    streams : tuple of Stream
    """

    design: str
    energy: float
    charge: float
    streams: tuple[Stream, ...]

    @property
    def mass(self) -> float:
        """Of the good cell [kg]."""
        return sum(s.mass for s in self.streams)

    def web(self, part: str) -> float:
        """Return the coated faces of a part in a good cell [m2]; 0 where it has none."""
        return max((s.web for s in self.streams if s.part == part), default=0.0)


def streams_of(spec: Spec) -> Streams:
    """Return the streams of a spec sheet; their masses add up to that of the packaged cell."""
    rows = [*_coatings(spec), *_rest(spec)]
    return Streams(spec.design.id, spec.energy / KWH, spec.capacity / AH, tuple(rows))


def _coatings(spec: Spec) -> list[Stream]:
    """Return what is coated, pressed or rolled: by coating, each over its own web."""
    out = []
    for coating in spec.coatings:
        part = coating.name.split()[0]
        narrow = part == "positive"
        web = spec.package.faces * (1.0 if narrow else _overhang(spec))
        for portion in coating.portions:
            kind = KINDS[portion.role]
            name = kind if kind in ("interlayer", "lithium") else f"{part}/{kind}"
            out.append(Stream(name, portion.item, portion.mass * web, web))
    return _merged(out)


def _rest(spec: Spec) -> list[Stream]:
    """Return foils and what packs the cell, as they stand in the bill."""
    out = []
    for row in spec.package.bill:
        if row.role in ("positive collector", "negative collector"):
            out.append(Stream(f"{row.role.split()[0]}/foil", row.item, row.mass, row.area))
        elif row.role not in KINDS:
            out.append(Stream("package", row.item, row.mass, 0.0))
    return _merged(out)


def _overhang(spec: Spec) -> float:
    """Return the area of a negative face over that of a positive one [1]."""
    layout = spec.design.cell.format
    width, height = getattr(layout, "width", 0.0), getattr(layout, "height", 0.0)
    if not width:
        return 1.0
    edge = 2.0 * getattr(layout, "overhang", 0.0)
    return (width + edge) * (height + edge) / (width * height)


def _merged(rows: list[Stream]) -> list[Stream]:
    """Add up rows of one name and item: the layers of a separator, tabs of one metal."""
    found: dict[tuple[str, str], Stream] = {}
    for row in rows:
        key = (row.name, row.item)
        old = found.get(key)
        mass = row.mass + (old.mass if old else 0.0)
        found[key] = Stream(row.name, row.item, mass, max(row.web, old.web if old else 0.0))
    return list(found.values())
