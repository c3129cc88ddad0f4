"""A map without tiles: an outline of land, a frame around sites, names that do not overlap."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.patheffects import withStroke

Point = tuple[float, float]
"""Longitude and latitude [deg]."""
LAND = Path(__file__).parent / "land.txt"
GREY = "#E4E8EB"
HALO = withStroke(linewidth=1.8, foreground="white", alpha=0.8)
"""Keeps names readable on flows."""
MARGIN = 0.12
"""Room around the outermost sites, over the width of the frame."""
NARROW = 1.0
"""Least width and height of a frame [deg]."""
FAR = 0.6
"""Share of a frame's area that is left where sites beyond it are worth leaving out."""
MOST_FAR = 0.25
"""Largest share of the places that may stand beyond the frame."""
TOGETHER = 150.0
"""Sites that count as one place where it is told how many stand beyond the frame [km]."""
NEAR = 500.0
"""Sites that stand beyond the frame together [km]."""


@cache
def outline() -> tuple[tuple[Point, ...], ...]:
    """Return the rings of land."""
    lines = LAND.read_text(encoding="utf-8").splitlines()
    return tuple(
        tuple((float(x), float(y)) for x, y in (pair.split() for pair in line.split(",")))
        for line in lines
        if not line.startswith("#")
    )


@dataclass(frozen=True, slots=True)
class Frame:
    """A window on the map: west, east, south, north [deg]; east may be beyond 180."""

    west: float
    east: float
    south: float
    north: float

    @property
    def width(self) -> float:
        """From west to east [deg]."""
        return self.east - self.west

    @property
    def middle(self) -> float:
        """Latitude at which degrees of longitude are drawn as long as they are [deg]."""
        return 0.5 * (self.south + self.north)

    @property
    def stretch(self) -> float:
        """How long a degree of latitude is drawn over one of longitude [1]."""
        return 1.0 / max(math.cos(math.radians(self.middle)), 0.2)

    def height(self, inches: float) -> float:
        """Return how high the frame is drawn if it is so wide [inch]."""
        return inches * self.stretch * (self.north - self.south) / self.width

    def holds(self, p: Point) -> bool:
        """Whether a point lies inside."""
        return self.west <= p[0] <= self.east and self.south <= p[1] <= self.north

    def edge(self, p: Point) -> Point:
        """Return where the way from the middle to a point leaves the frame."""
        x0, y0 = 0.5 * (self.west + self.east), self.middle
        dx, dy = p[0] - x0, p[1] - y0
        share = min(
            0.47 * self.width / abs(dx) if dx else math.inf,
            0.46 * (self.north - self.south) / abs(dy) if dy else math.inf,
            1.0,
        )
        return x0 + share * dx, y0 + share * dy


def unrolled(points: Mapping[str, Point]) -> dict[str, Point]:
    """Return points with longitudes that are counted on from the widest gap between them."""
    around = sorted({x % 360.0 for x, _ in points.values()})
    gaps = [(b - a, b) for a, b in zip(around, [*around[1:], around[0] + 360.0], strict=True)]
    start = max(gaps)[1] % 360.0
    out = {name: (start + (x - start) % 360.0, y) for name, (x, y) in points.items()}
    turn = -360.0 if min(x for x, _ in out.values()) > 180.0 else 0.0
    return {name: (x + turn, y) for name, (x, y) in out.items()}


def framed(points: Sequence[Point]) -> Frame:
    """Return a frame around points, with some room."""
    xs, ys = zip(*points, strict=True)
    wide = max(max(xs) - min(xs), NARROW)
    high = max(max(ys) - min(ys), 0.45 * wide)
    x, y = 0.5 * (max(xs) + min(xs)), 0.5 * (max(ys) + min(ys))
    half = 0.5 * wide * (1.0 + 2.0 * MARGIN), 0.5 * high * (1.0 + 2.0 * MARGIN)
    return Frame(x - half[0], x + half[0], max(y - half[1], -89.0), min(y + half[1], 89.0))


def inside(points: Mapping[str, Point]) -> set[str]:
    """Return the sites that a frame holds; a few that would make it much larger are left out."""
    groups = _towns(points)
    kept = set(groups)
    while True:
        best, share = kept, FAR
        for name in sorted(kept):
            rest = {x for x in kept if _distance(points[x], points[name]) > NEAR}
            if len(groups) - len(rest) > MOST_FAR * len(groups) or len(rest) < 2:
                continue
            left = _area(points, rest) / _area(points, kept)
            if left < share:
                best, share = rest, left
        if best is kept:
            return {x for name in kept for x in groups[name]}
        kept = best


def _towns(points: Mapping[str, Point]) -> dict[str, list[str]]:
    """Return sites that lie together, by one of them."""
    out: dict[str, list[str]] = {}
    for name in sorted(points):
        near = (x for x in out if _distance(points[x], points[name]) < TOGETHER)
        out.setdefault(next(near, name), []).append(name)
    return out


def _area(points: Mapping[str, Point], names: set[str]) -> float:
    f = framed([points[x] for x in names])
    return f.width * (f.north - f.south)


def _distance(a: Point, b: Point) -> float:
    """Return a distance that is good enough to tell neighbours [km]."""
    across = math.cos(math.radians(0.5 * (a[1] + b[1]))) * (a[0] - b[0])
    return 111.2 * math.hypot(across, a[1] - b[1])


def draw_land(axes: Axes, frame: Frame) -> None:
    """Draw the outline of land in a frame, and set its limits."""
    rings = [
        [(x + turn, y) for x, y in ring] for turn in (-360.0, 0.0, 360.0) for ring in outline()
    ]
    seen = [r for r in rings if any(frame.west - 30 <= x <= frame.east + 30 for x, _ in r)]
    axes.add_collection(PolyCollection(seen, facecolor=GREY, edgecolor="white", linewidth=0.4))
    axes.set_xlim(frame.west, frame.east)
    axes.set_ylim(frame.south, frame.north)
    axes.set_aspect(frame.stretch)
    axes.set_xticks([])
    axes.set_yticks([])
    for side in axes.spines.values():
        side.set_visible(True)
        side.set_color("#AAB4BC")


def put_names(axes: Axes, frame: Frame, names: Mapping[str, Point], inches: float) -> None:
    """Write names beside points so that they overlap as little as may be.

    Parameters
    ----------
    axes : Axes
    frame : Frame
    names : mapping of str to (float, float)
        Text and where its point is.
    inches : float
        Width of the picture of the frame.
    """
    size = 7.0
    stretch, per = frame.stretch, frame.width / inches  # degrees of longitude an inch
    taken = [_around(p, 0.05 * per, 0.05 * per / stretch) for p in names.values()]
    for text, (x, y) in sorted(names.items(), key=lambda t: (-t[1][1], t[0])):
        wide, high = 0.56 * size / 72.0 * len(text) * per, 1.25 * size / 72.0 * per / stretch
        best = min(
            (_cost(box, taken, frame), k, box)
            for k, box in enumerate(_places(x, y, wide, high, per, stretch))
        )[2]
        taken.append(best)
        middle = 0.5 * (best[0] + best[1]), 0.5 * (best[2] + best[3])
        axes.text(*middle, text, fontsize=size, ha="center", va="center", color="#222222", zorder=6,
                  path_effects=[HALO])  # fmt: skip
        if not (best[0] - 0.2 * per <= x <= best[1] + 0.2 * per and
                best[2] - 0.2 * per <= y <= best[3] + 0.2 * per):  # fmt: skip
            axes.plot([x, middle[0]], [y, middle[1]], color="#AAB4BC", lw=0.5, zorder=3)


Box = tuple[float, float, float, float]


def _around(p: Point, dx: float, dy: float) -> Box:
    return p[0] - dx, p[0] + dx, p[1] - dy, p[1] + dy


def _places(x: float, y: float, wide: float, high: float, per: float, stretch: float) -> list[Box]:
    """Return boxes around a point, the nearest first."""
    out = []
    for away in (0.09, 0.22, 0.4, 0.6):
        dx, dy = away * per, away * per / stretch
        for side, up in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1)):
            mx = x + side * (dx + 0.5 * wide)
            my = y + up * (dy + 0.5 * high)
            out.append((mx - 0.5 * wide, mx + 0.5 * wide, my - 0.5 * high, my + 0.5 * high))
    return out


def _cost(box: Box, taken: Sequence[Box], frame: Frame) -> float:
    """Return the area that a box shares with those that stand, and what is out of the frame."""
    shared = sum(
        max(0.0, min(box[1], o[1]) - max(box[0], o[0]))
        * max(0.0, min(box[3], o[3]) - max(box[2], o[2]))
        for o in taken
    )
    out = (box[0] < frame.west) + (box[1] > frame.east) + (box[2] < frame.south)
    out += box[3] > frame.north
    return shared + out * (box[1] - box[0]) * (box[3] - box[2])
