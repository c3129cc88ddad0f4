"""Periods of a case: their starts, their weights, and how long a building takes in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ionwright.network.case import Period


@dataclass(frozen=True, slots=True)
class Calendar:
    """Years at which periods start.

    Parameters
    ----------
    starts : tuple of int
        First year of each period.
    end : int
        Year after the last.
    rate : float
        At which a later cost counts less [1/yr].
    tail : int
        Years after the end that are like the last one and count with it [yr]: without them nothing
        that pays back late would be built.
    """

    starts: tuple[int, ...]
    end: int
    rate: float
    tail: int = 0

    @property
    def lengths(self) -> tuple[int, ...]:
        """Years of each period."""
        return tuple(b - a for a, b in zip(self.starts, (*self.starts[1:], self.end), strict=True))

    def periods(self) -> tuple[Period, ...]:
        """Return the periods; a year's cost counts (1 + r)^-(years since the first)."""
        counted = [*self.lengths[:-1], self.lengths[-1] + self.tail]
        return tuple(
            Period(
                str(start),
                float(n),
                sum((1.0 + self.rate) ** -(start + k - self.starts[0]) for k in range(m)),
            )
            for start, n, m in zip(self.starts, self.lengths, counted, strict=True)
        )

    def lead(self, period: int, years: float) -> int | None:
        """Return the periods from a decision to first output; None: beyond the horizon.

        The first period whose start is no more than half a year before the decision's start and
        the years.
        """
        ready = self.starts[period] + years
        later = [t for t in range(period, len(self.starts)) if self.starts[t] + 0.5 >= ready]
        return later[0] - period if later else None

    def by_lead(self, periods: Sequence[int], years: float) -> dict[int, tuple[int, ...]]:
        """Return the periods of decision, by the lead in periods that holds from them."""
        out: dict[int, list[int]] = {}
        for t in periods:
            lead = self.lead(t, years)
            if lead is not None:
                out.setdefault(lead, []).append(t)
        return {lead: tuple(ts) for lead, ts in out.items()}

    def ramp(self, by_year: Sequence[float], first: int) -> tuple[float, ...]:
        """Return the means of a yearly ramp over the periods from the first of output on [1]."""
        out: list[float] = []
        year = 0
        for n in self.lengths[first:]:
            each = [by_year[min(year + k, len(by_year) - 1)] for k in range(n)]
            out.append(sum(each) / n)
            year += n
        return tuple(out)

    def over(self, by_year: Sequence[tuple[float, float]]) -> tuple[float, ...]:
        """Return the mean of a line through (year, value) over each period, flat beyond its ends.

        Parameters
        ----------
        by_year : sequence of (float, float)
            Years that rise.
        """

        def at(year: float) -> float:
            for (y0, v0), (y1, v1) in zip(by_year, by_year[1:], strict=False):
                if y0 <= year <= y1:
                    return v0 + (v1 - v0) * (year - y0) / (y1 - y0)
            return by_year[0][1] if year < by_year[0][0] else by_year[-1][1]

        return tuple(
            sum(at(start + k) for k in range(n)) / n
            for start, n in zip(self.starts, self.lengths, strict=True)
        )
