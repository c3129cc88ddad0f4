"""BatPaC 5: totals, multipliers from the listed rates, scale, special laws, validity."""

from dataclasses import replace

import numpy as np
import pytest

from ionwright.errors import InputError
from ionwright.plant import batpac, batpac_price

BASE = batpac.baseline()


def _index(name):
    return batpac.rows().index(name)


def test_the_totals_of_the_baseline_are_exact():
    made = batpac.work(BASE)
    assert len(made.rows) == 26
    assert made.capital.sum() == pytest.approx(4206.6e6, rel=1e-14, abs=0)
    assert made.labour.sum() == pytest.approx(3_649_000, rel=1e-14, abs=0)
    assert made.area.sum() == pytest.approx(303_700, rel=1e-14, abs=0)


def test_the_multipliers_follow_from_the_rates():
    m = batpac_price.multipliers(batpac_price.rates())
    assert m.material == pytest.approx(1.06656, rel=0, abs=5e-6)
    assert m.labour == pytest.approx(1.86648, rel=0, abs=5e-6)
    assert m.equipment == pytest.approx(0.25370, rel=0, abs=5e-6)
    assert m.building == pytest.approx(0.15325, rel=0, abs=5e-6)


def _line_by_line(material, labour, equipment, building):
    """Add up BatPaC's lines one by one [USD/yr]: the multipliers collapse these."""
    r = batpac_price.rates()
    depreciation = equipment / r.equipment_life + building / r.building_life
    overhead = r.overhead_labour * labour + r.overhead_depreciation * depreciation
    administration = r.general_labour * (labour + overhead) + r.general_depreciation * depreciation
    research = r.research * depreciation
    launch = r.launch_material * material + r.launch_labour * (labour + overhead)
    working = r.working_capital * (material + labour + overhead)
    profit = r.profit * (equipment + building + launch + working)
    spent = material + labour + overhead + administration + research + depreciation
    return (spent + profit) * (1.0 + r.warranty)


@pytest.mark.parametrize("unit", np.eye(4).tolist() + [[3.0, 5.0, 7.0, 11.0]])
def test_the_multipliers_are_the_lines_added_up(unit):
    m = batpac_price.multipliers(batpac_price.rates())
    collapsed = np.dot(unit, [m.material, m.labour, m.equipment, m.building])
    assert collapsed == pytest.approx(_line_by_line(*unit), rel=1e-14, abs=0)


def test_without_rates_nothing_is_added_but_depreciation():
    none = batpac_price.Rates(**dict.fromkeys(RATES, 0.0), equipment_life=8.0, building_life=25.0)
    m = batpac_price.multipliers(none)
    assert (m.material, m.labour) == (1.0, 1.0)
    assert (m.equipment, m.building) == (1.0 / 8.0, 1.0 / 25.0)


RATES = [n for n in batpac_price.Rates.__dataclass_fields__ if not n.endswith("life")]


@pytest.mark.parametrize("name", RATES)
def test_every_rate_makes_something_dearer(name):
    rates = batpac_price.rates()
    more = batpac_price.multipliers(replace(rates, **{name: getattr(rates, name) + 0.01}))
    now = batpac_price.multipliers(rates)
    pairs = [(getattr(more, f), getattr(now, f)) for f in now.__dataclass_fields__]
    assert all(a >= b for a, b in pairs)
    assert any(a > b for a, b in pairs)


def test_cost_of_a_kilowatt_hour():
    m = batpac_price.multipliers(batpac_price.rates())
    cost = batpac_price.unit_cost(batpac.work(BASE), BASE.energy, 0.0, m)
    found = (cost.labour, cost.equipment, cost.building)
    np.testing.assert_allclose(found, (3.405, 21.344, 2.793), rtol=0, atol=1e-3)
    assert cost.total == pytest.approx(sum(found), rel=1e-15, abs=0)
    with_material = batpac_price.unit_cost(batpac.work(BASE), BASE.energy, 50e6, m)
    assert with_material.material == pytest.approx(m.material, rel=1e-12, abs=0)


CURVE = {  # GWh/yr: MUSD/GWh with packs | cells only, h/yr/1920/GWh, m2/GWh, as printed
    10.0: (93.4, 89.4, 54.4, 6583),
    50.0: (84.1, 80.4, 38.0, 6074),
}


@pytest.mark.parametrize("size", CURVE)
def test_scale_curve(size):
    drivers = BASE.scaled(size / 50.0)
    made, cells = batpac.work(drivers), batpac.work(drivers, cells_only=True)
    packs, only, people, floor = CURVE[size]
    assert made.capital.sum() / size / 1e6 == pytest.approx(packs, rel=1e-3, abs=0)
    assert cells.capital.sum() / size / 1e6 == pytest.approx(only, rel=1e-3, abs=0)
    assert made.labour.sum() / 1920 / size == pytest.approx(people, rel=1e-3, abs=0)
    assert made.area.sum() / size == pytest.approx(floor, rel=1e-3, abs=0)


def test_each_row_is_a_power_of_its_own_driver():
    one, two = batpac.work(BASE), batpac.work(BASE.scaled(2.0))
    for name in ("capital", "labour", "area"):
        a, b = getattr(one, name), getattr(two, name)
        exponents = np.log2(b[a > 0] / a[a > 0])
        assert set(exponents.round(12)) <= {0.7, 0.9, 0.95}
    more = batpac.work(replace(BASE, solvent=2.0 * BASE.solvent))
    changed = np.flatnonzero(more.capital != one.capital)
    assert [one.rows[i] for i in changed] == ["batpac-solvent-recovery"]


def test_the_dry_room_follows_the_larger_of_cells_and_area():
    at = _index("batpac-dry-room-management")
    start = batpac.work(BASE).capital[at]
    cells = batpac.work(replace(BASE, cells=2.0 * BASE.cells)).capital[at]
    double = replace(
        BASE, positive_area=2.0 * BASE.positive_area, negative_area=2.0 * BASE.negative_area
    )
    assert cells == pytest.approx(start * 2.0**0.9, rel=1e-14, abs=0)
    assert batpac.work(double).capital[at] == pytest.approx(cells, rel=1e-14, abs=0)
    assert batpac.work(replace(BASE, cells=0.5 * BASE.cells)).capital[at] == start


SPECIAL = [  # change, row, factors on capital, labour, area
    ({"charge": 34.0}, "batpac-stacking", (0.5**0.95,) * 3),
    ({"charge": 34.0}, "batpac-formation", (0.5**0.3,) * 3),
    ({"charge": 80.0}, "batpac-formation", ((80 / 68) ** 0.3,) * 3),
    (
        {"charge": 136.0},
        "batpac-formation",
        (1.1 * 2.0**0.3, 2.0**0.3, 2.0**0.3),
    ),
    ({"positive_solvent": 2 * BASE.positive_solvent}, "batpac-cathode-coating", (2**0.2, 1, 1)),
    ({"negative_solvent": 2 * BASE.negative_solvent}, "batpac-anode-coating", (2**0.2, 1, 1)),
    ({"modules_per_pack": 10.0}, "batpac-pack-assembly", (0.5**0.3, 0.5**0.3, 1)),
]


@pytest.mark.parametrize(("change", "row", "factors"), SPECIAL, ids=lambda v: str(v)[:40])
def test_special_laws_touch_their_row_only(change, row, factors):
    was, now = batpac.work(BASE), batpac.work(replace(BASE, **change))
    touched = {r for r in (s[1] for s in SPECIAL if s[0].keys() == change.keys())}
    for name, factor in zip(("capital", "labour", "area"), factors, strict=True):
        a, b = getattr(was, name), getattr(now, name)
        assert b[_index(row)] == pytest.approx(a[_index(row)] * factor, rel=1e-14, abs=0)
        others = [i for i, r in enumerate(was.rows) if r not in touched]
        np.testing.assert_array_equal(a[others], b[others])


def test_many_plants_at_once_are_the_plants_one_by_one():
    sizes, charges = np.array([0.3, 1.0, 4.0]), np.array([40.0, 68.0, 120.0])
    many = batpac.work(replace(BASE.scaled(sizes), charge=charges))
    assert many.capital.shape == (3, 26)
    for i, (size, charge) in enumerate(zip(sizes, charges, strict=True)):
        one = batpac.work(replace(BASE.scaled(size), charge=charge))
        for name in ("capital", "labour", "area"):
            np.testing.assert_allclose(getattr(many, name)[i], getattr(one, name), rtol=1e-14)


@pytest.mark.parametrize("size", [10.0, 50.0, 250.0])
def test_inside_its_range_nothing_is_said(size):
    assert batpac.outside(BASE.scaled(size / 50.0)) == ""


@pytest.mark.parametrize("size", [1.0, 9.99, 251.0])
def test_outside_its_range_it_says_so(size):
    said = batpac.outside(BASE.scaled(size / 50.0))
    assert "from 10 to 250 GWh/yr" in said
    assert f"{size:g} GWh/yr is outside" in said
    assert said == batpac.outside(BASE.scaled(np.array([1.0, size / 50.0])))


def test_bought_items_get_cheaper_with_volume():
    assert batpac.bought(3.0, 1.0) == 3.0
    assert batpac.bought(3.0, 2.0) == pytest.approx(3.0 * 2.0**-0.15, rel=1e-14, abs=0)


def test_bad_plants_are_refused():
    with pytest.raises(InputError, match="the driver cells of a plant is zero or more"):
        batpac.work(replace(BASE, cells=-1.0))
    with pytest.raises(InputError, match="a life is longer than nothing"):
        batpac_price.multipliers(replace(batpac_price.rates(), building_life=0.0))
