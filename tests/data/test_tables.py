"""The numbers stay honest: sources, units, ranges, consistency."""

from collections import Counter

import numpy as np
import pytest

from ionwright import data
from ionwright.core import KINDS, RANGES
from ionwright.data import _rows
from ionwright.data._files import FOLDER, records
from ionwright.data._sources import ASSUMPTION, HOW

ALL = [row for name in data.TABLES for row in data.table(name)]


def test_every_table_in_the_folder_is_known():
    found = {
        str(p.relative_to(FOLDER).with_suffix(""))
        for p in FOLDER.glob("*/*.csv")
        if p.name != "curves.csv"
    }
    assert found == set(data.TABLES)


def test_there_are_numbers_of_every_kind():
    kinds = Counter(row.kind for row in ALL)
    assert set(kinds) == set(KINDS)
    assert sum(kinds.values()) > 1200


ASSUMED_AT_MOST = {"ion": 0.2, "cell": 0.2, "plant": 0.5, "network": 0.75}
"""Share of assumed numbers by stage. No source gives the machines of a solid-state line: nearly
all rows of plant/steps.csv are estimates, and stay marked as such. Nobody publishes margins,
hurdle rates, pools of people or shares of a market to come: those of the network are ranges."""


@pytest.mark.parametrize(("stage", "most"), ASSUMED_AT_MOST.items(), ids=ASSUMED_AT_MOST)
def test_assumed_numbers_are_few_and_counted(stage, most):
    kinds = Counter(row.kind for row in ALL if row.table.startswith(f"{stage}/"))
    share = kinds["assumed"] / kinds.total()
    print(f"{stage}: {kinds['assumed']} of {kinds.total()} numbers assumed, {share:.0%}")
    assert kinds.total() > 100
    assert share < most


def test_every_table_belongs_to_a_stage_with_a_bound():
    assert {name.split("/")[0] for name in data.TABLES} == set(ASSUMED_AT_MOST)


def test_no_other_table_uses_a_quantity_of_the_plant():
    """`find` looks for a plant's quantity in the plant's tables only, and the other way round."""
    for row in ALL:
        if row.quantity in _rows.plant_quantities():
            assert row.table.startswith("plant/"), row
        elif row.table.startswith("plant/"):  # a cell never finds it
            assert row not in data.find(row.item, row.quantity), row


def test_money_says_its_year():
    money = [r for r in ALL if _rows.quantities()[r.quantity][1].startswith(_rows.MONEY)]
    assert len(money) > 200
    assert all(1990 <= (r.at("year") or 0) <= 2027 for r in money)


def test_prices_say_their_basis_tax_and_case():
    for row in data.table("plant/prices"):
        assert {"year", "basis", "vat", "case"} <= dict(row.conditions).keys(), row
        assert row.condition("vat") in ("ex", "in", "unstated")


def test_every_source_exists_and_none_is_orphaned():
    used = {row.source for row in ALL} | {c.source for c in data.curves()}
    from ionwright import cell
    from ionwright.cell.files import planar

    for name in cell.names() + cell.published() + planar():
        used |= {v.source for v in cell.load(name).origin.values()}
    used -= {"", "default"}
    assert used - set(data.sources()) == set()
    assert set(data.sources()) - used == set()


@pytest.mark.parametrize("source", data.sources().values(), ids=lambda s: s.key)
def test_sources_are_complete(source):
    assert source.title
    assert source.authors
    assert source.licence
    assert source.how in HOW
    assert 1800 < source.year <= 2026
    assert source.doi or source.url or source.key == ASSUMPTION
    if source.doi:
        assert source.doi.startswith("10.")
        assert "/" in source.doi


def test_no_number_is_given_twice():
    places = Counter(
        (r.item, r.quantity, r.conditions_text(), r.source, r.value.locator) for r in ALL
    )
    assert [p for p, n in places.items() if n > 1] == []


def test_at_most_one_default_each():
    defaults = Counter(
        (r.item, r.quantity, r.condition("against") or "")
        for r in ALL
        if r.condition("sample") == "default"
    )
    assert [d for d, n in defaults.items() if n > 1] == []


def test_molar_masses_follow_from_the_formulas():
    import re

    weights = {
        r["symbol"]: float(r["atomic_weight"])
        for _, r in records(FOLDER / "elements.csv", ("symbol", "atomic_weight"))
    }

    def mass(formula: str) -> float:
        total = 0.0
        pattern = r"([A-Z][a-z]?)([\d.]*)|\(([^)]*)\)([\d.]*)"
        for element, n, group, m in re.findall(pattern, formula):
            total += weights[element] * float(n or 1) if element else mass(group) * float(m or 1)
        return total

    for item in data.items().values():
        if item.formula:
            assert item.molar_mass is not None
            assert item.molar_mass * 1e3 == pytest.approx(mass(item.formula), rel=2e-5, abs=0)


def test_names_are_not_shared():
    owner: dict[str, str] = {}
    for item in data.items().values():
        for name in {item.id.casefold(), *(n.casefold() for n in item.names)}:
            assert owner.setdefault(name, item.id) == item.id, name


@pytest.mark.parametrize(
    ("name", "item"),
    [("NCM811", "NMC811"), ("nmc811", "NMC811"), ("LPSCl", "Li6PS5Cl"), ("Gr", "graphite")],
)
def test_names_in_use_lead_to_one_item(name, item):
    assert data.item(name).id == item


LITHIUM_PER_FORMULA = {"silicon": 3.75}


@pytest.mark.parametrize(
    "row",
    [r for r in ALL if r.quantity == "maximum_concentration" and r.item != "Li2S"],
    ids=lambda r: f"{r.item}-{r.line}",
)
def test_maximum_concentration_is_that_of_the_crystal_or_says_so(row):
    item = data.item(row.item)
    if item.kind != "active" or not item.molar_mass:
        return
    density = data.default(row.item, "density").value.value
    crystal = density / item.molar_mass * LITHIUM_PER_FORMULA.get(row.item, 1.0)
    if "paired with" not in row.note:
        assert row.value.value == pytest.approx(crystal, rel=0.12, abs=0)


@pytest.mark.parametrize("curve", data.curves(), ids=lambda c: c.file)
def test_curves_are_smooth_enough_to_use(curve):
    assert len(curve.x) >= 5
    assert 0.0 <= curve.x[0] < curve.x[-1] <= 1.0
    if curve.quantity == "ocp":
        assert np.all(np.diff(curve.y) < 0.0)
        assert -0.1 < min(curve.y) < max(curve.y) < 5.2
    assert curve.uncertainty > 0.0


def test_silicon_has_both_branches_and_the_upper_is_delithiation():
    low = data.curve("silicon", "ocp", "lithiation")
    high = data.curve("silicon", "ocp", "delithiation")
    x = np.linspace(max(low.x[0], high.x[0]), min(low.x[-1], high.x[-1]), 50)
    assert np.all(np.interp(x, high.x, high.y) > np.interp(x, low.x, low.y))


GOOD = {
    "item": "NMC811",
    "quantity": "density",
    "value": "4.78",
    "unit": "g/cm3",
    "low": "4.7",
    "high": "4.8",
    "range": "stated",
    "kind": "measured",
    "conditions": "T=25 degC",
    "source": "chen2020",
    "locator": "table 1",
    "note": "",
}
BROKEN = {
    "unknown item": ({"item": "NCM811"}, "not an item id"),
    "no such item": ({"item": "unobtainium"}, "must be one of the known"),
    "unknown quantity": ({"quantity": "densty"}, "unknown quantity"),
    "wrong dimension": ({"unit": "mS/cm"}, "dimension"),
    "unknown unit": ({"unit": "gram per cube"}, "unit must be known"),
    "no unit": ({"unit": ""}, "unit is empty"),
    "no source": ({"source": ""}, "source is empty"),
    "no locator": ({"locator": ""}, "locator is empty"),
    "no low": ({"low": ""}, "low is empty"),
    "no high": ({"high": ""}, "high is empty"),
    "no value": ({"value": ""}, "only an assumed row"),
    "value outside its range": ({"value": "5.1"}, "low <= value <= high"),
    "not a number": ({"value": "nan"}, "finite number"),
    "comma": ({"value": "4,78"}, "decimal point"),
    "number with unit": ({"value": "4.78 g"}, "not a plain number"),
    "unknown kind": ({"kind": "guessed"}, "kind is 'guessed'"),
    "unknown range": ({"range": "wide"}, "range is 'wide'"),
    "assumed with a source": ({"kind": "assumed"}, "go together"),
    "measured without a source": ({"source": ASSUMPTION}, "go together"),
    "unknown condition": ({"conditions": "Temp=25 degC"}, "condition"),
    "condition without value": ({"conditions": "T="}, "condition"),
    "condition of wrong dimension": ({"conditions": "T=25 C"}, "coulomb"),
    "condition twice": ({"conditions": "T=25 degC; T=30 degC"}, "given twice"),
    "against no item": ({"conditions": "against=LPSCl"}, "not an item id"),
    "price without year": (
        {"quantity": "price_per_mass", "unit": "USD/kg", "conditions": "basis=spot"},
        "money is of a year",
    ),
    "price without currency": (
        {"quantity": "price_per_mass", "unit": "g/m2", "conditions": "year=2025"},
        "names no currency",
    ),
    "price for another thing": (
        {"quantity": "price_per_mass", "unit": "USD/m2", "conditions": "year=2025"},
        "dimension",
    ),
}


def _written(path, record):
    text = ",".join(_rows.COLUMNS) + "\n" + ",".join(f'"{record[c]}"' for c in _rows.COLUMNS) + "\n"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_row_is_read(tmp_path):
    (row,) = _rows.read_table(_written(tmp_path / "t.csv", GOOD), "t")
    assert row.value.value == pytest.approx(4780.0, rel=1e-12, abs=0)


@pytest.mark.parametrize(("change", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_row_is_refused_with_its_line(tmp_path, change, said):
    path = _written(tmp_path / "t.csv", {**GOOD, **change})
    with pytest.raises(ValueError, match="line 2") as fault:
        _rows.read_table(path, "t")
    assert said in str(fault.value)


def test_a_row_with_a_missing_column_is_refused(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(",".join(_rows.COLUMNS) + "\nNMC811,density,4.78\n", encoding="utf-8")
    with pytest.raises(ValueError, match="3 columns"):
        _rows.read_table(path, "t")
    path.write_text("item,value\nNMC811,4.78\n", encoding="utf-8")
    with pytest.raises(ValueError, match="the header is"):
        _rows.read_table(path, "t")


def test_ranges_are_said():
    assert {r.range for r in ALL} <= set(RANGES)
    assert all(r.known or r.kind == "assumed" for r in ALL)


def test_a_frame_on_request():
    frame = data.frame("ion/electrolytes")
    assert len(frame) == len(data.table("ion/electrolytes"))
    assert {"item", "quantity", "value", "si", "source"} <= set(frame.columns)
