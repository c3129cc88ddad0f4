"""Shares kept and conversion by the rows alone, against sums made by hand from the same rows."""

import pytest

from ionwright.plant.kept import rows

# capital, kept, modified, new, kept without the rows that hold the services, conversion
SUMS = {
    "liquid": (89.35, 1.00, 0.00, 0.00, 1.00, 0.0),
    "sulfide-wet": (109.98, 0.32, 0.49, 0.19, 0.07, 42.2),
    "sulfide-dry": (107.69, 0.33, 0.36, 0.32, 0.07, 49.6),
    "oxide": (208.56, 0.37, 0.00, 0.63, 0.23, 131.7),
    "polymer": (73.04, 0.67, 0.12, 0.20, 0.47, 18.4),
    "semisolid": (92.35, 0.97, 0.00, 0.03, 0.95, 2.9),
}


@pytest.mark.parametrize(("route", "target"), SUMS.items(), ids=SUMS)
def test_rows_sum_to_what_was_found_by_hand(route, target):
    r = rows(route)
    capital, kept, modified, new, bundles, conversion = target
    assert r.capital == pytest.approx(capital, rel=2e-4, abs=0)
    ours = (r.kept, r.modified, r.new, r.bare_of_bundles)
    assert ours == pytest.approx((kept, modified, new, bundles), abs=0.0051)  # printed to a percent
    assert r.conversion == pytest.approx(conversion, abs=0.051)  # printed to 0.1


def test_only_the_services_of_a_bundle_are_left_out():
    """The rest of the rows that bundle them is kept: 23.7 and 48.2 % in place of 23 and 47 %."""
    assert rows("oxide").bare == pytest.approx(0.237, abs=5e-4)
    assert rows("polymer").bare == pytest.approx(0.482, abs=5e-4)
    for route in ("liquid", "sulfide-wet", "sulfide-dry", "semisolid"):
        assert rows(route).bare == rows(route).bare_of_bundles


def test_all_of_a_modified_step_paid_again_makes_it_new():
    r = rows("sulfide-wet", refit=1.0)
    assert r.conversion == pytest.approx((r.modified + r.new) * r.capital, rel=1e-12, abs=0)
