"""Design -> Numbers: the only door to the kernels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ionwright import ion
from ionwright.cell._kernels import arrays as A
from ionwright.cell._kernels.arrays import Numbers
from ionwright.cell.design import Design
from ionwright.cell.electrode import Composite, Reference
from ionwright.cell.format import Bare
from ionwright.cell.lower_hosts import Side, lower_hosts, varying
from ionwright.cell.lower_salt import salt_diffusivity, salt_of, salt_tables
from ionwright.cell.materials import (
    electrode_conductivity,
    electrolyte_of,
    layer_conductivity,
    planar_interface,
)
from ionwright.cell.mesh import Mesh
from ionwright.cell.parts import Parts
from ionwright.cell.resistance import Electrode, electronic_conductivity, metal_causes
from ionwright.cell.stack import ELECTROLYTE
from ionwright.cell.tables import LAW_ABOVE, LAW_BELOW, LAW_PIECES, Tables
from ionwright.numerics.radial import sphere_modes

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

LITHIUM_LAYER = 3.85e-4
"""Amount of lithium below which a face turns into its collector [mol/m2]: 5 nm; assumed, 1 to
50 nm. It shifts the end of a stripping by less than 0.01 mAh/cm2."""
BARE = 3.0
"""Potential of a bare collector against lithium [V]; assumed, 2 to 3.4 V. It is seen only
within the last 5 nm of lithium and before the first."""
MONOLAYER = 7.7e-5
"""Amount of plated metal at which its activity is half that of lithium [mol/m2]: 1 nm; assumed,
0.3 to 10 nm."""


ROOM = 298.15
"""Temperature at which the number of radial functions is chosen [K]."""


def lower(parts: Parts, T: float, mesh: Mesh) -> Numbers:
    """Return the named arrays of a design at a temperature.

    Parameters
    ----------
    parts : Parts
        Electrodes as made, with their populations and the charge balance.
    T : float
        Cell temperature [K].
    mesh : Mesh

    Raises
    ------
    InputError
        If the design holds a combination of electrolytes that the model does not have.
    """
    design = parts.design
    tables = Tables(T, design.cell.thermal is not None)
    sides = _sides(parts)
    salt, in_separator = salt_of(design)
    cells = _cells(design, sides, (salt, in_separator), tables, mesh)
    hosts = lower_hosts(sides, tables, mesh)
    faces = _faces(design, parts, tables)
    ohmic, ohmic_law, contact = _series(design, parts, tables, in_separator)
    eigen, surface = sphere_modes(functions(parts, mesh))
    salt_at = np.array([tables.add(t)[0] for t in salt_tables(salt, mesh)])
    counts = _counts(sides, cells, hosts, (salt is not None, tables.heat), mesh, len(eigen))
    return Numbers(
        k=counts,
        f=_constants(parts, T, salt, contact),
        **cells,
        **hosts,
        **faces,
        ohmic=ohmic,
        ohmic_law=ohmic_law,
        salt_at=salt_at,
        table=np.concatenate(tables.parts),
        law_table=np.concatenate(tables.laws),
        eigen=eigen,
        surface=surface,
    )


def functions(parts: Parts, mesh: Mesh) -> int:
    """Return the radial functions that the particles of a design need.

    The least D/R^2 of all of them decides, at room temperature and half filled: one temperature,
    so that a run which changes its own keeps its layout.
    """
    rates = [
        float(h.material.diffusivity(0.5 * (h.x_charged + h.x_discharged), ROOM))
        / h.written.particle_radius**2
        for _, hosts in (parts.negative, parts.positive)
        for h in hosts
    ]
    return mesh.functions(min(rates, default=1.0))


def _sides(parts: Parts) -> list[Side]:
    cell = parts.design.cell
    out = []
    if isinstance(cell.negative, Composite):
        coating, hosts = parts.negative
        assert coating is not None
        out.append(Side("negative", cell.negative, coating, hosts, parts.half[1]))
    if isinstance(cell.positive, Composite):
        coating, hosts = parts.positive
        assert coating is not None
        out.append(Side("positive", cell.positive, coating, hosts, parts.half[0]))
    return out


def _cells(
    design: Design,
    sides: Sequence[Side],
    salts: tuple[ion.Electrolyte | None, bool],
    tables: Tables,
    mesh: Mesh,
) -> dict[str, Any]:
    """Return the arrays over the thickness."""
    salt, in_separator = salts
    blocks = {s.name: _electrode(s, design, tables, mesh, salt) for s in sides}
    if in_separator:
        blocks["separator"] = _separator(design, tables, mesh)
    empty = np.zeros((6, 0))
    order = [blocks.get(name, empty) for name in ("negative", "separator", "positive")]
    h, eps, kappa, diffusivity, sigma, law = np.concatenate(order, axis=1)
    return {
        "h": h,
        "eps": eps,
        "kappa": kappa,
        "diffusivity": diffusivity,
        "sigma": sigma,
        "law_of_cell": law.astype(np.int64),
    }


def _electrode(
    side: Side, design: Design, tables: Tables, mesh: Mesh, salt: ion.Electrolyte | None
) -> Array:
    """Return width, electrolyte share, effective transport and law of an electrode's cells."""
    n, coating, written, T = mesh.electrode, side.coating, side.written, tables.T
    eps = coating.fraction(ELECTROLYTE)
    path = f"cell.{side.name}.electrolyte"
    bulk, _ = electrode_conductivity(written.electrolyte, T, path)
    share = written.ionic_transport.build()(eps)
    electrolyte = electrolyte_of(written.electrolyte, written.electrolyte.material)
    D = 1.0
    if salt is not None and salt.salt is not None:
        D = salt_diffusivity(salt.salt, electrolyte.conductivity, T)
    law = tables.law(lambda t: float(electrolyte.conductivity(t)))
    values = (eps, bulk * share, D * share, _even_sigma(side, design, T), float(law))
    rest = np.tile(np.array(values)[:, None], (1, n))
    widths = mesh.widths(coating.thickness, n, _ionic_share(side, design, share))
    return np.vstack([widths[:: 1 if side.name == "positive" else -1], rest])


def _ionic_share(side: Side, design: Design, share: float) -> float:
    """Return the electrolyte's share of the resistance of both networks, to a tenth [1].

    At the temperature of the design, so that a mesh stays what it is through a run.
    """
    T, written = design.cell.operation.temperature, side.written
    kappa = share * electrode_conductivity(written.electrolyte, T, f"cell.{side.name}")[0]
    state = Electrode(side.name, written, side.coating, side.hosts, side.x, design.origin)
    return round(1.0 / (1.0 + kappa / electronic_conductivity(state, T)), 1)


def _even_sigma(side: Side, design: Design, T: float) -> float:
    """Return the electronic conductivity that does not change with composition [S/m]."""
    if varying(side):
        return side.written.carbon_conductivity or 0.0
    state = Electrode(side.name, side.written, side.coating, side.hosts, side.x, design.origin)
    return electronic_conductivity(state, T)


def _separator(design: Design, tables: Tables, mesh: Mesh) -> Array:
    """Return the same for the separator's cells, layer by layer."""
    layers = design.cell.separator
    total = sum(layer.thickness for layer in layers)
    out = []
    for layer in layers:
        n = max(2, round(mesh.separator * layer.thickness / total))
        sigma, _ = layer_conductivity(layer, tables.T)
        open_share = 1.0 - (layer.scaffold_share or 0.0)
        share = layer.transport.build()(open_share) if layer.scaffold_share else 1.0
        salt = ion.electrolyte(layer.electrolyte).salt
        assert salt is not None
        law = tables.law(_conductivity_of(layer))
        D = salt_diffusivity(salt, _conductivity_of(layer), tables.T)
        values = (open_share, sigma, D * share, 1.0, float(law))
        rest = np.tile(np.array(values)[:, None], (1, n))
        out.append(np.vstack([mesh.widths(layer.thickness, n), rest]))
    return np.concatenate(out, axis=1)


def _conductivity_of(layer: object) -> Callable[[float], float]:
    law = electrolyte_of(layer, layer.electrolyte).conductivity  # pyright: ignore
    return lambda t: float(law(t))


def _faces(design: Design, parts: Parts, tables: Tables) -> dict[str, Any]:
    """Return the arrays of the planar faces, negative and positive."""
    planar, face, law = (
        np.zeros(2, np.int64),
        np.zeros((2, A.FACE_INPUTS)),
        np.full(2, -1, np.int64),
    )
    face[:, A.FACE_I_0] = face[:, A.FACE_THETA] = 1.0
    ends = (design.cell.separator[0], design.cell.separator[-1])
    for side, electrode in enumerate((design.cell.negative, design.cell.positive)):
        if isinstance(electrode, Composite):
            continue
        found, _ = planar_interface(electrode, ends[side].electrolyte)
        U = 0.0
        planar[side] = A.METAL
        if isinstance(electrode, Reference):
            U = ion.reference_potential(electrode.material)[0].potential
            planar[side] = A.STEADY
        face[side] = (
            U,
            float(found.exchange(0.5, tables.T)),
            found.resistance,
            found.contact,
            electrode.double_layer_capacitance,
        )
        law[side] = tables.law(lambda t, i=found.exchange: float(i(0.5, t)))
    return {"planar": planar, "face": face, "face_law": law}


def _series(
    design: Design, parts: Parts, tables: Tables, in_separator: bool
) -> tuple[Array, Ints, float]:
    """Return the resistances that carry the electrolyte's current, and those of the contacts."""
    layers, laws = [], []
    junctions = sum(layer.junction_resistance for layer in design.cell.separator)
    if not in_separator:
        for layer in design.cell.separator:
            layers.append(layer.thickness / layer_conductivity(layer, tables.T)[0])
            laws.append(tables.law(_conductivity_of(layer)))
    for electrode in (design.cell.positive, design.cell.negative):
        if isinstance(electrode, Composite):
            junctions += electrode.junction_resistance
        interlayer = getattr(electrode, "interlayer", None)
        if interlayer is not None:
            junctions += interlayer.resistance
    layers.append(junctions)
    laws.append(-1)
    contact = sum(c.value for c in metal_causes(design, parts.faces)[0])
    return np.array(layers), np.array(laws, np.int64), float(contact)


def _counts(
    sides: Sequence[Side],
    cells: dict[str, Array],
    hosts: dict[str, Array],
    flags: tuple[bool, bool],
    mesh: Mesh,
    modes: int,
) -> Ints:
    """Return the counts and offsets; `flags` say whether there are salt and heat."""
    salt, heat = flags
    k = np.zeros(A.HEAD, np.int64)
    names = [s.name for s in sides]
    n = len(cells["h"])
    k[A.N_N] = mesh.electrode if "negative" in names else 0
    k[A.N_P] = mesh.electrode if "positive" in names else 0
    k[A.N_S] = n - k[A.N_N] - k[A.N_P]
    k[A.SALT] = int(salt and n > 0)
    k[A.P_ALL] = len(hosts["a"])
    if "negative" in names:
        positive = len(sides[1].hosts) if len(sides) == 2 else 0
        k[A.P_N] = k[A.P_ALL] - positive
    k[A.W] = max(k[A.P_N], k[A.P_ALL] - k[A.P_N])
    k[A.M], k[A.PIECES], k[A.LAWS] = modes, mesh.pieces, LAW_PIECES
    columns = hosts["at"].reshape(-1, A.COLUMNS)
    k[A.VARIES] = int(np.any(columns[:, A.SIGMA] >= 0)) if len(columns) else 0
    k[A.HYST] = int(np.any(columns[:, A.GAP] >= 0)) if len(columns) else 0
    k[A.CHARGED] = int(np.any(hosts["layer"] > 0.0))
    k[A.HEAT] = int(heat)
    return offsets(k, n)


def offsets(k: Ints, n: int) -> Ints:
    """Fill the number of cells, and where the parts of x and z begin."""
    nodes, k[A.N] = n * k[A.W], n
    k[A.O_H] = nodes * k[A.M]
    k[A.O_C] = k[A.O_H] + (nodes if k[A.HYST] else 0)
    k[A.O_U] = k[A.O_C] + (n if k[A.SALT] else 0)
    k[A.O_L] = k[A.O_U] + (n if k[A.CHARGED] else 0)
    k[A.X] = k[A.O_L] + A.LUMPED
    k[A.Z_Y] = n + (n if k[A.SALT] else 0)
    k[A.Z_J] = k[A.Z_Y] + nodes
    k[A.Z] = k[A.Z_J] + 3
    return k


def _constants(parts: Parts, T: float, salt: ion.Electrolyte | None, contact: float) -> Array:
    """Return the single numbers of a cell."""
    design = parts.design
    f = np.zeros(A.F_LENGTH)
    f[A.T_REF] = f[A.AMBIENT] = T
    f[A.CONTACT] = contact
    f[A.LEAK] = _leak(design)
    f[A.C_REF], f[A.T_PLUS], f[A.THERMO] = 1000.0, 1.0, 1.0
    if salt is not None and salt.salt is not None:
        f[A.C_REF], f[A.T_PLUS] = salt.salt.concentration, salt.transference
        f[A.THERMO] = salt.salt.thermodynamic_factor
    f[A.METAL_REF], f[A.U_BARE], f[A.PLATE_REF] = LITHIUM_LAYER, BARE, MONOLAYER
    f[A.LAW_LOW] = T - LAW_BELOW
    f[A.LAW_WIDTH] = (LAW_BELOW + LAW_ABOVE) / LAW_PIECES
    f[A.CAPACITY], f[A.COOLING] = _heat(parts)
    return f


def _heat(parts: Parts) -> tuple[float, float]:
    """Return heat capacity [J/m2/K] and cooling [W/m2/K] per positive face; 1 and 0 without."""
    thermal = parts.design.cell.thermal
    if thermal is None:
        return 1.0, 0.0
    from ionwright.cell.specify import specify  # the sheet is made of the same parts

    package, layout = specify(parts.design).package, parts.design.cell.format
    outer = layout.area if isinstance(layout, Bare) else layout.width * layout.height
    return (
        thermal.heat_capacity * package.mass / parts.faces,
        thermal.heat_transfer * 2.0 * outer / parts.faces,
    )


def _leak(design: Design) -> float:
    """Return the electronic conductance of the separator per area [S/m2]."""
    layers = design.cell.separator
    if any(layer.electronic_conductivity <= 0.0 for layer in layers):
        return 0.0
    return 1.0 / sum(layer.thickness / layer.electronic_conductivity for layer in layers)
