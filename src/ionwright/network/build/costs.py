"""What capital and a plant cost for each unit: annuity with tax, conversion, whole chain."""

from __future__ import annotations

from collections.abc import Mapping

from ionwright.network.build.places import Rates
from ionwright.network.build.recipe import Recipe, Size
from ionwright.plant import finance


def yearly(capital: float, rate: float, years: float, tax: float) -> float:
    """Return what capital must earn in each of some years before tax [USD/yr].

    K (A - tau/n)/(1 - tau), with the annuity A of the owner's rate over n years: straight-line
    depreciation K/n lowers the tax on what is earned, `finance.minimum_price` without credit.

    Parameters
    ----------
    capital : float
        [USD].
    rate : float
        The owner's hurdle [1/yr].
    years : float
    tax : float
        [1].
    """
    return capital * (float(finance.annuity(rate, years)) - tax / years) / (1.0 - tax)


def relief(owner: float, public: float, years: float, tax: float) -> float:
    """Return what a unit of capital that is granted need not earn, discounted to the decision [1].

    (A_o - tau/n)/((1 - tau) A_p), with the annuities A of the owner's rate and of the rate at which
    later costs count: 1 where both are alike and there is no tax.

    Parameters
    ----------
    owner, public : float
        [1/yr].
    years : float
        Over which the owner is paid back.
    tax : float
        [1].
    """
    return yearly(1.0, owner, years, tax) / float(finance.annuity(public, years))


def crew(recipe: Recipe, size: Size, rates: Rates) -> float:
    """Return the wages of a plant [USD/yr]."""
    return size.people * recipe.hours * rates.wage


def running(recipe: Recipe, rates: Rates) -> float:
    """Return what each unit costs beside what flows in, capital, crew and upkeep [USD/unit]."""
    power = sum(kwh * rates.energy[c] for c, kwh in recipe.energy.items())
    return recipe.bought + power


def conversion(recipe: Recipe, size: Size, rates: Rates, hurdle: float) -> float:
    """Return what each unit costs beside what flows in, at full output [USD/unit]."""
    tied = yearly(size.capital, hurdle, recipe.life, rates.tax) + recipe.upkeep * size.capital
    return running(recipe, rates) + (tied + crew(recipe, size, rates)) / size.capacity


def chain(
    item: str,
    recipes: Mapping[str, Recipe],
    prices: Mapping[str, float],
    rates: Rates,
    hurdle: float,
) -> float:
    """Return the full cost of an item through the chain of its inputs [USD/unit].

    Parameters
    ----------
    item : str
    recipes : mapping of str to Recipe
        By the item that they make; their largest size counts.
    prices : mapping of str to float
        Of traded items [USD/unit].
    rates : Rates
    hurdle : float
        [1/yr].
    """
    if item in prices:
        return prices[item]
    recipe = recipes[item]
    own = conversion(recipe, recipe.sizes[-1], rates, hurdle)
    return own + sum(x * chain(i, recipes, prices, rates, hurdle) for i, x in recipe.takes.items())


def carbon(recipe: Recipe, rates: Rates) -> float:
    """Return the carbon of the energy of a unit [kg CO2/unit]."""
    return sum(kwh * rates.carbon[c] for c, kwh in recipe.energy.items())
