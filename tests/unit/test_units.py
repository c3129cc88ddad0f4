"""Text with a unit -> SI, and back."""

import contextlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ionwright import units
from ionwright.errors import InputError
from ionwright.units._table import TABLE


@pytest.mark.parametrize(
    ("text", "si", "value"),
    [
        ("30 um", "m", 30e-6),
        ("30um", "m", 30e-6),
        ("30 µm", "m", 30e-6),
        ("1.8 mS/cm", "S/m", 0.18),
        ("2 mA/cm2", "A/m2", 20.0),
        ("2 mA/cm^2", "A/m2", 20.0),
        ("2 mA / cm2", "A/m2", 20.0),
        ("4.78 g/cm3", "kg/m3", 4780.0),
        ("1e-14 m2/s", "m2/s", 1e-14),
        ("4 mAh/cm2", "C/m2", 144e3),
        ("10 ohm cm2", "ohm m2", 1e-3),
        ("10 Ω·cm²", "ohm m2", 1e-3),
        ("200 mAh/g", "C/kg", 720e3),
        ("25 degC", "K", 298.15),
        ("25 oC", "K", 298.15),
        ("25 °C", "K", 298.15),
        ("298.15 K", "K", 298.15),
        ("80 wt%", "kg/kg", 0.8),
        ("80 %", "kg/kg", 0.8),
        ("0.8", "kg/kg", 0.8),
        ("12 vol%", "m3/m3", 0.12),
        ("0.35 eV", "J/mol", 33769.86624),
        ("431.5 Wh/kg", "J/kg", 1553400.0),
        ("5 MPa", "Pa", 5e6),
        (".5 V", "V", 0.5),
        ("-5 degC", "K", 268.15),
    ],
)
def test_reads_as_the_field_writes(text, si, value):
    assert units.read(text, si) == pytest.approx(value, rel=1e-9, abs=0)


@pytest.mark.parametrize(
    ("text", "si", "said"),
    [
        ("25 C", "K", "coulomb"),
        ("1.000,5 um", "m", "comma"),
        ("0,5 um", "m", "comma"),
        ("nan um", "m", "begins with a finite number"),
        ("inf um", "m", "begins with a finite number"),
        ("1e999 um", "m", "finite"),
        ("30 mS", "m", "dimension m"),
        ("30", "m", "without a unit"),
        ("", "m", "begins with"),
        ("um", "m", "begins with"),
        ("30 umm", "m", "Did you mean 'um'"),
        ("80 vol%", "kg/kg", "dimension kg/kg"),
        ("12 wt%", "m3/m3", "dimension m3/m3"),
        ("1 2 um", "m", "unit must be known"),
        ("30 um; drop", "m", "unit must be known"),
        ("3 um2", "m", "dimension m"),
    ],
)
def test_refuses(text, si, said):
    with pytest.raises(InputError, match=said):
        units.read(text, si)


def test_unit_outside_the_table_is_asked_of_pint():
    assert units.read("1 inch", "m") == pytest.approx(0.0254, rel=1e-12, abs=0)
    assert units.read("1 kgf/cm2", "Pa") == pytest.approx(98066.5, rel=1e-9, abs=0)


MONEY = [u for u, (_, _, si) in TABLE.items() if si[:3] in units.CURRENCIES]


@pytest.mark.parametrize(
    "unit",
    [
        u
        for u, (_, offset, si) in TABLE.items()
        if offset == 0.0 and si not in ("J/mol",) and u not in MONEY and u != "%/yr"
    ],
)
def test_table_agrees_with_pint(unit):
    factor, _, si = TABLE[unit]
    if si in ("1", "kg/kg", "m3/m3", "mol/mol", "K"):
        known = {"%": 0.01, "ppm": 1e-6, "wt%": 0.01, "vol%": 0.01, "mol%": 0.01}
        known |= {"h/yr": 1 / 8766, "h/d": 1 / 24}
        assert factor == pytest.approx(known.get(unit, 1.0), rel=1e-14, abs=0)
    else:
        assert factor == pytest.approx(units.ask_pint(unit, si), rel=1e-13, abs=0)


@pytest.mark.parametrize(
    ("text", "si", "value"),
    [
        ("10 GWh/yr", "W", 10 * 3.6e12 / 31557600),
        ("1 GWh/yr", "W", 1e9 / 8766),
        ("8766 t/yr", "kg/s", 1000 / 3600),
        ("36 kg/h", "kg/s", 0.01),
        ("60 m/min", "m/s", 1.0),
        ("3 1/yr", "1/s", 3 / 31557600),
        ("2 %/yr", "1/s", 0.02 / 31557600),
        ("6.8 kWh/(d m2)", "W/m2", 6800 / 24),
        ("100 MUSD/(GWh/yr)", "USD/W", 100e6 * 8766 / 1e9),
        ("100 m2/(GWh/yr)", "m2/W", 100 * 8766 / 1e9),
        ("21.3 MJPY/(t/yr)", "JPY s/kg", 21.3e6 * 31557600 / 1000),
        ("0.36 EUR/kWh", "EUR/J", 1e-7),
        ("36 CNY/h", "CNY/s", 0.01),
        ("2.5 USD/cell", "USD/cell", 2.5),
        ("1.05 USD/EUR", "USD/EUR", 1.05),
        ("3 MKRW", "KRW", 3e6),
        ("5 USD/t", "USD/kg", 0.005),
        ("93 h/MWh", "s/J", 93 / 1e6),
    ],
)
def test_units_of_a_plant(text, si, value):
    assert units.read(text, si) == pytest.approx(value, rel=1e-13, abs=0)


@pytest.mark.parametrize("unit", MONEY)
def test_money_is_read_only_as_its_own_currency(unit):
    own = units.dimension(unit)
    if "/" in own and own.split("/")[1] in units.CURRENCIES:
        return  # a rate of exchange names two
    for other in units.CURRENCIES:
        if other != own[:3]:
            with pytest.raises(InputError, match="dimension"):
                units.read(f"1 {unit}", other + own[3:])


def test_money_for_one_thing_is_not_money_for_another():
    for text, si in (("1 USD/kg", "USD/m2"), ("1 USD", "USD/cell"), ("1 USD/cell", "USD")):
        with pytest.raises(InputError, match="dimension"):
            units.read(text, si)


@given(
    st.floats(min_value=1e-9, max_value=1e9, allow_subnormal=False),
    st.sampled_from(sorted(TABLE)),
)
def test_what_is_written_reads_back(value, unit):
    si = units.dimension(unit)
    text = units.exact(value, unit)
    assert units.read(text, si) == pytest.approx(value, rel=1e-15, abs=1e-12 if si == "K" else 0)


def test_money_is_converted_only_in_what_it_is_paid_for():
    assert units.read("0.09 EUR/kWh", "EUR/J") == pytest.approx(0.09 / 3.6e6, rel=1e-13, abs=0)
    assert units.read("10 EUR/L", "EUR/m3") == pytest.approx(1e4, rel=1e-13, abs=0)
    assert units.read("44.97 EUR/h", "EUR/s") == pytest.approx(44.97 / 3600, rel=1e-13, abs=0)
    with pytest.raises(InputError, match="dimension"):
        units.read("10 EUR/kg", "USD/kg")


@given(st.text(max_size=20))
def test_no_text_breaks_the_reader(text):
    with contextlib.suppress(InputError):
        assert np.isfinite(units.read(text, "m"))


def test_show_is_short():
    assert units.show(30e-6, "um") == "30 um"
    assert units.show(63104.0, "mol/m3") == "63100 mol/m3"
    assert units.show(0.5, "1") == "0.5"
