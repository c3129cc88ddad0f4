"""Conductivity and density of a pressed powder against pressure."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ionwright.ion.constants import GAS_CONSTANT


@dataclass(frozen=True, slots=True)
class Heckel:
    """Densification: ln(1/(1 - rho)) = P/P_y + A_0.

    Parameters
    ----------
    P_y : float
        Heckel yield pressure [Pa].
    A_0 : float
        Offset from die filling and rearrangement [1]; rho(0) = 1 - exp(-A_0).

    References
    ----------
    Heckel 1961, Trans. Metall. Soc. AIME 221, 671; parameters for Li7SiPS8: Schneider 2023,
    doi 10.1002/aenm.202203873.
    """

    P_y: float
    A_0: float

    def density(self, P: float) -> float:
        """Return the relative density after pressing at `P` [Pa], in [0, 1)."""
        return 1.0 - math.exp(-P / self.P_y - self.A_0)

    def pressure(self, relative_density: float) -> float:
        """Return the pressing pressure [Pa] that gives a relative density; 0 if none is needed."""
        if relative_density >= 1.0:
            return math.inf
        return max(0.0, self.P_y * (-math.log(1.0 - relative_density) - self.A_0))


@dataclass(frozen=True, slots=True)
class DensityPower:
    """sigma/sigma_dense = ((rho - rho_c)/(1 - rho_c))^t, the percolation law in relative density.

    Parameters
    ----------
    exponent : float
        t [1]; 1.5 is Bruggeman's value with rho_c = 0, about 2 that of random percolation.
    threshold : float
        rho_c [1], the relative density at which the grains first connect.

    Notes
    -----
    Zero below the threshold. With rho_c = 0 and t = 1.5 a 90 % dense pellet has 85 % of the
    dense conductivity.
    """

    exponent: float = 1.5
    threshold: float = 0.0

    def __call__(self, relative_density: float) -> float:
        """Return the conductivity over that of the dense body [1]."""
        open_share = (relative_density - self.threshold) / (1.0 - self.threshold)
        return max(0.0, open_share) ** self.exponent


@dataclass(frozen=True, slots=True)
class PressedConductivity:
    """Conductivity against pressing pressure, through the density that the pressing leaves.

    Parameters
    ----------
    dense : float
        Conductivity of the dense body at zero pressure [S/m].
    compaction : Heckel
        Relative density against pressing pressure.
    grains : DensityPower
        Conductivity against relative density.
    V_a : float
        Activation volume [m3/mol]: sigma falls as exp(-P V_a/(R T)) under stack pressure.

    Notes
    -----
    The density is that of the largest pressure seen: releasing the press keeps it (elastic
    spring-back neglected), and the activation volume then acts on the pressure that remains.
    """

    dense: float
    compaction: Heckel
    grains: DensityPower
    V_a: float = 0.0

    def __call__(self, pressed: float, stack: float = 0.0, T: float = 298.15) -> float:
        """Return sigma [S/m] after pressing at `pressed`, now under `stack` [Pa], at `T` [K]."""
        relative_density = self.compaction.density(max(pressed, stack))
        squeeze = math.exp(-stack * self.V_a / (GAS_CONSTANT * T))
        return self.dense * self.grains(relative_density) * squeeze
