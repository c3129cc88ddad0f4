"""CELL: the full-size runs behind the issue's claims, each with its figure and its target."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import bad_protocols
import closed_forms
import curves
import first_use
import long_run
import random_designs
import reality
from house import failures, head, told

from ionwright import cell
from ionwright.cell.sensitivity import sensitivities

PATHS = (
    "cell.positive.active.0.particle_radius",
    "cell.positive.electrolyte.conductivity",
    "cell.separator.thickness",
    "cell.positive.porosity",
)


def derivatives() -> None:
    """Compare sensitivities with central differences, and their time with that of a run."""
    design, protocol = cell.load("sulfide-nmc811-lithium"), "Discharge at 1C until 2.5 V"
    sharp = cell.Mesh(electrode=10, radial=6, tolerance=1e-9)
    found = sensitivities(design, protocol, PATHS, mesh=sharp)
    values = {leaf.path: leaf.value for leaf in design.leaves}
    for path in PATHS:
        best = min(
            _apart(design, protocol, sharp, (path, values[path], step), found)
            for step in (1e-3, 2e-3, 4e-3)
        )
        told(f"d(energy)/d({path}) against central differences", f"{best:.1e}", "1e-5", best < 1e-5)
    run = min(cell.solve(design, protocol).seconds for _ in range(20))
    one = min(sensitivities(design, protocol, PATHS[:1]).seconds for _ in range(10))
    share = f"{one / run:.2f} ({one * 1e3:.2f} of {run * 1e3:.2f} ms)"
    told("solver time of one input over that of a run", share, "at most 0.5", one <= 0.5 * run)


def _apart(design, protocol, mesh, moved, found) -> float:  # noqa: ANN001
    """Return how far a derivative lies from the five-point difference of four runs [1]."""
    path, value, step = moved
    a, b, c, d = (
        cell.solve(cell.change(design, {path: value * (1.0 + s)}), protocol, mesh=mesh)
        .headline["discharged_energy"]
        .value
        for s in (2 * step, step, -step, -2 * step)
    )
    central = (-a + 8.0 * b - 8.0 * c + d) / (12.0 * step * value)
    return abs(found.headline[path]["discharged_energy"] * 3600.0 / central - 1.0)


def main() -> int:
    """Run all; name numbers to run only some, for example ``ARGS="1 2"``."""
    parser = argparse.ArgumentParser(description="CELL, line by line.")
    parser.add_argument("part", nargs="*", type=int, help="lines to run; all if none is given")
    parser.add_argument("--seed", type=int, default=1, help="of random designs and draws")
    parser.add_argument("--draws", type=int, default=10_000, help="random designs")
    asked = parser.parse_args()
    parts: dict[int, tuple[str, Callable[[], object]]] = {
        1: ("COMSOL cell and Chen 2020 against PyBaMM, converged", curves.main),
        2: ("closed forms and orders", closed_forms.main),
        3: ("1,000 cycles", lambda: long_run.main(told)),
        4: (
            "random designs and protocols",
            lambda: random_designs.main(told, draws=asked.draws, seed=asked.seed),
        ),
        5: ("speed: make bench ARGS=cell", lambda: print("run `make bench ARGS=cell`")),
        6: ("sensitivities", derivatives),
        7: ("first and second use", lambda: first_use.main(told)),
        8: ("wrong protocols and impossible starts", bad_protocols.main),
        9: ("reality", lambda: reality.main(seed=asked.seed)),
    }
    for number, (text, part) in parts.items():
        if not asked.part or number in asked.part:
            head(number, text)
            begun = time.perf_counter()
            part()
            print(f"-- {time.perf_counter() - begun:.0f} s")
    print(f"\n{len(failures)} missed" + (": " + ", ".join(failures) if failures else ""))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
