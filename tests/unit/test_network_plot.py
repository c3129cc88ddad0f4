"""Figures of a plan show the numbers of its tables; maps need nothing from the network."""

import itertools
from dataclasses import replace

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.path import Path as Outline

from ionwright import network, plot
from ionwright.errors import InputError
from ionwright.network import evaluate, strategies, summary
from ionwright.network.case import Site
from ionwright.network.cases import template
from ionwright.network.strategies import Only
from ionwright.plot import _map
from ionwright.plot._network_map import THIN, WIDE, flows_of


@pytest.fixture(scope="module")
def plan():
    return network.solve(*template.template())


def arrows(axis):
    return [p for p in axis.patches if isinstance(p, mpl.patches.FancyArrowPatch)]


def test_each_flow_is_an_arrow_as_wide_as_its_share_of_the_largest(plan):
    figure = plot.network.flows(plan, "2030")
    found = flows_of(plan, "2030", None)
    drawn = sorted(p.get_linewidth() for axis in figure.axes for p in arrows(axis))
    top = {f.item: max(x.amount for x in found if x.item == f.item) for f in found}
    wide = sorted(THIN + (WIDE - THIN) * f.amount / top[f.item] for f in found)
    # flows inside the close region are drawn in its own frame alone
    assert drawn == pytest.approx(wide, rel=1e-12, abs=0)
    assert len(figure.axes) == 2
    said = [t.get_text() for t in figure.legends[0].get_texts()]
    assert [s.split(",")[0] for s in said] == list(top)
    share = np.array([f.probability for f in plan.scenarios.futures])
    salt = plan.values["flow"].sel(year="2030", lane="salt: mine to chemical-park").values @ share
    (mine,) = (f.amount for f in found if f.item == "salt" and f.to == "chemical-park")
    assert mine == pytest.approx(float(salt), rel=1e-12, abs=0)


def test_a_map_of_one_path_shows_its_futures(plan):
    both, late = (flows_of(plan, "2030", path) for path in (None, "late"))
    more, less = (sum(f.amount for f in x if f.item == "cell") for x in (both, late))
    assert less < more
    assert "the path late" in plot.network.flows(plan, path="late").axes[0].get_title(loc="left")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"period": "1999"}, "a period of the case"),
        ({"path": "early"}, "a path of the plan's futures"),
    ],
)
def test_a_map_of_what_is_not_there_is_refused(plan, words, said):
    with pytest.raises(InputError, match=said):
        plot.network.flows(plan, **words)


def test_a_site_without_coordinates_is_told(plan):
    sites = (Site("nowhere", "home"), *plan.case.sites)
    with pytest.raises(InputError, match="nowhere without them"):
        plot.network.flows(replace(plan, case=replace(plan.case, sites=sites)))
    with pytest.raises(InputError, match="a plan that has values"):
        plot.network.flows(replace(plan, values={}, status="infeasible"))


def test_stacks_add_up_to_the_capacity_that_stands(plan):
    figure = plot.network.built(plan)
    share = np.array([f.probability for f in plan.scenarios.futures])
    able, made = summary.capacity(plan), strategies.makes(plan.case)
    for axis in figure.axes:
        item, unit = axis.get_title(loc="left").split(", ")
        factor = {"GWh/yr": 1e6, "MWh/yr": 1e3, "kt/yr": 1e6, "t/yr": 1e3}[unit]
        wanted = sum(v @ share for k, v in able.items() if item in made[k])
        tops = np.zeros(len(plan.case.periods))
        for bar in axis.patches:
            at = round(bar.get_x() + 0.4)
            assert bar.get_y() == pytest.approx(tops[at], rel=1e-12, abs=0)
            tops[at] += bar.get_height()
        np.testing.assert_allclose(tops, wanted / factor, rtol=1e-9, atol=0)
    home = plot.network.built(plan, "home")
    assert {t.get_text() for a in home.axes for t in a.get_legend().get_texts()} == {
        "cell plant", "electrolyte works"
    }  # fmt: skip
    with pytest.raises(InputError, match="lines that stand"):
        plot.network.built(plan, "moon")


def test_many_lines_become_one(plan):
    lines = {f"line {i}": np.full(3, float(i + 1)) for i in range(12)}
    few = plot.network._few(lines)
    assert list(few)[0] == "line 11"
    assert list(few)[-1] == "5 more"
    np.testing.assert_allclose(sum(few.values()), 78.0, rtol=1e-12, atol=0)


def test_landed_bars_add_up_to_the_landed_cost(plan):
    (axis,) = plot.network.landed(plan).axes
    (parts,) = evaluate.landed(plan.evaluated()).unit_cost.values()
    ends = np.cumsum([bar.get_width() for bar in axis.patches])
    begins = [bar.get_x() for bar in axis.patches]
    np.testing.assert_allclose(begins[1:], ends[:-1], rtol=1e-12, atol=0)
    drawn = sum(bar.get_width() for bar in axis.patches)
    assert drawn == pytest.approx(sum(parts.values()), rel=1e-3, abs=0)  # the least are left out
    assert axis.get_xlabel() == "USD of 2025 for each kWh delivered"


def test_a_waterfall_goes_from_one_cost_to_the_other(plan):
    imported = network.solve(Only("import", "home", ()).apply(plan.case), plan.scenarios)
    figure = plot.network.waterfall(imported, plan, ("import everything", "plan"))
    (axis,) = figure.axes
    first, last, *steps = axis.patches
    start, end = (bar.get_x() + bar.get_width() for bar in (first, last))
    assert start == pytest.approx(imported.objective / 1e6, rel=1e-9, abs=0)
    assert end == pytest.approx(plan.objective / 1e6, rel=1e-9, abs=0)
    costs = [
        {c: float(v @ e.given.probability) / 1e6 for c, v in e.costs.items()}
        for e in (imported.evaluated(), plan.evaluated())
    ]
    moved = [costs[1][c] - costs[0][c] for c in costs[0]]
    moved = [x for x in moved if abs(x) > 1e-3 * max(map(abs, moved))]
    assert [b.get_width() for b in steps] == pytest.approx(list(map(abs, moved)), rel=1e-9, abs=0)
    assert "does not begin at zero" in axis.get_xlabel()
    other = replace(plan, case=replace(plan.case, money="EUR of 2025"))
    with pytest.raises(InputError, match="in one money"):
        plot.network.waterfall(imported, other, ("a", "b"))


def test_bounds_are_drawn_where_they_are_known():
    inf = float("inf")
    traces = {"whole": [(1.0, -inf, inf), (2.0, 8e6, inf), (4.0, 9e6, 10e6)]}
    both, gap = plot.network.bounds(traces, "USD of 2025").axes
    low, high = both.lines
    np.testing.assert_allclose(low.get_ydata(), [8.0, 9.0], rtol=1e-12, atol=0)
    np.testing.assert_allclose(high.get_xdata(), [4.0], rtol=1e-12, atol=0)
    np.testing.assert_allclose(gap.lines[0].get_ydata(), [10.0], rtol=1e-12, atol=0)
    with pytest.raises(InputError, match="has moments"):
        plot.network.bounds({"whole": []}, "USD")


def test_a_plan_is_saved_and_shown_and_settings_stay(plan, tmp_path):
    before = dict(mpl.rcParams)
    assert plot.save(plan, tmp_path / "plan.png").stat().st_size > 10_000
    assert plot.svg(plot.network.overview(plan)) == plot.svg(plot.network.overview(plan))
    assert dict(mpl.rcParams) == before


def test_land_is_where_it_is():
    rings = _map.outline()
    points = [p for ring in rings for p in ring]
    assert max(abs(x) for x, _ in points) <= 180.0
    assert all(ring[0] == ring[-1] for ring in rings)

    def land(place: tuple[float, float]) -> bool:
        return any(Outline(ring).contains_point(place) for ring in rings)

    on = [(106.5, 29.6), (10.3, 52.2), (-68.0, -23.7), (121.0, -28.0)]
    off = [(-150.0, 10.0), (80.0, -20.0), (-30.0, 40.0)]
    assert [land(p) for p in on + off] == [True] * 4 + [False] * 3


def test_longitudes_are_counted_on_from_the_widest_gap():
    found = _map.unrolled({"a": (170.0, 0.0), "b": (-170.0, 0.0), "c": (150.0, 10.0)})
    assert found["b"][0] - found["a"][0] == pytest.approx(20.0, rel=1e-12, abs=0)
    world = _map.unrolled({"us": (-81.0, 32.0), "eu": (10.0, 52.0), "cn": (121.0, 31.0)})
    assert [round(x) for x, _ in world.values()] == [-81, 10, 121]


def test_a_far_site_stands_at_the_edge_in_its_direction():
    near = {f"s{i}": (100.0 + 2.0 * i, 30.0 + i) for i in range(6)}
    points = near | {"far": (116.0, -32.0)}
    held = _map.inside(points)
    assert held == set(near)
    frame = _map.framed([points[x] for x in held])
    assert not frame.holds(points["far"])
    edge = frame.edge(points["far"])
    assert frame.holds(edge)
    x0 = 0.5 * (frame.west + frame.east)
    slope = (points["far"][1] - frame.middle) / (points["far"][0] - x0)
    assert (edge[1] - frame.middle) / (edge[0] - x0) == pytest.approx(slope, rel=1e-9, abs=0)
    even = {f"s{i}": (30.0 * i, 10.0 * (i % 2)) for i in range(6)}
    assert _map.inside(even) == set(even)


def test_names_of_sites_do_not_overlap():
    points = {f"a longer name {i}": (100.0 + 0.3 * i, 30.0 + 0.2 * (i % 3)) for i in range(8)}
    frame = _map.framed([*points.values(), (95.0, 25.0), (110.0, 35.0)])
    figure = mpl.figure.Figure(figsize=(7.0, frame.height(7.0)))
    axis = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    _map.draw_land(axis, frame)
    _map.put_names(axis, frame, points, 7.0)
    figure.canvas.draw()
    boxes = [t.get_window_extent() for t in axis.texts]
    for a, b in itertools.combinations(boxes, 2):
        assert not a.overlaps(b)
