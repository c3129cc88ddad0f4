"""Inputs that only the simulator reads: absent they change nothing, wrong they are refused."""

import pytest

from ionwright import cell
from ionwright.errors import InputError

METAL, HOST = "sulfide-nmc811-lithium", "liquid-nmc811-graphite"
ACTIVE = "cell.positive.active.0"
PLATING = {"exchange_current_density": "1 mA/cm2", "dead_rate": "1e-6 1/s"}
THERMAL = {"heat_capacity": "1000 J/(kg K)", "heat_transfer": "10 W/(m2 K)"}
SILENT = {
    f"{ACTIVE}.double_layer_capacitance": ("20 uF/cm2", 0.2),
    f"{ACTIVE}.hysteresis_decay": (12.0, 12.0),
    f"{ACTIVE}.material_frame": (True, True),
    "cell.negative.double_layer_capacitance": ("0.3 F/m2", 0.3),
    "cell.separator.electronic_conductivity": ("1e-8 S/cm", 1e-6),
}


def leaf(design, path):
    return next(found for found in design.leaves if found.path == path)


@pytest.mark.parametrize("path", SILENT)
def test_an_input_of_the_simulator_leaves_the_sheet_as_it_is(path):
    text, value = SILENT[path]
    design = cell.load(METAL)
    changed = cell.change(design, {path: text})
    assert leaf(changed, path).value == pytest.approx(value, rel=1e-12, abs=0)
    assert leaf(changed, path).meaning
    before, after = cell.specify(design), cell.specify(changed)
    assert after.headline == before.headline
    assert after.key != before.key
    assert cell.loads(cell.dumps(changed), "x", "x").cell == changed.cell


def test_the_defaults_switch_everything_off():
    for name in cell.names():
        design = cell.load(name).cell
        assert design.thermal is None
        assert all(layer.electronic_conductivity == 0.0 for layer in design.separator)
        for electrode in (design.positive, design.negative):
            if electrode.type == "composite":
                assert electrode.plating is None
                assert electrode.carbon_conductivity is None
                for active in electrode.active:
                    assert active.double_layer_capacitance == 0.0
                    assert active.hysteresis_decay == 30.0
                    assert not active.material_frame
            else:
                assert electrode.double_layer_capacitance == 0.0


def test_tables_that_a_design_leaves_out_can_be_added_and_saved():
    design = cell.change(cell.load(HOST), {"cell.negative.plating": PLATING})
    design = cell.change(design, {"cell.thermal": THERMAL})
    plating, thermal = design.cell.negative.plating, design.cell.thermal
    assert plating.exchange_current_density == pytest.approx(10.0, rel=1e-12, abs=0)
    assert plating.exchange_activation_energy is None
    assert plating.dead_rate == 1e-6
    assert (thermal.heat_capacity, thermal.heat_transfer) == (1000.0, 10.0)
    assert cell.specify(design).headline == cell.specify(cell.load(HOST)).headline
    again = cell.loads(cell.dumps(design), "x", "x")
    assert again.cell == design.cell
    warmer = cell.change(again, {"cell.thermal.heat_transfer": 20.0})
    assert warmer.cell.thermal.heat_transfer == 20.0


def test_a_material_takes_its_hysteresis_and_double_layer_along():
    design = cell.change(
        cell.load(METAL),
        {f"{ACTIVE}.hysteresis_decay": 12.0, f"{ACTIVE}.double_layer_capacitance": 0.2},
    )
    swapped = cell.change(design, {f"{ACTIVE}.material": "LFP"}).positive.active[0]
    assert (swapped.hysteresis_decay, swapped.double_layer_capacitance) == (30.0, 0.0)


def electron_path(design):
    causes = cell.specify(design).causes
    return next(c.value for c in causes if (c.where, c.name) == ("positive", "electron path"))


def test_carbon_conducts_in_parallel_to_the_particles():
    design = cell.load(METAL)
    raw = {k: v for k, v in design.raw["positive"].items() if k != "electronic_conductivity"}
    particles = cell.loads(
        cell.dumps(cell.Design("x", design.cell, {**design.raw, "positive": raw})), "x", "x"
    )
    both = cell.change(particles, {"cell.positive.carbon_conductivity": 2.0})
    alone = cell.change(particles, {"cell.positive.electronic_conductivity": 2.0})
    tiny = cell.change(particles, {"cell.positive.carbon_conductivity": 1e-12})
    assert electron_path(both) < electron_path(alone)
    assert electron_path(both) < electron_path(particles)
    assert electron_path(tiny) == pytest.approx(electron_path(particles), rel=1e-6, abs=0)
    said = "is not counted in its electron path"
    assert any(said in note for note in cell.specify(particles).notes)
    assert not any(said in note for note in cell.specify(both).notes)


def test_the_effective_conductivity_is_the_sum_of_both_networks():
    from ionwright.cell.parts import parts_of
    from ionwright.cell.resistance import Electrode, electronic_conductivity

    design = cell.load("comsol-graphite-lco")
    for changed, extra in ((design, 0.0), (with_carbon(design, 3.0), 3.0)):
        parts = parts_of(changed)
        state = Electrode(
            "positive", changed.positive, *parts.positive, parts.half[0], changed.origin
        )
        sigma = electronic_conductivity(state, 298.15)
        if not extra:
            particles = sigma
    assert sigma == pytest.approx(particles + extra, rel=1e-12, abs=0)


def with_carbon(design, value):
    return cell.change(design, {"cell.positive.carbon_conductivity": value})


@pytest.mark.parametrize(
    ("name", "changes", "said"),
    [
        (METAL, {"cell.positive.carbon_conductivity": 10.0}, "of the carbon alone"),
        (METAL, {"cell.positive.plating": PLATING}, "plates on a negative"),
        (METAL, {"cell.negative.plating": PLATING}, "known"),
        (HOST, {"cell.negative.plating": {"dead_rate": "1e-6 1/s"}}, "exchange_current_density"),
        (HOST, {"cell.negative.plating": {**PLATING, "dead_rate": "-1 1/s"}}, "at least 0"),
        (HOST, {"cell.thermal": {"heat_capacity": "1000 J/(kg K)"}}, "heat_transfer"),
        (HOST, {"cell.thermal": {**THERMAL, "heat_capacity": "0 J/(kg K)"}}, "above 0"),
        (HOST, {"cell.thermal": {**THERMAL, "heat_transfer": "-1 W/(m2 K)"}}, "at least 0"),
        (METAL, {f"{ACTIVE}.hysteresis_decay": -1.0}, "at least 0"),
        (METAL, {f"{ACTIVE}.double_layer_capacitance": "20 S/m"}, "dimension F/m2"),
        (METAL, {f"{ACTIVE}.double_layer_capacitance": -1.0}, "at least 0"),
        (METAL, {f"{ACTIVE}.material_frame": "perhaps"}, "boolean"),
        (METAL, {"cell.negative.double_layer_capacitance": -1.0}, "at least 0"),
        (METAL, {"cell.separator.electronic_conductivity": "2 S/m"}, "at most"),
    ],
)
def test_what_makes_no_sense_is_refused(name, changes, said):
    with pytest.raises(InputError, match=said):
        cell.change(cell.load(name), changes)
