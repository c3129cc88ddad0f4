"""What the table of steps alone says a route keeps of a liquid line: no design, no size.

Typical rows at 10 GWh/yr in money of 2022, with the placeholder of the anode step where a route has
one; `convert` puts a design, an anode and a standing line in their place.
"""

from __future__ import annotations

from dataclasses import dataclass

from ionwright.data import default, steps

PER_GWH = 1.0 / 8.766
"""From USD/W to MUSD/(GWh/yr): 1 GWh/yr is 1e6/8.766 W."""
SERVICES = "E19"


@dataclass(frozen=True, slots=True)
class Rows:
    """Sums over the rows of a route.

    Parameters
    ----------
    capital : float
        Machines of a new plant [MUSD/(GWh/yr)].
    kept, modified, new : float
        Shares of it [1].
    bare : float
        Share kept without the services of the building [1].
    bare_of_bundles : float
        The same where rows that bundle the services with others are left out whole [1].
    conversion : float
        New rows and a share of the modified ones [MUSD/(GWh/yr)].
    """

    capital: float
    kept: float
    modified: float
    new: float
    bare: float
    bare_of_bundles: float
    conversion: float


def rows(route: str, refit: float | None = None) -> Rows:
    """Return the sums of a route of the table of steps.

    Parameters
    ----------
    route : str
        "semisolid" holds the rows of the liquid line, too.
    refit : float, optional
        Share of its price that a modified step costs [1]; that of the data if left out.

    Raises
    ------
    InputError
        If there is no such route.
    """
    share = default("brown-field", "refit_share").value.value if refit is None else refit
    sums: dict[str, float] = {"stays": 0.0, "modified": 0.0, "new": 0.0, "dropped": 0.0}
    services = bundles = bundles_kept = 0.0
    for step in steps.route(route):
        money = PER_GWH * steps.amount(step.id, "capital")[1]
        sums[step.relation] += money
        base = step.base or (step.id,)
        if SERVICES in base:
            whole = sum(steps.amount(b, "capital")[1] for b in base)
            services += money * steps.amount(SERVICES, "capital")[1] / whole
            bundles += money
            bundles_kept += money if step.relation == "stays" else 0.0
    total = sum(sums.values())
    return Rows(
        capital=total,
        kept=sums["stays"] / total,
        modified=sums["modified"] / total,
        new=sums["new"] / total,
        bare=(sums["stays"] - services) / (total - services),
        bare_of_bundles=(sums["stays"] - bundles_kept) / (total - bundles),
        conversion=sums["new"] + share * sums["modified"],
    )
