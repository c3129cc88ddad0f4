"""Items: one id for every substance and part, and the names in use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ionwright.data._files import FOLDER, records
from ionwright.errors import InputError, nearest

REGIONS = ("id", "name", "names", "stands_in", "grid", "note")
SITES = (
    "id",
    "name",
    "names",
    "region",
    "owner",
    "latitude [deg]",
    "longitude [deg]",
    "kind",
    "park",
    "note",
)
STEPS = (
    "id",
    "route",
    "name",
    "equipment",
    "throughput",
    "atmosphere",
    "relation",
    "driver",
    "base",
    "draw",
    "note",
)
_COLUMNS = ("id", "class", "formula", "molar_mass [g/mol]", "name", "names", "note")


@dataclass(frozen=True, slots=True)
class Item:
    """A substance, part or published cell.

    Parameters
    ----------
    id : str
        The one name used in files and results.
    kind : str
        electrolyte, active, metal, foil, additive, binder, separator, housing, region, step, ...
    formula : str
        Chemical formula, or "" for mixtures.
    molar_mass : float or None
        [kg/mol]; None without a formula.
    name : str
        In words.
    names : tuple of str
        Other names in use, all of which are accepted on input.
    """

    id: str
    kind: str
    formula: str
    molar_mass: float | None
    name: str
    names: tuple[str, ...]


@cache
def items() -> dict[str, Item]:
    """Return all items by id: those of items.csv, then regions, sites and steps of a plant."""
    out = {}
    for _, r in records(FOLDER / "items.csv", _COLUMNS):
        mass = r["molar_mass [g/mol]"]
        out[r["id"]] = Item(
            r["id"],
            r["class"],
            r["formula"],
            float(mass) * 1e-3 if mass else None,
            r["name"],
            tuple(n for n in r["names"].split("|") if n),
        )
    for _, r in records(FOLDER / "regions.csv", REGIONS):
        names = tuple(n for n in r["names"].split("|") if n)
        out[r["id"]] = Item(r["id"], "region", "", None, r["name"], names)
    for _, r in records(FOLDER / "sites.csv", SITES):
        names = tuple(n for n in r["names"].split("|") if n)
        out[r["id"]] = Item(r["id"], "site", "", None, r["name"], names)
    for _, r in records(FOLDER / "steps.csv", STEPS):
        out[r["id"]] = Item(r["id"], "step", "", None, r["name"], ())
    return out


@cache
def _by_name() -> dict[str, str]:
    out: dict[str, str] = {}
    for it in items().values():
        for name in (*it.names, it.id):  # an id always wins over another item's alias
            out.setdefault(name.casefold(), it.id)
    for it in items().values():
        out[it.id.casefold()] = it.id
    return out


def item(name: str) -> Item:
    """Return the item of that id or of any name in use (case does not matter).

    Raises
    ------
    InputError
        If no item has this name.
    """
    found = _by_name().get(name.strip().casefold())
    if found is None:
        known = [*sorted(items()), *(n for i in items().values() for n in i.names)]
        raise InputError(
            "an item must be one of the known substances and parts",
            seen=repr(name),
            do=f"{nearest(name, known, 'item')} See: ionwright data list",
        )
    return items()[found]
