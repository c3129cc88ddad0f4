"""Commands of a network: a case is written, solved and compared."""

import json

import pytest

from ionwright import network
from ionwright.cli import main
from ionwright.network import files


def run(capsys, *words):
    code = main(list(words))
    out, err = capsys.readouterr()
    return code, out, err


def test_a_written_case_solves_like_the_shipped_one(capsys, tmp_path):
    folder = str(tmp_path / "mine")
    code, out, _ = run(capsys, "network", "new", folder, "--like", "chongqing")
    assert code == 0
    assert out.startswith("Wrote ")
    plans = [
        run(capsys, "network", "plan", name, "--path", "semi-solid-bridge", "--json")
        for name in ("chongqing", folder)
    ]
    shipped, own = (json.loads(out) for _, out, _ in plans)
    assert shipped["objective"] == pytest.approx(own["objective"], rel=2e-3, abs=0)
    assert shipped["evidence"].startswith("Rests on ")
    assert shipped["kinds"]["assumed"] > 0
    assert shipped["bound"] <= shipped["objective"]


@pytest.fixture
def own(capsys, tmp_path):
    folder = tmp_path / "own"
    assert run(capsys, "network", "new", str(folder))[0] == 0
    return folder


def test_a_small_case_is_written_and_planned_at_once(capsys, own):
    code, out, err = run(capsys, "network", "plan", str(own))
    assert (code, err) == (0, "")
    assert out.startswith("Rests on the figures of its folder")
    assert "cell plant, 3 GWh/yr" in out
    assert run(capsys, "network", "new", str(own))[0] == 2


def test_an_explanation_shows_evidence_costs_projects_and_duals(capsys, own):
    code, out, err = run(capsys, "network", "explain", str(own))
    assert (code, err) == (0, "")
    assert out.startswith("Rests on ")
    for title in ("Landed cost", "What limits cost", "Projects", "nearly as little",
                  "Duals of the fixed plan", "How sure"):  # fmt: skip
        assert title in out
    code, out, _ = run(capsys, "network", "explain", str(own), "--json")
    assert code == 0
    told = json.loads(out)
    assert {p["project"] for p in told["projects"]} == {"cell plant", "electrolyte works"}
    assert all(p["low"] > 0.0 for p in told["projects"])
    assert {x["limit"] for x in told["limits"]} == {
        "the people there", "the growth limit 'electrolyte'"
    }  # fmt: skip
    assert told["duals_of_the_fixed_plan"]
    # in the late future the smaller size of both plants is best
    case, scenarios = files.read(own)
    plan, best = (network.solve(case, x) for x in (scenarios, scenarios.alone("late")))
    held = network.regret(case, scenarios, {"it": plan}).costs["it"]["late"].high
    late = told["regret"]["this plan"]["late"]["high"]
    assert late == pytest.approx(held - best.objective, rel=1e-3, abs=0)
    assert late > 1e8
    assert told["regret"]["plan for the mean future"]["as planned"]["high"] < 1e6


def test_strategies_of_an_own_case_are_compared(capsys, own, tmp_path):
    picture = tmp_path / "waterfall.svg"
    words = ("network", "compare", str(own), "--region", "home")
    code, out, err = run(capsys, *words, "--plot", str(picture))
    assert (code, err) == (0, "")
    assert out.startswith("Rests on ")
    for strategy in ("import everything", "cell only", "electrolyte only", "whatever is cheapest"):
        assert strategy in out
    assert "building" in picture.read_text(encoding="utf-8")
    told = json.loads(run(capsys, *words, "--json")[1])
    cost = {(x["path"], x["strategy"]): x["high"] for x in told["strategies"]}
    assert cost["late", "import everything"] > cost["late", "whatever is cheapest"]


def test_a_plan_is_drawn_once_and_only_where_sites_lie(capsys, own, tmp_path):
    picture = tmp_path / "plan.png"
    words = ("network", "plan", str(own), "--plot", str(picture), "--json")
    assert run(capsys, *words)[0] == 0
    assert picture.stat().st_size > 10_000
    assert run(capsys, *words)[0] == 2
    path = own / "sites.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("36.7,95.2", ","), encoding="utf-8")
    code, out, err = run(capsys, *words[:-2], str(tmp_path / "other.png"))
    assert (code, out) == (2, "")
    assert "mine without them" in err


def test_a_case_without_a_plan_says_why(capsys, own):
    path = own / "demands.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",180.0,", ",,").replace("3000000.0", "30000000.0"), "utf-8")
    for command in ("plan", "explain"):
        code, out, err = run(capsys, "network", command, str(own))
        assert code == 1
        assert err == ""
        assert out.startswith("Rests on ")
        said = out.splitlines()[-1]
        assert said.startswith("demand cells for cars in 20")
        assert said.endswith("would have to give way.")


def test_a_plan_shows_its_evidence_first(capsys):
    code, out, _ = run(capsys, "network", "plan", "chongqing", "--path", "breakthrough")
    assert code == 0
    lines = out.splitlines()
    assert lines[0].startswith("Rests on ")
    assert "binaries" in lines[1]
    assert "the whole program at once, 1 future" in lines[1]
    assert "none below" in lines[2]
    assert "decided now" not in lines[0]
    assert "posts in chongqing" in out
    assert "Li6PS5Cl brought in" in out


def test_a_wrong_word_on_an_own_case_has_one_sentence(capsys, own):
    for words, said in (
        (("compare", str(own)), "allowed: home, elsewhere"),
        (("compare", str(own), "--region", "hom"), "Did you mean 'home'?"),
        (("compare", str(own), "--region", "home", "--switch", "x"), "a figure of a shipped case"),
        (("explain", str(own), "--region", "hom"), "Did you mean 'home'?"),
        (("plan", str(own), "--scenarios", "3"), "stand in its futures.csv"),
    ):
        code, _, err = run(capsys, "network", *words)
        assert code == 2
        assert said in err, err
        assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["network", "explain", "chongking"], "Did you mean 'chongqing'?"),
        (["network", "new", "somewhere", "--like", "four-bloc"], "Did you mean 'four-blocs'?"),
        (["network", "plan", "chongking"], "Did you mean 'chongqing'?"),
        (["network", "plan", "chongqing", "--path", "breaktrough"],
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
