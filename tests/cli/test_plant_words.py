"""What the commands of a plant say: titles, units, order, and where nothing is to be said."""

import pytest

from ionwright.cli import main


def run(capsys, *words):
    code = main(["plant", *words])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_list_comes_first_and_names_each_design_once(capsys):
    _, out, _ = run(capsys, "--help")
    order = [out.index(f"\n  {name} ") for name in ("list", "cost", "line", "convert", "ramp")]
    assert order == sorted(order)
    _, out, _ = run(capsys, "list")
    assert out.count("polymer-lfp-lithium") == 1
    assert "(evaporation, foil-bought, foil-made)" in out


def test_a_title_stands_on_one_line(capsys):
    words = ("convert", "polymer", "polymer-lfp-lithium", "--draws", "0")
    _, out, _ = run(capsys, *words)
    assert "Polymer from a liquid line: polymer-lfp-lithium, 10 GWh/yr in chongqing\n" in out
    assert "What of the standing line nobody takes, USD/(kWh/yr)\n" in out


def test_a_table_without_rows_is_a_sentence(capsys):
    _, out, _ = run(capsys, "convert", "liquid", "liquid-nmc811-graphite", "--draws", "20")
    assert "The route takes up all of the standing line." in out
    assert "nobody takes, USD" not in out
    assert "1 to 1 " not in out


def test_money_of_a_whole_plant_is_in_millions(capsys):
    _, out, _ = run(capsys, "ramp", "liquid", "liquid-nmc811-graphite")
    assert "e+0" not in out
    row = next(r for r in out.split("\n") if r.startswith("  peak need"))
    assert "MUSD" in row
    assert any("GWh " in r for r in out.split("\n") if r.startswith("  output"))


@pytest.mark.parametrize(
    ("words", "like"),
    [
        (["cost", "liquid", "liquid-nmc811-graphite", "--capacity", "10"], '"10 GWh/yr"'),
        (["line", "liquid", "--capacity", "10 GWh"], '"10 GWh/yr"'),
        (["ramp", "liquid", "liquid-nmc811-graphite", "--pilot", "20"], '"10 GWh/yr"'),
        (["ramp", "liquid", "liquid-nmc811-graphite", "--price", "90"], '"90 USD/kWh"'),
    ],
)
def test_a_wrong_unit_is_told_the_one_that_is_meant(capsys, words, like):
    code, _, err = run(capsys, *words)
    assert code == 2
    assert f"Write it like {like}" in err
