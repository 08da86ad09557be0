"""The world list of a source, its total, and the ranks and shares that places have in it."""

from collections.abc import Iterable, Mapping, Sequence
from math import inf, isnan
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.figures import DERIVED_DIGITS, FigureRow, edition_title, short_attribution, to_rows
from rareearth_cli.analysis.judge import (
    AmountInterval,
    ShareInterval,
    calculate_share,
    calculate_share_of_sum,
    format_share,
)
from rareearth_cli.analysis.pairing import BASELINE_SERIES, compare, select_baselines
from rareearth_cli.model.errors import NotOnRecord, NotRankable
from rareearth_cli.model.interval import intervals_meet, make_interval
from rareearth_cli.model.names import OTHER, WORLD
from rareearth_cli.model.quantity import POINT_KINDS, Kind, add_unit
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import (
    DISPLAY_UNITS,
    OTHER_QUANTITIES,
    Basis,
    Measure,
    ShareOf,
    Status,
    Verification,
)
from rareearth_cli.model.wording import (
    bound_words,
    choose_unit,
    digits_of_end,
    format_amount,
    format_in_unit,
    format_number,
    format_ratio_high,
    format_ratio_low,
)

#: Bases that a list of rare earths leaves out; for monazite, the oxide in it is listed instead of the mineral.
EXCLUDED_BASES = (*OTHER_QUANTITIES, Basis.MONAZITE.value)


class WorldList(NamedTuple):
    """The rows of one source for a measure, and for production of one year; ``total`` has the row of the world."""

    source: str
    title: str
    published: str
    measure: str
    period: str
    rows: pd.DataFrame
    total: pd.DataFrame
    #: Whether it was read in the text of somebody else, who may have left rows out.
    copied: bool = False


class Coverage(NamedTuple):
    """How much of its world total a list covers. All amounts are in tonnes."""

    rows: AmountInterval
    #: What is not of a listed country: the row of other countries, and what the rows leave of the total.
    rest_t: float
    #: The least that the rest can be, where the total or a row is a range or a bound; otherwise the same.
    least_rest_t: float
    #: The parts of the rest: each row of a group, and what the rows leave of the total. No country is in two of them.
    parts_t: tuple[float, ...]
    #: The most that one country which is not listed can have, the rounding of the total included.
    most_unlisted_t: float
    #: Whether the total is a bound, so that nobody knows what the rows leave of it.
    bounded: bool
    #: Whether the rows add up to less than the total.
    partial: bool
    #: Whether the rows are known to be all that the list has.
    whole: bool
    #: Whether the rows add up to more than the total.
    excess: bool


def select_world_list(
    frame: pd.DataFrame, dataset: Dataset, measure: str, source: str | None, year: str | None
) -> WorldList:
    """Select the newest list that has a world total, for without one nobody knows how much a list leaves out.

    Parameters
    ----------
    frame
        All figures known at the time of the question.
    dataset
        The dataset that the figures come from.
    measure
        Reserves, resources or production.
    source
        The id of a source; None selects the newest edition of USGS.
    year
        A year of production; None selects the newest in the source.

    Raises
    ------
    NotOnRecord
        There is no such source, it lists no places for the measure and year, or its list has no world total.

    """
    printed = select_printed(frame, measure)
    if source is not None and source not in dataset.sources:
        raise NotOnRecord(f"unknown source '{source}'; 'rareearth sources' lists the ids")
    rows = printed[printed["source"] == source] if source is not None else printed[printed["series"] == BASELINE_SERIES]
    if year is not None:
        rows = rows[rows["period"].str.startswith(year)]
    lists = find_lists(rows)
    if lists.empty:
        raise NotOnRecord(_explain_missing_list(rows, printed, measure, source, year))
    newest, period = lists.iloc[-1]
    rows = rows[rows["source"] == newest]
    if measure == Measure.PRODUCTION:
        rows = rows[rows["period"] == period]
    rows = _subtract_members(_choose_category(rows), dataset)
    source_record = dataset.sources[newest]
    publisher = dataset.publishers.get(source_record.publisher, source_record.publisher)
    world = rows["place"] == WORLD
    return WorldList(
        source=newest,
        title=edition_title(publisher, source_record),
        published=source_record.published.formatted if source_record.published else "undated",
        measure=measure,
        period=period,
        rows=rows[~world],
        total=rows[world & _has_amount(rows)],
        copied=source_record.verification == Verification.SECONDARY,
    )


def _choose_category(rows: pd.DataFrame) -> pd.DataFrame:
    """Where a list has a place in two categories, keep the one with more rows throughout, or else the smaller total.

    The order of the rows must not decide.
    """
    twice = rows["place"].duplicated(keep=False)
    if not twice.any():
        return rows
    totals = rows[rows["place"] == WORLD]
    counts = totals["category"].map(rows["category"].value_counts())
    ordered = totals.assign(rows=-counts).sort_values(["rows", "value_t", "category"], kind="stable")
    category = str(ordered["category"].iloc[0])
    kept: pd.DataFrame = rows[~twice | (rows["category"] == category)]
    return kept


def _subtract_members(rows: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """Reduce the row of a group by those of its members in the same list, so that a sum counts each tonne once."""
    for place in (one for one in dataset.places.values() if one.members):
        own = rows["place"] == place.code
        members = rows[rows["place"].isin(place.members)] if own.any() else rows.iloc[:0]
        if members.empty:
            continue
        amounts = members["value_t"].fillna(members["low_t"]).groupby([members["source"], members["period"]]).sum()
        listed = amounts.reindex(pd.MultiIndex.from_frame(rows.loc[own, ["source", "period"]]), fill_value=0.0)
        ends = ["value_t", "low_t", "high_t"]
        rows = rows.copy()
        rows.loc[own, ends] = rows.loc[own, ends].sub(listed.to_numpy(), axis=0).clip(lower=0.0)
    return rows


def find_lists(rows: pd.DataFrame) -> pd.DataFrame:
    """Find the lists with a world total among figures of one measure: their source and period, the newest last."""
    lists = rows[(rows["place"] == WORLD) & _has_amount(rows)]
    places = rows.loc[rows["place"] != WORLD, ["source", "period"]].drop_duplicates()
    lists = lists.merge(places, on=["source", "period"])
    return lists.sort_values(["source_rank", "period"], kind="stable")[["source", "period"]]


def _has_amount(rows: pd.DataFrame) -> "pd.Series[bool]":
    return rows["value_t"].notna() | rows["low_t"].notna()


#: At most this many other lists are named.
_MAX_LISTS = 3


def _explain_missing_list(
    rows: pd.DataFrame, printed: pd.DataFrame, measure: str, source: str | None, year: str | None
) -> str:
    whose, of = f"'{source}'" if source else "USGS", f" of {year}" if year else ""
    if (rows["place"] != WORLD).sum() == 0:
        return f"no list of {measure}{of} by {whose} is in our data: 'rareearth sources' lists the sources"
    why = f"the list of {measure}{of} by {whose} has no world total in our data, so nobody can be ranked in it"
    others = find_lists(printed if year is None else printed[printed["period"].str.startswith(year)])
    names = list(dict.fromkeys(reversed(others["source"].to_list())))[:_MAX_LISTS]
    return f"{why}: ask for {' or '.join(f'--source {name}' for name in names)}" if names else why


def find_full_lists(frame: pd.DataFrame, listed: WorldList, groups: frozenset[str]) -> list[str]:
    """Find the sources whose lists of the same measure and period add up to their totals, the newest first."""
    rows = select_printed(frame, listed.measure)
    rows = rows[rows["period"] == listed.period]
    others = [one for one in reversed(find_lists(rows)["source"].to_list()) if one != listed.source]
    return [one for one in dict.fromkeys(others) if is_list_complete(rows, one, groups)][:_MAX_LISTS]


def is_list_complete(rows: pd.DataFrame, source: str, groups: frozenset[str]) -> bool:
    """Whether we read the list of a source and its rows add up to its world total, for one measure and period."""
    own = to_rows(rows[rows["source"] == source])
    total = next(amount_interval(row) for row in own if row.place == WORLD and not isnan(ranked_value(row)))
    coverage = cover_total([row for row in own if row.place != WORLD], total, groups)
    read = all(row.verification == Verification.PRIMARY for row in own)
    return read and coverage.whole and not coverage.excess


def select_national(frame: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Select figures of rare earths for whole places, without parts and addends."""
    wanted = (frame["measure"] == measure) & (frame["site"] == "") & (frame["part_of"] == "") & ~frame["addend"]
    wanted &= ~frame["basis"].isin(EXCLUDED_BASES)
    wanted &= frame["status"].isin((Status.PUBLISHED.value, Status.SUPERSEDED.value))
    return frame[wanted]


def select_printed(frame: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Select figures for whole places that sources publish, without sums that we derive."""
    rows = select_national(frame, measure)
    return rows[rows["derived_from"] == ""]


def select_current(frame: pd.DataFrame, measure: str, period: str) -> pd.DataFrame:
    """Select the current figure of each origin for each place, if it has an amount; for production, those of a year."""
    rows = select_national(frame, measure)
    rows = rows[rows["current_for_year"] & (rows["value_t"].notna() | rows["low_t"].notna())]
    return rows if measure != Measure.PRODUCTION else rows[rows["period"] == period]


def group_codes(dataset: Dataset) -> frozenset[str]:
    """Codes that are not single places: the world, other countries, and groups such as the CIS."""
    return frozenset({OTHER} | {code for code, place in dataset.places.items() if place.group})


def ranked_value(row: FigureRow) -> float:
    """Return the tonnes by which a figure is ranked: its value, or the lower end of a range; NaN if it has neither."""
    return row.low_t if isnan(row.value_t) else row.value_t


def _upper_end(row: FigureRow) -> float:
    """Return the upper end of a range, and of other figures the tonnes by which they are ranked."""
    return row.high_t if row.kind == Kind.RANGE else ranked_value(row)


def amount_interval(row: FigureRow) -> AmountInterval:
    """Return the amount of a row with its interval; the value of a range is its lower end."""
    low, high = (None if isnan(end) else end for end in (row.low_t, row.high_t))
    digits = min(row.digits, DERIVED_DIGITS) if row.derived_from else row.digits
    return AmountInterval(ranked_value(row), low, high, row.kind, max(1, digits))


def world_total(listed: WorldList) -> AmountInterval:
    """Return the world total that the source publishes."""
    return amount_interval(to_rows(listed.total)[0])


def cover_total(rows: Sequence[FigureRow], total: AmountInterval, groups: frozenset[str]) -> Coverage:
    """Find out how much of a world total the rows of its list cover.

    A list is known to be whole if its rows add up to its total, or do so within rounding and go on to other countries
    or to one with zero: of older editions, often only some rows are in our data. Where nobody knows, a country that is
    not listed may have what the rounding of the total leaves.

    Parameters
    ----------
    rows
        The rows of the list, without the world.
    total
        The world total of the list.
    groups
        Codes that are not single places, from `group_codes`.

    """
    # A place that a list names twice is one place.
    rows = list({row.place: row for row in rows}.values())
    added = sum_rows(rows)
    window = make_interval(total.low_t, total.high_t, total.kind)
    # Bounds and ranges may be as much as the whole total, or leave some of it.
    open_ended = added.kind not in (*POINT_KINDS, Kind.ZERO)
    most_added = (inf if added.high_t is None else added.high_t) if open_ended else added.value_t
    # The largest rows alone may reach a rounded total, unless the list goes on to countries without an amount.
    goes_on = any(row.place == OTHER or ranked_value(row) == 0 for row in rows)
    partial = most_added < window[0]
    # Rows that come to more than the printed total may still leave what its rounding adds.
    whole = not partial and (goes_on or added.value_t == total.value_t or added.value_t >= window[1])
    least_added = (added.low_t or 0.0) if open_ended else added.value_t
    beyond = not partial and not intervals_meet((least_added, inf, True), window)
    of_groups = [value for row in rows if row.place in groups and not isnan(value := ranked_value(row))]
    others = sum(of_groups)
    bounded = total.kind in (Kind.LOWER, Kind.UPPER)
    most, least = 0.0, 0.0
    spread = total.kind == Kind.RANGE
    if (partial or spread or open_ended) and not bounded:
        ends = [(row.kind, ranked_value(row), row.low_t, row.high_t) for row in rows if not isnan(ranked_value(row))]
        low = sum(
            0.0 if kind == Kind.UPPER else start if kind == Kind.RANGE else value for kind, value, start, _ in ends
        )
        # A lower bound may be as much as the whole rest.
        high = sum(inf if kind == Kind.LOWER else end if kind == Kind.RANGE else value for kind, value, _, end in ends)
        most = (total.high_t if spread and total.high_t is not None else total.value_t) - low
        least = (total.low_t if spread and total.low_t is not None else total.value_t) - high
        # Decimal fractions of tonnes leave a rest of 1e-13 where there is none.
        most, least = round(most, 6), round(least, 6)
    unlisted = 0.0
    if bounded and partial:
        # What a lower bound has more than the rows is certainly elsewhere.
        unlisted = total.value_t - most_added if total.kind == Kind.LOWER else 0.0
    elif not (whole or partial or bounded) or (bounded and least_added < total.value_t):
        # A row that is a bound may leave what the total has more than the rows are known to have.
        unlisted = (total.high_t or total.value_t) - least_added
    parts = (*of_groups, max(most, 0.0, unlisted))
    rounding = (total.high_t or total.value_t) - least_added if partial and not bounded else 0.0
    return Coverage(
        rows=added,
        rest_t=others + max(most, 0.0),
        least_rest_t=others + max(least, 0.0),
        parts_t=parts,
        most_unlisted_t=max(*parts, rounding),
        bounded=bounded,
        partial=partial,
        whole=whole,
        excess=beyond,
    )


def sum_rows(rows: Sequence[FigureRow]) -> AmountInterval:
    """Sum the amounts of a list, to three significant digits; rows without an amount are left out.

    A sum with a lower bound in it is a lower bound, and likewise above; one with an upper bound or range besides is a
    lower bound too, as it has no end, and otherwise a range.
    """
    amounts = [amount_interval(row) for row in rows if not isnan(ranked_value(row))]
    total = sum(one.value_t for one in amounts)
    kinds = {one.kind for one in amounts if one.kind not in (*POINT_KINDS, Kind.ZERO)}
    if not kinds:
        return AmountInterval(total, total, total, Kind.POINT.value, _SUM_DIGITS)
    kind = kinds.pop() if len(kinds) == 1 else Kind.RANGE.value
    # Of single values the sum is taken without what rounding leaves open, as where no bound is among them.
    single = (*POINT_KINDS, Kind.ZERO)
    low = sum(one.value_t if one.kind in single else one.low_t or 0.0 for one in amounts)
    ends = [one.value_t if one.kind in single else one.high_t for one in amounts]
    high = None if None in ends else sum(end for end in ends if end is not None)
    if kind == Kind.RANGE and high is None:
        return AmountInterval(low, low, None, Kind.LOWER.value, _SUM_DIGITS)
    return AmountInterval(total, low, high, kind, _SUM_DIGITS)


#: Lists print their amounts to at most three significant digits.
_SUM_DIGITS = 3


_STOCKS = (Measure.RESERVES.value, Measure.RESOURCES.value)


def rank_amount(place: str, tonnes: float, listed: WorldList, groups: frozenset[str]) -> tuple[int, bool]:
    """Rank an amount of tonnes, as that of a place, among the other countries of a list.

    Returns
    -------
    rank : int
        The rank among the countries listed.
    at_best : bool
        Whether the rest of the list is larger than the amount, so that a country in it may be ahead.

    """
    rows = {row.place: row for row in to_rows(listed.rows)}
    others = [ranked_value(row) for code, row in rows.items() if code not in groups and code != place]
    coverage = cover_total(list(rows.values()), world_total(listed), groups)
    return rank_among(tonnes, others), tonnes < coverage.most_unlisted_t


def rank_among(tonnes: float, others: Iterable[float]) -> int:
    """Rank an amount among others; equal amounts share a rank, and missing ones (NaN) are ignored."""
    return 1 + sum(other > tonnes for other in others)


class PossibleRank(NamedTuple):
    """The rank that one estimate gives its place."""

    rank: int
    id: str
    printed: str
    #: Whether it is defined as the figure of the ranked source is: yes, no or unknown.
    comparable: str
    value_t: float
    #: The figure that gives it; of a range, both ends.
    amount: AmountInterval
    #: Whether a country that the list leaves out could stand before it.
    at_best: bool


class RankedPlace(NamedTuple):
    """A place of a ranking; ``rank`` is None if the source has no figure for it, or only zero."""

    rank: int | None
    #: The rank by the upper end of a range; for other figures the same.
    highest_rank: int | None
    #: Whether the rest of the list is so large that a country which is not listed could stand before it.
    at_best: bool
    tied: bool
    place: str
    name: str
    row: FigureRow | None
    amount: AmountInterval | None
    share_of_total: ShareInterval | None
    share_of_rows: ShareInterval | None
    #: The best and the worst rank that its current estimates allow.
    best: PossibleRank | None
    worst: PossibleRank | None
    #: The ranks by the smallest and by the largest of its current estimates.
    least: PossibleRank | None
    most: PossibleRank | None
    #: Whether it is ranked by a substituted estimate.
    used: bool
    #: Whether its row is defined as the figure of the ranked source is: yes, no or unknown; empty without a row.
    comparable: str


def find_substitute(
    frame: pd.DataFrame, place: str, estimate: str, listed: WorldList, groups: frozenset[str]
) -> FigureRow:
    """Find the figure to be used for a place in a ranking.

    Parameters
    ----------
    frame
        All figures known at the time of the question.
    place
        The code of the place.
    estimate
        The id of an estimate, or of a source that has one figure for the place.
    listed
        The list that is ranked.
    groups
        Codes that are not single places, from `group_codes`.

    Raises
    ------
    NotRankable
        The place is a group, or there is no such figure, or it is for another place, measure or year.

    """
    if place in groups:
        raise NotRankable(f"{place} is not a country and has no rank: name a country in --using")
    rows = frame[frame["id"] == estimate]
    if rows.empty:
        own = (frame["source"] == estimate) & (frame["place"] == place) & (frame["measure"] == listed.measure)
        own &= (frame["site"] == "") & (frame["part_of"] == "") & ~frame["addend"]
        rows = frame[own & (frame["period"] == listed.period)] if listed.measure == Measure.PRODUCTION else frame[own]
    if len(rows) != 1:
        what = "names more than one figure" if len(rows) else "is neither an amount nor the id of a figure to rank by"
        remedy = "write an amount such as 28.7Mt, or an id of 'rareearth estimates --columns id,printed'"
        raise NotRankable(f"'{estimate}' {what}; {remedy}")
    row = to_rows(rows)[0]
    if (why := _explain_unfit(row, place, listed)) is not None:
        raise NotRankable(why)
    return row


def _explain_unfit(row: FigureRow, place: str, listed: WorldList) -> str | None:
    """Explain why a figure cannot be ranked in a list; resources can be ranked among reserves, and are marked."""
    if row.place != place:
        return f"'{row.id}' is a figure of {row.name}: write {row.place}={row.id}"
    alike = row.measure == listed.measure or (row.measure in _STOCKS and listed.measure in _STOCKS)
    if not alike or row.basis in EXCLUDED_BASES:
        counts = row.basis if row.basis in EXCLUDED_BASES else row.measure
        words = str(counts).replace("_", " ")
        return f"'{row.id}' counts {words}: it cannot stand in a ranking of rare-earth {listed.measure}"
    if listed.measure == Measure.PRODUCTION and row.period != listed.period:
        return f"'{row.id}' is of {row.period}, the ranking of {listed.period}: ask for that with --year"
    if isnan(ranked_value(row)):
        return f"'{row.id}' is printed as {row.printed}: there is no amount to rank by"
    return None


def build_ranking(
    frame: pd.DataFrame,
    listed: WorldList,
    used: Mapping[str, FigureRow],
    groups: frozenset[str],
    comparability: Mapping[str, str],
) -> tuple[RankedPlace, ...]:
    """Rank the places of a list, followed by unranked places and those that only other sources have figures for.

    The possible ranks of a place follow from its current estimates, while all other places keep their figures.

    Parameters
    ----------
    frame
        All figures known at the time of the question.
    listed
        The list that is ranked.
    used
        Substituted figures by the code of their place.
    groups
        Codes that are not single places, from `group_codes`; they are left out.
    comparability
        Whether each figure is defined as the list is, from `state_comparability`; unknown for those that it lacks.

    """
    listed_rows = {row.place: row for row in to_rows(listed.rows)}
    rows = listed_rows | dict(used)
    values = {place: value for place, row in rows.items() if place not in groups and (value := ranked_value(row)) > 0}
    total = None if used else world_total(listed)
    sum_of_rows = sum_rows(list(rows.values()))
    coverage = cover_total(list(listed_rows.values()), world_total(listed), groups)
    # Among a few rows of a list, other estimates would get ranks that mean nothing.
    others = {} if coverage.partial else _figures_of_others(frame, listed)
    found = []
    for place in [place for place in dict.fromkeys([*rows, *others]) if place not in groups]:
        row, ranked = rows.get(place), place in values
        rest = [value for other, value in values.items() if other != place]
        own = [one for one in (row, listed_rows.get(place) if place in used else None) if one is not None]
        figures = [*own, *others.get(place, [])]
        ranks = [
            one for figure in figures for one in _possible_ranks(figure, rest, coverage.most_unlisted_t, comparability)
        ]
        amount = amount_interval(row) if row is not None and ranked else None
        found.append(
            RankedPlace(
                rank=rank_among(values[place], rest) if ranked else None,
                highest_rank=rank_among(_upper_end(row), rest) if ranked and row is not None else None,
                at_best=ranked and values[place] < coverage.most_unlisted_t,
                tied=ranked and values[place] in rest,
                place=place,
                name=figures[0].name,
                row=row,
                amount=amount,
                share_of_total=calculate_share(amount, total) if amount and total else None,
                share_of_rows=calculate_share_of_sum(amount, sum_of_rows) if amount and not coverage.partial else None,
                best=min(ranks, default=None, key=lambda one: (one.rank, -one.value_t, one.id)),
                worst=max(ranks, default=None, key=lambda one: (one.rank, -one.value_t, one.id)),
                least=min(ranks, default=None, key=lambda one: (one.value_t, one.id)),
                most=max(ranks, default=None, key=lambda one: (one.value_t, one.id)),
                used=place in used,
                comparable=comparability.get(row.id, "unknown") if row else "",
            )
        )
    return tuple(sorted(found, key=lambda one: (one.rank is None, one.rank or 0, one.row is None, one.name)))


def _figures_of_others(frame: pd.DataFrame, listed: WorldList) -> dict[str, list[FigureRow]]:
    """Collect the current figures of other origins by place: what the list's publisher says elsewhere is its own."""
    current = select_current(frame, listed.measure, listed.period)
    own = current["series"].isin(set(listed.rows["series"]) - {""}) | (current["source"] == listed.source)
    own |= current["root"].isin(set(listed.rows["root"]))
    by_place: dict[str, list[FigureRow]] = {}
    for row in to_rows(current[~own]):
        by_place.setdefault(row.place, []).append(row)
    return by_place


def _possible_ranks(
    row: FigureRow, others: list[float], rest_t: float, comparability: Mapping[str, str]
) -> list[PossibleRank]:
    """Rank a figure, or both ends of a range; zero, missing amounts and upper bounds have no rank.

    ``rest_t`` is the most that a country may have which the list leaves out.
    """
    if row.kind == Kind.UPPER:
        return []
    ends = [row.low_t, row.high_t] if row.kind == Kind.RANGE else [ranked_value(row)]
    comparable = comparability.get(row.id, "unknown")
    return [
        PossibleRank(
            rank_among(end, others), row.id, printed_text(row), comparable, end, amount_interval(row), end < rest_t
        )
        for end in ends
        if end > 0
    ]


def name_amount(amount: AmountInterval, printed: str = "", unit: str | None = None) -> str:
    """Name an amount in a sentence, such as ``more than 75 Mt``; ``printed`` is the figure as published."""
    if amount.kind == Kind.RANGE and amount.low_t is not None and amount.high_t is not None:
        unit = choose_unit(amount.high_t)
        low, high = (digits_of_end(end, amount.digits) for end in (amount.low_t, amount.high_t))
        return f"{format_in_unit(amount.low_t, low, unit)} to {format_amount(amount.high_t, high)}"
    digits, unit = min(amount.digits, _MAX_NAMED_DIGITS), unit or choose_unit(amount.value_t)
    # A bound that we calculate stays a bound when it is rounded.
    rounded = _ROUND_BOUNDS.get(amount.kind, format_number)(amount.value_t / DISPLAY_UNITS[unit], digits)
    return f"{bound_words(amount.kind, printed)}{rounded} {unit}"


_ROUND_BOUNDS = {Kind.LOWER.value: format_ratio_low, Kind.UPPER.value: format_ratio_high}
#: More digits than these are more than a sentence needs.
_MAX_NAMED_DIGITS = 4


def printed_text(row: FigureRow) -> str:
    """Return a figure as published; of a sum that we derive, the amount, and that it is a sum."""
    if row.printed:
        return row.printed
    amount = format_amount(ranked_value(row), min(row.digits, DERIVED_DIGITS) if row.derived_from else row.digits)
    return f"{amount} (a sum)" if row.derived_from else amount


def printed_with_unit(row: FigureRow) -> str:
    """Return a figure as published, with the unit of its table if the text has none."""
    return add_unit(printed_text(row), row.unit)


def state_comparability(frame: pd.DataFrame, listed: WorldList, used: Mapping[str, FigureRow]) -> dict[str, str]:
    """State for each figure whether it is defined as the list's own figure for its place: yes, no or unknown."""
    ids = {*select_current(frame, listed.measure, listed.period)["id"], *(row.id for row in used.values())}
    compared = compare(frame[frame["id"].isin(ids)], select_baselines(frame, listed.source), frame)
    comparability = {row.id: row.comparable or "unknown" for row in to_rows(compared)}
    other_measure = {row.id: "no" for row in used.values() if row.measure != listed.measure}
    return comparability | other_measure | dict.fromkeys(listed.rows["id"], "yes")


#: The measures from which a share can be derived, and what it is then a share of.
DERIVED_SHARES = {Measure.RESERVES: ShareOf.RESERVES, Measure.PRODUCTION: ShareOf.MINE_PRODUCTION}
#: The most significant digits of a total in a fraction: some sources publish totals to the hundred kilograms.
_MAX_FRACTION_DIGITS = 4
STAGES = [stage.value for stage in ShareOf]


class WorldShare(NamedTuple):
    """A published or derived share of the world; ``row`` is the share itself, or the amount it is derived from."""

    stage: str
    year: str
    #: The short name of the publisher.
    publisher: str
    attribution: str
    #: The share as published, or the fraction that it is derived from.
    figure_text: str
    share: ShareInterval
    #: The share of the sum of the source's rows, if it differs from the share of the total.
    share_of_rows: ShareInterval | None
    derived: bool
    row: FigureRow
    #: The world total that the share is derived from.
    whole: FigureRow | None


def find_world_shares(frame: pd.DataFrame, dataset: Dataset, place: str) -> list[WorldShare]:
    """Find all shares of a place, ordered by stage and then by year, newest first; they include misquoted ones."""
    printed = frame[(frame["measure"] == Measure.SHARE.value) & (frame["place"] == place)]
    found = [_from_printed(row, dataset) for row in to_rows(printed)]
    for measure in DERIVED_SHARES:
        found += _derive_shares(frame, dataset, place, measure)
    found.sort(key=lambda one: (one.row.source_rank, one.year), reverse=True)
    return sorted(found, key=lambda one: (STAGES.index(one.stage), -int(one.year[:4] or 0)))


def _from_printed(row: FigureRow, dataset: Dataset) -> WorldShare:
    low = 0.0 if isnan(row.low_pct) else row.low_pct
    value = low if isnan(row.value_pct) else row.value_pct
    high = 100.0 if isnan(row.high_pct) else row.high_pct
    share = ShareInterval(value, low, high, row.kind, max(1, row.digits))
    return WorldShare(
        stage=row.share_of,
        year=_stated_year(row),
        publisher=dataset.publishers.get(row.publisher, row.publisher),
        attribution=short_attribution(row, dataset),
        figure_text=row.printed,
        share=share,
        share_of_rows=None,
        derived=False,
        row=row,
        whole=None,
    )


def _derive_shares(frame: pd.DataFrame, dataset: Dataset, place: str, measure: Measure) -> list[WorldShare]:
    """Derive the shares of a place from its figure and the total in the same source and year."""
    rows = select_printed(frame, measure)
    # A place of which the list has zero has a share of zero.
    rows = rows[(rows["value_t"] > 0) | (rows["kind"] == Kind.RANGE) | (rows["kind"] == Kind.ZERO)]
    own = sorted(to_rows(rows[rows["place"] == place]), key=lambda one: one.source_rank)
    rows = rows[rows["source"].isin({one.source for one in own})]
    summed = _subtract_members(rows[rows["place"] != WORLD], dataset)
    lists, totals = (_group_by_list(one) for one in (summed, rows[rows["place"] == WORLD]))
    found: dict[tuple[object, ...], WorldShare] = {}
    pairs = ((one, total) for one in own for total in totals.get((one.source, one.period), []))
    for row, whole in pairs:
        several = len(totals[row.source, row.period]) > 1
        if several and row.category != whole.category:
            continue
        share = calculate_share(amount_interval(row), amount_interval(whole))
        if share is None:
            continue
        members = [
            one for one in lists.get((row.source, row.period), []) if not several or one.category == whole.category
        ]
        coverage = cover_total(members, amount_interval(whole), frozenset())
        # Of rows that add up to a bound, the share is a bound too, which says less than the share of the total.
        whole_list = not coverage.partial and coverage.rows.kind == Kind.POINT
        added = calculate_share(amount_interval(row), coverage.rows) if whole_list else None
        # Versions of an edition that change neither amount share a key, so the share is listed once.
        found[row.series or row.source, row.edition, row.period, ranked_value(row), ranked_value(whole)] = WorldShare(
            stage=DERIVED_SHARES[measure].value,
            year=_stated_year(row),
            publisher=dataset.publishers.get(row.publisher, row.publisher),
            attribution=short_attribution(row, dataset),
            figure_text=_format_fraction(row, whole),
            share=share,
            share_of_rows=added if added is not None and format_share(added) != format_share(share) else None,
            derived=True,
            row=row,
            whole=whole,
        )
    return list(found.values())


def _group_by_list(rows: pd.DataFrame) -> dict[tuple[str, str], list[FigureRow]]:
    """Group figures by source and period, which together make a list."""
    lists: dict[tuple[str, str], list[FigureRow]] = {}
    for row in to_rows(rows):
        lists.setdefault((row.source, row.period), []).append(row)
    return lists


def _stated_year(row: FigureRow) -> str:
    return row.period or (row.effective_date.text[:4] if row.effective_date else "")


def _format_fraction(row: FigureRow, whole: FigureRow) -> str:
    unit = choose_unit(ranked_value(whole))
    digits = min(_MAX_FRACTION_DIGITS, max(1, whole.digits))
    part, total = (
        "–".join(format_in_unit(end, digits_of_end(end, most), unit) for end in (one.low_t, one.high_t))
        if one.kind == Kind.RANGE
        else _FRACTION_SIGNS.get(one.kind, "") + format_in_unit(ranked_value(one), most, unit)
        for one, most in ((row, max(1, row.digits)), (whole, digits))
    )
    return f"{part} of {total} {unit}"


_FRACTION_SIGNS = {"lower": ">", "upper": "<", "approx": "~"}
