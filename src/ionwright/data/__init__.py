"""Numbers with a source: tables, items, sources, curves.

>>> from ionwright import data
>>> data.default("Li6PS5Cl", "density").value.si
'kg/m3'
"""

from ionwright.data._curves import Curve, curve, curves
from ionwright.data._items import Item, item, items
from ionwright.data._rows import TABLES, Row, default, find, frame, table
from ionwright.data._sources import Source, source, sources

__all__ = [
    "TABLES",
    "Curve",
    "Item",
    "Row",
    "Source",
    "curve",
    "curves",
    "default",
    "find",
    "frame",
    "item",
    "items",
    "source",
    "sources",
    "table",
]
