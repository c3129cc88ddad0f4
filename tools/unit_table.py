"""Write src/ionwright/units/_table.py: the field's units and their SI factors, from pint.

Loading pint and its registry takes about half a second, as long as everything else that
`ionwright cell spec` does. The units that battery people write are few, so their factors
are taken from pint once, here, and a test repeats the comparison.
"""

from __future__ import annotations

import sys
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src/ionwright/units/_table.py"

# si unit -> texts in use for that dimension
FAMILIES: dict[str, str] = {
    "m": "m cm mm um nm km",
    "m2": "m2 cm2 mm2",
    "m3": "m3 cm3 mL L",
    "kg": "kg g mg t",
    "s": "s min h d ms us month yr",
    "A": "A mA uA",
    "V": "V mV uV",
    "C": "C Ah mAh uAh As kAh",
    "J": "J kJ Wh kWh MWh mWh GWh TWh MJ GJ",
    "W": "W mW kW MW GW GWh/yr MWh/yr kWh/yr TWh/yr",
    "ohm": "ohm mohm kohm",
    "Pa": "Pa kPa MPa GPa bar atm",
    "S/m": "S/m S/cm mS/cm uS/cm mS/m",
    "A/m2": "A/m2 mA/cm2 A/cm2 uA/cm2",
    "C/m2": "C/m2 mAh/cm2 Ah/m2 uAh/cm2",
    "C/kg": "C/kg mAh/g Ah/kg kAh/kg",
    "A/kg": "A/kg mA/g",
    "J/kg": "J/kg Wh/kg kWh/kg kJ/kg MJ/kg",
    "J/m3": "J/m3 Wh/L kWh/m3 Wh/m3 J/cm3",
    "W/kg": "W/kg kW/kg",
    "W/m2": "W/m2 W/cm2 mW/cm2 kWh/(d*m2)",
    "kg/m3": "kg/m3 g/cm3 g/mL mg/cm3",
    "kg/m2": "kg/m2 g/m2 mg/cm2 g/cm2",
    "kg/J": "kg/kWh g/Wh g/kWh t/GWh",
    "m2/J": "m2/kWh",
    "mol/m3": "mol/m3 mol/L mmol/L mol/cm3",
    "m3/mol": "m3/mol cm3/mol",
    "kg/mol": "kg/mol g/mol",
    "m2/s": "m2/s cm2/s m2/yr m2/h",
    "m2/kg": "m2/kg m2/g cm2/g",
    "m/s": "m/s mm/s nm/s m/min m/h km/d",
    "ohm m2": "ohm*m2 ohm*cm2 mohm*cm2 kohm*cm2",
    "ohm m": "ohm*m ohm*cm uohm*cm nohm*m",
    "F/m2": "F/m2 uF/cm2",
    "V/K": "V/K mV/K",
    "W/(m K)": "W/(m*K)",
    "W/(m2 K)": "W/(m2*K)",
    "J/(kg K)": "J/(kg*K) J/(g*K) kJ/(kg*K)",
    "Pa m^0.5": "Pa*m^0.5 MPa*m^0.5",
    "S K^0.5/m": "S*K^0.5/m S*K^0.5/cm",
    "1/s": "1/s 1/h 1/min 1/d 1/yr",
    "1/m": "1/m g/(t*km)",
    "1/Pa": "1/Pa 1/MPa 1/GPa",
    "N": "N kN",
    "kg/s": "kg/s kg/h kg/yr t/yr t/d",
    "m3/s": "m3/s m3/h L/min",
    "J/m2": "J/m2 kWh/m2 MJ/m2",
    "W/m3": "W/m3",
    "m2/W": "m2/(GWh/yr)",
    "s/J": "h/kWh h/MWh",
    "1/W": "1/(GWh/yr)",
    "s m2/kg": "m2/(t/yr)",
}

CURRENCIES = ("USD", "EUR", "CNY", "JPY", "KRW")
# what money is paid for: SI unit of the denominator -> texts. A cell is counted, yet USD/cell is
# a dimension of its own: a price is not an amount. Each currency is a dimension too, so that no
# sum mixes them: only `data.money` converts, with a rate of a year.
PAID_FOR: dict[str, str] = {
    "kg": "kg t",
    "m2": "m2",
    "m3": "m3 L",
    "s": "h d month yr",
    "J": "kWh MWh",
    "W": "W kW GWh/yr",
    "kg/s": "t/yr",
    "kg m": "t*km",
}
BELOW = {"kg/s": "{} s/kg", "kg m": "{}/(kg m)"}
"""Dimensions whose text is not money over the SI unit as it stands."""
MULTIPLES = {"": 1.0, "k": 1e3, "M": 1e6}


def rows() -> dict[str, tuple[float, float, str]]:
    """Return text -> (factor, offset, SI unit) for every unit of the table."""
    from ionwright.units import ask_pint

    out: dict[str, tuple[float, float, str]] = {}
    for si, texts in FAMILIES.items():
        for raw in texts.split():
            text = raw.replace("*", " ")
            factor = 1.0 if text == si else ask_pint(text, si)
            out[text] = (float(f"{factor:.15g}"), 0.0, si)
    # temperature is absolute; electronvolt is per particle, so per mole it is F
    out["K"] = (1.0, 0.0, "K")
    for text in ("degC", "oC", "°C", "celsius"):
        out[text] = (1.0, 273.15, "K")
    out["J/mol"] = (1.0, 0.0, "J/mol")
    out["kJ/mol"] = (1e3, 0.0, "J/mol")
    out["eV"] = (96485.33212331, 0.0, "J/mol")
    out["meV"] = (96.48533212331, 0.0, "J/mol")
    for text, factor, si in (
        ("1", 1.0, "1"),
        ("%", 0.01, "1"),
        ("ppm", 1e-6, "1"),
        ("wt%", 0.01, "kg/kg"),
        ("kg/kg", 1.0, "kg/kg"),
        ("vol%", 0.01, "m3/m3"),
        ("m3/m3", 1.0, "m3/m3"),
        ("mol%", 0.01, "mol/mol"),
        ("mol/mol", 1.0, "mol/mol"),
        ("kWh/kWh", 1.0, "1"),
        ("h/yr", 1.0 / 8766.0, "1"),  # the Julian year of 365.25 d
        ("h/d", 1.0 / 24.0, "1"),
        ("%/yr", 0.01 / 31557600.0, "1/s"),
    ):
        out[text] = (float(f"{factor:.15g}"), 0.0, si)
    for currency in CURRENCIES:
        out |= money_rows(currency)
    return out


def money_rows(currency: str) -> dict[str, tuple[float, float, str]]:
    """Return the units of one currency; pint does not know money, only what it is paid for."""
    from ionwright.units import ask_pint

    out = {f"{m}{currency}": (factor, 0.0, currency) for m, factor in MULTIPLES.items()}
    out[f"{currency}/cell"] = (1.0, 0.0, f"{currency}/cell")
    for si, texts in PAID_FOR.items():
        dimension = BELOW.get(si, "{0}/" + si).format(currency)
        out[dimension] = (1.0, 0.0, dimension)
        for text in (t.replace("*", " ") for t in texts.split()):
            below = f"({text})" if "/" in text or " " in text else text
            for multiple, factor in MULTIPLES.items() if "/" in text else [("", 1.0)]:
                paid = factor / ask_pint(text, si)
                out[f"{multiple}{currency}/{below}"] = (float(f"{paid:.15g}"), 0.0, dimension)
    for other in CURRENCIES:
        if other != currency:
            out[f"{currency}/{other}"] = (1.0, 0.0, f"{currency}/{other}")
    return out


def text() -> str:
    """Return the module's text."""
    body = "\n".join(
        f'    "{name}": ({factor!r}, {offset!r}, "{si}"),'
        for name, (factor, offset, si) in rows().items()
    )
    return (
        '"""Units of this field: text -> (factor, offset, SI unit). Made by tools/unit_table.py."""'
        "\n\nTABLE: dict[str, tuple[float, float, str]] = {\n" + body + "\n}\n\n"
        f"CURRENCIES = ({', '.join(chr(34) + c + chr(34) for c in CURRENCIES)})\n"
    )


def main() -> int:
    """Write the table, or compare it with ``--check``."""
    new = text()
    if "--check" in sys.argv:
        same = TARGET.read_text(encoding="utf-8") == new
        print("same" if same else "differs: run python tools/unit_table.py")
        return 0 if same else 1
    TARGET.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
