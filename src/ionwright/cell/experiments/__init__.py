"""Standard tests of a cell: what a laboratory does to it, done to the model.

Each test is a function that runs a design and returns a frozen object: arrays in SI, how every run
ended, the runs themselves, and the same as a table in usual units. A run that stops early keeps
its row; what it did not reach is nan.

>>> import ionwright as iw
>>> test = iw.cell.experiments.rate_test(iw.cell.load("sulfide-nmc811-lithium"), (0.1, 1.0))
>>> test.status
('done', 'done')
"""

from ionwright.cell.experiments._gitt import Gitt, gitt
from ionwright.cell.experiments._power import PulsePower, power
from ionwright.cell.experiments._pulse import PulseResistance, pulse_resistance
from ionwright.cell.experiments._ragone import Ragone, ragone
from ionwright.cell.experiments._rate import RateTest, rate_test
from ionwright.cell.experiments._shape import Test

__all__ = [
    "Gitt",
    "PulsePower",
    "PulseResistance",
    "Ragone",
    "RateTest",
    "Test",
    "gitt",
    "power",
    "pulse_resistance",
    "ragone",
    "rate_test",
]
