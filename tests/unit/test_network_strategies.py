"""Strategies restrict a case as they say; comparisons rank only what both bounds show."""

import math

import pytest

from ionwright import network
from ionwright.network import compare, summary
from ionwright.network.cases.chongqing import Chongqing
from ionwright.network.cases.chongqing_market import HOME, scenarios
from ionwright.network.cases.chongqing_strategies import strategies
from ionwright.network.compare import Outcome, difference, regret, switching
from ionwright.network.strategies import Anything, Apart, Funded, Only, Programme, Reserve
from ionwright.network.value import Interval

EFFORT = network.Effort(gap=2e-4, seconds=60.0)


@pytest.fixture(scope="module")
def built():
    return Chongqing().build()


@pytest.fixture(scope="module")
def found(built):
    """The strategies that only restrict, on one path and on all (here the same)."""
    futures = scenarios(built.book, built.case).along("semi-solid-bridge")
    return compare.outcomes(built.case, futures, strategies(built.book)[:5], EFFORT)


def test_a_strategy_that_only_forbids_never_costs_less(found):
    cost = {o.strategy: o.cost for o in found if o.path == "semi-solid-bridge"}
    for name in ("import everything", "local cells only", "local electrolyte and cells",
                 "full local chain"):  # fmt: skip
        assert cost[name].high >= cost["whatever is cheapest"].low
    assert cost["import everything"].high >= cost["local cells only"].low


def test_importing_everything_builds_nothing_at_home(built, found):
    (o,) = (x for x in found if (x.strategy, x.path) == ("import everything", compare.ALL))
    sites = {s.name: s.region for s in built.case.sites}
    lines = {x.name: sites[x.site] for x in built.case.lines}
    for option in o.plan.case.options:
        assert lines[option.line] != HOME
    assert o.local(HOME) == ()


def test_a_full_chain_makes_its_share_at_home(found):
    (o,) = (x for x in found if (x.strategy, x.path) == ("full local chain", compare.ALL))
    home = summary.made(o.plan, "Li2S", (HOME,))[-1]
    brought = summary.brought(o.plan, "Li2S", HOME)[-1]
    assert float(home.min()) >= 0.6 * float((home + brought).min()) * (1.0 - 1e-6)
    assert float(home.min()) > 0.0


def test_the_gap_is_small_beside_what_decisions_are_worth(found):
    cost = {o.strategy: o.cost for o in found if o.path == compare.ALL}
    free, imported = cost["whatever is cheapest"], cost["import everything"]
    assert free.high - free.low <= 0.02 * (imported.high - free.low)


def test_a_programme_costs_its_years_and_frees_people(built):
    programme = Programme("p", HOME, 3.0, 1e7)
    changed = programme.apply(built.case)
    weight = math.fsum(p.weight for p in built.case.periods)
    assert programme.beside(built.case) == pytest.approx(1e7 * weight, rel=1e-12, abs=0)
    assert changed.pools[0].train[0] == 3.0 * built.case.pools[0].train[0]
    assert changed.slots[0].most[0] == 3.0 * built.case.slots[0].most[0]


def test_a_second_phase_keeps_every_option_before_it(built):
    changed = Reserve("r", HOME, "2029", 0.0).apply(built.case)
    early = {o.name: o for o in changed.options}
    second = [o for o in changed.options if o.name.endswith("second phase")]
    assert second
    for o in second:
        first = early[o.name.removesuffix(", second phase")]
        assert o.waits
        assert not o.whole
        assert max(first.when) < min(o.when)
        assert o.yearly == first.yearly


def test_public_money_goes_to_plants_of_the_region_and_saves_what_their_owners_ask(built):
    futures = scenarios(built.book, built.case).along("breakthrough")
    (fund,) = (s for s in strategies(built.book) if isinstance(s, Funded))
    free = network.solve(built.case, futures, effort=EFFORT)
    found = network.solve(fund.apply(built.case), futures, effort=EFFORT)
    assert all(law.holds for law in found.check())
    assert found.bound <= free.objective
    region = {x.name: {s.name: s.region for s in built.case.sites}[x.site]
              for x in built.case.lines}  # fmt: skip
    options, money = {o.name: o for o in built.case.options}, found.values["granted"]
    for option in money.option.values:
        if float(money.sel(option=option).sum()) > 1.0:
            assert region[options[option].line] == HOME
            assert options[option].relief > fund.cost
    yearly = money.sum(["grant", "option"]).values / [p.years for p in built.case.periods]
    assert float(yearly.max()) <= fund.yearly * (1.0 + 1e-6)


def test_two_sources_share_what_is_made_and_cost_no_less(built):
    futures = scenarios(built.book, built.case).along("breakthrough")
    (two,) = (s for s in strategies(built.book) if isinstance(s, Apart))
    changed = two.apply(built.case)
    items = {x.item for x in changed.spreads}
    assert items == {"Li2S", "Li6PS5Cl", "lithium-foil"}
    found = network.solve(changed, futures, effort=EFFORT)
    free = network.solve(built.case, futures, effort=EFFORT)
    assert all(law.holds for law in found.check())
    assert found.objective >= free.bound

    def largest(plan, item):
        """Return the most that a region or the circle brings of an item in the last years."""
        regions = {s.region for s in plan.case.sites}
        every = summary.made(plan, item, regions)[-3:]
        groups = [{r} for r in regions - set(two.together)] + [set(two.together)]
        return max(float((summary.made(plan, item, g)[-3:] / every).max()) for g in groups)

    assert all(largest(found, item) <= two.share * (1.0 + 1e-6) for item in items)
    assert any(largest(free, item) > two.share * (1.0 + 1e-3) for item in items)


def test_only_keeps_what_it_names(built):
    kept = Only("cells", HOME, ("all-solid-cell",)).apply(built.case)
    names = {o.name for o in kept.options}
    gone = {o.name for o in built.case.options} - names
    assert any(n.startswith("all-solid-cell at ganfeng") for n in names)
    assert all(not n.startswith("all-solid-cell") for n in gone)
    assert Anything().apply(built.case) is built.case


def outcome(name: str, low: float, high: float, path: str = "p") -> Outcome:
    return Outcome(name, path, Interval(low, high), None)  # type: ignore[arg-type]


def test_a_difference_is_said_only_where_it_is_seen():
    a, b, c = outcome("a", 9e6, 10e6), outcome("b", 9.5e6, 11e6), outcome("c", 12e6, 13e6)
    assert "no difference that we can see" in difference(a, b, "USD")
    assert difference(c, a, "USD") == "c is 2.0 to 4.0 MUSD dearer than a"
    assert difference(a, c, "USD") == "a is 2.0 to 4.0 MUSD cheaper than c"


def test_regret_is_beyond_the_best_and_never_negative():
    rows = (outcome("a", 9.0, 10.0), outcome("b", 9.5, 11.0), outcome("c", 12.0, 13.0))
    found = regret(rows)
    assert found["a", "p"] == Interval(0.0, 0.0)
    assert found["b", "p"] == Interval(0.0, 2.0)
    assert found["c", "p"] == Interval(2.0, 4.0)


def test_a_switching_value_is_found_between_two_values():
    s = switching("f", (0.0, 5.0, 10.0), lambda x: x > 7.3, steps=8)
    assert s.below is None
    assert s.above[0] <= 7.3 < s.above[1]
    assert s.above[1] - s.above[0] == pytest.approx(5.0 / 2**8, rel=1e-9, abs=0)
    assert "another plan above" in s.text("USD")
    flat = switching("f", (0.0, 5.0, 10.0), lambda x: 1)
    assert flat.text("1").endswith("the plan holds in the whole range")
