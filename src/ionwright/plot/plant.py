"""Plants: cost by cause, the way of a material, what the spread comes from, routes, a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from ionwright.errors import InputError
from ionwright.plot._plant_flow import flow
from ionwright.plot._plant_line import gantt
from ionwright.plot._style import COLOURS, new, styled

if TYPE_CHECKING:  # a figure of a cell need not load the plant
    from ionwright.plant import Result
    from ionwright.plant.sensitivity import Bar

__all__ = ["bands", "costs", "flow", "gantt", "tornado"]

Band = tuple[float, float, float, float]
"""5 % point, median, 95 % point, and the value with every input at its typical value."""
GOODS = ("material", "scrap", "credit", "consumables")
CAPITAL = ("depreciation", "maintenance", "building", "financing", "atmosphere")


@styled
def costs(results: Sequence[Result]) -> Figure:
    """Draw full cost by cause as a waterfall, one panel a plant.

    Parameters
    ----------
    results : sequence of Result
        Of one basis and one list of causes.

    Returns
    -------
    Figure
        Not shown and not saved.

    Raises
    ------
    InputError
        If there is no result, or two of different currencies or years.
    """
    money = {(r.basis.currency, r.basis.year) for r in results}
    if len(money) != 1:
        raise InputError(
            "a waterfall shows plants in one money",
            seen=", ".join(f"{c} of {y}" for c, y in sorted(money)) or "no plant",
            do="Give one result or more, all in one currency of one year",
        )
    figure, axes = new(
        2.4 + 3.6 * len(results), 3.9, columns=len(results), sharey=True, squeeze=False
    )
    for axis, result in zip(axes[0], results, strict=True):
        _waterfall(axis, result)
        axis.set_xlim(0.0, 1.14 * max(_peak(r) for r in results))
        axis.set_title(_panel(result), fontsize=8.5)
        axis.set_xlabel(f"{result.basis.currency} of {result.basis.year} for each kWh")
    axes[0][-1].legend(
        handles=[
            Patch(color=COLOURS[0], label="bought"),
            Patch(color=COLOURS[1], label="capital, rooms"),
            Patch(color=COLOURS[4], label="energy, people, overhead"),
            Patch(color=COLOURS[2], label="comes back"),
        ],
        fontsize=7.5,
        loc="lower left",
        bbox_to_anchor=(0.0, 0.12),
    )
    return figure


def _panel(result: Result) -> str:
    size = f"{result.plant.capacity / 1e6:g} GWh/yr"
    return f"{result.low.wide.cell.design}\n{result.plant.route.label}, {size}, {result.basis.case}"


def _waterfall(axis: Axes, result: Result) -> None:
    parts = result.by_cause
    at, base = len(parts), 0.0
    for name, value in parts.items():
        left = min(base, base + value)
        axis.barh(at, abs(value), 0.72, left=left, color=_colour(name, value))
        axis.plot([base, base], [at - 0.36, at + 1.36], color="#AAAAAA", lw=0.7)
        end = max(base, base + value)
        _beside(axis, end, at, f"{value:.3g}", fontsize=7.5)
        base, at = base + value, at - 1
    axis.barh(at, result.cost, 0.72, color="#555555")
    _beside(axis, result.cost, at, f"{result.cost:.4g}", fontweight="bold")
    axis.set_yticks(range(len(parts), -1, -1), [*parts, "full cost"])
    axis.set_ylim(-0.6, len(parts) + 0.6)


def _beside(axis: Axes, x: float, y: float, text: str, **how: Any) -> None:
    """Write to the right of a bar's end, as far from it in every panel."""
    axis.annotate(text, (x, y), (4, 0), textcoords="offset points", va="center", **how)


def _peak(result: Result) -> float:
    """Return the furthest end of a bar of a plant [money/kWh]."""
    return max(*accumulate(result.by_cause.values()), result.cost)


def _colour(cause: str, value: float) -> str:
    if value < 0.0:
        return COLOURS[2]
    return COLOURS[0] if cause in GOODS else COLOURS[1] if cause in CAPITAL else COLOURS[4]


@styled
def tornado(bars: Sequence[Bar], typical: float, label: str, most: int = 14) -> Figure:
    """Draw what one group of inputs does alone, the widest first.

    Parameters
    ----------
    bars : sequence of Bar
        As `plant.sensitivity.tornado` returns them.
    typical : float
        The result with every input at its typical value, in the unit of the bars.
    label : str
        Of the axis, with its unit.
    most : int
        Bars that are drawn.

    Returns
    -------
    Figure
        Not shown and not saved.
    """
    shown = list(bars)[:most]
    figure, axis = new(8.2, 0.28 * len(shown) + 1.3)
    for y, bar in zip(range(len(shown) - 1, -1, -1), shown, strict=True):
        for value, colour in ((bar.low, COLOURS[4]), (bar.high, COLOURS[5])):
            axis.barh(y, value - typical, 0.68, left=typical, color=colour)
        low, high = sorted((bar.low, bar.high))
        _beside(axis, max(high, typical), y, f"{low:.4g} to {high:.4g}", fontsize=7.5)
    axis.axvline(typical, color="#333333", lw=0.8)
    axis.set_yticks(range(len(shown) - 1, -1, -1), [bar.group for bar in shown])
    axis.set_xlabel(label)
    ends = [x for bar in shown for x in (bar.low, bar.high, typical)] or [typical]
    span = max(ends) - min(ends) or 1.0
    axis.set_xlim(min(ends) - 0.06 * span, max(ends) + 0.24 * span)  # the figures stand there
    axis.legend(
        handles=[
            Patch(color=COLOURS[4], label="at the 5 % point of its draws"),
            Patch(color=COLOURS[5], label="at the 95 % point"),
        ],
        fontsize=7.5,
        loc="lower right",
    )
    return figure


@styled
def bands(rows: Mapping[str, Mapping[str, Band]], label: str) -> Figure:
    """Draw bands beside each other: 5 to 95 % of draws, median, typical value.

    Parameters
    ----------
    rows : mapping
        Plant -> (case -> band); all above zero, the axis is logarithmic.
    label : str
        Of the axis, with its unit.

    Returns
    -------
    Figure
        Not shown and not saved.
    """
    cases = list(dict.fromkeys(case for row in rows.values() for case in row))
    figure, axis = new(9.4, 0.20 * len(rows) * len(cases) + 1.3)
    names = list(rows)[::-1]
    for j, case in enumerate(cases):
        shift = (0.5 * (len(cases) - 1) - j) * 0.6 / len(cases)
        at = [y + shift for y, name in enumerate(names) if case in rows[name]]
        found = [rows[name][case] for name in names if case in rows[name]]
        low, middle, high, typical = zip(*found, strict=True)
        axis.hlines(at, low, high, color=COLOURS[j], lw=6, alpha=0.55, label=case)
        axis.plot(middle, at, "|", color="#222222", ms=7, mew=1.4)
        axis.plot(typical, at, "o", color=COLOURS[j], mec="#222222", mew=0.7, ms=4.2)
    axis.plot([], [], "|", color="#222222", ms=7, mew=1.4, label="median of draws")
    axis.plot([], [], "o", color="white", mec="#222222", mew=0.7, ms=4.2, label="typical inputs")
    axis.set_xscale("log")
    axis.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 3.0, 5.0, 7.0)))
    axis.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:g}"))
    axis.xaxis.set_minor_formatter(NullFormatter())
    axis.grid(axis="x", color="#E4E8EB", lw=0.7)
    axis.set_axisbelow(True)
    axis.set_yticks(range(len(names)), names)
    axis.set_ylim(-0.6, len(names) - 0.4)
    axis.set_xlabel(label)
    axis.legend(fontsize=7.5, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=len(cases) + 2)
    return figure
