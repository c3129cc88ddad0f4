"""The chapter on supply chains: two strategies on every path, told as the solves have them."""

import pytest

from ionwright.network import evaluate
from ionwright.report.tour import network as tour


@pytest.fixture(scope="module")
def chapter():
    return tour.chapter()


def table(chapter, title):
    (one,) = [t for t in chapter.tables if t.title.startswith(title)]
    return one


def test_every_row_has_its_columns_and_every_path_its_rows(chapter):
    for t in chapter.tables:
        assert {len(row) for row in t.rows} == {len(t.columns)}, t.title
    rows = table(chapter, "Cost of two strategies").rows
    paths = {row[1] for row in rows}
    assert paths == {"pilot-only", "semi-solid-bridge", "breakthrough", "all paths"}
    assert {row[:3] for row in rows} == {
        (word, path, strategy)
        for word in tour.CASES
        for path in paths
        for strategy in (tour.IMPORTED, tour.FREE)
    }


def test_costs_are_intervals_and_ruling_out_never_saves(chapter):
    rows = {row[:3]: row for row in table(chapter, "Cost of two strategies").rows}
    for (word, path, strategy), row in rows.items():
        low, high = row[3:5]
        assert low <= high <= low * (1.0 + 2.0 * tour.EFFORT.gap)
        key = f"network.{word}.{path}.{strategy}.cost"
        told = [chapter.numbers[f"{key}_{end}"]["value"] for end in ("low", "high")]
        assert told == pytest.approx([1e6 * low, 1e6 * high], rel=1e-12, abs=0)
        if strategy == tour.IMPORTED:
            assert row[-1] == "nothing"
            assert high >= rows[word, path, tour.FREE][3]


def test_what_is_told_of_a_path_is_what_its_plan_decides(chapter):
    local: dict[tuple[str, str], set[str]] = {}
    for word, path, _, what, region, *_ in table(chapter, "What the cheapest").rows:
        if region == "chongqing":
            local.setdefault((word, path), set()).add(what)
    assert local
    for row in table(chapter, "Cost of two strategies").rows:
        if row[2] == tour.FREE:
            some = set() if row[-1] == "nothing" else set(row[-1].split("; "))
            assert some == local.get((row[0], row[1]), set())
            for name in some:
                assert name in chapter.answer


def test_landed_cost_is_the_sum_of_its_causes(chapter):
    found = table(chapter, "Landed cost")
    assert found.columns[3:] == evaluate.CAUSES
    assert found.rows
    for row in found.rows:
        assert row[2] == pytest.approx(sum(row[3:]), rel=1e-9, abs=0)
        assert 20.0 < row[2] < 500.0


def test_the_answer_says_what_it_rests_on(chapter):
    assert chapter.assumed.count("Rests on") == len(tour.CASES)
    assert "assumed market shares" in chapter.answer
    assert "gap" in chapter.smaller
    assert len(chapter.pictures) == 4
    assert all(p.svg.startswith("<svg") for p in chapter.pictures)
