"""Materials: conductivity, potential, transport in composites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from ionwright.plot._style import COLOURS, new, styled

Curves = Mapping[str, tuple[Sequence[float], Sequence[float]]]
"""Label -> (abscissa, ordinate)."""


@styled
def conductivity(curves: Curves) -> Figure:
    """Draw conductivity [S/m] against temperature [K] on Arrhenius axes.

    Parameters
    ----------
    curves : mapping
        Electrolyte -> (T [K], sigma [S/m]).
    """
    figure, axes = new(8.2, 4.4)
    marks = ["-", "--", ":"]
    for i, (label, (T, sigma)) in enumerate(curves.items()):
        axes.semilogy(
            [1000.0 / t for t in T],
            [10.0 * s for s in sigma],
            marks[i // len(COLOURS) % len(marks)],
            color=COLOURS[i % len(COLOURS)],
            label=label,
        )
    axes.set_xlabel("1000 K / T")
    axes.set_ylabel("mS/cm")
    axes.set_title("Ionic conductivity")
    above = axes.secondary_xaxis(
        "top", functions=(lambda x: 1000.0 / _some(x) - 273.15, lambda t: 1000.0 / (t + 273.15))
    )
    above.set_xlabel("degC")
    above.set_xticks([0, 25, 40, 60, 80, 100])
    axes.legend(fontsize=8, loc="center left", bbox_to_anchor=(1.01, 0.5))
    return figure


def _some(x: Any) -> Any:
    """Keep the axis transform away from zero, which matplotlib probes."""
    return np.maximum(x, 1e-6)


@styled
def potentials(curves: Curves) -> Figure:
    """Draw equilibrium potentials [V] against stoichiometry [1].

    Parameters
    ----------
    curves : mapping
        Material -> (x, U), each over the range in which it was measured.
    """
    figure, axes = new(8.2, 4.4)
    for i, (label, (x, U)) in enumerate(curves.items()):
        axes.plot(x, U, color=COLOURS[i % len(COLOURS)], ls="-" if i < 8 else "--", label=label)
    axes.set_xlabel("lithium content x")
    axes.set_ylabel("V against Li/Li+")
    axes.set_title("Equilibrium potential, where it was measured")
    axes.legend(fontsize=8, loc="center left", bbox_to_anchor=(1.01, 0.5))
    return figure


@styled
def composites(points: Curves, laws: Curves, ylabel: str = "sigma_ion / mS/cm") -> Figure:
    """Draw effective conductivity of composites: measured points and laws.

    Parameters
    ----------
    points, laws : mapping
        Label -> (volume fraction of electrolyte [1], conductivity [S/m]).
    """
    figure, axes = new(8.2, 4.4)
    for i, (label, (x, y)) in enumerate(laws.items()):
        axes.semilogy(x, [10 * v for v in y], color=COLOURS[i], label=label)
    marks = "osD^vP"
    for i, (label, (x, y)) in enumerate(points.items()):
        axes.semilogy(x, [10 * v for v in y], marks[i], color="#333333", label=label, mfc="white")
    axes.set_ylim(1e-5, 10.0)
    axes.set_xlabel("volume fraction of electrolyte, pores counted")
    axes.set_ylabel(ylabel)
    axes.set_title("Ion transport in NMC83 | Li6PS5Cl")
    axes.legend(fontsize=8, loc="lower right")
    return figure
