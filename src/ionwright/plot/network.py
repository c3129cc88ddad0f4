"""Supply chains: flows on a map, build-up over time, cost by cause, bounds against time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ionwright.errors import InputError
from ionwright.plot._network_cost import bounds, draw_landed, landed, solved, waterfall
from ionwright.plot._network_map import Sheet, draw_flows, legend_of, sheet
from ionwright.plot._style import COLOURS, styled

if TYPE_CHECKING:  # a figure of a cell need not load the solver
    from ionwright.network import Plan

__all__ = ["bounds", "built", "flows", "landed", "overview", "waterfall"]

SIZE = 11.0
"""Width of a map with a closer frame [inch]."""
LINES = 7
"""Lines of an item that are told apart; the others are one."""
REST = "#C7D3DC"
LARGER = {"kg": ((1e6, "kt"), (1e3, "t")), "kWh": ((1e6, "GWh"), (1e3, "MWh"))}
"""Units of an axis, the largest first."""


@styled
def flows(plan: Plan, period: str | None = None, path: str | None = None) -> Figure:
    """Draw what moves between sites in one period, on an outline of land.

    A site that would make the map much wider stands at its edge, in its direction. A region whose
    sites lie close together has a frame of its own.

    Parameters
    ----------
    plan : Plan
        With values.
    period : str or None
        None: the last.
    path : str or None
        Named path over whose futures the mean is taken; None: over all.

    Returns
    -------
    Figure
        Not shown and not saved.

    Raises
    ------
    InputError
        If the plan has no values, a site no coordinates, or the period or path is not known.
    """
    solved(plan)
    found = sheet(plan, _period(plan, period), path)
    figure = Figure(figsize=(SIZE, _tall(found)), layout="constrained")
    _draw_map(figure, plan, found, _title(plan, period, path))
    return figure


def _title(plan: Plan, period: str | None, path: str | None) -> str:
    whose = f"the path {path}" if path else "all futures"
    return f"Flows in {_period(plan, period)}, mean of {whose}"


def _widths(s: Sheet) -> list[float]:
    """Return the widths of the frames of a map [inch]."""
    return [0.59 * SIZE, 0.38 * SIZE] if s.near else [0.97 * SIZE]


def _tall(s: Sheet) -> float:
    """Return the height of a map with its legend [inch]."""
    return min(max(s.frame.height(_widths(s)[0]), 2.4), 7.0) + 0.95


def _draw_map(figure: Any, plan: Plan, s: Sheet, title: str) -> None:
    """Draw a map into a figure or a part of one."""
    inches = _widths(s)
    axes = figure.subplots(1, len(inches), width_ratios=inches, squeeze=False)[0]
    draw_flows(axes, s, inches)
    axes[0].set_title(title)
    if s.near:
        axes[1].set_title(s.region)
    figure.legend(
        handles=legend_of(plan, s.flows), loc="outside lower center", ncols=4, fontsize=7.5,
        handlelength=1.6,
    )  # fmt: skip


@styled
def built(plan: Plan, region: str | None = None, path: str | None = None) -> Figure:
    """Draw the capacity that stands, by item, line and period, stacked.

    Parameters
    ----------
    plan : Plan
        With values.
    region : str or None
        Of the lines; None: all.
    path : str or None
        Named path over whose futures the mean is taken; None: over all.

    Returns
    -------
    Figure
        Not shown and not saved.

    Raises
    ------
    InputError
        If the plan has no values, or nothing stands there.
    """
    solved(plan)
    panels = _capacity(plan, region, path)
    columns = min(3, len(panels))
    rows = -(-len(panels) // columns)
    figure = Figure(figsize=(0.6 + 3.7 * columns, 0.4 + 2.5 * rows), layout="constrained")
    _draw_built(figure, plan, panels, columns)
    return figure


Panels = dict[str, dict[str, np.ndarray]]
"""Item -> (line -> capacity by period [unit of the line/yr])."""


def _capacity(plan: Plan, region: str | None, path: str | None) -> Panels:
    """Return the capacity of each line by the item that it makes."""
    from ionwright.network import strategies, summary

    chance = np.array(
        [f.probability * (path in (None, f.path)) for f in plan.scenarios.futures]
    )  # fmt: skip
    regions = {s.name: s.region for s in plan.case.sites}
    made, able = strategies.makes(plan.case), summary.capacity(plan)
    out: Panels = {}
    for line in plan.case.lines:
        mean = able[line.name] @ chance / max(chance.sum(), 1e-300)
        if region in (None, regions[line.site]) and mean.max() > 0.0 and made[line.name]:
            item = sorted(made[line.name])[0]
            out.setdefault(item, {})[line.name] = mean
    if not out:
        raise InputError("a picture of building shows lines that stand", seen=str(region or path),
                         do="Choose another region or path")  # fmt: skip
    return out


def _draw_built(figure: Any, plan: Plan, panels: Panels, columns: int) -> None:
    rows = -(-len(panels) // columns)
    axes = figure.subplots(rows, columns, squeeze=False).ravel()
    units = {x.name: x.unit for x in plan.case.lines}
    years = [p.name for p in plan.case.periods]
    for axis, (item, lines) in zip(axes, panels.items(), strict=False):
        _stack(axis, item, _few(lines), units[next(iter(lines))], years)
    for axis in axes[len(panels) :]:
        axis.set_visible(False)


def _few(lines: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return the largest lines, and the others as one."""
    ranked = sorted(lines.items(), key=lambda x: (-float(x[1].max()), x[0]))
    out = dict(ranked[:LINES])
    if ranked[LINES:]:
        out[f"{len(ranked) - LINES} more"] = np.sum([v for _, v in ranked[LINES:]], axis=0)
    return out


def _stack(
    axis: Axes, item: str, lines: Mapping[str, np.ndarray], unit: str, years: list[str]
) -> None:
    factor, label = _large(unit, max(float(np.sum(list(lines.values()), axis=0).max()), 1e-300))
    at, base = np.arange(len(years)), np.zeros(len(years))
    for i, (name, values) in enumerate(lines.items()):
        colour = COLOURS[i % len(COLOURS)] if i < LINES else REST
        short = name.removeprefix(f"{item} at ")
        axis.bar(at, values / factor, 0.8, bottom=base, color=colour, label=short)
        base = base + values / factor
    axis.set_title(f"{item}, {label}", fontsize=8.5)
    step = 1 if len(years) <= 6 else 2
    axis.set_xticks(at[::step], years[::step], fontsize=7)
    axis.set_ylim(0.0, (1.08 + 0.085 * len(lines)) * float(base.max()))  # the names stand there
    axis.legend(fontsize=6.5, loc="upper left", handlelength=1.0, labelspacing=0.25)


def _large(unit: str, top: float) -> tuple[float, str]:
    """Return the factor and the name of the unit in which amounts as large as `top` are read."""
    for factor, larger in LARGER.get(unit, ()):
        if top >= 5.0 * factor:
            return factor, f"{larger}/yr"
    return 1.0, f"{unit}/yr"


@styled
def overview(plan: Plan) -> Figure:
    """Draw a plan at a glance: flows on a map, capacity over time, landed cost by cause.

    Parameters
    ----------
    plan : Plan
        With values.

    Returns
    -------
    Figure
        Not shown and not saved. Capacity is that of the region with most of the demands if there
        is one, else of all.

    Raises
    ------
    InputError
        If the plan has no values, or a site no coordinates.
    """
    solved(plan)
    found, region = sheet(plan, _period(plan, None), None), _busiest(plan)
    panels = _capacity(plan, region, None)
    columns = min(3, len(panels))
    rows = -(-len(panels) // columns)
    heights = [_tall(found), 0.5 + 2.1 * rows, 0.26 * len(plan.case.demands) + 1.2]
    figure = Figure(figsize=(SIZE, sum(heights)), layout="constrained")
    parts: Any = figure.subfigures(3, 1, height_ratios=heights)
    _draw_map(parts[0], plan, found, _title(plan, None, None))
    _draw_built(parts[1], plan, panels, columns)
    where = f" in {region}" if region else ""
    parts[1].suptitle(f"Capacity{where}, mean of all futures", fontsize=10, fontweight="bold",
                      x=0.01, ha="left")  # fmt: skip
    draw_landed(parts[2].subplots(), plan)
    return figure


def _busiest(plan: Plan) -> str | None:
    """Return the region with lines where most of the demands stand; None if they are spread."""
    regions = {s.name: s.region for s in plan.case.sites}
    made = {regions[x.site] for x in plan.case.lines}
    wanted = [regions[d.site] for d in plan.case.demands]
    return next((r for r in sorted(made) if 2 * wanted.count(r) > len(wanted)), None)


def _period(plan: Plan, name: str | None) -> str:
    names = [p.name for p in plan.case.periods]
    if name is None:
        return names[-1]
    if name not in names:
        raise InputError("it is a period of the case", seen=name, allowed=", ".join(names),
                         do="Choose one of them", where="period")  # fmt: skip
    return name
