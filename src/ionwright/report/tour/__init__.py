"""The tour: one chapter a stage, run in order, each saved as it finishes."""

from ionwright.report.tour._drive import Tour, run_tour

__all__ = ["Tour", "run_tour"]
