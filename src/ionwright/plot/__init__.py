"""Figures: they draw labelled tables and compute nothing."""

from ionwright.plot import network, plant
from ionwright.plot._designs import designs
from ionwright.plot._ion import composites, conductivity, potentials
from ionwright.plot._run import energies, fields, losses, rates, voltage
from ionwright.plot._show import save, show
from ionwright.plot._spec import spec
from ionwright.plot._style import svg

__all__ = [
    "composites",
    "conductivity",
    "designs",
    "energies",
    "fields",
    "losses",
    "network",
    "plant",
    "potentials",
    "rates",
    "save",
    "show",
    "spec",
    "svg",
    "voltage",
]
