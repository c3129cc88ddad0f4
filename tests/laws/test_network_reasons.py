"""Why a plan is as it is: each figure is that of another case, solved by itself."""

from dataclasses import replace

import pytest
from network_cases import EXACT, farm, some_case, some_futures

from ionwright import network
from ionwright.errors import InputError
from ionwright.network.account import reasons
from ionwright.network.direct import Loaded
from ionwright.network.duals import duals
from ionwright.network.model import build
from ionwright.network.numbers import lower

SEED = 0
RULES = {
    "growths": "the growth limit 'salt ramps'",
    "slots": "the equipment slots 'kilns'",
    "quotas": "the local content 'local cells'",
    "carbon_caps": "the carbon cap 'cap'",
    "second_sources": "the second source 'cars twice'",
    "budgets": "the budget 'inland money'",
}


@pytest.fixture(scope="module")
def plan():
    case = some_case(SEED)
    return network.solve(case, some_futures(case, SEED), effort=EXACT)


@pytest.fixture(scope="module")
def found(plan):
    return reasons(plan, "inland", effort=EXACT, slack=0.02)


def test_what_a_limit_costs_is_the_plan_less_that_of_the_case_without_it(plan, found):
    told = {x.what: x.costs for x in found.limits}
    scale = plan.objective
    for kind, what in RULES.items():
        options = tuple(replace(o, slots={}) if kind == "slots" else o for o in plan.case.options)
        without = replace(plan.case, options=options, **{kind: ()})
        other = network.solve(without, plan.scenarios, effort=EXACT).objective
        assert told[what].high == pytest.approx(scale - other, rel=0, abs=1e-6 * scale), what
        assert 0.0 <= told[what].low <= told[what].high + 1e-9 * scale
    assert sum(told[what].seen for what in RULES.values()) >= 3
    free = tuple(replace(x, most=(float("inf"),)) for x in plan.case.supplies)
    futures = tuple(
        replace(f, factors={k: v for k, v in f.factors.items() if not _caps_a_supply(k)})
        for f in plan.scenarios.futures
    )
    open_ = network.Scenarios(futures)
    other = network.solve(replace(plan.case, supplies=free), open_, effort=EXACT)
    saved = told["what can be bought"].high
    assert saved == pytest.approx(scale - other.objective, rel=1e-6, abs=0)


def _caps_a_supply(path: str) -> bool:
    return path.startswith("supplies.") and path.endswith(".most")


def test_a_project_is_worth_what_the_case_without_it_costs_more(plan, found):
    built = [p for p in found.projects if p.built]
    assert built
    for p in built:
        kept = tuple(o for o in plan.case.options if o.line != p.line or o.waits)
        other = network.solve(replace(plan.case, options=kept), plan.scenarios, effort=EXACT)
        rise = other.objective - plan.objective
        assert p.worth.high == pytest.approx(rise, rel=1e-6, abs=1e-6 * plan.objective)
    for p in (p for p in found.projects if not p.built):
        lines = {o.name: o.line for o in plan.case.options}
        assert p.line in {lines[name] for name in p.other.built}
        assert p.worth.high <= 0.0


def test_figures_of_a_case_solved_by_hand():
    case, futures = farm()
    # The large one costs 172.5 in the mean, nothing 375.
    asked = reasons(network.solve(case, futures, effort=EXACT), "land", effort=EXACT)
    (project,) = asked.projects
    assert project.built == ("large in 2030",)
    assert project.worth.low == pytest.approx(375.0 - 172.5, rel=1e-9, abs=0)
    dear = replace(case, options=(replace(case.options[0], yearly=1000.0),
                                  replace(case.options[1], yearly=2000.0)))  # fmt: skip
    asked = reasons(network.solve(dear, futures, effort=EXACT), effort=EXACT)
    (project,) = asked.projects
    # The small one: 1005 in the low future, 1000 + 10 + 300 in the high one.
    assert project.built == ()
    assert project.worth.high == pytest.approx(375.0 - (1005.0 + 1310.0) / 2, rel=1e-9, abs=0)


def test_alternatives_cost_no_more_than_the_slack_and_span_the_capital(plan, found):
    from ionwright.network import summary

    capital = sum(b.capital for b in summary.decided_now(plan) if b.region == "inland")
    least, most = (next(a for a in found.alternatives if a.words.startswith(x))
                   for x in ("least", "most"))  # fmt: skip
    assert least.capital <= capital * (1 + 1e-9)
    assert most.capital >= capital * (1 - 1e-9)
    for a in found.alternatives:
        assert -1e-6 * plan.objective <= a.costs <= (0.02 + 1e-6) * plan.objective
    costs = [a.costs for a in found.alternatives]
    assert costs == sorted(costs)


def test_a_dual_lies_between_what_a_unit_more_saves_and_a_unit_less_costs(plan):
    """With everything whole and all training held, cost is convex in a limit."""
    case = replace(plan.case, options=tuple(o for o in plan.case.options if not o.waits))
    held = network.solve(case, plan.scenarios, effort=EXACT)
    program = build(lower(case, plan.scenarios), held.risk)
    told = {(d.limit, d.place): d.saves for d in duals(program, held)}
    (cap,) = case.carbon_caps
    loaded, some = Loaded(build(lower(case, plan.scenarios), held.risk)), 0
    for t, period in enumerate(case.periods):
        dual = told.get(("the carbon cap 'cap'", period.name), 0.0)
        slopes = []
        for step in (1e-3, -1e-3):
            most = tuple(x + step * (i == t) for i, x in enumerate(case.series(cap.most)))
            loaded.change(case=replace(case, carbon_caps=(replace(cap, most=most),)))
            with loaded.fixed(held):
                slopes.append((held.objective - loaded.solve(EXACT).objective) / step)
        slack = 1e-5 * max(dual, 1.0)  # the solver's tolerance over the step
        assert slopes[0] - slack <= dual <= slopes[1] + slack
        some += dual > 0.0
    assert some


def test_what_cannot_be_explained_is_refused_in_a_sentence(plan):
    with pytest.raises(InputError, match="a plan that has values"):
        reasons(replace(plan, values={}, status="infeasible"))
    with pytest.raises(InputError, match="Did you mean 'inland'"):
        reasons(plan, "inlant")
