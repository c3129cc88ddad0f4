"""An infeasible case says what falls short, by how much, and which limit alone is the cause."""

from __future__ import annotations

from dataclasses import replace

from small_chain import chain

from ionwright import network
from ionwright.network.case import Case, Growth, Pool, Quota, SecondSource, Slots
from ionwright.network.explain import explain
from ionwright.network.futures import Scenarios
from ionwright.network.model import build
from ionwright.network.numbers import lower


def must(**tables: object) -> Case:
    """Return a chain whose demand, in its last year only, must be met."""
    case = chain(1, short=None)
    case = replace(case, lines=tuple(replace(x, over=None) for x in case.lines))
    late = tuple(replace(d, amount=(0.0, 0.0, d.amount[2])) for d in case.demands)
    return replace(case, demands=late, **tables)


def of_the_west(case: Case) -> tuple[object, ...]:
    """Return the options of the second site only."""
    return tuple(o for o in case.options if o.line.endswith("1"))


def reason(case: Case) -> str:
    plan = network.solve(case)
    assert plan.status == "infeasible"
    return plan.reason


def test_a_case_with_a_plan_has_no_reason() -> None:
    plan = network.solve(must())
    assert (plan.status, plan.reason) == ("done", "")


def test_a_growth_limit_is_named_with_its_shortfall_in_its_own_unit() -> None:
    text = reason(must(growths=(Growth("Li2S", "salt", 2.0, 3.0),)))
    assert text.startswith("demand d0 in 2028 cannot be met, 32.51 kWh/yr short: ")
    assert "the growth limit 'Li2S' (2027: 7 t/yr; 2028: 7 t/yr)" in text


def test_slots_are_named_with_the_year() -> None:
    case = must(slots=(Slots("stackers", (1.0, 0.0, 0.0)),))
    case = replace(case, options=tuple(replace(o, slots={"stackers": 1.0}) for o in case.options))
    assert "the equipment slots 'stackers' (2027: 1 slots)" in reason(case)


def test_what_can_be_bought_is_named() -> None:
    case = must()
    case = replace(case, supplies=tuple(replace(s, most=(5.0,)) for s in case.supplies))
    assert "what can be bought (ore 0 in 2028" in reason(case)


def test_people_are_named_with_pool_and_year() -> None:
    posts = tuple(replace(x, people=1.0) for x in must().lines)
    pools = tuple(Pool(f"crew {r}", r, 1.0, 0.1, (1.0,), 5.0, 1.0) for r in ("west", "east"))
    assert "the people there (crew " in reason(must(lines=posts, pools=pools))


def test_a_share_of_one_source_that_cannot_be_kept_is_named() -> None:
    rule = SecondSource("two", "d0", 0.0)
    text = reason(must(second_sources=(rule,), options=of_the_west(must())))
    assert "the second source 'two'" in text


def test_a_quota_against_no_maker_is_named() -> None:
    rule = Quota("local cells", "cell", "east", (1.0,))
    text = reason(must(quotas=(rule,), options=of_the_west(must())))
    assert "the local content 'local cells' (2028: 32.51 kWh/yr)" in text


def test_several_limits_at_once_are_said_to_be_several() -> None:
    case = must(growths=(Growth("Li2S", "salt", 1.0, 0.0),))
    case = replace(case, supplies=tuple(replace(s, most=(0.0,)) for s in case.supplies))
    assert reason(case).endswith(
        "no single limit is the cause; more than one would have to give way."
    )


def test_the_shortfall_is_the_least_that_must_be_given_up() -> None:
    rule = Growth("Li2S", "salt", 2.0, 3.0)
    short = explain(build(lower(must(growths=(rule,)), Scenarios.certain()))).short
    assert short is not None
    lacks = {x.place.split()[1]: x.amount for x in short.lacks}

    def served(share: float) -> Case:
        given = {d: share * x for d, x in lacks.items()}
        wanted = tuple(
            replace(d, amount=(0.0, 0.0, max(0.0, d.amount[2] - given.get(d.name, 0.0))))
            for d in must().demands
        )
        return replace(must(growths=(rule,)), demands=wanted)

    assert network.solve(served(1.0001)).status == "done"
    assert network.solve(served(0.999)).status == "infeasible"
