"""Every figure against its baseline: difference, ratio, fold, and what can be said of the gap."""

from typing import Any

import numpy as np
import pandas as pd

from rareearth_cli.analysis.pairing import OTHER_QUANTITIES, paired
from rareearth_cli.analysis.selection import Mask
from rareearth_cli.analysis.unexplained import size_of, unexplained_fold
from rareearth_cli.analysis.verdicts import judgement
from rareearth_cli.analysis.windows import POINTS, Floats, floats
from rareearth_cli.domain.quantity import Kind
from rareearth_cli.domain.vocabulary import Basis

#: Tonnes of REO in a tonne of monazite: lowest, best, highest (as in data/classification.yaml).
_OF_MONAZITE = {"low_t": 0.55, "value_t": 0.55, "high_t": 0.60}
#: How many figures of such a factor count.
_FACTOR_DIGITS = 2


def compare(frame: pd.DataFrame, baseline: pd.DataFrame) -> pd.DataFrame:
    """The frame with the comparison columns; rows that nothing stands against keep them empty."""
    return held_against(frame, paired(frame, baseline))


def held_against(frame: pd.DataFrame, base: pd.DataFrame) -> pd.DataFrame:
    """The frame with the comparison columns, row by row against ``base``, which is empty where there is no baseline."""
    held = base["id"].fillna("").to_numpy()
    pair = (held != "") & (held != frame["id"].to_numpy())
    mine, theirs = frame["basis"].to_numpy(), base["basis"].fillna("").to_numpy()
    # Two tonnages of ore can be held together, ore and what is in it cannot.
    other = pair & (np.isin(mine, OTHER_QUANTITIES) | np.isin(theirs, OTHER_QUANTITIES)) & (mine != theirs)
    measured = pair & ~other & frame["low_t"].notna().to_numpy() & base["low_t"].notna().to_numpy()
    ours, against = _in_oxide(frame, mine, theirs), _in_oxide(base, theirs, mine)
    judged = frame.assign(
        baseline=np.where(pair, held, ""),
        **_distance(ours, against, measured),
        **judgement(ours, against, other, measured),
    )
    judged["unexplained_fold"] = unexplained_fold(judged)
    return judged.assign(size=size_of(judged))


def _in_oxide(frame: pd.DataFrame, basis: Any, others: Any) -> pd.DataFrame:
    """The frame with monazite as the oxide in it, where the other side is no monazite: a shared factor cancels."""
    monazite: Mask = (basis == Basis.MONAZITE.value) & (others != Basis.MONAZITE.value) & (others != "")
    if not monazite.any():
        return frame
    amounts = {name: floats(frame, name) * np.where(monazite, factor, 1.0) for name, factor in _OF_MONAZITE.items()}
    digits = floats(frame, "digits")
    return frame.assign(**amounts, digits=np.where(monazite, np.fmin(digits, _FACTOR_DIGITS), digits))


def rounded(frame: pd.DataFrame) -> pd.DataFrame:
    """Ratios to the figures of their poorer operand and one more; the ends of an interval outwards."""
    digits = frame["ratio_digits"].to_numpy() + 1
    frame = frame.assign(
        unexplained_fold=frame["unexplained_fold"].replace(np.inf, np.nan)
    )  # which no format can write
    ways = {
        "ratio": np.rint, "fold": np.rint, "ratio_low": np.floor, "ratio_high": np.ceil, "unexplained_fold": np.rint
    }  # fmt: skip
    return frame.assign(**{name: _significant(floats(frame, name), digits, way) for name, way in ways.items()})


def _distance(frame: pd.DataFrame, base: pd.DataFrame, measured: Mask) -> dict[str, Any]:
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


def _significant(values: Floats, digits: Any, whole: np.ufunc) -> Any:
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = 10.0 ** (digits - 1 - np.floor(np.log10(np.abs(values))))
        # A value that floating point leaves a hair beside the last figure is that figure.
        return whole(np.round(values * scale, 9)) / scale
