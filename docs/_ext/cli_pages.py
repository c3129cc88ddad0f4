"""The page of commands: what `--help` prints, for every command that there is."""

import importlib.util
from collections.abc import Iterator

from pages import DOCS
from sphinx.application import Sphinx

PAGE = DOCS / "reference" / "cli.md"


def commands(command: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the words of a command and of all below it."""
    yield path
    for name, below in getattr(command, "commands", {}).items():
        if not getattr(below, "hidden", False):
            yield from commands(below, (*path, name))


def generate(app: Sphinx) -> None:
    """Write the page."""
    if importlib.util.find_spec("ionwright.cli") is None:
        PAGE.unlink(missing_ok=True)
        return
    import typer.main
    import typer.testing

    from ionwright.cli import app as ours

    runner = typer.testing.CliRunner(env={"COLUMNS": "80", "TERM": "dumb", "NO_COLOR": "1"})
    text = "# Commands\n\nWhat `--help` prints.\n"
    for path in commands(typer.main.get_command(ours)):
        told = runner.invoke(ours, [*path, "--help"], prog_name="ionwright")
        if told.exit_code != 0:
            raise RuntimeError(f"ionwright {' '.join(path)} --help failed: {told.output}")
        help_text = "\n".join(line.rstrip() for line in told.output.splitlines()).strip("\n")
        text += f"\n## {' '.join(('ionwright', *path))}\n\n```text\n{help_text}\n```\n"
    if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
        PAGE.write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict:
    """Register with Sphinx."""
    app.connect("builder-inited", generate)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
