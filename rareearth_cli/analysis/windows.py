"""Intervals of a frame's rows, as arrays."""

import numpy as np
import pandas as pd

from rareearth_cli.analysis.selection import Mask

Floats = np.ndarray[tuple[int], np.dtype[np.float64]]

#: Only figures have a difference; a bound or a range has no far end.
POINTS = ("point", "approx")


def windows_meet(low: Floats, high: Floats, other_low: Floats, other_high: Floats) -> Mask:
    """Whether two intervals share more than an end (rule R7.3: rounding windows are half open)."""
    top, other_top = (np.where(np.isnan(end), np.inf, end) for end in (high, other_high))
    exact = (low == high) & (other_low == other_high) & (low == other_low)
    meet: Mask = exact | ((low < other_top) & (other_low < top))
    return meet


def floats(frame: pd.DataFrame, name: str) -> Floats:
    """A column of numbers, NaN where there is none."""
    numbers: Floats = frame[name].to_numpy(dtype="float64")
    return numbers
