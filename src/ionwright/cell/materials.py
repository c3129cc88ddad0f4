"""The materials of a design: defaults of the data, overridden by what the file says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ionwright import data, ion, units
from ionwright.cell.design import Cell
from ionwright.cell.electrode import (
    Active,
    BareCollector,
    Composite,
    ElectrodeElectrolyte,
    Metal,
    Plating,
    Reference,
)
from ionwright.cell.separator import Layer
from ionwright.core import Value
from ionwright.errors import InputError
from ionwright.ion.composition import Uniform
from ionwright.ion.conductivity import Arrhenius, ArrheniusT, Vtf
from ionwright.ion.interface import ConstantExchange, ExchangeCurrent, InsertionExchange
from ionwright.ion.ocp import BranchedOcp, FlatOcp, TableOcp
from ionwright.ion.pressing import DensityPower


@dataclass(frozen=True)
class Population:
    """One population of active particles with its material resolved.

    Parameters
    ----------
    written : Active
        As it stands in the file.
    material : ActiveMaterial
        With the file's overrides; `c_max` agrees with `capacity` and the window.
    x_charged, x_discharged : float
        Stoichiometries at the voltage limits [1].
    capacity : float
        Reversible capacity per mass between them [C/kg].
    interface : Interface
        Charge transfer against the electrode's electrolyte.
    kinetic, diffusive : (float, float)
        Low and high of its exchange current density and of its diffusivity, over the value [1].
    """

    written: Active
    material: ion.ActiveMaterial
    x_charged: float
    x_discharged: float
    capacity: float
    interface: ion.Interface
    kinetic: tuple[float, float] = (1.0, 1.0)
    diffusive: tuple[float, float] = (1.0, 1.0)


def density_of(item: str, given: float | None) -> tuple[float, ion.Evidence]:
    """Return the density of a substance [kg/m3], the file's or that of the data."""
    if given is not None:
        return given, ()
    row = data.default(item, "density")
    return row.value.value, (row,)


def electrolyte_of(part: Layer | ElectrodeElectrolyte, item: str) -> ion.Electrolyte:
    """Return the electrolyte of a layer or electrode, with the file's overrides.

    A conductivity in the file holds at 25 degC for the layer or powder as made; its temperature
    law is Arrhenius with the file's activation energy or that of the data.
    """
    base = ion.electrolyte(item)
    law, replaced = base.conductivity, []
    if part.density is not None:
        base = replace(base, density=part.density)
        replaced.append("density")
    if part.activation_energy is not None:
        law = Arrhenius(law(ion.T_REF), part.activation_energy)
        replaced += ["activation_energy", "activation_energy_sigma_T"]
    if part.conductivity is not None:
        replaced.append("ionic_conductivity")
        if isinstance(law, Arrhenius | ArrheniusT):
            law = replace(law, sigma_ref=part.conductivity, T_ref=ion.T_REF)
        else:
            law = replace(law, A=law.A * part.conductivity / law(ion.T_REF))
    return replace(base, conductivity=law, evidence=_without(base.evidence, *replaced))


def _without(evidence: ion.Evidence, *quantities: str) -> ion.Evidence:
    """Leave out the rows that a number of the file has replaced."""
    return tuple(e for e in evidence if e.quantity not in quantities)


def conductivity_at(electrolyte: ion.Electrolyte, T: float, path: str) -> float:
    """Return the conductivity at `T` [S/m], refusing a polymer outside its fitted range.

    Raises
    ------
    InputError
        If a VTF law is asked outside the temperatures at which it was fitted.
    """
    law = electrolyte.conductivity
    if isinstance(law, Vtf) and not law.holds(T):
        raise InputError(
            f"the conductivity of {electrolyte.item} is known only where it was fitted",
            seen=units.show(T, "degC"),
            allowed=f"{units.show(law.T_low, 'degC')} to {units.show(law.T_high, 'degC')}",
            do="Change cell.operation.temperature, or give conductivity and activation_energy",
            where=path,
        )
    return law(T)


def layer_conductivity(layer: Layer, T: float) -> tuple[float, ion.Evidence]:
    """Return the conductivity of a separator layer at `T` [S/m], and the rows used.

    A conductivity in the file is that of the layer as made. One of the data belongs to a
    sample of its own relative density and is scaled to that of the layer by
    (rho_layer/rho_sample)^1.5 (Bruggeman in the solid share); through a scaffold the transport
    law of the layer acts on top.
    """
    electrolyte = electrolyte_of(layer, layer.electrolyte)
    sigma = conductivity_at(electrolyte, T, "cell.separator")
    if layer.conductivity is None:
        sigma *= DensityPower()(layer.relative_density) / _sample_density(electrolyte)
        if layer.scaffold_share is not None:
            sigma *= layer.transport.build()(1.0 - layer.scaffold_share)
    return sigma, electrolyte.evidence


def spread(evidence: ion.Evidence, quantity: str, written: Value | None) -> tuple[float, float]:
    """Return low and high of a number over its value, as far as known [1].

    Parameters
    ----------
    evidence : tuple
        Rows used; the quantity among them if it is the data's number.
    quantity : str
        Which one.
    written : Value or None
        The number of the file, which counts if the rows do not hold one.
    """
    for row in evidence:
        if row.quantity == quantity and isinstance(row, data.Row):
            written = row.value
    if written is None or written.value == 0.0:
        return 1.0, 1.0
    return written.low / written.value, written.high / written.value


def electrode_conductivity(
    part: ElectrodeElectrolyte, T: float, path: str
) -> tuple[float, ion.Evidence]:
    """Return the conductivity of the electrolyte in an electrode, without pores [S/m].

    A conductivity of the data belongs to a pressed sample and is scaled to the dense material,
    since the electrode's transport law counts the pores; one in the file is taken as it is.
    """
    electrolyte = electrolyte_of(part, part.material)
    sigma = conductivity_at(electrolyte, T, path)
    if part.conductivity is None:
        sigma /= _sample_density(electrolyte)
    return sigma, electrolyte.evidence


def _sample_density(electrolyte: ion.Electrolyte) -> float:
    return DensityPower()(electrolyte.relative_density)


def populations(
    electrode: Composite, cell: Cell, positive: bool, origin: Mapping[str, Value]
) -> list[Population]:
    """Return the particle populations of a composite electrode, resolved.

    Raises
    ------
    InputError
        If a stoichiometry lies outside the range in which the potential curve was measured,
        or the window is empty or of the wrong sign.
    """
    side = "positive" if positive else "negative"
    out = []
    for number, active in enumerate(electrode.active):
        path = f"cell.{side}.active.{number}"
        material = _with_overrides(active)
        charged, discharged = _window(active, material, cell, positive, path)
        span = abs(charged - discharged)
        if active.capacity is not None:
            material = replace(material, c_max=_from_capacity(active, material, path))
        capacity = ion.FARADAY * material.c_max * span / material.density
        law, evidence = _exchange(
            active, active.material, electrode.electrolyte.material, InsertionExchange
        )
        material = replace(material, evidence=(*material.evidence, *evidence))
        interface = ion.Interface(law, active.film_resistance, active.contact)
        written = origin.get(f"{path}.exchange_current_density")
        kinetic = spread(evidence, "exchange_current_density", written)
        written = origin.get(f"{path}.diffusivity")
        diffusive = spread(material.evidence, "diffusivity", written)
        window = (charged, discharged)
        out.append(Population(active, material, *window, capacity, interface, kinetic, diffusive))
    return out


def _with_overrides(active: Active) -> ion.ActiveMaterial:
    material = ion.active_material(active.material, active.ocp_source or "")
    replaced = []
    if active.density is not None:
        material = replace(material, density=active.density)
        replaced.append("density")
    if active.maximum_concentration is not None:
        material = replace(material, c_max=active.maximum_concentration)
        replaced.append("maximum_concentration")
    if active.diffusivity is not None:
        material = replace(material, diffusivity=Uniform(active.diffusivity))
        replaced += ["diffusivity", "diffusivity_activation_energy"]
    if active.electronic_conductivity is not None:
        material = replace(material, electronic=Uniform(active.electronic_conductivity))
        replaced.append("electronic_conductivity")
    return replace(material, evidence=_without(material.evidence, *replaced))


LARGEST_EXCESS = 1.35
"""How far a capacity may put c_max above that of the data: curves fitted to whole cells carry
their own scale of x, up to 28 % from the crystal's (NMC811 of Chen 2020)."""


def _from_capacity(active: Active, material: ion.ActiveMaterial, path: str) -> float:
    """Return the c_max that holds the stated capacity between its two potentials [mol/m3].

    Raises
    ------
    InputError
        If the potentials span nothing of the curve, or the crystal cannot hold that much.
    """
    high, low = active.capacity_upper_potential, active.capacity_lower_potential
    assert active.capacity is not None
    assert high is not None
    assert low is not None
    ocp = material.ocp
    if isinstance(ocp, FlatOcp):
        span = ocp.x_high - ocp.x_low
    else:
        span = ocp.stoichiometry(low) - ocp.stoichiometry(high)
    if span <= 0.0:
        raise InputError(
            f"the two potentials of a capacity must span some of the curve of {material.item}",
            seen=f"{low:g} V and {high:g} V",
            do="Correct capacity_lower_potential and capacity_upper_potential",
            where=path,
        )
    c_max = material.density * active.capacity / (ion.FARADAY * span)
    if c_max > LARGEST_EXCESS * material.c_max:
        most = LARGEST_EXCESS * material.c_max * ion.FARADAY * span / material.density
        raise InputError(
            f"a capacity must be one that {material.item} can hold between these potentials",
            seen=units.show(active.capacity, "mAh/g"),
            allowed=f"up to {units.show(most, 'mAh/g', 3)}",
            do="Correct capacity or its two potentials",
            where=f"{path}.capacity",
        )
    return c_max


def planar_interface(
    electrode: Metal | BareCollector | Reference, electrolyte: str
) -> tuple[ion.Interface, ion.Evidence]:
    """Return the charge transfer of lithium or an alloy against the separator."""
    item = electrode.material if isinstance(electrode, Reference) else "lithium"
    law, evidence = _exchange(electrode, item, electrolyte, ConstantExchange)
    return ion.Interface(law, electrode.interface_resistance, electrode.contact), evidence


def plating_exchange(plating: Plating, electrolyte: str) -> ExchangeCurrent:
    """Return the exchange-current law of lithium that plates on particles."""
    return _exchange(plating, "lithium", electrolyte, ConstantExchange)[0]


def _exchange(
    written: Plating | Active | Metal | BareCollector | Reference,
    item: str,
    electrolyte: str,
    law: type[InsertionExchange] | type[ConstantExchange],
) -> tuple[ExchangeCurrent, ion.Evidence]:
    """Return the exchange-current law: the file's numbers where it gives them, else the data's."""
    barrier, evidence = written.exchange_activation_energy, ()
    if written.exchange_current_density is None:
        found, evidence = ion.interface(item, electrolyte)
        if barrier is None:
            return found.exchange, evidence
        return replace(found.exchange, E_a=barrier), evidence
    if barrier is None:
        barrier, evidence = ion.exchange_barrier(item, electrolyte)
    return law(written.exchange_current_density, barrier), evidence


def _window(
    active: Active, material: ion.ActiveMaterial, cell: Cell, positive: bool, path: str
) -> tuple[float, float]:
    charged, discharged = active.stoichiometry_charged, active.stoichiometry_discharged
    ocp = material.ocp
    if isinstance(ocp, FlatOcp):
        low, high = ocp.x_low, ocp.x_high
        default = (low, high) if positive else (high, low)
    elif positive:
        full, empty = negative_ends(cell)
        default = (
            _reached(ocp, cell.operation.upper_voltage + full, full=True),
            _reached(ocp, cell.operation.lower_voltage + empty, full=False),
        )
    else:
        default = (ocp.x_high, ocp.x_low)
    window = (
        default[0] if charged is None else charged,
        default[1] if discharged is None else discharged,
    )
    for name, x in zip(("charged", "discharged"), window, strict=True):
        if not ocp.holds(x):
            raise InputError(
                f"the stoichiometry must lie where the potential of {material.item} was measured",
                seen=f"{x:.4g}",
                allowed=f"{ocp.x_low:.4g} to {ocp.x_high:.4g}",
                do="Choose a stoichiometry within, or another ocp_source",
                where=f"{path}.stoichiometry_{name}",
            )
    if (window[0] < window[1]) != positive or window[0] == window[1]:
        rule = "less" if positive else "more"
        raise InputError(
            f"a {'positive' if positive else 'negative'} host holds {rule} lithium when charged",
            seen=f"{material.item} with x = {window[0]:.4g} charged and {window[1]:.4g} discharged",
            do="Widen the voltage limits, correct the stoichiometries, or take another material",
            where=path,
        )
    return window


def _reached(ocp: ion.Ocp, U: float, full: bool) -> float:
    """Return where a positive stands at a limit, on the branch by which it got there."""
    if isinstance(ocp, BranchedOcp):
        ocp = ocp.delithiation if full else ocp.lithiation
    assert isinstance(ocp, TableOcp)
    return ocp.stoichiometry(U)


def beyond_the_curve(cell: Cell, hosts: list[Population]) -> tuple[str, ...]:
    """Say where a voltage limit asks for more than the positive's curve was measured for."""
    full, empty = negative_ends(cell)
    out = []
    for h in hosts:
        ocp = h.material.ocp
        if isinstance(ocp, FlatOcp):
            continue
        top, bottom = float(ocp(ocp.x_low)), float(ocp(ocp.x_high))
        high = cell.operation.upper_voltage + full
        low = cell.operation.lower_voltage + empty
        if h.written.stoichiometry_charged is None and high > top + SLACK:
            out.append(
                f"The potential of {h.material.item} was measured up to {top:.3f} V, the charge"
                f" asks for {high:.3f} V against lithium: it is counted to the end of the curve."
            )
        if h.written.stoichiometry_discharged is None and low < bottom - SLACK:
            out.append(
                f"The potential of {h.material.item} was measured down to {bottom:.3f} V, the"
                f" discharge asks for {low:.3f} V against lithium: it is counted to the end of the"
                " curve."
            )
    return tuple(out)


SLACK = 0.05
"""How far a limit may lie beyond a curve before the sheet says so [V]."""


def negative_ends(cell: Cell) -> tuple[float, float]:
    """Return the negative's potential when the cell is full and while it empties [V].

    Lithium metal is 0; a reference has its plateau. A host (of several, the first) is read off
    its curve at the charged end of its window, and in the middle of it for the empty cell: its
    own steep rise at the very end does not fix how far the positive may fill.
    """
    negative = cell.negative
    if negative.type == "reference":
        flat, _ = ion.reference_potential(negative.material)
        return flat.potential, flat.potential
    if negative.type != "composite":
        return 0.0, 0.0
    first = negative.active[0]
    material = _with_overrides(first)
    charged, discharged = _window(first, material, cell, False, "cell.negative.active.0")
    middle = 0.5 * (charged + discharged)
    return float(material.ocp(charged)), float(material.ocp(middle))
