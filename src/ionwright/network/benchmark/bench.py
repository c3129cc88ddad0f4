"""An instance solved by the objects and the solve path of every case."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace

from ionwright.network.benchmark.parts import Instance
from ionwright.network.direct import Effort
from ionwright.network.plan import Plan
from ionwright.network.solve import solve


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an instance.

    Parameters
    ----------
    instance : Instance
    plan : Plan
    seconds : float
        From the case to the plan, building and solving [s].
    """

    instance: Instance
    plan: Plan
    seconds: float
