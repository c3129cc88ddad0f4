"""Commodities that a chemical plant makes: reaction, rows of its process, what was not found.

>>> from ionwright.data import commodities
>>> commodities.commodity("P2S5").takes
{'phosphorus': 2.0, 'sulfur': 5.0}
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ionwright.data._files import FOLDER, records
from ionwright.data._items import item
from ionwright.errors import InputError, nearest

__all__ = ["Commodity", "atoms", "commodity", "mass", "names", "weights"]

COLUMNS = (
    "id",
    "makes",
    "name",
    "reaction",
    "process",
    "capital",
    "chosen",
    "why",
    "size",
    "learning",
    "gaps",
)
_PART = re.compile(r"([A-Z][a-z]?)([\d.]*)|\(([^)]*)\)([\d.]*)")


@dataclass(frozen=True, slots=True)
class Commodity:
    """One way to make one item.

    Parameters
    ----------
    id : str
        Name of the way, for example ``"Li2S-hydroxide"``.
    makes : str
        Item that is made.
    name : str
        In words.
    takes, gives : dict of str to float
        Reaction by item [mol]; `gives` holds the product and what comes off beside it.
    process, capital : str
        Items whose rows hold energy and yield, and the capital.
    chosen, why : str
        Source of the sum of capital that counts as typical, and why this one.
    size : str
        Output of the plant that is meant where none is named, as written.
    learning : str
        Item with the learning rate of its cost beyond material.
    missing : tuple of str
        What was looked for and not found.
    """

    id: str
    makes: str
    name: str
    takes: dict[str, float]
    gives: dict[str, float]
    process: str
    capital: str
    chosen: str
    why: str
    size: str
    learning: str
    missing: tuple[str, ...]


@cache
def _commodities() -> dict[str, Commodity]:
    gaps = records(FOLDER / "gaps.csv", ("table", "item", "quantity", "why"))
    out = {}
    for _, r in records(FOLDER / "commodities.csv", COLUMNS):
        wanted = r["gaps"].split("|")
        left, right = (_side(text) for text in r.pop("reaction").split("->"))
        missing = tuple(f"{g['item']}: {g['quantity']}" for _, g in gaps if g["item"] in wanted)
        del r["gaps"]
        out[r["id"]] = Commodity(**r, takes=left, gives=right, missing=missing)
    return out


def names() -> tuple[str, ...]:
    """Return the ways to make a commodity."""
    return tuple(_commodities())


def commodity(name: str) -> Commodity:
    """Return a way to make a commodity.

    Raises
    ------
    InputError
        If there is none of that name.
    """
    if name not in _commodities():
        ways = [w.id for w in _commodities().values() if w.makes == name]
        raise InputError(
            "a way to make a commodity must be one of those with a process",
            seen=repr(name),
            do=f"Use {' or '.join(ways)}" if ways else nearest(name, list(names()), "way"),
        )
    return _commodities()[name]


@cache
def weights() -> dict[str, float]:
    """Return standard atomic weights by element [g/mol], IUPAC 2021."""
    table = records(FOLDER / "elements.csv", ("symbol", "atomic_weight"))
    return {r["symbol"]: float(r["atomic_weight"]) for _, r in table}


def atoms(formula: str) -> dict[str, float]:
    """Return the atoms of a formula by element [1]; one level of brackets.

    >>> atoms("Ni0.8(OH)2")
    {'Ni': 0.8, 'O': 2.0, 'H': 2.0}
    """
    out: dict[str, float] = {}
    for element, n, group, m in _PART.findall(formula):
        inside = {element: 1.0} if element else atoms(group)
        for symbol, count in inside.items():
            out[symbol] = out.get(symbol, 0.0) + count * float(n or m or 1.0)
    return out


def mass(name: str) -> float:
    """Return the molar mass of an item from its formula [g/mol].

    Raises
    ------
    InputError
        If the item has no formula.
    """
    found = item(name)
    if not found.formula:
        raise InputError(f"{found.id} has no formula", do="Take part in reactions with formulas")
    return sum(n * weights()[symbol] for symbol, n in atoms(found.formula).items())


def _side(text: str) -> dict[str, float]:
    """Read one side of a reaction, such as ``2 LiOH + H2S``."""
    out = {}
    for part in text.split(" + "):
        *number, name = part.split()
        out[item(name).id] = float(number[0]) if number else 1.0
    return out
