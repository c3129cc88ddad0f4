"""Constants of nature and the one temperature law that all properties share."""

from __future__ import annotations

import math

GAS_CONSTANT = 8.31446261815324
"""R [J/(mol K)], exact (SI 2019)."""

FARADAY = 96485.33212331
"""F [C/mol], exact (SI 2019)."""

T_REF = 298.15
"""Temperature to which properties in the tables refer unless they say otherwise [K]."""


def arrhenius(E_a: float, T: float, T_ref: float = T_REF) -> float:
    """Return exp(-E_a/R (1/T - 1/T_ref)) [1] for E_a [J/mol], T and T_ref [K]."""
    return math.exp(-E_a / GAS_CONSTANT * (1.0 / T - 1.0 / T_ref))
