"""One page for every script in examples/: its text, what it prints and the figure it makes.

The script runs while the pages are built, with IONWRIGHT_FIGURE set to the path at which it is to
save its figure; a script that fails breaks the build.
"""

import ast
import os
import subprocess
import sys
from pathlib import Path

from pages import DOCS, ROOT, toctree, write
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

OUT = DOCS / "examples"


def page(script: Path) -> str:
    """Run one example and return its page."""
    source = script.read_text(encoding="utf-8")
    title, _, more = (ast.get_docstring(ast.parse(source)) or script.stem).partition("\n")
    drawing = OUT / f"{script.stem}.svg"
    drawing.unlink(missing_ok=True)
    settings = os.environ | {"IONWRIGHT_FIGURE": str(drawing), "MPLBACKEND": "Agg"}
    ran = subprocess.run(
        [sys.executable, str(script)], cwd=ROOT, env=settings, capture_output=True, text=True
    )
    if ran.returncode != 0:
        raise ExtensionError(f"{script.name} failed:\n{ran.stderr}")
    text = f"# {title.rstrip('.')}\n\n{more.strip()}\n\n"
    if drawing.exists():
        text += f"![The figure that this run made]({drawing.name})\n\n"
    text += f"`examples/{script.name}`:\n\n````python\n{source.strip()}\n````\n"
    if ran.stdout.strip():
        text += f"\nIt prints:\n\n````text\n{ran.stdout.rstrip()}\n````\n"
    return text


def generate(app: Sphinx) -> None:
    """Write all pages of examples."""
    scripts = sorted((ROOT / "examples").glob("[!_]*.py"))
    OUT.mkdir(exist_ok=True)
    pages = {OUT / f"{script.stem}.md": page(script) for script in scripts}
    if pages:
        pages[OUT / "index.md"] = (
            "# Examples\n\nPlain scripts; each ran while these pages were built.\n\n"
            + toctree(*(script.stem for script in scripts))
        )
    write(pages, OUT)


def setup(app: Sphinx) -> dict:
    """Register with Sphinx."""
    app.connect("builder-inited", generate)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
