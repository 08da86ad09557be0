"""The answer to ``history``: sentences, then one line per edition or date with bar, step and remarks."""

from collections.abc import Iterable
from functools import partial

from rareearth_cli.analysis.answer import (
    Answer,
    Bar,
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
from rareearth_cli.analysis.figures import format_value
from rareearth_cli.commands.history.chart import build_history_charts
from rareearth_cli.commands.history.query import History
from rareearth_cli.commands.history.rows import Gap, HistoryEntry
from rareearth_cli.commands.history.text import format_fold, format_step
from rareearth_cli.model.wording import choose_unit


def build_answer(result: History) -> Answer:
    """Turn a history into an answer."""
    section = Section(
        name="editions",
        title="In order of time",
        heading=Heading(text=result.title, aside=f"newest source {result.newest}" if result.newest else ""),
        subject="",
        blocks=partial(_build_blocks, result),
        charts=partial(build_history_charts, result),
    )
    return Answer(
        query=result.query,
        dataset_version=result.dataset_version,
        table=result.table,
        default_columns=("edition", "effective_date", "printed", "value_t", "step_t", "step_fold", "series_break"),
        title=result.title,
        newest=result.newest,
        sentences=build_sentences(result.summary),
        sections=(section,),
        contents=lambda table: {"history": table},
        attributions={one.row.id: one.figure.title for one in result.entries if isinstance(one, HistoryEntry)},
        warnings=result.warnings,
    )


def _build_blocks(result: History, unit: str | None) -> list[Block]:
    figures = [one.figure for one in result.entries if isinstance(one, HistoryEntry)]
    longest = max((figure.value_t or 0.0 for figure in figures), default=0.0)
    unit = unit or choose_unit(longest)
    blocks: list[Block] = []
    if figures:
        rows = [row for one in result.entries for row in _build_rows(one, unit, longest)]
        columns = (
            Column(title="Edition" if result.by_edition else "As of", flexible=result.by_edition),
            Column(title="published" if result.by_edition else "stated by", flexible=not result.by_edition),
            Column(title="as published", flexible=True),
            Column(title=unit, right=True),
            Column(),
            Column(title="step", right=True),
            Column(title="fold", right=True),
        )
        blocks.append(Grid(columns=columns, rows=rows))
    if result.others:
        blocks.append(Paragraph(text=f"Other histories: {'; '.join(result.others)}.", tone=Tone.QUIET))
    return blocks


def _build_rows(entry: HistoryEntry | Gap, unit: str, longest: float) -> Iterable[Row]:
    if isinstance(entry, Gap):
        yield Row(cells=(entry.label, "", entry.words, "", "", "", ""), tone=Tone.QUIET)
        return
    figure = entry.figure
    yield Row(
        cells=(
            entry.label,
            entry.provenance,
            figure.printed,
            format_value(figure, unit),
            Bar((figure.value_t or 0.0) / longest if longest else 0.0),
            format_step(entry.row, unit),
            format_fold(entry.row),
        ),
        estimate_ids=(figure.id,),
    )
    for remark in entry.remarks:
        yield Row(cells=(remark,), depth=2, section=True, tone=Tone.QUIET)
