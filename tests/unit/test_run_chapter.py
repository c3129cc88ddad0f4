"""What a run lost where: agrees with the sheet when slow, names what is known to limit."""

import math
from dataclasses import replace

import numpy as np
import pytest

from ionwright import cell
from ionwright.cell.experiments import rate_test
from ionwright.report.tour import run
from ionwright.report.tour._ends import PARTICLES, PATHS, TRANSFER, End, end_of

END = End(
    of_sheet=0.5,
    of_slow=0.5,
    mean_voltage=3.5,
    open_circuit=3.7,
    losses={PATHS: 0.3, PARTICLES: 0.2, TRANSFER: 0.1},
    surface=0.8,
    mean=0.6,
    empty=math.nan,
    salt=math.nan,
    path="separator",
)


@pytest.fixture(scope="module")
def chapter():
    return run.chapter()


@pytest.mark.parametrize(
    ("change", "limit"),
    [
        ({}, "paths: separator"),
        ({"of_slow": 0.96}, "used up"),
        ({"salt": 0.01}, "salt used up in the positive"),
        ({"salt": 0.5}, "paths: separator"),
        ({"surface": 0.995}, "diffusion in the particles of the positive"),
        ({"empty": 0.005}, "diffusion in the particles of the negative"),
        ({"empty": 0.2}, "paths: separator"),
        ({"losses": {PATHS: 0.1, PARTICLES: 0.2, TRANSFER: 0.1}}, "diffusion in the particles"),
        ({"losses": {PATHS: 0.1, PARTICLES: 0.2, TRANSFER: 0.3}}, "charge transfer"),
    ],
)
def test_the_limit_is_the_first_rule_that_holds(change, limit):
    assert replace(END, **change).limit == limit


@pytest.mark.parametrize("name", cell.names())
def test_a_small_current_loses_what_the_sheet_says(name):
    """Two ways: parts of the run's voltage, and causes of the sheet, at half charge after 10 s."""
    design = cell.load(name)
    sheet = cell.specify(design)
    result = cell.solve(design, "Rest for 1000 h; Discharge at C/20 for 10 s", soc=0.5)
    end, i = end_of(result, sheet, sheet.capacity), result.rows[-1, 2]
    kinetic = [
        c.value
        for c in sheet.causes
        if c.name == "charge transfer"
        and (c.where == "positive" or design.cell.negative.type == "composite")
    ]
    assert end.losses[TRANSFER] == pytest.approx(i * sum(kinetic), rel=0.25, abs=0)
    assert sum(end.losses.values()) == pytest.approx(i * sheet.resistance, rel=0.15, abs=0)
    assert end.open_circuit == pytest.approx(float(result.voltage[-1]), rel=0, abs=0.05)


def test_the_open_circuit_is_that_of_the_cell_at_rest():
    """After a long rest the voltage is what the even electrodes give."""
    design = cell.load("liquid-nmc811-graphite")
    result = cell.solve(design, "Discharge at C/3 for 1 h; Rest for 100 h")
    sheet = cell.specify(design)
    end = end_of(result, sheet, sheet.capacity)
    assert end.open_circuit == pytest.approx(float(result.voltage[-1]), rel=0, abs=1e-3)


@pytest.mark.parametrize(
    ("name", "rate", "limit"),
    [
        ("comsol-graphite-lco", 1.0, "used up"),
        ("oxide-nmc811-lithium", 1.0, "diffusion in the particles of the positive"),
        ("oxide-nmc811-lithium", 3.0, "salt used up in the positive"),
        ("sulfide-nmc811-lithium", 3.0, "paths: ion path of the positive"),
    ],
)
def test_known_limits_are_named(name, rate, limit):
    design = cell.load(name)
    test = rate_test(design, (0.05, rate))
    assert end_of(test.results[1], cell.specify(design), float(test.capacity[0])).limit == limit


@pytest.mark.parametrize(
    ("changes", "rate", "less"),
    [
        ({"cell.positive.electrolyte.conductivity": 10.0}, 3.0, PATHS),
        ({"cell.positive.active.0.particle_radius": 5e-7}, 1.0, PARTICLES),
    ],
)
def test_what_is_mended_is_lost_no_more(changes, rate, less):
    """At one charge given, before the cliff."""
    design = cell.load("sulfide-nmc811-lithium")
    lost = []
    for one in (design, cell.change(design, changes)):
        result = cell.solve(one, f"Discharge at {rate}C for {1200 / rate:g} s")
        assert result.status == "done"
        lost.append(end_of(result, cell.specify(one), 1.0).losses[less])
    assert lost[1] < 0.6 * lost[0]


def test_the_chapter_covers_every_cell_and_rate(chapter):
    limits, losses, inside = chapter.tables
    assert [row[0] for row in limits.rows] == cell.names()
    assert len(losses.rows) == len(inside.rows) == 3 * len(cell.names())
    for table in chapter.tables:
        assert {len(row) for row in table.rows} == {len(table.columns)}
    shares = np.array([[row[1], row[4], row[7]] for row in limits.rows], float)
    assert np.all(np.diff(shares, axis=1) < 0.0)
    assert len(chapter.numbers) == 3 * len(cell.names())
    assert len(chapter.pictures) == 3
    for word in ("C/3", "3C", "sulfide-nmc811-lithium", "mV"):
        assert word in chapter.answer
