"""What the generators of pages share: where things are, and writing only what changed."""

from pathlib import Path

DOCS = Path(__file__).resolve().parents[1]
ROOT = DOCS.parent


def write(pages: dict[Path, str], folder: Path, pattern: str = "*.md") -> None:
    """Make `folder` hold exactly these pages; an unchanged page keeps its time stamp."""
    for old in folder.rglob(pattern):
        if old not in pages:
            old.unlink()
    for path, text in pages.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def toctree(*entries: str, glob: bool = False) -> str:
    """Return the Markdown of a table of contents."""
    options = ":maxdepth: 1\n" + (":glob:\n" if glob else "")
    return "```{toctree}\n" + options + "\n" + "\n".join(entries) + "\n```\n"
