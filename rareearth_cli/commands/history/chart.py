"""The chart of ``history``: a line from edition to edition in the order of time, breaks marked."""

from rareearth_cli.analysis.result import Edition, History
from rareearth_cli.commands.history.view import step_words
from rareearth_cli.model.vocabulary import Status
from rareearth_cli.model.wording import fitting_unit
from rareearth_cli.output.charts import Axis, Chart, Look, Mark, MarkGroup, axis_title, figures_axis, mark, printed
from rareearth_cli.output.style import Style


def history_charts(result: History, style: Style) -> list[Chart]:
    """A step line down the editions or dates; nothing where no figure is on record."""
    figures = [one.figure for one in result.editions if one.figure is not None]
    if not figures:
        return []
    unit = style.unit or fitting_unit(max((figure.value_t or 0.0 for figure in figures), default=0.0))
    axis = figures_axis(figures, unit)
    chart = Chart(
        title=result.title,
        axis=axis_title(str(result.query.get("measure") or ""), unit),
        ticks=axis.ticks,
        groups=(MarkGroup("", _joined([_mark(one, axis, unit) for one in result.editions])),),
        date=f"newest source {result.newest}" if result.newest else "",
        sources=tuple(dict.fromkeys(figure.title.removesuffix(f" [{Status.SUPERSEDED}]") for figure in figures)),
        dataset_version=result.dataset_version,
    )
    return [chart]


def _mark(edition: Edition, axis: Axis, unit: str) -> Mark:
    if edition.figure is None:
        return Mark(label=edition.label, value="not on record")
    breaks = edition.step is not None and edition.step.breaks == "yes"
    step = step_words(edition.step, unit) if edition.step is not None else ""
    drawn = mark(edition.figure, edition.label, axis, unit, look=Look.BREAK if breaks else Look.ESTIMATE)
    said = (edition.origin, printed(edition.figure), *edition.remarks[:1])
    value = drawn.value.partition(" (")[0]
    return drawn._replace(value=f"{value} ({step})" if step else value, note="; ".join(filter(None, said)))


def _joined(marks: list[Mark]) -> tuple[Mark, ...]:
    """The marks with what each follows: the line is broken where there is no figure."""
    before = [None, *marks[:-1]]
    after = [*marks[1:], None]
    return tuple(
        one._replace(
            follows=last.dot if last is not None and one.dot is not None else None,
            leads=one.dot is not None and following is not None and following.dot is not None,
        )
        for last, one, following in zip(before, marks, after, strict=True)
    )
