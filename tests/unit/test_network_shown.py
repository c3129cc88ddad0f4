"""What `show` prints of wrong cases and other cells: each message, and the reason of a change."""

from __future__ import annotations

import pytest
from support import ROOT, load_script

from ionwright.network.case import Case
from ionwright.network.cases.chongqing import SULFIDE_WET, Chongqing
from ionwright.network.cases.chongqing_market import SEMI, SOLID
from ionwright.network.explain import readable
from ionwright.network.value import Interval

BAD = load_script(ROOT / "show" / "network_bad.py")
CHANGE = load_script(ROOT / "show" / "network_change.py")


@pytest.mark.parametrize("name", BAD.WRONG)
def test_a_wrong_case_has_a_rule_and_an_action(name: str) -> None:
    call, parts = BAD.WRONG[name]
    assert BAD.good(text := BAD.refused(call), parts), text


@pytest.mark.parametrize("name", BAD.IMPOSSIBLE)
def test_a_case_without_a_plan_is_a_case(name: str) -> None:
    assert isinstance(BAD.IMPOSSIBLE[name][0](), Case)


def test_a_growth_limit_of_chongqing_is_told_to_a_planner() -> None:
    case, parts = BAD.IMPOSSIBLE["growth of Li2S"]
    assert BAD.good(text := BAD.reason(case()), parts), text


def test_amounts_are_read_in_the_units_of_a_planner() -> None:
    told = (readable(1.4e6, "kg/yr"), readable(2.5e6, "kWh/yr"), readable(7.0, "t/yr"),
            readable(2e6, "USD of 2025"), readable(5e3, "kg CO2/yr"))  # fmt: skip
    assert told == ("1,400 t/yr", "2.5 GWh/yr", "7 t/yr", "2 million USD of 2025", "5 t CO2/yr")


def test_a_changed_cell_or_route_states_its_inputs() -> None:
    dry, wet = Chongqing().recipes(), Chongqing(solid=SULFIDE_WET).recipes()
    semi, solid, other = (
        CHANGE.takes(dry, SEMI), CHANGE.takes(dry, SOLID), CHANGE.takes(wet, SOLID)
    )  # fmt: skip
    assert CHANGE.changed(solid, solid) == ()
    assert "Li6PS5Cl 0 -> " in "; ".join(CHANGE.changed(semi, solid))
    assert "Li2S 0.38" in "; ".join(CHANGE.changed(solid, other))


def test_a_difference_that_holds_zero_is_not_ranked() -> None:
    assert CHANGE.worded(Interval(-1.0, 2.0)).startswith("no difference that we can see")
    assert CHANGE.worded(Interval(1.0, 2.0)) == "difference 1.0 to 2.0 MUSD of 2025"
