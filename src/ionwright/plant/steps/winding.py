"""Winders: a length of web a cell, and the time to change the roll."""

from __future__ import annotations

from dataclasses import dataclass

from ionwright.plant.steps._count import Numbers, machines


@dataclass(frozen=True, slots=True)
class Winding:
    """A winder: time of a roll = length / speed + changeover.

    Parameters
    ----------
    length : float or array, shape (draw,)
        Web wound into one roll [m].
    speed : float or array, shape (draw,)
        [m/min].
    changeover : float or array, shape (draw,)
        Lost between two rolls [min].
    """

    length: Numbers
    speed: Numbers
    changeover: Numbers

    @property
    def rate(self) -> Numbers:
        """What one machine passes [rolls/h]."""
        return 60.0 / (self.length / self.speed + self.changeover)

    def needed(self, flow: Numbers) -> Numbers:
        """Return the machines that pass `flow` [rolls/h]."""
        return machines(flow, self.rate)
