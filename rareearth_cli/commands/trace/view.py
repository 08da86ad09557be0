"""The answer to ``trace``: a table each for matches, near misses and traps, and notes that explain their marks."""

from collections.abc import Mapping
from math import isnan

from rareearth_cli.analysis.answer import Answer, Block, Column, Grid, Heading, Row, Section, build_sentences
from rareearth_cli.analysis.figures import FigureRow, describe_measure, format_as_of, is_derived, place_and_site
from rareearth_cli.analysis.world_list import WorldShare
from rareearth_cli.commands.trace.matches import Match
from rareearth_cli.commands.trace.query import Trace
from rareearth_cli.model.quantity import PERCENT
from rareearth_cli.model.vocabulary import Status
from rareearth_cli.model.wording import format_amount

_MATCH_COLUMNS = (
    Column(title="as published", flexible=True),
    Column(title="place", flexible=True),
    Column(title="what", flexible=True),
    Column(title="as of"),
    Column(title="status", flexible=True),
    Column(title="source", flexible=True),
)
_TRAP_COLUMNS = (
    Column(title="trap", flexible=True),
    Column(title="arithmetic", flexible=True),
    Column(title="source", flexible=True),
)


def build_answer(result: Trace) -> Answer:
    """Turn what a search found into an answer."""
    section = Section(
        name="answer",
        title="In full",
        heading=Heading(text=result.title),
        subject="",
        blocks=lambda _: _build_blocks(result),
    )
    return Answer(
        query=result.query,
        dataset_version=result.dataset_version,
        table=result.table,
        default_columns=("match", "id", "printed", "status", "source", "arithmetic"),
        name="matches",
        title=result.title,
        sentences=build_sentences(result.summary, _build_notes(result)),
        sections=(section,),
        contents=lambda table: {**result.details, "matches": table},
        warnings=result.warnings,
    )


def _build_blocks(result: Trace) -> list[Block]:
    """Build a table each for the matches, the near misses and the traps."""
    blocks: list[Block] = []
    if result.fits or result.shares:
        rows = [
            *(Row(_match_cells(one, result.statuses), estimate_ids=(one.row.id,)) for one in result.fits),
            *(Row(_share_cells(one), estimate_ids=(one.row.id,)) for one, _ in result.shares),
        ]
        blocks += [Heading(text="What it fits, the likeliest first"), Grid(columns=_MATCH_COLUMNS, rows=rows)]
    if result.near:
        rows = [
            Row(
                (*_match_cells(one, result.statuses), f"{100 * one.relative_difference:+.1f} %"),
                estimate_ids=(one.row.id,),
            )
            for one in result.near
        ]
        columns = (*_MATCH_COLUMNS, Column(title="off", right=True))
        blocks += [Heading(text="Near misses, within 5 %"), Grid(columns=columns, rows=rows)]
    if result.traps:
        rows = [Row((one.name, one.arithmetic, one.row.source), estimate_ids=("", one.row.id)) for one in result.traps]
        blocks += [Heading(text="Traps"), Grid(columns=_TRAP_COLUMNS, rows=rows)]
    return blocks


def _match_cells(match: Match, statuses: Mapping[str, str]) -> tuple[str, ...]:
    row = match.row
    percent = match.reading.unit == PERCENT
    figure = row.printed if row.printed and not is_derived(row) else _format_derived_amount(row, percent=percent)
    return (
        figure,
        place_and_site(row),
        describe_measure(row),
        format_as_of(row),
        statuses[row.id],
        row.source,
    )


def _format_derived_amount(row: FigureRow, *, percent: bool) -> str:
    if percent:
        return row.printed
    digits = min(3, max(1, row.digits))
    ends = [row.low_t, row.high_t] if isnan(row.value_t) else [row.value_t]
    value = " to ".join(format_amount(end, digits) for end in ends)
    return f"{value} ({row.printed} of a whole)" if row.printed else f"{value} (a sum)"


def _share_cells(one: WorldShare) -> tuple[str, ...]:
    status = "derived" if one.row.status == Status.PUBLISHED else f"derived, {one.row.status}"
    return one.figure_text, one.row.name, f"share of {one.stage}", one.year, status, one.row.source


def _build_notes(result: Trace) -> tuple[str, ...]:
    """Build notes that explain the marks and say what was not searched."""
    notes = []
    if not result.places and any(one.unit == PERCENT for one in result.readings):
        notes.append("Shares derived from the lines of a source are looked for with --place.")
    return tuple(notes)
