"""A machine: its rate law, and what it costs, uses and needs."""

from __future__ import annotations

from dataclasses import dataclass

from ionwright.plant.steps._count import Numbers, whole
from ionwright.plant.steps.batch import Batch
from ionwright.plant.steps.filling import Filling
from ionwright.plant.steps.fixed import Fixed
from ionwright.plant.steps.residence import Residence
from ionwright.plant.steps.serving import Serving
from ionwright.plant.steps.unit import Unit
from ionwright.plant.steps.web import Web
from ionwright.plant.steps.winding import Winding

RateLaw = Batch | Web | Winding | Unit | Filling | Residence | Serving | Fixed
"""Every rate law: `rate` of one machine and the machines `needed` for a flow."""


@dataclass(frozen=True, slots=True)
class Floor:
    """Floor by the air that stands on it.

    Parameters
    ----------
    normal, dry, lab : float or array, shape (draw,)
        Plain hall, dry room, laboratory-like room [m2].
    """

    normal: Numbers
    dry: Numbers
    lab: Numbers

    @property
    def total(self) -> Numbers:
        """All floor [m2]."""
        return self.normal + self.dry + self.lab

    def __add__(self, other: Floor) -> Floor:
        """Return both floors together."""
        return Floor(self.normal + other.normal, self.dry + other.dry, self.lab + other.lab)

    def times(self, count: Numbers) -> Floor:
        """Return the floor of `count` machines."""
        return Floor(self.normal * count, self.dry * count, self.lab * count)


NO_FLOOR = Floor(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Spare:
    """Over-capacity: how far the machines bought and placed exceed those that run.

    Parameters
    ----------
    bought : float or array, shape (draw,)
        Share of running machines that is bought beyond them [1].
    placed : float or array, shape (draw,)
        Share for which floor is kept beyond them [1]. It differs from `bought` only where a
        source counts so.
    """

    bought: Numbers
    placed: Numbers


@dataclass(frozen=True, slots=True)
class Crew:
    """Posts a running machine, manned in every shift.

    Parameters
    ----------
    skilled, helper : float or array, shape (draw,)
        [posts]; a post is not a person: one needs several to man it around the clock.
    """

    skilled: Numbers
    helper: Numbers


@dataclass(frozen=True, slots=True)
class Fleet:
    """The machines of one kind at one step.

    Parameters
    ----------
    running, bought, placed : float or array, shape (draw,)
        Machines that run, are paid for, have floor [1].
    crew : Crew
        Posts of all [posts].
    power : float or array, shape (draw,)
        Of those that run [kW].
    floor : Floor
        Of those that are placed [m2].
    capital : float or array, shape (draw,)
        Of those that are bought, in the money of the machine's price.
    """

    running: Numbers
    bought: Numbers
    placed: Numbers
    crew: Crew
    power: Numbers
    floor: Floor
    capital: Numbers


@dataclass(frozen=True, slots=True)
class Machine:
    """One kind of machine, numbers only.

    Parameters
    ----------
    law : RateLaw
        How many are needed for a flow.
    price : float or array, shape (draw,)
        Of one machine, installed, in the money and year of its plant.
    power : float or array, shape (draw,)
        Drawn by a running machine [kW].
    crew : Crew
        Posts of a running machine.
    floor : Floor
        Of a placed machine [m2].
    spare : Spare
        Over-capacity.
    extra : float or array, shape (draw,)
        Machines that run beside those which the flow needs [1], for example towers that test
        samples for months.

    Notes
    -----
    Counts are rounded up twice: ``bought = ceil(ceil(flow / rate + extra) (1 + spare))``. A plant
    first needs whole machines, then whole spare ones.
    """

    law: RateLaw
    price: Numbers
    power: Numbers
    crew: Crew
    floor: Floor
    spare: Spare
    extra: Numbers = 0.0

    def fleet(self, flow: Numbers) -> Fleet:
        """Return the machines for `flow`, in the law's unit an hour; shape (draw,) or none."""
        running = self.law.needed(flow) + whole(self.extra)
        bought = whole(running * (1.0 + self.spare.bought))
        placed = whole(running * (1.0 + self.spare.placed))
        return Fleet(
            running=running,
            bought=bought,
            placed=placed,
            crew=Crew(running * self.crew.skilled, running * self.crew.helper),
            power=running * self.power,
            floor=self.floor.times(placed),
            capital=bought * self.price,
        )
