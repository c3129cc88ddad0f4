"""Files of location problems that are wrong: one sentence each, and which family a file is of."""

import json

import pytest
from support import ROOT

from ionwright.cli import main
from ionwright.errors import InputError
from ionwright.network.benchmark.families import family_of, read

FOLDER = ROOT / "show" / "references" / "network"
CAP = (FOLDER / "cap41.txt").read_text(encoding="utf-8")
WORD = "2 2\ncapacity 10\nCapacity 12\n3\n1 2\n4\n5 6\n"
PLAIN = "2 2\n10.0 12.0\n12.0 10.0\n3 5 6\n4 7 8\n"
ECHELONS = "1 1 2\n3\n4\n20 5\n2\n30 6\n1 1\n"


def cut(text, lines):
    return "\n".join(text.splitlines()[:lines])


WRONG = {
    "truncated": (cut(CAP, 100), "cflp", "a file of 16 sites and 50 customers has 884 numbers"),
    "truncated by shape": (cut(CAP, 100), None, "has 884 numbers, but it is one of 3"),
    "too long": (CAP + "\n1\n2\n", "cflp", "it is one of 886. Check its first line"),
    "empty": ("", "cflp", "it starts with its numbers of sites and of customers"),
    "no count": ("sixteen 50\n", "cflp", "line 1: it starts with its numbers of sites"),
    "no sites": ("0 50\n", "cflp", "'0' for sites (allowed: whole numbers above 0)"),
    "a word": (
        CAP.replace("6739.72500", "6739.x"),
        "cflp",
        "line 19: a demand or a cost is a finite number, but it is '6739.x'",
    ),
    "not finite": (CAP.replace("6739.72500", "inf"), "cflp", "line 19: a demand or a cost is"),
    "capacity open": (WORD, "cflp", "line 2: sites of cflp have capacities, but it is the word"),
    "nothing wanted": (
        WORD.replace("\n3\n", "\n0\n")
        .replace("apacity", "0")
        .replace("c0", "9")
        .replace("C0", "9"),
        "cflp",
        "every customer wants more than nothing, but it is 0 for customer 1",
    ),
    "less than nothing": (
        WORD.replace("\n3\n", "\n-3\n"),
        "uflp",
        "a demand is not negative, but it is -3 for customer 1",
    ),
    "echelons cut": (cut(ECHELONS, 5), "tscflp", "1 plants, 1 depots and 2 clients has 12 numbers"),
    "echelons by shape": (cut(ECHELONS, 5), None, "and 2 clients has 12 numbers"),
    "echelons below": (
        ECHELONS.replace("20 5", "-20 5"),
        "tscflp",
        "line 4: a capacity or a fixed cost is a finite number of 0 or more",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_gets_one_sentence(name, tmp_path, capsys):
    text, family, said = WRONG[name]
    path = tmp_path / "own.txt"
    path.write_text(text, encoding="utf-8")
    words = ["network", "benchmark", str(path), *(["--family", family] if family else [])]
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert str(path) in err
    assert err.count("\n") == 1


SERVERS = {
    "no scenario": ("Scenario3.dat", None, "Scenario3.dat: it is a file that can be read"),
    "cut short": ("Scenario2.dat", slice(0, 900), "every statement ends with ';'"),
    "another capacity": (
        "Scenario2.dat",
        ("112.0", "113.0"),
        "scenarios differ only in ClientPresent, but it is another Capacity",
    ),
    "no row": ("Scenario?.dat", ("45\t1\t1\t11", "46\t1\t1\t11"), "param Demand['45', '1']"),
    "half a client": ("Scenario4.dat", ("\n5 1", "\n5 0.5"), "a client is there or not"),
    "chances": ("ScenarioStructure.dat", ("Node1 0.2", "Node1 0.4"), "add up to 1, but it is 1.2"),
    "no names": ("ScenarioStructure.dat", ("set Scenarios", "set Names"), "names its scenarios in"),
    "no statement": ("ScenarioStructure.dat", ("set Stages", "Stages"), "a statement is 'param"),
}


@pytest.mark.parametrize("name", SERVERS)
def test_a_wrong_folder_gets_one_sentence(name, tmp_path, capsys):
    for path in (FOLDER / "sslp_15_45_5").iterdir():
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    file, change, said = SERVERS[name]
    for path in tmp_path.glob(file):
        text = path.read_text(encoding="utf-8")
        if change is None:
            path.unlink()
        else:
            new = text[change] if isinstance(change, slice) else text.replace(*change)
            assert new != text
            path.write_text(new, encoding="utf-8")
    assert main(["network", "benchmark", str(tmp_path)]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert str(tmp_path) in err
    assert err.count("\n") == 1


def test_what_is_no_file_or_family_is_told(tmp_path):
    with pytest.raises(InputError, match="it is a folder with Scenario1.dat"):
        read(str(tmp_path))
    with pytest.raises(InputError, match="it is a file that can be read"):
        read(str(tmp_path / "none.txt"))
    with pytest.raises(InputError, match="it is a family of instances.*cflp"):
        read(str(FOLDER / "cap41.txt"), "clfp")
    (tmp_path / "bytes.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="it is a text of numbers"):
        read(str(tmp_path / "bytes.txt"))


def test_the_word_capacity_takes_a_number_or_is_ignored(tmp_path):
    path = tmp_path / "word.txt"
    path.write_text(WORD, encoding="utf-8")
    given = read(str(path), capacity=8.0)
    assert given.family == "cflp"
    assert [o.capacity for o in given.case.options] == [8.0, 8.0]
    assert [o.yearly for o in given.case.options] == [10.0, 12.0]
    assert [d.amount for d in read(str(path), "uflp").case.demands] == [(1.0,), (1.0,)]


def test_a_family_is_told_from_the_shape(tmp_path):
    path = tmp_path / "two.txt"
    path.write_text(ECHELONS, encoding="utf-8")
    assert family_of(str(path)).name == "tscflp"
    assert family_of(str(FOLDER / "cap41.txt")).name == "cflp"
    scenario = FOLDER / "sslp_15_45_5" / "Scenario1.dat"
    assert family_of(str(scenario)).name == family_of(str(scenario.parent)).name == "sslp"
    # the optimum that some copies add at the end is no number of the instance
    path.write_text("2 3\n9 1\n9 2\n1 2 3\n4 5 6\n7 8 9\n22\n", encoding="utf-8")
    rows = read(str(path))
    assert rows.family == "sscflp"
    assert [x.cost[0] for x in rows.case.lanes] == [4.0, 2.5, 2.0, 7.0, 4.0, 3.0]


LAYOUTS = {
    "Windows": lambda t: t.replace("\n", "\r\n"),
    "blank lines": lambda t: "\n\n" + t.replace("\n", "\n\n"),
    "comments": lambda t: "# an instance\n" + t.replace("\n", " # so it goes\n", 1),
    "one line": lambda t: " ".join(t.split()),
    "a word a line": lambda t: "\n".join(t.split()),
    "exponents": lambda t: t.replace("10.0", "1.0e1").replace("12.0", "1.2D+01"),
    "points": lambda t: t.replace("2 2", "2. 2.0", 1),
    "byte order mark": lambda t: "\ufeff" + t,
    "tabs and commas": lambda t: t.replace(" ", ",\t"),
    "end of a DOS text": lambda t: t + "\n\x1a",
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_changes_nothing_that_is_said(name, tmp_path):
    path = tmp_path / "own.txt"
    path.write_bytes(PLAIN.encode())
    plain = read(str(path), "cflp")
    text = LAYOUTS[name](PLAIN)
    assert text != PLAIN
    path.write_bytes(text.encode())
    assert read(str(path), "cflp").case == plain.case


def test_a_wrong_file_keeps_no_other_from_being_solved(tmp_path, capsys):
    wrong = tmp_path / "wrong.txt"
    wrong.write_text(cut(CAP, 50), encoding="utf-8")
    files = [str(wrong), str(FOLDER / "cap41.txt"), str(tmp_path / "none.txt"), str(tmp_path)]
    assert main(["network", "benchmark", *files, "--family", "cflp", "--json"]) == 2
    out, err = capsys.readouterr()
    told = [json.loads(line) for line in out.splitlines()]
    assert [x["file"] for x in told] == files
    assert [x["status"] for x in told] == ["bad input", "optimal", "bad input", "bad input"]
    assert [x["objective"] is None for x in told] == [True, False, True, True]
    assert "884 numbers" in told[0]["error"]
    assert "can be read" in told[2]["error"]
    assert json.loads(err)["error"]["exit_code"] == 2
    assert main(["network", "benchmark", *files, "--family", "cflp"]) == 2
    out, err = capsys.readouterr()
    assert "optimal" in out
    assert [line.startswith("Bad input: ") for line in err.splitlines()] == [True] * 3


def test_a_wrong_family_is_told_once(capsys):
    files = [str(FOLDER / name) for name in ("cap41.txt", "cap71.txt")]
    assert main(["network", "benchmark", *files, "--family", "cpfl", "--json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Did you mean 'cflp'?" in err


def test_json_has_one_object_a_file(capsys):
    files = [str(FOLDER / name) for name in ("cap41.txt", "cap71.txt")]
    assert main(["network", "benchmark", *files, "--time-limit", "60", "--json"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [x["file"] for x in told] == files
    for x in told:
        assert {"objective", "bound", "status", "seconds"} <= set(x)
        assert x["status"] == "optimal"
        assert x["bound"] <= x["objective"]


def test_without_a_plan_there_is_no_objective(tmp_path, capsys):
    path = tmp_path / "small.txt"
    path.write_text(WORD, encoding="utf-8")
    words = ["network", "benchmark", str(path), "--capacity", "1", "--json"]
    assert main(words) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["status"], told["objective"]) == ("infeasible", None)
