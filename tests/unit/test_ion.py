"""Property laws: limits, conventions, published values."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ionwright import data, ion
from ionwright.ion.composition import LogTable, Uniform
from ionwright.ion.concentration import PowerSum
from ionwright.ion.conductivity import Arrhenius, ArrheniusT, Vtf
from ionwright.ion.interface import ConstantExchange, InsertionExchange
from ionwright.ion.ocp import BranchedOcp, FlatOcp, TableOcp
from ionwright.ion.pressing import DensityPower, Heckel, PressedConductivity
from ionwright.ion.transport import Bruggeman, Percolation, TortuosityFactor, electronic_threshold

EV = 96485.33212331


def test_two_arrhenius_conventions_differ_as_they_should():
    plain, with_T = Arrhenius(1.0, 0.30 * EV), ArrheniusT(1.0, 0.30 * EV)
    assert plain(333.15) == pytest.approx(3.41, rel=1e-3, abs=0)
    assert with_T(333.15) == pytest.approx(3.05, rel=1e-3, abs=0)
    # near T_ref the sigma-T convention looks like an energy that is k T lower
    slope = math.log(with_T(298.65) / with_T(297.65)) / (1 / 297.65 - 1 / 298.65)
    apparent = slope * 8.31446261815324 / EV
    assert apparent == pytest.approx(0.30 - 0.0257, rel=1e-3, abs=0)


@given(st.floats(250.0, 400.0), st.floats(1e-6, 10.0), st.floats(0.1, 0.8))
def test_conductivity_is_what_was_measured_at_the_reference(T, sigma, E):
    for law in (Arrhenius, ArrheniusT):
        assert law(sigma, E * EV, T)(T) == pytest.approx(sigma, rel=1e-13, abs=0)
        assert law(sigma, E * EV, T)(T + 10.0) > sigma


def test_vtf_falls_to_nothing_at_its_ideal_glass_temperature():
    law = Vtf(100.0, 900.0, 200.0)
    assert law(200.0) == 0.0
    assert law(150.0) == 0.0
    assert 0.0 < law(250.0) < law(350.0)
    assert law(300.0) == pytest.approx(100.0 / math.sqrt(300.0) * math.exp(-9.0), rel=1e-13, abs=0)


def test_peo_is_near_one_millisiemens_at_60_degrees_and_far_below_at_25():
    sigma = ion.electrolyte("PEO-LiTFSI").conductivity
    assert 0.1e-1 < sigma(333.15) < 1.5e-1
    assert sigma(298.15) < 0.2 * sigma(333.15)


@given(st.floats(0.0, 2e9), st.floats(1e8, 3e9), st.floats(0.05, 2.0))
def test_heckel_and_its_inverse(P, P_y, A_0):
    law = Heckel(P_y, A_0)
    rho = law.density(P)
    assert 0.0 <= rho < 1.0
    if rho < 1.0 - 1e-9:
        assert law.pressure(rho) == pytest.approx(P, rel=1e-6, abs=1e-6 * P_y)


def test_heckel_agrees_with_the_densities_measured_on_li7sips8():
    P_y = data.default("Li7SiPS8", "heckel_yield_pressure").value.value
    # 90 % at 1.2 GPa and 95 % at 1.7 GPa (Schneider 2023): both give the offset A_0
    offsets = [math.log(1 / (1 - rho)) - P / P_y for rho, P in ((0.90, 1.2e9), (0.95, 1.7e9))]
    law = Heckel(P_y, float(np.mean(offsets)))
    assert law.density(1.2e9) == pytest.approx(0.90, rel=0.03, abs=0)
    assert law.density(1.7e9) == pytest.approx(0.95, rel=0.03, abs=0)


def test_pressed_conductivity_keeps_its_density_and_feels_the_stack():
    law = PressedConductivity(1.0, Heckel(1e9, 1.0), DensityPower(1.5), 1.4e-6)
    assert law(500e6) > law(100e6)
    assert law(500e6, 100e6) == pytest.approx(
        law(500e6) * math.exp(-100e6 * 1.4e-6 / (8.31446261815324 * 298.15)), rel=1e-12, abs=0
    )
    assert law(0.0, 500e6) < law(500e6)


def test_density_power_limits():
    assert DensityPower()(1.0) == 1.0
    assert DensityPower(2.0, 0.5)(0.5) == 0.0
    assert DensityPower(2.0, 0.5)(0.4) == 0.0


@pytest.mark.parametrize(
    "law", [Bruggeman(), Bruggeman(2.5), Percolation(0.3, 2.0), Percolation(0.3, 2.0, 1e-4)]
)
def test_transport_is_whole_when_the_phase_is_alone_and_grows_with_it(law):
    assert law(1.0) == pytest.approx(1.0, rel=1e-14, abs=0)
    eps = np.linspace(0.0, 1.0, 101)
    values = [law(e) for e in eps]
    assert np.all(np.diff(values) >= 0.0)
    assert min(values) >= 0.0


def test_tortuosity_factor_of_bruggeman():
    assert TortuosityFactor(0.4**-0.5)(0.4) == pytest.approx(Bruggeman()(0.4), rel=1e-14, abs=0)
    assert TortuosityFactor(1.0)(0.4) == pytest.approx(0.4, rel=1e-14, abs=0)


def test_percolation_is_nothing_below_its_threshold_but_its_floor():
    assert Percolation(0.3)(0.29) == 0.0
    assert Percolation(0.3, 2.0, 1e-4)(0.1) == 1e-4


@pytest.mark.parametrize(("d", "p_c"), [(3, 45.27), (5, 49.27), (10, 54.70), (15, 57.87)])
def test_electronic_threshold_of_bielefeld(d, p_c):
    assert electronic_threshold(d * 1e-6) * 100 == pytest.approx(p_c, rel=0, abs=0.01)


def test_log_table_passes_its_points_and_keeps_its_ends():
    law = LogTable((0.25, 0.5, 1.0), (1.4, 0.15, 1.9e-4))
    np.testing.assert_allclose(law([0.25, 0.5, 1.0]), [1.4, 0.15, 1.9e-4], rtol=1e-12)
    assert float(law(0.0)) == pytest.approx(1.4, rel=1e-12, abs=0)
    assert np.all(np.diff(law(np.linspace(0.25, 1.0, 200))) < 0.0)


def test_nmc_loses_its_electrons_as_it_fills():
    sigma = ion.active_material("NMC532").electronic
    assert isinstance(sigma, LogTable)
    assert float(sigma(0.25)) / float(sigma(1.0)) > 1e3


def test_uniform_follows_temperature():
    law = Uniform(1e-14, 30e3)
    assert float(law(0.3, 298.15)) == pytest.approx(1e-14, rel=1e-13, abs=0)
    assert float(law(0.3, 333.15)) == pytest.approx(1e-14 * 3.563, rel=1e-3, abs=0)


def test_exchange_current_laws():
    assert float(InsertionExchange(0.11)(0.5)) == pytest.approx(0.11, rel=1e-14, abs=0)
    assert float(InsertionExchange(0.11)(1.0)) == 0.0
    assert float(ConstantExchange(259.0)(0.1)) == pytest.approx(259.0, rel=1e-14, abs=0)


def test_charge_transfer_of_lithium_on_garnet_is_one_ohm_cm2():
    face = ion.Interface(ConstantExchange(259.0))
    assert face.small_signal(0.5, 300.0) * 1e4 == pytest.approx(0.998, rel=1e-3, abs=0)
    half = ion.Interface(ConstantExchange(259.0), contact=0.5)
    assert half.small_signal(0.5, 300.0) == pytest.approx(
        2.0 * face.small_signal(0.5, 300.0), rel=1e-14, abs=0
    )


HOSTS = ["NMC811", "NMC532", "NMC111", "NCA", "LCO", "LFP", "LNMO", "graphite"]


@pytest.mark.parametrize("name", HOSTS)
def test_potentials_are_smooth_and_monotone(name):
    ocp = ion.active_material(name).ocp
    assert isinstance(ocp, TableOcp)
    x = np.linspace(ocp.x_low, ocp.x_high, 4001)
    assert np.all(ocp.slope(x) <= 0.0)
    np.testing.assert_allclose(ocp(ocp.x), ocp.U, rtol=0, atol=1e-9)
    middle = 0.5 * (ocp.x_low + ocp.x_high)
    fine = np.linspace(ocp.x_low, middle, 100_001)
    expected = np.trapezoid(ocp(fine), fine) / (middle - ocp.x_low)
    assert ocp.mean(ocp.x_low, middle) == pytest.approx(expected, rel=1e-7, abs=0)
    assert ocp.stoichiometry(float(ocp(middle))) == pytest.approx(middle, rel=0, abs=1e-9)
    assert not ocp.holds(ocp.x_high + 0.01)


def test_silicon_comes_out_above_where_it_goes_in():
    ocp = ion.active_material("silicon").ocp
    assert isinstance(ocp, BranchedOcp)
    x = np.linspace(ocp.x_low, ocp.x_high, 200)
    assert np.all(ocp.hysteresis(x) > 0.0)
    assert ocp.mean(0.2, 0.8) < ocp.mean(0.8, 0.2)
    assert ocp.stoichiometry(float(ocp(0.4))) == pytest.approx(0.4, rel=0, abs=1e-9)


def test_flat_potential():
    ocp = FlatOcp(0.622)
    assert float(ocp(0.3)) == 0.622
    assert ocp.mean(0.1, 0.9) == 0.622


@pytest.mark.parametrize("item", [i.id for i in data.items().values() if i.kind == "electrolyte"])
def test_every_electrolyte_with_a_conductivity_becomes_a_material(item):
    if not data.find(item, "ionic_conductivity"):
        pytest.skip("no conductivity in the data: named for its interface only")
    e = ion.electrolyte(item)
    assert 1e-8 < e.conductivity(298.15) < 10.0
    assert e.conductivity(333.15) >= e.conductivity(298.15)
    assert 900.0 < e.density < 7000.0
    assert 0.0 < e.transference <= 1.0
    assert (e.salt is None) == (e.transference >= 1.0)
    assert e.evidence


def test_a_sum_of_powers_counts_in_moles_per_litre():
    law = PowerSum(((3.0, 0.5), (1.5, -2.0), (0.0, 3.0)))
    assert float(law(2000.0)) == pytest.approx(0.5 * 8.0 - 2.0 * 2.0**1.5 + 3.0, rel=1e-14, abs=0)
    np.testing.assert_allclose(law([0.0, -1.0]), 3.0, rtol=1e-15, atol=0.0)


def test_the_salt_of_the_carbonate_carries_the_laws_of_nyman():
    electrolyte = ion.electrolyte("LiPF6-carbonate")
    salt = electrolyte.salt
    assert salt is not None
    assert salt.conductivity_of is not None
    assert salt.diffusivity_of is not None
    at = salt.concentration
    assert float(salt.conductivity_of(at)) == pytest.approx(
        electrolyte.conductivity(298.15), rel=1e-12
    )
    assert float(salt.diffusivity_of(at)) == pytest.approx(salt.diffusivity, rel=1e-12)
    c = np.linspace(10.0, 4000.0, 400)
    assert np.all(salt.conductivity_of(c) > 0.0)
    assert np.all(salt.diffusivity_of(c) > 0.0)
    assert {row.source for row in electrolyte.evidence if row.quantity.endswith("_term")} == {
        "nyman2008"
    }
