"""A case as each future has it: its series times the factors of the future."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ionwright.network.case import Case, Series
from ionwright.network.futures import Scenarios

Block = np.ndarray
"""Values over (period, future)."""


@dataclass(frozen=True)
class Given:
    """A case and its futures.

    Parameters
    ----------
    case : Case
    scenarios : Scenarios
    """

    case: Case
    scenarios: Scenarios

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of periods and of futures."""
        return len(self.case.periods), len(self.scenarios.futures)

    @property
    def weight(self) -> np.ndarray:
        """Discounted years of each period [yr]."""
        return np.array([p.weight for p in self.case.periods])

    @property
    def years(self) -> np.ndarray:
        """Years of each period [yr]."""
        return np.array([p.years for p in self.case.periods])

    @property
    def probability(self) -> np.ndarray:
        """Probability of each future [1]."""
        return np.array([f.probability for f in self.scenarios.futures])

    def series(self, values: Series) -> np.ndarray:
        """Return a value for each period."""
        n = len(self.case.periods)
        return np.array(values if len(values) == n else values * n, float)

    def factor(self, path: str) -> Block:
        """Return the factors of each future on what a path names, 1 where it names nothing."""
        out = np.ones(self.shape)
        for w, future in enumerate(self.scenarios.futures):
            if path in future.factors:
                out[:, w] = self.series(future.factors[path])
        return out

    def value(self, kind: str, name: str, part: str, values: Series) -> Block:
        """Return a series of a row in each future; no limit times nothing is nothing."""
        base, factor = self.series(values)[:, None], self.factor(f"{kind}.{name}.{part}")
        return np.where(factor == 0.0, 0.0, base * np.where(factor == 0.0, 1.0, factor))

    @property
    def sites(self) -> dict[str, str]:
        """Site of each line."""
        return {x.name: x.site for x in self.case.lines}

    @property
    def regions(self) -> dict[str, str]:
        """Region of each site."""
        return {x.name: x.region for x in self.case.sites}
