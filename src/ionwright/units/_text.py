"""Text with a unit -> SI float, and back. The only place where units are converted.

Number and unit are read apart: pint alone takes "25 C" for coulomb, "1.000,5 um" for
1.0005 um and "nan um" for a number, and refuses "mA/cm2". The units that this field writes
stand in a table made from pint; any other unit is put to pint itself, which is loaded then.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from functools import lru_cache

from ionwright.errors import InputError, nearest
from ionwright.units._table import TABLE

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_COMMA = re.compile(r"[+-]?[\d.]*\d,\d")
_SHARES = {"kg/kg", "m3/m3", "mol/mol"}


@lru_cache(4096)
def read(text: str, si: str) -> float:
    """Read a quantity such as ``"30 um"`` into SI.

    Parameters
    ----------
    text : str
        Number and unit, a blank between them being optional. A bare number is read only
        where the dimension is 1.
    si : str
        The SI unit that is wanted, for example ``"m"`` or ``"S/m"``.

    Returns
    -------
    float
        The value in `si`.

    Raises
    ------
    InputError
        Where the number is missing, not finite or written with a comma, where the unit is
        missing or unknown, or where its dimension is another one.
    """
    number, unit = split(text, si)
    return convert(number, unit, si)


def split(text: str, si: str = "") -> tuple[float, str]:
    """Split a quantity into its number and its unit's text ("1" where there is none)."""
    stripped = text.strip()
    if _COMMA.match(stripped):
        raise InputError(
            "a number is written with a decimal point and without thousands separators",
            seen=repr(text),
            allowed='for example "1000.5 um"',
            do="Replace the comma",
        )
    found = _NUMBER.match(stripped)
    if not found:
        raise InputError(
            "a quantity begins with a finite number",
            seen=repr(text),
            allowed=f'for example "{example(si)}"',
            do="Write the number first, then its unit",
        )
    number = float(found.group())
    if not math.isfinite(number):
        raise InputError("a number must be finite", seen=repr(text), do="Write a finite number")
    return number, _tidy(stripped[found.end() :]) or "1"


def convert(number: float, unit: str, si: str) -> float:
    """Convert `number` from `unit` to the SI unit `si`; raises InputError if it cannot be."""
    unit = _tidy(unit) or "1"
    if si == "K" and unit == "C":
        raise InputError(
            "a temperature needs degC or K, since C is the coulomb",
            seen=f'"{number:g} C"',
            allowed="degC, oC, K",
            do=f'Write "{number:g} degC"',
        )
    if unit in TABLE:
        factor, offset, dimension = TABLE[unit]
        if not _agrees(dimension, si):
            raise _mismatch(number, unit, dimension, si)
        return float(Decimal(repr(number)) * Decimal(repr(factor)) + Decimal(repr(offset)))
    return number * ask_pint(unit, si, number)


def to(value: float, unit: str) -> float:
    """Convert an SI value to `unit`, for showing it."""
    factor, offset, _ = TABLE[unit]
    return float((Decimal(repr(float(value))) - Decimal(repr(offset))) / Decimal(repr(factor)))


def show(value: float, unit: str, digits: int = 4) -> str:
    """Return an SI value as text in `unit`, for example ``"30 um"``."""
    number = _significant(to(value, unit), digits)
    return number if unit == "1" else f"{number} {unit}"


def known(unit: str) -> bool:
    """Return whether a unit stands in the table (others are converted by pint)."""
    return _tidy(unit) in TABLE


def dimension(unit: str) -> str:
    """Return the SI unit of the same dimension as `unit`, a text of the table."""
    unit = _tidy(unit) or "1"
    if unit not in TABLE:
        raise InputError(
            "a unit must be known", seen=repr(unit), do=nearest(unit, list(TABLE), "unit")
        )
    return TABLE[unit][2]


def exact(value: float, unit: str) -> str:
    """Return an SI value as the shortest text in `unit` that reads back to it."""
    si = dimension(unit)
    raw = to(value, unit)
    for digits in range(1, 18):
        text = f"{raw:.{digits}g}"
        if convert(float(text), unit, si) == value:
            break
    else:  # no decimal of this unit reads back to the same float: the SI unit does
        return f"{value!r} {si}" if si != "1" else repr(value)
    number = f"{float(text):.17g}" if 1e-4 < abs(raw) < 1e6 and digits < 15 else text
    number = text if len(number) > len(text) + 3 else number
    return number if unit == "1" else f"{number} {unit}"


def example(si: str) -> str:
    """Return a quantity of the dimension `si`, for messages."""
    units = [u for u, (_, _, d) in TABLE.items() if d == si]
    shown = _EXAMPLES.get(si, f"1 {units[0] if units else si}")
    return shown


_EXAMPLES = {
    "m": "30 um",
    "S/m": "1.8 mS/cm",
    "K": "25 degC",
    "1": "0.5",
    "kg/kg": "80 wt%",
    "m3/m3": "12 vol%",
    "ohm m2": "10 ohm cm2",
    "A/m2": "1 mA/cm2",
    "C/m2": "4 mAh/cm2",
    "C/kg": "200 mAh/g",
    "kg/m2": "20 mg/cm2",
    "kg/m3": "4.78 g/cm3",
    "m2/s": "4e-15 m2/s",
    "J/mol": "0.35 eV",
    "Pa": "5 MPa",
    "V": "3.8 V",
    **{f"{money}/J": f"90 {money}/kWh" for money in ("USD", "EUR", "CNY", "JPY", "KRW")},
}


def ask_pint(unit: str, si: str, number: float = 1.0) -> float:
    """Return the factor from `unit` to `si` as pint gives it (loads pint).

    `number` is what the user wrote before the unit, for the message only.
    """
    import pint  # slow to load: only for units outside the table

    registry = pint.application_registry
    try:
        have, want = registry.Unit(_for_pint(unit)), registry.Unit(_for_pint(si))
        if (
            have.dimensionality == want.dimensionality
            and registry.Quantity(1.0, have)._is_multiplicative
        ):
            return float(registry.Quantity(1.0, have).to(want).magnitude)
    except Exception as fault:  # noqa: BLE001 - pint raises many kinds, some from its tokenizer
        raise InputError(
            "a unit must be known",
            seen=repr(unit),
            allowed=_family(si),
            do=nearest(unit, list(TABLE), "unit"),
        ) from fault
    raise _mismatch(number, unit, "", si)


def _significant(number: float, digits: int) -> str:
    """Return `digits` significant digits, without an exponent between 1e-4 and 1e7."""
    text = f"{number:.{digits}g}"
    return f"{float(text):.12g}" if "e" in text and 1e-4 <= abs(number) < 1e7 else text


def _agrees(have: str, want: str) -> bool:
    return have == want or (want in _SHARES and have == "1") or (want == "1" and have in _SHARES)


def _mismatch(number: float, unit: str, have: str, si: str) -> InputError:
    seen = f'"{number:g} {unit}"' if unit != "1" else f'"{number:g}" without a unit'
    return InputError(
        f"a quantity of dimension {si} is needed here",
        seen=f"{seen}" + (f", of dimension {have}" if have and unit != "1" else ""),
        allowed=_family(si),
        do=f'Write it like "{example(si)}"',
    )


def _family(si: str) -> str:
    return ", ".join(u for u, (_, _, d) in TABLE.items() if _agrees(d, si)) or si


@lru_cache(4096)
def _tidy(unit: str) -> str:
    unit = unit.strip().replace("µ", "u").replace("μ", "u").replace("Ω", "ohm").replace("·", " ")
    unit = unit.replace("²", "2").replace("³", "3").replace("^2", "2").replace("^3", "3")
    return re.sub(r"\s+", " ", re.sub(r"\s*([/*])\s*", r"\1", unit)).replace("*", " ")


def _for_pint(unit: str) -> str:
    unit = re.sub(r"\b([mu]?)Ah\b", r"(\1A*hour)", unit)
    unit = re.sub(r"\b([kMm]?)Wh\b", r"(\1W*hour)", unit)
    unit = re.sub(r"\bAs\b", "(A*s)", unit)
    unit = re.sub(r"\bd\b", "day", re.sub(r"\bh\b", "hour", unit))
    unit = re.sub(r"\bmin\b", "minute", unit).replace("wt%", "percent").replace("vol%", "percent")
    unit = re.sub(r"([A-Za-z])\^?(-?[\d.]+)", r"\1**(\2)", unit)
    return unit.replace(" ", "*")
