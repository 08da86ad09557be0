"""The answer to ``rank``: a table of ranked places, or of the figures and ranks that each source gives."""

from collections.abc import Mapping
from functools import partial
from math import isnan

from rareearth_cli.analysis.answer import Answer, Block, Column, Grid, Heading, Row, Section, build_sentences
from rareearth_cli.analysis.figures import FigureRow
from rareearth_cli.analysis.judge import format_share_cell
from rareearth_cli.analysis.world_list import RankedPlace, printed_with_unit, ranked_value
from rareearth_cli.commands.rank.chart import build_ranking_charts
from rareearth_cli.commands.rank.query import (
    Ranking,
    SourceMatrix,
    describe_comparability,
    find_figure_id,
    format_place_amount,
    format_rank_range,
    mark_name,
)
from rareearth_cli.model.wording import choose_unit, format_in_unit, ordinal

#: The view shows only this many lists, the newest ones; the table for programs has all of them.
_MAX_LISTS = 6
_MORE_LISTS_NOTE = (
    f"Of the sources that rank places the newest {_MAX_LISTS} stand here; -f csv has all of them and every figure."
)


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
        sentences=build_sentences(result.summary, result.notes),
        sections=(section,),
        contents=lambda table: {**result.details, "ranking": table},
        warnings=result.warnings,
    )


def build_matrix_answer(result: SourceMatrix) -> Answer:
    """Turn the matrix of places and sources into an answer."""
    notes = (
        "elsewhere: current figures of sources that list no second place, and so rank nobody.",
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


def _format_figure(figure: FigureRow, unit: str, ranks: Mapping[str, int]) -> str:
    if isnan(ranked_value(figure)):
        return figure.printed
    text = format_in_unit(ranked_value(figure), max(1, figure.digits), unit)
    return f"{text} ({ranks[figure.id]})" if figure.id in ranks else text


def _build_blocks(result: Ranking, unit: str | None) -> list[Block]:
    if not result.places:
        return []
    amounts = [one.amount.value_t for one in result.places if one.amount]
    unit = unit or choose_unit(max(amounts, default=0.0))
    # Columns that are added where another current estimate would give a place another rank.
    ranges = any(format_rank_range(one) for one in result.places)
    columns = (
        Column(title="rank", right=True),
        Column(title="place"),
        Column(title=unit, right=True),
        Column(title="% of total", right=True),
        Column(title="% of rows", right=True),
        *((Column(title="could be"), Column(title="by", flexible=True)) if ranges else ()),
    )
    return [Grid(columns=columns, rows=[_build_row(one, unit, ranges=ranges) for one in result.places])]


def _build_row(one: RankedPlace, unit: str, *, ranges: bool) -> Row:
    cells = (
        f"{'at best ' if one.at_best else ''}{one.rank}{'=' if one.tied else ''}" if one.rank is not None else "",
        mark_name(one),
        format_place_amount(one, unit),
        format_share_cell(one.share_of_total),
        format_share_cell(one.share_of_rows),
        *((format_rank_range(one), _describe_range_ends(one)) if ranges else ()),
    )
    # In linked formats the amount links to its source.
    return Row(cells=cells, estimate_ids=("", "", find_figure_id(one)))


def _describe_range_ends(one: RankedPlace) -> str:
    """Name the estimates that give the ends of the range, unless it is the figure of the source itself."""
    own = find_figure_id(one)
    ends = [end for end in dict.fromkeys((one.best, one.worst)) if end is not None and end.id != own]
    return "; ".join(
        f"{ordinal(end.rank)}: {end.id} ({end.printed_with_unit}, {describe_comparability(end.comparable)})"
        for end in ends
    )
