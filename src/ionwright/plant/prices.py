"""What each stream of a cell costs: its price row by case, in the money of the plant, per kg."""

from __future__ import annotations

from dataclasses import dataclass

from ionwright import data
from ionwright.cell import Spec
from ionwright.data import Row
from ionwright.data import prices as table
from ionwright.errors import InputError
from ionwright.plant.place import in_money
from ionwright.plant.settings import Money
from ionwright.plant.streams import Stream, Streams

PER = {"price_per_mass": "kg", "price_per_area": "m2", "price_per_piece": "cell"}
FREE, ON_COPPER = "foil", "foil on copper"
"""Forms in which lithium is bought rolled: for a cell without and with a negative collector."""


@dataclass(frozen=True)
class Price:
    """Price of one stream, or of a solvent.

    Parameters
    ----------
    name : str
        Item and form: streams of one name have one price, and one draw.
    low, typical, high : float
        [money/kg].
    row : Row
        Where it stands, in its own unit and year.
    """

    name: str
    low: float
    typical: float
    high: float
    row: Row

    @property
    def assumed(self) -> bool:
        """True where no quotation was found."""
        return self.row.kind == "assumed"


def prices_of(spec: Spec, streams: Streams, rows: tuple[str, ...], wanted: Money) -> list[Price]:
    """Return the price of every stream of a cell.

    Parameters
    ----------
    spec : Spec
    streams : Streams
        Of that spec.
    rows : tuple of str
        Rows of the route's steps: lithium is bought as foil where ``"F-0"`` is one of them, else
        as metal.
    wanted : Money
        Money and price case.

    Raises
    ------
    InputError
        If an item has no price.
    """
    carried = any(s.name == "negative/foil" for s in streams.streams)
    form = "" if "F-0" not in rows else ON_COPPER if carried else FREE
    return [_price(spec, s, form, wanted) for s in streams.streams]


def assumed(found: list[Price]) -> list[Price]:
    """Return the prices that are assumed, each once."""
    return list({p.name: p for p in found if p.assumed}.values())


def market(found: list[Price]) -> str:
    """Return the word of a basis for some prices: all spot, or mixed."""
    words = {p.row.condition("basis") for p in found}
    return "spot" if words == {"spot"} else "mixed"


def _price(spec: Spec, s: Stream, lithium: str, wanted: Money) -> Price:
    row = _row(s, lithium, wanted.case)
    area = s.web or sum(r.area for r in spec.package.bill if r.item == s.item)
    size = {"kg": 1.0, "m2": area / s.mass, "cell": 1.0 / s.mass}[PER[row.quantity]]
    if size == 0.0:
        raise InputError(
            f"a price by area needs an area, and {s.item} has none in {s.name}",
            do="Give a price by mass",
        )
    low, typical, high = (x * size for x in in_money(row, PER[row.quantity], wanted))
    # money for each kg may differ between parts: a film's price an area over its own mass
    by_part = "" if size == 1.0 else f" in {s.name}"
    form, thick = row.condition("form") or "", row.condition("thickness") or ""
    name = ", ".join(filter(None, (f"price {s.item}", form, thick))) + by_part
    return Price(name, low, typical, high, row)


def _row(s: Stream, lithium: str, case: str) -> Row:
    """Return the row of a stream: foils by thickness, lithium by the form that is bought."""
    if s.name == "lithium":
        return _lithium(s, lithium, case) if lithium else table.price(s.item, "today", form="ingot")
    if s.name.endswith("/foil"):
        thickness = s.mass / s.web / data.default(s.item, "density").value.value
        form = "" if case == "batpac" and s.item in ("copper", "aluminium") else "foil"
        return table.price(s.item, case, form=form, thickness=thickness)
    return table.price(s.item, case)


def _lithium(s: Stream, form: str, case: str) -> Row:
    """Return the price of a bought lithium foil; at scale that claimed for evaporated lithium."""
    scale = [r for r in table.rows(s.item, case) if r.quantity == "price_per_area"]
    if case != "today" and scale:
        return scale[0]
    thickness = s.mass / s.web / data.default(s.item, "density").value.value
    return table.price(s.item, "today", form=form, thickness=thickness)


def solvent(item: str, wanted: Money) -> Price:
    """Return the price of a solvent."""
    row = table.price(item, "today")
    return Price(f"price {item}", *in_money(row, "kg", wanted), row)
