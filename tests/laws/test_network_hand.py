"""One rule at a time: cases small enough to solve by hand, their optimum worked out beside them."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import pytest
from network_cases import solved

from ionwright import network
from ionwright.network.case import (
    Budget,
    CarbonCap,
    Case,
    Demand,
    Growth,
    Item,
    Lane,
    Line,
    Option,
    Period,
    Pool,
    Quota,
    Run,
    SecondSource,
    Site,
    Slots,
    Supply,
    Way,
)

PRICE = 10.0
"""Of a unit bought [money]."""


def case(years: int = 1, **tables) -> Case:
    """Return a plant that could make a good at 1 a unit where it is wanted, or buy it at 10."""
    base = {
        "name": "hand",
        "money": "EUR",
        "periods": tuple(Period(str(2030 + t), 1.0, 1.0) for t in range(years)),
        "sites": (Site("here", "land"), Site("away", "abroad")),
        "items": (Item("good", "kg"),),
        "ways": (Way("make", {}, {"good": 1.0}),),
        "lines": (Line("plant", "here", "kg"),),
        "runs": (Run("make", "plant", "make", cost=(1.0,), carbon=2.0),),
        "options": (),
        "lanes": (),
        "supplies": (Supply("bought", "here", "good", (PRICE,)),),
        "demands": (Demand("wanted", "here", "good", (10.0,)),),
    }
    return Case(**(base | tables))


def costs(asked: Case, amount: float, scenarios=None) -> network.Plan:
    """Solve and see the cost that was worked out by hand."""
    plan = solved(asked, scenarios)
    assert plan.objective == pytest.approx(amount, rel=1e-9, abs=0)
    return plan


def test_an_option_is_built_where_it_pays():
    # Bought: 100. Built: 50 + 10. At 95 a year it does not pay.
    costs(case(options=(Option("o", "plant", 20.0, 50.0),)), 60.0)
    costs(case(options=(Option("o", "plant", 20.0, 95.0),)), 100.0)
    # Half the capacity: 30 + 5 + 50; a fifth of the first, divisible: 25 + 10.
    costs(case(options=(Option("o", "plant", 5.0, 30.0),)), 85.0)
    costs(case(options=(Option("o", "plant", 20.0, 50.0, whole=False),)), 35.0)


def test_lead_ramp_and_life():
    option = Option("o", "plant", 10.0, 20.0, when=(0,))
    # Four years of 10: built at once 4 x 20 + 40 = 120; a year's lead: 80 + 30 + 100 = 210.
    costs(case(4, options=(option,)), 120.0)
    costs(case(4, options=(replace(option, lead=1),)), 210.0)
    # Ramp 0.5, then 0.8 for ever: makes 5, 8, 8, 8 = 29; 80 + 29 + 10 x 11.
    costs(case(4, options=(replace(option, ramp=(0.5, 0.8)),)), 219.0)
    # Two years of output after a year's lead: pays 3 x 20, makes 20, buys 20.
    costs(case(4, options=(replace(option, lead=1, life=2),)), 60 + 20 + 200)


def test_one_size_at_a_time_and_each_once():
    both = (Option("small", "plant", 4.0, 4.0), Option("large", "plant", 6.0, 6.0))
    # One period: only the large one, 6 + 6 + 40. Two: large then small too: 2 x 6 + 4, made
    # 6 + 10, bought 4 x 10.
    costs(case(1, options=both), 52.0)
    costs(case(2, options=both), 12 + 4 + 16 + 40)
    # A size that is divisible counts with one that is whole: 6/6 of the large one alone.
    costs(case(1, options=(both[0], replace(both[1], whole=False))), 52.0)
    # An option stands once, however cheap.
    costs(case(2, options=(both[0],)), 8 + 8 + 120)


def test_sizes_of_concave_cost_against_every_choice():
    sizes = (5.0, 10.0, 20.0, 40.0)
    lines = tuple(Line(f"plant {i}", "here", "kg") for i in range(3))
    options = tuple(
        Option(f"{line.name}, {size:g}", line.name, size, (8.0 + i) * size**0.6)
        for i, line in enumerate(lines)
        for size in sizes
    )
    runs = tuple(Run(x.name, x.name, "make", cost=(1.0 + 0.3 * i,)) for i, x in enumerate(lines))
    for wanted in (3.0, 12.0, 37.0, 70.0, 150.0):
        best = math.inf
        for chosen in itertools.product((0.0, *sizes), repeat=3):
            fixed = sum((8.0 + i) * s**0.6 for i, s in enumerate(chosen))
            left, cost = wanted, fixed
            for i, size in enumerate(chosen):  # the cheapest run first
                made = min(left, size)
                left, cost = left - made, cost + (1.0 + 0.3 * i) * made
            best = min(best, cost + PRICE * left)
        asked = case(lines=lines, options=options, runs=runs,
                     demands=(Demand("wanted", "here", "good", (wanted,)),))  # fmt: skip
        costs(asked, best)


def test_stock_across_periods():
    dear = (Supply("bought", "here", "good", (2.0, 10.0, 10.0)),)
    stored = (Item("good", "kg", hold=1.0),)
    # Bought 30 at 2 in the first year and held: 60 + 20 + 10.
    costs(case(3, items=stored, supplies=dear), 90.0)
    # Periods of two years: 2 x 10 a period; held stock is 40 and 20 units.
    long = tuple(Period(str(2030 + 2 * t), 2.0, 2.0) for t in range(3))
    costs(case(periods=long, items=stored, supplies=dear), 60 * 2.0 + (40 + 20) * 2.0)


def test_stock_keeps_for_its_shelf_life():
    dear = (Supply("bought", "here", "good", (2.0, 10.0, 10.0)),)

    def kept(shelf: float) -> Case:
        return case(3, items=(Item("good", "kg", hold=1.0, shelf=shelf),), supplies=dear)

    # Half a year: 5 carried into the second year, none beyond it; the first costs 20.
    costs(kept(0.5), 20 + 5 * 3 + 5 * 10 + 100)
    # A year and a half: 10 for the second year, 5 for the third (held twice).
    costs(kept(1.5), 20 + 10 * 3 + 5 * 4 + 50)
    costs(kept(2.0), 90.0)


def test_growth_beyond_a_seed():
    option = Option("o", "plant", 100.0, 100.0, whole=False)
    asked = case(3, options=(option,), demands=(Demand("wanted", "here", "good", (50.0,)),),
                 growths=(Growth("ramp", "good", 2.0, 5.0),))  # fmt: skip
    # Capacity 5, 15, 35 at 1 a unit and year; made at 1, the rest bought.
    made = 5 + 15 + 35
    costs(asked, 1.0 * made + 1.0 * made + PRICE * (150 - made))
    # What stood before the first period grows too: 3 -> 11, 27, 50; 3 of it is not paid for.
    stood = replace(asked, lines=(replace(asked.lines[0], existing=(3.0,)),))
    costs(stood, (11 + 27 + 50 - 9) + (11 + 27 + 50) + PRICE * (150 - 88))


def test_people():
    option = Option("o", "plant", 20.0, 20.0, whole=False)
    line = (Line("plant", "here", "kg", people=1.0),)
    pool = Pool("fitters", "land", 4.0, 0.5, (1.0, 3.0), 2.0, 0.5)
    asked = case(2, lines=line, options=(option,), pools=(pool,))
    # Half of the posts are theirs. First year: 4 x 0.5 + 1 = 3 fill 6 units; second: 1.5 + 3 =
    # 4.5 fill 9. Makes 6 + 9, trains 4 at 2, capacity 6 for two years and 3 for one at 1 each.
    costs(asked, 15 + 8 + 15 + PRICE * 5)
    # Elsewhere's people do not count.
    costs(replace(asked, pools=(replace(pool, region="abroad"),)), 40.0)


def test_slots_and_budgets():
    lines = (Line("one", "here", "kg"), Line("two", "here", "kg"))
    runs = tuple(Run(x.name, x.name, "make", cost=(1.0,)) for x in lines)
    options = tuple(
        Option(x.name, x.name, 5.0, 5.0, capital=30.0, slots={"kilns": 1.0}) for x in lines
    )
    free = case(2, lines=lines, runs=runs, options=options, slots=(Slots("kilns", (math.inf,)),))
    costs(free, 20 + 20)
    # One slot a year: one line in each; the second year makes all.
    one = 5 * 2 + 5 + 15 + PRICE * 5
    slow = replace(free, slots=(Slots("kilns", (1.0,)),))
    costs(slow, one)
    # Half a slot a year over periods of two years is one a period.
    long = tuple(Period(str(2030 + 2 * t), 2.0, 2.0) for t in range(2))
    costs(replace(slow, periods=long, slots=(Slots("kilns", (0.5,)),)), 2 * one)
    costs(replace(free, budgets=(Budget("money", "land", (45.0,)),)), one)
    costs(replace(free, budgets=(Budget("money", "abroad", (0.0,)),)), 40.0)


def test_local_content():
    # Making costs 12 against 10, so nothing is made but what the quota asks: 0.3 of 10.
    runs = (Run("make", "plant", "make", cost=(12.0,)),)
    line = (Line("plant", "here", "kg", existing=(20.0,)),)
    asked = case(runs=runs, lines=line, quotas=(Quota("local", "good", "land", (0.3,)),))
    costs(asked, 3 * 12 + 70)
    # What is short is not used: at 9.9 a unit short everything is left out.
    short = (Demand("wanted", "here", "good", (10.0,), short=9.9),)
    costs(replace(asked, demands=short), 99.0)


def test_carbon():
    line = (Line("plant", "here", "kg", existing=(20.0,)),)
    asked = case(lines=line)
    costs(asked, 10.0)
    # 2 kg a unit made, none bought: 8 kg allow 4 units.
    costs(replace(asked, carbon_caps=(CarbonCap("cap", (8.0,)),)), 4 + 60)
    costs(replace(asked, carbon_caps=(CarbonCap("cap", (math.inf,)),)), 10.0)
    # At 4 a kg making costs 1 + 8 = 9, still below 10; at 5 it costs 11.
    costs(replace(asked, carbon_price=(4.0,)), 90.0)
    costs(replace(asked, carbon_price=(5.0,)), 100.0)


def two_origins(**tables) -> Case:
    """Return a good that comes by two lanes, at 1 and at 3."""
    supplies = (Supply("near", "here", "good", (1.0,)), Supply("far", "away", "good", (3.0,)))
    lanes = tuple(Lane(f"from {x}", x, "shop", "good") for x in ("here", "away"))
    return case(
        sites=(Site("here", "land"), Site("away", "abroad"), Site("shop", "land")), lanes=lanes,
        supplies=supplies, demands=(Demand("wanted", "shop", "good", (10.0,)),), **tables,
    )  # fmt: skip


def test_second_source():
    costs(two_origins(), 10.0)
    costs(two_origins(second_sources=(SecondSource("two", "wanted", 0.7),)), 7 + 9)


def test_one_source():
    asked = two_origins()
    tight = replace(asked, lanes=(replace(asked.lanes[0], most=(8.0,)), asked.lanes[1]))
    costs(tight, 8 + 6)
    costs(replace(tight, demands=(replace(asked.demands[0], one_source=True),)), 30.0)


def test_a_lane_is_closed_for_part_of_the_year_or_for_all_of_it():
    asked = two_origins()

    def opened(share: float, most: float) -> Case:
        return replace(
            asked, lanes=(replace(asked.lanes[0], open=(share,), most=(most,)), asked.lanes[1])
        )

    costs(opened(0.5, 8.0), 4 + 18)
    costs(opened(0.5, math.inf), 10.0)
    costs(opened(0.0, math.inf), 30.0)
    shut = network.Scenarios((network.Future("ban", 1.0, factors={"supplies.near.most": (0.0,)}),))
    costs(asked, 30.0, shut)


def test_overload_shortage_waste_and_by_products():
    line = (Line("plant", "here", "kg", existing=(6.0,), over=3.0),)
    # 6 made at 1, 4 beyond capacity at 1 + 3.
    costs(case(lines=line), 10 + 12)
    costs(case(supplies=(), demands=(Demand("wanted", "here", "good", (10.0,), short=7.0),)), 70.0)
    slag = case(
        items=(Item("good", "kg"), Item("slag", "kg", waste=2.0)), lines=line,
        ways=(Way("make", {}, {"good": 1.0, "slag": 0.5}),),
    )  # fmt: skip
    # 0.5 kg of slag a unit at 2 a kg.
    costs(slag, 10 + 12 + 10)


def test_a_line_can_overload_before_anything_is_built():
    # The maker is not built, but its overload at 3 and freight 0 beat building at 100.
    asked = case(
        sites=(Site("here", "land"), Site("shop", "land")),
        lines=(Line("plant", "here", "kg", over=3.0),), supplies=(),
        options=(Option("o", "plant", 20.0, 100.0),), lanes=(Lane("l", "here", "shop", "good"),),
        demands=(Demand("wanted", "shop", "good", (10.0,)),),
    )  # fmt: skip
    costs(asked, 40.0)


def test_two_customers_of_one_good_at_one_site():
    # 10 and 15 wanted where one new line sends: 50 + 25 made; nothing short at 9 a unit.
    asked = case(
        sites=(Site("here", "land"), Site("shop", "land")), supplies=(),
        options=(Option("o", "plant", 40.0, 50.0),), lanes=(Lane("l", "here", "shop", "good"),),
        demands=(Demand("one", "shop", "good", (10.0,), short=9.0),
                 Demand("two", "shop", "good", (15.0,), short=9.0)),
    )  # fmt: skip
    costs(asked, 75.0)


def test_deciding_later_is_deciding_with_the_future_known():
    now = Option("o", "plant", 10.0, 60.0)
    asked = case(options=(now,))
    low, high = (
        network.Future(name, 0.5, factors={"demands.wanted.amount": (factor,)})
        for name, factor in (("low", 0.2), ("high", 1.0))
    )
    both = network.Scenarios((low, high))
    # Built: 60 + (2 + 10) / 2 = 66. Never: (20 + 100) / 2 = 60. Only when demand is high:
    # (20 + 70) / 2 = 45.
    costs(asked, 60.0, both)
    costs(replace(asked, options=(replace(now, waits=True),)), 45.0, both)


def test_no_more_is_short_than_is_wanted():
    # 10 wanted here at 2 a unit short, 10 in the shop at 9: what is short here is not sent on.
    asked = case(
        sites=(Site("here", "land"), Site("shop", "land")), supplies=(),
        lanes=(Lane("l", "here", "shop", "good"),),
        demands=(Demand("cheap", "here", "good", (10.0,), short=2.0),
                 Demand("dear", "shop", "good", (10.0,), short=9.0)),
    )  # fmt: skip
    costs(asked, 20.0 + 90.0)
