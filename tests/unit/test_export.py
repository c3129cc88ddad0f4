"""What is written reads back as it was, and says which way current is positive."""

import csv
import json

import numpy as np
import pytest

from ionwright import cell
from ionwright.cell import export
from ionwright.errors import InputError

LABELS = [
    "Test Time / s",
    "Voltage / V",
    "Current / A",
    "Cycle Count / 1",
    "Step Count / 1",
    "Ambient Temperature / degC",
    "Charging Capacity / Ah",
    "Discharging Capacity / Ah",
]
"""Preferred labels of the Battery Data Format's ontology 1.3.0, from its README."""


@pytest.fixture(scope="module")
def run():
    design = cell.load("sulfide-nmc811-lithium")
    cycle = "Discharge at 1C for 5 min; Charge at C/2 for 5 min; Rest for 1 min"
    return cell.solve(design, f"2 times: [{cycle}]; Rest for 1 s")


def read(path):
    """Return the columns of a CSV file by their heads."""
    with path.open(encoding="utf-8", newline="") as file:
        heads, *rows = csv.reader(file)
    columns = np.array(rows, float).reshape(-1, len(heads)).T
    return dict(zip(heads, columns, strict=True))


def same(table, run, current, factor=1.0):
    exact = {"rtol": 0, "atol": 0}
    np.testing.assert_allclose(np.asarray(table[current], float), factor * run.current, **exact)


def test_csv_comes_back_to_the_bit_and_says_the_sign(run, tmp_path):
    table = read(export.to_csv(run, tmp_path / "a.csv"))
    same(table, run, "current (positive on discharge) [A]")
    np.testing.assert_array_equal(table["time [s]"], run.time)
    np.testing.assert_array_equal(table["voltage [V]"], run.voltage)
    np.testing.assert_array_equal(table["step [1]"], run.step)
    np.testing.assert_array_equal(table["soc [1]"], run.soc)
    charge = table["charge given [Ah]"] * 3600.0
    np.testing.assert_allclose(charge, run.rows[:, 3] * run.faces, rtol=1e-15, atol=0)


def test_parquet_comes_back_to_the_bit_with_its_metadata(run, tmp_path):
    import pyarrow.parquet as pq

    table = pq.read_table(export.to_parquet(run, tmp_path / "a.parquet"))
    same(table, run, "current (positive on discharge) [A]")
    np.testing.assert_array_equal(np.asarray(table["voltage [V]"]), run.voltage)
    told = json.loads(table.schema.metadata[b"ionwright"])
    assert told["sign"] == "current is positive on discharge"
    assert told["design"] == "sulfide-nmc811-lithium"
    assert told["status"] == "done"


def test_json_comes_back_to_the_bit(run, tmp_path):
    told = json.loads(export.to_json(run, tmp_path / "a.json").read_text(encoding="utf-8"))
    same(told["rows"], run, "current (positive on discharge) [A]")
    assert told["protocol"] == str(run.inputs.protocol)
    assert told["sign"] == "current is positive on discharge"


def test_bdf_has_its_labels_and_turns_the_sign(run, tmp_path):
    path = export.to_bdf(run, tmp_path / "a.bdf.csv")
    table = read(path)
    assert list(table) == LABELS
    same(table, run, "Current / A", -1.0)
    first = table["Current / A"][table["Step Count / 1"] == 1.0]
    assert (first < 0.0).all()  # a discharge
    assert (table["Ambient Temperature / degC"] == 25.0).all()
    told = json.loads((tmp_path / "a.bdf.metadata.json").read_text(encoding="utf-8"))["extras"]
    assert told["version"] == "1.3.0"
    assert "positive on charge" in told["sign"]
    assert "no cell was tested" in told["origin"]


def test_bdf_counts_steps_cycles_and_charge_as_the_format_says(run, tmp_path):
    table = read(export.to_bdf(run, tmp_path / "a.bdf.csv"))
    steps, cycles = table["Step Count / 1"], table["Cycle Count / 1"]
    found, first = np.unique(steps, return_index=True)
    assert found.tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert cycles[first].tolist() == [0, 0, 0, 1, 1, 1, 2]
    for name in LABELS[:1] + LABELS[6:]:
        assert (np.diff(table[name]) >= 0.0).all()
    h = run.headline
    for name, key in (("Discharging", "discharged"), ("Charging", "charged")):
        total = table[f"{name} Capacity / Ah"][-1] * 3600.0
        assert total == pytest.approx(h[key].value, rel=1e-12, abs=0)


def test_a_run_without_rows_is_written_too(tmp_path):
    design = cell.load("sulfide-nmc811-lithium")
    run = cell.solve(design, "Discharge at 1000C until 2.5 V")
    assert not len(run.time)
    for suffix in export.WRITERS:
        assert export.write(run, tmp_path / f"a{suffix}").exists()
    assert list(read(tmp_path / "a.bdf.csv")) == LABELS


@pytest.mark.parametrize("suffix", list(export.WRITERS))
def test_nothing_is_overwritten_unless_asked_for(run, suffix, tmp_path):
    path = tmp_path / f"a{suffix}"
    path.write_text("keep me", encoding="utf-8")
    with pytest.raises(InputError, match="not overwritten"):
        export.write(run, path)
    assert path.read_text(encoding="utf-8") == "keep me"
    export.write(run, path, overwrite=True)
    assert path.stat().st_size > 1000
    assert not list(tmp_path.glob("*.part"))


def test_an_old_metadata_file_is_kept_and_then_nothing_is_written(run, tmp_path):
    (tmp_path / "a.bdf.metadata.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match="not overwritten"):
        export.to_bdf(run, tmp_path / "a.bdf.csv")
    assert not (tmp_path / "a.bdf.csv").exists()


@pytest.mark.parametrize("name", ["a", "a.xlsx", "a.csv.gz", ".csv", "a.bdf"])
def test_an_unknown_suffix_is_told(run, name, tmp_path):
    with pytest.raises(InputError, match="suffix of a file"):
        export.write(run, tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_the_folder_must_exist(run, tmp_path):
    with pytest.raises(InputError, match="folder"):
        export.to_csv(run, tmp_path / "no" / "a.csv")
