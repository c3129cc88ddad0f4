"""What does a thinner separator save in the factory?"""

import os

import ionwright as iw

design = iw.cell.load("sulfide-nmc811-lithium")
thin = iw.cell.change(design, {"cell.separator.thickness": 15e-6})  # 30 um as shipped
plant = iw.plant.load("sulfide-dry", capacity="10 GWh/yr", anode="foil-made", case="at-scale")

before, after = (iw.plant.solve(plant, d) for d in (design, thin))
print(before.basis.text())
for name, result in (("30 um", before), ("15 um", after)):
    bought = result.bought_of("Li6PS5Cl")
    print(f"{name}  {result.cost:6.1f} USD/kWh  {bought:.2f} kg of Li6PS5Cl bought for each kWh")

# the ranges of both plants, input by input the same draws
many = [iw.plant.solve_many(plant, d, 500) for d in (design, thin)]
low, middle, high = many[1].outcomes().band
print(f"15 um in 5 to 95 % of draws: {low:.0f} to {high:.0f} USD/kWh, median {middle:.0f}")
print(f"Laws obeyed: {all(law.holds for found in (before, after) for law in found.check())}")

if "IONWRIGHT_FIGURE" in os.environ:
    iw.plot.save(iw.plot.plant.costs([before, after]), os.environ["IONWRIGHT_FIGURE"])

saved = 1.0 - after.cost / before.cost
print(f"Half the separator saves {saved * 100:.1f} % of the cost of a kilowatt-hour")
