"""The chapter on plants: every cell on every line, its verdicts those of the draws."""

import numpy as np
import pytest

from ionwright import cell, plant
from ionwright.plant import files
from ionwright.report.tour import plant as tour
from ionwright.report.tour._lines import DRAWS, best, lines


@pytest.fixture(scope="module")
def found():
    return lines()


@pytest.fixture(scope="module")
def chapter(found):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tour, "lines", lambda: found)
        return tour.chapter()


def table(chapter, title):
    (one,) = [t for t in chapter.tables if t.title.startswith(title)]
    return one


def test_every_cell_stands_on_every_line_that_makes_it(chapter, found):
    wanted = {
        f"{route} {anode}".strip()
        for name in cell.names()
        for route, anode in files.fits(cell.load(name))
    }
    assert {x.name for x in found} == wanted
    assert len(found) == len(wanted)
    assert {route.split()[0] for route in wanted} == set(files.names())
    for title in ("Cost of a kilowatt-hour", "What a plant takes"):
        assert {row[0] for row in table(chapter, title).rows} == wanted
    for t in chapter.tables:
        assert {len(row) for row in t.rows} == {len(t.columns)}


def test_the_numbers_are_those_of_the_plant(chapter):
    at = plant.load("sulfide-dry", anode="evaporation", case="at-scale")
    design = cell.load("sulfide-nmc811-lithium")
    name = "sulfide-dry evaporation.at-scale.plant"
    value = chapter.numbers[f"{name}.cost"]["value"]
    assert value == plant.solve(at, design).cost
    low, high = (chapter.numbers[f"{name}.cost_{end}"]["value"] for end in ("low", "high"))
    draws = plant.solve_many(at, design, DRAWS).figures["cost"]
    assert [low, high] == pytest.approx(np.quantile(draws, [0.05, 0.95]), rel=1e-12, abs=0)


def test_pairs_mirror_each_other_and_the_middle_is_not_told(chapter):
    for case in ("today", "at scale"):
        t = table(chapter, f"Row cheaper than column in so many draws, {case}")
        names = t.columns[1:]
        assert [row[0] for row in t.rows] == list(names)
        for i in range(len(names)):
            assert t.rows[i][i + 1] == ""
            for j in range(i):
                a, b = t.rows[i][j + 1], t.rows[j][i + 1]
                share = [float(x.split(" %")[0]) for x in (a, b)]
                assert sum(share) == pytest.approx(100.0, rel=0, abs=1.01)
                assert ("cannot tell" in a) == ("cannot tell" in b)
                if 21.0 < share[0] < 79.0:
                    assert "cannot tell" in a
                if share[0] < 19.0 or share[0] > 81.0:
                    assert "cannot tell" not in a


def test_the_anode_that_is_shown_is_the_cheapest(found):
    for case in ("today", "at scale"):
        for kept in best(found, case):
            route = kept.name.split()[0]
            rivals = [
                x for x in found if x.name.split()[0] == route and x.design.id == kept.design.id
            ]
            assert kept.band(case)[1] == min(x.band(case)[1] for x in rivals)


def test_what_the_figures_rest_on_adds_up(chapter, found):
    rows = {row[0]: row for row in table(chapter, "What the figures rest on").rows}
    for row in rows.values():
        assert sum(row[1:4]) == pytest.approx(100.0, rel=1e-9, abs=0)
    assert rows["liquid"][2] == pytest.approx(100.0, rel=1e-9, abs=0)
    assert rows["liquid, counted"][1] > 30.0
    assert rows["sulfide-wet coated"][3] == pytest.approx(100.0, rel=1e-9, abs=0)
    few, many = (
        next(x for x in found if x.name == name).result["today"].assumed_inputs
        for name in ("liquid", "sulfide-wet evaporation")
    )
    assert few[0] / few[1] < 0.2 < 0.7 < many[0] / many[1]


def test_assumed_prices_are_those_of_the_notes():
    """Taking the assumed prices away takes away that share of material and scrap."""
    from ionwright.plant.model import run

    r = plant.solve(plant.load("sulfide-wet", anode="coated"), cell.load("sulfide-nmc811-silicon"))
    x = r.low.typical.copy()
    x[0, [k for k, p in zip(r.low.streams, r.low.prices, strict=True) if p.assumed]] = 0.0
    goods = run(r.low, x).goods
    left = float(goods.material.sum() + goods.scrap.sum()) / r.low.wide.energy
    gone = r.by_cause["material"] + r.by_cause["scrap"] - left
    assert r.at_assumed_prices == pytest.approx(gone / r.cost, rel=1e-9, abs=0)


def test_correlation_widens_and_small_cells_are_said(chapter):
    for row in table(chapter, "What the correlation").rows:
        widths = [row[i + 1] - row[i] for i in (1, 4, 7)]
        assert widths[0] < widths[1] < widths[2] * 1.1
    rows = {row[0]: row for row in table(chapter, "The same lines with cells").rows}
    assert rows["liquid"][1] == rows["liquid"][3]
    for name, row in rows.items():
        assert row[3] == pytest.approx(rows["liquid"][1], rel=0.03, abs=0), name
    assert all(row[5] <= row[2] * 1.001 for row in rows.values())


def test_the_answer_says_what_it_rests_on(chapter, found):
    base = next(x for x in found if x.name == "liquid")
    assert f"{base.result['today'].cost:.0f} USD" in chapter.answer
    assert "cannot tell" in chapter.answer
    assert "estimates" in chapter.answer
    assert "{" not in chapter.answer + chapter.assumed
    assert str(DRAWS) in chapter.smaller
    assert len(chapter.pictures) == 4
    assert len(table(chapter, "What the data cannot decide").rows) == 5
