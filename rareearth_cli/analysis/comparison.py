"""Every figure against its baseline: difference, ratio, fold, and what can be said of the gap."""

from typing import Any

import numpy as np
import pandas as pd

from rareearth_cli.analysis.selection import Mask, joined
from rareearth_cli.analysis.verdicts import judgement
from rareearth_cli.analysis.windows import POINTS, Floats, floats
from rareearth_cli.domain.errors import NotOnRecord
from rareearth_cli.domain.quantity import Kind
from rareearth_cli.domain.vocabulary import Basis, Measure, Status

#: The series that others are held against unless the user names another.
BASELINE_SERIES = "usgs-mcs"
#: Tonnes of these are not tonnes of rare earths, whatever else they are.
OTHER_QUANTITIES = (Basis.ORE.value, Basis.MONAZITE.value, Basis.RARE_METALS.value)

#: So many times the production between two editions explain no fall of reserves.
_BREAK_TIMES = 5
#: What is held against a baseline so far.
COMPARED = (Measure.RESERVES.value, Measure.PRODUCTION.value)


def baselines(frame: pd.DataFrame, chosen: str | None) -> pd.DataFrame:
    """The rows that others are held against, one a place, measure and (for production) year.

    ``chosen`` is the id of a source or of an estimate; without it, the newest rows of USGS. The index
    is what `compare` looks a row's baseline up by.

    Raises:
        NotOnRecord: nothing of that id is known (by the day asked for).

    """
    if chosen is None:
        wanted = (frame["series"] == BASELINE_SERIES) & (frame["status"] == Status.PUBLISHED.value)
        wanted &= (frame["part_of"] == "") & ~frame["addend"]
    else:
        named = frame["id"] == chosen
        wanted = (frame["source"] == chosen) | named
        if not wanted.any():
            hint = "'rareearth sources' lists what there is; with --as-of, only what was published by then counts"
            raise NotOnRecord(f"no figures of baseline '{chosen}': {hint}")
        wanted &= named | ((frame["part_of"] == "") & ~frame["addend"])
    wanted &= frame["measure"].isin(COMPARED) & (frame["site"] == "") & frame["low_t"].notna()
    wanted &= ~frame["basis"].isin(OTHER_QUANTITIES)
    rows = frame[wanted].sort_values("effective_day", kind="stable")
    keyed = rows.set_index(joined(rows, ["place", "measure"]) + "\n" + _year(rows))
    breaks = (rows["series"] == BASELINE_SERIES) & rows["place"].isin(broken_series(frame)) & (rows["period"] != "")
    keyed["series_break"] = (breaks & (rows["measure"] == Measure.RESERVES.value)).to_numpy()
    return keyed[~keyed.index.duplicated(keep="last")]


def broken_series(frame: pd.DataFrame) -> set[str]:
    """Places whose reserves, from one edition of the baseline's series to the next, moved by more than was mined.

    The gap between two rounding windows is held against five times the production of the years between
    (comparison rules, section 8); a rise is never explained by production.
    """
    stock = (frame["series"] == BASELINE_SERIES) & (frame["measure"] == Measure.RESERVES.value) & (frame["site"] == "")
    stock &= (frame["part_of"] == "") & ~frame["addend"]
    stock &= frame["status"].isin((Status.PUBLISHED.value, Status.SUPERSEDED.value))
    rows = frame[stock & frame["low_t"].notna()].sort_values(["place", "source_rank"], kind="stable")
    before = rows.groupby("place")[["low_t", "high_t", "period"]].shift()
    mined = frame[(frame["series"] == BASELINE_SERIES) & (frame["measure"] == Measure.PRODUCTION.value)]
    most = rows["place"].map(mined.groupby("place")["value_t"].max()).fillna(0.0).to_numpy()
    labels, earlier = (pd.to_numeric(side["period"].str[:4], errors="coerce").to_numpy() for side in (rows, before))
    years = np.fmax(1.0, labels - earlier)
    fall = floats(before, "low_t") - floats(rows, "high_t")
    rise = floats(rows, "low_t") - floats(before, "high_t")
    return set(rows["place"][(rise > 0) | (fall > _BREAK_TIMES * most * years)])


def compare(frame: pd.DataFrame, baseline: pd.DataFrame) -> pd.DataFrame:
    """The frame with the comparison columns; rows that nothing stands against keep them empty."""
    # Ore of a country is set against its reserves, to say that it is something else.
    asked = frame["measure"].replace(Measure.ORE.value, Measure.RESERVES.value).where(frame["site"] == "", "")
    base = baseline.reindex(frame["place"] + "\n" + asked + "\n" + _year(frame))
    held = base["id"].fillna("").to_numpy()
    paired = (held != "") & (held != frame["id"].to_numpy())
    other = paired & frame["basis"].isin(OTHER_QUANTITIES).to_numpy()
    measured = paired & ~other & frame["low_t"].notna().to_numpy()
    return frame.assign(
        baseline=np.where(paired, held, ""),
        **_distance(frame, base, measured),
        **judgement(frame, base, other, measured),
    )


def rounded(frame: pd.DataFrame) -> pd.DataFrame:
    """Ratios to the figures of their poorer operand and one more; the ends of an interval outwards."""
    digits = frame["ratio_digits"].to_numpy() + 1
    ways = {"ratio": np.rint, "fold": np.rint, "ratio_low": np.floor, "ratio_high": np.ceil}
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


def _year(frame: pd.DataFrame) -> "pd.Series[str]":
    """Flows are compared within a year; a stock's label names no date to compare by."""
    return frame["period"].where(frame["measure"] == Measure.PRODUCTION.value, "")
