"""Why a discharge ended where it did, from the state of the cell at its last point."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ionwright.cell import Result, Spec
from ionwright.cell._kernels.arrays import P_N, SALT
from ionwright.cell.fields import nodes

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
    """
    lost = {name: float(v[-1]) for name, v in result.losses.items()}
    even = lost.pop("open circuit")
    del lost["voltage"]
    composite = result.inputs.design.cell.negative.type == "composite"
    groups = {PATHS: 0.0, PARTICLES: 0.0, TRANSFER: 0.0}
    for name, value in lost.items():
        kinetic = name.startswith(("charge transfer", "films on particles"))
        if name.startswith("diffusion in particles"):
            groups[PARTICLES] += value
        elif kinetic and (composite or name.endswith("positive")):
            groups[TRANSFER] += value
        else:
            groups[PATHS] += value
    contents, m = result.contents(), result.numbers
    first = [nodes(m, 0)[0], nodes(m, int(m.k[P_N]))[0]]
    surface = contents["surface"][-1]
    given, energy = (result.headline[k].value for k in ("discharged", "discharged_energy"))
    salt = contents["c"]
    return End(
        of_sheet=given / sheet.capacity,
        of_slow=given / slow,
        mean_voltage=energy / given,
        open_circuit=even,
        losses=groups,
        surface=float(surface[first[1], int(m.k[P_N])].min()),
        mean=float(contents["mean"][-1][first[1], int(m.k[P_N])].mean()),
        empty=float(surface[first[0], 0].max()) if composite else math.nan,
        salt=float(salt[-1].min() / salt[0].mean()) if m.k[SALT] else math.nan,
        path=_worst_path(sheet),
    )


def _worst_path(sheet: Spec) -> str:
    """Return the largest cause on the sheet that is neither in kinetics nor in diffusion."""
    causes = [c for c in sheet.causes if not c.name.startswith(NOT_OHMIC)]
    worst = max(causes, key=lambda c: c.value)
    return worst.name if worst.where in worst.name else f"{worst.name} of the {worst.where}"
