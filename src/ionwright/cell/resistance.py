"""Area-specific resistance by cause, ten seconds into a small pulse at half charge.

The linear answer of a cell at rest: what an ohmmeter would read after 10 s. It takes no
account of Butler-Volmer at large current, of the spread of charge through a thick electrode,
or of the rest of the discharge; the cell simulator does.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from ionwright import data, ion
from ionwright.cell.balance import Balance
from ionwright.cell.design import Design
from ionwright.cell.electrode import Composite
from ionwright.cell.format import Bare
from ionwright.cell.materials import (
    Population,
    electrode_conductivity,
    electrolyte_of,
    layer_conductivity,
    spread,
)
from ionwright.cell.stack import ACTIVE, ELECTROLYTE, Coating
from ionwright.core import Value
from ionwright.errors import InputError

PULSE = 10.0
"""Length of the pulse [s]."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One contribution to the resistance.

    Parameters
    ----------
    name : str
        What it is.
    where : str
        "separator", "positive", "negative" or "cell".
    value : float
        [ohm m2] of one positive face.
    low, high : float or None
        What the range of the number behind it gives [ohm m2]: exchange current, conductivity,
        diffusivity, or the resistance itself; None where no range was carried through.
    """

    name: str
    where: str
    value: float
    low: float | None = None
    high: float | None = None


def porous_electrode(L: float, kappa: float, sigma: float, G: float) -> float:
    """Return the resistance of a porous electrode with linear kinetics [ohm m2].

    R = L/(kappa + sigma) (1 + (2 + (sigma/kappa + kappa/sigma) cosh nu)/(nu sinh nu)),
    nu = L sqrt(G (1/kappa + 1/sigma)).

    Parameters
    ----------
    L : float
        Thickness [m].
    kappa, sigma : float
        Effective ionic and electronic conductivity [S/m].
    G : float
        Charge-transfer conductance per volume, a i_0 F/(R T) in the simplest case [S/m3].

    References
    ----------
    Newman and Tobias 1962, doi 10.1149/1.2425269, linear limit.
    """
    nu = L * math.sqrt(G * (1.0 / kappa + 1.0 / sigma))
    if nu > 300.0:  # 2/sinh -> 0, coth -> 1
        bracket = 1.0 + (sigma / kappa + kappa / sigma) / nu
    else:
        bracket = 1.0 + (2.0 + (sigma / kappa + kappa / sigma) * math.cosh(nu)) / (
            nu * math.sinh(nu)
        )
    return L / (kappa + sigma) * bracket


@dataclass(frozen=True)
class Electrode:
    """A composite electrode at one state.

    Parameters
    ----------
    side : str
        "positive" or "negative".
    written : Composite
    coating : Coating
    hosts : list of Population
    x : list of float
        Stoichiometry of each host [1].
    origin : mapping
        Value and range of every input, by path.
    """

    side: str
    written: Composite
    coating: Coating
    hosts: list[Population]
    x: list[float]

    origin: Mapping[str, Value]

    def parts(self) -> list[tuple[float, Population, float]]:
        """Return volume fraction, host and stoichiometry of each population."""
        portions = [p for p in self.coating.portions if p.role == ACTIVE]
        volumes = [p.volume_fraction for p in portions]
        return list(zip(volumes, self.hosts, self.x, strict=True))


def electrode_causes(electrode: Electrode, T: float) -> tuple[list[Cause], ion.Evidence]:
    """Return the causes within a composite electrode [ohm m2] at `T` [K].

    The Newman-Tobias resistance is split in this order: charge transfer alone (both networks
    perfect), what the ion path adds with a perfect electron path, and what the electron path
    adds to that.

    Raises
    ------
    InputError
        If one of the two networks does not conduct at all.
    """
    side, coating, written = electrode.side, electrode.coating, electrode.written
    path = f"cell.{side}.electrolyte"
    sigma_ion, used = electrode_conductivity(written.electrolyte, T, path)
    eps = coating.fraction(ELECTROLYTE)
    kappa = sigma_ion * written.ionic_transport.build()(eps)
    sigma = electronic_conductivity(electrode, T)
    for name, value, of in (("ion", kappa, ELECTROLYTE), ("electron", sigma, ACTIVE)):
        if value <= 0.0:
            raise InputError(
                f"the {name} path of an electrode must conduct",
                seen=f"{coating.fraction(of) * 100:.3g} vol%, which its transport law blocks",
                do="Give more of this phase, or another transport law",
                where=f"cell.{side}",
            )
    G, L = conductance(electrode, T), coating.thickness
    least, most = (1.0 / (conductance(electrode, T, end) * L) for end in (1, 0))
    transfer = 1.0 / (G * L)
    perfect = 1e9 * max(kappa, sigma)
    ionic = porous_electrode(L, kappa, perfect, G)
    whole = porous_electrode(L, kappa, sigma, G)
    written_kappa = electrode.origin.get(f"{path}.conductivity")
    bad, good = spread(used, "ionic_conductivity", written_kappa)
    ends = [porous_electrode(L, kappa * f, perfect, G) - transfer for f in (good, bad)]
    slow, fast = (particle_diffusion(electrode, T, end) for end in (0, 1))
    out = [
        Cause("charge transfer", side, transfer, least, most),
        Cause("ion path", side, ionic - transfer, *ends),
        Cause("electron path", side, whole - ionic),
        Cause("diffusion in particles", side, particle_diffusion(electrode, T), fast, slow),
    ]
    if written.junction_resistance:
        junction = electrode.origin.get(f"cell.{side}.junction_resistance")
        value = written.junction_resistance
        out.append(ranged("junction with the separator", side, value, junction))
    return out, used


def ranged(name: str, where: str, value: float, origin: Value | None) -> Cause:
    """Return a cause that is itself an input [ohm m2], with the range of that input."""
    if origin is None:
        return Cause(name, where, value)
    return Cause(name, where, value, origin.low, origin.high)


def electronic_conductivity(electrode: Electrode, T: float) -> float:
    """Return the effective electronic conductivity of a composite [S/m].

    As measured, if the file says so; else that of the active materials at their lithium
    content through the electrode's transport law, with the carbon network of the file in
    parallel. Carbon among the additives makes no network by itself: give one of the two.

    Raises
    ------
    InputError
        If neither the file nor the data hold a number.
    """
    written = electrode.written
    if written.electronic_conductivity is not None:
        return written.electronic_conductivity
    eps, sigma = electrode.coating.fraction(ACTIVE), 0.0
    for volume, h, x in electrode.parts():
        if h.material.electronic is None:
            raise InputError(
                f"the data hold no electronic conductivity of {h.material.item}",
                do="Give electronic_conductivity of the electrode with its source",
                where=f"cell.{electrode.side}",
            )
        sigma += volume / eps * float(h.material.electronic(x, T))
    return sigma * written.electronic_transport.build()(eps) + (written.carbon_conductivity or 0.0)


def conductance(electrode: Electrode, T: float, end: int | None = None) -> float:
    """Return the charge-transfer conductance per volume of an electrode [S/m3].

    Sum over populations of a/R with a = 3 eps/R_p and R from `Interface.small_signal`; `end`
    0 or 1 puts every exchange current density at the low or the high end of its range.
    """
    total = 0.0
    for volume, h, x in electrode.parts():
        factor = 1.0 if end is None else h.kinetic[end]
        R = h.interface.small_signal(x, T, factor)
        total += 3.0 * volume / h.written.particle_radius / R
    return total


def particle_diffusion(electrode: Electrode, T: float, end: int | None = None) -> float:
    """Return the resistance of diffusion in the particles after a pulse [ohm m2].

    A flux j raises the surface over the mean by (j R_p/D) f(D t/R_p^2), `sphere_response`;
    times -dU/dx/c_max. The populations share the current by area. `end` 0 or 1 puts every
    diffusivity at the low or the high end of its range.
    """
    inverse = 0.0
    for volume, h, x in electrode.parts():
        R_p = h.written.particle_radius
        D = float(h.material.diffusivity(x, T)) * (1.0 if end is None else h.diffusive[end])
        rise = R_p / D * sphere_response(D * PULSE / R_p**2)
        per_area = abs(float(h.material.ocp.slope(x))) / (ion.FARADAY * h.material.c_max) * rise
        area = 3.0 * volume / R_p * electrode.coating.thickness * h.written.contact
        if per_area == 0.0:
            return 0.0
        inverse += area / per_area
    return 1.0 / inverse


def sphere_response(tau: float) -> float:
    """Return surface minus mean concentration of a sphere at constant flux, D/(j R) units [1].

    f = 1/5 - 2 sum exp(-l_n^2 tau)/l_n^2 with tan l_n = l_n; for tau below 1e-4, where the sum
    needs many terms, the half-space with the curvature of the sphere: 2 sqrt(tau/pi) - 2 tau.

    References
    ----------
    Crank 1975, The Mathematics of Diffusion, eq. 6.45 (surface value at r = a).
    """
    if tau < 1e-4:
        return 2.0 * math.sqrt(tau / math.pi) - 2.0 * tau
    roots = _sphere_roots()
    return float(0.2 - 2.0 * np.sum(np.exp(-(roots**2) * tau) / roots**2))


@cache
def _sphere_roots() -> np.ndarray:
    """Return the first 200 positive roots of tan l = l, by Newton from their asymptote."""
    n = np.arange(1, 201)
    l_n = (n + 0.5) * np.pi
    for _ in range(20):
        # l cos l = sin l, written without the poles of the tangent
        l_n = l_n - (np.sin(l_n) - l_n * np.cos(l_n)) / (l_n * np.sin(l_n))
    return l_n


def separator_causes(design: Design, T: float) -> tuple[list[Cause], ion.Evidence]:
    """Return ohmic, junction and salt contributions of the separator [ohm m2] at `T` [K]."""
    out, evidence = [], ()
    several = len(design.cell.separator) > 1
    for number, layer in enumerate(design.cell.separator, start=1):
        name = f"separator {number}" if several else "separator"
        sigma, more = layer_conductivity(layer, T)
        path = f"cell.separator.{number - 1}" if several else "cell.separator"
        bad, good = spread(more, "ionic_conductivity", design.origin.get(f"{path}.conductivity"))
        ohmic = layer.thickness / sigma
        out.append(Cause(name, "separator", ohmic, ohmic / good, ohmic / bad))
        if layer.junction_resistance:
            junction = design.origin.get(f"{path}.junction_resistance")
            value = layer.junction_resistance
            out.append(ranged(f"junction after {name}", "separator", value, junction))
        evidence += more
        salt = _salt(design, layer.thickness, number - 1, T)
        if salt:
            out.append(Cause(f"salt gradient, {name}", "separator", salt))
    return out, evidence


def _salt(design: Design, thickness: float, number: int, T: float) -> float:
    """Concentration overpotential of a binary electrolyte after the pulse [ohm m2].

    2 R T (1 - t_+)^2/(F^2 D c_0) min(L, 4 sqrt(D t/pi)): two boundary layers that grow until
    they meet; ideal solution (no activity term), D through the scaffold as the conductivity.
    """
    layer = design.cell.separator[number]
    electrolyte = electrolyte_of(layer, layer.electrolyte)
    if electrolyte.salt is None:
        return 0.0
    share = 1.0
    if layer.scaffold_share is not None:
        open_share = 1.0 - layer.scaffold_share
        share = layer.transport.build()(open_share) / open_share
    D = electrolyte.salt.diffusivity * share
    reach = min(thickness, 4.0 * math.sqrt(D * PULSE / math.pi))
    t_plus, c_0 = electrolyte.transference, electrolyte.salt.concentration
    return (
        2.0
        * ion.GAS_CONSTANT
        * T
        * (1.0 - t_plus) ** 2
        / (ion.FARADAY**2 * D * c_0 * (1.0 - (layer.scaffold_share or 0.0)))
        * reach
    )


def metal_causes(design: Design, faces: float) -> tuple[list[Cause], ion.Evidence]:
    """Return contacts, foils and tabs, per positive face [ohm m2].

    A foil coated on both faces serves each with half its thickness t; current gathered over
    the height H towards the tab meets rho H^2/(3 t/2). Tabs: rho l/(w t) times the area of
    all faces.
    """
    out: list[Cause] = []
    evidence: ion.Evidence = ()
    layout = design.cell.format
    for side in ("positive", "negative"):
        collector = getattr(design.cell, side).collector
        if collector is not None and collector.contact_resistance:
            out.append(Cause("foil contact", side, collector.contact_resistance))
        if isinstance(layout, Bare):
            continue
        if collector is not None:
            row = data.default(collector.material, "electrical_resistivity")
            rho = row.value.value
            out.append(Cause("foil", side, rho * layout.height**2 / (1.5 * collector.thickness)))
            evidence += (row,)
        tab = layout.positive_tab if side == "positive" else layout.negative_tab
        if tab is not None:
            row = data.default(tab.material, "electrical_resistivity")
            R = row.value.value * tab.length / (tab.width * tab.thickness)
            out.append(Cause("tab", side, R * faces))
            evidence += (row,)
    return out, evidence


@dataclass(frozen=True, slots=True)
class Power:
    """What a 10 s pulse can give at half charge, by the linear resistance.

    Parameters
    ----------
    voltage : float
        Cell voltage in the pulse: the lower limit, or half the open-circuit voltage if higher
        (beyond it the power falls again) [V].
    current_density : float
        [A/m2].
    areal_power : float
        [W/m2] of one positive face.
    """

    voltage: float
    current_density: float
    areal_power: float


def pulse_power(design: Design, charge: Balance, resistance: float) -> Power:
    """Return the 10 s power at half charge, V (OCV - V)/R [W/m2].

    `resistance` is area-specific [ohm m2]. Linear: an upper bound where the current leaves
    the linear range of the kinetics or depletes an electrolyte.
    """
    V = max(design.cell.operation.lower_voltage, 0.5 * charge.open_circuit)
    V = min(V, charge.open_circuit)
    i = (charge.open_circuit - V) / resistance
    return Power(V, i, V * i)
