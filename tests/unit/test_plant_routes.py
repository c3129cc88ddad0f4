"""Reading routes: shipped ones, a user's own, and what is refused with which words."""

import json
import tomllib

import jsonschema
import numpy as np
import pytest
from support import ROOT, load_script

from ionwright import cell, plant, units
from ionwright.data import money, steps
from ionwright.errors import InputError
from ionwright.plant import evidence, files
from ionwright.plant.balance import CELL, MATERIAL, START_UP
from ionwright.plant.chain import chain_of
from ionwright.plant.lower import lower
from ionwright.plant.route import RouteStep
from ionwright.plant.streams import streams_of
from ionwright.plant.yields import yields_of

BAD = load_script(ROOT / "show" / "plant_bad.py")
OWN = """
[[plant.route.step]]
row = "plasma"
takes = ["stack"]
makes = "clean stack"

[[plant.route.step.yields]]
kind = "cell"
passes = {value = "97 %", low = "95 %", high = 0.99, kind = "quoted", source = "me", locator = "1"}
found = "C-12"

[[plant.route.step.yields]]
kind = "start-up"
lost = "1 %"

[plant.route.step.own]
name = "plasma cleaning"
driver = "cells"
price_year = 2020
capital = {value = "2 MUSD/(GWh/yr)", low = "1 MUSD/(GWh/yr)", high = "4 MUSD/(GWh/yr)"}
labour = "3 h/MWh"
area = "100 m2/(GWh/yr)"
electricity = {value = 0.2, low = 0.1, high = 0.4}

[[plant.route.step]]
row = "C-9"
takes = ["clean stack", "package"]
"""


def own_text() -> str:
    text = (files.FOLDER / "routes/polymer.toml").read_text(encoding="utf-8")
    old = '\n[[plant.route.step]]\nrow = "C-9"\ntakes = ["stack", "package"]\n'
    assert old in text
    return text.replace(old, OWN)


def test_the_committed_schema_is_the_one_of_the_code():
    text = (files.FOLDER / "schema.json").read_text(encoding="utf-8")
    assert text == files.schema_text()
    jsonschema.Draft202012Validator.check_schema(json.loads(text))


@pytest.mark.parametrize("name", list(BAD.cases()))
def test_bad_input_gets_one_sentence(name):
    call, words = BAD.cases()[name]
    with pytest.raises(InputError) as fault:
        call()
    text = str(fault.value)
    assert words in text
    assert "\n" not in text
    assert len(text) < 900


@pytest.mark.parametrize("name", list(BAD.EDITS))
def test_faults_of_a_file_name_file_and_line(name):
    call, _ = BAD.cases()[name]
    with pytest.raises(InputError) as fault:
        call()
    route, old, _, _ = BAD.EDITS[name]
    lines = (files.FOLDER / f"routes/{route}.toml").read_text(encoding="utf-8").split("\n")
    place = next(i for i, line in enumerate(lines, 1) if old.split("\n")[0] in line)
    where = fault.value.where
    assert where.startswith("my-route.toml, line ")
    assert abs(int(where.split("line ")[1].split(",")[0]) - place) <= 12


def test_the_line_of_an_entry_in_a_list_in_a_list():
    before = '\n[[plant.route.step.yields]]\nkind = "web"\npasses = "90 %"\n'
    made = 'makes = "electrolyte film"\n'
    text = own_text().replace(made, made + before, 1).replace('lost = "1 %"', 'lost = "100 %"')
    assert before in text
    line = next(i for i, t in enumerate(text.split("\n"), 1) if 'lost = "100 %"' in t)
    with pytest.raises(InputError, match="below 100 %") as fault:
        files.loads_route(text, "mine", "mine.toml")
    assert f"mine.toml, line {line}, plant.route.step.8.yields.1.lost" in str(fault.value)


def test_names_are_the_files():
    found = {p.stem for p in (files.FOLDER / "routes").glob("*.toml")}
    assert set(files.names()) == found
    assert set(files.names()) == set(steps.routes()) - {"batpac", "lithium-anode"}
    for name in files.names():
        assert files.load_route(name).id == name


def test_an_anode_takes_the_place_of_the_slot():
    bought, bare = (files.load_route("sulfide-dry", a) for a in ("foil-bought", "anode-free-bare"))
    ids = [s.id for s in bought.steps]
    assert ids.index("F-0") == ids.index("A2-4") + 1
    assert "A2-5" not in ids
    assert len(bare.steps) == len(bought.steps) - 1
    stack = next(s for s in bare.steps if s.id == "A2-14")
    assert stack.takes == ("framed laminate", "negative/foil")
    assert files.load_route("sulfide-dry").anode_id == "foil-bought"


def test_a_step_gives_the_row_of_the_table():
    step = next(s for s in files.load_route("sulfide-wet").steps if s.id == "A1-3")
    assert step.step == steps.step("A1-3")
    assert (step.driver, step.relation, step.base, step.draw) == (
        "positive-active", "modified", ("E2",), "E2",
    )  # fmt: skip
    for what in steps.PER_CAPACITY:
        assert step.amount(what) == steps.amount("A1-3", what)
    assert step.energy() == {"all": (0.15, pytest.approx(0.225, rel=1e-12, abs=0), 0.3)}


def test_a_route_of_a_user_with_its_own_numbers(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(own_text(), encoding="utf-8")
    route = files.load_route(path, "evaporation")
    assert route.id == "mine"
    step = next(s for s in route.steps if s.id == "plasma")
    later = money.inflate(1.0, 2020, 2022)
    assert later > 1.05
    each = [units.to(v, "MUSD/(GWh/yr)") for v in step.amount("capital")]
    np.testing.assert_allclose(each, [later, 2 * later, 4 * later], rtol=1e-12, atol=0)
    assert step.amount("labour") == (3e-6, 3e-6, 3e-6)  # 10,800 s over 3.6e9 J
    assert step.energy() == {"electricity": (0.1, 0.2, 0.4)}
    assert (step.step.route, step.draw, step.relation) == ("own", "plasma", "new")
    streams = streams_of(cell.specify(cell.load("polymer-lfp-lithium")))
    found = yields_of(route, chain_of(route.steps, streams, "mine"), streams)
    mine = [loss for loss in found.losses if loss.arises == "plasma"]
    assert [(m.kind, m.found, m.input.low, m.input.high) for m in mine] == [
        (CELL, "C-12", 0.95, 0.99), (START_UP, "plasma", 0.01, 0.01),
    ]  # fmt: skip
    assert mine[0].source == "me"


def test_what_a_user_assumes_of_a_step_is_counted_as_assumed(tmp_path):
    old = 'high = "4 MUSD/(GWh/yr)"}'
    text = own_text().replace(old, f'{old[:-1]}, kind = "assumed", source = "me", locator = "1"}}')
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    at, design = plant.load(path, anode="evaporation"), cell.load("polymer-lfp-lithium")
    found = evidence.assumed_inputs(lower(at, design))
    assert {n for n in found if n.endswith(" plasma") and "exponent" not in n} == {"capital plasma"}


def test_yields_of_a_file_take_the_place_of_the_table():
    text = (files.FOLDER / "routes/liquid.toml").read_text(encoding="utf-8")
    new = 'row = "E11"\nyields = {kind = "material", stream = "separator", passes = "90 %"}'
    route = files.loads_route(text.replace('row = "E11"', new), "mine", "mine.toml")
    streams = streams_of(cell.specify(cell.load("liquid-nmc811-graphite")))
    found = yields_of(route, chain_of(route.steps, streams, "mine"), streams)
    (here,) = (loss for loss in found.losses if route.steps[loss.step].id == "E11")
    assert (here.kind, here.what, here.input.typical) == (MATERIAL, "separator", 0.9)
    assert [streams.streams[k].name for k in here.streams] == ["separator/scaffold"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{kind = "material", stream = "separatr", passes = "90 %"}', "Did you mean 'separator'"),
        ('{kind = "web", stream = "separator", passes = "90 %"}', "loses all that passes"),
    ],
)
def test_a_yield_of_strange_or_of_some_streams_is_refused(line, words):
    text = (files.FOLDER / "routes/liquid.toml").read_text(encoding="utf-8")
    route = files.loads_route(
        text.replace('row = "E11"', f'row = "E11"\nyields = {line}'), "mine", "mine.toml"
    )
    streams = streams_of(cell.specify(cell.load("liquid-nmc811-graphite")))
    with pytest.raises(InputError, match=words) as fault:
        yields_of(route, chain_of(route.steps, streams, "mine"), streams)
    assert "mine.toml, line" in str(fault.value)


def test_an_unknown_set_of_yields_is_refused():
    route = files.load_route("liquid")
    streams = streams_of(cell.specify(cell.load("liquid-nmc811-graphite")))
    with pytest.raises(InputError, match="Did you mean 'lechner'"):
        yields_of(route, chain_of(route.steps, streams, "x"), streams, "lechnr")


def test_a_name_of_the_table_takes_no_other_numbers():
    own = {"name": "x", "driver": "cells", "price_year": 2022, "capital": 1.0}
    with pytest.raises(ValueError, match="has its own name"):
        RouteStep(row="E11", own=own)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("name", files.names())
def test_shipped_routes_fit_the_schema(name):
    text = (files.FOLDER / f"routes/{name}.toml").read_text(encoding="utf-8")
    jsonschema.validate(tomllib.loads(text), files.schema())
    jsonschema.validate(tomllib.loads(own_text()), files.schema())


def test_the_schema_refuses_what_the_reader_refuses():
    raw = tomllib.loads(own_text())
    raw["plant"]["route"]["step"][0]["make"] = "x"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(raw, files.schema())
