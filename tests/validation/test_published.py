"""Published values reproduced, with the error that is claimed."""

import numpy as np
import pytest

from ionwright import cell
from ionwright.cell.resistance import porous_electrode
from ionwright.ion.composite import fit_percolation, samples
from ionwright.ion.transport import Bruggeman


def headline(name: str) -> dict[str, float]:
    spec = cell.specify(cell.load(name))
    return {n: s.value for n, s in spec.headline.items()}


def test_worked_case_to_a_tenth_of_a_per_cent():
    spec = cell.specify(cell.load("worked-case"))
    h = spec.headline
    assert spec.package.mass / spec.package.faces * 100 == pytest.approx(35.22, rel=1e-3, abs=0)
    assert h["specific_energy"].value / 3600 == pytest.approx(431.5, rel=1e-3, abs=0)
    assert h["energy_density_discharged"].value / 3.6e6 == pytest.approx(1245.6, rel=1e-3, abs=0)
    assert h["energy_density_charged"].value / 3.6e6 == pytest.approx(1074.7, rel=1e-3, abs=0)
    assert spec.coatings[0].thickness * 1e6 == pytest.approx(78.03, rel=1e-3, abs=0)


@pytest.mark.parametrize(
    ("um", "mass", "wh_kg", "empty", "full"),
    [(100, 46.94, 323.8, 791.5, 718.9), (500, 113.90, 133.4, 256.7, 248.6)],
)
def test_worked_case_with_other_separators(um, mass, wh_kg, empty, full):
    design = cell.load("worked-case")
    (varied,) = cell.vary(design, {"cell.separator.thickness": [um * 1e-6]})
    spec = cell.specify(varied)
    h = spec.headline
    assert spec.package.mass / spec.package.faces * 100 == pytest.approx(mass, rel=1e-3, abs=0)
    assert h["specific_energy"].value / 3600 == pytest.approx(wh_kg, rel=1e-3, abs=0)
    assert h["energy_density_discharged"].value / 3.6e6 == pytest.approx(empty, rel=1e-3, abs=0)
    assert h["energy_density_charged"].value / 3.6e6 == pytest.approx(full, rel=1e-3, abs=0)


@pytest.mark.parametrize(
    ("kappa", "sigma", "i_0", "R"),
    [
        (0.02, 1.0, 0.1, 72.665675),
        (0.02, 1.0, 1.0, 15.226767),
        (0.05, 0.05, 0.1, 70.488532),
        (0.05, 0.05, 1.0, 15.290021),
    ],
)
def test_porous_electrode_resistance(kappa, sigma, i_0, R):
    F, RT = 96485.33212331, 8.31446261815324 * 298.15
    found = porous_electrode(70e-6, kappa, sigma, 6e5 * i_0 * F / RT)
    assert found * 1e4 == pytest.approx(R, rel=1e-6, abs=0)


def test_porous_electrode_limits():
    # perfect networks leave the charge transfer alone
    assert porous_electrode(1e-4, 1e6, 1e6, 1e6) == pytest.approx(1e-2, rel=1e-4, abs=0)
    # perfect kinetics with one perfect network: the reaction sits at the separator
    assert porous_electrode(1e-4, 0.1, 1e9, 1e20) < 1e-9
    # the hyperbolic and the asymptotic branch meet
    L, kappa, sigma = 1e-4, 0.03, 0.7
    for nu in (299.0, 301.0):
        G = (nu / L) ** 2 / (1 / kappa + 1 / sigma)
        exact = L / (kappa + sigma) * (1 + (sigma / kappa + kappa / sigma) / nu)
        assert porous_electrode(L, kappa, sigma, G) == pytest.approx(exact, rel=1e-12, abs=0)


def test_comsol_cell_holds_21_ampere_hours_per_square_metre():
    spec = cell.specify(cell.load("comsol-graphite-lco"))
    assert spec.balance.capacity / 3600 == pytest.approx(21.036, rel=1e-3, abs=0)


def test_percolation_law_on_ketters_composites():
    """Factor 1.25 from 0 to 60 vol%, where Bruggeman is 45 times off."""
    measured = [s for s in samples("ketter2025", "ionic_conductivity", "DC") if not s.label]
    assert [s.phi for s in measured] == [0.0, 0.2, 0.4, 0.6, 0.8]
    dense, law = fit_percolation([s.eps_electrolyte for s in measured], [s.sigma for s in measured])
    assert 0.25 < law.threshold < 0.31
    for s in measured[:4]:
        assert abs(np.log(dense * law(s.eps_electrolyte) / s.sigma)) < np.log(1.25)
    pure = measured[0].sigma / Bruggeman()(measured[0].eps_electrolyte)
    assert pure * Bruggeman()(measured[3].eps_electrolyte) / measured[3].sigma > 40.0


def test_percolation_law_on_ketters_electrons():
    measured = [s for s in samples("ketter2025", "electronic_conductivity", "DC") if not s.label]
    dense, law = fit_percolation([s.eps_active for s in measured], [s.sigma for s in measured], 3.0)
    for s in measured:
        assert abs(np.log(dense * law(s.eps_active) / s.sigma)) < np.log(1.3)


def test_a_law_fitted_to_coarse_electrolyte_underrates_fine_electrolyte():
    """Schlautmann's series is predicted, not fitted: within a factor 3, always too low."""
    measured = [s for s in samples("ketter2025", "ionic_conductivity", "DC") if not s.label]
    dense, law = fit_percolation([s.eps_electrolyte for s in measured], [s.sigma for s in measured])
    sizes = samples("schlautmann2023", "ionic_conductivity")
    assert len(sizes) == 4
    for s in sizes:
        assert 1.0 < s.sigma / (dense * law(s.eps_electrolyte)) < 3.0


def test_fit_recovers_a_law_it_was_given():
    eps = np.array([0.9, 0.7, 0.5, 0.35])
    sigma = 2.0 * ((eps - 0.21) / 0.79) ** 2
    dense, law = fit_percolation(list(eps), list(sigma))
    assert law.threshold == pytest.approx(0.21, rel=0, abs=1e-3)
    assert dense == pytest.approx(2.0, rel=5e-3, abs=0)
