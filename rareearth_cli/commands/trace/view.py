"""The answer to ``trace``: the likeliest match, the figures that fit, near misses and known mistakes."""

from collections.abc import Sequence

from rareearth_cli.analysis.answer import (
    Answer,
    Block,
    Column,
    Grid,
    Heading,
    Paragraph,
    Row,
    Section,
    Tone,
    build_sentences,
)
from rareearth_cli.analysis.figures import FigureRow, describe_measure, format_as_of, place_and_site
from rareearth_cli.analysis.world_list import WorldShare
from rareearth_cli.commands.trace.matches import Match
from rareearth_cli.commands.trace.query import Trace, describe_share, name_figure
from rareearth_cli.commands.trace.traps import Trap
from rareearth_cli.model.quantity import PERCENT
from rareearth_cli.model.vocabulary import STOCKS
from rareearth_cli.model.wording import join_words, name_in_command, pluralize

_MATCH_COLUMNS = (
    Column(title="as published", flexible=True),
    Column(title="place", flexible=True),
    Column(title="what", flexible=True),
    Column(title="date", flexible=True),
    Column(title="by", flexible=True),
    Column(title="status", flexible=True),
)
_MISTAKE_COLUMNS = (
    Column(title="mistake", flexible=True),
    Column(title="how it leads to the number", flexible=True),
    Column(title="figure by", flexible=True),
)
#: The view shows no more lines of figures that fit, near misses and mistakes; the table for programs has them all.
_MAX_FITS = 10
_MAX_NEAR = 3
_MAX_MISTAKES = 5


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
    """Build a table each for the figures that fit, the near misses and the mistakes."""
    fits = [
        *(_build_match_row(same, result) for same in _group_editions(result.fits)),
        *(Row(_share_cells(one, result), estimate_ids=(one.row.id,)) for one, _ in result.shares),
    ]
    near = [_build_near_row(same, result) for same in _group_editions(_select_nearest(result))]
    mistakes = _list_mistakes(result)
    near_columns = (*_MATCH_COLUMNS, Column(title="difference", right=True))
    return [
        *_build_table(
            "Figures that fit, the likeliest first; of equals, the newer text",
            "figure that fits",
            _MATCH_COLUMNS,
            fits,
            _MAX_FITS,
        ),
        *_build_table("Near misses", "near miss", near_columns, near, _MAX_NEAR),
        *_build_table("Known mistakes that lead to this number", "mistake", _MISTAKE_COLUMNS, mistakes, _MAX_MISTAKES),
    ]


def _build_table(title: str, one: str, columns: tuple[Column, ...], rows: Sequence[Row], most: int) -> list[Block]:
    """Build a table of the first rows, and count the others by what ``one`` of them is called."""
    if not rows:
        return []
    blocks: list[Block] = [Heading(text=title), Grid(columns=columns, rows=rows[:most])]
    if more := len(rows) - most if len(rows) > most else 0:
        rest = f"{more:,} more {_PLURALS.get(one, pluralize(one, more)) if more > 1 else one}: -f csv has all."
        blocks.append(Paragraph(text=rest, tone=Tone.QUIET))
    return blocks


_PLURALS = {"figure that fits": "figures that fit", "near miss": "near misses"}


def _select_nearest(result: Trace) -> list[Match]:
    """Select the near misses in the unit of the likeliest match, or in the first unit that has any."""
    unit = (*result.fits, *result.near)[0].reading.unit if result.fits or result.near else None
    return [one for one in result.near if one.reading.unit == unit]


def _group_editions(matches: Sequence[Match]) -> list[tuple[Match, ...]]:
    """Group the editions of a series that repeat a figure, in the order of the likeliest of each group."""
    groups: dict[object, list[Match]] = {}
    for one in matches:
        row = one.row
        figure = (row.place, row.site, row.measure, row.category, row.part_of, one.reading, one.relative_difference)
        groups.setdefault((row.series, *figure) if row.series and row.measure in STOCKS else row.id, []).append(one)
    return [tuple(group) for group in groups.values()]


def _build_match_row(same: tuple[Match, ...], result: Trace) -> Row:
    return Row(_match_cells(same, result), estimate_ids=(same[0].row.id,))


def _build_near_row(same: tuple[Match, ...], result: Trace) -> Row:
    off = f"{100 * same[0].relative_difference:+.1f} %".replace("-", "−")
    return Row((*_match_cells(same, result), off), estimate_ids=(same[0].row.id,))


def _match_cells(same: tuple[Match, ...], result: Trace) -> tuple[str, ...]:
    row = same[0].row
    when, by = format_as_of(row), result.attributions[row.id]
    if len(same) > 1:
        when, by = _name_editions(sorted((one.row for one in same), key=lambda one: one.source_rank), result)
    return name_figure(same[0]), place_and_site(row), describe_measure(row), when, by, result.statuses[row.id]


def _name_editions(rows: Sequence[FigureRow], result: Trace) -> tuple[str, str]:
    """Name the years and the editions of rows that repeat a figure."""
    years = sorted({one.period for one in rows if one.period})
    editions = [result.attributions[rows[0].id], *(result.editions[one.source] for one in rows[1:])]
    few = len(rows) <= 3
    span = f"{years[0]} to {years[-1]}" if years else ""
    gapless = len(years) > 2 and len(years) == int(years[-1][:4]) - int(years[0][:4]) + 1
    if gapless or not few:
        return f"for {span if gapless else f'{len(years)} years, {span}'}", f"{editions[0]} to {editions[-1]}"
    return f"for {join_words(years)}" if years else "not dated", join_words(editions)


def _share_cells(one: WorldShare, result: Trace) -> tuple[str, ...]:
    by = result.attributions[one.row.id]
    return describe_share(one), one.row.name, f"share of {one.stage}", one.year, by, "calculated"


def _list_mistakes(result: Trace) -> list[Row]:
    """List the mistakes, each once however many figures say the same."""
    distinct = {(one.name, one.arithmetic): one for one in result.traps}
    return [_build_mistake_row(one, result) for one in distinct.values()]


def _build_mistake_row(one: Trap, result: Trace) -> Row:
    return Row((one.name, one.arithmetic, result.attributions[one.row.id]), estimate_ids=("", "", one.row.id))


def _build_notes(result: Trace) -> tuple[str, ...]:
    """Say what was not searched, and where to go next."""
    notes = []
    # A number without a unit may be many things, and then a share is the least likely one.
    if not result.places and {one.unit for one in result.readings} == {PERCENT}:
        notes.append("With --place PLACE, shares of the world are searched as well.")
    if result.fits:
        row = result.fits[0].row
        notes += [f"Next: rareearth compare {name_in_command(row.name, row.place)}", f"or:   rareearth cite {row.id}"]
    return tuple(notes)
