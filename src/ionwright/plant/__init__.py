"""How a cell is made, on which line, and what it costs."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ionwright.plant import line as line
    from ionwright.plant.basis import Basis
    from ionwright.plant.brown_field import convert
    from ionwright.plant.files import names, schema
    from ionwright.plant.plant import Plant, load
    from ionwright.plant.process import Process
    from ionwright.plant.rampup import ramp_up
    from ionwright.plant.result import Many, Result, cheaper, solve, solve_many
    from ionwright.plant.running import to_line

__all__ = [
    "Basis",
    "Many",
    "Plant",
    "Process",
    "Result",
    "cheaper",
    "convert",
    "load",
    "names",
    "ramp_up",
    "schema",
    "solve",
    "solve_many",
    "to_line",
]

LATER = {
    "Basis": "basis",
    "Many": "result",
    "Plant": "plant",
    "Process": "process",
    "Result": "result",
    "cheaper": "result",
    "convert": "brown_field",
    "load": "plant",
    "names": "files",
    "ramp_up": "rampup",
    "schema": "files",
    "solve": "result",
    "solve_many": "result",
    "to_line": "running",
}
"""Public names and the modules that hold them, loaded when they are first asked for."""
MODULES = ("line",)
"""Packages of their own public names, loaded when they are first asked for."""


def __getattr__(name: str) -> Any:
    """Load a name when it is first asked for, so that importing the package stays quick."""
    if name in LATER:
        return getattr(importlib.import_module(f"ionwright.plant.{LATER[name]}"), name)
    if name in MODULES:
        return importlib.import_module(f"ionwright.plant.{name}")
    raise AttributeError(f"module 'ionwright.plant' has no attribute {name!r}")
