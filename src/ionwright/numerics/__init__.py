"""Numerical methods without battery words."""

from ionwright.numerics.spline import Quintic, monotone_quintic

__all__ = ["Quintic", "monotone_quintic"]
