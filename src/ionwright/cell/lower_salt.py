"""Salt of a design -> its part of Numbers: which salt, its tables, its diffusivity."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ionwright import ion
from ionwright.cell import curves
from ionwright.cell._kernels.salt import HIGHEST
from ionwright.cell.design import Design
from ionwright.cell.electrode import Composite
from ionwright.cell.mesh import Mesh
from ionwright.errors import InputError
from ionwright.numerics.table import Table, sample

Array = NDArray[np.float64]


def salt_of(design: Design) -> tuple[ion.Electrolyte | None, bool]:
    """Return the binary electrolyte of a design, if any, and whether the separator holds it."""
    names = [layer.electrolyte for layer in design.cell.separator]
    for electrode in (design.cell.positive, design.cell.negative):
        if isinstance(electrode, Composite):
            names.append(electrode.electrolyte.material)
    salts = {n: e for n in names if (e := ion.electrolyte(n)).salt is not None}
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
    composite = [isinstance(e, Composite) for e in (design.cell.negative, design.cell.positive)]
    if any(gap) != all(gap) or (all(composite) and not all(gap)):
        raise InputError(
            "a salt fills the whole separator or none of it, and then the negative is lithium",
            seen=", ".join(layer.electrolyte for layer in design.cell.separator),
            do="Use one kind of electrolyte in the separator",
            where="cell.separator",
        )
    return electrolyte, all(gap)


def salt_tables(salt: ion.Electrolyte | None, mesh: Mesh) -> list[Table | None]:
    """Return conductivity and diffusivity of a salt over c/c_ref, relative to those at 1."""
    if salt is None or salt.salt is None:
        return [None, None]
    out = []
    for law in (salt.salt.conductivity_of, salt.salt.diffusivity_of):
        if law is None:
            out.append(None)
            continue
        relative = curves.Numeric(_relative(law, salt.salt.concentration), 1e-5)
        out.append(sample(relative, 0.0, HIGHEST, mesh.pieces))
    return out


def _relative(law: Callable[[Any], Any], c_ref: float) -> Callable[[Array], Array]:
    """Return a law of the concentration over c/c_ref, relative to that at 1."""
    at = float(law(c_ref))
    return lambda x: law(np.maximum(x, 0.0) * c_ref) / at


def salt_diffusivity(salt: ion.Salt, conductivity: Callable[[float], Any], T: float) -> float:
    """Return the diffusivity of a salt at a temperature [m2/s]: it follows the conductivity."""
    if salt.temperature == T:
        return salt.diffusivity
    return salt.diffusivity * float(conductivity(T)) / float(conductivity(salt.temperature))
