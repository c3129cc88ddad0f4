"""Costs of a plan: landed by cause, from one plan to another, bounds against time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ionwright.errors import InputError
from ionwright.plot._style import COLOURS, new, styled

if TYPE_CHECKING:
    from ionwright.network import Plan

Moment = tuple[float, float, float]
"""Seconds, lower bound, and cost of the best plan so far [money]; inf where there is none yet."""
MILLION = 1e6


@styled
def landed(plan: Plan) -> Figure:
    """Draw what a unit of each demand costs where it is wanted, by cause.

    Parameters
    ----------
    plan : Plan
        With values.

    Returns
    -------
    Figure
        Not shown and not saved.
    """
    solved(plan)
    figure = Figure(figsize=(9.0, 0.36 * len(plan.case.demands) + 1.5), layout="constrained")
    draw_landed(figure.subplots(), plan)
    return figure


def draw_landed(axis: Axes, plan: Plan) -> None:
    """Draw landed cost by cause into axes."""
    from ionwright.network import evaluate

    found = evaluate.landed(plan.evaluated()).unit_cost
    causes = [c for c in evaluate.CAUSES if any(abs(x[c]) > 5e-4 * _sum(x) for x in found.values())]
    at = np.arange(len(found))[::-1]
    left = np.zeros(len(found))
    for i, cause in enumerate(causes):
        values = np.array([x[cause] for x in found.values()])
        axis.barh(at, values, 0.7, left=left, color=COLOURS[i % len(COLOURS)], label=cause)
        left = left + values
    for y, x in zip(at, found.values(), strict=True):
        axis.annotate(f"{_sum(x):,.1f}", (_sum(x), y), (4, 0), textcoords="offset points",
                      va="center", fontsize=7.5)  # fmt: skip
    unit = {i.name: i.unit for i in plan.case.items}
    units = dict.fromkeys(unit[d.item] for d in plan.case.demands)
    axis.set_yticks(at, list(found))
    axis.set_xlim(0.0, 1.12 * max((_sum(x) for x in found.values()), default=1.0))
    axis.set_xlabel(f"{plan.case.money} for each {' or '.join(units)} delivered")
    axis.legend(fontsize=7.5, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=len(causes))


def _sum(parts: Mapping[str, float]) -> float:
    return sum(parts.values())


@styled
def waterfall(before: Plan, after: Plan, names: tuple[str, str]) -> Figure:
    """Draw how the mean cost of one plan becomes that of another, cause by cause.

    Parameters
    ----------
    before, after : Plan
        With values, in one money.
    names : tuple of str
        What each is called, such as ``("import everything", "whatever is cheapest")``.

    Returns
    -------
    Figure
        Not shown and not saved. The axis does not begin at zero: what no decision changes is cut.

    Raises
    ------
    InputError
        If a plan has no values, or the moneys differ.
    """
    moneys = {p.case.money for p in (before, after)}
    if len(moneys) > 1:
        raise InputError("a waterfall shows plans in one money", seen=", ".join(sorted(moneys)),
                         do="Give two of one case")  # fmt: skip
    costs = [_by_cause(solved(p)) for p in (before, after)]
    start, end = (sum(c.values()) for c in costs)
    steps = {c: costs[1][c] - costs[0][c] for c in costs[0]}
    size = max(map(abs, steps.values()), default=0.0)
    steps = {c: v for c, v in steps.items() if abs(v) > 1e-3 * size}
    figure, axis = new(8.6, 0.3 * len(steps) + 1.7)
    edges = np.cumsum([start, *steps.values()])
    low = min(float(edges.min()), end)
    room = max(float(edges.max()) - low, 1e-3 * abs(start), 1e-9)
    left, right = low - 0.25 * room, float(edges.max()) + 0.22 * room
    rows = len(steps) + 1
    for y, value, name in ((rows, start, names[0]), (0, end, names[1])):
        axis.barh(y, value - left, 0.7, left=left, color="#555555")
        _beside(axis, value, y, f"{value:,.0f}", fontweight="bold")
        axis.text(left, y, f" {name}", va="center", color="white", fontsize=7.5)
    for k, step in enumerate(steps.values()):
        y, a, b = rows - 1 - k, edges[k], edges[k + 1]
        axis.barh(y, abs(step), 0.7, left=min(a, b), color=COLOURS[5 if step > 0.0 else 2])
        axis.plot([a, a], [y - 0.35, y + 1.35], color="#AAAAAA", lw=0.7)
        _beside(axis, max(a, b), y, f"{step:+,.0f}", fontsize=7.5)
    axis.set_yticks(range(rows, -1, -1), ["", *steps, ""])
    axis.set_xlim(left, right)
    axis.set_xlabel(
        f"million {after.case.money}, mean over the futures, discounted; the axis does not begin "
        "at zero"
    )
    return figure


def _by_cause(plan: Plan) -> dict[str, float]:
    """Return the mean cost of a plan by cause [million money]."""
    e = plan.evaluated()
    return {c: float(v @ e.given.probability) / MILLION for c, v in e.costs.items()}


def _beside(axis: Axes, x: float, y: float, text: str, **how: Any) -> None:
    axis.annotate(text, (x, y), (4, 0), textcoords="offset points", va="center", **how)


@styled
def bounds(traces: Mapping[str, Sequence[Moment]], money: str) -> Figure:
    """Draw both bounds of the least cost against time, and the gap between them.

    Parameters
    ----------
    traces : mapping of str to sequence of (float, float, float)
        By name of the method: seconds, lower bound, cost of the best plan so far [money].
    money : str
        Currency and its year.

    Returns
    -------
    Figure
        Not shown and not saved.

    Raises
    ------
    InputError
        If no method has a moment.
    """
    if not any(traces.values()):
        raise InputError("a picture of bounds has moments", seen="none", do="Give some")
    figure, axes = new(9.4, 3.6, columns=2, width_ratios=[1.3, 1.0])
    for i, (name, moments) in enumerate(traces.items()):
        t, low, high = (np.array(x, float) for x in zip(*moments, strict=True))
        some = np.isfinite(low), np.isfinite(high)
        for values, there, style in ((low, some[0], "--"), (high, some[1], "-")):
            axes[0].step(t[there], values[there] / MILLION, style, where="post", color=COLOURS[i],
                         label=name if style == "-" else None)  # fmt: skip
        both = some[0] & some[1] & (high > low)
        gap = (high[both] - low[both]) / np.abs(high[both])
        axes[1].step(t[both], 100.0 * gap, where="post", color=COLOURS[i], label=name)
    axes[0].set_ylabel(f"million {money}")
    axes[0].set_title("Best plan (whole line) and bound (broken line)", fontsize=8.5)
    axes[1].set_title("Gap", fontsize=8.5)
    axes[1].set_ylabel("gap / %")
    axes[1].set_yscale("log")
    for axis in axes:
        axis.set_xlabel("s")
    axes[0].legend(fontsize=7.5)
    return figure


def solved(plan: Plan) -> Plan:
    """Return a plan; one without values is refused."""
    if not plan.values:
        raise InputError("a plan that has values is drawn", seen=plan.status,
                         do="Read its reason", where="plan")  # fmt: skip
    return plan
