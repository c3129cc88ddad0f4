"""The cell: designs and their spec sheets."""

from ionwright.cell.design import Design
from ionwright.cell.files import (
    Batch,
    change,
    dumps,
    load,
    loads,
    names,
    save,
    schema,
    schema_text,
    vary,
)
from ionwright.cell.specify import Scalar, Spec, specify

__all__ = [
    "Batch",
    "Design",
    "Scalar",
    "Spec",
    "change",
    "dumps",
    "load",
    "loads",
    "names",
    "save",
    "schema",
    "schema_text",
    "specify",
    "vary",
]
