"""Units at the border: text such as ``"1.8 mS/cm"`` -> SI float, and back."""

from ionwright.units._table import CURRENCIES
from ionwright.units._text import (
    ask_pint,
    convert,
    dimension,
    exact,
    example,
    known,
    read,
    show,
    split,
    to,
)

__all__ = [
    "CURRENCIES",
    "ask_pint",
    "convert",
    "dimension",
    "exact",
    "example",
    "known",
    "read",
    "show",
    "split",
    "to",
]
