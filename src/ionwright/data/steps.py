"""Steps of the routes: what each takes in machines, people, floor and energy at 10 GWh/yr.

A step that resembles a step of a liquid line is written as a multiple of that row (`base`), and
a row of the liquid line as BatPaC's own row scaled to 10 GWh/yr; so the same physical thing is
one number wherever it stands, and steps that share a row share a draw (`draw`).

>>> from ionwright.data import steps
>>> steps.step("A1-3").base, steps.step("A1-3").draw
(('E2',), 'E2')
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ionwright import units
from ionwright.data._files import FOLDER, records
from ionwright.data._items import STEPS
from ionwright.data._rows import Row, find, table
from ionwright.errors import InputError, known, nearest

__all__ = ["PER_CAPACITY", "REFERENCE", "Step", "amount", "numbers", "route", "routes", "step"]

REFERENCE = units.read("10 GWh/yr", "W")
"""Output of the plant in which every route's row stands [W]."""

BATPAC = units.read("50 GWh/yr", "W")
"""Output of BatPaC's own plant [W]."""

# extensive quantity: row of a step, row of BatPaC, its exponent, multiple of the base
PER_CAPACITY = {
    "capital": ("capital_per_capacity", "capital", "capital_exponent", "capital_multiple"),
    "labour": ("labour_per_energy", "direct_labour", "labour_exponent", "labour_multiple"),
    "area": ("area_per_capacity", "floor_area", "area_exponent", "area_multiple"),
}
"""What `amount` can be asked for: capital [USD/W], labour [1/W, people always at work], area
[m2/W]."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a route, as the table of steps describes it.

    Parameters
    ----------
    id, route, name : str
        Id (``"E11"``, ``"A1-15"``), the route it belongs to, and what is done.
    equipment, throughput, atmosphere : str
        In words.
    relation : str
        To a liquid line: stays, modified, new or dropped; "" for rows of BatPaC.
    driver : str
        What its size follows: energy, cells, positive-active, separator-area, ...
    base : tuple of str
        Rows of which it is a multiple (their sum); empty for a row of its own.
    draw : str
        Step whose random draw it shares: the same id, the same draw.
    note : str
        What a reader must know.
    """

    id: str
    route: str
    name: str
    equipment: str
    throughput: str
    atmosphere: str
    relation: str
    driver: str
    base: tuple[str, ...]
    draw: str
    note: str


@cache
def _steps() -> dict[str, Step]:
    out = {}
    for _, r in records(FOLDER / "steps.csv", STEPS):
        base = tuple(filter(None, r.pop("base").split("+")))
        out[r["id"]] = Step(**r, base=base)
    return out


def routes() -> tuple[str, ...]:
    """Return the routes of the table; ``"lithium-anode"`` holds options, not a chain."""
    return tuple(dict.fromkeys(s.route for s in _steps().values()))


def route(name: str) -> tuple[Step, ...]:
    """Return the steps of a route in order; "semisolid" adds to "liquid", which it contains.

    Raises
    ------
    InputError
        If there is no such route.
    """
    known(name, routes(), "a route must be one of the table of steps", "route")
    wanted = ("liquid", name) if name == "semisolid" else (name,)
    return tuple(s for s in _steps().values() if s.route in wanted)


def step(name: str) -> Step:
    """Return a step by its id; raises InputError where there is none."""
    if name not in _steps():
        raise InputError(
            "a step must be one of the table of steps",
            seen=repr(name),
            do=nearest(name, list(_steps()), "step"),
        )
    return _steps()[name]


def numbers(name: str) -> list[Row]:
    """Return every row of a step: capital, labour, area, energy, yields."""
    wanted = step(name).id
    names = ("plant/batpac", "plant/steps", "plant/yields", "plant/energy")
    return [r for table_name in names for r in table(table_name) if r.item == wanted]


def amount(name: str, what: str) -> tuple[float, float, float]:
    """Return low, typical and high of a step at 10 GWh/yr.

    Parameters
    ----------
    name : str
        Step.
    what : str
        "capital" [USD/W], "labour" [1/W] or "area" [m2/W], money of 2022.

    Returns
    -------
    tuple of float
        Low, typical, high. For a multiple of a base row the range is that of the multiple times
        the *typical* value of the base: the range of the base is not folded in again.

    Raises
    ------
    InputError
        If the step or the quantity is unknown.

    Notes
    -----
    A row of BatPaC is scaled by (10/50)^p with its own exponent, then divided by the output.
    """
    known(what, list(PER_CAPACITY), "a step has three amounts", "amount")
    own, _, _, multiple = PER_CAPACITY[what]
    found = step(name)
    if found.route == "batpac":
        scaled = _from_batpac(name, what)
        return scaled, scaled, scaled
    rows = {r.quantity: r.value for r in table("plant/steps") if r.item == name}
    if multiple in rows:
        base = sum(amount(other, what)[1] for other in found.base)
        v = rows[multiple]
        return base * v.low, base * v.value, base * v.high
    if own in rows:
        return rows[own].low, rows[own].value, rows[own].high
    return 0.0, 0.0, 0.0


def _from_batpac(name: str, what: str) -> float:
    _, quantity, exponent, _ = PER_CAPACITY[what]
    (base,), (p,) = find(name, quantity), find(name, exponent)
    return base.value.value * (REFERENCE / BATPAC) ** p.value.value / REFERENCE
