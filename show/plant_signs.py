"""Signs of a published study in our draws, and the electrolyte of a sulfide plant explained."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from house import failures, told
from plant_routes import band

from ionwright import cell, data, plant, units
from ionwright.core.laws import all_hold
from ionwright.plant import electrolyte, signs
from ionwright.plant.compare import holds
from ionwright.plant.cost import CAUSES
from ionwright.plant.figures import by_cause
from ionwright.plant.moved import Drawn

DRAWS, FEWER, SEARCH = 2000, 500, 200
HOURS = 8000.0
"""Hours in which nozzles run in a year [h]; assumed, as in the rows of the sulfide lines."""
CELLS = (
    ("sulfide-wet", "foil-bought", "sulfide-nmc811-lithium"),
    ("sulfide-dry", "foil-bought", "sulfide-nmc811-lithium"),
    ("sulfide-wet", "anode-free-seed", "sulfide-nmc811-anode-free"),
    ("sulfide-wet", "coated", "sulfide-nmc811-silicon"),
)


def five() -> None:
    """Print the five signs, and what would turn each."""
    print("== 4. five conclusions of Schnell et al. 2020 (10.1002/ente.201901237, abstract): in")
    print("   how many draws OUR estimates say the same. CONSISTENCY CHECKS of our own numbers,")
    print("   most of them estimates: no evidence for or against the study. From 20 to 80 % of")
    print("   the draws: cannot tell.")
    print(f"   {DRAWS:,} draws, rows searched on the first {SEARCH} from x{signs.SPAN[0]:g} to "
          f"x{signs.SPAN[1]:g}; of a yield, its loss is multiplied")  # fmt: skip
    for make in signs.FIVE:
        found = signs.check(make(), DRAWS, SEARCH)
        print(f"\n   {found.sign.name}\n      study: {found.sign.published}")
        print(f"      here: {found.sign.reading}")
        print(f"      {found.text}")
        print(f"      to turn it: {found.reversal}")
        for turn in found.turns[1:4]:
            print(f"         next: {found.told(turn)}")
        others(make)
        if make is signs.sulfide_competes:
            gap(found.plants)
        if make in (signs.sulfide_competes, signs.oxide_dearer):
            ratio = found.plants[0].cost / found.plants[1].cost
            print(f"      cost over that of the liquid cell, 5/50/95 %: {band(ratio, 2)}")
        if make is signs.inert_gas_small:
            room = signs.LITTLE - found.sign.margin(found.plants) / found.plants[0].cost
            print(f"      dry rooms over full cost, 5/50/95 %: {band(100.0 * room, 1)} %")


def others(make: Callable[..., signs.Sign]) -> None:
    """Print a sign with other prices and ties, without a search."""
    case = "today" if make().plants[0][0].settings.money.case == "at-scale" else "at-scale"
    found = [(f"prices of case {case}", signs.check(make(case), FEWER, 0))]
    found += [
        (f"draws tied by {r:g}", signs.check(make(), FEWER, 0, correlation=r)) for r in (0.0, 1.0)
    ]
    words = [f"{name}: {c.share.value:.1%}, {c.answer}" for name, c in found]
    print(f"      elsewhere, {FEWER} draws: {'; '.join(words)}")


def gap(plants: tuple[Drawn, ...]) -> None:
    """Print the difference of two plants by cause, and all rows of the first at their best."""
    each = [by_cause(p.run(), p.low.plant.settings.operation.load) for p in plants]
    middle = np.mean(each[0] - each[1], axis=0)
    parts = ", ".join(f"{c} {x:+.1f}" for c, x in zip(CAUSES, middle, strict=True))
    print(f"      difference by cause, mean of draws, USD/kWh: {parts}; sum {middle.sum():+.1f}")
    solid, liquid = plants
    cheap = solid.low.typical.copy()
    ends = solid.draws.at(np.full((1, len(solid.draws.keys)), 0.05))
    shared = {x.name for x in liquid.low.inputs}
    own = [i for i, x in enumerate(solid.low.inputs) if x.name not in shared]
    cheap[:, own] = ends[:, own]
    typical = [float(p.full(p.low.typical)[0]) for p in plants]
    best = float(solid.full(cheap)[0])
    print(
        f"      typical {typical[0]:.1f} beside {typical[1]:.1f} USD/kWh; with every row that the "
        f"liquid plant lacks at its cheap 5 % point {best:.1f}"
    )
    for tolerance in (0.0, 0.1, 0.2, 0.5, 1.0):
        share = holds((1.0 + tolerance) * liquid.cost - solid.cost)
        print(f"      at most {tolerance:.0%} dearer: in {share}")


def nozzles() -> None:
    """Print how many aerosol nozzles an oxide separator would take, and what one may cost."""
    print("\n   aerosol deposition, a calculation: the study says far more than 1,000 mm3/min are")
    print("   needed for each nozzle")
    speed = data.default("aerosol-deposition", "deposition_rate").value.value
    rate = speed / units.read("1 mm3/min", "m3/s")
    found = plant.solve(plant.load("oxide", case="at-scale"), cell.load(signs.OXIDE))
    low = found.low
    name = "separator/electrolyte"
    at = [s.name for s in low.wide.cell.streams].index(name)
    good = low.wide.cell.streams[at].mass * low.wide.number
    density = units.to(data.default("LLZO-Ta", "density").value.value, "g/cm3")
    ids = [s.id for s in found.plant.route.steps]
    replaced = ("B-3", "B-4", "B-5", "B-6")
    spent = sum(float(found.run.work.capital[0, ids.index(i)]) for i in replaced)
    gwh = low.wide.energy / 1e6
    sheet = sum(x.thickness for x in cell.load(signs.OXIDE).cell.separator)
    for text, kg in (("in good cells", good), ("entering the stack", float(
        found.run.flows.enter[0, ids.index("B-11"), at]))):  # fmt: skip
        volume = kg * 1e6 / density / gwh  # mm3 for a GWh a year
        count = volume / (rate * 60.0 * HOURS)
        print(
            f"      {text}: {volume / 1e9:.0f} m3/GWh of dense garnet, {count:,.0f} nozzles of "
            f"{rate:g} mm3/min for a GWh/yr in {HOURS:,.0f} h; casting and sintering cost "
            f"{spent / gwh / 1e6:.0f} MUSD/(GWh/yr), {spent / gwh / count / 1e6:.2f} MUSD for each"
        )
    print(
        f"      (separator of {units.to(sheet, 'um'):g} um; a line of 20 um and 5.33 m2/kWh: 222; "
        "gas, vacuum and the share\n      of powder that misses are left out: no figure was found)"
    )


def explained() -> None:
    """Print electrolyte and Li2S of the sulfide plants beside the published figures."""
    print("\n== 4. electrolyte and Li2S from the chain, beside published figures, by factors")
    low, high = electrolyte.published()
    share = electrolyte.by_formula()
    print(
        f"   published: {1e3 * low:.0f} t/GWh (a plant of 1,000 t/yr said to serve 3 GWh/yr) and "
        f"{1e3 * high:.0f} t/GWh\n   (a forecast, 76,500 t for 210 GWh); neither states cell, "
        f"losses or electrolyte. The published\n   {low / share:.2f} to {high / share:.2f} kg/kWh "
        f"are these over {share:.4f}, the share of Li2S in Li6PS5Cl: one figure, not two."
    )
    for route, anode, name in CELLS:
        at, design = plant.load(route, anode=anode), cell.load(name)
        found = electrolyte.explain(at, design, low)
        print(f"\n   {route} {anode}, {name}, typical values")
        for what, unit, by in zip(found, ("kg/kWh", "t/GWh"), (1.0, 1e3), strict=True):
            ratios = what.ratio, what.ratio * low / high
            print(
                f"   {what.item}: bought {by * what.bought:.4g} {unit}, published "
                f"{by * what.published:.4g} to {by * what.published * high / low:.4g}: ratio "
                f"{ratios[0]:.3f} to {ratios[1]:.3f}"
            )
            told(f"{name}, {route}, {what.item}: the factors multiply to the ratio",
                 f"{what.check()[0].residual:.1e}", "1e-12", all_hold(what.check()))  # fmt: skip
        print(f"      {'factor':38}{'here':>9}{'there':>9}  {'unit':11}{'times':>7}  alone for 1")
        for f in found[1].factors:
            print(
                f"      {f.name:38}{f.ours:9.4g}{f.theirs:9.4g}  {f.unit:11}{f.ratio:7.4f}"
                f"  {alone(found[1], f)}"
            )
        within = 0.7 * found[0].published <= found[0].bought <= 1.3 * high / share
        told(f"{name}, {route}: within 30 % of the published kg/kWh", f"{found[0].bought:.3f}",
             f"{0.7 * found[0].published:.2f} to {1.3 * high / share:.2f}", within)  # fmt: skip
    print(
        "\n   'there' is the loss-free reference cell of the sulfide rows; 'reference over\n"
        "   published' is what no source explains; what is not in the separator is catholyte (and\n"
        "   electrolyte of a composite negative). 'alone for 1' is where one factor by itself\n"
        "   brings Li2S to the lower published figure. A bare cell takes two thirds of that; what\n"
        "   the plant loses and the assumed yield of synthesis make up the rest and a little more."
    )


def alone(what: electrolyte.Explained, f: electrolyte.Factor) -> str:
    """Return the value at which a factor closes the gap; losses cannot go below none."""
    value = what.alone(f)
    gain = f.theirs == 1.0 and (value / f.theirs) ** f.power < 1.0
    return "not possible" if gain else "" if f.name.startswith("reference") else f"{value:.4g}"


def main() -> int:
    """Run all."""
    five()
    nozzles()
    explained()
    print(f"\n{len(failures)} missed" + (f": {', '.join(failures)}" if failures else ""))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
