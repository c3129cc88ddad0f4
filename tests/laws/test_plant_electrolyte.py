"""Electrolyte and Li2S of a sulfide plant: factors leave nothing out, published figures."""

import math

import pytest

from ionwright import cell, plant
from ionwright.core.laws import all_hold
from ionwright.errors import InputError
from ionwright.plant import electrolyte as el
from ionwright.plant.chemical import build

CELLS = (
    ("sulfide-wet", "foil-bought", "sulfide-nmc811-lithium"),
    ("sulfide-dry", "anode-free-seed", "sulfide-nmc811-anode-free"),
    ("sulfide-wet", "coated", "sulfide-nmc811-silicon"),
)


def test_published_figures_are_tonnes_over_cells():
    low, high = el.published()
    assert low == pytest.approx(1.0 / 3.0, rel=1e-12, abs=0)
    assert high == pytest.approx(76.5 / 210.0, rel=1e-12, abs=0)
    assert el.by_formula() == pytest.approx(2.5 * 45.95 / 268.4, rel=2e-3, abs=0)
    assert (low / el.by_formula(), high / el.by_formula()) == pytest.approx((0.78, 0.85), abs=5e-3)


@pytest.mark.parametrize(("route", "anode", "name"), CELLS)
def test_factors_multiply_to_the_ratio(route, anode, name):
    at, design = plant.load(route, anode=anode), cell.load(name)
    result = plant.solve(at, design)
    bought = result.bought_of("Li6PS5Cl")
    takes = build("Li6PS5Cl", at.settings.money).takes["Li2S"].typical
    for stated in el.published():
        powder, sulfide = el.explain(at, design, stated)
        for found, mass, published in (
            (powder, bought, stated / el.by_formula()),
            (sulfide, bought * takes, stated),
        ):
            product = math.prod(f.ratio for f in found.factors)
            assert product == pytest.approx(mass / published, rel=1e-12, abs=0)
            assert found.bought == pytest.approx(mass, rel=1e-12, abs=0)
            assert all_hold(found.check())
            assert len({f.name for f in found.factors}) == len(found.factors)


def factor(found: el.Explained, name: str) -> el.Factor:
    (one,) = (f for f in found.factors if f.name == name)
    return one


def test_a_thinner_separator_moves_what_it_should():
    at, design = plant.load("sulfide-wet"), cell.load("sulfide-nmc811-lithium")
    thin = cell.change(design, {"cell.separator.thickness": 15e-6})
    whole, half = (el.explain(at, d, 1.0 / 3.0)[0] for d in (design, thin))
    assert factor(half, "thickness of the separator").ratio == pytest.approx(0.5, rel=1e-12, abs=0)
    for name in ("charge of a positive face", "electrolyte in it for each um", "cells rejected"):
        assert factor(half, name).ratio == pytest.approx(
            factor(whole, name).ratio, rel=1e-9, abs=0
        ), name
    share = "share of electrolyte in the separator"
    s, t = factor(whole, share).ours, factor(half, share).ours
    assert t == pytest.approx(0.5 * s / (1.0 - 0.5 * s), rel=1e-6, abs=0)


def test_losses_of_all_kinds_are_what_is_bought_over_what_is_in_the_cell():
    at, design = plant.load("sulfide-wet"), cell.load("sulfide-nmc811-lithium")
    found = el.explain(at, design, 1.0 / 3.0)[0]
    names = ("cells rejected", "web rejected", "starts of coils", "powder, slurry and trim lost")
    losses = math.prod(factor(found, name).ratio for name in names)
    result = plant.solve(at, design)
    streams = result.low.wide.cell
    good = sum(s.mass for s in streams.streams if s.item == "Li6PS5Cl") / streams.energy
    assert losses == pytest.approx(found.bought / good, rel=1e-12, abs=0)
    kept = result.low.yields(result.low.typical).material[0].prod(axis=0)
    mine = [k for s, k in zip(streams.streams, kept, strict=True) if s.item == "Li6PS5Cl"]
    powder = factor(found, names[-1]).ratio
    assert 1.0 / max(mine) < powder < 1.0 / min(mine)
    assert factor(found, "starts of coils").ratio == 1.0  # this route has none
    cells = factor(found, "cells rejected").ratio
    assert cells == pytest.approx(1.0 / result.headline["cells"], rel=1e-12, abs=0)


def test_alone_is_where_one_factor_closes_the_gap():
    at, design = plant.load("sulfide-dry"), cell.load("sulfide-nmc811-lithium")
    found = el.explain(at, design, 1.0 / 3.0)[1]
    for one in found.factors:
        moved = el.Factor(one.name, found.alone(one), one.theirs, one.unit, one.power)
        rest = math.prod(f.ratio for f in found.factors if f is not one)
        assert rest * moved.ratio == pytest.approx(1.0, rel=1e-12, abs=0)


@pytest.mark.parametrize(
    ("route", "name", "said"),
    [
        ("polymer", "polymer-lfp-lithium", "PEO-LiTFSI"),
        ("oxide", "oxide-nmc811-lithium", "one electrolyte"),
        ("sulfide-wet", "polymer-lfp-lithium", "sulfide-wet"),
    ],
)
def test_a_cell_without_sulfide_is_refused(route, name, said):
    with pytest.raises(InputError, match=said):
        el.explain(plant.load(route), cell.load(name), 1.0 / 3.0)
