"""What can be said of the gap between a figure and its baseline: verdict, causes, flags."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from rareearth_cli.analysis.columns import by_value, words
from rareearth_cli.analysis.parts import fold, through_parts
from rareearth_cli.analysis.selection import Mask
from rareearth_cli.analysis.windows import POINTS, Floats, floats, windows_meet
from rareearth_cli.domain.ladder import cover_the_same, is_inside, may_hold_inferred
from rareearth_cli.domain.vocabulary import Basis, Measure, Stage, Verdict

#: By what a part differs from its whole.
_PART = ("access", "development")
_STAGES = (Stage.IN_PLACE.value, Stage.RECOVERABLE.value)
#: The uncertainty of the label TR2O3 against REO (rule R6.2): no shift, but an upper end.
_TR2O3_AT_MOST = 1.029
#: Years apart from which two dated figures are of different times.
_STALE_YEARS = 3


def judgement(frame: pd.DataFrame, base: pd.DataFrame, other: Mask, measured: Mask) -> dict[str, Any]:
    """The columns ``comparable``, ``verdict``, ``causes`` and ``flags`` of rows against their baselines.

    The first verdict that fits, in the order of `Verdict`: ``other`` rows count something else, ``measured``
    ones have windows on both sides. What depends on a choice among alternatives is UNKNOWN.
    """
    differs, silent = _likeness(frame, base)
    meet = measured & _meet(frame, base)
    differ = np.logical_or.reduce(list(differs.values()))
    alike = ~differ & ~silent
    same_root = frame["root"].to_numpy() == base["root"].to_numpy()
    otherwise = np.logical_or.reduce([holds for name, holds in differs.items() if name != "basis"])
    converted = measured & differs["basis"] & ~otherwise & ~silent & _meet_after_conversion(frame, base)
    reconciled, left = through_parts(frame, base, meet)
    # Where both sides cover the same rungs it is no part that sets them apart.
    left[by_value(_same_rungs, frame["rungs"], base["rungs"]) == "yes"] = np.nan
    nearer = left < fold(floats(frame, "value_t"), floats(base, "value_t"))
    years = _years_apart(frame, base)
    same_time, other_time = years <= _STALE_YEARS, years > _STALE_YEARS  # neither, where one side does not say
    apart = measured & ~meet & same_time
    cases = {
        Verdict.NOT_COMPARABLE: other,
        Verdict.SAME_SOURCE: meet & same_root,
        Verdict.AGREE: meet & alike,
        Verdict.AGREE_AFTER_CONVERSION: converted,
        Verdict.RECONCILED_BY_SUBSET: measured & reconciled,
        Verdict.PARTLY_EXPLAINED: measured & nearer,
        Verdict.CONFLICT: apart & ~_history(frame, base) & (alike | (~silent & _nesting_broken(frame, base, differs))),
        Verdict.UNKNOWN: measured,
    }
    likeness = np.select([differ, silent], ["no", "unknown"], "yes")
    verdict = np.select(list(cases.values()), list(cases), "")
    differs["date"] = other_time
    revised = _other_edition(frame, base) | (_history(frame, base) & ~same_root)
    differs["revision"] = ~meet & ~differs["basis"] & revised
    differs["rounding"] = meet & (floats(frame, "value_t") != floats(base, "value_t")) & _figures(frame, base)
    differs["rounding"] &= ~differs["basis"]
    differs["unexplained"] = np.isin(verdict, [Verdict.CONFLICT, Verdict.PARTLY_EXPLAINED])
    causes = words(differs)
    return {
        "comparable": np.select([other, measured], ["no", likeness], ""),
        "verdict": verdict,
        "fold_left": np.where(measured & nearer, left, np.nan),
        "causes": np.select([other, measured], ["definition", causes], ""),
        "flags": words({name: measured & holds for name, holds in _flags(frame, base, same_root, other_time).items()}),
    }


def _meet(frame: pd.DataFrame, base: pd.DataFrame) -> Mask:
    return windows_meet(*(floats(side, name) for side in (frame, base) for name in ("low_t", "high_t")))


def _other_edition(frame: pd.DataFrame, base: pd.DataFrame) -> Mask:
    """Two editions or versions of one series."""
    series, source = frame["series"].to_numpy(), frame["source"].to_numpy()
    other: Mask = (series != "") & (series == base["series"].to_numpy()) & (source != base["source"].to_numpy())
    return other


def _history(frame: pd.DataFrame, base: pd.DataFrame) -> Mask:
    """Two statements of one root, or one that draws on another edition of the other: what changed is no dispute."""
    same: Mask = frame["root"].to_numpy() == base["root"].to_numpy()
    editions: Mask = frame["source"].to_numpy() != base["source"].to_numpy()
    return same | (editions & (_names(frame, base) | _names(base, frame)))


def _figures(frame: pd.DataFrame, base: pd.DataFrame) -> Mask:
    points: Mask = frame["kind"].isin(POINTS).to_numpy() & base["kind"].isin(POINTS).to_numpy()
    return points


def _meet_after_conversion(frame: pd.DataFrame, base: pd.DataFrame) -> Mask:
    """Whether oxides meet, a ledger in TR2O3 carrying the label's uncertainty; monazite is in oxide already."""
    ends = []
    for side, against in ((frame, base), (base, frame)):
        widened = (side["basis"] == Basis.TR2O3.value).to_numpy() & (against["basis"] == Basis.REO.value).to_numpy()
        ends += [floats(side, "low_t"), floats(side, "high_t") * np.where(widened, _TR2O3_AT_MOST, 1.0)]
    oxides = [Basis.TR2O3.value, Basis.REO.value, Basis.MONAZITE.value]
    both: Mask = frame["basis"].isin(oxides).to_numpy() & base["basis"].isin(oxides).to_numpy()
    return both & windows_meet(*ends)


def _years_apart(frame: pd.DataFrame, base: pd.DataFrame) -> Floats:
    """How many years lie between the two sides, labels counting as dates; NaN where one does not say."""
    mine, theirs = (by_value(_year, side["effective_day"], dtype=float) for side in (frame, base))
    apart: Floats = np.abs(mine - theirs)
    return apart


def _year(day: str) -> float:
    """A day as years, near enough to tell three years from four; NaN where there is none."""
    if not day:
        return np.nan
    year, month, date = map(int, day.split("-"))
    return year + (month - 1) / 12 + (date - 1) / 372


def _nesting_broken(frame: pd.DataFrame, base: pd.DataFrame, differs: Mapping[str, Mask]) -> Mask:
    """Rows that by definition lie inside the other side and yet are larger, whatever the rounding."""
    inside = by_value(is_inside, frame["rungs"], base["rungs"], dtype=bool)
    around = by_value(is_inside, base["rungs"], frame["rungs"], dtype=bool)
    mine = [floats(frame, name) for name in ("low_t", "high_t")]
    theirs = [floats(base, name) for name in ("low_t", "high_t")]
    broken: Mask = (inside & (mine[0] >= theirs[1])) | (around & (theirs[0] >= mine[1]))
    unlike = differs["basis"] | differs["stage"]
    for field in _PART:  # a part of the larger may well be smaller
        unlike |= frame[field].to_numpy() != base[field].fillna("").to_numpy()
    return broken & ~unlike


def _flags(frame: pd.DataFrame, base: pd.DataFrame, same_root: Mask, other_time: Mask) -> dict[str, Mask]:
    stage, base_stage = frame["stage"].to_numpy(), base["stage"].to_numpy()
    staged = frame["stage"].isin(_STAGES).to_numpy() & base["stage"].isin(_STAGES).to_numpy()
    dated = (frame["effective_date"] != "").to_numpy() & (base["effective_date"].fillna("") != "").to_numpy()
    return {
        "STALE": dated & other_time,
        "NOT_INDEPENDENT": same_root | _draws_on(frame, base) | _draws_on(base, frame),
        "IN_PLACE_VS_RECOVERABLE": staged & (stage != base_stage),
        "INFERRED_INSIDE": by_value(may_hold_inferred, frame["rungs"], dtype=bool),
        "SERIES_BREAK": base["series_break"].eq(True).to_numpy(),
        "TERRITORY": frame["territory"].to_numpy() != base["territory"].fillna("").to_numpy(),
    }


def _draws_on(ledger: pd.DataFrame, other: pd.DataFrame) -> Mask:
    """Whether one side draws on the other's ledger, or on the government that keeps it."""
    kept = (ledger["keeper"] == "government of " + ledger["place"]).to_numpy()
    told = by_value(lambda sources: "government" in sources.split(), other["draws_on"], dtype=bool)
    both: Mask = (kept & told) | _names(ledger, other)
    return both


def _names(ledger: pd.DataFrame, other: pd.DataFrame) -> Mask:
    """Whether one side says that it draws on the root of the other."""
    named = np.zeros(len(ledger), dtype=bool)
    drawing = np.flatnonzero((other["draws_on"].fillna("") != "").to_numpy())
    sides = ledger["root"].iloc[drawing], other["draws_on"].iloc[drawing]
    named[drawing] = [root in sources.split() for root, sources in zip(*sides, strict=True)]
    return named


def _likeness(frame: pd.DataFrame, base: pd.DataFrame) -> tuple[dict[str, Mask], Mask]:
    """In what the comparability keys differ, by cause, and where one side does not say."""
    differs: dict[str, Mask] = {"definition": np.zeros(len(frame), dtype=bool)}
    silent = np.zeros(len(frame), dtype=bool)
    # What is mined in a year has neither stage nor rung, and need not state them.
    flow = (frame["measure"] == Measure.PRODUCTION.value).to_numpy()
    for field in ("basis", "stage"):
        mine, theirs = frame[field].to_numpy(), base[field].fillna("").to_numpy()
        unstated = np.isin(mine, ["", "unknown"]) | np.isin(theirs, ["", "unknown"])
        silent |= unstated & ~(flow & (mine == "") & (theirs == ""))
        differs[field] = ~unstated & (mine != theirs)
    same = by_value(_same_rungs, frame["rungs"], base["rungs"])
    unplaced = (frame["rungs"] == "").to_numpy() & (base["rungs"].fillna("") == "").to_numpy()
    silent |= (same == "unknown") & ~(flow & unplaced)
    differs["category"] = same == "no"
    for field in _PART:
        differs["category"] |= frame[field].to_numpy() != base[field].fillna("").to_numpy()
    # A flow has no rungs; what one side says that it counts, and the other does not, is a difference.
    differs["category"] |= flow & (frame["category"].to_numpy() != base["category"].fillna("").to_numpy())
    # Where the ladder tells what both cover, it does not matter what they are called.
    renamed = frame["measure"].to_numpy() != base["measure"].fillna("").to_numpy()
    differs["definition"] = renamed & (same != "yes")
    differs["scope"] = frame["territory"].to_numpy() != base["territory"].fillna("").to_numpy()
    return differs, silent


def _same_rungs(one: str, other: str) -> str:
    return {True: "yes", False: "no", None: "unknown"}[cover_the_same(one, other)]
