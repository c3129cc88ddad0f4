"""Residence: towers, racks, ovens, presses, where a cell stays for a time."""

from __future__ import annotations

from dataclasses import dataclass

from ionwright.plant.steps._count import Numbers, machines


@dataclass(frozen=True, slots=True)
class Residence:
    """Positions that are taken for a time: positions in use = flow x time (Little's law).

    Parameters
    ----------
    positions : float or array, shape (draw,)
        Places for a cell in one tower, rack, oven or vessel [1].
    time : float or array, shape (draw,)
        How long a cell stays [h].
    """

    positions: Numbers
    time: Numbers

    @property
    def rate(self) -> Numbers:
        """What one machine passes [cells/h]."""
        return self.positions / self.time

    def needed(self, flow: Numbers) -> Numbers:
        """Return the machines that hold `flow` [cells/h] for `time`."""
        return machines(flow, self.rate)
