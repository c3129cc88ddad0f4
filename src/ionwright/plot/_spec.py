"""The spec sheet of one cell as a figure."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ionwright.cell import Spec
from ionwright.plot._style import COLOURS, bars, layer_colour, new, styled


@styled
def spec(sheet: Spec) -> Figure:
    """Draw a spec sheet: layers empty and full, where the mass goes, what resists.

    Parameters
    ----------
    sheet : Spec

    Returns
    -------
    Figure
        Not shown and not saved.
    """
    figure, axes = new(11.0, 4.2, columns=3, width_ratios=[1.0, 1.15, 1.15])
    figure.suptitle(
        f"{sheet.design.cell.name}\n{_stored(sheet)}{sheet.resistance * 1e4:.3g} ohm cm2",
        fontsize=10.5,
        ha="left",
        x=0.01,
    )
    _layers(axes[0], sheet)
    _masses(axes[1], sheet)
    _resistance(axes[2], sheet)
    return figure


def _stored(sheet: Spec) -> str:
    """Return what the cell stores, for the title; of two planar electrodes the rest voltage."""
    h = sheet.headline
    if not sheet.design.stores:
        return f"{h['rest_voltage'].value:.3g} V at rest,  "
    return (
        f"{h['specific_energy'].value / 3600:.0f} Wh/kg,  "
        f"{h['energy_density_discharged'].value / 3.6e6:.0f} Wh/L empty,  "
        f"{h['energy_density_charged'].value / 3.6e6:.0f} Wh/L full,  "
    )


def _layers(axes: Axes, sheet: Spec) -> None:
    states: list[list[tuple[str, float]]] = [[(c.name, c.thickness) for c in sheet.coatings]]
    grown = dict(sheet.growth)
    full = []
    for name, thickness in states[0]:
        extra = grown.get(f"{name} breathing", 0.0)
        full.append((name, thickness + extra))
    full.append(("lithium plated", grown.get("lithium plated", 0.0)))
    if sheet.design.stores:
        states.append(full)
    for x, state in enumerate(states):
        base = 0.0
        for name, thickness in reversed(state):
            um = thickness * 1e6
            axes.bar(x, um, bottom=base, width=0.62, color=layer_colour(name), edgecolor="white")
            if um > 0.05 * sum(t for _, t in state) * 1e6:
                axes.text(
                    x,
                    base + um / 2,
                    f"{name}\n{um:.0f}",
                    ha="center",
                    va="center",
                    fontsize=7.5,
                    color="white" if not name.startswith("lithium") else "black",
                )
            base += um
    names = ["discharged", "charged"] if sheet.design.stores else ["as built"]
    axes.set_xticks(range(len(names)), names)
    axes.set_ylabel("repeat unit without foils / um")
    axes.set_title("Layers")


def _masses(axes: Axes, sheet: Spec) -> None:
    masses: dict[str, float] = {}
    stores = sheet.design.stores
    for row in sheet.bill:
        mass = row["mass_per_energy"] * 3.6e6 if stores else row["mass"] * 1e3
        masses[row["item"]] = masses.get(row["item"], 0.0) + mass
    ranked = sorted(masses.items(), key=lambda pair: -pair[1])[:9]
    bars(
        axes,
        [item for item, _ in ranked],
        [mass for _, mass in ranked],
        [COLOURS[i % len(COLOURS)] for i in range(len(ranked))],
    )
    axes.set_xlabel("kg/kWh" if stores else "g per cell")
    axes.set_title("Bill of materials")


def _resistance(axes: Axes, sheet: Spec) -> None:
    causes = [c for c in sheet.causes if c.value > 1e-3 * sheet.resistance]
    labels: list[Any] = [c.name if c.where in c.name else f"{c.where}: {c.name}" for c in causes]
    bars(axes, labels, [c.value * 1e4 for c in causes], [layer_colour(c.where) for c in causes])
    axes.set_xlabel(f"ohm cm2, 10 s, {'half charge' if sheet.design.stores else 'at rest'}")
    axes.set_title("Resistance by cause")
