"""Transport laws as they are written: a name, or a table with the law's parameters."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ionwright.cell._types import (
    Exponent,
    NameOrTable,
    ShareOrNone,
    Tortuosity,
)
from ionwright.core.part import Part
from ionwright.ion.transport import Bruggeman, Percolation, TortuosityFactor, Transport


class BruggemanLaw(Part):
    """sigma_eff = sigma_0 eps^exponent."""

    law: Literal["bruggeman"]
    exponent: Exponent = Field(1.5, description="Bruggeman exponent")

    def build(self) -> Transport:
        """Return the law."""
        return Bruggeman(self.exponent)


class TortuosityFactorLaw(Part):
    """sigma_eff = sigma_0 eps/tau2."""

    law: Literal["tortuosity-factor"]
    tau2: Tortuosity = Field(description="tortuosity factor of this composite")

    def build(self) -> Transport:
        """Return the law."""
        return TortuosityFactor(self.tau2)


class PercolationLaw(Part):
    """sigma_eff = sigma_0 ((eps - threshold)/(1 - threshold))^exponent."""

    law: Literal["percolation"]
    threshold: ShareOrNone = Field(description="volume fraction at which the phase connects")
    exponent: Exponent = Field(2.0, description="percolation exponent")
    floor: ShareOrNone = Field(0.0, description="share of sigma_0 left below the threshold")

    def build(self) -> Transport:
        """Return the law."""
        return Percolation(self.threshold, self.exponent, self.floor)


TransportLaw = Annotated[
    Annotated[BruggemanLaw | TortuosityFactorLaw | PercolationLaw, Field(discriminator="law")],
    NameOrTable(),
]
