"""Two readings of the reference code: as its snapshot computes, and with its slips put right.

The slips are those of the snapshot of January 2023; whether the published paper rests on the same
code is not known, so nothing is said about the paper.
"""

from __future__ import annotations

from dataclasses import dataclass

from ionwright.plant.steps import Floor


@dataclass(frozen=True, slots=True)
class AsCoded:
    """What the snapshot computes, to the digit."""

    name: str = "as coded"

    def rest(self, share: float) -> float:
        """Return what a floor is divided by: 100 less the per cent, a hundred times too much."""
        return 100.0 - 100.0 * share

    def room_price(self, electricity: float) -> float:
        """Return EUR for a kWh of a room: its kWh are added to the cost as if they were EUR."""
        return 1.0

    def coater_floors(self, anode: Floor, cathode: Floor) -> tuple[Floor, Floor]:
        """Return the floors of an anode and a cathode coater: anode machines carry both."""
        return anode + cathode, Floor(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Corrected:
    """Floors divided by one less the share, rooms paid at the price of electricity."""

    name: str = "corrected"

    def rest(self, share: float) -> float:
        """Return what a floor is divided by so that `share` of the result lies beside it."""
        return 1.0 - share

    def room_price(self, electricity: float) -> float:
        """Return EUR for a kWh of a room."""
        return electricity

    def coater_floors(self, anode: Floor, cathode: Floor) -> tuple[Floor, Floor]:
        """Return the floors of an anode and a cathode coater, each its own."""
        return anode, cathode


Reading = AsCoded | Corrected
