"""From one edition to the next: how far a figure moved, and whether mining can account for it."""

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from rareearth_cli.analysis.ratios import distance, floats
from rareearth_cli.analysis.selection import Mask
from rareearth_cli.model.vocabulary import Measure, Status

#: So many times the production between two editions explain no fall of reserves (comparison rules, section 8).
_BREAK_TIMES = 5
#: So many years a break in the series is told of beside the newest figure.
_LATELY = 5
#: What a step is reckoned from.
_ENDS = ["id", "value_t", "low_t", "high_t", "kind", "digits", "period"]
#: Figures that were somebody's statement, then or now: neither misquoted nor withdrawn.
WAS_SAID = (Status.PUBLISHED.value, Status.SUPERSEDED.value)


class Mined(NamedTuple):
    """Tonnes mined by place and year, as last printed, and the most that a place mined in any year on record."""

    by_year: Mapping[tuple[str, int], float]
    most: Mapping[str, float]

    def between(self, place: str, earlier: float, later: float) -> float:
        """What was mined after the year of one label up to that of another; NaN where nothing is on record.

        A year without a figure counts as the largest. Two versions of one edition are a year apart at the most.
        """
        most = self.most.get(place)
        if most is None:
            return float("nan")
        if math.isnan(earlier) or math.isnan(later):
            return most
        years = range(min(int(earlier) + 1, int(later)), int(later) + 1)
        return sum(self.by_year.get((place, year), most) for year in years)


def mined(frame: pd.DataFrame, series: str) -> Mined:
    """What the editions of a series print as mined."""
    frame = frame[frame["series"] == series]
    flow = (frame["measure"] == Measure.PRODUCTION.value) & frame["value_t"].notna()
    flow &= frame["status"].isin(WAS_SAID) & (frame["site"] == "") & (frame["part_of"] == "") & (frame["period"] != "")
    rows = frame[flow].sort_values("source_rank", kind="stable")
    keys = zip(rows["place"], rows["period"].str[:4].astype("int64"), strict=True)
    most = rows.groupby("place")["value_t"].max()
    return Mined(dict(zip(keys, rows["value_t"], strict=True)), dict(zip(most.index, most, strict=True)))


def reserves_of(frame: pd.DataFrame, series: str) -> pd.DataFrame:
    """What the editions of a series print as reserves of whole places, each place from the oldest to the newest."""
    frame = frame[frame["series"] == series]
    stock = (frame["measure"] == Measure.RESERVES.value) & (frame["site"] == "")
    stock &= (frame["part_of"] == "") & ~frame["addend"] & (frame["derived_from"] == "")
    return in_order(frame[stock & frame["status"].isin(WAS_SAID)])


def in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of a series by edition, and within it by publication."""
    return rows.sort_values(["edition", "source_rank"], kind="stable")


def broken_series(frame: pd.DataFrame, series: str) -> set[str]:
    """Places whose reserves, from one edition of a series to the next, lately moved by more than was mined.

    Lately is by the label of the newest edition: what moved years ago says little of today's figure.
    """
    rows = reserves_of(frame, series)
    stepped = with_steps(rows.assign(track=rows["place"]), mined(frame, series))
    labels = pd.to_numeric(stepped["period"].str[:4], errors="coerce")
    return set(stepped["place"][(stepped["series_break"] == "yes") & (labels > labels.max() - _LATELY)])


def with_steps(rows: pd.DataFrame, produced: Mined | None = None) -> pd.DataFrame:
    """Rows in their order with the step of each to the one before of its ``track`` that has a figure.

    Columns ``previous`` (its id), ``step_t`` with ``step_low_t`` and ``step_high_t`` (an end that a bound leaves open
    is NaN), ``step_ratio`` with its interval and ``step_fold``; with ``produced``, ``mined_t`` between the labels of
    the two, and ``series_break``: whether the gap between the two rounding windows is larger than five times that
    (yes, no, unknown). A rise is never explained by production.
    """
    known = rows[rows["low_t"].notna()]
    before = known.groupby("track")[_ENDS].shift()
    paired = before["low_t"].notna().to_numpy()
    apart = distance(known, before, paired)
    steps = pd.DataFrame(
        {
            "previous": before["id"].fillna(""),
            "step_t": apart["difference_t"],
            "step_low_t": floats(known, "low_t") - floats(before, "high_t"),
            "step_high_t": floats(known, "high_t") - floats(before, "low_t"),
            "step_ratio": apart["ratio"],
            "step_ratio_low": apart["ratio_low"],
            "step_ratio_high": apart["ratio_high"],
            "step_fold": apart["fold"],
            "ratio_digits": apart["ratio_digits"],
            "digits_before": before["digits"],
            **(_breaks(known, before, paired, produced) if produced is not None else {}),
        },
        index=known.index,
    )
    stepped = rows.join(steps)
    texts = {name: stepped[name].fillna("") for name in ("previous", "series_break") if name in steps}
    return stepped.assign(ratio_digits=stepped["ratio_digits"].fillna(1), **texts)


def _breaks(
    rows: pd.DataFrame, before: pd.DataFrame, paired: Mask, produced: Mined
) -> dict[str, np.ndarray[tuple[int], np.dtype[np.object_]]]:
    labels, earlier = (pd.to_numeric(side["period"].str[:4], errors="coerce") for side in (rows, before))
    steps = zip(rows["place"], earlier, labels, paired, strict=True)
    between = np.array([produced.between(*step) if pair else np.nan for *step, pair in steps], dtype="float64")
    fall = floats(before, "low_t") - floats(rows, "high_t")
    rise = floats(rows, "low_t") - floats(before, "high_t")
    unexplained = (rise > 0) | (fall > _BREAK_TIMES * between)
    untold = (fall > 0) & np.isnan(between)
    return {
        "mined_t": between,
        "series_break": np.select([~paired, unexplained, untold], ["", "yes", "unknown"], "no").astype(object),
    }
