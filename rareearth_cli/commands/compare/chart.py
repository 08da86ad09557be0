"""The charts of ``compare``: every estimate with its interval, by what it counts; a bridge; all places."""

from collections.abc import Iterable

from rareearth_cli.analysis.result import Comparison, Figure, Group, PlaceComparison, Origin
from rareearth_cli.commands.compare.view import baseline_of, best_bridges, group_unit, more_words
from rareearth_cli.model.vocabulary import Measure
from rareearth_cli.model.wording import fitting_unit
from rareearth_cli.output.bridge_chart import bridge_chart
from rareearth_cli.output.charts import (
    Axis,
    Chart,
    Look,
    Mark,
    MarkGroup,
    Span,
    Tick,
    axis_title,
    ends_of,
    figures_axis,
    mark,
    newest_words,
)
from rareearth_cli.output.style import Style

_UNSTATED = "What is counted is not stated"


def comparison_charts(result: Comparison, style: Style) -> list[Chart]:
    """A chart of all places, or of each place its estimates and its bridges."""
    if result.overview:
        return overview_charts(result, style)
    return [chart for place in result.places for chart in place_charts(place, result.dataset_version, style)]


def place_charts(place: PlaceComparison, dataset_version: str, style: Style) -> list[Chart]:
    """The estimates of a place by what they count, and the bridges that its view shows."""
    unit = group_unit(place.group, style)
    charts = [
        *(
            [_group_chart(place.group, f"{place.name}: rare-earth {place.group.measure}", unit)]
            if place.group.figures
            else []
        ),
        *(_group_chart(one, f"{place.name}: {_small(one.title)}", group_unit(one, style)) for one in place.others),
        *(bridge_chart(bridge, place.name, unit) for bridge in best_bridges(place.group)),
    ]
    return [chart._replace(dataset_version=dataset_version) for chart in charts]


def _group_chart(group: Group, title: str, unit: str) -> Chart:
    summed = [one for witness in group.origins if witness.more for one in (witness.more.low, witness.more.high)]
    axis = figures_axis([*group.figures, *summed], unit)
    return Chart(
        title=title,
        axis=axis_title(group.measure, unit),
        ticks=axis.ticks,
        groups=tuple(_groups(group, axis, unit)),
        date=newest_words(figure.published for figure in group.figures),
        sources=tuple(dict.fromkeys(figure.title for figure in group.figures if not figure.part_by)),
        dataset_version="",
        reference=_reference(group, axis),
    )


def overview_charts(result: Comparison, style: Style) -> list[Chart]:
    """All places: the baseline of each, and the figure that is set against it."""
    measure = str(result.query.get("measure") or Measure.RESERVES)
    places = [place for place in result.places if place.group.measure == measure]
    shown = [(place, base) for place in places if (base := baseline_of(place)) is not None]
    figures = [one for place, base in shown for one in (base, place.headline) if one is not None]
    if not figures:
        return []
    unit = style.unit or fitting_unit(max((figure.value_t or 0.0 for figure in figures), default=0.0))
    axis = figures_axis(figures, unit)
    marks = []
    for place, base in shown:
        row = mark(base, place.name, axis, unit, look=Look.BASELINE)
        marks.append(row._replace(note=f"{base.title}; {row.note}"))
        marks += [mark(place.headline, place.headline.title, axis, unit, depth=1)] if place.headline else []
    chart = Chart(
        title=f"All places: rare-earth {measure}, the baseline and the figure set against it",
        axis=axis_title(measure, unit),
        ticks=axis.ticks,
        groups=(MarkGroup("", tuple(marks)),),
        date=newest_words(figure.published for figure in figures),
        sources=tuple(dict.fromkeys(figure.title for figure in figures)),
        dataset_version=result.dataset_version,
    )
    return [chart]


def _groups(group: Group, axis: Axis, unit: str) -> Iterable[MarkGroup]:
    """The baselines first; then what each witness says, those that count the same thing together."""
    found: dict[str, list[Mark]] = {}
    site = ""
    for figure in group.baselines:
        rows = found.setdefault(f"Baseline: {figure.scope}" if figure.scope else "Baseline", [])
        rows += _rows(figure, axis, unit, look=Look.BASELINE)
    for witness in group.origins:
        site = (witness.title or site) if group.measure == "sites" else ""
        for figure in witness.figures:
            title = figure.share_of or site or witness.title or figure.scope or _UNSTATED
            rows = _rows(figure, axis, unit)
            if group.title and figure.counts:  # unlike the main measure, these count one thing here, another there
                rows[0] = rows[0]._replace(note=f"{figure.counts}; {rows[0].note}")
            found.setdefault(_capital(title), []).extend(rows)
        if witness.more is not None:
            last = list(found)[-1]
            found[last].append(_more(witness, axis, unit))
    return (MarkGroup(title, tuple(marks)) for title, marks in found.items())


def _rows(figure: Figure, axis: Axis, unit: str, look: Look = Look.ESTIMATE) -> list[Mark]:
    parts = [mark(part, part.scope, axis, unit, look=Look.PART, depth=1) for part in figure.parts]
    return [mark(figure, figure.title, axis, unit, look=look), *parts]


def _more(witness: Origin, axis: Axis, unit: str) -> Mark:
    assert witness.more is not None
    low, high = ends_of(witness.more.low), ends_of(witness.more.high)
    start = next((end for end in (low[1], low[0]) if end is not None), axis.first)
    end = next((end for end in (high[2], high[0]) if end is not None), axis.last)
    words, span, years = more_words(witness.more, unit)
    interval = Span(axis.place(start), axis.place(end))
    return Mark(label=words, value=span, note=years, look=Look.MORE, interval=interval)


def _reference(group: Group, axis: Axis) -> Tick | None:
    base = group.baselines[0] if len(group.baselines) == 1 else None
    return Tick(axis.place(base.value_t), base.title) if base is not None and base.value_t is not None else None


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
