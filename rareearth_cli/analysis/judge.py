"""What can be said of the gap between a figure and its baseline: verdict, causes, flags."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from rareearth_cli.analysis.ratios import POINTS, Floats, floats, windows_meet
from rareearth_cli.analysis.selection import Mask, numbered
from rareearth_cli.model.ladder import cover_the_same, is_inside, may_hold_inferred
from rareearth_cli.model.vocabulary import Basis, Measure, Size, Stage, Status, Verdict


def through_parts(frame: pd.DataFrame, base: pd.DataFrame, meet: Mask) -> tuple[Mask, Floats]:
    """Which rows a part brings to their baseline within rounding, and the fold that the best part leaves.

    Only parts that are figures and stand count; ``meet`` says which rows meet their baselines themselves. The fold
    is NaN where there is no such part.
    """
    point = frame["kind"].isin(POINTS).to_numpy()
    stands = (frame["status"] == Status.PUBLISHED.value).to_numpy()
    part = (frame["part_of"] != "").to_numpy() & stands & point
    figure_below = base["kind"].isin(POINTS).to_numpy()
    is_baseline = frame["id"].isin(base["id"]).to_numpy()
    meeting = part & ((meet & figure_below) | is_baseline)
    # A part speaks for its whole against one baseline.
    held = "\n" + base["id"].fillna("").to_numpy()
    wholes, rows = frame["part_of"] + held, frame["id"] + held
    reconciled: Mask = (
        rows.isin(wholes[meeting]).to_numpy() | _part_and_whole(frame, base) | _part_and_whole(base, frame)
    )
    apart = fold(floats(frame, "value_t"), floats(base, "value_t"))
    best = pd.Series(apart[part & figure_below], index=wholes[part & figure_below]).groupby(level=0).min()
    left: Floats = np.array(rows.map(best), dtype=np.float64)
    _through_parts_of_baselines(frame, base, part, point, reconciled, left)
    left[~(point & figure_below)] = np.nan
    return reconciled, left


def _part_and_whole(part: pd.DataFrame, whole: pd.DataFrame) -> Mask:
    """Whether the one is a reported part of the other: then they differ by definition, and by how much is reported."""
    named: Mask = (part["part_of"].fillna("") != "").to_numpy() & (part["part_of"].to_numpy() == whole["id"].to_numpy())
    return named


def fold(one: Floats, other: Floats) -> Floats:
    """How many times the larger is the smaller; infinite against zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = one / other
        return np.asarray(np.fmax(ratio, 1 / ratio), dtype="float64")


def _through_parts_of_baselines(
    frame: pd.DataFrame, base: pd.DataFrame, part: Mask, point: Mask, reconciled: Mask, left: Floats
) -> None:
    """Mark in ``reconciled`` and ``left`` the rows that a part of their baseline meets or comes near to."""
    columns = ["id", "part_of", "low_t", "high_t", "value_t"]
    parts = frame.loc[part & frame["part_of"].isin(base["id"]).to_numpy(), columns].drop_duplicates("id")
    if parts.empty:
        return
    rows = pd.DataFrame({"row": np.arange(len(frame)), "part_of": base["id"].to_numpy()})
    for name in ("low_t", "high_t", "value_t"):
        rows[f"{name}_row"] = frame[name].to_numpy()
    # A part of somebody's reserves is no nearer to what another counts as resources.
    named_alike = frame["measure"].to_numpy() == base["measure"].to_numpy()
    pairs = rows[point & named_alike].merge(parts, on="part_of")
    met = windows_meet(*(floats(pairs, name) for name in ("low_t_row", "high_t_row", "low_t", "high_t")))
    reconciled[pairs["row"].to_numpy()[met]] = True
    np.fmin.at(left, pairs["row"].to_numpy(), fold(floats(pairs, "value_t_row"), floats(pairs, "value_t")))


def by_value(function: Callable[..., Any], *columns: "pd.Series[str]", dtype: type = object) -> Any:
    """``function`` of the texts of each row; absent ones are empty."""
    codes, values = _distinct(columns)
    return np.array([function(*texts) for texts in values], dtype=dtype)[codes] if values else np.array([], dtype)


def words(conditions: Mapping[str, Mask]) -> Any:
    """The names of the conditions that hold in each row, in order, parted by blanks."""
    names = list(conditions)
    number = sum(mask.astype("int64") << place for place, mask in enumerate(conditions.values()))
    codes, distinct = pd.factorize(np.asarray(number))
    texts = [" ".join(name for place, name in enumerate(names) if int(one) >> place & 1) for one in distinct]
    return np.array(texts, dtype=object)[codes]


def _distinct(columns: tuple["pd.Series[str]", ...]) -> tuple[Any, list[tuple[Hashable, ...]]]:
    """A number for each row, and the texts that each number stands for."""
    texts = [column.to_numpy(dtype=object, na_value="") for column in columns]
    together = numbered(*texts)
    # The first row of each distinct number says what it stands for.
    _, first = np.unique(together, return_index=True)
    return together, [tuple(column[row] for column in texts) for row in first]


#: Verdicts that leave nothing to explain.
EXPLAINED = (Verdict.SAME_SOURCE, Verdict.AGREE, Verdict.AGREE_AFTER_CONVERSION, Verdict.RECONCILED_BY_SUBSET)
#: The fold below which a gap is near, moderate, large (rule R7.6).
_SIZES = {Size.NEAR: 1.10, Size.MODERATE: 1.5, Size.LARGE: 3.0}


def unexplained_fold(pairs: pd.DataFrame) -> "pd.Series[float]":
    """The fold that no definition accounts for: 1 where all is explained, what the best part leaves where some is."""
    fold = certain_fold(pairs).where(pairs["verdict"] != Verdict.PARTLY_EXPLAINED, pairs["fold_left"])
    fold = fold.where(~pairs["verdict"].isin(EXPLAINED), 1.0)
    return fold.where(~pairs["verdict"].isin(("", Verdict.NOT_COMPARABLE)), np.nan)


def certain_fold(pairs: pd.DataFrame) -> "pd.Series[float]":
    """The fold of figures, of bounds and ranges that of their nearer end: 1 where there may be none.

    Something against nothing is infinitely far.
    """
    low, high = pairs["ratio_low"].fillna(0.0), pairs["ratio_high"].fillna(np.inf)
    with np.errstate(divide="ignore"):
        surely = np.select([low > 1, high < 1], [low, 1 / high], 1.0)
    fold = pairs["fold"].where(pairs["fold"].notna(), surely)
    return fold.mask((pairs["verdict"] == Verdict.CONFLICT) & (fold == 1), np.inf)


def size_of(pairs: pd.DataFrame) -> Any:
    """How large what is unexplained is, in a word (rule R7.6): AGREE where nothing is left, or windows meet."""
    fold = pairs["unexplained_fold"]
    meet = (pairs["ratio_low"].fillna(0.0) < 1) & (pairs["ratio_high"].fillna(np.inf) > 1)
    alike = pairs["verdict"].isin(EXPLAINED) | meet
    cases = [fold.isna(), alike, *(fold < limit for limit in _SIZES.values())]
    return np.select(cases, ["", Size.AGREE.value, *(size.value for size in _SIZES)], Size.EXTREME.value)


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
