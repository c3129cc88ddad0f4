"""Show or save whatever has a figure."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from ionwright.cell import Spec
from ionwright.errors import InputError
from ionwright.plot._designs import designs
from ionwright.plot._run import energies, rates, voltage
from ionwright.plot._spec import spec

if TYPE_CHECKING:
    from ionwright.cell import Result
    from ionwright.cell.experiments import Ragone, RateTest

Drawn = Spec | Sequence[Spec] | Figure
"""What brings no compiler along."""


def figure_of(thing: Drawn | Result | RateTest | Ragone) -> Figure:
    """Return the figure of a sheet, of several, of a run, of some tests, or a figure itself."""
    if isinstance(thing, Figure):
        return thing
    if isinstance(thing, Spec):
        return spec(thing)
    if isinstance(thing, Sequence) and thing and all(isinstance(s, Spec) for s in thing):
        return designs(thing)
    if "ionwright.cell.result" in sys.modules:  # else it cannot be a run; saves loading numba
        from ionwright.cell.experiments import Ragone, RateTest
        from ionwright.cell.result import Result

        if isinstance(thing, Result):
            return voltage(thing)
        if isinstance(thing, RateTest):
            return rates(thing)
        if isinstance(thing, Ragone):
            return energies([thing])
    raise InputError(
        "plot draws a spec sheet, several of them, a run, a rate test, a Ragone test or a figure",
        seen=type(thing).__name__,
        do="Pass what iw.cell.specify or iw.cell.solve returned",
    )


def show(thing: Drawn | Result | RateTest | Ragone) -> Figure:
    """Draw a thing and show it: in a notebook inline, else in a window where there is a screen.

    Parameters
    ----------
    thing : Spec, sequence of Spec, Result, RateTest, Ragone or Figure

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


def save(thing: Drawn | Result | RateTest | Ragone, path: str | Path) -> Path:
    """Draw a thing into a file; the suffix (.svg, .png, .pdf) says how.

    Raises
    ------
    InputError
        If the folder does not exist or the suffix is unknown.
    """
    path = target(path)
    figure_of(thing).savefig(path, dpi=150)
    return path


def target(path: str | Path) -> Path:
    """Return a path to which a figure can be written: asked before anything is computed.

    Raises
    ------
    InputError
        If the folder does not exist or the suffix is unknown.
    """
    path = Path(path)
    known = sorted(Figure().canvas.get_supported_filetypes())
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
    return path
