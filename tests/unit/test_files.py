"""Designs are read, varied and written back without loss."""

import json
import tomllib

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import ROOT

import ionwright as iw
from ionwright import cell, data
from ionwright.cell import files
from ionwright.core.document import line_of
from ionwright.errors import InputError

ALL = cell.names() + cell.published() + files.planar()
COMMITTED = ROOT / "src/ionwright/cell/schema.json"


@pytest.mark.parametrize("name", ALL)
def test_round_trip_keeps_every_character(name, tmp_path):
    design = cell.load(name)
    path = cell.save(design, tmp_path / f"{name}.toml")
    assert path.read_text(encoding="utf-8") == design.text
    again = cell.load(path)
    assert again.exact_inputs() == design.exact_inputs()
    assert again.origin == design.origin


@pytest.mark.parametrize("name", ALL)
def test_somebody_elses_validator_accepts_every_design(name):
    schema = json.loads(COMMITTED.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(tomllib.loads(cell.load(name).text), schema)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('thickness        = "30 um"', 'thicknes = "30 um"'),
        ('thickness        = "30 um"', "thickness = 30"),
        ('type      = "metal"', 'type = "metall"'),
        ('schema = "ionwright/1"', 'schema = "ionwright/2"'),
        ('thickness        = "30 um"', 'thickness = {low = "30 um"}'),
        ('thickness        = "30 um"', 'thickness = {value = "30 um", kind = "mesured"}'),
        ('thickness        = "30 um"', 'thickness = "about 30 um"'),
    ],
)
def test_the_schema_refuses_what_we_refuse(old, new):
    schema = json.loads(COMMITTED.read_text(encoding="utf-8"))
    text = cell.load("worked-case").text
    assert old in text
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(tomllib.loads(text.replace(old, new, 1)), schema)


def test_committed_schema_is_in_step():
    assert COMMITTED.read_text(encoding="utf-8") == files.schema_text()


def test_every_number_of_the_shipped_designs_has_kind_source_and_locator():
    bare = []
    for name in cell.names() + files.planar():
        for path, value in cell.load(name).origin.items():
            if value.source != "default" and not (value.kind and value.source and value.locator):
                bare.append((name, path))
            if value.source not in ("", "default"):
                data.source(value.source)
            assert value.low <= value.value <= value.high
    assert bare == []


def test_changed_value_is_written_in_the_unit_of_the_original(tmp_path):
    design = cell.load("worked-case")
    batch = cell.vary(
        design,
        {
            "cell.separator.thickness": [15e-6],
            "cell.positive.additive.0.mass_fraction": ["1 wt%"],
            "cell.positive.active.0.mass_fraction": [0.81],
        },
    )
    path = cell.save(batch[0], tmp_path / "new.toml")
    text = path.read_text(encoding="utf-8")
    assert 'thickness        = "15 um"' in text
    assert 'mass_fraction   = "81 wt%"' in text
    assert text.count("\n") == design.text.count("\n")
    assert text.startswith("# A stack whose energy density")
    assert cell.load(path).exact_inputs() == batch[0].exact_inputs()


def test_an_input_left_to_its_default_can_be_set():
    design = cell.load("worked-case")
    changed = cell.change(design, {"cell.separator.conductivity": 0.3})
    assert changed.cell.separator[0].conductivity == 0.3
    assert cell.loads(cell.dumps(changed), "x", "x").cell == changed.cell


def test_save_overwrites_nothing_unless_asked(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="overwritten"):
        cell.save(cell.load("worked-case"), path)
    assert path.read_text(encoding="utf-8") == "mine"
    cell.save(cell.load("worked-case"), path, overwrite=True)
    assert cell.load(path).cell == cell.load("worked-case").cell


def test_vary_any_input_by_its_path():
    design = cell.load("worked-case")
    batch = cell.vary(
        design,
        {
            "cell.separator.thickness": [15e-6, "30 um", 100e-6],
            "cell.operation.temperature": [288.15, "25 degC", 333.15],
        },
    )
    assert len(batch) == 3
    assert [d.cell.separator[0].thickness for d in batch] == [15e-6, 30e-6, 100e-6]
    assert batch[-1].cell.operation.temperature == 333.15
    assert [d.id for d in batch[:2]] == ["worked-case"] * 2
    with pytest.raises(IndexError):
        batch[3]
    assert design.cell.separator[0].thickness == 30e-6


@pytest.mark.parametrize("name", ALL)
def test_every_path_that_is_listed_can_be_varied(name):
    design = cell.load(name)
    for leaf in design.leaves:
        same = cell.change(design, {leaf.path: leaf.value})
        assert same.cell == design.cell, leaf.path


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({}, "no column"),
        ({"cell.separator.thickness": []}, "at least 1"),
        (
            {"cell.separator.thickness": [1e-6], "cell.operation.temperature": [300.0, 310.0]},
            "same length",
        ),
        ({"cell.separator.thickness": [30e-6, -1.0]}, "above 0 um"),
        ({"cell.separator.width": [1.0]}, "known"),
    ],
)
def test_vary_refuses(columns, said):
    with pytest.raises(InputError, match=said):
        cell.vary(cell.load("worked-case"), columns)


def test_inputs_are_frozen():
    design = cell.load("worked-case")
    with pytest.raises(Exception, match="frozen"):
        design.cell.separator[0].thickness = 1.0
    with pytest.raises(AttributeError):
        design.id = "other"


def test_other_stages_tables_pass_and_unknown_ones_do_not():
    text = cell.load("worked-case").text
    assert cell.loads(text + "\n[plant]\nyield = 1\n", "x", "x").id == "x"
    with pytest.raises(InputError, match="unknown top-level key"):
        cell.loads(text + "\n[plants]\nyield = 1\n", "x", "x")


def test_range_and_origin_stay_with_the_input():
    text = cell.load("worked-case").text.replace(
        'thickness        = "30 um"',
        'thickness = {value = "30 um", low = "20 um", high = "40 um", kind = "quoted",'
        ' source = "lee2020", locator = "table 2"}',
    )
    value = cell.loads(text, "x", "x").origin["cell.separator.thickness"]
    assert (value.low, value.value, value.high) == (20e-6, 30e-6, 40e-6)
    assert (value.kind, value.source, value.locator) == ("quoted", "lee2020", "table 2")


@given(st.floats(1e-7, 1e-3))
def test_any_thickness_survives_a_round_trip(thickness):
    changed = cell.change(cell.load("worked-case"), {"cell.separator.thickness": thickness})
    again = cell.loads(cell.dumps(changed), "x", "x")
    assert again.cell.separator[0].thickness == pytest.approx(thickness, rel=1e-15, abs=0)


def test_lines_are_found_in_nested_tables():
    text = "\n".join(
        [
            'schema = "ionwright/1"',
            "[cell]",
            "[[cell.positive.active]]",
            'material = "a"',
            "[[cell.positive.active]]",
            'material = "b"',
            "[cell.separator]",
            'thickness = "1 um"',
        ]
    )
    assert line_of(text, ("cell", "positive", "active", 1, "material")) == "line 6"
    assert line_of(text, ("cell", "positive", "active", 0, "material")) == "line 4"
    assert line_of(text, ("cell", "separator", "thickness")) == "line 8"
    assert line_of(text, ("cell", "separator", "missing")) == "line 7"


def test_the_root_offers_the_story():
    assert {"cell", "data", "ion", "plot"} <= set(dir(iw))
    with pytest.raises(AttributeError, match="no attribute 'race'"):
        _ = iw.race
