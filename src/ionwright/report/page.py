"""One self-contained HTML page from chapters."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ionwright.core import record
from ionwright.report.chapter import Chapter

TEMPLATES = Path(__file__).parent / "templates"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["numeric"] = _numeric
    return environment


def _numeric(cell: str) -> bool:
    """Return whether a shown cell is a number, to align it right."""
    try:
        float(cell.replace("%", "").replace("+", ""))
    except ValueError:
        return False
    return True


def page(title: str, lead: str, chapters: Sequence[Chapter]) -> str:
    """Return the HTML of a page: styles and pictures inside, nothing fetched."""
    values: dict[str, Any] = {
        "title": title,
        "lead": lead,
        "chapters": chapters,
        "record": record(),
    }
    return _environment().get_template("page.html").render(values)
