"""A plant as a running line: it makes its balance, holds its laws, and says what is assumed."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from ionwright import cell, data, plant
from ionwright.core import all_hold
from ionwright.plant import counted_rows, files, machines, prozell_rules
from ionwright.plant import line as pl
from ionwright.plant.line.capacity import ceiling, is_buffered, is_steady
from ionwright.plant.running import to_line

SIZE = "2 GWh/yr"
OWN = """row = "plasma"
takes = ["stack"]
makes = "clean stack"

[[plant.route.step.yields]]
kind = "cell"
passes = "97 %"

[[plant.route.step.yields]]
kind = "start-up"
lost = "1 %"

[plant.route.step.own]
name = "plasma cleaning"
driver = "cells"
price_year = 2020
capital = "2 MUSD/(GWh/yr)"

[[plant.route.step]]
row = "C-9"
takes = ["clean stack", "package"]
"""
ROUTES = (
    ("liquid", None, "liquid-nmc811-graphite"),
    ("semisolid", None, "semisolid-nmc811-graphite-silicon"),
    ("polymer", None, "polymer-lfp-lithium"),
    ("sulfide-wet", "anode-free-seed", "sulfide-nmc811-anode-free"),
    ("sulfide-dry", "foil-made", "sulfide-nmc811-lithium"),
    ("sulfide-dry", "evaporation", "sulfide-nmc811-lithium"),
    ("oxide", None, "oxide-nmc811-lithium"),
)
each = pytest.mark.parametrize("made", ROUTES, ids=lambda m: " ".join(filter(None, m[:2])))


@cache
def built(made, fails=True, size=SIZE):
    route, anode, design = made
    return to_line(plant.load(route, size, anode=anode), cell.load(design), fails=fails)


@cache
def steady(made):
    """Five weeks without failures, after the warm-up that the line says."""
    found = built(made, fails=False)
    return pl.simulate(found.line, found.run(5.0, seed=3))


@each
def test_without_failures_the_line_makes_the_capacity_of_the_plant(made):
    found, run = built(made, fails=False), steady(made)
    assert is_steady(found.line)
    assert is_buffered(found.line)
    assert found.plan * prozell_rules.HOURS == pytest.approx(2e6, rel=1e-12, abs=0)
    assert pl.balance(found.line) == pytest.approx(found.plan, rel=1e-9, abs=0)
    assert run.throughput == pytest.approx(found.plan, rel=1e-3, abs=0)
    assert len(run.check()) == 5
    assert all_hold(run.check())


@each
def test_every_station_takes_what_the_balance_sends_there(made):
    """Within the lots that a station holds at the ends of the time."""
    found, run = built(made, fails=False), steady(made)
    for station, used in zip(found.line.stations, run.stations, strict=True):
        sent = found.flows[station.name] * run.run.hours
        held = station.places * station.lot + station.buffer * len(station.after)
        within = 1e-3 * sent + min(held, 0.02 * sent)  # kWh
        assert used.taken == pytest.approx(sent, rel=0, abs=within)
    assert run.stations[-1].good == pytest.approx(found.plan * run.run.hours, rel=1e-3, abs=0)


@each
def test_flows_are_those_of_the_balance(made):
    found = built(made)
    flows, wide = found.low.typical_flows, found.low.wide
    steps = found.low.plant.route.steps
    of = {s.row: i for i, s in enumerate(steps)}
    for name, flow in found.flows.items():
        i = next((of[row] for row in of if name.startswith(f"{row} ")), None)
        assert i is not None, name
        if steps[i].driver == "cells":
            assert flow >= found.plan * flows.cells[0, i] / wide.number * (1.0 - 1e-12)
        if not any(steps[i].driver == m for m in machines.MASSES):
            assert flow == pytest.approx(found.plan * flows.web[0, i], rel=1e-12, abs=0)
    first = next(k for k, s in enumerate(wide.cell.streams) if s.name == "positive/active")
    i = wide.chain.entry[first]
    if steps[i].driver in machines.MASSES:
        mine = next(f for n, f in found.flows.items() if n.startswith(f"{steps[i].row} "))
        good = wide.cell.streams[first].mass * wide.number
        bought = flows.bought[0, first] / good * found.plan
        assert mine == pytest.approx(bought, rel=0.02, abs=0)  # all of the mix, not it alone


@each
def test_what_leaves_is_what_survives(made):
    """The product of what stations keep is the balance's, along every way."""
    found = built(made)
    for c in pl.capacities(found.line):
        assert found.plan / c.survives == pytest.approx(found.flows[c.station], rel=1e-9, abs=0)


@each
def test_groups_make_the_plan_at_their_uptime_and_no_more(made):
    found = built(made)
    lost = {s.name: s for s in found.line.stations}
    for c in pl.capacities(found.line):
        bank = found.banks[c.station]
        if bank.counted:
            continue
        if isinstance(bank.work, pl.Rate):
            assert c.mean == pytest.approx(found.plan, rel=1e-9, abs=0)
            up = 1.0 - lost[c.station].failures.down / (
                lost[c.station].failures.up + lost[c.station].failures.down
            )
            assert up == pytest.approx(0.85, rel=1e-12, abs=0)
        else:  # whole places: at most one machine more than needed
            assert c.mean >= found.plan * (1.0 - 1e-9)
            assert c.mean * (1.0 - 1.0 / bank.machines) < found.plan


def test_counted_machines_are_those_of_the_counted_engine():
    made = ROUTES[0]
    found = built(made)
    low, steps = found.low, found.low.plant.route.steps
    stand = {}
    for i, step in enumerate(steps):
        for chosen, size in (
            counted_rows.machines(step, i, low.wide, low.typical_flows)
            if step.row in counted_rows.ROWS
            else ()
        ):
            for name, fleet in size.fleets:
                stand[step.row, chosen.name, name] = int(fleet.bought[0])
    line = {s.name: s.machines for s in found.line.stations}
    assert line["E14 wetting"] == stand["E14", "wetting", "wetting"]
    assert line["E15 ageing"] == stand["E15", "ageing", "ageing"]
    assert line["E4 cathode coating"] == stand["E4", "coating", "coating, cathode"]
    assert line["E7 calendering, negative"] == stand["E7", "calendering", "calendering, anode"]
    # speed of the reference line: 80 m/min of web, 18 cells a minute
    welder = found.line.station("E12 tab/terminal welding").work
    assert welder.per_hour == pytest.approx(18 * 60 * low.wide.cell.energy, rel=1e-12, abs=0)
    uncounted = [n for n, b in found.banks.items() if not b.counted]
    assert uncounted == ["E11 stacking/winding"]


@pytest.mark.parametrize("made", [ROUTES[0], ROUTES[4]], ids=("liquid", "sulfide-dry"))
def test_lots_are_conserved_at_every_event(made):
    found = built(made)
    run = pl.simulate(found.line, replace(found.run(0.7, seed=5, audit=True), warm_up=0.0))
    assert run.books.events > 2000
    assert run.books.worst == 0.0
    assert run.books.over <= 0.0
    assert all_hold(run.check())


def test_halved_lots_change_little():
    found = built(ROUTES[4])
    run = found.run(6.0, seed=3)
    whole, half = (pl.simulate(x, run) for x in (found.line, found.line.divided(2)))
    assert half.throughput == pytest.approx(whole.throughput, rel=0.01, abs=0)
    assert half.in_progress == pytest.approx(whole.in_progress, rel=0.05, abs=0)


def test_failures_cost_output_and_never_give_any():
    found = built(ROUTES[6])
    made = pl.simulate(found.line, found.run(5.0, seed=3)).throughput
    assert 0.85 * found.plan < made < found.plan
    assert ceiling(found.line) == pytest.approx(found.plan, rel=1e-9, abs=0)


@each
def test_every_number_says_where_it_comes_from(made):
    found = built(made)
    assert found.kinds["assumed"] > 0
    for name, one in found.given:
        v = one.value
        assert v.kind, (name, one.what)
        assert v.source, (name, one.what)
        assert v.locator, (name, one.what)
        assert v.low <= v.value <= v.high
        if v.source == "assumption":
            assert v.low < v.high, (name, one.what)
    assert sum(found.kinds.values()) == len(found.given)
    assert any(f"{found.kinds['assumed']} of {len(found.given)}" in n for n in found.notes)


def test_every_row_of_the_table_is_used_by_a_shipped_route():
    used = {"lot_time of line-lot shortest", "lot_time of line-lot load",
            "lot_time of line-lot machine", "positions of line-tray",
            "piece_rate of line-cells"}  # fmt: skip
    for name in cell.names():
        for route, anode in files.fits(cell.load(name)):
            found = to_line(plant.load(route, SIZE, anode=anode or None), cell.load(name))
            used |= {one.what for _, one in found.given}
    rows = {
        " ".join(filter(None, (r.quantity, "of", r.item, r.condition("sample"))))
        for r in data.table("plant/line")
    }
    assert rows - used == set()


@pytest.mark.parametrize("size", ["20 MWh/yr", "40 GWh/yr"])
def test_a_line_of_any_size_makes_its_plan(size):
    found = built(ROUTES[4], fails=False, size=size)
    run = pl.simulate(found.line, found.run(1.0, seed=1))
    assert run.throughput == pytest.approx(found.plan, rel=0.01, abs=0)
    assert run.books.worst == 0.0


def test_a_longer_stay_needs_more_places_and_holds_more():
    usual = plant.load("sulfide-dry", SIZE)
    design = cell.load("sulfide-nmc811-lithium")
    longer = usual.under({"A2-19.ageing": "6 d", "A2-15.press": "40 min"})
    a, b = (to_line(p, design, fails=False) for p in (usual, longer))
    for name in ("A2-19 ageing", "A2-15 densification"):
        held = [x.line.station(name).machines * x.banks[name].work.places for x in (a, b)]
        assert held[1] == pytest.approx(2.0 * held[0], rel=0.2, abs=0)  # in whole machines
        assert b.line.station(name).hours == pytest.approx(
            2.0 * a.line.station(name).hours, rel=1e-12, abs=0
        )
    liquid = plant.load("liquid", SIZE).under({"E15.ageing": "7 d"})
    made = to_line(liquid, cell.load("liquid-nmc811-graphite"))
    assert made.line.station("E15 ageing").hours == pytest.approx(168.0, rel=1e-12, abs=0)


def test_a_step_of_a_user_is_a_station(tmp_path):
    path = tmp_path / "mine.toml"
    text = (files.FOLDER / "routes/polymer.toml").read_text(encoding="utf-8")
    old = 'row = "C-9"\ntakes = ["stack", "package"]\n'
    assert old in text
    path.write_text(text.replace(old, OWN), encoding="utf-8")
    found = to_line(plant.load(path, SIZE), cell.load("polymer-lfp-lithium"))
    station = found.line.station("plasma cleaning")
    assert station.after == ("C-8 stack or wind",)
    assert station.loss.share == pytest.approx(1.0 - 0.97 * 0.99, rel=1e-12, abs=0)
    assert np.isclose(ceiling(found.line), found.plan, rtol=1e-9, atol=0)
