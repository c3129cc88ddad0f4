"""Chemical plants: the process of a commodity from its reaction and the rows of the data.

A plant of size S costs C = C_0 (S/S_0)^n with n about 0.6, the rule of the chemical industry, and
its people grow as S^0.25; both exponents are assumed, with ranges. Each input is

    m_j = nu_j (1 + x_j)/y    [kg/kg]

with nu_j from atomic weights, x_j what is given beyond stoichiometry and y the yield. What is
lost leaves as waste, by-products come from what reacts. Valid as long as a plant looks like its
anchor: a scaling by more than ten is noted.
"""

from __future__ import annotations

from ionwright import data, units
from ionwright.core import Value
from ionwright.data import Row, commodities, money
from ionwright.data.commodities import Commodity
from ionwright.errors import InputError
from ionwright.plant.learning import ramp
from ionwright.plant.place import in_money
from ionwright.plant.process import Amount, Anchor, Capital, Process, SizeClass, amount
from ionwright.plant.settings import Money

PLANT = "chemical-plant"
SIZES = (100.0, 300.0, 1e3, 3e3, 1e4, 3e4)
"""Size classes that are offered to the network [t/yr]; in between, the power law holds."""
FAR = 10.0
"""Scaling beyond which a plant may look different from its anchor [1]; told, not refused."""


def in_words(wanted: Money) -> str:
    """Return currency and year of money in words."""
    return f"{wanted.currency} of {wanted.year}"


def paid(row: Row, per: str, wanted: Money) -> Amount:
    """Return a row of money for each `per`, such as ``"kg"`` or ``"(t/yr)"``, in the money wanted.

    Raises
    ------
    InputError
        If the row is money for something else, or of a currency or year without a rate.
    """
    v = row.value
    if v.si != units.dimension(f"{money.currency_of(v.unit)}/{per}"):
        raise InputError(
            f"money for each {per} is needed", seen=v.text(), where=f"{row.item}, {row.quantity}"
        )
    low, typical, high = in_money(row, per, wanted)
    unit = f"{wanted.currency}/{per}"
    return Amount(low, typical, high, unit, row.kind, row.source, v.locator)


def build(name: str, wanted: Money, size: float | None = None) -> Process:
    """Return the process of a commodity.

    Parameters
    ----------
    name : str
        Way to make it, one of `data.commodities.names`.
    wanted : Money
        Of the capital; its price case plays no part here.
    size : float
        Nameplate output of the plant [t/yr]; without it that of the table.

    Raises
    ------
    InputError
        If the way is unknown or the size not positive.
    """
    way = commodities.commodity(name)
    capacity = units.to(units.read(way.size, "kg/s"), "t/yr") if size is None else size
    yield_ = yield_of(way)
    stoichiometry = per_kg(way.takes, way.makes)
    takes = {item: _taken(way, item, nu, yield_) for item, nu in stoichiometry.items()}
    makes = per_kg(way.gives, way.makes)
    capital = _capital(way, wanted)
    area = _area(way)
    return Process(
        way=way.id,
        commodity=way.makes,
        unit="kg",
        capacity=capacity,
        takes=takes,
        used=stoichiometry,
        makes=makes,
        waste=_waste(takes, makes, yield_),
        energy=_energy(way),
        people=people(capacity),
        hours=number(PLANT, "paid_hours", "h/yr"),
        capital=capital,
        sizes=tuple(
            SizeClass(s, capital.total(s), people(s), _grown(area, s, capital.exponent))
            for s in SIZES
        ),
        machines=(),
        area=_grown(area, capacity, capital.exponent),
        lead_time=_first((way.capital, PLANT), "lead_time", "yr"),
        ramp=ramp("ramp-chemical"),
        learning=number(way.learning, "learning_rate", "1"),
        money=in_words(wanted),
        missing=way.missing,
        notes=_notes(way, capital, capacity),
    )


def per_kg(moles: dict[str, float], product: str) -> dict[str, float]:
    """Return moles of one side of a reaction as mass for each kg of a product [kg/kg].

    The reaction is written for one mole of the product.
    """
    return {i: n * commodities.mass(i) / commodities.mass(product) for i, n in moles.items()}


def yield_of(way: Commodity) -> Amount:
    """Return the share of the inputs that becomes product [1]."""
    return number(way.process, "process_yield", "1")


def excess_of(way: Commodity, item: str) -> Amount | None:
    """Return what of an input is given beyond stoichiometry as a share [1], None if nothing is."""
    rows = [r for r in data.find(way.process, "input_excess") if r.condition("of") == item]
    return amount(rows[0].value, "1", 1.0) if rows else None


def people(size: float) -> Amount:
    """Return the people of a plant of a size [t/yr]: N = N_0 (S/S_0)^p."""
    row = data.default(PLANT, "staff")
    power = number(PLANT, "labour_exponent", "1")
    base = Capital(
        (Anchor(_size(row), amount(row.value, "people/(t/yr)", 1.0 / _size(row)), ""),), power
    )
    return base.per_rate(size).times(size, "people")


def number(item: str, quantity: str, unit: str) -> Amount:
    """Return the one number of an item in a unit; money goes through `Money`."""
    return _amount(data.default(item, quantity).value, unit)


def _amount(v: Value, unit: str) -> Amount:
    return amount(v, unit, units.to(1.0, unit))


def _taken(way: Commodity, item: str, nu: float, yield_: Amount) -> Amount:
    excess = excess_of(way, item)
    low, typical, high = (
        (1.0 + x) for x in ((excess.low, excess.typical, excess.high) if excess else (0, 0, 0))
    )
    return Amount(
        nu * low / yield_.high,
        nu * typical / yield_.typical,
        nu * high / yield_.low,
        "kg/kg",
        yield_.kind,
        yield_.source,
        "stoichiometry over the yield" + (", and an excess" if excess else ""),
    )


def _waste(takes: dict[str, Amount], makes: dict[str, float], yield_: Amount) -> Amount:
    low, typical, high = (
        sum(getattr(a, of) for a in takes.values()) - sum(makes.values())
        for of in ("low", "typical", "high")
    )
    return Amount(
        max(0.0, low), typical, high, "kg/kg", yield_.kind, yield_.source, "taken less made"
    )


def _energy(way: Commodity) -> dict[str, Amount]:
    """Return energy by carrier [kWh/kg]; rows of one carrier are alternatives, the first typical.

    Heats of reaction alone are left out: they are a lower bound of the heat of a process.
    """
    found: dict[str, list[Row]] = {}
    for row in data.find(way.process, "energy_per_mass"):
        if row.condition("basis") != "reaction only":
            carrier = row.condition("carrier") or ""
            found.setdefault("heat" if carrier == "all" else carrier, []).append(row)
    return {carrier: _spread(rows) for carrier, rows in found.items()}


def _spread(rows: list[Row]) -> Amount:
    each = [_amount(r.value, "kWh/kg") for r in rows]
    first = each[0]
    low, high = min(a.low for a in each), max(a.high for a in each)
    return Amount(low, first.typical, high, first.unit, first.kind, first.source, first.why)


def _capital(way: Commodity, wanted: Money) -> Capital:
    accuracy = number(PLANT, "capital_multiple", "1")
    anchors = []
    for row in data.find(way.capital, "capital_per_rate"):
        k = paid(row, "(t/yr)", wanted)
        if row.range in ("rounding", "stated") and k.high < 1.1 * k.typical:
            k = Amount(
                accuracy.low * k.typical,
                k.typical,
                accuracy.high * k.typical,
                k.unit,
                k.kind,
                k.source,
                k.why,
            )
        anchors.append(Anchor(_size(row), k, row.note))
    chosen = [a for a in anchors if a.per_rate.source == way.chosen]
    if len(chosen) != 1:
        raise InputError(
            "one sum of capital is the typical one",
            seen=f"{len(chosen)} of {way.chosen!r}",
            allowed=", ".join(a.per_rate.source for a in anchors),
            where=way.id,
        )
    others = tuple(a for a in anchors if a is not chosen[0])
    return Capital((chosen[0], *others), number(PLANT, "capital_exponent", "1"))


def _area(way: Commodity) -> Anchor | None:
    rows = data.find(way.process, "area_per_rate")
    if not rows:
        return None
    return Anchor(_size(rows[0]), _amount(rows[0].value, "m2/(t/yr)"), rows[0].note)


def _grown(area: Anchor | None, size: float, exponent: Amount) -> Amount | None:
    """Return the floor of a plant of a size [m2]: it grows with the exponent of capital."""
    return None if area is None else Capital((area,), exponent).total(size)


def _first(items: tuple[str, ...], quantity: str, unit: str) -> Amount:
    """Return a number of the first of some items that has one."""
    return next(number(i, quantity, unit) for i in items if data.find(i, quantity))


def _size(row: Row) -> float:
    """Return the size of the plant that a row speaks of [t/yr]."""
    return units.to(units.read(row.condition("size") or "", "kg/s"), "t/yr")


def _notes(way: Commodity, capital: Capital, size: float) -> tuple[str, ...]:
    out = [f"capital from {way.chosen}: {way.why}"]
    if not 1.0 / FAR <= size / capital.anchors[0].size <= FAR:
        out.append(
            f"its capital is scaled from {capital.anchors[0].size:,.0f} t/yr, beyond a factor of "
            f"{FAR:g}"
        )
    beside = [i for i in way.gives if i != way.makes]
    if beside:
        out.append(f"neither sold nor paid for: {' and '.join(beside)}")
    return tuple(out)
