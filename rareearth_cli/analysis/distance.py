"""How far apart rows are: difference, ratio with the interval that rounding leaves, fold."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from rareearth_cli.analysis.selection import Mask
from rareearth_cli.analysis.windows import POINTS, Floats, floats
from rareearth_cli.domain.quantity import Kind

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
