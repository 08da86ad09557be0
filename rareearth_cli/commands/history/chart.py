"""The chart of ``history``: a step line through the figures in order of time, with series breaks marked."""

from rareearth_cli.analysis.charts import (
    Axis,
    Chart,
    Mark,
    MarkGroup,
    MarkStyle,
    axis_title,
    build_mark,
    describe_printed,
    figures_axis,
)
from rareearth_cli.commands.history.query import History
from rareearth_cli.commands.history.rows import Gap, HistoryEntry
from rareearth_cli.commands.history.text import format_step
from rareearth_cli.model.vocabulary import Status
from rareearth_cli.model.wording import choose_unit


def build_history_charts(result: History, unit: str | None) -> list[Chart]:
    """Build a step line through the editions or dates, or nothing if no figure is in our data."""
    figures = [one.figure for one in result.entries if isinstance(one, HistoryEntry)]
    if not figures:
        return []
    unit = unit or choose_unit(max((figure.value_t or 0.0 for figure in figures), default=0.0))
    axis = figures_axis(figures, unit)
    chart = Chart(
        title=result.title,
        axis=axis_title(str(result.query.get("measure") or ""), unit),
        ticks=axis.ticks,
        groups=(MarkGroup("", _connect_marks([_build_mark(one, axis, unit) for one in result.entries])),),
        date=f"sources up to {result.newest}" if result.newest else "",
        sources=tuple(dict.fromkeys(figure.title.removesuffix(f" [{Status.SUPERSEDED}]") for figure in figures)),
        dataset_version=result.dataset_version,
    )
    return [chart]


def _build_mark(entry: HistoryEntry | Gap, axis: Axis, unit: str) -> Mark:
    if isinstance(entry, Gap):
        return Mark(label=entry.label, value=entry.words)
    look = MarkStyle.BREAK if entry.row.series_break == "yes" else MarkStyle.ESTIMATE
    drawn = build_mark(entry.figure, entry.label, axis, unit, look=look)
    notes = (entry.provenance, describe_printed(entry.figure), *entry.remarks[:1])
    value, step = drawn.value.partition(" (")[0], format_step(entry.row, unit)
    return drawn._replace(value=f"{value} ({step})" if step else value, note="; ".join(filter(None, notes)))


def _connect_marks(marks: list[Mark]) -> tuple[Mark, ...]:
    """Connect each mark with its neighbours; the line is broken where there is no figure."""
    before = [None, *marks[:-1]]
    after = [*marks[1:], None]
    return tuple(
        one._replace(
            follows=last.dot if last is not None and one.dot is not None else None,
            leads=one.dot is not None and following is not None and following.dot is not None,
        )
        for last, one, following in zip(before, marks, after, strict=True)
    )
