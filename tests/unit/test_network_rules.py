"""What a case, its futures and a risk may not be, each with its sentence."""

from dataclasses import replace

import pytest
from network_cases import some_case

from ionwright import network
from ionwright.errors import InputError
from ionwright.network.case import Growth, Period, Quota

CASE = some_case(0)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (lambda: replace(CASE, periods=(Period("2030", 0.0, 1.0),)), "a period lasts some time"),
        (lambda: replace(CASE, quotas=(Quota("q", "ore", "coast", (0.5,)),)), "a run makes"),
        (lambda: replace(CASE, growths=(Growth("g", "ore", 1.0, 1.0),)), "a run makes"),
        (lambda: replace(CASE, demands=(*CASE.demands, replace(CASE.demands[2], name="twin"))),
         "alone wants its item"),
        (lambda: replace(CASE, demands=(*CASE.demands, replace(CASE.demands[0], name="twin"))),
         "alone wants its item"),
        (lambda: network.Risk(1.5), "the weight of the tail is a share"),
        (lambda: network.Risk(0.5, 1.0), "a tail leaves some futures beyond it"),
    ],
)  # fmt: skip
def test_a_rule_that_is_broken_is_said(changed, sentence):
    with pytest.raises(InputError, match=sentence):
        changed()


def test_what_the_package_offers_is_a_function_however_often_it_is_asked_for():
    for name in network.__all__:
        first = getattr(network, name)
        assert getattr(network, name) is first
        assert callable(first)
