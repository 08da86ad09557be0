"""The algebra of intervals: meeting is mutual, a wider interval meets no less, and ends count as they are printed."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rareearth_cli.model.interval import intervals_meet
from tests.analysis.test_comparison import pair

ENDS = st.tuples(st.floats(0, 1e9), st.floats(0, 1e9), st.booleans()).map(
    lambda one: (min(one[:2]), max(one[:2]), one[2] or one[0] == one[1])
)


@given(ENDS, ENDS)
def test_meeting_is_mutual(one, other):
    assert intervals_meet(one, other) == intervals_meet(other, one)


@given(ENDS, ENDS, st.floats(0, 1e9), st.floats(0, 1e9))
def test_a_wider_interval_meets_no_less(one, other, down, up):
    wider = (max(0.0, one[0] - down), one[1] + up, one[2])
    assert intervals_meet(wider, other) >= intervals_meet(one, other)


@given(ENDS)
def test_an_interval_meets_itself_unless_it_is_empty(one):
    assert intervals_meet(one, one) == (one[0] < one[1] or one[2])


def test_an_open_end_meets_everything_above():
    assert intervals_meet((5.0, math.inf, True), (1e12, 2e12, False))


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        # The window of 3.8 ends where that of 3.9 begins, and does not include its end.
        ("3.8 Mt", "3.9 Mt", False),
        ("3.8 Mt", "3.84 Mt", True),
        # Printed bounds and ranges include their ends.
        ("0 t", "at most 5 t", True),
        ("5 t", "at least 5 t", True),
        ("5 t", "4-5 t", True),
        ("at most 5 Mt", "at least 5 Mt", True),
        ("4-5 Mt", "5-6 Mt", True),
        ("0 t", "at least 5 t", False),
        ("4-5 Mt", "5.6-6 Mt", False),
    ],
)
def test_figures_agree_where_their_intervals_meet(one, other, agree):
    """Rule R7.3."""
    from rareearth_cli.model.dates import parse_date

    both = {"effective": parse_date("2024-01-01")}
    for first, second in ((one, other), (other, one)):
        assert pair(first, second, both=both)["verdict"] == ("AGREE" if agree else "CONFLICT")
