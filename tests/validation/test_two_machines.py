"""Lines with a closed form: two machines and a buffer, stations of several machines."""

from dataclasses import replace

import numpy as np
import pytest
from support import ROOT, load_script

from ionwright.errors import InputError
from ionwright.plant import line as pl
from ionwright.plant.line.study import interval
from ionwright.plant.line.tandem import departures
from ionwright.plant.line.two_machine import Pair, Unit, reliable, throughput

SHOW = load_script(ROOT / "show" / "plant_line.py")


@pytest.mark.parametrize("buffer", [0, 1, 2, 10, 100])
def test_the_chain_knows_the_reliable_pair(buffer):
    found = throughput(Pair(Unit(3.0), Unit(3.0), buffer))
    assert found == pytest.approx(reliable(3.0, buffer), rel=1e-12, abs=0)


@pytest.mark.parametrize("pair", SHOW.PAIRS)
def test_a_pair_run_backwards_makes_as_much(pair):
    back = replace(pair, first=pair.second, second=pair.first)
    assert throughput(back) == pytest.approx(throughput(pair), rel=1e-10, abs=0)


def test_an_endless_buffer_leaves_the_slower_machine():
    a, b = Unit(1.0, 0.02, 0.1), Unit(2.0, 0.1, 0.3)
    made = [throughput(Pair(a, b, n)) for n in (0, 5, 50, 500)]
    assert made == sorted(made)
    assert made[-1] == pytest.approx(1.0 / (1.0 + 0.02 / 0.1), rel=1e-6, abs=0)


def test_ten_pairs_lie_in_their_intervals():
    """A fifth of the parts of the full run, and 99.9 % so that chance fails it once in a hundred.

    The full run asks for nine of ten at 95 %, in intervals of at most 1 %.
    """
    for number, pair in enumerate(SHOW.PAIRS):
        found = SHOW.measured(pair, number, parts=20_000, level=0.999)
        assert found.holds(throughput(pair)), pair
        assert found.width < 0.03


def test_an_error_of_two_per_cent_would_be_seen():
    for number, pair in enumerate(SHOW.PAIRS[:2]):
        faster = replace(pair, first=Unit(1.02), second=Unit(1.02))
        assert not SHOW.measured(faster, number, parts=20_000).holds(throughput(pair))


@pytest.mark.parametrize("pair", SHOW.PAIRS)
def test_both_ways_give_the_same_events(pair):
    line = pair.line()
    exact = departures(line, 3000, SHOW.SEED, replication=4)
    simulated = SHOW.events(line, exact[-1, -1] - 50.0, replication=4)
    for one, other in zip(exact, simulated, strict=True):
        assert len(other) > 2500
        np.testing.assert_allclose(other, one[: len(other)], rtol=1e-11, atol=0.0)


def test_both_ways_agree_on_four_stations():
    made = [
        pl.Station("a", pl.RandomRate(1.0), 1, 0.5, failures=pl.Failures(9.0, 1.0)),
        pl.Station("b", pl.Rate(1.1), 1, 0.5, ("a",), 2.0, failures=pl.Failures(5.0, 1.0)),
        pl.Station("c", pl.RandomRate(1.2), 1, 0.5, ("b",), 0.0),
        pl.Station("d", pl.Rate(1.0), 1, 0.5, ("c",), 1.0, failures=pl.Failures(20.0, 3.0)),
    ]
    line = pl.Line("four", tuple(made))
    exact = departures(line, 3000, SHOW.SEED)
    simulated = SHOW.events(line, exact[-1, -1] - 50.0, replication=0)
    for one, other in zip(exact, simulated, strict=True):
        assert len(other) > 2500
        np.testing.assert_allclose(other, one[: len(other)], rtol=1e-11, atol=0.0)


def parallel(counts, rates, buffer):
    """Throughput of two stations of reliable machines: a chain of births and deaths."""
    (c, d), (up, down), most = counts, rates, sum(counts) + buffer
    weight = np.ones(most + 1)
    for n in range(most):
        weight[n + 1] = weight[n] * up * min(c, most - n) / (down * min(d, n + 1))
    share = weight / weight.sum()
    return float(down * share @ np.minimum(np.arange(most + 1), d))


@pytest.mark.parametrize(("counts", "buffer"), [((1, 1), 3), ((3, 2), 2), ((2, 4), 0)])
def test_stations_of_several_machines_are_births_and_deaths(counts, buffer):
    rates = (1.0, 1.2)
    exact = parallel(counts, rates, buffer)
    if counts == (1, 1):
        pair = Pair(Unit(rates[0]), Unit(rates[1]), buffer)
        assert exact == pytest.approx(throughput(pair), rel=1e-12, abs=0)
    line = pl.Line(
        "parallel",
        (
            pl.Station("a", pl.RandomRate(rates[0]), counts[0], 1.0),
            pl.Station("b", pl.RandomRate(rates[1]), counts[1], 1.0, ("a",), float(buffer)),
        ),
    )
    runs = pl.replicate(line, pl.Run(2000.0, 100.0, SHOW.SEED), 20)
    found = interval([r.throughput for r in runs])
    assert found.holds(exact)
    assert found.width < 0.02


@pytest.mark.parametrize(
    "changed",
    [{"machines": 2}, {"loss": pl.Loss(0.1)}, {"lot": 2.0}, {"changeover": pl.Changeover(1, 1)}],
)
def test_the_recursion_refuses_what_it_does_not_know(changed):
    line = SHOW.PAIRS[2].line().change("first", **changed)
    with pytest.raises(InputError, match="recursion"):
        departures(line, 10, 1)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Unit(0.0),
        lambda: Unit(1.0, -0.1),
        lambda: Unit(1.0, 0.1, 0.0),
        lambda: Pair(Unit(1.0), Unit(1.0), -1),
    ],
)
def test_a_pair_without_meaning_is_refused(make):
    with pytest.raises(InputError):
        make()
