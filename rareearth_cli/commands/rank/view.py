"""The answer to ``rank``: a table of ranked places, or of the figures and ranks that each source gives."""

import re
from collections.abc import Mapping
from functools import partial
from math import isnan

from rareearth_cli.analysis.answer import Answer, Block, Column, Grid, Heading, Paragraph, Row, Section, build_sentences
from rareearth_cli.analysis.figures import FigureRow
from rareearth_cli.analysis.judge import format_share_cell
from rareearth_cli.analysis.world_list import PossibleRank, RankedPlace, name_amount, printed_with_unit, ranked_value
from rareearth_cli.commands.rank.chart import build_ranking_charts
from rareearth_cli.commands.rank.query import (
    ListRank,
    Ranking,
    SourceMatrix,
    find_figure_id,
    format_place_amount,
    format_rank,
    list_other_ranks,
    mark_name,
)
from rareearth_cli.model.quantity import Kind
from rareearth_cli.model.wording import choose_unit, format_in_unit, join_words, ordinal

#: The view shows only this many lists, the newest ones; the table for programs has all of them.
_MAX_LISTS = 6
#: The most significant digits of an amount: some sources publish them to the hundred kilograms.
_MAX_DIGITS = 4
_AT_BEST_NOTE = "at best: the total of the source leaves so much over that another country could come before it."
_MORE_LISTS_NOTE = f"The newest {_MAX_LISTS} sources are shown; -f csv has all sources and figures."


def build_answer(result: Ranking) -> Answer:
    """Turn a ranking into an answer."""
    section = Section(
        name="answer",
        title="In full",
        heading=Heading(text=result.title, aside=result.aside),
        subject="",
        blocks=partial(_build_blocks, result),
        charts=partial(build_ranking_charts, result),
    )
    return Answer(
        query=result.query,
        dataset_version=result.dataset_version,
        table=result.table,
        default_columns=("rank", "place", "name", "printed", "value_t", "best_rank", "worst_rank"),
        name="ranking",
        title=result.title,
        sentences=build_sentences(result.summary),
        sections=(section,),
        contents=lambda table: {**result.details, "ranking": table},
        warnings=result.warnings,
    )


def build_matrix_answer(result: SourceMatrix) -> Answer:
    """Turn the matrix of places and sources into an answer."""
    notes = (
        "elsewhere: current figures from sources that give no total of the world, and so no ranks.",
        *([_AT_BEST_NOTE] if any(one.at_best for one in result.ranks.values()) else []),
        *([_MORE_LISTS_NOTE] if len(result.source_titles) > _MAX_LISTS else []),
    )
    section = Section(
        name="answer",
        title="In full",
        heading=Heading(text=result.title, aside=result.aside),
        subject="",
        blocks=lambda unit: [_build_matrix_grid(result, unit)] if result.places else [],
    )
    return Answer(
        query=result.query,
        dataset_version=result.dataset_version,
        table=result.table,
        default_columns=("name", "source", "printed", "value_t", "rank"),
        name="figures",
        title=result.title,
        sentences=build_sentences(result.summary, notes),
        sections=(section,),
        warnings=result.warnings,
    )


def _build_matrix_grid(matrix: SourceMatrix, unit: str | None) -> Grid:
    """Build a table with a row for each place and a column for each of the newest lists; the rest share a column."""
    known = (value for row in matrix.figures if (value := ranked_value(row)) > 0)
    unit = unit or choose_unit(max(known, default=0.0))
    newest = list(matrix.source_titles)[:_MAX_LISTS]
    columns = (
        Column(title=f"place ({unit}, rank)"),
        *(Column(title=matrix.source_titles[source], flexible=True) for source in newest),
        Column(title="elsewhere", flexible=True),
    )
    rows = []
    for place in matrix.places:
        own = [row for row in matrix.figures if row.place == place]
        rest = [row for row in own if row.source not in matrix.source_titles and row.current]
        cells = [own[0].name]
        for source in newest:
            cells.append("; ".join(_format_figure(row, unit, matrix.ranks) for row in own if row.source == source))
        about = [next((row.id for row in own if row.source == source), "") for source in newest]
        rows.append(Row(cells=(*cells, "; ".join(map(printed_with_unit, rest))), estimate_ids=("", *about)))
    return Grid(columns=columns, rows=rows)


def _format_figure(figure: FigureRow, unit: str, ranks: Mapping[str, ListRank]) -> str:
    if isnan(ranked_value(figure)):
        return figure.printed
    text = format_in_unit(ranked_value(figure), min(_MAX_DIGITS, max(1, figure.digits)), unit)
    if figure.id not in ranks:
        return text
    rank, at_best = ranks[figure.id]
    return f"{text} ({'at best ' if at_best else ''}{rank})"


def _build_blocks(result: Ranking, unit: str | None) -> list[Block]:
    ranked = [one for one in result.places if one.rank is not None]
    amounts = [one.amount.value_t for one in ranked if one.amount]
    unit = unit or choose_unit(max(amounts, default=0.0))
    of_world = any(one.share_of_total for one in ranked)
    columns = (
        Column(title="rank", right=True),
        Column(title="place"),
        Column(title=unit, right=True),
        *([Column(title="% of world total", right=True)] if of_world else []),
        Column(title="% of listed countries", right=True),
    )
    rows = [_build_row(one, unit, of_world=of_world) for one in ranked]
    blocks: list[Block] = [Grid(columns=columns, rows=rows)] if ranked else []
    # What a mark or a share means stands right below its table.
    notes = [Paragraph(text=note, blank_line_before=not at) for at, note in enumerate(result.notes)]
    return [*blocks, *notes, *_list_unranked(result), *_list_possible_ranks(result, unit)]


def _build_row(one: RankedPlace, unit: str, *, of_world: bool) -> Row:
    cells = (
        format_rank(one),
        mark_name(one),
        format_place_amount(one, unit),
        *([format_share_cell(one.share_of_total)] if of_world else []),
        format_share_cell(one.share_of_rows),
    )
    # In linked formats the amount links to its source.
    return Row(cells=cells, estimate_ids=("", "", find_figure_id(one)))


_UNRANKED = {
    Kind.MISSING.value: "Not available (NA), which is not zero",
    Kind.WITHHELD.value: "Withheld (W)",
    Kind.ZERO.value: "Zero",
}


def _list_unranked(result: Ranking) -> list[Block]:
    """Name the places that the list has a line but no rank for, a paragraph for each reason."""
    unranked = [one for one in result.places if one.rank is None and one.row is not None]
    names = {kind: [one.name for one in unranked if one.row and one.row.kind == kind] for kind in _UNRANKED}
    return [Paragraph(text=f"{_UNRANKED[kind]}: {join_words(found)}.") for kind, found in names.items() if found]


#: Whether a figure is defined as those of the list are.
_DEFINITIONS = {"yes": "yes", "no": "no", "unknown": "not stated"}


def _name_end(end: PossibleRank, unit: str) -> str:
    """Name the amount of a rank; of a range, the end that has the rank."""
    amount = name_amount(end.amount._replace(digits=min(3, end.amount.digits)), end.printed, unit)
    if end.amount.kind != Kind.RANGE:
        return amount
    single = end.amount._replace(value_t=end.value_t, kind=Kind.POINT.value)
    return f"{name_amount(single, unit=unit)} (of {amount})"


def _list_possible_ranks(result: Ranking, unit: str) -> list[Block]:
    """Tell the ranks that other current estimates would give, each while all other places keep theirs."""
    columns = (
        Column(title="place"),
        Column(title="rank", right=True),
        Column(title="with"),
        Column(title="by", flexible=True),
        Column(title="defined as in the list?", flexible=True),
    )
    rows = [
        Row(
            cells=(
                one.name,
                f"at best {ordinal(end.rank)}" if end.at_best else ordinal(end.rank),
                _name_end(end, unit),
                result.attributions[end.id],
                _DEFINITIONS[end.comparable],
            ),
            estimate_ids=("", "", end.id),
        )
        for one in result.places
        for end in list_other_ranks(one)
    ]
    rows.sort(key=lambda row: int(re.sub(r"\D", "", str(row.cells[1]))))
    title = Heading(text="What rank each country alone would have with a figure that is not from the list")
    notes = (
        "Each is the last figure of its source. Countries whose rank would stay the same are left out.",
        "Defined as in the list: both count the same tonnes, such as recoverable oxide, and the same classes.",
    )
    told = [Paragraph(text=note, blank_line_before=not at) for at, note in enumerate(notes)]
    return [title, Grid(columns=columns, rows=rows), *told] if rows else []
