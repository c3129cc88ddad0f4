"""What a plant of BatPaC 5 costs: four multipliers that follow from its listed rates.

BatPaC adds overheads, depreciation, profit and warranty line by line. All lines are linear in a
year's material, direct labour, equipment and building, so they collapse into four multipliers;
they are derived here from the printed rates, none is typed in. Money: US dollars of 2022,
without tax. Source: as `batpac`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ionwright import data
from ionwright.errors import InputError
from ionwright.plant._batpac_rows import PLANT, of_plant
from ionwright.plant.batpac import Work


@dataclass(frozen=True, slots=True)
class Rates:
    """Financial rates [1], all as printed; lives in years.

    Parameters
    ----------
    overhead_labour, overhead_depreciation : float
        Variable overhead on direct labour and on depreciation.
    general_labour, general_depreciation : float
        General, sales and administration, on labour with its variable overhead (the overhead on
        depreciation is part of that) and on depreciation.
    research : float
        Research and development on depreciation.
    launch_material, launch_labour : float
        Launch cost on a year's material, and on a year's labour and variable overhead.
    working_capital : float
        On a year's variable cost.
    profit : float
        On the investment: equipment, building, launch and working capital.
    warranty : float
        On the price before it.
    equipment_life, building_life : float
        Straight-line depreciation [yr].
    """

    overhead_labour: float
    overhead_depreciation: float
    general_labour: float
    general_depreciation: float
    research: float
    launch_material: float
    launch_labour: float
    working_capital: float
    profit: float
    warranty: float
    equipment_life: float
    building_life: float


@dataclass(frozen=True, slots=True)
class Multipliers:
    """Yearly price of a product for each unit of material, labour, equipment and building.

    `material` and `labour` are per dollar spent in a year [1]; `equipment` and `building` per
    dollar of capital [1/yr].
    """

    material: float
    labour: float
    equipment: float
    building: float


@cache
def rates() -> Rates:
    """Return the rates of BatPaC 5; the life of a building is 20 years (5 % a year)."""
    labour = "labour and its variable overhead"
    return Rates(
        overhead_labour=_rate("variable overhead", "labour"),
        overhead_depreciation=_rate("variable overhead", "depreciation"),
        general_labour=_rate("general sales administration", labour),
        general_depreciation=_rate("general sales administration", "depreciation"),
        research=_rate("research and development", "depreciation"),
        launch_material=_rate("launch", "material"),
        launch_labour=_rate("launch", labour),
        working_capital=_rate("working capital", "variable cost"),
        profit=_rate("profit", "investment"),
        warranty=_rate("warranty", "cost of the pack"),
        equipment_life=of_plant("lifetime", "equipment", "yr"),
        building_life=of_plant("lifetime", "building", "yr"),
    )


def multipliers(rates: Rates) -> Multipliers:
    """Collapse the rates [1] into four multipliers, capital ones in [1/yr].

    With f profit, a and b launch on material and labour, w working capital, q warranty, L and d
    variable overhead on labour and depreciation, G and g administration on them, R research and
    D = 1/life:

        material   (1 + f (a + w)) (1 + q)
        labour     ((1 + L)(1 + G) + f (1 + L)(b + w)) (1 + q)
        capital    ((1 + d + g + G d + R) D + f (1 + d (b + w) D)) (1 + q)

    Raises
    ------
    InputError
        If a life is not positive.
    """
    r = rates
    tied = r.launch_labour + r.working_capital
    overhead = 1.0 + r.overhead_labour
    price = 1.0 + r.warranty
    return Multipliers(
        material=(1.0 + r.profit * (r.launch_material + r.working_capital)) * price,
        labour=overhead * (1.0 + r.general_labour + r.profit * tied) * price,
        equipment=_capital(r, r.equipment_life) * price,
        building=_capital(r, r.building_life) * price,
    )


def _capital(r: Rates, life: float) -> float:
    """Return what a dollar of capital adds to a year's cost and profit [1/yr]."""
    if not life > 0.0:
        raise InputError(
            "a life is longer than nothing", seen=f"{life:g} yr", do="Give a positive life"
        )
    d = r.overhead_depreciation
    spent = 1.0 + d + r.general_depreciation + r.general_labour * d + r.research
    return spent / life + r.profit * (1.0 + d * (r.launch_labour + r.working_capital) / life)


@dataclass(frozen=True, slots=True)
class UnitCost:
    """Price of a kilowatt-hour by cause, overheads and profit included [USD of 2022/kWh]."""

    material: float
    labour: float
    equipment: float
    building: float

    @property
    def total(self) -> float:
        """Their sum [USD/kWh]."""
        return self.material + self.labour + self.equipment + self.building


def unit_cost(work: Work, energy: float, material: float, m: Multipliers) -> UnitCost:
    """Return the price of a kilowatt-hour at BatPaC's wage and building price.

    Parameters
    ----------
    work : Work
        Of the plant.
    energy : float
        Output [kWh/yr].
    material : float
        Material and bought items [USD/yr].
    m : Multipliers
        From `multipliers`.

    Returns
    -------
    UnitCost
        [USD of 2022/kWh].
    """
    wage = of_plant("hourly_wage", "", "USD/h")
    building = of_plant("construction_cost", "", "USD/m2")
    return UnitCost(
        material=material * m.material / energy,
        labour=work.labour.sum(-1) * wage * m.labour / energy,
        equipment=work.capital.sum(-1) * m.equipment / energy,
        building=work.area.sum(-1) * building * m.building / energy,
    )


def _rate(name: str, on: str) -> float:
    (row,) = (
        r
        for r in data.find(PLANT, "cost_rate")
        if (r.condition("name"), r.condition("on")) == (name, on)
    )
    return row.value.value
