"""A cell on its way through a protocol."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ionwright.cell._kernels.arrays import Numbers
from ionwright.cell.design import Design
from ionwright.cell.memory import Memory
from ionwright.cell.mesh import Mesh
from ionwright.cell.parts import Parts
from ionwright.cell.result import Stage

Array = NDArray[np.float64]


@dataclass
class Cell:
    """A cell on its way through a protocol: arrays, and what is stored."""

    design: Design
    parts: Parts
    numbers: Numbers
    memory: Memory
    soc: float
    mesh: Mesh
    temperature: float
    stages: list[Stage] = field(default_factory=list)
    out: list[Array] = field(default_factory=list)
    step: list[NDArray[np.int64]] = field(default_factory=list)
    rows: int = 0
    seconds: float = 0.0

    @property
    def one_c(self) -> float:
        """1C as current density of a positive face [A/m2]."""
        return self.parts.balance.capacity / 3600.0

    @property
    def scale(self) -> float:
        """Charge by which the length of steps is measured [C/m2]: capacity, or 1 mAh/cm2."""
        return self.parts.balance.capacity or 36000.0

    @property
    def last(self) -> Array:
        """The last row; before the first, zeros."""
        return self.out[-1][-1] if self.out else np.zeros(4)
