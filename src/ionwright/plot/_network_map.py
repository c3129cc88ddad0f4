"""Flows of a plan on a map: a frame around the sites, and a closer one around a region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Rectangle

from ionwright.errors import InputError
from ionwright.plot import _map
from ionwright.plot._style import COLOURS

if TYPE_CHECKING:
    from ionwright.network import Case, Plan

THIN, WIDE = 0.7, 5.0
"""Width of the least and of the largest flow of an item [pt]."""
LEAST = 2e-3
"""Share of an item's largest flow below which a flow is not drawn."""
CLOSE = 0.08
"""Share of the frame within which the sites of a region have a closer frame of their own."""
FEW = 3
"""Sites of a region from which on it has a closer frame."""
STYLES = ("-", "--", ":")


@dataclass(frozen=True, slots=True)
class Flow:
    """What moves of an item between two sites in a year [unit/yr]."""

    origin: str
    to: str
    item: str
    amount: float


def flows_of(plan: Plan, period: str, path: str | None) -> list[Flow]:
    """Return the flows of a period, mean over the futures of a path (None: over all)."""
    futures = plan.scenarios.futures
    chance = np.array([f.probability * (path in (None, f.path)) for f in futures])
    if chance.sum() == 0.0:
        paths = ", ".join(dict.fromkeys(f.path for f in futures if f.path))
        raise InputError("it is a path of the plan's futures", seen=str(path), allowed=paths,
                         do="Choose one of them", where="path")  # fmt: skip
    found = plan.values["flow"].sel(year=period, future=[f.name for f in futures])
    mean = dict(zip(map(str, found.lane.values), found.transpose("lane", "future").values
                    @ (chance / chance.sum()), strict=True))  # fmt: skip
    total: dict[tuple[str, str, str], float] = {}
    for x in plan.case.lanes:
        key = x.origin, x.to, x.item
        total[key] = total.get(key, 0.0) + float(mean.get(x.name, 0.0))
    top: dict[str, float] = {}
    for (_, _, item), amount in total.items():
        top[item] = max(top.get(item, 0.0), amount)
    return [Flow(*key, amount) for key, amount in total.items() if amount > LEAST * top[key[2]]]


def places(case: Case) -> dict[str, _map.Point]:
    """Return where the sites of a case lie: as it says, else as the shipped table does.

    Raises
    ------
    InputError
        If a site has no coordinates.
    """
    from ionwright.data import sites

    out = {}
    for s in case.sites:
        if s.latitude is not None and s.longitude is not None:
            out[s.name] = s.longitude, s.latitude
        elif s.name in sites.names():
            out[s.name] = sites.site(s.name).longitude, sites.site(s.name).latitude
        else:
            raise InputError(
                "a map needs latitude and longitude of each site",
                seen=f"{s.name} without them",
                do="Give both in the case's sites",
            )
    return out


def closer(plan: Plan, points: Mapping[str, _map.Point], width: float) -> set[str]:
    """Return the sites of the region that is drawn in a frame of its own; none: there is none."""
    groups: dict[str, set[str]] = {}
    for s in plan.case.sites:
        groups.setdefault(s.region, set()).add(s.name)
    small = [
        g for g in groups.values()
        if len(g) >= FEW and len(g) < len(points)
        and np.ptp([points[x] for x in g], axis=0).max() < CLOSE * width
    ]  # fmt: skip
    return max(small, key=len, default=set())


@dataclass(frozen=True)
class Sheet:
    """What a map shows.

    Parameters
    ----------
    points : mapping of str to (float, float)
        Every site.
    flows : list of Flow
    frame : Frame
    near : set of str
        Sites that are drawn closer in a frame of their own; in the first one they are one point.
    region : str
        Of those sites.
    """

    points: Mapping[str, _map.Point]
    flows: list[Flow]
    frame: _map.Frame
    near: set[str]
    region: str


def sheet(plan: Plan, period: str, path: str | None) -> Sheet:
    """Return what a map of a plan shows in a period."""
    points = _map.unrolled(places(plan.case))
    frame = _map.framed([points[x] for x in _map.inside(points)])
    near = closer(plan, points, frame.width)
    region = next((s.region for s in plan.case.sites if s.name in near), "")
    return Sheet(points, flows_of(plan, period, path), frame, near, region)


def draw_flows(axes: Sequence[Axes], s: Sheet, inches: Sequence[float]) -> None:
    """Draw all sites in the first axes, those of a region closer in the second.

    Parameters
    ----------
    axes : sequence of Axes
    s : Sheet
    inches : sequence of float
        Widths of the pictures.
    """
    look, frame = _look(s.flows), s.frame
    middle = np.mean([s.points[x] for x in s.near], axis=0) if s.near else (0.0, 0.0)
    one = float(middle[0]), float(middle[1])
    shown = {name: one if name in s.near else p for name, p in s.points.items()}
    beyond = {name for name in shown if not frame.holds(shown[name])}
    at = {name: frame.edge(p) if name in beyond else p for name, p in shown.items()}
    outer = [f for f in s.flows if not (f.origin in s.near and f.to in s.near)]
    used = {x for f in outer for x in (f.origin, f.to)}
    _map.draw_land(axes[0], frame)
    _arrows(axes[0], at, outer, look)
    names = {s.region: one} if s.near & used else {}
    for name in sorted(used - s.near):
        names[f"{name}, farther out" if name in beyond else name] = at[name]
    _points(axes[0], at, used, beyond)
    _map.put_names(axes[0], frame, _joined(names, frame), inches[0])
    if s.near:
        inner = [f for f in s.flows if f.origin in s.near and f.to in s.near]
        _closer(axes[1], {x: s.points[x] for x in s.near}, inner, look, inches[1])
        small = _map.framed([s.points[x] for x in s.near])
        corner = small.west, small.south
        box = Rectangle(corner, small.width, small.north - small.south, fill=False, lw=0.8,
                        edgecolor="#333333", zorder=4)  # fmt: skip
        axes[0].add_patch(box)


def _closer(
    axis: Axes,
    points: Mapping[str, _map.Point],
    flows: list[Flow],
    look: Mapping[str, tuple[str, str, float]],
    inches: float,
) -> None:
    frame = _map.framed(list(points.values()))
    _map.draw_land(axis, frame)
    _arrows(axis, points, flows, look)
    used = {x for f in flows for x in (f.origin, f.to)}
    _points(axis, points, set(points), set())
    shown = {x: points[x] for x in sorted(used or points)}
    _map.put_names(axis, frame, _joined(shown, frame), inches)


def _look(flows: list[Flow]) -> dict[str, tuple[str, str, float]]:
    """Return colour, style and largest flow of each item."""
    top: dict[str, float] = {}
    for f in flows:
        top[f.item] = max(top.get(f.item, 0.0), f.amount)
    n = len(COLOURS)
    return {
        item: (COLOURS[i % n], STYLES[i // n % len(STYLES)], top[item])
        for i, item in enumerate(top)
    }


def _arrows(
    axis: Axes,
    at: Mapping[str, _map.Point],
    flows: list[Flow],
    look: Mapping[str, tuple[str, str, float]],
) -> None:
    """Draw flows as arcs; several between the same places are bent apart."""
    drawn: dict[frozenset[_map.Point], int] = {}
    for f in sorted(flows, key=lambda f: (f.item, f.origin, f.to)):
        a, b = at[f.origin], at[f.to]
        if a == b:
            continue
        k = drawn.get(frozenset((a, b)), 0)
        drawn[frozenset((a, b))] = k + 1
        side = (1 if k % 2 == 0 else -1) * (1 if a < b else -1)  # the way back is another one
        bend = side * (0.10 + 0.09 * (k // 2))
        colour, style, top = look[f.item]
        width = THIN + (WIDE - THIN) * f.amount / top
        axis.add_patch(
            FancyArrowPatch(
                a, b, connectionstyle=f"arc3,rad={bend:.2f}", arrowstyle="-|>",
                mutation_scale=6.0 + 1.6 * width, shrinkA=3, shrinkB=4, lw=width, color=colour,
                ls=style, alpha=0.75, zorder=4, joinstyle="miter", capstyle="butt",
            )
        )  # fmt: skip


def _points(
    axis: Axes, at: Mapping[str, _map.Point], used: set[str], beyond: set[str]
) -> None:  # fmt: skip
    """Draw sites; those that nothing comes to or leaves are grey, those farther out triangles."""
    for name, p in at.items():
        colour = "#222222" if name in used else "#AAB4BC"
        mark = "^" if name in beyond else "o"
        if name in used or name not in beyond:
            axis.plot(*p, mark, color=colour, ms=4.0 if name in used else 2.5, zorder=5)


def _joined(names: Mapping[str, _map.Point], frame: _map.Frame) -> dict[str, _map.Point]:
    """Return names with those of points that cannot be told apart in one text."""
    near = 0.008 * frame.width
    groups: list[tuple[list[str], _map.Point]] = []
    for text, p in names.items():
        for some, q in groups:
            if abs(p[0] - q[0]) < near and abs(p[1] - q[1]) < near:
                some.append(text)
                break
        else:
            groups.append(([text], p))
    return {", ".join(some): p for some, p in groups}


def legend_of(plan: Plan, flows: list[Flow]) -> list[Any]:
    """Return a handle for each item with its largest flow."""
    from ionwright.network.explain import readable

    unit = {i.name: i.unit for i in plan.case.items}
    return [
        Line2D([], [], color=colour, ls=style, lw=3.0,
               label=f"{item}, widest {readable(top, f'{unit[item]}/yr')}")
        for item, (colour, style, top) in _look(flows).items()
    ]  # fmt: skip
