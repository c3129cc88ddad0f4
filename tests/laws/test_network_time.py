"""Time on the way: money tied up in goods counts, the faster lane wins when it costs more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from network_cases import EXACT, close, solved, some_case, some_futures

from ionwright import network
from ionwright.data.sites import great_circle, site
from ionwright.network import files
from ionwright.network.build.book import book
from ionwright.network.build.lanes import DAYS, Goods, Roads, lanes
from ionwright.network.case import Case, Demand, Item, Lane, Period, Site, Supply
from ionwright.network.direct import Loaded
from ionwright.network.evaluate import landed
from ionwright.network.model import build
from ionwright.network.numbers import lower

RISK = network.Risk(0.3, 0.6)


def slow(case: Case) -> Case:
    """Return a case whose lanes take time and whose goods are worth something."""
    return replace(
        case,
        items=tuple(replace(x, tied=2.0 + i) for i, x in enumerate(case.items)),
        lanes=tuple(replace(x, time=0.02 * (1 + i % 5)) for i, x in enumerate(case.lanes)),
    )


def hand(tied: float) -> Case:
    """Return 10 units by a fast lane at 3 or a slow one at 1."""
    return Case(
        "hand", "EUR", (Period("1", 1.0, 1.0),), (Site("a", "x"), Site("b", "y")),
        (Item("good", "kg", tied=tied),), (), (), (), (),
        (Lane("fast", "a", "b", "good", cost=(3.0,), time=0.1),
         Lane("slow", "a", "b", "good", cost=(1.0,), time=0.5)),
        (Supply("s", "a", "good", (5.0,)),), (Demand("d", "b", "good", (10.0,)),),
    )  # fmt: skip


def test_the_slow_lane_is_cheaper_until_money_is_dear():
    for tied, each in ((0.0, 1.0), (4.0, 1.0 + 2.0), (6.0, 3.0 + 0.6)):
        plan = solved(hand(tied))
        assert plan.objective == pytest.approx(50.0 + 10.0 * each, rel=1e-9, abs=0), tied
    found = landed(solved(hand(6.0)).evaluated()).unit_cost["d"]
    assert found["time on the way"] == pytest.approx(0.6, rel=1e-9, abs=0)
    assert found["freight and duty"] == pytest.approx(3.0, rel=1e-9, abs=0)


def test_a_future_can_lengthen_a_way():
    late = network.Scenarios((network.Future("lock", 1.0, factors={"lanes.slow.time": (1.6,)}),))
    # At 4 the slow lane costs 1 + 4 x 0.8 = 4.2 now, the fast one 3.4.
    assert solved(hand(4.0), late).objective == pytest.approx(84.0, rel=1e-9, abs=0)


@pytest.mark.parametrize("seed", [1, 3])
def test_time_is_a_cost_of_the_lane(seed):
    case = slow(some_case(seed))
    tied = {i.name: i.tied for i in case.items}
    futures = network.Scenarios(tuple(
        replace(f, factors={k: v for k, v in f.factors.items() if k.split(".")[0] != "lanes"})
        for f in some_futures(case, seed, 2).futures
    ))  # fmt: skip
    paid = replace(case, lanes=tuple(
        replace(x, time=0.0, cost=tuple(c + tied[x.item] * x.time for c in x.cost))
        for x in case.lanes
    ))  # fmt: skip
    found = solved(case, futures, RISK).objective
    assert close(found, solved(paid, futures, RISK).objective)
    plain = replace(case, lanes=tuple(replace(x, time=0.0) for x in case.lanes))
    assert found > solved(plain, futures, RISK).objective * 1.001


def test_times_change_in_place_and_are_files(tmp_path):
    case = slow(some_case(1))
    loaded = Loaded(build(lower(case, some_futures(case, 1, 2)), RISK))
    later = replace(case, lanes=tuple(replace(x, time=2.0 * x.time) for x in case.lanes))
    loaded.change(later)
    other = solved(later, some_futures(case, 1, 2), RISK).objective
    assert close(loaded.solve(EXACT).objective, other)
    files.write(tmp_path / "mine", case)
    back, _ = files.read(tmp_path / "mine")
    assert (back.lanes, back.items) == (case.lanes, case.items)


def test_a_lane_takes_its_way_and_its_waits_and_a_faster_one_is_kept():
    b = book()
    roads = Roads(b, hubs={}, river=frozenset({"guoyuan-port", "yangtze-delta"}),
                  port="yangtze-delta", abroad=frozenset({"chile"}),
                  dangerous=frozenset())  # fmt: skip
    ends = {"x": ["yangtze-delta"]}, {"x": ["guoyuan-port"]}
    far = great_circle(site("guoyuan-port"), site("yangtze-delta"))
    kept = {}
    for tied in (0.0, 100.0):
        found, _ = lanes(roads, [Goods("x", 1.0, 10.0, tied)], *ends)
        kept[tied] = {x.mode for x in found}
        for x in found:
            way = far * b[f"{x.mode}.distance_factor"] / b[f"{x.mode}.way_speed"]
            days = way + b[f"{x.mode}.wait_time"]
            assert x.time * DAYS == pytest.approx(days, rel=1e-9, abs=0)
    # By road it is dearer and has more carbon than by rail; where time is money it is kept.
    assert kept == {0.0: {"river", "rail"}, 100.0: {"river", "rail", "road"}}
