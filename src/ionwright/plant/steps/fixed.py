"""What stands there once, whatever passes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ionwright.plant.steps._count import Numbers


@dataclass(frozen=True, slots=True)
class Fixed:
    """A hall, a dock: the same number at any flow.

    Parameters
    ----------
    count : float or array, shape (draw,)
        How many there are [1].
    """

    count: Numbers

    @property
    def rate(self) -> Numbers:
        """What one passes: no limit."""
        return np.inf

    def needed(self, flow: Numbers) -> Numbers:
        """Return the count; `flow` only gives its shape."""
        return self.count + np.zeros_like(flow)
