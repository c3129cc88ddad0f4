"""Two planar electrodes: symmetric, lithium-copper, metal against reference."""

import math

import pytest

from ionwright import cell, ion
from ionwright.cell.files import planar
from ionwright.cell.parts import parts_of
from ionwright.errors import InputError

SYMMETRIC, COPPER, INDIUM = (
    "symmetric-lithium-lpscl",
    "lithium-copper-lpscl",
    "lithium-indium-lpscl",
)
POLYMER = {"electrolyte": "PEO-LiTFSI", "thickness": "20 um"}
LITHIUM = {"type": "metal", "thickness": "20 um"}


@pytest.fixture(scope="module")
def sheets():
    return {name: cell.specify(cell.load(name)) for name in planar()}


def test_three_of_them_are_shipped():
    assert planar() == sorted([SYMMETRIC, COPPER, INDIUM])
    assert not set(planar()) & {*cell.names(), *cell.published()}


@pytest.mark.parametrize("name", planar())
def test_a_sheet_says_what_there_is_and_leaves_the_rest_out(sheets, name):
    s = sheets[name]
    assert not s.design.stores
    h = s.headline
    assert all(math.isfinite(scalar.value) for scalar in h.values())
    assert not {"capacity", "energy", "specific_energy", "n_to_p", "pulse_power"} & set(h)
    assert {"mass", "volume", "thickness", "area_specific_resistance"} <= set(h)
    assert (s.capacity, s.energy, s.growth, s.power) == (0.0, 0.0, (), None)
    assert all(set(row) == {"item", "role", "mass", "area"} for row in s.bill)
    assert any("no state of charge" in note for note in s.notes)
    assert s.to_json()["status"] == "done"


def test_lithium_of_each_metal_and_rest_voltage(sheets):
    h = {name: s.headline for name, s in sheets.items()}
    assert h[SYMMETRIC]["rest_voltage"].value == 0.0
    assert h[COPPER]["rest_voltage"].value == 0.0
    potential = ion.reference_potential("LiIn")[0].potential
    assert h[INDIUM]["rest_voltage"].value == potential
    for name in planar():
        lithium = h[name]["negative_lithium"].value / 36e3
        assert lithium == pytest.approx(100.0 / 4.85, rel=1e-3, abs=0)
        assert ("positive_lithium" in h[name]) == (name == SYMMETRIC)


def test_parts_and_balance_of_two_planar_electrodes():
    for name in planar():
        parts = parts_of(cell.load(name))
        assert parts.half == ([], [])
        assert parts.positive[1] == parts.negative[1] == []
        assert parts.balance.capacity == 0.0
        assert parts.balance.limiting == ""
    copper = parts_of(cell.load(COPPER))
    assert (copper.positive[0].thickness, copper.positive[0].portions) == (0.0, ())
    assert copper.balance.positive_inventory == 0.0
    assert math.isinf(parts_of(cell.load(INDIUM)).balance.positive_inventory)


def test_each_face_has_its_own_charge_transfer(sheets):
    causes = {(c.where, c.name): c for c in sheets[SYMMETRIC].causes}
    i_0 = sheets[SYMMETRIC].design.cell.positive.exchange_current_density
    expected = ion.GAS_CONSTANT * 298.15 / (ion.FARADAY * i_0)
    for side in ("positive", "negative"):
        cause = causes[side, "charge transfer"]
        assert cause.value == pytest.approx(expected, rel=1e-9, abs=0)
        assert cause.low < cause.value < cause.high


def test_the_positive_touches_the_last_layer():
    design = cell.change(
        cell.load(SYMMETRIC),
        {
            "cell.separator": [
                {"electrolyte": "Li6PS5Cl", "thickness": "30 um"},
                {"electrolyte": "LLZO-Ta", "thickness": "30 um"},
            ],
            "cell.positive": LITHIUM,
            "cell.negative": LITHIUM,
        },
    )
    s = cell.specify(design)
    value = {(c.where, c.name): c.value for c in s.causes}
    for side, electrolyte in (("positive", "LLZO-Ta"), ("negative", "Li6PS5Cl")):
        expected = ion.interface("lithium", electrolyte)[0].small_signal(0.5, 298.15)
        assert value[side, "charge transfer"] == pytest.approx(float(expected), rel=1e-12, abs=0)
    assert value["positive", "charge transfer"] < value["negative", "charge transfer"]
    assert any("junction Li6PS5Cl | LLZO-Ta" in note for note in s.notes)


def test_a_polymer_between_two_sheets_of_lithium_has_its_salt_gradient():
    design = cell.change(
        cell.load(SYMMETRIC),
        {
            "cell.operation.temperature": "60 degC",
            "cell.separator": POLYMER,
            "cell.positive": LITHIUM,
            "cell.negative": LITHIUM,
        },
    )
    s = cell.specify(design)
    assert any(c.name.startswith("salt gradient") for c in s.causes)
    assert not any("inside the electrodes" in note for note in s.notes)


def test_an_interlayer_and_a_housing_on_the_side_of_the_positive():
    interlayer = {
        "thickness": "5 um",
        "component": {"material": "silver", "mass_fraction": "100 wt%"},
        "resistance": "2 ohm cm2",
    }
    foil = {"material": "aluminium", "thickness": "10 um"}
    pouch = cell.load("sulfide-nmc811-lithium").raw["format"]
    base = cell.load(COPPER)
    design = cell.change(
        base,
        {
            "cell.positive.interlayer": interlayer,
            "cell.positive.collector": foil,
            "cell.format": pouch,
        },
    )
    s = cell.specify(design)
    assert [c.name for c in s.coatings] == ["positive interlayer", "separator", "lithium"]
    area = s.package.faces / 40
    silver = next(r for r in s.bill if r["item"] == "silver")
    assert silver["area"] == pytest.approx(40 * area, rel=1e-12, abs=0)
    lithium = next(r for r in s.bill if r["role"] == "negative metal")
    assert lithium["area"] > silver["area"]
    assert any((c.where, c.name) == ("positive", "interlayer") for c in s.causes)
    assert any("Aluminium alloys with lithium at this positive" in n for n in s.notes)
    assert s.status == "done"
    assert cell.loads(cell.dumps(design), "x", "x").cell == design.cell


def test_a_stranger_in_the_place_of_a_composite_is_told():
    design = cell.load(SYMMETRIC)
    assert cell.load("worked-case").stores
    assert cell.load("worked-case").positive.type == "composite"
    with pytest.raises(InputError, match="needs a composite positive"):
        _ = design.positive


COLLECTOR = {
    "type": "collector",
    "first_cycle_efficiency": "90 %",
    "collector": {"material": "copper", "thickness": "8 um"},
}


@pytest.mark.parametrize(
    ("name", "changes", "said"),
    [
        (COPPER, {"cell.negative": COLLECTOR}, "holds lithium"),
        (COPPER, {"cell.positive.collector": None}, r"Add \[cell.positive.collector\]"),
        (SYMMETRIC, {"cell.positive.material": "LiIn"}, "alloy of constant potential"),
        (SYMMETRIC, {"cell.operation.temperature": "190 degC"}, "melting point"),
        (COPPER, {"cell.operation.temperature": "190 degC"}, "melting point"),
        (SYMMETRIC, {"cell.rating.average_voltage": "0.1 V"}, "mean voltage"),
        (SYMMETRIC, {"cell.operation.lower_voltage": "-7 V"}, "at least -6 V"),
        ("worked-case", {"cell.operation.lower_voltage": "-1 V"}, "above 0"),
        ("liquid-nmc811-graphite", {"cell.positive": LITHIUM}, "composite is the positive"),
    ],
)
def test_cells_that_cannot_be_are_refused(name, changes, said):
    with pytest.raises(InputError, match=said):
        cell.change(cell.load(name), changes)


def test_a_planar_positive_may_stand_against_every_planar_negative_with_lithium():
    for positive in ("metal", "collector", "reference"):
        for negative in ("metal", "collector", "reference"):
            if positive == negative == "collector":
                continue
            text = cell.load(SYMMETRIC).text
            raw = cell.loads(text, "x", "x")
            tables = {
                "metal": LITHIUM,
                "collector": COLLECTOR,
                "reference": {"type": "reference", "material": "LiIn", "thickness": "50 um"},
            }
            limits = {"cell.operation.lower_voltage": "-2 V", "cell.operation.upper_voltage": "2 V"}
            design = cell.change(
                raw,
                {"cell.positive": tables[positive], "cell.negative": tables[negative], **limits},
            )
            assert cell.specify(design).status == "done", (positive, negative)
