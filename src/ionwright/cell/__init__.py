"""The cell: designs, their spec sheets, and runs through a protocol."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from ionwright.cell.design import Design
from ionwright.cell.files import (
    Batch,
    change,
    dumps,
    load,
    loads,
    names,
    published,
    save,
    schema,
    vary,
)
from ionwright.cell.specify import Spec, specify

if TYPE_CHECKING:
    from ionwright.cell import experiments as experiments
    from ionwright.cell import export as export
    from ionwright.cell.driver import solve
    from ionwright.cell.result import Result

__all__ = [
    "Batch",
    "Design",
    "Result",
    "Spec",
    "change",
    "dumps",
    "load",
    "loads",
    "names",
    "published",
    "save",
    "schema",
    "solve",
    "specify",
    "vary",
]

LATER = {
    "Mesh": "mesh",
    "Result": "result",
    "sensitivities": "sensitivity",
    "solve": "driver",
    "solve_many": "many",
}
"""Names that bring the compiler along, and the modules that hold them."""
MODULES = ("experiments", "export")
"""Modules of their own public names, loaded when they are first asked for."""


def __getattr__(name: str) -> Any:
    """Load what needs compiled kernels when it is first asked for."""
    if name in LATER:
        return getattr(importlib.import_module(f"ionwright.cell.{LATER[name]}"), name)
    if name in MODULES:
        return importlib.import_module(f"ionwright.cell.{name}")
    raise AttributeError(f"module 'ionwright.cell' has no attribute {name!r}")
