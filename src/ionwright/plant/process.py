"""The hand-off of a plant: what one unit of any commodity takes, and plants by size class.

The network stage builds and sites these; it needs no other word of the plant. Masses in kg,
energy in kWh, time in yr and h, sizes in t/yr, money as `money` says. Every figure keeps its
range and its kind, so that what is assumed stays visible downstream.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, is_dataclass
from typing import Any

from ionwright import data
from ionwright.core import Value
from ionwright.core.laws import Law
from ionwright.data import commodities
from ionwright.errors import InputError
from ionwright.plant.learning import Ramp

__all__ = ["Amount", "Anchor", "Capital", "Machine", "SizeClass"]

SCHEMA = "ionwright/1"


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure with its range.

    Parameters
    ----------
    low, typical, high : float
        In `unit`.
    unit : str
    kind : str
        How it came to be.
    source, why : str
        Key of the source, and the place in it or the reasoning.

    Raises
    ------
    InputError
        If low <= typical <= high does not hold.
    """

    low: float
    typical: float
    high: float
    unit: str
    kind: str
    source: str
    why: str

    def __post_init__(self) -> None:
        """Check the order."""
        if not -math.inf < self.low <= self.typical <= self.high < math.inf:
            raise InputError(
                "low, typical and high are finite numbers that do not fall",
                seen=f"{self.low:g}, {self.typical:g}, {self.high:g} {self.unit}",
                do="Write them in rising order",
            )

    def times(self, factor: float, unit: str) -> Amount:
        """Return the figure times a positive number, in another unit."""
        low, typical, high = (factor * x for x in (self.low, self.typical, self.high))
        return Amount(low, typical, high, unit, self.kind, self.source, self.why)

    def text(self) -> str:
        """Return the figure with its range."""
        range_ = "" if self.low == self.high else f" ({self.low:.3g} to {self.high:.3g})"
        return f"{self.typical:.3g}{range_} {self.unit}".strip()


def amount(value: Value, unit: str, factor: float) -> Amount:
    """Return a number of the data [SI] times `factor` as an amount in `unit`."""
    low, typical, high = (factor * x for x in (value.low, value.value, value.high))
    return Amount(low, typical, high, unit, value.kind, value.source, value.locator)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A plant whose capital is known or assumed.

    Parameters
    ----------
    size : float
        Its output [t/yr].
    per_rate : Amount
        Capital over output at that size [money/(t/yr)].
    scope : str
        What the sum holds.
    """

    size: float
    per_rate: Amount
    scope: str


@dataclass(frozen=True, slots=True)
class Capital:
    """Capital over size by the power law C = C_0 (S/S_0)^n of each anchor.

    Anchors are sums of different scope. They are kept apart: one is named as the typical one, and
    the others are shown beside it; no mean of them is taken.

    Parameters
    ----------
    anchors : tuple of Anchor
        The chosen one first.
    exponent : Amount
        n [1].
    """

    anchors: tuple[Anchor, ...]
    exponent: Amount

    def per_rate(self, size: float, anchor: int = 0) -> Amount:
        """Return capital over output of a plant of a size [money/(t/yr)].

        Parameters
        ----------
        size : float
            [t/yr].
        anchor : int
            From which anchor; 0 is the chosen one.

        Returns
        -------
        Amount
            Its range is that of the anchor and, away from its size, that of the exponent.

        Raises
        ------
        InputError
            If the size is not positive.
        """
        if not 0.0 < size < math.inf:
            raise InputError(
                "a plant makes something", seen=f"{size:g} t/yr", do="Give a size above zero"
            )
        a, n = self.anchors[anchor], self.exponent
        ratio = math.log(size / a.size)
        small, typical, large = (math.exp((x - 1.0) * ratio) for x in (n.low, n.typical, n.high))
        k = a.per_rate
        return Amount(
            k.low * min(small, large),
            k.typical * typical,
            k.high * max(small, large),
            k.unit,
            "estimated" if size != a.size and k.kind != "assumed" else k.kind,
            k.source,
            k.why,
        )

    def total(self, size: float) -> Amount:
        """Return the capital of a plant of a size [t/yr] from the chosen anchor [money]."""
        return self.per_rate(size).times(size, self.anchors[0].per_rate.unit.split("/")[0])


@dataclass(frozen=True, slots=True)
class SizeClass:
    """A plant of one size: output [t/yr], capital [money], people, floor [m2] where known."""

    capacity: float
    capital: Amount
    people: Amount
    area: Amount | None


@dataclass(frozen=True, slots=True)
class Machine:
    """Machines of one kind: how many stand in the plant of `capacity`, and the price of one."""

    name: str
    count: float
    price: Amount


@dataclass(frozen=True)
class Process:
    """What one unit of a commodity takes.

    Parameters
    ----------
    way, commodity : str
        Name of the way, and the item that it makes.
    unit : str
        Of the commodity: "kg" or "kWh".
    capacity : float
        Nameplate output of the plant that is meant [t/yr, or GWh/yr where the unit is kWh].
    takes : dict of str to Amount
        By item [kg/unit].
    used : dict of str to float
        What of it ends in the product and beside it at typical values [kg/unit].
    makes : dict of str to float
        Product and by-products [kg/unit].
    waste : Amount
        Of what is taken, what is neither [kg/unit].
    energy : dict of str to Amount
        By carrier [kWh/unit].
    people : Amount
        At `capacity` [people].
    hours : Amount
        Paid by a person in a year [h/yr].
    capital : Capital
    sizes : tuple of SizeClass
        Plants that may be built.
    machines : tuple of Machine
        Where a plant is counted by machines; else empty, and the size classes stand for it.
    area : Amount or None
        Floor of the plant of `capacity` [m2]; None where nothing was found.
    lead_time : Amount
        From decision to first output [yr].
    ramp : Ramp
        Output as a share of nameplate.
    learning : Amount
        Fall of cost beyond material for each doubling of cumulated output [1].
    money : str
        Currency and year of every figure of money.
    missing, notes : tuple of str
        What was looked for and not found; what a reader must know.
    """

    way: str
    commodity: str
    unit: str
    capacity: float
    takes: dict[str, Amount]
    used: dict[str, float]
    makes: dict[str, float]
    waste: Amount
    energy: dict[str, Amount]
    people: Amount
    hours: Amount
    capital: Capital
    sizes: tuple[SizeClass, ...]
    machines: tuple[Machine, ...]
    area: Amount | None
    lead_time: Amount
    ramp: Ramp
    learning: Amount
    money: str
    missing: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def evidence(self) -> dict[str, int]:
        """How many figures there are of each kind; size classes follow from the rest."""
        skip = ("sizes",)
        own = [getattr(self, f.name) for f in fields(self) if f.name not in skip]
        return dict(Counter(a.kind for x in own for a in _amounts(x)))

    @property
    def labour(self) -> float:
        """Paid hours for a kg at nameplate output, typical [h/kg]; only where the unit is kg."""
        return self.people.typical * self.hours.typical / (1e3 * self.capacity)

    def check(self) -> tuple[Law, ...]:
        """Return the laws that a process must obey, with residuals."""
        takes = {k: a.typical for k, a in self.takes.items()}
        whole = sum(takes.values())
        lost = whole - sum(self.makes.values()) - self.waste.typical
        over = [self.used[k] - takes[k] for k in self.used]
        each = [*self.energy.values(), *self.takes.values(), self.waste]
        law = self.capital
        step = law.per_rate(2.0 * self.capacity).typical / law.per_rate(self.capacity).typical
        return (
            Law("mass taken is made or wasted", lost / whole, 1e-9, "mass taken"),
            Law("every element used is in what is made", self._elements(), 1e-6, "its mass used"),
            Law("no more is used than taken", max([0.0, *over]) / whole, 1e-12, "mass taken"),
            Law(
                "nothing taken or wasted is negative", max(0.0, -min(a.low for a in each)), 0.0, "1"
            ),
            Law(
                "capital over output follows the power law",
                step / 2.0 ** (law.exponent.typical - 1.0) - 1.0,
                1e-12,
                "the law",
            ),
        )

    def _elements(self) -> float:
        """Return the largest imbalance of an element over its mass; 0 where nothing reacts."""
        if not self.used:
            return 0.0
        taken, made = (_by_element(x) for x in (self.used, self.makes))
        return max(abs(taken.get(e, 0.0) - made.get(e, 0.0)) / taken.get(e, 1.0)
                   for e in {*taken, *made})  # fmt: skip

    def to_json(self) -> str:
        """Return the process as JSON."""
        head = {"schema": SCHEMA, "stage": "plant", "kind": "process", "evidence": self.evidence}
        return json.dumps(head | asdict(self), indent=1, allow_nan=False)


def _by_element(masses: dict[str, float]) -> dict[str, float]:
    """Return mass by element of some masses by item [kg]."""
    out: dict[str, float] = {}
    for name, kg in masses.items():
        for symbol, n in commodities.atoms(data.item(name).formula).items():
            share = n * commodities.weights()[symbol] / commodities.mass(name)
            out[symbol] = out.get(symbol, 0.0) + kg * share
    return out


def _amounts(x: Any) -> Iterator[Amount]:
    """Yield every amount inside a field."""
    if isinstance(x, Amount):
        yield x
    elif isinstance(x, dict):
        for inner in x.values():
            yield from _amounts(inner)
    elif isinstance(x, tuple):
        for inner in x:
            yield from _amounts(inner)
    elif is_dataclass(x):
        for f in fields(x):
            yield from _amounts(getattr(x, f.name))
