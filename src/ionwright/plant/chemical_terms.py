"""What a cost of a commodity stands on: money, place, price case, interest; prices by mass."""

from __future__ import annotations

from dataclasses import dataclass

from ionwright import data
from ionwright.data import commodities, prices, regions
from ionwright.errors import InputError
from ionwright.plant.chemical import in_words, paid
from ionwright.plant.process import Amount, amount
from ionwright.plant.settings import Money

NEAR = 0.05
"""Prices of one lithium within this share of each other agree [1]."""


@dataclass(frozen=True)
class Terms:
    """What a cost of a commodity stands on.

    Parameters
    ----------
    money : Money
        With the price case of what is bought.
    region : str
        Place of every plant of the chain.
    interest : Amount
        [1/yr].
    life : Amount
        Over which capital is paid back [yr].
    count : int
        Draws.
    seed : int
    """

    money: Money
    region: str
    interest: Amount
    life: Amount
    count: int = 2000
    seed: int = 1

    def text(self) -> str:
        """Return the basis in one line."""
        return (
            f"{in_words(self.money)} without tax; cost of making at nameplate output in "
            f"{regions.region(self.region).name}; bought materials at market prices, case "
            f"{self.money.case}; interest {self.interest.typical:.0%} over "
            f"{self.life.typical:g} yr; no overhead, land, transport or profit"
        )


def price(item: str, terms: Terms) -> Amount:
    """Return the price of an item by mass [money/kg]; that of today where the case has none.

    Raises
    ------
    InputError
        If the case is unknown or the item has no price by mass.
    """
    row = prices.price(item, terms.money.case)
    if row.quantity != "price_per_mass":
        row = prices.price(item, "today")
    return paid(row, "kg", terms.money)


def lithium_floor(item: str, terms: Terms) -> Amount:
    """Return the price of the lithium carbonate that holds the lithium of an item [money/kg].

    A rock bottom for any way to make it from carbonate: 1.608 kg of it for a kg of Li2S.

    Raises
    ------
    InputError
        If the item has no formula or no lithium.
    """
    held = commodities.atoms(data.item(item).formula).get("Li", 0.0) / 2.0
    if held == 0.0:
        raise InputError("the item holds lithium", seen=data.item(item).id)
    kg = held * commodities.mass("Li2CO3") / commodities.mass(item)
    return price("Li2CO3", terms).times(kg, f"{terms.money.currency}/kg")


def doubts(bought: list[str], terms: Terms) -> tuple[str, ...]:
    """Return the bought items priced below the carbonate that holds their lithium."""
    out = []
    for item in bought:
        if "Li" in commodities.atoms(data.item(item).formula) and item != "Li2CO3":
            asked, held = price(item, terms), lithium_floor(item, terms)
            if asked.typical < (1.0 - NEAR) * held.typical:
                out.append(
                    f"{item} at {asked.typical:.3g} {asked.unit} is below the {held.typical:.3g} "
                    "of the carbonate that holds its lithium: prices of two years or two markets"
                )
    return tuple(out)


def place(terms: Terms) -> dict[str, Amount]:
    """Return power, heat and wage of the place in the money of the terms [money/kWh, /h]."""
    wage = regions.factor(terms.region, "hourly_wage").row
    power = regions.factor(terms.region, "electricity_price").row
    out = {
        "wage": paid(wage, "h", terms.money),
        "electricity": paid(power, "kWh", terms.money),
        "heat": paid(prices.price("natural-gas"), "kWh", terms.money),
        "employer load": Amount(0.0, 0.0, 0.0, "1", wage.kind, wage.source, "in the wage"),
    }
    if wage.condition("employer") == "excluded":
        load = regions.factor(terms.region, "employer_load").row
        out["employer load"] = amount(load.value, "1", 1.0)
    return out


def stand_ins(terms: Terms) -> tuple[str, ...]:
    """Return the numbers of the place that another region lends."""
    asked = ("hourly_wage", "electricity_price")
    found = ((q, regions.factor(terms.region, q).stand_in) for q in asked)
    return tuple(f"{q.replace('_', ' ')} of {place}" for q, place in found if place)
