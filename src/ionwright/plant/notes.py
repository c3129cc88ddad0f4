"""What a reader of a plant must know: what is borrowed, assumed, missing, or outside a law."""

from __future__ import annotations

from ionwright.plant import prices, under
from ionwright.plant.lower import Lowered
from ionwright.plant.scaled import outside


def of(low: Lowered, load: float, classes: dict[str, float]) -> list[str]:
    """Return the notes of a plant, one sentence each.

    Parameters
    ----------
    low : Lowered
    load : float
        Output over capacity [1].
    classes : dict of str to float
        Shares of the capital in machines, by how they came to be [1].
    """
    plant, cell = low.plant, low.wide.cell
    place, money = plant.place, plant.settings.money
    out = [outside(plant.capacity)]
    out += under.said(plant.route.steps, cell.mass / cell.energy)
    for f in place.factors.values():
        if f.stand_in:
            says = f" ({f.says})" if f.says else ""
            out.append(f"{f.name} of {place.region} is that of {f.stand_in}{says}")
        if f.kind == "assumed":
            unit = "" if f.unit == "1" else f" {f.unit}"
            span = f"{f.typical:.4g} ({f.low:.4g} to {f.high:.4g}){unit}"
            out.append(f"{f.name} is assumed: {span}")
    out += [f"no {name} of {place.region} in the data: counted as zero" for name in place.missing]
    paid = [*low.prices, *(s.bought for s in low.solvents)]
    listed = "; ".join(_said(p, money.currency) for p in prices.assumed(paid))
    if listed:
        out.append(f"prices without a quotation, assumed: {listed}")
    shares = ", ".join(f"{name} {share:.0%}" for name, share in classes.items())
    out.append(f"capital in machines: {shares}")
    if load > 1.0:
        out.append("above full load nothing wears faster and nothing waits: optimistic")
    return [text for text in out if text]


def _said(found: prices.Price, currency: str) -> str:
    return (
        f"{found.name.removeprefix('price ')} {found.typical:.4g} "
        f"({found.low:.4g} to {found.high:.4g}) {currency}/kg"
    )
