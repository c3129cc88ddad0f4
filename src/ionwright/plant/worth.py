"""What a plant is worth at a price: value, rate of return, tax and subsidy over its life."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ionwright.core.laws import Law
from ionwright.plant import finance
from ionwright.plant.finance import InternalRate, Project


@dataclass(frozen=True, slots=True)
class Worth:
    """A plant over the life of its building, sold at one price.

    Money for each kWh is a present value over that of the output, so that

        price = running + capital + tax - subsidy + value/(output).

    Parameters
    ----------
    price : float
        Of good cells [money/kWh].
    minimum : float
        Price at which the value is zero: the levelised cost [money/kWh].
    value : float
        Net present value at the rate of interest of the settings [money].
    flows : tuple of float
        Cash of every year after tax [money/yr], year 0 first.
    running, capital, tax, subsidy : float
        [money/kWh]; capital is what is invested less what comes back at the end.
    output : float
        Present value of what is made [kWh].
    """

    price: float
    minimum: float
    value: float
    flows: tuple[float, ...]
    running: float
    capital: float
    tax: float
    subsidy: float
    output: float

    @property
    def rate(self) -> InternalRate:
        """Internal rate of return [1/yr], or why there is none."""
        return finance.irr(self.flows)

    def check(self) -> tuple[Law, ...]:
        """Return the law that it obeys."""
        parts = self.running + self.capital + self.tax - self.subsidy + self.value / self.output
        gap = abs(parts - self.price) / max(abs(self.price), self.running)
        return (Law("money: a price is what it pays for", gap, 1e-9, "the price"),)


def worth(project: Project, price: float | None = None) -> Worth:
    """Return what a plant is worth.

    Parameters
    ----------
    project : Project
        Arrays of one draw, shape (1, year).
    price : float, optional
        Of good cells [money/kWh]; the minimum if left out.
    """
    p, minimum = project, float(finance.minimum_price(project)[0])
    sold = minimum if price is None else price
    flows = p.flows(sold)[0]

    def present(x: np.ndarray) -> float:
        return float(finance.npv(p.rate, np.asarray(x)[0]))

    made = present(p.output)
    profit = sold * p.output - p.cost - p.depreciation
    return Worth(
        price=sold,
        minimum=minimum,
        value=float(finance.npv(p.rate, flows)),
        flows=tuple(flows.tolist()),
        running=present(p.cost) / made,
        capital=present(p.investment) / made,
        tax=p.tax * present(profit) / made,
        subsidy=present(p.credit) / made,
        output=made,
    )
