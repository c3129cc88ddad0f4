"""Laws of the integer engine: enough machines and none too many, flows and money that close."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ionwright.plant import counted
from ionwright.plant.prozell import line
from ionwright.plant.prozell_cell import lanes_on, phev2
from ionwright.plant.prozell_cost import economics, prices, reference
from ionwright.plant.prozell_reading import AsCoded, Corrected
from ionwright.plant.steps import (
    Batch,
    Crew,
    Filling,
    Fixed,
    Floor,
    Machine,
    Residence,
    Serving,
    Spare,
    Unit,
    Web,
    Winding,
)
from ionwright.plant.steps._count import whole

LAWS = {
    "batch": (Batch(1610.0, 300.0, 100.0), 1610.0 * 60.0 / 400.0),
    "web": (Web(80.0, 2000.0, 1.0), 2000.0 / (25.0 + 1.0) * 60.0),
    "winding": (Winding(4.2, 42.0, 0.02), 60.0 / 0.12),
    "unit": (Unit(18.0), 1080.0),
    "filling": (Filling(5.0, 3.0), 900.0),
    "residence": (Residence(800.0, 8.0), 100.0),
    "serving": (Serving(3.0), 3.0),
}
MACHINE = Machine(
    law=Unit(1.0),
    price=1e6,
    power=10.0,
    crew=Crew(0.5, 1.0),
    floor=Floor(3.0, 2.0, 1.0),
    spare=Spare(0.25, 0.25),
)


@pytest.mark.parametrize(("law", "rate"), LAWS.values(), ids=LAWS)
def test_rate_is_that_of_one_cycle(law, rate):
    assert law.rate == pytest.approx(rate, rel=1e-12, abs=0)


@pytest.mark.parametrize("name", LAWS)
@given(flow=st.floats(1e-3, 1e7))
def test_machines_are_enough_and_none_too_many(name, flow):
    law, _ = LAWS[name]
    count = law.needed(flow)
    assert count == np.floor(count)
    assert count * law.rate >= flow * (1.0 - 1e-11)
    assert (count - 1.0) * law.rate < flow


def test_what_is_fixed_does_not_depend_on_the_flow():
    assert Fixed(2.0).needed(0.0) == 2.0
    assert list(Fixed(2.0).needed(np.array([1.0, 1e9]))) == [2.0, 2.0]
    assert MACHINE.law.needed(0.0) == 0.0


def test_rounding_buys_no_machine():
    assert 100 * 1.1 > 110.0  # in binary
    assert whole(100 * 1.1) == 110.0
    assert whole(100 * 1.1 + 1e-6) == 111.0


def test_positions_in_use_are_flow_times_time():
    """Little's law: two thirds of a full tower, and it is one tower."""
    law = Residence(300.0, 24.0)
    assert law.needed(200.0 / 24.0) == 1.0
    assert law.needed(3 * 300.0 / 24.0) == 3.0


@pytest.mark.parametrize(
    ("running", "spare", "bought"), [(1, 0.25, 2), (4, 0.25, 5), (5, 0.25, 7), (8, 0.0, 8)]
)
def test_spare_machines_are_whole_and_counted_on_whole_ones(running, spare, bought):
    fleet = replace(MACHINE, spare=Spare(spare, 0.25)).fleet(60.0 * (running - 0.5))
    assert (fleet.running, fleet.bought) == (running, bought)
    assert fleet.capital == bought * 1e6
    assert fleet.power == running * 10.0
    assert (fleet.crew.skilled, fleet.crew.helper) == (0.5 * running, 1.0 * running)
    assert fleet.floor.total == 6.0 * fleet.placed


def test_machines_beside_the_flow_are_whole():
    fleet = replace(MACHINE, extra=4.2).fleet(60.0 * 2.5)
    assert fleet.running == 3.0 + 5.0


def test_flows_close_from_step_to_step():
    rng = np.random.default_rng(4)
    kept = (1.0 - rng.uniform(0, 0.3, (50, 12))) * (1.0 - rng.uniform(0, 0.2, (50, 12)))
    good = rng.uniform(1e5, 1e8, 50)
    flows = counted.into(good, kept)
    out = np.concatenate([flows[:, 1:], good[:, None]], axis=1)
    assert flows * kept == pytest.approx(out, rel=1e-12, abs=0)
    assert np.all(np.diff(flows, axis=1) <= 0.0)


@pytest.fixture(scope="module")
def plants():
    return {r.name: reference(10.0, r) for r in (AsCoded(), Corrected())}


def test_streams_close(plants):
    """What is bought is what stands in good cells and what every step behind it lost."""
    chain, plant = line(AsCoded()), plants["as coded"]
    lost = np.array([s.cells_in for s in plant.steps]) * (1.0 - counted.kept(chain))
    good = plant.capacity / phev2().energy
    at = {name: s for s, step in enumerate(chain.steps) for name in step.adds}
    assert set(at) == {name for name, _ in chain.streams}
    for name, amount in chain.streams:
        total = amount * (good + lost[at[name] :].sum())
        assert plant.bought[name] == pytest.approx(total, rel=1e-12, abs=0)


def test_money_and_energy_by_step_add_up(plants):
    chain, plant = line(Corrected()), plants["corrected"]
    price, rates = prices(), economics()
    fleets = [(s, f) for s in plant.steps for _, f in s.fleets]
    spent = sum(plant.bought[name] * price[name] for name in plant.bought)
    assert plant.cost.materials * plant.capacity == pytest.approx(spent, rel=1e-12, abs=0)
    assert plant.machines == pytest.approx(sum(f.capital for _, f in fleets), rel=1e-12, abs=0)
    electricity = sum(plant.energy.values()) * rates.electricity
    assert plant.cost.energy * plant.capacity == pytest.approx(electricity, rel=1e-12, abs=0)
    power = sum(f.power for _, f in fleets) * chain.hours
    other = chain.steps[10].energy
    formation = other.per_cell * plant.steps[10].cells_in + other.per_year
    assert plant.energy["machines"] == pytest.approx(power + formation, rel=1e-12, abs=0)


def test_floors_put_right_fill_the_building_and_those_as_coded_do_not(plants):
    right, coded = plants["corrected"].rooms, plants["as coded"].rooms
    assert right.lit == pytest.approx(right.building, rel=1e-12, abs=0)
    assert right.machines.total / right.production == pytest.approx(0.55, rel=1e-12, abs=0)
    assert coded.building < 1e-5 * coded.machines.total


def test_many_plants_are_the_plants_one_by_one():
    sizes = np.array([0.3, 1.0, 7.0, 33.0])
    for reading in (AsCoded(), Corrected()):
        many = reference(sizes, reading)
        for d, size in enumerate(sizes):
            one = reference(float(size), reading)
            assert many.cost.full[d] == pytest.approx(one.cost.full, rel=1e-13, abs=0)
            assert many.capital[d] == pytest.approx(one.capital, rel=1e-13, abs=0)
            for a, b in zip(many.steps, one.steps, strict=True):
                assert [f.bought[d] for _, f in a.fleets] == [f.bought for _, f in b.fleets]


def test_yields_may_differ_from_draw_to_draw():
    chain = line(AsCoded())
    wound = replace(chain.steps[5], scrap=np.array([0.05, 0.10]))
    changed = replace(chain, steps=(*chain.steps[:5], wound, *chain.steps[6:]))
    two, one = (counted.work(c, counted.into(5e7, counted.kept(c))) for c in (changed, chain))
    assert two[5].cells_in[0] == pytest.approx(one[5].cells_in, rel=1e-13, abs=0)
    assert two[0].cells_in[1] / two[0].cells_in[0] == pytest.approx(0.95 / 0.90, rel=1e-12, abs=0)
    assert two[6].cells_in[1] == two[6].cells_in[0]


def test_a_larger_plant_never_costs_less_in_total():
    sizes = np.linspace(0.5, 20.0, 79)
    assert np.all(np.diff(reference(sizes, AsCoded()).machines) >= 0.0)


def test_the_cell_holds_the_charge_of_its_cathode_and_an_anode_beyond_it():
    cell = phev2()
    charge = cell.cathode_mass * 0.97 * 0.200 * (1.0 - 0.0729)  # g, Ah/g
    assert cell.capacity == pytest.approx(charge, rel=1e-12, abs=0)
    ratio = cell.anode.thickness * cell.anode.density * 0.94 * 0.360
    ratio /= cell.cathode.thickness * cell.cathode.density * 0.97 * 0.200 * (1.0 - 0.0729)
    assert ratio == pytest.approx(1.2, rel=1e-12, abs=0)


@given(width=st.floats(100.0, 2000.0), pitch=st.floats(20.0, 90.0))
def test_lanes_are_even_fit_and_leave_room_for_less_than_two(width, pitch):
    lanes = lanes_on(width, pitch)
    assert lanes == 1 or lanes % 2 == 0
    assert lanes * pitch <= width
    assert width - lanes * pitch < 2.0 * pitch
