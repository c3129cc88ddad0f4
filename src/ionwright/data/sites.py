"""Sites of a supply chain: where they lie, whose they are, what may be built there.

Coordinates are those of a town, right within some 20 km; that a site lies in an approved chemical
park more than 1 km from the Yangtze and its tributaries is assumed where `park` is true.

>>> from ionwright.data import sites
>>> sites.site("Talent").region
'chongqing'
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from ionwright.data._files import FOLDER, records
from ionwright.data._items import SITES, item

__all__ = ["Place", "great_circle", "names", "site"]

EARTH = 6371.0
"""Mean radius of the Earth [km]."""


@dataclass(frozen=True, slots=True)
class Place:
    """A site.

    Parameters
    ----------
    id, name, region : str
    owner : str
        Kind of owner, an item with a hurdle rate.
    latitude, longitude : float
        [deg].
    kind : str
        "cells", "chemicals", "lithium", "customer" or "hub".
    park : bool
        Whether a new chemical project is lawful there.
    """

    id: str
    name: str
    region: str
    owner: str
    latitude: float
    longitude: float
    kind: str
    park: bool


@cache
def _sites() -> dict[str, Place]:
    return {
        r["id"]: Place(
            r["id"],
            r["name"],
            r["region"],
            r["owner"],
            float(r["latitude [deg]"]),
            float(r["longitude [deg]"]),
            r["kind"],
            r["park"] == "yes",
        )
        for _, r in records(FOLDER / "sites.csv", SITES)
    }


def names() -> tuple[str, ...]:
    """Return the ids of all sites."""
    return tuple(_sites())


def site(name: str) -> Place:
    """Return a site by id or name.

    Raises
    ------
    InputError
        If nothing has this name.
    """
    return _sites()[item(name).id]


def great_circle(a: Place, b: Place) -> float:
    """Return the distance of two sites on a sphere [km] (haversine)."""
    p, q = math.radians(a.latitude), math.radians(b.latitude)
    half = math.sin(0.5 * (q - p)) ** 2
    turn = math.sin(0.5 * math.radians(b.longitude - a.longitude)) ** 2
    return 2.0 * EARTH * math.asin(math.sqrt(half + math.cos(p) * math.cos(q) * turn))
