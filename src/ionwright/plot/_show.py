"""Show or save whatever has a figure."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from ionwright.cell import Spec
from ionwright.errors import InputError
from ionwright.plot import network as chains
from ionwright.plot._designs import designs
from ionwright.plot._run import energies, rates, voltage
from ionwright.plot._spec import spec
from ionwright.plot.plant import costs

if TYPE_CHECKING:
    from ionwright import plant
    from ionwright.cell import Result
    from ionwright.cell.experiments import Ragone, RateTest
    from ionwright.network import Plan

    Plants = plant.Result | Sequence[plant.Result] | Plan

Drawn = Spec | Sequence[Spec] | Figure
"""What brings no compiler along."""


def figure_of(thing: Drawn | Result | RateTest | Ragone | Plants) -> Figure:
    """Return the figure of a sheet, run, test, plant, plan, of several, or a figure itself."""
    if isinstance(thing, Figure):
        return thing
    if isinstance(thing, Spec):
        return spec(thing)
    several = thing if isinstance(thing, Sequence) else [thing]
    sheets = [s for s in several if isinstance(s, Spec)]
    if sheets and len(sheets) == len(several):
        return designs(sheets)
    if "ionwright.plant.result" in sys.modules:  # else it cannot be a plant
        from ionwright.plant import Result as Plant

        plants = [r for r in several if isinstance(r, Plant)]
        if plants and len(plants) == len(several):
            return costs(plants)
    if "ionwright.network.plan" in sys.modules:  # else it cannot be a plan; saves loading a solver
        from ionwright.network import Plan

        if isinstance(thing, Plan):
            return chains.overview(thing)
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
        "plot draws a spec sheet or several, a run, a test, plants, a plan or a figure",
        seen=type(thing).__name__,
        do="Pass what iw.cell.specify or solve of cell, plant or network returned",
    )


def show(thing: Drawn | Result | RateTest | Ragone | Plants) -> Figure:
    """Draw a thing and show it: in a notebook inline, else in a window where there is a screen.

    Parameters
    ----------
    thing : Spec, Result, RateTest, Ragone, plant.Result, network.Plan, Figure
        Or a sequence of Spec or of plants.

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


def save(thing: Drawn | Result | RateTest | Ragone | Plants, path: str | Path) -> Path:
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
