"""The ``rank`` query: the world ranking by one source, and the ranks that other estimates would give."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

import pandas as pd

from rareearth_cli.analysis.describe import attributions_by_id
from rareearth_cli.analysis.figure_rows import FigureRow, to_rows
from rareearth_cli.analysis.filters import undated_warning
from rareearth_cli.analysis.question import canonical_question
from rareearth_cli.analysis.ranking import PossibleRank, RankedPlace, build_ranking, find_substitute, printed_with_unit
from rareearth_cli.analysis.ratios import round_share
from rareearth_cli.analysis.selection import select_known
from rareearth_cli.analysis.table import Table, look_up_columns
from rareearth_cli.analysis.world_list import (
    WorldList,
    group_codes,
    is_complete,
    select_national,
    select_world_list,
    sum_rows,
    world_total,
)
from rareearth_cli.commands.rank.matrix import SourceMatrix, build_source_matrix
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import Measure
from rareearth_cli.model.wording import BOUND_SIGNS, format_amount, format_in_unit, ordinal

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
    used = {place: find_substitute(frame, place, estimate, listed, groups) for place, estimate in question.using}
    lines = build_ranking(frame, listed, used, groups)
    shown = [one for one in lines if question.top is None or (one.rank is not None and one.rank <= question.top)]
    of = f" of {listed.period}" if listed.measure == Measure.PRODUCTION else ""
    table = _build_table(shown, frame)
    return Ranking(
        title=f"World ranking: rare-earth {listed.measure}{of}",
        aside=f"{listed.title}, {listed.published}",
        measure=listed.measure,
        places=tuple(shown),
        summary=_summarize(lines, listed, used),
        notes=_list_notes(shown, listed, used),
        details=_build_details(lines, listed, used),
        table=table,
        attributions=attributions_by_id([one for key in _ID_COLUMNS for one in table.columns[key]], dataset),
        dataset_version=dataset.version,
        query=question.canonical(),
        warnings=(*warnings, *_list_warnings(lines)),
    )


def rank_by_all_sources(dataset: Dataset, question: RankQuestion) -> SourceMatrix:
    """List the figure and the rank that each source gives each place.

    Raises
    ------
    NotOnRecord
        If the source by which the places are ordered has no such list, or none for the year.

    """
    frame, listed, warnings = _select_list(dataset, question)
    matrix = build_source_matrix(frame, dataset, listed, question.canonical(), question.top)
    return matrix._replace(warnings=warnings)


def _select_list(dataset: Dataset, question: RankQuestion) -> tuple[pd.DataFrame, WorldList, tuple[str, ...]]:
    """Select the figures known at the time of the question and the list that it is about, with the warnings."""
    frame, undated = select_known(dataset, question.as_of, partial(select_national, measure=question.measure))
    listed = select_world_list(frame, dataset, question.measure, question.source, question.year)
    return frame, listed, undated_warning(undated)


def _summarize(lines: Sequence[RankedPlace], listed: WorldList, used: Mapping[str, FigureRow]) -> tuple[str, ...]:
    ranked = [one for one in lines if one.rank is not None]
    order = ", ".join(mark_name(one) for one in ranked[:_MAX_NAMED]) + (" …" if len(ranked) > _MAX_NAMED else "")
    rows, total = sum_rows(_list_rows(listed, used)), world_total(listed)
    prints = "prints no world total" if total is None else f"prints {listed.total['printed'].iloc[0]} for the world"
    return (
        f"{order}: {len(ranked)} places have a rank.",
        f"{listed.title} {prints}; the rows add up to {format_amount(rows.value_t, rows.digits)}.",
        *(_describe_substitute(one, listed) for one in ranked if one.used),
    )


def _describe_substitute(one: RankedPlace, listed: WorldList) -> str:
    was = next((printed_with_unit(line) for line in to_rows(listed.rows) if line.place == one.place), None)
    instead = f"instead of {was}" if was else f"where {listed.title} has no line"
    figure = f"{_quote_figure(one)} ({find_figure_id(one)})"
    comparability = describe_comparability(one.comparable)
    return f"{one.name} is {ordinal(one.rank or 0)} with {figure} {instead}: {comparability}."


def mark_name(one: RankedPlace) -> str:
    """Return the name of a place, with a mark if another estimate is used for it."""
    return one.name + ("*" if one.used else "")


def _list_rows(listed: WorldList, used: Mapping[str, FigureRow]) -> list[FigureRow]:
    lines = {row.place: row for row in to_rows(listed.rows)} | dict(used)
    return list(lines.values())


def describe_comparability(alike: str) -> str:
    """Say whether a figure is defined as that of the ranked source is."""
    return _COMPARABLE_WORDS.get(alike, "not known whether like for like")


def _list_warnings(lines: Sequence[RankedPlace]) -> tuple[str, ...]:
    return tuple(
        f"{find_figure_id(one)} stands for {one.name}: {describe_comparability(one.comparable)}"
        for one in lines
        if one.used and one.comparable != "yes"
    )


def format_rank_range(one: RankedPlace) -> str:
    """Return the ranks that other current estimates allow a place, or nothing if they are the one it has."""
    if one.best is None or one.worst is None or (one.best.rank == one.worst.rank == one.rank):
        return ""
    low, high = ordinal(one.best.rank), ordinal(one.worst.rank)
    return low if low == high else f"{low} to {high}"


def _list_notes(shown: Sequence[RankedPlace], listed: WorldList, used: Mapping[str, FigureRow]) -> tuple[str, ...]:
    total = world_total(listed)
    partial = not is_complete(sum_rows(to_rows(listed.rows)), total)
    kinds = {one.row.kind for one in shown if one.row is not None}
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
            format_rank_range(one) for one in shown
        ),
    }
    return tuple(note for note, holds in notes.items() if holds)


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
    columns: dict[str, list[object]] = {
        "rank": [one.rank for one in shown],
        "tied": ["yes" if one.tied else None for one in shown],
        "place": [one.place for one in shown],
        "name": [one.name for one in shown],
        **look_up_columns(frame, [one.row.id if one.row else None for one in shown], _FIGURE_COLUMNS),
        "total_share_pct": [round_share(one.share_of_total) if one.share_of_total else None for one in shown],
        "total_share_kind": [one.share_of_total.kind if one.share_of_total else None for one in shown],
        "rows_share_pct": [round_share(one.share_of_rows) if one.share_of_rows else None for one in shown],
        "used": ["yes" if one.used else None for one in shown],
        "comparable": [one.comparable or None for one in shown],
        **ends,
    }
    return Table(columns=columns)


def _build_details(lines: Sequence[RankedPlace], listed: WorldList, used: Mapping[str, FigureRow]) -> dict[str, object]:
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


def find_figure_id(one: RankedPlace) -> str:
    """Return the id of the figure by which a place is ranked, or nothing if it has none."""
    return one.row.id if one.row is not None else ""


def format_place_amount(one: RankedPlace, unit: str) -> str:
    """Return the amount by which a place is ranked, with the sign of a bound, or why it has none."""
    if one.amount is not None:
        return BOUND_SIGNS.get(one.amount.kind, "") + format_in_unit(one.amount.value_t, one.amount.digits, unit)
    if one.row is None:
        return "no line"
    return "0" if one.row.kind == "zero" else one.row.printed
