"""What a commodity costs to make, by cause, alone or through the chain of its own inputs.

For one kg at nameplate output, with T_h hours a person and S the output in kg/yr,

    material      sum m_j p_j over what is bought
    energy        sum e_c p_c
    labour        N T_h w/S          with the employer's load
    capital       k A(i, n)/1000     k in money/(t/yr), A the annuity of `finance`
    maintenance   k m/1000

An input that is made in the chain costs what its own plant costs, cause by cause, so nothing is
paid twice. Overhead, sales, tax, profit, land, transport and by-products are left out: this is a
cost of making, below any price. A building is part of the sums of capital.

Low and high are the 5 and 95 % points over draws of all inputs (`draws`: triangular laws, one
factor). Typical is the cost at typical inputs; causes add up there, not at low and high.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ionwright.core.laws import Law
from ionwright.errors import InputError
from ionwright.plant import finance
from ionwright.plant.chemical import PLANT, in_words, number
from ionwright.plant.chemical_terms import Terms, doubts, place, price, stand_ins
from ionwright.plant.draws import NOT_NEGATIVE, Bounds, Draws, Uncertain
from ionwright.plant.process import Amount, Process

Array = NDArray[np.float64]
CAUSES = ("material", "energy", "labour", "capital", "maintenance")
FREE = ("oxygen",)
"""Taken from the air, without a price."""
POSITIVE = Bounds(0.0, np.inf, floor_allowed=False)


@dataclass(frozen=True)
class Cost:
    """Cost of a commodity for each kg.

    Parameters
    ----------
    way, commodity : str
    total, conversion, floor : Amount
        Whole cost; cost beyond bought material; bought material at stoichiometry, without
        loss [money/kg].
    causes : dict of str to Amount
        Over the whole chain [money/kg].
    plants : dict of str to dict of str to float
        Typical cost by way and cause, for each kg of the commodity [money/kg].
    basis : Terms
    stand_ins : tuple of str
        Numbers of the place that another region lends.
    assumed : tuple of str
        Inputs for which no source was found.
    doubts : tuple of str
        Bought inputs whose typical price is below that of the carbonate that holds their lithium.
    drawn, drawn_floor : array [draw]
        Whole cost and floor of each draw [money/kg].
    """

    way: str
    commodity: str
    total: Amount
    conversion: Amount
    floor: Amount
    causes: dict[str, Amount]
    plants: dict[str, dict[str, float]]
    basis: Terms
    stand_ins: tuple[str, ...]
    assumed: tuple[str, ...]
    doubts: tuple[str, ...]
    drawn: Array
    drawn_floor: Array

    def check(self) -> tuple[Law, ...]:
        """Return the laws that a cost must obey, with residuals."""
        whole = self.total.typical
        by_cause = sum(a.typical for a in self.causes.values())
        by_plant = sum(x for each in self.plants.values() for x in each.values())
        under = float(np.max(self.drawn_floor / self.drawn)) - 1.0
        least = min(a.low for a in self.causes.values())
        return (
            Law("causes add up to the cost", by_cause / whole - 1.0, 1e-12, "cost"),
            Law("plants add up to the cost", by_plant / whole - 1.0, 1e-12, "cost"),
            Law("the floor is below the cost in every draw", max(0.0, under), 0.0, "cost"),
            Law("no cause is negative", max(0.0, -least) / whole, 0.0, "cost"),
        )


def cost(process: Process, terms: Terms, own: tuple[Process, ...] = (), anchor: int = 0) -> Cost:
    """Return the cost of a commodity.

    Parameters
    ----------
    process : Process
        Its plant.
    terms : Terms
    own : tuple of Process
        Plants that make inputs of it, or of one another; other inputs are bought.
    anchor : int
        Sum of capital from which the plant of `process` is scaled; 0 is the chosen one.

    Raises
    ------
    InputError
        If nobody takes what a plant of `own` makes, two make the same item, a plant is in its
        own chain, an input has no price, or the money of a plant is not that of the terms.
    """
    makers = _makers(process, own, terms)
    found = _inputs((process, *own), makers, terms, anchor)
    draws = Draws(tuple(u for u, _ in found), seed=terms.seed)
    names = [u.name for u in draws.inputs]
    typical = dict(zip(names, draws.typical[:, None], strict=True))
    drawn = dict(zip(names, draws.values(0, terms.count).T, strict=True))
    at_typical, at_draws = (_spent(process, makers, x) for x in (typical, drawn))
    unit = f"{terms.money.currency}/kg"

    def band(of: tuple[str, ...]) -> Amount:
        one, many = (_summed(x, of) for x in (at_typical, at_draws))
        return _band(float(one[0]), many, unit)

    floors = [_floor(process, makers, x) for x in (typical, drawn)]
    return Cost(
        way=process.way,
        commodity=process.commodity,
        total=band(CAUSES),
        conversion=band(CAUSES[1:]),
        floor=_band(float(floors[0][0]), floors[1], unit),
        causes={c: band((c,)) for c in CAUSES},
        plants={w: {c: float(x[0]) for c, x in by.items()} for w, by in at_typical.items()},
        basis=terms,
        stand_ins=stand_ins(terms),
        assumed=tuple(dict.fromkeys(u.name for u, kind in found if kind == "assumed")),
        doubts=doubts([n.removeprefix("price ") for n in names if n.startswith("price ")], terms),
        drawn=_summed(at_draws, CAUSES),
        drawn_floor=floors[1],
    )


def _makers(process: Process, own: tuple[Process, ...], terms: Terms) -> dict[str, Process]:
    """Return the plant of each item that the chain makes for itself."""
    out: dict[str, Process] = {}
    for p in (process, *own):
        if p.money != in_words(terms.money):
            raise InputError(
                "a plant and its cost are in one money",
                seen=f"{p.money} and {in_words(terms.money)}",
                do="Build the plant in the money of the cost",
            )
        if p.commodity in out:
            raise InputError(
                "one plant of a chain makes an item",
                seen=f"{p.way} and {out[p.commodity].way} both make {p.commodity}",
                do="Leave one of them out",
            )
        out[p.commodity] = p
    _used(process, out, ())
    needed = {i for p in out.values() for i in p.takes}
    for p in own:
        if p.commodity not in needed:
            raise InputError(
                "somebody takes what a plant of the chain makes",
                seen=f"{p.way}, whose {p.commodity} nobody takes",
                do="Leave it out",
            )
    return {item: p for item, p in out.items() if p is not process}


def _used(p: Process, makers: Mapping[str, Process], above: tuple[str, ...]) -> None:
    """Refuse a chain that comes back to itself."""
    if p.way in above:
        raise InputError(
            "a chain has an end",
            seen=" <- ".join((*above, p.way)),
            do="Buy one of these items",
        )
    for item in p.takes:
        if item in makers:
            _used(makers[item], makers, (*above, p.way))


def _inputs(
    chain: tuple[Process, ...], makers: Mapping[str, Process], terms: Terms, anchor: int
) -> list[tuple[Uncertain, str]]:
    """Return every uncertain input with its kind, each once."""
    out: dict[str, tuple[Uncertain, str]] = {}

    def add(name: str, a: Amount, key: str = "", bounds: Bounds = NOT_NEGATIVE) -> None:
        ranged = Uncertain(name, a.low, a.typical, a.high, bounds, key)
        out.setdefault(name, (ranged, a.kind))

    for i, p in enumerate(chain):
        for item, a in p.takes.items():
            add(f"{p.way}/{item}", a, f"{p.way}/yield", Bounds(p.used[item], np.inf))
            if item not in makers and item not in FREE:
                add(f"price {item}", price(item, terms))
        for carrier, a in p.energy.items():
            add(f"{p.way}/{carrier}", a)
        add(f"{p.way}/people", p.people.times(1e-3 / p.capacity, "people/(kg/yr)"), "people")
        add("hours", p.hours)
        k = p.capital.per_rate(p.capacity, 0 if i else anchor)
        add(f"{p.way}/capital", k.times(1e-3, "money/(kg/yr)"), f"capital {k.source} {p.commodity}")
    for name, a in place(terms).items():
        add(name, a)
    add("interest", terms.interest, bounds=POSITIVE)
    add("life", terms.life, bounds=POSITIVE)
    add("maintenance", number(PLANT, "maintenance_share", "1"))
    return list(out.values())


def _spent(
    process: Process, makers: Mapping[str, Process], x: Mapping[str, Array]
) -> dict[str, dict[str, Array]]:
    """Return cost by way and cause for each kg of the commodity [money/kg]."""
    out: dict[str, dict[str, Array]] = {}

    def walk(p: Process, kg: Array) -> None:
        k = x[f"{p.way}/capital"]
        material = np.zeros(len(k))
        for item in p.takes:
            taken = x[f"{p.way}/{item}"]
            if item in makers:
                walk(makers[item], kg * taken)
            elif item not in FREE:
                material = material + taken * x[f"price {item}"]
        hourly = x["wage"] * (1.0 + x["employer load"])
        own = {
            "material": material,
            "energy": sum((x[f"{p.way}/{c}"] * x[c] for c in p.energy), np.zeros(len(k))),
            "labour": x[f"{p.way}/people"] * x["hours"] * hourly,
            "capital": k * finance.annuity(x["interest"], x["life"]),
            "maintenance": k * x["maintenance"],
        }
        before = out.get(p.way, {})
        out[p.way] = {c: kg * each + before.get(c, 0.0) for c, each in own.items()}

    walk(process, np.ones(len(next(iter(x.values())))))
    return out


def _floor(process: Process, makers: Mapping[str, Process], x: Mapping[str, Array]) -> Array:
    """Return bought material at stoichiometry through the chain [money/kg]."""
    total = np.zeros(len(next(iter(x.values()))))
    for item, nu in process.used.items():
        if item in makers:
            total = total + nu * _floor(makers[item], makers, x)
        elif item not in FREE:
            total = total + nu * x[f"price {item}"]
    return total


def _summed(spent: dict[str, dict[str, Array]], causes: tuple[str, ...]) -> Array:
    return np.sum([by[c] for by in spent.values() for c in causes], axis=0)


def _band(typical: float, drawn: Array, unit: str) -> Amount:
    """Return typical with the 5 and 95 % points, which are held so as to enclose it."""
    low, high = (float(np.quantile(drawn, q)) for q in (0.05, 0.95))
    why = "5 and 95 % points of the draws"
    return Amount(min(low, typical), typical, max(high, typical), unit, "estimated", "", why)
