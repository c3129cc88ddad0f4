"""What a plant rests on: how many of its inputs no source gives, and how much money."""

from __future__ import annotations

from ionwright.data import Row, steps
from ionwright.data._sources import ASSUMPTION
from ionwright.plant import under
from ionwright.plant.drivers import AMOUNTS
from ionwright.plant.dryroom_inputs import ROWS, row
from ionwright.plant.lower import Lowered
from ionwright.plant.model import Run
from ionwright.plant.route import RouteStep

SPENT = (*AMOUNTS, "energy")


def counted_inputs(low: Lowered) -> tuple[int, int]:
    """Return how many inputs of a plant are assumed, and how many there are; zeros left out."""
    found = assumed_inputs(low)
    names = [x.name for x in low.inputs if x.high > 0.0]
    return sum(name in found for name in names), len(names)


def assumed_inputs(low: Lowered) -> set[str]:
    """Return the names of the inputs that no source gives."""
    out = {p.name for p in low.prices if p.assumed}
    out |= {loss.input.name for loss in low.losses.losses if loss.source == ASSUMPTION}
    place = low.plant.place
    out |= {f"{f.name} of {place.region}" for f in place.factors.values() if f.kind == "assumed"}
    for s in low.solvents:
        out |= {s.bought.name} if s.bought.assumed else set()
        out |= {low.inputs[s.recovered].name} if s.row.kind == "assumed" else set()
    drawn = {t.step for t in low.terms if t.exponent is None}
    for i, step in enumerate(low.plant.route.steps):
        if i in drawn:
            out.add(f"exponent {step.id}")
        kinds = _kinds(step)
        out |= {f"{what} {step.id}" for what in SPENT if (what, "assumed") in kinds}
    air = zip(under.uncertain(), _air(), strict=True)
    return out | {x.name for x, r in air if low.air.size and r.kind == "assumed"}


def _kinds(step: RouteStep) -> set[tuple[str, str]]:
    """Return amounts of a step with how they came to be, in the table or with its user."""
    if own := step.own:
        carriers = {("energy", v.kind) for v in (own.electricity, own.heat)}
        return carriers | {(what, getattr(own, what).kind) for what in AMOUNTS}
    rows = [r for r in steps.numbers(step.row) if r.table == "plant/steps"]
    return {(what, r.kind) for r in rows for what in SPENT if r.quantity.startswith(what)}


def _air() -> list[Row]:
    """Return the rows behind `under.uncertain`, in its order."""
    behind = [row(quantity, sample) for quantity, sample, _ in ROWS.values()]
    return [*behind, row("capital_exponent")]


def at_assumed_prices(low: Lowered, run: Run, cost: float) -> float:
    """Return the share of the full cost [money/kWh] paid for materials at assumed prices [1]."""
    paid = zip(low.prices, run.flows.bought[0] * run.price[0], strict=True)
    return sum(float(x) for p, x in paid if p.assumed) / (cost * low.wide.energy)
