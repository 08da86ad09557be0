"""The algebra of intervals: which of them meet.

An interval always includes its low end. The window of a rounded number excludes its high end, so that 3.8 and 3.9 do
not agree (rule R7.3); a printed bound, a range and an exact number include theirs.
"""

from typing import Any


def intervals_meet(one: tuple[Any, Any, Any], other: tuple[Any, Any, Any]) -> Any:
    """Whether two intervals have a number in common, for numbers or for arrays of one length.

    Parameters
    ----------
    one, other
        The low end, the high end, and whether the interval includes its high end. An open end is infinite.

    """
    low, high, closed = one
    other_low, other_high, other_closed = other
    below = (low < other_high) | ((low == other_high) & other_closed)
    above = (other_low < high) | ((other_low == high) & closed)
    return below & above
