"""The cell: designs and their spec sheets."""

from ionwright.cell.compare import comparisons
from ionwright.cell.design import Design
from ionwright.cell.files import (
    Batch,
    change,
    dumps,
    load,
    loads,
    names,
    published,
    save,
    schema,
    schema_text,
    vary,
)
from ionwright.cell.specify import Spec, specify

__all__ = [
    "Batch",
    "Design",
    "Spec",
    "change",
    "comparisons",
    "dumps",
    "load",
    "loads",
    "names",
    "published",
    "save",
    "schema",
    "schema_text",
    "specify",
    "vary",
]
