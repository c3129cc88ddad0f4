"""One page for every public module: the names that it declares public, from their docstrings.

A package that declares `__all__` is one page; the modules inside it show through it, and one that
declares an `__all__` of other names is a page beside it.
"""

import importlib
import pkgutil

from pages import DOCS, write
from sphinx.application import Sphinx

OUT = DOCS / "reference" / "api"


def modules(name: str) -> list[str]:
    """Return the public modules from `name` downwards."""
    module = importlib.import_module(name)
    if not hasattr(module, "__path__"):
        return [name]
    below = [m.name for m in pkgutil.iter_modules(module.__path__) if not m.name.startswith("_")]
    if hasattr(module, "__all__") and name != "ionwright":
        inside = [importlib.import_module(f"{name}.{child}") for child in below]
        shown = {id(getattr(module, n)) for n in module.__all__}  # by thing: names may be shared
        own = [
            m
            for m in inside
            if hasattr(m, "__all__") and not shown & {id(getattr(m, n)) for n in m.__all__}
        ]
        return [name] + [m.__name__ for m in own]
    return [name] + [found for child in below for found in modules(f"{name}.{child}")]


def page(name: str) -> str:
    """Return the page of one module, in reStructuredText."""
    options = "   :members:\n"
    if hasattr(importlib.import_module(name), "__all__"):
        options += "   :imported-members:\n"
    return f"{name}\n{'=' * len(name)}\n\n.. automodule:: {name}\n{options}"


def generate(app: Sphinx) -> None:
    """Write all pages of modules."""
    names = modules("ionwright")
    pages = {OUT / f"{name}.rst": page(name) for name in names}
    entries = "".join(f"   {name}\n" for name in names)
    pages[OUT / "index.rst"] = (
        "Python\n======\n\nEvery public module.\n\n.. toctree::\n   :maxdepth: 1\n\n" + entries
    )
    write(pages, OUT, "*.rst")


def setup(app: Sphinx) -> dict:
    """Register with Sphinx."""
    app.connect("builder-inited", generate)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
