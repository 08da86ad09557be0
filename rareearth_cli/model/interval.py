"""The algebra of intervals: which of them meet.

An interval always includes its low end. The window of a rounded number excludes its high end, so that 3.8 and 3.9 do
not agree (rule R7.3); a printed bound, a range and an exact number include theirs.
"""

import math
from decimal import Decimal
from typing import Any

from rareearth_cli.model.quantity import POINT_KINDS


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


def make_interval(low: float | Decimal | None, high: float | Decimal | None, kind: str) -> tuple[float, float, bool]:
    """Make the interval of a figure from its ends, either of which may be absent (None or NaN)."""
    least = 0.0 if low is None or math.isnan(low) else float(low)
    most = math.inf if high is None or math.isnan(high) else float(high)
    return least, most, least == most or kind not in POINT_KINDS
