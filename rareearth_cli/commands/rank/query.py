"""The ``rank`` query: the world ranking by one source, and the ranks that other estimates would give."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from rareearth_cli.analysis.describe import Row, attributions_by_id, to_rows
from rareearth_cli.analysis.filters import undated_warning
from rareearth_cli.analysis.question import canonical_question
from rareearth_cli.analysis.ranking import PossibleRank, RankedPlace, build_ranking, find_substitute, printed_with_unit
from rareearth_cli.analysis.ratios import format_share_cell, round_share
from rareearth_cli.analysis.result import Amount, CellValue, Section, SectionColumn, SectionedResult
from rareearth_cli.analysis.selection import select_known
from rareearth_cli.analysis.table import Table, to_columns
from rareearth_cli.analysis.world_list import (
    WorldList,
    group_codes,
    is_complete,
    select_national,
    select_world_list,
    sum_rows,
    world_total,
)
from rareearth_cli.commands.rank.matrix import build_source_matrix
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import Measure
from rareearth_cli.model.wording import format_amount, ordinal

_COLUMNS = (
    SectionColumn("rank", right=True),
    SectionColumn("place"),
    SectionColumn(unit=True),
    SectionColumn("% of total", right=True),
    SectionColumn("% of rows", right=True),
)
#: Columns that are added where another current estimate would give a place another rank.
_RANGE_COLUMNS = (SectionColumn("could be"), SectionColumn("by", flexible=True))
#: Columns of the figure by which a place is ranked.
_FIGURE_COLUMNS = ("id", "source", "edition", "version", "period", "published", "printed", "kind", "value_t", "low_t",
                   "high_t", "basis", "stage", "system", "category", "status", "verification", "url")  # fmt: skip
#: Columns of the table that hold the id of a figure.
_ID_COLUMNS = ("id", "least_id", "most_id")
#: The number of places named at the start of the summary.
_MAX_NAMED = 6
_COMPARABLE_WORDS = {"yes": "like for like", "no": "not like for like"}


class RankQuestion(NamedTuple):
    """The question asked; ``using`` has pairs of a place and the estimate to rank it by."""

    measure: str = Measure.RESERVES.value
    source: str | None = None
    year: str | None = None
    as_of: date | None = None
    top: int | None = None
    using: tuple[tuple[str, str], ...] = ()
    all_sources: bool = False

    def canonical(self) -> dict[str, object]:
        """Return the question as it is written to the result."""
        return canonical_question("rank", self._asdict())


def rank_places(dataset: Dataset, question: RankQuestion) -> SectionedResult:
    """Rank the places of a source by size, each with the ranks that its other current estimates would give it.

    Raises
    ------
    NotOnRecord
        If the source has no such list, or none for the year.
    NotRankable
        If an estimate cannot be used for the place it is given for.

    """
    frame, undated = select_known(dataset, question.as_of, partial(select_national, measure=question.measure))
    listed = select_world_list(frame, dataset, question.measure, question.source, question.year)
    if question.all_sources:
        matrix = build_source_matrix(frame, dataset, listed, question.canonical(), question.top)
        return matrix._replace(warnings=undated_warning(undated))
    groups = group_codes(dataset)
    used = {place: find_substitute(frame, place, estimate, listed, groups) for place, estimate in question.using}
    lines = build_ranking(frame, listed, used, groups)
    shown = [one for one in lines if question.top is None or (one.rank is not None and one.rank <= question.top)]
    of = f" of {listed.period}" if listed.measure == Measure.PRODUCTION else ""
    table = _build_table(shown)
    return SectionedResult(
        kind="ranking",
        title=f"World ranking: rare-earth {listed.measure}{of}",
        aside=f"{listed.title}, {listed.published}",
        summary=_summarize(lines, listed, used),
        sections=(_build_section(shown),),
        notes=_list_notes(shown, listed, used),
        table=table,
        dataset_version=dataset.version,
        query=question.canonical(),
        default_columns=("rank", "place", "name", "printed", "value_t", "best_rank", "worst_rank"),
        details=_build_details(lines, listed, used),
        warnings=(*undated_warning(undated), *_list_warnings(lines)),
        attributions=attributions_by_id([one for key in _ID_COLUMNS for one in table.columns[key]], dataset),
    )


def _summarize(lines: Sequence[RankedPlace], listed: WorldList, used: Mapping[str, Row]) -> tuple[str, ...]:
    ranked = [one for one in lines if one.rank is not None]
    order = ", ".join(_display_name(one) for one in ranked[:_MAX_NAMED]) + (" …" if len(ranked) > _MAX_NAMED else "")
    rows, total = sum_rows(_list_rows(listed, used)), world_total(listed)
    prints = "prints no world total" if total is None else f"prints {listed.total['printed'].iloc[0]} for the world"
    return (
        f"{order}: {len(ranked)} places have a rank.",
        f"{listed.title} {prints}; the rows add up to {format_amount(rows.value_t, rows.digits)}.",
        *(_describe_substitute(one, listed) for one in ranked if one.used),
    )


def _describe_substitute(one: RankedPlace, listed: WorldList) -> str:
    was = next((printed_with_unit(line) for line in to_rows(listed.rows) if line["place"] == one.place), None)
    instead = f"instead of {was}" if was else f"where {listed.title} has no line"
    figure = f"{_quote_figure(one)} ({_figure_id(one)})"
    comparability = _describe_comparability(one.comparable)
    return f"{one.name} is {ordinal(one.rank or 0)} with {figure} {instead}: {comparability}."


def _display_name(one: RankedPlace) -> str:
    return one.name + ("*" if one.used else "")


def _list_rows(listed: WorldList, used: Mapping[str, Row]) -> list[Row]:
    lines = {str(row["place"]): row for row in to_rows(listed.rows)} | dict(used)
    return list(lines.values())


def _describe_comparability(alike: str) -> str:
    return _COMPARABLE_WORDS.get(alike, "not known whether like for like")


def _list_warnings(lines: Sequence[RankedPlace]) -> tuple[str, ...]:
    return tuple(
        f"{_figure_id(one)} stands for {one.name}: {_describe_comparability(one.comparable)}"
        for one in lines
        if one.used and one.comparable != "yes"
    )


def _build_section(shown: Sequence[RankedPlace]) -> Section:
    ranges = any(_format_rank_range(one) for one in shown)
    rows = tuple(
        (*_build_cells(one), *((_format_rank_range(one), _describe_range_ends(one)) if ranges else ())) for one in shown
    )
    # In linked formats the amount links to its source.
    about = tuple(("", "", _figure_id(one)) for one in shown)
    return Section("", (*_COLUMNS, *(_RANGE_COLUMNS if ranges else ())), rows, about=about)


def _build_cells(one: RankedPlace) -> tuple[CellValue, ...]:
    rank = f"{one.rank}{'=' if one.tied else ''}" if one.rank is not None else ""
    amount = one.amount
    value = Amount(amount.value_t, amount.digits, amount.kind) if amount else _describe_absence(one)
    return (
        rank,
        _display_name(one),
        value,
        format_share_cell(one.share_of_total),
        format_share_cell(one.share_of_rows),
    )


def _describe_absence(one: RankedPlace) -> str:
    if one.row is None:
        return "no line"
    return "0" if one.row["kind"] == "zero" else str(one.row["printed"])


def _format_rank_range(one: RankedPlace) -> str:
    if one.best is None or one.worst is None or (one.best.rank == one.worst.rank == one.rank):
        return ""
    low, high = ordinal(one.best.rank), ordinal(one.worst.rank)
    return low if low == high else f"{low} to {high}"


def _describe_range_ends(one: RankedPlace) -> str:
    """Name the estimates that give the ends of the range, unless it is the figure of the source itself."""
    own = _figure_id(one)
    ends = [end for end in dict.fromkeys((one.best, one.worst)) if end is not None and end.id != own]
    return "; ".join(
        f"{ordinal(end.rank)}: {end.id} ({end.printed_with_unit}, {_describe_comparability(end.comparable)})"
        for end in ends
    )


def _list_notes(shown: Sequence[RankedPlace], listed: WorldList, used: Mapping[str, Row]) -> tuple[str, ...]:
    total = world_total(listed)
    partial = not is_complete(sum_rows(to_rows(listed.rows)), total)
    kinds = {one.row["kind"] for one in shown if one.row is not None}
    notes = {
        "*: another estimate stands here. The printed total was added up with other figures: no share of it.": used,
        "The printed total is a lower bound: shares of it are at most so much (≤).": (
            not used and total is not None and total.kind == "lower"
        ),
        "The rows on record add up to less than that total: they are not all, and there is no share of them.": partial,
        "NA: not available, which is not zero; such a place has no rank by this source.": "missing" in kinds,
        "=: the same figure, the same rank.": any(one.tied for one in shown),
        "≥, ≤: a bound ranks by its own number.": kinds & {"lower", "upper"},
        "could be: by the place's other current estimates, one at a time, all other rows staying.": any(
            _format_rank_range(one) for one in shown
        ),
    }
    return tuple(note for note, holds in notes.items() if holds)


def _build_table(shown: Sequence[RankedPlace]) -> Table:
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
    columns: dict[str, list[object]] = {
        "rank": [one.rank for one in shown],
        "tied": ["yes" if one.tied else None for one in shown],
        "place": [one.place for one in shown],
        "name": [one.name for one in shown],
        **to_columns([one.row for one in shown], _FIGURE_COLUMNS),
        "total_share_pct": [round_share(one.share_of_total) if one.share_of_total else None for one in shown],
        "total_share_kind": [one.share_of_total.kind if one.share_of_total else None for one in shown],
        "rows_share_pct": [round_share(one.share_of_rows) if one.share_of_rows else None for one in shown],
        "used": ["yes" if one.used else None for one in shown],
        "comparable": [one.comparable or None for one in shown],
        **ends,
    }
    return Table(columns=columns)


def _build_details(lines: Sequence[RankedPlace], listed: WorldList, used: Mapping[str, Row]) -> dict[str, object]:
    total = world_total(listed)
    return {
        "source": listed.source,
        "period": listed.period,
        "total_t": total.value_t if total else None,
        "total_kind": total.kind if total else None,
        "rows_t": sum_rows(_list_rows(listed, used)).value_t,
        "ranked": sum(one.rank is not None for one in lines),
    }


def _quote_figure(one: RankedPlace) -> str:
    return printed_with_unit(one.row) if one.row is not None else ""


def _figure_id(one: RankedPlace) -> str:
    return str(one.row["id"]) if one.row is not None else ""
