"""What a figure of money stands on, so that two figures are compared only where they may be."""

from __future__ import annotations

from dataclasses import dataclass, fields

from ionwright import units
from ionwright.errors import InputError, known

WORDS = {
    "vat": ("ex", "incl"),
    "level": ("cell", "module", "pack"),
    "kind": ("cost", "price"),
    "market": ("spot", "contract", "assumed case", "mixed"),
}
"""Words that a basis may use; `market` says what the prices of bought materials are."""


@dataclass(frozen=True, slots=True)
class Basis:
    """Basis of a figure of money.

    Parameters
    ----------
    currency : str
        "USD", "EUR", ...
    year : int
        Whose money it is.
    vat : str
        "ex" or "incl".
    level : str
        What it is for: "cell", "module" or "pack".
    kind : str
        "cost" of the maker or "price" to the buyer.
    market : str
        Of the materials: "spot", "contract", "assumed case", or "mixed" where rows differ.
    case : str
        Price case, for example "today".
    carbon : str
        How the carbon of electricity is counted, as its row says; "" where none is.

    Raises
    ------
    InputError
        If a word is none of those allowed.
    """

    currency: str
    year: int
    vat: str
    level: str
    kind: str
    market: str
    case: str
    carbon: str

    def __post_init__(self) -> None:
        """Check the words."""
        allowed = {"currency": tuple(units.CURRENCIES), **WORDS}
        for name, words in allowed.items():
            known(getattr(self, name), words, f"the {name} of a basis is one of a few words", name)
        if not 1900 <= self.year <= 2100:
            raise InputError(
                "money is of a year", seen=repr(self.year), do="Give the year, such as 2025"
            )

    def text(self) -> str:
        """Return the basis in one line."""
        tax = {"ex": "without tax", "incl": "with tax"}[self.vat]
        return (
            f"{self.currency} of {self.year} {tax}; {self.kind} of a {self.level}; "
            f"materials {self.market}, case {self.case}"
            + (f"; carbon by {self.carbon}" if self.carbon else "")
        )


def same(a: Basis, b: Basis) -> None:
    """Refuse to compare figures of two bases.

    Raises
    ------
    InputError
        If they differ; it names the first difference, in the order of the fields.
    """
    for field in fields(Basis):
        one, other = getattr(a, field.name), getattr(b, field.name)
        if one != other:
            raise InputError(
                f"two figures are compared on one basis, and their {field.name} differs",
                seen=f"{one!r} and {other!r}",
                do=f"Bring both to one {field.name} first",
            )
