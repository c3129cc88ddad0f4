"""One page for every table under src/ionwright/data, and one for all sources.

The pages are made from the files that the package reads, so they cannot drift from them. A row
whose source is not in sources.toml breaks the build.
"""

import csv
from pathlib import Path

from matplotlib.figure import Figure
from pages import DOCS, ROOT, toctree, write
from sphinx.application import Sphinx

from ionwright.data import Source, sources

DATA = ROOT / "src" / "ionwright" / "data"
OUT = DOCS / "data"
NUMBERS = ["item", "quantity", "value", "unit", "low", "high", "range", "kind", "conditions"]


def rows(path: Path) -> list[dict[str, str]]:
    """Read one table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def escape(text: str) -> str:
    """Keep text from being read as Markdown."""
    for sign in "\\`*_[]<>|$#{}~":
        text = text.replace(sign, "\\" + sign)
    return " ".join(text.split())


def source_link(key: str) -> str:
    """Link a row to its source."""
    return escape(key) if key in ("", "assumption") else f"[{escape(key)}](#source-{key})"


def pipe_table(head: list[str], body: list[list[str]]) -> str:
    """Return a Markdown table; the cells are Markdown already."""
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    lines += ["| " + " | ".join(cell or " " for cell in row) + " |" for row in body]
    return "\n".join(lines) + "\n"


def source_cell(row: dict[str, str]) -> str:
    """Say where a row comes from: the source, linked, and the place in it."""
    return ", ".join(filter(None, (source_link(row["source"]), escape(row["locator"]))))


def number_cells(row: dict[str, str]) -> list[str]:
    """Return one row of a table of numbers in the form of the page."""
    value = f"{row['value'] or 'no value'} {'' if row['unit'] == '1' else row['unit']}".strip()
    return [
        f"{escape(row['item'])}<br>{escape(row['quantity'])}",
        f"{escape(value)}<br>{escape(row['low'])} to {escape(row['high'])}",
        f"{escape(row['kind'])}<br>range {escape(row['range'])}",
        escape(row["conditions"]),
        source_cell(row),
        escape(row["note"]),
    ]


def curve_entry(row: dict[str, str], table: Path) -> str:
    """Draw the curve that a row points to; return the Markdown that shows it."""
    path = table.parent / "curves" / Path(row["file"]).name
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        head = next(lines)
        xs, ys = zip(*((float(x), float(y)) for x, y, *_ in lines), strict=True)
    drawing = Figure(figsize=(6, 3.2), layout="constrained")
    axes = drawing.add_subplot()
    if row["uncertainty"]:
        half = float(row["uncertainty"])
        axes.fill_between(xs, [y - half for y in ys], [y + half for y in ys], alpha=0.25, lw=0)
    axes.plot(xs, ys, lw=1.5)
    axes.set(xlabel=head[0], ylabel=head[1])
    # By row, not by file: two rows may share a file and differ in their band.
    target = OUT / "curves" / f"{row['item']}_{path.stem}.svg"
    target.parent.mkdir(parents=True, exist_ok=True)
    drawing.savefig(target, metadata={"Date": None})
    title = " ".join(filter(None, (row["item"], row["quantity"].replace("_", " "), row["branch"])))
    up = "../" * (len(page_name(table).parts) - 1)
    band = f"{row['uncertainty']} {row['unit']}" if row["uncertainty"] else "not given"
    facts = {
        "File": f"`{row['file']}`",
        "Measured range": f"{row['x_low']} to {row['x_high']} (first column)",
        "Band, half-width": escape(band),
        "Kind": escape(row["kind"]),
        "Conditions": escape(row["conditions"]),
        "Source": source_cell(row),
        "Note": escape(row["note"]),
    }
    listed = "\n".join(f"- {word}: {fact}" for word, fact in facts.items() if fact)
    return f"## {escape(title)}\n\n![{escape(title)}]({up}curves/{target.name})\n\n{listed}\n"


def page_name(table: Path) -> Path:
    """Return the page of a table, relative to the folder of pages."""
    return table.relative_to(DATA).with_suffix(".md")


def table_page(table: Path) -> str:
    """Return the page of one table."""
    found = rows(table)
    name = table.relative_to(DATA).as_posix()
    text = f"# {escape(name)}\n\n{len(found)} rows of `src/ionwright/data/{name}`.\n\n"
    columns = list(found[0]) if found else []
    if columns[: len(NUMBERS)] == NUMBERS:
        head = ["what", "value and range", "kind", "conditions", "source", "note"]
        return text + pipe_table(head, [number_cells(row) for row in found])
    if "file" in columns and "uncertainty" in columns:
        return text + "\n".join(curve_entry(row, table) for row in found)
    return text + pipe_table(
        [escape(column) for column in columns],
        [[escape(cell) for cell in row.values()] for row in found],
    )


def source_entry(source: Source) -> str:
    """Return what is known of one source."""
    text = f"(source-{source.key})=\n## {escape(source.key)}\n\n"
    parts = (source.authors, f"{source.title} ({source.year})", source.where)
    text += escape(". ".join(part.rstrip(".") for part in parts if part)) + ".\n"
    text += f"<{source.link}>\n" if source.link else ""
    text += f"\nLicence: {escape(source.licence)}. Read as: {escape(source.how)}, {source.read}.\n"
    return text + (f"\n{escape(source.note)}\n" if source.note else "")


def generate(app: Sphinx) -> None:
    """Write all pages of data."""
    tables = [p for p in sorted(DATA.rglob("*.csv")) if p.parent.name != "curves"]
    pages = {OUT / page_name(table): table_page(table) for table in tables}
    known = sources().values()
    pages[OUT / "sources.md"] = "# Sources\n\n" + "\n".join(map(source_entry, known))
    entries = [page_name(table).with_suffix("").as_posix() for table in tables]
    pages[OUT / "index.md"] = (
        "# Data\n\nEvery number that Ionwright uses, as the package reads it. "
        "[How a number is written down](../reference/data-format.md) explains the columns.\n\n"
        + toctree("sources", *entries)
    )
    write(pages, OUT)


def setup(app: Sphinx) -> dict:
    """Register with Sphinx."""
    app.connect("builder-inited", generate)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
