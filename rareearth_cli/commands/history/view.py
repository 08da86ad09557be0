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
from rareearth_cli.commands.history.text import format_percent, format_step
from rareearth_cli.model.quantity import Kind
from rareearth_cli.model.wording import begin_sentence, choose_unit


def build_answer(result: History) -> Answer:
    """Turn a history into an answer."""
    section = Section(
        name="editions",
        title="In order of time",
        heading=Heading(text=result.title, aside=f"sources up to {result.newest}" if result.newest else ""),
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
        sentences=build_sentences(result.summary, _build_notes(result)),
        sections=(section,),
        contents=lambda table: {"history": table},
        attributions={one.row.id: one.figure.title for one in result.entries if isinstance(one, HistoryEntry)},
        warnings=result.warnings,
    )


def _build_notes(result: History) -> tuple[str, ...]:
    """Explain the signs of changes, if one of two figures is a bound."""
    kinds = {one.figure.kind for one in result.entries if isinstance(one, HistoryEntry)}
    note = "≥, ≤: the change is at least or at most so much, because one of the two figures is only a bound."
    return (note,) if kinds & {Kind.LOWER, Kind.UPPER} else ()


def _build_blocks(result: History, unit: str | None) -> list[Block]:
    entries = [one for one in result.entries if isinstance(one, HistoryEntry)]
    longest = max((one.figure.value_t or 0.0 for one in entries), default=0.0)
    unit = unit or choose_unit(longest)
    blocks: list[Block] = []
    if entries:
        columns = (
            Column(title="Edition" if result.by_edition else "As of", flexible=result.by_edition),
            Column(title="published" if result.by_edition else "stated by", flexible=not result.by_edition),
            Column(title="as published", flexible=True, spare=True),
            Column(title=unit, right=True),
            Column(spare=True),
            Column(title="change", right=True),
            Column(title="%", right=True),
        )
        blocks.append(Grid(columns=columns, rows=list(_list_rows(result, unit, longest))))
    if result.others:
        blocks.append(Paragraph(text=f"Other histories: {'; '.join(result.others)}.", tone=Tone.QUIET))
    return blocks


def _list_rows(result: History, unit: str, longest: float) -> Iterable[Row]:
    """List the entries in order of time, series by series, so that each change is the one from the line above."""
    series = dict.fromkeys(one.row.series for one in result.entries if isinstance(one, HistoryEntry))
    if len(series) < 2 or not result.by_edition:
        for entry in result.entries:
            yield from _build_rows(entry, unit, longest)
        return
    for name in series:
        own = [one for one in result.entries if isinstance(one, HistoryEntry) and one.row.series == name]
        yield Row(cells=(result.series_titles[name],), section=True, tone=Tone.STRONG)
        for entry in own:
            yield from _build_rows(entry, unit, longest)


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
            format_percent(entry.row),
        ),
        estimate_ids=(figure.id,),
    )
    if entry.remarks:
        sentences = [f"{begin_sentence(remark)}." for remark in entry.remarks]
        yield Row(cells=(" ".join(sentences),), depth=1, section=True, tone=Tone.QUIET)
