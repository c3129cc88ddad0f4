"""One look for all figures."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

STYLE: Any = {
    "font.size": 9.0,
    "axes.titlesize": 10.0,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#555555",
    "axes.labelcolor": "#333333",
    "xtick.color": "#555555",
    "ytick.color": "#555555",
    "legend.frameon": False,
    "figure.facecolor": "white",
    "svg.fonttype": "none",
    "svg.hashsalt": "ionwright",
}
# Okabe and Ito: told apart by readers with any colour vision
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#999999", "#F0E442")
LAYER = {
    "positive": "#0072B2",
    "separator": "#E69F00",
    "negative": "#555555",
    "interlayer": "#CC79A7",
    "lithium": "#B8C4CC",
    "foil": "#D55E00",
    "counter electrode": "#8A7CA8",
}


Draw = TypeVar("Draw", bound=Callable[..., Any])


def styled(draw: Draw) -> Draw:
    """Draw in the house look, and leave the user's own settings alone."""

    @wraps(draw)
    def inside(*words: Any, **named: Any) -> Any:
        with rc_context(STYLE):
            return draw(*words, **named)

    return inside  # type: ignore[return-value]


def new(
    width: float, height: float, columns: int = 1, rows: int = 1, **options: Any
) -> tuple[Figure, Any]:
    """Return a figure and its axes; sizes in inches."""
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(rows, columns, **options)


def layer_colour(name: str) -> str:
    """Return the colour of a layer by what its name begins with."""
    planar = name.removeprefix("positive ")  # lithium is lithium on either side
    for key, colour in LAYER.items():
        if planar.startswith(key):
            return colour
    return "#999999"


@styled
def svg(figure: Figure) -> str:
    """Return a figure as SVG text without date, so that the same figure gives the same text."""
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None})
    text = out.getvalue()
    return text[text.index("<svg") :]


def bars(axes: Axes, labels: list[str], values: list[float], colours: list[str]) -> None:
    """Draw horizontal bars with their values, the first on top."""
    at = list(range(len(labels)))[::-1]
    axes.barh(at, values, color=colours, height=0.7)
    axes.set_yticks(at, labels)
    top = max([*values, 1e-300])
    for y, value in zip(at, values, strict=True):
        axes.text(value + 0.01 * top, y, f"{value:.3g}", va="center", color="#333333")
    axes.set_xlim(0.0, 1.15 * top)
