"""Figures of a plant show the numbers of its tables."""

import matplotlib as mpl
import numpy as np
import pytest

from ionwright import cell, plant, plot
from ionwright.errors import InputError
from ionwright.plant import line
from ionwright.plant.sensitivity import Bar
from ionwright.plot._plant_flow import TRUNK


@pytest.fixture(scope="module")
def result():
    return plant.solve(plant.load("oxide", anode="evaporation"), cell.load("oxide-nmc811-lithium"))


def test_a_waterfall_ends_at_the_full_cost(result):
    (axis,) = plot.plant.costs([result]).axes
    bars = axis.patches
    names = [t.get_text() for t in axis.get_yticklabels()]
    assert names == [*result.by_cause, "full cost"]
    signed = [
        bar.get_width() * (1.0 if value >= 0.0 else -1.0)
        for bar, value in zip(bars[:-1], result.by_cause.values(), strict=True)
    ]
    np.testing.assert_allclose(signed, list(result.by_cause.values()), rtol=0, atol=1e-9)  # USD/kWh
    assert sum(signed) == pytest.approx(bars[-1].get_width(), rel=1e-12, abs=0)
    ends = np.cumsum(list(result.by_cause.values()))
    begins = np.array([0.0, *ends[:-1]])
    left = [bar.get_x() for bar in bars[:-1]]
    np.testing.assert_allclose(left, np.minimum(begins, ends), rtol=0, atol=1e-9)  # USD/kWh


def test_a_waterfall_is_in_one_money(result):
    with pytest.raises(InputError, match="in one money"):
        plot.plant.costs([])


def test_the_branches_of_a_flow_are_what_is_lost(result):
    stream = "separator/electrolyte"
    figure = plot.plant.flow(result, stream)
    k = [s.name for s in result.low.wide.cell.streams].index(stream)
    flows = result.run.flows
    lost = flows.lost[0, :, k].ravel() / flows.bought[0, k]
    axis = figure.axes[0]
    *branches, trunk = axis.patches
    thick = [TRUNK * share for share in lost if share >= 2e-4]
    drawn = [p.get_path().vertices[0, 0] - p.get_path().vertices[-2, 0] for p in branches]
    np.testing.assert_allclose(drawn, thick, rtol=1e-9, atol=0)
    # what is left of the trunk is what is in good cells
    kept = trunk.get_path().vertices[-5, 0]
    assert kept == pytest.approx(TRUNK * (1.0 - lost[lost >= 2e-4].sum()), rel=1e-12, abs=0)
    assert any("kg/kWh of LLZO-Ta bought" in t.get_text() for t in axis.texts)


def test_a_flow_is_of_a_stream_of_the_cell(result):
    with pytest.raises(InputError, match="one of those of the cell"):
        plot.plant.flow(result, "negative/active")


def test_a_tornado_shows_both_ends_around_the_typical_value():
    bars = [Bar("price", 80.0, 130.0), Bar("yields", 104.0, 97.0)]
    axis = plot.plant.tornado(bars, 100.0, "USD/kWh").axes[0]
    ends = [(p.get_x(), p.get_x() + p.get_width()) for p in axis.patches]
    assert sorted(max(e, key=lambda x: abs(x - 100.0)) for e in ends) == [80.0, 97.0, 104.0, 130.0]
    assert [t.get_text() for t in axis.get_yticklabels()] == ["price", "yields"]
    assert len(plot.plant.tornado(bars, 100.0, "USD/kWh", most=1).axes[0].patches) == 2


def test_bands_show_each_case_in_its_row():
    rows = {
        "a": {"today": (200.0, 300.0, 500.0, 250.0), "at scale": (90.0, 110.0, 150.0, 100.0)},
        "b": {"today": (70.0, 80.0, 90.0, 79.0)},
    }
    axis = plot.plant.bands(rows, "USD/kWh").axes[0]
    lines = [tuple(s[:, 0]) for c in axis.collections for s in c.get_segments()]
    assert sorted(lines) == [(70.0, 90.0), (90.0, 150.0), (200.0, 500.0)]
    assert axis.get_xscale() == "log"
    heights = {tuple(s[:, 0]): s[0, 1] for c in axis.collections for s in c.get_segments()}
    assert heights[200.0, 500.0] > heights[90.0, 150.0] > 0.5 > heights[70.0, 90.0]


def test_a_chart_of_a_line_adds_up_to_the_window():
    two = line.Line(
        "two",
        (
            line.Station("coat", line.Rate(10.0), 1, 5.0, failures=line.Failures(2.0, 0.5)),
            line.Station("age", line.Residence(3.0, 40.0), 1, 5.0, ("coat",), 20.0),
        ),
    )
    spans = []
    line.simulate(
        two,
        line.Run(hours=20.0, warm_up=10.0, seed=1),
        trace=lambda *span: spans.append(span),
    )
    axis = plot.plant.gantt(spans, 12.0, 24.0, most=2).axes[0]
    shown = {}
    for found in axis.collections:
        for path in found.get_paths():
            (x0, y0), (x1, _) = path.vertices.min(axis=0), path.vertices.max(axis=0)
            shown[round(y0 + 0.4)] = shown.get(round(y0 + 0.4), 0.0) + x1 - x0
    assert len(shown) == 3
    assert list(shown.values()) == pytest.approx([12.0] * 3, rel=1e-9, abs=0)
    assert any("and 6 more" in t.get_text() for t in axis.texts)
    with pytest.raises(InputError, match="a time in which it ran"):
        plot.plant.gantt(spans, 40.0, 50.0)


def test_settings_of_the_user_stay_and_text_is_the_same(result):
    before = dict(mpl.rcParams)
    stream = "positive/active"
    assert plot.svg(plot.plant.flow(result, stream)) == plot.svg(plot.plant.flow(result, stream))
    assert dict(mpl.rcParams) == before
    assert plot.svg(plot.plant.costs([result])).startswith("<svg")


def test_a_plant_is_saved_and_shown(result, tmp_path):
    assert plot.save(result, tmp_path / "plant.png").stat().st_size > 10_000
    mpl.use("agg")
    assert len(plot.show([result, result]).axes) == 2


def test_a_chart_of_a_line_has_a_title_and_says_how_many_places_it_leaves_out():
    spans = [("rack", n, "busy", 10.0, 20.0) for n in range(1500)] + [("test", 0, "down", 9, 12)]
    figure = plot.plant.gantt(spans, 11.0, 15.0, title="a line")
    (axis,) = figure.axes
    said = [t.get_text() for t in axis.texts]
    assert said == ["rack", "and 1,497 more", "test"]
    assert axis.get_xlim() == (0.0, 4.0)
    assert axis.get_xlabel() == "time from hour 11 on / h"
    assert figure.get_suptitle() == "a line"
