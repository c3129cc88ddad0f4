"""What several tests share."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from ionwright import cell

ROOT = Path(__file__).parents[1]
LIQUID = cell.load("liquid-nmc811-graphite")

PLANTS = (
    ("liquid", None, "liquid-nmc811-graphite"),
    ("semisolid", None, "semisolid-nmc811-graphite-silicon"),
    ("polymer", None, "polymer-lfp-lithium"),
    ("sulfide-wet", None, "sulfide-nmc811-lithium"),
    ("sulfide-dry", "anode-free-seed", "sulfide-nmc811-anode-free"),
    ("oxide", "evaporation", "oxide-nmc811-lithium"),
)
"""Every route of a plant once: route, anode, a shipped design that it makes."""


def load_script(path: Path) -> ModuleType:
    """Import a script by its path."""
    name = f"script_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
