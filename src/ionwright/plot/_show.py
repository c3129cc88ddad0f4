"""Show or save whatever has a figure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure

from ionwright.cell import Spec
from ionwright.errors import InputError
from ionwright.plot._designs import designs
from ionwright.plot._spec import spec


def figure_of(thing: Spec | Sequence[Spec] | Figure) -> Figure:
    """Return the figure of a spec sheet, of several, or of a figure itself."""
    if isinstance(thing, Figure):
        return thing
    if isinstance(thing, Spec):
        return spec(thing)
    if isinstance(thing, Sequence) and thing and all(isinstance(s, Spec) for s in thing):
        return designs(thing)
    raise InputError(
        "plot draws a spec sheet, several of them, or a figure",
        seen=type(thing).__name__,
        do="Pass what iw.cell.specify returned",
    )


def show(thing: Spec | Sequence[Spec] | Figure) -> Figure:
    """Draw a thing and show it: in a notebook inline, else in a window where there is a screen.

    Parameters
    ----------
    thing : Spec, sequence of Spec, or Figure

    Returns
    -------
    Figure
        What was drawn; a notebook shows it as the cell's value.
    """
    figure = figure_of(thing)
    import matplotlib.pyplot as plt  # only to show: pyplot keeps global state

    if plt.get_backend().lower() != "agg":
        manager = plt.figure(figsize=figure.get_size_inches()).canvas.manager
        if manager is not None:
            manager.canvas.figure = figure
            figure.set_canvas(manager.canvas)
            plt.show()
    return figure


def save(thing: Spec | Sequence[Spec] | Figure, path: str | Path) -> Path:
    """Draw a thing into a file; the suffix (.svg, .png, .pdf) says how.

    Raises
    ------
    InputError
        If the folder does not exist or the suffix is unknown.
    """
    path = Path(path)
    figure = figure_of(thing)
    known = sorted(figure.canvas.get_supported_filetypes())
    if path.suffix.lstrip(".") not in known:
        raise InputError(
            "the suffix of a figure must be one that can be written",
            seen=repr(path.suffix),
            allowed=", ".join(f".{s}" for s in known),
            do="Choose one of them",
        )
    if not path.parent.is_dir():
        raise InputError(
            "the folder of a figure must exist", seen=str(path.parent), do="Make it first"
        )
    figure.savefig(path, dpi=150)
    return path
