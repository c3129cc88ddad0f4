"""Every shipped cell on every line that makes it, at two price cases, with draws."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ionwright import cell, plant
from ionwright.plant import files, sensitivity
from ionwright.plant.compare import Verdict
from ionwright.plant.draws import Draws, Uncertain
from ionwright.plant.model import run

CAPACITY = "10 GWh/yr"
CASES = {"today": "today", "at scale": "at-scale"}
"""Price case in words -> its name in the data."""
DRAWS = 300
GROUPS = {
    "capital": "machines",
    "exponent": "scaling of machines",
    "labour": "hours of labour",
    "area": "floor",
    "energy": "energy used",
    "solvent": "solvent recovered",
    "dry": "air of dry rooms",
}
"""First word of an input of a step -> its group in the tornado."""


@dataclass(frozen=True, eq=False)
class Line:
    """One cell on one line.

    Parameters
    ----------
    name : str
        Route and anode, which no other line here shares.
    design : Design
    result : dict of str to Result
        Price case -> the plant at typical values.
    many : dict of str to Many
        Price case -> the same in some draws.
    """

    name: str
    design: cell.Design
    result: dict[str, plant.Result]
    many: dict[str, plant.Many]

    def band(self, case: str) -> tuple[float, float, float]:
        """Return 5 % point, median and 95 % point of the full cost [money/kWh]."""
        return self.many[case].outcomes().band

    def spread(self, case: str) -> str:
        """Return the band as text."""
        low, _, high = self.band(case)
        return f"{low:.0f} to {high:.0f}"


def lines() -> list[Line]:
    """Solve every shipped cell on every shipped line that makes it."""
    out = []
    for name in cell.names():
        design = cell.load(name)
        for route, anode in files.fits(design):
            plants = {
                word: plant.load(route, CAPACITY, anode=anode or None, case=case)
                for word, case in CASES.items()
            }
            out.append(
                Line(
                    f"{route} {anode}".strip(),
                    design,
                    {word: plant.solve(p, design) for word, p in plants.items()},
                    {word: plant.solve_many(p, design, DRAWS) for word, p in plants.items()},
                )
            )
    return out


def best(found: list[Line], case: str) -> list[Line]:
    """Return one line for each cell and route: of its anodes the one of lowest median cost."""
    out: dict[tuple[str, str], Line] = {}
    for one in found:
        key = (one.design.id, one.name.split()[0])
        if key not in out or one.band(case)[1] < out[key].band(case)[1]:
            out[key] = one
    return list(out.values())


def counted(x: Line) -> plant.Result | None:
    """Return a line with machines counted where they are sourced; None where none are."""
    found = plant.solve(replace(x.result["today"].plant, counted=True), x.design)
    return found if found.classes["counted"] > 0.0 else None


def of_energy(x: Line, energy: float, case: str) -> plant.Many:
    """Return the draws of a line whose cell has the layers that bring it nearest to `energy`.

    Parameters
    ----------
    x : Line
    energy : float
        Of a cell [kWh].
    case : str
    """
    each = x.result[case].low.wide.cell.energy
    layers = max(1, round(x.design.cell.format.layers * energy / each))
    design = cell.change(x.design, {"cell.format.layers": layers})
    return plant.solve_many(x.result[case].plant, design, DRAWS)


def verdict(a: Line, b: Line, case: str) -> Verdict:
    """Return what the draws say of two lines."""
    return plant.cheaper(a.many[case], b.many[case])


def tornado(result: plant.Result) -> tuple[sensitivity.Bar, ...]:
    """Return what each group of inputs does to the full cost alone [money/kWh]."""
    low, drawn = result.low, Draws(result.low.inputs)
    return sensitivity.tornado(
        lambda x: run(low, x).stack.full(result.load), drawn, drawn.grouped(_group)
    )


def _group(x: Uncertain) -> str:
    words = x.name.split()
    if x.factor == "prices":
        return x.name
    if x.factor == "place":
        return f"{x.name.split(' of ')[0]} of the place"
    return GROUPS.get(words[0], "yields")
