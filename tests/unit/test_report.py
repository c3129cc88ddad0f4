"""The tour: every chapter saved as it finishes; one that fails becomes a page that says why."""

import csv
import json

import pytest

from ionwright.errors import InputError
from ionwright.report import run_tour
from ionwright.report.chapter import Chapter, Picture, Table, shown
from ionwright.report.page import page
from ionwright.report.tour import _drive


@pytest.fixture(scope="module")
def tour(tmp_path_factory):
    return run_tour(tmp_path_factory.mktemp("tour"), [], lambda text: None)


def test_page_is_self_contained(tour):
    html = tour.page.read_text(encoding="utf-8")
    assert html.count("<svg") >= 5
    assert "<script" not in html
    for word in ('src="http', 'href="http', "@import", "url(http"):
        assert word not in html
    assert tour.failed == []


def test_every_chapter_has_json_csv_and_a_page(tour):
    for chapter in tour.chapters:
        told = json.loads((tour.folder / f"{chapter.name}.json").read_text(encoding="utf-8"))
        assert told["question"]
        assert told["answer"]
        assert told["assumed"]
        assert told["numbers"]
        for i, table in enumerate(chapter.tables, start=1):
            with (tour.folder / f"{chapter.name}-{i}.csv").open(encoding="utf-8") as file:
                assert len(list(csv.reader(file))) == len(table.rows) + 1
        assert (tour.folder / f"{chapter.name}.html").exists()
    assert not list(tour.folder.glob("*.part"))


def test_the_same_tour_gives_the_same_page(tour, tmp_path):
    again = run_tour(tmp_path, [], lambda text: None)
    assert again.page.read_text(encoding="utf-8") == tour.page.read_text(encoding="utf-8")


def test_a_chapter_that_fails_says_why_and_the_others_run(tmp_path, monkeypatch):
    def broken():
        raise InputError("the moon must be full", seen="a crescent", do="Wait")

    chapters = {"ion": ("Why?", broken), "cell": _drive.CHAPTERS["cell"]}
    monkeypatch.setattr(_drive, "CHAPTERS", chapters)
    said = []
    tour = run_tour(tmp_path, [], said.append)
    assert tour.failed == ["ion"]
    html = tour.page.read_text(encoding="utf-8")
    assert "the moon must be full" in html
    assert "What does a solid-state cell weigh" in html
    assert any("FAILED" in line for line in said)
    assert "the moon must be full" in (tmp_path / "ion.html").read_text(encoding="utf-8")


def test_only_one_chapter(tmp_path):
    tour = run_tour(tmp_path, ["ion"], lambda text: None)
    assert [c.name for c in tour.chapters] == ["ion"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="can be written"):
        run_tour(tmp_path / "file" / "tour", [], lambda text: None)


def test_text_is_escaped_in_the_page():
    chapter = Chapter(
        "x",
        "a < b?",
        "<b>no</b>",
        tables=(Table("t", ("c",), (("<i>",),)),),
        pictures=(Picture("p", "<svg></svg>", "c & d"),),
    )
    html = page("t", "l", [chapter])
    assert "<b>no</b>" not in html
    assert "&lt;i&gt;" in html
    assert "<svg></svg>" in html


@pytest.mark.parametrize(
    ("value", "text"),
    [(1234567.0, "1235000"), (0.00012345, "0.0001234"), (1e-9, "1e-09"), (5, "5"), (None, "")],
)
def test_numbers_are_shown_short(value, text):
    assert shown(value) == text
