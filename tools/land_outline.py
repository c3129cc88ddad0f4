"""Thin the land of Natural Earth 1:110m (public domain) to the outline that maps are drawn on.

    python tools/land_outline.py ne_110m_land.geojson

The file is that of https://www.naturalearthdata.com/downloads/110m-physical-vectors/ as GeoJSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

OUT = Path(__file__).resolve().parents[1] / "src" / "ionwright" / "plot" / "land.txt"
TOLERANCE = 0.3
"""Distance by which a line may leave a point that is dropped [deg]."""
SMALL = 4
"""Points below which what is left of a ring is no island on a map of the world."""
SOUTH = -60.0
"""Land below is left out: no site stands there [deg]."""
HEAD = f"""\
# Land, as rings of "longitude latitude" in degrees, a ring a line, points parted by commas.
# Source: Natural Earth 1:110m land, public domain, https://www.naturalearthdata.com; thinned to
# {TOLERANCE} deg and rounded to 0.1 deg by tools/land_outline.py, without Antarctica.
"""


def thinned(ring: np.ndarray) -> np.ndarray:
    """Return the points of a line that are needed to stay within the tolerance (Douglas, Peucker).

    Parameters
    ----------
    ring : array, shape (points, 2)
    """
    keep = np.zeros(len(ring), bool)
    keep[[0, -1]] = True
    spans = [(0, len(ring) - 1)]
    while spans:
        a, b = spans.pop()
        if b <= a + 1:
            continue
        chord, away = ring[b] - ring[a], ring[a + 1 : b] - ring[a]
        length = float(np.hypot(*chord))
        if length > 0.0:
            far = np.abs(chord[0] * away[:, 1] - chord[1] * away[:, 0]) / length
        else:
            far = np.hypot(away[:, 0], away[:, 1])
        if far.max() > TOLERANCE:
            middle = a + 1 + int(far.argmax())
            keep[middle] = True
            spans += [(a, middle), (middle, b)]
    return ring[keep]


def main() -> int:
    """Write the outline."""
    table = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    lines = []
    for feature in table["features"]:
        shape = feature["geometry"]
        many = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        for polygon in many:
            ring = thinned(np.array(polygon[0], float))
            if len(ring) >= SMALL and ring[:, 1].max() > SOUTH:
                lines.append(",".join(f"{x:.1f} {y:.1f}" for x, y in ring))
    OUT.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} rings, {OUT.stat().st_size / 1e3:.0f} kB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
