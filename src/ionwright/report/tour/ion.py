"""Chapter one: how well ions move, and whether the solids touch."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from ionwright import data, plot
from ionwright.errors import InputError
from ionwright.ion import Electrolyte, Ocp, active_material, electrolyte
from ionwright.ion.composite import Sample, fit_percolation, samples
from ionwright.ion.ocp import BranchedOcp
from ionwright.ion.transport import Bruggeman, Transport
from ionwright.report.chapter import Chapter, Picture, Table

ROOM, WARM = 298.15, 333.15
QUESTION = "How well do ions move, and do the solids touch?"


def chapter() -> Chapter:
    """Make the chapter: electrolytes, potentials, and transport in a composite."""
    found = _electrolytes()
    composite, numbers, pictures = _composite()
    best = max((e for e in found if e.transference >= 1.0), key=lambda e: e.conductivity(ROOM))
    answer = (
        f"Of {len(found)} electrolytes with a conductivity and an activation energy in the data, "
        f"{best.item} conducts best among the single-ion conductors: "
        f"{best.conductivity(ROOM) * 10:.3g} mS/cm at 25 degC. In a cathode the question is the"
        f" composite: with 60 vol% NMC83 among the solids, Li6PS5Cl keeps "
        f"{numbers['ion.kept_at_60']['value'] * 100:.2g} % of its conductivity, and the percolation"
        f" law puts the threshold at {numbers['ion.threshold']['value'] * 100:.3g} vol% of"
        " electrolyte, pores counted."
    )
    return Chapter(
        name="ion",
        question=QUESTION,
        answer=answer,
        tables=(_table(found), composite),
        pictures=(_arrhenius(found), _potentials(), *pictures),
        numbers=numbers,
        assumed=_assumed(),
    )


def _electrolytes() -> list[Electrolyte]:
    out = []
    for item in data.items().values():
        if item.kind == "electrolyte" and data.find(item.id, "ionic_conductivity"):
            try:
                out.append(electrolyte(item.id))
            except InputError:  # the data lack an activation energy or a density of it
                continue
    return out


def _table(found: list[Electrolyte]) -> Table:
    rows = []
    for e in found:
        sigma = next(r for r in e.evidence if r.quantity == "ionic_conductivity")
        assert isinstance(sigma, data.Row)
        low, high = (v * 10 for v in (sigma.value.low, sigma.value.high))
        rows.append(
            (
                e.item,
                e.conductivity(ROOM) * 10,
                f"{low:.3g} to {high:.3g}",
                e.conductivity(WARM) * 10,
                e.density / 1000,
                e.transference,
                sigma.kind,
                _kind_of(e, "activation_energy"),
                _kind_of(e, "density"),
                sigma.source,
            )
        )
    rows.sort(key=lambda row: -row[1])
    return Table(
        "Electrolytes",
        (
            "item",
            "mS/cm 25 degC",
            "scatter",
            "mS/cm 60 degC",
            "g/cm3",
            "t+",
            "25 degC is",
            "60 degC by",
            "density is",
            "source",
        ),
        tuple(rows),
        "Each conductivity belongs to a sample with its own density and pressing history; the"
        " scatter is that of the literature.",
    )


def _kind_of(e: Electrolyte, quantity: str) -> str:
    """Return the kind of the row behind a property, for the reader who weighs it."""
    kinds = [r.kind for r in e.evidence if r.quantity.startswith((quantity, "vtf"))]
    return kinds[0] if kinds else ""


def _arrhenius(found: list[Electrolyte]) -> Picture:
    T = np.linspace(273.15, 373.15, 41)
    ranked = sorted(found, key=lambda e: -e.conductivity(ROOM))
    curves = {e.item: (list(T), [e.conductivity(t) for t in T]) for e in ranked}
    return Picture(
        "Conductivity against temperature",
        plot.svg(plot.conductivity(curves)),
        "Sulfides lead at room temperature. The polymer falls fastest: it is used warm.",
    )


def _potentials() -> Picture:
    curves: dict[str, tuple[list[float], list[float]]] = {}
    for name in ("NMC811", "NMC532", "NCA", "LCO", "LNMO", "LFP", "graphite", "silicon"):
        ocp = active_material(name).ocp
        for label, branch in _branches(name, ocp).items():
            x = np.linspace(branch.x_low, branch.x_high, 201)
            curves[label] = (list(x), list(branch(x)))
    return Picture(
        "Equilibrium potentials",
        plot.svg(plot.potentials(curves)),
        "Each curve ends where its source stopped measuring. Silicon has two branches: lithium"
        " goes in along the lower and comes out along the upper.",
    )


def _branches(name: str, ocp: Ocp) -> dict[str, Ocp]:
    if isinstance(ocp, BranchedOcp):
        return {f"{name}, in": ocp.lithiation, f"{name}, out": ocp.delithiation}
    return {name: ocp}


def _composite() -> tuple[Table, dict[str, dict[str, Any]], list[Picture]]:
    """Compare measured composites with the laws."""
    direct = samples("ketter2025", "ionic_conductivity", "DC")
    measured = [s for s in direct if not s.label]
    network = [s for s in samples("ketter2025", "ionic_conductivity", "RN") if s.sigma > 0]
    sizes = samples("schlautmann2023", "ionic_conductivity")
    dense, law = fit_percolation([s.eps_electrolyte for s in measured], [s.sigma for s in measured])
    pure = measured[0].sigma / Bruggeman()(measured[0].eps_electrolyte)
    rows = [
        (
            s.phi * 100,
            s.eps_electrolyte * 100,
            s.sigma * 10,
            _near(network, s.phi) * 10,
            pure * Bruggeman()(s.eps_electrolyte) * 10,
            dense * law(s.eps_electrolyte) * 10,
        )
        for s in measured
    ]
    table = Table(
        "Ionic conductivity of NMC83 | Li6PS5Cl composites, mS/cm",
        (
            "vol% NMC83 in solids",
            "vol% electrolyte",
            "measured (DC)",
            "resistor network",
            "Bruggeman",
            "percolation law, fitted",
        ),
        tuple(rows),
        "Measured and resistor network: Ketter 2025 (doi 10.1038/s41467-025-56514-5). The"
        " percolation law (exponent 2) was fitted to the measured points above its threshold, and"
        " gives nothing below it, where a little is measured.",
    )
    laws = {"Bruggeman": (pure, Bruggeman()), "percolation": (dense, law)}
    excess = rows[3][4] / rows[3][2]
    picture = _composite_picture(measured, sizes, laws, excess)
    numbers: dict[str, dict[str, Any]] = {
        "ion.threshold": {"value": law.threshold, "unit": "1"},
        "ion.dense_conductivity": {"value": dense, "unit": "S/m"},
        "ion.kept_at_60": {"value": measured[3].sigma / measured[0].sigma, "unit": "1"},
    }
    return table, numbers, [picture]


def _near(network: list[Sample], phi: float) -> float:
    return min(network, key=lambda s: abs(s.phi - phi)).sigma


def _composite_picture(
    measured: list[Sample],
    sizes: list[Sample],
    laws: dict[str, tuple[float, Transport]],
    excess: float,
) -> Picture:
    eps = np.linspace(0.14, 0.9, 200)
    drawn = {
        name: (list(eps), [max(1e-9, s * law(e)) for e in eps]) for name, (s, law) in laws.items()
    }
    points = {
        "Ketter 2025, 20 um electrolyte": _points(measured),
        "Schlautmann 2023, 4 to 40 um electrolyte": _points(sizes),
    }
    return Picture(
        "Ions in a cathode composite",
        plot.svg(plot.composites(points, drawn)),
        f"Bruggeman sees no threshold and is {excess:.2g} times too high where the solids hold"
        " 60 vol% active material. Finer electrolyte particles (Schlautmann, highest point 4 um)"
        " conduct more than the law that was fitted to the 20 um ones: a threshold belongs to its"
        " powders.",
    )


def _points(found: list[Sample]) -> tuple[list[float], list[float]]:
    return [s.eps_electrolyte for s in found], [s.sigma for s in found]


def _assumed() -> str:
    rows = [r for name in data.TABLES if name.startswith("ion/") for r in data.table(name)]
    counts = Counter(r.kind for r in rows)
    named = ", ".join(f"{n} {kind}" for kind, n in counts.most_common())
    return f"{len(rows)} numbers and {len(data.curves())} curves of materials: {named}."
