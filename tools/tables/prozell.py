"""Write data/plant/prozell.csv: what the PHEV2 run of ProZell takes from its data base.

    python tools/tables/prozell.py SOURCE_FOLDER [--check]

SOURCE_FOLDER holds `prozell_lechner2024_parameters.csv`, a plain dump of the tables of
`api/Datenbank.db` of ironheade/prozell-app-open, snapshot b4a5a48 (Apache-2.0), with the columns
table, parameter_de, value, unit, note, source_id. Changed against it: only the rows of the run are
kept, names and notes are English, a floor of zero is left out. `prozell_map.csv` says which row
becomes which number.

The data base gives no ranges: low and high are half a unit of the last digit that it prints.
Where it names literature the number is quoted from there; where it names an expert, its authors or
a scaling that it does not write down, the number is estimated.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).parent
TARGET = HERE.parents[1] / "src/ionwright/data/plant/prozell.csv"
COLUMNS = "item,quantity,value,unit,low,high,range,kind,conditions,source,locator,note".split(",")

# origin in the data base -> (kind, English); a key is matched anywhere in the text, first hit wins
ORIGINS = (
    ("Expertenwert skaliert nach Knehr", "estimated", "expert, scaled after Knehr 2022"),
    ("Annahme der Autoren skaliert nach Knehr", "estimated", "authors, scaled after Knehr 2022"),
    ("skaliert", "estimated", "scaled after Knehr 2022"),
    ("Experte/Sch", "estimated", "expert, Schuenemann 2015, Wood"),
    ("; Experte", "estimated", "Knehr 2022 and expert"),
    ("Experte", "estimated", "expert"),
    ("Annahme der Autoren", "estimated", "authors' assumption"),
    ("Annahme nach", "estimated", "assumed after a maker, LEAD"),
    ("Berechnet aus", "estimated", "worked out from the format"),
    ("Katalog LEAD", "quoted", "catalogue of LEAD"),
    ("Knehr 2022", "quoted", "Knehr 2022 (BatPaC 5)"),
    ("BatPack 2022", "quoted", "BatPaC 2022"),
    ("Nelson", "quoted", "Nelson 2019 (BatPaC 4)"),
    ("Schünemann", "quoted", "Schuenemann 2015"),
    ("Kehrer", "quoted", "Kehrer"),
    ("Degen", "quoted", "Degen"),
    ("Yuan", "quoted", "Yuan 2017"),
    ("Pillot", "quoted", "Pillot 2020 (Avicenne)"),
    ("Schnell", "quoted", "Schnell 2020"),
    ("igmetall", "quoted", "tariff table of IG Metall, June 2018"),
    ("destatis", "quoted", "Federal Statistical Office of Germany"),
    ("Destatis", "quoted", "Federal Statistical Office of Germany"),
    ("statista", "quoted", "Statista dossier on power prices"),
    ("wts.com", "quoted", "Janski 2019"),
    ("boehner", "quoted", "scrap dealer's list, November 2022"),
    ("Meyer", "quoted", "Meyer 2019"),
    ("wikipedia", "quoted", "Wikipedia"),
    ("Andre", "quoted", "Andre 2017"),
    ("Michaelis", "quoted", "Michaelis 2020"),
)
MONEY_YEAR = {"Baukosten Fabrik": "2020", "Energiekosten": "2021"}


def rows(folder: Path) -> list[list[str]]:
    """Return the rows of the table.

    Parameters
    ----------
    folder : Path
        Where the dump lies.
    """
    with (folder / "prozell_lechner2024_parameters.csv").open(encoding="utf-8", newline="") as file:
        dump = {(r["table"], r["parameter_de"]): r for r in csv.DictReader(file)}
    with (HERE / "prozell_map.csv").open(encoding="utf-8", newline="") as file:
        wanted = list(csv.DictReader(file))
    out = [row(w, dump[w["table"], w["parameter"]]) for w in wanted]
    return [r for r in out if not (r[1] == "floor_area" and r[2] == "0")]


def row(wanted: dict[str, str], found: dict[str, str]) -> list[str]:
    """Return one row of the table.

    Parameters
    ----------
    wanted, found : dict
        Row of the map and of the dump.
    """
    note, scale = wanted["note"], Decimal(1)
    if note.startswith("x"):
        factor, note = note[1:].split(" ", 1)
        scale = Decimal(factor)
    value = Decimal(found["value"].removesuffix(".0")) * scale
    half = Decimal(5).scaleb(int(value.as_tuple().exponent) - 1) if value else Decimal(0)
    kind, origin = origin_of(found["source_id"])
    conditions = [f"sample={wanted['sample']}"] if wanted["sample"] else []
    if wanted["unit"].startswith("EUR"):
        conditions.append(f"year={MONEY_YEAR.get(wanted['parameter'], '2022')}")
    return [
        wanted["item"],
        wanted["quantity"],
        plain(value),
        wanted["unit"],
        plain(value - half),
        plain(value + half),
        "rounding",
        kind,
        "; ".join(conditions),
        "lechner2024",
        f"api/Datenbank.db, table {wanted['table']}, {wanted['parameter']}",
        "; ".join(filter(None, (f"there: {origin}", note))),
    ]


def origin_of(text: str) -> tuple[str, str]:
    """Return kind and English words for what the data base says about a number's origin."""
    for key, kind, words in ORIGINS:
        if key in text:
            return kind, words
    if not text.strip() or text == "None":
        return "estimated", "no origin given"
    return "quoted", text.split("(")[0].strip()


def plain(number: Decimal) -> str:
    """Return a decimal without exponent or trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def table_text(folder: Path) -> str:
    """Return the text of the table."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows(folder))
    return out.getvalue()


def main() -> int:
    """Write the table, or compare it with ``--check``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    new = table_text(asked.folder)
    if asked.check:
        same = TARGET.read_text(encoding="utf-8") == new
        print("same" if same else "differs")
        return 0 if same else 1
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
