"""Commands of a network: a case is written, solved and compared."""

import json

import pytest

from ionwright.cli import main


def run(capsys, *words):
    code = main(list(words))
    out, err = capsys.readouterr()
    return code, out, err


def test_a_written_case_solves_like_the_shipped_one(capsys, tmp_path):
    folder = str(tmp_path / "mine")
    code, out, _ = run(capsys, "network", "new", folder)
    assert code == 0
    assert out.startswith("Wrote ")
    plans = [
        run(capsys, "network", "solve", name, "--path", "semi-solid-bridge", "--json")
        for name in ("chongqing", folder)
    ]
    shipped, own = (json.loads(out) for _, out, _ in plans)
    assert shipped["objective"] == pytest.approx(own["objective"], rel=2e-3, abs=0)
    assert shipped["evidence"].startswith("Rests on ")
    assert shipped["kinds"]["assumed"] > 0
    assert shipped["bound"] <= shipped["objective"]


def test_a_plan_shows_its_evidence_first(capsys):
    code, out, _ = run(capsys, "network", "solve", "chongqing", "--path", "breakthrough")
    assert code == 0
    lines = out.splitlines()
    assert lines[0].startswith("Rests on ")
    assert "binaries" in lines[1]
    assert "the whole program at once, 1 future" in lines[1]
    assert "none below" in lines[2]
    assert "decided now" not in lines[0]
    assert "posts in chongqing" in out
    assert "Li6PS5Cl brought in" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["network", "solve", "chongking"], "Did you mean 'chongqing'?"),
        (["network", "solve", "chongqing", "--path", "breaktrough"],
         "Did you mean 'breakthrough'?"),
        (["network", "compare", "chongqing", "--switch", "supplier.open_shar"],
         "Did you mean 'supplier.open_share'?"),
    ],
)  # fmt: skip
def test_a_wrong_word_has_one_sentence(capsys, words, said):
    code, _, err = run(capsys, *words)
    assert code == 2
    assert said in err
    assert len(err.strip().splitlines()) == 1
