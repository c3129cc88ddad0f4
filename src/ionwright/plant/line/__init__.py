"""A line that runs: lots, machines that fail, finite buffers, simulated event by event."""

from ionwright.plant.line.capacity import balance, capacities
from ionwright.plant.line.inputs import Line, Run
from ionwright.plant.line.result import Result
from ionwright.plant.line.run import simulate
from ionwright.plant.line.station import (
    Changeover,
    Failures,
    Loss,
    RandomRate,
    Rate,
    Residence,
    Station,
)
from ionwright.plant.line.study import one_more, replicate

__all__ = [
    "Changeover",
    "Failures",
    "Line",
    "Loss",
    "RandomRate",
    "Rate",
    "Residence",
    "Result",
    "Run",
    "Station",
    "balance",
    "capacities",
    "one_more",
    "replicate",
    "simulate",
]
