"""The ``rank`` query: the places of one list by size, or the ranks in all lists."""

import math
from collections.abc import Mapping, Sequence
from functools import partial
from math import isnan
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.figures import FigureRow, attributions_by_id, edition_title, to_rows
from rareearth_cli.analysis.filters import undated_warning
from rareearth_cli.analysis.judge import AmountInterval, round_share
from rareearth_cli.analysis.pairing import BASELINE_SERIES
from rareearth_cli.analysis.revisions import EVER_PUBLISHED
from rareearth_cli.analysis.selection import select_known
from rareearth_cli.analysis.short_form import DATING_COLUMNS, DEFINING_COLUMNS, date_figures, describe_counts
from rareearth_cli.analysis.table import Table, look_up_columns
from rareearth_cli.analysis.world_list import (
    Coverage,
    PossibleRank,
    RankedPlace,
    WorldList,
    amount_interval,
    build_ranking,
    cover_total,
    find_full_lists,
    find_substitute,
    group_codes,
    name_amount,
    rank_among,
    rank_amount,
    ranked_value,
    select_national,
    select_world_list,
    state_comparability,
    sum_rows,
    world_total,
)
from rareearth_cli.model.errors import BadQuantity
from rareearth_cli.model.fields import COLUMNS_BY_COMMAND
from rareearth_cli.model.names import WORLD
from rareearth_cli.model.quantity import (
    PERCENT,
    Kind,
    Quantity,
    count_typed_digits,
    normalize_typed,
    parse_quantity,
)
from rareearth_cli.model.questions import RankQuestion, canonical_question
from rareearth_cli.model.records import Dataset, Source
from rareearth_cli.model.vocabulary import Measure, Status
from rareearth_cli.model.wording import (
    BOUND_SIGNS,
    digits_of_end,
    format_amount,
    format_count,
    format_in_unit,
    ordinal,
)

_COLUMNS = ("place", "name", "source", "id", "publisher", "edition", "version", "period", "published", "printed",
            "kind", "value_t", "low_t", "high_t", "basis", "stage", "system", "category", "status", "url")  # fmt: skip
#: A source that lists fewer places gives no ranks.
_MIN_PLACES = 2


class ListRank(NamedTuple):
    """A rank in the list of a source."""

    rank: int
    #: Whether a country that the list leaves out could stand before it.
    at_best: bool


class SourceMatrix(NamedTuple):
    """All figures of a measure, by place and source."""

    title: str
    #: The list in whose order the places are.
    aside: str
    summary: tuple[str, ...]
    figures: tuple[FigureRow, ...]
    places: tuple[str, ...]
    #: The rank of each figure among those of its source, by its id.
    ranks: Mapping[str, ListRank]
    #: The titles of the sources that rank places, the newest first.
    source_titles: Mapping[str, str]
    table: Table
    dataset_version: str
    query: Mapping[str, object]
    warnings: tuple[str, ...] = ()


def build_source_matrix(
    frame: pd.DataFrame, dataset: Dataset, listed: WorldList, query: Mapping[str, object], top: int | None
) -> SourceMatrix:
    """Build the matrix of all figures of a measure; sources without a total of the world give no ranks."""
    rows = select_national(frame, listed.measure)
    if listed.measure == Measure.PRODUCTION:
        rows = rows[rows["period"] == listed.period]
    groups = group_codes(dataset)
    ranks = _rank_by_source(to_rows(rows[rows["derived_from"] == ""]), groups)
    rows = rows[~rows["place"].isin(groups)].sort_values("source_rank", ascending=False, kind="stable")
    figures = to_rows(rows)
    order = {row.place: (False, -value) for row in to_rows(listed.rows) if not isnan(value := ranked_value(row))}
    figures.sort(key=lambda row: (order.get(row.place, (True, 0.0)), row.name))
    places = tuple(dict.fromkeys(row.place for row in figures))[:top]
    figures = [row for row in figures if row.place in places]
    sources = _sort_sources(figures, ranks)
    return SourceMatrix(
        title=f"Places by source: rare-earth {listed.measure}" + _period_suffix(listed),
        aside=f"in the order of {listed.title}",
        summary=(
            f"{len(figures)} figures of {len(places)} places. In parentheses: the rank in the list of the source.",
        ),
        figures=tuple(figures),
        places=places,
        ranks=ranks,
        source_titles={one: _source_title(dataset.sources[one], dataset) for one in sources},
        table=_build_matrix_table(figures, rows, ranks),
        dataset_version=dataset.version,
        query=query,
    )


def _sort_sources(figures: list[FigureRow], ranks: Mapping[str, ListRank]) -> list[str]:
    """Sort the sources that rank places, the newest first."""
    dates = {row.source: 0 for row in figures if row.id in ranks}
    for row in figures:
        if row.source in dates:
            dates[row.source] = max(dates[row.source], row.source_rank)
    return sorted(dates, key=lambda source: -dates[source])


def _rank_by_source(figures: Sequence[FigureRow], groups: frozenset[str]) -> dict[str, ListRank]:
    """Rank each figure among those of its source, if that has a total of the world and at least two places."""
    lists: dict[tuple[str, str], list[FigureRow]] = {}
    for row in figures:
        lists.setdefault((row.source, row.period), []).append(row)
    ranks: dict[str, ListRank] = {}
    for rows in lists.values():
        total = next((row for row in rows if row.place == WORLD and ranked_value(row) > 0), None)
        ranked = {row.place: row for row in rows if row.place not in groups and ranked_value(row) > 0}
        if total is None or len(ranked) < _MIN_PLACES:
            continue
        coverage = cover_total([row for row in rows if row.place != WORLD], amount_interval(total), groups)
        values = list(map(ranked_value, ranked.values()))
        for row in ranked.values():
            amount = ranked_value(row)
            ranks[row.id] = ListRank(rank_among(amount, values), amount < coverage.most_unlisted_t)
    return ranks


def _period_suffix(listed: WorldList) -> str:
    return f" of {listed.period}" if listed.measure == Measure.PRODUCTION else ""


def _source_title(source: Source, dataset: Dataset) -> str:
    publisher = "" if source.series == BASELINE_SERIES else dataset.publishers.get(source.publisher, source.publisher)
    return edition_title(publisher, source)


def _build_matrix_table(figures: list[FigureRow], frame: pd.DataFrame, ranks: Mapping[str, ListRank]) -> Table:
    ids = [row.id for row in figures]
    found: dict[str, list[object]] = {
        **look_up_columns(frame, ids, _COLUMNS),
        "rank": [ranks[one].rank if one in ranks else None for one in ids],
        "at_best": ["yes" if one in ranks and ranks[one].at_best else None for one in ids],
    }
    return _add_short_form(found, frame, ids).select(COLUMNS_BY_COMMAND["rank --all-sources"])


def _add_short_form(columns: dict[str, list[object]], frame: pd.DataFrame, ids: Sequence[str | None]) -> Table:
    """Add the columns of the short form that a ranking does not have itself; nothing is compared with a baseline."""
    defining = look_up_columns(frame, ids, (*DEFINING_COLUMNS, *DATING_COLUMNS))
    return Table(
        columns={
            **look_up_columns(frame, ids, ("site", "measure", "publisher")),
            **columns,
            "counts": describe_counts(defining),
            "for_or_at": date_figures(defining),
            **{name: columns.get(name, [None] * len(ids)) for name in ("reason", "ratio", "verdict")},
        }
    )


#: Columns of the figure by which a place is ranked.
_FIGURE_COLUMNS = ("id", "source", "edition", "version", "period", "published", "printed", "kind", "value_t", "low_t",
                   "high_t", "basis", "stage", "system", "category", "status", "verification", "url")  # fmt: skip
#: Columns of the table that hold the id of a figure.
_ID_COLUMNS = ("id", "best_id", "worst_id", "least_id", "most_id")
#: The publisher of an amount that the user typed.
AS_TYPED = "as typed"
_COMPARABLE_SENTENCES = {
    "no": "The figure put in is not defined as those of the list.",
    "unknown": "The figure put in may not be defined as those of the list.",
}


class Ranking(NamedTuple):
    """The places of a list by size, each with the ranks that its other current estimates would give it."""

    title: str
    #: The list that is ranked, and its date.
    aside: str
    measure: str
    places: tuple[RankedPlace, ...]
    summary: tuple[str, ...]
    notes: tuple[str, ...]
    #: The totals of the list, by name.
    details: Mapping[str, object]
    table: Table
    #: Publisher and source of each figure, by its id.
    attributions: Mapping[str, str]
    dataset_version: str
    query: Mapping[str, object]
    warnings: tuple[str, ...]


def rank_places(dataset: Dataset, question: RankQuestion) -> Ranking:
    """Rank the places of a source by size, each with the ranks that its other current estimates would give it.

    Raises
    ------
    NotOnRecord
        If the source has no such list, or none for the year.
    NotRankable
        If an estimate cannot be used for the place it is given for.

    """
    frame, listed, warnings = _select_list(dataset, question)
    groups = group_codes(dataset)
    frame = _add_typed_amounts(frame, listed, dataset, question)
    used = {place: find_substitute(frame, place, estimate, listed, groups) for place, estimate in question.using}
    lines = build_ranking(frame, listed, used, groups, state_comparability(frame, listed, used))
    coverage = cover_total(to_rows(listed.rows), world_total(listed), groups)
    full = find_full_lists(frame, listed, groups) if coverage.partial else []
    shown = [one for one in lines if question.top is None or (one.rank is not None and one.rank <= question.top)]
    of = f" of {listed.period}" if listed.measure == Measure.PRODUCTION else ""
    table = _build_table(shown, frame)
    # A figure that was put in is told even if its place is not among the first that are shown.
    ids = [*(one for key in _ID_COLUMNS for one in table.columns[key]), *(one.id for one in used.values())]
    attributions = _attribute_figures(ids, dataset)
    return Ranking(
        title=f"World ranking: rare-earth {listed.measure}{of}",
        aside=f"{listed.title}, {listed.published}" + (f", with {format_count(len(used), 'change')}" if used else ""),
        measure=listed.measure,
        places=tuple(shown),
        summary=_summarize(lines, listed, coverage, groups, used, attributions),
        notes=(*_list_notes(shown, coverage, world_total(listed), used), *_name_full_lists(coverage, full)),
        details=_build_details(lines, listed, coverage, used),
        table=table,
        attributions=attributions,
        dataset_version=dataset.version,
        query=canonical_question("rank", question),
        warnings=(*warnings, *_warn_of_total(listed, coverage), *_warn_of_substitutes(lines)),
    )


#: What a typed amount says nothing of.
_UNSTATED = ("basis", "stage", "system", "category", "rungs", "site", "series", "source", "edition", "version", "url",
             "locator", "verification", "effective_date", "published", "derived_from", "part_of")  # fmt: skip


def _add_typed_amounts(
    frame: pd.DataFrame, listed: WorldList, dataset: Dataset, question: RankQuestion
) -> pd.DataFrame:
    """Add a figure for each amount that is typed in the place of an id, such as ``28.7Mt``; it states nothing else."""
    typed = []
    for place, text in question.using:
        quantity = None if text in dataset.estimates or text in dataset.sources else _parse_amount(text)
        if quantity is None or quantity.low is None or place not in dataset.places:
            continue
        ends = {name: math.nan if one is None else float(one) for name, one in zip(
            ("value_t", "low_t", "high_t"), (quantity.value, quantity.low, quantity.high), strict=True)}  # fmt: skip
        row = listed.rows.iloc[[0]].assign(
            id=text, place=place, name=dataset.places[place].name, publisher=AS_TYPED, printed=quantity.printed,
            kind=quantity.kind.value, unit=quantity.unit or "t", digits=quantity.digits or 1, root=text,
            status=Status.PUBLISHED.value, **dict.fromkeys(_UNSTATED, ""), **ends,
        )  # fmt: skip
        typed.append(row)
    return pd.concat([frame, *typed], ignore_index=True) if typed else frame


def _parse_amount(text: str) -> Quantity | None:
    """Parse an amount as typed; None if the text is no amount, and so the id of a figure."""
    try:
        quantity = parse_quantity(normalize_typed(text), least_digits=count_typed_digits(text))
    except BadQuantity:
        return None
    return None if quantity.unit == PERCENT else quantity


def _attribute_figures(ids: Sequence[object], dataset: Dataset) -> dict[str, str]:
    known = attributions_by_id([one for one in ids if one in dataset.estimates], dataset)
    return known | {str(one): AS_TYPED for one in ids if one and one not in dataset.estimates}


def rank_by_all_sources(dataset: Dataset, question: RankQuestion) -> SourceMatrix:
    """List the figure and the rank that each source gives each place.

    Raises
    ------
    NotOnRecord
        If the source by which the places are ordered has no such list, or none for the year.

    """
    frame, listed, warnings = _select_list(dataset, question)
    matrix = build_source_matrix(frame, dataset, listed, canonical_question("rank", question), question.top)
    return matrix._replace(warnings=warnings)


def _select_list(dataset: Dataset, question: RankQuestion) -> tuple[pd.DataFrame, WorldList, tuple[str, ...]]:
    """Select the figures known at the time of the question and the list that it is about, with the warnings."""
    frame, undated = select_known(dataset, question.as_of, partial(select_national, measure=question.measure))
    listed = select_world_list(frame, dataset, question.measure, question.source, question.year)
    return frame, listed, undated_warning(undated)


def _summarize(
    lines: Sequence[RankedPlace],
    listed: WorldList,
    coverage: Coverage,
    groups: frozenset[str],
    used: Mapping[str, FigureRow],
    attributions: Mapping[str, str],
) -> tuple[str, ...]:
    printed = {row.place: row for row in to_rows(listed.rows)}
    number = sum(ranked_value(row) > 0 for place, row in printed.items() if place not in groups)
    of = f" of {listed.period}" if listed.measure == Measure.PRODUCTION else ""
    are = "is" if number == 1 and listed.measure == Measure.PRODUCTION else "are"
    some = f"Of {listed.title}, the {listed.measure}{of} of {format_count(number, 'country')} {are} in our data"
    lists = f"{listed.title} lists the {listed.measure}{of} of {format_count(number, 'country')}"
    lists = lists if coverage.whole and not listed.copied else some
    total = name_amount(world_total(listed), str(listed.total["printed"].iloc[0]))
    added = name_amount(sum_rows(list(printed.values())))
    more = _add_up_with(printed, used, added)
    return (
        *(_describe_substitute(one, listed, groups, attributions) for one in lines if one.used),
        f"{lists}. Its figure for the world is {total}; its rows add up to {added}{more}.",
    )


def _add_up_with(printed: Mapping[str, FigureRow], used: Mapping[str, FigureRow], added: str) -> str:
    """Say what the rows, those of groups among them, add up to with the figures put in, if that is another amount."""
    if not used:
        return ""
    total = name_amount(sum_rows(list({**printed, **used}.values())))
    return f", and to {total} once the figure is put in" if total != added else ""


#: The significant digits of what the rows add up to.
_SUM_DIGITS = 3


def _describe_substitute(
    one: RankedPlace, listed: WorldList, groups: frozenset[str], attributions: Mapping[str, str]
) -> str:
    """Say which rank the figure put in gives, and which rank the figure has that it stands for."""
    by = attributions[find_figure_id(one)]
    printed = one.row.printed if one.row is not None else ""
    figure = name_amount(one.amount, printed) if one.amount is not None else printed
    if one.row is not None and one.row.derived_from:
        figure += " (a sum)" if not one.row.part_of else " (calculated)"
    if one.row is not None and one.row.site:
        figure += f" of {one.row.site} alone"
    whose = by if by == AS_TYPED else f"by {by}"
    would = f"would be {_spell_rank(one)}" if one.rank is not None else "would have no rank"
    sentence = f"With {figure} {whose}, {one.name} {would}"
    own = next((row for row in to_rows(listed.rows) if row.place == one.place), None)
    if own is None:
        sentence += f"; {listed.title} does not list it"
    elif ranked_value(own) > 0:
        rank, is_bound = rank_amount(one.place, ranked_value(own), listed, groups)
        by_list = name_amount(amount_interval(own), own.printed)
        best = "at best " if is_bound else ""
        sentence += f"; with the {by_list} that {listed.title} lists it is {best}{ordinal(rank)}"
    else:
        sentence += f"; {listed.title} prints {own.printed} for it"
    return " ".join([f"{sentence}.", *_list_doubts(one)])


def _spell_rank(one: RankedPlace) -> str:
    """Spell the rank of a figure put in; a bound and a range leave it open to one side or between two ranks."""
    rank = ordinal(one.rank or 0)
    if one.rank is not None and one.highest_rank is not None and one.highest_rank < one.rank:
        rank = f"{ordinal(one.highest_rank)} {'or' if one.rank - one.highest_rank == 1 else 'to'} {rank}"
    kind = one.amount.kind if one.amount is not None else ""
    if kind == Kind.LOWER:
        return f"{rank} by the bound itself" if one.at_best else rank if one.rank == 1 else f"{rank} or better"
    if kind == Kind.UPPER and not one.at_best:
        return f"{rank} or worse"
    return f"at best {rank}" if one.at_best else rank


def mark_name(one: RankedPlace) -> str:
    """Return the name of a place, with a mark if another estimate is used for it."""
    return one.name + ("*" if one.used else "")


def _list_rows(listed: WorldList, used: Mapping[str, FigureRow]) -> list[FigureRow]:
    lines = {row.place: row for row in to_rows(listed.rows)} | dict(used)
    return list(lines.values())


def list_other_ranks(one: RankedPlace) -> list[PossibleRank]:
    """List the best and the worst rank that other current estimates of a place give it, if they are not its own."""
    if one.used or not format_rank_range(one):
        return []
    ends = [end for end in dict.fromkeys((one.best, one.worst)) if end is not None and end.rank != one.rank]
    return [end for end in ends if end.id != find_figure_id(one)]


def _warn_of_total(listed: WorldList, coverage: Coverage) -> tuple[str, ...]:
    if not coverage.excess:
        return ()
    added = format_amount(coverage.rows.value_t, coverage.rows.digits + 1)
    printed = format_amount(world_total(listed).value_t, world_total(listed).digits)
    return (f"the rows of {listed.title} add up to {added}, more than its world total of {printed}",)


def _warn_of_substitutes(lines: Sequence[RankedPlace]) -> tuple[str, ...]:
    told = [
        (one.name, " ".join(_list_doubts(one))) for one in lines if one.row is None or one.row.publisher != AS_TYPED
    ]
    return tuple(f"{name}: {doubt[0].lower()}{doubt[1:-1]}" for name, doubt in told if doubt)


def _name_full_lists(coverage: Coverage, full: Sequence[str]) -> tuple[str, ...]:
    if coverage.partial and full:
        return (f"Lists of the same year that are in our data in full: --source {' or --source '.join(full)}.",)
    return ()


def _list_doubts(one: RankedPlace) -> tuple[str, ...]:
    """Say why a figure that is put in should not stand there, or not without a word."""
    if not one.used or one.row is None:
        return ()
    doubts = [f"The figure put in is in our data as {one.row.status}."] if one.row.status not in EVER_PUBLISHED else []
    # A single deposit is certainly not what a list of countries counts.
    comparable = "no" if one.row.site else one.comparable
    return (*doubts, *filter(None, [_COMPARABLE_SENTENCES.get(comparable)]))


def format_rank_range(one: RankedPlace) -> str:
    """Return the ranks that other current estimates allow a place, or nothing if they are the one it has."""
    if one.best is None or one.worst is None or (one.best.rank == one.worst.rank == one.rank):
        return ""
    low, high = ordinal(one.best.rank), ordinal(one.worst.rank)
    return low if low == high else f"{low} to {high}"


def _list_notes(
    shown: Sequence[RankedPlace], coverage: Coverage, total: AmountInterval, used: Mapping[str, FigureRow]
) -> tuple[str, ...]:
    rest = format_amount(coverage.rest_t, 2)
    if coverage.least_rest_t < coverage.rest_t:
        rest = f"{format_amount(coverage.least_rest_t, 2)} to {rest}"
    kinds = {one.row.kind for one in shown if one.row is not None and one.rank is not None}
    notes = {
        "*: the figure that was put in. The shares are of the sum of these rows, because the world total of the list"
        " does not include that figure.": used,
        "≤: the source gives its world total only as a lower bound, so a share is at most this, rounded up.": (
            not used and total.kind == Kind.LOWER
        ),
        "The ranks are among the countries listed. How much other countries have is not known.": (
            coverage.bounded and not coverage.partial
        ),
        "The record has only some rows of this list, so no share of its rows is given.": coverage.partial,
        _explain_at_best(coverage, rest): any(one.at_best for one in shown),
        "=: equal figures share a rank.": any(one.tied for one in shown),
        "≥, ≤: a bound ranks by its own number.": kinds & {"lower", "upper"},
    }
    return tuple(note for note, holds in notes.items() if holds)


def _explain_at_best(coverage: Coverage, rest: str) -> str:
    """Say what countries that are not listed may have: the rest, what a bound leaves, or the rounding of the total."""
    unlisted = format_amount(coverage.parts_t[-1], 2)
    if coverage.bounded:
        may = "have at least" if coverage.partial else "may have"
        have = f"countries without a row of their own {may} {unlisted} together"
    elif not coverage.whole and not coverage.partial and not coverage.bounded and not any(coverage.parts_t[:-1]):
        return f"at best: the rounding of the world total leaves up to {unlisted}, which one other country could have."
    else:
        most = format_amount(coverage.most_unlisted_t, 2)
        rounded = f", and up to {most} by its rounding" if coverage.most_unlisted_t > coverage.rest_t else ""
        leaves = f"the world total leaves {rest}{rounded}" if rounded else ""
        have = leaves or f"countries without a row of their own have {rest} together"
    return f"at best: {have}, so that one of them could have more."


def _build_table(shown: Sequence[RankedPlace], frame: pd.DataFrame) -> Table:
    ends: dict[str, list[object]] = {}
    for end in ("best", "worst"):
        reaches: list[PossibleRank | None] = [getattr(one, end) for one in shown]
        ends[f"{end}_rank"] = [one and one.rank for one in reaches]
        ends[f"{end}_id"] = [one and one.id for one in reaches]
        ends[f"{end}_printed"] = [one and one.printed for one in reaches]
        ends[f"{end}_comparable"] = [one and one.comparable for one in reaches]
    for end in ("least", "most"):
        reaches = [getattr(one, end) for one in shown]
        ends[f"{end}_id"] = [one and one.id for one in reaches]
        ends[f"{end}_printed"] = [one and one.printed for one in reaches]
        ends[f"{end}_value_t"] = [one and one.value_t for one in reaches]
    ids = [one.row.id if one.row else None for one in shown]
    columns: dict[str, list[object]] = {
        "rank": [one.rank for one in shown],
        "tied": ["yes" if one.tied else None for one in shown],
        "at_best": ["yes" if one.at_best else None for one in shown],
        "place": [one.place for one in shown],
        "name": [one.name for one in shown],
        **look_up_columns(frame, ids, _FIGURE_COLUMNS),
        "total_share_pct": [round_share(one.share_of_total) if one.share_of_total else None for one in shown],
        "total_share_kind": [one.share_of_total.kind if one.share_of_total else None for one in shown],
        "rows_share_pct": [round_share(one.share_of_rows) if one.share_of_rows else None for one in shown],
        "rows_share_kind": [one.share_of_rows.kind if one.share_of_rows else None for one in shown],
        "used": ["yes" if one.used else None for one in shown],
        "comparable": [one.comparable or None for one in shown],
        **ends,
        "reason": [_state_rank(one) for one in shown],
    }
    return _add_short_form(columns, frame, ids).select(COLUMNS_BY_COMMAND["rank"])


def _state_rank(one: RankedPlace) -> str | None:
    """Say what is to be known of the rank of a place."""
    if one.rank is None:
        if one.row is None:
            return None
        return "zero" if one.row.kind == Kind.ZERO else "no amount is published"
    words = {"at best": one.at_best, "shared": one.tied, "with the figure put in": one.used}
    return ", ".join(word for word, holds in words.items() if holds) or None


def _build_details(
    lines: Sequence[RankedPlace], listed: WorldList, coverage: Coverage, used: Mapping[str, FigureRow]
) -> dict[str, object]:
    total = world_total(listed)
    return {
        "source": listed.source,
        "period": listed.period,
        "total_t": total.value_t,
        "total_kind": total.kind,
        "rows_t": sum_rows(_list_rows(listed, used)).value_t,
        "rest_t": None if coverage.bounded else coverage.rest_t,
        "ranked": sum(one.rank is not None for one in lines),
    }


def find_figure_id(one: RankedPlace) -> str:
    """Return the id of the figure by which a place is ranked, or nothing if it has none."""
    return one.row.id if one.row is not None else ""


def format_rank(one: RankedPlace) -> str:
    """Format the rank of a place, such as ``at best 3`` or ``2=``; empty if it has none."""
    if one.rank is None:
        return ""
    return f"{'at best ' if one.at_best else ''}{one.rank}{'=' if one.tied else ''}"


def format_place_amount(one: RankedPlace, unit: str) -> str:
    """Return the amount by which a place is ranked, with the sign of a bound, or why it has none."""
    if one.amount is not None and one.amount.kind == Kind.RANGE and one.amount.high_t is not None:
        ends = (one.amount.value_t, one.amount.high_t)
        return "–".join(format_in_unit(end, digits_of_end(end, one.amount.digits), unit) for end in ends)
    if one.amount is not None:
        return BOUND_SIGNS.get(one.amount.kind, "") + format_in_unit(one.amount.value_t, one.amount.digits, unit)
    if one.row is None:
        return "no line"
    return "0" if one.row.kind == "zero" else one.row.printed
