"""Every example runs and ends on the number that is asserted here."""

import pytest
from support import ROOT, load_script

EXPECTED = {
    "01_ion": ("threshold", 0.270),
    "02_cell": ("gain", 0.055),
    "03_plant": ("saved", 0.061),
    "04_network": ("saved", 0.0442),
}


def test_every_example_has_a_number():
    assert {p.stem for p in (ROOT / "examples").glob("*.py")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_example(name, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("IONWRIGHT_FIGURE", str(tmp_path / "figure.svg"))
    module = load_script(ROOT / "examples" / f"{name}.py")
    variable, value = EXPECTED[name]
    assert getattr(module, variable) == pytest.approx(value, rel=0.02, abs=0)
    assert capsys.readouterr().out.strip()
    assert (tmp_path / "figure.svg").stat().st_size > 10_000
