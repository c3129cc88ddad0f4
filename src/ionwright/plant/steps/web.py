"""Web machines: coater, dryer, calender, slitter."""

from __future__ import annotations

from dataclasses import dataclass

from ionwright.plant.steps._count import Numbers, machines


@dataclass(frozen=True, slots=True)
class Web:
    """A machine that a web runs through, coil after coil.

    The time of a coil is coil / speed + changeover, so that
    rate = speed / (1 + changeover x speed / coil).

    Parameters
    ----------
    speed : float or array, shape (draw,)
        Speed of the web [m/min].
    coil : float or array, shape (draw,)
        Length of a coil [m].
    changeover : float or array, shape (draw,)
        Between two coils [min].
    """

    speed: Numbers
    coil: Numbers
    changeover: Numbers

    @property
    def rate(self) -> Numbers:
        """What one machine passes [m/h]."""
        return 60.0 * self.speed / (1.0 + self.changeover * self.speed / self.coil)

    def needed(self, flow: Numbers) -> Numbers:
        """Return the machines that pass `flow` [m/h]."""
        return machines(flow, self.rate)


def speed_from_area(area: Numbers, width: Numbers, hours: Numbers) -> Numbers:
    """Return the speed of a web that passes `area` [m2] of `width` [m] in `hours` [h], in m/min.

    >>> speed_from_area(480.0, 1.0, 8.0)
    1.0
    """
    return area / width / (60.0 * hours)
