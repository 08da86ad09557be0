"""HHI, static life and shares of bounds: each formula with a case worked by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rareearth_cli.analysis.figures import to_rows
from rareearth_cli.analysis.judge import AmountInterval, calculate_share, format_share, format_share_cell
from rareearth_cli.analysis.selection import mark_current
from rareearth_cli.analysis.world_list import ranked_value, select_world_list
from rareearth_cli.commands.share.query import herfindahl_index, static_life_years
from rareearth_cli.record.frame import build_frame

amounts = st.lists(st.floats(1, 1e9), min_size=1, max_size=20)


def figure(value, kind="point", half=0.0, digits=2):
    low, high = {"lower": (value, None), "upper": (0.0, value)}.get(kind, (value - half, value + half))
    return AmountInterval(value, low, high, kind, digits)


def test_three_quarters_and_a_quarter_by_hand():
    # 75² + 25² = 5,625 + 625
    assert herfindahl_index([3.0, 1.0]) == (pytest.approx(6250), pytest.approx(6250))


def test_a_remainder_adds_between_nothing_and_its_square():
    # Of 4: 50² + 25² = 3,125; the remaining quarter adds 0 to 625.
    assert herfindahl_index([2.0, 1.0], residuals=[1.0]) == (pytest.approx(3125), pytest.approx(3750))


def test_of_nothing_there_is_no_concentration():
    assert herfindahl_index([]) == (0.0, 0.0)


@given(amounts)
def test_the_index_lies_between_equal_parts_and_one_hand(values):
    low, high = herfindahl_index(values)
    assert low == high
    assert 10_000 / len(values) * (1 - 1e-9) <= low <= 10_000 * (1 + 1e-9)


@given(amounts, st.floats(0.001, 1000))
def test_the_index_does_not_know_the_unit(values, factor):
    assert herfindahl_index([value * factor for value in values])[0] == pytest.approx(herfindahl_index(values)[0])


@pytest.mark.parametrize(
    ("instead", "expected"), [({}, 3017), ({"RUS": 28_700_000.0}, 2462), ({"AUS": 3_300_000.0}, 3155)]
)
def test_reserves_of_mcs_2025_as_in_rule_r7_8(bundled, instead, expected):
    """Rule R7.8."""
    listed = select_world_list(mark_current(build_frame(bundled)), bundled, "reserves", "usgs-mcs-2025", None)
    values = {row.place: value for row in to_rows(listed.rows) if (value := ranked_value(row)) > 0}
    assert len(values) == 12
    assert round(herfindahl_index(list((values | instead).values()))[0]) == expected


def test_static_life_by_hand():
    # 3.8 Mt at 2.5 kt a year (rule R7.9), and at the mean of 2.4 and 2.6 kt.
    assert static_life_years(3_800_000, [2_500]) == pytest.approx(1520)
    assert static_life_years(3_800_000, [2_400, 2_600]) == pytest.approx(1520)
    assert static_life_years(3_800_000, [0.0]) is None
    assert static_life_years(3_800_000, []) is None


def test_a_share_of_a_bound_is_at_most_so_much():
    """Rule R7.5."""
    # 44 / 90 = 48.9 and 44 / 75 = 58.7, rounded upwards.
    assert format_share(calculate_share(figure(44, half=0.5), figure(90, "lower"))) == "at most 49 %"
    assert format_share(calculate_share(figure(44, half=0.5), figure(75, "lower"))) == "at most 59 %"
    assert format_share_cell(calculate_share(figure(44, half=0.5), figure(75, "lower"))) == "≤59"


def test_a_share_of_figures_has_the_window_of_both():
    # 270 of 390 thousand: from 265 / 395 to 275 / 385.
    share = calculate_share(figure(270, half=5), figure(390, half=5))
    assert format_share(share) == "69 %"
    assert (share.low_pct, share.high_pct) == (pytest.approx(67.089, abs=1e-3), pytest.approx(71.429, abs=1e-3))


def test_bounds_that_say_nothing_give_no_share():
    assert calculate_share(figure(44, "lower"), figure(90, "lower")) is None
    assert calculate_share(figure(44, "upper"), figure(90, "upper")) is None
    assert calculate_share(figure(44), figure(12)) is None  # a part larger than its whole
    assert format_share(calculate_share(figure(40, "lower"), figure(80, half=0.5))) == "at least 50 %"
    assert format_share_cell(None) == ""


@given(st.floats(1, 1e6), st.floats(1, 1e6))
def test_a_share_lies_in_its_window(part, rest):
    share = calculate_share(figure(part, half=part / 100), figure(part + rest, half=(part + rest) / 100))
    assert share is not None
    assert share.low_pct <= share.value_pct <= share.high_pct <= 100
