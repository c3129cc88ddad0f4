"""Location on two echelons: plants feed depots, depots feed clients (Fernandes et al. 2014).

The layout of doi 10.1016/j.cie.2014.05.023: numbers of plants, depots and clients; the demand of
each client; capacity and fixed cost of each plant; unit costs from each plant to every depot;
capacity and fixed cost of each depot; unit costs from each depot to every client.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ionwright.network.benchmark.page import Page, page_of
from ionwright.network.benchmark.parts import MONEY, YEAR, Instance, opened, single
from ionwright.network.case import Case, Demand, Item, Lane, Site, Way
from ionwright.network.futures import Scenarios

NAMES = ("plants", "depots", "clients")


@dataclass(frozen=True, slots=True)
class Echelons:
    """Numbers of an instance.

    Parameters
    ----------
    demand : array, shape (clients,)
    plants, depots : array, shape (sites, 2)
        Capacity and fixed cost.
    first : array, shape (plants, depots)
        Unit cost.
    second : array, shape (depots, clients)
        Unit cost.
    """

    demand: np.ndarray
    plants: np.ndarray
    depots: np.ndarray
    first: np.ndarray
    second: np.ndarray


@dataclass(frozen=True, slots=True)
class TwoEchelon:
    """Open plants and depots, and serve clients through them."""

    name: str

    def fits(self, path: str) -> bool:
        """Whether a file has as many numbers as its three first ones say."""
        page = page_of(path)
        counts = page.counts(3)
        return counts is not None and 0 <= len(page.words) - needed(*counts) <= 1

    def read(self, path: str, capacity: float | None) -> Instance:
        """Return an instance.

        Raises
        ------
        InputError
            If the file is cut short or has a word that is no number.
        """
        page = page_of(path)
        case = two_echelon(page.name, _echelons(page))
        return Instance(path, self.name, case, Scenarios.certain())


def needed(plants: int, depots: int, clients: int) -> int:
    """Return how many numbers a file has."""
    return 3 + clients + 2 * plants + plants * depots + 2 * depots + depots * clients


def _echelons(page: Page) -> Echelons:
    i, j, k = page.header(NAMES)
    page.whole(needed(i, j, k), f"{i} plants, {j} depots and {k} clients")
    at = 3

    def block(rows: int, columns: int, what: str) -> np.ndarray:
        nonlocal at
        found = page.numbers(at, rows * columns, what, 0.0)
        at += rows * columns
        return np.array(found).reshape(rows, columns)

    demand = block(k, 1, "a demand")[:, 0]
    plants, first = block(i, 2, "a capacity or a fixed cost"), block(i, j, "a cost")
    depots, second = block(j, 2, "a capacity or a fixed cost"), block(j, k, "a cost")
    return Echelons(demand, plants, depots, first, second)


def two_echelon(name: str, e: Echelons) -> Case:
    """Return the case: plants make goods, depots hand them on."""
    plants, depots, clients = (
        [f"{what} {n + 1}" for n in range(many)]
        for what, many in zip(("plant", "depot", "client"), (*e.first.shape, len(e.demand)),
                              strict=True)
    )  # fmt: skip
    make = Way("make", {}, {"goods": 1.0})
    hand = Way("hand on", {"goods": 1.0}, {"goods at a depot": 1.0})
    makers = [opened(x, *row) for x, row in zip(plants, e.plants.tolist(), strict=True)]
    stores = [opened(x, *row) for x, row in zip(depots, e.depots.tolist(), strict=True)]
    return Case(
        name=name,
        money=MONEY,
        periods=YEAR,
        sites=tuple(Site(x, "") for x in (*plants, *depots, *clients)),
        items=(Item("goods", "unit"), Item("goods at a depot", "unit")),
        ways=(make, hand),
        lines=tuple(line for line, _ in makers + stores),
        runs=single([x for x, _ in makers], make) + single([x for x, _ in stores], hand),
        options=tuple(option for _, option in makers + stores),
        lanes=(
            *_lanes(plants, depots, "goods", e.first),
            *_lanes(depots, clients, "goods at a depot", e.second),
        ),
        supplies=(),
        demands=tuple(
            Demand(x, x, "goods at a depot", (d,))
            for x, d in zip(clients, e.demand.tolist(), strict=True)
        ),
    )


def _lanes(starts: list[str], ends: list[str], item: str, cost: np.ndarray) -> Iterator[Lane]:
    for start, row in zip(starts, cost.tolist(), strict=True):
        for end, price in zip(ends, row, strict=True):
            yield Lane(f"{start} to {end}", start, end, item, cost=(price,))


TSCFLP = TwoEchelon("tscflp")
