"""Write src/ionwright/data/plant/money.csv from the packaged series of its sources.

    python tools/tables/money_from_csv.py SOURCE_FOLDER [--check]

SOURCE_FOLDER holds one file, `money.csv`, with the columns item, quantity, value, low, high,
unit, year, kind, source, locator, confidence, note: the yearly rates of exchange of the Federal
Reserve, consumer prices of the United States, China and the euro area, producer prices of China.
Rows without a value are left out, and so are the series of the whole European Union and the
chained index of the euro area, which follows from the rates.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from decimal import Decimal
from pathlib import Path

TARGET = Path(__file__).parents[2] / "src/ionwright/data/plant/money.csv"
HEAD = "item quantity value unit low high range kind conditions source locator note".split()
CHINA_CPI = ("data/cpi.csv, row China", "annual change, though the column is headed CPI")


def limits(value: str) -> tuple[str, str]:
    """Return half a unit of the last printed digit either way."""
    number = Decimal(value)
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    half = Decimal(5).scaleb(exponent - 1)
    return format((number - half).normalize(), "f"), format((number + half).normalize(), "f")


def line(row: dict[str, str]) -> list[str] | None:
    """Turn one row of the source into one of the table, None if it is left out."""
    item, year, value = row["item"], f"year={row['year']}", row["value"]
    if not value:
        return None
    low, high = (row["low"], row["high"]) if row["low"] else limits(value)
    if item.startswith("USD/"):
        currency = item[4:]
        head = [currency, "exchange_rate", value, f"{currency}/USD", low, high]
        if not row["low"]:
            where = "data/annual.csv, mean of the year"
            return [*head, "rounding", "measured", year, "fred2026", where, ""]
        months = "part of a year; low and high are the lowest and highest month"
        where = "data/monthly.csv, mean of six months"
        when = f"{year}; span=Jan-Jun"
        return [*head, "stated", "estimated", when, "fred2026", where, months]
    if item == "US CPI-U":
        note = "; ".join(filter(None, ("1982-84 = 100", row["note"])))
        when = year + ("; span=part of the year" if row["year"] in ("2025", "2026") else "")
        where = "data/cpiai.csv, all items, city average"
        head = ["USD", "price_index", value, "1", low, high, "rounding", row["kind"]]
        return [*head, when, "bls2026", where, note]
    change = [value, "%/yr", low, high, "rounding", "measured", year]
    if item == "China CPI":
        return ["CNY", "inflation", *change, "worldbank2025", *CHINA_CPI]
    if item == "China PPI":
        source = "nbsppi2023" if row["year"] == "2022" else "nbsppi2025"
        return ["CNY", "producer_inflation", *change, source, "full-year figure", ""]
    if item == "euro-area HICP" and "rate" in row["quantity"]:
        where = "prc_hicp_aind, euro area, all items"
        return [
            "EUR",
            "inflation",
            *change,
            "eurostat2026",
            where,
            "changing composition of the area",
        ]
    return None


def text(folder: Path) -> str:
    """Return the table as text."""
    with (folder / "money.csv").open(encoding="utf-8", newline="") as file:
        lines = [line(row) for row in csv.DictReader(file)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows(row for row in lines if row)
    return out.getvalue()


def main() -> int:
    """Write the table, or compare it with ``--check``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source_folder", type=Path)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    options = parser.parse_args()
    new = text(options.source_folder)
    if options.check:
        same = TARGET.read_text(encoding="utf-8") == new
        print("same" if same else "differs")
        return 0 if same else 1
    TARGET.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
