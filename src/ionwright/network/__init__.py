"""Who supplies it, from where, and what to build: capacity planning of a supply chain."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ionwright.network.account import reasons
    from ionwright.network.case import Case
    from ionwright.network.cases import load, opened
    from ionwright.network.driver import Effort, Parts, solve
    from ionwright.network.futures import Future, Scenarios
    from ionwright.network.plan import Plan
    from ionwright.network.program import Risk
    from ionwright.network.robust import Robust
    from ionwright.network.value import Interval, regret, worth

__all__ = [
    "Case", "Effort", "Future", "Interval", "Parts", "Plan", "Risk", "Robust", "Scenarios", "load",
    "opened", "reasons", "regret", "solve", "worth",
]  # fmt: skip

LATER = {
    "Case": "case",
    "Effort": "direct",
    "Future": "futures",
    "Interval": "value",
    "Parts": "driver",
    "Plan": "plan",
    "Progress": "driver",
    "Reduced": "reduction",
    "Risk": "program",
    "Robust": "robust",
    "Scenarios": "futures",
    "Whole": "driver",
    "load": "cases",
    "opened": "cases",
    "reasons": "account",
    "Uncertain": "robust",
    "reduce": "reduction",
    "regret": "value",
    "solve": "driver",
    "worth": "value",
}
"""Public names and the modules that hold them, loaded when they are first asked for."""


def __getattr__(name: str) -> Any:
    """Load a name when it is first asked for, so that importing the package stays quick."""
    if name in LATER:
        return getattr(importlib.import_module(f"ionwright.network.{LATER[name]}"), name)
    raise AttributeError(f"module 'ionwright.network' has no attribute {name!r}")
