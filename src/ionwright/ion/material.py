"""Materials: laws with the rows of data that they were made from."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ionwright import data
from ionwright.errors import InputError
from ionwright.ion.composition import LogTable, OfComposition, Uniform
from ionwright.ion.concentration import PowerSum
from ionwright.ion.conductivity import Arrhenius, ArrheniusT, Conductivity, Vtf
from ionwright.ion.constants import T_REF
from ionwright.ion.interface import ConstantExchange, InsertionExchange, Interface
from ionwright.ion.ocp import BranchedOcp, FlatOcp, Ocp, TableOcp

Evidence = tuple[data.Row | data.Curve, ...]
"""The rows and curves that a material was made from."""


@dataclass(frozen=True)
class Electrolyte:
    """An ion conductor.

    Parameters
    ----------
    item : str
        Item id.
    conductivity : Conductivity
        Ionic conductivity against temperature [S/m], at `relative_density`.
    density : float
        Of the dense material [kg/m3].
    relative_density : float
        Of the sample on which the conductivity was measured [1].
    transference : float
        Lithium transference number [1].
    salt : Salt or None
        Salt of a binary electrolyte; None for a single-ion conductor.
    evidence : tuple
        Rows of data used.
    """

    item: str
    conductivity: Conductivity
    density: float
    relative_density: float = 1.0
    transference: float = 1.0
    salt: Salt | None = None
    evidence: Evidence = ()


@dataclass(frozen=True, slots=True)
class Salt:
    """Salt of a binary electrolyte.

    Parameters
    ----------
    concentration : float
        [mol/m3].
    diffusivity : float
        At that concentration [m2/s].
    temperature : float
        At which that diffusivity holds [K]; at any other it follows the conductivity.
    thermodynamic_factor : float
        1 + d ln f/d ln c of the mean activity coefficient [1].
    conductivity_of, diffusivity_of : callable or None
        Conductivity [S/m] and diffusivity [m2/s] over concentration [mol/m3], an array; only
        their ratio to the value at `concentration` is used. None: they do not change.
    """

    concentration: float
    diffusivity: float
    temperature: float = T_REF
    thermodynamic_factor: float = 1.0
    conductivity_of: Callable[[NDArray[np.float64]], NDArray[np.float64]] | None = None
    diffusivity_of: Callable[[NDArray[np.float64]], NDArray[np.float64]] | None = None


@dataclass(frozen=True)
class ActiveMaterial:
    """A host of lithium.

    Parameters
    ----------
    item : str
        Item id.
    density : float
        Of the dense material [kg/m3].
    c_max : float
        Lithium concentration at stoichiometry 1 of `ocp` [mol/m3].
    ocp : Ocp
        Equilibrium potential against Li/Li+ [V].
    diffusivity : OfComposition
        Of lithium in the host [m2/s].
    electronic : OfComposition or None
        Electronic conductivity of the dense material [S/m]; None if the data hold none.
    swelling : float
        Volume change from stoichiometry 0 to 1, relative to the volume at 0 [1].
    evidence : tuple
        Rows and curves of data used.
    """

    item: str
    density: float
    c_max: float
    ocp: Ocp
    diffusivity: OfComposition
    electronic: OfComposition | None
    swelling: float
    evidence: Evidence = ()


def electrolyte(name: str) -> Electrolyte:
    """Return an electrolyte with the default numbers of the data.

    Raises
    ------
    InputError
        If the item is unknown, or the data hold no conductivity, activation energy or density.
    """
    item = data.item(name).id
    sigma = data.default(item, "ionic_conductivity")
    rho = data.default(item, "density")
    T_ref = sigma.at("T") or T_REF
    law, rows = _temperature_law(item, sigma.value.value, T_ref)
    relative_density = sigma.at("relative_density") or 1.0
    transference, more = _optional(item, "transference_number")
    out = Electrolyte(
        item,
        law,
        rho.value.value,
        relative_density,
        1.0 if transference is None else transference,
        evidence=(sigma, rho, *rows, *more),
    )
    if out.transference >= 1.0:
        return out
    c, d = data.default(item, "salt_concentration"), data.default(item, "salt_diffusivity")
    kappa_of, kappa_rows = _power_sum(item, "ionic_conductivity_term")
    D_of, D_rows = _power_sum(item, "salt_diffusivity_term")
    laws: dict[str, Any] = {"conductivity_of": kappa_of, "diffusivity_of": D_of}
    salt = Salt(c.value.value, d.value.value, d.at("T") or T_REF, **laws)
    return replace(out, salt=salt, evidence=(*out.evidence, c, d, *kappa_rows, *D_rows))


def _power_sum(item: str, quantity: str) -> tuple[PowerSum | None, Evidence]:
    """Return a property over concentration, one row of data a term; None without rows."""
    rows = data.find(item, quantity)
    if not rows:
        return None, ()
    return PowerSum(tuple((row.at("power") or 0.0, row.value.value) for row in rows)), tuple(rows)


def active_material(name: str, ocp_source: str = "") -> ActiveMaterial:
    """Return a host of lithium with the default numbers of the data.

    Parameters
    ----------
    name : str
        Item id or a name in use.
    ocp_source : str
        Key of the source whose potential curve is wanted; "" for the first.

    Raises
    ------
    InputError
        If the item is unknown, or the data hold no density, curve, maximum concentration or
        diffusivity of it.
    """
    item = data.item(name).id
    rho = data.default(item, "density")
    c_max = data.default(item, "maximum_concentration")
    D = data.default(item, "diffusivity")
    ocp, curves = _ocp(item, ocp_source)
    E_D, barrier = _optional(item, "diffusivity_activation_energy")
    swelling, more = _swelling(item)
    electronic, evidence = _electronic(item)
    return ActiveMaterial(
        item,
        rho.value.value,
        c_max.value.value,
        ocp,
        Uniform(D.value.value, E_D or 0.0, D.at("T") or T_REF),
        electronic,
        swelling,
        (rho, c_max, D, *barrier, *curves, *more, *evidence),
    )


def metal_density(name: str) -> tuple[float, Evidence]:
    """Return the density of a metal [kg/m3] and the row that it is from."""
    row = data.default(name, "density")
    return row.value.value, (row,)


def interface(electrode: str, electrolyte_name: str) -> tuple[Interface, Evidence]:
    """Return the charge transfer of an electrode material against an electrolyte.

    Where the data hold none for this pair, the electrode's numbers against an electrolyte of the
    same family stand in, then those against a liquid carbonate, then any; the condition
    ``against`` of the first row returned says which.

    Raises
    ------
    InputError
        If the data hold no exchange current density of this electrode material.
    """
    item, asked = data.item(electrode), data.item(electrolyte_name).id
    row = _against(item.id, "exchange_current_density", asked)
    if row is None:
        raise InputError(
            f"the data hold no exchange current density of {item.id}",
            do="Give exchange_current_density with its source in the input file",
        )
    E_a, more = exchange_barrier(item.id, row.condition("against") or asked)
    law = InsertionExchange if item.kind == "active" else ConstantExchange
    return Interface(law(row.value.value, E_a, row.at("T") or T_REF)), (row, *more)


def exchange_barrier(electrode: str, electrolyte_name: str) -> tuple[float, Evidence]:
    """Return the activation energy of an exchange current density [J/mol]; 0 if none is known."""
    try:
        row = data.default(electrode, "exchange_current_activation_energy", electrolyte_name)
    except InputError:
        return 0.0, ()
    return row.value.value, (row,)


def _against(item: str, quantity: str, asked: str) -> data.Row | None:
    """Return the default row against an electrolyte, or the nearest stand-in for it."""
    rows = data.find(item, quantity)
    ranked = sorted(
        rows,
        key=lambda r: (
            r.condition("against") != asked,
            family(r.condition("against") or "") != family(asked),
            r.condition("sample") != "default",
            r.condition("against") != "LiPF6-carbonate",
        ),
    )
    return ranked[0] if ranked else None


def family(electrolyte_name: str) -> str:
    """Return sulfide, halide, oxide or organic, read off the formula of an electrolyte."""
    if not electrolyte_name:
        return ""
    formula = data.item(electrolyte_name).formula
    elements = set(re.findall(r"[A-Z][a-z]?", formula))
    if "S" in elements:
        return "sulfide"
    if elements & {"Cl", "Br", "I"}:
        return "halide"
    return "oxide" if "O" in elements else "organic"


def reference_potential(name: str) -> tuple[FlatOcp, Evidence]:
    """Return the plateau of a counter electrode of constant potential."""
    row = data.default(name, "potential")
    v = row.value
    return FlatOcp(v.value, 0.5 * (v.high - v.low)), (row,)


def _temperature_law(item: str, sigma: float, T_ref: float) -> tuple[Conductivity, Evidence]:
    if data.find(item, "vtf_prefactor"):
        rows = tuple(
            data.default(item, f"vtf_{part}") for part in ("prefactor", "energy", "temperature")
        )
        A, B, T_0 = (row.value.value for row in rows)
        low, high = rows[0].at("T_low"), rows[0].at("T_high")
        return Vtf(A, B, T_0, low or 0.0, high or math.inf), rows
    laws = {"activation_energy": Arrhenius, "activation_energy_sigma_T": ArrheniusT}
    found = {quantity: data.find(item, quantity) for quantity in laws}
    for quantity, law in laws.items():
        others = sum(len(rows) for rows in found.values()) - len(found[quantity])
        marked = any(row.condition("sample") == "default" for row in found[quantity])
        if marked or (found[quantity] and not others):
            row = data.default(item, quantity)
            return law(sigma, row.value.value, T_ref), (row,)
    raise InputError(
        f"the data hold no activation energy of {item}",
        do="Give activation_energy with its source in the input file",
    )


def _optional(item: str, quantity: str) -> tuple[float | None, Evidence]:
    try:
        row = data.default(item, quantity)
    except InputError:
        return None, ()
    return row.value.value, (row,)


def _swelling(item: str) -> tuple[float, Evidence]:
    """Return the volume change from x = 0 to 1 over the volume at 0.

    The row is relative to the host as it is built: full where the formula holds lithium,
    empty otherwise, at the stoichiometry that the row names. With V = V_0 (1 + s x) a change v
    from x = 1 to x means s = v/(x - 1 - v), and one from x = 0 means s = v/x.
    """
    try:
        row = data.default(item, "volume_change")
    except InputError:
        return 0.0, ()
    v, x = row.value.value, row.at("x")
    if "Li" in data.item(item).formula:
        return v / ((x or 0.0) - 1.0 - v), (row,)
    return v / (1.0 if x is None else x), (row,)


def _ocp(item: str, source: str) -> tuple[Ocp, Evidence]:
    branches = [
        c
        for c in data.curves()
        if c.item == item and c.quantity == "ocp" and (not source or c.source == source)
    ]
    if not branches:
        raise InputError(
            f"the data hold no potential curve of {item}" + (f" from {source}" if source else ""),
            do=f"See which there are: ionwright data show {item}",
        )
    first = branches[0]
    if not first.branch:
        return TableOcp(first.x, first.y, first.uncertainty), (first,)
    pair = {c.branch: c for c in branches if c.source == first.source}
    lithiation, delithiation = pair["lithiation"], pair["delithiation"]
    ocp = BranchedOcp(
        TableOcp(lithiation.x, lithiation.y, lithiation.uncertainty),
        TableOcp(delithiation.x, delithiation.y, delithiation.uncertainty),
    )
    return ocp, (lithiation, delithiation)


def _electronic(item: str) -> tuple[OfComposition | None, Evidence]:
    curves = [c for c in data.curves() if (c.item, c.quantity) == (item, "electronic_conductivity")]
    if curves:
        c = curves[0]
        return LogTable(c.x, c.y), (c,)
    value, rows = _optional(item, "electronic_conductivity")
    return (None if value is None else Uniform(value)), rows
