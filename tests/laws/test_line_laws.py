"""A line obeys its laws: material, Little, balance, lots; and the laws notice what is wrong."""

from dataclasses import replace
from functools import cache

import pytest
from support import ROOT, load_script

from ionwright.core import all_hold
from ionwright.errors import InputError
from ionwright.plant import line as pl
from ionwright.plant.line.capacity import ceiling, is_buffered, is_steady
from ionwright.plant.line.streams import Use, stream
from ionwright.plant.line.study import busiest, interval, student

SHOW = load_script(ROOT / "show" / "plant_line.py")
RUN = pl.Run(336.0, 336.0, seed=7)


@cache
def small():
    """Two branches that are joined, with everything that can happen to a lot."""
    common = {"loss": pl.Loss(0.02), "failures": pl.Failures(3.0, 0.5)}
    return pl.Line(
        "small",
        (
            pl.Station("mix", pl.Residence(1.0, 20.0), 2, 10.0, **common),
            pl.Station("coat", pl.Rate(30.0), 1, 5.0, ("mix",), 40.0, pl.Loss(0.1, 0.5)),
            pl.Station("foil", pl.Rate(40.0), 1, 7.0, changeover=pl.Changeover(50.0, 0.3)),
            pl.Station("stack", pl.Rate(11.0), 3, 2.0, ("coat", "foil"), 30.0, **common),
            pl.Station("oven", pl.Residence(3.0, 30.0), 4, 6.0, ("stack",), 25.0),
        ),
    )


def test_material_is_conserved_at_every_event():
    found = pl.simulate(small(), pl.Run(200.0, 20.0, seed=1, audit=True))
    assert found.books.events > 5000
    assert found.books.counts == found.books.events + 2
    assert found.books.worst == 0.0
    assert [law for law in found.check() if not law.holds] == []
    assert min(s.lost for s in found.stations if s.name != "foil" and s.name != "oven") > 0.0


def test_what_comes_in_goes_out_is_lost_or_lies_in_the_line():
    found = pl.simulate(small(), pl.Run(2000.0, 0.0, seed=1))
    for station in found.stations:
        held = station.taken - station.good - station.lost
        assert -1e-9 <= held <= station.places * small().station(station.name).lot + 1e-9


def test_a_warm_up_is_left_out_and_nothing_else():
    """What is measured before and after a time adds up to what is measured over both."""
    early, late, whole = (
        pl.simulate(small(), pl.Run(hours, warm, seed=4))
        for hours, warm in ((60.0, 0.0), (90.0, 60.0), (150.0, 0.0))
    )
    for part in ("busy", "down", "blocked", "starved", "held"):
        a, b, both = ([getattr(s, part) for s in r.stations] for r in (early, late, whole))
        summed = [(60.0 * x + 90.0 * y) / 150.0 for x, y in zip(a, b, strict=True)]
        assert summed == pytest.approx(both, rel=1e-9, abs=1e-12)
    for part in ("content", "stayed"):
        a, b, both = ([getattr(s, part) for s in r.buffers] for r in (early, late, whole))
        summed = [(60.0 * x + 90.0 * y) / 150.0 for x, y in zip(a, b, strict=True)]
        assert summed == pytest.approx(both, rel=1e-9, abs=0)
    made = [r.stations[-1].good for r in (early, late, whole)]
    assert made[0] + made[1] == pytest.approx(made[2], rel=1e-12, abs=0)


def test_the_laws_notice_what_is_wrong():
    found = pl.simulate(SHOW.example().reliable().change("stacking", loss=pl.Loss(0.01)), RUN)
    assert all_hold(found.check()[:4])
    buffer, station = found.buffers[0], found.stations[0]
    for wrong in (
        replace(found, books=replace(found.books, worst=1e-6)),
        replace(found, buffers=(replace(buffer, most=buffer.room + 1e-6), *found.buffers[1:])),
        replace(found, buffers=(replace(buffer, stayed=1.01 * buffer.stayed), *found.buffers[1:])),
        replace(found, stations=(replace(station, busy=1.01 * station.busy), *found.stations[1:])),
    ):
        assert not all_hold(wrong.check())


@cache
def steady():
    line = SHOW.example().reliable()
    exact = tuple(replace(s, loss=pl.Loss(s.loss.share)) for s in line.stations)
    return pl.simulate(replace(line, stations=exact), pl.Run(1680.0, 672.0, seed=1))


def test_without_failures_the_line_makes_its_balance():
    found = steady()
    assert is_steady(found.line)
    assert is_buffered(found.line)
    assert found.throughput == pytest.approx(pl.balance(found.line), rel=1e-3, abs=0)
    assert len(found.check()) == 5
    assert all_hold(found.check())
    last = found.stations[-1]
    slower = replace(found, stations=(*found.stations[:-1], replace(last, good=0.99 * last.good)))
    assert [law.name for law in slower.check() if not law.holds] == [found.check()[-1].name]


def test_the_balance_is_that_of_the_slowest():
    line = pl.Line(
        "two",
        (
            pl.Station("a", pl.Rate(10.0), 2, 1.0, loss=pl.Loss(0.1)),
            pl.Station("b", pl.Rate(20.0), 1, 1.0, ("a",), 9.0, changeover=pl.Changeover(40, 0.5)),
        ),
    )
    a, b = pl.capacities(line)
    assert a.bare == pytest.approx(18.0, rel=1e-12, abs=0)  # 2 x 10, a tenth lost
    assert b.bare == pytest.approx(16.0, rel=1e-12, abs=0)  # 2 h of work, 0.5 h of stop
    assert pl.balance(line) == b.bare
    failing = line.change("b", failures=pl.Failures(4.0, 1.0))
    assert ceiling(failing) == pytest.approx(40.0 / 3.0, rel=1e-12, abs=0)  # and 0.5 h down
    assert pl.balance(failing) == b.bare


def test_a_failing_machine_alone_passes_its_mean_capacity():
    line = pl.Line("one", (pl.Station("a", pl.Rate(9.0), 1, 1.0, failures=pl.Failures(2.0, 0.5)),))
    runs = pl.replicate(line, pl.Run(3000.0, 0.0, seed=3), 10)
    found = interval([r.throughput for r in runs])
    assert found.holds(ceiling(line))
    assert found.width < 0.02
    assert runs[0].stations[0].down == pytest.approx(0.2, rel=0.1, abs=0)


def test_halved_lots_change_little():
    whole, half = (
        pl.simulate(line, pl.Run(672.0, 336.0, seed=1))
        for line in (SHOW.example(), SHOW.example().divided(2))
    )
    assert half.throughput == pytest.approx(whole.throughput, rel=0.01, abs=0)
    assert half.in_progress == pytest.approx(whole.in_progress, rel=0.05, abs=0)


def test_changeovers_go_by_material_not_by_lot():
    line = pl.Line("one", (pl.Station("a", pl.Rate(9.0), 1, 6.0, changeover=pl.Changeover(9, 1)),))
    made = [pl.simulate(line.divided(n), pl.Run(5000.0, 0.0, 1)).throughput for n in (1, 2, 8)]
    assert made == pytest.approx([4.5, 4.5, 4.5], rel=1e-3, abs=0)


def test_a_rack_holds_what_comes_times_how_long_it_stays():
    found = steady()
    for station in found.stations:
        work = found.line.station(station.name).work
        if isinstance(work, pl.Residence) and station.blocked == 0.0:
            came = station.taken / found.run.hours
            assert station.held == pytest.approx(came * work.hours, rel=2e-3, abs=0)


def test_pieces_are_bad_at_random_with_the_share_asked_for():
    line = pl.Line("one", (pl.Station("a", pl.Rate(10.0), 1, 5.0, loss=pl.Loss(0.04, 0.1)),))
    found = pl.simulate(line, pl.Run(4000.0, 0.0, seed=1)).stations[0]
    assert found.lost != pytest.approx(0.04 * found.taken, rel=1e-6, abs=0)
    assert found.lost == pytest.approx(0.04 * found.taken, rel=0.03, abs=0)  # 400,000 cells: 0.8 %


def test_the_same_bits_in_any_number_of_processes():
    run = pl.Run(100.0, 20.0, seed=5)
    alone, shared = pl.replicate(small(), run, 3), pl.replicate(small(), run, 3, workers=2)
    assert alone == shared
    assert alone[0].throughput != alone[1].throughput
    assert pl.simulate(small(), replace(run, seed=6)) != alone[0]


def test_streams_are_apart_and_stay_where_they_are():
    def first(*address):
        return stream(*address).random(3).tolist()

    here = first(1, 0, "coat", 0, Use.UP)
    assert here == first(1, 0, "coat", 0, Use.UP)
    others = [(2, 0, "coat", 0, Use.UP), (1, 1, "coat", 0, Use.UP), (1, 0, "cut", 0, Use.UP)]
    others += [(1, 0, "coat", 1, Use.UP), (1, 0, "coat", 0, Use.DOWN)]
    seen = {tuple(first(*a)) for a in others}
    assert len(seen) == len(others)
    assert tuple(here) not in seen


def test_common_random_numbers_sharpen_what_one_more_machine_buys():
    """Where a failing station stays in the way: its failures are the same in both runs."""
    fails = pl.Failures(10.0, 2.0)
    line = pl.Line(
        "two",
        (
            pl.Station("a", pl.Rate(9.0), 3, 3.0, failures=fails),
            pl.Station("b", pl.Rate(27.0), 1, 3.0, ("a",), 60.0, failures=fails),
        ),
    )
    run = pl.Run(500.0, 50.0, seed=2)
    gain = pl.one_more(line, run, 10, ["a"])[0]
    assert gain.is_sure
    more = pl.replicate(line.change("a", machines=4), replace(run, seed=3), 10)
    pairs = zip(more, pl.replicate(line, run, 10), strict=True)
    apart = interval([one.throughput - other.throughput for one, other in pairs])
    together = gain.throughput
    assert together.high - together.low < 0.6 * (apart.high - apart.low)


def test_the_best_machine_comes_first_and_an_idle_one_buys_nothing():
    gains = pl.one_more(small(), pl.Run(200.0, 50.0, seed=2), 4, ["oven", "coat"])
    assert [g.station for g in gains] == ["coat", "oven"]
    assert gains[0].is_sure
    assert gains[1].throughput.mean == 0.0
    assert not gains[1].is_sure


def test_a_trace_has_no_gap():
    said = []
    found = pl.simulate(small(), pl.Run(50.0, 10.0, seed=1), trace=lambda *row: said.append(row))
    for station in found.stations:
        for number in range(station.places):
            rows = [r for r in said if r[0] == station.name and r[1] == number]
            assert rows[0][3] == 0.0
            assert rows[-1][4] == 60.0
            assert all(a[4] == b[3] for a, b in zip(rows, rows[1:], strict=False))
    busy = sum(min(e, 60.0) - max(b, 10.0) for n, _, s, b, e in said if n == "stack" and e > 10.0
               if s == "busy")  # fmt: skip
    assert busy == pytest.approx(found.stations[3].busy * 3 * 50.0, rel=1e-9, abs=0)


def test_student_is_that_of_the_tables():
    # Abramowitz and Stegun (1964), table 26.10
    for freedom, level, value in (
        (1, 0.95, 12.706),
        (2, 0.95, 4.303),
        (9, 0.95, 2.262),
        (19, 0.95, 2.093),
        (30, 0.99, 2.750),
        (120, 0.95, 1.980),
    ):
        assert student(freedom, level) == pytest.approx(value, rel=0, abs=6e-4)


def _station(**changed):
    return pl.Station(**{"name": "a", "work": pl.Rate(1.0), "machines": 1, "lot": 2.0} | changed)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: pl.Rate(0.0), "positive"),
        (lambda: pl.RandomRate(float("nan")), "positive"),
        (lambda: pl.Residence(1.0, -1.0), "places"),
        (lambda: pl.Failures(1.0, 0.0), "repair"),
        (lambda: pl.Changeover(0.0, 1.0), "changeovers"),
        (lambda: pl.Loss(1.0), "share"),
        (lambda: pl.Loss(0.1, -1.0), "piece"),
        (lambda: _station(lot=0.0), "lot"),
        (lambda: _station(lot=1e-9), "too small"),
        (lambda: _station(machines=0), "counted"),
        (lambda: _station(buffer=-1.0), "buffer"),
        (lambda: _station(loss=pl.Loss(0.1, 3.0)), "one piece"),
        (lambda: _station(work=pl.Residence(1.0, 5.0)), "whole number of lots"),
        (lambda: pl.Line("x", ()), "has stations"),
        (lambda: pl.Line("x", (_station(), _station())), "name of its own"),
        (lambda: pl.Line("x", (_station(), _station(name="b", after=("c",)))), "behind those"),
        (lambda: pl.Line("x", (_station(), _station(name="b"))), "give to another"),
        (
            lambda: pl.Line("x", (_station(), _station(name="b", after=("a",), lot=3.0, buffer=4))),
            "locks",
        ),
        (
            lambda: pl.Line(
                "x",
                (
                    _station(),
                    _station(name="b", after=("a",), buffer=9),
                    _station(name="c", after=("a", "b"), buffer=9),
                ),
            ),
            "gives to one other",
        ),
        (lambda: pl.Line("x", (_station(),)).station("b"), "no station"),
        (lambda: pl.Run(0.0, 0.0, 1), "time of a run"),
        (lambda: pl.Run(1.0, -1.0, 1), "warm-up"),
        (lambda: pl.Run(1.0, 0.0, -1), "seed"),
        (lambda: interval([1.0]), "replications"),
        (lambda: student(0, 0.95), "freedom"),
    ],
)
def test_bad_input_gets_a_sentence(make, said):
    with pytest.raises(InputError, match=said):
        make()


def test_the_busiest_station_comes_first_and_gains_may_reuse_the_runs():
    line = pl.Line(
        "two",
        (
            pl.Station("slow", pl.Rate(5.0), 1, 1.0, failures=pl.Failures(2.0, 0.5)),
            pl.Station("quick", pl.Rate(50.0), 1, 1.0, ("slow",), 9.0),
        ),
    )
    run = pl.Run(300.0, 50.0, seed=2)
    runs = pl.replicate(line, run, 3)
    assert busiest(runs) == ("slow", "quick")
    again = pl.one_more(line, run, 3, ["slow"], base=runs)
    assert again == pl.one_more(line, run, 3, ["slow"])
    assert again[0].is_sure
