"""Fillers: several heads that work side by side."""

from __future__ import annotations

from dataclasses import dataclass

from ionwright.plant.steps._count import Numbers, machines


@dataclass(frozen=True, slots=True)
class Filling:
    """An electrolyte filler: rate = heads x cells a minute and head.

    Parameters
    ----------
    heads : float or array, shape (draw,)
        Cells filled side by side [1].
    per_minute : float or array, shape (draw,)
        Cells a minute of one head [1/min].
    """

    heads: Numbers
    per_minute: Numbers

    @property
    def rate(self) -> Numbers:
        """What one machine passes [cells/h]."""
        return 60.0 * self.heads * self.per_minute

    def needed(self, flow: Numbers) -> Numbers:
        """Return the machines that pass `flow` [cells/h]."""
        return machines(flow, self.rate)
