"""A case as a folder reads back as it was; every fault has one sentence with its place."""

import math

import pytest

from ionwright import network
from ionwright.errors import InputError
from ionwright.network import files
from ionwright.network.cases import chongqing_market as market
from ionwright.network.cases import template
from ionwright.network.cases.chongqing import Chongqing
from ionwright.network.columns import KINDS
from ionwright.network.fields import UNITS


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    built = Chongqing().build()
    path = tmp_path_factory.mktemp("case") / "mine"
    files.write(path, built.case, market.scenarios(built.book, built.case))
    return path


def test_a_case_and_its_futures_read_back_as_they_were(folder):
    built = Chongqing().build()
    case, scenarios = files.read(folder)
    assert case == built.case
    assert scenarios == market.scenarios(built.book, built.case)


def test_a_number_may_carry_its_unit(folder, tmp_path):
    case, _ = files.read(_with(folder, tmp_path, "growths.csv", "100000.0", "100 t/yr"))
    assert case.growths[0].seed == pytest.approx(1e5, rel=1e-12, abs=0)


FAULTS = {
    "wrong unit": ("growths.csv", "100000.0", "100 m", "growths.csv, line 7, seed"),
    "no number": ("growths.csv", "100000.0", "many", "growths.csv, line 7, seed"),
    "unknown column": ("growths.csv", "item,factor", "item,faktor", "Did you mean 'factor'?"),
    "unknown item": ("growths.csv", "Li2S,Li2S", "Li2S,Li3S", "Did you mean 'Li2S'?"),
    "unknown site": ("demands.csv", ",changan,", ",changen,", "Did you mean 'changan'?"),
    "no money": ("case.toml", "money", "mony", "Did you mean 'money'?"),
    "bad pair": ("ways.csv", "LiOH.H2O=", "LiOH.H2O ", "name=number"),
    "bad period": ("options.csv", "2026; ", "2025; ", "it is a period of the case"),
    "factor of nothing": (
        "futures.csv",
        ",demands.",
        ",demand.",
        "a future changes what may differ",
    ),
    "too few cells": ("growths.csv", ",100000.0", "", "a line has 4 cells"),
}


def _with(folder, tmp_path, name, old, new):
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8")
        if path.name == name:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("name", "old", "new", "said"), FAULTS.values(), ids=FAULTS)
def test_a_fault_has_one_sentence(folder, tmp_path, name, old, new, said):
    with pytest.raises(InputError) as fault:
        files.read(_with(folder, tmp_path, name, old, new))
    assert said in str(fault.value)
    assert "\n" not in str(fault.value)


def test_a_file_that_no_table_has_is_refused(folder, tmp_path):
    path = _with(folder, tmp_path, "growths.csv", "Li2S", "Li2S")
    (path / "lane.csv").write_text("name\n", encoding="utf-8")
    with pytest.raises(InputError, match="Did you mean 'lanes'"):
        files.read(path)


def test_a_case_is_not_written_over_another(folder):
    with pytest.raises(InputError, match="empty place"):
        files.write(folder, Chongqing().build().case)


def test_no_bound_is_written_and_read(folder):
    case, _ = files.read(folder)
    assert all(math.isinf(x.most[0]) for x in case.lanes)


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    path = tmp_path_factory.mktemp("template") / "own"
    files.write(path, *template.template(), first=template.FIRST)
    return path


def test_the_template_reads_back_and_has_something_to_decide(own):
    case, scenarios = files.read(own)
    assert (case, scenarios) == template.template()
    plan = network.solve(case, scenarios)
    assert plan.status == "done"
    assert all(law.holds for law in plan.check())
    alone = [network.solve(case, scenarios.alone(f.name)).built for f in scenarios.futures]
    assert alone[0] != alone[1]
    assert {name.split(",")[0] for name in plan.built} == {"cell plant", "electrolyte works"}


def test_each_file_of_the_template_explains_its_columns(own):
    for path in sorted(own.iterdir()):
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {template.FIRST}\n"), path.name
        if path.stem in KINDS:
            notes = [x for x in text.splitlines() if x.startswith("# ")]
            for name in KINDS[path.stem].__dataclass_fields__:
                (note,) = (x for x in notes if x.startswith(f"# {name}: "))
                unit = UNITS.get((path.stem, name), "1")
                said = "" if unit == "1" else f" [{unit.format(unit='unit', money='USD')}]"
                assert note.endswith(said), (path.name, note)
    assert {p.stem for p in own.glob("*.csv")} == {*KINDS, "futures"}


def test_a_comment_may_stand_anywhere_and_lines_keep_their_number(own, tmp_path):
    text = (own / "demands.csv").read_text(encoding="utf-8")
    head, row = text.splitlines()[-2:]
    path = _with(own, tmp_path, "demands.csv", row, f"# later\n\n{row}")
    assert files.read(path)[0] == files.read(own)[0]
    lines = len(text.splitlines()) + 2
    (tmp_path / "demands.csv").write_text(
        f"{(tmp_path / 'demands.csv').read_text(encoding='utf-8')}".replace("180.0", "much")
    )
    with pytest.raises(InputError, match=f"demands.csv, line {lines}, short"):
        files.read(tmp_path)
    assert head.startswith("name,site,item")
