"""What all readers give back, and pieces of a case that they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ionwright.network.case import Case, Line, Option, Period, Run, Way
from ionwright.network.futures import Scenarios

MONEY = "units of the file"
YEAR = (Period("once", 1.0, 1.0),)
"""One period of one year: rates are amounts, and nothing is discounted."""


@dataclass(frozen=True, slots=True)
class Instance:
    """An instance as a case of this stage.

    Parameters
    ----------
    file, family : str
    case : Case
    scenarios : Scenarios
    """

    file: str
    family: str
    case: Case
    scenarios: Scenarios


class Family(Protocol):
    """A kind of problem with the layouts in which it is published."""

    @property
    def name(self) -> str:
        """Its name on the command line."""
        ...

    def fits(self, path: str) -> bool:
        """Whether a file has the shape of this family."""
        ...

    def read(self, path: str, capacity: float | None) -> Instance:
        """Return the instance; a capacity stands in for the word that some files print."""
        ...


def opened(site: str, capacity: float, cost: float) -> tuple[Line, Option]:
    """Return a line that is built whole or not at all, at a price paid once."""
    return Line(site, site, "unit"), Option(site, site, capacity, cost)


def single(lines: Sequence[Line], way: Way) -> tuple[Run, ...]:
    """Return one run on each line, one unit of capacity a unit."""
    return tuple(Run(line.name, line.name, way.name) for line in lines)
