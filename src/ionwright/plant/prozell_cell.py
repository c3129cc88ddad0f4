"""The cell of the reference plant: a flat roll in a PHEV2 can, from its format and chemistry.

Lengths in mm, masses in g, capacity in Ah, as the format is written. The roll is a flat spiral:
straight parts of length `core` between two half circles.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ionwright.plant.prozell_rows import CELL, number

ANODE = ("graphite", "carbon-black, anode", "carboxymethyl-cellulose", "styrene-butadiene-rubber")
CATHODE = ("NMC811", "carbon-black, cathode", "PVDF")


@dataclass(frozen=True, slots=True)
class Coating:
    """One electrode's coating.

    Parameters
    ----------
    thickness : float
        One face, calendered [mm].
    density : float
        With its pores [g/mm3].
    porosity : float
        [1].
    slurry : float
        Density of the slurry [g/mL].
    solids : float
        Share of the slurry's mass [1].
    price : float
        Of the solids [EUR/kg].
    """

    thickness: float
    density: float
    porosity: float
    slurry: float
    solids: float
    price: float


@dataclass(frozen=True, slots=True)
class Roll:
    """The flat roll.

    Parameters
    ----------
    length : float
        Of the anode in the roll [mm].
    core : float
        Straight part [mm].
    width : float
        Inside of the can along the axis of the roll [mm].
    depth, height : float
        Inside of the can across it [mm].
    """

    length: float
    core: float
    width: float
    depth: float
    height: float


@dataclass(frozen=True, slots=True)
class Cell:
    """What the plant takes from the cell.

    Parameters
    ----------
    capacity : float
        [Ah], not rounded.
    voltage : float
        [V].
    anode_mass, cathode_mass, electrolyte_mass : float
        Coatings and electrolyte [g].
    separator : float
        [m2].
    anode_per_metre, cathode_per_metre : float
        Cells from one metre of web, all lanes together [1/m].
    anode_lanes, cathode_lanes : int
        Lanes side by side on the web.
    anode, cathode : Coating
    length : float
        Of the anode [mm].
    cathode_face : float
        Coated face of the cathode, one of two [mm2].
    """

    capacity: float
    voltage: float
    anode_mass: float
    cathode_mass: float
    electrolyte_mass: float
    separator: float
    anode_per_metre: float
    cathode_per_metre: float
    anode_lanes: int
    cathode_lanes: int
    anode: Coating
    cathode: Coating
    length: float
    cathode_face: float

    @property
    def energy(self) -> float:
        """Nominal energy [kWh]."""
        return self.capacity * self.voltage / 1000.0


def phev2() -> Cell:
    """Return the PHEV2 cell of the reference run, 53 Ah, NMC811 and graphite."""
    anode, cathode = _coating("anode", ANODE, "water"), _coating("cathode", CATHODE, "NMP")
    roll = _roll(anode, cathode)
    anode_width, cathode_width = _widths(roll)
    beyond = 2.0 * _mm("anode beyond cathode")
    short = roll.length - beyond
    anode_face = roll.length * (anode_width - _bare_anode())
    cathode_face = short * (cathode_width - _bare_anode())
    separator = _separator(roll)
    lanes = [
        lanes_on(_web("copper"), anode_width - _bare_anode() + _mm("between lanes, anode")),
        # the cathode's lane is counted with the bare strip of the anode and its own, as there
        lanes_on(
            _web("aluminium"), cathode_width - _bare_cathode() + _mm("between lanes, cathode")
        ),
    ]
    free = roll.width * roll.depth * roll.height - (
        separator * _foil("polyolefin")
        + 2.0 * anode_face * anode.thickness
        + 2.0 * cathode_face * cathode.thickness
        + roll.length * anode_width * _foil("copper")
        + short * cathode_width * _foil("aluminium")
    )
    wet = (
        separator * _foil("polyolefin") * number("polyolefin", "porosity", "1", CELL)
        + 2.0 * anode_face * anode.thickness * anode.porosity
        + 2.0 * cathode_face * cathode.thickness * cathode.porosity
        + free * number(CELL, "volume_fraction", "1", "electrolyte in free space")
    )
    areal = number(CELL, "areal_capacity", "mAh/cm2")
    return Cell(
        capacity=2.0 * cathode_face * areal / 1e5,  # mm2 x mAh/cm2 -> Ah
        voltage=number(CELL, "cell_voltage", "V"),
        anode_mass=2.0 * anode_face * anode.thickness * anode.density,
        cathode_mass=2.0 * cathode_face * cathode.thickness * cathode.density,
        electrolyte_mass=wet * number("LiPF6-carbonate", "density", "g/cm3", CELL) / 1000.0,
        separator=separator / 1e6,
        anode_per_metre=1000.0 / roll.length * lanes[0],
        cathode_per_metre=1000.0 / short * lanes[1],
        anode_lanes=lanes[0],
        cathode_lanes=lanes[1],
        anode=anode,
        cathode=cathode,
        length=roll.length,
        cathode_face=cathode_face,
    )


def _coating(side: str, parts: tuple[str, ...], solvent: str) -> Coating:
    """Return a coating from its recipe and the areal capacity that it must give."""
    shares = {p: number(CELL, "mass_fraction", "1", p) for p in parts}
    items = {p: p.split(",")[0] for p in parts}
    solid = 1.0 / sum(x / number(items[p], "density", "g/cm3", CELL) for p, x in shares.items())
    solids = number(CELL, "mass_fraction", "1", f"solids, {side}")
    liquid = number(solvent, "density", "g/cm3", CELL)
    porosity = number(CELL, "porosity", "1", side)
    areal = number(CELL, "areal_capacity", "mAh/cm2")
    if side == "anode":
        areal *= 1.0 + number(CELL, "anode_excess", "1")
    else:
        areal /= 1.0 - number(CELL, "first_cycle_loss", "1")
    active = parts[0]
    mass = areal / (number(active, "specific_capacity", "mAh/g", CELL) * shares[active])  # g/cm2
    dense = solid * (1.0 - porosity)  # g/cm3
    price = sum(x * number(items[p], "price_per_mass", "EUR/kg", CELL) for p, x in shares.items())
    return Coating(
        thickness=10.0 * mass / dense,
        density=dense / 1000.0,
        porosity=porosity,
        slurry=1.0 / (solids / solid + (1.0 - solids) / liquid),
        solids=solids,
        price=price,
    )


def _roll(anode: Coating, cathode: Coating) -> Roll:
    """Fill the can: turns from its depth, length from the cross-section of the roll."""
    wall = 2.0 * number("phev2-can", "thickness", "mm", CELL)
    width, depth, height = (_mm(f"can {side}") - wall for side in ("width", "depth", "height"))
    separator = _foil("polyolefin")
    bare = 2.0 * _turns() * separator  # separator wound around the core before the electrodes
    unit = (
        _foil("copper")
        + _foil("aluminium")
        + 2.0 * (anode.thickness + cathode.thickness + separator)
    )
    radius = _mm("radius of the core")
    wound = (depth - 2.0 * radius) / 2.0 - 2.0 * bare  # thickness of all turns, one side
    inner = radius + bare
    core = height - 2.0 * bare - 2.0 * wound - _mm("roll to lid") - 2.0 * radius
    section = 2.0 * core * wound + math.pi * ((inner + wound) ** 2 - inner**2)
    return Roll(section / unit, core, width, depth, height)


def _widths(roll: Roll) -> tuple[float, float]:
    """Return the width of the anode's and of the cathode's collector [mm]."""
    gap, over = 2.0 * _mm("collector to can"), _mm("anode beyond cathode")
    return (
        roll.width + over - _bare_cathode() - gap,
        roll.width - over - _bare_anode() - gap,
    )


def _separator(roll: Roll) -> float:
    """Return all separator [mm2]: two webs beside the anode, bare turns inside and outside."""
    edge, over = _mm("separator beyond anode"), _mm("anode beyond cathode")
    width = (
        roll.width
        - 2.0 * _mm("collector to can")
        - _bare_anode()
        - _bare_cathode()
        + 2.0 * edge
        + over
    )
    thick = _foil("polyolefin")
    bare, radius, half = 2.0 * _turns() * thick, _mm("radius of the core"), roll.depth / 2.0
    straight = 2.0 * roll.core * bare
    inside = straight + math.pi * ((radius + bare) ** 2 - radius**2)
    outside = straight + math.pi * (half**2 - (half - bare) ** 2)
    return width * (2.0 * roll.length + (inside + outside) / thick)


def lanes_on(width: float, pitch: float) -> int:
    """Return how many lanes of `pitch` fit on a web of `width` (same unit): even, or one.

    >>> [lanes_on(910.0, pitch) for pitch in (130.0, 260.0, 500.0)]
    [6, 2, 1]
    """
    lanes = math.floor(width / pitch)
    return lanes if lanes == 1 else lanes - lanes % 2


def _bare_anode() -> float:
    return _mm("separator beyond anode") + _mm("bare collector, anode")


def _bare_cathode() -> float:
    edges = _mm("separator beyond anode") + _mm("anode beyond cathode")
    return edges + _mm("bare collector, cathode")


def _turns() -> float:
    return number(CELL, "count", "1", "turns of bare separator")


def _web(item: str) -> float:
    return number(item, "web_width", "mm", CELL)


def _foil(item: str) -> float:
    return number(item, "thickness", "mm", CELL)


def _mm(sample: str) -> float:
    return number(CELL, "length", "mm", sample)
