"""What the machines of a line did, as a chart over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from ionwright.errors import InputError
from ionwright.plot._style import COLOURS, new, styled

Span = tuple[str, int, str, float, float]
"""Station, number of the place, state, begin and end [h]: what `plant.line.simulate` traces."""
STATES = {
    "busy": COLOURS[0],
    "changeover": COLOURS[1],
    "down": COLOURS[5],
    "blocked": COLOURS[3],
    "starved": "#E4E8EB",
}
"""States of a machine with their colours, in the order of the legend."""


@styled
def gantt(
    spans: Sequence[Span], begin: float, end: float, most: int = 3, title: str = ""
) -> Figure:
    """Draw what the machines of a line did, place by place.

    Parameters
    ----------
    spans : sequence of Span
        As `plant.line.simulate` hands them to its `trace`.
    begin, end : float
        Window of time [h].
    most : int
        Places of one station that are drawn, the first ones.
    title : str
        Of the figure; none if empty.

    Returns
    -------
    Figure
        Not shown and not saved.

    Raises
    ------
    InputError
        If nothing happened in the window.
    """
    inside = [s for s in spans if s[3] < end and s[4] > begin]
    if not inside:
        raise InputError(
            "a chart of a line shows a time in which it ran",
            seen=f"nothing from {begin:g} to {end:g} h",
            do="Choose a window within the trace",
        )
    stations = list(dict.fromkeys(s[0] for s in spans))
    places = {name: sorted({s[1] for s in spans if s[0] == name}) for name in stations}
    rows = [(name, place) for name in stations for place in places[name][:most]]
    figure, axis = new(10.4, 0.19 * len(rows) + 1.4)
    at = {row: len(rows) - 1 - i for i, row in enumerate(rows)}
    parts: dict[tuple[int, str], list[Any]] = {}
    for name, place, state, a, b in inside:
        if (name, place) in at:
            a, b = max(a, begin), min(b, end)
            parts.setdefault((at[name, place], state), []).append((a - begin, b - a))
    for (y, state), found in parts.items():
        axis.broken_barh(found, (y - 0.4, 0.8), color=STATES[state], lw=0)
    for name in stations:
        mine = [at[row] for row in rows if row[0] == name]
        left = len(places[name]) - len(mine)
        middle = sum(mine) / len(mine)
        axis.annotate(
            name, (0.0, middle), (-6, 0), textcoords="offset points", ha="right", va="center",
            fontsize=8,
        )  # fmt: skip
        if left:
            axis.annotate(
                f"and {left:,} more", (1.0, middle), (4, 0), xycoords=axis.get_yaxis_transform(),
                textcoords="offset points", ha="left", va="center", fontsize=7, color="#666666",
            )  # fmt: skip
        axis.axhline(min(mine) - 0.5, color="#AAAAAA", lw=0.5)
    axis.set_yticks([])
    axis.set_ylim(-0.5, len(rows) - 0.5)
    axis.set_xlim(0.0, end - begin)
    axis.xaxis.set_major_locator(MaxNLocator(nbins=8, steps=[1, 1.2, 2, 3, 4, 5, 6, 10]))
    axis.set_xlabel(f"time from hour {begin:,.0f} on / h" if begin else "time / h")
    used = [name for name in STATES if any(state == name for _, state in parts)]
    axis.legend(
        handles=[Patch(color=STATES[name], label=name) for name in used],
        fontsize=7.5,
        loc="lower left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=len(used),
    )
    if title:
        figure.suptitle(title, fontsize=9.5)
    return figure
