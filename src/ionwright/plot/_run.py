"""Runs: voltage and current in time, and what happens inside the cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ionwright.cell.protocol import CRate
from ionwright.plot._style import COLOURS, new, styled

if TYPE_CHECKING:  # a run brings the compiler along, a figure of a sheet does not need it
    from ionwright.cell import Result
    from ionwright.cell.experiments import Ragone, RateTest

MOMENTS = 5
"""Profiles that are drawn, from the first point of a run to the last."""
HOUR, DAY = 3600.0, 86400.0
WIDEST = 105
"""Letters of a line above a figure."""


@styled
def voltage(result: Result) -> Figure:
    """Draw voltage, current and state of charge against time; steps are told apart by shades.

    Parameters
    ----------
    result : Result

    Returns
    -------
    Figure
        Not shown and not saved.
    """
    table = result.data
    figure, axes = new(8.2, 5.6, rows=3, sharex=True, height_ratios=[2.2, 1.0, 1.0])
    figure.suptitle(_title(result), fontsize=10.5, ha="left", x=0.01)
    scale, unit = _clock(float(table.time[-1]) if table.sizes["time"] else 0.0)
    t = table.time.values / scale
    for axis, name, label in zip(
        axes, ("voltage", "current", "soc"), ("V", "A", "state of charge"), strict=True
    ):
        _shades(axis, t, table.step.values)
        axis.plot(t, table[name].values, color=COLOURS[0], lw=1.4)
        axis.set_ylabel(label)
        axis.margins(x=0.0)
    axes[1].axhline(0.0, color="#999999", lw=0.6)
    axes[1].set_title("current, positive on discharge", fontsize=8, fontweight="normal")
    axes[2].set_xlabel(f"time / {unit}")
    return figure


@styled
def fields(result: Result) -> Figure:
    """Draw profiles through the cell at some moments, from the negative to the positive.

    Lithium content at the particles' surfaces, current density of charge transfer, potential of
    the solid over that of the electrolyte, and salt where there is one.

    Parameters
    ----------
    result : Result

    Returns
    -------
    Figure
        Not shown and not saved.
    """
    table = result.data
    names = {
        "surface_stoichiometry": "x at the surface",
        "interface_current_density": "charge transfer / A/m2",
        "potential_difference": "solid over electrolyte / V",
    }
    salt = table.salt_concentration.values
    if salt.size and np.ptp(salt) > 0.0:
        names["salt_concentration"] = "salt / mol/m3"
    figure, axes = new(3.0 * len(names) + 0.8, 3.6, columns=len(names))
    figure.suptitle(_title(result), fontsize=10.5, ha="left", x=0.01)
    moments = _moments(table.time.values)
    scale, unit = _clock(float(table.time[-1]) if table.sizes["time"] else 0.0)
    um = table.x.values * 1e6
    for axis, (name, label) in zip(axes, names.items(), strict=True):
        for k, i in enumerate(moments):
            shade = k / max(len(moments) - 1, 1)
            text = f"{table.time.values[i] / scale:.3g} {unit}"
            _profile(axis, um, table, name, i, (1.0 - 0.8 * shade, 0.35, 0.2 + 0.6 * shade), text)
        axis.set_title(label)
        axis.set_xlabel("um, from the negative to the positive")
    if moments:
        axes[-1].legend(fontsize=7.5, loc="center left", bbox_to_anchor=(1.01, 0.5))
    return figure


def _profile(
    axis: Axes, um: Any, table: Any, name: str, moment: int, colour: Any, text: str
) -> None:
    """Draw one profile; a population is drawn only where there are particles of it."""
    values = table[name].values[moment]
    if name == "salt_concentration":
        axis.plot(um, values, color=colour, label=text, lw=1.2)
        return
    there = table.surface_stoichiometry.values[0] > 0.0
    if values.ndim == 1:
        axis.plot(um, np.where(there.any(axis=1), values, np.nan), color=colour, label=text, lw=1.2)
        return
    for p, style in zip(range(values.shape[1]), ["-", "--", ":", "-."] * 8, strict=False):
        shown = np.where(there[:, p], values[:, p], np.nan)
        axis.plot(um, shown, style, color=colour, label=text if p == 0 else None, lw=1.2)


@styled
def rates(test: RateTest) -> Figure:
    """Draw a rate test: voltage against charge at each rate, capacity against rate.

    Parameters
    ----------
    test : RateTest

    Returns
    -------
    Figure
        Not shown and not saved.
    """
    figure, axes = new(8.8, 3.8, columns=2, width_ratios=[1.5, 1.0])
    figure.suptitle(test.design.cell.name, fontsize=10.5, ha="left", x=0.01)
    for k, run in enumerate(test.results):
        name = str(CRate(float(test.rate[k]))) + ("" if test.status[k] == "done" else ", stopped")
        colour = COLOURS[k % len(COLOURS)]
        axes[0].plot(run.data.charge.values, run.data.voltage.values, color=colour, label=name)
    axes[0].set_xlabel("charge given / Ah")
    axes[0].set_ylabel("V")
    axes[0].legend(fontsize=7.5)
    axes[1].semilogx(test.rate, 100.0 * test.of_sheet, "o-", color=COLOURS[0])
    axes[1].set_xlabel("rate / C")
    axes[1].set_ylabel("capacity over that of the sheet / %")
    axes[1].set_ylim(bottom=0.0)
    return figure


@styled
def energies(tests: list[Ragone]) -> Figure:
    """Draw energy against power of one or more cells, both per mass.

    Parameters
    ----------
    tests : list of Ragone

    Returns
    -------
    Figure
        Not shown and not saved.
    """
    figure, axis = new(6.4, 4.2)
    for k, test in enumerate(tests):
        given = test.energy > 0.0
        axis.loglog(
            test.power[given] / test.mass,
            test.energy[given] / test.mass / 3600.0,
            "o-" if k < len(COLOURS) else "s--",
            color=COLOURS[k % len(COLOURS)],
            label=test.design.id,
        )
    axis.set_xlabel("W/kg, packaged")
    axis.set_ylabel("Wh/kg, packaged")
    axis.legend(fontsize=7.5)
    return figure


@styled
def losses(parts: Mapping[str, Mapping[str, float]]) -> Figure:
    """Draw where voltage is lost, one bar a case.

    Parameters
    ----------
    parts : mapping
        Case -> (part -> loss [mV]); the same parts in every case.

    Returns
    -------
    Figure
        Not shown and not saved.
    """
    figure, axis = new(8.2, 0.36 * len(parts) + 1.2)
    at = list(range(len(parts)))[::-1]
    left = [0.0] * len(parts)
    for k, name in enumerate(next(iter(parts.values()), {})):
        values = [max(case[name], 0.0) for case in parts.values()]
        axis.barh(at, values, 0.7, left=left, color=COLOURS[k], label=name)
        left = [a + b for a, b in zip(left, values, strict=True)]
    axis.set_yticks(at, list(parts))
    axis.set_xlabel("mV")
    axis.legend(fontsize=7.5, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=3)
    return figure


def _title(result: Result) -> str:
    lines = [result.inputs.design.cell.name, str(result.inputs.protocol)]
    lines += [] if result.stop is None else [result.status]
    return "\n".join(line if len(line) <= WIDEST else line[: WIDEST - 3] + "..." for line in lines)


def _clock(last: float) -> tuple[float, str]:
    """Return the unit of time in which a run is drawn."""
    if last < 300.0:
        return 1.0, "s"
    return (60.0, "min") if last < 2.0 * HOUR else (HOUR, "h") if last < 3.0 * DAY else (DAY, "d")


def _shades(axis: Axes, t: Any, step: Any) -> None:
    """Shade every second step."""
    edges = np.flatnonzero(np.diff(step)) + 1
    begins, ends = [0, *edges.tolist()], [*edges.tolist(), len(t) - 1]
    for k, (a, b) in enumerate(zip(begins, ends, strict=True)):
        if k % 2 and b > a:
            axis.axvspan(t[a], t[b], color="#F2F2F2", lw=0.0, zorder=0)


def _moments(time: Any) -> list[int]:
    """Return the rows nearest to some moments, equally far apart in time."""
    if not len(time):
        return []
    wanted = np.linspace(time[0], time[-1], MOMENTS)
    return sorted({int(np.argmin(np.abs(time - t))) for t in wanted[:-1]} | {len(time) - 1})
