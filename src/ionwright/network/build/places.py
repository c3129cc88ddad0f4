"""What a region charges: power, heat, wage, tax, carbon of its grid, in US dollars of 2025."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from ionwright.data import regions
from ionwright.errors import InputError
from ionwright.network.build.book import DOLLARS
from ionwright.plant import carbon, chemical_terms
from ionwright.plant.process import Amount

NONE = Amount(0.0, 0.0, 0.0, "1", "assumed", "", "")


@dataclass(frozen=True)
class Rates:
    """Factors of a region.

    Parameters
    ----------
    region : str
    energy : mapping of str to float
        By carrier [USD/kWh].
    wage : float
        With what the employer pays on top [USD/h].
    tax : float
        Rate that holds over most of the life of a plant decided on now [1].
    carbon : mapping of str to float
        By carrier [kg CO2/kWh].
    evidence : mapping of str to str
    notes : tuple of str
    """

    region: str
    energy: Mapping[str, float]
    wage: float
    tax: float
    carbon: Mapping[str, float]
    evidence: Mapping[str, str]
    notes: tuple[str, ...]


def _country(region: str) -> str:
    """Return the region at the end of those that stand in."""
    above = regions.region(region).stands_in
    return _country(above) if above else region


@cache
def rates(region: str) -> Rates:
    """Return the factors of a region.

    The lower rate of tax of the west of China ends with 2030, before plants decided on now have
    earned much: a region of China counts with the rate of the country.

    Raises
    ------
    InputError
        If the data hold no wage, power price or tax of the region or of one that stands in.
    """
    terms = chemical_terms.Terms(DOLLARS, region, NONE, NONE)
    found = chemical_terms.place(terms)
    country = "china" if _country(region) == "china" else region
    tax = regions.factor(country, "tax_rate").row
    notes = [f"{region}: {x}" for x in chemical_terms.stand_ins(terms)]
    try:
        grid = carbon.grid(region).typical
    except InputError:
        grid = 0.0
        notes.append(f"{region}: no carbon of the grid in the data")
    heat = carbon.gas_heat().typical
    return Rates(
        region=region,
        energy={"electricity": found["electricity"].typical, "heat": found["heat"].typical},
        wage=found["wage"].typical * (1.0 + found["employer load"].typical),
        tax=tax.value.value,
        carbon={"electricity": grid, "heat": heat},
        evidence={f"{region} {name}": a.kind for name, a in found.items()} | {
            f"{country} tax": tax.kind
        },
        notes=tuple(notes),
    )  # fmt: skip
