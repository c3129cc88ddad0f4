"""Commands: what they print, and with which exit code they end."""

import json
import subprocess
import sys
import tomllib

import pytest

from ionwright import cell
from ionwright.cli import main


def run(capsys, *words):
    code = main(list(words))
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize(
    "words",
    [
        ["cell", "list"],
        ["cell", "list", "--published"],
        ["cell", "list", "--planar"],
        ["cell", "spec", "symmetric-lithium-lpscl"],
        ["cell", "show", "lithium-copper-lpscl"],
        ["cell", "spec", "sulfide-nmc811-lithium"],
        ["cell", "show", "sulfide-nmc811-lithium"],
        ["cell", "paths"],
        ["cell", "schema"],
        ["cell", "rate", "sulfide-nmc811-lithium", "--rate", "C/3", "--rate", "2C"],
        ["cell", "pulse", "sulfide-nmc811-lithium", "--soc", "0.5", "--after", "10 s"],
        ["plant", "list"],
        ["plant", "schema"],
        ["plant", "cost", "liquid", "liquid-nmc811-graphite", "--draws", "50"],
        ["plant", "cost", "oxide", "oxide-nmc811-lithium", "--draws", "0"],
        ["plant", "cost", "liquid", "liquid-nmc811-graphite", "--draws", "0", "--detail"],
        ["plant", "convert", "polymer", "polymer-lfp-lithium", "--draws", "50"],
        [
            "plant",
            "compare",
            "liquid",
            "liquid-nmc811-graphite",
            "sulfide-dry",
            "sulfide-nmc811-lithium",
            "--draws",
            "40",
            "--search",
            "3",
        ],
        ["plant", "ramp", "liquid", "liquid-nmc811-graphite", "--price", "100 USD/kWh"],
        ["plant", "ramp", "oxide", "oxide-nmc811-lithium", "--pilot", "20 MWh/yr"],
        ["data", "list"],
        ["data", "list", "--class", "active"],
        ["data", "show", "LPSCl"],
        ["data", "show", "NCM811", "--quantity", "diffusivity"],
        ["doctor"],
    ],
)
def test_commands_run_and_also_give_json(words, capsys):
    code, out, err = run(capsys, *words)
    assert code == 0
    assert err == ""
    assert out
    code, out, err = run(capsys, *words, "--json")
    assert code == 0
    assert json.loads(out)


def test_details_of_a_plant_stand_once_and_in_round_numbers(capsys):
    words = ("plant", "cost", "liquid", "liquid-nmc811-graphite", "--draws", "0", "--detail")
    code, out, _ = run(capsys, *words)
    assert code == 0
    for title in ("By cause", "By step", "Notes:"):
        assert out.count(title) == 1
    # sold at the minimum price
    assert "net present value 0 MUSD" in " ".join(out.split())
    assert "internal rate of return 8.000 %/yr" in " ".join(out.split())


def test_spec_in_json_is_whole(capsys):
    _, out, _ = run(capsys, "cell", "spec", "sulfide-nmc811-lithium", "--json")
    sheet = json.loads(out)
    assert sheet["status"] == "done"
    assert all(law["holds"] for law in sheet["laws"])
    assert len(sheet["key"]) == 32
    assert set(sheet["record"]) >= {"python", "ionwright", "numpy"}
    assert sheet["headline"]["cell.specific_energy"]["si"] == "J/kg"
    assert sum(sheet["numbers_by_kind"].values()) > 30
    mass = sum(row["mass [kg]"] for row in sheet["bill"])
    assert mass == pytest.approx(sheet["headline"]["cell.mass"]["value"], rel=1e-12, abs=0)


def test_set_changes_an_input(capsys):
    words = ("cell", "spec", "sulfide-nmc811-lithium", "--json")
    _, base, _ = run(capsys, *words)
    _, thin, _ = run(capsys, *words, "--set", "cell.separator.thickness=15 um")
    names = "headline", "cell.specific_energy", "value"
    values = []
    for text in (base, thin):
        node = json.loads(text)
        for name in names:
            node = node[name]
        values.append(node)
    assert values[1] > values[0]


def test_new_writes_a_file_that_loads(capsys, tmp_path):
    path = tmp_path / "mine.toml"
    code, out, _ = run(capsys, "cell", "new", str(path), "--set", "cell.separator.thickness=22 um")
    assert code == 0
    assert str(path) in out
    assert cell.load(path).cell.separator[0].thickness == pytest.approx(22e-6, rel=1e-12, abs=0)
    assert tomllib.loads(path.read_text(encoding="utf-8"))["schema"] == "ionwright/1"


def test_run_says_so_when_it_has_to_compile_first(capsys):
    from ionwright.numerics import jit

    words = ("cell", "run", "sulfide-nmc811-lithium", "Discharge at C/3 until 2.5 V")
    there = jit.compiled()
    code, out, err = run(capsys, *words)
    assert code == 0
    assert "Status: done" in out
    assert "The run went to -8.1% state of charge" in out
    assert err == ("" if there else "Compiling the model: about 15 seconds, this once.\n")
    assert run(capsys, *words)[2] == ""


def test_run_prints_what_it_delivers_and_writes_its_rows_once(capsys, tmp_path):
    path = tmp_path / "run.csv"
    words = ("cell", "run", "sulfide-nmc811-lithium", "Discharge at 1C until 2.5 V")
    code, out, _ = run(capsys, *words, "--csv", str(path), "--json")
    assert code == 0
    told = json.loads(out)
    assert told["status"] == "done"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("time [s],voltage [V],current (positive on discharge) [A]")
    last = [float(v) for v in lines[-1].split(",")]
    assert last[1] == pytest.approx(2.5, rel=1e-8, abs=0)
    discharged = told["headline"]["cell.run.discharged"]["value"] / 3600
    assert last[3] == pytest.approx(discharged, rel=1e-8, abs=0)
    code, _, err = run(capsys, *words, "--csv", str(path))
    assert code == 2
    assert "not overwritten" in err


@pytest.mark.parametrize("suffix", [".csv", ".json", ".parquet", ".bdf.csv"])
def test_run_writes_what_the_suffix_says_and_never_over_an_old_file(suffix, capsys, tmp_path):
    path = tmp_path / f"run{suffix}"
    words = ("cell", "run", "sulfide-nmc811-lithium", "Rest for 1 s", "--out", str(path))
    assert run(capsys, *words)[0] == 0
    before = path.read_bytes()
    code, _, err = run(capsys, *words)
    assert code == 2
    assert "not overwritten" in err
    assert path.read_bytes() == before


def test_a_protocol_may_stand_in_an_option_and_a_run_be_drawn(capsys, tmp_path):
    design, text = "sulfide-nmc811-lithium", "Discharge at 1C for 10 min"
    picture = tmp_path / "run.svg"
    words = ("--protocol", text, "--temperature", "45 degC", "--plot", str(picture), "--json")
    code, out, _ = run(capsys, "cell", "run", design, *words)
    assert code == 0
    warm = json.loads(out)
    assert warm["temperature [K]"] == pytest.approx(318.15, rel=1e-12, abs=0)
    assert text in picture.read_text(encoding="utf-8")
    _, out, _ = run(capsys, "cell", "run", design, text, "--json")
    end = "headline", "cell.run.end_voltage", "value"
    values = []
    for node in (warm, json.loads(out)):
        for name in end:
            node = node[name]
        values.append(node)
    assert values[0] > values[1]
    assert run(capsys, "cell", "run", design, text, "--plot", str(picture))[0] == 2


def test_rate_and_pulse_print_units_and_write_their_table_once(capsys, tmp_path):
    path, picture = tmp_path / "rate.csv", tmp_path / "rate.png"
    words = ("cell", "rate", "sulfide-nmc811-lithium", "--rate", "1C", "--csv", str(path))
    code, out, _ = run(capsys, *words, "--plot", str(picture))
    assert code == 0
    assert "duration [h]" in out
    assert path.read_text(encoding="utf-8").startswith("rate [C],capacity [Ah]")
    assert picture.stat().st_size > 10_000
    assert run(capsys, *words)[0] == 2
    code, out, _ = run(capsys, "cell", "pulse", "sulfide-nmc811-lithium", "--soc", "0.9")
    assert code == 0
    assert "4.3 V reached after 0 s" in out


def test_a_rate_that_stops_is_in_the_table_and_ends_with_1(capsys):
    words = ("cell", "rate", "sulfide-nmc811-lithium", "--rate", "1C", "--rate", "1000C")
    code, out, _ = run(capsys, *words)
    assert code == 1
    assert "stopped in step 1" in out


def test_a_run_that_stops_early_says_why_and_ends_with_1(capsys):
    words = ("cell", "run", "sulfide-nmc811-lithium", "Discharge at 1C until 4.5 V")
    code, out, _ = run(capsys, *words)
    assert code == 1
    assert "its limit 4.5 V is passed before it begins" in out
    assert "The run went to" not in out


def test_version(capsys):
    code, out, _ = run(capsys, "--version")
    assert code == 0
    assert out.strip() == "0.1.0"


def test_a_fault_of_ours_is_one_sentence_and_the_trace_is_in_a_file(capsys, monkeypatch):
    def broken(name):
        raise RuntimeError("inside")

    monkeypatch.setattr(cell, "load", broken)
    code, out, err = run(capsys, "cell", "spec", "x")
    assert code == 3
    assert out == ""
    assert err.count("\n") == 1
    assert "fault of ionwright" in err
    from pathlib import Path

    trace = Path(err.split(" is in ")[1].strip().rstrip("."))
    assert "inside" in trace.read_text(encoding="utf-8")
    trace.unlink()


def test_interruption_is_130(capsys, monkeypatch):
    def interrupted(name):
        raise KeyboardInterrupt

    monkeypatch.setattr(cell, "load", interrupted)
    code, _, err = run(capsys, "cell", "spec", "x")
    assert code == 130
    assert "Interrupted" in err


def test_a_broken_law_is_exit_code_1(capsys, monkeypatch):
    from ionwright.cell import laws
    from ionwright.core import Law

    monkeypatch.setattr(laws, "check", lambda *a: (Law("made to fail", 1.0, 0.1, "one"),))
    code, out, _ = run(capsys, "cell", "spec", "worked-case")
    assert code == 1
    assert "broken: made to fail" in out


def test_help_has_examples(capsys):
    for words in (["--help"], ["cell", "spec", "--help"], ["data", "show", "--help"]):
        code, out, _ = run(capsys, *words)
        assert code == 0
        assert "Example" in out


def test_a_closed_pipe_is_quiet():
    command = f"{sys.executable} -m ionwright.cli cell list | head -n 1"
    script = "import sys; from ionwright.cli import main; sys.exit(main())"
    command = f'"{sys.executable}" -c "{script}" data show LPSCl | head -n 1'
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0


def test_importing_the_package_loads_nothing_heavy():
    script = (
        "import ionwright, sys; print([m for m in ('numpy', 'pydantic', 'pint', 'matplotlib',"
        " 'typer', 'rich') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_spec_sheet_loads_neither_pint_nor_matplotlib_nor_scipy():
    script = (
        "import sys; from ionwright.cli import main; main(['cell','spec','worked-case','--json']);"
        "print([m for m in ('pint','matplotlib','scipy','tomlkit','pandas') if m in sys.modules],"
        " file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == "[]"
