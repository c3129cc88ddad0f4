"""Several cells side by side."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from ionwright.cell import Spec
from ionwright.errors import InputError
from ionwright.plot._style import COLOURS, LAYER, new, styled


@styled
def designs(sheets: Sequence[Spec]) -> Figure:
    """Draw designs side by side: Wh/kg, Wh/L empty and full, resistance by place.

    Parameters
    ----------
    sheets : sequence of Spec

    Returns
    -------
    Figure
    """
    for s in sheets:
        if not s.design.stores:
            raise InputError(
                "designs side by side are compared by what they store",
                seen=f"{s.design.id}, two planar electrodes",
                do="Draw it by itself",
            )
    names = [s.design.id for s in sheets]
    figure, axes = new(11.0, 0.42 * len(names) + 1.4, columns=3, sharey=True)
    at = [len(names) - 1 - i for i in range(len(names))]
    axes[0].barh(
        at, [s.headline["specific_energy"].value / 3600 for s in sheets], 0.7, color=COLOURS[0]
    )
    axes[0].set_xlabel("Wh/kg, packaged")
    axes[0].set_yticks(at, names)
    for shift, name, label, colour in (
        (0.18, "energy_density_discharged", "discharged", COLOURS[4]),
        (-0.18, "energy_density_charged", "charged", COLOURS[0]),
    ):
        values = [s.headline[name].value / 3.6e6 for s in sheets]
        axes[1].barh([y + shift for y in at], values, 0.34, color=colour, label=label)
    axes[1].set_xlabel("Wh/L, packaged")
    axes[1].legend(fontsize=7.5, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2)
    left = [0.0] * len(sheets)
    for where, colour in (
        ("positive", LAYER["positive"]),
        ("separator", LAYER["separator"]),
        ("negative", LAYER["negative"]),
    ):
        part = [sum(c.value for c in s.causes if c.where == where) * 1e4 for s in sheets]
        axes[2].barh(at, part, 0.7, left=left, color=colour, label=where)
        left = [a + b for a, b in zip(left, part, strict=True)]
    axes[2].set_xlabel("ohm cm2, 10 s, half charge")
    axes[2].legend(fontsize=7.5, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=3)
    return figure
