"""Floors, buildings and the year's cost of the reference plant, by its own rules.

The cost here is ProZell's, so that its figures can be compared; the stack that serves every route
and both engines is another one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import add

from ionwright.plant import counted
from ionwright.plant import prozell_rules as rules
from ionwright.plant.counted import StepWork
from ionwright.plant.prozell import FOILS, handed, line
from ionwright.plant.prozell_cell import phev2
from ionwright.plant.prozell_reading import Reading
from ionwright.plant.prozell_rows import CELL, number
from ionwright.plant.steps import Floor, Numbers
from ionwright.plant.steps.machine import NO_FLOOR

PLANT = "prozell-plant"
BUILDING = "prozell-building"


@dataclass(frozen=True, slots=True)
class Economics:
    """Rates of the reference plant, EUR of 2022.

    Parameters
    ----------
    skilled, helper, indirect, cleaner : float
        [EUR/h].
    posts_per_indirect, posts_per_cleaner : float
        Direct posts for one of them [1].
    maintenance : float
        Share of the machines' price a year [1/yr].
    electricity : float
        [EUR/kWh].
    machine_life, building_life : float
        [yr].
    launch_material, launch_staff : float
        Shares of a year's cost spent before full output [yr].
    """

    skilled: float
    helper: float
    indirect: float
    cleaner: float
    posts_per_indirect: float
    posts_per_cleaner: float
    maintenance: float
    electricity: float
    machine_life: float
    building_life: float
    launch_material: float
    launch_staff: float


@dataclass(frozen=True, slots=True)
class Rooms:
    """Floors from the machines outwards, and what they cost.

    Parameters
    ----------
    machines : Floor
        Plates of all placed machines [m2].
    production, use, building, land : float or array, shape (draw,)
        Each holds the one before [m2].
    lit : float or array, shape (draw,)
        Floor that media serve [m2].
    land_price, factory_price, dry_price, lab_price : float or array, shape (draw,)
        [EUR].
    """

    machines: Floor
    production: Numbers
    use: Numbers
    building: Numbers
    land: Numbers
    lit: Numbers
    land_price: Numbers
    factory_price: Numbers
    dry_price: Numbers
    lab_price: Numbers

    @property
    def capital(self) -> Numbers:
        """Land, building, dry room and laboratory [EUR]."""
        return self.land_price + self.factory_price + self.dry_price + self.lab_price


@dataclass(frozen=True, slots=True)
class Cost:
    """Cost of a kWh of good cells [EUR/kWh], without credit for scrap.

    Parameters
    ----------
    material : dict of str to float or array
        By stream.
    personnel, energy, overhead, depreciation : float or array, shape (draw,)
    """

    material: dict[str, Numbers]
    personnel: Numbers
    energy: Numbers
    overhead: Numbers
    depreciation: Numbers

    @property
    def materials(self) -> Numbers:
        """All streams [EUR/kWh]."""
        return sum(self.material.values(), 0.0)

    @property
    def marginal(self) -> Numbers:
        """What one more kWh costs: material, direct staff and energy [EUR/kWh]."""
        return self.materials + self.personnel + self.energy

    @property
    def full(self) -> Numbers:
        """All cost [EUR/kWh]."""
        return self.marginal + self.overhead + self.depreciation


@dataclass(frozen=True, slots=True)
class Reference:
    """The reference plant at one size.

    Parameters
    ----------
    capacity : float or array, shape (draw,)
        Energy of good cells [kWh/yr].
    steps : tuple of StepWork
    bought : dict of str to float or array
        Streams in a year: kg, m, m2, pieces, L.
    rooms : Rooms
    cost : Cost
    energy : dict of str to float or array
        Electricity [kWh/yr] of "machines", "dry room", "laboratory".
    """

    capacity: Numbers
    steps: tuple[StepWork, ...]
    bought: dict[str, Numbers]
    rooms: Rooms
    cost: Cost
    energy: dict[str, Numbers]

    @property
    def machines(self) -> Numbers:
        """Capital of all machines [EUR]."""
        return sum((s.capital for s in self.steps), 0.0)

    @property
    def capital(self) -> Numbers:
        """Machines, buildings and land [EUR]."""
        return self.machines + self.rooms.capital


def reference(capacity: Numbers, reading: Reading) -> Reference:
    """Return the reference plant.

    Parameters
    ----------
    capacity : float or array, shape (draw,)
        Energy of good cells [GWh/yr].
    reading : AsCoded or Corrected

    Returns
    -------
    Reference
    """
    chain, kwh = line(reading), capacity * 1e6
    good = kwh / phev2().energy
    flows = counted.into(good, counted.kept(chain))
    steps, bought = counted.work(chain, flows), counted.bought(chain, flows)
    plates = reduce(add, (s.floor for s in steps), NO_FLOOR)
    layout = rooms(plates, reading)
    energy = {
        "machines": sum((s.energy for s in steps), 0.0),
        "dry room": plates.dry * _building("room_power", "kWh/(d m2)", "dry room") * rules.DAYS,
        "laboratory": plates.lab * _building("room_power", "kWh/(d m2)", "laboratory") * rules.DAYS,
    }
    cost = annual(kwh, steps, bought, layout, energy, reading)
    return Reference(kwh, steps, bought, layout, cost, energy)


def rooms(machines: Floor, reading: Reading) -> Rooms:
    """Return floors and their price from the plates of the machines."""
    of_production, of_use, of_building = (
        sum(_building("floor_share", "1", f"{level}: {part}") for part in parts)
        for level, parts in (
            ("production", ("room around machines", "buffers", "other")),
            ("use", ("offices", "stores and shipping")),
            ("building", ("services, social",)),
        )
    )
    beside = reading.rest(of_production)
    production = machines.total / beside
    use = production / reading.rest(of_use)
    building = use / reading.rest(of_building)
    land = building * (1.0 + _building("open_land_share", "1"))
    return Rooms(
        machines=machines,
        production=production,
        use=use,
        building=building,
        land=land,
        lit=machines.total + of_production * production + of_use * use + of_building * building,
        land_price=land * _building("land_price", "EUR/m2"),
        factory_price=building * _building("construction_cost", "EUR/m2", "factory"),
        dry_price=machines.dry / beside * _building("construction_cost", "EUR/m2", "dry room"),
        lab_price=machines.lab / beside * _building("construction_cost", "EUR/m2", "laboratory"),
    )


def annual(
    kwh: Numbers,
    steps: tuple[StepWork, ...],
    bought: dict[str, Numbers],
    layout: Rooms,
    energy: dict[str, Numbers],
    reading: Reading,
) -> Cost:
    """Return the cost of a kWh from a year's work; `kwh` of good cells [kWh/yr]."""
    rates = economics()
    price = prices()
    material = {name: amount * price[name] for name, amount in bought.items()}
    personnel = rules.HOURS * sum(
        (s.skilled * rates.skilled + s.helper * rates.helper for s in steps), 0.0
    )
    room_price = reading.room_price(rates.electricity)
    paid = energy["machines"] * rates.electricity
    paid = paid + (energy["dry room"] + energy["laboratory"]) * room_price
    fixed = overhead(steps, layout, rates)
    launch = rates.launch_material * sum(material.values(), 0.0)
    launch = launch + rates.launch_staff * (personnel + fixed)
    machines = sum((s.capital for s in steps), 0.0)
    spent = (layout.capital + launch) / rates.building_life + machines / rates.machine_life
    return Cost(
        material={name: euro / kwh for name, euro in material.items()},
        personnel=personnel / kwh,
        energy=paid / kwh,
        overhead=fixed / kwh,
        depreciation=spent / kwh,
    )


def overhead(steps: tuple[StepWork, ...], layout: Rooms, rates: Economics) -> Numbers:
    """Return the year's indirect staff, media and maintenance [EUR/yr]."""
    posts = sum((s.skilled + s.helper for s in steps), 0.0)
    per_post = rates.indirect / rates.posts_per_indirect + rates.cleaner / rates.posts_per_cleaner
    media = layout.lit * _building("annual_energy_per_area", "kWh/m2") * rates.electricity
    upkeep = rates.maintenance * sum((s.capital for s in steps), 0.0)
    return posts * rules.HOURS * per_post + media + upkeep


def prices() -> dict[str, float]:
    """Return the price of each stream in its unit [EUR of 2022]."""
    given = handed(phev2())
    foil = {
        item: number(item, "price_per_area", "EUR/m2", CELL) * number(item, "web_width", "m", CELL)
        for item in FOILS.values()
    }
    return {
        "anode coating": given.price["anode"],
        "cathode coating": given.price["cathode"],
        **foil,
        "separator": number("polyolefin", "price_per_area", "EUR/m2", CELL),
        "can": number("phev2-can", "price_per_piece", "EUR/cell", CELL),
        "electrolyte": number("LiPF6-carbonate", "price_per_volume", "EUR/L", CELL),
    }


def economics() -> Economics:
    """Return the rates of the reference plant."""
    return Economics(
        skilled=number(PLANT, "hourly_wage", "EUR/h", "skilled"),
        helper=number(PLANT, "hourly_wage", "EUR/h", "helper"),
        indirect=number(PLANT, "hourly_wage", "EUR/h", "indirect"),
        cleaner=number(PLANT, "hourly_wage", "EUR/h", "cleaner"),
        posts_per_indirect=number(PLANT, "posts_per_post", "1", "indirect"),
        posts_per_cleaner=number(PLANT, "posts_per_post", "1", "cleaner"),
        maintenance=number(PLANT, "maintenance_share", "1"),
        electricity=number(PLANT, "electricity_price", "EUR/kWh"),
        machine_life=number(PLANT, "lifetime", "yr", "machines"),
        building_life=number(PLANT, "lifetime", "yr", "buildings"),
        launch_material=number(PLANT, "launch_share", "1", "material"),
        launch_staff=number(PLANT, "launch_share", "1", "personnel and overhead"),
    )


def _building(quantity: str, unit: str, sample: str = "") -> float:
    return number(BUILDING, quantity, unit, sample)
