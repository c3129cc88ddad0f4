"""Capacitated location: the layouts of OR-Library and of Holmberg, Roennqvist and Yuan.

Both start with the numbers m of sites and n of customers, then capacity and fixed cost of each
site. OR-Library (Beasley 1988, doi 10.1016/0377-2217(88)90222-X) goes on by customer: its demand,
then the cost of all of it from each site. Holmberg, Roennqvist and Yuan (1999, doi
10.1016/S0377-2217(98)00008-3) list all demands, then by site the cost of all of the demand of
each customer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ionwright.errors import InputError
from ionwright.network.benchmark.page import Page, page_of
from ionwright.network.benchmark.parts import MONEY, YEAR, Instance, opened, single
from ionwright.network.case import Case, Demand, Item, Lane, Site, Way
from ionwright.network.futures import Scenarios

WORD = "capacity"
"""What capa, capb and capc print in place of a number: one file stands for several instances."""


@dataclass(frozen=True, slots=True)
class Table:
    """An instance.

    Parameters
    ----------
    capacity, fixed : array, shape (sites,)
        Capacity is nan where the file leaves it open.
    demand : array, shape (customers,)
    cost : array, shape (sites, customers)
        Of bringing all of the demand.
    """

    capacity: np.ndarray
    fixed: np.ndarray
    demand: np.ndarray
    cost: np.ndarray


@dataclass(frozen=True, slots=True)
class Located:
    """Open sites and serve customers from them.

    Parameters
    ----------
    name : str
    one_source : bool
        A customer has one site; else several may share.
    bounded : bool
        Sites have capacities; else they are ignored.
    rows : bool
        Whether Holmberg's layout is a sign of this family; else OR-Library's is.
    """

    name: str
    one_source: bool = False
    bounded: bool = True
    rows: bool = False

    def fits(self, path: str) -> bool:
        """Whether a file has as many numbers as its start says, in the family's layout."""
        page = page_of(path)
        counts = page.counts(2)
        return counts is not None and by_rows(page, *counts) is self.rows

    def read(self, path: str, capacity: float | None) -> Instance:
        """Return an instance.

        Raises
        ------
        InputError
            If the file is cut short or has a word that is no number, or a capacity is missing.
        """
        page = page_of(path)
        table = table_of(page)
        case = located(page.name, self._filled(page, table, capacity), self.one_source)
        return Instance(path, self.name, case, Scenarios.certain())

    def _filled(self, page: Page, table: Table, capacity: float | None) -> Table:
        """Return the table as this family needs it."""
        if not self.bounded:
            # every customer wants 1, and a site that is open has room for all
            customers = len(table.demand)
            room = np.full(len(table.fixed), float(customers))
            return replace(table, capacity=room, demand=np.ones(customers))
        open_ = np.isnan(table.capacity)
        if open_.any() and capacity is None:
            raise InputError(
                f"sites of {self.name} have capacities",
                seen=f"the word {WORD!r}",
                do="Give one by --capacity, or ignore them by --family uflp",
                where=page.place(2 + 2 * int(open_.argmax())),
            )
        if (table.demand == 0.0).any():
            i = int((table.demand == 0.0).argmax())
            raise InputError(
                "every customer wants more than nothing",
                seen=f"0 for customer {i + 1}",
                do="Take it out, or use --family uflp",
                where=page.path,
            )
        return replace(table, capacity=np.where(open_, capacity or 0.0, table.capacity))


def table_of(page: Page) -> Table:
    """Read either layout.

    Raises
    ------
    InputError
        If the file is cut short, or a word is no number.
    """
    m, n = page.header(("sites", "customers"))
    page.whole(_needed(m, n), f"{m} sites and {n} customers")
    capacity = [
        np.nan if page.words[i].lower() == WORD else page.numbers(i, 1, "a capacity", 0.0)[0]
        for i in range(2, 2 + 2 * m, 2)
    ]
    fixed = [page.numbers(i, 1, "a fixed cost")[0] for i in range(3, 3 + 2 * m, 2)]
    rest = np.array(page.numbers(2 + 2 * m, n + m * n, "a demand or a cost"))
    if by_rows(page, m, n):
        demand, cost = rest[:n], rest[n:].reshape(m, n)
    else:
        by_customer = rest.reshape(n, m + 1)
        demand, cost = by_customer[:, 0], by_customer[:, 1:].T
    if demand.min() < 0.0:
        i = int(demand.argmin())
        raise InputError("a demand is not negative", seen=f"{demand[i]:g} for customer {i + 1}",
                         where=page.path)  # fmt: skip
    return Table(np.array(capacity), np.array(fixed), demand, cost)


def by_rows(page: Page, m: int, n: int) -> bool | None:
    """Whether the demands stand together, each row of a block on lines of its own.

    Both layouts have the same number of numbers, so it is the ends of the lines that tell: after
    the demands and after each site in Holmberg's, after each customer in OR-Library's, where a
    demand also stands alone.

    Returns
    -------
    bool or None
        None: it has not as many numbers as its start says.
    """
    if not 0 <= len(page.words) - _needed(m, n) <= 1:
        return None
    ends = {i + 1 for i in range(len(page.words) - 1) if page.lines[i] != page.lines[i + 1]}
    ends |= {_needed(m, n)}
    start = 2 + 2 * m
    rows = all(start + n * (i + 1) in ends for i in range(m + 1))
    customers = all(start + (m + 1) * (j + 1) in ends for j in range(n))
    alone = all(start + (m + 1) * j + 1 in ends for j in range(n))
    return rows and not (customers and alone)


def _needed(m: int, n: int) -> int:
    """Return how many numbers a file has."""
    return 2 + 2 * m + n + m * n


def located(name: str, table: Table, one_source: bool) -> Case:
    """Return the case: sites make one item, lanes bring it at a cost for each unit of demand."""
    sites = [f"site {i + 1}" for i in range(len(table.fixed))]
    customers = [f"customer {j + 1}" for j in range(len(table.demand))]
    each = (table.cost / table.demand).tolist()
    built = [
        opened(site, capacity, fixed)
        for site, capacity, fixed in zip(
            sites, table.capacity.tolist(), table.fixed.tolist(), strict=True
        )
    ]
    way = Way("make", {}, {"goods": 1.0})
    lines = tuple(line for line, _ in built)
    return Case(
        name=name,
        money=MONEY,
        periods=YEAR,
        sites=tuple(Site(x, "") for x in (*sites, *customers)),
        items=(Item("goods", "unit"),),
        ways=(way,),
        lines=lines,
        runs=single(lines, way),
        options=tuple(option for _, option in built),
        lanes=tuple(
            Lane(f"{site} to {customer}", site, customer, "goods", cost=(cost,))
            for site, row in zip(sites, each, strict=True)
            for customer, cost in zip(customers, row, strict=True)
        ),
        supplies=(),
        demands=tuple(
            Demand(x, x, "goods", (d,), one_source=one_source)
            for x, d in zip(customers, table.demand.tolist(), strict=True)
        ),
    )


CFLP = Located("cflp")
UFLP = Located("uflp", bounded=False)
SSCFLP = Located("sscflp", one_source=True, rows=True)
