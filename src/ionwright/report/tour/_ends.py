"""Why a discharge ended where it did, from the state of the cell at its last point."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ionwright import ion
from ionwright.cell import Result, Spec
from ionwright.cell.electrode import Reference
from ionwright.cell.materials import Population
from ionwright.cell.parts import parts_of
from ionwright.cell.stack import ACTIVE, Coating

USED_UP = 0.95
"""Share of the slow capacity from which on a cell counts as used up [1]."""
DEPLETED = 0.02
"""Salt over its mean below which it counts as used up at one side [1]."""
FULL, EMPTY = 0.99, 0.01
"""Stoichiometry of a surface that counts as full, and as empty [1]."""
PATHS, PARTICLES, TRANSFER = "paths", "particles", "charge transfer, full surfaces"
NOT_OHMIC = ("charge transfer", "diffusion", "salt")


@dataclass(frozen=True)
class End:
    """The last point of a discharge.

    Parameters
    ----------
    of_sheet, of_slow : float
        Charge given over that of the spec sheet and over that of a slow discharge [1].
    mean_voltage : float
        [V].
    open_circuit : float
        Of the cell if its lithium were spread evenly within each electrode [V].
    losses : dict
        Where the difference between it and the voltage lies [V]: in the paths of ions and
        electrons (separator, planar negative, salt and uneven depth among them), in the particles
        (surface against mean), in charge transfer (full surfaces among it).
    surface, mean : float
        Lithium content of the positive's first host: at the surface, lowest over the depth, and
        mean [1].
    empty : float
        Lithium content at the surface of the negative's first host, highest over the depth; nan
        for a metal [1].
    salt : float
        Lowest salt concentration over the mean; nan for a single-ion cell [1].
    path : str
        What resists most on the sheet among what is neither kinetics nor diffusion.
    """

    of_sheet: float
    of_slow: float
    mean_voltage: float
    open_circuit: float
    losses: dict[str, float]
    surface: float
    mean: float
    empty: float
    salt: float
    path: str

    @property
    def limit(self) -> str:
        """What limits the cell, in words; the first of these that holds."""
        if self.of_slow >= USED_UP:
            return "used up"
        if self.salt < DEPLETED:
            return "salt used up in the positive"
        if self.surface >= FULL or self.empty <= EMPTY:
            side = "positive" if self.surface >= FULL else "negative"
            return f"diffusion in the particles of the {side}"
        worst = max(self.losses, key=lambda name: self.losses[name])
        if worst == PATHS:
            return f"paths: {self.path}"
        return "charge transfer" if worst == TRANSFER else "diffusion in the particles"


def end_of(result: Result, sheet: Spec, slow: float) -> End:
    """Return the end of a discharge.

    Parameters
    ----------
    result : Result
        One discharge from the charged cell.
    sheet : Spec
        Of the same design.
    slow : float
        Charge of a slow discharge of it [C].

    Notes
    -----
    Within an electrode the potentials are means weighted with the current of charge transfer.
    """
    table = result.data
    last = {str(name): v.values[-1] for name, v in table.data_vars.items() if v.ndim > 1}
    there = table.surface_stoichiometry.values[0] > 0.0
    parts, at, mean = parts_of(result.inputs.design), 0, math.nan
    even, in_particles, transfer, surfaces = 0.0, 0.0, 0.0, []
    for sign, (coating, hosts) in ((-1.0, parts.negative), (1.0, parts.positive)):
        if coating is None or not hosts:
            continue
        mine = slice(at, at + len(hosts))
        U_even, U_mean, U_surface, u = _potentials(coating, hosts, last, there, mine)
        even += sign * U_even
        in_particles += sign * (U_mean - U_surface)
        transfer += sign * (U_surface - u)
        surfaces.append(last["surface_stoichiometry"][there[:, at], at])
        mean = float(last["mean_stoichiometry"][there[:, at], at].mean())
        at += len(hosts)
    if isinstance(result.inputs.design.cell.negative, Reference):
        even -= ion.reference_potential(result.inputs.design.cell.negative.material)[0].potential
    lost = even - float(result.voltage[-1])
    given, energy = (result.headline[k].value for k in ("discharged", "discharged_energy"))
    salt = last["salt_concentration"]
    salty = np.ptp(table.salt_concentration.values) > 0.0
    return End(
        of_sheet=given / sheet.capacity,
        of_slow=given / slow,
        mean_voltage=energy / given,
        open_circuit=even,
        losses={
            PATHS: lost - in_particles - transfer,
            PARTICLES: in_particles,
            TRANSFER: transfer,
        },
        surface=float(surfaces[-1].min()),
        mean=mean,
        empty=float(surfaces[0].max()) if len(surfaces) == 2 else math.nan,
        salt=float(salt.min() / table.salt_concentration.values[0].mean()) if salty else math.nan,
        path=_worst_path(sheet),
    )


def _potentials(
    coating: Coating,
    hosts: list[Population],
    last: dict[str, np.ndarray],
    there: np.ndarray,
    mine: slice,
) -> tuple[float, float, float, float]:
    """Return U of the even electrode, U of the particles' means and surfaces, and u [V]."""
    volumes = [p.volume_fraction for p in coating.portions if p.role == ACTIVE]
    sums, total = np.zeros(4), 0.0
    for p, h, eps in zip(range(mine.start, mine.stop), hosts, volumes, strict=True):
        here, U = there[:, p], h.material.ocp
        area = 3.0 * eps / h.written.particle_radius * h.written.contact
        j = last["interface_current_density"][here, p] * area
        means, surfaces = (last[f"{n}_stoichiometry"][here, p] for n in ("mean", "surface"))
        values = (float(U(means.mean())), U(means), U(surfaces))
        sums += [np.sum(j * v) for v in (*values, last["potential_difference"][here])]
        total += j.sum()
    a, b, c, d = sums / total
    return a, b, c, d


def _worst_path(sheet: Spec) -> str:
    """Return the largest cause on the sheet that is neither in kinetics nor in diffusion."""
    causes = [c for c in sheet.causes if not c.name.startswith(NOT_OHMIC)]
    worst = max(causes, key=lambda c: c.value)
    return worst.name if worst.where in worst.name else f"{worst.name} of the {worst.where}"
