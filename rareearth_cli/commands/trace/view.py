"""The answer to ``trace``: a table each for matches, near misses and traps, and notes that explain their marks."""

from collections.abc import Mapping

from rareearth_cli.analysis.answer import Answer, Block, Column, Grid, Heading, Row, Section, build_sentences
from rareearth_cli.analysis.figures import FigureRow, describe_measure, format_as_of, is_derived, place_and_site
from rareearth_cli.analysis.world_list import WorldShare
from rareearth_cli.commands.trace.matches import Match
from rareearth_cli.commands.trace.query import Trace
from rareearth_cli.model.quantity import PERCENT
from rareearth_cli.model.vocabulary import Status
from rareearth_cli.model.wording import format_amount

_MATCH_COLUMNS = (
    Column(title="as printed", flexible=True),
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
    found, statuses = result.found, result.statuses
    blocks: list[Block] = []
    if found.fits or found.shares:
        rows = [
            *(_build_row(_match_cells(one, statuses), one.row) for one in found.fits),
            *(_build_row(_share_cells(one), one.row) for one, _ in found.shares),
        ]
        blocks += [Heading(text="What it fits, the likeliest first"), Grid(columns=_MATCH_COLUMNS, rows=rows)]
    if found.near:
        rows = [
            _build_row((*_match_cells(one, statuses), f"{100 * one.relative_difference:+.1f} %"), one.row)
            for one in found.near
        ]
        columns = (*_MATCH_COLUMNS, Column(title="off", right=True))
        blocks += [Heading(text="Near misses, within 5 %"), Grid(columns=columns, rows=rows)]
    if found.traps:
        rows = [
            Row(
                cells=(one.name, one.arithmetic, one.row.source if one.row else ""),
                estimate_ids=("", one.row.id) if one.row is not None else ("",),
            )
            for one in found.traps
        ]
        blocks += [Heading(text="Traps"), Grid(columns=_TRAP_COLUMNS, rows=rows)]
    return blocks


def _build_row(cells: tuple[str, ...], figure: FigureRow) -> Row:
    return Row(cells=cells, estimate_ids=(figure.id,))


def _match_cells(match: Match, statuses: Mapping[str, str]) -> tuple[str, ...]:
    row = match.row
    mark = " s" if row.verification == "secondary" else ""
    percent = match.reading.unit == PERCENT
    figure = row.printed if row.printed and not is_derived(row) else _format_derived_amount(row, percent=percent)
    return (
        f"{figure}{mark}",
        place_and_site(row),
        describe_measure(row),
        format_as_of(row),
        statuses[row.id],
        row.source,
    )


def _format_derived_amount(row: FigureRow, *, percent: bool) -> str:
    if percent:
        return row.printed
    value = format_amount(row.value_t, min(3, max(1, row.digits)))
    return f"{value} ({row.printed} of a whole)" if row.printed else f"{value} (a sum)"


def _share_cells(one: WorldShare) -> tuple[str, ...]:
    status = "derived" if one.row.status == Status.PUBLISHED else f"derived, {one.row.status}"
    return one.figure_text, one.row.name, f"share of {one.stage}", one.year, status, one.row.source


def _build_notes(result: Trace) -> tuple[str, ...]:
    """Build notes that explain the marks and say what was not searched."""
    found = result.found
    secondary = any(one.row.verification == "secondary" for one in (*found.fits, *found.near))
    percent = any(one.unit == PERCENT for one in result.readings)
    notes = {
        "Shares derived from the lines of a source are looked for with --place.": percent and not result.places,
        "s: read in the press, not in the publisher's own text.": secondary,
    }
    return tuple(note for note, holds in notes.items() if holds)
