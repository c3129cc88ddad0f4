"""How a cell is made, on which line, and what it costs."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ionwright.plant.basis import Basis
    from ionwright.plant.plant import Plant, load
    from ionwright.plant.result import Many, Result, cheaper, solve, solve_many

__all__ = ["Basis", "Many", "Plant", "Result", "cheaper", "load", "solve", "solve_many"]

LATER = {
    "Basis": "basis",
    "Many": "result",
    "Plant": "plant",
    "Result": "result",
    "cheaper": "result",
    "load": "plant",
    "solve": "result",
    "solve_many": "result",
}
"""Public names and the modules that hold them, loaded when they are first asked for."""


def __getattr__(name: str) -> Any:
    """Load a name when it is first asked for, so that importing the package stays quick."""
    if name in LATER:
        return getattr(importlib.import_module(f"ionwright.plant.{LATER[name]}"), name)
    raise AttributeError(f"module 'ionwright.plant' has no attribute {name!r}")
