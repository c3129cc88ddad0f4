"""Laws that a result must obey, as data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Law:
    """One law with its residual, as `check()` returns it.

    Parameters
    ----------
    name : str
        The law in words.
    residual : float
        How far it is from being obeyed, as a fraction of `scale` [1].
    tolerance : float
        Largest residual that still counts as obeyed [1].
    scale : str
        What the residual was divided by.
    """

    name: str
    residual: float
    tolerance: float
    scale: str

    @property
    def holds(self) -> bool:
        """True where the residual is a number within the tolerance."""
        return abs(self.residual) <= self.tolerance

    def as_dict(self) -> dict[str, object]:
        """Return the plain form for JSON."""
        return {
            "name": self.name,
            "residual": self.residual,
            "tolerance": self.tolerance,
            "scale": self.scale,
            "holds": self.holds,
        }


def all_hold(laws: Iterable[Law]) -> bool:
    """Return whether every law holds."""
    return all(law.holds for law in laws)
