"""The rules of a case: names, references, lengths and ranges, each with its sentence."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import fields
from typing import Any, Protocol

from ionwright.errors import InputError, nearest
from ionwright.network.fields import UNITS


class Tables(Protocol):
    """What the rules see of a case: its tables by name."""

    @property
    def periods(self) -> tuple[Any, ...]:
        """The periods."""
        ...

    def table(self, kind: str) -> tuple[Any, ...]:
        """Return a table."""
        ...


TABLES = (
    "periods", "sites", "items", "ways", "lines", "runs", "options", "lanes", "supplies",
    "demands", "pools", "slots", "growths", "quotas", "carbon_caps", "second_sources", "budgets",
    "grants", "spreads",
)  # fmt: skip
"""Every table of a case, in the order of its fields."""
REFERS = {
    "site": "sites", "origin": "sites", "to": "sites", "item": "items", "line": "lines",
    "way": "ways", "demand": "demands",
}  # fmt: skip
"""Field that names a row, and the table that holds it."""
SIGNED = {("runs", "cost"), ("lanes", "cost"), ("options", "yearly"), ("items", "waste"),
          ("sites", "latitude"), ("sites", "longitude")}  # fmt: skip
"""What may be negative: a gain, and a place in the south or west."""
SHARES = {("lanes", "open"), ("options", "ramp"), ("quotas", "share"), ("pools", "leave"),
          ("second_sources", "share"), ("pools", "share"), ("grants", "share"),
          ("spreads", "share")}  # fmt: skip


def check(case: Tables) -> None:
    """Raise `InputError` at the first rule that a case breaks."""
    if not case.periods:
        raise InputError("a case has a period or more", do="Add one", where="periods")
    for period in case.periods:
        if period.years <= 0.0:
            raise InputError("a period lasts some time", seen=f"{period.years:g} yr",
                             allowed="above 0", where=f"periods.{period.name}.years")  # fmt: skip
    known = {kind: {row.name for row in case.table(kind)} for kind in set(REFERS.values())}
    for kind in TABLES:
        rows = case.table(kind)
        _names(rows, kind)
        for row in rows:
            _row(case, known, kind, row)
    _ways(case)
    _options(case)
    _sources(case)
    _made(case)
    _granted(case)


def _names(rows: Iterable[Any], kind: str) -> None:
    seen: set[str] = set()
    for row in rows:
        if row.name in seen:
            raise InputError(
                "every name stands once", seen=row.name, do="Rename one of the two", where=kind
            )
        seen.add(row.name)


def _row(case: Tables, known: dict[str, set[str]], kind: str, row: Any) -> None:
    """Check references and numbers of a row, field by field."""
    where = f"{kind}.{row.name}"
    for f in fields(row):
        value, at = getattr(row, f.name), f"{where}.{f.name}"
        if f.name in REFERS:
            table = REFERS[f.name]
            if value not in known[table]:
                names = [x.name for x in case.table(table)]
                what = f"name in {table}"
                raise InputError(f"it is a {what}", seen=value, do=nearest(value, names, what),
                                 where=at)  # fmt: skip
        try:
            if f.type == "Series":
                _series(case, kind, f.name, value, at)
            elif isinstance(value, float):
                _number(kind, f.name, value, at)
        except InputError as fault:
            fault = _in_unit(fault, case, kind, f.name, row)
            raise fault from None


def _in_unit(fault: InputError, case: Tables, kind: str, name: str, row: Any) -> InputError:
    """Return a fault of a number with the unit of the number behind it."""
    kinds = {"item": "items", "line": "lines"}
    units = [x.unit for f, table in kinds.items() for x in case.table(table)
             if x.name == getattr(row, f, None)]  # fmt: skip
    unit = units[0] if units else getattr(row, "unit", "")
    money = getattr(case, "money", "money").split()[0]
    said = UNITS.get((kind, name), "").format(unit=unit or "unit", money=money)
    if said in ("", "1") or fault.seen.endswith("values"):
        return fault
    return InputError(fault.rule, seen=f"{fault.seen} {said}", allowed=fault.allowed,
                      do=fault.do, where=fault.where)  # fmt: skip


def _series(case: Tables, kind: str, name: str, values: tuple[float, ...], at: str) -> None:
    if name != "ramp" and len(values) not in (1, len(case.periods)):
        raise InputError(
            f"it has one value, or one for each of the {len(case.periods)} periods",
            seen=f"{len(values)} values",
            do="Add or take away values",
            where=at,
        )
    for value in values:
        _number(kind, name, value, at)


def _number(kind: str, name: str, value: float, at: str) -> None:
    if math.isnan(value) or (math.isinf(value) and name != "most"):
        raise InputError("it is a finite number", seen=f"{value:g}", do="Give one", where=at)
    if value < 0.0 and (kind, name) not in SIGNED:
        raise InputError("it is not negative", seen=f"{value:g}", do="Give 0 or more", where=at)
    if (kind, name) in SHARES and value > 1.0:
        raise InputError("it is a share", seen=f"{value:g}", allowed="0 to 1", where=at)


def _ways(case: Tables) -> None:
    """Ways take and make items of the case, in amounts that are not negative."""
    names = [item.name for item in case.table("items")]
    for way in case.table("ways"):
        for part in ("takes", "makes"):
            for item, amount in getattr(way, part).items():
                at = f"ways.{way.name}.{part}"
                if item not in names:
                    raise InputError("it is a name in items", seen=item,
                                     do=nearest(item, names, "item"), where=at)  # fmt: skip
                _number("ways", part, amount, f"{at}.{item}")


def _made(case: Tables) -> None:
    """Check that what a quota or a growth rule names is made in the case."""
    run = {r.way for r in case.table("runs")}
    made = {item for way in case.table("ways") if way.name in run for item in way.makes}
    for kind in ("quotas", "growths", "spreads"):
        for rule in case.table(kind):
            if rule.item not in made:
                raise InputError("it names an item that a run makes", seen=rule.item,
                                 do="Add the run, or take the rule away",
                                 where=f"{kind}.{rule.name}.item")  # fmt: skip


def _granted(case: Tables) -> None:
    """Check that grants of a region pay for no more than the whole of a plant."""
    shares: dict[str, float] = {}
    for rule in case.table("grants"):
        shares[rule.region] = shares.get(rule.region, 0.0) + rule.share
        if shares[rule.region] > 1.0 + 1e-12:
            raise InputError("the grants of a region pay for a plant once at most",
                             seen=f"{shares[rule.region]:g}", allowed="0 to 1",
                             where=f"grants.{rule.name}.share")  # fmt: skip


def _sources(case: Tables) -> None:
    """Rules on the lanes of a demand hold where it alone wants the item at the site."""
    demands = case.table("demands")
    ruled = {rule.demand for rule in case.table("second_sources")}
    for d in demands:
        others = [x.name for x in demands if (x.item, x.site) == (d.item, d.site)]
        if (d.one_source or d.name in ruled) and len(others) > 1:
            raise InputError(
                "a demand whose sources are ruled alone wants its item at its site",
                seen=", ".join(others), do="Give each its own site",
                where=f"demands.{d.name}",
            )  # fmt: skip


def _options(case: Tables) -> None:
    """Options are decided on inside the horizon and take slots that exist."""
    slots = [s.name for s in case.table("slots")]
    for option in case.table("options"):
        at = f"options.{option.name}"
        for t in option.when or ():
            if not 0 <= t < len(case.periods):
                last = len(case.periods) - 1
                raise InputError("it is decided on in a period of the case", seen=str(t),
                                 allowed=f"0 to {last}", where=f"{at}.when")  # fmt: skip
        for name in option.slots:
            if name not in slots:
                raise InputError("it is a name in slots", seen=name,
                                 do=nearest(name, slots, "slot"), where=f"{at}.slots")  # fmt: skip
        if option.capacity <= 0.0 or not option.ramp:
            raise InputError("an option has a capacity above zero and a ramp",
                             seen=f"{option.capacity:g}", where=at)  # fmt: skip
