"""What does a thinner separator buy in a sulfide cell with lithium metal?"""

import os

import ionwright as iw

design = iw.cell.load("sulfide-nmc811-lithium")
batch = iw.cell.vary(design, {"cell.separator.thickness": [15e-6, 30e-6, 60e-6, 120e-6]})
sheets = [iw.cell.specify(d) for d in batch]

for sheet in sheets:
    um = sheet.design.cell.separator[0].thickness * 1e6
    energy = sheet.headline["specific_energy"].value / 3600
    print(f"{um:5.0f} um  {energy:.0f} Wh/kg")

if "IONWRIGHT_FIGURE" in os.environ:
    iw.plot.save(sheets[1], os.environ["IONWRIGHT_FIGURE"])

gain = sheets[0].headline["specific_energy"].value / sheets[1].headline["specific_energy"].value - 1
print(f"From 30 to 15 um: {gain * 100:+.1f} % Wh/kg")
