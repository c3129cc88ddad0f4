"""A number with its range and its origin."""

from __future__ import annotations

from dataclasses import dataclass

from ionwright import units

KINDS = ("measured", "fitted", "digitised", "quoted", "estimated", "assumed")
"""How a number came to be, from the best founded to the least."""

RANGES = ("stated", "scatter", "rounding", "assumed")
"""Where low and high of a number come from."""


@dataclass(frozen=True, slots=True)
class Value:
    """A number in SI with what is known about it.

    Parameters
    ----------
    value, low, high : float
        Value and range [si]; low <= value <= high. Without a stated range low = high = value.
    unit : str
        The unit it was written in, for showing it.
    kind : str
        One of `KINDS`, or "" where the writer did not say.
    source, locator : str
        Key of the source and the place in it.
    """

    value: float
    low: float
    high: float
    unit: str
    kind: str = ""
    source: str = ""
    locator: str = ""

    @property
    def si(self) -> str:
        """The SI unit of value, low and high."""
        return units.dimension(self.unit)

    def text(self) -> str:
        """Return the value in its own unit, with its range where it has one."""
        shown = units.show(self.value, self.unit)
        if self.low == self.high:
            return shown
        low, high = (f"{units.to(v, self.unit):.4g}" for v in (self.low, self.high))
        return f"{shown} ({low} to {high})"

    def as_dict(self) -> dict[str, object]:
        """Return the plain form for JSON: SI numbers beside the words."""
        return {
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "si": self.si,
            "written": units.exact(self.value, self.unit),
            "kind": self.kind,
            "source": self.source,
            "locator": self.locator,
        }


@dataclass(frozen=True, slots=True)
class Scalar:
    """A named output of a result.

    Parameters
    ----------
    value : float
        In SI; infinite where there is no limit.
    unit : str
        Unit in which it is shown.
    meaning : str
        In words.
    """

    value: float
    unit: str
    meaning: str

    def text(self) -> str:
        """Return the value in its unit."""
        return units.show(self.value, self.unit) if abs(self.value) < 1e300 else "no limit"

    def as_dict(self) -> dict[str, object]:
        """Return the plain form for JSON; no limit is null."""
        return {
            "value": self.value if abs(self.value) < 1e300 else None,
            "si": units.dimension(self.unit),
            "shown": self.text(),
            "meaning": self.meaning,
        }
