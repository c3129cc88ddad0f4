"""The one cost stack, by draw, step and cause; both engines hand it the same kind of work.

A year's money is fixed + load x variable, so cost against load follows from one stack. Causes:

    material      what is in the good cells, at the step where it enters
    scrap         what a step loses of it, at the price paid
    credit        what is got back for that, negative
    energy        carriers x price, without dry rooms
    atmosphere    dry rooms: their energy, depreciation and upkeep
    consumables   solvent that is not recovered
    labour        direct hours x wage with the employer's load
    depreciation  machines over their life, straight
    maintenance   a share of the price of the machines
    overhead      on labour and on depreciation of machines
    building      floor x cost of building over its life
    financing     what annuities at the rate of interest add to depreciation; interest on land
                  and working capital

Full cost is their sum. What is bought is material + scrap, so nothing is paid twice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ionwright.plant import finance
from ionwright.plant.energy import CARRIERS
from ionwright.plant.scaled import Work
from ionwright.plant.settings import Finance, Settings

Array = NDArray[np.float64]
CAUSES = (
    "material", "scrap", "credit", "energy", "atmosphere", "consumables", "labour",
    "depreciation", "maintenance", "overhead", "building", "financing",
)  # fmt: skip
AT = {name: i for i, name in enumerate(CAUSES)}


@dataclass(frozen=True, eq=False)
class Goods:
    """Money of a year for materials, each array [draw, step] in [money/yr].

    `material`, `scrap`, `credit` (not negative: what comes back) and `consumables`.
    """

    material: Array
    scrap: Array
    credit: Array
    consumables: Array


@dataclass(frozen=True, eq=False)
class Rates:
    """What a place asks for: each a float or an array [draw].

    Parameters
    ----------
    wage : Array
        With the employer's load [money/h].
    electricity, heat : Array
        [money/kWh].
    construction, land : Array
        [money/m2] of floor, of land.
    land_per_floor : float
        Land for each m2 of floor [1].
    tax : float
        [1].
    """

    wage: Array
    electricity: Array
    heat: Array
    construction: Array
    land: Array
    land_per_floor: float
    tax: float


@dataclass(frozen=True, eq=False)
class Stack:
    """Cost of a plant.

    Parameters
    ----------
    fixed, variable : array [draw, step, cause]
        Money of a year at any load, and at full load [money/yr].
    machines, shell, land, tied : array [draw]
        Capital in machines, building, land, and in stocks and bills [money].
    settings : Settings
    rates : Rates
    energy : float
        Of the good cells at full load [kWh/yr].
    """

    fixed: Array
    variable: Array
    machines: Array
    shell: Array
    land: Array
    tied: Array
    settings: Settings
    rates: Rates
    energy: float

    def at(self, load: float) -> Array:
        """Return the money for a kWh of good cells at a load [money/kWh], [draw, step, cause]."""
        return (self.fixed + load * self.variable) / (load * self.energy)

    def full(self, load: float) -> Array:
        """Return the full cost at a load [money/kWh], [draw]."""
        return added(self.at(load))

    def marginal(self) -> Array:
        """Return what one more kWh costs in a plant that stands [money/kWh], [draw]."""
        return added(self.variable / self.energy)

    def project(self, load: float) -> finance.Project:
        """Return the plant over the life of its building, years along the last axis.

        Machines are bought anew at the end of their life. Land and working capital come back at
        the end; so does what the last machines are then worth by their annuities.
        """
        f = self.settings.finance
        years, life = f.building_years, f.equipment_years
        paid = 1.0 - f.grant
        investment = np.zeros((len(self.machines), years + 1))
        written = np.zeros_like(investment)
        for start in range(0, years, life):
            investment[:, start] += paid * self.machines
            written[:, start + 1 : start + life + 1] += (paid * self.machines / life)[:, None]
        investment[:, 0] += paid * self.shell + self.land + self.tied
        written[:, 1:] += (paid * self.shell / years)[:, None]
        investment[:, -1] -= self.land + self.tied
        left = -years % life
        if left:
            worth = finance.annuity(f.interest, life) / finance.annuity(f.interest, left)
            investment[:, -1] -= paid * self.machines * worth
        made = np.where(np.arange(years + 1) > 0, load * self.energy, 0.0)
        running = np.where(made > 0.0, self._running(load)[:, None], 0.0)
        return finance.Project(
            investment=investment,
            output=np.broadcast_to(made, investment.shape),
            cost=running,
            depreciation=written,
            credit=np.broadcast_to(made * f.subsidy_per_kwh, investment.shape),
            tax=self.rates.tax,
            rate=f.interest,
        )

    def _running(self, load: float) -> Array:
        """Return what is paid in a year beside capital [money/yr], [draw]."""
        f = self.settings.finance
        paid = 1.0 - f.grant
        capital = paid * (self.machines / f.equipment_years + self.shell / f.building_years)
        financing = added(self.fixed[:, :, AT["financing"]])
        return self.full(load) * load * self.energy - capital - financing


def added(x: Array) -> Array:
    """Return the sum over all axes but the first; the same bits for any number of draws."""
    return np.ascontiguousarray(x).reshape(len(x), -1).sum(axis=-1)


def along(x: Array, axis: int) -> Array:
    """Return the sum over one axis; the same bits for any number of draws."""
    return np.ascontiguousarray(np.moveaxis(x, axis, -1)).sum(axis=-1)


def stack(
    work: Work,
    goods: Goods,
    dry: NDArray[np.bool_],
    rates: Rates,
    settings: Settings,
    energy: float,
) -> Stack:
    """Return the cost of a plant.

    Parameters
    ----------
    work : Work
        Of either engine.
    goods : Goods
        At full load.
    dry : bool array [step]
        Steps that are dry rooms.
    rates : Rates
    settings : Settings
    energy : float
        Of the good cells at full load [kWh/yr].
    """
    fixed, variable = (np.zeros((*work.capital.shape, len(CAUSES))) for _ in range(2))
    for name in ("material", "scrap", "consumables"):
        variable[:, :, AT[name]] = getattr(goods, name)
    variable[:, :, AT["credit"]] = -goods.credit
    carriers = _carriers(work, rates)
    variable[:, :, AT["energy"]] = np.where(dry, 0.0, carriers)
    labour = work.labour * _of(rates.wage)
    bound = settings.operation.fixed_labour
    fixed[:, :, AT["labour"]], variable[:, :, AT["labour"]] = bound * labour, (1 - bound) * labour
    f, o = settings.finance, settings.overhead
    paid = 1.0 - f.grant
    written = paid * work.capital / f.equipment_years
    upkeep = o.maintenance * work.capital
    fixed[:, :, AT["atmosphere"]] = np.where(dry, carriers + written + upkeep, 0.0)
    fixed[:, :, AT["depreciation"]] = np.where(dry, 0.0, written)
    fixed[:, :, AT["maintenance"]] = np.where(dry, 0.0, upkeep)
    fixed[:, :, AT["overhead"]] = o.on_labour * labour + o.on_depreciation * written
    shell = work.area * _of(rates.construction)
    ground = work.area * rates.land_per_floor * _of(rates.land)
    fixed[:, :, AT["building"]] = paid * shell / f.building_years
    tied = f.working_capital * along(variable, 2)
    fixed[:, :, AT["financing"]] = _financing(f, work.capital, shell, ground + tied)
    return Stack(
        fixed=fixed,
        variable=variable,
        machines=added(work.capital),
        shell=added(shell),
        land=added(ground),
        tied=added(tied),
        settings=settings,
        rates=rates,
        energy=energy,
    )


def _carriers(work: Work, rates: Rates) -> Array:
    """Return what a step pays for its energy [money/yr], [draw, step]."""
    price = dict(zip(CARRIERS, (rates.electricity, rates.heat), strict=True))
    paid = (work.energy[:, :, i] * _of(price[name]) for i, name in enumerate(CARRIERS))
    return sum(paid, np.zeros(work.capital.shape))


def _financing(f: Finance, machines: Array, shell: Array, stays: Array) -> Array:
    """Return what annuities add to depreciation, and interest on what keeps its worth."""
    paid = 1.0 - f.grant
    machine, house = (
        paid * (finance.annuity(f.interest, life) - 1.0 / life)
        for life in (f.equipment_years, f.building_years)
    )
    return machine * machines + house * shell + f.interest * stays


def _of(rate: Array) -> Array:
    """Return a rate so that it multiplies [draw, step]."""
    return np.atleast_1d(np.asarray(rate, float))[:, None]
