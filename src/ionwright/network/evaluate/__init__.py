"""An evaluator of plans that shares no code with the model: cost by cause, every rule, landed cost.

It reads a case, its futures and the amounts of a plan, and works everything out again with plain
loops. It imports nothing of the program that made the plan, so that an error there shows here.
"""

from __future__ import annotations

from ionwright.network.evaluate.costs import CAUSES
from ionwright.network.evaluate.landed import Landed, landed
from ionwright.network.evaluate.tail import cvar, weighed
from ionwright.network.evaluate.whole import Evaluation, evaluate

__all__ = ["CAUSES", "Evaluation", "Landed", "cvar", "evaluate", "landed", "weighed"]
