"""Ratios between figures and shares of a total, with their intervals and their significant digits.

Ratios are computed on whole columns (NumPy arrays), shares on single amounts.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from rareearth_cli.analysis.selection import Mask
from rareearth_cli.model.quantity import Kind
from rareearth_cli.model.wording import format_number, format_ratio_high, format_ratio_low

Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
#: The kinds of quantity that are single values: bounds and ranges have no difference and no ratio.
POINT_KINDS = ("point", "approx")


def windows_meet(low: Floats, high: Floats, other_low: Floats, other_high: Floats) -> Mask:
    """Whether two intervals share more than an endpoint (rule R7.3: rounding windows are half-open).

    Parameters
    ----------
    low, high, other_low, other_high
        Interval ends of each row, in tonnes, all of one length. A NaN upper end means that the interval is open.

    Returns
    -------
    Mask
        True for each row whose two intervals overlap, or are the same single value.

    """
    top, other_top = (np.where(np.isnan(end), np.inf, end) for end in (high, other_high))
    exact = (low == high) & (other_low == other_high) & (low == other_low)
    meet: Mask = exact | ((low < other_top) & (other_low < top))
    return meet


def to_floats(frame: pd.DataFrame, name: str) -> Floats:
    """Return a column as an array of floats; missing numbers are NaN."""
    numbers: Floats = frame[name].to_numpy(dtype="float64")
    return numbers


#: The rounding function of each ratio column; the ends of an interval are rounded outwards.
RATIO_ROUNDING: Mapping[str, np.ufunc] = MappingProxyType(
    {"ratio": np.rint, "fold": np.rint, "ratio_low": np.floor, "ratio_high": np.ceil}
)


def compute_ratios(frame: pd.DataFrame, base: pd.DataFrame, measured: Mask) -> dict[str, Any]:
    """Compute differences and ratios of rows to their baselines (rules R7.4, R7.5).

    Parameters
    ----------
    frame, base
        Figures and their baselines, in the same row order, with ``value_t``, ``low_t``, ``high_t``, ``kind`` and
        ``digits``.
    measured
        True for each row in which both sides have an amount; the results of other rows are NaN.

    Returns
    -------
    dict of str to array
        One array for each column: ``difference_t`` (tonnes), ``ratio``, its interval ``ratio_low`` to ``ratio_high``,
        ``fold`` (the larger value divided by the smaller one), and ``ratio_digits``, the significant digits of the
        less precise operand.

    """
    value, low, high = (to_floats(frame, name) for name in ("value_t", "low_t", "high_t"))
    base_value, base_low, base_high = (to_floats(base, name) for name in ("value_t", "low_t", "high_t"))
    single = (*POINT_KINDS, Kind.ZERO.value)
    subtractable = measured & frame["kind"].isin(single).to_numpy() & base["kind"].isin(single).to_numpy()
    divisible = subtractable & (value > 0) & (base_value > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(divisible, value / base_value, np.nan)
        lowest = np.where(measured & (low > 0) & (base_high > 0), low / base_high, np.nan)
        highest = np.where(measured & (base_low > 0), high / base_low, np.nan)
        larger_by_smaller = np.fmax(ratio, 1 / ratio)
    digits = np.fmin(to_floats(frame, "digits"), to_floats(base, "digits"))
    return {
        "difference_t": np.where(subtractable, value - base_value, np.nan),
        "ratio": ratio,
        "ratio_low": lowest,
        "ratio_high": highest,
        "fold": larger_by_smaller,
        "ratio_digits": np.fmax(digits, 1).astype("int64"),
    }


def round_ratios(frame: pd.DataFrame, rounding: Mapping[str, np.ufunc] = RATIO_ROUNDING) -> pd.DataFrame:
    """Round each ratio to one digit more than its less precise operand has.

    Parameters
    ----------
    frame
        Rows with ``ratio_digits`` and the columns to round.
    rounding
        The function that rounds each column to whole numbers, such as `numpy.floor` for a lower end.

    """
    digits = frame["ratio_digits"].to_numpy() + 1
    rounded = {
        name: _round_significant(to_floats(frame, name), digits, to_whole) for name, to_whole in rounding.items()
    }
    return frame.assign(**rounded)


def _round_significant(values: Floats, digits: Any, to_whole: np.ufunc) -> Any:
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = 10.0 ** (digits - 1 - np.floor(np.log10(np.abs(values))))
        # Without this, floor and ceil would turn a floating-point error into a difference of a whole last digit.
        return to_whole(np.round(values * scale, 9)) / scale


#: Limits for the significant digits of a share: a total such as 300,000 is known to more than one digit.
_MIN_SHARE_DIGITS, _MAX_SHARE_DIGITS = 2, 3
_PERCENT = 100.0


class AmountInterval(NamedTuple):
    """An amount in tonnes with its rounding window; ``kind`` is that of a `Quantity`."""

    value_t: float
    low_t: float | None
    high_t: float | None
    kind: str
    digits: int


class ShareInterval(NamedTuple):
    """A share in percent with its rounding window; ``kind`` is that of a `Quantity`."""

    value_pct: float
    low_pct: float | None
    high_pct: float | None
    kind: str
    digits: int


def calculate_share(part: AmountInterval, whole: AmountInterval) -> ShareInterval | None:
    """Calculate which share ``part`` is of ``whole``, from low / high to high / low (rule R7.4).

    A share of a lower bound is an upper bound (rule R7.5): 44 of more than 90 is at most 48.9 %, by the published
    numbers.

    Returns
    -------
    ShareInterval or None
        None if the kinds of the two amounts imply no share, or if the part is larger than the whole.

    """
    if not whole.value_t or part.value_t > whole.value_t:
        return None
    digits = min(_MAX_SHARE_DIGITS, max(_MIN_SHARE_DIGITS, min(part.digits, whole.digits)))
    value = _PERCENT * part.value_t / whole.value_t
    single = (*POINT_KINDS, Kind.ZERO.value)
    if part.kind in single and whole.kind in POINT_KINDS:
        low, high = (part.low_t or 0.0) / (whole.high_t or whole.value_t), (part.high_t or 0.0) / (whole.low_t or 1.0)
        return ShareInterval(value, _PERCENT * low, min(_PERCENT, _PERCENT * high), Kind.POINT.value, digits)
    if part.kind in (*single, Kind.UPPER) and whole.kind in (*POINT_KINDS, Kind.LOWER):
        return ShareInterval(value, 0.0, value, Kind.UPPER.value, digits)
    if part.kind in (*POINT_KINDS, Kind.LOWER) and whole.kind in (*POINT_KINDS, Kind.UPPER):
        return ShareInterval(value, value, _PERCENT, Kind.LOWER.value, digits)
    return None


def format_share(share: ShareInterval) -> str:
    """Format a share for a sentence, such as ``69 %`` or ``at most 49 %``; bounds are rounded outwards."""
    if share.kind == Kind.UPPER:
        return f"at most {format_ratio_high(share.value_pct, share.digits)} %"
    if share.kind == Kind.LOWER:
        return f"at least {format_ratio_low(share.value_pct, share.digits)} %"
    return f"{format_number(share.value_pct, share.digits)} %"


def format_share_cell(share: ShareInterval | None) -> str:
    """Format a share for a table cell, such as ``69`` or ``≤49``."""
    words = format_share(share).removesuffix(" %") if share is not None else ""
    return words.replace("at most ", "≤").replace("at least ", "≥")


def round_share(share: ShareInterval) -> float:
    """Round a share in percent to one digit more than is significant, for programs; bounds are rounded outwards."""
    if share.kind == Kind.UPPER:
        return float(format_ratio_high(share.value_pct, share.digits + 1))
    if share.kind == Kind.LOWER:
        return float(format_ratio_low(share.value_pct, share.digits + 1))
    return float(format_number(share.value_pct, share.digits + 1))


def round_share_interval(share: ShareInterval) -> tuple[float | None, float | None]:
    """Round the interval of a share outwards, to one digit more than is significant, for programs."""
    low, high, digits = share.low_pct, share.high_pct, share.digits + 1
    return (
        None if low is None else float(format_ratio_low(low, digits)),
        None if high is None else float(format_ratio_high(high, digits)),
    )
