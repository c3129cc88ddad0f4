"""Every shipped design obeys every law; and the laws can fail."""

from dataclasses import replace

import pytest

from ionwright import cell, data
from ionwright.cell import laws
from ionwright.cell.files import planar

ALL = cell.names() + cell.published() + planar()


@pytest.fixture(scope="module")
def sheets():
    return {name: cell.specify(cell.load(name)) for name in ALL}


@pytest.mark.parametrize("name", ALL)
def test_every_law_holds(sheets, name):
    broken = [law for law in sheets[name].check() if not law.holds]
    assert broken == []
    assert sheets[name].status == "done"


def _check(spec, **changed):
    parts = {
        "design": spec.design,
        "coatings": spec.coatings,
        "growth": spec.growth,
        "balance": spec.balance,
        "causes": spec.causes,
        "package": spec.package,
        **changed,
    }
    return {law.name: law.holds for law in laws.check(**parts)}


def test_each_law_notices_an_error_of_one_per_cent(sheets):
    s = sheets["worked-case"]
    c0 = s.coatings[0]
    bad_portion = replace(c0.portions[0], volume_fraction=c0.portions[0].volume_fraction * 1.01)
    cases = {
        "the bill of materials weighs as much as the cell": {
            "package": replace(s.package, mass=s.package.mass * 1.01)
        },
        "the mean voltage lies between the limits": {
            "balance": replace(
                s.balance, average_voltage=s.design.cell.operation.upper_voltage * 1.01
            )
        },
        "solids, electrolyte and pores fill each layer": {
            "coatings": (replace(c0, portions=(bad_portion, *c0.portions[1:])), *s.coatings[1:])
        },
        "no phase has a negative volume": {
            "coatings": (replace(c0, porosity=-0.01), *s.coatings[1:])
        },
        "charged thickness = discharged + growth": {
            "package": replace(
                s.package, stack_thickness_charged=s.package.stack_thickness_charged * 1.01
            )
        },
        "no electrode gives more than it holds": {
            "balance": replace(s.balance, capacity=s.balance.capacity * 1.01)
        },
        "formation makes no lithium": {
            "balance": replace(s.balance, inventory=-0.01 * s.balance.first_charge)
        },
        "no cause resists less than nothing": {
            "causes": (replace(s.causes[0], value=-0.01 * s.resistance), *s.causes[1:])
        },
        "plated lithium fills its molar volume": {
            "growth": tuple((n, g * 1.01) for n, g in s.growth)
        },
    }
    assert set(cases) == set(_check(s))
    assert all(_check(s).values())
    for name, change in cases.items():
        assert not _check(s, **change)[name], name


def test_each_law_of_two_planar_electrodes_notices_an_error(sheets):
    s = sheets["symmetric-lithium-lpscl"]
    limits, b = s.design.cell.operation, s.balance
    cases = {
        "the rest voltage lies between the limits": {
            "balance": replace(b, open_circuit=limits.upper_voltage + 0.01)
        },
        "lithium of the positive fills its molar volume": {
            "balance": replace(b, positive_inventory=b.positive_inventory * 1.01)
        },
        "lithium of the negative fills its molar volume": {
            "balance": replace(b, inventory=b.inventory * 1.01)
        },
    }
    shared = set(_check(s)) & set(_check(sheets["worked-case"]))
    assert set(_check(s)) == set(cases) | shared
    assert len(shared) == 5
    for name, change in cases.items():
        assert not _check(s, **change)[name], name


@pytest.mark.parametrize("name", planar())
def test_mass_thickness_and_volume_of_planar_cells_add_up(sheets, name):
    """From the file's thicknesses and the data's densities, without the stack-up."""
    s = sheets[name]
    c, area = s.design.cell, s.design.cell.format.area
    mass = thickness = 0.0
    for electrode in (c.positive, c.negative):
        sheet = electrode.collector if electrode.type == "collector" else electrode
        thickness += sheet.thickness
        mass += sheet.thickness * area * data.default(sheet.material, "density").value.value
    (layer,) = c.separator
    thickness += layer.thickness
    rho = data.default(layer.electrolyte, "density").value.value
    mass += layer.thickness * area * layer.relative_density * rho
    assert s.package.mass == pytest.approx(mass, rel=1e-12, abs=0)
    assert s.package.thickness == pytest.approx(thickness, rel=1e-12, abs=0)
    assert s.package.volume == pytest.approx(thickness * area, rel=1e-12, abs=0)
    assert s.package.volume_charged == s.package.volume


def test_a_symmetric_cell_turned_round_is_the_same_cell(sheets):
    """What is done to one side alone, done to the other, weighs and resists the same."""
    design = sheets["symmetric-lithium-lpscl"].design
    one, other = (
        cell.specify(
            cell.change(
                design,
                {
                    f"cell.{side}.thickness": 50e-6,
                    f"cell.{side}.interface_resistance": 1e-3,
                    f"cell.{side}.contact": 0.5,
                },
            )
        )
        for side in ("positive", "negative")
    )
    assert one.package.mass == pytest.approx(other.package.mass, rel=1e-14, abs=0)
    assert one.resistance == pytest.approx(other.resistance, rel=1e-14, abs=0)
    assert one.balance.positive_inventory == other.balance.inventory
    assert one.headline["area_specific_resistance"].value > sheets[design.id].resistance


@pytest.mark.parametrize("name", ALL)
def test_twice_the_layers_twice_the_mass_of_coatings(sheets, name):
    """Energy scales with the faces; Wh/kg of the repeat unit does not depend on their number."""
    s = sheets[name]
    n = s.design.cell.format.layers
    doubled = cell.specify(cell.change(s.design, {"cell.format.layers": 2 * n}))
    assert doubled.energy == pytest.approx(2.0 * s.energy, rel=1e-12, abs=0)
    active = {"active material", "separator", "additive"}
    for spec, k in ((s, 1.0), (doubled, 2.0)):
        mass = sum(r["mass"] for r in spec.bill if r["role"] in active)
        assert mass / k == pytest.approx(
            sum(r["mass"] for r in s.bill if r["role"] in active), rel=1e-12, abs=0
        )


def test_thicker_separator_weighs_and_resists_in_proportion(sheets):
    design = sheets["worked-case"].design
    thin, thick = (
        cell.specify(d) for d in cell.vary(design, {"cell.separator.thickness": [20e-6, 40e-6]})
    )
    ohmic = [next(c.value for c in s.causes if c.name == "separator") for s in (thin, thick)]
    assert ohmic[1] == pytest.approx(2.0 * ohmic[0], rel=1e-12, abs=0)
    mass = [next(r["mass"] for r in s.bill if r["role"] == "separator") for s in (thin, thick)]
    assert mass[1] == pytest.approx(2.0 * mass[0], rel=1e-12, abs=0)


def test_causes_add_up(sheets):
    for s in sheets.values():
        assert s.resistance == pytest.approx(sum(c.value for c in s.causes), rel=1e-14, abs=0)
        assert s.headline["dc_resistance"].value == pytest.approx(
            s.resistance / s.package.faces, rel=1e-14, abs=0
        )


def test_first_cycle_losses_do_not_add(sheets):
    """A loss of the negative that is smaller than the positive's costs nothing."""
    design = cell.load("sulfide-nmc811-anode-free")
    p = design.positive.first_cycle_efficiency
    same = cell.specify(
        cell.change(design, {"cell.negative.first_cycle_efficiency": 0.5 * (1.0 + p)})
    )
    none = cell.specify(cell.change(design, {"cell.negative.first_cycle_efficiency": 1.0}))
    worse = cell.specify(cell.change(design, {"cell.negative.first_cycle_efficiency": p - 0.05}))
    assert same.balance.capacity == pytest.approx(none.balance.capacity, rel=1e-14, abs=0)
    assert worse.balance.capacity < none.balance.capacity
    assert worse.balance.limiting == "lithium lost in formation"


def test_lithium_grows_4_85_um_per_mah_cm2(sheets):
    s = sheets["worked-case"]
    plated = dict(s.growth)["lithium plated"]
    assert plated * 1e6 / (s.balance.capacity / 36e3) == pytest.approx(4.85, rel=1e-3, abs=0)


def test_same_inputs_same_key_and_any_change_another():
    a, b = (cell.specify(cell.load("worked-case")) for _ in range(2))
    assert a.key == b.key
    assert a.to_json() == b.to_json()
    changed = cell.change(a.design, {"cell.separator.thickness": 30.000001e-6})
    assert cell.specify(changed).key != a.key
    same = cell.change(a.design, {"cell.separator.thickness": "30 um"})
    assert cell.specify(same).key == a.key
