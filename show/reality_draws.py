"""Published cells with their missing inputs drawn from their ranges: the band of the runs."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.stats import rankdata

sys.path.insert(0, str(Path(__file__).parent))

from reality_cells import Case

from ionwright import cell
from ionwright.errors import InputError

BOUND = ("mass_fraction", "_potential", "first_cycle_efficiency", "_voltage", "temperature", "area")
"""Inputs that are not drawn: shares must add to 1, a capacity holds in its own window, and neither
the loss of the first cycle nor the face enters a discharge."""


def between(low: float, high: float, u: float) -> float:
    """Return the number at share `u` of a range, logarithmic where it spans more than 3."""
    if low > 0.0 and high > 3.0 * low:
        return float(low * (high / low) ** u)
    return float(low + (high - low) * u)


def drawn(case: Case, seed: int, number: int) -> tuple[dict[str, float], dict[str, float]]:
    """Return the inputs of one draw, those of the design by path and the others by name.

    Each draw has a stream of its own. Cells that share a file meet the same numbers in the same
    order, as they share the material.
    """
    stream = np.random.Generator(np.random.Philox(key=[seed, number]))
    inputs = {
        path: between(v.low, v.high, stream.random())
        for path, v in case.design.origin.items()
        if v.kind and v.low < v.high and not path.endswith(BOUND)
    }
    return inputs, {k: between(*span, stream.random()) for k, span in case.missing.items()}


def nominal(case: Case) -> dict[str, float]:
    """Return the middle of the ranges for which a design has no place."""
    return {name: between(*span, 0.5) for name, span in case.missing.items()}


@dataclass(frozen=True)
class Band:
    """What the draws gave: inputs by name, values [draws, points], early stops, draws refused."""

    inputs: dict[str, np.ndarray]
    values: np.ndarray
    stopped: int
    refused: int

    @property
    def low(self) -> np.ndarray:
        """5 % of the draws lie below."""
        return np.nanpercentile(self.values, 5.0, axis=0)

    @property
    def high(self) -> np.ndarray:
        """5 % of the draws lie above."""
        return np.nanpercentile(self.values, 95.0, axis=0)

    def moved_by(self, point: int) -> str:
        """Return the inputs that move a point most, with rank correlations beyond chance."""
        given = rankdata(self.values[:, point])
        if np.ptp(given) == 0.0:
            return "nothing"
        rank = {n: np.corrcoef(rankdata(x), given)[0, 1] for n, x in self.inputs.items()}
        seen = [n for n in rank if abs(rank[n]) > 3.0 / np.sqrt(len(given))]
        most = sorted(seen, key=lambda name: -abs(rank[name]))[:3]
        told = [f"{name.removeprefix('cell.')} {rank[name]:+.2f}" for name in most]
        return ", ".join(told) or "nothing beyond chance"


def band(case: Case, seed: int, draws: int) -> Band:
    """Run a cell with its missing inputs drawn; a run that stopped counts with what it gave."""
    values, taken, stopped, refused = [], [], 0, 0
    for number in range(draws):
        inputs, extra = drawn(case, seed, number)
        try:
            got, stops = case.predict(cell.change(case.design, inputs), extra)
        except InputError:
            refused += 1
            continue
        values.append(got)
        taken.append({**inputs, **extra})
        stopped += stops
    columns = {name: np.array([t[name] for t in taken]) for name in (taken[0] if taken else {})}
    return Band(columns, np.array(values).reshape(-1, len(case.points)), stopped, refused)
