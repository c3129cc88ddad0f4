"""``ionwright plant line``: what it prints, draws and refuses."""

import json

import pytest

from ionwright.cli import main

SHORT = ["--weeks", "0.2", "--pairs", "2", "--stations", "1"]


def run(capsys, *words):
    code = main(["plant", "line", *words])
    out, err = capsys.readouterr()
    return code, out, err


def test_a_line_is_printed_with_its_bottleneck_and_what_a_machine_buys(capsys):
    code, out, err = run(capsys, "polymer", *SHORT)
    assert (code, err) == (0, "")
    for words in (
        "polymer-lfp-lithium, 2 GWh/yr", "C-8 stack or wind", "throughput", "of the plan",
        "Bottleneck", "One more machine", "numbers behind the stations are assumed",
    ):  # fmt: skip
        assert words in out


def test_a_line_in_json_says_every_number_and_is_the_same_twice(capsys):
    words = ["polymer", "polymer-lfp-lithium", *SHORT, "--seed", "7", "--json"]
    code, out, err = run(capsys, *words)
    assert (code, err) == (0, "")
    found = json.loads(out)
    head = found["headline"]
    share = head["line.throughput"]["value"] / head["line.plan"]["value"]
    assert head["line.of the plan"]["value"] == pytest.approx(100 * share, rel=1e-12, abs=0)
    assert head["line.output"]["unit"] == "GWh/yr"
    assert {s["name"] for s in found["stations"]} >= {"C-4 electrolyte film extrusion"}
    assert len(found["one more"]) == 1
    assert all(law["holds"] for law in found["laws"])
    assert sum(found["numbers_by_kind"].values()) == len(found["numbers"])
    again = json.loads(run(capsys, *words)[1])
    assert {**again, "record": 0} == {**found, "record": 0}


def test_a_line_is_drawn_in_the_order_of_the_route(capsys, tmp_path):
    path = tmp_path / "line.svg"
    code, _, err = run(capsys, "polymer", *SHORT, "--stations", "0", "--figure", str(path))
    assert (code, err) == (0, "")
    assert path.stat().st_size > 10_000
    code, _, err = run(capsys, "polymer", *SHORT, "--figure", str(path))
    assert code == 2  # it is there already
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sulfide"], "sulfide-wet"),
        (["polymer", "sulfide-nmc811-lithium"], "route polymer makes"),
        (["polymer", "--capacity", "0 GWh/yr"], "above zero"),
        (["polymer", "--capacity", "2"], "unit"),
        (["polymer", "--weeks", "0"], "the time of a run [h] is positive"),
        (["polymer", "--seed", "-1"], "a seed is a whole number"),
        (["polymer", "--figure", "line.xyz"], "suffix"),
        (["oxide", "--anode", "coated"], "none of the shipped designs"),
    ],
)
def test_bad_words_get_one_sentence(capsys, words, said):
    code, _, err = run(capsys, *words)
    assert code == 2
    assert said in err
    assert err.count("\n") == 1
    assert len(err) < 900
