"""Rate laws, one file each, and the machine that carries one.

Numbers only, in plant units (L, m, pieces, h, kW, m2, money); a number may be an array over
draws. What a machine is used for stands in `ionwright.plant.counted`.
"""

from ionwright.plant.steps._count import Numbers
from ionwright.plant.steps.batch import Batch
from ionwright.plant.steps.filling import Filling
from ionwright.plant.steps.fixed import Fixed
from ionwright.plant.steps.machine import (
    Crew,
    Fleet,
    Floor,
    Machine,
    RateLaw,
    Spare,
)
from ionwright.plant.steps.residence import Residence
from ionwright.plant.steps.serving import Serving
from ionwright.plant.steps.unit import Unit
from ionwright.plant.steps.web import Web
from ionwright.plant.steps.winding import Winding

__all__ = [
    "Batch",
    "Crew",
    "Filling",
    "Fixed",
    "Fleet",
    "Floor",
    "Machine",
    "Numbers",
    "RateLaw",
    "Residence",
    "Serving",
    "Spare",
    "Unit",
    "Web",
    "Winding",
]
