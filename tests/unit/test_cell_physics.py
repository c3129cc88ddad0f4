"""Charge balance, resistance and stack-up against independent arithmetic."""

import math

import numpy as np
import pytest

from ionwright import cell, data, ion
from ionwright.cell._kernels import arrays as A
from ionwright.cell.balance import potential
from ionwright.cell.driver import prepared, solve
from ionwright.cell.materials import populations
from ionwright.cell.mesh import Mesh
from ionwright.cell.resistance import sphere_response
from ionwright.cell.stack import composite_coating
from ionwright.errors import InputError

SEMI = "semisolid-nmc811-graphite-silicon"


def changed(name, **changes):
    paths = {path.replace("__", "."): value for path, value in changes.items()}
    return cell.change(cell.load(name), paths)


def capacity_of(design):
    return populations(design.positive, design.cell, True, design.origin)[0].capacity / 3600


def test_a_capacity_belongs_to_the_potentials_between_which_it_was_measured():
    full = capacity_of(cell.load("sulfide-nmc811-lithium"))
    assert full == pytest.approx(186.4, rel=1e-6, abs=0)
    less = capacity_of(changed("sulfide-nmc811-lithium", cell__operation__upper_voltage=3.9))
    ocp = ion.active_material("NMC811").ocp
    share = (ocp.stoichiometry(3.0) - ocp.stoichiometry(3.9)) / (ocp.x_high - ocp.x_low)
    assert less == pytest.approx(full * share, rel=1e-6, abs=0)
    assert less < 0.6 * full


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"cell.positive.active.0.capacity": "1000 mAh/g"}, "can hold"),
        ({"cell.positive.active.0.maximum_concentration": "50000 mol/m3"}, "two ways"),
        ({"cell.positive.active.0.capacity_upper_potential": "2.6 V"}, "span some of the curve"),
        ({"cell.positive.active.0.stoichiometry_charged": 0.1}, "was measured"),
        ({"cell.positive.active.0.stoichiometry_charged": 0.9059}, "holds less lithium"),
    ],
)
def test_impossible_capacities_are_refused(changes, said):
    design = cell.load("sulfide-nmc811-lithium")
    with pytest.raises(InputError, match=said):
        cell.specify(cell.change(design, changes))


def test_solids_must_fit_into_the_thickness():
    design = cell.load("worked-case")
    raw = cell.dumps(design).replace(
        'porosity               = "12 vol%"', 'thickness              = "60 um"'
    )
    with pytest.raises(InputError, match="fit into its thickness"):
        cell.specify(cell.loads(raw, "x", "x"))


def test_two_ways_to_say_the_same_electrode_agree():
    design = cell.load("worked-case")
    first = cell.specify(design)
    um = first.coatings[0].thickness * 1e6
    mg = first.coatings[0].mass * 100
    for line in (
        f'areal_mass             = "{mg!r} mg/cm2"\nporosity               = "12 vol%"',
        f'areal_mass             = "{mg!r} mg/cm2"\nthickness              = "{um!r} um"',
        f'porosity               = "12 vol%"\nthickness              = "{um!r} um"',
    ):
        text = design.text.replace('areal_capacity         = "4.0 mAh/cm2"\n', "").replace(
            'porosity               = "12 vol%"', line
        )
        again = cell.specify(cell.loads(text, "x", "x"))
        assert again.energy == pytest.approx(first.energy, rel=1e-12, abs=0)
        assert again.package.mass == pytest.approx(first.package.mass, rel=1e-12, abs=0)


def test_shares_by_mass_and_by_volume_give_the_same_electrode():
    design = cell.load("worked-case")
    first = cell.specify(design)
    text = design.text.replace('areal_capacity         = "4.0 mAh/cm2"\n', "")
    um = first.coatings[0].thickness * 1e6
    text = text.replace(
        'porosity               = "12 vol%"', f'thickness              = "{um!r} um"'
    )
    for old, portion in zip(("80 wt%", "18 wt%", "2 wt%"), first.coatings[0].portions, strict=True):
        text = text.replace(f'"{old}"', f'"{portion.volume_fraction * 100!r} vol%"')
    again = cell.specify(cell.loads(text.replace("mass_fraction", "volume_fraction"), "x", "x"))
    assert again.package.mass == pytest.approx(first.package.mass, rel=1e-9, abs=0)
    assert again.energy == pytest.approx(first.energy, rel=1e-9, abs=0)


def test_a_negative_that_is_too_small_cuts_the_charge_at_both_ends():
    """Charge stops at Q_n + L_n; the positive takes back that less its own loss."""
    design = changed("sulfide-nmc811-silicon", cell__negative__areal_capacity="3 mAh/cm2")
    b = cell.specify(design).balance
    ce_n = design.cell.negative.first_cycle_efficiency
    first = 3.0 + 3.0 * (1 / ce_n - 1)
    loss = b.positive / 36e3 * (1 / design.positive.first_cycle_efficiency - 1)
    assert b.first_charge / 36e3 == pytest.approx(first, rel=1e-9, abs=0)
    assert b.capacity / 36e3 == pytest.approx(min(3.0, first - loss), rel=1e-9, abs=0)
    assert b.limiting == "negative"
    assert any("too small" in note for note in cell.specify(design).notes)


def test_mean_voltage_of_two_populations_is_that_of_their_common_potential():
    design = cell.load(SEMI)
    hosts = populations(design.cell.negative, design.cell, False, design.origin)
    coating, _ = composite_coating("negative", design.cell.negative, hosts)
    masses = [p.mass for p in coating.portions if p.role == "active material"]
    full = sum(m * h.capacity for m, h in zip(masses, hosts, strict=True))
    for q in np.linspace(0.05, 0.95, 7) * full:
        U = float(potential(coating, hosts, np.array([q]), lithiation=False)[0])
        held = 0.0
        for m, h in zip(masses, hosts, strict=True):
            branch = getattr(h.material.ocp, "delithiation", h.material.ocp)
            x = np.clip(branch.stoichiometry(U), h.x_discharged, h.x_charged)
            held += m * h.capacity * (h.x_charged - x) / (h.x_charged - h.x_discharged)
        assert held == pytest.approx(q, rel=0, abs=2e-3 * full)


@pytest.mark.parametrize(
    ("tau", "surface"),
    [(0.001, 0.0367068), (0.01, 0.1236434), (0.05, 0.3121654), (0.1, 0.4867617), (1.0, 3.2)],
)
def test_diffusion_in_a_sphere_is_cranks(tau, surface):
    assert sphere_response(tau) + 3.0 * tau == pytest.approx(surface, rel=3e-5, abs=0)


def test_diffusion_branches_meet():
    below, above = sphere_response(0.99999e-4), sphere_response(1.00001e-4)
    assert below == pytest.approx(above, rel=1e-3, abs=0)
    assert sphere_response(50.0) == pytest.approx(0.2, rel=1e-12, abs=0)


def test_a_blocked_network_is_refused():
    design = cell.load("sulfide-nmc811-lithium")
    with pytest.raises(InputError, match="ion path of an electrode must conduct"):
        cell.specify(cell.change(design, {"cell.positive.ionic_transport.threshold": 0.9}))


def test_a_polymer_is_not_asked_below_the_range_of_its_fit():
    law = ion.electrolyte("PEO-LiTFSI").conductivity
    assert not law.holds(278.15)
    with pytest.raises(InputError, match="only where it was fitted"):
        cell.specify(changed("polymer-lfp-lithium", cell__operation__temperature="5 degC"))


def test_a_reference_has_lithium_without_limit():
    h = cell.specify(cell.load("lab-pellet-nmc811-liin")).headline
    assert math.isinf(h["n_to_p"].value)
    assert h["n_to_p"].text() == "no limit"
    assert math.isinf(h["lithium_excess"].value)


def test_an_alloy_of_constant_potential_grows_with_its_lithium():
    s = cell.specify(cell.load("lab-pellet-nmc811-liin"))
    grown = dict(s.growth)["counter electrode"]
    assert grown / (s.balance.capacity / ion.FARADAY) == pytest.approx(7.89e-6, rel=0.02, abs=0)


def test_limits_beyond_a_curve_are_said():
    high = cell.specify(changed("sulfide-nmc811-lithium", cell__operation__upper_voltage=5.0))
    assert any("was measured up to" in note for note in high.notes)


def test_stand_ins_are_said():
    notes = cell.specify(changed("worked-case", cell__separator__electrolyte="LATP")).notes
    assert any("stands in" in note for note in notes)


def test_expansion_that_finds_no_pores_thickens_the_electrode():
    design = changed("sulfide-nmc811-silicon", cell__negative__breathing=0.0)
    s = cell.specify(design)
    negative = next(c for c in s.coatings if c.name == "negative")
    eps = sum(p.volume_fraction for p in negative.portions if p.role == "active material")
    h = populations(design.cell.negative, design.cell, False, design.origin)[0]
    used = s.balance.capacity / s.balance.negative
    swell = eps * h.material.swelling * (h.x_charged - h.x_discharged) * used
    assert swell > negative.porosity
    assert dict(s.growth)["negative breathing"] == pytest.approx(
        (swell - negative.porosity) * negative.thickness, rel=1e-9, abs=0
    )


def test_two_equal_layers_have_twice_the_web_of_one():
    text = cell.load("worked-case").text
    block = text[text.index("[cell.separator]") : text.index("[cell.negative]")]
    two = block.replace("[cell.separator]", "[[cell.separator]]") * 2
    design = cell.loads(text.replace(block, two), "x", "x")
    row = next(r for r in cell.specify(design).bill if r["role"] == "separator")
    one = next(r for r in cell.specify(cell.load("worked-case")).bill if r["role"] == "separator")
    assert row["area"] == pytest.approx(2.0 * one["area"], rel=1e-12, abs=0)
    assert row["mass"] == pytest.approx(2.0 * one["mass"], rel=1e-12, abs=0)
    assert (
        cell.change(design, {"cell.separator.1.thickness": 5e-6}).cell.separator[1].thickness
        == 5e-6
    )


def test_can_without_clearance_is_its_walls():
    s = cell.specify(cell.load("liquid-nmc811-graphite"))
    f, p = s.design.cell.format, s.package
    rho = data.default("housing-aluminium", "density").value.value
    wall = 2 * f.wall_thickness
    outer = p.thickness * p.width * p.height
    inner = (p.thickness - wall) * (p.width - wall) * (p.height - wall)
    lid = p.thickness * p.width * f.wall_thickness
    can = next(r["mass"] for r in s.bill if r["role"] == "can")
    assert can == pytest.approx((outer - inner - lid) * rho, rel=1e-9, abs=0)


@pytest.mark.parametrize("n", [1, 2, 3, 10, 11])
def test_foils_of_a_stack_with_negatives_outside(n):
    s = cell.specify(changed("sulfide-nmc811-lithium", cell__format__layers=n))
    assert s.package.positive_foils == math.ceil(n / 2)
    assert s.package.negative_foils == n // 2 + 1
    assert s.package.positive_foils + s.package.negative_foils == n + 1


def test_the_key_knows_what_a_number_depends_on():
    def key(name, **changes):
        return cell.specify(changed(name, **changes)).key

    base = key("lab-pellet-nmc811-liin")
    used = {e.quantity for e in cell.specify(cell.load("lab-pellet-nmc811-liin")).evidence}
    assert "potential" in used
    assert base != key("lab-pellet-nmc811-liin", cell__operation__temperature=303.0)
    # a number that the file replaces is no longer counted as a row of the data
    spec = cell.specify(cell.load("worked-case"))
    assert not any(e.quantity == "density" and e.item == "NMC811" for e in spec.evidence)


def test_conductivity_of_a_pellet_is_scaled_to_its_density_and_back():
    design = cell.load("worked-case")
    e = ion.electrolyte("Li6PS5Cl")
    ohmic = next(c.value for c in cell.specify(design).causes if c.name == "separator")
    sigma = e.conductivity(298.15) * (0.90 / e.relative_density) ** 1.5
    assert ohmic == pytest.approx(30e-6 / sigma, rel=1e-12, abs=0)


@pytest.mark.parametrize(
    "changes",
    [
        {"cell.separator.thickness": "22 um"},
        {"cell.separator.thickness": {"value": "22 um", "low": "20 um", "high": "30 um"}},
        {"cell.positive.ionic_transport": "bruggeman"},
        {"cell.positive.ionic_transport.exponent": 2.0},
        {"cell.separator": {"electrolyte": "LLZO-Ta", "thickness": "25 um"}},
        {"cell.rating.average_voltage": 3.7},
        {"cell.separator.conductivity": 0.2},
        {"cell.positive.active.0.ocp_source": "chen2020"},
        {"cell.format.layers": 12},
    ],
)
@pytest.mark.parametrize("name", ["worked-case", "sulfide-nmc811-lithium"])
def test_every_kind_of_change_can_be_saved_and_read_again(name, changes):
    if name == "sulfide-nmc811-lithium" and "ionic_transport" in str(changes):
        changes = {"cell.positive.electronic_transport": "bruggeman"}
    design = cell.change(cell.load(name), changes)
    again = cell.loads(cell.dumps(design), name, name)
    assert again.cell == design.cell


def test_a_range_that_is_changed_is_kept():
    design = cell.load("sulfide-nmc811-lithium")
    after = cell.change(design, {"cell.separator.thickness.low": "10 um"})
    assert after.origin["cell.separator.thickness"].low == pytest.approx(10e-6, rel=1e-12, abs=0)
    again = cell.loads(cell.dumps(after), "x", "x")
    assert again.origin["cell.separator.thickness"] == after.origin["cell.separator.thickness"]


def test_every_junction_adds_its_resistance():
    base = cell.specify(cell.load("liquid-nmc811-graphite"))
    paths = {
        "cell.positive.junction_resistance": 1e-4,
        "cell.negative.junction_resistance": 2e-4,
        "cell.separator.junction_resistance": 4e-4,
        "cell.positive.collector.contact_resistance": 8e-4,
        "cell.negative.collector.contact_resistance": 16e-4,
    }
    more = cell.specify(cell.change(base.design, dict.fromkeys(paths, 0.0) | paths))
    less = cell.specify(cell.change(base.design, dict.fromkeys(paths, 0.0)))
    assert more.resistance - less.resistance == pytest.approx(31e-4, rel=1e-9, abs=0)


def test_a_material_takes_its_numbers_along_when_it_goes():
    """A separator of another material must not keep the conductivity of the old one."""
    swapped = cell.change(
        cell.load("sulfide-nmc811-lithium"), {"cell.separator.electrolyte": "LLZO-Ta"}
    )
    layer = swapped.cell.separator[0]
    assert layer.conductivity is None
    assert layer.activation_energy is None
    spec = cell.specify(swapped)
    assert any("Dropped with the material" in note for note in spec.notes)
    again = cell.loads(cell.dumps(swapped), "x", "x")
    assert again.cell == swapped.cell
    kept = cell.change(
        cell.load("sulfide-nmc811-lithium"),
        {"cell.separator.electrolyte": "LLZO-Ta", "cell.separator.conductivity": "0.5 mS/cm"},
    )
    assert kept.cell.separator[0].conductivity == 0.05
    lfp = cell.change(
        cell.load("sulfide-nmc811-lithium"), {"cell.positive.active.0.material": "LFP"}
    )
    assert lfp.positive.active[0].capacity is None
    assert cell.specify(lfp).headline["average_voltage"].value < 3.5


def test_the_same_material_drops_nothing():
    same = cell.change(
        cell.load("sulfide-nmc811-lithium"), {"cell.separator.electrolyte": "Li6PS5Cl"}
    )
    assert same.cell == cell.load("sulfide-nmc811-lithium").cell


def test_a_kind_needs_a_source():
    text = cell.load("worked-case").text.replace(
        'thickness        = "30 um"', 'thickness = {value = "30 um", kind = "measured"}'
    )
    with pytest.raises(InputError, match="needs a source and a locator"):
        cell.loads(text, "x", "x")


def test_lithium_must_stay_solid():
    with pytest.raises(InputError, match="melting point"):
        changed("sulfide-nmc811-lithium", cell__operation__temperature="200 degC")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"cell.separator.electrolyte": "Li3InCl6"}, "reduced by lithium"),
        ({"cell.positive.electrolyte.material": "Li3InCl6"}, "junction Li6PS5Cl | Li3InCl6"),
        ({"cell.negative.collector.material": "aluminium"}, "Aluminium alloys"),
        ({"cell.positive.ionic_transport": None}, "follows Bruggeman"),
        ({"cell.positive.electronic_conductivity": None}, "is not counted in its electron path"),
        ({"cell.positive.active.0.material": "NMC83"}, "no potential curve of its own"),
    ],
)
def test_what_a_sheet_does_not_compute_is_said(changes, said):
    design = cell.load("sulfide-nmc811-lithium")
    raw = dict(design.raw)
    gone = [path for path, value in changes.items() if value is None]
    if gone:
        positive = {k: v for k, v in raw["positive"].items() if k != gone[0].split(".")[-1]}
        text = cell.dumps(cell.Design("x", design.cell, {**raw, "positive": positive}))
        spec = cell.specify(cell.loads(text, "x", "x"))
    else:
        spec = cell.specify(cell.change(design, changes))
    assert any(said in note for note in spec.notes), spec.notes


def test_stand_ins_are_of_the_same_family_first():
    lithium = ion.interface("lithium", "LGPS")[1][0]
    assert lithium.condition("against") == "Li6PS5Cl"
    assert ion.interface("lithium", "Li6PS5Cl")[1][0].condition("against") == "Li6PS5Cl"


def test_every_range_is_carried_into_the_resistance():
    spec = cell.specify(cell.load("oxide-nmc811-lithium"))
    low, high = spec.resistance_range
    junction = next(c for c in spec.causes if c.name.startswith("junction"))
    assert junction.low is not None
    assert junction.high is not None
    assert junction.high - junction.low < high - low
    assert low < spec.resistance < high
    for c in spec.causes:
        if c.low is not None and c.high is not None:
            assert c.low <= c.value * (1 + 1e-9), c.name
            assert c.value <= c.high * (1 + 1e-9), c.name


def test_a_double_layer_starts_on_the_branch_where_its_host_stands():
    """At rest nothing moves: neither with nor without a double layer on a host of two branches."""
    design = cell.load("sulfide-nmc811-silicon")
    charged = cell.change(design, {"cell.negative.active.0.double_layer_capacitance": 0.2})
    plain, stored = (solve(d, "Rest for 10 s") for d in (design, charged))
    assert stored.voltage[0] == pytest.approx(plain.voltage[0], rel=1e-6, abs=0)
    assert np.ptp(stored.voltage) < 1e-5


def test_plating_follows_its_activation_energy():
    base = cell.change(
        cell.load("liquid-nmc811-graphite"),
        {"cell.negative.plating": {"exchange_current_density": 1.0}},
    )
    path = "cell.negative.plating.exchange_activation_energy"
    found = {}
    for E in (0.0, 40e3):
        m = prepared(cell.change(base, {path: E}), 273.15, Mesh(electrode=4, separator=2))[1]
        (p,) = np.flatnonzero(m.kind == A.PLATED)
        found[E] = m.constant[p * A.COLUMNS + A.EXCHANGE]
    assert found[0.0] == pytest.approx(1.0, rel=1e-12, abs=0)
    factor = np.exp(-40e3 / 8.31446261815324 * (1.0 / 273.15 - 1.0 / 298.15))
    assert found[40e3] == pytest.approx(factor, rel=1e-9, abs=0)


def test_the_salt_spreads_as_it_conducts_at_any_temperature():
    design = cell.load("liquid-nmc811-graphite")
    cold, warm = (prepared(design, T, Mesh(electrode=4, separator=2))[1] for T in (273.15, 298.15))
    np.testing.assert_allclose(
        cold.diffusivity / warm.diffusivity, cold.kappa / warm.kappa, rtol=1e-12, atol=0.0
    )
    assert cold.kappa[0] < 0.8 * warm.kappa[0]
