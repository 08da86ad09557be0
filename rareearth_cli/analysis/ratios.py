"""Intervals of a frame's rows, as arrays."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from rareearth_cli.analysis.selection import Mask
from rareearth_cli.model.quantity import Kind
from rareearth_cli.model.wording import times_at_least, times_at_most, with_digits

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


#: How the columns of a ratio are rounded: the ends of an interval outwards.
RATIOS: Mapping[str, np.ufunc] = MappingProxyType(
    {"ratio": np.rint, "fold": np.rint, "ratio_low": np.floor, "ratio_high": np.ceil}
)


def distance(frame: pd.DataFrame, base: pd.DataFrame, measured: Mask) -> dict[str, Any]:
    """Difference in tonnes, ratio with its interval (rules R7.4, R7.5), and how many of its figures count."""
    value, low, high = (floats(frame, name) for name in ("value_t", "low_t", "high_t"))
    base_value, base_low, base_high = (floats(base, name) for name in ("value_t", "low_t", "high_t"))
    figures = (*POINTS, Kind.ZERO.value)
    counted = measured & frame["kind"].isin(figures).to_numpy() & base["kind"].isin(figures).to_numpy()
    exact = counted & (value > 0) & (base_value > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(exact, value / base_value, np.nan)
        lowest = np.where(measured & (low > 0) & (base_high > 0), low / base_high, np.nan)
        highest = np.where(measured & (base_low > 0), high / base_low, np.nan)
        fold = np.fmax(ratio, 1 / ratio)
    poorer = np.fmin(floats(frame, "digits"), floats(base, "digits"))
    return {
        "difference_t": np.where(counted, value - base_value, np.nan),
        "ratio": ratio,
        "ratio_low": lowest,
        "ratio_high": highest,
        "fold": fold,
        "ratio_digits": np.fmax(poorer, 1).astype("int64"),
    }


def rounded_ratios(frame: pd.DataFrame, ways: Mapping[str, np.ufunc] = RATIOS) -> pd.DataFrame:
    """Ratios to the figures of their poorer operand and one more, each column in its way."""
    digits = frame["ratio_digits"].to_numpy() + 1
    return frame.assign(**{name: _significant(floats(frame, name), digits, way) for name, way in ways.items()})


def _significant(values: Floats, digits: Any, whole: np.ufunc) -> Any:
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = 10.0 ** (digits - 1 - np.floor(np.log10(np.abs(values))))
        # A value that floating point leaves a hair beside the last figure is that figure.
        return whole(np.round(values * scale, 9)) / scale


#: A share has two figures at least and three at most: a total such as 300,000 is not meant to one.
_LEAST_DIGITS, _MOST_DIGITS = 2, 3
_WHOLE = 100.0


class Counted(NamedTuple):
    """An amount in tonnes as printed: its own number, the window of its digits, what kind of statement it is."""

    value_t: float
    low_t: float | None
    high_t: float | None
    kind: str
    digits: int


class Portion(NamedTuple):
    """A share in percent, with its window; ``kind`` is that of a `Quantity`."""

    value_pct: float
    low_pct: float | None
    high_pct: float | None
    kind: str
    digits: int


def portion(part: Counted, whole: Counted) -> Portion | None:
    """The share that ``part`` is of ``whole``: value / value, from low / high to high / low (rule R7.4).

    Of a whole that is "more than" so much it is at most so much (rule R7.5): 44 of >90 is at most 48.9 %, by the
    numbers printed. None where no share follows, and where the two contradict each other.
    """
    if not whole.value_t or part.value_t > whole.value_t:
        return None
    digits = min(_MOST_DIGITS, max(_LEAST_DIGITS, min(part.digits, whole.digits)))
    value = _WHOLE * part.value_t / whole.value_t
    figures = (*POINTS, Kind.ZERO.value)
    if part.kind in figures and whole.kind in POINTS:
        low, high = (part.low_t or 0.0) / (whole.high_t or whole.value_t), (part.high_t or 0.0) / (whole.low_t or 1.0)
        return Portion(value, _WHOLE * low, min(_WHOLE, _WHOLE * high), Kind.POINT.value, digits)
    if part.kind in (*figures, Kind.UPPER) and whole.kind in (*POINTS, Kind.LOWER):
        return Portion(value, 0.0, value, Kind.UPPER.value, digits)
    if part.kind in (*POINTS, Kind.LOWER) and whole.kind in (*POINTS, Kind.UPPER):
        return Portion(value, value, _WHOLE, Kind.LOWER.value, digits)
    return None


def in_words(share: Portion) -> str:
    """A share as it is said, such as ``69 %`` or ``at most 49 %``; bounds are rounded outwards."""
    if share.kind == Kind.UPPER:
        return f"at most {times_at_most(share.value_pct, share.digits)} %"
    if share.kind == Kind.LOWER:
        return f"at least {times_at_least(share.value_pct, share.digits)} %"
    return f"{with_digits(share.value_pct, share.digits)} %"


def in_cell(share: Portion | None) -> str:
    """A share as the cell of a table, such as ``69`` or ``≤49``."""
    words = in_words(share).removesuffix(" %") if share is not None else ""
    return words.replace("at most ", "≤").replace("at least ", "≥")


def machine_digits(share: Portion) -> float:
    """A share for programs: one figure more than count, bounds rounded outwards."""
    if share.kind == Kind.UPPER:
        return float(times_at_most(share.value_pct, share.digits + 1))
    if share.kind == Kind.LOWER:
        return float(times_at_least(share.value_pct, share.digits + 1))
    return float(with_digits(share.value_pct, share.digits + 1))


def machine_ends(share: Portion) -> tuple[float | None, float | None]:
    """The window of a share for programs, rounded outwards to one figure more than count."""
    low, high, digits = share.low_pct, share.high_pct, share.digits + 1
    return (
        None if low is None else float(times_at_least(low, digits)),
        None if high is None else float(times_at_most(high, digits)),
    )
