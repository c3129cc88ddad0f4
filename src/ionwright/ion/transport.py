"""Effective transport in a composite of several phases."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bruggeman:
    """sigma_eff = sigma_0 eps^b.

    Parameters
    ----------
    exponent : float
        b [1]; 1.5 for a dilute random pack of spheres (tortuosity factor eps^-0.5).

    Notes
    -----
    Knows no threshold: in NCM|LPSCl composites above about 40 vol% NCM it gives several
    times too much ionic conductivity (Ketter 2025, doi 10.1038/s41467-025-56514-5).
    """

    exponent: float = 1.5

    def __call__(self, eps: float) -> float:
        """Return sigma_eff/sigma_0 [1] at volume fraction `eps` of the conducting phase."""
        return max(0.0, eps) ** self.exponent


@dataclass(frozen=True, slots=True)
class TortuosityFactor:
    """sigma_eff = sigma_0 eps/tau2 with a tortuosity factor that was measured for this composite.

    Parameters
    ----------
    tau2 : float
        Tortuosity factor [1], at least 1. It belongs to one composition: do not carry it to
        another.
    """

    tau2: float

    def __call__(self, eps: float) -> float:
        """Return sigma_eff/sigma_0 [1] at volume fraction `eps` of the conducting phase."""
        return max(0.0, eps) / self.tau2


@dataclass(frozen=True, slots=True)
class Percolation:
    """sigma_eff = sigma_0 ((eps - eps_c)/(1 - eps_c))^t above eps_c, and a floor below.

    Parameters
    ----------
    threshold : float
        eps_c [1], the volume fraction at which the phase begins to span the electrode.
    exponent : float
        t [1], about 2 in three dimensions (Stauffer and Aharony).
    floor : float
        sigma_eff/sigma_0 [1] that is left below the threshold, since a finite electrode
        keeps a few paths; 0 for an infinite random medium.

    References
    ----------
    Bielefeld, Weber and Janek 2019, doi 10.1021/acs.jpcc.8b11043, for the thresholds of
    active material against electrolyte by particle size.
    """

    threshold: float
    exponent: float = 2.0
    floor: float = 0.0

    def __call__(self, eps: float) -> float:
        """Return sigma_eff/sigma_0 [1] at volume fraction `eps` of the conducting phase."""
        open_share = (eps - self.threshold) / (1.0 - self.threshold)
        return max(self.floor, max(0.0, open_share) ** self.exponent)


Transport = Bruggeman | TortuosityFactor | Percolation
"""Every law of effective transport: called with the volume fraction of the phase."""


def electronic_threshold(d_am: float) -> float:
    """Return the volume fraction of active material at which its electron path begins.

    p_c = 7.83 ln(d/um) + 36.67 vol%, for active particles with 3 um electrolyte particles.

    Parameters
    ----------
    d_am : float
        Diameter of the active particles [m]; simulated between 3 and 15 um.

    Returns
    -------
    float
        Volume fraction of all active material in the composite [1].

    References
    ----------
    Bielefeld, Weber and Janek 2019, doi 10.1021/acs.jpcc.8b11043.
    """
    import math

    return (7.83 * math.log(d_am * 1e6) + 36.67) / 100.0
