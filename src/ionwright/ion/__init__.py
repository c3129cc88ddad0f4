"""How well ions move: materials, their property laws, and transport in composites.

The laws are frozen objects in the modules `conductivity`, `pressing`, `ocp`, `composition`,
`interface` and `transport`; materials made of them from the data are here.
"""

from ionwright.ion.constants import FARADAY, GAS_CONSTANT, T_REF
from ionwright.ion.interface import Interface
from ionwright.ion.material import (
    ActiveMaterial,
    Electrolyte,
    Evidence,
    Salt,
    active_material,
    electrolyte,
    exchange_barrier,
    interface,
    metal_density,
    reference_potential,
)
from ionwright.ion.ocp import Ocp

__all__ = [
    "FARADAY",
    "GAS_CONSTANT",
    "T_REF",
    "ActiveMaterial",
    "Electrolyte",
    "Evidence",
    "Interface",
    "Ocp",
    "Salt",
    "active_material",
    "electrolyte",
    "exchange_barrier",
    "interface",
    "metal_density",
    "reference_potential",
]
