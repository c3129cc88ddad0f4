"""Every bad input gets one clear sentence and exit code 2, and nothing is overwritten."""

import json

import pytest
from support import ROOT, load_script

from ionwright.cli import main

BAD = load_script(ROOT / "show" / "bad_inputs.py")
NAMES = [*BAD.COMMANDS, *BAD.EDITS]


@pytest.mark.parametrize("name", NAMES)
def test_bad_input_is_told(name, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words, said = BAD.cases(tmp_path)[name]
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out.startswith("Ionwright tour") if words[0] == "tour" else out == ""
    assert said in err
    assert "Traceback" not in err
    assert err.count("\n") == 1
    assert len(err) < 900


@pytest.mark.parametrize(
    "name",
    ["empty file", "binary file", "huge file", "file would be overwritten", "no such folder"],
)
def test_bad_file_is_told(name, tmp_path, capsys):
    words, said = BAD.special(tmp_path)[name]
    assert main(words) == 2
    assert said in capsys.readouterr().err
    assert (tmp_path / "mine.toml").read_text(encoding="utf-8") == "keep me"


def test_there_are_many_cases(tmp_path):
    assert len(BAD.cases(tmp_path)) >= 50


@pytest.mark.parametrize("name", list(BAD.EDITS))
def test_the_file_and_often_the_line_are_named(name, tmp_path, capsys):
    words = BAD.edited(name, tmp_path)
    assert main(words) == 2
    assert str(tmp_path) in capsys.readouterr().err


def test_the_right_line_is_named(tmp_path, capsys):
    words = BAD.edited("bare number", tmp_path)
    from pathlib import Path

    lines = Path(words[2]).read_text(encoding="utf-8").splitlines()
    number = lines.index("thickness = 30") + 1
    main(words)
    assert f"line {number}, cell.separator.thickness" in capsys.readouterr().err


def test_json_faults_are_json(capsys):
    assert main(["cell", "spec", "nope", "--json"]) == 2
    told = json.loads(capsys.readouterr().err)["error"]
    assert told["exit_code"] == 2
    assert told["seen"] == "'nope'"
