"""The process of a cell plant is the solved plant, in figures for a kWh."""

import json
from functools import cache

import pytest

from ionwright import cell, plant
from ionwright.errors import InputError
from ionwright.plant.handoff import of_cells
from ionwright.plant.learning import ramp
from ionwright.plant.process import Amount

LEAD = Amount(2.0, 3.0, 4.0, "yr", "assumed", "assumption", "a round number for this test")
DESIGN = "sulfide-nmc811-lithium"


@cache
def made():
    built = plant.load("sulfide-dry", "10 GWh/yr")
    design = cell.load(DESIGN)
    process = of_cells(
        built, design, ramp=ramp("ramp-sulfide"), lead_time=LEAD, sizes=(5.0, 20.0), count=50
    )
    return process, plant.solve(built, design), design


def test_it_obeys_its_laws_and_is_written():
    process = made()[0]
    assert [law.name for law in process.check() if not law.holds] == []
    assert json.loads(process.to_json())["unit"] == "kWh"


def test_figures_are_those_of_the_solved_plant():
    process, solved, design = made()
    head = solved.headline
    size = process.capacity
    assert size == pytest.approx(10.0, rel=1e-12, abs=0)
    assert process.capital.total(size).typical == pytest.approx(
        head["capital"] * solved.plant.capacity, rel=1e-12, abs=0
    )
    assert process.people.typical == pytest.approx(head["people"] * size, rel=1e-12, abs=0)
    assert process.takes["Li6PS5Cl"].typical == solved.bought_of("Li6PS5Cl")
    spec = cell.specify(design)
    of_spec = sum(r["mass_per_energy"] for r in spec.bill) * 3.6e6
    assert process.makes["cell"] == pytest.approx(of_spec, rel=1e-9, abs=0)


def test_larger_classes_cost_less_for_a_unit():
    process = made()[0]
    small, large = process.sizes
    assert small.capital.typical / 5.0 > large.capital.typical / 20.0
    assert 0.6 < process.capital.exponent.typical < 1.0
    law = process.capital.per_rate(20.0).typical * 20.0
    assert law == pytest.approx(large.capital.typical, rel=0.02, abs=0)


def test_one_size_is_refused():
    built = plant.load("sulfide-dry", "10 GWh/yr")
    with pytest.raises(InputError, match="two sizes or more"):
        of_cells(built, cell.load(DESIGN), ramp=ramp("ramp-sulfide"), lead_time=LEAD, sizes=(10.0,))
