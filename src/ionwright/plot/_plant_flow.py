"""The way of one material through a plant, as a flow whose widths are masses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path

from ionwright.errors import InputError
from ionwright.plot._style import COLOURS, styled

if TYPE_CHECKING:
    from ionwright.plant import Result

KINDS = {
    "material": COLOURS[0],
    "start-up": COLOURS[1],
    "sheet or web": COLOURS[2],
    "cell": COLOURS[3],
}
"""Kinds of loss, in the order of the balance, with their colours."""
TURN = 0.10
"""Inner radius of a bend [inch]."""
TRUNK, WIDE = 2.6, 8.6
"""Width of all that is bought, and of the picture [inch]."""
THIN = 2e-4
"""Share of what is bought below which a loss is left out of the picture."""
LETTERS = 58
"""Letters of the name of a step."""
GREY = "#C7D3DC"


@styled
def flow(result: Result, stream: str) -> Figure:
    """Draw the way of one stream from what is bought to the good cells; widths are masses.

    Parameters
    ----------
    result : Result
    stream : str
        Name of a stream, such as ``"positive/active"``; of several of one name the first.

    Returns
    -------
    Figure
        Not shown and not saved.

    Raises
    ------
    InputError
        If the cell has no such stream.
    """
    cell = result.low.wide.cell
    names = [s.name for s in cell.streams]
    if stream not in names:
        raise InputError(
            "a stream is one of those of the cell",
            seen=repr(stream),
            allowed=", ".join(dict.fromkeys(names)),
            do="Choose one of them",
            where=cell.design,
        )
    k = names.index(stream)
    bought, good = float(result.run.flows.bought[0, k]), cell.streams[k].mass
    each = result.low.wide.energy
    figure = Figure(figsize=(WIDE, 4.0))
    axis = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axis.set_axis_off()
    bottom, width = _draw_flow(axis, result, k)
    says = f"{bought / each:.3g} kg/kWh of {cell.streams[k].item} bought"
    axis.text(TRUNK / 2, 0.1, says, ha="center", va="bottom", fontweight="bold")
    says = f"{good / cell.energy:.3g} kg/kWh in good cells"
    axis.text(width / 2, bottom - 0.1, says, ha="center", va="top", fontweight="bold")
    axis.set_xlim(-0.3, WIDE - 0.3)
    axis.set_ylim(bottom - 0.45, 0.45)
    figure.set_size_inches(WIDE, 0.9 - bottom)
    return figure


def _draw_flow(axis: Axes, result: Result, k: int) -> tuple[float, float]:
    """Draw trunk and branches of stream `k`; return lower end and last width of the trunk."""
    lost = result.run.flows.lost[0, :, k] / result.run.flows.bought[0, k]
    y, width, end = -0.18, TRUNK, TRUNK + 0.55
    trunk = [(0.0, 0.0), (TRUNK, 0.0)]
    for i, step in enumerate(result.plant.route.steps):
        for share, colour in zip(lost[i].tolist(), KINDS.values(), strict=True):
            if share < THIN:
                continue
            thick = share * TRUNK
            down = max(0.24, thick + 0.10)
            axis.add_patch(_branch(width, thick, y, end, colour))
            says = f"{share:.1%}  {_shortened(f'{step.id}: {step.name}')}"
            axis.text(end + 0.14, y - TURN - thick / 2, says, va="center", fontsize=8)
            width -= thick
            trunk += [(width + thick, y), (width, y)]
            y -= down
    head = [(width, y), (width + 0.12, y), (width / 2, y - 0.3), (-0.12, y), (0.0, y)]
    axis.add_patch(PathPatch(Path(trunk + head), facecolor=GREY, lw=0))
    used = [name for name, most in zip(KINDS, lost.max(axis=0), strict=True) if most >= THIN]
    axis.legend(
        handles=[Patch(color=KINDS[name], label=f"lost: {name}") for name in used],
        fontsize=8,
        loc="lower right",
        ncols=max(len(used), 1),
        title="in % of what is bought",
        title_fontsize=8,
    )
    return y - 0.3, width


def _branch(width: float, thick: float, y: float, end: float, colour: str) -> PathPatch:
    """Return a branch that leaves the right side of a trunk at height y and turns to the right."""
    inner, outer, bend = TURN, TURN + thick, 0.5523  # bend: quarter circle by one cubic curve
    x, middle = width, width + TURN
    corners = [
        (x, y),
        (x, y - bend * inner),
        (middle - bend * inner, y - inner),
        (middle, y - inner),
        (end, y - inner),
        (end + 0.09, y - inner - thick / 2),
        (end, y - outer),
        (middle, y - outer),
        (middle - bend * outer, y - outer),
        (x - thick, y - bend * outer),
        (x - thick, y),
        (x, y),
    ]
    curve = [Path.CURVE4] * 3
    codes = [Path.MOVETO, *curve, *[Path.LINETO] * 4, *curve, Path.CLOSEPOLY]
    return PathPatch(Path(corners, codes), facecolor=colour, lw=0)


def _shortened(text: str) -> str:
    return text if len(text) <= LETTERS else text[: LETTERS - 3].rstrip(" ,;(") + "..."
