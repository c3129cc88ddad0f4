"""Machines that serve other machines."""

from __future__ import annotations

from dataclasses import dataclass

from ionwright.plant.steps._count import Numbers, machines


@dataclass(frozen=True, slots=True)
class Serving:
    """A doser: one serves so many running mixers, whatever passes through them.

    Parameters
    ----------
    serves : float or array, shape (draw,)
        Running machines that one serves [1].
    """

    serves: Numbers

    @property
    def rate(self) -> Numbers:
        """What one machine serves [machines]."""
        return self.serves

    def needed(self, flow: Numbers) -> Numbers:
        """Return the machines that serve `flow` running machines [1]."""
        return machines(flow, self.rate)
