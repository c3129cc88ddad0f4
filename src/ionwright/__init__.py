"""Ionwright: solid-state batteries, from ion to industry.

>>> import ionwright as iw
>>> design = iw.cell.load("sulfide-nmc811-lithium")
>>> spec = iw.cell.specify(design)
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ionwright import cell, data, errors, ion, network, plant, plot, units

__version__ = "0.1.0"

__all__ = ["__version__", "cell", "data", "errors", "ion", "network", "plant", "plot", "units"]


def __getattr__(name: str) -> Any:
    """Load a stage when it is first asked for, so that importing the package stays quick."""
    if name in __all__:
        return importlib.import_module(f"ionwright.{name}")
    raise AttributeError(f"module 'ionwright' has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the stages too, although they are not loaded yet."""
    return sorted(__all__)
