"""A program that is changed in place is the one that would have been built anew."""

import math
from dataclasses import replace

import highspy
import numpy as np
import pytest
from network_cases import EXACT, RTOL, close, some_case, some_futures
from scipy import sparse

from ionwright import network
from ionwright.errors import InputError
from ionwright.network.direct import Loaded
from ionwright.network.matrix import highs, matrix
from ionwright.network.model import build
from ionwright.network.numbers import lower

RISK = network.Risk(0.4, 0.5)


def other(case: network.Case) -> network.Case:
    """Return the case with every figure that may change changed."""

    def times(x: float, rows, *names: str):
        return tuple(
            replace(r, **{n: tuple(x * v for v in getattr(r, n)) for n in names}) for r in rows
        )

    return replace(
        case,
        items=tuple(
            replace(i, hold=i.hold and 2 * i.hold, waste=i.waste and i.waste + 0.1)
            for i in case.items
        ),
        runs=times(1.3, case.runs, "cost"),
        lanes=times(0.8, times(0.9, times(1.1, case.lanes, "cost"), "most"), "open"),
        supplies=times(1.2, times(0.9, case.supplies, "most"), "price"),
        demands=tuple(replace(d, short=1.1 * d.short) for d in times(1.2, case.demands, "amount")),
        lines=tuple(replace(x, over=x.over and 1.5 * x.over) for x in case.lines),
        options=tuple(replace(o, yearly=1.25 * o.yearly) for o in case.options),
        pools=tuple(replace(x, now=1.5 * x.now, cost=2 * x.cost) for x in case.pools),
        slots=times(1.5, case.slots, "most"),
        budgets=times(1.5, case.budgets, "most"),
        carbon_caps=times(1.5, case.carbon_caps, "most"),
        growths=tuple(replace(x, seed=1.5 * x.seed) for x in case.growths),
        carbon_price=tuple(2 * x for x in case.carbon_price),
    )


def dense(h: highspy.Highs) -> dict[str, np.ndarray]:
    """Return what HiGHS holds, each row over its largest coefficient."""
    lp = h.getLp()
    a = lp.a_matrix_
    kind = sparse.csc_array if a.format_ == highspy.MatrixFormat.kColwise else sparse.csr_array
    shape = (lp.num_row_, lp.num_col_)
    rows = kind((a.value_, a.index_, a.start_), shape=shape).toarray()
    largest = np.abs(rows).max(axis=1)
    return {
        "a": rows / largest[:, None],
        "cost": np.array(lp.col_cost_),
        "low": np.array(lp.col_lower_),
        "high": np.array(lp.col_upper_),
        "row low": np.array(lp.row_lower_) / largest,
        "row high": np.array(lp.row_upper_) / largest,
    }


@pytest.mark.parametrize("seed", [0, 3])
def test_every_figure_that_may_change_changes_in_place(seed):
    case = some_case(seed)
    before, after = some_futures(case, seed), some_futures(case, seed + 100)
    loaded = Loaded(build(lower(case, before), RISK))
    scales = loaded.program.numbers.scales
    first = loaded.solve(EXACT)
    loaded.change(other(case), after)
    anew = matrix(build(lower(other(case), after, scales), RISK))
    found, want = dense(loaded.highs), dense(highs(anew))
    for name, values in want.items():
        np.testing.assert_allclose(found[name], values, rtol=1e-13, atol=1e-14, err_msg=name)
    second = loaded.solve(EXACT)
    built = network.solve(other(case), after, risk=RISK, effort=EXACT)
    assert close(second.objective, built.objective)
    assert not close(first.objective, second.objective, 1e-3)
    assert all(law.holds for law in second.check())
    loaded.change(case, before)
    assert close(loaded.solve(EXACT).objective, first.objective)


def test_a_limit_that_was_none_can_be_set_and_taken_away():
    case = some_case(3)
    free = replace(case, slots=(replace(case.slots[0], most=(math.inf,)),))
    loaded = Loaded(build(lower(free, network.Scenarios.certain())))
    for asked in (case, free, case):
        loaded.change(asked)
        built = network.solve(asked, effort=EXACT)
        assert close(loaded.solve(EXACT).objective, built.objective)


def test_fixed_decisions_are_those_of_the_plan_and_are_let_go():
    case = some_case(3)
    futures = some_futures(case, 3)
    loaded = Loaded(build(lower(case, futures)))
    best = loaded.solve(EXACT)
    with loaded.fixed(best):
        held = loaded.solve(EXACT)
    assert close(held.objective, best.objective)
    worse = network.solve(case, futures.alone("future 1"), effort=EXACT)
    assert worse.built != best.built
    with loaded.fixed(worse):
        held = loaded.solve(EXACT)
    for name in ("build", "build_part", "hired"):
        np.testing.assert_allclose(
            held.values[name].values, worse.values[name].values, rtol=1e-9, atol=1e-9
        )
    assert held.objective >= best.objective * (1.0 - RTOL)
    assert close(loaded.solve(EXACT).objective, best.objective)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        (lambda c: replace(c, options=(replace(c.options[0], lead=2), *c.options[1:])), "lead"),
        (lambda c: replace(c, items=(replace(c.items[0], hold=None), *c.items[1:])), "hold"),
        (lambda c: replace(c, quotas=()), "quotas"),
    ],
)  # fmt: skip
def test_what_would_need_other_rows_is_refused_in_one_sentence(changed, named):
    case = some_case(0)
    loaded = Loaded(build(lower(case, network.Scenarios.certain())))
    with pytest.raises(InputError, match=named):
        loaded.change(changed(case))
    with pytest.raises(InputError, match="futures by name"):
        loaded.change(scenarios=some_futures(case, 0))
