"""A typed input that is written with its unit and held in SI.

In a file a quantity is ``"30 um"`` or a table
``{value = "30 um", low = "20 um", high = "40 um", kind = "measured", source = "key",
locator = "table 2"}``. Validation gives the SI float; range and origin are read by `origin`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from ionwright import units
from ionwright.core.value import KINDS, Value
from ionwright.errors import InputError, nearest

PARTS = ("value", "low", "high", "kind", "source", "locator")
NUMBER = r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?"


@dataclass(frozen=True)
class Q:
    """Annotation of a float field: its SI unit, the unit to show, and its limits.

    Parameters
    ----------
    si : str
        SI unit of the float.
    shown : str
        Unit in which the value is shown and written.
    gt, ge, lt, le : float or None
        Limits in SI: greater than, at least, less than, at most.
    """

    si: str
    shown: str
    gt: float | None = None
    ge: float | None = None
    lt: float | None = None
    le: float | None = None

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Read text or table into a float, then check the limits."""
        return core_schema.with_info_before_validator_function(
            lambda raw, info: self.read(raw, bool((info.context or {}).get("border"))),
            handler(source),
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe both written forms."""
        text = {
            "type": "string",
            "pattern": f"^\\s*{NUMBER}\\s*.*$",
            "examples": [units.example(self.si)],
            "description": f"number and unit; dimension {self.si}; {self.limits()}",
        }
        number: dict[str, Any] = {"type": "number"}
        for word, limit in (
            ("exclusiveMinimum", self.gt),
            ("minimum", self.ge),
            ("exclusiveMaximum", self.lt),
            ("maximum", self.le),
        ):
            if limit is not None:
                number[word] = limit
        bare = [text, number] if self.dimensionless else [text]
        word = {"type": "string", "minLength": 1}
        full = {
            "type": "object",
            "properties": {
                **{part: {"anyOf": bare} for part in PARTS[:3]},
                "kind": {"enum": list(KINDS)},
                "source": word,
                "locator": word,
            },
            "required": ["value"],
            "additionalProperties": False,
        }
        return {"anyOf": [*bare, full]}

    @property
    def dimensionless(self) -> bool:
        """True where a pure number may be written."""
        return self.si in {"1", "kg/kg", "m3/m3", "mol/mol"}

    def limits(self) -> str:
        """Return the limits in words and in the unit that is shown."""
        words = []
        for word, limit in (
            ("above", self.gt),
            ("at least", self.ge),
            ("below", self.lt),
            ("at most", self.le),
        ):
            if limit is not None:
                words.append(f"{word} {units.show(limit, self.shown)}")
        return " and ".join(words) or "any finite value"

    def read(self, raw: Any, border: bool) -> float:
        """Return the SI float of what was written.

        Parameters
        ----------
        raw : str, float or dict
            Text with a unit, the table form, or a number.
        border : bool
            True for files and the command line, where a bare number is allowed only if the
            dimension is 1; False for Python, where a number is in SI.

        Raises
        ------
        InputError
            If it cannot be read or breaks a limit.
        """
        if isinstance(raw, dict):
            return self.origin(raw, border).value
        value = self._number(raw, border)
        out = (
            (self.gt is not None and not value > self.gt)
            or (self.ge is not None and not value >= self.ge)
            or (self.lt is not None and not value < self.lt)
            or (self.le is not None and not value <= self.le)
        )
        if out:
            raise InputError(
                "a value must lie within its limits",
                seen=_seen(raw, self.shown),
                allowed=self.limits(),
                do="Correct the value",
            )
        return value

    def origin(self, raw: Any, border: bool) -> Value:
        """Return value, range and origin of what was written."""
        if not isinstance(raw, dict):
            value = self.read(raw, border)
            return Value(value, value, value, self._unit(raw))
        for name in raw:
            if name not in PARTS:
                raise InputError(
                    "the table of a quantity has an unknown key",
                    seen=repr(name),
                    allowed=", ".join(PARTS),
                    do=nearest(name, list(PARTS), "key"),
                )
        if "value" not in raw:
            raise InputError(
                "the table of a quantity needs a value",
                seen=repr(raw),
                allowed=f'for example {{value = "{units.example(self.si)}"}}',
                do="Add value",
            )
        value = self.read(raw["value"], border)
        low = self.read(raw.get("low", raw["value"]), border)
        high = self.read(raw.get("high", raw["value"]), border)
        if not low <= value <= high:
            raise InputError(
                "low <= value <= high must hold",
                seen=f"low {raw.get('low')!r}, value {raw['value']!r}, high {raw.get('high')!r}",
                do="Correct the range",
            )
        return self._with_origin(Value(value, low, high, self._unit(raw["value"])), raw)

    def _with_origin(self, value: Value, raw: dict[str, Any]) -> Value:
        words = {name: raw.get(name, "") for name in ("kind", "source", "locator")}
        for name, word in words.items():
            if not isinstance(word, str):
                raise InputError(f"{name} must be text", seen=repr(word), do="Put it in quotes")
        if words["kind"] and words["kind"] not in KINDS:
            raise InputError(
                "kind must be one of the known kinds",
                seen=repr(words["kind"]),
                allowed=", ".join(KINDS),
                do=nearest(words["kind"], list(KINDS), "kind"),
            )
        if words["kind"] and not (words["source"] and words["locator"]):
            raise InputError(
                "a kind needs a source and a locator",
                seen=f"kind {words['kind']!r} without them",
                do="Add source and locator, or leave kind out",
            )
        return Value(value.value, value.low, value.high, value.unit, **words)

    def _number(self, raw: Any, border: bool) -> float:
        if isinstance(raw, str):
            return units.read(raw, self.si)
        if isinstance(raw, bool) or not isinstance(raw, int | float):
            raise InputError(
                "a quantity is text with its unit, or a table with value, low, high, kind, "
                "source and locator",
                seen=repr(raw),
                allowed=f'for example "{units.example(self.si)}"',
                do="Write it in one of these forms",
            )
        if not math.isfinite(raw):
            raise InputError("a number must be finite", seen=repr(raw), do="Write a finite number")
        if border and not self.dimensionless:
            return units.convert(raw, "1", self.si)  # raises, saying which unit is missing
        return float(raw)

    def _unit(self, raw: Any) -> str:
        if not isinstance(raw, str):
            return self.shown if not self.dimensionless else "1"
        unit = units.split(raw, self.si)[1]
        return unit if units.known(unit) else self.shown


def _seen(raw: Any, shown: str) -> str:
    return repr(raw) if isinstance(raw, str) else f"{raw!r} (SI)" if shown != "1" else repr(raw)
