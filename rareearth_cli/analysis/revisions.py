"""Measure how figures change from one edition to the next, and whether mining explains the change."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from rareearth_cli.analysis.judge import compute_ratios, to_floats
from rareearth_cli.analysis.selection import Mask
from rareearth_cli.model.names import OTHER
from rareearth_cli.model.quantity import POINT_KINDS
from rareearth_cli.model.vocabulary import OTHER_QUANTITIES, Basis, Measure, Status

#: Mining explains a fall of reserves of at most this many times the production between the two editions.
_BREAK_FACTOR = 5
#: A break in a series is reported with the newest figure for this many years.
_RECENT_YEARS = 5
#: The columns of the preceding row from which a step is calculated.
_STEP_COLUMNS = ["id", "value_t", "low_t", "high_t", "kind", "digits", "period"]
#: Figures of a series that differ in one of these are no steps of each other.
EDITION_TRACK = ("place", "series", "measure", "system", "category")
#: Statuses of figures that their publishers stated at some time, in contrast to misquoted or withdrawn ones.
EVER_PUBLISHED = (Status.PUBLISHED.value, Status.SUPERSEDED.value)


class MineProduction(NamedTuple):
    """Mine production in tonnes, as last published: by place and year, and the largest in any year of each place."""

    by_year: Mapping[tuple[str, int], float]
    largest: Mapping[str, float]

    def between(self, place: str, earlier: float, later: float) -> float:
        """Sum the production of the years after ``earlier``, up to and including ``later``.

        A year without a figure counts as the largest in our data, so that the sum is not too low. Between two versions
        of one edition, which are for one year, nothing is mined.

        Parameters
        ----------
        place
            The code of the place.
        earlier, later
            The years of two editions; if one is NaN, the sum is that of one year.

        Returns
        -------
        float
            Tonnes; NaN if the place has no production in our data.

        """
        largest = self.largest.get(place)
        if largest is None:
            return float("nan")
        if math.isnan(earlier) or math.isnan(later):
            return largest
        return sum(self.by_year.get((place, year), largest) for year in _list_years(earlier, later))

    def is_known(self, place: str, earlier: float, later: float) -> bool:
        """Whether each year of what `between` sums has a figure of its own."""
        if math.isnan(earlier) or math.isnan(later):
            return False
        return all((place, year) in self.by_year for year in _list_years(earlier, later))


def _list_years(earlier: float, later: float) -> range:
    return range(int(earlier) + 1, int(later) + 1)


def collect_production(frame: pd.DataFrame, series: str) -> MineProduction:
    """Collect the mine production that the editions of a series give."""
    frame = frame[frame["series"] == series]
    flow = (frame["measure"] == Measure.PRODUCTION.value) & frame["value_t"].notna()
    flow &= (
        frame["status"].isin(EVER_PUBLISHED)
        & (frame["site"] == "")
        & (frame["part_of"] == "")
        & (frame["period"] != "")
    )
    rows = frame[flow].sort_values("source_rank", kind="stable")
    keys = zip(rows["place"], rows["period"].str[:4].astype("int64"), strict=True)
    largest = rows.groupby("place")["value_t"].max()
    return MineProduction(dict(zip(keys, rows["value_t"], strict=True)), dict(zip(largest.index, largest, strict=True)))


def select_reserves(frame: pd.DataFrame, series: str) -> pd.DataFrame:
    """Select the reserves of whole places in the editions of a series, from the oldest edition to the newest."""
    frame = frame[frame["series"] == series]
    stock = (frame["measure"] == Measure.RESERVES.value) & (frame["site"] == "")
    stock &= (frame["part_of"] == "") & ~frame["addend"] & (frame["derived_from"] == "")
    return frame[stock & frame["status"].isin(EVER_PUBLISHED)].sort_values("source_rank", kind="stable")


def join_columns(frame: pd.DataFrame, columns: Sequence[str]) -> "pd.Series[str]":
    """Join several text columns into one key."""
    key = frame[columns[0]]
    for column in columns[1:]:
        key = key + "\n" + frame[column]
    return key


def find_tracks(rows: pd.DataFrame, columns: Sequence[str]) -> "pd.Series[str]":
    """Return the track of each row, from which and to which steps are calculated.

    Rows share a track if they agree in ``columns`` and in what they count. Each row of other countries is a track of
    its own, because the countries in it change.
    """
    other = rows["basis"].isin((*OTHER_QUANTITIES, Basis.MONAZITE.value))
    counted = rows.assign(kind_of_tonnes=rows["basis"].where(other, ""))
    return join_columns(counted, [*columns, "kind_of_tonnes"]).mask(rows["place"] == OTHER, rows["id"])


def find_broken_series(frame: pd.DataFrame, series: str) -> set[str]:
    """Find the places whose reserves recently changed, between editions of a series, by more than mining explains.

    Recent changes are those in the last five years before the newest edition; older ones say little about its figure.
    If the edition before is older, nobody knows when the figure changed.
    """
    rows = select_reserves(frame, series)
    stepped = add_steps(rows.assign(track=find_tracks(rows, EDITION_TRACK)), collect_production(frame, series))
    years = pd.to_numeric(stepped["period"].str[:4], errors="coerce")
    years_before = years.groupby(stepped["track"]).shift()
    recent = (years > years.max() - _RECENT_YEARS) & (years_before >= years.max() - _RECENT_YEARS)
    return set(stepped["place"][(stepped["series_break"] == "yes") & recent])


def add_steps(rows: pd.DataFrame, production: MineProduction | None = None) -> pd.DataFrame:
    """Add the step from the preceding row of the same ``track`` that has a figure.

    Parameters
    ----------
    rows
        Figures in their order, with a column ``track`` that separates independent sequences.
    production
        The mine production; None leaves out the columns ``mined_t`` and ``series_break``.

    Returns
    -------
    pandas.DataFrame
        The rows with ``previous`` (id of the preceding row), ``step_t`` and its interval ``step_low_t`` to
        ``step_high_t`` (an end that a bound leaves open is NaN), ``step_ratio`` and its interval, ``step_fold``,
        ``ratio_digits``, ``digits_before``, and the ends of the preceding row as printed, ``before_low_t`` and
        ``before_high_t``. ``mined_t`` is the production between the years of the two figures, and
        ``mined_known`` whether each of these years has a figure.
        ``series_break`` is ``yes`` if the gap between the two rounding windows is more than five times that, or if
        reserves rose, which production never explains; else ``no`` or ``unknown``.

    """
    known = rows[rows["low_t"].notna()]
    before = known.groupby("track")[_STEP_COLUMNS].shift()
    paired = before["low_t"].notna().to_numpy()
    ratios = compute_ratios(known, before, paired)
    steps = pd.DataFrame(
        {
            "previous": before["id"].fillna(""),
            "step_t": ratios["difference_t"],
            "step_low_t": to_floats(known, "low_t") - to_floats(before, "high_t"),
            "step_high_t": to_floats(known, "high_t") - to_floats(before, "low_t"),
            "step_ratio": ratios["ratio"],
            "step_ratio_low": ratios["ratio_low"],
            "step_ratio_high": ratios["ratio_high"],
            "step_fold": ratios["fold"],
            "ratio_digits": ratios["ratio_digits"],
            "digits_before": before["digits"],
            "before_low_t": find_printed_end(before, "low_t"),
            "before_high_t": find_printed_end(before, "high_t"),
            **(_find_breaks(known, before, paired, production) if production is not None else {}),
        },
        index=known.index,
    )
    stepped = rows.join(steps)
    filled = {name: stepped[name].fillna("") for name in ("previous", "series_break") if name in steps}
    if "mined_known" in steps:
        filled["mined_known"] = stepped["mined_known"].eq(other=True)
    return stepped.assign(ratio_digits=stepped["ratio_digits"].fillna(1).astype("int64"), **filled)


def find_printed_end(rows: pd.DataFrame, end: str) -> "pd.Series[float]":
    """Return an end (``low_t`` or ``high_t``) of each figure as printed: that of a number is the number itself."""
    return rows[end].where(~rows["kind"].isin(POINT_KINDS), rows["value_t"])


def _find_breaks(
    rows: pd.DataFrame, before: pd.DataFrame, paired: Mask, production: MineProduction
) -> dict[str, np.ndarray[tuple[int], np.dtype[np.object_]]]:
    years, years_before = (pd.to_numeric(side["period"].str[:4], errors="coerce") for side in (rows, before))
    steps = list(zip(rows["place"], years_before, years, paired, strict=True))
    between = np.array([production.between(*step) if pair else np.nan for *step, pair in steps], dtype="float64")
    known = np.array([bool(pair) and production.is_known(*step) for *step, pair in steps], dtype=object)
    fall = to_floats(before, "low_t") - to_floats(rows, "high_t")
    rise = to_floats(rows, "low_t") - to_floats(before, "high_t")
    unexplained = (rise > 0) | (fall > _BREAK_FACTOR * between)
    unknown = (fall > 0) & np.isnan(between)
    return {
        "mined_t": between,
        "mined_known": known,
        "series_break": np.select([~paired, unexplained, unknown], ["", "yes", "unknown"], "no").astype(object),
    }
