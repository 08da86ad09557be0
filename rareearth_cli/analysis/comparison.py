"""Every figure against its baseline: difference, ratio, fold, and what can be said of the gap."""

import numpy as np
import pandas as pd

from rareearth_cli.domain.errors import NotOnRecord
from rareearth_cli.domain.vocabulary import Basis, Measure, Stage, Status, Verdict

#: The series that others are held against unless the user names another.
BASELINE_SERIES = "usgs-mcs"

#: Tonnes of these are not tonnes of rare earths, whatever else they are.
_OTHER_QUANTITIES = (Basis.ORE.value, Basis.MONAZITE.value, Basis.RARE_METALS.value)
_COMPARED = (Measure.RESERVES.value, Measure.PRODUCTION.value)
#: Fields that must be stated and equal on both sides for figures to be like for like, by their cause.
_KEY = {
    "basis": ("basis",),
    "stage": ("stage",),
    "category": ("system", "category", "access", "development"),
}
#: What else is needed of a baseline.
_HELD = ["id", "value_t", "low_t", "high_t", "kind", "digits", "root", "draws_on"]
_NEEDED = {"basis", "stage", "system", "category"}


def baselines(frame: pd.DataFrame, chosen: str | None) -> pd.DataFrame:
    """The rows that others are held against, one a place, measure and (for production) year.

    ``chosen`` is the id of a source or of an estimate; without it, the newest rows of USGS.

    Raises:
        NotOnRecord: nothing of that id is known (by the day asked for).

    """
    if chosen is None:
        rows = frame[(frame["series"] == BASELINE_SERIES) & (frame["status"] == Status.PUBLISHED.value)]
    else:
        rows = frame[(frame["source"] == chosen) | (frame["id"] == chosen)]
        if rows.empty:
            raise NotOnRecord(f"no figures of baseline '{chosen}'; 'rareearth sources' lists what there is")
    rows = rows[rows["measure"].isin(_COMPARED) & (rows["site"] == "") & rows["low_t"].notna()]
    if chosen is not None:
        rows = rows[(rows["part_of"] == "") | (rows["id"] == chosen)]
    return rows.assign(year=_year(rows)).drop_duplicates(["place", "measure", "year"], keep="last")


def compare(frame: pd.DataFrame, baseline: pd.DataFrame) -> pd.DataFrame:
    """The frame with the comparison columns; rows that nothing stands against keep them empty."""
    key = [field for fields in _KEY.values() for field in fields]
    held = baseline[["place", "measure", "year", *_HELD, *key]]
    asked = frame["measure"].where(frame["measure"] != Measure.ORE.value, Measure.RESERVES.value)
    left = frame.assign(year=_year(frame), _measure=asked.where(frame["site"] == "", ""))
    both = left.merge(
        held.rename(columns={"measure": "_measure"}),
        how="left",
        on=["place", "_measure", "year"],
        suffixes=("", "_base"),
    )
    both.index = frame.index
    paired = both["id_base"].notna() & (both["id"] != both["id_base"])
    other = paired & both["basis"].isin(_OTHER_QUANTITIES)
    measured = paired & ~other & both["low_t"].notna()
    return frame.assign(**_distance(both, measured), **_judgement(both, other, measured))


def windows_meet(low: pd.Series, high: pd.Series, other_low: pd.Series, other_high: pd.Series) -> "pd.Series[bool]":
    """Whether two intervals share more than an end (rule R7.3: rounding windows are half open)."""
    top, other_top = high.fillna(np.inf), other_high.fillna(np.inf)
    exact = (low == high) & (other_low == other_high) & (low == other_low)
    return exact | ((low < other_top) & (other_low < top))


def _distance(both: pd.DataFrame, measured: "pd.Series[bool]") -> dict[str, pd.Series]:
    """Difference in tonnes, ratio with its interval (rules R7.4, R7.5), and how many of its figures count."""
    points = ["point", "approx"]
    exact = measured & both["kind"].isin(points) & both["kind_base"].isin(points)
    ratio = (both["value_t"] / both["value_t_base"]).where(exact)
    low = (both["low_t"] / both["high_t_base"]).where(measured & (both["low_t"] > 0) & (both["high_t_base"] > 0))
    high = (both["high_t"] / both["low_t_base"]).where(measured & (both["low_t_base"] > 0))
    return {
        "baseline": both["id_base"].where(both["id_base"].notna() & (both["id"] != both["id_base"]), ""),
        "difference_t": (both["value_t"] - both["value_t_base"]).where(exact),
        "ratio": ratio,
        "ratio_low": low,
        "ratio_high": high,
        "fold": ratio.where(ratio >= 1, 1 / ratio),
        "ratio_digits": both[["digits", "digits_base"]].min(axis=1).clip(lower=1).astype("int64"),
    }


def rounded(frame: pd.DataFrame) -> pd.DataFrame:
    """Ratios to the figures of their poorer operand and one more; the ends of an interval outwards."""
    one_more = frame["ratio_digits"] + 1
    return frame.assign(
        ratio=_significant(frame["ratio"], one_more, np.rint),
        fold=_significant(frame["fold"], one_more, np.rint),
        ratio_low=_significant(frame["ratio_low"], one_more, np.floor),
        ratio_high=_significant(frame["ratio_high"], one_more, np.ceil),
    )


def _significant(values: pd.Series, digits: pd.Series, whole: np.ufunc) -> pd.Series:
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = 10.0 ** (digits - 1 - np.floor(np.log10(values.abs())))
    # A value that floating point leaves a hair beside the last figure is that figure.
    return pd.Series(whole((values * scale).round(9)) / scale, index=values.index)


def _judgement(
    both: pd.DataFrame,
    other: "pd.Series[bool]",
    measured: "pd.Series[bool]",
) -> dict[str, pd.Series]:
    same, causes = _likeness(both)
    comparable = pd.Series(np.select([other, measured], ["no", same], ""), index=both.index)
    meet = measured & windows_meet(both["low_t"], both["high_t"], both["low_t_base"], both["high_t_base"])
    same_root = both["root"] == both["root_base"]
    explained = both["id"].isin(both["part_of"][meet & (both["part_of"] != "")])
    verdict = np.select(
        [other, meet & same_root, meet & (same == "yes"), measured & explained, measured],
        [Verdict.NOT_COMPARABLE, Verdict.SAME_SOURCE, Verdict.AGREE, Verdict.RECONCILED_BY_SUBSET, Verdict.UNKNOWN],
        "",
    )
    kept_by_state = both["keeper"] == "government of " + both["place"]
    told_by_state = both["draws_on_base"].fillna("").str.contains("government", regex=False)
    stages = [both[name].isin([Stage.IN_PLACE.value, Stage.RECOVERABLE.value]) for name in ("stage", "stage_base")]
    flags = {
        "NOT_INDEPENDENT": measured & (same_root | (kept_by_state & told_by_state)),
        "IN_PLACE_VS_RECOVERABLE": measured & stages[0] & stages[1] & (both["stage"] != both["stage_base"]),
    }
    return {
        "comparable": comparable,
        "verdict": pd.Series(verdict, index=both.index),
        "causes": causes.where(measured, "").mask(other, "definition"),
        "flags": _words(flags, both.index),
    }


def _likeness(both: pd.DataFrame) -> tuple["pd.Series[str]", "pd.Series[str]"]:
    """Whether the comparability keys match (yes, no, unknown), and the causes for which they do not."""
    differs: dict[str, pd.Series] = {}
    silent = pd.Series(False, index=both.index)
    for cause, fields in _KEY.items():
        differs[cause] = pd.Series(False, index=both.index)
        for field in fields:
            mine, theirs = both[field], both[f"{field}_base"].fillna("")
            unstated = mine.isin(["", "unknown"]) | theirs.isin(["", "unknown"])
            if field in _NEEDED:
                silent |= unstated
                differs[cause] |= ~unstated & (mine != theirs)
            else:
                differs[cause] |= mine != theirs
    some = np.logical_or.reduce(list(differs.values()))
    likeness = pd.Series(np.select([some, silent], ["no", "unknown"], "yes"), index=both.index)
    return likeness, _words(differs, both.index)


def _words(conditions: dict[str, pd.Series], index: pd.Index) -> "pd.Series[str]":
    """The names of the conditions that hold in each row, in order, parted by blanks."""
    words = pd.Series("", index=index)
    for name, holds in conditions.items():
        words = words + np.where(holds, f" {name}", "")
    return words.str.strip()


def _year(frame: pd.DataFrame) -> "pd.Series[str]":
    """Flows are compared within a year; a stock's label names no date to compare by."""
    return frame["period"].where(frame["measure"] == Measure.PRODUCTION.value, "")
