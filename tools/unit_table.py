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
    "m": "m cm mm um nm",
    "m2": "m2 cm2 mm2",
    "m3": "m3 cm3 mL L",
    "kg": "kg g mg t",
    "s": "s min h d ms us",
    "A": "A mA uA",
    "V": "V mV uV",
    "C": "C Ah mAh uAh As",
    "J": "J kJ Wh kWh MWh mWh",
    "W": "W mW kW",
    "ohm": "ohm mohm kohm",
    "Pa": "Pa kPa MPa GPa bar atm",
    "S/m": "S/m S/cm mS/cm uS/cm mS/m",
    "A/m2": "A/m2 mA/cm2 A/cm2 uA/cm2",
    "C/m2": "C/m2 mAh/cm2 Ah/m2 uAh/cm2",
    "C/kg": "C/kg mAh/g Ah/kg",
    "A/kg": "A/kg mA/g",
    "J/kg": "J/kg Wh/kg kWh/kg kJ/kg",
    "J/m3": "J/m3 Wh/L kWh/m3 Wh/m3 J/cm3",
    "W/kg": "W/kg kW/kg",
    "W/m2": "W/m2 W/cm2 mW/cm2",
    "kg/m3": "kg/m3 g/cm3 g/mL mg/cm3",
    "kg/m2": "kg/m2 g/m2 mg/cm2 g/cm2",
    "kg/J": "kg/kWh g/Wh g/kWh",
    "m2/J": "m2/kWh",
    "mol/m3": "mol/m3 mol/L mmol/L mol/cm3",
    "m3/mol": "m3/mol cm3/mol",
    "kg/mol": "kg/mol g/mol",
    "m2/s": "m2/s cm2/s",
    "m2/kg": "m2/kg m2/g cm2/g",
    "m/s": "m/s mm/s nm/s",
    "ohm m2": "ohm*m2 ohm*cm2 mohm*cm2 kohm*cm2",
    "ohm m": "ohm*m ohm*cm uohm*cm nohm*m",
    "F/m2": "F/m2 uF/cm2",
    "V/K": "V/K mV/K",
    "W/(m K)": "W/(m*K)",
    "W/(m2 K)": "W/(m2*K)",
    "J/(kg K)": "J/(kg*K) J/(g*K) kJ/(kg*K)",
    "Pa m^0.5": "Pa*m^0.5 MPa*m^0.5",
    "S K^0.5/m": "S*K^0.5/m S*K^0.5/cm",
    "1/s": "1/s 1/h",
    "1/m": "1/m",
    "1/Pa": "1/Pa 1/MPa 1/GPa",
    "N": "N kN",
}


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
    ):
        out[text] = (factor, 0.0, si)
    return out


def text() -> str:
    """Return the module's text."""
    body = "\n".join(
        f'    "{name}": ({factor!r}, {offset!r}, "{si}"),'
        for name, (factor, offset, si) in rows().items()
    )
    return (
        '"""Units of this field: text -> (factor, offset, SI unit). Made by tools/unit_table.py."""'
        "\n\nTABLE: dict[str, tuple[float, float, str]] = {\n" + body + "\n}\n"
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
