"""The spec sheet of a design: what it weighs, stores and resists, and what it is made of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ionwright import data, ion
from ionwright.cell import laws
from ionwright.cell.balance import Balance
from ionwright.cell.design import Design
from ionwright.cell.electrode import BareCollector, Composite, Metal, Reference
from ionwright.cell.headline import bill_as_dict, headline, layers_as_dict, rest_headline
from ionwright.cell.materials import Population
from ionwright.cell.notes import notes
from ionwright.cell.package import Package, package
from ionwright.cell.parts import Parts, parts_of
from ionwright.cell.planar import planar_causes
from ionwright.cell.resistance import (
    Cause,
    Electrode,
    Power,
    electrode_causes,
    metal_causes,
    pulse_power,
    separator_causes,
)
from ionwright.cell.stack import (
    ACTIVE,
    ELECTROLYTE,
    Coating,
    interlayer_coating,
    lithium_per_charge,
    separator_coating,
)
from ionwright.core import Law, Scalar, key, record
from ionwright.core.document import SCHEMA


@dataclass(frozen=True, eq=False)
class Spec:
    """The spec sheet of a cell.

    Parameters
    ----------
    design : Design
    coatings : tuple of Coating
        Layers of the repeat unit in the discharged state (of two planar electrodes: as built),
        from the positive to the negative.
    growth : tuple of (str, float)
        What each layer gains from discharged to charged [m]: name and thickness; empty for two
        planar electrodes, which have no such states.
    balance : Balance
        Capacities and voltages.
    causes : tuple of Cause
        Area-specific resistance by cause.
    power : Power or None
        10 s pulse at half charge; None for two planar electrodes.
    package : Package
        Masses, volumes, bill of materials.
    notes : tuple of str
        What a reader must know about this design.
    evidence : tuple
        Rows and curves of data that were used.
    """

    design: Design
    coatings: tuple[Coating, ...]
    growth: tuple[tuple[str, float], ...]
    balance: Balance
    causes: tuple[Cause, ...]
    power: Power | None
    package: Package
    notes: tuple[str, ...]
    evidence: ion.Evidence

    @property
    def status(self) -> str:
        """How it ended: "done", or the laws that are broken."""
        broken = [law.name for law in self.check() if not law.holds]
        return "done" if not broken else f"broken: {'; '.join(broken)}"

    @property
    def resistance(self) -> float:
        """Area-specific resistance 10 s into a pulse at half charge or at rest [ohm m2]."""
        return sum(c.value for c in self.causes)

    @property
    def resistance_range(self) -> tuple[float, float]:
        """What the ranges of the numbers make of it, all at one end [ohm m2].

        Carried through: exchange currents, conductivities, diffusivities, junctions and
        interphases. Not carried: transport laws, sizes and shares.
        """
        low = sum(c.value if c.low is None else c.low for c in self.causes)
        high = sum(c.value if c.high is None else c.high for c in self.causes)
        return low, high

    @property
    def capacity(self) -> float:
        """Capacity of the cell after formation [C]; 0 for two planar electrodes."""
        return self.balance.capacity * self.package.faces

    @property
    def energy(self) -> float:
        """Energy of a slow discharge after formation [J]."""
        return self.capacity * self.balance.average_voltage

    @property
    def bill(self) -> list[dict[str, Any]]:
        """Bill of materials: item, role, mass [kg], area [m2], and both per energy [1/J].

        A cell of two planar electrodes stores nothing: no masses and areas per energy.
        """
        out = []
        for row in self.package.bill:
            line = {"item": row.item, "role": row.role, "mass": row.mass, "area": row.area}
            if self.design.stores:
                line["mass_per_energy"] = row.mass / self.energy
                line["area_per_energy"] = row.area / self.energy
            out.append(line)
        return out

    @cached_property
    def headline(self) -> dict[str, Scalar]:
        """The named outputs of the cell, with units; without those that it does not have."""
        if self.power is None:
            return rest_headline(self.balance, self.package, self.resistance)
        return headline(self.balance, self.package, self.resistance, self.power)

    def check(self) -> tuple[Law, ...]:
        """Return the laws that the sheet must obey, with their residuals; raises nothing."""
        return laws.check(
            self.design, self.coatings, self.growth, self.balance, self.causes, self.package
        )

    @cached_property
    def key(self) -> str:
        """Identity of this result: same key, same bits."""
        rows = [e.identity() for e in self.evidence]
        return key("cell", SCHEMA, self.design.exact_inputs(), rows)

    def counts(self) -> dict[str, int]:
        """Return how many inputs and rows of data there are of each kind."""
        written = [v for v in self.design.origin.values() if v.source != "default"]
        kinds = [v.kind or "not stated" for v in written] + [e.kind for e in self.evidence]
        return dict(Counter(kinds))

    def to_json(self) -> dict[str, Any]:
        """Return the sheet as plain data: SI numbers, units beside them."""
        return {
            "schema": SCHEMA,
            "stage": "cell",
            "design": self.design.id,
            "name": self.design.cell.name,
            "status": self.status,
            "notes": list(self.notes),
            "headline": {f"cell.{name}": s.as_dict() for name, s in self.headline.items()},
            "layers": layers_as_dict(self.coatings),
            "growth_on_charge": [{"name": n, "thickness [m]": g} for n, g in self.growth],
            "resistance": [
                {
                    "cause": c.name,
                    "where": c.where,
                    "value [ohm m2]": c.value,
                    "low [ohm m2]": c.low,
                    "high [ohm m2]": c.high,
                }
                for c in self.causes
            ],
            "bill": bill_as_dict(self.bill),
            "laws": [law.as_dict() for law in self.check()],
            "numbers_by_kind": self.counts(),
            "inputs": {path: v.as_dict() for path, v in self.design.origin.items()},
            "data_rows": sorted({f"{e.item} {e.quantity} [{e.source}]" for e in self.evidence}),
            "key": self.key,
            "record": record(),
        }


def specify(design: Design) -> Spec:
    """Return the spec sheet of a design.

    Parameters
    ----------
    design : Design

    Returns
    -------
    Spec

    Raises
    ------
    InputError
        If the design contradicts itself or the data hold no number that it needs.

    Examples
    --------
    >>> import ionwright as iw
    >>> spec = iw.cell.specify(iw.cell.load("sulfide-nmc811-lithium"))
    >>> spec.status
    'done'
    """
    parts = parts_of(design)
    positive, negative, charge = parts.positive, parts.negative, parts.balance
    evidence = parts.evidence
    coatings, growth, more = _repeat_unit(design, positive[0], negative[0], charge)
    evidence += more
    if design.stores:
        growth = (*growth, *_breathing(design, positive, negative, charge))
    packed, more = package(design, coatings, sum(g for _, g in growth))
    evidence += more
    causes: list[Cause] = []
    for part in _all_causes(parts):
        causes += part[0]
        evidence += part[1]
    for host in (*positive[1], *negative[1]):
        evidence += host.material.evidence
    resistance = sum(c.value for c in causes)
    power = pulse_power(design, charge, resistance) if design.stores else None
    return Spec(
        design=design,
        coatings=coatings,
        growth=growth,
        balance=charge,
        causes=tuple(causes),
        power=power,
        package=packed,
        notes=notes(design, charge, positive[1], negative[1], power),
        evidence=tuple({e.identity(): e for e in evidence}.values()),
    )


Side = tuple[Coating | None, list[Population]]
"""An electrode as made: its coating and its populations."""


def _all_causes(parts: Parts) -> list[tuple[list[Cause], ion.Evidence]]:
    """Return every contribution to the resistance, with the rows used."""
    design = parts.design
    T = design.cell.operation.temperature
    return [
        _side_causes(parts, "positive", T),
        separator_causes(design, T),
        _side_causes(parts, "negative", T),
        metal_causes(design, parts.faces),
    ]


def _side_causes(parts: Parts, side: str, T: float) -> tuple[list[Cause], ion.Evidence]:
    """Return the contributions of one electrode, with the rows used."""
    design, positive = parts.design, side == "positive"
    written = design.cell.positive if positive else design.cell.negative
    coating, hosts = parts.positive if positive else parts.negative
    if not isinstance(written, Composite) or coating is None:
        return planar_causes(design, side, T)
    x = parts.half[0 if positive else 1]
    return electrode_causes(Electrode(side, written, coating, hosts, x, design.origin), T)


def _repeat_unit(
    design: Design, positive: Coating, negative: Coating | None, charge: Balance
) -> tuple[tuple[Coating, ...], tuple[tuple[str, float], ...], ion.Evidence]:
    """Layers of the discharged cell after formation, and the lithium that charging adds.

    Of two planar electrodes: the layers as built, and no lithium.
    """
    cell = design.cell
    out = [positive] if positive.thickness > 0.0 else []
    found, evidence = _interlayer(cell.positive, "positive interlayer")
    out += found
    for number, layer in reversed(list(enumerate(cell.separator, start=1))):
        name = "separator" if len(cell.separator) == 1 else f"separator {number}"
        coating, more = separator_coating(name, layer)
        out.append(coating)
        evidence += more
    found, more = _interlayer(cell.negative, "interlayer")
    out += found
    evidence += more
    plated: tuple[tuple[str, float], ...] = ()
    if design.stores and isinstance(cell.negative, Metal | BareCollector):
        per_charge, more = lithium_per_charge()
        evidence += more
        left = (charge.first_charge - charge.capacity) * per_charge
        sheet = negative or Coating("lithium left by formation", 0.0, 0.0, ())
        # lithium that the first cycle leaves on the negative thickens it for good; its mass
        # came out of the positive, so it is not weighed twice
        negative = replace(sheet, thickness=sheet.thickness + left)
        plated = (("lithium plated", charge.capacity * per_charge),)
    if negative is not None and negative.thickness > 0.0:
        out.append(negative)
    return tuple(out), plated, evidence


def _interlayer(
    electrode: Composite | Metal | BareCollector | Reference, name: str
) -> tuple[list[Coating], ion.Evidence]:
    """Return the interlayer of an electrode, if it has one."""
    interlayer = getattr(electrode, "interlayer", None)
    if interlayer is None:
        return [], ()
    coating, evidence = interlayer_coating(name, interlayer)
    return [coating], evidence


def _breathing(
    design: Design,
    positive: tuple[Coating, list[Population]],
    negative: Side,
    charge: Balance,
) -> tuple[tuple[str, float], ...]:
    """Thickness that the hosts' volume change adds on charge [m].

    A host that was built in at stoichiometry x_b occupies eps there; at x it occupies
    eps (1 + s x)/(1 + s x_b), s being the volume change from x = 0 to 1. Positives are built
    full (x_b = 1), negatives empty (x_b = 0). The share `breathing` of the change thickens the
    electrode, and so does whatever the pores cannot take. An alloy of constant potential grows
    by the partial volume of its lithium.
    """
    out = []
    for name, electrode, (coating, hosts), built in (
        ("positive breathing", design.cell.positive, positive, 1.0),
        ("negative breathing", design.cell.negative, negative, 0.0),
    ):
        if not isinstance(electrode, Composite) or coating is None:
            continue
        full = charge.positive if built else charge.negative
        used = charge.capacity / full
        volumes = [p.volume_fraction for p in coating.portions if p.role == ACTIVE]
        total = 0.0
        for eps, h in zip(volumes, hosts, strict=True):
            s, span = h.material.swelling, (h.x_charged - h.x_discharged) * used
            total += eps * s * span / (1.0 + s * built)
        room = coating.porosity
        if electrode.electrolyte.pore_filling is not None:  # what fills the pores can give way
            room += coating.fraction(ELECTROLYTE)
        share = max(total * electrode.breathing, total - room)
        out.append((name, share * coating.thickness))
    if isinstance(design.cell.negative, Reference):
        out.append(("counter electrode", charge.capacity / ion.FARADAY * _partial_volume(design)))
    return tuple(out)


def _partial_volume(design: Design) -> float:
    """Return the volume that a mole of lithium adds to the alloy of a reference [m3/mol].

    LiIn: its molar volume less that of indium; 0 for an alloy without these data.
    """
    assert isinstance(design.cell.negative, Reference)
    indium = data.item("indium").molar_mass
    if design.cell.negative.material != "LiIn" or indium is None:
        return 0.0
    alloy = data.default("LiIn", "molar_volume").value.value
    return alloy - indium / ion.metal_density("indium")[0]
