"""Random designs and protocols: each finishes with its laws kept, or says why not."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "show"))

import bad_protocols
import random_designs
from random_draws import draw

from ionwright import cell
from ionwright.cell._kernels import arrays as A
from ionwright.cell.driver import solve

SEED = 7
# every class of failure that a seed found when it was first run, by seed and draw
FOUND = {
    (1, 5): "metal on particles overdrawn by what a stage extrapolates",
    (1, 17): "a double layer in one electrode alone",
    (1, 34): "a double layer faster than the shortest step",
    (1, 74): "a cell that runs away in its heat",
    (1, 79): "diffusion at the temperature of the step before",
    (1, 149): "rates of double layers beside currents of the row",
    (1, 308): "a limit that the step before ended on",
    (1, 467): "salt used up at a planar face",
    (1, 1667): "metal on particles overdrawn at the end of a step, beyond the pole of its activity",
    (1, 9182): "a potential that bends beyond the piece of its table that Newton saw",
    (2, 752): "steps that creep, as there is less salt than a double layer rounds",
}


@pytest.mark.parametrize("number", range(30))
def test_each_ends_well_or_says_why(number):
    end = random_designs.once(SEED, number)
    assert end.how in random_designs.EXPLAINED, f"{end}\n{draw(SEED, number)}"


@pytest.mark.parametrize("found", FOUND)
def test_what_was_found_stays_away(found):
    end = random_designs.once(*found)
    assert end.how in random_designs.EXPLAINED, f"{FOUND[found]}: {end}"


def test_a_draw_is_known_by_seed_and_number_alone():
    alone = draw(3, 11)
    for number in range(5):
        draw(3, number)
    again = draw(3, 11)
    assert (alone, alone.changes) == (again, again.changes)
    assert draw(4, 11) != alone


def test_differences_are_seen():
    ours = solve(cell.load("sulfide-nmc811-lithium"), "Discharge at 1C until 2.5 V (10 s period)")
    same = random_designs.apart(0, ours, ours)
    assert (same.volts, same.share) == (0.0, 0.0)
    rows = ours.rows.copy()
    rows[:, 1] += 2e-3
    rows[:, 3] *= 1.002
    off = random_designs.apart(0, ours, replace(ours, rows=rows))
    assert off.volts > 1e-3
    np.testing.assert_allclose(off.share, 0.002 * rows[-1, 3] / 1.002 / ours.capacity, rtol=1e-6)


def test_broken_laws_are_seen():
    ours = solve(cell.load("sulfide-nmc811-lithium"), "Discharge at 1C until 3 V")
    assert random_designs.judged(ours) == ("done", "")
    states = ours.states.copy()
    states[-1] *= 1.0 + 1e-6
    assert random_designs.judged(replace(ours, states=states))[0] == "law"
    states[-1] = np.nan
    assert random_designs.judged(replace(ours, states=states))[0] == "nan"


@pytest.mark.parametrize("name", bad_protocols.STARTS)
def test_impossible_starts_are_told(name):
    message = bad_protocols.begun(name)
    assert bad_protocols.STARTS[name][-1] in message
    assert "Traceback" not in message


def test_the_largest_current_within_a_limit_is_that():
    design = cell.load("sulfide-nmc811-lithium")
    told = solve(design, "Charge at 50C until 4.3 V", soc=0.5).status
    most = float(told.rpartition("is ")[2].split()[0])  # mA/cm2
    below = solve(design, f"Charge at {0.999 * abs(most)} mA/cm2 until 4.3 V", soc=0.5)
    above = solve(design, f"Charge at {1.001 * abs(most)} mA/cm2 until 4.3 V", soc=0.5)
    assert below.status == "done"
    assert above.stop is not None


def test_a_cell_that_runs_away_stops_where_lithium_melts():
    heat = {"cell.thermal": {"heat_capacity": 800.0, "heat_transfer": 0.0}}
    design = cell.change(cell.load("symmetric-lithium-lpscl"), heat)
    result = solve(design, "Hold at 1 V for 2 h", temperature=350.0)
    assert "lithium melts" in result.status
    assert (result.temperature[:-1] <= 453.8).all()
    assert result.temperature[-1] > 453.6


@pytest.mark.parametrize("coefficient", [-2e-4, 3e-4])
def test_entropy_heats_a_cell_by_what_thermodynamics_says(coefficient):
    """Adiabatic, at the same charge: T rises by -T dU/dT Q/C on discharge beside the losses."""
    heat = {"cell.thermal": {"heat_capacity": 800.0, "heat_transfer": 0.0}}
    design = cell.change(cell.load("sulfide-nmc811-lithium"), heat)
    path = "cell.positive.active.0.entropic_coefficient"
    slow = "Discharge at C/50 for 5 h"
    plain, moved = (solve(cell.change(design, {path: c}), slow) for c in (0.0, coefficient))
    T, rise = plain.temperature[0], moved.temperature[-1] - plain.temperature[-1]
    capacity = plain.numbers.f[A.CAPACITY]  # J/(m2 K)
    expected = -T * coefficient * plain.rows[-1, 3] / capacity
    assert rise == pytest.approx(expected, rel=0.02, abs=0)
