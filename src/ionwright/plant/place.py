"""The place of a plant: its factors in the money of the plant, stand-ins and assumptions marked."""

from __future__ import annotations

from dataclasses import dataclass

from ionwright import units
from ionwright.core import Value
from ionwright.data import Row, money, regions
from ionwright.data.prices import price
from ionwright.errors import InputError
from ionwright.plant import carbon
from ionwright.plant.settings import Money


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of a place.

    Parameters
    ----------
    name : str
        "wage", "employer load", "electricity", "heat", "construction", "land", "carbon" (of
        electricity), "heat carbon", "tax".
    low, typical, high : float
        In `unit`.
    unit : str
        Plant units, in the money of the plant.
    kind : str
        How the number came to be.
    source : str
    stand_in : str
        Region whose number serves here, or "".
    says : str
        Conditions of the row.
    """

    name: str
    low: float
    typical: float
    high: float
    unit: str
    kind: str
    source: str
    stand_in: str
    says: str


@dataclass(frozen=True)
class Place:
    """Where a plant stands.

    Parameters
    ----------
    region : str
        Id of the table of regions.
    factors : dict of str to Factor
    missing : tuple of str
        What the data do not hold; it is counted as zero, and the result says so.
    """

    region: str
    factors: dict[str, Factor]
    missing: tuple[str, ...]

    def typical(self, name: str) -> float:
        """Return a factor's typical value, 0 where it is missing."""
        return self.factors[name].typical if name in self.factors else 0.0

    @property
    def carbon_basis(self) -> str:
        """How the carbon of electricity is counted, "" where the data hold none."""
        return self.factors["carbon"].says if "carbon" in self.factors else ""


# name -> quantity, unit in plant units ("money" for the currency)
NEEDED = {
    "wage": ("hourly_wage", "h"),
    "electricity": ("electricity_price", "kWh"),
    "construction": ("construction_cost", "m2"),
    "tax": ("tax_rate", ""),
}
OPTIONAL = {"land": ("land_price", "m2"), "carbon": ("grid_carbon", "")}


def place(name: str, wanted: Money) -> Place:
    """Return a region's factors in the money of the plant.

    Parameters
    ----------
    name : str
        Region, by id or name.
    wanted : Money
        Currency and year.

    Raises
    ------
    InputError
        If there is no such region, or it has no wage, power price, cost of building or tax, nor
        does any region that stands in for it.
    """
    found = regions.region(name).id
    out: dict[str, Factor] = {}
    missing = []
    for what, (quantity, per) in NEEDED.items():
        out[what] = _factor(what, regions.factor(found, quantity), per, wanted)
    if "employer=excluded" in out["wage"].says:
        out["employer load"] = _factor(
            "employer load", regions.factor(found, "employer_load"), "", wanted
        )
    for what, (quantity, per) in OPTIONAL.items():
        try:
            out[what] = _factor(what, regions.factor(found, quantity), per, wanted)
        except InputError:
            missing.append(what)
    if "carbon" in out:
        out["heat carbon"] = _heat_carbon(carbon.gas_heat(carbon.grid(found).basis))
    row = price("natural-gas", "today")
    out["heat"] = _factor("heat", regions.Factor(row, ""), "kWh", wanted)
    return Place(found, out, tuple(missing))


def _factor(name: str, found: regions.Factor, per: str, wanted: Money) -> Factor:
    row = found.row
    if per:
        low, typical, high = in_money(row, per, wanted)
        unit = f"{wanted.currency}/{per}"
    else:
        unit = "kg/kWh" if name == "carbon" else "1"
        v = row.value
        low, typical, high = (units.to(x, unit) for x in (v.low, v.value, v.high))
    says = "; ".join(f"{k}={v}" for k, v in row.conditions if k != "sample")
    return Factor(name, low, typical, high, unit, row.kind, row.source, found.stand_in, says)


def _heat_carbon(found: carbon.Carbon) -> Factor:
    """Return the carbon of heat as a factor of the place, on the basis of its electricity."""
    return Factor(
        "heat carbon", found.low, found.typical, found.high, "kg/kWh", found.kind, found.source, "",
        found.says,
    )  # fmt: skip


def in_money(row: Row, per: str, wanted: Money) -> tuple[float, float, float]:
    """Return low, typical and high of a row of money for each `per`, in the money wanted.

    Money older than the first rate of exchange in the data is taken as money of that year.
    """
    v: Value = row.value
    currency = money.currency_of(v.unit)
    year = _held(currency, int(row.at("year") or 0))
    unit = f"{currency}/{per}"

    def one(x: float) -> float:
        amount = units.to(x, unit)
        return money.convert(
            amount, currency=currency, year=year, to_currency=wanted.currency, to_year=wanted.year
        )

    return one(v.low), one(v.value), one(v.high)


def _held(currency: str, year: int) -> int:
    """Return the year whose rate of exchange serves: the first one held for older money."""
    return year if currency == "USD" else max(year, min(money.years(currency)))
