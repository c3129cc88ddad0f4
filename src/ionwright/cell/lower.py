"""Design -> Numbers: the only door to the kernels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ionwright import ion
from ionwright.cell._kernels.arrays import Numbers, State, Work
from ionwright.cell.design import Design
from ionwright.cell.electrode import Composite, Reference
from ionwright.cell.materials import (
    Population,
    electrode_conductivity,
    layer_conductivity,
    planar_interface,
)
from ionwright.cell.parts import Parts
from ionwright.cell.resistance import Electrode, electronic_conductivity, metal_causes
from ionwright.cell.stack import ACTIVE, ELECTROLYTE, Coating
from ionwright.errors import InputError
from ionwright.ion.ocp import BranchedOcp, FlatOcp, Ocp, TableOcp
from ionwright.numerics.radial import sphere_modes
from ionwright.numerics.table import Table, constant, sample

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Mesh:
    """Mesh and tolerance of a run.

    Parameters
    ----------
    electrode : int
        Finite volumes in each electrode.
    separator : int
        Finite volumes in the separator, where it holds salt.
    radial : int
        Radial functions in a particle.
    pieces : int
        Pieces of a table of potential.
    tolerance : float
        Error of a step in surface stoichiometry and relative salt concentration [1].
    """

    electrode: int = 20
    separator: int = 10
    radial: int = 8
    pieces: int = 2048
    tolerance: float = 1e-5


@dataclass(frozen=True)
class Side:
    """One composite electrode, ready to be lowered."""

    name: str
    written: Composite
    coating: Coating
    hosts: list[Population]
    x: list[float]


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
    sides = _sides(parts)
    salt, in_separator = _salt(design)
    blocks = [_electrode(s, design, T, mesh, salt) for s in sides]
    ohmic = _series(design, parts, T, in_separator)
    gap = _separator(design, T, mesh) if in_separator else np.zeros((5, 0))
    order = [blocks[0], gap, blocks[1]] if len(blocks) == 2 else [gap, blocks[0]]
    h, eps, kappa, diffusivity, sigma = np.concatenate(order, axis=1)
    hosts = [h for s in sides for h in s.hosts]
    table, meta = _tables(hosts, T, mesh)
    volumes = [p.volume_fraction for s in sides for p in s.coating.portions if p.role == ACTIVE]
    radius = np.array([h.written.particle_radius for h in hosts])
    contact = np.array([h.written.contact for h in hosts])
    eigen, surface = sphere_modes(mesh.radial)
    n_n = mesh.electrode if len(sides) == 2 else 0
    first = len(sides[0].hosts) if n_n else 0
    k = (n_n, gap.shape[1], mesh.electrode, int(salt is not None), first, len(hosts), in_separator)
    return Numbers(
        k=np.array(k, np.int64),
        f=_constants(design, T, salt, ohmic, in_separator),
        h=h,
        eps=eps,
        kappa=kappa,
        diffusivity=diffusivity,
        sigma=sigma,
        a=3.0 * np.array(volumes) / radius * contact,
        radius=radius,
        D=np.array([float(h.material.diffusivity(_middle(h), T)) for h in hosts]),
        film=np.array([h.written.film_resistance for h in hosts]),
        c_max=np.array([h.material.c_max for h in hosts]),
        meta=meta,
        table=table,
        eigen=eigen,
        surface=surface,
    )


def memory(m: Numbers) -> tuple[State, Work]:
    """Return empty state and work arrays for a cell."""
    n, P, M = len(m.h), len(m.a), len(m.eigen)
    fields = (n, 2)
    block = (n, 2, 2)
    state = State(
        q=np.zeros((n, P, M)),
        c=np.full(n, m.f[7]),
        z=np.full(fields, m.f[7]),
        y=np.zeros((n, P)),
        io=np.zeros(3),
        rate_q=np.zeros((6, n, P, M)),
        rate_c=np.zeros((6, n)),
        rate_i=np.zeros(6),
    )
    work = Work(
        q=np.zeros((n, P, M)),
        c=np.zeros(n),
        x=np.zeros((n, P)),
        rho=np.zeros(P),
        lower=np.zeros(block),
        middle=np.zeros(block),
        upper=np.zeros(block),
        residual=np.zeros(fields),
        border=np.zeros(fields),
        gradient=np.zeros(fields),
        delta=np.zeros(fields),
        saved=np.zeros(n * (P * (M + 1) + 3) + 3),
    )
    return state, work


def _sides(parts: Parts) -> list[Side]:
    cell = parts.design.cell
    out = []
    if isinstance(cell.negative, Composite):
        coating, hosts = parts.negative
        assert coating is not None
        out.append(Side("negative", cell.negative, coating, hosts, parts.half[1]))
    out.append(Side("positive", parts.design.positive, *parts.positive, parts.half[0]))
    return out


def _salt(design: Design) -> tuple[ion.Electrolyte | None, bool]:
    """Return the binary electrolyte of a design, if any, and whether the separator holds it."""
    names = [layer.electrolyte for layer in design.cell.separator]
    names.append(design.positive.electrolyte.material)
    if isinstance(design.cell.negative, Composite):
        names.append(design.cell.negative.electrolyte.material)
    binary = {name: ion.electrolyte(name) for name in names}
    salts = {n: e for n, e in binary.items() if e.salt is not None}
    if len(salts) > 1:
        raise InputError(
            "a cell model holds one salt",
            seen=", ".join(sorted(salts)),
            do="Use one binary electrolyte throughout",
            where="cell",
        )
    if not salts:
        return None, False
    name, electrolyte = next(iter(salts.items()))
    gap = [layer.electrolyte == name for layer in design.cell.separator]
    if any(gap) != all(gap) or (isinstance(design.cell.negative, Composite) and not all(gap)):
        raise InputError(
            "a salt fills the whole separator or none of it, and then the negative is lithium",
            seen=", ".join(layer.electrolyte for layer in design.cell.separator),
            do="Use one kind of electrolyte in the separator",
            where="cell.separator",
        )
    return electrolyte, all(gap)


def _electrode(
    side: Side, design: Design, T: float, mesh: Mesh, salt: ion.Electrolyte | None
) -> Array:
    """Return width, electrolyte share and effective transport of an electrode's cells."""
    n, coating, written = mesh.electrode, side.coating, side.written
    eps = coating.fraction(ELECTROLYTE)
    bulk, _ = electrode_conductivity(written.electrolyte, T, f"cell.{side.name}.electrolyte")
    share = written.ionic_transport.build()(eps)
    state = Electrode(side.name, written, coating, side.hosts, side.x, design.origin)
    D = salt.salt.diffusivity if salt is not None and salt.salt is not None else 1.0
    values = (
        coating.thickness / n,
        eps,
        bulk * share,
        D * share,
        electronic_conductivity(state, T),
    )
    return np.tile(np.array(values)[:, None], (1, n))


def _separator(design: Design, T: float, mesh: Mesh) -> Array:
    """Return the same for the separator's cells, layer by layer."""
    layers = design.cell.separator
    total = sum(layer.thickness for layer in layers)
    out = []
    for layer in layers:
        n = max(2, round(mesh.separator * layer.thickness / total))
        sigma, _ = layer_conductivity(layer, T)
        open_share = 1.0 - (layer.scaffold_share or 0.0)
        share = layer.transport.build()(open_share) if layer.scaffold_share else 1.0
        salt = ion.electrolyte(layer.electrolyte).salt
        assert salt is not None
        values = (layer.thickness / n, open_share, sigma, salt.diffusivity * share, 1.0)
        out.append(np.tile(np.array(values)[:, None], (1, n)))
    return np.concatenate(out, axis=1)


def _series(design: Design, parts: Parts, T: float, in_separator: bool) -> float:
    """Return all resistances that are in series with the fields [ohm m2]."""
    total = sum(layer.junction_resistance for layer in design.cell.separator)
    if not in_separator:
        total += sum(
            layer.thickness / layer_conductivity(layer, T)[0] for layer in design.cell.separator
        )
    for electrode in (design.cell.positive, design.cell.negative):
        if isinstance(electrode, Composite):
            total += electrode.junction_resistance
        interlayer = getattr(electrode, "interlayer", None)
        if interlayer is not None:
            total += interlayer.resistance
    return total + sum(c.value for c in metal_causes(design, parts.faces)[0])


def _constants(
    design: Design, T: float, salt: ion.Electrolyte | None, series: float, in_separator: bool
) -> Array:
    """Return R T/F, t_+, chi, series resistance, U, i_0 and film of a planar negative, c_ref."""
    thermal = ion.GAS_CONSTANT * T / ion.FARADAY
    t_plus = 1.0 if salt is None else salt.transference
    U, i_0, film = 0.0, 1.0, 0.0
    negative = design.cell.negative
    if not isinstance(negative, Composite):
        face, _ = planar_interface(negative, design.cell.separator[0].electrolyte)
        i_0 = float(face.exchange(0.5, T)) * face.contact
        film = face.resistance / face.contact
        if isinstance(negative, Reference):
            U = ion.reference_potential(negative.material)[0].potential
    c_ref = salt.salt.concentration if salt is not None and salt.salt is not None else 1000.0
    chi = 2.0 * thermal * (1.0 - t_plus)
    return np.array([thermal, t_plus, chi, series, U, i_0, film, c_ref])


def _tables(hosts: list[Population], T: float, mesh: Mesh) -> tuple[Array, Array]:
    """Return all pieces of all tables and, per population, where they stand."""
    tables: list[Table] = []
    for h in hosts:
        tables.append(_potential(h.material.ocp, mesh.pieces))
        tables.append(constant(float(h.interface.exchange(0.5, T))))
    starts = np.cumsum([0, *(len(t.coefficients) for t in tables)])
    meta = np.zeros((len(hosts), 8))
    for p in range(len(hosts)):
        for j in (0, 1):
            t = tables[2 * p + j]
            meta[p, 4 * j : 4 * j + 4] = starts[2 * p + j], len(t.coefficients), t.low, t.width
    return np.vstack([t.coefficients for t in tables]), meta


@lru_cache(maxsize=256)
def _potential(ocp: Ocp, pieces: int) -> Table:
    """Return the table of a potential, made once; nobody writes into it."""
    if isinstance(ocp, FlatOcp):
        return constant(ocp.potential)
    branches = [ocp.lithiation, ocp.delithiation] if isinstance(ocp, BranchedOcp) else [ocp]
    tables = [sample(Walled(b), 0.0, 1.0, pieces) for b in branches]
    mean = np.mean([t.coefficients for t in tables], axis=0)
    return Table(tables[0].low, tables[0].width, mean, max(t.error for t in tables))


@dataclass(frozen=True)
class Walled:
    """A potential that leaves the voltage window before the host is quite full or empty.

    Beyond what was measured, and at most half a per cent from x = 0 and 1, a cubic wall of 5 V is
    added: a curve that goes on straight would let a model fill a host beyond its last site.

    Parameters
    ----------
    ocp : TableOcp
    """

    ocp: TableOcp

    def __call__(self, x: Array) -> Array:
        """Return the potential [V]."""
        return self.ocp(x) + self._wall(x, 0)

    def slope(self, x: Array) -> Array:
        """Return its first derivative [V]."""
        return self.ocp.slope(x) + self._wall(x, 1)

    def curvature(self, x: Array) -> Array:
        """Return its second derivative [V]."""
        return self.ocp.curve.curvature(x) + self._wall(x, 2)

    def _wall(self, x: Array, order: int) -> Array:
        factor, power = (1.0, 3.0, 6.0)[order], 3 - order
        high = min(max(self.ocp.x_high, 0.995), 0.9995)
        low = max(min(self.ocp.x_low, 0.005), 0.0005)
        above = np.maximum(x - high, 0.0) ** power / (1.0 - high) ** 3
        below = np.maximum(low - x, 0.0) ** power / low**3
        return 5.0 * factor * (below * (-1.0) ** order - above)


def _middle(h: Population) -> float:
    return 0.5 * (h.x_charged + h.x_discharged)
