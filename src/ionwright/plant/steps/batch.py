"""Batch machines: a volume that is filled, worked on and emptied."""

from __future__ import annotations

from dataclasses import dataclass

from ionwright.plant.steps._count import Numbers, machines


@dataclass(frozen=True, slots=True)
class Batch:
    """A mixer: rate = working volume / (time of a batch + changeover).

    Parameters
    ----------
    volume : float or array, shape (draw,)
        Working volume, not the gross volume of the vessel [L].
    time : float or array, shape (draw,)
        From filling to emptying [min].
    changeover : float or array, shape (draw,)
        Between two batches, for example cleaning [min].
    """

    volume: Numbers
    time: Numbers
    changeover: Numbers

    @property
    def rate(self) -> Numbers:
        """What one machine passes [L/h]."""
        return 60.0 * self.volume / (self.time + self.changeover)

    def needed(self, flow: Numbers) -> Numbers:
        """Return the machines that pass `flow` [L/h]."""
        return machines(flow, self.rate)
