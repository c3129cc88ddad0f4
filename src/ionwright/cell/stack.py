"""The repeat unit: layers from foil to foil, thickness and mass per area of a positive face."""

from __future__ import annotations

from dataclasses import dataclass

from ionwright import data, ion, units
from ionwright.cell.electrode import Composite, Interlayer
from ionwright.cell.materials import Population, density_of
from ionwright.cell.separator import Layer
from ionwright.errors import InputError


@dataclass(frozen=True, slots=True)
class Portion:
    """Some mass of one item in a layer.

    Parameters
    ----------
    item : str
        Item id.
    role : str
        What it does there.
    mass : float
        [kg/m2].
    volume_fraction : float
        Share of the layer's volume [1].
    """

    item: str
    role: str
    mass: float
    volume_fraction: float


@dataclass(frozen=True, slots=True)
class Coating:
    """A layer of the repeat unit, as made.

    Parameters
    ----------
    name : str
    thickness : float
        [m].
    porosity : float
        Volume share that stays empty [1].
    portions : tuple of Portion
    """

    name: str
    thickness: float
    porosity: float
    portions: tuple[Portion, ...]

    @property
    def mass(self) -> float:
        """Mass per area [kg/m2]."""
        return sum(p.mass for p in self.portions)

    def fraction(self, role: str) -> float:
        """Return the volume fraction of everything with this role [1]."""
        return sum(p.volume_fraction for p in self.portions if p.role == role)


ACTIVE, ELECTROLYTE, ADDITIVE = "active material", "electrolyte in the electrode", "additive"


def composite_coating(
    name: str, electrode: Composite, hosts: list[Population]
) -> tuple[Coating, ion.Evidence]:
    """Return a composite electrode as made, from whichever two of thickness, porosity, amount.

    By mass: solids of density rho_s = 1/sum(w_i/rho_i); amount m = rho_s (1 - p) L, where an
    areal capacity Q [C/m2] means m = Q/sum(w_k q_k) [kg/m2].
    """
    solids, evidence = _solids(electrode, hosts)
    if electrode.by_mass:
        specific_volume = sum(w / rho for _, _, w, rho in solids)
        thickness, porosity = _fill(electrode, hosts, 1.0 / specific_volume)
        solid = 1.0 - porosity
        shares = [(i, r, solid * w / rho / specific_volume, rho) for i, r, w, rho in solids]
    else:
        assert electrode.thickness is not None
        shares, thickness = solids, electrode.thickness
        porosity = 1.0 - sum(phi for _, _, phi, _ in shares)
    if porosity < -1e-9:
        raise InputError(
            "the solids of an electrode must fit into its thickness",
            seen=f"{units.show(thickness, 'um')}, which they overfill by {-porosity * 100:.3g} %",
            allowed=f"at least {units.show(thickness * (1.0 - porosity), 'um')}",
            do="Give more thickness or less material",
            where=f"cell.{name}.thickness",
        )
    filling = electrode.electrolyte.pore_filling
    if filling is not None:
        item = electrode.electrolyte.material
        rho, more = density_of(item, electrode.electrolyte.density)
        shares.append((item, ELECTROLYTE, porosity * filling, rho))
        evidence += more
        porosity *= 1.0 - filling
    portions = tuple(Portion(i, r, phi * rho * thickness, phi) for i, r, phi, rho in shares)
    return Coating(name, thickness, max(0.0, porosity), portions), evidence


def _solids(
    electrode: Composite, hosts: list[Population]
) -> tuple[list[tuple[str, str, float, float]], ion.Evidence]:
    """Return (item, role, share, density) of each solid; shares by mass or by volume."""
    out = [(h.material.item, ACTIVE, _share(h.written), h.material.density) for h in hosts]
    evidence: ion.Evidence = ()
    if electrode.electrolyte.pore_filling is None:
        e = electrode.electrolyte
        rho, evidence = density_of(e.material, e.density)
        out.append((e.material, ELECTROLYTE, _share(e), rho))
    for part in electrode.additive:
        rho, more = density_of(part.material, part.density)
        out.append((part.material, ADDITIVE, _share(part), rho))
        evidence += more
    return out, evidence


def _share(part: object) -> float:
    mass = getattr(part, "mass_fraction", None)
    return float(mass if mass is not None else getattr(part, "volume_fraction", 0.0))


def _fill(electrode: Composite, hosts: list[Population], rho_s: float) -> tuple[float, float]:
    """Return thickness [m] and porosity [1] of a coating whose shares are by mass."""
    amount = electrode.areal_mass
    if electrode.areal_capacity is not None:
        amount = electrode.areal_capacity / sum(_share(h.written) * h.capacity for h in hosts)
    if amount is None:
        assert electrode.thickness is not None
        assert electrode.porosity is not None
        return electrode.thickness, electrode.porosity
    if electrode.thickness is not None:
        return electrode.thickness, 1.0 - amount / (rho_s * electrode.thickness)
    assert electrode.porosity is not None
    return amount / (rho_s * (1.0 - electrode.porosity)), electrode.porosity


def separator_coating(name: str, layer: Layer) -> tuple[Coating, ion.Evidence]:
    """Return a separator layer: electrolyte at its relative density [1], perhaps in a scaffold."""
    rho, evidence = density_of(layer.electrolyte, layer.density)
    scaffold = layer.scaffold_share or 0.0
    phi = (1.0 - scaffold) * layer.relative_density
    portions = [Portion(layer.electrolyte, "separator", phi * rho * layer.thickness, phi)]
    if layer.scaffold is not None:
        rho_s, more = density_of(layer.scaffold, None)
        mass = scaffold * rho_s * layer.thickness
        portions.append(Portion(layer.scaffold, "scaffold", mass, scaffold))
        evidence += more
    empty = 1.0 - sum(p.volume_fraction for p in portions)
    return Coating(name, layer.thickness, max(0.0, empty), tuple(portions)), evidence


def interlayer_coating(name: str, layer: Interlayer) -> tuple[Coating, ion.Evidence]:
    """Return an interlayer such as silver-carbon [kg/m2 of each item], without lithium."""
    evidence: ion.Evidence = ()
    found = []
    for part in layer.component:
        rho, more = density_of(part.material, part.density)
        found.append((part.material, part.mass_fraction, rho))
        evidence += more
    specific_volume = sum(w / rho for _, w, rho in found)
    solid = 1.0 - layer.porosity
    portions = []
    for item, w, rho in found:
        phi = solid * w / rho / specific_volume
        portions.append(Portion(item, "interlayer", phi * rho * layer.thickness, phi))
    return Coating(name, layer.thickness, layer.porosity, tuple(portions)), evidence


def metal_coating(
    name: str, item: str, thickness: float, side: str = "negative"
) -> tuple[Coating, ion.Evidence]:
    """Return a dense sheet of lithium or an alloy of a thickness [m]."""
    rho, evidence = ion.metal_density(item)
    portion = Portion(item, f"{side} metal", rho * thickness, 1.0)
    return Coating(name, thickness, 0.0, (portion,)), evidence


def lithium_per_charge() -> tuple[float, ion.Evidence]:
    """Return the thickness of lithium per areal charge [m3/C] = M/(rho F), 4.85 um per mAh/cm2."""
    rho, evidence = ion.metal_density("lithium")
    mass = data.item("lithium").molar_mass
    assert mass is not None
    return mass / (rho * ion.FARADAY), evidence
