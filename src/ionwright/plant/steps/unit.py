"""Machines with a cycle: so many pieces a minute."""

from __future__ import annotations

from dataclasses import dataclass

from ionwright.plant.steps._count import Numbers, machines


@dataclass(frozen=True, slots=True)
class Unit:
    """A welder, an inserter, a sealer, a tester.

    Parameters
    ----------
    per_minute : float or array, shape (draw,)
        Pieces a minute [1/min], changeovers included.
    """

    per_minute: Numbers

    @property
    def rate(self) -> Numbers:
        """What one machine passes [pieces/h]."""
        return 60.0 * self.per_minute

    def needed(self, flow: Numbers) -> Numbers:
        """Return the machines that pass `flow` [pieces/h]."""
        return machines(flow, self.rate)
