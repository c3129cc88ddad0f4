"""PLANT: dry room from its balance of water, energy by carrier, carbon, formation."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from house import failures, told

from ionwright import cell, data, plant, units
from ionwright.core.laws import Law
from ionwright.data import steps
from ionwright.plant import carbon, dryroom, energy, formation
from ionwright.plant.draws import Draws
from ionwright.plant.dryroom_inputs import TABLE, Room, drawn, inputs, row, typical, usual
from ionwright.plant.formation import lechner_formation
from ionwright.plant.humidity import vapour_pressure
from ionwright.plant.prozell_cost import reference
from ionwright.plant.prozell_reading import Corrected

Told = Callable[[str, str, str, bool], None]
HOURS = 8640.0  # of a year in which the reference plant runs
SIZE = 10e6  # kWh/yr
PRODUCT = 5.0 * SIZE / HOURS  # kg/h of webs and cells, at about 5 kg/kWh


def laws(told: Told, found: tuple[Law, ...], of: str) -> None:
    """Print the laws of a result."""
    for law in found:
        told(f"{of}: {law.name}", f"{law.residual:.1e}", f"{law.tolerance:g}", law.holds)


def water(told: Told) -> None:
    """Show the law of vapour pressure over ice."""
    for dew, target in ((-40.0, 127.0), (-50.0, 39.0), (-60.0, 10.7), (-70.0, 2.6)):
        found = float(vapour_pressure(dew)) / 101325e-6
        told(f"water at {dew:g} degC", f"{found:.2f} ppm", f"{target:g}, 1 %",
             abs(found / target - 1.0) < 0.01)  # fmt: skip


def rooms(told: Told) -> None:
    """Show flow and power against the dew point, for the floor of a plant of 10 GWh/yr."""
    line = reference(10.0, Corrected())
    floor = float(line.rooms.dry_price) / dryroom.capital(1.0)
    management = steps.amount("E18", "area")[1] * units.read("1 GWh/yr", "W")
    print(f"      floor: {floor / 10.0:,.0f} m2/(GWh/yr) counted, {management:,.0f} by BatPaC")
    low, high = dryroom.anchors()
    for a in (low, high):
        print(f"      {a.name}: {a.per_floor:.0f} W/m2, {a.per_volume:.0f} W/m3 at "
              f"{a.dew_point:.1f} degC ({a.source})")  # fmt: skip
    told("anchor of ProZell", f"{high.per_floor:.1f} W/m2", "283", abs(high.per_floor - 283) < 1)
    told("anchor of ProZell", f"{high.per_volume:.1f} W/m3", "71", abs(high.per_volume - 71) < 1)
    told("anchor of Argonne", f"{low.per_volume:.1f} W/m3", "25", abs(low.per_volume - 25) < 1e-9)
    air, dew = typical(), np.array([-30.0, -40.0, -45.0, -50.0, -55.0, -60.0, -70.0])
    found = dryroom.balance(usual(floor, dew, PRODUCT), air)
    laws(told, found.check(), "dry room")
    sources = (found.people[1], found.leak[1] * found.water_outside[1], found.product[1])
    says = "people {:.1f}, leaks {:.1f}, product {:.1f} kg/h"
    print(f"      water at -40 degC: {says.format(*sources)}; {found.room.people:.0f} people")
    ends = dryroom.between(found.room, air)
    print("      dew point  supply degC  changes/h  W/m2  heat  factor  W/m2 Argonne  ProZell")
    factor = dryroom.factor(found.room, air, high)
    for i, d in enumerate(dew):
        print(f"      {d:9g}  {found.dew_point_supply[i]:11.1f}  {found.changes[i]:9.1f}"
              f"  {found.per_floor[i]:4.0f}  {found.heat_share[i]:4.0%}  {factor[i]:6.2f}"
              f"  {ends[0][i]:12.0f}  {ends[1][i]:7.0f}")  # fmt: skip
    grows = bool(np.all(np.diff(found.power) > 0.0) and np.all(np.diff(found.supply) >= 0.0))
    told("power grows, flow never falls as it gets drier", str(grows), "True", grows)
    inside = bool(low.per_floor < found.per_floor[1] < high.per_floor)
    told("balance alone at -40 degC", f"{found.per_floor[1]:.0f} W/m2",
         f"between the anchors, {low.per_floor:.0f} to {high.per_floor:.0f}", inside)  # fmt: skip
    told("-60 over -40 degC", f"{factor[5]:.2f}", "estimated 1.3 to 2", 1.3 < factor[5] < 2.0)
    _per_kwh(found.room, ends)
    _capital(floor)


def _per_kwh(room: Room, ends: tuple[np.ndarray, np.ndarray]) -> None:
    """Print energy of a kWh at -40 and -55 degC beside the rows of the routes."""
    for i, name in ((1, "E17"), (4, "A1-21")):
        low, high = (w[i] * float(room.floor) / 1000.0 * HOURS / SIZE for w in ends)
        (r,) = [r for r in steps.numbers(name) if r.quantity == "energy_per_energy"
                and r.table == "plant/steps"]  # fmt: skip
        print(f"      energy at {room.dew_point[i]:g} degC: {low:.2f} to {high:.2f} kWh/kWh; "
              f"row {name}: {r.value.low:g} to {r.value.high:g}")  # fmt: skip


def _capital(floor: float) -> None:
    price = dryroom.capital(floor) / 1e7
    print(f"      capital: {price:.2f} MEUR/(GWh/yr) over {dryroom.life():.0f} yr, EUR of 2022; "
          "row E17: 6.8 MUSD at 1.05 USD/EUR, the same money: not to be added")  # fmt: skip


def uncertain(told: Told) -> None:
    """Show the spread that the assumed numbers leave, and how many are assumed."""
    air = drawn(Draws(inputs()).values(0, 2000))
    for dew in (-40.0, -60.0):
        found = dryroom.balance(usual(10000.0, dew, PRODUCT), air)
        ends = np.percentile(found.per_floor, [5.0, 50.0, 95.0])
        ratio = np.percentile(
            dryroom.factor(found.room, air, dryroom.anchors()[1]), [5.0, 50.0, 95.0]
        )
        print(f"      {dew:g} degC, 5, 50, 95 %: {np.round(ends)} W/m2, "
              f"factor {np.round(ratio, 2)}")  # fmt: skip
        laws(told, found.check()[:2], f"2,000 draws at {dew:g} degC")
    rows = data.table(TABLE)
    assumed = [r for r in rows if r.kind == "assumed"]
    print(f"      {len(assumed)} of {len(rows)} numbers of the dry room are assumed; people: "
          f"{units.show(row('water_per_person', 'default').value.value, 'kg/h')}")  # fmt: skip
    print("      inert boxes: left out, nothing that could be read gives leaks and purges")


def carriers(told: Told) -> None:
    """Show energy by step and carrier of the two sets, and carbon on one basis."""
    for name, target in (("degen", 38.3), ("lechner", 13.2)):
        groups = energy.published(name)
        el, heat = (sum(getattr(g, c) for g in groups) for c in energy.CARRIERS)
        told(f"set {name}: electricity {el:.2f} + heat {heat:.2f}", f"{el + heat:.2f} kWh/kWh",
             f"{target}, 0.1 %", abs((el + heat) / target - 1.0) < 1e-3)  # fmt: skip
    for route in ("liquid", "sulfide-wet", "sulfide-dry", "oxide", "polymer", "semisolid"):
        ids = [s.id for s in steps.route(route)]
        solvent = any("E6" in (s.id, *s.base) for s in steps.route(route))
        share = np.array([energy.heat_share(i, dried=solvent) for i in ids])
        found = energy.used(ids, energy.amounts(ids), share, np.full(3, SIZE))
        lows = " ".join(f"{x:.1f}" for x in found.total)
        el, heat = found.by_carrier[1]
        own, wide = carbon.grids("chongqing")
        kg = [float(carbon.carbon(found, g, carbon.gas_heat())[1].sum()) for g in (own, wide)]
        print(f"      {route}: low, middle, high {lows} kWh/kWh; middle {el:.1f} el + {heat:.1f} "
              f"heat; {kg[0]:.1f} kg/kWh (Chongqing), {kg[1]:.1f} (its grid)")  # fmt: skip
        closed = all(law.holds for law in found.check())
        told(f"{route}: by carrier = by step", str(closed), "1e-9", closed)
    print(f"      carbon: {own.says}; heat: {carbon.gas_heat().says}; anode slots hold their "
          "placeholder")  # fmt: skip


def forming(told: Told) -> None:
    """Show formation: energy of a cell and places taken."""
    found = lechner_formation()
    laws(told, found.check(), "formation")
    print(f"      of a cell's energy: taken {found.taken:.3f}, returned {found.returned:.3f}, "
          f"lost {found.lost:.3f}, kept {found.kept:.3f}")  # fmt: skip
    line = reference(10.0, Corrected())
    (step,) = [s for s in line.steps if s.name == "formation"]
    cells = float(step.cells_in) / HOURS
    towers = float(found.towers(cells))
    told("towers that run at 10 GWh/yr, 5 for life tests beside them", f"{towers:g}", "65",
         towers == 65.0)  # fmt: skip
    each = found.net * float(step.cells_in) * 53.05 * 3.7 / 1000.0 / SIZE
    told("energy with life tests", f"{float(step.energy) / SIZE:.4f} kWh/kWh", "1.2598, 0.1 %",
         abs(float(step.energy) / SIZE / 1.2598 - 1.0) < 1e-3)  # fmt: skip
    print(f"      of it {each:.3f} for cells; {found.positions(cells):,.0f} places taken; Degen "
          "and Schuette print 9.54 + 0.6 kWh/kWh")  # fmt: skip


CHANGES = (
    ("A1-21", {"dew_point": "-50 degC"}),
    ("A1-21", {"dew_point": "-60 degC"}),
    ("A1-21", {"dew_point": "-65 degC"}),
    ("A1-21", {"area_per_person": "46 m2"}),
    ("A1-21", {"infiltration": "0.03 1/h"}),
    ("A1-21", {"product": "0.05 %"}),
    ("A1-19", {"formation": "3 h"}),
    ("A1-19", {"formation": "12 h"}),
    ("A1-19", {"ageing": "6 d"}),
    ("A1-15", {"press": "40 min"}),
)
SIGNS = (-1, 1, 1, 1, 1, 1, -1, 1, 1, 1)
BEHIND = {
    "A1-21.dew_point": "-55 degC",
    "A1-21.area_per_person": "92 m2",
    "A1-21.infiltration": "0.01 1/h",
    "A1-21.product": "0.01 %",
    "A1-19.formation": "6 h",
    "A1-19.ageing": "3 d",
    "A1-15.press": "20 min",
}
"""What stands behind the rows, written out."""


def plants(told: Told) -> None:
    """Follow dew point, crew, leaks and times of stay to a kWh of a sulfide plant."""
    at, design = plant.load("sulfide-wet", case="at-scale"), cell.load("sulfide-nmc811-lithium")
    plain, same = plant.solve(at, design), plant.solve(at.under(BEHIND), design)
    gap = abs(same.cost / plain.cost - 1.0)
    told("sulfide-wet with what stands behind its rows", f"{gap:.1e}", "1e-14", gap <= 1e-14)
    h = plain.headline
    print(f"      {plain.cost:.2f} USD/kWh, {h['capital']:.1f} USD/(kWh/yr), "
          f"{h['electricity'] + h['heat']:.1f} kWh/kWh; changed by")  # fmt: skip
    signs = []
    for step, asked in CHANGES:
        new = plant.solve(at.under({f"{step}.{k}": v for k, v in asked.items()}), design)
        money = new.cost - plain.cost
        capital, el, heat, kg = (
            new.headline[n] - h[n] for n in ("capital", "electricity", "heat", "carbon")
        )
        signs.append(int(np.sign(money)))
        what = ", ".join(f"{k.replace('_', ' ')} {v}" for k, v in asked.items())
        print(f"      {step:6} {what:24} {money:+7.2f} USD/kWh {capital:+7.2f} USD/(kWh/yr) "
              f"{el + heat:+6.2f} kWh/kWh {kg:+6.2f} kg/kWh")  # fmt: skip
    told("drier, fuller, leakier, longer is dearer", str(tuple(signs) == SIGNS), "True",
         tuple(signs) == SIGNS)  # fmt: skip
    tower, rack = (formation.place_of(n).price for n in ("formation", "ageing"))
    share = tower * 6.0 / (tower * 6.0 + rack * 72.0)
    i = [s.id for s in at.route.steps].index("A1-19")
    longer = plant.solve(at.under({"A1-19.formation": "12 h"}), design)
    by = float(longer.run.work.capital[0, i] / plain.run.work.capital[0, i])
    told("capital of A1-19 at twice the hours of formation", f"{by:.4f}",
         f"1 + {share:.4f}, the share of towers", abs(by - 1.0 - share) < 1e-12)  # fmt: skip
    _hours()


def _hours() -> None:
    """Print formation of the liquid line by both engines at 8 and at 16 h."""
    design = cell.load("liquid-nmc811-graphite")
    for counted in (False, True):
        at = plant.load("liquid", counted=counted)
        pair = [plant.solve(at.under({"E15.formation": t}), design) for t in ("8 h", "16 h")]
        i = [s.id for s in at.route.steps].index("E15")
        a, b = (float(r.run.work.capital[0, i]) / 1e7 for r in pair)
        print(f"      liquid, {'counted' if counted else 'scaled'}: formation and ageing {a:.2f} "
              f"MUSD/GWh at 8 h, {b:.2f} at 16 h; {pair[1].cost - pair[0].cost:+.2f} "
              "USD/kWh")  # fmt: skip


def main() -> int:
    """Run all."""
    print("== dry room and energy")
    for part in (water, rooms, uncertain, carriers, forming, plants):
        part(told)
    print(f"\n{len(failures)} missed" + (f": {', '.join(failures)}" if failures else ""))
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
