"""Published and makers' cells: the figure that is stated beside the one computed here."""

from __future__ import annotations

import csv
from dataclasses import dataclass

from ionwright import data
from ionwright.cell.files import FOLDER, load
from ionwright.cell.specify import Spec, specify

TABLE = FOLDER / "published" / "comparison.csv"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One stated figure beside ours.

    Parameters
    ----------
    design : str
        Name of the shipped design.
    output : str
        Name of the output.
    stated, ours : float
        In SI.
    unit : str
        Unit in which both are shown.
    closed : bool
        True where an input was chosen so that this figure closes: then it tests nothing.
    source : str
        Key of the source of the stated figure.
    why : str
        The difference explained.
    """

    design: str
    output: str
    stated: float
    ours: float
    unit: str
    closed: bool
    source: str
    why: str


def comparisons() -> list[Comparison]:
    """Return every stated figure that has a design here, in the order of the table."""
    sheets: dict[str, Spec] = {}
    out = []
    with TABLE.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            name = line["design"]
            if name not in sheets:
                sheets[name] = specify(load(name))
            row = _stated(line["item"], line["quantity"], line["sample"])
            scalar = sheets[name].headline[line["output"]]
            out.append(
                Comparison(
                    name,
                    line["output"],
                    row.value.value,
                    scalar.value,
                    row.value.unit,
                    line["set"] == "closed",
                    row.source,
                    line["why"],
                )
            )
    return out


def _stated(item: str, quantity: str, sample: str) -> data.Row:
    rows = data.find(item, quantity, "cell/published")
    found = [r for r in rows if (r.condition("sample") or "") == sample]
    if len(found) != 1:
        raise ValueError(f"{len(found)} rows for {item} {quantity} {sample!r} in published.csv")
    return found[0]
