"""Axes of charts: round labels, and places that follow the values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rareearth_cli.analysis.charts import cumulative_spans, linear_axis, ratio_axis

amounts = st.floats(min_value=1e-3, max_value=1e12)


def test_an_axis_from_zero_worked_by_hand():
    # 28.7 Mt in steps of 10: 0, 10, 20, 30; 3.8 stands at 3.8 / 30 of the way.
    axis = linear_axis([28.7e6, 3.8e6], 1e6)
    assert [tick.label for tick in axis.ticks] == ["0", "10", "20", "30"]
    assert axis.place(0) == 0
    assert axis.place(15e6) == 50
    assert axis.place(3.8e6) == pytest.approx(3.8 / 30 * 100)


def test_an_axis_of_ratios_worked_by_hand():
    # 7.55 times lies within a tenth to ten times, on which twice and half are equally far from the middle.
    axis = ratio_axis([7.55, 0.9])
    assert [tick.label for tick in axis.ticks] == ["0.1", "0.2", "0.5", "1", "2", "5", "10"]
    assert axis.place(1) == pytest.approx(50)
    assert axis.place(10) == pytest.approx(100)
    assert axis.place(2) - 50 == pytest.approx(50 - axis.place(0.5))
    assert axis.place(1e9) == 100
    assert axis.place(0) == 0


@pytest.mark.parametrize("values", [[], [0.0]])
def test_nothing_to_show_is_an_axis_all_the_same(values):
    assert [tick.label for tick in linear_axis(values).ticks] == ["0", "1"]
    assert ratio_axis([]).place(1) == pytest.approx(50)


@given(st.lists(amounts, min_size=1), st.sampled_from([1.0, 1e3, 1e6]))
def test_every_value_has_its_place_and_order_is_kept(values, scale):
    axis = linear_axis(values, scale)
    places = [axis.place(value) for value in sorted(values)]
    assert places == sorted(places)
    assert all(0 <= place <= 100 for place in places)
    assert axis.last >= max(values) * (1 - 1e-6)
    assert 2 <= len(axis.ticks) <= 7
    assert len({tick.label for tick in axis.ticks}) == len(axis.ticks)


@given(st.lists(st.floats(min_value=1e-6, max_value=1e12), min_size=1))
def test_every_ratio_has_its_place(ratios):
    axis = ratio_axis(ratios)
    assert axis.first <= min(ratios) * (1 + 1e-6)
    assert axis.last >= max(ratios) * (1 - 1e-6)
    assert all(0 <= tick.at <= 100 for tick in axis.ticks)
    assert 3 <= len(axis.ticks) <= 11


def test_levels_add_up():
    first, second = cumulative_spans(28.7, [-18.7, -6.2])
    assert first == pytest.approx((28.7, 10.0))
    assert second == pytest.approx((10.0, 3.8))
    assert cumulative_spans(5, []) == []
