"""The command line: a skin over the same functions that Python calls."""

from ionwright.cli._app import app
from ionwright.cli._main import main

__all__ = ["app", "main"]
