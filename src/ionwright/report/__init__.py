"""Chapters and pages."""

from ionwright.report.chapter import Chapter, Picture, Table
from ionwright.report.tour import Tour, run_tour

__all__ = ["Chapter", "Picture", "Table", "Tour", "run_tour"]
