"""Judge how each figure relates to its baseline: ratio, verdict, causes, flags, and the reasons in sentences."""

from collections.abc import Callable, Hashable, Mapping
from datetime import date
from functools import partial
from operator import attrgetter
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from rareearth_cli.analysis.figures import Figure
from rareearth_cli.analysis.selection import Mask, number_rows
from rareearth_cli.model.dates import PartialDate, parse_date
from rareearth_cli.model.interval import intervals_meet
from rareearth_cli.model.ladder import (
    Authority,
    Relation,
    find_authorities,
    find_rung_options,
    format_rungs,
    has_same_rungs,
    is_always_subset,
    may_include_inferred,
    relate_rungs,
    weakest_authority,
)
from rareearth_cli.model.quantity import POINT_KINDS, Kind
from rareearth_cli.model.records import Dataset, Estimate
from rareearth_cli.model.vocabulary import (
    OTHER_QUANTITIES,
    OXIDES,
    Basis,
    Measure,
    PairGroup,
    Size,
    Stage,
    Status,
    Verdict,
    select_verdicts,
)
from rareearth_cli.model.wording import format_number, format_ratio_high, format_ratio_low
from rareearth_cli.record.classification import load_factors

Floats = np.ndarray[tuple[int], np.dtype[np.float64]]


def read_interval(frame: pd.DataFrame, suffix: str = "") -> tuple[Floats, Floats, Mask]:
    """Return the ends of the interval of each row, and whether it includes its high end; open ends are infinite."""
    low, high = to_floats(frame, f"low_t{suffix}"), to_floats(frame, f"high_t{suffix}")
    rounded = frame[f"kind{suffix}"].isin(POINT_KINDS).to_numpy()
    return np.nan_to_num(low, nan=0.0), np.nan_to_num(high, nan=np.inf), (low == high) | ~rounded


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
    if Kind.RANGE in (part.kind, whole.kind):
        return _calculate_range(part, whole, digits)
    if part.kind in single and whole.kind in POINT_KINDS:
        low, high = (part.low_t or 0.0) / (whole.high_t or whole.value_t), (part.high_t or 0.0) / (whole.low_t or 1.0)
        return ShareInterval(value, _PERCENT * low, min(_PERCENT, _PERCENT * high), Kind.POINT.value, digits)
    if part.kind in (*single, Kind.UPPER) and whole.kind in (*POINT_KINDS, Kind.LOWER):
        return ShareInterval(value, 0.0, value, Kind.UPPER.value, digits)
    if part.kind in (*POINT_KINDS, Kind.LOWER) and whole.kind in (*POINT_KINDS, Kind.UPPER):
        return ShareInterval(value, value, _PERCENT, Kind.LOWER.value, digits)
    return None


def calculate_share_of_sum(part: AmountInterval, whole: AmountInterval) -> ShareInterval | None:
    """Calculate which share ``part`` is of a sum that it is in: a range is in both at the same end."""
    ends = (part.low_t, part.high_t, whole.low_t, whole.high_t)
    if part.kind != Kind.RANGE or whole.kind != Kind.RANGE or None in ends:
        return calculate_share(part, whole)
    low, high, least, most = (end or 0.0 for end in ends)
    digits = min(_MAX_SHARE_DIGITS, max(_MIN_SHARE_DIGITS, min(part.digits, whole.digits)))
    start = float(format_ratio_low(_PERCENT * low / (most - high + low), digits))
    end = min(_PERCENT, float(format_ratio_high(_PERCENT * high / (least - low + high), digits)))
    return ShareInterval(start, start, end, Kind.RANGE.value, digits)


def _calculate_range(part: AmountInterval, whole: AmountInterval, digits: int) -> ShareInterval | None:
    """Calculate a share where one of the two amounts is a range; a single value counts as printed."""
    single = (*POINT_KINDS, Kind.ZERO.value)
    if not {part.kind, whole.kind} <= {*single, Kind.RANGE}:
        return _bound_share(part, whole, digits)
    (low, high), (least, most) = (
        (one.low_t, one.high_t) if one.kind == Kind.RANGE else (one.value_t, one.value_t) for one in (part, whole)
    )
    if low is None or high is None or not least or not most or low > most:
        return None
    start = float(format_ratio_low(_PERCENT * low / most, digits))
    end = min(_PERCENT, float(format_ratio_high(_PERCENT * high / least, digits)))
    return ShareInterval(start, start, end, Kind.RANGE.value, digits)


def _bound_share(part: AmountInterval, whole: AmountInterval, digits: int) -> ShareInterval | None:
    """Calculate the share where one amount is a range and the other a bound: it is open to the same side as that."""
    upper = part.kind == Kind.UPPER or whole.kind == Kind.LOWER
    most, least = (part.high_t or part.value_t), (part.low_t if part.kind == Kind.RANGE else part.value_t)
    total = (
        whole.low_t
        if whole.kind == Kind.RANGE and upper
        else whole.high_t
        if whole.kind == Kind.RANGE
        else whole.value_t
    )
    end = most if upper else least
    if {part.kind, whole.kind} == {Kind.LOWER, Kind.UPPER} or not total or end is None or end > total:
        return None
    value = _PERCENT * end / total
    kind = (Kind.UPPER if upper else Kind.LOWER).value
    return ShareInterval(value, 0.0 if upper else value, value if upper else _PERCENT, kind, digits)


def format_share(share: ShareInterval) -> str:
    """Format a share for a sentence, such as ``69 %`` or ``at most 49 %``; bounds are rounded outwards."""
    if share.kind in _BOUND_ROUNDING:
        words, rounded = _BOUND_ROUNDING[share.kind]
        return f"{words} {rounded(share.value_pct, share.digits)} %"
    if share.kind == Kind.RANGE and share.low_pct is not None and share.high_pct is not None:
        return f"{share.low_pct:g} to {share.high_pct:g} %"
    return f"{format_number(share.value_pct, share.digits)} %"


def format_share_cell(share: ShareInterval | None) -> str:
    """Format a share for a table cell, such as ``69`` or ``≤49``."""
    words = format_share(share).removesuffix(" %") if share is not None else ""
    return words.replace("at most ", "≤").replace("at least ", "≥").replace(" to ", "–")


#: The words before a share that is a bound, and how it is rounded so that it stays one.
_BOUND_ROUNDING = {
    Kind.UPPER.value: ("at most", format_ratio_high),
    Kind.LOWER.value: ("at least", format_ratio_low),
}


def round_share(share: ShareInterval, more_digits: int = 1) -> float:
    """Round a share in percent to some digits more than are significant; bounds are rounded outwards.

    Programs get one digit more, which people do not see.
    """
    _, rounded = _BOUND_ROUNDING.get(share.kind, ("", format_number))
    return float(rounded(share.value_pct, share.digits + more_digits))


def round_share_interval(share: ShareInterval) -> tuple[float | None, float | None]:
    """Round the interval of a share outwards, to one digit more than is significant, for programs."""
    low, high, digits = share.low_pct, share.high_pct, share.digits + 1
    return (
        None if low is None else float(format_ratio_low(low, digits)),
        None if high is None else float(format_ratio_high(high, digits)),
    )


def reconcile_through_parts(frame: pd.DataFrame, base: pd.DataFrame, known: pd.DataFrame) -> tuple[Mask, Floats]:
    """Find the rows that a published part of either side explains, or brings nearer to the other side.

    Only current parts that are single values are considered; a range or a bound would meet too much. The other side may
    be any. A part of one publisher's reserves does not explain what
    another publisher counts as resources. Nor does a single area or deposit: where the tonnes lie is no difference of
    definition. What is a part by our reading alone explains nothing: a verdict rests on what is stated.

    Parameters
    ----------
    frame, base
        Figures and their baselines as printed, in the same row order.
    known
        All figures that are known, the parts among them.

    Returns
    -------
    reconciled : Mask
        True for each row that has a part which meets the other side within rounding.
    remaining : array of float
        How many times apart the nearest part and the other side are; NaN if there is no such part, or if a side is
        not a single value.

    """
    reconciled = np.zeros(len(frame), dtype=bool)
    remaining = np.full(len(frame), np.nan)
    parts = known[(known["part_of"] != "") & (known["status"] == Status.PUBLISHED.value) & (known["site"] == "")]
    parts = parts[~_is_inferred(parts, "part_of")]
    parts = parts.loc[parts["kind"].isin(POINT_KINDS), ["part_of", *_AMOUNT_COLUMNS]]
    single = frame["kind"].isin(POINT_KINDS).to_numpy() & base["kind"].isin(POINT_KINDS).to_numpy()
    for whole, other in ((frame, base), (base, frame)):
        others = other[_AMOUNT_COLUMNS].rename(columns="{}_other".format).reset_index(drop=True)
        rows = others.assign(row=np.arange(len(whole)), part_of=whole["id"].to_numpy())
        rows = rows[rows["kind_other"].isin(_AMOUNT_KINDS) & rows["part_of"].isin(parts["part_of"])]
        pairs = rows.merge(parts, on="part_of")
        pairs = pairs[(pairs["measure"] == pairs["measure_other"]) & (pairs["id"] != pairs["id_other"])]
        pairs = pairs[(pairs["basis"] == pairs["basis_other"]) | ~_counts_other(pairs)]
        part, against = pairs[_AMOUNT_COLUMNS], pairs[others.columns].set_axis(_AMOUNT_COLUMNS, axis=1)
        part, against = _convert_monazite(part, against), _convert_monazite(against, part)
        row = pairs["row"].to_numpy()
        reconciled[row[intervals_meet(read_interval(part), read_interval(against))]] = True
        points = _are_points(part, against)
        distances = times_apart(to_floats(part, "value_t"), to_floats(against, "value_t"))
        np.fmin.at(remaining, row[points], distances[points])
    return reconciled, np.where(single, remaining, np.nan)


#: The kinds of figures that have an interval.
_AMOUNT_KINDS = (*POINT_KINDS, Kind.RANGE, Kind.LOWER, Kind.UPPER)
_AMOUNT_COLUMNS = ["id", "measure", "basis", "kind", "value_t", "low_t", "high_t", "digits"]


def _counts_other(pairs: pd.DataFrame) -> Mask:
    """Whether a side of each pair of part and figure counts something else than oxide, such as ore."""
    counts: Mask = (pairs["basis"].isin(OTHER_QUANTITIES) | pairs["basis_other"].isin(OTHER_QUANTITIES)).to_numpy()
    return counts


def _is_part_of(part: pd.DataFrame, whole: pd.DataFrame) -> Mask:
    """Whether each row of one side is a published part of the other: such a difference is explained by definition."""
    named: Mask = (part["part_of"].fillna("") != "").to_numpy() & (part["part_of"].to_numpy() == whole["id"].to_numpy())
    return named


def times_apart(one: Floats, other: Floats) -> Floats:
    """Divide the larger of two amounts by the smaller one; the result is infinite if one of them is zero."""
    # The larger by the smaller, not the larger of a ratio and its inverse, whose last bits depend on the order.
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.maximum(one, other) / np.minimum(one, other), dtype="float64")


def map_distinct(function: Callable[..., Any], *columns: "pd.Series[str]", dtype: type = object) -> Any:
    """Apply a function to the texts of each row, calling it once for each distinct combination of texts.

    Parameters
    ----------
    function
        A pure function of as many texts as there are columns; missing texts are passed as empty strings.
    columns
        Columns of one length.
    dtype
        Data type of the resulting array.

    """
    codes, values = _number_distinct(columns)
    return np.array([function(*texts) for texts in values], dtype=dtype)[codes] if values else np.array([], dtype)


def join_condition_names(conditions: Mapping[str, Mask]) -> Any:
    """Join the names of the conditions that are true in each row, in the given order, separated by spaces."""
    names = list(conditions)
    number = sum(mask.astype("int64") << place for place, mask in enumerate(conditions.values()))
    codes, distinct = pd.factorize(np.asarray(number))
    texts = [" ".join(name for place, name in enumerate(names) if int(one) >> place & 1) for one in distinct]
    return np.array(texts, dtype=object)[codes]


def _number_distinct(columns: tuple["pd.Series[str]", ...]) -> tuple[Any, list[tuple[Hashable, ...]]]:
    """Number the distinct combinations of texts; return the number of each row, and the texts of each number."""
    texts = [column.to_numpy(dtype=object, na_value="") for column in columns]
    numbers = number_rows(*texts)
    _, first_rows = np.unique(numbers, return_index=True)
    return numbers, [tuple(column[row] for column in texts) for row in first_rows]


_EXPLAINED = select_verdicts(lambda meaning: meaning.is_explained)
_NOT_COMPARABLE = select_verdicts(lambda meaning: not meaning.is_comparable)
#: The times apart below which a gap has each size, in ascending order (rule R7.6); larger gaps are extreme.
_SIZE_LIMITS = {Size.NEAR: 1.10, Size.MODERATE: 1.5, Size.LARGE: 3.0}


def unexplained_times_apart(pairs: pd.DataFrame) -> "pd.Series[float]":
    """Calculate how many times apart the figures are beyond what definitions explain.

    The value is 1 if everything is explained, and the distance from the nearest part if the gap is partly explained.
    It is NaN for pairs that are not comparable.
    """
    times = pairs["times_apart"].where(pairs["verdict"] != Verdict.PARTLY_EXPLAINED, pairs["fold_left"])
    times = times.where(~pairs["verdict"].isin(_EXPLAINED), 1.0)
    return times.where(~pairs["verdict"].isin(("", *_NOT_COMPARABLE)), np.nan)


def minimum_times_apart(pairs: pd.DataFrame, meet: Mask) -> "pd.Series[float]":
    """Calculate how many times apart the two figures of each pair are at least.

    Bounds and ranges count by their nearer end, so the value is 1 if the two intervals ``meet``. A positive amount and
    zero are infinitely many times apart.
    """
    low, high = pairs["ratio_low"].fillna(0.0), pairs["ratio_high"].fillna(np.inf)
    with np.errstate(divide="ignore"):
        of_intervals = np.select([low > 1, high < 1], [low, 1 / high], 1.0)
    times = pairs["fold"].where(pairs["fold"].notna(), of_intervals)
    # Nothing can be divided by zero.
    against_nothing = pairs["ratio_low"].isna() & pairs["ratio_high"].isna() & (pairs["verdict"] != "") & ~meet
    return times.mask(against_nothing, np.inf)


def classify_gap(pairs: pd.DataFrame, meet: Mask) -> Any:
    """Classify the unexplained difference of each pair by size (rule R7.6).

    The size is AGREE if the intervals ``meet``, EXPLAINED if they do not and nothing remains unexplained, and empty for
    incomparable pairs.
    """
    times = pairs["unexplained_fold"]
    explained = pairs["verdict"].isin(_EXPLAINED)
    cases: list[Any] = [times.isna(), meet, explained, *(times < limit for limit in _SIZE_LIMITS.values())]
    sizes = ["", Size.AGREE.value, Size.EXPLAINED.value, *(size.value for size in _SIZE_LIMITS)]
    return np.select(cases, sizes, Size.EXTREME.value)


#: Fields, apart from the category, in which a part differs from its whole.
_PART_FIELDS = ("access", "development")
_STAGES = (Stage.IN_PLACE.value, Stage.RECOVERABLE.value)
#: The most years between two figures that are still of the same time.
STALE_YEARS = 3


def judge_pairs(
    frame: pd.DataFrame,
    base: pd.DataFrame,
    *,
    not_comparable: Mask,
    measured: Mask,
    by_parts: tuple[Mask, Floats],
    superseded: pd.DataFrame,
) -> dict[str, Any]:
    """Judge each row against its baseline by the first verdict that fits, in the order of `Verdict`.

    A comparison whose result depends on how a category is interpreted gets the verdict UNKNOWN.

    Parameters
    ----------
    frame, base
        Figures and their baselines, in the same row order, with monazite converted to oxide.
    not_comparable
        True for each row that counts something other than its baseline does.
    measured
        True for each row in which both sides have an amount.
    by_parts
        What `reconcile_through_parts` finds.
    superseded
        All superseded figures of series, among which the earlier editions are.

    Returns
    -------
    dict of str to array
        One array for each of the columns ``comparable``, ``verdict``, ``fold_left``, ``causes`` and ``flags``.
        ``fold_left`` is how many times apart the nearest part and the other side are, ``unstated`` names the fields
        that a side does not state, and ``earlier_edition`` the superseded figure that one side repeats.

    """
    differs, missing = _compare_definitions(frame, base)
    unstated = np.logical_or.reduce(list(missing.values()))
    meet = measured & intervals_meet(read_interval(frame), read_interval(base))
    differ = np.logical_or.reduce(list(differs.values()))
    alike = ~differ & ~unstated
    same_root = frame["root"].to_numpy() == base["root"].to_numpy()
    beyond_basis = np.logical_or.reduce([holds for name, holds in differs.items() if name != "basis"])
    years = _years_apart(frame, base)
    # Both are false if a side has no date.
    same_time, other_time = years <= STALE_YEARS, years > STALE_YEARS
    converted = measured & differs["basis"] & ~beyond_basis & ~unstated & _meet_after_conversion(frame, base)
    reconciled, nearest = by_parts
    # A part cannot explain the difference of figures that cover the same rungs, or that are of different times.
    same_rungs = map_distinct(_compare_rungs, frame["rungs"], base["rungs"]) == "yes"
    explicable = ~other_time & ~same_rungs
    nested = _is_part_of(frame, base) | _is_part_of(base, frame)
    nearest = np.where(explicable, nearest, np.nan)
    nearer = nearest < times_apart(to_floats(frame, "value_t"), to_floats(base, "value_t"))
    draws = _draws_on_edition(frame, base)
    # What repeats the current figure as well repeats nothing that was revised.
    earlier = np.where(meet, "", _find_earlier_edition(frame, base, superseded))
    # TR2O3 and REO are both oxides: the label alone is no other definition.
    oxides = frame["basis"].isin(OXIDES).to_numpy() & base["basis"].isin(OXIDES).to_numpy()
    alike_in_oxide = alike | (oxides & ~beyond_basis & ~unstated)
    contradict = measured & ~meet & same_time & ~same_root & ~draws & ~_meet_after_conversion(frame, base)
    defined_otherwise = (differs["basis"] & ~oxides) | beyond_basis
    other_date = frame["source"].to_numpy() != base["source"].to_numpy()
    other_date |= frame["effective_day"].to_numpy() != base["effective_day"].to_numpy()
    cases = {
        Verdict.NOT_COMPARABLE: not_comparable,
        Verdict.SAME_SOURCE: meet & same_root,
        Verdict.AGREE: meet & alike & same_time,
        Verdict.AGREE_AFTER_CONVERSION: converted & same_time,
        Verdict.RECONCILED_BY_SUBSET: measured & ((reconciled & explicable & ~meet) | nested),
        Verdict.PARTLY_EXPLAINED: measured & nearer,
        Verdict.REVISED: measured & ((earlier != "") | (same_root & other_date & ~defined_otherwise)),
        Verdict.CONFLICT: contradict & (alike_in_oxide | (~unstated & _breaks_nesting(frame, base, differs))),
        Verdict.NOT_LIKE_FOR_LIKE: measured & (defined_otherwise | (~unstated & other_time)),
        Verdict.UNKNOWN: measured,
    }
    comparable = np.select([differ, unstated], ["no", "unknown"], "yes")
    ordered = [one for one in Verdict if one in cases]
    verdict = np.select([cases[one] for one in ordered], ordered, "")
    # That both name oxide in other words explains nothing.
    differs["basis"] &= ~oxides
    differs["date"] = other_time
    differs["revision"] = ~meet & ~differs["basis"] & (_is_other_edition(frame, base) | draws | (earlier != ""))
    differs["rounding"] = meet & (to_floats(frame, "value_t") != to_floats(base, "value_t")) & _are_points(frame, base)
    differs["rounding"] &= ~differs["basis"]
    differs["unexplained"] = np.isin(verdict, select_verdicts(lambda meaning: meaning.group is PairGroup.OPEN))
    causes = join_condition_names(differs)
    return {
        "comparable": np.select([not_comparable, measured], ["no", comparable], ""),
        "verdict": verdict,
        "fold_left": np.where(measured & nearer, nearest, np.nan),
        "unstated": np.where(
            verdict == Verdict.UNKNOWN, join_condition_names({**missing, "date": np.isnan(years)}), ""
        ),
        "earlier_edition": np.where(verdict == Verdict.REVISED, earlier, ""),
        "causes": np.select([not_comparable, measured], ["definition", causes], ""),
        "flags": join_condition_names(
            {name: measured & holds for name, holds in _find_flags(frame, base, same_root, other_time).items()}
        ),
    }


def _is_other_edition(frame: pd.DataFrame, base: pd.DataFrame) -> Mask:
    """Whether the two sides come from different editions or versions of one series."""
    series, source = frame["series"].to_numpy(), frame["source"].to_numpy()
    other: Mask = (series != "") & (series == base["series"].to_numpy()) & (source != base["source"].to_numpy())
    return other


def _draws_on_edition(frame: pd.DataFrame, base: pd.DataFrame) -> Mask:
    """Whether one side draws on the origin of the other, in another publication: it cannot contradict it."""
    editions: Mask = frame["source"].to_numpy() != base["source"].to_numpy()
    return editions & (_names_as_source(frame, base) | _names_as_source(base, frame))


def _find_earlier_edition(frame: pd.DataFrame, base: pd.DataFrame, superseded: pd.DataFrame) -> Any:
    """Find, for each row, a superseded figure of the series of one side that the other side repeats within rounding.

    It is of the same place, site, measure and year. A bound or a range repeats nothing, since it only includes other
    figures, and neither does a part of something. The result is the id, or an empty text.
    """
    found = np.full(len(frame), "", dtype=object)
    if superseded.empty:
        return found
    keys = ["series", "place", "site", "measure", "year"]
    columns = [*keys, "id", "value_t", "digits", "low_t", "high_t", "kind"]
    superseded = superseded[superseded["kind"].isin(POINT_KINDS)]
    known = superseded.assign(year=superseded["effective_day"].str[:4])[columns]
    for side, other in ((frame, base), (base, frame)):
        rows = pd.DataFrame(
            {
                "row": np.arange(len(side)),
                "series": other["series"].to_numpy(),
                "year": side["effective_day"].str[:4].to_numpy(),
                "id_other": other["id"].to_numpy(),
                **{name: side[name].to_numpy() for name in ("place", "site", "measure")},
                **{f"{name}_row": side[name].to_numpy() for name in ("value_t", "digits", "low_t", "high_t", "kind")},
            }
        )
        # Editions of one series are dates of one origin.
        foreign = (rows["series"] != side["series"].to_numpy()) & rows["kind_row"].isin(POINT_KINDS)
        foreign &= ((side["part_of"].fillna("") == "") & ~side["addend"].eq(True)).to_numpy()
        rows = rows[foreign & (rows["series"].fillna("") != "") & (rows["year"].fillna("") != "")]
        pairs = rows.merge(known, on=keys)
        pairs = pairs[pairs["id"] != pairs["id_other"]]
        # Who repeats a figure may round it, but has no digits that it lacks.
        repeats = (pairs["digits_row"] <= pairs["digits"]) | (pairs["value_t_row"] == pairs["value_t"])
        met = pairs[repeats & intervals_meet(read_interval(pairs, "_row"), read_interval(pairs))]
        found[met["row"].to_numpy()] = met["id"].to_numpy()
    return found


def _are_points(frame: pd.DataFrame, base: pd.DataFrame) -> Mask:
    points: Mask = frame["kind"].isin(POINT_KINDS).to_numpy() & base["kind"].isin(POINT_KINDS).to_numpy()
    return points


def _meet_after_conversion(frame: pd.DataFrame, base: pd.DataFrame) -> Mask:
    """Whether the oxide amounts of the two sides meet, with the uncertainty of TR2O3 as a measure of REO.

    Amounts of monazite have been converted to oxide before.
    """
    # The label TR2O3 may stand for up to so much REO (rule R6.2).
    factor = float(load_factors().to_reo[Basis.TR2O3.value].high)
    ends = []
    for side, against in ((frame, base), (base, frame)):
        widened = (side["basis"] == Basis.TR2O3.value).to_numpy() & (against["basis"] == Basis.REO.value).to_numpy()
        low, high, closed = read_interval(side)
        ends.append((low, high * np.where(widened, factor, 1.0), closed))
    oxides = [*OXIDES, Basis.MONAZITE.value]
    both: Mask = frame["basis"].isin(oxides).to_numpy() & base["basis"].isin(oxides).to_numpy()
    meeting: Mask = both & intervals_meet(*ends)
    return meeting


def _years_apart(frame: pd.DataFrame, base: pd.DataFrame) -> Floats:
    """Calculate the fewest years that can lie between the two sides; a missing date gives NaN.

    What is known to the year may be of any day in it, so that the reserves "for 2026" are three years from 1 January
    2023, and not four.
    """
    first, last = _find_days(frame)
    base_first, base_last = _find_days(base)
    between = np.maximum(first - base_last, base_first - last)
    return np.maximum(between, 0.0, out=between)


def _find_days(side: pd.DataFrame) -> tuple[Floats, Floats]:
    """Return the first and the last day that the date of each row can mean, in years; NaN without a date."""
    stated = side["effective_date"].fillna("")
    dates = stated.where(stated != "", side["period"].fillna(""))
    days = (attrgetter("first_day"), attrgetter("last_day"))
    first, last = (map_distinct(partial(_to_years, day), dates, dtype=float) for day in days)
    return first, last


def _to_years(day: Callable[[PartialDate], date], text: str) -> float:
    """Convert a day of a date to years, exactly enough to distinguish three years from more; NaN if there is none."""
    if not text:
        return np.nan
    chosen = day(parse_date(text))
    return chosen.year + (chosen.month - 1) / 12 + (chosen.day - 1) / 372


def _breaks_nesting(frame: pd.DataFrame, base: pd.DataFrame, differs: Mapping[str, Mask]) -> Mask:
    """Whether a side is a subset of the other by definition, and yet larger than it even allowing for rounding."""
    inside = map_distinct(is_always_subset, frame["rungs"], base["rungs"], dtype=bool)
    around = map_distinct(is_always_subset, base["rungs"], frame["rungs"], dtype=bool)
    mine = [to_floats(frame, name) for name in ("low_t", "high_t")]
    theirs = [to_floats(base, name) for name in ("low_t", "high_t")]
    broken: Mask = (inside & (mine[0] >= theirs[1])) | (around & (theirs[0] >= mine[1]))
    unlike = differs["basis"] | differs["stage"]
    # If the larger category is only a part of its whole, it may well be smaller than the other.
    for field in (*_PART_FIELDS, "is_unnamed_part"):
        unlike |= frame[field].to_numpy() != base[field].fillna("").to_numpy()
    return broken & ~unlike


def _find_flags(frame: pd.DataFrame, base: pd.DataFrame, same_root: Mask, other_time: Mask) -> dict[str, Mask]:
    stage, base_stage = frame["stage"].to_numpy(), base["stage"].to_numpy()
    staged = frame["stage"].isin(_STAGES).to_numpy() & base["stage"].isin(_STAGES).to_numpy()
    dated = (frame["effective_date"] != "").to_numpy() & (base["effective_date"].fillna("") != "").to_numpy()
    return {
        "STALE": dated & other_time,
        "NOT_INDEPENDENT": same_root | _draws_on(frame, base) | _draws_on(base, frame),
        "IN_PLACE_VS_RECOVERABLE": staged & (stage != base_stage),
        "INFERRED_INSIDE": map_distinct(may_include_inferred, frame["rungs"], dtype=bool),
        "SERIES_BREAK": base["series_break"].eq(True).to_numpy(),
        "TERRITORY": frame["territory"].to_numpy() != base["territory"].fillna("").to_numpy(),
    }


def _draws_on(side: pd.DataFrame, other: pd.DataFrame) -> Mask:
    """Whether ``other`` draws on the origin of ``side``, or on the government that keeps it."""
    government_keeps = (side["keeper"] == "government of " + side["place"]).to_numpy()
    draws_on_government = map_distinct(lambda names: "government" in names.split(), other["draws_on"], dtype=bool)
    draws: Mask = (government_keeps & draws_on_government) | _names_as_source(side, other)
    return draws


def _names_as_source(side: pd.DataFrame, other: pd.DataFrame) -> Mask:
    """Whether ``other`` states that it draws on the origin of ``side``."""
    named = np.zeros(len(side), dtype=bool)
    drawing = np.flatnonzero((other["draws_on"].fillna("") != "").to_numpy())
    sides = side["root"].iloc[drawing], other["draws_on"].iloc[drawing]
    named[drawing] = [root in sources.split() for root, sources in zip(*sides, strict=True)]
    return named


def _compare_definitions(frame: pd.DataFrame, base: pd.DataFrame) -> tuple[dict[str, Mask], dict[str, Mask]]:
    """Find the differences between the definitions of the two sides.

    Returns
    -------
    differs : dict of str to Mask
        For each cause, the rows in which both sides state a value and the values differ.
    missing : dict of str to Mask
        For each field that a like-for-like comparison needs, the rows in which a side does not state it.

    """
    differs: dict[str, Mask] = {"definition": np.zeros(len(frame), dtype=bool)}
    missing: dict[str, Mask] = {}
    # Production has neither a stage nor a rung, so it need not state them.
    flow = (frame["measure"] == Measure.PRODUCTION.value).to_numpy()
    for field in ("basis", "stage"):
        mine, theirs = frame[field].to_numpy(), base[field].fillna("").to_numpy()
        silent = np.isin(mine, ["", "unknown"]) | np.isin(theirs, ["", "unknown"])
        needed = ~flow if field == "stage" else np.ones(len(frame), dtype=bool)
        missing[field] = silent & needed
        differs[field] = ~silent & needed & (mine != theirs)
    same = map_distinct(_compare_rungs, frame["rungs"], base["rungs"])
    # A category of which nobody knows what it covers is alike to itself in every reading, and so is that of a series,
    # whatever we think that its editions count.
    names = ("system", "category", "rungs", "series")
    pairs = [(frame[one].to_numpy(), base[one].fillna("").to_numpy()) for one in names]
    system, category, rungs, series = ((mine == theirs) & (mine != "") for mine, theirs in pairs)
    same = np.where(system & category & (rungs | series), "yes", same)
    missing["category"] = (same == "unknown") & ~flow
    differs["category"] = same == "no"
    for field in _PART_FIELDS:
        differs["category"] |= frame[field].to_numpy() != base[field].fillna("").to_numpy()
    part, base_part = frame["is_unnamed_part"].to_numpy(), base["is_unnamed_part"].to_numpy()
    differs["category"] |= part != base_part
    missing["category"] |= part & base_part
    # Production has no rungs, so its category decides, even if only one side states it.
    mined = [side["category"].fillna("").replace(_ANY_PRODUCTION, "").to_numpy() for side in (frame, base)]
    differs["category"] |= flow & (mined[0] != mined[1])
    # If both sides cover the same rungs, a different name for the measure makes no difference.
    renamed = (frame["measure"].to_numpy() != base["measure"].fillna("").to_numpy()) & (same != "yes")
    # A measure that only we read into the text is no stated difference.
    read = _is_inferred(frame, "measure") | _is_inferred(base, "measure")
    differs["definition"] = renamed & ~read
    missing = {"measure": renamed & read, **missing}
    # The classes of resources and reserves differ in any case.
    missing["category"] &= ~missing["measure"]
    differs["scope"] = frame["territory"].to_numpy() != base["territory"].fillna("").to_numpy()
    return differs, missing


#: What all production is that states nothing else, so that the words add nothing.
_ANY_PRODUCTION = "mine production"


def _is_inferred(side: pd.DataFrame, field: str) -> Mask:
    """Whether a field of each row is our conclusion, and not stated by its source."""
    inferred: Mask = map_distinct(lambda names: field in names.split(), side["inferred"], dtype=bool)
    return inferred


def _find_unnamed_parts(side: pd.DataFrame, known: pd.DataFrame) -> Mask:
    """Find the parts of a figure that cover the rungs of their whole, and do not say in a field what sets them apart.

    They count less than their category says, so they are not like another publisher's whole of that category.
    """
    wholes = known.drop_duplicates("id").set_index("id")
    whole = side["part_of"].fillna("")
    same = (
        (side["rungs"] != "")
        & (whole.map(wholes["rungs"]) == side["rungs"])
        & (whole.map(wholes["site"]) == side["site"])
    )
    named = (side[list(_PART_FIELDS)].fillna("") != "").any(axis=1)
    unnamed: Mask = (same & ~named).to_numpy()
    return unnamed


def _compare_rungs(one: str, other: str) -> str:
    return {True: "yes", False: "no", None: "unknown"}[has_same_rungs(one, other)]


_AUTHORITY_WORDS = {
    Authority.OFFICIAL: "official, by a document whose codes were not verified here",
    Authority.COMMON: "common practice",
    Authority.JUDGEMENT: "our judgement",
}
_RELATION_WORDS = {
    Relation.EQUAL: "the same rungs as the second",
    Relation.SUBSET: "a part of what the second covers: it cannot be more",
    Relation.SUPERSET: "all of what the second covers, and more: it cannot be less",
    Relation.OVERLAP: "some of what the second covers, and something else",
    Relation.DISJOINT: "nothing of what the second covers",
    Relation.UNKNOWN: "not known: a side is not known, or depends on how its category is read",
}
FLAGS = {
    "STALE": "the two dates are more than three years apart",
    "NOT_INDEPENDENT": "one origin, or one side draws on the other's origin or on the government that keeps it",
    "IN_PLACE_VS_RECOVERABLE": "one counts what is in the ground, the other what can be got out of it (R6.4)",
    "INFERRED_INSIDE": "inferred tonnage may or may not be inside",
    "TERRITORY": "the two draw the borders of the place otherwise",
    "SERIES_BREAK": "between editions the baseline moved by more than five times what was mined, or upwards",
}


def explain_verdict(figure: Figure, dataset: Dataset) -> str:
    """Explain the verdict on a figure and its baseline, in one paragraph."""
    sides = (dataset.estimates[figure.id], dataset.estimates[figure.baseline])
    rule = Verdict(figure.verdict).meaning.rule
    if figure.verdict == Verdict.UNKNOWN and not figure.unstated:
        rule = "a side draws on the other and cannot contradict it, and no reported part closes the gap (R5.3)"
    sentences = [f"{figure.title}: {figure.verdict}, because {rule}."]
    sentences += [f"{_describe_side(side, dataset)}." for side in sides]
    if sides[0].measure is not Measure.PRODUCTION:
        coverage = relate_rungs(*(find_rung_options(dataset.classification, side.classified) for side in sides))
        sentences += [f"So the first covers {_RELATION_WORDS[coverage]}."]
    authorities = [one for side in sides for one in find_authorities(dataset.classification, side.classified)]
    if authorities:
        sentences.append(
            f"The place of the categories on the ladder is {_AUTHORITY_WORDS[weakest_authority(authorities)]}."
        )
    if figure.unstated:
        sentences.append(f"Not stated by one of them or both: {', '.join(figure.unstated)}.")
    if figure.earlier_edition:
        sentences.append(f"The earlier edition is {figure.earlier_edition}.")
    sentences += [f"{flag}: {FLAGS[flag]}." for flag in figure.flags]
    return " ".join(sentences)


def _describe_side(estimate: Estimate, dataset: Dataset) -> str:
    rungs = format_rungs(find_rung_options(dataset.classification, estimate.classified))
    stated = (estimate.basis, estimate.stage.replace("_", " "), estimate.system, estimate.category)
    what = ", ".join(filter(None, stated))
    covers = f"rungs {rungs}" if rungs else "rungs not known"
    inferred = f"{', '.join(estimate.inferred)} inferred" if estimate.inferred else ""
    # Production has no rung on the ladder.
    aside = "; ".join(filter(None, (covers if estimate.measure is not Measure.PRODUCTION else "", inferred)))
    return f"{estimate.id} counts {what or 'nothing that it states'}{f' ({aside})' if aside else ''}"


def compare_pairs(frame: pd.DataFrame, base: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Compare each row of ``frame`` with the same row of ``base``, and add the comparison columns.

    Rows of ``base`` that are empty, or that are the figure itself, are no baselines. ``known`` has all figures that
    are known, for the earlier editions among them.
    """
    earlier = (known["status"] == Status.SUPERSEDED.value) & (known["derived_from"] == "")
    superseded = known[earlier & known["low_t"].notna()]
    base_ids = base["id"].fillna("").to_numpy()
    pair = (base_ids != "") & (base_ids != frame["id"].to_numpy())
    basis, base_basis = frame["basis"].to_numpy(), base["basis"].fillna("").to_numpy()
    counts_other = np.isin(basis, OTHER_QUANTITIES) | np.isin(base_basis, OTHER_QUANTITIES)
    # Two tonnages of ore are comparable; ore and the oxide in it are not.
    not_comparable = pair & counts_other & (basis != base_basis)
    measured = pair & ~not_comparable & frame["low_t"].notna().to_numpy() & base["low_t"].notna().to_numpy()
    converted, converted_base = (
        _convert_monazite(side, other).assign(is_unnamed_part=_find_unnamed_parts(side, known))
        for side, other in ((frame, base), (base, frame))
    )
    judged = frame.assign(
        baseline=np.where(pair, base_ids, ""),
        **compute_ratios(converted, converted_base, measured),
        **judge_pairs(
            converted,
            converted_base,
            not_comparable=not_comparable,
            measured=measured,
            by_parts=reconcile_through_parts(frame, base, known),
            superseded=superseded,
        ),
    )
    meet = intervals_meet(read_interval(converted), read_interval(converted_base))
    judged["times_apart"] = minimum_times_apart(judged, meet)
    judged["unexplained_fold"] = unexplained_times_apart(judged)
    return judged.assign(size=classify_gap(judged, meet))


def _convert_monazite(frame: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Convert amounts of monazite to the oxide in it, unless the other side is monazite too and the factor cancels."""
    basis, other_basis = frame["basis"].fillna("").to_numpy(), other["basis"].fillna("").to_numpy()
    monazite: Mask = (basis == Basis.MONAZITE.value) & (other_basis != Basis.MONAZITE.value) & (other_basis != "")
    if not monazite.any():
        return frame
    factor = load_factors().to_reo[Basis.MONAZITE.value]
    factors = {"low_t": factor.low, "value_t": factor.value, "high_t": factor.high}
    amounts = {name: to_floats(frame, name) * np.where(monazite, float(end), 1.0) for name, end in factors.items()}
    digits = to_floats(frame, "digits")
    return frame.assign(**amounts, digits=np.where(monazite, np.fmin(digits, factor.digits), digits))


def round_comparison(frame: pd.DataFrame) -> pd.DataFrame:
    """Round the ratios of a comparison to one digit more than their less precise operands have."""
    # Some formats, such as JSON, cannot represent infinity.
    finite = frame["unexplained_fold"].replace(np.inf, np.nan)
    return round_ratios(frame.assign(unexplained_fold=finite), {**RATIO_ROUNDING, "unexplained_fold": np.rint})
